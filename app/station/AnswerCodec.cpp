// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnswerCodec.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kEntryError = u"entry_error"_s;

QStringList codes(const QString& text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

bool isNumber(FieldType type)
{
    return type == FieldType::Integer || type == FieldType::Money;
}

Error sealedRefusal(const FieldDefinition& field)
{
    return {ErrorCode::Refused,
            u"'%1' is sealed and you hold no key to this case yet: it can be written by who created the "
            u"case, or once the "
            u"administrator has confirmed you"_s.arg(field.label.in(u"en"_s)),
            u"no-key"_s};
}

/// All answers of a field set of the given states, in entry order of the form and rows.
QList<AnswerPath> pathsOf(const FormDefinition& form, const Answers& before, const Answers& after)
{
    QSet<AnswerPath> seen;
    QList<AnswerPath> paths;
    QSet<QString> living{QString()};
    for (const AnswerRow& row : after.rows)
        living.insert(row.row);
    const auto take = [&](const Answers& answers) {
        for (auto it = answers.values.begin(); it != answers.values.end(); ++it) {
            // A field of a row that was removed goes with its row.
            if (living.contains(it.key().row) && !seen.contains(it.key())) {
                seen.insert(it.key());
                paths.append(it.key());
            }
        }
    };
    take(before);
    take(after);
    std::sort(paths.begin(), paths.end(), [&](const AnswerPath& a, const AnswerPath& b) {
        return std::tie(a.group, a.row, a.field) < std::tie(b.group, b.row, b.field);
    });
    paths.removeIf([&](const AnswerPath& path) {
        const FieldDefinition* field = form.field(path.field);
        return !field || field->required == RequiredLevel::Auto;
    });
    return paths;
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
    for (const ChangePtr& change : history.changes()) {
        if (change->body().boxes.isEmpty())
            continue;
        const auto opened = openItems(*change, keys);
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

Answer AnswerReader::answer(const FieldDefinition& field, const QList<FoldedOption>& options) const
{
    QStringList chosen;
    for (const FoldedOption& folded : options) {
        const auto name = option(folded.option);
        if (!name)
            return {{}, {}, true};
        chosen.append(*name);
    }
    if (const ChoiceList* list = m_form.list(field.list)) {
        QHash<QString, int> order;
        for (const Choice& choice : list->choices)
            order.insert(choice.code, static_cast<int>(order.size()));
        std::sort(chosen.begin(), chosen.end(), [&](const QString& a, const QString& b) {
            return std::pair(order.value(a, INT_MAX), a) < std::pair(order.value(b, INT_MAX), b);
        });
    } else {
        chosen.sort();
    }
    return {chosen.join(u' '), {}, false};
}

Answers AnswerReader::answers(const RecordState& state) const
{
    Answers out;
    for (const FoldedRow& row : state.rows) {
        if (!row.removed || row.inConflict)
            out.rows.append({row.group, rowText(row.row), rowText(row.parent)});
    }
    for (auto it = state.fields.begin(); it != state.fields.end(); ++it) {
        if (m_form.field(it.key().field) && !it->value.isBlank())
            out.values.insert(answerPath(it.key()), answer(it->value));
    }
    for (auto it = state.options.begin(); it != state.options.end(); ++it) {
        const FieldDefinition* field = m_form.field(it.key().field);
        if (field && !it->isEmpty())
            out.values.insert(answerPath(it.key()), answer(*field, *it));
    }
    for (auto it = state.remarks.begin(); it != state.remarks.end(); ++it) {
        QStringList lines;
        for (const FoldedRemark& remark : *it)
            lines.append(text(remark.text));
        out.values.insert(answerPath(it.key()), {lines.join(u'\n'), {}, false});
    }
    return out;
}

Result<FieldValue> ChangeWriter::seal(Tier tier, const FieldKey& key, const QString& text)
{
    return m_sealer.seal(tier, key, Cbor(text));
}

Result<FieldValue> ChangeWriter::value(const FieldDefinition& field, const FieldKey& key,
                                       const Answer& answer)
{
    if (!answer.missing.isEmpty()) {
        const auto reason = missingReasonFromName(answer.missing);
        if (!reason)
            return Error{ErrorCode::Invalid,
                         u"'%1' is not a reason for a missing answer"_s.arg(answer.missing)};
        return FieldValue::missing(*reason);
    }
    if (answer.text.isEmpty())
        return FieldValue();
    const Cbor scalar = scalarFor(field, answer.text);
    if (field.tier == FieldTier::Statistical)
        return FieldValue::plain(scalar);
    auto sealed = m_sealer.seal(static_cast<Tier>(field.tier), key, scalar);
    if (!sealed)
        return sealedRefusal(field);
    return sealed;
}

void ChangeWriter::writeRows(const Answers& before, const Answers& after)
{
    const auto has = [](const Answers& answers, const QString& row) {
        return std::any_of(answers.rows.begin(), answers.rows.end(),
                           [&](const AnswerRow& r) { return r.row == row; });
    };
    QSet<QString> placed{QString()};
    for (const AnswerRow& row : before.rows)
        placed.insert(row.row);
    QList<AnswerRow> added;
    for (const AnswerRow& row : after.rows) {
        if (!has(before, row.row))
            added.append(row);
    }
    // Parents before the rows inside them, in the order of entry.
    while (!added.isEmpty()) {
        const auto next = std::find_if(added.begin(), added.end(),
                                       [&](const AnswerRow& row) { return placed.contains(row.parentRow); });
        if (next == added.end())
            break;
        m_items.append(AddRowItem{next->group, rowFromText(next->row), rowFromText(next->parentRow)});
        placed.insert(next->row);
        added.erase(next);
    }
    for (const AnswerRow& row : before.rows) {
        if (!has(after, row.row))
            m_items.append(RemoveRowItem{row.group, rowFromText(row.row), kEntryError});
    }
}

Result<> ChangeWriter::writeOptions(const FieldDefinition& field, const AnswerPath& path,
                                    const Answer& before, const Answer& after)
{
    const FieldKey key = fieldKey(path);
    if (before.missing != after.missing) {
        const auto reason = value(field, key, {{}, after.missing, false});
        if (!reason)
            return reason.error();
        m_items.append(SetItem{key, *reason, {}});
    }
    OptionItem item;
    item.key = key;
    item.tier = static_cast<quint8>(field.tier);
    const auto put = [&](const QString& code, QList<Cbor>& into) -> Result<> {
        if (field.tier == FieldTier::Statistical) {
            into.append(Cbor(code));
            return {};
        }
        const auto sealed = m_sealer.sealOption(static_cast<Tier>(field.tier), key, code);
        if (!sealed)
            return sealedRefusal(field);
        into.append(*sealed);
        return {};
    };
    const QStringList was = codes(before.text);
    const QStringList is = codes(after.text);
    for (const QString& code : is) {
        if (!was.contains(code)) {
            if (auto done = put(code, item.on); !done)
                return done;
        }
    }
    for (const QString& code : was) {
        if (!is.contains(code)) {
            if (auto done = put(code, item.off); !done)
                return done;
        }
    }
    if (!item.on.isEmpty() || !item.off.isEmpty())
        m_items.append(item);
    return {};
}

Result<> ChangeWriter::writeGroup(const FieldDefinition& field, const AnswerPath& path, const Answers& after,
                                  const Answers& readable)
{
    const QString name = u"%1/%2/%3"_s.arg(path.group).arg(path.row, field.mergeGroup);
    if (m_writtenGroups.contains(name))
        return {};
    m_writtenGroups.insert(name);
    for (const quint32 id : m_form.mergeGroupFields(field.group, field.mergeGroup)) {
        const FieldDefinition* member = m_form.field(id);
        const AnswerPath at{path.group, path.row, id};
        Answer answer = after.value(at);
        if (answer.sealed)
            answer = readable.value(at);
        if (answer.sealed)
            return sealedRefusal(*member);
        const auto stored = value(*member, fieldKey(at), answer);
        if (!stored)
            return stored.error();
        m_items.append(SetItem{fieldKey(at), *stored, field.mergeGroup});
    }
    return {};
}

Result<> ChangeWriter::writeField(const FieldDefinition& field, const AnswerPath& path, const Answers& before,
                                  const Answers& after, const Answers& readable)
{
    const Answer was = before.value(path);
    const Answer is = after.value(path);
    // A value that the editor could not read is unchanged as long as it still says so.
    if (was == is || is.sealed)
        return {};
    if (field.merge == FieldMerge::Option) {
        Answer known = was;
        if (known.sealed)
            known = readable.value(path);
        if (known.sealed)
            return sealedRefusal(field);
        return writeOptions(field, path, known, is);
    }
    if (!field.mergeGroup.isEmpty())
        return writeGroup(field, path, after, readable);
    const auto stored = value(field, fieldKey(path), is);
    if (!stored)
        return stored.error();
    if (field.merge == FieldMerge::Append) {
        if (!is.text.startsWith(was.text))
            return Error{ErrorCode::Refused, u"remarks can be added, not changed"_s};
        const auto added = value(field, fieldKey(path), {is.text.mid(was.text.size()).trimmed(), {}, false});
        if (!added)
            return added.error();
        m_items.append(RemarkItem{fieldKey(path), *added});
        return {};
    }
    m_items.append(SetItem{fieldKey(path), *stored, {}});
    return {};
}

Result<> ChangeWriter::difference(const Answers& before, const Answers& after, const Answers& readable)
{
    writeRows(before, after);
    for (const AnswerPath& path : pathsOf(m_form, before, after)) {
        const FieldDefinition* field = m_form.field(path.field);
        if (auto written = writeField(*field, path, before, after, readable); !written)
            return written;
    }
    return {};
}

Result<> ChangeWriter::finish(ChangeBody& body)
{
    body.items = m_items;
    return m_sealer.finish(body);
}

}  // namespace prohori
