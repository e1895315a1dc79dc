// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/Condition.h"

#include "forms/engine/AnswerText.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

struct Token {
    enum class Kind { Name, Text, Number, Sign, End };
    Kind kind = Kind::End;
    QString text;
    qsizetype at = 0;
};

Reading readOperand(const Operand& operand, FieldSource& source)
{
    switch (operand.kind) {
    case Operand::Kind::Field: return source.read(operand.field);
    case Operand::Kind::Today: return {{source.today().toString(Qt::ISODate)}, false};
    case Operand::Kind::Text:
    case Operand::Kind::Number: break;
    }
    return {operand.text.isEmpty() ? QStringList() : QStringList{operand.text}, false};
}

bool compares(const QString& left, const QString& sign, const QString& right)
{
    if (sign == u"=")
        return left == right;
    if (sign == u"!=")
        return left != right;
    const auto how = order(left, right);
    if (!how)
        return false;
    if (sign == u"<")
        return *how < 0;
    if (sign == u"<=")
        return *how <= 0;
    return sign == u">" ? *how > 0 : *how >= 0;
}

Truth truth(bool yes, bool sealed)
{
    return yes ? Truth::Yes : sealed ? Truth::Unknown : Truth::No;
}

}  // namespace

std::optional<int> order(const QString& left, const QString& right)
{
    bool leftNumber = false;
    bool rightNumber = false;
    const qlonglong a = left.toLongLong(&leftNumber);
    const qlonglong b = right.toLongLong(&rightNumber);
    const auto spanA = dateSpan(left);
    const auto spanB = dateSpan(right);
    // Two years are numbers as well as dates: both ways order them alike.
    if (leftNumber && rightNumber)
        return a < b ? -1 : a > b ? 1 : 0;
    if (!spanA || !spanB)
        return std::nullopt;
    return spanA->last < spanB->first ? -1 : spanA->first > spanB->last ? 1 : 0;
}

const FieldDefinition* findField(const FormDefinition& form, quint32 group, const QString& name)
{
    const auto dot = name.indexOf(u'.');
    if (dot >= 0)
        return form.field(name.left(dot), name.mid(dot + 1));
    for (const GroupDefinition* at = form.group(group); at; at = form.group(at->parent)) {
        if (const FieldDefinition* found = form.field(at->name, name))
            return found;
    }
    return form.field(u"case"_s, name);
}

/// Recursive descent over the tokens of one condition.
class ConditionParser {
public:
    ConditionParser(const FormDefinition& form, quint32 group, const QString& text)
        : m_form(form),
          m_group(group),
          m_text(text)
    {
        next();
    }

    Result<Condition> parse()
    {
        auto whole = parseOr();
        if (whole && m_token.kind != Token::Kind::End)
            return unexpected();
        return whole;
    }

private:
    void next()
    {
        static const QRegularExpression kToken(
            u"\\G\\s*(?:(today\\(\\))|([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)?)|'([^']*)'|(-?\\d+)|(!=|<=|>=|[=<>(),]))"_s);
        const auto match = kToken.match(m_text, m_at);
        if (!match.hasMatch()) {
            m_token = {Token::Kind::End, m_text.mid(m_at).trimmed(), m_at};
            if (!m_token.text.isEmpty())
                m_token.kind = Token::Kind::Sign;
            return;
        }
        const auto take = [&](Token::Kind kind, int part) {
            m_token = {kind, match.captured(part), match.capturedStart(part)};
        };
        if (match.hasCaptured(1))
            take(Token::Kind::Name, 1);
        else if (match.hasCaptured(2))
            take(Token::Kind::Name, 2);
        else if (match.hasCaptured(3))
            take(Token::Kind::Text, 3);
        else if (match.hasCaptured(4))
            take(Token::Kind::Number, 4);
        else
            take(Token::Kind::Sign, 5);
        m_at = match.capturedEnd();
    }

    Error unexpected() const
    {
        return Error{ErrorCode::Invalid, u"cannot read the condition at character %1"_s.arg(m_token.at + 1),
                     u"syntax"_s};
    }

    bool isSign(QStringView sign) const { return m_token.kind == Token::Kind::Sign && m_token.text == sign; }
    bool isWord(QStringView word) const { return m_token.kind == Token::Kind::Name && m_token.text == word; }
    bool take(bool there)
    {
        if (there)
            next();
        return there;
    }

    Result<Condition> parseChain(Condition::Kind kind, QStringView word,
                                 Result<Condition> (ConditionParser::*part)())
    {
        Condition chain;
        chain.m_kind = kind;
        do {
            auto one = (this->*part)();
            if (!one)
                return one;
            chain.m_parts.append(*one);
        } while (take(isWord(word)));
        return chain.m_parts.size() == 1 ? chain.m_parts.takeFirst() : chain;
    }

