// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of core/storage only: steps of the schema that stand in files of their own.
#pragma once

#include "core/sql/Migrations.h"

namespace prohori {

Result<> firstSchema(Connection& file);
/// Makes the tables log_piece and report_content; what table `reported` had in rows of JSON goes into the latter, and that table goes.
Result<> packTighter(Connection& file);

}  // namespace prohori
