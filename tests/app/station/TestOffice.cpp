// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestOffice.h"

#include "app/station/PracticeCases.h"
#include "core/secrets/WaitFor.h"

#include <type_traits>

namespace prohori {

namespace {

SecretBytes password()
{
    QByteArray words("correct staple battery horse 41");
    return SecretBytes::takeFrom(words);
}

template <typename T>
T good(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    if constexpr (std::is_copy_constructible_v<T>)
        return *result;
    else
        return std::move(*result);
}

}  // namespace

MemoryKeychain::MemoryKeychain() = default;
MemoryKeychain::~MemoryKeychain() = default;

QFuture<Result<std::optional<QByteArray>>> MemoryKeychain::read(const QString& key)
{
    const auto found = m_secrets.constFind(key);
    return readyFuture(Result<std::optional<QByteArray>>(
        found == m_secrets.constEnd() ? std::nullopt : std::optional(*found)));
}

QFuture<Result<>> MemoryKeychain::write(const QString& key, const QByteArray& secret)
{
    m_secrets.insert(key, secret);
    return readyFuture(Result<>());
}

QFuture<Result<>> MemoryKeychain::remove(const QString& key)
{
    m_secrets.remove(key);
    return readyFuture(Result<>());
}

TestOffice::TestOffice(bool production)
{
    m_authority = good(Authority::create(m_folder.filePath(u"authority"_s), u"Test"_s, production, password(),
                                         kLeastPasswordCost, clock));
}

Station& TestOffice::join(const QString& login, Role role, const Scope& scope, FormShelfPtr forms)
{
    const Invitation invitation =
        good(m_authority->invite(role, scope, u"Name of "_s + login, login, {}, {}));
    const JoinRequest request{m_folder.filePath(login), invitation, password(), kLeastPasswordCost};
    const UnlockedKeys keys = good(waitFor(joinStation(request, m_keychain, clock)));
    auto& station = m_stations[login];
    station = good(Station::open(request.folder, keys, clock, std::move(forms)));
    shareStatements();
    return *station;
}

void TestOffice::confirm(const QString& login)
{
    good(m_authority->confirm(login));
    shareStatements();
}

void TestOffice::revoke(const QString& login)
{
    Store& store = at(login).store();
    good(m_authority->revoke(login, {{store.replica(), store.lastCounter()}}));
    shareStatements();
}

void TestOffice::certify(const SigningKey& hub, const QString& name)
{
    good(m_authority->certifyHub(makeHubRequest(hub, BoxKey::make(), name, {})));
    shareStatements();
}

std::unique_ptr<Station> TestOffice::take(const QString& login)
{
    return std::move(m_stations.extract(login).mapped());
}

void TestOffice::share()
{
    for (auto& [from, source] : m_stations) {
        QList<IncomingChange> news;
        for (const OutboxEntry& entry : source->store().outbox(10'000))
            news.append({entry.change, clock.now(), ++m_position});
        for (auto& [to, target] : m_stations) {
            if (to != from && !news.isEmpty() && target->me().scope == source->me().scope)
                good(target->store().applyFrame(news, {source->me().scope, m_position}));
        }
    }
}

Answers TestOffice::practiceCase(Station& station, quint64 seed)
{
    return PracticeCases(station.engine(), station.me().scope, seed, clock.today()).next();
}

void TestOffice::shareStatements()
{
    for (auto& [login, station] : m_stations) {
        QList<QByteArray> own;
        for (const Statement& statement : station->store().directory().statements())
            own.append(statement.bytes());
        good(m_authority->learn(own));
    }
    for (auto& [login, station] : m_stations)
        good(station->store().addStatements(m_authority->statements()));
}

TestOffice::~TestOffice() = default;

Station& TestOffice::at(const QString& login)
{
    return *m_stations.at(login);
}

}  // namespace prohori
