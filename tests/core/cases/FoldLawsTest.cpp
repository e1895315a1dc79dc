// SPDX-License-Identifier: GPL-3.0-or-later
#include "RandomHistory.h"
#include "tests/support/TestSeed.h"

#include <QElapsedTimer>
#include <QTest>

#include <numeric>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

int rounds(int usual)
{
    const int wanted = qEnvironmentVariableIntValue("TEST_ROUNDS");
    return wanted > 0 ? wanted : usual;
}

History historyOf(const QList<ChangePtr>& changes)
{
    History history(changes.front()->body().record);
    for (const ChangePtr& change : changes) {
        const auto added = history.add(change);
        Q_ASSERT(added);
    }
    return history;
}

/// The changes in the order in which they entered: all that a history can depend on.
QByteArray entryOrder(const History& history)
{
    QByteArray order;
    for (int number = 0; number < history.size(); ++number)
        order.append(history.entry(number).id().toBytes());
    return order;
}

/// One value that stands: which register, what, and who stands for it.
struct Stands {
    RegisterKey key;
    RegisterValue value;
    QList<ChangeId> writers;
};

QByteArray bytesOf(const RegisterValue& value)
{
    Cbor map = Cbor::map();
    for (auto at = value.begin(); at != value.end(); ++at) {
        if (!at->isBlank())
            map.set(Cbor(at.key()), at->canonical());
    }
    return map.encode();
}

/// The registers that a set item or a decision of a change writes.
bool writes(const ChangeBody& body, const RegisterKey& key)
{
    for (const Item& item : body.items) {
        if (const auto* one = get_if<SetItem>(&item);
            one && one->key.group == key.group && one->key.row == key.row && key.option.isEmpty()
            && (one->mergeGroup.isEmpty() ? key.mergeGroup.isEmpty() && one->key.field == key.field
                                          : one->mergeGroup == key.mergeGroup))
            return true;
        if (const auto* options = get_if<OptionItem>(&item);
            options && options->key == FieldKey{key.group, key.row, key.field}) {
            for (const Cbor& option : options->on + options->off) {
                if (option.encode() == key.option)
                    return true;
            }
        }
    }
    return false;
}

/// Whether a change decides a register, and names this change in doing so (null: any).
bool settles(const ChangeBody& body, const RegisterKey& key, const ChangeId& named)
{
    return std::any_of(body.items.begin(), body.items.end(), [&](const Item& item) {
        const auto* one = get_if<SettleItem>(&item);
        if (!one || one->key.group != key.group || one->key.row != key.row
            || one->mergeGroup != key.mergeGroup)
            return false;
        if (one->mergeGroup.isEmpty() && one->key.field != key.field)
            return false;
        const QByteArray option = one->option.isNull() ? QByteArray() : one->option.encode();
        return option == key.option && (named.isNull() || one->supersedes.contains(named));
    });
}

/// Whether a change writes into a row or into one below it: row 1 is around all others here.
bool writesInto(const ChangeBody& body, const RowId& row)
{
    const auto inside = [&](const RowId& at) { return !at.isNull() && (at == row || row == rowId(1)); };
    return std::any_of(body.items.begin(), body.items.end(), [&](const Item& item) {
        if (const auto* one = get_if<SetItem>(&item))
            return inside(one->key.row);
        if (const auto* one = get_if<AddRowItem>(&item))
            return inside(one->parent) || one->row == row;
        const auto* one = get_if<SettleItem>(&item);
        return one && inside(one->key.row);
    });
}

/// Whether a change says of a row, or of the one around it, that it is gone: outright or by a decision.
bool removesAround(const ChangeBody& body, const RowId& row)
{
    return std::any_of(body.items.begin(), body.items.end(), [&](const Item& item) {
        if (const auto* removed = get_if<RemoveRowItem>(&item))
            return removed->row == row || removed->row == rowId(1);  // row 1 is around all others
        const auto* settle = get_if<SettleItem>(&item);
        return settle && settle->key.field == 0 && settle->mergeGroup.isEmpty()
            && (settle->key.row == row || settle->key.row == rowId(1));
    });
}

/// Whether a row of the state is hidden or gone.
bool isGone(const RecordState& state, const RowId& row)
{
    return std::any_of(state.rows.begin(), state.rows.end(),
                       [&](const FoldedRow& one) { return one.row == row && one.removed; });
}

