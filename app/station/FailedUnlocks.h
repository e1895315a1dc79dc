// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/secrets/SecretBytes.h"

#include <QList>
#include <QString>

namespace prohori {

/** How often a wrong password was typed since the station was unlocked last: file `attempts` of its folder, for while it is locked and nothing can be
    written into the store. CBOR [1, [[login, how often, first ms, last ms], …]], then a MAC of 32 bytes under a key made of the device secret and the
    store's id. Who removes or alters the file is told by the next unlock; without a device secret the MAC keeps out accidents only.

    Two programs that fail in the same moment may count as one.
*/
class FailedUnlocks {
public:
    FailedUnlocks(const QString& folder, const StoreId& store, const SecretBytes& deviceSecret);

    struct Count {
        QString login;
        int times = 0;
        Instant first, last;
    };
    /// NotFound where there is no file, Damaged where it is not what was written.
    Result<QList<Count>> read() const;
    /// One more for `login`. Errors: Storage.
    Result<> note(const QString& login, Instant at) const;
    /// The file with nothing in it.
    Result<> reset() const;

private:
    Result<> write(const QList<Count>& counts) const;

    QString m_path;
    SecretBytes m_key;
};

}  // namespace prohori
