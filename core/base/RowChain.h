// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

namespace prohori {

/** The row after another one: the first 16 bytes of the BLAKE2b-256 of "prohori/row/1" and that row.

    Rows that are made in one go for a new record follow a first one of chance, and then only that one travels. Never a row that others may know:
    who follows it too makes the same row.
*/
RowId rowAfter(const RowId& row);

}  // namespace prohori
