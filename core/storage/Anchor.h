// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/secrets/SecretBytes.h"

namespace prohori {

/// How far a store had come: its last own change. All of it stands beside the store, in the file `anchor`,
/// under a MAC.
struct AnchorMark {
    StoreId store;
    ReplicaId replica;
    quint64 counter = 0;
    ChangeId change;  ///< null before the first
    bool operator==(const AnchorMark&) const = default;
};

/** The file that tells when a store lost saves or was replaced by an older copy of itself: written after each
    save, aside, synced and renamed. A store behind its anchor lacks saves.

    Content: canonical CBOR of [1, store, replica, counter, change], then 32 bytes BLAKE2b of it under a key
    derived from the data key.
*/
class Anchor {
public:
    Anchor(const QString& folder, const SecretBytes& dataKey);

    Result<> write(const AnchorMark& mark) const;
    /// Fails with NotFound, Damaged (also when it was made under another data key), Storage.
    Result<AnchorMark> read() const;

private:
    QString m_path;
    SecretBytes m_key;
};

}  // namespace prohori
