// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"
#include "tests/support/FakeClock.h"

#include <QHash>
#include <QTemporaryDir>

#include <map>

namespace prohori {

using namespace Qt::StringLiterals;

/// A keychain in memory.
class MemoryKeychain final : public Keychain {
public:
    MemoryKeychain();
    ~MemoryKeychain() override;
    QFuture<Result<std::optional<QByteArray>>> read(const QString& key) override;
    QFuture<Result<>> write(const QString& key, const QByteArray& secret) override;
    QFuture<Result<>> remove(const QString& key) override;

private:
    QHash<QString, QByteArray> m_secrets;
};

/** An authority and stations of people it invited, in this process and without a hub: share() carries what each has written to the others of
    the district. Whatever cannot be set up stops the test program.
*/
class TestOffice {
public:
    FakeClock clock;

    explicit TestOffice(bool production = false);
    ~TestOffice();

    /// @param forms the versions that the station has.
    Station& join(const QString& login, Role role, const Scope& scope, FormShelfPtr forms = officialForms());

    void confirm(const QString& login);

    /// The person has left; what he has written so far counts.
    void revoke(const QString& login);

    /// Every station knows this hub for certified.
    void certify(const SigningKey& hub, const QString& name);

    Station& at(const QString& login);

    /// The station goes to the caller, and takes no part in what follows.
    std::unique_ptr<Station> take(const QString& login);

    /// Every station gets what every other one of its district has written.
    void share();

    Answers practiceCase(Station& station, quint64 seed);

private:
    void shareStatements();

    QTemporaryDir m_folder;
    MemoryKeychain m_keychain;
    std::unique_ptr<Authority> m_authority;
    std::map<QString, std::unique_ptr<Station>> m_stations;
    quint64 m_position = 0;
};

}  // namespace prohori
