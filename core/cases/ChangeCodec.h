// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

namespace prohori {

/// Reads signed bytes back into what was encoded; see Change::decode. Inside core/cases only.
Result<ChangeBody> decodeBody(const QByteArray& signedBytes);

}  // namespace prohori
