// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/AnswerText.h"
#include "forms/engine/RowSummary.h"
#include "forms/widgets/ChoiceFilter.h"
#include "forms/widgets/FormModel.h"

#include <algorithm>

// The part of FormModel that decides where one goes: the next stop, the next problem, "go to"; and what advances by itself.

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype kShortList = 9;  // as many as have a number of one digit
constexpr qsizetype kMostHits = 200;
/// The choice with that key, where no other key begins so.
QString onlyKey(const QList<Choice>& choices, const QString& key)
{
    QString meant;
    int beginning = 0;
    for (const Choice& choice : choices) {
        beginning += choice.key.startsWith(key) ? 1 : 0;
        if (choice.key == key)
            meant = choice.code;
    }
    return beginning == 1 ? meant : QString();
}

}  // namespace

std::optional<FormSpot> FormModel::stopFrom(const FormPlace& here, const std::optional<FormStop>& from,
                                            int step) const
{
    const QList<FormStop> stops = stopsOf(here);
    const qsizetype at = from ? stops.indexOf(*from) : -1;
    qsizetype next = at + step;
    if (from && at < 0) {  // it is not a stop itself: a calculated field, or a list of rows
        const int order = orderOf(from->path);
        const auto after = std::find_if(stops.cbegin(), stops.cend(),
                                        [&](const FormStop& stop) { return orderOf(stop.path) > order; });
        next = after - stops.cbegin() - (step < 0 ? 1 : 0);
    } else if (!from && step < 0) {
        next = -1;
    }
    if (next >= 0 && next < stops.size())
        return FormSpot{here, stops.at(next)};
    const QList<FormPlace> all = places();
    for (qsizetype place = all.indexOf(here) + step; place >= 0 && place < all.size(); place += step) {
        const QList<FormStop> there = stopsOf(all.at(place));
        if (!there.isEmpty())
            return FormSpot{all.at(place), step > 0 ? there.first() : there.last()};
    }
    return std::nullopt;
}

std::optional<AnswerPath> FormModel::problemFrom(const std::optional<AnswerPath>& from, int step) const
{
    QList<AnswerPath> waiting;
    for (const Problem& problem : m_problems)
        waiting.append(problem.path);
    for (const AnswerPath& path : m_carried)
        waiting.append(path);
    waiting.removeIf([this](const AnswerPath& path) { return !placeOf(path); });
    if (waiting.isEmpty())
        return std::nullopt;
    std::stable_sort(waiting.begin(), waiting.end(),
                     [this](const AnswerPath& a, const AnswerPath& b) { return orderOf(a) < orderOf(b); });
    const int order = from ? orderOf(*from) : -1;
    if (step > 0) {
        const auto after = std::find_if(waiting.cbegin(), waiting.cend(),
                                        [&](const AnswerPath& path) { return orderOf(path) > order; });
        return after == waiting.cend() ? waiting.first() : *after;
    }
    const auto before = std::find_if(waiting.crbegin(), waiting.crend(),
                                     [&](const AnswerPath& path) { return orderOf(path) < order; });
    return before == waiting.crend() ? waiting.last() : *before;
}

QString FormModel::quickChoice(const AnswerPath& path, const QString& typed) const
{
    const bool yesOrNo = field(path).type == FieldType::Boolean;
    const QString key = asciiDigits(typed.trimmed().toLower());
    if (key.isEmpty() || isMultiple(path) || (!yesOrNo && field(path).type != FieldType::Code))
        return {};
    if (field(path).looks("minimal"_L1) && !field(path).looks("quick"_L1))
        return {};
    const QList<Choice> offered = choices(path);
    if (offered.size() > kShortList)
        return field(path).looks("quick"_L1) ? onlyKey(offered, key) : QString();
    for (const Choice& choice : offered) {
        if (choice.key == key && key.size() == 1)
            return choice.code;
    }
    QStringList fitting;
    for (const Choice& choice : offered) {
        if (yesOrNo
            && (choice.code.startsWith(key) || choice.label.in(u"en"_s).toLower().startsWith(key)
                || choice.label.in(u"bn"_s).startsWith(key)))
            fitting.append(choice.code);
    }
    return fitting.size() == 1 ? fitting.first() : QString();
}

