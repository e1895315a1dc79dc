// SPDX-License-Identifier: GPL-3.0-or-later
// Instances that come and go (forms.md 7.7).
#include "forms/engine/FormRunPrivate.h"

#include <algorithm>
#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

/// A new record has one instance of each repeat, also inside that instance. Where an expression counts, it decides.
void FormRunPrivate::addFirstInstances(RecordFrame* frame)
{
    for (const int repeat : shape(frame->shape).repeats) {
        if (!item(repeat).countedRepeat)
            addFirstInstances(insertFrame(frame, repeat, 0, freshId(frame, repeat)));
    }
}

/// An id that no instance there has, waiting ones included.
QString FormRunPrivate::freshId(RecordFrame* parent, int repeat) const
{
    const RecordRows& all = rows(parent, repeat);
    for (int tried = 0;; ++tried) {
        const QString id = m_settings.uuid();
        const bool here = std::any_of(all.frames.begin(), all.frames.end(),
                                      [&](const auto& frame) { return frame->id == id; });
        const bool waiting = std::any_of(all.parked.begin(), all.parked.end(), [&](const QJsonValue& row) {
            return row.toObject().value(u"@id").toString() == id;
        });
        if ((!here && !waiting) || tried > kMaxFrames)
            return id;
    }
}

RecordFrame* FormRunPrivate::makeInstance(RecordFrame* parent, int repeat, int place)
{
    RecordFrame* frame = insertFrame(parent, repeat, place, freshId(parent, repeat));
    if (m_beginning && place == 0)
        addFirstInstances(frame);
    applyDefaults(frame);
    markAll(frame);
    return frame;
}

void FormRunPrivate::setCount(RecordFrame* frame, const ProgramVertex& vertex)
{
    RecordRows& all = rows(frame, vertex.item);
    const std::optional<Value> value = work(vertex.expression, all.anchor->parent());
    if (m_evaluator.readSealed()) {
        setFault(frame, vertex, false);
        return;
    }
    setFault(frame, vertex, !value);
    const double number = value ? value->toNumber(m_zone) : 0;
    all.wanted = number >= 1 ? static_cast<int>(std::min(number, 1e9)) : 0;
    const auto have = static_cast<int>(all.frames.size());
    const int most = std::max(have, std::min(kMaxInstances, have + kMaxFrames - m_frames));
    const int wanted = std::min(all.wanted, most);
    if (wanted == have)
        return;
    for (int place = have; place < wanted; ++place) {
        if (all.parked.isEmpty()) {
            makeInstance(frame, vertex.item, place);
            continue;
        }
        const QJsonObject row = all.parked.takeAt(0).toObject();
        RecordFrame* back = insertFrame(frame, vertex.item, place, row.value(u"@id").toString());
        rowFromJson(back, row);
        loadText(back);
        markAll(back);
    }
    for (int place = have; place > wanted; --place) {
        RecordFrame* last = all.frames.back().get();
        all.parked.prepend(rowToJson(last, RowForm::Parked));
        all.confirmed = false;
        m_gone.push_back(takeFrame(last));
    }
    instancesChanged(frame, vertex.item);
}

bool FormRunPrivate::hasAnswers(int parent, const QJsonObject& row) const
{
    for (auto each = row.begin(); each != row.end(); ++each) {
        const int place = m_program->child(parent, each.key());
        if (place < 0 || item(place).calculated)
            continue;
        if (each->isArray()) {
            const QJsonArray inner = each->toArray();
            if (std::any_of(inner.begin(), inner.end(),
                            [&](const auto& one) { return hasAnswers(place, one.toObject()); }))
                return true;
        } else if (!each->isObject() || !item(place).container || hasAnswers(place, each->toObject())) {
            return true;
        }
    }
    return false;
}

/// How many parked instances hold what somebody wrote.
int FormRunPrivate::surplus(RecordFrame* frame, int repeat) const
{
    const QJsonArray& parked = rows(frame, repeat).parked;
    return static_cast<int>(std::count_if(parked.begin(), parked.end(), [](const QJsonValue& row) {
        return row.toObject().value(u"@touched").toInt() > 0;
    }));
}

}  // namespace prohori
