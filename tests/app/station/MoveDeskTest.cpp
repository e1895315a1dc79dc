// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/MoveDesk.h"

#include "app/station/HandoverDesk.h"
#include "app/station/TaskList.h"
#include "core/directory/Districts.h"
#include "sync/hub/SqliteHubStorage.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/simulation/LocalLine.h"

#include <QTest>

using namespace prohori;

namespace {

const Scope kHome = u"41"_s, kAway = u"26"_s, kThird = u"47"_s;

template <typename T>
T good(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

template <typename T>
QString hint(const Result<T>& result)
{
    return result ? u"done"_s : result.error().hint;
}

/// A hub of the office's authority, in this process.
class OfficeHub {
public:
    explicit OfficeHub(TestOffice& office, const Station& anybody)
        : m_storage(opened(m_folder.filePath(u"hub.db"_s))),
          m_hub(anybody.store().directory().authority(), m_key, *m_storage, office.clock)
    {
        office.certify(m_key, u"hub"_s);
        if (!m_hub.start())
            qFatal("the hub does not start");
        learn(anybody);
    }
    void learn(const Station& station)
    {
        QList<QByteArray> statements;
        for (const Statement& statement : station.store().directory().statements())
            statements.append(statement.bytes());
        (void)good(m_hub.takeStatements(statements));
    }
    SyncSummary sync(Station& station)
    {
        LocalLine line(&m_hub);
        const auto client = station.makeSyncClient(line);
        return good(line.run(*client));
    }

private:
    std::unique_ptr<SqliteHubStorage> opened(const QString& path)
    {
        auto storage = SqliteHubStorage::open(path, SecretBytes::random(32), true);
        if (!storage)
            qFatal("%s", qPrintable(storage.error().detail));
        return std::move(*storage);
    }

    QTemporaryDir m_folder;
    SigningKey m_key = SigningKey::make();
    std::unique_ptr<SqliteHubStorage> m_storage;
    Hub m_hub;
};

}  // namespace

/// Cases that move to another district, between real stores and a real hub: who may, what both sides see on the way, and that nothing is lost.
/// Rule of domain/README.md: "A record may move to another district only by a transfer with acceptance on the other side."
class MoveDeskTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    std::unique_ptr<OfficeHub> m_hub;
    quint64 m_seed = 4100;

