// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnnexPages.h"
#include "core/storage/StoreFiles.h"

#include <QFileInfo>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kCopies = u"court-annex"_s;
constexpr PersonId kNobody = 0;  ///< the count is the station's, whoever prints

/// Counted and written down before there is a file: a print that failed is a number that nobody has.
Result<int> nextCopy(Station& station, const RecordId& record)
{
    const int copy = station.store().kept(kNobody, kCopies, record)[u"copies"_s].toInt() + 1;
    if (auto kept = station.store().keep(kNobody, kCopies, record, {{u"copies"_s, copy}}); !kept)
        return kept.error();
    if (auto told = station.journal(JournalEvent::Printed, record, u"history"_s); !told)
        return told.error();
    return copy;
}

}  // namespace

Result<PrintedAnnex> printCourtAnnex(Station& station, const RecordId& record, const QString& file,
                                     const AnnexFilter& filter, bool mayReplace)
{
    const QFileInfo target(file);
    if (target.isDir() || (target.exists() && !mayReplace))
        return Error{ErrorCode::Refused, u"%1 is there already: choose another name"_s.arg(file),
                     u"exists"_s};
    auto annex = makeCourtAnnex(station, record, filter);
    if (!annex)
        return annex.error();
    const auto copy = nextCopy(station, record);
    if (!copy)
        return copy.error();
    annex->copy = *copy;
    AnnexPages pages(*annex);
    const auto pdf = pages.pdf();
    if (!pdf)
        return pdf.error();
    if (auto written = storefiles::writeDurably(target.absoluteFilePath(), *pdf); !written)
        return written.error();
    PrintedAnnex printed;
    printed.file = target.absoluteFilePath();
    printed.copy = *copy;
    printed.pages = pages.pages();
    printed.changes = int(annex->changes.size());
    printed.shown = int(std::count_if(annex->changes.begin(), annex->changes.end(),
                                      [](const AnnexChange& change) { return change.shown; }));
    printed.sound = pages.isSound();
    printed.fingerprint = annex->proof.fingerprint;
    return printed;
}

}  // namespace prohori
