// SPDX-License-Identifier: GPL-3.0-or-later
// Files on their way to the hub and from it.
#include "core/cases/PaperSharing.h"
#include "sync/hub/PiecesWork.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

void Hub::keepAttachmentsIn(const QString& folder, qint64 quotaAScope)
{
    d->attachments.emplace(folder, d->storage.sealedBytes());
    d->attachmentQuota = quotaAScope;
}

Result<QByteArray> Hub::handlePieces(const QByteArray& requestBytes, const QString& from)
{
    ++d->counters.requests;
    const auto asked = PiecesRequest::decode(requestBytes);
    if (!asked)
        return d->bad(asked.error(), from);
    Private::PiecesWork work;
    work.replica = asked->request.replica;
    work.answer.hub = d->id;
    work.answer.requestHash = asked->hash;
    work.answer.hubTime = d->clock.now();
    auto done = d->letInPieces(*asked, work);
    if (done) {
        // Files wait for the disk; records never wait for files.
        const std::lock_guard lock(d->files);
        done = d->workOnPieces(*asked, work);
    }
    if (!done)
        done = d->bad(done.error(), from);
    if (!done && done.error().code != ErrorCode::Refused)
        return done.error();
    if (!done) {
        ++d->counters.refused;
        work.answer.standings.clear();
        work.answer.parts.clear();
        work.answer.error = done.error().hint;
        if (work.answer.error == u"replayed"_s)
            work.answer.expectedRequestCounter = done.error().detail.toULongLong();
        LogLine("files.refused"_L1)
            .id("replica"_L1, asked->request.replica)
            .outside("error"_L1, work.answer.error)
            .write(hubLog());
    }
    return work.answer.encode(d->key);
}

/// As a sync request is let in, but who sends files must have sent records before.
Result<> Hub::Private::letInPieces(const PiecesRequest::Decoded& asked, PiecesWork& work)
{
    const PiecesRequest& request = asked.request;
    if (request.protocol < kOldestProtocolVersion || request.protocol > kProtocolVersion)
        return refusedWith(u"protocol"_s);
    if (request.hub != id)
        return refusedWith(u"not-for-this-hub"_s);
    if (!attachments)
        return refusedWith(u"no-files"_s);
    const std::lock_guard lock(custody);
    if (auto read = catchUp(); !read)
        return read;
    const ReplicaInfo* replica = directory.replica(request.replica);
    const PersonInfo* person = directory.person(request.person);
    if (!replica || !person || !replica->people.contains(request.person))
        return refusedWith(u"unknown-replica"_s);
    if (!asked.isSignedBy(replica->replicaKey))
        return refusedWith(u"bad-signature"_s);
    if (auto admitted = admit(request.replica, request.person, HubLimits::Kind::Files, asked.size); !admitted)
        return admitted;
    work.person = *person;
    const auto before = storage.replica(request.replica);
    if (!before)
        return before.error();
    const bool isAgain =
        request.requestCounter == before->requestCounter && asked.hash == before->requestHash;
    if (request.requestCounter > before->requestCounter || isAgain)
        return {};
    ++counters.replayed;
    return Error{ErrorCode::Refused, QString::number(before->requestCounter + 1), u"replayed"_s};
}

Result<> Hub::Private::workOnPieces(const PiecesRequest::Decoded& asked, PiecesWork& work)
{
    const PiecesRequest& request = asked.request;
    for (const AttachmentId& file : request.asked) {
        const auto known = fileOf(work, file);
        if (!known)
            return known.error();
        if (const auto& held = **known; held)
            work.stand(file, held->isWhole() ? PieceState::Whole : PieceState::Partly, held->held);
        else
            work.stand(file, PieceState::NotNamed, 0);
    }
    for (const FilePart& part : request.parts) {
        if (auto kept = keepPart(work, part); !kept)
            return kept;
    }
    qint64 room = kMaxPartBytes;
    for (const PiecesRequest::Wanted& wanted : request.wanted) {
        if (auto given = givePart(work, wanted, room); !given)
            return given;
    }
    return notePieces(asked, work);
}

Result<std::optional<HeldAttachment>*> Hub::Private::fileOf(PiecesWork& work, const AttachmentId& file)
{
    if (!work.files.contains(file)) {
        auto held = storage.attachment(file);
        if (!held)
            return held.error();
        work.files.insert(file, std::move(*held));
    }
    return &work.files[file];
}

/// Whether a file that nothing is held of yet still fits into the room of the person's scope.
Result<bool> Hub::Private::hasRoomFor(const PiecesWork& work, const HeldAttachment& file) const
{
    if (attachmentQuota <= 0 || file.held > 0)
        return true;
    const auto used = storage.attachmentBytes(work.person.scope);
    if (!used)
        return used.error();
    qint64 begun = 0;
    for (const AttachmentId& other : work.grown) {
        if (const auto& held = work.files[other]; held->wasEmpty)
            begun += held->manifest.sealedBytes;
    }
    return *used + begun + file.manifest.sealedBytes <= attachmentQuota;
}

