// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/Warnings.h"
#include "forms/expression/FunctionTable.h"

#include <QHash>
#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool isComparison(ExpressionKind kind)
{
    return kind >= ExpressionKind::Equal && kind <= ExpressionKind::GreaterOrEqual;
}

bool isArithmetic(ExpressionKind kind)
{
    return kind >= ExpressionKind::Add && kind <= ExpressionKind::Negate;
}

/// Gives true or false, which a calculation stores as a word.
bool givesBoolean(const ExpressionNode& node)
{
    if (node.kind == ExpressionKind::Call)
        return node.function >= 0 && functionAt(node.function).boolean;
    return node.kind == ExpressionKind::Or || node.kind == ExpressionKind::And || isComparison(node.kind);
}

bool isTruthCall(const ExpressionNode& node)
{
    return node.kind == ExpressionKind::Call && (node.text == u"true" || node.text == u"false");
}

/// Functions that want nodes, or take them one by one: several instances are what they are for.
bool takesNodes(const ExpressionNode& call, size_t argument)
{
    static const QSet<QString> functions{u"sum"_s,       u"min"_s,      u"max"_s,
                                         u"count"_s,     u"concat"_s,   u"count-non-empty"_s,
                                         u"randomize"_s, u"position"_s, u"checklist"_s,
                                         u"boolean"_s,   u"not"_s,      u"weighted-checklist"_s,
                                         u"missing"_s};
    if (call.text == u"indexed-repeat")
        return argument == 0 || argument % 2 == 1;
    if (call.text == u"join")
        return argument > 0;
    // Whichever of the two it gives, what stands around decides; its condition asks for any node.
    return call.text == u"if" || functions.contains(call.text);
}

/// A function that another program lacks: the program.
QString lackingTool(const QString& function)
{
    static const QHash<QString, QString> tools{{u"missing"_s, u"ODK and KoboToolbox"_s},
                                               {u"substring"_s, u"ODK Collect"_s},
                                               {u"last"_s, u"ODK Collect"_s},
                                               {u"floor"_s, u"ODK Collect"_s},
                                               {u"ceiling"_s, u"ODK Collect"_s}};
    return tools.value(function);
}

class RuleWarnings {
public:
    RuleWarnings(const RuleCheck& rules, MessageList& messages) : m_rules(rules), m_messages(messages)
    {
        for (const auto& rule : rules.rules()) {
            if (rule.rule == &FormItem::calculate && givesBoolean(rule.expression.root()))
                m_booleans.insert(rule.row);
        }
    }

    void run()
    {
        for (const auto& rule : m_rules.rules()) {
            m_rule = &rule;
            const auto root = static_cast<int>(rule.expression.nodes.size()) - 1;
            if (isCondition(rule.rule))
                checkCondition(root);
            if (!isCondition(rule.rule) && rule.rule != &FormItem::choiceFilter)
                checkSingle(root);
            for (const auto& node : rule.expression.nodes)
                checkNode(node);
        }
    }

private:
    static bool isCondition(FormRule FormItem::*rule)
    {
        return rule == &FormItem::relevant || rule == &FormItem::required || rule == &FormItem::readonly
            || rule == &FormItem::constraint || rule == &FormItem::check || rule == &FormItem::choiceFilter;
    }

    const ExpressionNode& node(int at) const { return m_rule->expression.nodes[static_cast<size_t>(at)]; }
    const QList<TracePlace>& places(int at) const { return m_rule->trace.places[static_cast<size_t>(at)]; }

    void say(const QString& code, const QString& text)
    {
        m_messages.add(m_rule->sheet, m_rule->sourceRow, m_rule->column, code, text);
    }

    void checkNode(const ExpressionNode& current)
    {
        if (current.kind == ExpressionKind::Call)
            checkCall(current);
        if (current.kind == ExpressionKind::Or || current.kind == ExpressionKind::And) {
            for (const int operand : current.operands)
                checkCondition(operand);
        }
        if (current.kind == ExpressionKind::Equal || current.kind == ExpressionKind::NotEqual)
            checkTruthComparison(current);
        if (isArithmetic(current.kind)) {
            for (const int operand : current.operands) {
                checkSingle(operand);
                checkOptional(operand);
            }
        }
        for (const auto& step : current.steps) {
            for (const int predicate : step.predicates)
                checkCondition(predicate);
        }
    }

