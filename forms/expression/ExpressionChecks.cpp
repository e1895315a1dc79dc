// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/ExpressionChecks.h"

#include "forms/expression/DateText.h"
#include "forms/expression/ExpressionFaults.h"
#include "forms/expression/FunctionTable.h"
#include "forms/expression/Pattern.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const ExpressionNode& nodeAt(const Expression& expression, int place)
{
    return expression.nodes[static_cast<size_t>(place)];
}

bool isOneOf(const QString& name, std::initializer_list<const char*> names)
{
    return std::any_of(names.begin(), names.end(),
                       [&name](const char* one) { return name == QLatin1String(one); });
}

/// The number of arguments in words, empty when `given` is right.
QString wantedArguments(const QString& name, const FunctionSignature& signature, int given)
{
    if (name == u"indexed-repeat"_s && given % 2 == 0)
        return u"3, 5 or 7"_s;
    if (name == u"weighted-checklist"_s && given % 2 == 1)
        return u"2 and then pairs of"_s;
    if (given >= signature.least && (signature.most < 0 || given <= signature.most))
        return {};
    if (name == u"indexed-repeat"_s)
        return u"3, 5 or 7"_s;
    if (signature.most < 0)
        return u"at least "_s + QString::number(signature.least);
    QString wanted = QString::number(signature.least);
    if (signature.most > signature.least)
        wanted += u" to "_s + QString::number(signature.most);
    return wanted;
}

/// Which arguments must be node-sets.
bool needsNodes(const QString& name, size_t argument)
{
    if (name == u"indexed-repeat"_s)
        return argument == 0 || argument % 2 == 1;
    return argument == 0
        && isOneOf(name, {"sum", "count", "count-non-empty", "position", "randomize", "missing"});
}

void checkLiterals(const Expression& expression, ExpressionNode& call, QList<ExpressionFault>& faults)
{
    const auto literal = [&](size_t argument) -> const ExpressionNode* {
        if (argument >= call.operands.size())
            return nullptr;
        const ExpressionNode& operand = nodeAt(expression, call.operands[argument]);
        return operand.kind == ExpressionKind::Literal ? &operand : nullptr;
    };
    const bool formats = isOneOf(call.text, {"format-date", "format-date-time"});
    if (const ExpressionNode* pattern = call.text == u"regex"_s ? literal(1) : nullptr) {
        const Pattern compiled = compilePattern(pattern->text);
        call.pattern = compiled.compiled;
        if (!compiled.compiled)
            faults.append(FaultOf::badPattern(pattern->offset, compiled.why));
    }
    const bool readsDate = formats || isOneOf(call.text, {"date", "date-time", "decimal-date-time"});
    if (const ExpressionNode* date = readsDate ? literal(0) : nullptr) {
        const QString trimmed = date->text.trimmed();
        if (!trimmed.isEmpty() && !readDateParts(trimmed))
            faults.append(FaultOf::badDate(date->offset, date->text));
    }
    if (const ExpressionNode* format = formats ? literal(1) : nullptr) {
        if (const auto bad = badFormatCode(format->text))
            faults.append(FaultOf::badFormat(format->offset, *bad));
    }
}

void checkCall(const Expression& expression, ExpressionNode& call, QList<ExpressionFault>& faults)
{
    call.function = findFunction(call.text);
    if (call.function < 0) {
        faults.append(FaultOf::unknownFunction(call.offset, call.text));
        return;
    }
    const auto given = static_cast<int>(call.operands.size());
    const QString wanted = wantedArguments(call.text, functionAt(call.function), given);
    if (!wanted.isEmpty()) {
        faults.append(FaultOf::arity(call.offset, call.text, wanted, given));
        return;
    }
    for (size_t argument = 0; argument < call.operands.size(); ++argument) {
        const ExpressionNode& operand = nodeAt(expression, call.operands[argument]);
        if (needsNodes(call.text, argument) && isNeverNodes(operand))
            faults.append(FaultOf::type(operand.offset, call.text + u"()"_s));
    }
    checkLiterals(expression, call, faults);
}

bool isFixed(const Expression& expression, const ExpressionNode& node)
{
    if (node.kind == ExpressionKind::Path)
        return node.absolute || (node.start >= 0 && nodeAt(expression, node.start).fixed);
    if (node.kind == ExpressionKind::Call) {
        const bool ofContext = node.operands.empty()
                            && isOneOf(node.text, {"position", "last", "string", "number", "string-length",
                                                   "normalize-space"});
        if (ofContext || isOneOf(node.text, {"random", "uuid", "randomize"}))
            return false;
    }
    return std::all_of(node.operands.begin(), node.operands.end(),
                       [&](int operand) { return nodeAt(expression, operand).fixed; });
}

/// All predicates of a path: on its start and on its steps.
template <typename Visit>
void eachPredicate(const ExpressionNode& node, Visit visit)
{
    for (const int predicate : node.startPredicates)
        visit(predicate);
    for (const PathStep& step : node.steps) {
        for (const int predicate : step.predicates)
            visit(predicate);
    }
}

}  // namespace

bool isNeverNodes(const ExpressionNode& node)
{
    switch (node.kind) {
    case ExpressionKind::Path:
    case ExpressionKind::Union: return false;
    case ExpressionKind::Call:
        return !isOneOf(node.text, {"if", "current", "instance", "indexed-repeat", "randomize"});
    default: return true;
    }
}

void checkNode(Expression& expression, QList<ExpressionFault>& faults)
{
    ExpressionNode& node = expression.nodes.back();
    if (node.kind == ExpressionKind::Call)
        checkCall(expression, node, faults);
    if (node.kind == ExpressionKind::Path && node.start >= 0) {
        const ExpressionNode& start = nodeAt(expression, node.start);
        const bool known = start.kind != ExpressionKind::Call || start.function >= 0;
        if (known && isNeverNodes(start))
            faults.append(FaultOf::type(node.offset, node.steps.empty() ? u"["_s : u"/"_s));
    }
    if (node.kind == ExpressionKind::Union) {
        for (const int operand : node.operands) {
            if (isNeverNodes(nodeAt(expression, operand)))
                faults.append(FaultOf::type(node.offset, u"|"_s));
        }
    }
    node.fixed = isFixed(expression, node);
}

void assignSlots(Expression& expression)
{
    std::vector<int> open;
    for (const ExpressionNode& node : expression.nodes)
        eachPredicate(node, [&open](int predicate) { open.push_back(predicate); });
    while (!open.empty()) {
        ExpressionNode& node = expression.nodes[static_cast<size_t>(open.back())];
        open.pop_back();
        if (node.kind == ExpressionKind::Number || node.kind == ExpressionKind::Literal)
            continue;
        if (node.fixed) {
            node.slot = node.slot < 0 ? expression.slotCount++ : node.slot;
            continue;
        }
        open.insert(open.end(), node.operands.begin(), node.operands.end());
        if (node.start >= 0)
            open.push_back(node.start);
    }
}

}  // namespace prohori
