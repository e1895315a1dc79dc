// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/Expression.h"
#include "forms/expression/FormNode.h"
#include "forms/expression/TimeZone.h"
#include "forms/expression/Value.h"

#include <QDateTime>
#include <QHash>

#include <functional>
#include <variant>

namespace prohori {

/** What an expression may ask about besides the tree: clock, language, lists and choice labels. Outlives the
    evaluator's calls. */
class EvaluationWorld {
public:
    virtual ~EvaluationWorld() = default;
    /// The root of the answers: the node that `/data` names is its only child.
    virtual const FormNode* root() const = 0;
    /// The root of a list or table: `root` with children `item`, each with cells (or the node that has that
    /// `root` as its child);
    /// nullptr when there is none.
    virtual const FormNode* instance(const QString& name) const = 0;
    /// The label of `choice` in the list of the select at template path `/data/…` (without positions),
    /// current language; blank: none.
    virtual QString choiceLabel(const QString& path, const QString& choice) const = 0;
    /// The one instant of this recalculation.
    virtual QDateTime now() const = 0;
    virtual const TimeZone& zone() const = 0;
    /// Language code for names of months and days.
    virtual QString language() const = 0;
    /// 0 ≤ n < 1, and a fresh UUID.
    virtual double random() const = 0;
    virtual QString uuid() const = 0;
    /// True when a node of that name can be in the form, though there is none now: an empty set instead of
    /// X04.
    virtual bool knowsPath(const QString& templatePath) const = 0;
};

/// What an evaluation gave: a value, or why there is none (kinds X02 to X09 at run time).
using Evaluated = std::variant<Value, ExpressionFault>;

/** Evaluates parsed expressions against a tree (forms.md 6.2 and 6.3). Holds no state between calls but its
    budget; one thread.

    One step is: a step of a path from one node, a call, or looking at 16 children; a regex() counts 20 more.
    A call gives up with a fault of kind `unsupported` after `maxSteps` steps, so that no form can hang the
    program (SEC-85). What a predicate holds that is the same for all nodes (`/data/…`, `current()/…`) is
    evaluated once: a filter over a list costs two or three steps a row.

    Read as a date, NaN is blank: it is what arithmetic makes of a blank answer. No fault's text holds an
    answer.
*/
class Evaluator {
public:
    explicit Evaluator(const EvaluationWorld& world, qint64 maxSteps = 100'000);

    /// `context` is the node the expression belongs to: `.` and current(). `position` and `size` count in the
    /// current step.
    Evaluated evaluate(const Expression& expression, const FormNode* context) const;
    /// For a choice filter: `row` is one item of a list, its cells are plain names; current() is `context`.
    Evaluated evaluateRow(const Expression& expression, const FormNode* row, const FormNode* context) const;
    /// True when the last evaluation read an answer that is sealed to this person.
    bool readSealed() const { return m_readSealed; }

private:
    friend class EvaluationWork;
    const EvaluationWorld& m_world;
    qint64 m_maxSteps;
    mutable bool m_readSealed = false;
};

}  // namespace prohori
