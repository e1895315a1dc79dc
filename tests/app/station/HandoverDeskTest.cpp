// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/HandoverDesk.h"

#include "tests/app/station/TestOffice.h"

#include <QTest>

using namespace prohori;

/// Handing cases over between stations of one district: who may, what everybody sees, and what the receiver can read.
class HandoverDeskTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    quint64 m_seed = 900;

    Station& at(const char* who) { return m_office->at(QString::fromLatin1(who)); }
    PersonId person(const char* who) { return at(who).me().person; }

    template <typename T>
    static T good(const Result<T>& result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
        return *result;
    }
    RecordId created()
    {
        const Answers answers = m_office->practiceCase(at("officer"), ++m_seed);
        const RecordId record = good(CaseDesk(at("officer")).create(answers)).record;
        m_office->share();
        return record;
    }
    QList<PersonId> holders(const char* who, const RecordId& record)
    {
        return good(at(who).store().caseRow(record)).holders;
    }
    int held(const char* who, const char* by)
    {
        CaseFilter filter;
        filter.holder = person(by);
        return int(good(at(who).store().countCases(filter)));
    }
    HandedOver propose(const char* who, const RecordId& record, const char* to, const QString& note = {})
    {
        const HandedOver given = good(HandoverDesk(at(who)).propose({record}, 0, person(to), note));
        m_office->share();
        return given;
    }
    QString hint(const Result<HandedOver>& result) { return result ? QString() : result.error().hint; }