/// Everything that stands: undisputed fields and options, and all sides of conflicts.
QList<Stands> standing(const RecordState& state)
{
    QList<Stands> list;
    for (auto at = state.fields.begin(); at != state.fields.end(); ++at) {
        const quint32 field = at.key().field;
        const bool grouped = field == 104 || field == 105;
        const QString group = grouped ? RandomHistory::kGroup() : QString();
        if (!at->inConflict)
            list.append({{at.key().group, at.key().row, grouped ? 0 : field, group, {}},
                         {{field, at->value}},
                         at->writers});
    }
    for (auto at = state.options.begin(); at != state.options.end(); ++at) {
        const FieldKey& key = at.key();
        for (const FoldedOption& option : *at) {
            if (!option.inConflict)
                list.append({{key.group, key.row, key.field, {}, option.option.encode()},
                             {{key.field, FieldValue::plain(Cbor(true))}},
                             option.writers});
        }
    }
    for (const Conflict& conflict : state.conflicts) {
        for (const ConflictSide& side : conflict.sides)
            list.append({conflict.key, side.value, side.writers});
    }
    return list;
}

const Conflict* conflictOf(const RecordState& state, const RegisterKey& key)
{
    for (const Conflict& conflict : state.conflicts) {
        if (conflict.key == key)
            return &conflict;
    }
    return nullptr;
}

QList<ChangeId> sideWriters(const Conflict& conflict)
{
    QList<ChangeId> ids;
    for (const ConflictSide& side : conflict.sides)
        ids.append(side.writers);
    return ids;
}

/// Whether a register is out of sight because a row around it is gone: of a row's existence a row above it.
bool isHidden(const RecordState& state, const RegisterKey& key)
{
    return key.isExistence() ? key.row != rowId(1) && isGone(state, rowId(1)) : isGone(state, key.row);
}

/// Whether somebody who knew a value (or wrote it himself, in the same change) removed the row around it.
bool isRemovedKnowing(const History& history, const Stands& one)
{
    const auto all = history.changes();
    return std::any_of(all.begin(), all.end(), [&](const ChangePtr& change) {
        return removesAround(change->body(), one.key.row)
            && std::any_of(one.writers.begin(), one.writers.end(), [&](const ChangeId& id) {
                   return id == change->id() || history.isBefore(id, change->id());
               });
    });
}

/// Whether a value that stood still does: as a side of a conflict or, where there is none, as what everybody sees.
bool stillStands(const RecordState& state, const Stands& one)
{
    const RegisterKey& key = one.key;
    if (const Conflict* conflict = conflictOf(state, key)) {
        return std::any_of(conflict->sides.begin(), conflict->sides.end(), [&](const ConflictSide& side) {
            const bool same = bytesOf(side.value) == bytesOf(one.value);
            const bool part = std::all_of(one.value.keyBegin(), one.value.keyEnd(), [&](quint32 field) {
                return side.value.value(field) == one.value.value(field);
            });
            return same || part;
        });
    }
    if (key.isExistence())
        return isGone(state, key.row) != one.value.value(0).plainValue().toBool();
    if (!key.option.isEmpty()) {
        const auto options = state.options.value({key.group, key.row, key.field});
        const bool on = std::any_of(options.begin(), options.end(), [&](const FoldedOption& option) {
            return option.option.encode() == key.option;
        });
        return on == one.value.value(key.field).plainValue().toBool();
    }
    return std::all_of(one.value.keyBegin(), one.value.keyEnd(), [&](quint32 field) {
        const FoldedValue* now = state.value({key.group, key.row, field});
        return now ? now->value == one.value.value(field) : one.value.value(field).isBlank();
    });
}

/// Each prefix of a history with the change that comes next.
template <typename Check>
void walk(const History& history, Check check)
{
    const auto all = history.changes();
    History prefix(history.record());
    for (qsizetype i = 0; i < all.size(); ++i) {
        const RecordState before = fold(prefix);
        const auto added = prefix.add(all[i]);
        Q_ASSERT(added);
        if (i > 0)
            check(before, fold(prefix), *all[i], prefix);
    }
}

}  // namespace

