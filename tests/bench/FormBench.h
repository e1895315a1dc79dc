// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Figures.h"

namespace prohori {

/** Measures the form engine on a form of 300 questions, 60 of them in four repeats of ten instances, with about 1,000 expressions:
    one answer typed, everything anew, opening, the report. Beside it the same number of comparisons in plain C++. Throws std::runtime_error.
*/
void benchForms(Figures& figures);

}  // namespace prohori
