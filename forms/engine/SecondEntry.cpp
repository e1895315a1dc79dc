// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/SecondEntry.h"

#include "core/base/Ids.h"
#include "forms/engine/AnswerText.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kMostRows = 999;
struct RowTag;
using NewRow = FixedId<RowTag, 16>;
}  // namespace

SecondEntry::SecondEntry(const FormEngine& engine, RandomSource& random, const Answers& first)
    : m_engine(engine),
      m_random(random),
      m_first(first)
{
    for (const GroupDefinition& group : engine.form().groups()) {
        if (group.parent != 0)
            continue;
        if (group.repeat)
            takeRows(group, {});
        else
            takeValues(group, {});
    }
}

bool SecondEntry::isVerified(const FieldDefinition& field) const
{
    return field.verify && field.required != RequiredLevel::Auto;
}

bool SecondEntry::isVerified(quint32 id) const
{
    const GroupDefinition& group = *m_engine.form().group(id);
    return group.kind == GroupKind::Case
        && (std::any_of(group.fields.cbegin(), group.fields.cend(),
                        [this](quint32 field) { return isVerified(*m_engine.form().field(field)); })
            || std::any_of(group.children.cbegin(), group.children.cend(),
                           [this](quint32 child) { return isVerified(child); }));
}

/// Whether something is left to ask in the rows that the first entry has; where it has none, everything is.
bool SecondEntry::isReadable(const GroupDefinition& group, const QString& parentRow) const
{
    const QList<AnswerRow> rows = m_first.rowsOf(group.id, parentRow);
    if (rows.isEmpty())
        return true;
    return std::any_of(rows.cbegin(), rows.cend(), [&](const AnswerRow& row) {
        return std::any_of(group.fields.cbegin(), group.fields.cend(),
                           [&](quint32 field) {
                               return isVerified(*m_engine.form().field(field))
                                   && !m_first.value({group.id, row.row, field}).sealed;
                           })
            || std::any_of(group.children.cbegin(), group.children.cend(), [&](quint32 child) {
                   return isVerified(child) && isReadable(*m_engine.form().group(child), row.row);
               });
    });
}

/// The rows of a repeat that is not asked about: they stand as the first entry has them.
void SecondEntry::takeRows(const GroupDefinition& group, const QString& parentRow)
{
    if (isVerified(group.id) && isReadable(group, parentRow))
        return;
    for (const AnswerRow& row : m_first.rowsOf(group.id, parentRow))
        takeRow(row);
}

void SecondEntry::takeRow(const AnswerRow& row)
{
    const GroupDefinition& group = *m_engine.form().group(row.group);
    m_second.rows.append(row);
    takeValues(group, row.row);
    for (const quint32 child : group.children)
        takeRows(*m_engine.form().group(child), row.row);
}

void SecondEntry::takeValues(const GroupDefinition& group, const QString& row)
{
    for (const quint32 id : group.fields) {
        const AnswerPath path{group.id, row, id};
        const Answer answer = m_first.value(path);
        if (answer.sealed || !isVerified(*m_engine.form().field(id)))
            m_second.set(path, answer);
    }
}

QList<SecondQuestion> SecondEntry::questions() const
{
    QList<SecondQuestion> asked;
    for (const GroupDefinition& group : m_engine.form().groups()) {
        if (group.parent == 0 && isVerified(group.id))
            ask(group, {}, asked);
    }
    return asked;
}

void SecondEntry::ask(const GroupDefinition& group, const QString& parentRow,
                      QList<SecondQuestion>& asked) const
{
    const AnswerPath whole{group.id, parentRow, 0};
    if (!m_engine.isRelevant(whole, m_second))
        return;
    if (!group.repeat) {
        askRow(group, {}, asked);
        return;
    }
    if (!isReadable(group, parentRow))
        return;
    asked.append({whole});
    for (const AnswerRow& row : m_second.rowsOf(group.id, parentRow))
        askRow(group, row.row, asked);
}

void SecondEntry::askRow(const GroupDefinition& group, const QString& row, QList<SecondQuestion>& asked) const
{
    for (const quint32 id : group.fields) {
        const AnswerPath path{group.id, row, id};
        if (isVerified(*m_engine.form().field(id)) && !m_second.value(path).sealed
            && m_engine.isRelevant(path, m_second))
            asked.append({path});
    }
    for (const quint32 child : group.children) {
        if (isVerified(child))
            ask(*m_engine.form().group(child), row, asked);
    }
}

Answer SecondEntry::normalised(const AnswerPath& path, const Answer& answer) const
{
    if (answer.text.isEmpty())
        return answer;
    const FieldDefinition& field = *m_engine.form().field(path.field);
    const auto stored = m_engine.normalise(path.field, answer.text);
    return {stored ? *stored : cleanText(answer.text, field.type == FieldType::LongText), {}, false};
}

void SecondEntry::put(const AnswerPath& path, const Answer& answer)
{
    const FieldDefinition* field = m_engine.form().field(path.field);
    const bool there = path.row.isEmpty() || m_second.findRow(path.row);
    if (!field || field->group != path.group || !isVerified(*field) || !there || m_second.value(path).sealed)
        return;
    m_second.set(path, normalised(path, answer));
    m_passed.insert(path);
}

void SecondEntry::pass(const AnswerPath& path)
{
    const QList<SecondQuestion> asked = questions();
    const bool isCount = path.field == 0;
    if (!isCount && asked.contains(SecondQuestion{path}))
        m_passed.insert(path);
}

