// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Evaluator.h"

#include "forms/expression/EvaluationWork.h"

namespace prohori {

Evaluator::Evaluator(const EvaluationWorld& world, qint64 maxSteps) : m_world(world), m_maxSteps(maxSteps) {}

Evaluated Evaluator::evaluate(const Expression& expression, const FormNode* context) const
{
    return EvaluationWork(*this, expression, context, context).run();
}

Evaluated Evaluator::evaluateRow(const Expression& expression, const FormNode* row,
                                 const FormNode* context) const
{
    return EvaluationWork(*this, expression, row, context).run();
}

}  // namespace prohori
