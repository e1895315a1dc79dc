// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/NameResolver.h"

#include "forms/authoring/MessageList.h"
#include "forms/expression/FunctionTable.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// `${last-saved#name}`: the answer of the record that was saved last. It is not known here, so blank.
constexpr QLatin1String kLastSaved("last-saved#");

/// What stands around a name: decides how its path begins.
struct Surroundings {
    bool inPredicate = false;  ///< the step has a context of its own, so a relative path would start there
    bool absolute = false;     ///< indexed-repeat() wants all nodes
};

struct Replacement {
    qsizetype offset = 0, length = 0;
    QString text;
};

/// Replaces in one expression. Names are masked as plain names first, so that the parser tells what
/// surrounds them.
class Work {
public:
    Work(const FormTree& tree, const NameResolver& resolver, const QString& written, const RuleSight& sight)
        : m_tree(tree),
          m_resolver(resolver),
          m_written(written),
          m_sight(sight),
          m_masks(written)
    {}

    ResolvedRule run()
    {
        m_references = nameReferences(m_written);
        m_mask = u"__n"_s;
        while (m_written.contains(m_mask))
            m_mask += u'n';
        for (qsizetype at = 0; at < m_references.size(); ++at)
            m_masks.replace(m_references.at(at).offset, m_references.at(at).length, maskOf(at));
        const auto parsed = parseExpression(m_masks.result());
        for (auto fault : parsed.faults) {
            fault.offset = static_cast<int>(m_masks.originalOffset(fault.offset));
            m_result.faults.append(fault);
        }
        if (!parsed.expression) {
            // What it names can be judged all the same, so that the author hears of everything at once.
            for (const auto& reference : m_references)
                m_resolver.find(reference.name, static_cast<int>(reference.offset), m_result.faults);
            return m_result;
        }
        m_expression = &*parsed.expression;
        visit(static_cast<int>(m_expression->nodes.size()) - 1, {m_sight.overChoices, false});
        return finish();
    }

private:
    QString maskOf(qsizetype at) const { return m_mask + QString::number(at) + u'_'; }
    const ExpressionNode& node(int at) const { return m_expression->nodes[static_cast<size_t>(at)]; }

    void visit(int at, Surroundings around)
    {
        const auto& current = node(at);
        if (current.kind == ExpressionKind::Path)
            return visitPath(current, around);
        for (size_t place = 0; place < current.operands.size(); ++place) {
            auto inner = around;
            // The node-set, and each repeat; the numbers between them are ordinary expressions.
            inner.absolute = current.kind == ExpressionKind::Call && current.text == u"indexed-repeat"
                          && (place == 0 || place % 2 == 1);
            visit(current.operands[place], inner);
        }
        if (current.kind == ExpressionKind::Call && current.text == u"jr:choice-name"
            && current.operands.size() == 2 && node(current.operands[1]).kind == ExpressionKind::Literal)
            replaceInLiteral(node(current.operands[1]));
    }

    void visitPath(const ExpressionNode& path, Surroundings around)
    {
        if (path.start >= 0)
            visit(path.start, around);
        for (const int predicate : path.startPredicates)
            visit(predicate, {true, false});
        for (size_t step = 0; step < path.steps.size(); ++step) {
            if (path.steps[step].name.startsWith(m_mask))
                replaceName(path, step, around);
            for (const int predicate : path.steps[step].predicates)
                visit(predicate, {true, false});
        }
    }

    void replaceName(const ExpressionNode& path, size_t step, const Surroundings& around)
    {
        const auto number = path.steps[step].name.mid(m_mask.size()).chopped(1);
        const auto& reference = m_references.at(number.toInt());
        const auto offset = static_cast<int>(reference.offset);
        if (step > 0 || path.absolute || path.start >= 0) {
            m_result.faults.append(
                {u"X01"_s, u"syntax"_s, offset,
                 u"Cannot read the expression at character %1: the name of a step."_s.arg(offset + 1)});
            return;
        }
        const bool lastSaved = reference.name.startsWith(kLastSaved);
        const int target = m_resolver.find(lastSaved ? reference.name.mid(kLastSaved.size()) : reference.name,
                                           offset, m_result.faults);
        if (target < 0)
            return;
        if (lastSaved) {
            m_replacements.append({reference.offset, reference.length, u"''"_s});
            return;
        }
        auto text = around.absolute ? m_tree.item(target).path : m_resolver.pathBetween(m_sight.row, target);
        if (around.inPredicate && !text.startsWith(u'/'))
            text.prepend(u"current()/"_s);
        m_replacements.append({reference.offset, reference.length, text});
    }

