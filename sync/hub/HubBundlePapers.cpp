// SPDX-License-Identifier: GPL-3.0-or-later
// Papers that come and go on a stick. What is said of files in HubPieces.cpp holds here, too.
#include "sync/hub/BundleWork.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {}  // namespace

/// Papers come behind the cases that name them, one after the other. The pieces of one are noted together, when the next one begins: a failure before
/// that loses nothing, for the same bundle brings them again.
Result<> Hub::Private::keepPaper(BundleWork& work, const FilePart& piece)
{
    PiecesWork& papers = work.papers;
    const bool isTooMany = !papers.places.contains(piece.file) && papers.places.size() >= kMaxBundleFiles;
    if (!attachments || isTooMany)
        return {};
    if (work.paper != piece.file) {
        if (auto noted = notePapers(work); !noted)
            return noted;
        work.paper = piece.file;
    }
    // One piece at a time: stations that send papers by the line do not wait for a slow stick.
    const std::lock_guard lock(files);
    return keepPart(papers, piece);
}

Result<> Hub::Private::notePapers(BundleWork& work)
{
    PiecesWork& papers = work.papers;
    if (!papers.grown.isEmpty()) {
        const std::lock_guard lock(custody);
        if (auto noted = storage.transaction([&] { return noteGrown(papers); }); !noted)
            return noted;
    }
    papers.grown.clear();
    papers.files.clear();
    work.taken.papers =
        int(std::count_if(papers.answer.standings.cbegin(), papers.answer.standings.cend(),
                          [](const FileStanding& standing) { return standing.state == PieceState::Whole; }));
    return {};
}

/// What the station lacks, then how all papers of both ways stand.
Result<> Hub::Private::givePapers(BundleWork& work, BundleWriter& writer)
{
    if (!attachments)
        return {};
    qint64 room = kMaxBundlePaperBytes;
    for (const AttachmentId& file : std::as_const(work.wanted)) {
        if (work.papers.places.size() >= kMaxBundleFiles)
            break;
        if (auto given = givePaper(work.papers, file, room, writer); !given)
            return given;
    }
    const QList<FileStanding>& standings = work.papers.answer.standings;
    return standings.isEmpty() ? Result<>() : writer.add(BundleStandings(standings));
}

Result<> Hub::Private::givePaper(PiecesWork& papers, const AttachmentId& file, qint64& room,
                                 BundleWriter& writer)
{
    const auto reads = mayRead(papers, file);
    if (!reads)
        return reads.error();
    const auto held = storage.attachment(file);
    if (!held)
        return held.error();
    if (!*reads || !*held) {
        papers.stand(file, PieceState::NotNamed, 0);
        return {};
    }
    if (!(*held)->isWhole()) {
        papers.stand(file, PieceState::NotHere, (*held)->held);
        return {};
    }
    const AttachmentManifest& manifest = (*held)->manifest;
    if (manifest.sealedBytes > room)
        return {};  // the next bundle, or the line
    room -= manifest.sealedBytes;
    papers.stand(file, PieceState::Whole, (*held)->held);
    for (int index = 0; index < manifest.pieces(); ++index) {
        const auto bytes =
            attachments->read(**held, index * AttachmentManifest::kPieceBytes, manifest.pieceBytes(index));
        if (!bytes && bytes.error().code != ErrorCode::Damaged)
            return bytes.error();
        if (!bytes) {
            LogLine("file.damaged"_L1).outside("why"_L1, bytes.error().detail).write(hubLog());
            papers.stand(file, PieceState::Damaged, (*held)->held);
            return {};
        }
        if (auto added = writer.add(FilePart{file, index * AttachmentManifest::kPieceBytes, *bytes}); !added)
            return added;
    }
    return {};
}

}  // namespace prohori
