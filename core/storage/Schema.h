// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/Migrations.h"

#include <span>

namespace prohori {

/// The steps that make a store's tables; SCHEMA.md tells every one of them. Append only.
std::span<const Migration> storeMigrations();

}  // namespace prohori
