// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/sql/KeyProvider.h"

#include <QString>

#include <memory>

struct sqlite3;

namespace prohori {

struct CipherOptions {
    bool create = false;  ///< false: a missing or empty file is Damaged, never made anew
    bool durable = true;  ///< false only as the negative control of harnesses: synchronous=OFF
    int cacheKiB = 8192;
};

struct CipherClose {
    void operator()(sqlite3* handle) const;
};
/// An open database file. Its statements must be finalised before it is closed.
using CipherHandle = std::unique_ptr<sqlite3, CipherClose>;

/** Opens `path` under a raw key with the settings of every file of ours (SEC-25), each of them checked.

    Before any write it refuses (SEC-24): a library that fails judgeCipherLibrary(), a missing file unless
    `create`, a file in plain SQLite format, a key that is not 32 bytes, a key that does not open the file. A
    file that it made is proved to be encrypted. The key is asked for once and no copy of it is left. Costs
    about 1 ms; for a new file some syncs of the disk more.
*/
Result<CipherHandle> openCipherFile(const QString& path, const KeyProvider& key,
                                    const CipherOptions& options);

/// Writes a marker row, looks for it in the file and its -wal, and takes it away again: Damaged when it could
/// be read there, for then nothing encrypts.
Result<> proveEncrypted(sqlite3* handle, const QString& path);

}  // namespace prohori
