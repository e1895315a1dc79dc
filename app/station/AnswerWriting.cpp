// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnswerCodec.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kEntryError = u"entry_error"_s;

Error sealedRefusal(const FieldDefinition& field)
{
    return {ErrorCode::Refused,
            u"'%1' is sealed and you hold no key to this case yet: it can be written by who created the "
            u"case, or once the "
            u"administrator has confirmed you"_s.arg(field.label.in(u"en"_s)),
            u"no-key"_s};
}

bool isBefore(const AnswerPath& a, const AnswerPath& b)
{
    return std::tie(a.group, a.row, a.field) < std::tie(b.group, b.row, b.field);
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
    std::sort(paths.begin(), paths.end(), isBefore);
    paths.removeIf([&](const AnswerPath& path) {
        const FieldDefinition* field = form.field(path.field);
        return !field || (field->required == RequiredLevel::Auto && !field->stored);
    });
    return paths;
}

}  // namespace

const FieldDefinition* ChangeWriter::known(const FieldKey& key) const
{
    const FieldDefinition* field = m_form.field(key.field);
    return field && field->group == key.group ? field : nullptr;
}

void ChangeWriter::remember(const History& history)
{
    m_remembers = true;
    for (const ChangePtr& change : history.changes()) {
        if (change->body().creation)
            m_sealer.remember(*change);
    }
}

void ChangeWriter::keepOf(const RecordState& state, const History& history, const AnswerReader& reader)
{
    remember(history);
    for (const ChangePtr& change : history.changes()) {
        for (const Item& item : change->body().items) {
            const auto* set = get_if<SetItem>(&item);
            if (!set || set->mergeGroup.isEmpty())
                continue;
            const FoldedValue* folded = state.value(set->key);
            if (!known(set->key) && folded && !folded->value.isBlank())
                m_kept.insert(set->key, {folded->value, reader.scalar(folded->value), set->mergeGroup});
        }
    }
    for (auto it = state.fields.begin(); it != state.fields.end(); ++it) {
        const FieldDefinition* field = known(it.key());
        const bool isOne = field && field->merge == FieldMerge::Option && !it->value.isBlank()
                        && it->value.missingReason() == MissingReason::None;
        const Answer value = isOne ? reader.answer(it->value) : Answer();
        const Answer options = isOne ? reader.answer(*field, state.options.value(it.key())) : Answer();
        // What cannot be read stays as it is: both count together.
        if (isOne && !value.sealed && !options.sealed)
            m_mixed.insert(answerPath(it.key()), {value.text, options.text});
    }
}

Result<> ChangeWriter::convertToOptions()
{
    QList<AnswerPath> paths = m_mixed.keys();
    std::sort(paths.begin(), paths.end(), isBefore);
    for (const AnswerPath& path : std::as_const(paths)) {
        const Mixed mixed = m_mixed.value(path);
        QStringList chosen = codesOf(mixed.asOptions) + codesOf(mixed.asValue);
        chosen.removeDuplicates();
        const Answer both{chosen.join(u' '), {}, false};
        if (auto written = writeOptions(*m_form.field(path.field), path, both, both); !written)
            return written;
    }
    return {};
}

Result<> ChangeWriter::keepMembers(quint32 group, const RowId& row, const QString& mergeGroup)
{
    for (auto it = m_kept.begin(); it != m_kept.end(); ++it) {
        const FieldKey& key = it.key();
        if (key.group != group || key.row != row || it->mergeGroup != mergeGroup)
            continue;
        FieldValue value = it->value;
        if (value.isSealed()) {
            if (it->scalar.isNull())
                return Error{ErrorCode::Refused,
                             u"an answer of another version of the form would be lost: it is sealed, and "
                             u"you hold no key to it"_s,
                             u"no-key"_s};
            const auto sealed = m_sealer.seal(static_cast<Tier>(value.tier()), key, it->scalar);
            if (!sealed)
                return sealed.error();
            value = *sealed;
        }
        m_items.append(SetItem{key, value, mergeGroup});
    }
    return {};
}

Result<FieldValue> ChangeWriter::seal(Tier tier, const FieldKey& key, const QString& text)
{
    return m_sealer.seal(tier, key, Cbor(text), SealedAs::Text);
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

Result<> ChangeWriter::writeOptions(const FieldDefinition& field, const AnswerPath& path, Answer before,
                                    const Answer& after)
{
    const FieldKey key = fieldKey(path);
    if (const auto mixed = m_mixed.constFind(path); mixed != m_mixed.constEnd()) {
        before = {mixed->asOptions, {}, false};
        m_items.append(SetItem{key, {}, {}});
        m_mixed.erase(mixed);
    }
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
    const QStringList was = codesOf(before.text);
    QStringList is = codesOf(after.text);
    is.removeDuplicates();
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
    const bool isNew = before.values.isEmpty() && before.rows.isEmpty();
    if (!isNew && !m_remembers)
        return Error{ErrorCode::Invalid, u"a change of a record is written without knowing its history"_s};
    if (const auto& tooNew = m_sealer.remembered().tooNew())
        return *tooNew;
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
