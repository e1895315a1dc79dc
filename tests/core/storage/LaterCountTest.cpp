// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Connection.h"
#include "SchemaSteps.h"
#include "StoreDesk.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Later facts in the lists: in how many rows they wait, and that the queue of a supervisor finds them (design 3).
class LaterCountTest : public QObject {
    Q_OBJECT

    static constexpr quint32 kStage = 141, kTrial = 9;

    /// An approved case with later facts in the case itself and in a new row.
    RecordId waiting(StoreDesk& desk)
    {
        const ChangePtr made = desk.newCase(desk.officer);
        const ChangePtr handedIn = desk.edit(desk.officer, {made}, {submitItem()});
        const ChangePtr approved = desk.approve(desk.reviewer, {made, handedIn});
        const ChangePtr later =
            desk.edit(desk.officer, {approved}, {set(kStage, "trial"), AddRowItem{kTrial, rowId(1), {}}});
        for (const ChangePtr& change : {made, handedIn})
            good(desk.store->save(*change));
        good(desk.frame({approved}));
        good(desk.store->save(*later));
        m_later = later;
        return made->body().record;
    }
    template <typename T>
    static void good(const Result<T>& result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
    }
    static int rows(StoreDesk& desk, const RecordId& record)
    {
        return desk.store->caseRow(record)->laterRows;
    }
    static QList<RecordId> toDecide(StoreDesk& desk)
    {
        CaseFilter filter;
        filter.toDecide = true;
        QList<RecordId> all;
        const auto found = desk.store->cases(filter);
        for (const CaseRow& row : found ? *found : QList<CaseRow>())
            all.append(row.record);
        return all;
    }
    ChangePtr m_later;

private slots:
    void aRowTellsInHowManyPlacesTheyWait()
    {
        StoreDesk desk;
        desk.create();
        const RecordId record = waiting(desk);
        QCOMPARE(rows(desk, record), 2);
        QCOMPARE(toDecide(desk), QList<RecordId>{record});
        QCOMPARE(faultsIn(*desk.store), QString());
        // The review ends it.
        ActItem look;
        look.kind = ActKind::ReviewLater;
        look.heads = {m_later->id()};
        look.scopeList = currentApprovalScope().id;
        look.contentHash = approvalHash(*desk.store->state(record), currentApprovalScope());
        PROHORI_GOOD(desk.frame({desk.edit(desk.reviewer, {m_later}, {look})}));
        QCOMPARE(rows(desk, record), 0);
        QCOMPARE(toDecide(desk), QList<RecordId>());
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void theQueueHoldsWhatIsSubmittedOrChangedSinceItsApproval()
    {
        StoreDesk desk;
        desk.create();
        const ChangePtr draft = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*draft));
        QCOMPARE(toDecide(desk), QList<RecordId>());
        const ChangePtr handedIn = desk.edit(desk.officer, {draft}, {submitItem()});
        PROHORI_GOOD(desk.store->save(*handedIn));
        QCOMPARE(toDecide(desk).size(), 1);
        const ChangePtr approved = desk.approve(desk.reviewer, {draft, handedIn});
        PROHORI_GOOD(desk.frame({approved}));
        QCOMPARE(toDecide(desk), QList<RecordId>());
        PROHORI_GOOD(desk.store->save(*desk.edit(desk.officer, {approved}, {set(107, "som")})));
        QCOMPARE(toDecide(desk).size(), 1);
        QCOMPARE(rows(desk, draft->body().record), 0);
    }

    /// A count that is not that of the log is found by the full check.
    void theFullCheckComparesTheCount()
    {
        StoreDesk desk;
        desk.create();
        const RecordId record = waiting(desk);
        desk.store.reset();
        {
            auto file = desk.insider(desk.folder());
            QVERIFY(file);
            PROHORI_GOOD(file->run(u"UPDATE later_count SET rows = 7"));
        }
        desk.reopen();
        QCOMPARE(rows(desk, record), 7);
        QVERIFY2(faultsIn(*desk.store).contains(u"later_count"_s), qPrintable(faultsIn(*desk.store)));
    }

    /// A store of before has its counts after it was opened once.
    void anOlderStoreIsCountedWhenItIsOpened()
    {
        StoreDesk desk;
        desk.create();
        const RecordId record = waiting(desk);
        desk.store.reset();
        goBack(desk, 2);
        desk.reopen();
        QCOMPARE(rows(desk, record), 2);
        QCOMPARE(faultsIn(*desk.store), QString());
    }
};

QTEST_GUILESS_MAIN(LaterCountTest)
#include "LaterCountTest.moc"