    Station& at(const char* who) { return m_office->at(QString::fromLatin1(who)); }
    Store& store(const char* who) { return at(who).store(); }
    SyncSummary sync(const char* who) { return m_hub->sync(at(who)); }
    void syncAll(const QList<const char*>& who)
    {
        for (const char* one : who)
            (void)sync(one);
    }
    CaseRow row(const char* who, const RecordId& record) { return good(store(who).caseRow(record)); }
    static AnswerPath path(const char* field, const QString& of = {})
    {
        return CaseBuilder(*officialForm()).path(QString::fromLatin1(field), of);
    }
    static QString nameIn(const Answers& answers)
    {
        const quint32 victims = officialForm()->group(u"victim"_s)->id;
        for (const AnswerRow& one : answers.rows) {
            if (one.group == victims)
                return answers.value(path("victim.full_name", one.row)).text;
        }
        return {};
    }
    /// A case of the officer, with a name in it, that both of the district know.
    RecordId created()
    {
        Answers answers;
        while (nameIn(answers).isEmpty())
            answers = m_office->practiceCase(at("officer"), ++m_seed);
        const RecordId record = good(CaseDesk(at("officer")).create(answers)).record;
        syncAll({"officer", "reviewer"});
        return record;
    }
    SavedCase proposed(const RecordId& record, const Scope& to, const QString& note = {})
    {
        const SavedCase saved = good(MoveDesk(at("reviewer")).propose(record, to, note));
        (void)sync("reviewer");
        return saved;
    }
    bool isGone(const char* who, const RecordId& record)
    {
        const QList<GoneRecord> gone = good(store(who).goneRecords());
        const bool told = std::any_of(gone.begin(), gone.end(), [&](const GoneRecord& one) {
            return one.record == record && one.why == Removal::MovedAway;
        });
        return told && !store(who).caseRow(record);
    }
    bool hasTask(const char* who, TaskKind kind, const RecordId& record)
    {
        const Deadlines deadlines(*officialForm()->package());
        const QList<Task> all = good(TaskList(at(who), deadlines).tasks());
        return std::any_of(all.begin(), all.end(),
                           [&](const Task& task) { return task.kind == kind && task.row.record == record; });
    }
    QString victimName(const char* who, const RecordId& record)
    {
        const auto view = CaseDesk(at(who)).openIdentities(record, u"case_work"_s);
        if (!view)
            return u"refused"_s;
        return nameIn(view->answers);
    }
    void typed(const char* who, const RecordId& record, const char* field, const QString& text)
    {
        CaseDesk desk(at(who));
        const CaseView base = good(desk.view(record));
        Answers answers = base.answers;
        answers.set(path(field), {text, {}, false});
        QVERIFY(!good(desk.edit(base, answers)).change.isNull());
    }

private slots:
    void initTestCase()
    {
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, kHome);
        m_office->join(u"late"_s, Role::Investigator, kHome);
        m_office->join(u"reviewer"_s, Role::DistrictReviewer, kHome);
        m_office->join(u"fresh"_s, Role::DistrictReviewer, kHome);
        m_office->join(u"taker"_s, Role::DistrictReviewer, kAway);
        m_office->join(u"clerk"_s, Role::Recorder, kAway);
        m_office->join(u"third"_s, Role::DistrictReviewer, kThird);
        for (const QString& who :
             {u"officer"_s, u"late"_s, u"reviewer"_s, u"taker"_s, u"clerk"_s, u"third"_s})
            m_office->confirm(who);
        m_hub = std::make_unique<OfficeHub>(*m_office, at("officer"));
    }

    void itGoesToEveryOtherDistrictAndTellsWhoIsKnown()
    {
        const QList<MovePlace> places = MoveDesk(at("reviewer")).places();
        QCOMPARE(places.size(), districtCodes().size() - 1);
        for (const MovePlace& place : places) {
            QVERIFY(place.district != kHome);
            QCOMPARE(place.known, place.district == kAway || place.district == kThird);
        }
    }

    /// The whole way, with an officer who has no line all the while.
    void aCaseMovesWithItsNamesAndNothingIsLost()
    {
        const RecordId record = created();
        (void)sync("late");
        const QString number = row("reviewer", record).localRef;
        const QString name = victimName("officer", record);
        QVERIFY(!name.isEmpty() && name != u"refused"_s);
        proposed(record, kAway, u"She lives there now"_s);
        QCOMPARE(row("reviewer", record).home, kHome);
        QCOMPARE(row("reviewer", record).movingTo, kAway);
        (void)sync("officer");
        typed("officer", record, "case.police_station", u"Kotwali"_s);
        (void)sync("officer");

        // The other district sees it, and works on nothing yet.
        (void)sync("taker");
        const auto here = good(MoveDesk(at("taker")).proposedHere());
        QCOMPARE(here.size(), 1);
        QCOMPARE(here.first().localRef, number);
        QCOMPARE(here.first().from, kHome);
        QCOMPARE(here.first().byName, u"Name of reviewer"_s);
        QCOMPARE(here.first().note, u"She lives there now"_s);
        QVERIFY(hasTask("taker", TaskKind::Move, record));
        QCOMPARE(victimName("taker", record), u"refused"_s);
        QVERIFY(!good(CaseDesk(at("taker")).view(record)).mayOpenIdentities);
        QVERIFY(!CaseDesk(at("taker")).mayEdit(good(CaseDesk(at("taker")).view(record))));

        QVERIFY(!HandoverDesk(at("taker")).mayPropose(row("taker", record)));
        QVERIFY(good(HandoverDesk(at("taker")).givers()).isEmpty());

        // Without a line, and without knowing of any of this.
        typed("late", record, "case.gd_no", u"4711"_s);

        (void)good(MoveDesk(at("taker")).accept(record));
        QCOMPARE(row("taker", record).home, kAway);
        QVERIFY(row("taker", record).movingTo.isEmpty());
        QVERIFY(!hasTask("taker", TaskKind::Move, record));
        QCOMPARE(victimName("taker", record), name);
        QCOMPARE(row("taker", record).localRef, number);
        (void)sync("taker");

        const SyncSummary told = sync("reviewer");
        QCOMPARE(told.gone.size(), 1);
        QVERIFY(isGone("reviewer", record));
        (void)sync("officer");
        QVERIFY(isGone("officer", record));
        const SyncSummary last = sync("late");
        QCOMPARE(last.sent, 1);
        QVERIFY(last.quarantined.isEmpty());
        QVERIFY(isGone("late", record));
        QCOMPARE(store("late").counts().quarantined, 0);

        everythingStandsThere(record, name);
        worksOnThere(record);
    }

    /// What stands is not what a person without the keys would have sent: the proposal alone opens nothing to a third district.
    void whoMayNotIsToldWhy()
    {
        const RecordId record = created();
        (void)sync("fresh");
        const auto refusal = [&](const char* who, const Scope& to) {
            return hint(MoveDesk(at(who)).propose(record, to));
        };
        QCOMPARE(refusal("officer", kAway), u"move-role"_s);
        QCOMPARE(refusal("fresh", kAway), u"no-key"_s);
        QCOMPARE(refusal("reviewer", u"01"_s), u"unknown-district"_s);
        QCOMPARE(refusal("reviewer", kHome), u"no-district"_s);
        QCOMPARE(refusal("reviewer", u"99"_s), u"no-district"_s);
        QCOMPARE(refusal("reviewer", kNationalScope), u"no-district"_s);
        QCOMPARE(row("reviewer", record).movingTo, Scope());
        proposed(record, kAway);
        QCOMPARE(refusal("reviewer", kAway), u"offered"_s);
        QCOMPARE(hint(MoveDesk(at("reviewer")).accept(record)), u"no-proposal"_s);
        syncAll({"taker", "clerk", "third"});
        QCOMPARE(refusal("taker", kThird), u"wrong-scope"_s);
        QCOMPARE(hint(MoveDesk(at("clerk")).accept(record)), u"move-role"_s);
        QVERIFY(!store("third").caseRow(record));
        (void)good(MoveDesk(at("taker")).accept(record));
        QCOMPARE(hint(MoveDesk(at("taker")).accept(record)), u"no-proposal"_s);
    }

    void anOpenConflictAndAClosedCaseStayWhereTheyAre()
    {
        const RecordId record = created();
        (void)sync("late");
        typed("officer", record, "case.gd_no", u"12"_s);
        typed("late", record, "case.gd_no", u"13"_s);
        syncAll({"officer", "late", "reviewer"});
        QCOMPARE(row("reviewer", record).conflicts, 1);
        QCOMPARE(hint(MoveDesk(at("reviewer")).propose(record, kAway)), u"open-conflict"_s);

        const RecordId closed = created();
        (void)good(CaseDesk(at("reviewer"))
                       .act(closed, {ActKind::Void, {u"entered_in_error"_s}, u"Entered twice"_s, {}, true}));
        QCOMPARE(hint(MoveDesk(at("reviewer")).propose(closed, kAway)), u"wrong-phase"_s);
    }

    /// Why is for the people of the district that asked; a supervisor is told until he has seen it.
    void theOtherDistrictDeclines()
    {
        const RecordId record = created();
        (void)sync("fresh");
        proposed(record, kAway, u"She lives there now"_s);
        syncAll({"taker", "clerk", "officer"});
        MoveDesk taker(at("taker"));
        QCOMPARE(hint(taker.decline(record, u" "_s)), u"move-reason"_s);
        QCOMPARE(hint(MoveDesk(at("clerk")).decline(record, u"Not ours"_s)), u"move-role"_s);
        QCOMPARE(hint(MoveDesk(at("reviewer")).decline(record, u"Not ours"_s)), u"no-proposal"_s);
        QCOMPARE(hint(taker.takeBack(record)), u"wrong-scope"_s);
        const SavedCase no = good(taker.decline(record, u"The family went back to Sharsha."_s));
        QVERIFY(!hasTask("taker", TaskKind::Move, record));
        QCOMPARE(hint(taker.accept(record)), u"no-proposal"_s);
        QCOMPARE(hint(taker.decline(record, u"Once more"_s)), u"no-proposal"_s);
        syncAll({"taker", "clerk", "reviewer", "fresh", "officer"});
        QVERIFY(!store("taker").caseRow(record) && !store("clerk").caseRow(record));

        QCOMPARE(row("reviewer", record).movingTo, Scope());
        QCOMPARE(row("reviewer", record).declinedBy, kAway);
        QCOMPARE(row("reviewer", record).home, kHome);
        const auto told = good(MoveDesk(at("reviewer")).declined());
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().record, record);
        QCOMPARE(told.first().change, no.change);
        QCOMPARE(told.first().district, kAway);
        QCOMPARE(told.first().byName, u"Name of taker"_s);
        QCOMPARE(told.first().reason, u"The family went back to Sharsha."_s);
        QVERIFY(good(MoveDesk(at("third")).declined()).isEmpty());
        QVERIFY(!hasTask("officer", TaskKind::Declined, record));
        for (const char* who : {"reviewer", "fresh"})
            QVERIFY(hasTask(who, TaskKind::Declined, record));
        const PersonInfo& me = at("reviewer").me();
        QVERIFY(!hasSeenDeclined(store("reviewer"), me.person, row("reviewer", record)));
        (void)MoveDesk(at("reviewer")).noteSeen(told.first());
        QVERIFY(!hasTask("reviewer", TaskKind::Declined, record));
        QVERIFY(hasTask("fresh", TaskKind::Declined, record));

        // An officer goes on with it; it is still told. A supervisor does, and it is not.
        typed("officer", record, "case.gd_no", u"4712"_s);
        syncAll({"officer", "reviewer", "fresh"});
        QVERIFY(hasTask("fresh", TaskKind::Declined, record));
        proposed(record, kAway, u"She came back"_s);
        syncAll({"fresh", "taker"});
        QVERIFY(!hasTask("fresh", TaskKind::Declined, record));
        QVERIFY(hasTask("taker", TaskKind::Move, record));
        // Another refusal is told anew.
        (void)good(MoveDesk(at("taker")).decline(record, u"She did not."_s));
        syncAll({"taker", "reviewer"});
        QVERIFY(hasTask("reviewer", TaskKind::Declined, record));
        const auto history = good(CaseDesk(at("reviewer")).history(record));
        QStringList steps;
        for (const HistoryEntry& entry : history) {
            for (const HistoryField& field : entry.fields) {
                if (field.what.startsWith(u"move"_s))
                    steps.append(field.what == u"move-reason"_s ? field.to.text : field.what);
            }
        }
        QCOMPARE(steps, QStringList({u"move"_s, u"move-declined"_s, u"The family went back to Sharsha."_s,
                                     u"move"_s, u"move-declined"_s, u"She did not."_s}));
        for (const char* who : {"officer", "reviewer", "taker", "clerk"})
            QCOMPARE(good(store(who).check()), QStringList());
    }

    void theProposalIsTakenBack()
    {
        const RecordId record = created();
        (void)sync("fresh");
        QCOMPARE(hint(MoveDesk(at("reviewer")).takeBack(record)), u"no-proposal"_s);
        proposed(record, kAway);
        syncAll({"taker", "officer", "fresh"});
        QCOMPARE(hint(MoveDesk(at("officer")).takeBack(record)), u"move-role"_s);
        // Any supervisor of the district, also one who holds no keys yet.
        (void)good(MoveDesk(at("fresh")).takeBack(record));
        QCOMPARE(row("fresh", record).movingTo, Scope());
        syncAll({"fresh", "taker", "reviewer", "officer"});
        QVERIFY(!store("taker").caseRow(record));
        QCOMPARE(row("officer", record).movingTo, Scope());
        QVERIFY(!hasTask("reviewer", TaskKind::Declined, record));
        QCOMPARE(hint(MoveDesk(at("reviewer")).takeBack(record)), u"no-proposal"_s);
        typed("officer", record, "case.gd_no", u"4713"_s);
        proposed(record, kThird);
        (void)sync("third");
        (void)good(MoveDesk(at("third")).accept(record));
        QCOMPARE(row("third", record).home, kThird);
    }

    /// A case that was closed meanwhile keeps nobody waiting.
    void aProposalOfAClosedCaseCanBeEnded()
    {
        for (const bool declines : {true, false}) {
            const RecordId record = created();
            proposed(record, kAway);
            (void)good(
                CaseDesk(at("reviewer"))
                    .act(record, {ActKind::Void, {u"entered_in_error"_s}, u"Entered twice"_s, {}, true}));
            syncAll({"reviewer", "taker"});
            if (declines)
                (void)good(MoveDesk(at("taker")).decline(record, u"It is void"_s));
            else
                (void)good(MoveDesk(at("reviewer")).takeBack(record));
            syncAll({"taker", "reviewer"});
            QCOMPARE(row("reviewer", record).movingTo, Scope());
            QCOMPARE(store("reviewer").counts().quarantined, 0);
        }
    }

    /// Another district can be asked instead; who was asked before can no longer accept.
    void aProposalElsewhereTakesThePlaceOfTheFirst()
    {
        const RecordId record = created();
        const QString name = victimName("officer", record);
        proposed(record, kAway);
        (void)sync("taker");
        proposed(record, kThird);
        QCOMPARE(row("reviewer", record).movingTo, kThird);
        syncAll({"taker", "third"});
        QVERIFY(!hasTask("taker", TaskKind::Move, record));
        QVERIFY(!MoveDesk(at("taker")).accept(record));
        (void)good(MoveDesk(at("third")).accept(record));
        syncAll({"third", "reviewer", "officer"});
        QVERIFY(isGone("reviewer", record) && isGone("officer", record));
        QCOMPARE(victimName("third", record), name);
        QCOMPARE(good(store("third").check()), QStringList());
    }

    /// What waits for a decision in the district that has it is nobody's work in the one that is asked.
    void aSubmittedCaseIsReviewedWhereItIs()
    {
        const RecordId record = created();
        (void)good(CaseDesk(at("officer")).act(record, {ActKind::Submit, {}, {}, {}, true}));
        syncAll({"officer", "reviewer"});
        proposed(record, kAway);
        (void)sync("taker");
        QVERIFY(hasTask("reviewer", TaskKind::Review, record));
        QVERIFY(hasTask("taker", TaskKind::Move, record));
        QVERIFY(!hasTask("taker", TaskKind::Review, record));
        CaseFilter queue;
        queue.toDecide = true;
        queue.home = kAway;
        QVERIFY(good(store("taker").cases(queue)).isEmpty());
        (void)good(MoveDesk(at("taker")).accept(record));
        QVERIFY(hasTask("taker", TaskKind::Review, record));
        QCOMPARE(good(store("taker").cases(queue)).size(), 1);
        const auto history = good(CaseDesk(at("taker")).history(record));
        QStringList steps;
        for (const HistoryEntry& entry : history) {
            for (const HistoryField& field : entry.fields)
                steps.append(field.what.startsWith(u"move"_s) ? field.what : QString());
        }
        steps.removeAll(QString());
        QCOMPARE(steps, QStringList({u"move"_s, u"move-accepted"_s}));
    }

