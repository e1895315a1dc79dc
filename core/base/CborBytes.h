// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the bytes of CBOR, for those who read and write it.
#pragma once

#include <QtGlobal>

namespace prohori::cborbytes {

enum Major : quint8 { Unsigned = 0, Negative = 1, Bytes = 2, Text = 3, ArrayOf = 4, MapOf = 5, Simple = 7 };

constexpr quint8 kFalse = 0xf4;
constexpr quint8 kTrue = 0xf5;
constexpr quint8 kNull = 0xf6;

}  // namespace prohori::cborbytes
