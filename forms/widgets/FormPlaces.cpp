// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormModel.h"

#include <algorithm>

// The part of FormModel that knows where things stand: places, stops of the cursor, entry order, progress.

namespace prohori {

bool FormModel::isRelevant(quint32 group, const QString& around) const
{
    const AnswerPath key{group, around, 0};
    const auto known = m_relevant.constFind(key);
    if (known != m_relevant.cend())
        return *known;
    const bool relevant = m_engine.isRelevant(key, m_answers);
    m_relevant.insert(key, relevant);
    return relevant;
}

const SectionDefinition* FormModel::section(const FormPlace& place) const
{
    for (const SectionDefinition& one : form().group(place.group)->sections) {
        if (one.name == place.section)
            return &one;
    }
    return nullptr;
}

QList<AnswerPath> FormModel::fieldsOf(const FormPlace& place) const
{
    QList<AnswerPath> found;
    const SectionDefinition* fields = place.list ? nullptr : section(place);
    if (!fields)
        return found;
    for (const quint32 id : fields->fields) {
        const AnswerPath path{place.group, place.row, id};
        if (isShown(path))
            found.append(path);
    }
    return found;
}

void FormModel::addPlaces(const GroupDefinition& group, const QString& row, QList<FormPlace>& places) const
{
    const qsizetype before = places.size();
    for (const SectionDefinition& one : group.sections) {
        const FormPlace place{group.id, row, one.name, {}, false};
        if (!fieldsOf(place).isEmpty())
            places.append(place);
    }
    if (places.size() == before && !group.sections.isEmpty())
        places.append({group.id, row, group.sections.first().name, {}, false});
    for (const quint32 child : group.children) {
        if (!isRelevant(child, row))
            continue;
        for (const AnswerRow& inner : rows(child, row))
            addPlaces(*form().group(child), inner.row, places);
    }
}

QList<FormPlace> FormModel::places() const
{
    QList<FormPlace> found;
    for (const GroupDefinition& group : form().groups()) {
        if (group.parent != 0 || group.kind != GroupKind::Case || !isRelevant(group.id))
            continue;
        if (!group.repeat) {
            addPlaces(group, {}, found);
            continue;
        }
        const QList<AnswerRow> all = rows(group.id, {});
        if (all.isEmpty())
            found.append({group.id, {}, {}, {}, true});
        for (const AnswerRow& row : all)
            addPlaces(group, row.row, found);
    }
    return found;
}

QList<quint32> FormModel::repeatsIn(const FormPlace& place) const
{
    if (place.list || place.row.isEmpty())
        return {};
    const GroupDefinition& group = *form().group(place.group);
    QString last = group.sections.first().name;
    for (const SectionDefinition& one : group.sections) {
        if (!fieldsOf({place.group, place.row, one.name, {}, false}).isEmpty())
            last = one.name;
    }
    QList<quint32> found;
    for (const quint32 child : group.children) {
        if (place.section == last && isRelevant(child, place.row))
            found.append(child);
    }
    return found;
}

QList<FormStop> FormModel::stopsOf(const FormPlace& place) const
{
    QList<FormStop> stops;
    if (place.list)
        return {{{place.group, {}, 0}, place.parentRow}};
    for (const AnswerPath& path : fieldsOf(place)) {
        // What is only read is no stop of the typing hand; Tab goes there.
        if (!hasProgram(field(path)) && (m_readOnly || !m_answers.value(path).sealed))
            stops.append({path, {}});
    }
    for (const quint32 child : repeatsIn(place)) {
        if (rows(child, place.row).isEmpty())
            stops.append({{child, {}, 0}, place.row});
    }
    return stops;
}

std::optional<FormPlace> FormModel::placeOf(const AnswerPath& path) const
{
    const GroupDefinition* group = form().group(path.group);
    if (!group)
        return std::nullopt;
    const bool rowIsThere =
        group->repeat == !path.row.isEmpty() && (path.row.isEmpty() || m_answers.findRow(path.row));
    if (path.field == 0) {
        if (rowIsThere && !path.row.isEmpty())
            return firstPlace(path.row);
        return group->repeat && group->parent == 0 && isRelevant(group->id)
                 ? std::optional(firstPlace(path.group, {}))
                 : std::nullopt;
    }
    const FieldDefinition* definition = form().field(path.field);
    if (!definition || definition->group != path.group || !rowIsThere || !isShown(path))
        return std::nullopt;
    return FormPlace{path.group, path.row, definition->section, {}, false};
}

FormPlace FormModel::firstPlace(const QString& row) const
{
    QList<FormPlace> found;
    addPlaces(*form().group(m_answers.findRow(row)->group), row, found);
    return found.first();
}

FormPlace FormModel::firstPlace(quint32 group, const QString& parentRow) const
{
    const QList<AnswerRow> all = rows(group, parentRow);
    return all.isEmpty() ? FormPlace{group, {}, {}, parentRow, true} : firstPlace(all.first().row);
}

void FormModel::count(const Problem& problem, FormProgress& progress) const
{
    (problem.severity == Severity::Error ? progress.errors : progress.warnings) += 1;
}

/// Counts one question of people into the progress.
void FormModel::countQuestion(const AnswerPath& path, FormProgress& progress) const
{
    if (hasProgram(field(path)))
        return;
    const bool answered = !m_answers.value(path).isBlank();
    progress.begun = progress.begun || answered;
    if (!isShown(path))
        return;
    progress.asked += 1;
    progress.answered += answered ? 1 : 0;
}

FormProgress FormModel::progress(const FormPlace& place) const
{
    if (place.list)
        return repeatProgress(place.group, place.parentRow);
    FormProgress found;
    const SectionDefinition* fields = section(place);
    for (const quint32 id : fields ? fields->fields : QList<quint32>()) {
        const AnswerPath path{place.group, place.row, id};
        countQuestion(path, found);
        found.open += openByPath().value(path);
        found.questions += m_questions.value(path);
    }
    found.begun = found.begun || found.asked == 0;  // the program alone works here: there is nothing to begin
    for (const Problem& problem : m_problems) {
        if (fields && problem.path.group == place.group && problem.path.row == place.row
            && fields->fields.contains(problem.path.field))
            count(problem, found);
    }
    return found;
}

FormProgress FormModel::rowProgress(const QString& row) const
{
    FormProgress found;
    for (const AnswerRow& inner : m_answers.rows) {
        if (!isInside(inner.row, row) || !isRelevant(inner.group, inner.parentRow))
            continue;
        for (const quint32 id : form().group(inner.group)->fields)
            countQuestion({inner.group, inner.row, id}, found);
    }
    const QHash<AnswerPath, int>& open = openByPath();
    for (auto it = open.cbegin(); it != open.cend(); ++it)
        found.open += !it.key().row.isEmpty() && isInside(it.key().row, row) ? it.value() : 0;
    for (auto it = m_questions.cbegin(); it != m_questions.cend(); ++it)
        found.questions += !it.key().row.isEmpty() && isInside(it.key().row, row) ? it.value() : 0;
    for (const Problem& problem : m_problems) {
        if (isInside(problem.path.row, row))
            count(problem, found);
    }
    return found;
}

FormProgress FormModel::repeatProgress(quint32 group, const QString& parentRow) const
{
    FormProgress found;
    for (const AnswerRow& row : rows(group, parentRow)) {
        const FormProgress one = rowProgress(row.row);
        found.begun = true;
        found.errors += one.errors;
        found.warnings += one.warnings;
        found.asked += one.asked;
        found.answered += one.answered;
        found.open += one.open;
        found.questions += one.questions;
    }
    const AnswerPath itself{group, {}, 0};
    found.open += openByPath().value(itself);
    for (const Problem& problem : m_problems) {
        if (problem.path == itself)
            count(problem, found);
    }
    return found;
}

void FormModel::addOrder(const GroupDefinition& group, const QString& parentRow, int& next) const
{
    m_order.insert({group.id, {}, 0}, next++);
    QStringList ids{QString()};
    if (group.repeat) {
        ids.clear();
        for (const AnswerRow& row : rows(group.id, parentRow))
            ids.append(row.row);
    }
    for (const QString& row : std::as_const(ids)) {
        m_order.insert({group.id, row, 0}, next++);
        for (const quint32 id : group.fields)
            m_order.insert({group.id, row, id}, next++);
        for (const quint32 child : group.children)
            addOrder(*form().group(child), row, next);
    }
}

int FormModel::orderOf(const AnswerPath& path) const
{
    if (m_order.isEmpty()) {
        int next = 0;
        for (const GroupDefinition& group : form().groups()) {
            if (group.parent == 0)
                addOrder(group, {}, next);
        }
    }
    return m_order.value(path, -1);
}

QList<Problem> FormModel::problemsInOrder() const
{
    QList<Problem> sorted = m_problems;
    std::stable_sort(sorted.begin(), sorted.end(), [this](const Problem& a, const Problem& b) {
        return orderOf(a.path) < orderOf(b.path);
    });
    return sorted;
}

}  // namespace prohori
