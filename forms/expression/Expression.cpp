// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Expression.h"

#include "forms/expression/Value.h"

#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

int levelOf(ExpressionKind kind)
{
    switch (kind) {
    case ExpressionKind::Or: return 1;
    case ExpressionKind::And: return 2;
    case ExpressionKind::Equal:
    case ExpressionKind::NotEqual: return 3;
    case ExpressionKind::Less:
    case ExpressionKind::LessOrEqual:
    case ExpressionKind::Greater:
    case ExpressionKind::GreaterOrEqual: return 4;
    case ExpressionKind::Add:
    case ExpressionKind::Subtract: return 5;
    case ExpressionKind::Multiply:
    case ExpressionKind::Divide:
    case ExpressionKind::Modulo: return 6;
    case ExpressionKind::Negate: return 7;
    case ExpressionKind::Union: return 8;
    default: return 9;
    }
}

QString operatorText(ExpressionKind kind)
{
    switch (kind) {
    case ExpressionKind::Or: return u"or"_s;
    case ExpressionKind::And: return u"and"_s;
    case ExpressionKind::Equal: return u"="_s;
    case ExpressionKind::NotEqual: return u"!="_s;
    case ExpressionKind::Less: return u"<"_s;
    case ExpressionKind::LessOrEqual: return u"<="_s;
    case ExpressionKind::Greater: return u">"_s;
    case ExpressionKind::GreaterOrEqual: return u">="_s;
    case ExpressionKind::Add: return u"+"_s;
    case ExpressionKind::Subtract: return u"-"_s;
    case ExpressionKind::Multiply: return u"*"_s;
    case ExpressionKind::Divide: return u"div"_s;
    case ExpressionKind::Modulo: return u"mod"_s;
    case ExpressionKind::Union: return u"|"_s;
    default: return {};
    }
}

/// Writes node after node; as each is used by one parent only, its text is moved into that and the whole is
/// O(n).
class Writer {
public:
    explicit Writer(const Expression& expression) : m_nodes(expression.nodes), m_texts(m_nodes.size()) {}

    QString run()
    {
        for (size_t place = 0; place < m_nodes.size(); ++place)
            m_texts[place] = write(m_nodes[place]);
        return std::move(m_texts.back());
    }

private:
    const ExpressionNode& node(int place) const { return m_nodes[static_cast<size_t>(place)]; }
    QString take(int place) { return std::move(m_texts[static_cast<size_t>(place)]); }

    /// In parentheses if it binds less tightly than `level`.
    QString takeAt(int place, int level)
    {
        QString text = take(place);
        return levelOf(node(place).kind) < level ? u"("_s + text + u")"_s : text;
    }

    QString write(const ExpressionNode& one)
    {
        switch (one.kind) {
        case ExpressionKind::Number:
            return std::isinf(one.number) ? u"1"_s + QString(309, u'0') : numberText(one.number);
        case ExpressionKind::Literal:
            return one.text.contains(u'\'') ? u"\""_s + one.text + u"\""_s : u"'"_s + one.text + u"'"_s;
        case ExpressionKind::Path: return writePath(one);
        case ExpressionKind::Call: return one.text + u"("_s + takeAll(one.operands, u", "_s) + u")"_s;
        case ExpressionKind::Negate: return u"-"_s + takeAt(one.operands[0], 7);
        default: break;
        }
        const int level = levelOf(one.kind);
        QString text = takeAt(one.operands[0], level);
        text += u' ' + operatorText(one.kind) + u' ' + takeAt(one.operands[1], level + 1);
        return text;
    }

    QString takeAll(const std::vector<int>& places, const QString& between)
    {
        QStringList texts;
        for (const int place : places)
            texts.append(take(place));
        return texts.join(between);
    }

    QString takePredicates(const std::vector<int>& places)
    {
        return places.empty() ? QString() : u"["_s + takeAll(places, u"]["_s) + u"]"_s;
    }

    QString writePath(const ExpressionNode& path)
    {
        QString text;
        if (path.start >= 0)
            text = takeAt(path.start, node(path.start).kind == ExpressionKind::Path ? 10 : 9);
        text += takePredicates(path.startPredicates);
        bool slash = path.absolute || path.start >= 0;
        for (const PathStep& step : path.steps) {
            text += slash ? u"/"_s : QString();
            slash = true;
            switch (step.kind) {
            case StepKind::Child: text += step.name; break;
            case StepKind::AnyChild: text += u'*'; break;
            case StepKind::Parent: text += u".."_s; break;
            case StepKind::Self: text += u'.'; break;
            }
            text += takePredicates(step.predicates);
        }
        return text;
    }

    const std::vector<ExpressionNode>& m_nodes;
    std::vector<QString> m_texts;
};

}  // namespace

QList<NameReference> nameReferences(const QString& source, bool quotes)
{
    QList<NameReference> found;
    for (qsizetype at = 0; at < source.size(); ++at) {
        const QChar unit = source[at];
        if (quotes && (unit == u'\'' || unit == u'"')) {
            const qsizetype end = source.indexOf(unit, at + 1);
            if (end < 0)
                break;
            at = end;
        } else if (unit == u'$' && at + 1 < source.size() && source[at + 1] == u'{') {
            const qsizetype end = source.indexOf(u'}', at + 2);
            if (end < 0)
                break;
            found.append({at, end + 1 - at, source.mid(at + 2, end - at - 2).trimmed()});
            at = end;
        }
    }
    return found;
}

QString writeExpression(const Expression& expression)
{
    return Writer(expression).run();
}

}  // namespace prohori
