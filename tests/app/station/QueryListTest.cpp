// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/QueryList.h"

#include "app/station/CaseTalk.h"
#include "app/station/HandoverDesk.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace prohori;

/** The list of all questions on answers, on the stations of an office: who sees which, whose turn it is, in what order they stand, and that they
    leave it when they are closed.
*/
class QueryListTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    quint64 m_seed = 900;
    QSet<RecordId> m_records;  ///< of this test

    Station& at(const char* who) { return m_office->at(QString::fromLatin1(who)); }
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
    RecordId created(const char* who = "officer")
    {
        const RecordId record =
            good(CaseDesk(at(who)).create(m_office->practiceCase(at(who), ++m_seed))).record;
        m_records.insert(record);
        m_office->share();
        return record;
    }
    void ask(const char* who, const RecordId& record, const AnswerPath& place, const QString& words)
    {
        (void)good(CaseTalk(at(who)).openQuery(record, place, words));
        m_office->share();
    }
    void answer(const char* who, const CaseQuery& query)
    {
        (void)good(CaseTalk(at(who)).answerQuery(query.record, query.query.id, u"Yes, it is"_s));
        m_office->share();
    }
    void close(const char* who, const CaseQuery& query)
    {
        (void)good(CaseTalk(at(who)).closeQuery(query.record, query.query.id, {}));
        m_office->share();
    }
    QList<CaseQuery> all(const char* who)
    {
        QList<CaseQuery> found;
        for (QueryList list(at(who)); !list.isAtEnd();)
            found += good(list.next());
        found.removeIf([this](const CaseQuery& query) { return !m_records.contains(query.record); });
        std::stable_sort(found.begin(), found.end(), comesBefore);
        return found;
    }
    CaseQuery only(const char* who, const RecordId& record)
    {
        QList<CaseQuery> found = all(who);
        found.removeIf([&](const CaseQuery& query) { return query.record != record; });
        if (found.size() != 1)
            qFatal("%d questions of the case", static_cast<int>(found.size()));
        return found.first();
    }

