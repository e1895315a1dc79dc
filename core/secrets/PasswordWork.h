// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/KeyHeader.h"

namespace prohori {

inline constexpr qsizetype kSaltBytes = 16;

/// Whether a header may ask for this: 64 MiB to 1 GiB, 3 to 16 passes.
bool isAccepted(const PasswordCost& cost);

/** Argon2id, one lane, 32 bytes. Fails with Invalid on a cost that is not accepted or a salt of another length, and with
    NoMemory where the machine has not that much free; no memory is taken before both are checked.
*/
Result<SecretBytes> passwordKey(const SecretBytes& password, const QByteArray& salt,
                                const PasswordCost& cost);

/// What the machine can give away without swapping, in bytes; 0 when it does not tell.
quint64 freeMemory();

}  // namespace prohori
