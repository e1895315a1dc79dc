// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormFixture.h"

#include <QElapsedTimer>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {
constexpr int kMostStops = 900;
constexpr int kMostAttempts = 8;
}  // namespace

/// A complete case of two victims, three suspects and two legs of a journey, by the keyboard alone, until nothing keeps it from being
/// submitted; tells how many keys that takes.
class FormCaseTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m = std::make_unique<FormFixture>();
        m_attempts.clear();
    }

    void aCompleteCaseByKeysAlone_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << u"en"_s;
        QTest::newRow("Bangla") << u"bn"_s;
    }

    void aCompleteCaseByKeysAlone()
    {
        QFETCH(QString, language);
        m->view.setLanguage(language);
        m->view.focusFirst();
        QElapsedTimer time;
        time.start();
        walk({});
        enterRows(u"victim"_s, 2);
        enterRows(u"suspect"_s, 3);
        enterRows(u"journey_leg"_s, 2);
        answerOpenQuestions();
        const qint64 spent = time.elapsed();
        QCOMPARE(m->rows(u"victim"_s).size(), 2);
        QCOMPARE(m->rows(u"suspect"_s).size(), 3);
        QCOMPARE(m->rows(u"journey_leg"_s).size(), 2);
        QCOMPARE(m->view.model().openCount(), 0);
        for (const Problem& problem : m->engine->check(m->view.answers(), CheckLevel::Submit))
            QVERIFY2(problem.severity != Severity::Error, qPrintable(problem.message.in(u"en"_s)));
        qInfo("%s: %d keys for %d answers, %lld ms of the program's time", qPrintable(language), m->keys,
              int(m->view.answers().values.size()), static_cast<long long>(spent));
        QVERIFY(m->view.answers().values.size() > 60);
        QVERIFY2(m->keys < 2500, "an officer has better things to do");
    }

