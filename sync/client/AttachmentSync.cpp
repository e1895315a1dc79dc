// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/AttachmentSync.h"

#include "core/cases/PaperSharing.h"
#include "sync/client/SyncWork.h"

#include <QSet>

#include <algorithm>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFilesARun = 1000;
constexpr qsizetype kAskedAtOnce = 128;
constexpr qsizetype kPartsAtOnce = 32;
constexpr int kMaxPieceRequests = 1'000'000;

}  // namespace

AttachmentSync::AttachmentSync(Store& store, Transport& transport, const Identity& identity,
                               const Clock& clock, QObject* parent)
    : QObject(parent),
      m_store(store),
      m_transport(transport),
      m_identity(identity),
      m_clock(clock)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &AttachmentSync::next);
}

AttachmentSync::~AttachmentSync()
{
    if (m_step != Step::Idle)
        m_transport.cancel();
}

Result<bool> AttachmentSync::isNeeded(Store& store)
{
    const auto up = store.attachmentsToSend(1);
    if (!up)
        return up.error();
    const auto down = store.wantedAttachments(1);
    if (!down)
        return down.error();
    return !up->isEmpty() || !down->isEmpty();
}

Result<QList<AttachmentWork>> AttachmentSync::wanted(Store& store, bool isNational, int limit)
{
    auto works = store.wantedAttachments(isNational ? std::numeric_limits<int>::max() : limit);
    if (!works || !isNational)
        return works;
    works->removeIf([&store](const AttachmentWork& work) {
        const auto history = store.history(work.record);
        return !history || !mayLeaveDistrict(*history, work.manifest.id);
    });
    return works;
}

void AttachmentSync::start()
{
    m_outcome = {};
    m_all = m_done = 0;
    m_cutsInARow = m_counterRepairs = 0;
    m_mustAsk = true;
    m_begun.clear();
    if (auto filled = fillQueues(); !filled) {
        finish(filled.error());
        return;
    }
    next();
}

void AttachmentSync::cancel()
{
    if (m_step == Step::Idle)
        return;
    m_transport.cancel();
    finish(Error{ErrorCode::Cancelled, u"the files were stopped; what had arrived is kept"_s});
}

Result<> AttachmentSync::fillQueues()
{
    const auto up = m_store.attachmentsToSend(kFilesARun);
    if (!up)
        return up.error();
    auto down = wanted(m_store, m_identity.isNational, kFilesARun);
    if (!down)
        return down.error();
    QHash<RecordId, Instant> updated;
    for (const AttachmentWork& work : std::as_const(*down)) {
        if (const auto row = m_store.caseRow(work.record))
            updated.insert(work.record, row->updated);
    }
    std::stable_sort(down->begin(), down->end(), [&](const AttachmentWork& a, const AttachmentWork& b) {
        return updated.value(b.record) < updated.value(a.record);
    });
    m_up.clear();
    m_down.clear();
    QSet<AttachmentId> seen;
    for (const AttachmentWork& work : *up) {
        if (seen.contains(work.manifest.id))
            continue;
        seen.insert(work.manifest.id);
        m_up.append({work.manifest, 0, 0});
        m_all += work.manifest.sealedBytes;
    }
    for (const AttachmentWork& work : std::as_const(*down)) {
        if (seen.contains(work.manifest.id))
            continue;
        seen.insert(work.manifest.id);
        m_down.append({work.manifest, 0, 0});
        for (const int piece : m_store.attachmentFiles().missingPieces(work.manifest))
            m_all += work.manifest.pieceBytes(piece);
    }
    return {};
}

void AttachmentSync::report()
{
    emit progressed(m_done, m_all, static_cast<int>(m_up.size() + m_down.size()));
}

void AttachmentSync::next()
{
    report();
    if (m_up.isEmpty() && m_down.isEmpty()) {
        finish(std::nullopt);
        return;
    }
    if (m_outcome.requests >= kMaxPieceRequests) {
        finish(Error{ErrorCode::Refused, u"the hub does not come to an end with files"_s});
        return;
    }
    auto request = makeRequest();
    if (!request) {
        finish(request.error());
        return;
    }
    if (m_step == Step::Idle)  // nothing is left after all
        finish(std::nullopt);
    else
        post(std::move(*request));
}

