// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/RuleCheck.h"

#include "forms/definition/DependencyGraph.h"
#include "forms/definition/ItemRules.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const char* columnOf(RuleKind kind)
{
    switch (kind) {
    case RuleKind::Relevant: return "relevant";
    case RuleKind::Calculate: return "calculation";
    case RuleKind::Required: return "required";
    case RuleKind::Readonly: return "readonly";
    case RuleKind::RepeatCount: return "repeat_count";
    case RuleKind::Choices: return "choice_filter";
    case RuleKind::Constraint: return "constraint";
    case RuleKind::Check: return "bind::ht:check";
    case RuleKind::Texts: break;
    }
    return "label";
}

/// `a → b → a`; of a large circle the beginning and the end.
QString circleText(QStringList names)
{
    constexpr qsizetype kMostNames = 20, kLast = 4;
    if (names.size() > kMostNames) {
        const qsizetype first = kMostNames - kLast;
        names.remove(first, names.size() - kMostNames);
        names.insert(first, u"…"_s);
    }
    return names.join(u" → "_s);
}

}  // namespace

QList<Circle> findCircles(const FormPackage& package)
{
    const DependencyGraph graph = buildGraph(package);
    QList<Circle> circles;
    for (qsizetype at = 0; at < graph.cycles.size(); ++at) {
        const GraphVertex& start = graph.cycleStarts[static_cast<size_t>(at)];
        circles.append({start.item, QString::fromLatin1(columnOf(start.rule)),
                        u"These questions depend on each other in a circle: %1."_s.arg(
                            circleText(graph.cycles.at(at)))});
    }
    return circles;
}

RuleCheck::RuleCheck(SurveyTable& survey, const ChoicesTable& choices, const FormSettings& settings,
                     MessageList& messages)
    : m_survey(survey),
      m_choices(choices),
      m_settings(settings),
      m_messages(messages),
      m_tree(survey.data),
      m_resolver(m_tree)
{
    collect(survey.data);
    m_tables = listTables(survey, choices);
}

void RuleCheck::collect(FormItem& item)
{
    m_items.push_back(&item);
    for (auto& child : item.children)
        collect(child);
}

void RuleCheck::run()
{
    for (int row = 0; row < m_tree.size(); ++row)
        resolveItem(row);
    resolveInstanceName();
    tellCycles();
}

void RuleCheck::say(int row, const QString& column, const QList<ExpressionFault>& faults)
{
    for (const auto& fault : faults)
        m_messages.add(u"survey"_s, m_tree.item(row).row, column, fault.code, withCharacter(fault));
}

void RuleCheck::say(const CheckedRule& place, const QList<ExpressionFault>& faults)
{
    for (const auto& fault : faults)
        m_messages.add(place.sheet, place.sourceRow, place.column, fault.code, withCharacter(fault));
}

void RuleCheck::resolveItem(int row)
{
    auto& item = *m_items[static_cast<size_t>(row)];
    resolveListQuestion(row);
    for (const auto& slot : kRuleSlots) {
        RuleSight sight{row, slot.rule == &FormItem::choiceFilter};
        if (slot.rule == &FormItem::repeatCount)
            sight.row = m_tree.parent(row);
        CheckedRule place;
        place.sheet = u"survey"_s;
        place.sourceRow = item.row;
        place.column = m_survey.columns->header(QLatin1String(slot.column));
        place.row = row;
        place.rule = slot.rule;
        resolveRule(item.*(slot.rule), place, sight);
    }
    resolveTrigger(row);
    resolveSeed(row);
    resolveTexts(row);
}

void RuleCheck::resolveRule(FormRule& rule, CheckedRule place, const RuleSight& sight)
{
    if (rule.isEmpty() || !rule.resolved.isEmpty())
        return;
    const auto resolved = m_resolver.resolve(rule.written, sight);
    rule.resolved = resolved.text;
    say(place, resolved.faults);
    if (!resolved.faults.isEmpty())
        return;
    place.text = rule;
    place.edits = resolved.edits;
    check(std::move(place), contextOf(place.row, sight));
}

TraceContext RuleCheck::contextOf(int row, const RuleSight& sight) const
{
    const auto& item = m_tree.item(row);
    TraceContext context{sight.row, sight.overChoices, item.list, -1};
    if (sight.overChoices && item.listFromRepeat && m_tree.find(item.list) >= 0)
        context.listRow = std::max(m_tree.repeatOf(m_tree.find(item.list)), 0);
    return context;
}

void RuleCheck::check(CheckedRule rule, const TraceContext& context)
{
    auto parsed = parseExpression(rule.text.resolved);
    if (!parsed.expression) {
        // What fits where a name stands need not fit where its path stands.
        for (auto& fault : parsed.faults)
            fault.offset = static_cast<int>(rule.edits.originalOffset(fault.offset));
        say(rule, parsed.faults);
        return;
    }
    rule.expression = std::move(*parsed.expression);
    rule.trace = checkPaths(rule.expression, m_tree, context, m_tables);
    say(rule, rule.trace.faults);
    if (rule.trace.faults.isEmpty())
        m_rules.push_back(std::move(rule));
}

