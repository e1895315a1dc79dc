// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <memory>
#include <vector>

namespace prohori {

/** A node of the tree that expressions see: an answer, a group, one instance of a repeat; or a row or cell of
    a list.

    Leaves have a text, other nodes have children. The children of one name are the instances of a repeat, in
    order. A node is owned by its parent. Names are compared as pointers to interned text (internName), so a
    step is cheap.
*/
class FormNode {
public:
    using Name = const QString*;

    explicit FormNode(Name name) : m_name(name) {}
    FormNode(const FormNode&) = delete;
    FormNode& operator=(const FormNode&) = delete;

    Name name() const { return m_name; }
    FormNode* parent() const { return m_parent; }
    const std::vector<std::unique_ptr<FormNode>>& children() const { return m_children; }

    /// Adds at the end, or at `place`. Returns the child.
    FormNode* add(std::unique_ptr<FormNode> child, qsizetype place = -1);
    /// Takes a child out, with all below it. nullptr when it is none of its children.
    std::unique_ptr<FormNode> take(FormNode* child);
    FormNode* child(Name name) const;                                ///< the first of that name, or nullptr
    const std::vector<Name>& childNames() const { return m_names; }  ///< in the order of children()
    bool hasTwins() const { return m_twins; }                        ///< false: no two children have one name
    qsizetype indexOf(const FormNode* child) const;
    /// 1-based place among the siblings of its name; 1 for the root.
    int position() const;
    /// True if `other` is this node or stands below it.
    bool contains(const FormNode* other) const;

    QString text;           ///< leaf: the effective value, blank when unanswered
    QString missing;        ///< leaf: unknown, refused, not_asked, not_applicable; then `text` is empty
    bool relevant = true;   ///< of itself and all above it; what is not relevant is in no node-set
    bool sealed = false;    ///< there is a value that this person cannot read
    bool repeated = false;  ///< one instance of a repeat
    int tag = -1;           ///< whatever the owner of the tree wants to find again: the place of its question

private:
    Name m_name;
    FormNode* m_parent = nullptr;
    std::vector<std::unique_ptr<FormNode>> m_children;
    std::vector<Name> m_names;  ///< of the children, side by side: looking for one reads no child
    bool m_twins = false;       ///< two children may have one name
};

/// The one pointer for all equal names. Kept until the program ends; thread-safe.
FormNode::Name internName(const QString& name);

/// Compares places in the document: true when `left` stands before `right` (a parent before its children).
bool precedes(const FormNode* left, const FormNode* right);

/// `/data/victim[2]/age`: with 1-based positions for instances of repeats.
QString pathOf(const FormNode* node);

}  // namespace prohori
