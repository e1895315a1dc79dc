// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/Migrations.h"

#include <span>

namespace prohori {

/// The tables of hub.db, append-only; PROTOCOL.md tells every column.
std::span<const Migration> hubMigrations();

}  // namespace prohori
