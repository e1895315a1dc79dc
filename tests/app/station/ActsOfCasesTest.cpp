// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/Acceptance.h"
#include "app/station/LaterReview.h"
#include "app/station/OthersWork.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QTest>

using namespace prohori;

namespace {

constexpr quint64 kFirstSeed = 300;
const CorrectionReason kWhy{u"entry_error"_s, u"The register says otherwise"_s};

template <typename T>
T good(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

/// The hint of a refusal, "done" where there was none.
template <typename T>
QString outcome(const Result<T>& result)
{
    return result ? u"done"_s : result.error().hint;
}

AnswerPath path(const char* field, const QString& row = {})
{
    return CaseBuilder(*officialForm()).path(QString::fromLatin1(field), row);
}

}  // namespace

/** What people decide about cases, on the stations of one district: two recorders and two reviewers. Merge and void, corrections of approved
    cases, later facts, what others did meanwhile, and every way in which an approval falls back (design 3).
*/
class ActsOfCasesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    quint64 m_seed = kFirstSeed;

    Station& officer() { return m_office->at(u"officer"_s); }
    Station& colleague() { return m_office->at(u"colleague"_s); }
    Station& reviewer() { return m_office->at(u"reviewer"_s); }
    Station& second() { return m_office->at(u"second"_s); }

