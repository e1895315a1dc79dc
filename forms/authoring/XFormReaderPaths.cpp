// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XFormReaderPaths.h"

#include "forms/authoring/XFormReaderLists.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kRoot = u"data"_s;

struct Renaming {
    qsizetype offset;
    qsizetype length;
    QString name;
};

void renameStep(const PathStep& step, const QString& from, const QString& to, QList<Renaming>& renamings)
{
    if (step.kind == StepKind::Child && step.name == from && from != to)
        renamings.append({step.offset, from.size(), to});
}

}  // namespace

QString XFormPaths::absolute(const QString& reference, const QString& context) const
{
    QString text = readItemset(reference).path;
    if (text.startsWith(u"current()/"_s))
        text = text.mid(10);
    const bool fromRoot = text.startsWith(u'/');
    QStringList steps = fromRoot ? QStringList() : context.split(u'/', Qt::SkipEmptyParts);
    for (const QString& part : text.split(u'/', Qt::SkipEmptyParts)) {
        const QString step = part.trimmed();
        if (step == u".."_s && !steps.isEmpty())
            steps.removeLast();
        else if (step != u"."_s && step != u".."_s)
            steps.append(steps.isEmpty() && step == m_root ? kRoot : step);
    }
    return u'/' + steps.join(u'/');
}

FormRule XFormPaths::rule(const QString& text, QList<ExpressionFault>& faults) const
{
    const QString written = text.trimmed();
    if (written.isEmpty())
        return {};
    const ParsedExpression parsed = parseExpression(written);
    faults += parsed.faults;
    return {written, parsed.expression ? renamed(*parsed.expression) : written};
}

QString XFormPaths::renamed(const Expression& expression) const
{
    QList<Renaming> renamings;
    for (const ExpressionNode& node : expression.nodes) {
        if (node.kind == ExpressionKind::Call && node.text == u"jr:choice-name"_s
            && node.operands.size() == 2) {
            const ExpressionNode& path = expression.nodes[static_cast<size_t>(node.operands[1])];
            const qsizetype slash = path.text.indexOf(u'/');
            if (path.kind == ExpressionKind::Literal && m_root != kRoot && slash >= 0
                && path.text.mid(slash + 1).startsWith(m_root + u'/')
                && path.text.left(slash).trimmed().isEmpty())
                renamings.append({path.offset + 1 + slash + 1, m_root.size(), kRoot});
        }
        if (node.kind != ExpressionKind::Path || node.steps.empty())
            continue;
        if (node.absolute)
            renameStep(node.steps[0], m_root, kRoot, renamings);
        const ExpressionNode* start =
            node.start < 0 ? nullptr : &expression.nodes[static_cast<size_t>(node.start)];
        if (!start || start->text != u"instance"_s || start->operands.size() != 1)
            continue;
        const QString list = expression.nodes[static_cast<size_t>(start->operands[0])].text;
        // The record that was saved last is not known here: a list without rows, so that all of it is blank.
        const bool lastSaved = list == u"__last-saved"_s;
        const auto [root, row] =
            lastSaved ? std::pair(node.steps[0].name, node.steps.back().name) : m_stepNames(list);
        renameStep(node.steps[0], root, u"root"_s, renamings);
        if (node.steps.size() > 1)
            renameStep(node.steps[1], lastSaved ? node.steps[1].name : row, u"item"_s, renamings);
    }
    std::sort(renamings.begin(), renamings.end(),
              [](const Renaming& a, const Renaming& b) { return a.offset > b.offset; });
    QString text = expression.source;
    for (const Renaming& renaming : renamings)
        text.replace(renaming.offset, renaming.length, renaming.name);
    return text;
}

}  // namespace prohori
