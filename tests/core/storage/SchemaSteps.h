// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "StoreDesk.h"

namespace prohori {

/// "table held", "index log_by_record" …: what stands in the schema of a file.
QStringList thingsIn(Connection& file);
/// How many of them a new file has after the first `steps` steps.
qint64 tablesOf(const StoreDesk& desk, int steps);
/// Takes out of a closed store what later steps added, and brings back what they took away: that is what the schema of the first `steps` was.
void goBack(const StoreDesk& desk, int steps);

}  // namespace prohori
