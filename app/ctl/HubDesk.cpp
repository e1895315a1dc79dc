// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/HubDesk.h"

#include "sync/client/SyncClient.h"

#include <QEventLoop>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kDeskLogin = u"authority-desk"_s;
constexpr int kHttpOk = 200;
constexpr int kMaxRounds = 1000;
constexpr qsizetype kStatementBudget = 1024 * 1024;

Result<Transport::Reply> postAndWait(Transport& transport, const QByteArray& body)
{
    Result<Transport::Reply> outcome = Error{ErrorCode::Offline, u"the hub did not answer"_s};
    QEventLoop loop;
    bool done = false;
    transport.post(
        body, [](qint64, qint64) {},
        [&](const Result<Transport::Reply>& reply) {
            outcome = reply;
            done = true;
            loop.quit();
        });
    if (!done)
        loop.exec();
    return outcome;
}

}  // namespace

HubDesk::HubDesk(Authority& authority, const QUrl& hub, const Clock& clock)
    : m_authority(authority),
      m_hub(hub),
      m_clock(clock)
{
    const SecretBytes secret = authority.operatorSecret();
    m_person = *SigningKey::fromSeed(deriveKey(secret, Context::Certificate, "desk-person"));
    m_replica = *SigningKey::fromSeed(deriveKey(secret, Context::Certificate, "desk-replica"));
    m_replicaId = ReplicaId::fromBytes(blake2b(m_replica.publicKey(), ReplicaId::kSize));
}

/// The desk is a person like any other: invited once, with statements that are kept with all the rest.
Result<> HubDesk::introduce()
{
    if (const PersonInfo* known = m_authority.directory().personByLogin(kDeskLogin)) {
        m_certificate = known->certificate;
        return {};
    }
    const auto invitation = m_authority.invite(Role::Admin, kNationalScope, u"Authority desk"_s, kDeskLogin,
                                               m_hub.toString(), {});
    if (!invitation)
        return invitation.error();
    const auto invited = Statement::decode(invitation->statement);
    if (!invited)
        return invited.error();
    const auto box =
        BoxKey::fromSecret(deriveKey(m_authority.operatorSecret(), Context::Certificate, "desk-box"));
    if (!box)
        return box.error();
    const AuthorityInfo info = m_authority.info();
    const Statement person = Statement::make(info,
                                             PersonCertificate{invited->id(), m_person.publicKey(),
                                                               box->publicKey(), m_clock.now()},
                                             invitation->inviteKey);
    const Statement replica = Statement::make(
        info, ReplicaCertificate{person.id(), m_replicaId, m_replica.publicKey(), {}, m_clock.now()},
        m_person);
    m_certificate = person.id();
    return m_authority.learn({person.bytes(), replica.bytes()});
}

Result<> HubDesk::exchange()
{
    if (auto introduced = introduce(); !introduced)
        return introduced;
    const auto hubs = m_authority.directory().hubs();
    if (hubs.isEmpty())
        return Error{ErrorCode::Refused, u"no hub is certified yet: run 'authority certify' first"_s};
    const HubCertificate hub = hubs.last();
    const auto transport = makeHttpTransport(m_hub, hub.tlsPin);
    QList<QByteArray> toSend = m_authority.statements();
    quint64 cursor = 0;
    quint64 counter = static_cast<quint64>(m_clock.now().msSinceEpoch);
    for (int round = 0; round < kMaxRounds; ++round) {
        SyncRequest request;
        request.hub = hub.hub;
        request.replica = m_replicaId;
        request.person = m_certificate;
        request.requestCounter = counter++;
        request.statementCursor = cursor;
        qsizetype bytes = 0;
        while (!toSend.isEmpty() && bytes < kStatementBudget) {
            bytes += toSend.first().size();
            request.statements.append(toSend.takeFirst());
        }
        const QByteArray body = request.encode(m_replica);
        const auto reply = postAndWait(*transport, body);
        if (!reply)
            return reply.error();
        if (reply->status != kHttpOk)
            return Error{reply->retryAfterSeconds > 0 ? ErrorCode::Busy : ErrorCode::Refused,
                         u"the hub answered %1: try again later"_s.arg(reply->status)};
        const auto answer = SyncAnswer::decode(reply->body, hub.hub, blake2b(body));
        if (!answer)
            return answer.error();
        if (!answer->error.isEmpty())
            return Error{ErrorCode::Refused,
                         u"the hub refused the administrator's desk: %1"_s.arg(answer->error), answer->error};
        if (auto learnt = m_authority.learn(answer->statements); !learnt) {
            if (learnt.error().code != ErrorCode::Refused)
                return learnt;
            m_notices.append(u"refused: "_s + learnt.error().detail);
        }
        const bool advanced = answer->statementCursor != cursor;
        cursor = answer->statementCursor;
        if (toSend.isEmpty() && !advanced)
            return {};
    }
    return Error{ErrorCode::Refused, u"the hub does not come to an end"_s};
}

}  // namespace prohori
