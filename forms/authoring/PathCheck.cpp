// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/PathCheck.h"

#include "forms/expression/ExpressionFaults.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Both columns that pulldata() names must be in the file.
void checkPulldata(const Expression& expression, const ExpressionNode& call, const ListTables& tables,
                   QList<ExpressionFault>& faults)
{
    const auto& table = expression.nodes[static_cast<size_t>(call.operands[0])];
    const auto columns = tables.columns.value(table.text);
    if (table.kind != ExpressionKind::Literal || columns.isEmpty())
        return;
    for (const size_t at : {size_t(1), size_t(2)}) {
        const auto& column = expression.nodes[static_cast<size_t>(call.operands[at])];
        if (column.kind == ExpressionKind::Literal && !columns.contains(column.text))
            faults.append({u"F27"_s, u"unknown-path"_s, column.offset,
                           u"The file '%1' is missing, or has no column '%2'."_s.arg(
                               tables.files.value(table.text, table.text), column.text)});
    }
}

void checkChoiceName(const Expression& expression, const ExpressionNode& call, const FormTree& tree,
                     QList<ExpressionFault>& faults)
{
    static const QRegularExpression ignored(u"\\s+|\\[[^\\]]*\\]"_s);
    const auto& literal = expression.nodes[static_cast<size_t>(call.operands[1])];
    const auto path = QString(literal.text).remove(ignored);
    if (literal.kind != ExpressionKind::Literal || !path.startsWith(u'/') || tree.find(path) >= 0)
        return;
    const int container = tree.find(path.left(path.lastIndexOf(u'/')));
    QStringList siblings;
    if (container >= 0) {
        for (const auto& child : tree.item(container).children)
            siblings.append(child.name);
    }
    faults.append(FaultOf::unknownPath(literal.offset, path, siblings));
}

}  // namespace

ListTables listTables(const SurveyTable& survey, const ChoicesTable& choices)
{
    QStringList further{u"name"_s, u"label"_s};
    if (choices.columns) {
        for (const auto& column : choices.columns->columns()) {
            if (!column.known || column.key == u"retired" || column.key == u"replaced_by"
                || column.key == u"key")
                further.append(column.key);
        }
    }
    ListTables tables;
    for (auto list = survey.lists.begin(); list != survey.lists.end(); ++list) {
        tables.columns.insert(list.key(),
                              list->file.isEmpty() ? further : survey.fileColumns.value(list.key()));
        if (!list->file.isEmpty())
            tables.files.insert(list.key(), list->file);
    }
    return tables;
}

ExpressionTrace checkPaths(const Expression& expression, const FormTree& tree, const TraceContext& context,
                           const ListTables& tables)
{
    auto trace = traceExpression(expression, tree, context, &tables.columns);
    for (const auto& node : expression.nodes) {
        if (node.kind != ExpressionKind::Call)
            continue;
        if (node.text == u"pulldata" && node.operands.size() == 4)
            checkPulldata(expression, node, tables, trace.faults);
        else if (node.text == u"jr:choice-name" && node.operands.size() == 2)
            checkChoiceName(expression, node, tree, trace.faults);
    }
    return trace;
}

}  // namespace prohori
