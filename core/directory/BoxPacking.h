// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Cbor.h"
#include "core/base/Result.h"

namespace prohori {

/** The values of one box before they are sealed: the number of the dictionary (one byte, 0 for none; sealedDictionary()), then one zstd frame of the
    canonical CBOR array, with its size and without the four bytes that every frame begins with. What the values weigh shows in the bucket of the box only.
*/
QByteArray packedValues(const Cbor::Array& values);
/// From the content of a box, with nothing but zeros behind it. Damaged for anything else, or more than a change may hold; TooNew where it names a
/// dictionary of a later program.
Result<Cbor> unpackedValues(QByteArrayView content);

}  // namespace prohori
