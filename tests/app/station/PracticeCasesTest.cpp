// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PracticeCases.h"

#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TestSeed.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Invented cases have to be as good as real ones, and belong to nobody.
class PracticeCasesTest : public QObject {
    Q_OBJECT

    static constexpr int kCases = 300;

    FakeClock m_clock;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);
    QList<Answers> m_cases;

    QString text(const Answers& answers, const char* field, const QString& row = {}) const
    {
        return answers.value(CaseBuilder(*officialForm()).path(QString::fromLatin1(field), row)).text;
    }
    QList<AnswerRow> rows(const Answers& answers, const char* group) const
    {
        QList<AnswerRow> found;
        for (const AnswerRow& row : answers.rows) {
            if (row.group == officialForm()->group(QString::fromLatin1(group))->id)
                found.append(row);
        }
        return found;
    }

private slots:
    void initTestCase()
    {
        PracticeCases maker(*m_engine, u"41"_s, testSeed(), m_clock.today());
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < kCases; ++i)
            m_cases.append(maker.next());
        qInfo("%d practice cases are made in %lld ms", kCases, timer.elapsed());
    }

    void theSameSeedGivesTheSameCases()
    {
        PracticeCases one(*m_engine, u"41"_s, 5, m_clock.today());
        PracticeCases same(*m_engine, u"41"_s, 5, m_clock.today());
        PracticeCases other(*m_engine, u"41"_s, 6, m_clock.today());
        int differ = 0;
        for (int i = 0; i < 10; ++i) {
            const Answers answers = one.next();
            const Answers again = same.next();
            QCOMPARE(again.values, answers.values);
            QCOMPARE(again.rows.size(), answers.rows.size());
            differ += other.next().values == answers.values ? 0 : 1;
        }
        QCOMPARE(differ, 10);
    }

    void eachCouldBeSubmitted()
    {
        for (qsizetype i = 0; i < m_cases.size(); ++i) {
            QStringList errors;
            for (const Problem& problem : m_engine->check(m_cases.at(i), CheckLevel::Submit)) {
                if (problem.severity == Severity::Error)
                    errors += problemWords(*officialForm(), {problem});
            }
            QVERIFY2(errors.isEmpty(), qPrintable(u"case %1: %2"_s.arg(i).arg(errors.join(u", "_s))));
        }
    }

    /// As after entry in the form: what the form keeps of its own results stands in the case, and another type than they point to has a reason.
    void eachHoldsWhatTheFormKeepsOfItsResults()
    {
        int suggested = 0, differ = 0;
        for (const Answers& answers : std::as_const(m_cases)) {
            const QHash<AnswerPath, Answer> results = m_engine->calculated(answers);
            for (auto it = results.begin(); it != results.end(); ++it) {
                const FieldDefinition* field = officialForm()->field(it.key().field);
                if (field && field->stored)
                    QVERIFY2(answers.value(it.key()) == *it, qPrintable(field->name));
            }
            const QString points = text(answers, "case.class_suggested");
            const bool other = !points.isEmpty() && points != text(answers, "case.case_class");
            QCOMPARE(text(answers, "case.class_reason").isEmpty(), !other);
            suggested += points.isEmpty() ? 0 : 1;
            differ += other ? 1 : 0;
        }
        qInfo("%d of %d point to a type of case, %d to another one", suggested, kCases, differ);
        QVERIFY(suggested > kCases / 3);
    }

    void everyValueIsInItsStoredForm()
    {
        for (const Answers& answers : std::as_const(m_cases)) {
            for (auto it = answers.values.begin(); it != answers.values.end(); ++it) {
                const auto stored = m_engine->normalise(it.key().field, it->text);
                QVERIFY2(stored && *stored == it->text,
                         qPrintable(officialForm()->field(it.key().field)->name + u": "_s + it->text));
            }
        }
    }

    void theyAreVaried()
    {
        QHash<QString, int> classes;
        QSet<QString> flows, districts, origins, exploitations, codes;
        QSet<qsizetype> victims, suspects, legs;
        int children = 0;
        int persons = 0;
        for (const Answers& answers : std::as_const(m_cases)) {
            classes[text(answers, "case.case_class")] += 1;
            flows.insert(text(answers, "case.flow_type"));
            origins.insert(text(answers, "case.case_origin"));
            victims.insert(rows(answers, "victim").size());
            suspects.insert(rows(answers, "suspect").size());
            legs.insert(rows(answers, "journey_leg").size());
            districts.insert(text(answers, "case.district_code"));
            for (const AnswerRow& victim : rows(answers, "victim")) {
                const int age = text(answers, "victim.age_years", victim.row).toInt();
                persons += 1;
                children += age < 18 ? 1 : 0;
                exploitations.insert(text(answers, "victim.exploitation_main", victim.row));
            }
        }
        QCOMPARE(districts, QSet<QString>{u"41"_s});
        QVERIFY2(classes[u"tip"_s] > kCases / 2 && classes[u"som"_s] > kCases / 10
                     && classes[u"tip_som"_s] > 3,
                 qPrintable(u"tip %1, som %2, both %3"_s.arg(classes[u"tip"_s])
                                .arg(classes[u"som"_s])
                                .arg(classes[u"tip_som"_s])));
        for (const Choice& flow : officialForm()->list(u"flow_type"_s)->choices)
            QVERIFY2(flow.code == u"unknown" || flows.contains(flow.code), qPrintable(flow.code));
        QVERIFY(origins.size() >= 10);
        QVERIFY(exploitations.size() >= 10);
        QCOMPARE(victims, (QSet<qsizetype>{1, 2, 3}));
        QCOMPARE(suspects, (QSet<qsizetype>{0, 1, 2, 3}));
        QCOMPARE(legs, (QSet<qsizetype>{1, 2, 3}));
        QVERIFY2(children > persons / 20 && children < persons / 2,
                 qPrintable(u"%1 of %2"_s.arg(children).arg(persons)));
    }

    void theirDatesLieInTheYearBefore()
    {
        for (const Answers& answers : std::as_const(m_cases)) {
            const QDate reported = QDate::fromString(text(answers, "case.reported_on"), Qt::ISODate);
            QVERIFY(reported.isValid() && reported < m_clock.today()
                    && reported > m_clock.today().addYears(-1));
        }
    }

    void theNamesBelongToNobody()
    {
        // The names are put together from short lists of common words, and no document number repeats.
        QSet<QString> names;
        QSet<QString> numbers;
        int persons = 0;
        for (const Answers& answers : std::as_const(m_cases)) {
            for (const AnswerRow& victim : rows(answers, "victim")) {
                const QString name = text(answers, "victim.full_name", victim.row);
                const QString number = text(answers, "victim.id_number", victim.row);
                if (!name.isEmpty())
                    names.insert(name);
                if (!number.isEmpty())
                    numbers.insert(number);
                persons += number.isEmpty() ? 0 : 1;
            }
        }
        QVERIFY2(names.size() > 20 && names.size() <= 160, qPrintable(QString::number(names.size())));
        QCOMPARE(numbers.size(), persons);
        bool bangla = false;
        bool latin = false;
        for (const QString& name : std::as_const(names)) {
            QCOMPARE(name.count(u' '), 1);
            (name.front().script() == QChar::Script_Bengali ? bangla : latin) = true;
        }
        QVERIFY(bangla && latin);
    }

    void nothingThatIdentifiesStandsInAnOpenField()
    {
        static const QRegularExpression kPhone(u"(\\+8801|01[3-9])\\d{8}|\\d{10}"_s);
        for (const Answers& answers : std::as_const(m_cases)) {
            QStringList secrets;
            for (auto it = answers.values.begin(); it != answers.values.end(); ++it) {
                const FieldDefinition& field = *officialForm()->field(it.key().field);
                if (field.tier == FieldTier::Identifying
                    && (field.type == FieldType::Text || field.type == FieldType::Phone))
                    secrets.append(it->text);
            }
            for (auto it = answers.values.begin(); it != answers.values.end(); ++it) {
                const FieldDefinition& field = *officialForm()->field(it.key().field);
                if (field.tier == FieldTier::Identifying
                    || (field.type != FieldType::Text && field.type != FieldType::LongText))
                    continue;
                QVERIFY2(!it->text.contains(kPhone), qPrintable(field.name + u": "_s + it->text));
                for (const QString& secret : std::as_const(secrets))
                    QVERIFY2(!it->text.contains(secret), qPrintable(field.name + u": "_s + it->text));
            }
        }
    }
};

QTEST_GUILESS_MAIN(PracticeCasesTest)
#include "PracticeCasesTest.moc"
