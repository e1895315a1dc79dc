// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "core/storage/Store.h"
#include "tests/support/SeededRandom.h"

namespace prohori {

/// Seals a paper of so many bytes beside `store`: the items that put it into a case, and say when it may leave the district.
QList<Item> paperItems(Store& store, SeededRandom& random, qint64 plainBytes, bool mayLeave);

}  // namespace prohori
