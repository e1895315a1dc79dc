// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>

namespace prohori {

/// Hands out the raw 32-byte key of a database for the moment of opening; nothing keeps a copy.
using KeyProvider = std::function<std::span<const unsigned char>()>;

}  // namespace prohori