    Result<Condition> parseOr() { return parseChain(Condition::Kind::Or, u"or", &ConditionParser::parseAnd); }
    Result<Condition> parseAnd()
    {
        return parseChain(Condition::Kind::And, u"and", &ConditionParser::parsePart);
    }

    Result<Condition> parsePart()
    {
        if (take(isSign(u"("))) {
            auto inner = parseOr();
            if (inner && !take(isSign(u")")))
                return unexpected();
            return inner;
        }
        Condition condition;
        auto left = parseOperand();
        if (!left)
            return left.error();
        condition.m_left = *left;
        const bool negated = take(isWord(u"not"));
        if (take(isWord(u"in"))) {
            condition.m_kind = negated ? Condition::Kind::NotIn : Condition::Kind::In;
            return parseWords(std::move(condition));
        }
        if (!negated && take(isWord(u"has"))) {
            condition.m_kind = Condition::Kind::Has;
            if (take(isWord(u"any")))
                return parseWords(std::move(condition));
            condition.m_words = {m_token.text};
            return take(m_token.kind == Token::Kind::Text) ? Result<Condition>(condition) : unexpected();
        }
        static const QStringList kSigns{u"="_s, u"!="_s, u"<"_s, u"<="_s, u">"_s, u">="_s};
        if (negated || m_token.kind != Token::Kind::Sign || !kSigns.contains(m_token.text))
            return unexpected();
        condition.m_kind = Condition::Kind::Compare;
        condition.m_operator = m_token.text;
        next();
        auto right = parseOperand();
        if (!right)
            return right.error();
        condition.m_right = *right;
        // Nothing is less than, or more than, "no value".
        const bool blank = right->kind == Operand::Kind::Text && right->text.isEmpty();
        if (blank && condition.m_operator != u"=" && condition.m_operator != u"!=")
            return unexpected();
        return condition;
    }

    Result<Condition> parseWords(Condition condition)
    {
        if (!take(isSign(u"(")))
            return unexpected();
        do {
            condition.m_words.append(m_token.text);
            if (!take(m_token.kind == Token::Kind::Text || m_token.kind == Token::Kind::Number))
                return unexpected();
        } while (take(isSign(u",")));
        return take(isSign(u")")) ? Result<Condition>(condition) : unexpected();
    }

    Result<Operand> parseOperand()
    {
        Operand operand;
        operand.text = m_token.text;
        switch (m_token.kind) {
        case Token::Kind::Text: operand.kind = Operand::Kind::Text; break;
        case Token::Kind::Number: operand.kind = Operand::Kind::Number; break;
        case Token::Kind::Name:
            if (m_token.text == u"today()") {
                operand.kind = Operand::Kind::Today;
                break;
            }
            if (const FieldDefinition* field = findField(m_form, m_group, m_token.text)) {
                operand.kind = Operand::Kind::Field;
                operand.field = field->id;
                break;
            }
            return Error{ErrorCode::Invalid, u"there is no question '%1'"_s.arg(m_token.text),
                         u"unknown-path"_s};
        default: return unexpected();
        }
        next();
        return operand;
    }

    const FormDefinition& m_form;
    quint32 m_group;
    const QString& m_text;
    qsizetype m_at = 0;
    Token m_token;
};

Result<Condition> Condition::parse(const FormDefinition& form, quint32 group, const QString& text)
{
    return ConditionParser(form, group, text).parse();
}

Truth Condition::holds(FieldSource& source) const
{
    if (m_kind == Kind::And || m_kind == Kind::Or) {
        const Truth decides = m_kind == Kind::And ? Truth::No : Truth::Yes;
        Truth so = m_kind == Kind::And ? Truth::Yes : Truth::No;
        for (const Condition& part : m_parts) {
            const Truth one = part.holds(source);
            if (one == decides)
                return decides;
            if (one == Truth::Unknown)
                so = Truth::Unknown;
        }
        return so;
    }
    const Reading left = readOperand(m_left, source);
    const auto named = [this](const QString& value) { return m_words.contains(value); };
    if (m_kind == Kind::In || m_kind == Kind::Has)
        return truth(std::any_of(left.values.cbegin(), left.values.cend(), named), left.sealed);
    if (m_kind == Kind::NotIn) {
        const bool none = std::none_of(left.values.cbegin(), left.values.cend(), named);
        return !none ? Truth::No : left.sealed ? Truth::Unknown : truth(!left.values.isEmpty(), false);
    }
    if (m_right.kind == Operand::Kind::Text && m_right.text.isEmpty()) {
        const bool answered = left.sealed || !left.values.isEmpty();
        return truth(answered == (m_operator == u"!="), false);
    }
    const Reading right = readOperand(m_right, source);
    for (const QString& a : left.values) {
        for (const QString& b : right.values) {
            if (compares(a, m_operator, b))
                return Truth::Yes;
        }
    }
    return truth(false, left.sealed || right.sealed);
}

}  // namespace prohori
