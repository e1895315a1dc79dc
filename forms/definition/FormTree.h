// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"

#include <QHash>
#include <QList>
#include <QPair>
#include <QString>

#include <vector>

namespace prohori {

/** The rows of a form by number: document order, the root is 0. Points into the tree, which must outlive it
    and not change its shape.

    Everything is O(1) but `commonRepeat` and `isInside`, which are O(depth).
*/
class FormTree {
public:
    explicit FormTree(const FormItem& root);

    int size() const { return static_cast<int>(m_rows.size()); }
    const FormItem& item(int row) const { return *m_rows[static_cast<size_t>(row)].item; }
    int parent(int row) const { return m_rows[static_cast<size_t>(row)].parent; }  ///< of the root: -1
    /// Innermost repeat at or above the row, or -1.
    int repeatOf(int row) const { return m_rows[static_cast<size_t>(row)].repeat; }
    int child(int row, const QString& name) const { return m_children.value({row, name}, -1); }
    QList<int> children(int row) const;
    int find(const QString& path) const { return m_paths.value(path, -1); }
    /// All rows of that name, in order; the root has none.
    QList<int> named(const QString& name) const { return m_names.value(name); }
    QStringList names() const;
    /// True when `row` is `container` or stands below it. -1 contains everything.
    bool isInside(int row, int container) const;
    /// Innermost repeat that holds both, or -1.
    int commonRepeat(int left, int right) const;

private:
    struct Row {
        const FormItem* item;
        int parent;
        int repeat;
    };
    void add(const FormItem& item, int parent);

    std::vector<Row> m_rows;
    QHash<QPair<int, QString>, int> m_children;
    QHash<QString, int> m_paths;
    QHash<QString, QList<int>> m_names;
};

}  // namespace prohori
