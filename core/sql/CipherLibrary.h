// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <sqlcipher/sqlite3.h>

#include <span>

// The header shows these only to builds with SQLITE_HAS_CODEC.
extern "C" int sqlite3_key_v2(sqlite3* db, const char* schema, const void* key, int bytes);

namespace prohori {

/** Prepares the statically linked SQLCipher once a process: memory that is wiped on free, a log that stays silent on standard error, and the checks that it is
    SQLCipher 4.6.1 or later built without temporary files on disk. Refused otherwise, with what was found.
*/
Result<> startCipherLibrary();

/// Gives a connection its raw key: 32 bytes as 64 hexadecimal digits, so that no passphrase derivation takes place. The literal is wiped.
Result<> giveKey(sqlite3* handle, std::span<const unsigned char> key);

}  // namespace prohori
