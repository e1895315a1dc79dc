// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/ExpressionChecks.h"
#include "forms/expression/ExpressionFaults.h"
#include "forms/expression/ExpressionLexer.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxSource = 64 * 1024;
constexpr int maxNesting = 64;

struct OperatorRule {
    QStringView text;
    ExpressionKind kind;
    int level;  ///< the higher, the tighter
};

constexpr int unaryLevel = 7;
const OperatorRule operatorRules[] = {
    {u"or", ExpressionKind::Or, 1},      {u"and", ExpressionKind::And, 2},
    {u"=", ExpressionKind::Equal, 3},    {u"!=", ExpressionKind::NotEqual, 3},
    {u"<", ExpressionKind::Less, 4},     {u"<=", ExpressionKind::LessOrEqual, 4},
    {u">", ExpressionKind::Greater, 4},  {u">=", ExpressionKind::GreaterOrEqual, 4},
    {u"+", ExpressionKind::Add, 5},      {u"-", ExpressionKind::Subtract, 5},
    {u"*", ExpressionKind::Multiply, 6}, {u"div", ExpressionKind::Divide, 6},
    {u"mod", ExpressionKind::Modulo, 6}, {u"|", ExpressionKind::Union, 8},
};

/// Recursive descent. After the first syntax error every method returns at once; what it returns then means
/// nothing.
class Parser {
public:
    explicit Parser(const QString& source) : m_tokens(readTokens(source)) { m_expression.source = source; }

    ParsedExpression run()
    {
        readBinary(1);
        if (!m_broken && current().kind != TokenKind::End)
            expected(u"an operator"_s);
        ParsedExpression parsed;
        parsed.faults = m_faults;
        if (m_faults.isEmpty()) {
            assignSlots(m_expression);
            parsed.expression = std::move(m_expression);
        }
        return parsed;
    }

private:
    const Token& current() const { return m_tokens[m_at]; }
    const Token& following() const { return m_tokens[qMin(m_at + 1, m_tokens.size() - 1)]; }
    bool isOperator(const Token& token, QStringView text) const
    {
        return token.kind == TokenKind::Operator && token.text == text;
    }
    bool at(QStringView text) const { return isOperator(current(), text); }
    void advance() { m_at = qMin(m_at + 1, m_tokens.size() - 1); }

    bool take(QStringView text)
    {
        if (m_broken || !at(text))
            return false;
        advance();
        return true;
    }

    void fail(const ExpressionFault& fault)
    {
        if (!m_broken)
            m_faults = {fault};
        m_broken = true;
    }

    /// A syntax error at the current word.
    void expected(const QString& what)
    {
        const Token& token = current();
        if (token.kind == TokenKind::Unreadable && !token.supported)
            fail(FaultOf::unsupported(token.offset, token.text));
        else if (token.kind == TokenKind::Unreadable)
            fail(FaultOf::syntax(token.offset, QString::fromLatin1(token.expected)));
        else
            fail(FaultOf::syntax(token.offset, what));
    }

    void need(QStringView text)
    {
        if (!take(text) && !m_broken)
            expected(u"'"_s + text.toString() + u"'"_s);
    }

    int add(ExpressionNode node)
    {
        if (m_broken)
            return 0;
        m_expression.nodes.push_back(std::move(node));
        checkNode(m_expression, m_faults);
        return static_cast<int>(m_expression.nodes.size()) - 1;
    }

    bool enter()
    {
        if (++m_nesting <= maxNesting)
            return true;
        fail(FaultOf::syntax(current().offset, u"fewer levels of nesting"_s));
        return false;
    }

    const OperatorRule* rule() const
    {
        if (m_broken || current().kind != TokenKind::Operator)
            return nullptr;
        for (const OperatorRule& one : operatorRules) {
            if (one.text == current().text)
                return &one;
        }
        return nullptr;
    }

    /// Operators of `level` and tighter, all left associative.
    int readBinary(int level)
    {
        int left = level > unaryLevel ? readPath() : readUnary();
        for (const OperatorRule* next = rule(); next && next->level >= level; next = rule()) {
            ExpressionNode node;
            node.kind = next->kind;
            node.offset = current().offset;
            advance();
            const int right = readBinary(next->level + 1);
            node.operands = {left, right};
            left = add(std::move(node));
        }
        return left;
    }

    int readUnary()
    {
        std::vector<int> signs;
        while (!m_broken && at(u"-")) {
            signs.push_back(current().offset);
            advance();
            if (!enter())
                return 0;
        }
        int operand = readBinary(unaryLevel + 1);
        for (auto sign = signs.rbegin(); sign != signs.rend(); ++sign) {
            ExpressionNode node;
            node.kind = ExpressionKind::Negate;
            node.offset = *sign;
            node.operands = {operand};
            operand = add(std::move(node));
        }
        m_nesting -= static_cast<int>(signs.size());
        return operand;
    }

