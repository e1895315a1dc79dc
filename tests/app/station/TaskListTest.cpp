// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/TaskList.h"

#include "app/station/CaseTalk.h"
#include "app/station/HandoverDesk.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QElapsedTimer>
#include <QTest>

using namespace prohori;

/** What waits for whom, and until when: the clocks of domain/README.md and the limits of the law, on dates counted by hand. The clock of the
    office stands on 23 November 2026, a Monday, and goes on by the day.
*/
class TaskListTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    const Deadlines m_deadlines{*officialForm()->package()};
    quint64 m_seed = 500;

    Station& at(const char* who) { return m_office->at(QString::fromLatin1(who)); }
    QDate today() const { return m_office->clock.today(); }
    void passDays(int days) { m_office->clock.advance(std::chrono::hours(24) * days); }

    template <typename T>
    static T good(const Result<T>& result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
        return *result;
    }
    static AnswerPath path(const char* field, const QString& row = {})
    {
        return CaseBuilder(*officialForm()).path(QString::fromLatin1(field), row);
    }
    /// A case that was reported today, without what has dates of its own.
    Answers newsOfToday()
    {
        Answers answers = m_office->practiceCase(at("officer"), ++m_seed);
        const QList<AnswerRow> rows = answers.rows;
        for (const AnswerRow& row : rows)
            answers.removeRow(row.row);
        const QString day = today().toString(Qt::ISODate);
        answers.set(path("case.reported_on"), {day, {}, false});
        for (const char* field :
             {"case.tribunal_complaint_no", "case.fir_no", "case.fir_date", "case.offence_end",
              "case.legal_instrument", "case.fir_sections", "case.means_types"})
            answers.set(path(field), {});
        return answers;
    }
    /// The same with an FIR under the Ordinance of 2026.
    Answers underTheOrdinance()
    {
        Answers answers = newsOfToday();
        answers.set(path("case.fir_no"), {u"12/2026"_s, {}, false});
        answers.set(path("case.reported_on"), {u"2026-08-05"_s, {}, false});
        answers.set(path("case.fir_date"), {u"2026-08-05"_s, {}, false});
        answers.set(path("case.offence_start"), {u"2026-08-01"_s, {}, false});
        answers.set(path("case.legal_instrument"), {u"ord2026"_s, {}, false});
        return answers;
    }
    QString addRow(Answers& answers, const char* group, int number)
    {
        const QString row = u"5f0c1c1e-0000-4000-8000-0000000000%1"_s.arg(number);
        answers.rows.append({officialForm()->group(QString::fromLatin1(group))->id, row, {}});
        return row;
    }
    QList<Task> tasks(const char* who)
    {
        Station& station = at(who);
        while (good(workOutDues(station, m_deadlines, 50)) > 0) {
        }
        return good(TaskList(station, m_deadlines).tasks());
    }
    std::optional<Task> find(const char* who, TaskKind kind, const RecordId& record, const QString& what = {})
    {
        for (const Task& task : tasks(who)) {
            if (task.kind == kind && task.row.record == record && task.what == what)
                return task;
        }
        return {};
    }
    void act(const char* who, const RecordId& record, const ActRequest& request)
    {
        (void)good(CaseDesk(at(who)).act(record, request));
        m_office->share();
    }
    RecordId created(const Answers& answers)
    {
        const RecordId record = good(CaseDesk(at("officer")).create(answers)).record;
        m_office->share();
        return record;
    }
    RecordId practice() { return created(m_office->practiceCase(at("officer"), ++m_seed)); }

