// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/DuplicateCheck.h"

#include "core/storage/FieldIds.h"
#include "core/storage/SearchText.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What one FIR is known by.
struct FirMark {
    QString number, date, station;
};

/// Empty where there is no answer, or people gave different ones.
QString comparable(const RecordState& state, quint32 fieldId)
{
    const FoldedValue* found = state.value({field::kCaseGroup, {}, fieldId});
    if (!found || found->value.isSealed() || !found->value.plainValue().isText())
        return {};
    static const QRegularExpression around(u"\\s*([/.,()-])\\s*"_s);
    return searchFolded(found->value.plainValue().toText()).replace(around, u"\\1"_s).toCaseFolded();
}

FirMark markOf(const RecordState& state)
{
    return {comparable(state, field::kFirNo), comparable(state, field::kFirDate),
            comparable(state, field::kPoliceStation)};
}

bool mayAgree(const QString& one, const QString& other)
{
    return one.isEmpty() || other.isEmpty() || one == other;
}

bool maySame(const FirMark& one, const FirMark& other)
{
    return one.number == other.number && mayAgree(one.date, other.date)
        && mayAgree(one.station, other.station);
}

bool isGone(RecordPhase phase)
{
    return phase == RecordPhase::Merged || phase == RecordPhase::Void;
}

}  // namespace

Result<QList<CaseRow>> duplicateCandidates(const Station& station, const RecordState& state)
{
    const FirMark mark = markOf(state);
    if (mark.number.isEmpty() || isGone(state.phase))
        return QList<CaseRow>();
    CaseFilter filter;
    filter.phrase = mark.number;
    QList<CaseRow> found;
    for (;;) {
        const auto page = station.store().cases(filter);
        if (!page)
            return page.error();
        for (const CaseRow& row : *page) {
            if (row.record == state.record || isGone(row.phase))
                continue;
            const auto other = station.store().state(row.record);
            if (!other)
                return other.error();
            if (maySame(mark, markOf(*other)))
                found.append(row);
            if (found.size() == kMaxDuplicates)
                return found;
        }
        if (page->size() < filter.limit)
            return found;
        filter.after = PageKey{page->last().updated.msSinceEpoch, page->last().key};
    }
}

}  // namespace prohori
