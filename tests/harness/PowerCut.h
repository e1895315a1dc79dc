// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <sys/types.h>

#include <atomic>
#include <map>

namespace prohori {

/** What a power cut leaves of files that grow: of each what was synced, and what was there before.

    The program that links this calls our fsync and fdatasync (they shadow those of the C library, also for SQLCipher, which is linked into
    it); they note how far each file was synced in memory that is shared with forked children. When `lying`, they do nothing and say that
    all went well, as SQLite does under synchronous=OFF and as some disks do.

    Simplified: bytes that were written over old ones count as kept, and a synced file keeps its name.
*/
class PowerCut {
public:
    PowerCut();
    ~PowerCut();
    PowerCut(const PowerCut&) = delete;
    PowerCut& operator=(const PowerCut&) = delete;

    /// Everything that is in `folder` now is on the disk.
    void begin(const QString& folder, bool lying);
    /// Takes away what was not synced since begin().
    void strike(const QString& folder);

    struct Shared {
        std::atomic<bool> lying = false;
        std::atomic<int> used = 0;
        static constexpr int kMost = 1 << 16;
        struct Entry {
            ino_t inode;
            off_t size;
        };
        Entry entries[kMost];
    };

private:
    std::map<ino_t, off_t> m_before;
};

}  // namespace prohori
