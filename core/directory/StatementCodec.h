// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Statement.h"

namespace prohori {

/// The number of a statement's kind in its signed bytes: part of the format, never reused.
int statementNumber(const StatementBody& body);

/// The body as a map with whole-number keys; and back, with all bounds checked. Inside core/directory only.
Cbor encodeStatementBody(const StatementBody& body);
/// Fails with Invalid, or TooNew for a kind or role of a later version.
Result<StatementBody> decodeStatementBody(qint64 number, const Cbor& body);

}  // namespace prohori