    RecordId newCase()
    {
        const RecordId record =
            good(CaseDesk(officer()).create(m_office->practiceCase(officer(), ++m_seed))).record;
        m_office->share();
        return record;
    }
    CaseView view(Station& station, const RecordId& record) { return good(CaseDesk(station).view(record)); }
    void act(Station& station, const RecordId& record, const ActRequest& request)
    {
        (void)good(CaseDesk(station).act(record, request));
    }
    RecordId submitted()
    {
        const RecordId record = newCase();
        act(officer(), record, {ActKind::Submit, {}, {}, {}, true});
        m_office->share();
        return record;
    }
    RecordId approved()
    {
        const RecordId record = submitted();
        act(reviewer(), record, {ActKind::Approve, {}, {}, {}, true});
        m_office->share();
        return record;
    }
    static Answers with(Answers answers, const AnswerPath& at, const QString& text)
    {
        answers.set(at, {text, {}, false});
        return answers;
    }
    Result<SavedCase> tryEdit(Station& station, const CaseView& base, const AnswerPath& at,
                              const QString& text, const CorrectionReason& why = {})
    {
        return CaseDesk(station).edit(base, with(base.answers, at, text), {}, why);
    }
    void edit(Station& station, const RecordId& record, const char* field, const QString& text,
              const CorrectionReason& why = {})
    {
        (void)good(tryEdit(station, view(station, record), path(field), text, why));
    }
    QList<RecordId> toDecide(Station& station)
    {
        CaseFilter filter;
        filter.toDecide = true;
        QList<RecordId> all;
        for (const CaseRow& row : good(station.store().cases(filter)))
            all.append(row.record);
        return all;
    }
    /// Two officers gave a submitted case different police stations.
    RecordId clash()
    {
        const RecordId record = submitted();
        edit(officer(), record, "case.police_station", u"Sharsha"_s);
        edit(colleague(), record, "case.police_station", u"Benapole"_s);
        m_office->share();
        return record;
    }
    CaseDesk::Settlement settlement(Station& station, const RecordId& record, const QString& value)
    {
        const ConflictView conflict = view(station, record).conflicts.first();
        CaseDesk::Settlement settled;
        settled.key = conflict.key;
        settled.reason = u"The FIR says so"_s;
        for (const ConflictChoice& side : conflict.sides) {
            if (side.values.value(conflict.path.field).text == value)
                settled.take = side.writers.first();
        }
        if (settled.take.isNull())
            settled.values.insert(conflict.path.field, {value, {}, false});
        return settled;
    }
    void settle(Station& station, const RecordId& record, const QString& value)
    {
        (void)good(CaseDesk(station).settle(record, {settlement(station, record, value)}));
    }
    QString mayApproveNow(const RecordId& record)
    {
        return outcome(CaseDesk(reviewer()).mayAct(view(reviewer(), record), ActKind::Approve));
    }

private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_office = std::make_unique<TestOffice>();
        for (const QString& login : {u"officer"_s, u"colleague"_s})
            m_office->join(login, Role::Recorder, u"41"_s);
        for (const QString& login : {u"reviewer"_s, u"second"_s})
            m_office->join(login, Role::DistrictReviewer, u"41"_s);
        for (const QString& login : {u"officer"_s, u"colleague"_s, u"reviewer"_s, u"second"_s})
            m_office->confirm(login);
    }
    void cleanupTestCase() { m_office.reset(); }

    // --- merge and void

    void aMergedCaseNamesTheOneThatGoesOn()
    {
        const RecordId gone = newCase(), stays = newCase();
        ActRequest merge{ActKind::Merge, {}, u"The same girl, entered at both desks"_s, {}, true};
        QCOMPARE(outcome(CaseDesk(reviewer()).act(gone, merge)), u"no-target"_s);
        merge.target = gone;
        QCOMPARE(outcome(CaseDesk(reviewer()).act(gone, merge)), u"no-target"_s);
        merge.target = stays;
        QVERIFY(!CaseDesk(officer()).act(gone, merge));  // an officer does not
        ActRequest silent = merge;
        silent.comment.clear();
        QVERIFY(!CaseDesk(reviewer()).act(gone, silent));
        act(reviewer(), gone, merge);
        m_office->share();
        const CaseView merged = view(officer(), gone);
        QVERIFY(merged.row.phase == RecordPhase::Merged);
        QCOMPARE(merged.mergedInto, stays);
        QCOMPARE(merged.mergedIntoRef, view(officer(), stays).state.localRef);
        QVERIFY(!CaseDesk(officer()).mayEdit(merged));
        QVERIFY(view(officer(), stays).mergedInto.isNull());
        // Nothing goes on in a case that does not go on itself.
        const RecordId third = newCase();
        merge.target = gone;
        QCOMPARE(outcome(CaseDesk(reviewer()).act(third, merge)), u"no-target"_s);
    }

    void aCaseIsVoidedWithAReason()
    {
        const RecordId record = newCase();
        ActRequest request{ActKind::Void, {}, u"Entered at the wrong desk"_s, {}, true};
        QVERIFY(!CaseDesk(reviewer()).act(record, request));
        request.reasons = {u"by_mistake"_s};
        QVERIFY(!CaseDesk(officer()).act(record, request));
        act(reviewer(), record, request);
        QVERIFY(view(reviewer(), record).row.phase == RecordPhase::Void);
        QVERIFY(!view(reviewer(), record).state.localRef.isEmpty());
        const RecordId counted = approved();
        QCOMPARE(outcome(CaseDesk(reviewer()).act(counted, request)), u"wrong-phase"_s);
    }

    // --- correction of what was approved

    void aCorrectionNeedsAReasonAndASecondApproval()
    {
        const RecordId record = approved();
        const CaseView base = view(officer(), record);
        const AnswerPath at = path("case.police_station");
        QCOMPARE(outcome(tryEdit(officer(), base, at, u"Kotwali"_s)), u"correction-reason"_s);
        QCOMPARE(outcome(tryEdit(officer(), base, at, u"Kotwali"_s, {u"entry_error"_s, u"no"_s})),
                 u"correction-reason"_s);
        QVERIFY(view(officer(), record).state.isApproved());
        QCOMPARE(outcome(tryEdit(officer(), base, at, u"Kotwali"_s, kWhy)), u"done"_s);
        m_office->share();
        const CaseView changed = view(reviewer(), record);
        QVERIFY(changed.row.changedSinceApproval && !changed.state.isApproved());
        QVERIFY(toDecide(reviewer()).contains(record));
        const HistoryEntry last = good(CaseDesk(reviewer()).history(record)).last();
        QVERIFY(!last.act);
        QCOMPARE(last.reasons, QStringList{kWhy.code});
        QCOMPARE(last.comment, kWhy.text);
        QCOMPARE(last.fields.size(), 1);  // the reason is no answer
        QVERIFY(changed.notes.isEmpty());
        // The approved version counts until it is approved a second time.
        const CaseView old = good(CaseDesk(reviewer()).view(record, CaseDesk::Version::Approved));
        QVERIFY(old.answers.value(at).text != u"Kotwali"_s);
        act(officer(), record, {ActKind::Submit, {}, {}, {}, true});
        m_office->share();
        act(reviewer(), record, {ActKind::Approve, {}, {}, {}, true});
        QVERIFY(view(reviewer(), record).state.isApproved());
        QVERIFY(!toDecide(reviewer()).contains(record));
    }

    void anOlderStateOfAnApprovedCaseAsksToo()
    {
        const RecordId record = submitted();
        const CaseView before = view(officer(), record);
        act(reviewer(), record, {ActKind::Approve, {}, {}, {}, true});
        m_office->share();
        QCOMPARE(outcome(tryEdit(officer(), before, path("case.police_station"), u"Kotwali"_s)),
                 u"correction-reason"_s);
    }

    void beforeTheApprovalNothingIsAsked()
    {
        const RecordId record = submitted();
        QCOMPARE(outcome(tryEdit(officer(), view(officer(), record), path("case.police_station"), u"X"_s)),
                 u"done"_s);
    }

    // --- later facts

    void laterFactsHaveAShortReviewOfTheirOwn()
    {
        const RecordId record = approved();
        QCOMPARE(outcome(CaseDesk(reviewer()).mayAct(view(reviewer(), record), ActKind::ReviewLater)),
                 u"nothing-waits"_s);
        CaseView base = view(officer(), record);
        const QString was = base.answers.value(path("case.case_stage")).text;
        const QString stage = was == u"trial"_s ? u"appeal"_s : u"trial"_s;
        CaseBuilder builder(*officialForm());
        builder.answers = base.answers;
        builder.put(u"case.case_stage"_s, stage);
        const QString service = builder.addRow(u"trial"_s);
        builder.put(u"trial.court_type"_s, u"ahtot"_s, service);
        (void)good(CaseDesk(officer()).edit(base, builder.answers));  // without a reason
        m_office->share();

        const LaterReview review = good(laterReviewOf(reviewer(), record));
        QVERIFY(review.view.state.isApproved());
        QCOMPARE(review.view.row.laterRows, 2);
        QVERIFY(toDecide(reviewer()).contains(record));
        QCOMPARE(review.entries.size(), 2);
        QVERIFY(!review.entries[0].added && review.entries[1].added);
        QCOMPARE(review.entries[0].answers.size(), 1);
        QCOMPARE(review.entries[0].answers[0].from.text, was);
        QCOMPARE(review.entries[0].answers[0].to.text, stage);
        QCOMPARE(review.entries[1].who, QStringList{u"Name of officer"_s});
        QCOMPARE(review.entries[1].path.row, service);
        QVERIFY(!review.entries[1].answers.isEmpty());

        act(reviewer(), record, {ActKind::ReviewLater, {}, {}, {}, true});
        m_office->share();
        const CaseView after = view(officer(), record);
        QVERIFY(after.state.isApproved());
        QCOMPARE(after.row.laterRows, 0);
        QVERIFY(good(laterReviewOf(officer(), record)).entries.isEmpty());
        QVERIFY(!toDecide(reviewer()).contains(record));
    }

    void nobodyReviewsHisOwnLaterFacts()
    {
        const RecordId record = approved();
        edit(reviewer(), record, "case.case_stage",
             view(reviewer(), record).answers.value(path("case.case_stage")).text == u"trial"_s ? u"appeal"_s
                                                                                                : u"trial"_s);
        m_office->share();
        const ActRequest look{ActKind::ReviewLater, {}, {}, {}, true};
        QCOMPARE(outcome(CaseDesk(reviewer()).act(record, look)), u"four-eyes"_s);
        QVERIFY(!CaseDesk(officer()).act(record, look));
        QCOMPARE(outcome(CaseDesk(second()).act(record, look)), u"done"_s);
    }

    // --- others changed the case meanwhile

    void whatOthersDidIsShownBesideASaveOnAnOlderState()
    {
        const RecordId record = newCase();
        const CaseView mine = view(officer(), record);
        edit(colleague(), record, "case.gd_no", u"77/26"_s);
        edit(colleague(), record, "case.police_station", u"Benapole"_s);
        m_office->share();
        const Answers typed = with(mine.answers, path("case.police_station"), u"Sharsha"_s);
        const SavedCase saved = good(CaseDesk(officer()).edit(mine, typed));
        QVERIFY(saved.othersChanged);
        const OthersWork work = good(othersWorkOf(officer(), mine, typed, saved.change));
        QHash<quint32, IncomingAnswer> came;
        for (const IncomingAnswer& one : work.answers)
            came.insert(one.difference.path.field, one);
        QCOMPARE(came.size(), 2);
        const IncomingAnswer gd = came.value(path("case.gd_no").field);
        QCOMPARE(gd.difference.to.text, u"77/26"_s);
        QCOMPARE(gd.difference.from, mine.answers.value(path("case.gd_no")));
        QCOMPARE(gd.who, QStringList{u"Name of colleague"_s});
        QVERIFY(!gd.inConflict);
        QVERIFY(came.value(path("case.police_station").field).inConflict);
    }

    void actsOfOthersAreToldToo()
    {
        const RecordId record = submitted();
        const CaseView mine = view(officer(), record);
        act(reviewer(), record, {ActKind::Return, {u"missing_data"_s}, u"Which station?"_s, {}, true});
        m_office->share();
        const Answers typed = with(mine.answers, path("case.gd_no"), u"5/26"_s);
        const SavedCase saved = good(CaseDesk(officer()).edit(mine, typed));
        const OthersWork work = good(othersWorkOf(officer(), mine, typed, saved.change));
        QCOMPARE(work.acts, QStringList{u"return\tName of reviewer"_s});
        QVERIFY(work.answers.isEmpty());
    }

    /// Each was fine by itself: the offence begins later, the person was found earlier. Together they cannot be, and the form says so softly.
    void rulesOverSeveralAnswersRunOnWhatBothMade()
    {
        Answers answers = m_office->practiceCase(officer(), ++m_seed);
        const QString victim = answers.rowsOf(officialForm()->group(u"victim"_s)->id).first().row;
        const AnswerPath start = path("case.offence_start"), found = path("victim.identified_on", victim);
        const QDate reported = QDate::fromString(answers.value(path("case.reported_on")).text, Qt::ISODate);
        const auto day = [&](int before) { return reported.addDays(-before).toString(Qt::ISODate); };
        answers = with(with(answers, start, day(60)), found, day(2));
        // Which law was in force hangs on the day of the offence, too.
        answers = with(with(answers, path("case.legal_instrument"), {}), path("case.fir_sections"), {});
        const RecordId record = good(CaseDesk(officer()).create(answers)).record;
        m_office->share();
        const CaseView mine = view(officer(), record), theirs = view(colleague(), record);
        (void)good(tryEdit(colleague(), theirs, found, day(40)));
        m_office->share();
        const Answers typed = with(mine.answers, start, day(10));
        const SavedCase saved = good(CaseDesk(officer()).edit(mine, typed));
        const OthersWork work = good(othersWorkOf(officer(), mine, typed, saved.change));
        bool told = false;
        for (const Problem& problem : work.problems) {
            QVERIFY(problem.severity == Severity::Warning);
            told = told || (problem.path == found && problem.kind == u"constraint"_s);
        }
        QVERIFY(told);
        QVERIFY(view(officer(), record).conflicts.isEmpty());
    }

    // --- checklist B

    void checklistBKnowsWhatTheCaseShows()
    {
        const auto holds = [&](const CaseView& view) {
            QStringList all;
            for (const ChecklistItem& point : good(acceptanceChecklist(reviewer(), view)))
                all.append(point.holds);
            return all;
        };
        const RecordId record = approved();
        QCOMPARE(holds(view(reviewer(), record)), (QStringList{u"true"_s, {}, u"true"_s, {}, {}}));
        CaseView hollow = view(reviewer(), record);
        hollow.answers.values.remove(path("case.lead_agency"));
        QCOMPARE(holds(hollow)[0], u"false"_s);
        // The history knows that the type was another one at first.
        CaseView changed = view(reviewer(), record);
        const AnswerPath type = path("case.case_class");
        for (const char* reason : {"case.class_change_reason", "case.class_reason"})
            changed.answers.values.remove(path(reason));
        const QString other = changed.answers.value(type).text == u"tip"_s ? u"som"_s : u"tip"_s;
        changed.state.fields[{type.group, {}, type.field}].value = FieldValue::plain(Cbor(other));
        QCOMPARE(holds(changed)[2], u"false"_s);
        changed.answers.set(path("case.class_change_reason"), {{}, {}, true});  // sealed is there
        QCOMPARE(holds(changed)[2], u"true"_s);
    }

    // --- an approval falls back

    void aLaterChangeTurnsItToChangedSinceApproval()
    {
        const RecordId record = approved();
        edit(colleague(), record, "case.police_station", u"Kotwali"_s, kWhy);
        m_office->share();
        for (Station* station : {&officer(), &colleague(), &reviewer(), &second()}) {
            const CaseView seen = view(*station, record);
            QVERIFY(seen.row.changedSinceApproval && !seen.state.isApproved());
            QVERIFY(CaseDesk(*station).view(record, CaseDesk::Version::Approved));
        }
    }

    void aConcurrentChangeDoesTheSame()
    {
        const RecordId record = submitted();
        edit(colleague(), record, "case.police_station", u"Kotwali"_s);  // nobody saw it yet
        act(reviewer(), record, {ActKind::Approve, {}, {}, {}, true});
        QVERIFY(view(reviewer(), record).state.isApproved());
        m_office->share();
        for (Station* station : {&officer(), &reviewer()})
            QVERIFY(view(*station, record).row.changedSinceApproval);
        QVERIFY(toDecide(second()).contains(record));
    }

    void aConcurrentReturnBringsItBackToTheQueue()
    {
        const RecordId record = submitted();
        act(reviewer(), record, {ActKind::Approve, {}, {}, {}, true});
        act(second(), record, {ActKind::Return, {u"missing_data"_s}, u"Which station?"_s, {}, true});
        m_office->share();
        for (Station* station : {&officer(), &reviewer(), &second()}) {
            const CaseView seen = view(*station, record);
            QVERIFY(seen.row.phase == RecordPhase::Submitted);
            QVERIFY(seen.state.needsReviewAgain && !seen.state.isApproved());
        }
        QVERIFY(toDecide(reviewer()).contains(record));
    }

    void whoChoseAnExistingValueMayApproveWhoTypedAThirdMayNot()
    {
        const RecordId chosen = clash();
        QCOMPARE(mayApproveNow(chosen), u"open-conflict"_s);
        settle(reviewer(), chosen, u"Benapole"_s);
        QCOMPARE(mayApproveNow(chosen), u"done"_s);
        const RecordId typed = clash();
        settle(reviewer(), typed, u"Jhikargachha"_s);
        QCOMPARE(mayApproveNow(typed), u"four-eyes"_s);
        m_office->share();
        QCOMPARE(outcome(CaseDesk(second()).mayAct(view(second(), typed), ActKind::Approve)), u"done"_s);
    }

    void nobodyApprovesWhatHeChangedLast()
    {
        const RecordId record = submitted();
        edit(reviewer(), record, "case.police_station", u"Kotwali"_s);
        QCOMPARE(mayApproveNow(record), u"four-eyes"_s);
        QCOMPARE(outcome(CaseDesk(reviewer()).act(record, {ActKind::Approve, {}, {}, {}, true})),
                 u"four-eyes"_s);
        m_office->share();
        QCOMPARE(outcome(CaseDesk(second()).act(record, {ActKind::Approve, {}, {}, {}, true})), u"done"_s);
    }

    void aLateThirdValueReopensASettledConflict()
    {
        const RecordId record = submitted();
        const CaseView old = view(colleague(), record);
        edit(officer(), record, "case.police_station", u"Sharsha"_s);
        (void)good(tryEdit(reviewer(), view(reviewer(), record), path("case.police_station"), u"Benapole"_s));
        m_office->share();
        settle(second(), record, u"Benapole"_s);
        m_office->share();
        act(second(), record, {ActKind::Approve, {}, {}, {}, true});
        m_office->share();
        QVERIFY(view(officer(), record).state.isApproved());
        // What somebody had typed all the time, on what was there before.
        (void)good(tryEdit(colleague(), old, path("case.police_station"), u"Kotwali"_s, kWhy));
        m_office->share();
        for (Station* station : {&officer(), &colleague(), &second()}) {
            const CaseView seen = view(*station, record);
            QCOMPARE(seen.conflicts.size(), 1);
            QVERIFY(seen.row.changedSinceApproval && !seen.state.isApproved());
        }
    }

    void twoDifferentResolutionsReopenTheConflict()
    {
        const RecordId record = clash();
        settle(reviewer(), record, u"Sharsha"_s);
        settle(second(), record, u"Benapole"_s);
        m_office->share();
        for (Station* station : {&officer(), &reviewer(), &second()})
            QCOMPARE(view(*station, record).conflicts.size(), 1);
        QCOMPARE(mayApproveNow(record), u"open-conflict"_s);
        const RecordId same = clash();
        settle(reviewer(), same, u"Sharsha"_s);
        settle(second(), same, u"Sharsha"_s);
        m_office->share();
        QVERIFY(view(officer(), same).conflicts.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ActsOfCasesTest)
#include "ActsOfCasesTest.moc"
