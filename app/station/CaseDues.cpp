// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CaseDues.h"

#include "app/station/AnswerCodec.h"
#include "app/station/Station.h"

#include <QDateTime>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kDaysToAskForMoreTime = 3;
const QStringList kReminders{u"more_time"_s, u"notice"_s, u"appeal"_s, u"travel_ban"_s};

class DueFinder {
public:
    DueFinder(const FormEngine& engine, const Answers& answers, const DueState& state,
              const Deadlines& deadlines)
        : m_form(engine.form()),
          m_answers(answers),
          m_calculated(engine.calculated(answers)),
          m_state(state),
          m_deadlines(deadlines)
    {}

    QList<CaseDue> find();

private:
    QString text(const QString& group, const QString& row, const QString& field) const;
    QDate day(const QString& group, const QString& row, const QString& field) const
    {
        return QDate::fromString(text(group, row, field), Qt::ISODate);
    }
    QStringList rows(const QString& group) const;
    bool isPending(const QString& group, const QString& row, const QString& field) const
    {
        const QString code = text(group, row, field);
        return code.isEmpty() || code == u"pending"_s;
    }
    void note(const QString& what, QDate due);
    void note(const QString& what, const std::optional<QDate>& due)
    {
        if (due)
            note(what, *due);
    }
    void noteFact(const QString& what, QDate fact);
    void findInvestigation(const QString& row);
    void findTrial(const QString& row);
    void findVictim(const QString& row);
    void findPeopleAndServices();

    const FormDefinition& m_form;
    const Answers& m_answers;
    QHash<AnswerPath, Answer> m_calculated;
    DueState m_state;
    const Deadlines& m_deadlines;
    QHash<QString, QDate> m_found;
};

QString DueFinder::text(const QString& group, const QString& row, const QString& name) const
{
    const FieldDefinition* field = m_form.field(group, name);
    if (!field)
        return {};
    const AnswerPath path{field->group, row, field->id};
    const auto calculated = m_calculated.constFind(path);
    return calculated == m_calculated.constEnd() ? m_answers.value(path).text : calculated->text;
}

QStringList DueFinder::rows(const QString& name) const
{
    QStringList ids;
    const GroupDefinition* group = m_form.group(name);
    for (const AnswerRow& row : m_answers.rows) {
        if (group && row.group == group->id)
            ids.append(row.row);
    }
    return ids;
}

void DueFinder::note(const QString& what, QDate due)
{
    if (!due.isValid())
        return;
    const auto known = m_found.constFind(what);
    if (known == m_found.constEnd() || due < *known)
        m_found.insert(what, due);
}

/// What happened since the case was last handed in, or is still with its officer.
void DueFinder::noteFact(const QString& what, QDate fact)
{
    const bool isDraft = m_state.phase == RecordPhase::Draft;
    const bool isOpen = m_state.phase == RecordPhase::Returned || m_state.phase == RecordPhase::Reopened
                     || m_state.phase == RecordPhase::HqQuery;
    const bool isNew = fact.isValid() && (isDraft || fact >= m_state.phaseSince);
    if (isNew && (isDraft || isOpen || m_state.laterFactsWaiting))
        note(what, m_deadlines.dueAfter(u"update"_s, fact));
}

void DueFinder::findInvestigation(const QString& row)
{
    const QString group = u"investigation"_s;
    if (text(group, row, u"outcome"_s) == u"charge_sheet"_s)
        noteFact(u"update_charge_sheet"_s, day(group, row, u"outcome_on"_s));
    if (!day(group, row, u"search_report_on"_s).isValid())
        note(u"search_report"_s,
             m_deadlines.lawDueAfter(u"search_report"_s, {}, day(group, row, u"search_on"_s)));
    if (!isPending(group, row, u"outcome"_s))
        return;
    const QDate due = day(group, row, u"due_on"_s);
    const QDate extended = day(group, row, u"extended_until"_s);
    note(u"investigation"_s, extended.isValid() ? extended : due);
    if (due.isValid() && !extended.isValid())
        note(u"more_time"_s, m_deadlines.workingDaysBefore(due, kDaysToAskForMoreTime));
}