Result<> SecondEntry::setRows(const AnswerPath& count, int rows)
{
    const GroupDefinition* group = m_engine.form().group(count.group);
    if (!group || !questions().contains(SecondQuestion{count}) || count.field != 0)
        return Error{ErrorCode::Invalid, u"rows of this kind are not asked for"_s, u"range"_s};
    const int most = group->maxRows > 0 ? group->maxRows : kMostRows;
    if (rows < 0 || rows > most)
        return Error{ErrorCode::Invalid, u"the number of rows is out of range"_s, u"range"_s};
    const QList<AnswerRow> first = m_first.rowsOf(group->id, count.row);
    QList<AnswerRow> now = m_second.rowsOf(group->id, count.row);
    while (now.size() > rows)
        m_second.removeRow(now.takeLast().row);
    while (now.size() < rows) {
        // The next of the first entry that is not here yet; beyond them new ones.
        const auto next = std::find_if(first.cbegin(), first.cend(), [this](const AnswerRow& row) {
            return m_second.findRow(row.row) == nullptr;
        });
        const AnswerRow row =
            next != first.cend() ? *next : AnswerRow{group->id, NewRow::make(m_random).toString(), count.row};
        takeRow(row);
        now.append(row);
    }
    m_passed.removeIf(
        [this](const auto& path) { return !path.row.isEmpty() && !m_second.findRow(path.row); });
    m_passed.insert(count);
    return {};
}

std::optional<int> SecondEntry::rows(const AnswerPath& count) const
{
    if (!m_passed.contains(count))
        return std::nullopt;
    return static_cast<int>(m_second.rowsOf(count.group, count.row).size());
}

std::optional<SecondQuestion> SecondEntry::nextOpen() const
{
    for (const SecondQuestion& question : questions()) {
        if (!m_passed.contains(question.path))
            return question;
    }
    return std::nullopt;
}

void SecondEntry::compareRows(const AnswerPath& count, QList<EntryDifference>& found) const
{
    for (const AnswerRow& row : m_first.rowsOf(count.group, count.row)) {
        if (!m_second.findRow(row.row))
            found.append({{count.group, row.row, 0}, EntryDifference::Kind::OnlyInFirst, {}, {}});
    }
    for (const AnswerRow& row : m_second.rowsOf(count.group, count.row)) {
        if (!isOfFirst(row.row))
            found.append({{count.group, row.row, 0}, EntryDifference::Kind::OnlyInSecond, {}, {}});
    }
}

QList<EntryDifference> SecondEntry::differences() const
{
    QList<EntryDifference> found;
    for (const auto& [path] : questions()) {
        // Of a row that is new here, the row is the difference.
        if (!m_passed.contains(path) || (!path.row.isEmpty() && !isOfFirst(path.row)))
            continue;
        if (path.field == 0) {
            compareRows(path, found);
            continue;
        }
        const Answer first = normalised(path, m_first.value(path));
        const Answer second = m_second.value(path);
        if (first != second)
            found.append({path, EntryDifference::Kind::Value, first, second});
    }
    return found;
}

Result<> SecondEntry::settle(const AnswerPath& path, EntryResolution resolution)
{
    using Side = EntryResolution::Side;
    const QList<EntryDifference> all = differences();
    const auto found =
        std::find_if(all.cbegin(), all.cend(), [&](const auto& one) { return one.path == path; });
    if (found == all.cend())
        return Error{ErrorCode::NotFound, u"the two entries do not differ here"_s};
    if (found->kind != EntryDifference::Kind::Value) {
        if (resolution.side == Side::Third)
            return Error{ErrorCode::Invalid, u"a row is there or not"_s, u"type"_s};
        resolution.value = {};
    } else if (resolution.side == Side::Third) {
        if (!resolution.value.text.isEmpty()) {
            const auto stored = m_engine.normalise(path.field, resolution.value.text);
            if (!stored)
                return stored.error();
            resolution.value = {*stored, {}, false};
        }
    } else {
        resolution.value = resolution.side == Side::First ? m_first.value(path) : found->second;
    }
    m_settled.insert(path, {*found, resolution});
    return {};
}

std::optional<EntryResolution> SecondEntry::settled(const AnswerPath& path) const
{
    const auto known = m_settled.constFind(path);
    if (known == m_settled.cend() || !differences().contains(known->difference))
        return std::nullopt;
    return known->resolution;
}

/// A row that the second entry has and the first has not, with everything in it.
void SecondEntry::copyRow(const AnswerRow& row, Answers& into) const
{
    const GroupDefinition& group = *m_engine.form().group(row.group);
    into.rows.append(row);
    for (const quint32 field : group.fields)
        into.set({group.id, row.row, field}, m_second.value({group.id, row.row, field}));
    for (const quint32 child : group.children) {
        for (const AnswerRow& inner : m_second.rowsOf(child, row.row))
            copyRow(inner, into);
    }
}

Result<SecondEntryOutcome> SecondEntry::outcome() const
{
    if (nextOpen())
        return Error{ErrorCode::Invalid, u"not every question was answered again"_s, u"open"_s};
    SecondEntryOutcome out{m_first, {}};
    for (const EntryDifference& difference : differences()) {
        const auto known = m_settled.constFind(difference.path);
        if (known == m_settled.cend() || known->difference != difference)
            return Error{ErrorCode::Invalid, u"a difference is not settled"_s, u"open"_s};
        const bool second = known->resolution.side == EntryResolution::Side::Second;
        if (difference.kind == EntryDifference::Kind::Value)
            out.answers.set(difference.path, known->resolution.value);
        else if (second && difference.kind == EntryDifference::Kind::OnlyInFirst)
            out.answers.removeRow(difference.path.row);
        else if (second)
            copyRow(*m_second.findRow(difference.path.row), out.answers);
        out.log.append({difference, known->resolution});
    }
    return out;
}

}  // namespace prohori
