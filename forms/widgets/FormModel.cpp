// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormModel.h"

#include "core/base/Ids.h"
#include "forms/engine/AnswerText.h"
#include "forms/engine/RowSummary.h"
#include "forms/engine/StandardMessages.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

FormModel::FormModel(const FormEngine& engine, RandomSource& random, QObject* parent)
    : QObject(parent),
      m_engine(engine),
      m_random(random)
{}

void FormModel::forget()
{
    m_relevant.clear();
    m_required.clear();
    m_titles.clear();
    m_calculated.reset();
    m_open.reset();
}

void FormModel::setAnswers(const Answers& answers)
{
    m_answers = answers;
    m_row = {};
    m_order.clear();
    m_history.clear();
    m_notes.clear();
    m_changes.clear();
    m_carried.clear();
    forget();
    showProblems({});
}

QString FormModel::digits(const QString& text) const
{
    return m_language == u"bn" ? banglaDigits(text) : text;
}

void FormModel::setReadOnly(bool readOnly, const QString& why)
{
    m_readOnly = readOnly;
    m_why = why.isEmpty() ? tr("This can only be read.") : why;
}

bool FormModel::hasProgram(const FieldDefinition& field) const
{
    return field.required == RequiredLevel::Auto;
}

QString FormModel::whyFixed(const AnswerPath& path) const
{
    if (m_answers.value(path).sealed)
        return tr("This answer is sealed: you hold no key to it, or have not opened it.");
    if (hasProgram(field(path)))
        return tr("The program works this out from the other answers.");
    return whyReadOnly();
}

Answer FormModel::shown(const AnswerPath& path) const
{
    if (!m_calculated)
        m_calculated = m_engine.calculated(m_answers);
    const Answer stored = m_answers.value(path);
    if (stored.sealed)
        return stored;
    const auto found = m_calculated->constFind(path);
    return found == m_calculated->cend() ? stored : *found;
}

bool FormModel::isForPeople(const AnswerPath& path) const
{
    // Ids, links to the row around and keys of comparison serve the program, not people.
    const FieldDefinition& definition = field(path);
    return !hasProgram(definition)
        || (definition.type != FieldType::Identifier && definition.type != FieldType::Reference
            && (definition.tier == FieldTier::Statistical || !definition.list.isEmpty())
            && !shown(path).isBlank());
}

bool FormModel::isShown(const AnswerPath& path) const
{
    if (!isForPeople(path))
        return false;
    const auto known = m_relevant.constFind(path);
    if (known != m_relevant.cend())
        return *known;
    const bool relevant = m_engine.isRelevant(path, m_answers);
    m_relevant.insert(path, relevant);
    return relevant;
}

bool FormModel::isRequired(const AnswerPath& path) const
{
    const auto known = m_required.constFind(path);
    if (known != m_required.cend())
        return *known;
    const bool required = m_engine.isRequired(path, m_answers, CheckLevel::Submit);
    m_required.insert(path, required);
    return required;
}

bool FormModel::hasChoices(const AnswerPath& path) const
{
    const FieldDefinition& definition = field(path);
    switch (definition.type) {
    case FieldType::Boolean:
    case FieldType::Code:
    case FieldType::MultiCode:
    case FieldType::Identifier: return true;
    case FieldType::Reference:
    case FieldType::MultiReference: {
        const GroupDefinition* group = form().group(definition.referencedGroup);
        return group && group->repeat;
    }
    default: return false;
    }
}

bool FormModel::isMultiple(const AnswerPath& path) const
{
    const FieldType type = field(path).type;
    return type == FieldType::MultiCode || type == FieldType::MultiReference;
}

QList<Choice> FormModel::choices(const AnswerPath& path) const
{
    const FieldDefinition& definition = field(path);
    if (definition.type != FieldType::Identifier)
        return m_engine.offeredChoices(path, m_answers);
    QList<Choice> found;
    for (const GroupDefinition& group : form().groups()) {
        if (!group.repeat || group.parent != 0 || group.id == path.group || group.kind != GroupKind::Case)
            continue;
        FieldDefinition reference = definition;
        reference.referencedGroup = group.name;
        for (Choice choice : rowChoices(m_engine, m_answers, reference)) {
            choice.key.clear();
            found.append(choice);
        }
    }
    return found;
}

