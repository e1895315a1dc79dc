// SPDX-License-Identifier: GPL-3.0-or-later
// Answers as they are written: by hand, by a trigger, by a default.
#include "forms/engine/FormRunPrivate.h"
#include "forms/engine/TypedAnswer.h"

namespace prohori {

using namespace Qt::StringLiterals;

WrittenAnswer FormRunPrivate::written(RecordFrame* frame, int place) const
{
    const RecordCell& cell = this->cell(frame, place);
    return {cell.answer, cell.node->missing, cell.node->sealed};
}

/// Writes, and keeps what is needed to take it back.
void FormRunPrivate::write(RecordFrame* frame, int place, const WrittenAnswer& answer)
{
    const WrittenAnswer before = written(frame, place);
    if (before == answer)
        return;
    if (m_step)
        m_step->writes.append({idsOf(frame), place, before, answer});
    changed(pathAt(frame, place), before.text, answer.text);
    touch(frame, 1);
    put(frame, place, answer);
}

/// Rows in which nobody did anything can go without a word.
void FormRunPrivate::touch(RecordFrame* frame, int more)
{
    for (; frame; frame = frame->parent)
        frame->touched += more;
}

/// Puts an answer in its place and tells whoever reads it; nothing is recalculated yet.
void FormRunPrivate::put(RecordFrame* frame, int place, const WrittenAnswer& answer)
{
    RecordCell& cell = this->cell(frame, place);
    const bool apart = cell.node->missing != answer.missing || cell.node->sealed != answer.sealed;
    cell.answer = answer.text;
    cell.node->missing = answer.missing;
    cell.node->sealed = answer.sealed;
    if (cell.extra) {
        cell.extra->confirmed.clear();
        cell.extra->kept = false;
    }
    if (const int choices = item(place).vertex(RuleKind::Choices); choices >= 0)
        markVertex(frame, choices);
    else
        refresh(frame, place);
    if (apart && cell.node->relevant) {
        wake(frame, place);
        markOwn(frame, place);
    }
}

void FormRunPrivate::applyDefaults(RecordFrame* frame)
{
    eachCell(frame, [this](RecordFrame* each, int place) { applyDefault(each, place); });
}

void FormRunPrivate::applyDefault(RecordFrame* frame, int place)
{
    const ProgramItem& here = item(place);
    if (here.kind == AnswerKind::None)
        return;
    const QString& type = here.item->type;
    QString text;
    if (here.defaultRule >= 0) {
        const std::optional<Value> value = work(here.defaultRule, cell(frame, place).node);
        if (value)
            m_faultyDefaults.remove(place);
        else if (!m_evaluator.readSealed())
            m_faultyDefaults.insert(place);
        text = value ? storedText(here, *value) : QString();
    } else if (!here.item->defaultValue.isEmpty()) {
        text = here.item->defaultValue;
    } else if (type == u"start") {
        text = m_zone.text(now());
    } else if (type == u"today") {
        text = m_zone.localDate(now()).toString(Qt::ISODate);
    } else {
        text = m_settings.device.value(type);
    }
    text = storedAnswer(here, text, *this);
    if (!text.isEmpty())
        put(frame, place, {text, {}, false});
}

/// After answers were put into a frame without telling anybody: their texts become what expressions see.
void FormRunPrivate::loadText(RecordFrame* frame)
{
    eachCell(frame, [this](RecordFrame* each, int place) {
        if (item(place).kind != AnswerKind::None && item(place).vertex(RuleKind::Choices) < 0)
            refresh(each, place);
    });
}

CellExtra& FormRunPrivate::extra(RecordFrame* frame, int place) const
{
    std::unique_ptr<CellExtra>& extra = cell(frame, place).extra;
    if (!extra)
        extra = std::make_unique<CellExtra>();
    return *extra;
}

bool FormRunPrivate::isAnswered(RecordFrame* frame, int place) const
{
    const FormNode* node = cell(frame, place).node;
    return node->relevant && (!node->text.isEmpty() || !node->missing.isEmpty() || node->sealed);
}

bool FormRunPrivate::isReadonly(RecordFrame* frame, int place) const
{
    if (item(place).calculated)
        return true;
    for (int here = place; here >= 0; here = item(here).parent) {
        if (item(here).readonly || cell(frame, here).readonly)
            return true;
        if (item(here).repeat)
            frame = frame->parent;
    }
    return false;
}

bool FormRunPrivate::isUnsure(RecordFrame* frame, int place) const
{
    for (int here = place; here >= 0; here = item(here).parent) {
        if (cell(frame, here).unsure)
            return true;
        if (item(here).repeat)
            frame = frame->parent;
    }
    return false;
}

bool FormRunPrivate::isRequired(RecordFrame* frame, int place) const
{
    const RecordCell& cell = this->cell(frame, place);
    return cell.node->relevant && (item(place).always || cell.required) && !isReadonly(frame, place)
        && !isUnsure(frame, place);
}

bool FormRunPrivate::isEditable(RecordFrame* frame, int place) const
{
    const ProgramItem& here = item(place);
    return here.item->kind == ItemKind::Question && here.kind != AnswerKind::None
        && here.item->type != u"hidden" && cell(frame, place).node->relevant && !isReadonly(frame, place);
}

}  // namespace prohori
