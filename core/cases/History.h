// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <optional>
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
    /// Also finds waiting changes; null when there is none.
    ChangePtr find(const ChangeId& id) const;
    QList<ChangePtr> waiting() const { return m_waiting.values(); }
    /// What `waiting` changes lack.
    QSet<ChangeId> missingParents() const;
    /// Changes without a descendant, sorted by id.
    QList<ChangeId> heads() const;
    /// True when `ancestor` is strictly before `descendant`.
    bool isBefore(const ChangeId& ancestor, const ChangeId& descendant) const;
    /// Entries by number, for those who ask much: the numbers follow the arrival and mean nothing elsewhere.
    qsizetype size() const { return qsizetype(m_changes.size()); }
    const Change& entry(int number) const { return *m_changes[std::size_t(number)]; }
    std::optional<int> numberOf(const ChangeId& id) const;
    /// The numbers in topological order; ties by depth, then id.
    std::vector<int> order() const;
    bool precedes(int earlier, int later) const
    {
        const auto& bits = m_ancestors[std::size_t(later)];
        const auto word = std::size_t(earlier) / 64;
        return word < bits.size() && (bits[word] >> (std::size_t(earlier) % 64) & 1U) != 0;
    }
    /// The part of this history that `heads` and their ancestors make. Unknown heads are left out.
    History upTo(const QList<ChangeId>& heads) const;

private:
    bool parentsPresent(const Change& change) const;
    void enter(const ChangePtr& change);
    void enterWaiting(const ChangeId& parent);

    RecordId m_record;
    std::vector<ChangePtr> m_changes;               ///< in the order of entering
    std::vector<std::vector<quint64>> m_ancestors;  ///< bit i of entry j: change i is before change j
    std::vector<int> m_depths;                      ///< the longest way from the creation
    std::vector<bool> m_isHead;
    QHash<ChangeId, int> m_index;
    QHash<ChangeId, ChangePtr> m_waiting;
    QMultiHash<ChangeId, ChangeId> m_waitingFor;  ///< missing parent → waiting change
};

}  // namespace prohori
