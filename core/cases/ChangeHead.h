// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

namespace prohori {

/// The head of a change that is read. Inside core/cases only.
ChangeHead headOf(const ChangeBody& body);
/// From signed bytes, in one walk over them and without memory. Nothing where these are no bytes that decodeBody() of this format takes; of
/// others that it refuses there may be a head.
std::optional<ChangeHead> readHead(const QByteArray& signedBytes);

}  // namespace prohori