private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->join(u"colleague"_s, Role::Recorder, u"41"_s);
        m_office->join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        m_office->join(u"deputy"_s, Role::DistrictReviewer, u"41"_s);
        for (const QString& who : {u"officer"_s, u"reviewer"_s, u"deputy"_s})
            m_office->confirm(who);
    }
    void init() { m_records.clear(); }
    void cleanupTestCase() { m_office.reset(); }

    void aQuestionTellsWhereItStandsWhoAskedAndForHowLong()
    {
        QVERIFY(all("officer").isEmpty());
        const RecordId record = created();
        const Instant asked = m_office->clock.now();
        ask("reviewer", record, path("case.fir_no"), u"Is this the number?"_s);
        passDays(3);
        const CaseQuery query = only("officer", record);
        QCOMPARE(query.localRef, good(at("officer").store().caseRow(record)).localRef);
        QCOMPARE(query.fieldPath, u"case.fir_no"_s);
        const FieldDefinition* field = officialForm()->field(u"case"_s, u"fir_no"_s);
        for (const QString& language : {u"en"_s, u"bn"_s})
            QCOMPARE(query.question.in(language), field->label.in(language));
        QVERIFY(query.question.in(u"en"_s) != query.question.in(u"bn"_s));
        QVERIFY(query.place.isEmpty());
        QCOMPARE(query.asked().who, u"Name of reviewer"_s);
        QCOMPARE(query.asked().claimed, asked);
        QCOMPARE(query.last().text, u"Is this the number?"_s);
        QVERIFY(!query.last().sealed);
        QCOMPARE(query.days, 3);
        // A clock that stands behind the one of who asked makes no days of the future.
        m_office->clock.setWall(asked.plus(-std::chrono::hours(48)));
        QCOMPARE(only("officer", record).days, 0);
        m_office->clock.setWall(asked.plus(std::chrono::hours(72)));
    }

    void aQuestionInARowTellsTheRow()
    {
        const RecordId record = created();
        const quint32 victims = officialForm()->group(u"victim"_s)->id;
        const QString row = good(CaseDesk(at("officer")).view(record)).answers.rowsOf(victims).first().row;
        ask("reviewer", record, path("victim.age_years", row), u"Is she so young?"_s);
        const CaseQuery query = only("officer", record);
        QVERIFY2(query.place.in(u"en"_s).startsWith(u"V-1"_s), qPrintable(query.place.in(u"en"_s)));
        QCOMPARE(query.fieldPath, u"victim[1].age_years"_s);
        QCOMPARE(query.query.path, path("victim.age_years", row));
    }

    void firstTheHolderAnswersThenWhoAskedCloses()
    {
        const RecordId record = created();
        ask("reviewer", record, path("case.fir_no"), u"Is this the number?"_s);
        const auto turns = [&](QueryTurn turn, bool officers, bool reviewers) {
            QCOMPARE(only("officer", record).turn, turn);
            QCOMPARE(only("officer", record).mine, officers);
            QCOMPARE(only("reviewer", record).turn, turn);
            QCOMPARE(only("reviewer", record).mine, reviewers);
            QVERIFY(!only("colleague", record).mine);
        };
        turns(QueryTurn::Answer, true, false);
        answer("officer", only("officer", record));
        turns(QueryTurn::Close, false, true);
        QCOMPARE(only("reviewer", record).last().text, u"Yes, it is"_s);
        QCOMPARE(only("reviewer", record).last().who, u"Name of officer"_s);
        close("reviewer", only("reviewer", record));
        QVERIFY(all("officer").isEmpty() && all("reviewer").isEmpty());
    }

    void whatWaitsForMeStandsFirstThenTheLongestAsked()
    {
        QList<RecordId> records;
        for (int i = 0; i < 4; ++i) {
            records.append(created(i == 1 ? "colleague" : "officer"));
            ask("reviewer", records.last(), path("case.fir_no"), u"Is this the number?"_s);
            passDays(1);
        }
        answer("officer", only("officer", records[0]));
        const auto order = [&](const char* who) {
            QList<qsizetype> places;
            for (const CaseQuery& query : all(who))
                places.append(records.indexOf(query.record));
            return places;
        };
        QCOMPARE(order("officer"), (QList<qsizetype>{2, 3, 0, 1}));
        QCOMPARE(order("colleague"), (QList<qsizetype>{1, 0, 2, 3}));
        QCOMPARE(order("reviewer"), (QList<qsizetype>{0, 1, 2, 3}));
    }

    void whoHoldsNoKeySeesThatThereIsOne()
    {
        const RecordId record = created();
        ask("reviewer", record, path("case.fir_no"), u"Is this the number?"_s);
        const CaseQuery query = only("colleague", record);  // is not confirmed
        QCOMPARE(query.last().text, QString());
        QVERIFY(query.last().sealed);
        QCOMPARE(query.asked().who, u"Name of reviewer"_s);
        QVERIFY(!query.question.isEmpty());
        // Nothing was said: that is not sealed.
        answer("officer", only("officer", record));
        ask("reviewer", record, path("case.police_station"), u"Which one?"_s);
        const QList<CaseQuery> two = all("reviewer");
        const auto first = std::find_if(two.begin(), two.end(),
                                        [](const CaseQuery& one) { return one.turn == QueryTurn::Close; });
        QVERIFY(first != two.end());
        close("reviewer", *first);
        const QList<CaseQuery> after = all("colleague");
        QCOMPARE(after.size(), 2);
        QVERIFY(after.last().last().text.isEmpty() && !after.last().last().sealed);
    }

    void closedOnesStayWhileAnotherOfTheirCaseIsOpen()
    {
        const RecordId record = created();
        ask("reviewer", record, path("case.fir_no"), u"Is this the number?"_s);
        ask("reviewer", record, path("case.police_station"), u"Which one?"_s);
        QCOMPARE(all("officer").size(), 2);
        const QByteArray first = good(QueryList::of(at("reviewer"), record)).first().query.id;
        (void)good(CaseTalk(at("reviewer")).closeQuery(record, first, {}));
        m_office->share();
        const QList<CaseQuery> left = all("officer");
        QCOMPARE(left.size(), 2);
        QVERIFY(left[0].turn == QueryTurn::Answer && left[0].mine);
        QVERIFY(left[1].turn == QueryTurn::None && !left[1].mine && left[1].query.id == first);
        (void)good(CaseTalk(at("reviewer")).closeQuery(record, left[0].query.id, {}));
        m_office->share();
        QVERIFY(all("officer").isEmpty());
        QCOMPARE(good(QueryList::of(at("officer"), record)).size(), 2);
    }

    /// More cases than one page of the list; each step is one case, so that nobody waits for all of them.
    void manyAreReadInShortSteps()
    {
        constexpr int kCases = 12, kAsked = 10, kPage = 5;
        QList<Answers> many;
        for (int i = 0; i < kCases; ++i)
            many.append(m_office->practiceCase(at("officer"), ++m_seed));
        const QList<SavedCase> cases = good(CaseDesk(at("officer")).createAll(many));
        m_office->share();
        QSet<RecordId> asked, read;
        for (int i = 0; i < kAsked; ++i) {
            (void)good(CaseTalk(at("reviewer")).openQuery(cases[i].record, path("case.fir_no"), u"Right?"_s));
            asked.insert(cases[i].record);
        }
        QueryList list(at("reviewer"), kPage);
        qint64 slowest = 0;
        QElapsedTimer whole;
        whole.start();
        int steps = 0;
        while (!list.isAtEnd()) {
            QElapsedTimer step;
            step.start();
            const QList<CaseQuery> some = good(list.next());
            slowest = std::max(slowest, step.elapsed());
            steps += some.isEmpty() ? 0 : 1;
            QSet<RecordId> ofStep;
            for (const CaseQuery& query : some)
                ofStep.insert(query.record);
            QVERIFY2(ofStep.size() <= 1, "one case a step");
            QVERIFY2(!read.intersects(ofStep), "once each");
            read += ofStep;
        }
        qInfo() << steps << "cases in" << whole.elapsed() << "ms, the slowest step" << slowest << "ms";
        QVERIFY(read.contains(asked));
        QVERIFY2(slowest < 500, qPrintable(QString::number(slowest)));
    }

    void itGoesWithTheCaseToItsNewHolder()
    {
        m_office->confirm(u"colleague"_s);
        const RecordId record = created();
        ask("reviewer", record, path("case.fir_no"), u"Is this the number?"_s);
        (void)good(HandoverDesk(at("officer")).propose({record}, 0, at("colleague").me().person));
        m_office->share();
        QVERIFY(only("officer", record).mine && !only("colleague", record).mine);
        (void)good(HandoverDesk(at("colleague")).answer(HandoverStep::Accept, {record}));
        m_office->share();
        QVERIFY(!only("officer", record).mine && only("colleague", record).mine);
    }

    /// Somebody else may close it only when who asked cannot any more.
    void whatAPersonWhoLeftHasAskedWaitsForTheOthers()
    {
        const RecordId record = created();
        ask("reviewer", record, path("case.fir_no"), u"Is this the number?"_s);
        answer("officer", only("officer", record));
        QVERIFY(only("reviewer", record).mine);
        QVERIFY(!only("deputy", record).mine);
        m_office->revoke(u"reviewer"_s);
        QVERIFY(only("deputy", record).mine);
        QVERIFY(!only("officer", record).mine);
    }
};

QTEST_GUILESS_MAIN(QueryListTest)
#include "QueryListTest.moc"
