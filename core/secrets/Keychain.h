// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/secrets/KeyHeader.h"

#include <QFuture>
#include <QString>

#include <chrono>
#include <optional>

namespace prohori {

/** Small secrets in the OS keychain (service "prohori"). Asynchronous, each call with a limit of its own.

    read() of a missing entry is an empty optional. A keychain that cannot be used, is locked, or does not answer within the
    limit fails with Locked (hint "keychain-unavailable" | "keychain-locked" | "keychain-silent"). A locked GNOME keyring
    reports missing entries, so "missing" never proves that there is none: the caller compares with the key header.
    write() reads back before it succeeds.
*/
class Keychain {
public:
    virtual ~Keychain() = default;
    virtual QFuture<Result<std::optional<QByteArray>>> read(const QString& key) = 0;
    virtual QFuture<Result<>> write(const QString& key, const QByteArray& secret) = 0;
    virtual QFuture<Result<>> remove(const QString& key) = 0;
};

/// QtKeychain. Needs a running event loop of the calling thread (waitFor() below provides one to programs without windows).
class SystemKeychain final : public Keychain {
public:
    explicit SystemKeychain(std::chrono::milliseconds limit = std::chrono::seconds(5)) : m_limit(limit) {}
    QFuture<Result<std::optional<QByteArray>>> read(const QString& key) override;
    QFuture<Result<>> write(const QString& key, const QByteArray& secret) override;
    QFuture<Result<>> remove(const QString& key) override;

private:
    std::chrono::milliseconds m_limit;
};

/// Where the substitute lies when there is no keychain: `<stateDir>/device-<store id>.secret`, 0600.
/// stateDir is $XDG_STATE_HOME/prohori or ~/.local/state/prohori.
QString deviceSecretFile(const StoreId& store);

struct DeviceSecret {
    DeviceSecretKind kind = DeviceSecretKind::None;
    SecretBytes bytes;  ///< empty for None
};

/** Makes the device secret of a new store: in the keychain where a write can be read back, else in the file.
    Never fails because of a keychain; fails with Storage when the file cannot be written.
*/
QFuture<Result<DeviceSecret>> makeDeviceSecret(Keychain& keychain, const StoreId& store);

/** Finds the device secret that `header` was made with; never makes one. Fails with Locked and the hints of Keychain, or
    "device-secret-missing" (the keyring is locked, or this is not the machine), naming retry and recovery.
*/
QFuture<Result<DeviceSecret>> findDeviceSecret(Keychain& keychain, const KeyHeader& header);

/// Runs the event loop until `future` is done; only for programs without windows.
template <typename T>
T waitFor(QFuture<T> future);

}  // namespace prohori

#include "core/secrets/WaitFor.h"