void RuleCheck::resolveTexts(int row)
{
    auto& item = *m_items[static_cast<size_t>(row)];
    for (const auto& slot : kTextSlots) {
        const auto& texts = (item.*(slot.texts)).all();
        for (auto text = texts.begin(); text != texts.end(); ++text) {
            QList<ExpressionFault> faults;
            for (const auto& reference : nameReferences(text.value(), false)) {
                const int target =
                    m_resolver.find(reference.name, static_cast<int>(reference.offset), faults);
                if (target >= 0)
                    item.resolvedTexts.insert(reference.name, m_resolver.pathBetween(row, target));
            }
            say(row, m_survey.columns->header(QLatin1String(slot.column), text.key()), faults);
        }
    }
    resolveChoiceTexts(row);
}

void RuleCheck::resolveChoiceTexts(int row)
{
    auto& item = *m_items[static_cast<size_t>(row)];
    const auto list = m_survey.lists.constFind(item.list);
    if (item.list.isEmpty() || item.listFromFile || item.listFromRepeat || list == m_survey.lists.constEnd())
        return;
    if (!hasNamesInLabels(*list))
        return;
    for (qsizetype at = 0; at < list->choices.size(); ++at) {
        const auto& label = list->choices.at(at).label.all();
        for (auto text = label.begin(); text != label.end(); ++text) {
            if (!text.value().contains(u"${"_s))
                continue;
            QList<ExpressionFault> faults;
            for (const auto& reference : nameReferences(text.value(), false)) {
                const int target =
                    m_resolver.find(reference.name, static_cast<int>(reference.offset), faults);
                if (target >= 0)
                    item.resolvedTexts.insert(reference.name, m_resolver.pathBetween(row, target));
            }
            const auto name = item.list.endsWith(u" or_other"_s) ? item.list.chopped(9) : item.list;
            for (const auto& fault : faults)
                m_messages.add(u"choices"_s, m_choices.rows.value(name).value(at),
                               m_choices.columns->header(u"label"_s, text.key()), fault.code, fault.text);
        }
    }
}

/// Looked at once a list, for a long one may stand behind many questions.
bool RuleCheck::hasNamesInLabels(const FormList& list)
{
    if (const auto known = m_namesInLabels.constFind(list.name); known != m_namesInLabels.constEnd())
        return *known;
    const auto names = [](const QString& text) { return text.contains(u"${"_s); };
    const bool found = std::any_of(list.choices.begin(), list.choices.end(), [&](const FormChoice& choice) {
        const auto& texts = choice.label.all();
        return std::any_of(texts.begin(), texts.end(), names);
    });
    m_namesInLabels.insert(list.name, found);
    return found;
}

void RuleCheck::resolveTrigger(int row)
{
    const auto& written = m_survey.rows[static_cast<size_t>(row)].trigger;
    if (written.isEmpty())
        return;
    static const QRegularExpression form(u"^\\s*\\$\\{[^}]*\\}(?:\\s*,\\s*\\$\\{[^}]*\\})*\\s*$"_s);
    const auto column = m_survey.columns->header(u"trigger"_s);
    QList<ExpressionFault> faults;
    bool fine = form.match(written).hasMatch();
    auto& item = *m_items[static_cast<size_t>(row)];
    if (fine) {
        for (const auto& reference : nameReferences(written, false)) {
            const int target = m_resolver.find(reference.name, static_cast<int>(reference.offset), faults);
            if (target < 0)
                continue;
            fine = fine && !m_tree.item(target).isContainer();
            item.trigger.append(m_tree.item(target).path);
        }
    }
    if (!fine)
        faults.append({u"F24"_s, QString(), 0, u"A trigger must be a list of ${names} of questions."_s});
    say(row, column, faults);
}

void RuleCheck::resolveListQuestion(int row)
{
    const auto& name = m_survey.rows[static_cast<size_t>(row)].listQuestion;
    auto& item = *m_items[static_cast<size_t>(row)];
    if (!item.listFromRepeat)
        return;
    QList<ExpressionFault> faults;
    if (const int target = m_resolver.find(name, 0, faults); target >= 0)
        item.list = m_tree.item(target).path;
    say(row, m_survey.columns->header(u"type"_s), faults);
}

void RuleCheck::resolveSeed(int row)
{
    auto& parameters = m_items[static_cast<size_t>(row)]->parameters;
    if (!parameters.contains(u"seed"_s))
        return;
    const auto resolved = m_resolver.resolve(parameters.value(u"seed"_s), {row, false});
    say(row, m_survey.columns->header(u"parameters"_s), resolved.faults);
    if (!resolved.text.isEmpty())
        parameters.insert(u"seed"_s, resolved.text);
}

void RuleCheck::resolveInstanceName()
{
    if (m_settings.instanceName.isEmpty())
        return;
    CheckedRule place;
    place.sheet = u"settings"_s;
    place.sourceRow = m_settings.row;
    place.column = m_settings.instanceNameHeader;
    m_instanceName.written = m_settings.instanceName;
    resolveRule(m_instanceName, place, {0, false});
}

void RuleCheck::tellCycles()
{
    FormPackage package;
    package.data = std::move(m_survey.data);
    for (const Circle& circle : findCircles(package))
        m_messages.add(u"survey"_s, m_tree.item(circle.item).row, m_survey.columns->header(circle.column),
                       u"F23"_s, circle.text);
    m_survey.data = std::move(package.data);
}

}  // namespace prohori
