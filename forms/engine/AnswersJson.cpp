// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/AnswersJson.h"

#include "core/base/Ids.h"
#include "core/base/RowChain.h"
#include "forms/engine/AnswerText.h"
#include "forms/engine/FieldPath.h"
#include "forms/engine/StandardMessages.h"

#include <QJsonArray>
#include <QSet>

#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kId = u"@id"_s;
const QString kRemove = u"@remove"_s;
constexpr double kLargestWhole = 9007199254740992.0;

bool isSeveral(FieldType type)
{
    return type == FieldType::MultiCode || type == FieldType::MultiReference;
}
bool isReference(FieldType type)
{
    return type == FieldType::Reference || type == FieldType::MultiReference;
}

class Writer {
public:
    Writer(const FormEngine& engine, const Answers& answers)
        : m_form(engine.form()),
          m_answers(answers),
          m_calculated(engine.calculated(answers))
    {}

    QJsonObject write() const
    {
        QJsonObject data;
        for (const GroupDefinition& group : m_form.groups()) {
            if (group.parent != 0 || group.kind != GroupKind::Case)
                continue;
            if (!group.repeat)
                data.insert(group.name, fields(group, {}));
            else if (const QJsonArray all = rows(group, {}); !all.isEmpty())
                data.insert(group.name, all);
        }
        return data;
    }

private:
    QJsonArray rows(const GroupDefinition& group, const QString& parentRow) const
    {
        QJsonArray all;
        for (const AnswerRow& row : m_answers.rowsOf(group.id, parentRow)) {
            QJsonObject one = fields(group, row.row);
            one.insert(kId, row.row);
            for (const quint32 child : group.children) {
                const GroupDefinition& inner = *m_form.group(child);
                if (const QJsonArray inside = rows(inner, row.row); !inside.isEmpty())
                    one.insert(inner.name, inside);
            }
            all.append(one);
        }
        return all;
    }

    QJsonObject fields(const GroupDefinition& group, const QString& row) const
    {
        QJsonObject object;
        for (const quint32 id : group.fields) {
            const AnswerPath path{group.id, row, id};
            const Answer answer =
                m_calculated.contains(path) ? m_calculated.value(path) : m_answers.value(path);
            if (!answer.isBlank())
                object.insert(m_form.field(id)->name, value(*m_form.field(id), answer));
        }
        return object;
    }

    static QJsonValue value(const FieldDefinition& field, const Answer& answer)
    {
        if (answer.sealed)
            return QJsonObject{{u"sealed"_s, true}};
        if (!answer.missing.isEmpty())
            return QJsonObject{{u"missing"_s, answer.missing}};
        if (isSeveral(field.type))
            return QJsonArray::fromStringList(answer.text.split(u' ', Qt::SkipEmptyParts));
        if (field.type == FieldType::Boolean && (answer.text == u"true" || answer.text == u"false"))
            return answer.text == u"true";
        bool whole = false;
        const qint64 number = answer.text.toLongLong(&whole);
        if ((field.type == FieldType::Integer || field.type == FieldType::Money) && whole)
            return number;
        return answer.text;
    }

    const FormDefinition& m_form;
    const Answers& m_answers;
    QHash<AnswerPath, Answer> m_calculated;
};

/// Reads a whole document or a patch into answers.
class Reader {
public:
    Reader(const FormEngine& engine, RandomSource& random, JsonReading reading, Answers& answers, bool patch)
        : m_engine(engine),
          m_form(engine.form()),
          m_random(random),
          m_draft(reading == JsonReading::Draft),
          m_patch(patch),
          m_answers(answers)
    {}

    Result<> read(const QJsonObject& data)
    {
        for (auto it = data.begin(); it != data.end(); ++it) {
            if (auto done = readTop(it.key(), it.value()); !done)
                return done;
        }
        for (const Waiting& one : std::as_const(m_references)) {
            if (auto done = readField(one.path, *one.field, one.value, one.where); !done)
                return done;
        }
        return {};
    }

private:
    struct Waiting {
        AnswerPath path;
        const FieldDefinition* field = nullptr;
        QJsonValue value;
        QString where;
    };

    static Error wrong(const QString& where, const QString& why)
    {
        return Error{ErrorCode::Invalid, u"%1: %2"_s.arg(where, why)};
    }

