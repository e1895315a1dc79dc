// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/RowChain.h"

#include <QCryptographicHash>

namespace prohori {

RowId rowAfter(const RowId& row)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.addData(QByteArrayView("prohori/row/1"));
    hash.addData(row.toBytes());
    return RowId::fromBytes(hash.result().first(RowId::kSize));
}

}  // namespace prohori
