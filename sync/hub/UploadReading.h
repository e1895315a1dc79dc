// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of sync/hub only.
#pragma once

#include "core/directory/Directory.h"
#include "sync/hub/HubStorage.h"
#include "sync/wire/Messages.h"

#include <functional>

namespace prohori {

/** Unpacks the changes of an upload, some frames at a time. While some are worked on, other threads unpack those behind them, and prove their
    signatures as far as their authors are in `known`: then the checks of custody find that done. What is not proved here, custody judges.

    Memory: the changes of kAhead runs and of the present one, each of kMostFrames frames at most.
*/
class UploadReader {
public:
    static constexpr qsizetype kAhead = 2;
    static constexpr qsizetype kMostFrames = 4;
    static constexpr qsizetype kRunBytes = 80 * 1024;  ///< as they came: some 80 cases

    /// @param known must stay as it is meanwhile; null: nothing is proved
    UploadReader(const SyncRequest& request, const Directory* known, HubStorage& storage)
        : m_request(request),
          m_known(known),
          m_storage(storage)
    {}

    /// Calls `visit` for each run, in order; a change that is none has its id only (Broken::Keep). Refused (hint "bad-frame") for a frame that
    /// does not read, when all before its run was visited: also where a parent that is named by its first bytes is not held, or with it the
    /// signature is not that of a known author.
    Result<> each(const std::function<Result<>(const QList<FramedChange>&)>& visit) const;

private:
    using Changes = Result<QList<FramedChange>>;
    /// Where the run ends that begins with this frame.
    qsizetype endOfRun(qsizetype first) const;
    Changes read(qsizetype first, qsizetype end) const;
    Changes readFrame(qsizetype at) const;

    const SyncRequest& m_request;
    const Directory* m_known;
    HubStorage& m_storage;  ///< for the first frame only, which is read where each() is called
};

}  // namespace prohori