    bool atCall() const { return current().kind == TokenKind::Name && isOperator(following(), u"("); }

    int readPath()
    {
        if (m_broken)
            return 0;
        ExpressionNode path;
        path.kind = ExpressionKind::Path;
        path.offset = current().offset;
        const TokenKind kind = current().kind;
        if (kind == TokenKind::Number || kind == TokenKind::Literal || at(u"(") || atCall()) {
            path.start = readPrimary();
            readPredicates(path.startPredicates);
            if (!take(u"/")) {
                expectNothingUnreadable();
                return path.startPredicates.empty() ? path.start : add(std::move(path));
            }
        } else {
            path.absolute = take(u"/");
        }
        do {
            readStep(path);
        } while (take(u"/"));
        expectNothingUnreadable();
        return add(std::move(path));
    }

    void expectNothingUnreadable()
    {
        if (!m_broken && current().kind == TokenKind::Unreadable)
            expected({});
    }

    int readPrimary()
    {
        const Token token = current();
        ExpressionNode node;
        node.offset = token.offset;
        node.text = token.text;
        if (token.kind == TokenKind::Number) {
            node.kind = ExpressionKind::Number;
            node.number = token.number;
            node.text.clear();
            advance();
            return add(std::move(node));
        }
        if (token.kind == TokenKind::Literal) {
            advance();
            return add(std::move(node));
        }
        if (!enter())
            return 0;
        int place = 0;
        if (take(u"(")) {
            place = readBinary(1);
            need(u")");
        } else {
            node.kind = ExpressionKind::Call;
            readArguments(node);
            place = add(std::move(node));
        }
        --m_nesting;
        return place;
    }

    void readArguments(ExpressionNode& call)
    {
        advance();  // the name
        advance();  // (
        if (take(u")"))
            return;
        do {
            call.operands.push_back(readBinary(1));
        } while (take(u","));
        if (!m_broken && !take(u")"))
            expected(u"',' or ')'"_s);
    }

    void readPredicates(std::vector<int>& predicates)
    {
        while (take(u"[")) {
            if (!enter())
                return;
            predicates.push_back(readBinary(1));
            need(u"]");
            --m_nesting;
        }
    }

    void readStep(ExpressionNode& path)
    {
        if (m_broken)
            return;
        PathStep step;
        step.offset = current().offset;
        if (take(u".")) {
            step.kind = StepKind::Self;
        } else if (take(u"..")) {
            step.kind = StepKind::Parent;
        } else if (current().kind == TokenKind::Name) {
            if (isOperator(following(), u"::"))
                readAxis(step);
            else
                readName(step);
        } else {
            expected(path.steps.empty() && !path.absolute && path.start < 0 ? u"a value or a name"_s
                                                                            : u"a name"_s);
        }
        path.steps.push_back(std::move(step));
    }

    void readName(PathStep& step)
    {
        const Token& token = current();
        if (atCall()) {
            fail(FaultOf::unsupported(token.offset, token.text + u"()"_s));
            return;
        }
        step.kind = token.wildcard ? StepKind::AnyChild : StepKind::Child;
        if (!token.wildcard) {
            step.name = token.text;
            step.key = internName(token.text);
        }
        advance();
        readPredicates(step.predicates);
    }

    void readAxis(PathStep& step)
    {
        const QString axis = current().text;
        const int offset = current().offset;
        const bool child = axis == u"child"_s && !current().wildcard;
        if (!child && axis != u"parent"_s && axis != u"self"_s) {
            fail(FaultOf::unsupported(offset, axis + u"::"_s));
            return;
        }
        advance();
        advance();  // ::
        if (current().kind != TokenKind::Name) {
            expected(u"a name"_s);
        } else if (child) {
            readName(step);
        } else if (current().text == u"node"_s && atCall()) {
            step.kind = axis == u"self"_s ? StepKind::Self : StepKind::Parent;
            advance();
            advance();  // (
            need(u")");
        } else {
            fail(FaultOf::unsupported(offset, axis + u"::"_s + current().text));
        }
    }

    Expression m_expression;
    std::vector<Token> m_tokens;
    QList<ExpressionFault> m_faults;
    size_t m_at = 0;
    int m_nesting = 0;
    bool m_broken = false;
};

}  // namespace

ParsedExpression parseExpression(const QString& source)
{
    if (source.size() > maxSource)
        return {std::nullopt, {FaultOf::syntax(static_cast<int>(maxSource), u"the end, after 64 KiB"_s)}};
    return Parser(source).run();
}

}  // namespace prohori
