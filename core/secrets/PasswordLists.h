// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/WipedText.h"

#include <cstddef>
#include <string_view>

namespace prohori {

inline constexpr std::size_t kWordCount = 7'776;
inline constexpr std::size_t kBlockedCount = 100'000;

/// The shipped words, sorted; each stands once. See resources/passwords/NOTICE.
std::string_view shippedWord(std::size_t index);
bool isShippedWord(std::string_view word);

/// Whether `text` (lower-case, UTF-8) is one of the 100,000 passwords that people often choose.
bool isBlocked(std::string_view text);

}  // namespace prohori
