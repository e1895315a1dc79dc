// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that can be taken back, and the log of changes (forms.md 11).
#include "forms/engine/FormRunPrivate.h"

#include <algorithm>
#include <utility>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t kMaxSteps = 200;

QJsonValue toJson(const WrittenAnswer& answer)
{
    if (answer.sealed)
        return QJsonObject{{u"sealed"_s, true}};
    if (!answer.missing.isEmpty())
        return QJsonObject{{u"missing"_s, answer.missing}};
    return answer.text;
}

WrittenAnswer answerFrom(const QJsonValue& json)
{
    if (json.isObject())
        return {{}, json.toObject().value(u"missing").toString(), json.toObject().value(u"sealed").toBool()};
    return {json.toString(), {}, false};
}

QStringList idsFrom(const QJsonValue& json)
{
    QStringList ids;
    const QJsonArray array = json.toArray();
    for (const QJsonValue& id : array)
        ids.append(id.toString());
    return ids;
}

QString wordOf(UndoStep::Kind kind)
{
    switch (kind) {
    case UndoStep::Kind::Edit: return u"edit"_s;
    case UndoStep::Kind::Add: return u"add"_s;
    case UndoStep::Kind::Remove: return u"remove"_s;
    }
    return {};
}

}  // namespace

void FormRunPrivate::beginStep(UndoStep::Kind kind)
{
    m_now.reset();
    m_open = {};
    m_open.kind = kind;
    m_step = &m_open;
    m_watchTriggers = true;
}

void FormRunPrivate::endStep()
{
    m_step = nullptr;
    if (m_open.kind == UndoStep::Kind::Edit && m_open.writes.isEmpty())
        return;
    m_redo.clear();
    m_undo.push_back(std::move(m_open));
    if (m_undo.size() > kMaxSteps)
        m_undo.pop_front();
}

void FormRunPrivate::changed(const QString& path, const QString& from, const QString& to)
{
    m_changes.push_back({path, from, to, now(), m_user});
}

Result<QString> FormRunPrivate::turn(std::deque<UndoStep>& from, std::deque<UndoStep>& to, bool back)
{
    if (from.empty())
        return Error{ErrorCode::NotFound, u"There is no step to take back."_s};
    UndoStep step = std::move(from.back());
    from.pop_back();
    m_now.reset();
    QString path = takeBack(step, back);
    settle(false);
    // What stands in rows that only now came back.
    for (qsizetype left = 0; !m_waiting.isEmpty() && left != m_waiting.size(); settle(false)) {
        left = m_waiting.size();
        rewrite(std::exchange(m_waiting, {}), back, path);
    }
    m_waiting.clear();
    to.push_back(std::move(step));
    return path;
}

/// Puts answers as they were before or after, in this order; those whose row is not there wait.
void FormRunPrivate::rewrite(const QList<AnswerWrite>& writes, bool back, QString& path)
{
    for (const AnswerWrite& one : writes) {
        RecordFrame* frame = findFrame(item(one.item).shape, one.ids);
        if (!frame) {
            m_waiting.append(one);
            continue;
        }
        const WrittenAnswer& answer = back ? one.from : one.to;
        changed(pathAt(frame, one.item), written(frame, one.item).text, answer.text);
        touch(frame, back ? -1 : 1);
        put(frame, one.item, answer);
        if (path.isEmpty() || back)
            path = pathAt(frame, one.item);
    }
}