void DueFinder::findTrial(const QString& row)
{
    const QString group = u"trial"_s;
    noteFact(u"update_charge_framed"_s, day(group, row, u"charge_framed_on"_s));
    noteFact(u"update_judgment"_s, day(group, row, u"judgment_on"_s));
    if (text(group, row, u"appeal_status"_s).isEmpty())
        note(u"appeal"_s, day(group, row, u"appeal_due_on"_s));
    if (!isPending(group, row, u"outcome"_s))
        return;
    const QDate due = day(group, row, u"due_on"_s);
    note(u"trial"_s, due);
    if (!day(group, row, u"explanation_sent_on"_s).isValid())
        note(u"explanation"_s, m_deadlines.lawDueAfter(u"explanation"_s, {}, due));
    const QStringList suspects = rows(u"suspect"_s);
    const bool isAbsent = std::any_of(suspects.begin(), suspects.end(), [this](const QString& suspect) {
        return text(u"suspect"_s, suspect, u"custody_status"_s) == u"absconding"_s;
    });
    if (isAbsent && !day(group, row, u"charge_framed_on"_s).isValid())
        note(u"notice"_s, m_deadlines.lawDueAfter(u"notice"_s, text(u"case"_s, {}, u"legal_instrument"_s),
                                                  day(group, row, u"received_on"_s)));
}

void DueFinder::findVictim(const QString& row)
{
    const QString group = u"victim"_s;
    const QString status = text(group, row, u"victim_status"_s);
    if (status == u"not_victim"_s || status == u"withdrawn"_s)
        return;
    const QDate identified = day(group, row, u"identified_on"_s);
    QDate told = day(group, row, u"last_update_given_on"_s);
    for (const QDate earlier :
         {day(group, row, u"rights_informed_on"_s), identified, day(u"case"_s, {}, u"reported_on"_s)}) {
        if (!told.isValid())
            told = earlier;
    }
    const QString stage = text(u"case"_s, {}, u"case_stage"_s);
    if (!stage.isEmpty() && stage != u"closed"_s)
        note(u"victim_update"_s, m_deadlines.dueAfter(u"victim_update"_s, told));
    const GroupDefinition* referral = m_form.group(u"referral"_s);
    const bool isIdentified = status == u"identified"_s || status == u"court_confirmed"_s;
    if (isIdentified && referral && m_answers.rowsOf(referral->id, row).isEmpty())
        note(u"referral"_s, m_deadlines.dueAfter(u"referral"_s, identified));
}

void DueFinder::findPeopleAndServices()
{
    for (const QString& row : rows(u"suspect"_s)) {
        noteFact(u"update_arrest"_s, day(u"suspect"_s, row, u"arrested_on"_s));
        note(u"travel_ban"_s, day(u"suspect"_s, row, u"travel_ban_until"_s));
    }
    for (const QString& row : rows(u"service"_s)) {
        const bool isShelter = text(u"service"_s, row, u"service_type"_s) == u"shelter"_s
                            && text(u"service"_s, row, u"status"_s) == u"ongoing"_s;
        if (isShelter)
            note(u"shelter_report"_s, day(u"service"_s, row, u"six_month_report_due"_s));
    }
}

QList<CaseDue> DueFinder::find()
{
    if (isPending(u"case"_s, {}, u"inquiry_result"_s))
        note(u"inquiry"_s, day(u"case"_s, {}, u"inquiry_due_on"_s));
    for (const QString& row : rows(u"investigation"_s))
        findInvestigation(row);
    for (const QString& row : rows(u"trial"_s))
        findTrial(row);
    for (const QString& row : rows(u"victim"_s))
        findVictim(row);
    findPeopleAndServices();
    QList<CaseDue> dues;
    for (auto at = m_found.begin(); at != m_found.end(); ++at)
        dues.append({at.key(), *at, kReminders.contains(at.key())});
    std::sort(dues.begin(), dues.end(), [](const CaseDue& one, const CaseDue& other) {
        return std::tie(one.day, one.what) < std::tie(other.day, other.what);
    });
    return dues;
}

}  // namespace

QList<CaseDue> duesOf(const FormEngine& engine, const Answers& answers, const DueState& state,
                      const Deadlines& deadlines)
{
    return DueFinder(engine, answers, state, deadlines).find();
}

Result<int> workOutDues(Station& station, const Deadlines& deadlines, int limit)
{
    Store& store = station.store();
    if (auto known = store.workOutDuesBy(station.forms().newestHash()); !known)
        return known.error();
    const auto records = store.recordsWithoutDues(limit);
    if (!records)
        return records.error();
    for (const RecordId& record : *records) {
        const auto history = store.history(record);
        const auto state = store.state(record);
        const auto row = store.caseRow(record);
        if (!history || !state || !row)
            return !history ? history.error() : !state ? state.error() : row.error();
        // Dates are statistical: no key is needed, and no box is opened.
        const FormEnginePtr engine = station.engineFor(state->formVersion);
        const Answers answers = AnswerReader(engine->form(), *history, {}).answers(*state);
        const QDate since = QDateTime::fromMSecsSinceEpoch(row->phaseSince.msSinceEpoch).date();
        const auto dues = duesOf(*engine, answers, {row->phase, since, state->laterFactsWaiting}, deadlines);
        if (auto kept = store.noteDues(record, state->heads, dues); !kept)
            return kept.error();
    }
    return static_cast<int>(records->size());
}

}  // namespace prohori
