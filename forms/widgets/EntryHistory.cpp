// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/EntryHistory.h"

#include <QJsonObject>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostSteps = 200;
constexpr qsizetype kKeptSteps = 60;  // in a draft, which is written each second

QJsonObject answerToJson(const Answer& answer)
{
    QJsonObject object;
    if (answer.sealed)
        object.insert(u"sealed"_s, true);
    else if (!answer.missing.isEmpty())
        object.insert(u"missing"_s, answer.missing);
    else if (!answer.text.isEmpty())
        object.insert(u"text"_s, answer.text);
    return object;
}

Answer answerFromJson(const QJsonObject& object)
{
    return {object[u"text"_s].toString(), object[u"missing"_s].toString(), object[u"sealed"_s].toBool()};
}

QJsonObject stepToJson(const EntryStep& step, const AnswerFilter& filter)
{
    QJsonObject object{{u"kind"_s, static_cast<int>(step.kind)}, {u"path"_s, pathToJson(step.path)}};
    if (step.kind == EntryStep::Kind::Edit) {
        object.insert(u"before"_s, answerToJson(filter(step.path, step.before)));
        object.insert(u"after"_s, answerToJson(filter(step.path, step.after)));
        object.insert(u"carried"_s, step.wasCarried);
        return object;
    }
    QJsonArray rows;
    for (const CutRow& cut : step.rows)
        rows.append(QJsonArray{cut.at, static_cast<qint64>(cut.row.group), cut.row.row, cut.row.parentRow});
    QJsonArray values;
    for (const auto& [path, answer] : step.values)
        values.append(QJsonArray{pathToJson(path), answerToJson(filter(path, answer))});
    object.insert(u"rows"_s, rows);
    object.insert(u"values"_s, values);
    return object;
}

EntryStep stepFromJson(const QJsonObject& object)
{
    EntryStep step;
    step.kind = static_cast<EntryStep::Kind>(std::clamp(object[u"kind"_s].toInt(), 0, 2));
    step.path = pathFromJson(object[u"path"_s].toArray());
    step.before = answerFromJson(object[u"before"_s].toObject());
    step.after = answerFromJson(object[u"after"_s].toObject());
    step.wasCarried = object[u"carried"_s].toBool();
    for (const QJsonValue& one : object[u"rows"_s].toArray()) {
        const QJsonArray row = one.toArray();
        step.rows.append({row[0].toInteger(),
                          {static_cast<quint32>(row[1].toInteger()), row[2].toString(), row[3].toString()}});
    }
    for (const QJsonValue& one : object[u"values"_s].toArray())
        step.values.append({pathFromJson(one[0].toArray()), answerFromJson(one[1].toObject())});
    return step;
}

}  // namespace

QJsonArray pathToJson(const AnswerPath& path)
{
    return {static_cast<qint64>(path.group), path.row, static_cast<qint64>(path.field)};
}

AnswerPath pathFromJson(const QJsonArray& array)
{
    return {static_cast<quint32>(array[0].toInteger()), array[1].toString(),
            static_cast<quint32>(array[2].toInteger())};
}

void EntryHistory::clear()
{
    *this = {};
}

void EntryHistory::add(const EntryStep& step)
{
    m_steps.resize(m_at);
    m_steps.append(step);
    if (m_steps.size() > kMostSteps)
        m_steps.removeFirst();
    m_at = m_steps.size();
}

void EntryHistory::noteEdit(const AnswerPath& path, const Answer& before, const Answer& after,
                            bool wasCarried)
{
    if (m_open && m_at > 0 && m_at == m_steps.size() && m_steps.last().path == path) {
        m_steps.last().after = after;
        return;
    }
    close();
    EntryStep step;
    step.path = path;
    step.before = before;
    step.after = after;
    step.wasCarried = wasCarried;
    add(step);
    m_open = true;
}

void EntryHistory::noteRows(const EntryStep& step)
{
    close();
    add(step);
}

void EntryHistory::close()
{
    if (std::exchange(m_open, false) && !m_steps.isEmpty() && m_steps.last().before == m_steps.last().after) {
        m_steps.removeLast();
        m_at = m_steps.size();
    }
}

QJsonArray EntryHistory::toJson(const AnswerFilter& filter) const
{
    QJsonArray array;
    for (qsizetype i = std::max<qsizetype>(0, m_steps.size() - kKeptSteps); i < m_steps.size(); ++i)
        array.append(stepToJson(m_steps.at(i), filter));
    return array;
}

qsizetype EntryHistory::keptAt() const
{
    return std::max<qsizetype>(0, m_at - std::max<qsizetype>(0, m_steps.size() - kKeptSteps));
}

void EntryHistory::fromJson(const QJsonArray& steps, qsizetype at)
{
    clear();
    for (const QJsonValue& one : steps)
        m_steps.append(stepFromJson(one.toObject()));
    m_at = std::clamp<qsizetype>(at, 0, m_steps.size());
}

}  // namespace prohori
