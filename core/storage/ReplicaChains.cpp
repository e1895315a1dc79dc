// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ReplicaChains.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

void ReplicaChains::add(const Change& change)
{
    const ChangeBody& body = change.body();
    add(body.replica, body.counter, change.id(), body.prev);
}

void ReplicaChains::add(const ReplicaId& replica, quint64 counter, const ChangeId& id, const ChangeId& prev)
{
    m_chains[replica].insert(counter, {id, prev});
}

quint64 ReplicaChains::lastOf(const ReplicaId& replica) const
{
    const auto chain = m_chains.constFind(replica);
    return chain == m_chains.constEnd() || chain->isEmpty() ? 0 : chain->lastKey();
}

void ReplicaChains::addJointFaults(QStringList& found, const QString& replica, const Chain& chain)
{
    for (auto at = chain.begin(); at != chain.end(); ++at) {
        if (at.key() == 1) {
            if (!at->prev.isNull())
                found.append(
                    u"change 1 of replica %1: it is the first and names one before it"_s.arg(replica));
            continue;
        }
        const auto before = chain.equal_range(at.key() - 1);
        if (before.first == before.second)
            continue;
        const bool joins =
            std::any_of(before.first, before.second, [&](const Link& link) { return link.id == at->prev; });
        if (!joins)
            found.append(u"change %1 of replica %2: it does not follow the one before it"_s.arg(at.key()).arg(
                replica));
    }
}

void ReplicaChains::addGaps(QStringList& found, const QString& replica, const Chain& chain, quint64 last)
{
    quint64 next = 1;
    const auto missing = [&](quint64 until) {
        if (next + 1 < until)
            found.append(
                u"changes %1 to %2 of replica %3: they are missing"_s.arg(next).arg(until - 1).arg(replica));
        else if (next < until)
            found.append(u"change %1 of replica %2: it is missing"_s.arg(next).arg(replica));
    };
    for (auto at = chain.begin(); at != chain.end() && at.key() <= last; ++at) {
        missing(at.key());
        next = at.key() + 1;
    }
    missing(last + 1);
}

QStringList ReplicaChains::faults(const QHash<ReplicaId, quint64>& complete, const ReplicaId& single) const
{
    QStringList found;
    for (auto chain = m_chains.begin(); chain != m_chains.end(); ++chain)
        addJointFaults(found, chain.key().toString(), *chain);
    for (auto own = complete.begin(); own != complete.end(); ++own)
        addGaps(found, own.key().toString(), m_chains.value(own.key()), *own);
    const Chain current = m_chains.value(single);
    const QList<quint64> counters = current.uniqueKeys();
    for (const quint64 counter : counters) {
        if (current.count(counter) > 1)
            found.append(
                u"change %1 of replica %2: there are two of it"_s.arg(counter).arg(single.toString()));
    }
    return found;
}

}  // namespace prohori
