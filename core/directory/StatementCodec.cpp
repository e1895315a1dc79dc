// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/StatementCodec.h"

#include <algorithm>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

// Numbers of kinds and of map keys are part of what is signed.
enum Number { Hub = 1, Invite = 2, Person = 3, Replica = 4, Confirm = 5, Revoke = 6 };

constexpr qsizetype kMaxText = 200;
constexpr qsizetype kMaxScopeText = 16;
constexpr std::size_t kMaxKeys = 256;
constexpr std::size_t kMaxReplicas = 1024;
constexpr qsizetype kMaxSealedKey = 512;

Cbor scopeKeysToCbor(const QList<ScopeKey>& keys)
{
    Cbor::Array list;
    for (const ScopeKey& key : keys)
        list.push_back(Cbor::Array{key.scope, key.epoch, key.publicKey});
    return list;
}

Cbor countersToCbor(const QHash<ReplicaId, quint64>& counters)
{
    QList<ReplicaId> replicas = counters.keys();
    std::sort(replicas.begin(), replicas.end());
    Cbor::Array list;
    for (const ReplicaId& replica : replicas)
        list.push_back(Cbor::Array{replica.toBytes(), counters.value(replica)});
    return list;
}

Cbor bytesOrNull(const ReplicaId& id)
{
    return id.isNull() ? Cbor() : Cbor(id.toBytes());
}

struct Encoder {
    Cbor operator()(const HubCertificate& hub) const
    {
        return Cbor::map({{1, hub.hub.toBytes()},
                          {2, hub.boxKey},
                          {3, hub.name},
                          {4, hub.tlsPin},
                          {5, hub.made.msSinceEpoch}});
    }
    Cbor operator()(const InvitationStatement& invited) const
    {
        return Cbor::map({{1, invited.inviteKey},
                          {2, invited.person},
                          {3, invited.login},
                          {4, invited.name},
                          {5, int(invited.role)},
                          {6, invited.scope},
                          {7, invited.numberBlock},
                          {8, invited.validFrom.msSinceEpoch},
                          {9, invited.validUntil.msSinceEpoch},
                          {10, scopeKeysToCbor(invited.scopeKeys)}});
    }
    Cbor operator()(const PersonCertificate& person) const
    {
        return Cbor::map({{1, person.invitation.toBytes()},
                          {2, person.signingKey},
                          {3, person.boxKey},
                          {4, person.joined.msSinceEpoch}});
    }
    Cbor operator()(const ReplicaCertificate& replica) const
    {
        return Cbor::map({{1, replica.person.toBytes()},
                          {2, replica.replica.toBytes()},
                          {3, replica.replicaKey},
                          {4, bytesOrNull(replica.replaces)},
                          {5, replica.made.msSinceEpoch}});
    }
    Cbor operator()(const ConfirmationStatement& confirmed) const
    {
        Cbor::Array keys;
        for (const QByteArray& key : confirmed.sealedScopeKeys)
            keys.emplace_back(key);
        return Cbor::map({{1, confirmed.person.toBytes()}, {2, std::move(keys)}});
    }
    Cbor operator()(const RevocationStatement& revoked) const
    {
        return Cbor::map({{1, revoked.person},
                          {2, countersToCbor(revoked.lastAccepted)},
                          {3, revoked.made.msSinceEpoch},
                          {4, scopeKeysToCbor(revoked.scopeKeys)}});
    }
};

/// Reads the entries of one body. What breaks a bound is remembered and asked once, at the end.
class BodyReader {
public:
    explicit BodyReader(const Cbor& body) : m_body(body) { check(body.isMap()); }

    void check(bool good) { m_good &= good; }
    bool isGood() const { return m_good; }
    void setLater() { m_later = true; }
    bool isLater() const { return m_later; }

    const Cbor& at(int key) const { return m_body[key]; }
    QByteArray bytes(const Cbor& part, qsizetype size)
    {
        check(part.isBytes() && part.toBytes().size() == size);
        return part.toBytes();
    }
    QByteArray key(int at_) { return bytes(at(at_), kKeyBytes); }
    template <typename Id>
    Id id(const Cbor& part)
    {
        const auto read = Id::fromBytes(bytes(part, Id::kSize));
        check(!read.isNull());
        return read;
    }
    QString text(const Cbor& part, qsizetype most)
    {
        check(part.isText() && part.toText().size() <= most);
        return part.toText();
    }
    qint64 whole(const Cbor& part, qint64 least, qint64 most = std::numeric_limits<qint64>::max())
    {
        check(part.isInt() && part.toInt() >= least && part.toInt() <= most);
        return part.toInt();
    }
    quint32 number(const Cbor& part, qint64 least = 0)
    {
        return quint32(whole(part, least, std::numeric_limits<quint32>::max()));
    }
    Instant instant(int at_) { return Instant::fromMs(whole(at(at_), std::numeric_limits<qint64>::min())); }
    Role role(int at_)
    {
        const qint64 read = whole(at(at_), 1, 255);
        if (!m_good || allRoles().contains(static_cast<Role>(read)))
            return static_cast<Role>(read);
        setLater();
        return Role::None;
    }
    const Cbor::Array& list(int at_, std::size_t most)
    {
        check(at(at_).isArray() && at(at_).toArray().size() <= most);
        return at(at_).toArray();
    }
    QList<ScopeKey> scopeKeys(int at_)
    {
        QList<ScopeKey> keys;
        for (const Cbor& entry : list(at_, kMaxKeys)) {
            const Cbor::Array& parts = entry.toArray();
            check(parts.size() == 3);
            if (!m_good)
                break;
            keys.append({text(parts[0], kMaxScopeText), number(parts[1], 1), bytes(parts[2], kKeyBytes)});
        }
        return keys;
    }

private:
    const Cbor& m_body;
    bool m_good = true;
    bool m_later = false;
};