QString FormModel::codeOf(const FieldDefinition& field) const
{
    return field.code.isEmpty() ? QString::number(field.id) : field.code;
}

/// The question in each row there is; those around `nearby` first.
void FormModel::addRowHits(const FieldDefinition& field, const QString& nearby,
                           QList<QuestionHit>& hits) const
{
    const GroupDefinition& group = *form().group(field.group);
    QStringList instances;
    if (!group.repeat) {
        instances.append(QString());
    } else {
        for (const AnswerRow& row : m_answers.rows) {
            if (row.group == group.id)
                instances.append(row.row);
        }
        std::stable_partition(instances.begin(), instances.end(), [&](const QString& row) {
            return !nearby.isEmpty() && (isInside(nearby, row) || isInside(row, nearby));
        });
    }
    QuestionHit hit;
    hit.code = codeOf(field);
    hit.title = text(field.label);
    if (instances.isEmpty()) {
        const bool reachable = group.parent == 0 && isRelevant(group.id);
        hit.path = {group.id, {}, 0};
        hit.where = text(group.label);
        hit.whyNot = reachable ? QString() : tr("not asked now");
        hits.append(hit);
        return;
    }
    for (const QString& row : std::as_const(instances)) {
        hit.path = {group.id, row, field.id};
        if (!isForPeople(hit.path))
            continue;
        const auto place = placeOf(hit.path);
        const SectionDefinition* card = section({group.id, row, field.section, {}, false});
        hit.where = !row.isEmpty() ? rowTitle(row) : card ? text(card->label) : QString();
        hit.whyNot = place ? QString() : tr("not asked now");
        hits.append(hit);
    }
}

QList<QuestionHit> FormModel::findQuestions(const QString& typed, const FormPlace& nearby) const
{
    QList<Choice> known;
    for (const AnswerRow& row : m_answers.rows)
        known.append({row.row,
                      rowSummary(m_engine, m_answers, row.row),
                      rowCode(form(), m_answers, row.row),
                      {},
                      false,
                      {},
                      {}});
    const qsizetype rowCount = known.size();
    for (const FieldDefinition& one : form().fields()) {
        const GroupDefinition* group = form().group(one.group);
        if (group->kind == GroupKind::Case)
            known.append({one.name, one.label, codeOf(one), QString::number(one.id), false, {}, {}});
    }
    if (typed.trimmed().isEmpty())
        known = known.mid(rowCount);
    QList<QuestionHit> open, closed;
    for (const Choice& found : fittingChoices(known, typed)) {
        QList<QuestionHit> hits;
        if (const AnswerRow* row = m_answers.findRow(found.code)) {
            hits.append({{row->group, row->row, 0},
                         found.key,
                         text(found.label),
                         text(form().group(row->group)->label),
                         {}});
        } else {
            addRowHits(*form().field(found.parent.toUInt()), nearby.row, hits);
        }
        for (const QuestionHit& hit : std::as_const(hits))
            (hit.whyNot.isEmpty() ? open : closed).append(hit);
    }
    return (open + closed).mid(0, kMostHits);
}

const QHash<AnswerPath, int>& FormModel::openByPath() const
{
    if (!m_open) {
        m_open.emplace();
        for (const Problem& problem : m_engine.check(m_answers, CheckLevel::Submit)) {
            if (problem.severity == Severity::Error)
                (*m_open)[problem.path] += 1;
        }
        for (const AnswerPath& path : m_carried)
            (*m_open)[path] += 1;
    }
    return *m_open;
}

int FormModel::openCount() const
{
    int count = 0;
    for (const int one : openByPath())
        count += one;
    return count;
}

}  // namespace prohori
