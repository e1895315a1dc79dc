// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CaseDesk.h"

#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QTest>

using namespace prohori;

/** What people do with cases, on the stations of one district: two recorders (the first never confirmed, the second confirmed), a reviewer who was
    confirmed, one who was not, and headquarters.
*/
class CaseDeskTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    quint64 m_seed = 0;

    Station& officer() { return m_office->at(u"officer"_s); }
    Station& colleague() { return m_office->at(u"colleague"_s); }
    Station& reviewer() { return m_office->at(u"reviewer"_s); }

    static AnswerPath path(const char* field, const QString& row = {})
    {
        return CaseBuilder(*officialForm()).path(QString::fromLatin1(field), row);
    }

    SavedCase newCase()
    {
        Answers entered;
        while (entered.value(path("victim.full_name", victimRow(entered))).isBlank())
            entered = m_office->practiceCase(officer(), ++m_seed);
        const auto saved = CaseDesk(officer()).create(entered);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        return *saved;
    }
    CaseView view(Station& station, const SavedCase& saved)
    {
        const auto seen = CaseDesk(station).view(saved.record);
        if (!seen)
            qFatal("%s", qPrintable(seen.error().detail));
        return *seen;
    }
    SavedCase change(Station& station, const SavedCase& saved, const AnswerPath& at, const QString& text,
                     const CorrectionReason& why = {})
    {
        const CaseView before = view(station, saved);
        Answers edited = before.answers;
        edited.set(at, {text, {}, false});
        const auto done = CaseDesk(station).edit(before, edited, {}, why);
        if (!done)
            qFatal("%s", qPrintable(done.error().detail));
        return *done;
    }
    /// The hint of a refusal, "done" where there was none, "other" for another error.
    template <typename T>
    static QString outcome(const Result<T>& result)
    {
        if (result)
            return u"done"_s;
        return result.error().code == ErrorCode::Refused ? u"refused:"_s + result.error().hint
                                                         : u"other:"_s + result.error().detail;
    }
    void act(Station& station, const SavedCase& saved, ActKind kind, const QStringList& reasons = {},
             const QString& comment = {})
    {
        ActRequest request;
        request.kind = kind;
        request.reasons = reasons;
        request.comment = comment;
        const auto done = CaseDesk(station).act(saved.record, request);
        if (!done)
            qFatal("%s", qPrintable(done.error().detail));
        m_office->share();
    }
    QString victimRow(const Answers& answers) const
    {
        for (const AnswerRow& row : answers.rows) {
            if (row.group == officialForm()->group(u"victim"_s)->id)
                return row.row;
        }
        return {};
    }
    /// A field that both recorders change at the same time.
    SavedCase clash(const char* field, const QString& mine, const QString& theirs)
    {
        const SavedCase saved = newCase();
        m_office->share();
        change(officer(), saved, path(field), mine);
        change(colleague(), saved, path(field), theirs);
        m_office->share();
        return saved;
    }

