// SPDX-License-Identifier: GPL-3.0-or-later
// Who is dirty, in which order it is evaluated, and what a result changes (forms.md 7.8 and 7.9).
#include "forms/engine/FormRunPrivate.h"
#include "forms/engine/TypedAnswer.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxPasses = 32;

}  // namespace

void FormRunPrivate::markVertex(RecordFrame* frame, int place)
{
    const ProgramVertex& vertex = m_program->vertices[static_cast<size_t>(place)];
    quint8& mark = frame->marks[static_cast<size_t>(vertex.mark)];
    if (mark & RecordFrame::kDirty)
        return;
    mark |= RecordFrame::kDirty;
    const auto rank = static_cast<size_t>(vertex.rank);
    m_dirty[rank].push_back(frame);
    m_dirtyRanks[rank / 64] |= quint64(1) << (rank % 64);
    m_lowest = std::min(m_lowest, rank / 64);
}

/// What must be looked at again when an answer comes into sight.
void FormRunPrivate::markOwn(RecordFrame* frame, int place)
{
    for (const RuleKind kind : {RuleKind::Calculate, RuleKind::Choices, RuleKind::Required,
                                RuleKind::Constraint, RuleKind::Check}) {
        if (const int vertex = item(place).vertex(kind); vertex >= 0)
            markVertex(frame, vertex);
    }
}

/// Everything in a frame and the frames inside.
void FormRunPrivate::markAll(RecordFrame* frame)
{
    for (const int vertex : shape(frame->shape).vertices)
        markVertex(frame, vertex);
    for (const RecordRows& all : frame->rows) {
        for (const auto& inner : all.frames)
            markAll(inner.get());
    }
}

void FormRunPrivate::wake(RecordFrame* frame, int place)
{
    for (const ProgramEdge& edge : m_program->edges[static_cast<size_t>(place)]) {
        const int wanted = m_program->vertices[static_cast<size_t>(edge.vertex)].shape;
        RecordFrame* from = edge.common == 0 ? m_record.get() : frame->around(edge.common);
        if (from->shape == wanted)
            markVertex(from, edge.vertex);
        else
            eachFrame(from, wanted, [&](RecordFrame* each) { markVertex(each, edge.vertex); });
    }
}

/// Instances came, went or moved: whoever reads the repeat or anything inside, and every position, looks again.
void FormRunPrivate::instancesChanged(RecordFrame* parent, int repeat)
{
    for (int place = repeat; place <= item(repeat).lastBelow; ++place) {
        for (const ProgramEdge& edge : m_program->edges[static_cast<size_t>(place)]) {
            const int wanted = m_program->vertices[static_cast<size_t>(edge.vertex)].shape;
            const int common = m_program->commonShape(edge.common, parent->shape);
            eachFrame(parent->around(common), wanted,
                      [&](RecordFrame* each) { markVertex(each, edge.vertex); });
        }
    }
}

/// Brings the effective value up to date and tells its readers.
void FormRunPrivate::refresh(RecordFrame* frame, int place)
{
    const ProgramItem& here = item(place);
    RecordCell& cell = this->cell(frame, place);
    const bool filtered = here.vertex(RuleKind::Choices) >= 0;
    const QString effective = !cell.node->relevant ? QString() : filtered ? cell.offered : cell.answer;
    if (cell.node->text == effective)
        return;
    if (m_watchTriggers && !here.triggers.empty())
        noteTrigger(frame, place);
    cell.node->text = effective;
    wake(frame, place);
    if (cell.node->relevant) {
        for (const RuleKind kind : {RuleKind::Constraint, RuleKind::Check}) {
            if (const int vertex = here.vertex(kind); vertex >= 0)
                markVertex(frame, vertex);
        }
    }
}

/// Keeps what the question held before this pass.
void FormRunPrivate::noteTrigger(RecordFrame* frame, int place)
{
    const bool known = std::any_of(m_triggers.begin(), m_triggers.end(), [&](const TriggerChange& change) {
        return change.frame == frame && change.item == place;
    });
    if (!known)
        m_triggers.push_back({frame, place, cell(frame, place).node->text});
}

