// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/ExpressionLexer.h"

#include "forms/expression/NumberText.h"

namespace prohori {

using namespace Qt::StringLiterals;

bool isBlankCharacter(QChar character)
{
    return character == u' ' || character == u'\t' || character == u'\n' || character == u'\r';
}

bool beginsName(QChar character)
{
    return character == u'_' || character.isLetter() || character.isSurrogate();
}

bool continuesName(QChar character)
{
    return beginsName(character) || character.isMark() || character.isDigit() || character == u'-'
        || character == u'.';
}

namespace {

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

class Lexer {
public:
    explicit Lexer(const QString& source) : m_source(source) {}

    std::vector<Token> run()
    {
        while (skipBlanks()) {
            readOne();
            if (m_tokens.back().kind == TokenKind::Unreadable)
                break;
        }
        Token end;
        end.offset = static_cast<int>(m_at);
        m_tokens.push_back(end);
        return std::move(m_tokens);
    }

private:
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_source.size() ? m_source.at(m_at + ahead) : QChar();
    }

    bool skipBlanks()
    {
        while (m_at < m_source.size() && (isBlankCharacter(peek()) || peek() == QChar::Nbsp))
            ++m_at;
        return m_at < m_source.size();
    }

    bool afterOperand() const
    {
        if (m_tokens.empty())
            return false;
        const Token& last = m_tokens.back();
        if (last.kind != TokenKind::Operator)
            return true;
        return last.text == u")"_s || last.text == u"]"_s || last.text == u"."_s || last.text == u".."_s;
    }

    Token& push(TokenKind kind, qsizetype length)
    {
        Token token;
        token.kind = kind;
        token.offset = static_cast<int>(m_at);
        token.text = m_source.mid(m_at, length);
        m_at += length;
        m_tokens.push_back(token);
        return m_tokens.back();
    }

    void unreadable(qsizetype length, bool supported, const char* expected)
    {
        Token& token = push(TokenKind::Unreadable, length);
        token.supported = supported;
        token.expected = expected;
    }

    void readOne()
    {
        const QChar first = peek();
        if (isDigit(first) || (first == u'.' && isDigit(peek(1))))
            readNumber();
        else if (first == u'\'' || first == u'"')
            readLiteral(first);
        else if (beginsName(first))
            readName();
        else
            readOperator(first);
    }

    void readNumber()
    {
        qsizetype length = 0;
        while (isDigit(peek(length)))
            ++length;
        if (peek(length) == u'.') {
            ++length;
            while (isDigit(peek(length)))
                ++length;
        }
        Token& token = push(TokenKind::Number, length);
        token.number = readDecimal(token.text).value_or(0);
    }

    void readLiteral(QChar quote)
    {
        const qsizetype end = m_source.indexOf(quote, m_at + 1);
        if (end < 0) {
            m_at = m_source.size();
            unreadable(0, true, "the closing quote");
            return;
        }
        Token& token = push(TokenKind::Literal, end + 1 - m_at);
        token.text = token.text.mid(1, token.text.size() - 2);
    }

    qsizetype nameLength(qsizetype from) const
    {
        if (!beginsName(peek(from)))
            return 0;
        qsizetype length = 1;
        while (continuesName(peek(from + length)))
            ++length;
        return length;
    }

    void readName()
    {
        qsizetype length = nameLength(0);
        if (peek(length) == u':' && peek(length + 1) != u':') {
            const qsizetype local = nameLength(length + 1);
            length += local > 0 ? local + 1 : 0;
        }
        const QStringView word = QStringView(m_source).mid(m_at, length);
        const bool isOperator = word == u"or"_s || word == u"and"_s || word == u"div"_s || word == u"mod"_s;
        push(isOperator && afterOperand() ? TokenKind::Operator : TokenKind::Name, length);
    }

    void readOperator(QChar first)
    {
        const QChar second = peek(1);
        if (first == u'/' && second == u'/')
            unreadable(2, false, nullptr);
        else if (first == u'@' || first == u'$')
            unreadable(qMax(qsizetype(1), 1 + nameLength(1)), false, nullptr);
        else if ((first == u'<' || first == u'>' || first == u'!') && second == u'=')
            push(TokenKind::Operator, 2);
        else if ((first == u'.' && second == u'.') || (first == u':' && second == u':'))
            push(TokenKind::Operator, 2);
        else if (first == u'*' && !afterOperand())
            push(TokenKind::Name, 1).wildcard = true;
        else if (QStringView(u"*+-=<>|/()[],.").contains(first))
            push(TokenKind::Operator, 1);
        else
            unreadable(1, true, m_tokens.empty() || !afterOperand() ? "a value or a name" : "an operator");
    }

    const QString& m_source;
    qsizetype m_at = 0;
    std::vector<Token> m_tokens;
};

}  // namespace

std::vector<Token> readTokens(const QString& source)
{
    return Lexer(source).run();
}

}  // namespace prohori
