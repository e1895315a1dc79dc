// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/FormNode.h"

#include <QMutex>
#include <QStringList>

#include <algorithm>
#include <unordered_set>

namespace prohori {

namespace {

struct NameHash {
    size_t operator()(const QString& name) const { return qHash(name); }
};

/// From the top down to the node itself.
std::vector<const FormNode*> lineage(const FormNode* node)
{
    std::vector<const FormNode*> line;
    for (; node; node = node->parent())
        line.push_back(node);
    std::reverse(line.begin(), line.end());
    return line;
}

}  // namespace

FormNode::Name internName(const QString& name)
{
    static QMutex mutex;
    static std::unordered_set<QString, NameHash> names;
    const QMutexLocker lock(&mutex);
    return &*names.insert(name).first;
}

FormNode* FormNode::add(std::unique_ptr<FormNode> child, qsizetype place)
{
    FormNode* added = child.get();
    const auto count = static_cast<qsizetype>(m_children.size());
    const qsizetype at = place < 0 || place > count ? count : place;
    m_twins = m_twins || std::find(m_names.begin(), m_names.end(), added->m_name) != m_names.end();
    added->m_parent = this;
    m_names.insert(m_names.begin() + at, added->m_name);
    m_children.insert(m_children.begin() + at, std::move(child));
    return added;
}

std::unique_ptr<FormNode> FormNode::take(FormNode* child)
{
    const qsizetype at = indexOf(child);
    if (at < 0)
        return nullptr;
    std::unique_ptr<FormNode> taken = std::move(m_children[static_cast<size_t>(at)]);
    m_children.erase(m_children.begin() + at);
    m_names.erase(m_names.begin() + at);
    taken->m_parent = nullptr;
    return taken;
}

FormNode* FormNode::child(Name name) const
{
    const auto found = std::find(m_names.begin(), m_names.end(), name);
    return found == m_names.end() ? nullptr : m_children[static_cast<size_t>(found - m_names.begin())].get();
}

qsizetype FormNode::indexOf(const FormNode* child) const
{
    if (!child || child->m_parent != this)
        return -1;
    const auto same = [child](const std::unique_ptr<FormNode>& one) { return one.get() == child; };
    const auto found = std::find_if(m_children.begin(), m_children.end(), same);
    return found == m_children.end() ? -1 : found - m_children.begin();
}

int FormNode::position() const
{
    if (!m_parent || !m_parent->m_twins)
        return 1;
    int position = 0;
    for (size_t at = 0; at < m_parent->m_names.size(); ++at) {
        if (m_parent->m_names[at] != m_name)
            continue;
        ++position;
        if (m_parent->m_children[at].get() == this)
            break;
    }
    return position;
}

bool FormNode::contains(const FormNode* other) const
{
    while (other && other != this)
        other = other->m_parent;
    return other != nullptr;
}

bool precedes(const FormNode* left, const FormNode* right)
{
    const std::vector<const FormNode*> one = lineage(left);
    const std::vector<const FormNode*> two = lineage(right);
    const size_t common = std::min(one.size(), two.size());
    size_t at = 0;
    while (at < common && one[at] == two[at])
        ++at;
    if (at == common)
        return one.size() < two.size();
    if (at == 0)
        return std::less<>()(one[0], two[0]);
    return one[at - 1]->indexOf(one[at]) < one[at - 1]->indexOf(two[at]);
}

QString pathOf(const FormNode* node)
{
    QString path;
    for (const FormNode* one : lineage(node)) {
        if (!one->parent())
            continue;
        path += u'/' + *one->name();
        if (one->repeated)
            path += u'[' + QString::number(one->position()) + u']';
    }
    return path;
}

}  // namespace prohori
