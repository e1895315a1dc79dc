// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedSync.h"

#include <QEventLoop>

namespace prohori {

ScriptedSync::ScriptedSync() = default;
ScriptedSync::~ScriptedSync() = default;

void ScriptedSync::begin()
{
    m_authority = std::make_unique<TestAuthority>();
    m_desk = std::make_unique<Desk>(*m_authority, 1, u"anika"_s);
    m_colleague = std::make_unique<Desk>(*m_authority, 2, u"babul"_s);
    m_hub = std::make_unique<ScriptedHub>();
    for (const Statement& statement : m_colleague->person.statements())
        m_hub->news.append(statement.bytes());
    m_remints = 0;
}

void ScriptedSync::setBudget(qint64 bytes)
{
    if (!m_desk->store->setSetting(u"sync.line_budget"_s, QString::number(bytes)))
        qFatal("the budget of the line is not kept");
}

SyncClient::Identity ScriptedSync::identity()
{
    return {m_hub->id(), m_desk->person.certificate.id(), [this]() -> Result<> {
                ++m_remints;
                const auto replica = ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize));
                const SigningKey key = SigningKey::make();
                const Statement vouched =
                    Statement::make(m_authority->info,
                                    ReplicaCertificate{m_desk->person.certificate.id(), replica,
                                                       key.publicKey(), m_desk->store->replica(),
                                                       testStart()},
                                    m_desk->person.keys);
                if (auto added = m_desk->store->addStatements({vouched.bytes()}); !added)
                    return added;
                return m_desk->store->remint(replica, key);
            }};
}

Result<SyncSummary> ScriptedSync::syncWith(const SyncClient::Identity& who)
{
    SyncClient client(*m_desk->store, *m_hub, who, m_desk->clock);
    std::optional<Result<SyncSummary>> outcome;
    QEventLoop loop;
    QObject::connect(&client, &SyncClient::finished, &loop, [&](const Result<SyncSummary>& result) {
        outcome = result;
        loop.quit();
    });
    client.setLingering(m_lingers);
    client.start();
    if (!outcome)
        loop.exec();
    return *outcome;
}

Result<SyncSummary> ScriptedSync::sync()
{
    return syncWith(identity());
}

}  // namespace prohori