/// Relevance is that of itself and of all above; a change goes down the tree.
void FormRunPrivate::relevanceChanged(RecordFrame* frame, int place)
{
    const ProgramItem& here = item(place);
    RecordCell& cell = this->cell(frame, place);
    const FormNode* above = cell.node->parent();
    const bool relevant = cell.ownRelevant && (place == 0 || above->relevant);
    if (cell.node->relevant == relevant)
        return;
    cell.node->relevant = relevant;
    wake(frame, place);
    if (!here.container) {
        if (here.calculated && !relevant)
            cell.answer.clear();
        if (relevant)
            markOwn(frame, place);
        refresh(frame, place);
        return;
    }
    if (relevant)
        markOwn(frame, place);
    for (const int child : here.children) {
        if (!item(child).repeat) {
            relevanceChanged(frame, child);
            continue;
        }
        for (const auto& inner : rows(frame, child).frames)
            relevanceChanged(inner.get(), child);
    }
}

void FormRunPrivate::recalculateEverything()
{
    m_now.reset();
    m_unsettled.clear();
    markAll(m_record.get());
    settle(false);
}

/// Recalculates, and then, as long as triggers changed, runs what they start and recalculates again (7.6).
void FormRunPrivate::settle(bool triggers)
{
    m_watchTriggers = triggers;
    for (int pass = 1;; ++pass) {
        runPass();
        if (!triggers || m_triggers.empty())
            break;
        if (pass == kMaxPasses) {
            m_endless = m_triggers.front().item;
            break;
        }
        if (!runTriggers())
            break;
    }
    m_triggers.clear();
    m_watchTriggers = false;
    for (RecordFrame* frame : m_fresh)
        frame->fresh = false;
    m_fresh.clear();
    m_gone.clear();
    m_goneNodes.clear();
}

void FormRunPrivate::runPass()
{
    for (;;) {
        while (m_lowest < m_dirtyRanks.size() && m_dirtyRanks[m_lowest] == 0)
            ++m_lowest;
        if (m_lowest == m_dirtyRanks.size())
            break;
        runRank(static_cast<int>(m_lowest) * 64 + std::countr_zero(m_dirtyRanks[m_lowest]));
    }
    m_lowest = 0;
    for (const int rank : m_usedRanks)
        m_rounds[static_cast<size_t>(rank)] = 0;
    m_usedRanks.clear();
}

void FormRunPrivate::runRank(int rank)
{
    const auto at = static_cast<size_t>(rank);
    const int place = m_program->order[at];
    const ProgramVertex& vertex = m_program->vertices[static_cast<size_t>(place)];
    m_dirtyRanks[at / 64] &= ~(quint64(1) << (at % 64));
    std::vector<RecordFrame*> frames;
    frames.swap(m_dirty[at]);
    if (m_rounds[at]++ == 0) {
        m_usedRanks.push_back(rank);
        m_unsettled.remove(place);
    }
    // One pass for each instance and one more settle what goes from instance to instance.
    const bool endless = m_rounds[at] > m_frames + 1;
    if (endless)
        m_unsettled.insert(place);
    std::erase_if(frames, [](const RecordFrame* frame) { return frame->gone; });
    if (vertex.readsOwn && frames.size() > 1)
        std::sort(frames.begin(), frames.end(), [](const RecordFrame* left, const RecordFrame* right) {
            return precedes(left->node(), right->node());
        });
    for (RecordFrame* frame : frames) {
        frame->marks[static_cast<size_t>(vertex.mark)] &= static_cast<quint8>(~RecordFrame::kDirty);
        if (!endless && !frame->gone)
            evaluate(frame, vertex);
    }
    if (m_dirty[at].empty()) {  // keep the memory for the next time
        frames.clear();
        m_dirty[at].swap(frames);
    }
}

std::optional<Value> FormRunPrivate::work(int expression, const FormNode* context) const
{
    ++m_evaluations;
    Evaluated result = m_evaluator.evaluate(m_program->expressions[static_cast<size_t>(expression)], context);
    if (Value* value = std::get_if<Value>(&result))
        return std::move(*value);
    return std::nullopt;
}

void FormRunPrivate::setFault(RecordFrame* frame, const ProgramVertex& vertex, bool fault)
{
    quint8& mark = frame->marks[static_cast<size_t>(vertex.mark)];
    mark = static_cast<quint8>(fault ? mark | RecordFrame::kFault : mark & ~RecordFrame::kFault);
}

bool FormRunPrivate::holds(RecordFrame* frame, const ProgramVertex& vertex, const FormNode* context,
                           bool otherwise, bool whenSealed)
{
    const std::optional<Value> value = work(vertex.expression, context);
    if (m_evaluator.readSealed()) {
        setFault(frame, vertex, false);
        return whenSealed;
    }
    setFault(frame, vertex, !value);
    return value ? value->toBoolean() : otherwise;
}