private:
    /// Whether the focus is on a field of this row, or on the button of a repeat inside it.
    bool isIn(const QString& row) const
    {
        if (const auto path = m->view.focusedPath())
            return path->row == row;
        const GroupDefinition* group = m->engine->form().group(m->focusName().mid(int(qstrlen("addRow."))));
        const AnswerRow* outer = m->view.answers().findRow(row);
        return group && outer && group->parent == outer->group;
    }

    /// Enter over all questions of a row (empty: the case), answering those that are known or needed.
    void walk(const QString& row)
    {
        for (int i = 0; i < kMostStops && isIn(row); ++i) {
            const auto path = m->view.focusedPath();
            const QString name = m->focusName();
            const bool answers = path && (known().contains(name) || m->view.model().isRequired(*path));
            m->enter(answers ? answerFor(*path, 0) : QString());
            if (m->focusName() == name && m->view.focusedPath() == path)  // several: the empty line goes on
                m->key(Qt::Key_Return);
        }
    }

    void enterRows(const QString& group, int count)
    {
        for (int i = 0; i < kMostStops && m->focusName() != u"addRow."_s + group; ++i)
            m->key(Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(m->focusName(), u"addRow."_s + group);
        m->key(Qt::Key_Space);
        for (int number = 1; number <= count; ++number) {
            const QString row = m->rows(group).value(number - 1);
            QVERIFY(isIn(row));
            walk(row);
            if (number == count)
                return;
            // The walk ended after the row: back into it, and one more.
            while (!m->view.focusedPath() || m->view.focusedPath()->row != row)
                m->key(Qt::Key_Return, Qt::ShiftModifier);
            m->key(Qt::Key_Insert, Qt::ControlModifier);
        }
    }

    void answerOpenQuestions()
    {
        for (int i = 0; i < kMostStops; ++i) {
            m->view.showProblems(m->engine->check(m->view.answers(), CheckLevel::Submit));
            if (m->view.model().openCount() == 0)
                return;
            m->key(Qt::Key_F8);
            const auto path = m->view.focusedPath();
            if (!path) {
                m->key(Qt::Key_Space);  // a row is asked for
                continue;
            }
            const int attempt = ++m_attempts[*path];
            QVERIFY2(attempt < kMostAttempts,
                     qPrintable(m->focusName() + u": "_s + m->problem(m->focusName())));
            m->key(Qt::Key_A, Qt::ControlModifier);
            m->enter(answerFor(*path, attempt - 1));
        }
    }

    static const QHash<QString, QString>& known()
    {
        static const QHash<QString, QString> kTable{
            {u"case.case_class"_s, u"1"_s},
            {u"case.case_stage"_s, u"fir"_s},
            {u"case.case_origin"_s, u"victim_complaint"_s},
            {u"case.reported_on"_s, u"৫/১১/২৬"_s},
            {u"case.district_code"_s, u"jash"_s},
            {u"case.police_station"_s, u"Sharsha"_s},
            {u"case.fir_no"_s, u"12/2026"_s},
            {u"case.fir_date"_s, u"5/11/26"_s},
            {u"case.offence_start"_s, u"9/2026"_s},
            {u"case.offence_start_precision"_s, u"month"_s},
            {u"case.flow_type"_s, u"cross_border"_s},
            {u"case.foreign_countries"_s, u"IN"_s},
            {u"case.incident_summary"_s,
             u"Two young persons were promised work across the border and were stopped by the border guard."_s},
            {u"case.victims_reported"_s, u"2"_s},
            {u"case.suspects_reported"_s, u"3"_s},
            {u"case.purpose_types"_s, u"forced_labour"_s},
            {u"victim.full_name"_s, u"শিউলি খাতুন"_s},
            {u"victim.sex"_s, u"female"_s},
            {u"victim.age_years"_s, u"২৪"_s},
            {u"victim.citizenship"_s, u"BD"_s},
            {u"victim.exploitation_types"_s, u"forced_labour"_s},
            {u"victim.exploitation_main"_s, u"forced_labour"_s},
            {u"victim.home_country"_s, u"BD"_s},
            {u"victim.home_district"_s, u"41"_s},
            {u"suspect.suspect_type"_s, u"person"_s},
            {u"suspect.full_name"_s, u"করিম মিয়া"_s},
            {u"suspect.sex"_s, u"male"_s},
            {u"suspect.citizenship"_s, u"BD"_s},
            {u"journey_leg.leg_type"_s, u"exit"_s},
            {u"journey_leg.from_country"_s, u"BD"_s},
            {u"journey_leg.from_district"_s, u"41"_s},
            {u"journey_leg.to_country"_s, u"IN"_s},
        };
        return kTable;
    }

    /// What to type; the n-th attempt takes the n-th choice.
    QString answerFor(const AnswerPath& path, int attempt) const
    {
        const FieldDefinition& field = m->view.model().field(path);
        const QString name = m->engine->form().group(path.group)->name + u'.' + field.name;
        if (attempt == 0 && known().contains(name))
            return known().value(name);
        if (m->view.model().hasChoices(path) && field.type != FieldType::Boolean) {
            QStringList codes;
            for (const Choice& choice : m->view.model().choices(path)) {
                if (choice.code != u"none"_s && choice.code != u"unknown"_s && choice.code != u"other"_s)
                    codes.append(path.row == choice.code ? QString()
                                 : choice.key.isEmpty()  ? choice.label.in(u"en"_s)
                                                         : choice.code);
            }
            codes.removeAll(QString());
            return codes.value(attempt % std::max<qsizetype>(1, codes.size()));
        }
        switch (field.type) {
        case FieldType::Integer:
        case FieldType::Money: return QString::number(attempt + 1);
        case FieldType::Date:
        case FieldType::PartialDate: return u"%1/11/26"_s.arg(6 + attempt);
        case FieldType::DateTime: return u"2026-11-06 10:00"_s;
        case FieldType::Boolean: return attempt % 2 == 0 ? u"y"_s : u"n"_s;
        case FieldType::Phone: return u"01712345678"_s;
        default: return u"What was told, number %1"_s.arg(attempt + 1);
        }
    }

    std::unique_ptr<FormFixture> m;
    QHash<AnswerPath, int> m_attempts;
};

QTEST_MAIN(FormCaseTest)
#include "FormCaseTest.moc"
