// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/CaseTyping.h"

#include "forms/widgets/FormView.h"

#include <QApplication>
#include <QListWidget>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostQuestions = 250;
constexpr int kMostAttempts = 6;
constexpr int kMostFields = 120;

QString typedDate(QDate date)
{
    return date.toString(u"d/M/yyyy"_s);
}

const FieldDefinition* fieldNamed(const QString& name)
{
    return officialForm()->field(name.section(u'.', 0, 0), name.section(u'.', 1, 1));
}

}  // namespace

CaseTyping::CaseTyping(DesktopDriver& driver, QDate today)
    : m_driver(driver),
      m_today(today),
      m_engine(makeFormEngine(officialForm(), m_clock))
{
    const QString reported = typedDate(today.addDays(-3));
    const QString begun = typedDate(today.addDays(-40));
    m_table = {
        {u"case.case_class"_s, u"tip"_s},
        {u"case.case_stage"_s, u"fir"_s},
        {u"case.case_origin"_s, u"victim_complaint"_s},
        {u"case.reported_on"_s, reported},
        {u"case.police_station"_s, u"Sharsha"_s},
        {u"case.data_legal_basis"_s, u"crime_investigation"_s},
        {u"case.fir_no"_s, u"12/2026"_s},
        {u"case.fir_date"_s, reported},
        {u"case.offence_start"_s, begun},
        {u"case.offence_start_precision"_s, u"day"_s},
        {u"case.flow_type"_s, u"cross_border"_s},
        {u"case.foreign_countries"_s, u"IN"_s},
        {u"case.incident_summary"_s,
         u"Two young persons were promised work across the border and were stopped on the way by the border guard."_s},
        {u"case.victims_reported"_s, u"2"_s},
        {u"case.suspects_reported"_s, u"1"_s},
        {u"case.purpose_types"_s, u"forced_labour"_s},
        {u"victim.person_role"_s, u"tip_victim"_s},
        {u"victim.age_basis"_s, u"birth_registration"_s},
        {u"victim.identified_on"_s, reported},
        {u"victim.citizenship"_s, u"BD"_s},
        {u"victim.home_country"_s, u"BD"_s},
        {u"victim.home_district"_s, u"41"_s},
        {u"victim.recruitment_country"_s, u"BD"_s},
        {u"victim.recruitment_district"_s, u"41"_s},
        {u"victim.rights_informed_on"_s, reported},
        {u"victim.probation_informed_on"_s, reported},
        {u"victim.rescue_date"_s, reported},
        {u"victim.status_decided_on"_s, reported},
        {u"victim.guardian_is_suspect"_s, u"no"_s},
        {u"victim.rescue_country"_s, u"BD"_s},
        {u"victim.rescue_district"_s, u"41"_s},
        {u"victim.exploitation_types"_s, u"forced_labour"_s},
        {u"victim.exploitation_main"_s, u"forced_labour"_s},
        {u"suspect.suspect_type"_s, u"person"_s},
        {u"suspect.full_name"_s, m_suspect},
        {u"suspect.sex"_s, u"male"_s},
        {u"suspect.citizenship"_s, u"BD"_s},
        {u"suspect.arrested_on"_s, reported},
        {u"journey_leg.seq"_s, u"1"_s},
        {u"journey_leg.leg_type"_s, u"exit"_s},
        {u"journey_leg.from_country"_s, u"BD"_s},
        {u"journey_leg.from_district"_s, u"41"_s},
        {u"journey_leg.to_country"_s, u"IN"_s},
    };
}

bool CaseTyping::fail(const QString& why)
{
    m_why = why + u" (the cursor is in '"_s + m_driver.focusName() + u"')"_s;
    return false;
}

/// Types what the tables know of this group, field by field, and Enter over the rest, until the cursor leaves the group.
void CaseTyping::walk(const QString& group, const QHash<QString, QString>& typed)
{
    for (int i = 0; i < kMostFields && m_driver.focusName().startsWith(group + u'.'); ++i) {
        const QString name = m_driver.focusName();
        m_driver.enter(typed.contains(name) ? typed.value(name) : m_table.value(name));
        if (m_driver.focusName() == name)
            m_driver.key(Qt::Key_Return);
    }
}

bool CaseTyping::enterCase()
{
    if (m_driver.focusName() != u"case.case_class"_s)
        return fail(u"the form did not open at its first question"_s);
    walk(u"case"_s, {});
    return enterRows();
}

