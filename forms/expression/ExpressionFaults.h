// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/Expression.h"

namespace prohori {

/// Makes the faults of forms.md section 13 with their sentences. `offset` counts from 0; sentences count
/// characters from 1.
struct FaultOf {
    static ExpressionFault syntax(int offset, const QString& expected);
    /// `nearest` may be empty.
    static ExpressionFault unknownFunction(int offset, const QString& name);
    static ExpressionFault arity(int offset, const QString& name, const QString& wanted, int given);
    /// `siblings` are the names that do exist where `path` ends.
    static ExpressionFault unknownPath(int offset, const QString& path, const QStringList& siblings);
    static ExpressionFault unknownInstance(int offset, const QString& name);
    static ExpressionFault unsupported(int offset, const QString& what);
    /// A node-set was needed: code X06, kind `type`.
    static ExpressionFault type(int offset, const QString& what);
    static ExpressionFault badPattern(int offset, const QString& why);
    static ExpressionFault badDate(int offset, const QString& value);
    static ExpressionFault badFormat(int offset, const QString& letter);
};

}  // namespace prohori