HubCertificate readHub(BodyReader& in)
{
    HubCertificate hub;
    hub.hub = in.id<HubId>(in.at(1));
    hub.boxKey = in.key(2);
    hub.name = in.text(in.at(3), kMaxText);
    hub.tlsPin = in.at(4).toBytes();
    in.check(in.at(4).isBytes() && (hub.tlsPin.isEmpty() || hub.tlsPin.size() == kKeyBytes));
    hub.made = in.instant(5);
    return hub;
}

InvitationStatement readInvitation(BodyReader& in)
{
    InvitationStatement invited;
    invited.inviteKey = in.key(1);
    invited.person = PersonId(in.whole(in.at(2), 1));
    invited.login = in.text(in.at(3), kMaxText);
    invited.name = in.text(in.at(4), kMaxText);
    invited.role = in.role(5);
    invited.scope = in.text(in.at(6), kMaxScopeText);
    invited.numberBlock = in.number(in.at(7));
    invited.validFrom = in.instant(8);
    invited.validUntil = in.instant(9);
    invited.scopeKeys = in.scopeKeys(10);
    in.check(!invited.login.isEmpty() && !invited.scope.isEmpty());
    return invited;
}

PersonCertificate readPerson(BodyReader& in)
{
    return {in.id<CertificateId>(in.at(1)), in.key(2), in.key(3), in.instant(4)};
}

ReplicaCertificate readReplica(BodyReader& in)
{
    ReplicaCertificate replica;
    replica.person = in.id<CertificateId>(in.at(1));
    replica.replica = in.id<ReplicaId>(in.at(2));
    replica.replicaKey = in.key(3);
    if (!in.at(4).isNull())
        replica.replaces = in.id<ReplicaId>(in.at(4));
    replica.made = in.instant(5);
    return replica;
}

ConfirmationStatement readConfirmation(BodyReader& in)
{
    ConfirmationStatement confirmed;
    confirmed.person = in.id<CertificateId>(in.at(1));
    for (const Cbor& key : in.list(2, kMaxKeys)) {
        in.check(key.isBytes() && key.toBytes().size() <= kMaxSealedKey);
        confirmed.sealedScopeKeys.append(key.toBytes());
    }
    return confirmed;
}

RevocationStatement readRevocation(BodyReader& in)
{
    RevocationStatement revoked;
    revoked.person = PersonId(in.whole(in.at(1), 1));
    for (const Cbor& entry : in.list(2, kMaxReplicas)) {
        const Cbor::Array& parts = entry.toArray();
        in.check(parts.size() == 2);
        if (!in.isGood())
            break;
        revoked.lastAccepted.insert(in.id<ReplicaId>(parts[0]), quint64(in.whole(parts[1], 0)));
    }
    revoked.made = in.instant(3);
    revoked.scopeKeys = in.scopeKeys(4);
    return revoked;
}

Result<StatementBody> readBody(qint64 number, BodyReader& in)
{
    switch (number) {
    case Hub: return StatementBody(readHub(in));
    case Invite: return StatementBody(readInvitation(in));
    case Person: return StatementBody(readPerson(in));
    case Replica: return StatementBody(readReplica(in));
    case Confirm: return StatementBody(readConfirmation(in));
    case Revoke: return StatementBody(readRevocation(in));
    default:
        return Error{ErrorCode::TooNew,
                     u"a statement of kind %1 is from a later version of this program"_s.arg(number)};
    }
}

}  // namespace

int statementNumber(const StatementBody& body)
{
    return int(body.index()) + 1;  // the variant lists the kinds in the order of their numbers
}

Cbor encodeStatementBody(const StatementBody& body)
{
    return std::visit(Encoder{}, body);
}

Result<StatementBody> decodeStatementBody(qint64 number, const Cbor& body)
{
    BodyReader in(body);
    auto read = readBody(number, in);
    if (read && !in.isGood())
        return Error{ErrorCode::Invalid,
                     u"a statement of kind %1 breaks the rules of its form"_s.arg(number)};
    if (read && in.isLater())
        return Error{ErrorCode::TooNew, u"a statement names a role of a later version of this program"_s};
    return read;
}

}  // namespace prohori
