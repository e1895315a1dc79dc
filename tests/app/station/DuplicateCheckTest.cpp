// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/DuplicateCheck.h"

#include "app/station/ReviewDesk.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QTest>

using namespace prohori;

/// Two cases of one FIR are seen as such, and stop an approval together with others.
class DuplicateCheckTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        m_office->confirm(u"officer"_s);
        m_office->confirm(u"reviewer"_s);
    }

    void numberDateAndStationNameOneFir_data()
    {
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("date");
        QTest::addColumn<QString>("station");
        QTest::addColumn<bool>("same");
        QTest::newRow("all three") << u"12/2026"_s << u"2026-03-01"_s << u"Kotwali"_s << true;
        QTest::newRow("Bangla digits") << u"১২/২০২৬"_s << u"2026-03-01"_s << u"Kotwali"_s << true;
        QTest::newRow("blanks and case") << u" 12 / 2026"_s << u"2026-03-01"_s << u"KOTWALI "_s << true;
        QTest::newRow("no station given") << u"12/2026"_s << u"2026-03-01"_s << QString() << true;
        QTest::newRow("no date given") << u"12/2026"_s << QString() << u"Kotwali"_s << true;
        QTest::newRow("another station") << u"12/2026"_s << u"2026-03-01"_s << u"Sadar"_s << false;
        QTest::newRow("another day") << u"12/2026"_s << u"2026-03-02"_s << u"Kotwali"_s << false;
        QTest::newRow("another number") << u"13/2026"_s << u"2026-03-01"_s << u"Kotwali"_s << false;
        QTest::newRow("a number that begins so") << u"12/20261"_s << u"2026-03-01"_s << u"Kotwali"_s << false;
        QTest::newRow("a number with more") << u"12/2026/A"_s << u"2026-03-01"_s << u"Kotwali"_s << false;
        QTest::newRow("no number") << QString() << u"2026-03-01"_s << u"Kotwali"_s << false;
        QTest::newRow("signs alone") << u"/"_s << u"2026-03-01"_s << u"Kotwali"_s << false;
    }
    void numberDateAndStationNameOneFir()
    {
        QFETCH(QString, number);
        QFETCH(QString, date);
        QFETCH(QString, station);
        QFETCH(bool, same);
        const RecordId first = made(newNumber(), u"2026-03-01"_s, u"Kotwali"_s);
        const RecordId second =
            made(number.replace(u"2026"_s, m_year).replace(u"২০২৬"_s, bangla(m_year)), date, station);
        QCOMPARE(candidates(first), same ? QList{second} : QList<RecordId>());
        QCOMPARE(candidates(second), same ? QList{first} : QList<RecordId>());
    }

    void whatWasVoidedIsNone()
    {
        const QString number = newNumber();
        const RecordId first = made(number, u"2026-03-01"_s, u"Kotwali"_s);
        const RecordId second = made(number, u"2026-03-01"_s, u"Kotwali"_s);
        QCOMPARE(candidates(first), QList{second});
        m_office->share();
        (void)good(CaseDesk(at(u"reviewer"_s))
                       .act(second, {ActKind::Void, {u"by_mistake"_s}, u"Entered twice"_s, {}, true}));
        m_office->share();
        QCOMPARE(candidates(first), QList<RecordId>());
        QCOMPARE(candidates(second), QList<RecordId>());
    }

    void whatWasMergedIsNone()
    {
        const QString number = newNumber();
        const RecordId first = made(number, u"2026-03-01"_s, u"Kotwali"_s);
        const RecordId second = made(number, u"2026-03-01"_s, u"Kotwali"_s);
        ActRequest merge{ActKind::Merge, {}, u"Entered twice"_s, {}, true};
        merge.target = first;
        m_office->share();
        (void)good(CaseDesk(at(u"reviewer"_s)).act(second, merge));
        m_office->share();
        QCOMPARE(candidates(first), QList<RecordId>());
    }

    void suchACaseIsNotApprovedTogetherWithOthers()
    {
        ReviewDesk review(at(u"reviewer"_s));
        // Which practice case has nothing open is not known beforehand.
        for (int i = 0; i < 40; ++i) {
            const Answers answers = tidyCase();
            const RecordId first = submitted(answers);
            if (good(review.mayApproveTogether(first)).reason != AloneReason::None)
                continue;
            const RecordId second = submitted(answers);
            const AloneVerdict verdict = good(review.mayApproveTogether(first));
            QCOMPARE(verdict.reason, AloneReason::Duplicate);
            QCOMPARE(verdict.duplicates.size(), 1);
            QCOMPARE(verdict.duplicates.first().record, second);
            QCOMPARE(good(review.approveTogether({first, second})), QList<RecordId>());
            return;
        }
        QFAIL("no practice case was without anything open");
    }

private:
    Station& at(const QString& login) { return m_office->at(login); }
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
    /// A practice case in which the rights were told on the day, and as many persons are entered as were reported.
    Answers tidyCase()
    {
        Answers answers = m_office->practiceCase(at(u"officer"_s), ++m_seed);
        const QList<AnswerRow> victims = answers.rowsOf(officialForm()->group(u"victim"_s)->id);
        for (const AnswerRow& victim : victims)
            answers.set(path("victim.rights_informed_on", victim.row),
                        answers.value(path("victim.identified_on", victim.row)));
        answers.set(path("case.victims_reported"), {QString::number(victims.size()), {}, false});
        answers.set(path("case.fir_no"), {u"F-%1"_s.arg(m_seed), {}, false});
        return answers;
    }
    RecordId submitted(const Answers& answers)
    {
        const SavedCase saved = good(CaseDesk(at(u"officer"_s)).create(answers));
        (void)good(CaseDesk(at(u"officer"_s)).act(saved.record, {ActKind::Submit, {}, {}, {}, true}));
        m_office->share();
        return saved.record;
    }
    /// A number that no case before had; its year stands in m_year.
    QString newNumber()
    {
        m_year = QString::number(2026 + ++m_years);
        return u"12/"_s + m_year;
    }
    static QString bangla(QString digits)
    {
        for (QChar& digit : digits)
            digit = QChar(u'\u09e6' + digit.digitValue());
        return digits;
    }
    /// A case of which little more is known than its FIR.
    RecordId made(const QString& number, const QString& date, const QString& station)
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"tip"_s).put(u"case.reported_on"_s, u"2026-02-20"_s);
        builder.put(u"case.case_stage"_s, u"investigation"_s).put(u"case.district_code"_s, u"41"_s);
        builder.put(u"case.fir_no"_s, number).put(u"case.fir_date"_s, date);
        builder.put(u"case.police_station"_s, station);
        return good(CaseDesk(at(u"officer"_s)).create(builder.answers)).record;
    }
    QList<RecordId> candidates(const RecordId& record)
    {
        QList<RecordId> found;
        const RecordState state = good(at(u"officer"_s).store().state(record));
        for (const CaseRow& row : good(duplicateCandidates(at(u"officer"_s), state)))
            found.append(row.record);
        return found;
    }

    std::unique_ptr<TestOffice> m_office;
    quint64 m_seed = 200;
    int m_years = 0;
    QString m_year;
};

QTEST_GUILESS_MAIN(DuplicateCheckTest)
#include "DuplicateCheckTest.moc"
