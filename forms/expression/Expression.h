// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/FormNode.h"

#include <QList>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace prohori {

/// What a node of a parsed expression does. A path is a start (nothing, the root, or another expression) and
/// steps.
enum class ExpressionKind : quint8 {
    Number,
    Literal,
    Path,
    Call,
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Negate,
    Union,
};

enum class StepKind : quint8 { Child, AnyChild, Parent, Self };

/// One step of a path. `predicates` are places in Expression::nodes.
struct PathStep {
    StepKind kind = StepKind::Child;
    QString name;                  ///< for Child; with its prefix, if it has one
    FormNode::Name key = nullptr;  ///< for Child: the interned name
    std::vector<int> predicates;
    int offset = 0;  ///< of its first character in the source
};

struct ExpressionNode {
    ExpressionKind kind = ExpressionKind::Literal;
    int offset = 0;             ///< of its first character in the source; for an operator, of the operator
    double number = 0;          ///< Number
    QString text;               ///< Literal: the text; Call: the name as written
    int function = -1;          ///< Call: place in the function table (FunctionTable.h)
    std::vector<int> operands;  ///< operators and calls: places of the operands
    bool absolute = false;      ///< Path: begins at the root
    int start = -1;  ///< Path: place of the expression whose nodes it starts from; -1 = context or root
    std::vector<int> startPredicates;  ///< Path: predicates on `start` as a whole, before the steps
    std::vector<PathStep> steps;
    std::shared_ptr<const QRegularExpression>
        pattern;  ///< Call of regex() with a literal pattern: that, ready to match
    bool fixed =
        false;  ///< the same for all nodes of a step: depends neither on the context node nor on its position
    int slot = -1;  ///< in a predicate: where its result is kept during one evaluation; -1 = nowhere
};

/// What is wrong with an expression.
struct ExpressionFault {
    QString code;  ///< X01 … X09
    /// syntax, unknown-function, arity, unknown-path, unknown-instance, unsupported, type, bad-date,
    /// bad-format or bad-regex
    QString kind;
    int offset = 0;  ///< of the character, from 0
    QString text;    ///< the English sentence of forms.md section 13, filled in
};

/** An expression of forms.md 6.1, parsed. Immutable; children stand before their parents in `nodes`, the root
    is last.

    It knows nothing of a form: paths are names. `${name}` is not part of this grammar; whoever compiles a
    form resolves it before.
*/
struct Expression {
    QString source;
    std::vector<ExpressionNode> nodes;
    int slotCount = 0;  ///< kept results, see ExpressionNode::slot

    const ExpressionNode& root() const { return nodes.back(); }
};

struct ParsedExpression {
    std::optional<Expression> expression;
    QList<ExpressionFault>
        faults;  ///< the first syntax error, or every unknown function and wrong number of arguments
};

/** Parses, and checks names and argument counts of functions, literal patterns (X07), literal dates (X08) and
    literal format codes (X09).

    O(n). Nesting over 64 (calls, parentheses, predicates, signs) and more than 64 KiB of text are refused
    (X01): neither the parser nor the evaluation overflows the stack (SEC-85). An argument that can never be a
    node-set, where one is needed, is a fault of kind `type` (X06).
*/
ParsedExpression parseExpression(const QString& source);

/// A name that must be replaced before parsing: `${name}`. Literals are skipped.
struct NameReference {
    qsizetype offset = 0;
    qsizetype length = 0;  ///< of the whole `${…}`
    QString name;          ///< trimmed
};
/// All `${name}` of `source` in order. In a text (label, message) literals do not exist: `quotes` = false.
QList<NameReference> nameReferences(const QString& source, bool quotes = true);

/// How an expression would be written: one space around operators, its own quotes. Parsing the result gives
/// the same expression.
QString writeExpression(const Expression& expression);

}  // namespace prohori
