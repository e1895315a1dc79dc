// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace prohori {

/// The part of an extended result code that says what kind of failure it is.
inline constexpr int kPrimaryCode = 0xff;

/** A failure of the database library as an error of ours.

    @param code the (extended) result code, @param message what the library says, @param path the file,
    @param sql the statement, of which only the beginning is told: it is constant text without case data.
    @return Locked ("wrong-key" | "store-busy"), Damaged, Storage ("disk-full" | "read-only" | "io"),
    NoMemory, Refused (the authoriser), otherwise Invalid.
*/
Error sqlFault(int code, const QString& message, const QString& path, QStringView sql = {});

/// What every writing statement gets after a failed sync.
Error diskFailedBefore();

}  // namespace prohori
