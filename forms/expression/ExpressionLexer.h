// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace prohori {

enum class TokenKind : quint8 { Number, Literal, Name, Operator, Unreadable, End };

/// One word of an expression. An operator is one of `or and div mod * + - = != < <= > >= |` or of the marks
/// `/ ( ) [ ] , . .. ::`.
struct Token {
    TokenKind kind = TokenKind::End;
    int offset = 0;
    QString text;  ///< Name, Operator: as written; Literal: without its quotes; Unreadable: the characters
    double number = 0;      ///< Number
    bool wildcard = false;  ///< `*` as a name
    bool supported = true;  ///< Unreadable: false when it is XPath that this language leaves out (X06)
    const char* expected = nullptr;  ///< Unreadable: what was expected instead
};

/** Splits an expression (forms.md 6.1) into words; `and or div mod *` are operators only after the end of an
    operand.

    O(n). Stops at the first thing it cannot read, which becomes the last word but End.
*/
std::vector<Token> readTokens(const QString& source);

/// True for what may begin a name, or go on in it.
bool beginsName(QChar character);
bool continuesName(QChar character);
/// Space, tab and line ends: the white space of XPath.
bool isBlankCharacter(QChar character);

}  // namespace prohori
