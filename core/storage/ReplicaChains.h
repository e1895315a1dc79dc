// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

#include <QHash>
#include <QMultiMap>
#include <QStringList>

namespace prohori {

/** The changes of a log by replica and counter, for the full check: each names the one before it, so that a
    change that was dropped, put in or moved leaves a place that does not join. Of other stations only those
    changes are here that concern this one: gaps are no fault there, and where a store was copied both
    branches stay.
*/
class ReplicaChains {
public:
    void add(const Change& change);
    /// One whose content was taken out.
    void add(const ReplicaId& replica, quint64 counter, const ChangeId& id, const ChangeId& prev);
    quint64 lastOf(const ReplicaId& replica) const;

    /// One sentence a fault. `complete`: replicas of which every change up to a counter must be here.
    /// @param single the replica of which no counter may be there twice.
    QStringList faults(const QHash<ReplicaId, quint64>& complete, const ReplicaId& single) const;

private:
    struct Link {
        ChangeId id, prev;
    };
    using Chain = QMultiMap<quint64, Link>;

    static void addJointFaults(QStringList& found, const QString& replica, const Chain& chain);
    static void addGaps(QStringList& found, const QString& replica, const Chain& chain, quint64 last);

    QHash<ReplicaId, Chain> m_chains;
};

}  // namespace prohori