bool FormModel::type(const AnswerPath& path, const QString& typed)
{
    const FieldDefinition& definition = field(path);
    const QString clean = cleanText(typed, definition.type == FieldType::LongText);
    if (clean.isEmpty()) {
        set(path, {});
        return true;
    }
    if (hasChoices(path)) {
        const QList<Choice> offered = choices(path);
        const auto code = isMultiple(path) ? readCodes(offered, clean) : readCode(offered, clean);
        set(path, {code.value_or(clean), {}, false});
        return code.has_value();
    }
    const auto stored = m_engine.normalise(path.field, clean);
    set(path, {stored ? *stored : clean, {}, false});
    return stored.has_value();
}

void FormModel::set(const AnswerPath& path, const Answer& answer)
{
    if (m_answers.value(path) == answer || !whyFixed(path).isEmpty())
        return;
    m_history.noteEdit(path, m_answers.value(path), answer, m_carried.remove(path));
    take(path, answer);
}

void FormModel::take(const AnswerPath& path, const Answer& answer)
{
    m_answers.set(path, answer);
    forget();
    keepResults();
    emit answerChanged(path);
}

void FormModel::keepResults()
{
    const GroupDefinition* top = form().group(u"case"_s);
    for (const quint32 id : top ? top->fields : QList<quint32>()) {
        const AnswerPath path{top->id, {}, id};
        if (!field(path).stored || !hasProgram(field(path)) || m_answers.value(path).sealed)
            continue;
        if (!m_calculated)
            m_calculated = m_engine.calculated(m_answers);
        if (const Answer result = m_calculated->value(path); result != m_answers.value(path)) {
            m_answers.set(path, result);
            forget();
        }
    }
}

void FormModel::recheck(const AnswerPath& path)
{
    m_history.close();
    static const QStringList kAtOnce{u"type"_s, u"choice"_s, u"range"_s, u"constraint"_s, u"retired"_s};
    QList<Problem> still;
    for (const Problem& fresh : m_engine.check(m_answers, CheckLevel::Submit)) {
        const bool wasShown = std::any_of(m_problems.cbegin(), m_problems.cend(), [&](const Problem& old) {
            return old.path == fresh.path && old.kind == fresh.kind;
        });
        if (wasShown || (fresh.path == path && kAtOnce.contains(fresh.kind)))
            still.append(fresh);
    }
    m_foreign.removeIf([&](const Problem& old) { return old.path == path; });
    m_problems = still + m_foreign;
    emit problemsChanged(static_cast<int>(m_problems.size()));
}

QList<AnswerRow> FormModel::rows(quint32 group, const QString& parentRow) const
{
    return m_answers.rowsOf(group, parentRow);
}

QString FormModel::whyNoRow(quint32 group, const QString& parentRow) const
{
    if (m_readOnly)
        return m_why;
    const GroupDefinition& definition = *form().group(group);
    if (definition.maxRows > 0 && rows(group, parentRow).size() >= definition.maxRows)
        return tr("There can be no more than %n of these.", nullptr, definition.maxRows);
    return {};
}

bool FormModel::holdsSealed(const QString& row) const
{
    return std::any_of(m_answers.values.keyValueBegin(), m_answers.values.keyValueEnd(),
                       [&](const auto& one) { return one.second.sealed && isInside(one.first.row, row); });
}

bool FormModel::isInside(const QString& row, const QString& outer) const
{
    for (QString at = row; !at.isEmpty();) {
        if (at == outer)
            return true;
        const AnswerRow* found = m_answers.findRow(at);
        at = found ? found->parentRow : QString();
    }
    return false;
}

QString FormModel::rowTitle(const QString& row) const
{
    const auto known = m_titles.constFind(row);
    if (known != m_titles.cend())
        return text(*known);
    const Texts title = rowSummary(m_engine, m_answers, row);
    m_titles.insert(row, title);
    return text(title);
}

void FormModel::showProblems(const QList<Problem>& problems)
{
    m_problems = problems;
    m_foreign.clear();
    if (!problems.isEmpty()) {
        const QList<Problem> own = m_engine.check(m_answers, CheckLevel::Submit);
        for (const Problem& problem : problems) {
            if (std::none_of(own.cbegin(), own.cend(), [&](const Problem& one) {
                    return one.path == problem.path && one.kind == problem.kind;
                }))
                m_foreign.append(problem);
        }
    }
    emit problemsChanged(static_cast<int>(m_problems.size()));
}

QList<Problem> FormModel::problemsAt(const AnswerPath& path) const
{
    QList<Problem> found;
    std::copy_if(m_problems.cbegin(), m_problems.cend(), std::back_inserter(found),
                 [&](const Problem& problem) { return problem.path == path; });
    return found;
}

}  // namespace prohori
