// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/secrets/Crypto.h"

#include <QFile>

namespace prohori {

/// What a backup says of itself: all of it is signed by the key of the replica that made it.
struct BackupManifest {
    StoreId store;
    ReplicaId replica;
    QByteArray replicaKey;
    quint64 counter = 0;
    ChangeId head;
    qint64 changes = 0;
    qint64 records = 0;
    qint64 journalLines = 0;
    qint64 schema = 0;
    Instant made;
    qint64 storeBytes = 0;
    QByteArray storeHash;  ///< BLAKE2b-256
    qint64 headerBytes = 0;
    QByteArray headerHash;
};

/** A backup is one file: the copy of the store (SQLCipher, under its data key), the key header, the manifest,
    the manifest's length (u32, big-endian) and the 16 bytes "PROHORI BACKUP 1". The manifest is the canonical
    CBOR array [map, signature over the map's bytes]. Every byte is under one of the hashes, the signature or
    the lengths, and a file that was cut off lacks its end.
*/
namespace backupfile {

/// Writes header and manifest behind the copy that `path` holds alone so far, fills in sizes and hashes, and
/// syncs.
Result<> finish(const QString& path, const QByteArray& header, BackupManifest manifest,
                const SigningKey& key);

/// Reads and checks the manifest, and leaves `file` where the store begins. Fails with Damaged or TooNew.
Result<BackupManifest> readManifest(QFile& file);

/// Copies `bytes` bytes and gives their BLAKE2b-256; `to` may be null. What ends early has a hash that fits
/// nothing.
Result<QByteArray> hashed(QFile& from, QFile* to, qint64 bytes);

/// Flushes and syncs.
Result<> sync(QFile& file);

}  // namespace backupfile

}  // namespace prohori
