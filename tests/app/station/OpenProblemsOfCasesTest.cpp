// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QTest>

#include <algorithm>

using namespace prohori;

/// The number in the list of cases is what the form says of the case, in the state that it is in.
class OpenProblemsOfCasesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;

    Station& officer() { return m_office->at(u"officer"_s); }
    Station& colleague() { return m_office->at(u"colleague"_s); }
    static std::optional<int> shown(Station& station, const RecordId& record)
    {
        const auto row = station.store().caseRow(record);
        return row ? row->openProblems : std::nullopt;
    }
    /// Counted by the engine itself, from what the person reads.
    static int reported(Station& station, const RecordId& record)
    {
        const auto view = CaseDesk(station).view(record);
        if (!view)
            qFatal("%s", qPrintable(view.error().detail));
        const auto all = view->engine->check(view->answers, CheckLevel::Submit);
        return static_cast<int>(std::count_if(all.begin(), all.end(), [](const Problem& problem) {
            return problem.severity == Severity::Error;
        }));
    }
    static CaseBuilder draft()
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"tip"_s)
            .put(u"case.reported_on"_s, u"2026-03-01"_s)
            .put(u"case.district_code"_s, u"41"_s);
        return builder;
    }

private slots:
    void initTestCase()
    {
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->join(u"colleague"_s, Role::Recorder, u"41"_s);
        m_office->confirm(u"officer"_s);
        m_office->confirm(u"colleague"_s);
        m_office->share();
    }

    void aNewCaseAndAnEditAreCountedAsTheyAreSaved()
    {
        CaseDesk desk(officer());
        const auto saved = desk.create(draft().answers);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().detail));
        const int before = reported(officer(), saved->record);
        QVERIFY(before > 3);
        QCOMPARE(shown(officer(), saved->record), std::optional(before));

        const auto view = desk.view(saved->record);
        QVERIFY(view);
        Answers edited = view->answers;
        edited.set(CaseBuilder(*officialForm()).path(u"case.online_element"_s), {u"no"_s, {}, false});
        QVERIFY(desk.edit(*view, edited));
        const int after = reported(officer(), saved->record);
        QVERIFY(after != before);
        QCOMPARE(shown(officer(), saved->record), std::optional(after));
    }

    void whatCameFromOthersIsCountedWhenAskedFor()
    {
        const auto saved = CaseDesk(officer()).create(draft().answers);
        QVERIFY(saved);
        m_office->share();
        QVERIFY(!shown(colleague(), saved->record).has_value());
        const auto counted = CaseDesk(colleague()).countOpenProblems(saved->record);
        QVERIFY(counted);
        QCOMPARE(*counted, reported(colleague(), saved->record));
        QCOMPARE(shown(colleague(), saved->record), std::optional(*counted));

        // Another's edit makes the count stale: it is not shown, until it is counted anew.
        const auto view = CaseDesk(officer()).view(saved->record);
        Answers edited = view->answers;
        edited.set(CaseBuilder(*officialForm()).path(u"case.case_stage"_s), {u"gd"_s, {}, false});
        QVERIFY(CaseDesk(officer()).edit(*view, edited));
        m_office->share();
        QVERIFY(!shown(colleague(), saved->record).has_value());
        QVERIFY(CaseDesk(colleague()).countOpenProblems(saved->record));
        QCOMPARE(shown(colleague(), saved->record), std::optional(reported(colleague(), saved->record)));
    }
};

QTEST_GUILESS_MAIN(OpenProblemsOfCasesTest)
#include "OpenProblemsOfCasesTest.moc"
