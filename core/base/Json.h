// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Cbor.h"
#include "core/base/Result.h"

#include <QByteArray>
#include <QJsonValue>

namespace prohori {

/** Reads JSON from outside. Stricter than QJsonDocument, which keeps the last of two equal keys in silence.

    Refused with Invalid and a sentence that names the place: more than `maxBytes`, nesting over 64, a key that
    stands twice in one object, integers beyond 2^53, invalid UTF-8. Scalars are accepted at the top. The byte
    order mark that some editors write in front is skipped.
*/
Result<QJsonValue> readJson(const QByteArray& text, qsizetype maxBytes = 16 * 1024 * 1024);

/// Compact UTF-8 JSON with sorted keys; scalars allowed.
QByteArray writeJson(const QJsonValue& value);

/// The same value in the subset of Cbor (numbers must be whole) and back; bytes become base64 text.
Cbor cborFromJson(const QJsonValue& value);
QJsonValue jsonFromCbor(const Cbor& value);

}  // namespace prohori
