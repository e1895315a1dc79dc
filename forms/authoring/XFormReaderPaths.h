// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/FormCompiler.h"

#include <QString>

#include <functional>

namespace prohori {

/** Paths of an XForm as paths of a package: its root is called `data`, that of a list `root` and its rows `item`.

    Nothing else of an expression changes; relative paths stay.
*/
class XFormPaths {
public:
    using StepNames = std::function<std::pair<QString, QString>(const QString& list)>;
    XFormPaths(const QString& rootName, StepNames stepNames)
        : m_root(rootName),
          m_stepNames(std::move(stepNames))
    {}

    /// The template path that a reference means, seen from `context`; predicates are left out.
    QString absolute(const QString& reference, const QString& context) const;

    /// An expression as a rule. What cannot be read is added to `faults`, and its text stays.
    FormRule rule(const QString& text, QList<ExpressionFault>& faults) const;

private:
    QString renamed(const Expression& expression) const;

    QString m_root;
    StepNames m_stepNames;
};

}  // namespace prohori