private slots:
    void init()
    {
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->join(u"colleague"_s, Role::Investigator, u"41"_s);
        m_office->join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        m_office->join(u"other"_s, Role::Recorder, u"47"_s);
        m_office->join(u"secretary"_s, Role::CtcSecretary, u"41"_s);
        for (const QString& who : {u"officer"_s, u"reviewer"_s})
            m_office->confirm(who);
    }

    void aProposalIsSeenByBothAndTakesNothing()
    {
        const RecordId record = created();
        propose("officer", record, "colleague", u"I am on leave"_s);
        for (const char* who : {"officer", "colleague"}) {
            QCOMPARE(holders(who, record), QList<PersonId>{person("officer")});
            const auto open = good(HandoverDesk(at(who)).proposals());
            QCOMPARE(open.size(), 1);
            QCOMPARE(open.first().toName, u"Name of colleague"_s);
            QCOMPARE(open.first().note, u"I am on leave"_s);
        }
        (void)good(HandoverDesk(at("colleague")).answer(HandoverStep::Accept, {record}));
        m_office->share();
        for (const char* who : {"officer", "colleague", "reviewer"}) {
            QCOMPARE(holders(who, record), QList<PersonId>{person("colleague")});
            QVERIFY(good(HandoverDesk(at(who)).proposals()).isEmpty());
            QCOMPARE(held(who, "colleague"), 1);
            QCOMPARE(held(who, "officer"), 0);
        }
        QCOMPARE(good(at("officer").store().caseRow(record)).creator, person("officer"));
    }

    /// The colleague is not confirmed and did not create the case: the keys come with the proposal.
    void theReceiverCanReadWhatHeIsGiven()
    {
        const RecordId record = created();
        QVERIFY(!good(CaseDesk(at("colleague")).view(record)).mayOpenIdentities);
        QCOMPARE(propose("officer", record, "colleague").withoutKeys, 0);
        QVERIFY(good(CaseDesk(at("colleague")).view(record)).mayOpenIdentities);
        const auto opened = CaseDesk(at("colleague")).openIdentities(record, u"case_work"_s);
        QVERIFY(opened && opened->identitiesOpen);
    }

    void whoCannotOpenThemGivesTheCaseAndSaysSo()
    {
        const RecordId record = created();
        propose("officer", record, "colleague");
        (void)good(HandoverDesk(at("colleague")).answer(HandoverStep::Accept, {record}));
        m_office->share();
        m_office->join(u"fresh"_s, Role::DistrictReviewer, u"41"_s);
        QList<IncomingChange> all;
        const auto history = good(at("reviewer").store().history(record));
        for (const ChangePtr& change : history.changes())
            all.append({change, m_office->clock.now(), quint64(all.size() + 1)});
        QVERIFY(at("fresh").store().applyFrame(all, {u"41"_s, 1000}));
        m_office->join(u"third"_s, Role::Recorder, u"41"_s);
        const HandedOver given =
            good(HandoverDesk(at("fresh")).propose({record}, person("colleague"), person("third")));
        QCOMPARE(given.withoutKeys, 1);
    }

    void declinedAndWithdrawnOnesChangeNothing()
    {
        const RecordId record = created();
        propose("officer", record, "colleague");
        (void)good(HandoverDesk(at("colleague")).answer(HandoverStep::Decline, {record}));
        m_office->share();
        QCOMPARE(holders("officer", record), QList<PersonId>{person("officer")});
        propose("officer", record, "colleague");
        (void)good(HandoverDesk(at("officer")).answer(HandoverStep::Withdraw, {record}));
        m_office->share();
        QVERIFY(good(HandoverDesk(at("colleague")).proposals()).isEmpty());
        const auto late = HandoverDesk(at("colleague")).answer(HandoverStep::Accept, {record});
        QVERIFY(!late && late.error().hint == u"no-proposal"_s);
        QCOMPARE(holders("colleague", record), QList<PersonId>{person("officer")});
    }

    /// Neither knew of the other: both hold it, and one hands it to the other.
    void acceptanceBesideWithdrawalIsHeldByBothUntilItIsSettled()
    {
        const RecordId record = created();
        propose("officer", record, "colleague");
        (void)good(HandoverDesk(at("officer")).answer(HandoverStep::Withdraw, {record}));
        (void)good(HandoverDesk(at("colleague")).answer(HandoverStep::Accept, {record}));
        m_office->share();
        QList<PersonId> both{person("officer"), person("colleague")};
        std::sort(both.begin(), both.end());
        for (const char* who : {"officer", "colleague", "reviewer"})
            QCOMPARE(holders(who, record), both);
        QCOMPARE(held("reviewer", "officer"), 1);
        QCOMPARE(held("reviewer", "colleague"), 1);
        propose("officer", record, "colleague");
        (void)good(HandoverDesk(at("colleague")).answer(HandoverStep::Accept, {record}));
        m_office->share();
        QCOMPARE(holders("reviewer", record), QList<PersonId>{person("colleague")});
    }

    void theReviewerGivesAllCasesOfOneWhoHasLeftInOneGo()
    {
        QList<RecordId> records{created(), created(), created()};
        const quint64 before = at("reviewer").store().lastCounter();
        const auto givers = good(HandoverDesk(at("reviewer")).givers());
        QCOMPARE(givers.size(), 1);
        QCOMPARE(givers.first().cases, 3);
        const auto given =
            good(HandoverDesk(at("reviewer")).proposeAll(person("officer"), person("colleague")));
        QCOMPARE(given.cases.size(), 3);
        QCOMPARE(at("reviewer").store().lastCounter(), before + 3);
        m_office->share();
        QCOMPARE(held("colleague", "officer"), 3);
        (void)good(HandoverDesk(at("colleague")).answer(HandoverStep::Accept, records));
        m_office->share();
        QCOMPARE(held("reviewer", "colleague"), 3);
        QCOMPARE(hint(HandoverDesk(at("reviewer")).proposeAll(person("officer"), person("colleague"))),
                 u"no-case"_s);
    }

    void whoMayNotIsToldWhy()
    {
        const RecordId record = created();
        const auto refusal = [&](const char* who, const char* to) {
            return hint(HandoverDesk(at(who)).propose({record}, 0, person(to)));
        };
        QCOMPARE(refusal("colleague", "reviewer"), u"not-holder"_s);
        QCOMPARE(refusal("officer", "other"), u"wrong-receiver"_s);
        QCOMPARE(refusal("officer", "secretary"), u"wrong-receiver"_s);
        QCOMPARE(refusal("officer", "officer"), u"wrong-receiver"_s);
        QCOMPARE(refusal("secretary", "colleague"), u"wrong-role"_s);
        propose("officer", record, "colleague");
        QCOMPARE(refusal("officer", "colleague"), u"offered"_s);
        const auto answered = HandoverDesk(at("officer")).answer(HandoverStep::Accept, {record});
        QVERIFY(!answered && answered.error().hint == u"no-proposal"_s);
        const CaseRow row = good(at("colleague").store().caseRow(record));
        QVERIFY(!HandoverDesk(at("colleague")).mayPropose(row));
        QVERIFY(HandoverDesk(at("officer")).mayPropose(row));
    }

    /// The rules that the hub judges by, on what a program without them would send.
    void theStoreRefusesWhatTheDeskWouldNotWrite()
    {
        const RecordId record = created();
        const auto tried = [&](const char* who, const HandoverItem& item) {
            ChangeBody body;
            body.record = record;
            body.parents = good(at(who).store().state(record)).heads;
            body.items = {item};
            const auto saved = at(who).signAndSave(body);
            return saved ? u"saved"_s : saved.error().hint;
        };
        const PersonId officer = person("officer");
        const PersonId colleague = person("colleague");
        QCOMPARE(tried("colleague", {HandoverStep::Propose, officer, colleague, {}, {}}), u"wrong-role"_s);
        QCOMPARE(tried("officer", {HandoverStep::Propose, colleague, officer, {}, {}}), u"wrong-role"_s);
        QCOMPARE(tried("officer", {HandoverStep::Propose, officer, officer, {}, {}}), u"bad-content"_s);
        QCOMPARE(tried("reviewer", {HandoverStep::Propose, colleague, officer, {}, {}}), u"bad-content"_s);
        QCOMPARE(tried("secretary", {HandoverStep::Propose, officer, colleague, {}, {}}), u"wrong-role"_s);
        QCOMPARE(
            tried("colleague",
                  {HandoverStep::Accept, 0, 0, good(at("officer").store().state(record)).heads.first(), {}}),
            u"bad-content"_s);
        propose("officer", record, "colleague");
        const ChangeId offer = good(at("officer").store().state(record)).handovers.first().proposal;
        QCOMPARE(tried("officer", {HandoverStep::Accept, 0, 0, offer, {}}), u"wrong-role"_s);
        QCOMPARE(tried("reviewer", {HandoverStep::Decline, 0, 0, offer, {}}), u"wrong-role"_s);
        QCOMPARE(tried("reviewer", {HandoverStep::Withdraw, 0, 0, offer, {}}), u"saved"_s);
    }
};

QTEST_GUILESS_MAIN(HandoverDeskTest)
#include "HandoverDeskTest.moc"
