// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormTree.h"

namespace prohori {

FormTree::FormTree(const FormItem& root)
{
    add(root, -1);
}

void FormTree::add(const FormItem& item, int parent)
{
    const int row = size();
    int repeat = parent < 0 ? -1 : repeatOf(parent);
    if (item.kind == ItemKind::Repeat)
        repeat = row;
    m_rows.push_back({&item, parent, repeat});
    m_paths.insert(item.path, row);
    if (parent >= 0) {
        // Of two with one name, which is an error by itself, the first counts.
        if (!m_children.contains({parent, item.name}))
            m_children.insert({parent, item.name}, row);
        m_names[item.name].append(row);
    }
    for (const auto& child : item.children)
        add(child, row);
}

QList<int> FormTree::children(int row) const
{
    QList<int> found;
    for (const auto& child : item(row).children)
        found.append(m_children.value({row, child.name}, -1));
    return found;
}

QStringList FormTree::names() const
{
    QStringList names;
    for (const auto& row : m_rows) {
        if (row.parent >= 0)
            names.append(row.item->name);
    }
    return names;
}

bool FormTree::isInside(int row, int container) const
{
    if (container < 0)
        return true;
    while (row > container)
        row = parent(row);
    return row == container;
}

int FormTree::commonRepeat(int left, int right) const
{
    int repeat = left < 0 ? -1 : repeatOf(left);
    while (repeat >= 0 && !isInside(right, repeat))
        repeat = repeatOf(parent(repeat));
    return repeat;
}

}  // namespace prohori
