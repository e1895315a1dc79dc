// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/SecondEntry.h"

#include <QJsonArray>

#include <algorithm>
#include <tuple>

// Second entry put aside and taken up again.

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kFormat = u"second-entry/1"_s;
constexpr qsizetype kMostParts = 100'000;
const QStringList kSides{u"first"_s, u"second"_s, u"third"_s};
const QStringList kKinds{u"value"_s, u"only-first"_s, u"only-second"_s};

QJsonObject pathToJson(const AnswerPath& path)
{
    QJsonObject out{{u"group"_s, static_cast<qint64>(path.group)}};
    if (!path.row.isEmpty())
        out.insert(u"row"_s, path.row);
    if (path.field != 0)
        out.insert(u"field"_s, static_cast<qint64>(path.field));
    return out;
}

AnswerPath pathFromJson(const QJsonObject& from)
{
    return {static_cast<quint32>(from.value(u"group"_s).toInteger()), from.value(u"row"_s).toString(),
            static_cast<quint32>(from.value(u"field"_s).toInteger())};
}

void addAnswer(QJsonObject& into, const QString& name, const Answer& answer)
{
    if (!answer.missing.isEmpty())
        into.insert(name, QJsonObject{{u"missing"_s, answer.missing}});
    else if (!answer.text.isEmpty())
        into.insert(name, answer.text);
}

Answer answerFromJson(const QJsonValue& from)
{
    return {from.toString(), from.toObject().value(u"missing"_s).toString(), false};
}

bool before(const QJsonObject& one, const QJsonObject& other)
{
    const AnswerPath a = pathFromJson(one), b = pathFromJson(other);
    return std::tie(a.group, a.row, a.field) < std::tie(b.group, b.row, b.field);
}

QJsonArray sorted(QList<QJsonObject> parts)
{
    std::sort(parts.begin(), parts.end(), before);
    QJsonArray out;
    for (const QJsonObject& part : std::as_const(parts))
        out.append(part);
    return out;
}

}  // namespace

QJsonObject SecondEntry::toJson() const
{
    QList<QJsonObject> passed, settled;
    QJsonArray rows;
    for (const AnswerPath& path : m_passed) {
        QJsonObject one = pathToJson(path);
        if (path.field != 0)
            addAnswer(one, u"answer"_s, m_second.value(path));
        passed.append(one);
    }
    for (const AnswerRow& row : m_second.rows) {
        if (m_passed.contains({row.group, row.parentRow, 0}))
            rows.append(QJsonObject{{u"group"_s, static_cast<qint64>(row.group)},
                                    {u"row"_s, row.row},
                                    {u"parent"_s, row.parentRow}});
    }
    for (auto it = m_settled.cbegin(); it != m_settled.cend(); ++it) {
        // An identity that was only looked at is kept nowhere.
        const FieldDefinition* field = m_engine.form().field(it.key().field);
        if (field && field->tier == FieldTier::Identifying)
            continue;
        QJsonObject one = pathToJson(it.key());
        one.insert(u"kind"_s, kKinds.at(static_cast<int>(it->difference.kind)));
        addAnswer(one, u"first"_s, it->difference.first);
        addAnswer(one, u"second"_s, it->difference.second);
        one.insert(u"side"_s, kSides.at(static_cast<int>(it->resolution.side)));
        addAnswer(one, u"value"_s, it->resolution.value);
        one.insert(u"who"_s, it->resolution.who);
        one.insert(u"when"_s, it->resolution.when.msSinceEpoch);
        settled.append(one);
    }
    return {{u"format"_s, kFormat},
            {u"rows"_s, rows},
            {u"passed"_s, sorted(passed)},
            {u"settled"_s, sorted(settled)}};
}

Result<> SecondEntry::restore(const QJsonObject& saved)
{
    const Error bad{ErrorCode::Invalid, u"this is no second entry"_s};
    if (saved.value(u"format"_s).toString() != kFormat)
        return bad;
    for (const auto& part : {u"rows"_s, u"passed"_s, u"settled"_s}) {
        const QJsonArray all = saved.value(part).toArray();
        if (!saved.value(part).isArray() || all.size() > kMostParts
            || !std::all_of(all.cbegin(), all.cend(), [](const auto& one) { return one.isObject(); }))
            return bad;
    }
    SecondEntry fresh(m_engine, m_random, m_first);
    fresh.restoreRows(saved);
    fresh.restoreAnswers(saved);
    fresh.restoreSettled(saved);
    m_second = fresh.m_second;
    m_passed = fresh.m_passed;
    m_settled = fresh.m_settled;
    return {};
}

/// Rows come before the rows inside them, as toJson() writes them.
void SecondEntry::restoreRows(const QJsonObject& saved)
{
    for (const QJsonValue& value : saved.value(u"rows"_s).toArray()) {
        const QJsonObject one = value.toObject();
        const AnswerRow row{pathFromJson(one).group, one.value(u"row"_s).toString(),
                            one.value(u"parent"_s).toString()};
        const GroupDefinition* group = m_engine.form().group(row.group);
        const AnswerRow* outer = m_second.findRow(row.parentRow);
        const bool fits = group && group->repeat && isVerified(group->id) && !row.row.isEmpty()
                       && !m_second.findRow(row.row)
                       && (group->parent == 0 || !m_engine.form().group(group->parent)->repeat
                               ? row.parentRow.isEmpty()
                               : outer && outer->group == group->parent);
        if (fits && isReadable(*group, row.parentRow))
            takeRow(row);
    }
}

void SecondEntry::restoreAnswers(const QJsonObject& saved)
{
    for (const QJsonValue& value : saved.value(u"passed"_s).toArray()) {
        const QJsonObject one = value.toObject();
        const AnswerPath path = pathFromJson(one);
        const bool there = path.row.isEmpty() || m_second.findRow(path.row);
        const GroupDefinition* group = m_engine.form().group(path.group);
        if (path.field != 0)
            put(path, answerFromJson(one.value(u"answer"_s)));
        else if (there && group && group->repeat && isVerified(group->id))
            m_passed.insert(path);
    }
}

void SecondEntry::restoreSettled(const QJsonObject& saved)
{
    for (const QJsonValue& value : saved.value(u"settled"_s).toArray()) {
        const QJsonObject one = value.toObject();
        const qsizetype kind = kKinds.indexOf(one.value(u"kind"_s).toString());
        const qsizetype side = kSides.indexOf(one.value(u"side"_s).toString());
        if (kind < 0 || side < 0)
            continue;
        const AnswerPath path = pathFromJson(one);
        const EntryDifference difference{path, EntryDifference::Kind(kind),
                                         answerFromJson(one.value(u"first"_s)),
                                         answerFromJson(one.value(u"second"_s))};
        const EntryResolution resolution{EntryResolution::Side(side), answerFromJson(one.value(u"value"_s)),
                                         one.value(u"who"_s).toString(),
                                         Instant::fromMs(one.value(u"when"_s).toInteger())};
        m_settled.insert(path, {difference, resolution});
    }
}

}  // namespace prohori
