// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreDesk.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// How much is open in a case, kept for the lists: of exactly the state that it was counted in. And what windows keep.
class OpenProblemsTest : public QObject {
    Q_OBJECT

    static std::optional<int> shown(const StoreDesk& desk, const ChangePtr& change)
    {
        const auto rows = desk.store->cases({});
        for (const CaseRow& row : *rows) {
            if (row.record == change->body().record)
                return row.openProblems;
        }
        return -1;
    }

private slots:
    void aSaveKeepsItsCountAndTheNextOneReplacesIt()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first, 7));
        QCOMPARE(shown(desk, first), std::optional(7));
        const auto second = desk.edit(desk.officer, {first}, {});
        PROHORI_GOOD(desk.store->save(*second, 0));
        QCOMPARE(shown(desk, first), std::optional(0));
        desk.reopen();
        QCOMPARE(shown(desk, first), std::optional(0));
    }

    void aCountOfAnOlderStateIsNotShown()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first, 7));
        // Somebody else's change came by sync: nobody has counted that yet.
        const auto others = desk.edit(desk.colleague, {first}, {});
        PROHORI_GOOD(desk.store->applyFrame({{others, desk.clock.now(), 1}}, {u"41"_s, 1}));
        QVERIFY(!shown(desk, first).has_value());
        PROHORI_GOOD(desk.store->noteOpenProblems(first->body().record, {first->id()}, 4));
        QVERIFY(!shown(desk, first).has_value());
        PROHORI_GOOD(desk.store->noteOpenProblems(first->body().record, {others->id()}, 4));
        QCOMPARE(shown(desk, first), std::optional(4));
    }

    void aCountOfOneSideIsNotShown()
    {
        StoreDesk desk;
        desk.create();
        // Whichever of the two heads comes first.
        for (int at = 1; at <= 8; ++at) {
            const auto first = desk.newCase(desk.officer);
            PROHORI_GOOD(desk.store->save(*first, 7));
            const auto others = desk.edit(desk.colleague, {first}, {});
            PROHORI_GOOD(
                desk.store->applyFrame({{others, desk.clock.now(), quint64(at)}}, {u"41"_s, quint64(at)}));
            const auto aside = desk.edit(desk.officer, {first}, {});
            PROHORI_GOOD(desk.store->save(*aside, 1));
            QVERIFY(!shown(desk, first).has_value());
        }
    }

    void aRefusedSaveLeavesNoCount()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first, 7));
        const auto odd = desk.edit(desk.officer, {first}, {});
        desk.store->failAfter(3);
        QVERIFY(!desk.store->save(*odd, 2));
        desk.store->failAfter(0);
        QCOMPARE(shown(desk, first), std::optional(7));
    }

    void countsByOtherRulesAreForgotten()
    {
        StoreDesk desk;
        desk.create();
        PROHORI_GOOD(desk.store->countOpenProblemsBy(u"7/a"_s));
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first, 7));
        PROHORI_GOOD(desk.store->countOpenProblemsBy(u"7/a"_s));
        QCOMPARE(shown(desk, first), std::optional(7));
        PROHORI_GOOD(desk.store->countOpenProblemsBy(u"7/b"_s));
        QVERIFY(!shown(desk, first).has_value());
    }

    void keptThingsBelongToAPersonAndACase()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        const RecordId record = first->body().record;
        PROHORI_GOOD(desk.store->keep(7, u"second-entry"_s, record, {{u"a"_s, u"1"_s}}));
        PROHORI_GOOD(desk.store->keep(7, u"second-entry"_s, record, {{u"a"_s, u"2"_s}}));
        PROHORI_GOOD(desk.store->keep(7, u"last-case"_s, {}, {{u"a"_s, u"3"_s}}));
        desk.reopen();
        QCOMPARE(desk.store->kept(7, u"second-entry"_s, record).value(u"a"_s).toString(), u"2"_s);
        QCOMPARE(desk.store->kept(7, u"last-case"_s).value(u"a"_s).toString(), u"3"_s);
        QVERIFY(desk.store->kept(8, u"last-case"_s).isEmpty());
        PROHORI_GOOD(desk.store->keep(7, u"second-entry"_s, record, {}));
        QVERIFY(desk.store->kept(7, u"second-entry"_s, record).isEmpty());
    }
};

QTEST_GUILESS_MAIN(OpenProblemsTest)
#include "OpenProblemsTest.moc"
