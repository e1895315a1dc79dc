// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/Connection.h"

#include <span>

namespace prohori {

/// One step of a schema. Steps are append-only: a released one is never edited, and nothing else creates
/// tables.
struct Migration {
    int version;
    Result<> (*apply)(Connection&);
};

/// The statements of a step, one after the other.
template <std::size_t N>
Result<> runAll(Connection& file, const QStringView (&statements)[N])
{
    for (const QStringView statement : statements) {
        if (auto done = file.run(statement); !done)
            return done;
    }
    return {};
}

/// Applies what `user_version` lacks, each step in a transaction of its own with its number; a kill leaves
/// the step before or after.
/// @param before called once when there is something to do on a file that has data (a backup). Fails with
/// TooNew, without a write, when the file is newer.
/// @return the version the file has now.
Result<int> migrate(Connection& file, std::span<const Migration> steps,
                    const std::function<Result<>()>& before = {});

}  // namespace prohori