    Result<> readTop(const QString& key, const QJsonValue& value)
    {
        if (m_patch && (key.contains(u'.') || key.contains(u'[')))
            return readPath(key, value);
        const GroupDefinition* group = m_form.group(key);
        if (!group || group->kind != GroupKind::Case || group->parent != 0) {
            QStringList known;
            for (const GroupDefinition& one : m_form.groups()) {
                if (one.kind == GroupKind::Case && one.parent == 0)
                    known.append(one.name);
            }
            return wrong(key, u"there is no such group"_s + suggestion(key, known));
        }
        if (group->repeat)
            return readRows(*group, {}, value, key);
        if (!value.isObject())
            return wrong(key, u"an object is expected"_s);
        return readObject(*group, {}, value.toObject(), key);
    }

    Result<> readPath(const QString& key, const QJsonValue& value)
    {
        const auto path = resolveFieldPath(m_form, m_answers, key);
        if (!path)
            return wrong(key, path.error().detail);
        if (path->field == 0)
            return wrong(key, u"this is a row, not a field"_s);
        return takeField(*path, *m_form.field(path->field), value, key);
    }

    Result<> readRows(const GroupDefinition& group, const QString& parentRow, const QJsonValue& value,
                      const QString& where)
    {
        QJsonArray rows = value.toArray();
        if (value.isObject() && group.maxRows == 1)
            rows = {value};
        else if (!value.isArray())
            return wrong(where, u"an array is expected"_s);
        for (qsizetype at = 0; at < rows.size(); ++at) {
            const QString here = u"%1[%2]"_s.arg(where).arg(at + 1);
            if (!rows.at(at).isObject())
                return wrong(here, u"an object is expected"_s);
            const QJsonObject object = rows.at(at).toObject();
            const auto row = rowFor(group, parentRow, object, here);
            if (!row)
                return row.error();
            if (object.contains(kRemove)) {
                if (!m_patch || object[kRemove] != true)
                    return wrong(here, u"'@remove' is true, and only in a change of a case"_s);
                m_answers.removeRow(*row);
                continue;
            }
            if (auto done = readObject(group, *row, object, here); !done)
                return done;
        }
        return {};
    }

    /// The row an object stands for: one that is there, or a new one at the end.
    Result<QString> rowFor(const GroupDefinition& group, const QString& parentRow, const QJsonObject& object,
                           const QString& where)
    {
        const QJsonValue given = object[kId];
        if (!given.isUndefined() && (!given.isString() || given.toString().trimmed().isEmpty()))
            return wrong(where, u"'@id' must be a text"_s);
        const QString id = given.toString().trimmed();
        if (m_patch) {
            const QList<AnswerRow> there = m_answers.rowsOf(group.id, parentRow);
            if (id.isEmpty() && group.maxRows == 1 && !there.isEmpty())
                return there.first().row;
            if (const auto row = findRowByPrefix(m_answers, group.id, id); row) {
                if (row->parentRow != parentRow)
                    return wrong(where, u"the row with this '@id' stands elsewhere"_s);
                return row->row;
            } else if (row.error().hint == kAmbiguousRow) {
                return wrong(where, row.error().detail);
            }
            if (object.contains(kRemove))
                return wrong(where, u"there is no row with this '@id'"_s);
        }
        const auto uuid = readUuid(id);
        if (!uuid)
            m_row = m_row.isNull() || m_patch ? RowId::make(m_random) : rowAfter(m_row);
        const QString row = uuid ? *uuid : m_row.toString();
        if (m_answers.findRow(row) || (!uuid && m_aliases.contains(id)))
            return wrong(where, u"this '@id' is used twice"_s);
        if (!uuid && !id.isEmpty())
            m_aliases.insert(id, row);
        m_answers.rows.append({group.id, row, parentRow});
        return row;
    }