/// The laws of the fold on random histories. TEST_SEED repeats a run, TEST_ROUNDS makes it longer.
class FoldLawsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_random.seed(testSeed()); }

    void everyOrderOfSixChangesGivesTheSameBytes()  // REL-37
    {
        int orders = 0;
        int folds = 0;
        for (int round = 0; round < rounds(200); ++round) {
            const RandomHistory history(m_random, 6);
            const auto& changes = history.builder.changes();
            const QByteArray wanted = history.builder.fold().bytes();
            QList<int> order(6);
            std::iota(order.begin(), order.end(), 0);
            QSet<QByteArray> seen;
            do {
                History other(history.builder.history().record());
                for (const int i : order)
                    QVERIFY(other.add(changes[i]).has_value());
                ++orders;
                const QByteArray entered = entryOrder(other);
                if (seen.contains(entered))
                    continue;
                seen.insert(entered);
                ++folds;
                QCOMPARE(fold(other).bytes(), wanted);
            } while (std::next_permutation(order.begin(), order.end()));
        }
        QCOMPARE(orders, rounds(200) * 720);
        qInfo("%d orders of arrival, %d different histories folded", orders, folds);
    }

    void largeHistoriesDoNotDependOnTheOrderEither()
    {
        for (int round = 0; round < rounds(200) / 10; ++round) {
            const RandomHistory history(m_random, 40);
            auto shuffled = history.builder.changes();
            std::shuffle(shuffled.begin(), shuffled.end(), m_random);
            QCOMPARE(fold(historyOf(shuffled)).bytes(), history.builder.fold().bytes());
        }
    }

    void replayChangesNothing()
    {
        for (int round = 0; round < rounds(200) / 4; ++round) {
            const RandomHistory history(m_random, 10);
            auto twice = history.builder.changes();
            twice.append(history.builder.changes());
            std::shuffle(twice.begin(), twice.end(), m_random);
            QCOMPARE(fold(historyOf(twice)).bytes(), history.builder.fold().bytes());
        }
    }

    void noValueVanishes()  // invariant 1
    {
        int checked = 0;
        for (int round = 0; round < rounds(200); ++round) {
            const RandomHistory history(m_random, 12);
            walk(history.builder.history(), [&](const RecordState& before, const RecordState& after,
                                                const Change& next, const History& prefix) {
                for (const Stands& one : standing(before)) {
                    ++checked;
                    if (stillStands(after, one))
                        continue;
                    const bool named =
                        std::any_of(one.writers.begin(), one.writers.end(),
                                    [&](const ChangeId& id) { return settles(next.body(), one.key, id); });
                    const bool known =
                        std::any_of(one.writers.begin(), one.writers.end(),
                                    [&](const ChangeId& id) { return prefix.isBefore(id, next.id()); });
                    const bool decided = settles(next.body(), one.key, {}) && !conflictOf(before, one.key);
                    const bool touched = one.key.isExistence() && writesInto(next.body(), one.key.row);
                    const bool overwritten = known && (writes(next.body(), one.key) || decided || touched);
                    const bool removed = isGone(after, one.key.row) && isRemovedKnowing(prefix, one);
                    QVERIFY2(named || overwritten || removed,
                             qPrintable(u"a value of group %1 field %2 is gone"_s.arg(one.key.group)
                                            .arg(one.key.field)));
                }
            });
        }
        QVERIFY(checked > rounds(200));
    }

    void whatIsSavedIsSeen()
    {
        for (int round = 0; round < rounds(200); ++round) {
            const RandomHistory history(m_random, 10);
            walk(history.builder.history(), [&](const RecordState&, const RecordState& after,
                                                const Change& next, const History&) {
                QMap<FieldKey, FieldValue> last;
                for (const Item& item : next.body().items) {
                    if (const auto* one = get_if<SetItem>(&item);
                        one && !removesAround(next.body(), one->key.row))
                        last.insert(one->key, one->value);
                }
                for (auto at = last.begin(); at != last.end(); ++at) {
                    QVERIFY(!isGone(after, at.key().row));
                    bool seen =
                        at->isBlank() || (after.value(at.key()) && after.value(at.key())->value == *at);
                    for (const Conflict& conflict : after.conflicts) {
                        for (const ConflictSide& side : conflict.sides) {
                            seen |= conflict.key.group == at.key().group && conflict.key.row == at.key().row
                                 && side.value.value(at.key().field) == *at;
                        }
                    }
                    QVERIFY2(seen, qPrintable(u"field %1"_s.arg(at.key().field)));
                }
            });
        }
    }

    void conflictsEndOnlyByADecisionThatNamesThem()  // invariant 10
    {
        int ended = 0;
        for (int round = 0; round < rounds(200); ++round) {
            const RandomHistory history(m_random, 14);
            walk(history.builder.history(), [&](const RecordState& before, const RecordState& after,
                                                const Change& next, const History& prefix) {
                for (const Conflict& conflict : before.conflicts) {
                    if (conflictOf(after, conflict.key) || isHidden(after, conflict.key))
                        continue;
                    // Who knew one side only may have written what the other says: then there is nothing left to decide.
                    const auto all = sideWriters(conflict);
                    const bool seen = std::all_of(all.begin(), all.end(), [&](const ChangeId& id) {
                        return prefix.isBefore(id, next.id());
                    });
                    const bool named = std::any_of(all.begin(), all.end(), [&](const ChangeId& id) {
                        return settles(next.body(), conflict.key, id);
                    });
                    QVERIFY2(named || !seen,
                             qPrintable(
                                 u"group %1 field %2"_s.arg(conflict.key.group).arg(conflict.key.field)));
                    ended += named ? 1 : 0;
                }
            });
        }
        qInfo("%d conflicts ended", ended);
        QVERIFY(ended > rounds(200) / 20);
    }

    void groupsStayWhole()
    {
        for (int round = 0; round < rounds(200); ++round) {
            const RandomHistory history(m_random, 10);
            const RecordState state = history.builder.fold();
            const auto valueOf = [&](quint32 field) {
                const FoldedValue* value = state.value(caseField(field));
                return value ? value->value : FieldValue();
            };
            bool whole = false;
            for (const ChangePtr& change : history.builder.changes()) {
                QMap<quint32, FieldValue> pair;
                for (const Item& item : change->body().items) {
                    if (const auto* one = get_if<SetItem>(&item); one && !one->mergeGroup.isEmpty())
                        pair.insert(one->key.field, one->value);
                }
                whole |= pair.size() == 2 && pair[104] == valueOf(104) && pair[105] == valueOf(105);
            }
            QVERIFY2(whole, qPrintable(shown(state, caseField(104)) + shown(state, caseField(105))));
        }
    }

    void bytesDoNotDependOnWhoCanReadTheBoxes()
    {
        // A reader without keys has the signed bytes only: tags stand for the values on every machine.
        for (int round = 0; round < rounds(200) / 4; ++round) {
            const RandomHistory history(m_random, 10);
            History other(history.builder.history().record());
            for (const ChangePtr& change : history.builder.changes()) {
                auto read = Change::decode(change->signedBytes(), change->signature());
                QVERIFY(read.has_value());
                QVERIFY(other.add(std::make_shared<const Change>(std::move(*read))).has_value());
            }
            QCOMPARE(fold(other).digest(), history.builder.fold().digest());
        }
    }

    void swappingTwoSidesGivesTheSameConflicts()
    {
        for (int round = 0; round < rounds(200); ++round) {
            const RandomHistory source(m_random, 3);
            const auto& all = source.builder.changes();
            const auto contentOf = [](const ChangePtr& change) {
                QList<Item> items;
                for (const Item& item : change->body().items) {
                    if (!holds_alternative<ActItem>(item) && !holds_alternative<SettleItem>(item))
                        items.append(item);
                }
                return items;
            };
            const auto forked = [&](const QList<Item>& one, const QList<Item>& other) {
                CaseBuilder builder;
                const auto root = builder.create(all[0]->body().items);
                builder.add(kOfficer, {root}, one);
                builder.add(kColleague, {root}, other);
                return builder.fold();
            };
            const RecordState one = forked(contentOf(all[1]), contentOf(all[2]));
            const RecordState other = forked(contentOf(all[2]), contentOf(all[1]));
            QCOMPARE(one.conflicts.size(), other.conflicts.size());
            for (qsizetype i = 0; i < one.conflicts.size(); ++i) {
                QVERIFY(one.conflicts[i].key == other.conflicts[i].key);
                for (qsizetype side = 0; side < one.conflicts[i].sides.size(); ++side)
                    QCOMPARE(bytesOf(one.conflicts[i].sides[side].value),
                             bytesOf(other.conflicts[i].sides[side].value));
            }
            QCOMPARE(one.fields.keys().size(), other.fields.keys().size());
            for (auto at = one.fields.begin(); at != one.fields.end(); ++at)
                QVERIFY(other.value(at.key()) && other.value(at.key())->value == at->value);
        }
    }

    void noApprovalOnOtherContentOrByAnAuthor()  // invariant 6
    {
        int approvals = 0;
        for (int round = 0; round < rounds(200); ++round) {
            const RandomHistory history(m_random, 14);
            walk(history.builder.history(),
                 [&](const RecordState&, const RecordState& after, const Change&, const History& prefix) {
                     if (!after.isApproved())
                         return;
                     ++approvals;
                     QCOMPARE(approvalHash(after, currentApprovalScope()), after.approval->contentHash);
                     const RecordState approved = fold(prefix.upTo(after.approval->heads));
                     QVERIFY(approved.conflicts.isEmpty());
                     QVERIFY(!approved.submitters.contains(after.approval->by));
                     for (const FoldedValue& value : approved.fields) {
                         for (const ChangeId& writer : value.writers)
                             QVERIFY(prefix.find(writer)->body().person != after.approval->by);
                     }
                 });
        }
        qInfo("%d approved states", approvals);
    }

    void twentyChangesFoldInTime()
    {
        CaseBuilder builder;
        QList<Item> items;
        for (quint32 field = 1; field <= 100; ++field)
            items.append(set(caseField(100 + field), text("identified")));
        builder.create(items);
        for (int i = 0; i < 19; ++i)
            builder.next(i % 2 == 0 ? kOfficer : kColleague,
                         {set(caseField(quint32(101 + i)), text("other"))});
        QBENCHMARK
        {
            builder.fold();
        }
    }

private:
    std::mt19937 m_random;
};

QTEST_APPLESS_MAIN(FoldLawsTest)
#include "FoldLawsTest.moc"
