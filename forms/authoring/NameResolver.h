// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/TextEdits.h"
#include "forms/definition/FormTree.h"
#include "forms/expression/Expression.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace prohori {

/// An expression with all its `${name}` replaced, and what was wrong with it. Offsets of faults count in
/// what was written.
struct ResolvedRule {
    QString text;                   ///< blank when it cannot be read at all
    QList<ExpressionFault> faults;  ///< of the parser; also F21 and F22, as such codes
    TextEdits edits{QString()};     ///< from what was written to `text`
};

/// From where an expression is seen.
struct RuleSight {
    int row = 0;               ///< the row that `.` means; of `repeat_count` the container around the repeat
    bool overChoices = false;  ///< a choice filter: plain names are columns of the list
};

/** Replaces `${name}` by paths, exactly as forms.md 6.4 says.

    An unknown name stays as it is. The tree must outlive it. After 500 unknown names there are no more
    suggestions. O(length + names × depth).
*/
class NameResolver {
public:
    explicit NameResolver(const FormTree& tree) : m_tree(tree), m_names(tree.names()) {}

    ResolvedRule resolve(const QString& written, const RuleSight& sight) const;
    /// The row that `name` means, or -1 and F21 or F22 in `faults`.
    int find(const QString& name, int offset, QList<ExpressionFault>& faults) const;
    /// The path from `row` to `target`: relative up to the innermost repeat that holds both, else absolute.
    QString pathBetween(int row, int target) const;

private:
    QString nearestName(const QString& name) const;

    const FormTree& m_tree;
    QStringList m_names;
    mutable QHash<QString, QString>
        m_nearest;  ///< found before; so a name that is wrong everywhere costs once
};

/// `Cannot read the expression at character {i}` with `i` counted, from 1, in what was written.
QString withCharacter(const ExpressionFault& fault);

}  // namespace prohori
