// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Figures.h"

namespace prohori {

/** Measures an officer's form as a window: from an engine in hand to the first painted picture of a case with four victims, one key until
    it is seen, and the memory that the open case holds. Beside it a window of as many plain labels and lines as the form shows.
    Needs a QApplication. Throws std::runtime_error.
*/
void benchEntry(Figures& figures);

}  // namespace prohori
