// SPDX-License-Identifier: GPL-3.0-or-later
// Which choices are offered, and what of an answer they leave (forms.md 7.10).
#include "forms/engine/FormRunPrivate.h"

#include <algorithm>
#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QStringList tokensOf(AnswerKind kind, const QString& answer)
{
    if (answer.isEmpty())
        return {};
    if (kind == AnswerKind::SelectOne)
        return {answer};
    return answer.split(u' ', Qt::SkipEmptyParts);
}

}  // namespace

const FormNode* FormRunPrivate::listNodes(const ProgramList* list) const
{
    const FormNode*& nodes = m_listNodes[list];
    if (!nodes)
        nodes = m_program->listNodes(list->list->name, m_language);
    return nodes;
}

const FormNode* FormRunPrivate::instance(const QString& name) const
{
    if (const auto known = m_instances.constFind(name); known != m_instances.constEnd())
        return *known;
    const ProgramList* list = m_program->list(name);
    const FormNode* nodes = list ? listNodes(list) : nullptr;
    m_instances.insert(name, nodes);
    return nodes;
}

/// Looks only at what was chosen: the whole list is read when somebody asks for it. Without an answer one row shows whether the filter works.
void FormRunPrivate::evaluateChoices(RecordFrame* frame, const ProgramVertex& vertex)
{
    const ProgramItem& here = item(vertex.item);
    RecordCell& cell = this->cell(frame, vertex.item);
    if (!cell.node->relevant)
        return;
    bool fault = false;
    QStringList kept;
    const QStringList tokens = tokensOf(here.kind, cell.answer);
    for (const QString& token : tokens) {
        if (isOffered(frame, vertex, token, &fault))
            kept.append(token);
    }
    if (tokens.isEmpty() && vertex.expression >= 0 && here.list && !here.list->list->choices.isEmpty())
        (void)rowHolds(vertex, listNodes(here.list)->children().front().get(), cell.node, &fault);
    setFault(frame, vertex, fault);
    cell.offered = kept.size() == tokens.size() ? cell.answer : kept.join(u' ');
    refresh(frame, vertex.item);
}

bool FormRunPrivate::rowHolds(const ProgramVertex& vertex, const FormNode* row, const FormNode* context,
                              bool* fault) const
{
    if (vertex.expression < 0)
        return true;
    ++m_evaluations;
    const Evaluated result =
        m_evaluator.evaluateRow(m_program->expressions[static_cast<size_t>(vertex.expression)], row, context);
    if (m_evaluator.readSealed())
        return true;
    if (const Value* value = std::get_if<Value>(&result))
        return value->toBoolean();
    *fault = true;
    return true;
}

/// A name that no list knows is no matter of the filter: the report names it.
bool FormRunPrivate::isOffered(RecordFrame* frame, const ProgramVertex& vertex, const QString& name,
                               bool* fault) const
{
    const ProgramItem& here = item(vertex.item);
    const FormNode* context = cell(frame, vertex.item).node;
    if (here.listItem >= 0) {
        for (const auto& [row, choice] : repeatChoices(frame, vertex.item)) {
            if (choice == name && rowHolds(vertex, row, context, fault))
                return true;
        }
        return false;
    }
    if (!here.list || !here.list->places.contains(name))
        return true;
    const auto& nodes = listNodes(here.list)->children();
    const QList<int> places = here.list->placesOf(name);
    return std::any_of(places.begin(), places.end(), [&](int place) {
        return rowHolds(vertex, nodes[static_cast<size_t>(place)].get(), context, fault);
    });
}

std::vector<std::pair<const FormNode*, QString>> FormRunPrivate::repeatChoices(RecordFrame* frame,
                                                                               int place) const
{
    const int source = item(place).listItem;
    const int wanted = item(source).shape;
    const int around = wanted == 0 ? 0 : shape(wanted).parent;
    RecordFrame* from = frame->around(m_program->commonShape(item(place).shape, around));
    std::vector<std::pair<const FormNode*, QString>> choices;
    eachFrame(from, wanted, [&](RecordFrame* each) {
        const FormNode* node = cell(each, source).node;
        if (node->relevant && !node->text.isEmpty())
            choices.emplace_back(each->node(), node->text);
    });
    return choices;
}

QStringList FormRunPrivate::offeredNames(RecordFrame* frame, int place) const
{
    const ProgramItem& here = item(place);
    const int index = here.vertex(RuleKind::Choices);
    static const ProgramVertex kNoFilter;
    const ProgramVertex& vertex = index >= 0 ? m_program->vertices[static_cast<size_t>(index)] : kNoFilter;
    const FormNode* context = cell(frame, place).node;
    QStringList names;
    bool fault = false;
    if (here.listItem >= 0) {
        for (const auto& [row, name] : repeatChoices(frame, place)) {
            if (!names.contains(name) && rowHolds(vertex, row, context, &fault))
                names.append(name);
        }
        return shuffled(frame, place, std::move(names));
    }
    if (!here.list)
        return names;
    const QList<FormChoice>& choices = here.list->list->choices;
    const FormNode* nodes = vertex.expression >= 0 ? listNodes(here.list) : nullptr;
    QSet<QString> seen;
    for (qsizetype i = 0; i < choices.size(); ++i) {
        if (choices[i].retired || seen.contains(choices[i].name))
            continue;
        if (nodes && !rowHolds(vertex, nodes->children()[static_cast<size_t>(i)].get(), context, &fault))
            continue;
        seen.insert(choices[i].name);
        names.append(choices[i].name);
    }
    return shuffled(frame, place, std::move(names));
}

/// As randomize() does it (forms.md 6.3): Park and Miller's generator, Fisher and Yates' inside-out shuffle.
QStringList FormRunPrivate::shuffled(RecordFrame* frame, int place, QStringList names) const
{
    if (!item(place).shuffled)
        return names;
    constexpr qint64 kModulus = 2'147'483'647;
    double number = m_shuffle;
    if (item(place).seedRule >= 0) {
        const std::optional<Value> seed = work(item(place).seedRule, cell(frame, place).node);
        number = seed ? std::trunc(seed->toNumber(m_zone)) : 0;
    }
    auto state = std::isfinite(number) ? static_cast<qint64>(std::fmod(number, double(kModulus))) : 0;
    if (state <= 0)
        state += kModulus - 1;
    QStringList mixed;
    for (qsizetype i = 0; i < names.size(); ++i) {
        state = state * 16'807 % kModulus;
        const double part = static_cast<double>(state - 1) / static_cast<double>(kModulus - 1);
        const auto j = static_cast<qsizetype>(part * static_cast<double>(i + 1));
        if (j == i) {
            mixed.append(names[i]);
        } else {
            mixed.append(mixed[j]);
            mixed[j] = names[i];
        }
    }
    return mixed;
}

bool FormRunPrivate::isKnownChoice(int place, const QString& name) const
{
    const ProgramItem& here = item(place);
    return here.listItem >= 0 || !here.list || here.list->places.contains(name);
}

QString FormRunPrivate::labelOf(int place, const QString& name) const
{
    const ProgramItem& here = item(place);
    if (here.listItem >= 0)
        return name;
    const FormChoice* choice = here.list ? here.list->find(name) : nullptr;
    return choice ? choice->label.in(m_language) : QString();
}

QString FormRunPrivate::choiceLabel(const QString& path, const QString& choice) const
{
    const int place = m_program->find(path);
    return place < 0 ? QString() : labelOf(place, choice);
}

}  // namespace prohori
