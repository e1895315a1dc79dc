// SPDX-License-Identifier: GPL-3.0-or-later
// What the authority does: it ends somebody's work, and gives those who stay the next keys.
#include "World.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

void World::tellHub(const QList<QByteArray>& statements)
{
    if (auto taken = m_hub->takeStatements(statements); !taken)
        breakAt(11, u"the authority's word is not taken: "_s + taken.error().detail);
    m_hubTouched = true;
}

/// With what the hub holds of each of his replicas as the last that counts. What he could read has a second epoch from now on: whoever else could is
/// given its key.
bool World::revoke(SimStation& station, SeededRandom& draw)
{
    const Cast& cast = Cast::get();
    const Member& member = cast.member(station.seat);
    if (!m_revoked.isEmpty())
        return false;
    // At times what he did last is not to count, though the hub took it.
    const auto tooMany = quint64(std::max(0, draw.below(5) - 2));
    RevocationStatement revoked;
    revoked.person = member.person;
    revoked.made = m_hubClock.now().plus(1h);
    const auto replicas = m_storage->replicas();
    if (!replicas)
        stopSimulation(u"hub"_s, replicas.error());
    for (const ReplicaStatus& status : *replicas) {
        if (status.counter > 0)
            revoked.lastAccepted.insert(status.replica, status.counter - std::min(status.counter, tooMany));
    }
    QList<QByteArray> again;
    if (member.confirmation) {
        m_left.insert(member.scope, member.person);
        revoked.scopeKeys.append(cast.publicScopeKey(member.scope, 2));
        for (int seat = 0; seat < kSeats; ++seat) {
            const Member& other = cast.member(Seat(seat));
            const bool stays = other.person != member.person || deskFault(27);
            if (!stays || other.scope != member.scope || !other.confirmation)
                continue;
            const Statement next = cast.confirm(other, 2);
            m_confirmedAgain.insert(other.certificate.id(), next.id());
            again.append(next.bytes());
        }
    }
    m_revoked.insert(member.person, revoked);
    m_authorityStatements = QList<QByteArray>{cast.sign(revoked).bytes()} + again;
    tellHub(m_authorityStatements);
    return true;
}

}  // namespace prohori
