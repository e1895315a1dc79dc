// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/Directory.h"

#include <algorithm>
#include <tuple>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

template <typename Map, typename Key>
const typename Map::mapped_type* found(const Map& map, const Key& key)
{
    const auto at = map.constFind(key);
    return at == map.constEnd() ? nullptr : &*at;
}

}  // namespace

const InvitationStatement* Directory::invitation(const CertificateId& id) const
{
    return found(m_invitations, id);
}

const PersonInfo* Directory::person(const CertificateId& certificate) const
{
    return found(m_people, certificate);
}

const PersonInfo* Directory::person(PersonId person) const
{
    const PersonInfo* newest = nullptr;
    for (const PersonInfo& info : m_people) {
        if (info.person == person && (!newest || isNewer(info, *newest)))
            newest = &info;
    }
    return newest;
}

const PersonInfo* Directory::personByLogin(const QString& login) const
{
    const PersonInfo* newest = nullptr;
    for (const PersonInfo& info : m_people) {
        if (info.login == login && (!newest || isNewer(info, *newest)))
            newest = &info;
    }
    return newest;
}

/// By the authority's clock: that of a station may be years wrong.
bool Directory::isNewer(const PersonInfo& one, const PersonInfo& other) const
{
    const Instant invited = m_invitations.value(one.invitation).validFrom;
    const Instant before = m_invitations.value(other.invitation).validFrom;
    return std::tie(invited, one.certificate) > std::tie(before, other.certificate);
}

QList<PersonInfo> Directory::people() const
{
    QList<PersonInfo> all = m_people.values();
    std::sort(all.begin(), all.end(), [](const PersonInfo& a, const PersonInfo& b) {
        return std::tie(a.person, a.certificate) < std::tie(b.person, b.certificate);
    });
    return all;
}

const ReplicaInfo* Directory::replica(const ReplicaId& id) const
{
    return found(m_replicas, id);
}

QList<ReplicaInfo> Directory::replicas() const
{
    QList<ReplicaInfo> all = m_replicas.values();
    std::sort(all.begin(), all.end(),
              [](const ReplicaInfo& a, const ReplicaInfo& b) { return a.replica < b.replica; });
    return all;
}

bool Directory::isCertifiedHub(const HubId& hub) const
{
    return m_hubs.contains(hub);
}

QList<HubCertificate> Directory::hubs() const
{
    QList<HubCertificate> all;
    for (const auto& hub : m_hubs)
        all.append(hub.body);
    std::sort(all.begin(), all.end(), [](const HubCertificate& a, const HubCertificate& b) {
        return std::tie(a.made, a.hub) < std::tie(b.made, b.hub);
    });
    return all;
}

std::optional<ScopeKey> Directory::scopeKey(const Scope& scope) const
{
    const ScopeKey* key = found(m_scopeKeys, scope);
    return key ? std::optional(*key) : std::nullopt;
}

QList<ScopeKey> Directory::scopeKeys() const
{
    QList<ScopeKey> all = m_scopeKeys.values();
    std::sort(all.begin(), all.end(), [](const ScopeKey& a, const ScopeKey& b) { return a.scope < b.scope; });
    return all;
}

std::optional<ConfirmationStatement> Directory::confirmation(const CertificateId& person) const
{
    const auto* confirmed = found(m_confirmations, person);
    return confirmed ? std::optional(confirmed->body) : std::nullopt;
}

std::optional<RevocationStatement> Directory::revocation(PersonId person) const
{
    const auto* revoked = found(m_revocations, person);
    return revoked ? std::optional(revoked->body) : std::nullopt;
}

bool Directory::isRevoked(const CertificateId& certificate, const ReplicaId& replica, quint64 counter) const
{
    const PersonInfo* info = person(certificate);
    return info && info->revoked
        && counter > m_revocations.value(info->person).body.lastAccepted.value(replica, 0);
}

bool Directory::isRevoked(PersonId person, const ReplicaId& replica, quint64 counter) const
{
    const auto* revoked = found(m_revocations, person);
    if (!revoked)
        return false;
    const ReplicaInfo* known = this->replica(replica);
    for (const CertificateId& certificate : known ? known->people : QList<CertificateId>()) {
        const PersonInfo* info = this->person(certificate);
        if (info && info->person == person && !isRevoked(certificate, replica, counter))
            return false;
    }
    return counter > revoked->body.lastAccepted.value(replica, 0);
}

}  // namespace prohori
