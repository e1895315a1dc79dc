// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/WipedText.h"

namespace prohori {

/** Whether `text` (lower-case) is mostly one step after the other: the same key again, a key beside it, or the
    next letter or digit of the alphabet. Tried on the US, the National (Jatiya) and the Probhat keyboard, with
    and without Shift.

    It is a walk when no more than a fifth of its steps are jumps. Text that means something stays far above that.
*/
bool isKeyboardWalk(const WipedText& text);

}  // namespace prohori
