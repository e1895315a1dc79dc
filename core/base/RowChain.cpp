// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/RowChain.h"

#include "core/base/Blake2b.h"

namespace prohori {

RowId rowAfter(const RowId& row)
{
    return RowId::fromBytes(blake2bOf({"prohori/row/1", row.view()}, RowId::kSize));
}

}  // namespace prohori