    /// `jr:choice-name(${t}, '${t}')`: the second argument is the text of a path, without positions.
    void replaceInLiteral(const ExpressionNode& literal)
    {
        const auto start = m_masks.originalOffset(literal.offset);
        const auto end = m_written.indexOf(m_written.at(start), start + 1);
        const auto inside = m_written.mid(start + 1, end - start - 1);
        for (const auto& reference : nameReferences(inside, false)) {
            const auto offset = start + 1 + reference.offset;
            const int target = m_resolver.find(reference.name, static_cast<int>(offset), m_result.faults);
            if (target >= 0)
                m_replacements.append({offset, reference.length, m_tree.item(target).path});
        }
    }

    ResolvedRule finish()
    {
        std::sort(m_replacements.begin(), m_replacements.end(),
                  [](const auto& left, const auto& right) { return left.offset < right.offset; });
        m_result.edits = TextEdits(m_written);
        for (const auto& replacement : m_replacements)
            m_result.edits.replace(replacement.offset, replacement.length, replacement.text);
        m_result.text = m_result.edits.result();
        return m_result;
    }

    const FormTree& m_tree;
    const NameResolver& m_resolver;
    QString m_written;
    RuleSight m_sight;
    TextEdits m_masks;
    QString m_mask;
    QList<NameReference> m_references;
    const Expression* m_expression = nullptr;
    QList<Replacement> m_replacements;
    ResolvedRule m_result;
};

}  // namespace

ResolvedRule NameResolver::resolve(const QString& written, const RuleSight& sight) const
{
    return Work(m_tree, *this, written, sight).run();
}

int NameResolver::find(const QString& name, int offset, QList<ExpressionFault>& faults) const
{
    const auto rows = m_tree.named(name);
    if (rows.size() == 1)
        return rows.first();
    if (rows.isEmpty()) {
        faults.append({u"F21"_s, u"unknown-path"_s, offset,
                       u"'${%1}' refers to no question.%2"_s.arg(name, didYouMean(nearestName(name)))});
    } else {
        faults.append({u"F22"_s, u"unknown-path"_s, offset,
                       u"'${%1}' is ambiguous: rows %2 and %3 have that name."_s.arg(
                           name, QString::number(m_tree.item(rows.at(0)).row),
                           QString::number(m_tree.item(rows.at(1)).row))});
    }
    return -1;
}

QString NameResolver::nearestName(const QString& name) const
{
    constexpr qsizetype kMost = 500;
    const auto found = m_nearest.constFind(name);
    if (found != m_nearest.constEnd())
        return *found;
    if (m_nearest.size() == kMost)
        return {};
    return *m_nearest.insert(name, nearestWord(name, m_names));
}

QString NameResolver::pathBetween(int row, int target) const
{
    // A repeat means all its instances, so what holds it is what both must share.
    const bool repeat = m_tree.item(target).kind == ItemKind::Repeat;
    const int common = m_tree.commonRepeat(row, repeat ? m_tree.parent(target) : target);
    if (common < 0)
        return m_tree.item(target).path;
    QString path;
    for (int at = row; at != common; at = m_tree.parent(at))
        path += u"../"_s;
    return (path.isEmpty() ? u"./"_s : path)
         + m_tree.item(target).path.mid(m_tree.item(common).path.size() + 1);
}

QString withCharacter(const ExpressionFault& fault)
{
    if (fault.code != u"X01")
        return fault.text;
    static const QRegularExpression place(u"at character [0-9]+"_s);
    return QString(fault.text).replace(place, u"at character %1"_s.arg(fault.offset + 1));
}

}  // namespace prohori