void FormRunPrivate::evaluate(RecordFrame* frame, const ProgramVertex& vertex)
{
    if (vertex.rule == RuleKind::RepeatCount) {
        setCount(frame, vertex);
        return;
    }
    RecordCell& cell = this->cell(frame, vertex.item);
    const bool asked = cell.node->relevant && !cell.node->text.isEmpty() && !cell.node->sealed;
    switch (vertex.rule) {
    case RuleKind::Relevant:
        cell.ownRelevant = holds(frame, vertex, cell.node, true, true);
        cell.unsure = m_evaluator.readSealed();
        relevanceChanged(frame, vertex.item);
        break;
    case RuleKind::Calculate: evaluateCalculation(frame, vertex); break;
    case RuleKind::Choices: evaluateChoices(frame, vertex); break;
    case RuleKind::Required:
        if (cell.node->relevant)
            cell.required = holds(frame, vertex, cell.node, false, false);
        break;
    case RuleKind::Readonly: cell.readonly = holds(frame, vertex, cell.node, false, false); break;
    case RuleKind::Constraint:
        setFault(frame, vertex, false);
        cell.broken = asked && !holds(frame, vertex, cell.node, true, true);
        break;
    case RuleKind::Check:
        setFault(frame, vertex, false);
        cell.doubtful = asked && !holds(frame, vertex, cell.node, true, true);
        if (!cell.doubtful && cell.extra)
            cell.extra->confirmed.remove(u"check"_s);
        break;
    case RuleKind::RepeatCount:
    case RuleKind::Texts: break;
    }
}

void FormRunPrivate::evaluateCalculation(RecordFrame* frame, const ProgramVertex& vertex)
{
    RecordCell& cell = this->cell(frame, vertex.item);
    if (!cell.node->relevant)
        return;
    const std::optional<Value> value = work(vertex.expression, cell.node);
    if (m_evaluator.readSealed()) {
        setFault(frame, vertex, false);
        return;
    }
    setFault(frame, vertex, !value);
    QString text = value ? storedText(item(vertex.item), *value) : QString();
    if (text == cell.answer && text == cell.node->text)
        return;
    cell.answer = std::move(text);
    if (const int choices = item(vertex.item).vertex(RuleKind::Choices); choices >= 0)
        markVertex(frame, choices);
    refresh(frame, vertex.item);
}

/// The text of a result; whole questions cut it towards zero, and what is no number is blank (forms.md 4).
QString FormRunPrivate::storedText(const ProgramItem& here, const Value& value) const
{
    const bool whole = here.kind == AnswerKind::Integer;
    if (!whole && here.kind != AnswerKind::Decimal) {
        if (value.isNumber() && std::isnan(value.toNumber(m_zone)))
            return {};
        return value.toText();
    }
    const double number = value.toNumber(m_zone);
    if (!std::isfinite(number))
        return {};
    return numberText(whole ? std::trunc(number) : number);
}

bool FormRunPrivate::runTriggers()
{
    std::vector<TriggerChange> changes;
    changes.swap(m_triggers);
    std::vector<std::pair<int, RecordFrame*>> targets;
    for (const TriggerChange& change : changes) {
        if (change.frame->gone || change.frame->fresh)
            continue;
        if (cell(change.frame, change.item).node->text == change.from)
            continue;
        for (const int target : item(change.item).triggers) {
            const int wanted = item(target).shape;
            const int common = m_program->commonShape(item(change.item).shape, wanted);
            eachFrame(change.frame->around(common), wanted,
                      [&](RecordFrame* each) { targets.emplace_back(target, each); });
        }
    }
    std::sort(targets.begin(), targets.end(), [](const auto& left, const auto& right) {
        return left.first != right.first ? left.first < right.first
                                         : precedes(left.second->node(), right.second->node());
    });
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    for (const auto& [target, frame] : targets) {
        const std::optional<Value> value = work(item(target).triggered, cell(frame, target).node);
        if (m_evaluator.readSealed())
            continue;
        if (value)
            m_faultyDefaults.remove(target);
        else
            m_faultyDefaults.insert(target);
        const QString text = value ? storedText(item(target), *value) : QString();
        write(frame, target, {storedAnswer(item(target), text, *this), {}, false});
    }
    return !targets.empty();
}

}  // namespace prohori
