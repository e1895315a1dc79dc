// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of sync/hub only.
#pragma once

#include "core/base/Log.h"
#include "sync/hub/AnswerPlan.h"
#include "sync/hub/AttachmentCustody.h"
#include "sync/hub/Custody.h"
#include "sync/hub/Hub.h"

namespace prohori {

Q_DECLARE_LOGGING_CATEGORY(hubLog)

struct Hub::Private {
    Private(AuthorityInfo authority, SigningKey hubKey, HubStorage& itsStorage, const Clock& itsClock)
        : id(HubId::fromBytes(hubKey.publicKey())),
          key(std::move(hubKey)),
          storage(itsStorage),
          clock(itsClock),
          directory(std::move(authority))
    {}

    HubId id;
    SigningKey key;
    HubStorage& storage;
    const Clock& clock;
    std::optional<HubLimits> limits;
    mutable std::mutex custody;  ///< one request at a time is taken into custody; guards the directory
    Directory directory;
    quint64 statementsRead = 0;  ///< of those in the storage, by `directory`
    HubCounters counters;
    std::mutex files;  ///< one request for files at a time; never taken while `custody` is held
    std::optional<AttachmentCustody> attachments;
    qint64 attachmentQuota = 0;
    quint64 largeBacklog = Hub::kLargeBacklog;

    /// What was learnt of people in one transaction: becomes the hub's directory when it is committed.
    struct News {
        Directory directory;
        int added = 0;
        QList<ReplicaId> replaced;
        QList<PersonId> revoked;
        QList<std::pair<CertificateId, QByteArray>> toKeep;
    };
    News learn(const QList<QByteArray>& statements);

    // --- HubTogether.cpp, all with `custody` held
    /// Reads what other processes have learnt of people since.
    Result<> catchUp();
    /// Inside of a transaction: fails when something came since catchUp(), or to this replica since `before` was read.
    Result<> isCaughtUp(const ReplicaStatus* before = nullptr);
    /// Catches up and works, anew when isCaughtUp() failed in `work`; Offline when that goes on.
    Result<> together(const std::function<Result<>()>& work);

    Result<> keep(const News& news, Custody& taking);
    Result<> keepSecondJoins(const News& news);

    // --- HubLimiting.cpp
    Result<> admit(const ReplicaId& replica, const CertificateId& person, HubLimits::Kind kind,
                   qsizetype bytes);
    Result<> lookAtBackups();
    /// `why` as it is, or Busy when this address has had its share of errors.
    Error bad(const Error& why, const QString& from);

    /// What a request led to: enough to answer it.
    struct Taken {
        AnswerPlan plan;
        Upload upload;
    };
    Result<Taken> takeOnce(const SyncRequest::Decoded& asked);
    Result<Taken> takeNow(const SyncRequest::Decoded& asked);
    Result<Taken> take(const SyncRequest::Decoded& asked, const ReplicaStatus& before);
    Result<> takeAll(const SyncRequest::Decoded& asked, const News& news, Taken& taken);
    Result<> receive(const SyncRequest& request, const Directory& known, Custody& taking, Taken& taken);
    Result<> planReading(const SyncRequest& request, const PersonInfo& person, AnswerPlan& plan);
    Result<> planSafe(const SyncRequest& request, const Directory& known, AnswerPlan& plan);
    Result<> planSetBack(const SyncRequest& request, AnswerPlan& plan);
    Result<> planJournals(const SyncRequest& request, AnswerPlan& plan);
    Result<> receiveJournal(const SyncRequest& request, const Directory& known, AnswerPlan& plan);
    // --- HubAhead.cpp
    Result<> planAhead(const SyncRequest& request, const Directory& known, AnswerPlan& plan);
    Result<bool> lacksMuch(const SyncRequest& request, const AnswerPlan& plan);
    Result<bool> holdsHead(const SyncRequest& request);
    Result<SyncAnswer> answer(const SyncRequest& request, const Taken& taken);
    void count(const QList<WireVerdict>& verdicts);

    // --- HubPieces.cpp
    struct PiecesWork;
    Result<> letInPieces(const PiecesRequest::Decoded& asked, PiecesWork& work);
    Result<> workOnPieces(const PiecesRequest::Decoded& asked, PiecesWork& work);
    Result<std::optional<HeldAttachment>*> fileOf(PiecesWork& work, const AttachmentId& file);
    Result<bool> hasRoomFor(const PiecesWork& work, const HeldAttachment& file) const;
    Result<> keepPart(PiecesWork& work, const FilePart& part);
    Result<bool> mayRead(PiecesWork& work, const AttachmentId& file);
    Result<bool> leavesDistrict(const AttachmentId& file);
    Result<> givePart(PiecesWork& work, const PiecesRequest::Wanted& wanted, qint64& room);
    Result<> notePieces(const PiecesRequest::Decoded& asked, PiecesWork& work);
    Result<> noteGrown(const PiecesWork& work);

    // --- HubBundles.cpp
    struct BundleWork;
    Result<> letIn(BundleWork& work);
    Result<> receive(BundleWork& work, QList<FramedChange>& batch, bool isFirst);
    Result<> receiveNow(BundleWork& work, const QList<FramedChange>& batch, bool isFirst);
    Result<> judge(BundleWork& work);
    QList<QByteArray> receiversOf(const BundleHeader& header) const;
    Result<> writeAnswer(BundleWork& work, QIODevice& out);
    // --- HubBundlePapers.cpp
    Result<> keepPaper(BundleWork& work, const FilePart& piece);
    Result<> notePapers(BundleWork& work);
    Result<> givePapers(BundleWork& work, BundleWriter& writer);
    Result<> givePaper(PiecesWork& papers, const AttachmentId& file, qint64& room, BundleWriter& writer);
};

/// A transaction that ends here without an error of the storage: the request is refused with this code.
inline Error refusedWith(const QString& code)
{
    return {ErrorCode::Refused, QStringLiteral("the request is refused: %1").arg(code), code};
}

inline ChangeId idOf(const FramedChange& framed)
{
    return framed.change ? framed.change->id() : framed.brokenId;
}

/// What the request names of what went before its turn, where the plan goes by it.
WireAhead aheadIn(const SyncRequest& request, const AnswerPlan& plan);

}  // namespace prohori
