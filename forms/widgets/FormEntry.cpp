// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormModel.h"

#include "core/base/Ids.h"
#include "core/base/RowChain.h"
#include "forms/engine/AnswerText.h"

#include <algorithm>

// The part of FormModel that knows what was done: rows added and removed, undo, answers carried forward, notes, what a draft keeps.

namespace prohori {

using namespace Qt::StringLiterals;

QString FormModel::addRow(quint32 group, const QString& parentRow)
{
    if (!whyNoRow(group, parentRow).isEmpty())
        return {};
    // Of a new record, where nobody can make the same row.
    if (m_answers.rows.isEmpty())
        m_row = RowId::make(m_random);
    else if (!m_row.isNull())
        m_row = rowAfter(m_row);
    const QString row = (m_row.isNull() ? RowId::make(m_random) : m_row).toString();
    EntryStep step;
    step.kind = EntryStep::Kind::AddRow;
    step.path = {group, row, 0};
    step.rows.append({m_answers.rows.size(), {group, row, parentRow}});
    putRow(step);
    for (const quint32 id : form().group(group)->fields) {
        const AnswerPath path{group, row, id};
        if (const auto last = isPinned(path) ? lastAnswer(path) : std::nullopt)
            carryInto(path, *last);
    }
    forget();
    m_history.noteRows(step);
    emit rowAdded(row);
    return row;
}

void FormModel::removeRow(const QString& row)
{
    const AnswerRow* found = m_answers.findRow(row);
    if (m_readOnly || !found)
        return;
    EntryStep step;
    step.kind = EntryStep::Kind::RemoveRow;
    step.path = {found->group, row, 0};
    cutRow(step);
    m_history.noteRows(step);
    emit rowRemoved(row);
    recheck({});
}

/// Takes the row of the step away with all inside it, and keeps in the step what goes.
void FormModel::cutRow(EntryStep& step)
{
    const QString row = step.path.row;
    step.rows.clear();
    step.values.clear();
    for (qsizetype at = 0; at < m_answers.rows.size(); ++at) {
        if (isInside(m_answers.rows.at(at).row, row))
            step.rows.append({at, m_answers.rows.at(at)});
    }
    for (auto it = m_answers.values.cbegin(); it != m_answers.values.cend(); ++it) {
        if (!it.key().row.isEmpty() && isInside(it.key().row, row))
            step.values.append({it.key(), it.value()});
    }
    const auto inside = [&](const Problem& problem) { return isInside(problem.path.row, row); };
    m_problems.removeIf(inside);
    m_foreign.removeIf(inside);
    m_answers.removeRow(row);
    m_order.clear();
    forget();
}

void FormModel::putRow(const EntryStep& step)
{
    for (const CutRow& cut : step.rows)
        m_answers.rows.insert(std::clamp<qsizetype>(cut.at, 0, m_answers.rows.size()), cut.row);
    for (const auto& [path, answer] : step.values)
        m_answers.set(path, answer);
    m_order.clear();
    forget();
}

AnswerPath FormModel::apply(EntryStep& step, bool forward)
{
    const AnswerPath path = step.path;
    if (step.kind == EntryStep::Kind::Edit) {
        if (!forward && step.wasCarried)
            m_carried.insert(path);
        else
            m_carried.remove(path);
        take(path, forward ? step.after : step.before);
        recheck(path);
        return path;
    }
    const bool comes = (step.kind == EntryStep::Kind::AddRow) == forward;
    if (comes) {
        putRow(step);
        emit rowAdded(path.row);
        recheck({});
        return path;
    }
    const AnswerRow row = *m_answers.findRow(path.row);
    cutRow(step);
    emit rowRemoved(path.row);
    recheck({});
    const QList<AnswerRow> left = rows(row.group, row.parentRow);
    return left.isEmpty() ? AnswerPath{row.group, row.parentRow, 0}
                          : AnswerPath{row.group, left.last().row, 0};
}

std::optional<AnswerPath> FormModel::undo()
{
    m_history.close();
    if (!canUndo())
        return std::nullopt;
    const AnswerPath where = apply(m_history.toUndo(), false);
    m_history.wentBack();
    return where;
}

std::optional<AnswerPath> FormModel::redo()
{
    m_history.close();
    if (!canRedo())
        return std::nullopt;
    const AnswerPath where = apply(m_history.toRedo(), true);
    m_history.wentOn();
    return where;
}

QString FormModel::rowThatGoes(bool byUndo) const
{
    if (byUndo ? !canUndo() : !canRedo())
        return {};
    const EntryStep& step = byUndo ? m_history.toUndo() : m_history.toRedo();
    const auto kind = byUndo ? EntryStep::Kind::AddRow : EntryStep::Kind::RemoveRow;
    return step.kind == kind ? step.path.row : QString();
}

void FormModel::setNote(const AnswerPath& path, const QString& text)
{
    const QString clean = cleanText(text, true);
    if (m_notes.value(path) == clean)
        return;
    if (clean.isEmpty())
        m_notes.remove(path);
    else
        m_notes.insert(path, clean);
    emit marksChanged(path);
}

void FormModel::setEarlierNotes(const QHash<AnswerPath, QStringList>& notes)
{
    m_earlierNotes = notes;
    emit marksChanged({});
}

void FormModel::setChanges(const QHash<AnswerPath, QString>& changes)
{
    m_changes = changes;
    emit marksChanged({});
}

void FormModel::setQuestions(const QHash<AnswerPath, int>& questions)
{
    if (m_questions == questions)
        return;
    m_questions = questions;
    emit marksChanged({});
}

QHash<AnswerPath, QString> FormModel::notes() const
{
    QHash<AnswerPath, QString> there = m_notes;
    there.removeIf(
        [this](auto one) { return !one.key().row.isEmpty() && !m_answers.findRow(one.key().row); });
    return there;
}

void FormModel::dropNotes()
{
    m_notes.clear();
    emit marksChanged({});
}

void FormModel::setLastCase(const Answers& answers)
{
    m_lastCase = answers;
    // What is confidential is not even remembered.
    m_lastCase.values.removeIf(
        [this](auto one) { return one.value().sealed || !whyNotPinned(one.key()).isEmpty(); });
}

void FormModel::setPinned(const QSet<quint32>& fields)
{
    m_pinned = fields;
    emit marksChanged({});
}

QString FormModel::whyNotPinned(const AnswerPath& path) const
{
    const FieldDefinition& definition = field(path);
    if (definition.tier != FieldTier::Statistical)
        return tr("What is confidential is not carried into other cases.");
    if (hasProgram(definition))
        return tr("The program works this out from the other answers.");
    if (definition.type == FieldType::Reference || definition.type == FieldType::MultiReference
        || definition.type == FieldType::Identifier)
        return tr("This names a row of this case alone.");
    return {};
}

void FormModel::togglePinned(const AnswerPath& path)
{
    if (!m_pinned.remove(path.field)) {
        if (!whyNotPinned(path).isEmpty())
            return;
        m_pinned.insert(path.field);
    }
    emit marksChanged({});
    emit pinnedChanged();
}

/// The answer of the row before, else of the last case; nothing when there is none, or it is not to be carried.
std::optional<Answer> FormModel::lastAnswer(const AnswerPath& path) const
{
    const auto usable = [](const Answer& answer) {
        return answer.isBlank() || answer.sealed ? std::nullopt : std::optional(answer);
    };
    if (const AnswerRow* row = m_answers.findRow(path.row)) {
        const AnswerRow* before = nullptr;
        for (const AnswerRow& one : m_answers.rows) {
            if (one.row == path.row)
                break;
            if (one.group == row->group && one.parentRow == row->parentRow)
                before = &one;
        }
        if (before)
            return usable(m_answers.value({path.group, before->row, path.field}));
    }
    if (!whyNotPinned(path).isEmpty())
        return std::nullopt;
    if (path.row.isEmpty())
        return usable(m_lastCase.value(path));
    const QList<AnswerRow> all = m_lastCase.rowsOf(path.group);
    return all.isEmpty() ? std::nullopt : usable(m_lastCase.value({path.group, all.last().row, path.field}));
}

void FormModel::carryInto(const AnswerPath& path, const Answer& answer)
{
    m_answers.set(path, answer);
    m_carried.insert(path);
}

bool FormModel::carry(const AnswerPath& path)
{
    const auto last = lastAnswer(path);
    if (!last || !whyFixed(path).isEmpty())
        return false;
    set(path, *last);
    m_carried.insert(path);
    m_history.close();
    emit marksChanged(path);
    return true;
}

void FormModel::carryIntoCase()
{
    for (const quint32 id : std::as_const(m_pinned)) {
        const FieldDefinition* definition = form().field(id);
        if (!definition || form().group(definition->group)->repeat)
            continue;
        const AnswerPath path{definition->group, {}, id};
        const auto last = m_answers.value(path).isBlank() ? lastAnswer(path) : std::nullopt;
        if (last)
            carryInto(path, *last);
    }
    forget();
    emit marksChanged({});
}

void FormModel::confirm(const AnswerPath& path)
{
    if (!m_carried.remove(path))
        return;
    m_open.reset();
    emit marksChanged(path);
}

QList<AnswerPath> FormModel::carried() const
{
    QList<AnswerPath> found;
    for (const AnswerPath& path : m_carried) {
        if (placeOf(path))
            found.append(path);
    }
    std::sort(found.begin(), found.end(),
              [this](const AnswerPath& a, const AnswerPath& b) { return orderOf(a) < orderOf(b); });
    return found;
}

QJsonObject FormModel::entryState(const AnswerPath& cursor, const AnswerFilter& filter) const
{
    QJsonArray notes;
    const QHash<AnswerPath, QString> typed = this->notes();
    for (auto it = typed.cbegin(); it != typed.cend(); ++it)
        notes.append(QJsonArray{pathToJson(it.key()), it.value()});
    QJsonArray carried;
    for (const AnswerPath& path : m_carried)
        carried.append(pathToJson(path));
    return {{u"cursor"_s, pathToJson(cursor)},
            {u"notes"_s, notes},
            {u"carried"_s, carried},
            {u"checked"_s, !m_problems.isEmpty()},
            {u"steps"_s, m_history.toJson(filter)},
            {u"done"_s, m_history.keptAt()}};
}

AnswerPath FormModel::restoreEntryState(const QJsonObject& state)
{
    const auto isThere = [this](const AnswerPath& path) {
        const FieldDefinition* definition = form().field(path.field);
        return definition && definition->group == path.group
            && (path.row.isEmpty() || m_answers.findRow(path.row));
    };
    for (const QJsonValue& one : state[u"notes"_s].toArray()) {
        const AnswerPath path = pathFromJson(one[0].toArray());
        if (isThere(path))
            m_notes.insert(path, one[1].toString());
    }
    for (const QJsonValue& one : state[u"carried"_s].toArray()) {
        const AnswerPath path = pathFromJson(one.toArray());
        if (isThere(path))
            m_carried.insert(path);
    }
    m_history.fromJson(state[u"steps"_s].toArray(), state[u"done"_s].toInteger());
    m_open.reset();
    emit marksChanged({});
    if (state[u"checked"_s].toBool())
        showProblems(m_engine.check(m_answers, CheckLevel::Submit));
    const AnswerPath cursor = pathFromJson(state[u"cursor"_s].toArray());
    return isThere(cursor) ? cursor : AnswerPath{};
}

}  // namespace prohori
