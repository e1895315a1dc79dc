// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace prohori {

/** What a process that reads bytes from outside gives up before it does (SEC-78, SEC-86). False where the system does not let it: then
    nothing is read at all. Both: no new rights, 512 MiB, so many seconds of CPU, no core file, no written file, killed with its parent, no network,
    no look into other processes.
*/
namespace cage {

/// For a decoder inside of this process: everything that it needs is loaded. Only memory, threads, and what is already open is left; no file
/// can be opened, no program started.
bool closeForDecoding(unsigned cpuSeconds);
/// For a program that is started next: files can be read (its libraries and fonts), none written, made, renamed or removed.
bool closeForReading(unsigned cpuSeconds);

}  // namespace cage

}  // namespace prohori
