// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnswerCodec.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool isNumber(FieldType type)
{
    return type == FieldType::Integer || type == FieldType::Money;
}

/// Codes as one text, in the order of the list; without a list by name.
QString inOrder(const ChoiceList* list, QStringList chosen)
{
    QHash<QString, int> order;
    if (list) {
        for (const Choice& choice : list->choices)
            order.insert(choice.code, static_cast<int>(order.size()));
    }
    std::sort(chosen.begin(), chosen.end(), [&](const QString& a, const QString& b) {
        return std::pair(order.value(a, INT_MAX), a) < std::pair(order.value(b, INT_MAX), b);
    });
    return chosen.join(u' ');
}

}  // namespace

QString rowText(const RowId& row)
{
    return row.isNull() ? QString() : row.toString();
}

RowId rowFromText(const QString& text)
{
    if (text.isEmpty())
        return {};
    const auto row = RowId::fromString(text);
    return row ? *row : RowId();
}

AnswerPath answerPath(const FieldKey& key)
{
    return {key.group, rowText(key.row), key.field};
}

FieldKey fieldKey(const AnswerPath& path)
{
    return {path.group, rowFromText(path.row), path.field};
}

QStringList codesOf(const QString& text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

Cbor scalarFor(const FieldDefinition& field, const QString& text)
{
    if (isNumber(field.type)) {
        bool whole = false;
        const qint64 number = text.toLongLong(&whole);
        if (whole && QString::number(number) == text)
            return number;
    }
    if (field.type == FieldType::Boolean && (text == u"true"_s || text == u"false"_s))
        return text == u"true"_s;
    return text;
}

QString textFor(const Cbor& scalar)
{
    if (scalar.isBool())
        return scalar.toBool() ? u"true"_s : u"false"_s;
    if (scalar.isInt())
        return QString::number(scalar.toInt());
    return scalar.toText();
}

AnswerReader::AnswerReader(const FormDefinition& form, const History& history, const RecordKeys& keys)
    : m_form(form)
{
    CreationTags creation;
    if (history.changes().size() > 1) {
        for (const ChangePtr& change : history.changes()) {
            if (change->body().creation)
                creation = CreationTags(*change, keys);
        }
    }
    for (const ChangePtr& change : history.changes()) {
        if (change->body().boxes.isEmpty())
            continue;
        const auto opened = openItems(*change, keys, creation);
        if (opened)
            m_opened.insert(*opened);
        else
            m_damaged = true;
    }
}

QString AnswerReader::text(const FieldValue& value) const
{
    if (value.isSealed())
        return textFor(m_opened.value(value.tag()));
    return textFor(value.plainValue());
}

Answer AnswerReader::answer(const FieldValue& value) const
{
    if (value.missingReason() != MissingReason::None)
        return {{}, missingReasonName(value.missingReason()), false};
    if (value.isSealed() && !m_opened.contains(value.tag()))
        return {{}, {}, true};
    return {text(value), {}, false};
}

std::optional<QString> AnswerReader::option(const Cbor& option) const
{
    if (option.isText())
        return option.toText();
    const auto opened = m_opened.constFind(option.toBytes());
    return opened == m_opened.constEnd() ? std::nullopt : std::optional(opened->toText());
}

Cbor AnswerReader::scalar(const FieldValue& value) const
{
    return value.isSealed() ? m_opened.value(value.tag()) : value.plainValue();
}

Answer AnswerReader::answer(const FieldDefinition& field, const QList<FoldedOption>& options) const
{
    QStringList chosen;
    for (const FoldedOption& folded : options) {
        const auto name = option(folded.option);
        if (!name)
            return {{}, {}, true};
        chosen.append(*name);
    }
    return {inOrder(m_form.list(field.list), chosen), {}, false};
}

/// What is stored as one value and as options at once: the one that the form means, and of a multi-choice both.
Answer AnswerReader::joined(const FieldDefinition& field, const Answer& value, const Answer& options) const
{
    if (field.merge != FieldMerge::Option)
        return value;
    if (value.sealed || options.sealed)
        return {{}, {}, true};
    QStringList chosen = codesOf(value.text) + codesOf(options.text);
    chosen.removeDuplicates();
    return {inOrder(m_form.list(field.list), chosen), {}, false};
}

Answers AnswerReader::answers(const RecordState& state) const
{
    return all(state, true);
}

Answers AnswerReader::others(const RecordState& state) const
{
    Answers out = all(state, false);
    out.rows.clear();
    return out;
}

/// Those that the form knows, or the others.
Answers AnswerReader::all(const RecordState& state, bool known) const
{
    Answers out;
    QSet<RowId> rows{RowId()};
    for (const FoldedRow& row : state.rows) {
        if ((row.removed && !row.inConflict) || !m_form.group(row.group) || !rows.contains(row.parent))
            continue;
        rows.insert(row.row);
        out.rows.append({row.group, rowText(row.row), rowText(row.parent)});
    }
    const auto isWanted = [&](const FieldKey& key) {
        const FieldDefinition* field = m_form.field(key.field);
        return (field && field->group == key.group && rows.contains(key.row)) == known;
    };
    for (auto it = state.fields.begin(); it != state.fields.end(); ++it) {
        if (!it->value.isBlank() && isWanted(it.key()))
            out.values.insert(answerPath(it.key()), answer(it->value));
    }
    static const FieldDefinition kUnknown;
    for (auto it = state.options.begin(); it != state.options.end(); ++it) {
        if (it->isEmpty() || !isWanted(it.key()))
            continue;
        const FieldDefinition* field = m_form.field(it.key().field);
        const AnswerPath path = answerPath(it.key());
        const Answer options = answer(field ? *field : kUnknown, *it);
        const Answer value = out.values.value(path);
        out.values.insert(path, value.isBlank() || !field ? options : joined(*field, value, options));
    }
    for (auto it = state.remarks.begin(); it != state.remarks.end(); ++it) {
        if (!isWanted(it.key()))
            continue;
        // What was one text in another version comes first.
        QStringList lines{out.values.value(answerPath(it.key())).text};
        for (const FoldedRemark& remark : *it)
            lines.append(text(remark.text));
        if (lines.first().isEmpty())
            lines.removeFirst();
        out.values.insert(answerPath(it.key()), {lines.join(u'\n'), {}, false});
    }
    return out;
}

}  // namespace prohori
