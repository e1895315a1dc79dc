// SPDX-License-Identifier: GPL-3.0-or-later
// The files' part of a sync: after the records, and never in their way.
#include "sync/client/SyncWork.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString stopName(const Error& stopped)
{
    switch (stopped.code) {
    case ErrorCode::Offline: return u"offline"_s;
    case ErrorCode::Busy: return u"busy"_s;
    case ErrorCode::Cancelled: return u"cancelled"_s;
    case ErrorCode::Storage: return stopped.hint.isEmpty() ? u"storage"_s : stopped.hint;
    default: return stopped.hint.isEmpty() ? u"refused"_s : stopped.hint;
    }
}

}  // namespace

void SyncClient::setFilePause(std::chrono::milliseconds pause)
{
    d->filePause = pause;
}

bool SyncClient::Private::beginFiles()
{
    if (!transport.carriesFiles())
        return false;
    const auto needed = AttachmentSync::isNeeded(store);
    if (!needed) {
        summary.filesStopped = stopName(needed.error());
        return false;
    }
    if (!*needed)
        return false;
    files = std::make_unique<AttachmentSync>(store, transport,
                                             AttachmentSync::Identity{identity.hub, identity.person,
                                                                      identity.isNational},
                                             clock);
    QObject::connect(files.get(), &AttachmentSync::progressed, q, &SyncClient::filesProgressed);
    QObject::connect(files.get(), &AttachmentSync::finished, q, [this] { endFiles(); });
    if (filePause)
        files->setPause(*filePause);
    filesTravel = true;
    phase = SyncPhase::Sending;
    files->start();
    return true;
}

void SyncClient::Private::endFiles()
{
    const AttachmentOutcome& outcome = files->outcome();
    filesTravel = false;
    summary.filesSent = outcome.sent;
    summary.filesReceived = outcome.received;
    summary.filesLeft = outcome.left;
    summary.filesStopped = outcome.stopped ? stopName(*outcome.stopped) : QString();
    summary.requests += outcome.requests;
    summary.bytesUp += outcome.bytesUp;
    summary.bytesDown += outcome.bytesDown;
    summary.finished = clock.now();
    endWell();
}

}  // namespace prohori
