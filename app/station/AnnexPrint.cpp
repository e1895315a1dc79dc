// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnnexPrint.h"

#include "app/station/AnnexPages.h"
#include "core/storage/StoreFiles.h"

#include <QFileInfo>
#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kCopies = u"court-annex"_s;

Result<> mayBeWritten(const QString& file, bool mayReplace)
{
    const QFileInfo target(file);
    if (target.isDir() || (target.exists() && !mayReplace))
        return Error{ErrorCode::Refused, u"%1 is there already: choose another name"_s.arg(file),
                     u"exists"_s};
    return {};
}

/// Counted and written down before there is a file: a print that failed is a number that nobody has.
Result<int> nextCopy(Station& station, const RecordId& record)
{
    const int copy = station.store().kept(kStationItself, kCopies, record)[u"copies"_s].toInt() + 1;
    if (auto kept = station.store().keep(kStationItself, kCopies, record, {{u"copies"_s, copy}}); !kept)
        return kept.error();
    if (auto told = station.journal(JournalEvent::Printed, record, u"history"_s); !told)
        return told.error();
    return copy;
}

Result<AnnexPaper> paperOf(const CourtAnnex& annex)
{
    AnnexPages pages(annex);
    const auto pdf = pages.pdf();
    if (!pdf)
        return pdf.error();
    return AnnexPaper{*pdf, pages.pages(), pages.isSound()};
}

Result<PrintedAnnex> written(const CourtAnnex& annex, const AnnexPaper& paper, const QString& file)
{
    PrintedAnnex printed;
    printed.file = QFileInfo(file).absoluteFilePath();
    if (auto done = storefiles::writeDurably(printed.file, paper.pdf); !done)
        return done.error();
    printed.copy = annex.copy;
    printed.pages = paper.pages;
    printed.changes = int(annex.changes.size());
    printed.shown = int(std::count_if(annex.changes.begin(), annex.changes.end(),
                                      [](const AnnexChange& change) { return change.shown; }));
    printed.sound = paper.sound;
    printed.fingerprint = annex.proof.fingerprint;
    return printed;
}

}  // namespace

Result<PrintedAnnex> printCourtAnnex(Station& station, const RecordId& record, const QString& file,
                                     const AnnexFilter& filter, bool mayReplace)
{
    if (auto may = mayBeWritten(file, mayReplace); !may)
        return may.error();
    auto annex = makeCourtAnnex(station, record, filter);
    if (!annex)
        return annex.error();
    const auto copy = nextCopy(station, record);
    if (!copy)
        return copy.error();
    annex->copy = *copy;
    const auto paper = paperOf(*annex);
    return paper ? written(*annex, *paper, file) : paper.error();
}

AnnexPrint::AnnexPrint(Station& station, const Wish& wish, QObject* parent)
    : QObject(parent),
      m_station(station),
      m_wish(wish),
      m_making(station, wish.record, wish.filter)
{
    connect(&m_next, &QTimer::timeout, this, &AnnexPrint::step);
    connect(&m_worker, &QFutureWatcherBase::finished, this, &AnnexPrint::write);
}

AnnexPrint::~AnnexPrint() = default;

void AnnexPrint::start()
{
    m_next.start(0);
}

void AnnexPrint::cancel()
{
    if (!m_hasEnded)
        end(Error{ErrorCode::Cancelled, u"the print was stopped"_s});
}

void AnnexPrint::step()
{
    if (m_making.done() == 0) {
        if (auto may = mayBeWritten(m_wish.file, m_wish.mayReplace); !may) {
            end(may.error());
            return;
        }
    }
    const auto made = m_making.step();
    if (!made) {
        end(made.error());
        return;
    }
    emit progressed(m_making.done(), m_making.of());
    if (*made && !m_hasEnded)
        setPages();
}

void AnnexPrint::setPages()
{
    m_next.stop();
    const auto copy = nextCopy(m_station, m_wish.record);
    if (!copy) {
        end(copy.error());
        return;
    }
    m_annex = std::make_shared<CourtAnnex>(m_making.take());
    m_annex->copy = *copy;
    // It keeps the annex for itself: nothing of the station is touched outside of its thread.
    m_worker.setFuture(QtConcurrent::run([annex = m_annex] { return paperOf(*annex); }));
}

void AnnexPrint::write()
{
    if (m_hasEnded)
        return;
    const Result<AnnexPaper> paper = m_worker.result();
    end(paper ? written(*m_annex, *paper, m_wish.file) : Result<PrintedAnnex>(paper.error()));
}

void AnnexPrint::end(const Result<PrintedAnnex>& printed)
{
    m_next.stop();
    m_hasEnded = true;
    emit ended(printed);
}

}  // namespace prohori