private:
    /// The new supervisor gives it to an officer of the new district, who goes on with it.
    void everythingStandsThere(const RecordId& record, const QString& name)
    {
        syncAll({"taker", "clerk"});
        for (const char* who : {"taker", "clerk"}) {
            const CaseView view = good(CaseDesk(at(who)).view(record));
            QCOMPARE(view.state.homeScope, kAway);
            QCOMPARE(view.answers.value(path("case.police_station")).text, u"Kotwali"_s);
            QCOMPARE(view.answers.value(path("case.gd_no")).text, u"4711"_s);
            QCOMPARE(view.state.changeCount, 5);  // created, proposed, two edits, accepted
            QCOMPARE(victimName(who, record), name);
        }
        for (const char* who : {"officer", "reviewer", "late", "taker", "clerk"})
            QCOMPARE(good(store(who).check()), QStringList());
    }
    void worksOnThere(const RecordId& record)
    {
        const PersonId clerk = at("clerk").me().person;
        (void)good(HandoverDesk(at("taker")).propose({record}, 0, clerk));
        syncAll({"taker", "clerk"});
        (void)good(HandoverDesk(at("clerk")).answer(HandoverStep::Accept, {record}));
        typed("clerk", record, "case.police_station", u"Savar"_s);
        syncAll({"clerk", "taker"});
        QCOMPARE(row("taker", record).holders, QList<PersonId>{clerk});
        QCOMPARE(row("taker", record).policeStation, u"Savar"_s);
        QCOMPARE(store("clerk").counts().quarantined, 0);
        QCOMPARE(sync("clerk").quarantined, QStringList());
    }
};

QTEST_GUILESS_MAIN(MoveDeskTest)
#include "MoveDeskTest.moc"