private slots:
    void init()
    {
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->join(u"colleague"_s, Role::Recorder, u"41"_s);
        m_office->join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        m_office->join(u"court"_s, Role::CourtOfficer, u"41"_s);
        for (const QString& who : {u"officer"_s, u"colleague"_s, u"reviewer"_s, u"court"_s})
            m_office->confirm(who);
    }

    void aDraftIsToBeSubmittedWithinThreeDays()
    {
        const RecordId record = created(newsOfToday());
        const auto task = find("officer", TaskKind::Submit, record);
        QVERIFY(task);
        QCOMPARE(task->due, today().addDays(3));
        QCOMPARE(task->left, 3);
        passDays(5);
        QCOMPARE(find("officer", TaskKind::Submit, record)->left, -2);
        QVERIFY(!find("colleague", TaskKind::Submit, record));
        QVERIFY(!find("reviewer", TaskKind::Submit, record));
    }

    void theDistrictReviewsWithinFiveWorkingDays()
    {
        const RecordId record = practice();
        act("officer", record, {ActKind::Submit, {}, {}, {}, true});
        const auto task = find("reviewer", TaskKind::Review, record);
        QVERIFY(task);
        QCOMPARE(task->due, m_deadlines.workingDaysAfter(today(), 5));
        QVERIFY(!find("officer", TaskKind::Review, record));
        QVERIFY(!find("officer", TaskKind::Submit, record));
    }

    void aReturnedCaseWaitsForItsHolderSinceThatDay()
    {
        const RecordId record = practice();
        act("officer", record, {ActKind::Submit, {}, {}, {}, true});
        passDays(2);
        act("reviewer", record, {ActKind::Return, {u"missing_data"_s}, u"Please look again"_s, {}, true});
        const QDate returned = today();
        passDays(3);
        const auto task = find("officer", TaskKind::Returned, record);
        QVERIFY(task);
        QCOMPARE(task->since, returned);
        QVERIFY(!task->left);
        QVERIFY(!find("reviewer", TaskKind::Review, record));
    }

    void aQuestionWaitsForTheHolder()
    {
        const RecordId record = practice();
        (void)good(CaseTalk(at("reviewer")).openQuery(record, path("case.fir_no"), u"Is this right?"_s));
        m_office->share();
        QVERIFY(find("officer", TaskKind::Question, record));
        QVERIFY(!find("colleague", TaskKind::Question, record));
    }

    void datesOfTheLawAreThoseOfTheForm()
    {
        Answers answers = underTheOrdinance();
        const QString row = addRow(answers, "investigation", 11);
        const QDate assigned = today().addDays(-80);
        answers.set(path("investigation.assigned_on", row), {assigned.toString(Qt::ISODate), {}, false});
        answers.set(path("investigation.outcome", row), {u"pending"_s, {}, false});
        const DueState draft{RecordPhase::Draft, today(), false};
        const FormEngine& engine = at("officer").engine();
        const auto kinds = [&] {
            QHash<QString, QDate> found;
            for (const CaseDue& due : duesOf(engine, answers, draft, m_deadlines))
                found.insert(due.what, due.day);
            return found;
        };
        QCOMPARE(kinds().value(u"investigation"_s), assigned.addDays(90));
        QCOMPARE(kinds().value(u"more_time"_s), m_deadlines.workingDaysBefore(assigned.addDays(90), 3));
        answers.set(path("investigation.extension_by", row), {u"tribunal"_s, {}, false});
        answers.set(path("investigation.extended_until", row),
                    {assigned.addDays(120).toString(Qt::ISODate), {}, false});
        QCOMPARE(kinds().value(u"investigation"_s), assigned.addDays(120));
        QVERIFY(!kinds().contains(u"more_time"_s));
        answers.set(path("investigation.outcome", row), {u"charge_sheet"_s, {}, false});
        answers.set(path("investigation.outcome_on", row), {today().toString(Qt::ISODate), {}, false});
        QVERIFY(!kinds().contains(u"investigation"_s));
        QCOMPARE(kinds().value(u"update_charge_sheet"_s), today().addDays(7));
    }

    void whatTheVictimIsOwedHasItsDates()
    {
        Answers answers = newsOfToday();
        answers.set(path("case.case_stage"), {u"investigation"_s, {}, false});
        const QString row = addRow(answers, "victim", 12);
        answers.set(path("victim.victim_status", row), {u"identified"_s, {}, false});
        answers.set(path("victim.identified_on", row), {u"2026-10-31"_s, {}, false});
        const auto day = [&](const QString& what) {
            for (const CaseDue& due : duesOf(at("officer").engine(), answers, {}, m_deadlines)) {
                if (due.what == what)
                    return due.day;
            }
            return QDate();
        };
        QCOMPARE(day(u"victim_update"_s), QDate(2026, 11, 30));
        QCOMPARE(day(u"referral"_s), QDate(2026, 10, 31));
        answers.set(path("victim.last_update_given_on", row), {u"2026-11-20"_s, {}, false});
        QCOMPARE(day(u"victim_update"_s), QDate(2026, 12, 20));
        answers.set(path("case.case_stage"), {u"closed"_s, {}, false});
        QVERIFY(!day(u"victim_update"_s).isValid());
    }

    void eachSeesTheDatesOfHisOwnWork()
    {
        Answers answers = underTheOrdinance();
        const QString row = addRow(answers, "investigation", 13);
        answers.set(path("investigation.assigned_on", row),
                    {today().addDays(-100).toString(Qt::ISODate), {}, false});
        answers.set(path("investigation.outcome", row), {u"pending"_s, {}, false});
        const RecordId record = created(answers);
        const auto task = find("officer", TaskKind::Date, record, u"investigation"_s);
        QVERIFY(task);
        QCOMPARE(task->left, -10);
        QCOMPARE(tasks("officer").first().row.record, record);  // the most urgent first
        QVERIFY(find("reviewer", TaskKind::Date, record, u"investigation"_s));
        QVERIFY(!find("colleague", TaskKind::Date, record, u"investigation"_s));
        QVERIFY(!find("court", TaskKind::Date, record, u"investigation"_s));
        QVERIFY(!find("officer", TaskKind::Date, record, u"more_time"_s));  // it only reminds
        // Lists know the nearest of its dates.
        const CaseRow shown = good(at("officer").store().caseRow(record));
        QCOMPARE(shown.dueOn, today().addDays(-10));
        QVERIFY(m_deadlines.nearestOf(shown) == QDate(2026, 8, 8));  // when it should have been submitted
    }

    void datesOfAnotherStateAreNotShown()
    {
        Answers answers = underTheOrdinance();
        const QString row = addRow(answers, "investigation", 14);
        answers.set(path("investigation.assigned_on", row),
                    {today().addDays(-100).toString(Qt::ISODate), {}, false});
        const RecordId record = created(answers);
        QVERIFY(find("officer", TaskKind::Date, record, u"investigation"_s));
        CaseDesk desk(at("officer"));
        const CaseView view = good(desk.view(record));
        Answers edited = view.answers;
        edited.set(path("investigation.assigned_on", row), {today().toString(Qt::ISODate), {}, false});
        (void)good(desk.edit(view, edited));
        const auto before = good(TaskList(at("officer"), m_deadlines).tasks());
        QVERIFY(std::none_of(before.begin(), before.end(),
                             [](const Task& task) { return task.kind == TaskKind::Date; }));
        QCOMPARE(good(at("officer").store().recordsWithoutDues(10)), QList<RecordId>{record});
        QVERIFY(!find("officer", TaskKind::Date, record, u"investigation"_s));  // more than 30 days away
    }

    void tasksGoByTheHolder()
    {
        const RecordId record = created(newsOfToday());
        const PersonId colleague = at("colleague").me().person;
        (void)good(HandoverDesk(at("officer")).propose({record}, 0, colleague));
        m_office->share();
        QVERIFY(find("colleague", TaskKind::Handover, record));
        QVERIFY(find("officer", TaskKind::Submit, record));
        (void)good(HandoverDesk(at("colleague")).answer(HandoverStep::Accept, {record}));
        m_office->share();
        QVERIFY(find("colleague", TaskKind::Submit, record));
        QVERIFY(!find("colleague", TaskKind::Handover, record));
        QVERIFY(!find("officer", TaskKind::Submit, record));
    }

    void aLongListIsQuick()
    {
        QList<Answers> many;
        for (int i = 0; i < 300; ++i)
            many.append(m_office->practiceCase(at("officer"), ++m_seed));
        (void)good(CaseDesk(at("officer")).createAll(many));
        QElapsedTimer timer;
        timer.start();
        int done = 0;
        while (const int some = good(workOutDues(at("officer"), m_deadlines, 50)))
            done += some;
        const qint64 each = timer.nsecsElapsed() / 1000 / std::max(1, done);
        timer.restart();
        const auto list = good(TaskList(at("officer"), m_deadlines).tasks());
        qInfo() << done << "cases," << each << "us each for its dates;" << list.size() << "tasks in"
                << timer.nsecsElapsed() / 1000 << "us";
        QCOMPARE(done, 300);
        QVERIFY(list.size() > 100 && list.size() <= 200);
        QVERIFY(timer.elapsed() < 2000);
    }
};

QTEST_GUILESS_MAIN(TaskListTest)
#include "TaskListTest.moc"