    void checkCall(const ExpressionNode& call)
    {
        if (const auto tool = lackingTool(call.text); !tool.isEmpty())
            say(u"W10"_s, u"This function does not exist in %1."_s.arg(tool));
        if (call.text == u"regex" && call.operands.size() == 2
            && node(call.operands[1]).kind == ExpressionKind::Literal) {
            const auto& pattern = node(call.operands[1]).text;
            if (!pattern.startsWith(u'^') || !pattern.endsWith(u'$'))
                say(u"W05"_s,
                    u"The regular expression has no ^ and $: other tools accept partial matches."_s);
        }
        const bool asks = call.text == u"not" || call.text == u"boolean" || call.text == u"if";
        if (asks && !call.operands.empty())
            checkCondition(call.operands[0]);
        for (size_t at = 0; at < call.operands.size(); ++at) {
            if (!takesNodes(call, at))
                checkSingle(call.operands[at]);
        }
    }

    /// A path where a condition is wanted asks whether there is an answer, which is rarely clear to a reader.
    void checkCondition(int at)
    {
        const auto& current = node(at);
        if (current.kind != ExpressionKind::Path || places(at).isEmpty()
            || places(at).first().kind == TracePlace::Unknown)
            return;
        if (leadsToBoolean(at)) {
            say(u"W07"_s, u"The condition tests a calculated true/false; compare with 'true'."_s);
        } else {
            say(u"W06"_s,
                u"A path is used as a condition; write %1 != '' to be clear."_s.arg(writtenPath(current)));
        }
    }

    bool leadsToBoolean(int at) const
    {
        const auto& found = places(at);
        return node(at).kind == ExpressionKind::Path && !found.isEmpty()
            && found.first().kind == TracePlace::Row && m_booleans.contains(found.first().row);
    }

    void checkTruthComparison(const ExpressionNode& comparison)
    {
        const int left = comparison.operands[0];
        const int right = comparison.operands[1];
        if ((isTruthCall(node(left)) && leadsToBoolean(right))
            || (isTruthCall(node(right)) && leadsToBoolean(left)))
            say(u"W07"_s, u"The condition tests a calculated true/false; compare with 'true'."_s);
    }

    void checkSingle(int at)
    {
        if (node(at).kind != ExpressionKind::Path)
            return;
        const auto& tree = m_rules.tree();
        for (const auto& place : places(at)) {
            if (place.kind != TracePlace::Row || place.chosen || place.single)
                continue;
            for (int row = place.row; row > place.fixed; row = tree.parent(row)) {
                if (tree.item(row).kind != ItemKind::Repeat)
                    continue;
                say(u"W08"_s,
                    u"A repeated question is used as a single value; the first instance will be taken."_s);
                return;
            }
        }
    }

    void checkOptional(int at)
    {
        static const QSet<QString> types{u"integer"_s, u"decimal"_s,  u"range"_s,
                                         u"date"_s,    u"dateTime"_s, u"text"_s};
        if (node(at).kind != ExpressionKind::Path)
            return;
        for (const auto& place : places(at)) {
            if (place.kind != TracePlace::Row)
                continue;
            const auto& item = m_rules.tree().item(place.row);
            if (item.kind == ItemKind::Question && item.required.isEmpty() && item.calculate.isEmpty()
                && types.contains(item.type))
                say(u"W09"_s,
                    u"Arithmetic with an optional question: blank makes the result blank. Use coalesce(…, 0)."_s);
        }
    }

    /// The path as it was written: `${x}`, `../x`. Of a path with predicates only the way before the first
    /// of them.
    QString writtenPath(const ExpressionNode& path) const
    {
        const auto begin = m_rule->edits.originalOffset(path.offset);
        auto end = begin;
        for (const auto& step : path.steps) {
            const qsizetype length = step.kind == StepKind::Child  ? step.name.size()
                                   : step.kind == StepKind::Parent ? 2
                                                                   : 1;
            end = m_rule->edits.originalOffset(step.offset + length);
            if (!step.predicates.empty())
                break;
        }
        return m_rule->text.written.mid(begin, end - begin).trimmed();
    }

    const RuleCheck& m_rules;
    MessageList& m_messages;
    QSet<int> m_booleans;
    const CheckedRule* m_rule = nullptr;
};

}  // namespace

void warnOfRules(const RuleCheck& rules, MessageList& messages)
{
    RuleWarnings(rules, messages).run();
}

}  // namespace prohori
