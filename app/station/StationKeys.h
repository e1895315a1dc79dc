// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/directory/Authority.h"
#include "core/secrets/Keychain.h"
#include "core/secrets/KeyHeader.h"

#include <QFuture>
#include <QString>

namespace prohori {

/// The files of a station's folder.
QString headerPath(const QString& folder);

/// What a right password gives, and the device secret it took; enough to open the station.
struct UnlockedKeys {
    OpenedSlot slot;
    DeviceSecret device;
    QString login;
};

/** Finds the device secret and opens the slot of `login`, the password work on a worker thread. An empty `login` means the only
    person of the store. A wrong password is counted in the store's folder (FailedUnlocks). Fails as KeyHeader::open and findDeviceSecret do, NotFound where no station is.
*/
QFuture<Result<UnlockedKeys>> unlockKeys(const QString& folder, const QString& login,
                                         const SecretBytes& password, Keychain& keychain, const Clock& clock);

/// How a person comes to a station.
struct JoinRequest {
    QString folder;
    Invitation invitation;
    SecretBytes password;
    PasswordCost cost;
};

/** Makes a new station from an invitation, without a line: data key, device secret, person key, replica key, certificates.
    Refused when the folder holds a station already, the invitation is out of date, or the password is too weak.
    Nothing is left behind when it fails.
*/
QFuture<Result<UnlockedKeys>> joinStation(const JoinRequest& request, Keychain& keychain, const Clock& clock);

/// A second person on a station that a member has unlocked. Same authority only.
QFuture<Result<UnlockedKeys>> addPerson(const JoinRequest& request, const UnlockedKeys& member,
                                        const Clock& clock);

/// Re-wraps the slot of `keys.login`, and journals it; no data, no other slot and no change is touched. The store must not be open.
Result<> changePassword(const QString& folder, const UnlockedKeys& keys, const SecretBytes& oldPassword,
                        const SecretBytes& newPassword, PasswordCost cost, const Clock& clock);

}  // namespace prohori