    Result<> readObject(const GroupDefinition& group, const QString& row, const QJsonObject& object,
                        const QString& where)
    {
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it.key() == kId && group.repeat)
                continue;
            const QString here = where + u'.' + it.key();
            const GroupDefinition* inner = m_form.group(it.key());
            if (inner && inner->parent == group.id) {
                if (auto done = readRows(*inner, row, it.value(), here); !done)
                    return done;
                continue;
            }
            const FieldDefinition* field = m_form.field(group.name, it.key());
            if (!field)
                return wrong(here, u"there is no such field"_s
                                       + suggestion(it.key(), fieldNames(m_form, group.id)));
            if (auto done = takeField({group.id, row, field->id}, *field, it.value(), here); !done)
                return done;
        }
        return {};
    }

    /// References wait until all rows have their ids.
    Result<> takeField(const AnswerPath& path, const FieldDefinition& field, const QJsonValue& value,
                       const QString& where)
    {
        if (field.required == RequiredLevel::Auto)
            return {};
        if (isReference(field.type)) {
            m_references.append({path, &field, value, where});
            return {};
        }
        return readField(path, field, value, where);
    }

    Result<> readField(const AnswerPath& path, const FieldDefinition& field, const QJsonValue& value,
                       const QString& where)
    {
        if (value.isNull()) {
            m_answers.values.remove(path);
            return {};
        }
        if (value.isObject())
            return readReason(path, value.toObject(), where);
        const auto typed = textOf(field, value);
        if (!typed)
            return wrong(where, typed.error().detail);
        if (typed->trimmed().isEmpty()) {
            m_answers.values.remove(path);
            return {};
        }
        const auto text =
            m_engine.normalise(field.id, isReference(field.type) ? withoutAliases(*typed) : *typed);
        if (!text && !m_draft)
            return wrong(where, text.error().detail);
        m_answers.set(path, {text ? *text : *typed, {}, false});
        return {};
    }

    Result<> readReason(const AnswerPath& path, const QJsonObject& object, const QString& where)
    {
        if (object.size() == 1 && object[u"sealed"_s] == true) {
            if (!m_patch)
                m_answers.set(path, {{}, {}, true});
            return {};
        }
        const QString reason = object[u"missing"_s].toString();
        if (object.size() != 1 || !missingReasons().contains(reason))
            return wrong(
                where,
                u"an object here is {\"missing\": \"unknown|refused|not_asked|not_applicable\"} or {\"sealed\": true}"_s);
        m_answers.set(path, {{}, reason, false});
        return {};
    }

    /// A JSON value as somebody would have typed it.
    static Result<QString> textOf(const FieldDefinition& field, const QJsonValue& value)
    {
        if (value.isString())
            return value.toString();
        if (value.isBool())
            return value.toBool() ? u"true"_s : u"false"_s;
        if (value.isDouble()) {
            const double number = value.toDouble();
            if (number != std::floor(number) || std::abs(number) > kLargestWhole)
                return Error{ErrorCode::Invalid, u"a whole number is expected"_s};
            return QString::number(static_cast<qint64>(number));
        }
        if (!value.isArray() || !isSeveral(field.type))
            return Error{ErrorCode::Invalid, u"a single value is expected"_s};
        QStringList parts;
        for (const QJsonValue& one : value.toArray()) {
            if (!one.isString())
                return Error{ErrorCode::Invalid, u"the array must hold texts"_s};
            parts.append(one.toString());
        }
        return parts.join(u',');
    }

    QString withoutAliases(const QString& typed) const
    {
        if (m_aliases.contains(typed))
            return m_aliases.value(typed);
        QStringList parts = typed.split(u',');
        for (QString& part : parts)
            part = m_aliases.value(part.trimmed(), part);
        if (parts.size() > 1)
            return parts.join(u' ');
        parts = typed.simplified().split(u' ');
        for (QString& part : parts)
            part = m_aliases.value(part, part);
        return parts.join(u' ');
    }

    const FormEngine& m_engine;
    const FormDefinition& m_form;
    RandomSource& m_random;
    bool m_draft;
    bool m_patch;
    RowId m_row;  ///< the last one that was made
    Answers& m_answers;
    QHash<QString, QString> m_aliases;
    QList<Waiting> m_references;
};

}  // namespace

QJsonObject answersToJson(const FormEngine& engine, const Answers& answers)
{
    return Writer(engine, answers).write();
}

Result<Answers> answersFromJson(const FormEngine& engine, const QJsonObject& data, RandomSource& random,
                                JsonReading reading)
{
    Answers answers;
    if (auto done = Reader(engine, random, reading, answers, false).read(data); !done)
        return done.error();
    return answers;
}

Result<> patchFromJson(const FormEngine& engine, const QJsonObject& patch, RandomSource& random,
                       Answers& answers)
{
    Answers patched = answers;
    if (auto done = Reader(engine, random, JsonReading::Strict, patched, true).read(patch); !done)
        return done;
    answers = std::move(patched);
    return {};
}

}  // namespace prohori