/// Undo goes the other way round: first the writes, the last one first, then the instance.
QString FormRunPrivate::takeBack(UndoStep& step, bool back)
{
    QString path;
    const auto writes = [&] {
        QList<AnswerWrite> ordered = step.writes;
        if (back)
            std::reverse(ordered.begin(), ordered.end());
        rewrite(ordered, back, path);
    };
    const auto instance = [&] {
        RecordFrame* around = step.repeat < 0 ? nullptr : findFrame(item(step.repeat).outerShape, step.ids);
        if (!around)
            return;
        auto& frames = rows(around, step.repeat).frames;
        path = pathAt(around, step.repeat);
        touch(around, back ? -1 : 1);
        if ((step.kind == UndoStep::Kind::Add) == back) {
            if (step.place >= static_cast<int>(frames.size()))
                return;
            RecordFrame* frame = frames[static_cast<size_t>(step.place)].get();
            step.row = rowToJson(frame, RowForm::Parked);
            changed(pathAt(frame, step.repeat), frame->id, {});
            m_gone.push_back(takeFrame(frame));
        } else {
            const int place = std::min(step.place, static_cast<int>(frames.size()));
            RecordFrame* frame = insertFrame(around, step.repeat, place, step.row.value(u"@id").toString());
            rowFromJson(frame, step.row);
            loadText(frame);
            markAll(frame);
            step.row = {};
            path = pathAt(frame, step.repeat);
            changed(path, {}, frame->id);
        }
        instancesChanged(around, step.repeat);
    };
    if (back)
        writes();
    instance();
    if (!back && step.kind == UndoStep::Kind::Edit)
        writes();
    else if (!back) {
        const QString place = path;
        writes();
        path = place;
    }
    return path;
}

QJsonArray FormRunPrivate::stepsToJson(const std::deque<UndoStep>& steps) const
{
    QJsonArray json;
    for (const UndoStep& step : steps) {
        QJsonArray writes;
        for (const AnswerWrite& one : step.writes)
            writes.append(QJsonObject{{u"ids"_s, QJsonArray::fromStringList(one.ids)},
                                      {u"path"_s, item(one.item).item->path},
                                      {u"from"_s, toJson(one.from)},
                                      {u"to"_s, toJson(one.to)}});
        QJsonObject object{{u"kind"_s, wordOf(step.kind)}, {u"writes"_s, writes}};
        if (step.repeat >= 0) {
            object[u"ids"_s] = QJsonArray::fromStringList(step.ids);
            object[u"repeat"_s] = item(step.repeat).item->path;
            object[u"place"_s] = step.place;
            if (!step.row.isEmpty())
                object[u"row"_s] = step.row;
        }
        json.append(object);
    }
    return json;
}

/// Steps whose questions this version of the form does not have end the history: what lies before them cannot be taken back.
std::deque<UndoStep> FormRunPrivate::stepsFromJson(const QJsonArray& json) const
{
    std::deque<UndoStep> steps;
    for (const QJsonValue& value : json) {
        const QJsonObject object = value.toObject();
        UndoStep step;
        const QString kind = object.value(u"kind").toString();
        bool good = kind == u"edit" || kind == u"add" || kind == u"remove";
        step.kind = kind == u"add"    ? UndoStep::Kind::Add
                  : kind == u"remove" ? UndoStep::Kind::Remove
                                      : UndoStep::Kind::Edit;
        const QJsonArray writes = object.value(u"writes").toArray();
        for (const QJsonValue& each : writes) {
            const QJsonObject one = each.toObject();
            const int place = m_program->find(one.value(u"path").toString());
            good = good && place >= 0 && item(place).kind != AnswerKind::None;
            step.writes.append({idsFrom(one.value(u"ids")), place, answerFrom(one.value(u"from")),
                                answerFrom(one.value(u"to"))});
        }
        if (step.kind != UndoStep::Kind::Edit) {
            step.ids = idsFrom(object.value(u"ids"));
            step.repeat = m_program->find(object.value(u"repeat").toString());
            step.place = std::max(0, object.value(u"place").toInt());
            step.row = object.value(u"row").toObject();
            good = good && step.repeat >= 0 && item(step.repeat).repeat;
        }
        if (good)
            steps.push_back(std::move(step));
        else
            steps.clear();
        if (steps.size() > kMaxSteps)
            steps.pop_front();
    }
    return steps;
}

}  // namespace prohori
