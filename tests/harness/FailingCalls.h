// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <iterator>

namespace prohori {

/** Which call of the system is to fail, and what came of it. It lies in a file that is mapped by whoever makes the plan and by the
    programs under it, so that both see it.

    FailingCalls.cpp stands in for open, write, pwrite64 (with pwritev and posix_fallocate), fsync, fdatasync and rename of the C library: linked into a test, or as
    libfailing_calls.so before any program by LD_PRELOAD, where PROHORI_FAILURE_PLAN names the file.
*/
struct FailurePlan {
    enum Call : int { Open, Write, Pwrite, Fsync, Fdatasync, Rename, kCalls };
    static constexpr int kShort = -1;  ///< as `error`: half of what was to be written is written
    static constexpr int kDie = -2;    ///< as `error`: the process is killed right before the call
    static constexpr int kPathBytes = 512;

    std::atomic<int> at = 0;  ///< the n-th call of the kind from now on, 1 is the next; 0: none
    std::atomic<int> call = 0;
    std::atomic<int> error = 0;  ///< errno, kShort or kDie
    std::atomic<bool> sticky = false;
    std::atomic<int> reached = 0;  ///< calls of the kind so far
    std::atomic<int> failed = 0;
    std::atomic<bool> syncsNothing =
        false;                    ///< what does not fail of fsync and fdatasync is left undone: it takes time
    char under[kPathBytes] = {};  ///< only files in this folder
    char where[kPathBytes] = {};  ///< the file of the first that failed

    void begin(Call which, int number, int withError, bool forEver)
    {
        reached = failed = 0;
        where[0] = '\0';
        call = which;
        error = withError;
        sticky = forEver;
        at = number;
    }
    void end() { at = 0; }
};

inline constexpr const char* kCallNames[] = {"open", "write", "pwrite64", "fsync", "fdatasync", "rename"};
static_assert(std::size(kCallNames) == FailurePlan::kCalls);

/// Maps the plan in `file`, which is made when it is missing; null where that cannot be. For all calls of this process from now on.
FailurePlan* useFailurePlan(const char* file);

}  // namespace prohori
