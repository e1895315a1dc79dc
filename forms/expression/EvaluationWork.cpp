// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/EvaluationWork.h"

#include "forms/expression/ExpressionFaults.h"
#include "forms/expression/Functions.h"

#include <QVarLengthArray>

#include <cmath>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool isBinary(ExpressionKind kind)
{
    return kind >= ExpressionKind::Or && kind != ExpressionKind::Negate;
}

bool isTrue(double number)
{
    return number != 0 && !std::isnan(number);
}

bool compareNumbers(ExpressionKind kind, double left, double right)
{
    switch (kind) {
    case ExpressionKind::Equal: return left == right;
    case ExpressionKind::NotEqual: return !(left == right);
    case ExpressionKind::Less: return left < right;
    case ExpressionKind::LessOrEqual: return left <= right;
    case ExpressionKind::Greater: return left > right;
    default: return left >= right;
    }
}

/// V8. Division by zero is what IEEE makes of it.
double calculate(ExpressionKind kind, double left, double right)
{
    switch (kind) {
    case ExpressionKind::Add: return left + right;
    case ExpressionKind::Subtract: return left - right;
    case ExpressionKind::Multiply: return left * right;
    case ExpressionKind::Modulo: return std::fmod(left, right);
    default: break;
    }
    if (right != 0)
        return left / right;
    if (left == 0 || std::isnan(left))
        return std::numeric_limits<double>::quiet_NaN();
    const bool negative = std::signbit(left) != std::signbit(right);
    return negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
}

bool isEquality(ExpressionKind kind)
{
    return kind == ExpressionKind::Equal || kind == ExpressionKind::NotEqual;
}

const QString blank;

}  // namespace

EvaluationWork::EvaluationWork(const Evaluator& evaluator, const Expression& expression, const FormNode* node,
                               const FormNode* current)
    : m_world(evaluator.m_world),
      m_expression(expression),
      m_nodes(expression.nodes),
      m_current(current),
      m_place{node, 1, 1},
      m_left(evaluator.m_maxSteps),
      m_readSealed(evaluator.m_readSealed)
{
    m_readSealed = false;
}

Evaluated EvaluationWork::run()
{
    if (m_nodes.empty())
        return FaultOf::syntax(0, u"a value or a name"_s);
    Item result = item(static_cast<int>(m_nodes.size()) - 1);
    if (m_fault)
        return *std::move(m_fault);
    if (auto* number = std::get_if<double>(&result))
        return Value(*number);
    if (auto* boolean = std::get_if<bool>(&result))
        return Value(*boolean);
    if (auto* text = std::get_if<QString>(&result))
        return Value(std::move(*text));
    const Nodes& nodes = std::get<Nodes>(result);
    for (const FormNode* one : nodes)
        m_readSealed = m_readSealed || one->sealed;
    return Value(NodeSet(nodes.begin(), nodes.end()));
}

void EvaluationWork::fail(const ExpressionFault& fault)
{
    if (!m_fault)
        m_fault = fault;
}

bool EvaluationWork::spend(qint64 steps)
{
    m_left -= steps;
    if (m_left >= 0)
        return !m_fault;
    fail(FaultOf::unsupported(0, u"so long a calculation"_s));
    return false;
}

const QString& EvaluationWork::read(const FormNode* node)
{
    m_readSealed = m_readSealed || node->sealed;
    return node->text;
}

double EvaluationWork::toNumber(const Item& item)
{
    if (const auto* number = std::get_if<double>(&item))
        return *number;
    if (const auto* boolean = std::get_if<bool>(&item))
        return *boolean ? 1 : 0;
    if (const auto* text = std::get_if<QString>(&item))
        return numberOf(*text, m_world.zone());
    const Nodes& nodes = std::get<Nodes>(item);
    return nodes.isEmpty() ? std::numeric_limits<double>::quiet_NaN() : readNumber(nodes[0]);
}

QString EvaluationWork::toText(const Item& item)
{
    if (const auto* text = std::get_if<QString>(&item))
        return *text;
    if (const auto* number = std::get_if<double>(&item))
        return numberText(*number);
    if (const auto* boolean = std::get_if<bool>(&item))
        return *boolean ? u"true"_s : u"false"_s;
    const Nodes& nodes = std::get<Nodes>(item);
    return nodes.isEmpty() ? QString() : read(nodes[0]);
}

bool EvaluationWork::toBoolean(const Item& item)
{
    if (const auto* boolean = std::get_if<bool>(&item))
        return *boolean;
    if (const auto* number = std::get_if<double>(&item))
        return isTrue(*number);
    if (const auto* text = std::get_if<QString>(&item))
        return !text->isEmpty();
    for (const FormNode* node : std::get<Nodes>(item)) {
        if (!read(node).isEmpty())
            return true;
    }
    return false;
}

double EvaluationWork::number(int at)
{
    const ExpressionNode& one = node(at);
    return one.kind == ExpressionKind::Number ? one.number : toNumber(item(at));
}

QString EvaluationWork::text(int at)
{
    const ExpressionNode& one = node(at);
    return one.kind == ExpressionKind::Literal ? one.text : toText(item(at));
}

bool EvaluationWork::boolean(int at)
{
    return toBoolean(item(at));
}

