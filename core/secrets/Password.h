// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/secrets/SecretBytes.h"

#include <QString>
#include <QStringList>

namespace prohori {

/** What is hashed for a typed password: NFC, Bangla digits as ASCII, ZWJ and ZWNJ dropped, white space trimmed and
    runs of it folded to one space, as UTF-8. The same word typed on Avro, Jatiya, Probhat or a US keyboard is the
    same password. The caller wipes `typed`.
*/
SecretBytes normalisedPassword(const QString& typed);

/// Reads the one line of a `--password-file` and normalises it like a typed one. NotFound when there is none; Refused
/// unless it is a plain file (no link), owned by the caller, mode 0600 or stricter, and holds one line of UTF-8 that is not
/// empty. The sentence names the file and the command that mends it.
Result<SecretBytes> readPasswordFile(const QString& path);

/// Whether a new password may be used: at least 15 characters or 4 words of the shipped word list, at most 128; not in the
/// shipped blocklist, nor login, name, district, "prohori" or a keyboard walk (also of the Bangla layout), repeated or
/// with digits around. Fails with Refused; `detail` says what to do, never the password. Hints: "password-too-short" |
/// "password-too-long" | "password-repeats" | "password-walk" | "password-personal" | "password-common".
Result<> checkNewPassword(const SecretBytes& normalised, const QStringList& personalWords);

/// Four words of the shipped list of 7,776, separated by spaces: 51.7 bit.
QString generatePassphrase();

}  // namespace prohori
