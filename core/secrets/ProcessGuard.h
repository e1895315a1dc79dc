// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace prohori {

/** To be called first in main(), before any secret is in memory. From then on other users can read no file this process makes,
    nobody can dump or trace it, and it leaves no core file; a full disk and a closed pipe are errors, not signals.
*/
void hardenProcess();

}  // namespace prohori