Nodes EvaluationWork::nodes(int at, bool hidden)
{
    const ExpressionNode& one = node(at);
    if (m_fault)
        return {};
    if (one.kind == ExpressionKind::Path && (hidden || one.slot < 0))
        return path(one, hidden);
    Item found = item(at);
    if (auto* nodes = std::get_if<Nodes>(&found))
        return std::move(*nodes);
    fail(FaultOf::type(one.offset, describe(one)));
    return {};
}

Item EvaluationWork::item(int at)
{
    if (m_fault)
        return false;
    const ExpressionNode& one = node(at);
    if (one.slot < 0)
        return compute(one);
    if (m_kept.empty())
        m_kept.resize(static_cast<size_t>(m_expression.slotCount));
    std::optional<Item>& kept = m_kept[static_cast<size_t>(one.slot)];
    if (!kept)
        kept = compute(one);
    return *kept;
}

Item EvaluationWork::compute(const ExpressionNode& one)
{
    switch (one.kind) {
    case ExpressionKind::Number: return one.number;
    case ExpressionKind::Literal: return one.text;
    case ExpressionKind::Path: return path(one, false);
    case ExpressionKind::Negate: return -number(one.operands[0]);
    case ExpressionKind::Call: {
        if (!spend(1))
            return false;
        const FunctionBody body = functionBody(one.function);
        if (!body) {
            fail(FaultOf::unknownFunction(one.offset, one.text));
            return false;
        }
        FunctionCall call(*this, one);
        return body(call);
    }
    default: return binary(one);
    }
}

/// A long chain such as a + b + c … hangs down on the left: it is walked in a loop, not by recursion.
Item EvaluationWork::binary(const ExpressionNode& top)
{
    QVarLengthArray<const ExpressionNode*, 8> chain{&top};
    int left = top.operands[0];
    while (isBinary(node(left).kind) && node(left).slot < 0) {
        chain.append(&node(left));
        left = node(left).operands[0];
    }
    Item result = item(left);
    for (auto one = chain.crbegin(); one != chain.crend() && !m_fault; ++one)
        result = combine(**one, std::move(result));
    return result;
}

Item EvaluationWork::combine(const ExpressionNode& one, Item left)
{
    const int right = one.operands[1];
    switch (one.kind) {
    case ExpressionKind::Or: return toBoolean(left) || boolean(right);
    case ExpressionKind::And: return toBoolean(left) && boolean(right);
    case ExpressionKind::Union: return unite(one, std::move(left));
    case ExpressionKind::Add:
    case ExpressionKind::Subtract:
    case ExpressionKind::Multiply:
    case ExpressionKind::Divide:
    case ExpressionKind::Modulo: {
        const double first = toNumber(left);
        return calculate(one.kind, first, number(right));
    }
    default: return compare(one.kind, left, item(right));
    }
}

/// V4, V6 and V7.
bool EvaluationWork::compare(ExpressionKind kind, const Item& left, const Item& right)
{
    if (m_fault)
        return false;
    const auto* leftNodes = std::get_if<Nodes>(&left);
    const auto* rightNodes = std::get_if<Nodes>(&right);
    const bool booleans =
        isEquality(kind) && (std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right));
    if (booleans || (!leftNodes && !rightNodes))
        return comparePair(kind, left, right);
    if (!leftNodes || leftNodes->isEmpty())
        return rightNodes ? compareNodes(kind, *rightNodes, leftNodes ? Item(blank) : left, false)
                          : comparePair(kind, blank, right);
    if (!rightNodes || rightNodes->isEmpty())
        return compareNodes(kind, *leftNodes, rightNodes ? Item(blank) : right, true);
    for (const FormNode* one : *leftNodes) {
        if (!spend(rightNodes->size()))
            return false;
        if (compareNodes(kind, *rightNodes, Item(read(one)), false))
            return true;
    }
    return false;
}

bool EvaluationWork::compareNodes(ExpressionKind kind, const Nodes& nodes, const Item& other, bool nodesLeft)
{
    if (nodes.isEmpty())
        return nodesLeft ? comparePair(kind, blank, other) : comparePair(kind, other, blank);
    const auto* otherText = std::get_if<QString>(&other);
    if (isEquality(kind) && otherText) {
        for (const FormNode* node : nodes) {
            if ((read(node) == *otherText) == (kind == ExpressionKind::Equal))
                return true;
        }
        return false;
    }
    const double number = toNumber(other);
    for (const FormNode* node : nodes) {
        const double mine = readNumber(node);
        if (nodesLeft ? compareNumbers(kind, mine, number) : compareNumbers(kind, number, mine))
            return true;
    }
    return false;
}

bool EvaluationWork::comparePair(ExpressionKind kind, const Item& left, const Item& right)
{
    if (isEquality(kind)) {
        const bool equal = kind == ExpressionKind::Equal;
        if (std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right))
            return (toBoolean(left) == toBoolean(right)) == equal;
        if (!std::holds_alternative<double>(left) && !std::holds_alternative<double>(right))
            return (toText(left) == toText(right)) == equal;
    }
    const double first = toNumber(left);
    return compareNumbers(kind, first, toNumber(right));
}

Item EvaluationWork::unite(const ExpressionNode& one, Item left)
{
    auto* first = std::get_if<Nodes>(&left);
    if (!first) {
        fail(FaultOf::type(one.offset, u"|"_s));
        return false;
    }
    Nodes both = std::move(*first);
    for (const FormNode* node : nodes(one.operands[1]))
        both.append(node);
    if (!spend(both.size()))
        return false;
    sortNodes(both);
    return both;
}

}  // namespace prohori
