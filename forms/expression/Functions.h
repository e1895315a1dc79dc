// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/EvaluationWork.h"

#include <limits>
#include <span>

namespace prohori {

inline constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

/// One call of a function: its arguments, evaluated when they are asked for.
class FunctionCall {
public:
    FunctionCall(EvaluationWork& evaluation, const ExpressionNode& call) : work(evaluation), m_call(call) {}

    size_t count() const { return m_call.operands.size(); }
    const ExpressionNode& call() const { return m_call; }
    const ExpressionNode& argument(size_t place) const { return work.node(m_call.operands[place]); }
    Item item(size_t place) { return work.item(m_call.operands[place]); }
    double number(size_t place) { return work.number(m_call.operands[place]); }
    QString text(size_t place) { return work.text(m_call.operands[place]); }
    bool boolean(size_t place) { return work.boolean(m_call.operands[place]); }
    Nodes nodes(size_t place, bool hidden = false) { return work.nodes(m_call.operands[place], hidden); }
    /// The argument, or the text of the context node when there is none.
    QString textOrContext();
    /// Every text of the arguments from `first` on: each node of a node-set counts.
    QStringList allTexts(size_t first);

    EvaluationWork& work;

private:
    const ExpressionNode& m_call;
};

using FunctionBody = Item (*)(FunctionCall& call);

struct FunctionEntry {
    const char* name;
    FunctionBody body;
};

std::span<const FunctionEntry> textFunctions();
std::span<const FunctionEntry> numberFunctions();
std::span<const FunctionEntry> dateFunctions();
std::span<const FunctionEntry> listFunctions();
std::span<const FunctionEntry> otherFunctions();

/// What carries out the function at that place of the function table; nullptr for none (there is one for
/// each).
FunctionBody functionBody(int place);

}  // namespace prohori
