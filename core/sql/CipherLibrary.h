// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

#include <sqlcipher/sqlite3.h>

#include <span>

// The header shows these only to builds with SQLITE_HAS_CODEC.
extern "C" int sqlite3_key_v2(sqlite3* db, const char* schema, const void* key, int bytes);

namespace prohori {

/// What a database library says of itself.
struct CipherReport {
    QString cipherVersion;     ///< of PRAGMA cipher_version; empty when it cannot encrypt
    QStringList buildOptions;  ///< of PRAGMA compile_options
};

/// Refuses (Damaged) what is not SQLCipher 4.6.1 or later, or was built to keep temporary data in files.
Result<> judgeCipherLibrary(const CipherReport& report);

/// The report of the library that is linked in.
CipherReport cipherReport();

/** Prepares the statically linked SQLCipher once a process: memory that is wiped on free, a log that stays
    silent on standard error, and judgeCipherLibrary(). Refused otherwise, with what was found. Threads may
    call it at once.
*/
Result<> startCipherLibrary();

/// Gives a connection its raw key: 32 bytes as 64 hexadecimal digits, so that no passphrase derivation takes
/// place. Invalid with another length. The literal is wiped.
Result<> giveKey(sqlite3* handle, std::span<const unsigned char> key);

}  // namespace prohori
