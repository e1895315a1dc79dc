// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <vector>

namespace prohori {

/** The changes of one record: a small DAG joined by parents.

    A change whose parents are not all here waits beside the history and enters by itself when they come. The order of
    adding never matters: equal sets give equal histories. Ancestor questions cost O(1) after O(n²/64) bits per add.
*/
class History {
public:
    enum class Added { New, Duplicate, Waiting };

    explicit History(RecordId record) : m_record(record) {}

    /// Fails with Invalid when the change belongs to another record, or when it claims to create a record whose
    /// parents it names (or the reverse).
    Result<Added> add(const ChangePtr& change);

    const RecordId& record() const { return m_record; }
    bool isEmpty() const { return m_changes.empty(); }
    /// In topological order; ties by depth, then id: the same on every machine.
    QList<ChangePtr> changes() const;
    ChangePtr find(const ChangeId& id) const;
    QList<ChangePtr> waiting() const { return m_waiting.values(); }
    /// What `waiting` changes lack.
    QSet<ChangeId> missingParents() const;
    /// Changes without a descendant, sorted by id.
    QList<ChangeId> heads() const;
    /// True when `ancestor` is strictly before `descendant`.
    bool isBefore(const ChangeId& ancestor, const ChangeId& descendant) const;
    /// The part of this history that `heads` and their ancestors make. Unknown heads are left out.
    History upTo(const QList<ChangeId>& heads) const;

private:
    bool parentsPresent(const Change& change) const;
    void enter(const ChangePtr& change);
    void enterWaiting();

    RecordId m_record;
    std::vector<ChangePtr> m_changes;                 ///< in the order of entering
    std::vector<std::vector<quint64>> m_ancestors;    ///< bit i of entry j: change i is before change j
    QHash<ChangeId, int> m_index;
    QHash<ChangeId, ChangePtr> m_waiting;
};

}  // namespace prohori
