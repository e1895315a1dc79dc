// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Blake2b.h"

#include <QCryptographicHash>

namespace prohori {

QByteArray blake2bOf(std::initializer_list<QByteArrayView> parts, qsizetype size)
{
    thread_local QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.reset();
    for (const QByteArrayView part : parts)
        hash.addData(part);
    return hash.resultView().first(size).toByteArray();
}

}  // namespace prohori
