// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"
#include "app/station/PracticeCases.h"
#include "core/secrets/WaitFor.h"
#include "tests/support/FakeClock.h"

#include <QHash>
#include <QTemporaryDir>

#include <map>

namespace prohori {

using namespace Qt::StringLiterals;

/// A keychain in memory.
class MemoryKeychain final : public Keychain {
public:
    QFuture<Result<std::optional<QByteArray>>> read(const QString& key) override
    {
        const auto found = m_secrets.constFind(key);
        return readyFuture(Result<std::optional<QByteArray>>(
            found == m_secrets.constEnd() ? std::nullopt : std::optional(*found)));
    }
    QFuture<Result<>> write(const QString& key, const QByteArray& secret) override
    {
        m_secrets.insert(key, secret);
        return readyFuture(Result<>());
    }
    QFuture<Result<>> remove(const QString& key) override
    {
        m_secrets.remove(key);
        return readyFuture(Result<>());
    }

private:
    QHash<QString, QByteArray> m_secrets;
};

/** An authority and stations of people it invited, in this process and without a hub: share() carries what each has written to the others of
    the district. Whatever cannot be set up stops the test program.
*/
class TestOffice {
public:
    FakeClock clock;

    explicit TestOffice(bool production = false)
    {
        m_authority = good(Authority::create(m_folder.filePath(u"authority"_s), u"Test"_s, production,
                                             password(), kLeastPasswordCost, clock));
    }

    /// @param forms the versions that the station has.
    Station& join(const QString& login, Role role, const Scope& scope, FormShelfPtr forms = officialForms())
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

    void confirm(const QString& login)
    {
        good(m_authority->confirm(login));
        shareStatements();
    }

    /// The person has left; what he has written so far counts.
    void revoke(const QString& login)
    {
        Store& store = at(login).store();
        good(m_authority->revoke(login, {{store.replica(), store.lastCounter()}}));
        shareStatements();
    }

    /// Every station knows this hub for certified.
    void certify(const SigningKey& hub, const QString& name)
    {
        good(m_authority->certifyHub(makeHubRequest(hub, BoxKey::make(), name, {})));
        shareStatements();
    }

    Station& at(const QString& login) { return *m_stations.at(login); }

    /// The station goes to the caller, and takes no part in what follows.
    std::unique_ptr<Station> take(const QString& login)
    {
        return std::move(m_stations.extract(login).mapped());
    }

    /// Every station gets what every other one of its district has written.
    void share()
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

    Answers practiceCase(Station& station, quint64 seed)
    {
        return PracticeCases(station.engine(), station.me().scope, seed, clock.today()).next();
    }

private:
    static SecretBytes password()
    {
        QByteArray words("correct staple battery horse 41");
        return SecretBytes::takeFrom(words);
    }

    template <typename T>
    static T good(Result<T> result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
        if constexpr (std::is_copy_constructible_v<T>)
            return *result;
        else
            return std::move(*result);
    }

    void shareStatements()
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

    QTemporaryDir m_folder;
    MemoryKeychain m_keychain;
    std::unique_ptr<Authority> m_authority;
    std::map<QString, std::unique_ptr<Station>> m_stations;
    quint64 m_position = 0;
};

}  // namespace prohori
