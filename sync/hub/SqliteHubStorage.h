// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/SecretBytes.h"
#include "core/sql/Connection.h"
#include "sync/hub/HubStorage.h"

#include <memory>

namespace prohori {

/** The hub's storage in one SQLCipher file: one command, no server.

    One connection writes; up to kReaders others read at the same time, each from its own snapshot. A transaction is durable
    (WAL, FULL) before it returns. Thread-safe.
*/
class SqliteHubStorage final : public HubStorage {
public:
    static constexpr int kReaders = 4;

    /// Opens `path` and brings its schema up to date; with `create` makes it. Errors as of Connection.
    static Result<std::unique_ptr<SqliteHubStorage>> open(const QString& path, const SecretBytes& key,
                                                          bool create);
    ~SqliteHubStorage() override;

    Result<> transaction(const std::function<Result<>()>& work) override;
    Result<> snapshot(const std::function<Result<>()>& look) override;

    Result<std::optional<Judged>> judgement(const ChangeId& change) override;
    Result<std::optional<ChangeId>> changeAt(const ReplicaId& replica, quint64 counter) override;
    Result<> keep(const HeldChange& change) override;
    Result<> judge(const ChangeId& change, Refusal refusal, ChainLink link) override;
    Result<> setSignature(const ChangeId& change, const QByteArray& signature) override;
    Result<QList<HeldChange>> recordChanges(const RecordId& record) override;
    Result<QList<ChangeId>> idsOfRecord(const RecordId& record, const QByteArray& start) override;
    Result<QList<RecordId>> recordsOf(const ReplicaId& replica, quint64 after) override;
    Result<> waitFor(const ChangeId& change, const QByteArray& what) override;
    Result<QList<HeldChange>> waitingFor(const QByteArray& what) override;
    Result<> stopWaiting(const ChangeId& change) override;
    Result<bool> isAnythingWaiting() override;

    Result<quint64> appendToFeed(const Scope& feed, const ChangeId& change) override;
    Result<quint64> appendAgain(const Scope& feed, const ChangeId& change) override;
    Result<quint64> feedPosition(const Scope& feed, const ChangeId& change) override;
    Result<QList<FeedEntry>> feed(const Scope& feed, quint64 after, quint64 through, int limit,
                                  qsizetype maxBytes, const QSet<ChangeId>& passOver = {}) override;
    Result<quint64> feedEnd(const Scope& feed) override;
    Result<quint64> feedOfOthers(const Scope& feed, quint64 after, quint64 through, const OwnChain& own,
                                 quint64 most) override;
    Result<QList<FeedRecord>> feedRecordsOf(const Scope& feed, const ReplicaId& replica,
                                            const FeedWalk& walk) override;
    Result<QList<FeedRecord>> feedRecords(const Scope& feed, const FeedWalk& walk) override;
    Result<QList<FeedRecord>> feedRecordsAt(const Scope& feed, const QList<quint64>& places) override;
    Result<QList<FeedEntry>> feedOfRecord(const Scope& feed, const RecordId& record, quint64 through,
                                          int limit, qsizetype maxBytes) override;

    Result<> keepStatement(const CertificateId& id, const QByteArray& statement) override;
    Result<QList<QByteArray>> statements(quint64 after, int limit) override;
    Result<quint64> statementEnd() override;

    Result<ReplicaStatus> replica(const ReplicaId& replica) override;
    Result<> setReplica(const ReplicaStatus& status) override;
    Result<QList<ReplicaStatus>> replicas() override;

    Result<std::optional<Scope>> homeScope(const RecordId& record) override;
    Result<> setHomeScope(const RecordId& record, const Scope& scope) override;
    Result<QString> nationalRef(const RecordId& record) override;
    Result<QString> giveNationalRef(const RecordId& record, int year) override;

    Result<quint64> keepJournal(const JournalBatch& batch, Instant received, JournalFit fit) override;
    Result<quint64> journalLast(const ReplicaId& replica) override;
    Result<QByteArray> journalLink(const ReplicaId& replica, quint64 no) override;
    Result<int> journalEvidence(const ReplicaId& replica) override;
    Result<QList<HeldJournal>> journals(quint64 after, quint64 through, int limit) override;
    Result<quint64> journalsEnd() override;
    Result<QList<JournalStats>> journalStats() override;

    Result<std::optional<HeldAttachment>> attachment(const AttachmentId& file) override;
    Result<bool> isNamedInFeed(const AttachmentId& file, const Scope& feed) override;
    Result<QList<RecordId>> recordsNaming(const AttachmentId& file, const Scope& feed) override;
    Result<> setAttachmentHeld(const AttachmentId& file, qint64 held, const Scope& scope) override;
    Result<qint64> attachmentBytes(const Scope& scope) override;
    Result<> eachAttachment(const std::function<Result<>(const HeldAttachment&)>& visit) override;

    Result<> noteBackup(const BackupNote& backup, const QList<SafeMark>& marks) override;
    Result<std::optional<BackupNote>> lastBackup() override;
    Result<quint64> safeCounter(const ReplicaId& replica) override;
    Result<> noteSetBack(const SetBack& when) override;
    Result<QList<SetBack>> setBacks() override;
    /// A copy of one moment under the same key, while others go on writing. `path` must not exist.
    Result<> copyInto(const QString& path);

    Result<QList<ScopeStats>> stats() override;
    Result<> eachChange(const std::function<Result<>(const StoredChange&)>& visit) override;
    Result<> eachFeedEntry(const std::function<Result<>(const StoredFeedEntry&)>& visit) override;
    Result<QStringList> faults() override;

private:
    class Lease;
    struct Private;
    explicit SqliteHubStorage(std::unique_ptr<Private> own);
    Result<quint64> appendEntry(const Scope& feed, const ChangeId& change, bool again);

    /// The writer inside a transaction of this thread, its one reader inside a snapshot, else a reader for as long as the lease lives.
    Result<Lease> connection();
    Result<Connection*> writer();
    Result<> nameAttachments(const Change& change);

    std::unique_ptr<Private> d;
};

}  // namespace prohori