Result<> Hub::Private::keepPart(PiecesWork& work, const FilePart& part)
{
    const auto known = fileOf(work, part.file);
    if (!known)
        return known.error();
    if (!**known) {
        work.stand(part.file, PieceState::NotNamed, 0);
        return {};
    }
    HeldAttachment& file = ***known;
    const auto fits = hasRoomFor(work, file);
    if (!fits)
        return fits.error();
    if (!*fits) {
        work.stand(part.file, PieceState::Quota, 0);
        return {};
    }
    const auto kept = attachments->keep(file, part.offset, part.bytes);
    if (!kept)
        return kept.error();
    if (kept->held != file.held) {
        file.wasEmpty = file.wasEmpty || file.held == 0;
        if (file.scope.isEmpty())
            file.scope = work.person.scope;
        file.held = kept->held;
        if (!work.grown.contains(part.file))
            work.grown.append(part.file);
    }
    if (kept->state == PieceState::WrongPiece)
        LogLine("file.wrong_piece"_L1)
            .id("replica"_L1, work.replica)
            .count("held"_L1, kept->held)
            .write(hubLog());
    work.stand(part.file, kept->state, kept->held);
    return {};
}

/// Only of files that a change names in the feed which this person reads (SEC-44); and at the national level only of papers that the district lets
/// go: the Ministry sees of the others what they are, and no more.
Result<bool> Hub::Private::mayRead(PiecesWork& work, const AttachmentId& file)
{
    const PersonInfo& person = work.person;
    if (person.revoked || person.role == Role::Admin || person.role == Role::Auditor)
        return false;
    if (!isNationalRole(person.role))
        return storage.isNamedInFeed(file, person.scope);
    if (!work.mayLeave.contains(file)) {
        const auto leaves = leavesDistrict(file);
        if (!leaves)
            return leaves;
        work.mayLeave.insert(file, *leaves);
    }
    return work.mayLeave.value(file);
}

Result<bool> Hub::Private::leavesDistrict(const AttachmentId& file)
{
    const auto records = storage.recordsNaming(file, kNationalScope);
    if (!records)
        return records.error();
    for (const RecordId& record : *records) {
        const auto held = storage.recordChanges(record);
        if (!held)
            return held.error();
        History history(record);
        for (const HeldChange& one : *held) {
            // What does not fit there was told by `check`; it lets nothing go.
            if (one.refusal == Refusal::None && !history.add(one.change))
                return false;
        }
        if (mayLeaveDistrict(history, file))
            return true;
    }
    return false;
}

Result<> Hub::Private::givePart(PiecesWork& work, const PiecesRequest::Wanted& wanted, qint64& room)
{
    const auto reads = mayRead(work, wanted.file);
    if (!reads)
        return reads.error();
    const auto known = fileOf(work, wanted.file);
    if (!known)
        return known.error();
    if (!*reads || !**known) {
        work.stand(wanted.file, PieceState::NotNamed, 0);
        return {};
    }
    const HeldAttachment& file = ***known;
    if (!file.isWhole()) {
        work.stand(wanted.file, PieceState::NotHere, file.held);
        return {};
    }
    if (wanted.offset >= file.held) {
        work.stand(wanted.file, PieceState::Beyond, file.held);
        return {};
    }
    work.stand(wanted.file, PieceState::Whole, file.held);
    const qint64 length = std::min(wanted.length, room);
    if (length == 0)
        return {};
    auto bytes = attachments->read(file, wanted.offset, length);
    if (bytes) {
        room -= bytes->size();
        work.answer.parts.append({wanted.file, wanted.offset, std::move(*bytes)});
        return {};
    }
    if (bytes.error().code != ErrorCode::Damaged)
        return bytes.error();
    LogLine("file.damaged"_L1).outside("why"_L1, bytes.error().detail).write(hubLog());
    work.stand(wanted.file, PieceState::Damaged, file.held);
    return {};
}

/// The counter and what is held now, in one transaction and only after the bytes are on the disk: no confirmation without them.
Result<> Hub::Private::notePieces(const PiecesRequest::Decoded& asked, PiecesWork& work)
{
    const PiecesRequest& request = asked.request;
    const std::lock_guard lock(custody);
    return storage.transaction([&]() -> Result<> {
        if (auto noted = noteGrown(work); !noted)
            return noted;
        auto status = storage.replica(request.replica);
        if (!status)
            return status.error();
        // A request that came meanwhile may have gone on already.
        if (request.requestCounter <= status->requestCounter)
            return {};
        status->replica = request.replica;
        status->requestCounter = request.requestCounter;
        status->requestHash = asked.hash;
        status->answerPlan.clear();
        status->lastContact = std::max(status->lastContact, work.answer.hubTime);
        return storage.setReplica(*status);
    });
}

/// Inside of a transaction.
Result<> Hub::Private::noteGrown(const PiecesWork& work)
{
    for (const AttachmentId& file : work.grown) {
        const HeldAttachment held = *work.files.value(file);
        // Another process may have completed it meanwhile.
        const auto now = storage.attachment(file);
        if (!now)
            return now.error();
        if (*now && (*now)->isWhole())
            continue;
        if (auto noted = storage.setAttachmentHeld(file, held.held, held.scope); !noted)
            return noted;
    }
    return {};
}

}  // namespace prohori
