// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "CaseBuilder.h"

#include <random>

namespace prohori {

/** A random history of one case by five people at five replicas, over few rows and fields, so that they often meet: values, reasons,
    tags, a merge group, options, rows and rows below rows, removals, decisions, acts, approvals.
*/
class RandomHistory {
public:
    RandomHistory(std::mt19937& random, int changes) : m_random(random)
    {
        builder.create({AddRowItem{2, rowId(1), {}}, AddRowItem{3, rowId(2), rowId(1)}, set(107, "v0"),
                        set(caseField(104), text("v0"), kGroup()),
                        set(caseField(105), text("v1"), kGroup())});
        // Half of the histories have a submission early, so that approvals and what happens beside them are met.
        if (below(2) == 0 && changes > 8) {
            builder.next(kOfficer, {act(ActKind::Submit)});
            builder.next(kReviewer, {builder.approval(builder.history().heads())});
        }
        while (builder.changes().size() < changes)
            grow();
    }

    static QString kGroup() { return QStringLiteral("place"); }

    CaseBuilder builder;

private:
    int below(int limit) { return int(m_random() % unsigned(limit)); }

    void grow()
    {
        static const Author kPeople[] = {kOfficer, kColleague, kReviewer, kOtherReviewer, kMinistry};
        const Author author = kPeople[below(5)];
        const auto& all = builder.changes();
        QList<ChangeId> parents;
        if (below(3) == 0)
            parents = builder.history().heads();
        else
            parents = {all[below(int(all.size()))]->id()};
        if (below(4) == 0 && !parents.contains(all.last()->id()))
            parents = builder.history().upTo({parents.front(), all[below(int(all.size()))]->id()}).heads();
        const RecordState seen = fold(builder.history().upTo(parents));
        QList<Item> items;
        for (int i = below(3); i >= 0; --i)
            items.append(randomItems(seen, parents));
        QList<ChangePtr> parentChanges;
        for (const ChangeId& id : parents)
            parentChanges.append(builder.history().find(id));
        builder.add(author, parentChanges, items);
    }

    FieldValue randomValue()
    {
        switch (below(8)) {
        case 0: return {};
        case 1: return FieldValue::missing(MissingReason::Unknown);
        case 2:
        case 3: return tag(below(2));
        case 4: return FieldValue::plain(Cbor(below(2)));
        default: return text(below(2) ? "০1" : below(2) ? " 01" : "v2");
        }
    }

    FieldKey randomField()
    {
        static const FieldKey kFields[] = {caseField(107), {2, rowId(1), 214}, {3, rowId(2), 303}};
        return kFields[below(3)];
    }

    QList<Item> randomItems(const RecordState& seen, const QList<ChangeId>& parents)
    {
        switch (below(12)) {
        case 0:
            return {set(caseField(104), randomValue(), kGroup()),
                    set(caseField(105), randomValue(), kGroup())};
        case 1: {
            const Cbor option(below(2) ? QStringLiteral("a") : QStringLiteral("b"));
            return {below(2) ? OptionItem{caseField(132), 0, {option}, {}}
                             : OptionItem{caseField(132), 0, {}, {option}}};
        }
        case 2:
            return {RemoveRowItem{quint32(2 + below(2)), rowId(1 + below(2)),
                                  QStringLiteral("r%1").arg(below(2))}};
        case 3: return {AddRowItem{3, rowId(3 + below(100)), rowId(1)}};
        case 4: return {RemarkItem{caseField(137), text("remark")}};
        case 5:
        case 6: {
            if (seen.conflicts.isEmpty())
                return {set(randomField(), randomValue())};
            const Conflict& conflict = seen.conflicts[below(int(seen.conflicts.size()))];
            const int side = below(int(conflict.sides.size()));
            return {Item(settling(conflict, conflict.sides[side].writers.front()))};
        }
        case 7: return {act(static_cast<ActKind>(1 + below(11)))};
        case 8: return {act(below(2) ? ActKind::Submit : ActKind::Return)};
        case 9: return {builder.approval(parents)};
        default: return {set(randomField(), randomValue())};
        }
    }

    std::mt19937& m_random;
};

}  // namespace prohori