Result<PiecesRequest> AttachmentSync::makeRequest()
{
    PiecesRequest request;
    m_partBytes = 0;
    m_step = Step::Idle;
    if (!m_up.isEmpty() && m_mustAsk) {
        for (const File& file : std::as_const(m_up)) {
            if (request.asked.size() < kAskedAtOnce)
                request.asked.append(file.manifest.id);
        }
        m_step = Step::Asking;
    } else if (!m_up.isEmpty()) {
        if (auto packed = packParts(request); !packed)
            return packed.error();
        m_step = request.parts.isEmpty() ? Step::Idle : Step::Sending;
    }
    if (m_step == Step::Idle && !m_down.isEmpty()) {
        packWanted(request);
        m_step = Step::Fetching;
    }
    request.hub = m_identity.hub;
    request.replica = m_store.replica();
    request.person = m_identity.person;
    request.requestCounter = m_store.setting(kRequestCounter, u"0"_s).toULongLong() + 1;
    // As in a sync: kept before anything is sent.
    if (auto kept = m_store.setSetting(kRequestCounter, QString::number(request.requestCounter)); !kept)
        return kept.error();
    return request;
}

Result<> AttachmentSync::packParts(PiecesRequest& request)
{
    const qint64 most = m_gauge.partBytes();
    for (qsizetype at = 0; at < m_up.size() && m_partBytes < most && request.parts.size() < kPartsAtOnce;) {
        const File& file = m_up[at];
        const int index = static_cast<int>((file.done) / AttachmentManifest::kPieceBytes);
        const qint64 size = file.manifest.pieceBytes(index);
        auto piece = m_store.attachmentFiles().piece(file.manifest, index);
        if (!piece && piece.error().code != ErrorCode::Damaged && piece.error().code != ErrorCode::NotFound)
            return piece.error();
        if (!piece) {
            drop(m_up, at, PieceState::Damaged);
            continue;
        }
        // Piece after piece of one file, then the next one's, up to what the line may carry at once.
        qint64 offset = file.done;
        for (int now = index; m_partBytes < most && size > 0; ++now) {
            const qint64 start = now * AttachmentManifest::kPieceBytes;
            const qint64 length =
                std::min(file.manifest.pieceBytes(now) - (offset - start), most - m_partBytes);
            if (length <= 0)
                break;
            if (now > index)
                piece = m_store.attachmentFiles().piece(file.manifest, now);
            if (!piece)
                break;
            request.parts.append({file.manifest.id, offset, piece->mid(offset - start, length)});
            m_partBytes += length;
            offset += length;
        }
        ++at;
    }
    return {};
}

void AttachmentSync::packWanted(PiecesRequest& request)
{
    const qint64 most = m_gauge.partBytes();
    for (qsizetype at = 0; at < m_down.size() && m_partBytes < most && request.wanted.size() < kPartsAtOnce;
         ++at) {
        const File& file = m_down[at];
        QList<int> missing = m_store.attachmentFiles().missingPieces(file.manifest);
        for (qsizetype i = 0; i < missing.size() && m_partBytes < most; ++i) {
            const qint64 come = at == 0 && i == 0 ? m_begun.size() : 0;
            const qint64 length = std::min(file.manifest.pieceBytes(missing[i]) - come, most - m_partBytes);
            request.wanted.append(
                {file.manifest.id, missing[i] * AttachmentManifest::kPieceBytes + come, length});
            m_partBytes += length;
        }
    }
}

void AttachmentSync::post(PiecesRequest request)
{
    const QByteArray bytes = request.encode(m_store.replicaKey());
    m_requestHash = blake2b(bytes);
    m_posted = m_clock.monotonic();
    ++m_outcome.requests;
    m_outcome.bytesUp += bytes.size();
    const qint64 before = m_done;
    m_transport.postPieces(
        bytes,
        [this, before](qint64 sent, qint64 received) {
            const qint64 now = m_step == Step::Sending ? sent : m_step == Step::Fetching ? received : 0;
            emit progressed(before + std::clamp<qint64>(now, 0, m_partBytes), m_all,
                            static_cast<int>(m_up.size() + m_down.size()));
        },
        [this](const Result<Transport::Reply>& reply) { take(reply); });
}

/// Not in this run any more.
void AttachmentSync::drop(QList<File>& queue, qsizetype at, PieceState why)
{
    if (&queue == &m_down && at == 0)
        m_begun.clear();
    ++m_outcome.left;
    m_outcome.refused.append(pieceStateName(why));
    queue.removeAt(at);
}

void AttachmentSync::finish(const std::optional<Error>& stopped)
{
    m_pause.stop();
    m_step = Step::Idle;
    m_outcome.left += static_cast<int>(m_up.size() + m_down.size());
    m_outcome.stopped = stopped;
    m_up.clear();
    m_down.clear();
    emit finished();
}

}  // namespace prohori