bool CaseTyping::enterRows()
{
    if (!m_driver.pageTo(u"addRow.victim"_s))
        return fail(u"there is no place for victims"_s);
    m_driver.key(Qt::Key_Space);
    walk(u"victim"_s, {{u"victim.sex"_s, u"female"_s},
                       {u"victim.age_years"_s, u"15"_s},
                       {u"victim.full_name"_s, m_girl},
                       {u"victim.phone"_s, u"01712345678"_s}});
    while (m_driver.focusName().startsWith(u"addRow."_s))
        m_driver.key(Qt::Key_Return, Qt::ShiftModifier);
    if (!m_driver.focusName().startsWith(u"victim."_s))
        return fail(u"the cursor did not come back to the victim"_s);
    m_driver.key(Qt::Key_Insert, Qt::ControlModifier);
    walk(u"victim"_s,
         {{u"victim.sex"_s, u"male"_s}, {u"victim.age_years"_s, u"24"_s}, {u"victim.full_name"_s, m_boy}});
    if (!m_driver.pageTo(u"addRow.suspect"_s))
        return fail(u"there is no place for suspects"_s);
    m_driver.key(Qt::Key_Space);
    walk(u"suspect"_s, {});
    if (!m_driver.pageTo(u"addRow.journey_leg"_s))
        return fail(u"there is no place for the journey"_s);
    m_driver.key(Qt::Key_Space);
    for (int i = 0; i < kMostFields && m_driver.focusName().startsWith(u"journey_leg."_s); ++i) {
        if (m_driver.focusName() == u"journey_leg.victim_uuids"_s) {
            m_driver.enter(u"V-1"_s);
            m_driver.enter(u"V-2"_s);
            m_driver.enter();
            continue;
        }
        const QString name = m_driver.focusName();
        m_driver.enter(m_table.value(name));
        if (m_driver.focusName() == name)
            m_driver.key(Qt::Key_Return);
    }
    return rows().size() >= 4 ? true : fail(u"the navigator shows only: "_s + rows().join(u", "_s));
}

QStringList CaseTyping::rows() const
{
    QStringList rows;
    const auto* navigator = qobject_cast<QListWidget*>(m_driver.seen(u"navigator"_s));
    for (int i = 0; navigator && i < navigator->count(); ++i) {
        const QString line = navigator->item(i)->text();
        for (const QString& letter : {u"V-"_s, u"S-"_s, u"L-"_s, u"J-"_s}) {
            if (line.startsWith(letter))
                rows.append(line);
        }
    }
    return rows;
}

/// What to type into a field; the n-th attempt takes the n-th choice.
QString CaseTyping::answerFor(const QString& name, const AnswerPath& path, const Answers& answers,
                              int attempt) const
{
    if (attempt == 0 && m_table.contains(name))
        return m_table.value(name);
    const FieldDefinition* field = fieldNamed(name);
    if (!field)
        return {};
    switch (field->type) {
    case FieldType::Integer:
    case FieldType::Money: return QString::number(attempt + 1);
    case FieldType::Date:
    case FieldType::PartialDate:
    case FieldType::DateTime: return typedDate(m_today.addDays(-2 + attempt));
    case FieldType::Boolean: return attempt % 2 == 0 ? u"yes"_s : u"no"_s;
    case FieldType::Phone: return u"01712345678"_s;
    case FieldType::Code:
    case FieldType::MultiCode: {
        if (field->list == u"yes_no_unknown"_s)
            return attempt % 2 == 0 ? u"no"_s : u"yes"_s;
        QStringList codes;
        for (const Choice& choice : m_engine->offeredChoices(path, answers)) {
            if (choice.code != u"none"_s && choice.code != u"unknown"_s)
                codes.append(choice.code);
        }
        return codes.value(attempt % std::max<qsizetype>(1, codes.size()));
    }
    default: return u"Practice text %1"_s.arg(attempt + 1);
    }
}

int CaseTyping::answerOpenQuestions()
{
    QHash<QString, int> attempts;
    for (int asked = 0; asked < kMostQuestions; ++asked) {
        m_driver.key(Qt::Key_F8);
        const auto* view = m_driver.window().findChild<FormView*>();
        const auto path = view->focusedPath();
        const QString name = m_driver.focusName();
        if (!view->answers().values.isEmpty() && m_driver.text(u"caseMessage"_s).isEmpty())
            return fail(u"F8 says nothing"_s), -1;
        if (m_driver.window().findChild<QLabel*>(u"caseMessage"_s)->property("role").toString() == u"good"_s)
            return asked;
        if (name.startsWith(u"addRow."_s)) {
            m_driver.key(Qt::Key_Space);
            continue;
        }
        const QString key = name + (path ? path->row : QString());
        const int attempt = attempts[key]++;
        if (attempt >= kMostAttempts)
            return fail(u"the question takes no answer: "_s + m_driver.text(u"problem."_s + name)), -1;
        m_driver.key(Qt::Key_A, Qt::ControlModifier);
        m_driver.enter(answerFor(name, path.value_or(AnswerPath{}), view->answers(), attempt));
    }
    return fail(u"the questions do not end"_s), -1;
}

}  // namespace prohori