private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->join(u"colleague"_s, Role::Recorder, u"41"_s);
        m_office->join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        m_office->join(u"newcomer"_s, Role::DistrictReviewer, u"41"_s);
        m_office->join(u"elsewhere"_s, Role::Recorder, u"26"_s);
        m_office->confirm(u"colleague"_s);
        m_office->confirm(u"reviewer"_s);
    }
    void cleanupTestCase() { m_office.reset(); }

    /// What is counted of a victim is worked out at every save, also for those who cannot read what it was worked out from.
    void theReportingGroupGoesWithTheCase()
    {
        Answers typed;
        for (int tries = 0;
             tries < 60
             && typed.value(path("victim.exploitation_group", victimRow(typed))).text != u"labour"_s;
             ++tries)
            typed = m_office->practiceCase(officer(), ++m_seed);
        const QString victim = victimRow(typed);
        const AnswerPath group = path("victim.exploitation_group", victim);
        typed.values.remove(group);
        const auto saved = CaseDesk(officer()).create(typed);
        QVERIFY(saved);
        m_office->share();
        Station& newcomer = m_office->at(u"newcomer"_s);
        QVERIFY(view(newcomer, *saved).answers.value(path("victim.exploitation_types", victim)).sealed);
        QCOMPARE(view(newcomer, *saved).answers.value(group).text, u"labour"_s);
        const CaseView before = view(officer(), *saved);
        Answers edited = before.answers;
        for (const char* field : {"victim.exploitation_types", "victim.exploitation_main"})
            edited.set(path(field, victim), {u"sexual_exploitation"_s, {}, false});
        QVERIFY(CaseDesk(officer()).edit(before, edited));
        m_office->share();
        QCOMPARE(view(newcomer, *saved).answers.value(group).text, u"sexual"_s);
    }

    void aNewCaseHoldsWhatWasEntered()
    {
        const Answers entered = m_office->practiceCase(officer(), ++m_seed);
        const auto saved = CaseDesk(officer()).create(entered);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().detail));
        QVERIFY(saved->localRef.startsWith(u"41-2026-"_s));
        QVERIFY(!saved->change.isNull());
        const auto opened = CaseDesk(officer()).openIdentities(saved->record, u"case_work"_s);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
        for (auto it = entered.values.begin(); it != entered.values.end(); ++it)
            QVERIFY2(opened->answers.value(it.key()) == it.value(),
                     qPrintable(officialForm()->field(it.key().field)->name));
        QCOMPARE(opened->answers.values.size(), entered.values.size());
        QVERIFY(opened->state.phase == RecordPhase::Draft);
        QCOMPARE(opened->row.localRef, saved->localRef);
        QCOMPARE(opened->row.caseClass, entered.value(path("case.case_class")).text);
    }

    void aCaseThatIsRefusedUsesUpNoNumber()
    {
        const SavedCase before = newCase();
        const qint64 cases = officer().store().counts().cases;
        Answers elsewhere = m_office->practiceCase(officer(), ++m_seed);
        elsewhere.set(path("case.district_code"), {u"26"_s, {}, false});
        elsewhere.set(path("case.upazila_geo"), {});
        const auto refused = CaseDesk(officer()).create(elsewhere);
        QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
        Answers blank;
        QCOMPARE(outcome(CaseDesk(officer()).create(blank)), u"refused:problems"_s);
        QCOMPARE(outcome(CaseDesk(reviewer()).create(m_office->practiceCase(reviewer(), 1))),
                 u"refused:wrong-role"_s);
        // Of several all or none.
        const auto some = CaseDesk(officer()).createAll({m_office->practiceCase(officer(), ++m_seed), blank});
        QCOMPARE(outcome(some), u"refused:problems"_s);
        QCOMPARE(officer().store().counts().cases, cases);
        const SavedCase after = newCase();
        QCOMPARE(after.localRef.section(u'-', 3).toInt(), before.localRef.section(u'-', 3).toInt() + 1);
    }

    void anEditWritesOnlyWhatDiffers()
    {
        const SavedCase saved = newCase();
        const CaseView before = view(officer(), saved);
        const auto nothing = CaseDesk(officer()).edit(before, before.answers);
        QVERIFY(nothing && nothing->change.isNull());
        QCOMPARE(view(officer(), saved).state.changeCount, 1);

        change(officer(), saved, path("case.police_station"), u"Kotwali"_s);
        const auto history = officer().store().history(saved.record);
        QCOMPARE(history->size(), 2);
        QCOMPARE(history->changes().last()->body().items.size(), 1);
        QVERIFY(history->changes().last()->body().boxes.isEmpty());
        QCOMPARE(view(officer(), saved).answers.value(path("case.police_station")).text, u"Kotwali"_s);
        QCOMPARE(view(officer(), saved).row.policeStation, u"Kotwali"_s);
    }

    void anEditThatBreaksARuleIsRefused()
    {
        const SavedCase saved = newCase();
        const CaseView before = view(officer(), saved);
        Answers edited = before.answers;
        edited.set(path("case.reported_on"), {u"2027-01-01"_s, {}, false});
        const auto refused = CaseDesk(officer()).edit(before, edited);
        QCOMPARE(outcome(refused), u"refused:problems"_s);
        QVERIFY2(!refused.error().detail.contains(u"2027"_s),
                 "no value stands in a sentence that may be logged");
        QCOMPARE(view(officer(), saved).state.changeCount, 1);
    }

    void anEditOnAnOlderStateSaysSo()
    {
        const SavedCase saved = newCase();
        const CaseView older = view(officer(), saved);
        change(officer(), saved, path("case.police_station"), u"Kotwali"_s);
        Answers edited = older.answers;
        edited.set(path("case.gd_no"), {u"99"_s, {}, false});
        const auto late = CaseDesk(officer()).edit(older, edited);
        QVERIFY(late && late->othersChanged);
        const CaseView both = view(officer(), saved);
        QCOMPARE(both.answers.value(path("case.police_station")).text, u"Kotwali"_s);
        QCOMPARE(both.answers.value(path("case.gd_no")).text, u"99"_s);
        QVERIFY(both.conflicts.isEmpty());
        QCOMPARE(both.state.heads.size(), 2);
        QVERIFY(!change(officer(), saved, path("case.gd_no"), u"100"_s).othersChanged);
    }

    void identitiesOpenWithAReasonThatIsWrittenDown()
    {
        const SavedCase saved = newCase();
        const CaseView closed = view(officer(), saved);
        const AnswerPath name = path("victim.full_name", victimRow(closed.answers));
        QVERIFY(closed.hasIdentities && !closed.identitiesOpen && closed.mayOpenIdentities);
        QVERIFY(closed.answers.value(name).sealed && closed.answers.value(name).text.isEmpty());
        const auto entries = officer().store().journalEntries(1'000).size();
        QCOMPARE(outcome(CaseDesk(officer()).openIdentities(saved.record, u"  "_s)),
                 u"refused:reason-needed"_s);
        QCOMPARE(officer().store().journalEntries(1'000).size(), entries);

        const auto opened = CaseDesk(officer()).openIdentities(saved.record, u"court_order"_s);
        QVERIFY(opened && opened->identitiesOpen);
        QVERIFY(!opened->answers.value(name).text.isEmpty());
        const QList<JournalRow> journal = officer().store().journalEntries(1'000);
        QCOMPARE(journal.size(), entries + 1);
        QCOMPARE(journal.first().event, qint64(JournalEvent::IdentityOpened));
        QCOMPARE(journal.first().record, saved.record);
        QCOMPARE(journal.first().reason, u"court_order"_s);
        QCOMPARE(journal.first().person, officer().me().person);
    }

    void onlyTheCreatorAndThoseConfirmedReadNames()
    {
        const SavedCase saved = newCase();
        m_office->share();
        const AnswerPath name = path("victim.full_name", victimRow(view(officer(), saved).answers));
        const auto entered =
            CaseDesk(officer()).openIdentities(saved.record, u"case_work"_s)->answers.value(name);
        for (const QString& login : {u"reviewer"_s, u"colleague"_s}) {
            const auto opened = CaseDesk(m_office->at(login)).openIdentities(saved.record, u"review"_s);
            QVERIFY2(opened, qPrintable(login));
            QCOMPARE(opened->answers.value(name), entered);
        }
        Station& newcomer = m_office->at(u"newcomer"_s);
        QVERIFY(!view(newcomer, saved).mayOpenIdentities);
        const auto entries = newcomer.store().journalEntries(100).size();
        QCOMPARE(outcome(CaseDesk(newcomer).openIdentities(saved.record, u"review"_s)), u"refused:no-key"_s);
        QCOMPARE(newcomer.store().journalEntries(100).size(), entries);
        QVERIFY(view(newcomer, saved).answers.value(path("case.risk_level")).sealed);
        QCOMPARE(CaseDesk(m_office->at(u"elsewhere"_s)).view(saved.record).error().code, ErrorCode::NotFound);
    }

    void whatWasSealedToTheEditorStaysAsItIs()
    {
        const SavedCase saved = newCase();
        m_office->share();
        const AnswerPath name = path("victim.full_name", victimRow(view(officer(), saved).answers));
        const auto entered =
            CaseDesk(officer()).openIdentities(saved.record, u"case_work"_s)->answers.value(name);
        Station& newcomer = m_office->at(u"newcomer"_s);
        change(newcomer, saved, path("case.police_station"), u"Sharsha"_s);
        const CaseView before = view(newcomer, saved);
        Answers edited = before.answers;
        edited.set(name, {u"Another Name"_s, {}, false});
        QCOMPARE(outcome(CaseDesk(newcomer).edit(before, edited)), u"refused:no-key"_s);
        m_office->share();
        const auto now = CaseDesk(officer()).openIdentities(saved.record, u"case_work"_s);
        QCOMPARE(now->answers.value(name), entered);
        QCOMPARE(now->answers.value(path("case.police_station")).text, u"Sharsha"_s);
    }

    void whyAnActIsNotPossible()
    {
        const SavedCase saved = newCase();
        m_office->share();
        const CaseView draft = view(officer(), saved);
        QCOMPARE(outcome(CaseDesk(officer()).mayAct(draft, ActKind::Approve)), u"refused:wrong-role"_s);
        QCOMPARE(outcome(CaseDesk(officer()).mayAct(draft, ActKind::Recall)), u"refused:wrong-phase"_s);
        QCOMPARE(outcome(CaseDesk(reviewer()).mayAct(view(reviewer(), saved), ActKind::Approve)),
                 u"refused:wrong-phase"_s);
        QCOMPARE(outcome(CaseDesk(reviewer()).mayAct(view(reviewer(), saved), ActKind::Submit)),
                 u"refused:wrong-role"_s);
        QCOMPARE(outcome(CaseDesk(officer()).mayAct(draft, ActKind::Submit)), u"done"_s);
        // What the form still asks for stands in the sentence, by field.
        change(officer(), saved, path("case.act_types"), QString());
        change(officer(), saved, path("case.data_legal_basis"), QString());
        const auto incomplete = CaseDesk(officer()).mayAct(view(officer(), saved), ActKind::Submit);
        QCOMPARE(outcome(incomplete), u"refused:problems"_s);
        QVERIFY2(incomplete.error().detail.contains(u"case.data_legal_basis"_s),
                 qPrintable(incomplete.error().detail));
        ActRequest submit;
        submit.kind = ActKind::Submit;
        QCOMPARE(outcome(CaseDesk(officer()).act(saved.record, submit)), u"refused:problems"_s);
        QVERIFY(view(officer(), saved).state.phase == RecordPhase::Draft);
    }

    void aReturnNeedsAReasonAndAComment()
    {
        const SavedCase saved = newCase();
        m_office->share();
        act(officer(), saved, ActKind::Submit);
        ActRequest bare;
        bare.kind = ActKind::Return;
        QVERIFY(!CaseDesk(reviewer()).act(saved.record, bare));
        bare.reasons = {u"missing_field"_s};
        QVERIFY(!CaseDesk(reviewer()).act(saved.record, bare));
        bare.comment = u"Why?"_s;  // four characters
        QVERIFY(!CaseDesk(reviewer()).act(saved.record, bare));
        QVERIFY(view(reviewer(), saved).state.phase == RecordPhase::Submitted);
        bare.comment = u"Please check the age"_s;
        QVERIFY(CaseDesk(reviewer()).act(saved.record, bare));
        QVERIFY(view(reviewer(), saved).state.phase == RecordPhase::Returned);
    }

    void theWayOfACaseThroughTheDistrict()
    {
        const SavedCase saved = newCase();
        m_office->share();
        act(officer(), saved, ActKind::Submit);
        QVERIFY(view(reviewer(), saved).state.phase == RecordPhase::Submitted);
        act(reviewer(), saved, ActKind::Return, {u"missing_field"_s}, u"Which police station?"_s);
        change(officer(), saved, path("case.police_station"), u"Benapole Port"_s);
        act(officer(), saved, ActKind::Submit);
        QCOMPARE(outcome(CaseDesk(reviewer()).mayAct(view(reviewer(), saved), ActKind::Approve)), u"done"_s);
        act(reviewer(), saved, ActKind::Approve);
        const CaseView approved = view(officer(), saved);
        QVERIFY(approved.state.isApproved());
        QVERIFY(approved.state.phase == RecordPhase::DistrictApproved);

        change(officer(), saved, path("case.police_station"), u"Sharsha"_s,
               {u"entry_error"_s, u"The register says so"_s});
        const CaseView changed = view(officer(), saved);
        QVERIFY(changed.state.changedSinceApproval && changed.row.changedSinceApproval);
        const auto old = CaseDesk(officer()).view(saved.record, CaseDesk::Version::Approved);
        QVERIFY(old && old->approvedVersion);
        QCOMPARE(old->answers.value(path("case.police_station")).text, u"Benapole Port"_s);
        QCOMPARE(changed.answers.value(path("case.police_station")).text, u"Sharsha"_s);
        QVERIFY(!CaseDesk(officer()).mayEdit(*old));
        QVERIFY(CaseDesk(officer()).mayEdit(changed));
        const SavedCase fresh = newCase();
        QVERIFY(CaseDesk(officer()).view(fresh.record, CaseDesk::Version::Approved).error().code
                == ErrorCode::NotFound);
    }

    /// Before anybody has decided a submission is taken back by an officer, and goes on as a draft; afterwards no more.
    void aSubmissionIsTakenBackBeforeItsReview()
    {
        const SavedCase saved = newCase();
        m_office->share();
        act(officer(), saved, ActKind::Submit);
        const ActRequest recall{ActKind::Recall, {}, {}, {}, true};
        QVERIFY(!CaseDesk(reviewer()).act(saved.record, recall));
        act(officer(), saved, ActKind::Recall);
        for (Station* station : {&officer(), &reviewer()}) {
            QVERIFY(view(*station, saved).state.phase == RecordPhase::Draft);
            QVERIFY(!CaseDesk(*station).act(saved.record, {ActKind::Approve, {}, {}, {}, true}));
        }
        const auto history = CaseDesk(officer()).history(saved.record);
        QVERIFY(history && history->last().act == ActKind::Recall);
        change(officer(), saved, path("case.police_station"), u"Sharsha"_s);
        act(officer(), saved, ActKind::Submit);
        act(reviewer(), saved, ActKind::Approve);
        QCOMPARE(outcome(CaseDesk(officer()).act(saved.record, recall)), u"refused:wrong-phase"_s);
        QVERIFY(view(officer(), saved).state.isApproved());
    }

    /// Without a line the supervisor approves what the officer takes back: the approval is gone, and the case is in nobody's count.
    void aRecallBesideAnApprovalLeavesNoApproval()
    {
        const SavedCase saved = newCase();
        m_office->share();
        act(officer(), saved, ActKind::Submit);
        for (const auto& [station, kind] :
             {std::pair{&officer(), ActKind::Recall}, std::pair{&reviewer(), ActKind::Approve}})
            QVERIFY(CaseDesk(*station).act(saved.record, {kind, {}, {}, {}, true}));
        m_office->share();
        const CaseView mine = view(officer(), saved), theirs = view(reviewer(), saved);
        QVERIFY(mine.state.phase == theirs.state.phase && !mine.state.isApproved()
                && !theirs.state.isApproved());
    }

    void nobodyApprovesWhatHeWrote()
    {
        const SavedCase saved = newCase();
        m_office->share();
        change(reviewer(), saved, path("case.police_station"), u"Kotwali"_s);
        m_office->share();
        act(officer(), saved, ActKind::Submit);
        const auto refused = CaseDesk(reviewer()).mayAct(view(reviewer(), saved), ActKind::Approve);
        QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
        QVERIFY2(refused.error().hint.contains(u"four-eyes"_s),
                 qPrintable(refused.error().hint + u' ' + refused.error().detail));
        ActRequest approve;
        approve.kind = ActKind::Approve;
        QVERIFY(!CaseDesk(reviewer()).act(saved.record, approve));
        // Somebody else wrote over it: then nothing of his stands any more.
        change(officer(), saved, path("case.police_station"), u"Sadar"_s);
        m_office->share();
        QCOMPARE(outcome(CaseDesk(reviewer()).mayAct(view(reviewer(), saved), ActKind::Approve)), u"done"_s);
    }

    void differentFieldsMergeAndTheSameOneIsAConflict()
    {
        const SavedCase merged = newCase();
        m_office->share();
        change(officer(), merged, path("case.police_station"), u"Kotwali"_s);
        change(colleague(), merged, path("case.gd_no"), u"12/26"_s);
        m_office->share();
        QVERIFY(view(officer(), merged).conflicts.isEmpty());
        QCOMPARE(view(officer(), merged).answers.values, view(colleague(), merged).answers.values);

        const SavedCase saved = clash("case.police_station", u"Sharsha"_s, u"Benapole"_s);
        const CaseView mine = view(officer(), saved);
        QCOMPARE(mine.conflicts.size(), 1);
        QCOMPARE(mine.row.conflicts, 1);
        const ConflictView& conflict = mine.conflicts.first();
        QCOMPARE(conflict.path, path("case.police_station"));
        QCOMPARE(conflict.sides.size(), 2);
        QStringList values;
        QStringList people;
        for (const ConflictChoice& side : conflict.sides) {
            values.append(side.values.value(conflict.path.field).text);
            people += side.who;
            QCOMPARE(side.mine, side.who == QStringList{u"Name of officer"_s});
        }
        values.sort();
        people.sort();
        QCOMPARE(values, QStringList({u"Benapole"_s, u"Sharsha"_s}));
        QCOMPARE(people, QStringList({u"Name of colleague"_s, u"Name of officer"_s}));
        QCOMPARE(conflict.original.values.value(conflict.path.field).text, u"Sadar Model Thana"_s);
        QCOMPARE(*officer().store().foldDigest(), *colleague().store().foldDigest());
        const QList<Problem> problems = CaseDesk(officer()).problems(mine, CheckLevel::Submit);
        QVERIFY(problemWords(*officialForm(), problems).contains(u"case.police_station conflict"_s));
        QCOMPARE(outcome(CaseDesk(officer()).mayAct(mine, ActKind::Submit)), u"refused:problems"_s);
    }

    void aConflictIsSettledByTakingASideOrAThirdValue_data()
    {
        QTest::addColumn<QString>("take");  // whose side, or empty for a third value
        QTest::addColumn<QString>("value");
        QTest::newRow("mine") << u"Sharsha"_s << u"Sharsha"_s;
        QTest::newRow("theirs") << u"Benapole"_s << u"Benapole"_s;
        QTest::newRow("a third") << QString() << u"Kotwali"_s;
    }

    void aConflictIsSettledByTakingASideOrAThirdValue()
    {
        QFETCH(const QString, take);
        QFETCH(const QString, value);
        const SavedCase saved = clash("case.police_station", u"Sharsha"_s, u"Benapole"_s);
        const ConflictView conflict = view(officer(), saved).conflicts.first();
        CaseDesk::Settlement settlement;
        settlement.key = conflict.key;
        for (const ConflictChoice& side : conflict.sides) {
            if (side.values.value(conflict.path.field).text == take)
                settlement.take = side.writers.first();
        }
        if (take.isEmpty())
            settlement.values.insert(conflict.path.field, {value, {}, false});
        QVERIFY(!CaseDesk(officer()).settle(saved.record, {settlement}));  // no reason
        settlement.reason = u"The FIR says so"_s;
        CaseDesk::Settlement elsewhere = settlement;
        elsewhere.key.field = path("case.gd_no").field;
        QVERIFY(CaseDesk(officer()).settle(saved.record, {elsewhere}).error().code == ErrorCode::NotFound);
        QVERIFY(!view(officer(), saved).conflicts.isEmpty());

        const auto settled = CaseDesk(officer()).settle(saved.record, {settlement});
        QVERIFY2(settled, settled ? "" : qPrintable(settled.error().detail));
        m_office->share();
        for (Station* station : {&officer(), &colleague(), &reviewer()}) {
            QVERIFY(view(*station, saved).conflicts.isEmpty());
            QCOMPARE(view(*station, saved).answers.value(conflict.path).text, value);
        }
        QCOMPARE(*officer().store().foldDigest(), *reviewer().store().foldDigest());
    }

    void aSealedConflictCanBeSettledWithoutReadingIt()
    {
        const SavedCase saved = newCase();
        m_office->share();
        const QString victim = victimRow(view(officer(), saved).answers);
        change(officer(), saved, path("victim.full_name", victim), u"Rahima One"_s);
        change(colleague(), saved, path("victim.full_name", victim), u"Rahima Two"_s);
        m_office->share();
        const CaseView closed = view(reviewer(), saved);
        QCOMPARE(closed.conflicts.size(), 1);
        const ConflictView conflict = closed.conflicts.first();
        for (const ConflictChoice& side : conflict.sides)
            QVERIFY(side.values.value(conflict.path.field).sealed);
        const auto opened = CaseDesk(reviewer()).openIdentities(saved.record, u"review"_s);
        QCOMPARE(opened->conflicts.first().sides.size(), 2);
        QStringList names;
        for (const ConflictChoice& side : opened->conflicts.first().sides)
            names.append(side.values.value(conflict.path.field).text);
        names.sort();
        QCOMPARE(names, QStringList({u"Rahima One"_s, u"Rahima Two"_s}));

        CaseDesk::Settlement settlement;
        settlement.key = conflict.key;
        settlement.take = conflict.sides.first().writers.first();
        settlement.reason = u"As in the birth certificate"_s;
        QVERIFY(CaseDesk(reviewer()).settle(saved.record, {settlement}));
        m_office->share();
        QVERIFY(view(officer(), saved).conflicts.isEmpty());
        QVERIFY(names.contains(CaseDesk(officer())
                                   .openIdentities(saved.record, u"case_work"_s)
                                   ->answers.value(conflict.path)
                                   .text));
    }

    void theHistoryTellsWhoDidWhat()
    {
        const SavedCase saved = newCase();
        m_office->share();
        change(officer(), saved, path("case.police_station"), u"Kotwali"_s);
        const QString victim = victimRow(view(officer(), saved).answers);
        change(officer(), saved, path("victim.full_name", victim), u"Rahima Secret"_s);
        act(officer(), saved, ActKind::Submit);
        act(reviewer(), saved, ActKind::Return, {u"missing_field"_s}, u"Which police station?"_s);

        const auto history = CaseDesk(officer()).history(saved.record);
        QVERIFY(history);
        QCOMPARE(history->size(), 5);
        const HistoryEntry& edited = history->at(1);
        QCOMPARE(edited.who, u"Name of officer"_s);
        QVERIFY(edited.role == Role::Recorder);
        QCOMPARE(edited.fields.size(), 1);
        QCOMPARE(edited.fields.first().path, path("case.police_station"));
        QCOMPARE(edited.fields.first().from.text, u"Sadar Model Thana"_s);
        QCOMPARE(edited.fields.first().to.text, u"Kotwali"_s);
        QCOMPARE(edited.fields.first().what, u"set"_s);
        // A history never shows a name, to whomever.
        const HistoryEntry& named = history->at(2);
        QVERIFY(named.fields.first().to.sealed && named.fields.first().to.text.isEmpty());
        QVERIFY(history->at(3).act == ActKind::Submit);
        const HistoryEntry& returned = history->at(4);
        QVERIFY(returned.act == ActKind::Return);
        QCOMPARE(returned.who, u"Name of reviewer"_s);
        QCOMPARE(returned.reasons, QStringList{u"missing_field"_s});
        QCOMPARE(returned.comment, u"Which police station?"_s);
        // Who holds no key sees that there was a comment, and not what it says.
        const auto seen = CaseDesk(m_office->at(u"newcomer"_s)).history(saved.record);
        QCOMPARE(seen->size(), 5);
        QVERIFY(seen->at(4).comment.isEmpty());
    }

    void namesAreFoundByThoseWhoMayReadThem()
    {
        Answers entered = m_office->practiceCase(officer(), ++m_seed);
        entered.set(path("victim.full_name", victimRow(entered)), {u"Zulekha Mirpuri"_s, {}, false});
        const auto saved = CaseDesk(officer()).create(entered);
        QVERIFY(saved);
        m_office->share();
        const auto found = [&](Station& station, const QString& words) {
            CaseFilter filter;
            filter.search = words;
            const auto rows = station.store().cases(filter);
            return rows && rows->size() == 1 && rows->first().record == saved->record;
        };
        QVERIFY(found(officer(), u"zulekha"_s));
        while (*CaseDesk(reviewer()).indexNames() > 0) {
        }
        QVERIFY(reviewer().takeNews());
        while (*CaseDesk(reviewer()).indexNames() > 0) {
        }
        QVERIFY(found(reviewer(), u"Zulekha"_s));
        Station& newcomer = m_office->at(u"newcomer"_s);
        while (*CaseDesk(newcomer).indexNames() > 0) {
        }
        QVERIFY(!found(newcomer, u"zulekha"_s));
    }
};

QTEST_GUILESS_MAIN(CaseDeskTest)
#include "CaseDeskTest.moc"
