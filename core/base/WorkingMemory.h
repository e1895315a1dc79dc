// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <malloc.h>

namespace prohori {

/** First in main(): what a program takes and lets go of again and again, some MB for a request, its frames and their changes, stays with it. Given back, each
    page of it comes cleared from the system when it is taken anew, which on a virtual machine costs more than what is then done in it.
    @param kept so much may lie idle at the end of the heap
*/
inline void keepWorkingMemory(int kept)
{
    constexpr int kOfItsOwn =
        4 * 1024 * 1024;  ///< what is this large is given back alone, whatever lies around it
    constexpr int kTogether = 512 * 1024;  ///< is asked for at a time
    mallopt(M_MMAP_THRESHOLD, kOfItsOwn);
    mallopt(M_TRIM_THRESHOLD, kept);
    mallopt(M_TOP_PAD, kTogether);
}

}  // namespace prohori
