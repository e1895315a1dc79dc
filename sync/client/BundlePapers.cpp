// SPDX-License-Identifier: GPL-3.0-or-later
// The papers of cases in a bundle: behind the cases that name them, piece by piece.
#include "core/cases/Roles.h"
#include "sync/client/AttachmentSync.h"
#include "sync/client/BundleCargo.h"
#include "sync/client/SyncWork.h"

#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostFiles = int(kMaxBundleFiles);

/// A piece that is not wanted here, or is not what its case says, stops nothing: the paper stays wanted.
bool isPassedOver(const Error& error)
{
    return error.code == ErrorCode::Refused || error.code == ErrorCode::Invalid;
}

}  // namespace

bool StationBundles::isNational() const
{
    const PersonInfo* me = m_store.directory().person(m_identity.person);
    return me && isNationalRole(me->role);
}

Result<> StationBundles::papersForHub(Cargo& cargo)
{
    const auto toSend = m_store.attachmentsToSend(kMostFiles);
    if (!toSend)
        return toSend.error();
    const auto lacking = AttachmentSync::wanted(m_store, isNational(), kMostFiles);
    if (!lacking)
        return lacking.error();
    QSet<AttachmentId> seen;
    for (const AttachmentWork& work : *toSend) {
        if (!seen.contains(work.manifest.id))
            cargo.papers.append(work.manifest);
        seen.insert(work.manifest.id);
    }
    for (const AttachmentWork& work : *lacking) {
        if (!seen.contains(work.manifest.id) && cargo.wanted.size() < kMostFiles)
            cargo.wanted.append(work.manifest.id);
        seen.insert(work.manifest.id);
    }
    return {};
}

Result<> StationBundles::papersFor(const QList<RecordId>& records, Cargo& cargo) const
{
    QSet<AttachmentId> seen;
    for (const RecordId& record : records) {
        const auto works = m_store.attachmentsOf(record);
        if (!works)
            return works.error();
        for (const AttachmentWork& work : *works) {
            if (work.whole && !seen.contains(work.manifest.id))
                cargo.papers.append(work.manifest);
            seen.insert(work.manifest.id);
        }
    }
    return {};
}

Result<> StationBundles::packPapers(const Cargo& cargo, BundleWriter& writer, WrittenBundle& written)
{
    if (!cargo.wanted.isEmpty()) {
        if (auto added = writer.add(cargo.wanted); !added)
            return added;
    }
    qint64 room = m_paperRoom;
    for (const AttachmentManifest& paper : cargo.papers) {
        if (paper.sealedBytes > room) {
            ++written.papersLeft;
            continue;
        }
        room -= paper.sealedBytes;
        const auto packed = packPaper(paper, writer);
        if (!packed)
            return packed.error();
        ++(*packed ? written.papers : written.papersLeft);
    }
    return {};
}

/// False where the disk no longer gives what was kept: the paper stays behind, whoever reads the bundle takes what came for a beginning.
Result<bool> StationBundles::packPaper(const AttachmentManifest& paper, BundleWriter& writer)
{
    for (int index = 0; index < paper.pieces(); ++index) {
        const auto piece = m_store.attachmentFiles().piece(paper, index);
        if (!piece && piece.error().code != ErrorCode::Damaged && piece.error().code != ErrorCode::NotFound)
            return piece.error();
        if (!piece)
            return false;
        if (auto added = writer.add(FilePart{paper.id, index * AttachmentManifest::kPieceBytes, *piece});
            !added)
            return added.error();
    }
    return true;
}

Result<> StationBundles::takePiece(const FilePart& piece, bool fromHub, SyncSummary& summary)
{
    if (m_store.attachmentFiles().isWhole(piece.file))
        return {};
    const auto whole =
        m_store.takeAttachmentPiece(piece.file, int(piece.offset / AttachmentManifest::kPieceBytes),
                                    piece.bytes);
    if (!whole)
        return isPassedOver(whole.error()) ? Result<>() : Result<>(whole.error());
    if (!*whole)
        return {};
    ++summary.filesReceived;
    return fromHub ? m_store.noteAttachmentAtHub(piece.file) : Result<>();
}

/// Only the newest bundle tells: an older one, or one of before the hub was set back, may know of papers that it has no more.
Result<> StationBundles::takeStandings(const BundleStandings& standings, const BundleHeader& header,
                                       SyncSummary& summary)
{
    if (header.made.msSinceEpoch <= m_store.setting(kPapersToldAt, u"0"_s).toLongLong())
        return {};
    const auto toSend = m_store.attachmentsToSend(std::numeric_limits<int>::max());
    if (!toSend)
        return toSend.error();
    QSet<AttachmentId> own;
    for (const AttachmentWork& work : *toSend)
        own.insert(work.manifest.id);
    for (const FileStanding& standing : standings) {
        if (!own.contains(standing.file))
            continue;
        const auto noted =
            standing.state == PieceState::Whole
                ? m_store.noteAttachmentAtHub(standing.file)
                : m_store.noteAttachmentSent(standing.file,
                                             int(standing.held / AttachmentManifest::kPieceBytes));
        if (!noted)
            return noted;
        summary.filesSent += standing.state == PieceState::Whole ? 1 : 0;
    }
    return m_store.setSetting(kPapersToldAt, QString::number(header.made.msSinceEpoch));
}

}  // namespace prohori
