// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

namespace prohori {

/** Puts what the form keeps of its own results (`stored`) into the answers of a new case: what others count who cannot read the answers that
    it was worked out from. A result that hangs on an answer which is sealed to this person, or is itself sealed, stays as it is.

    @return whether anything was other than it had been. One recalculation.
*/
bool keepResults(const FormEngine& engine, Answers& answers);

/// The same of a case that was `before`: only results that an edit has changed or ended, and those of rows in which something was written. Who wrote
/// nothing there is not the author of what the program makes of it. Two recalculations.
bool keepResults(const FormEngine& engine, const Answers& before, Answers& answers);

}  // namespace prohori
