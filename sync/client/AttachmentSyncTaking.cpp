// SPDX-License-Identifier: GPL-3.0-or-later
// What the hub answers about files.
#include "sync/client/AttachmentSync.h"

#include "sync/client/SyncWork.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxCutsInARow = 5;
constexpr int kMaxFaults = 2;
constexpr int kHttpNotFound = 404;

qsizetype placeOf(const auto& queue, const AttachmentId& file)
{
    const auto found =
        std::find_if(queue.begin(), queue.end(), [&](const auto& one) { return one.manifest.id == file; });
    return found == queue.end() ? -1 : found - queue.begin();
}

}  // namespace

void AttachmentSync::take(const Result<Transport::Reply>& reply)
{
    if (!reply && reply.error().code == ErrorCode::Offline) {
        takeCut(reply.error());
        return;
    }
    auto taken = reply ? takeReply(*reply) : Result<>(reply.error());
    if (!taken)
        finish(taken.error());
    else
        next();
}

void AttachmentSync::takeCut(const Error& error)
{
    ++m_outcome.cuts;
    ++m_cutsInARow;
    m_gauge.cut();
    m_mustAsk = true;
    if (m_cutsInARow >= kMaxCutsInARow)
        finish(error);
    else
        m_pause.start(m_pauseLength * m_cutsInARow);
}

Result<> AttachmentSync::takeReply(const Transport::Reply& reply)
{
    m_outcome.bytesDown += reply.body.size();
    if (reply.retryAfterSeconds > 0)
        return Error{ErrorCode::Busy, u"the Ministry's server is busy: the files wait"_s,
                     QString::number(reply.retryAfterSeconds)};
    if (reply.status == kHttpNotFound)
        return Error{ErrorCode::Refused, u"this hub does not take files yet"_s, u"no-files"_s};
    if (reply.status != Transport::kOk)
        return Error{ErrorCode::Refused, u"the hub refused the files: it answered %1"_s.arg(reply.status),
                     u"http-%1"_s.arg(reply.status)};
    const auto answer = PiecesAnswer::decode(reply.body, m_identity.hub, m_requestHash);
    if (!answer)
        return answer.error();
    m_cutsInARow = 0;
    return answer->error.isEmpty() ? takeAnswer(*answer) : takeError(*answer);
}

Result<> AttachmentSync::takeError(const PiecesAnswer& answer)
{
    if (answer.error != u"replayed"_s || m_counterRepairs++ >= kMaxCounterRepairs)
        return Error{ErrorCode::Refused, u"the hub refused the files: %1"_s.arg(answer.error), answer.error};
    const quint64 next = std::max(answer.expectedRequestCounter, quint64(1)) - 1;
    return m_store.setSetting(kRequestCounter, QString::number(next));
}

Result<> AttachmentSync::takeAnswer(const PiecesAnswer& answer)
{
    const qint64 before = m_done;
    for (const FilePart& part : answer.parts) {
        if (auto taken = takePart(part); !taken)
            return taken;
    }
    const qsizetype waiting = m_up.size() + m_down.size();
    for (const PiecesAnswer::Standing& standing : answer.standings) {
        if (auto taken = takeStanding(standing); !taken)
            return taken;
    }
    if (m_step == Step::Asking)
        m_mustAsk = false;
    else
        m_gauge.carried(m_partBytes, m_clock.monotonic() - m_posted);
    // A hub that neither gives, takes nor refuses would be asked for ever.
    const bool movedOn = m_step == Step::Asking || m_done != before || m_up.size() + m_down.size() < waiting
                      || (m_up.isEmpty() && m_down.isEmpty());
    if (!movedOn && ++m_counterRepairs > kMaxCounterRepairs)
        return Error{ErrorCode::Refused, u"the hub does not go on with files"_s, u"no-progress"_s};
    return {};
}

Result<> AttachmentSync::takeStanding(const PiecesAnswer::Standing& standing)
{
    if (const qsizetype at = placeOf(m_up, standing.file); at >= 0 && m_step != Step::Fetching)
        return takeSent(at, standing);
    const qsizetype at = placeOf(m_down, standing.file);
    if (at >= 0 && standing.state != PieceState::Whole)
        drop(m_down, at, standing.state);
    return {};
}

/// How far an own file is at the hub. Only what a signed answer says counts as sent.
Result<> AttachmentSync::takeSent(qsizetype at, const PiecesAnswer::Standing& standing)
{
    File& file = m_up[at];
    const AttachmentId id = file.manifest.id;
    switch (standing.state) {
    case PieceState::Whole:
        m_done += file.manifest.sealedBytes - file.done;
        ++m_outcome.sent;
        m_up.removeAt(at);
        return m_store.noteAttachmentAtHub(id);
    case PieceState::WrongPiece:
        if (++file.faults >= kMaxFaults) {
            drop(m_up, at, standing.state);
            return {};
        }
        [[fallthrough]];
    case PieceState::Partly: {
        const qint64 held = std::min(standing.held, file.manifest.sealedBytes - 1);
        const bool newPiece =
            held / AttachmentManifest::kPieceBytes != file.done / AttachmentManifest::kPieceBytes;
        m_done += held - file.done;
        file.done = held;
        return newPiece
                 ? m_store.noteAttachmentSent(id, static_cast<int>(held / AttachmentManifest::kPieceBytes))
                 : Result<>();
    }
    default: drop(m_up, at, standing.state); return {};
    }
}

Result<> AttachmentSync::takePart(const FilePart& part)
{
    const qsizetype at = placeOf(m_down, part.file);
    if (at < 0)
        return {};
    const AttachmentManifest manifest = m_down[at].manifest;
    const int index = static_cast<int>(part.offset / AttachmentManifest::kPieceBytes);
    const qint64 inPiece = part.offset - index * AttachmentManifest::kPieceBytes;
    // Only what goes on from where the piece stands; one that was not begun comes from its beginning.
    if (inPiece != (at == 0 ? m_begun.size() : 0))
        return {};
    const QByteArray bytes = (at == 0 ? m_begun : QByteArray()) + part.bytes;
    if (bytes.size() < manifest.pieceBytes(index)) {
        if (at == 0)
            m_begun = bytes;
        m_done += at == 0 ? part.bytes.size() : 0;
        return {};
    }
    m_begun.clear();
    const auto whole = m_store.takeAttachmentPiece(part.file, index, bytes);
    if (!whole && whole.error().code != ErrorCode::Invalid && whole.error().code != ErrorCode::Refused)
        return whole.error();
    if (!whole) {
        m_done -= inPiece;
        if (whole.error().code == ErrorCode::Refused || ++m_down[at].faults >= kMaxFaults)
            drop(m_down, at, PieceState::WrongPiece);
        return {};
    }
    m_done += part.bytes.size();
    if (!*whole)
        return {};
    ++m_outcome.received;
    m_down.removeAt(at);
    return m_store.noteAttachmentAtHub(part.file);
}

}  // namespace prohori
