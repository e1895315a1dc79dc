// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/MessageList.h"
#include "forms/authoring/NameResolver.h"
#include "forms/authoring/PathCheck.h"
#include "forms/authoring/SurveySheet.h"

#include <vector>

namespace prohori {

/// An expression without faults, and what it reads.
struct CheckedRule {
    QString sheet;
    int sourceRow = 0;
    QString column;                      ///< header
    int row = 0;                         ///< of the tree
    FormRule FormItem::*rule = nullptr;  ///< nullptr: the instance name
    FormRule text;
    Expression expression;  ///< of text.resolved
    ExpressionTrace trace;
    TextEdits edits{QString()};
};

/// F23: a circle of calculate, relevant, readonly, required, repeat_count or choice lists, and the rule that comes first in row order.
struct Circle {
    int item = 0;    ///< of the tree
    QString column;  ///< canonical, in the survey sheet
    QString text;
};
/// `package` needs only its tree and the resolved rules.
QList<Circle> findCircles(const FormPackage& package);

/** Resolves every expression and every text of a form in place, and checks the expressions against the
    form.

    Tells F21 to F24, F27 of pulldata() and X01 to X09, each with the row and the column where it was
    written. `data` belongs to `survey`.
*/
class RuleCheck {
public:
    RuleCheck(SurveyTable& survey, const ChoicesTable& choices, const FormSettings& settings,
              MessageList& messages);

    void run();
    FormRule instanceName() const { return m_instanceName; }
    const FormTree& tree() const { return m_tree; }
    /// The rules in which nothing is wrong, in the order of rows and columns.
    const std::vector<CheckedRule>& rules() const { return m_rules; }

private:
    void collect(FormItem& item);
    void resolveItem(int row);
    void resolveRule(FormRule& rule, CheckedRule place, const RuleSight& sight);
    void check(CheckedRule rule, const TraceContext& context);
    TraceContext contextOf(int row, const RuleSight& sight) const;
    void resolveTexts(int row);
    void resolveChoiceTexts(int row);
    bool hasNamesInLabels(const FormList& list);
    void resolveTrigger(int row);
    void resolveListQuestion(int row);
    void resolveSeed(int row);
    void resolveInstanceName();
    void tellCycles();
    void say(int row, const QString& column, const QList<ExpressionFault>& faults);
    void say(const CheckedRule& place, const QList<ExpressionFault>& faults);

    SurveyTable& m_survey;
    const ChoicesTable& m_choices;
    const FormSettings& m_settings;
    MessageList& m_messages;
    FormTree m_tree;
    NameResolver m_resolver;
    std::vector<FormItem*> m_items;
    FormRule m_instanceName;
    ListTables m_tables;
    QHash<QString, bool> m_namesInLabels;
    std::vector<CheckedRule> m_rules;
};

}  // namespace prohori
