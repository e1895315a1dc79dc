// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/HubStorage.h"

#include <QFile>

#include <csignal>
#include <unistd.h>

namespace prohori {

/** A hub's storage over a real one that gets its process killed, or the database server under it: at the given call inside a transaction, or, when
    the transaction has fewer, right before its commit. Always between receiving and committing.
*/
class FaultyStorage final : public HubStorage {
public:
    /// @param dieAtStep 0: never
    /// @param server the process of the database, which then dies in this one's place; 0: this one, with SIGKILL
    FaultyStorage(HubStorage& inner, int dieAtStep, pid_t server = 0)
        : m_inner(inner),
          m_dieAtStep(dieAtStep),
          m_server(server)
    {}

    Result<> transaction(const std::function<Result<>()>& work) override
    {
        return m_inner.transaction([&]() -> Result<> {
            m_inside = true;
            auto worked = work();
            m_inside = false;
            if (m_dieAtStep > 0)
                strike();
            return worked;
        });
    }

    Result<std::optional<Judged>> judgement(const ChangeId& change) override
    {
        step();
        return m_inner.judgement(change);
    }
    Result<std::optional<ChangeId>> changeAt(const ReplicaId& replica, quint64 counter) override
    {
        step();
        return m_inner.changeAt(replica, counter);
    }
    Result<> keep(const HeldChange& change) override
    {
        step();
        return m_inner.keep(change);
    }
    Result<> judge(const ChangeId& change, Refusal refusal, ChainLink link) override
    {
        step();
        return m_inner.judge(change, refusal, link);
    }
    Result<> setSignature(const ChangeId& change, const QByteArray& signature) override
    {
        step();
        return m_inner.setSignature(change, signature);
    }
    Result<QList<HeldChange>> recordChanges(const RecordId& record) override
    {
        step();
        return m_inner.recordChanges(record);
    }
    Result<QList<ChangeId>> idsOfRecord(const RecordId& record, const QByteArray& start) override
    {
        step();
        return m_inner.idsOfRecord(record, start);
    }
    Result<QList<RecordId>> recordsOf(const ReplicaId& replica, quint64 after) override
    {
        step();
        return m_inner.recordsOf(replica, after);
    }
    Result<> waitFor(const ChangeId& change, const QByteArray& what) override
    {
        step();
        return m_inner.waitFor(change, what);
    }
    Result<QList<HeldChange>> waitingFor(const QByteArray& what) override
    {
        step();
        return m_inner.waitingFor(what);
    }
    Result<> stopWaiting(const ChangeId& change) override
    {
        step();
        return m_inner.stopWaiting(change);
    }
    Result<bool> isAnythingWaiting() override
    {
        step();
        return m_inner.isAnythingWaiting();
    }
    Result<quint64> appendToFeed(const Scope& feed, const ChangeId& change) override
    {
        step();
        return m_inner.appendToFeed(feed, change);
    }
    Result<quint64> appendAgain(const Scope& feed, const ChangeId& change) override
    {
        step();
        return m_inner.appendAgain(feed, change);
    }
    Result<quint64> feedPosition(const Scope& feed, const ChangeId& change) override
    {
        step();
        return m_inner.feedPosition(feed, change);
    }
    Result<QList<FeedEntry>> feed(const Scope& feed, quint64 after, quint64 through, int limit,
                                  qsizetype maxBytes, const QSet<ChangeId>& passOver = {}) override
    {
        step();
        return m_inner.feed(feed, after, through, limit, maxBytes, passOver);
    }
    Result<quint64> feedEnd(const Scope& feed) override
    {
        step();
        return m_inner.feedEnd(feed);
    }
    Result<quint64> feedOfOthers(const Scope& feed, quint64 after, quint64 through, const OwnChain& own,
                                 quint64 most) override
    {
        step();
        return m_inner.feedOfOthers(feed, after, through, own, most);
    }
    Result<QList<FeedRecord>> feedRecordsOf(const Scope& feed, const ReplicaId& replica,
                                            const FeedWalk& walk) override
    {
        step();
        return m_inner.feedRecordsOf(feed, replica, walk);
    }
    Result<QList<FeedRecord>> feedRecords(const Scope& feed, const FeedWalk& walk) override
    {
        step();
        return m_inner.feedRecords(feed, walk);
    }
    Result<QList<FeedRecord>> feedRecordsAt(const Scope& feed, const QList<quint64>& places) override
    {
        step();
        return m_inner.feedRecordsAt(feed, places);
    }
    Result<QList<FeedEntry>> feedOfRecord(const Scope& feed, const RecordId& record, quint64 through,
                                          int limit, qsizetype maxBytes) override
    {
        step();
        return m_inner.feedOfRecord(feed, record, through, limit, maxBytes);
    }
    Result<> keepStatement(const CertificateId& id, const QByteArray& statement) override
    {
        step();
        return m_inner.keepStatement(id, statement);
    }
    Result<QList<QByteArray>> statements(quint64 after, int limit) override
    {
        step();
        return m_inner.statements(after, limit);
    }
    Result<quint64> statementEnd() override
    {
        step();
        return m_inner.statementEnd();
    }
    Result<ReplicaStatus> replica(const ReplicaId& replica) override
    {
        step();
        return m_inner.replica(replica);
    }
    Result<> setReplica(const ReplicaStatus& status) override
    {
        step();
        return m_inner.setReplica(status);
    }
    Result<QList<ReplicaStatus>> replicas() override
    {
        step();
        return m_inner.replicas();
    }
    Result<std::optional<Scope>> homeScope(const RecordId& record) override
    {
        step();
        return m_inner.homeScope(record);
    }
    Result<> setHomeScope(const RecordId& record, const Scope& scope) override
    {
        step();
        return m_inner.setHomeScope(record, scope);
    }
    Result<QString> nationalRef(const RecordId& record) override
    {
        step();
        return m_inner.nationalRef(record);
    }
    Result<QString> giveNationalRef(const RecordId& record, int year) override
    {
        step();
        return m_inner.giveNationalRef(record, year);
    }
    Result<quint64> keepJournal(const JournalBatch& batch, Instant received, JournalFit fit) override
    {
        step();
        return m_inner.keepJournal(batch, received, fit);
    }
    Result<quint64> journalLast(const ReplicaId& replica) override
    {
        step();
        return m_inner.journalLast(replica);
    }
    Result<QByteArray> journalLink(const ReplicaId& replica, quint64 no) override
    {
        step();
        return m_inner.journalLink(replica, no);
    }
    Result<int> journalEvidence(const ReplicaId& replica) override
    {
        step();
        return m_inner.journalEvidence(replica);
    }
    Result<QList<HeldJournal>> journals(quint64 after, quint64 through, int limit) override
    {
        step();
        return m_inner.journals(after, through, limit);
    }
    Result<quint64> journalsEnd() override
    {
        step();
        return m_inner.journalsEnd();
    }
    Result<QList<JournalStats>> journalStats() override
    {
        step();
        return m_inner.journalStats();
    }
    Result<QList<ScopeStats>> stats() override
    {
        step();
        return m_inner.stats();
    }
    Result<> eachChange(const std::function<Result<>(const StoredChange&)>& visit) override
    {
        step();
        return m_inner.eachChange(visit);
    }
    Result<> eachFeedEntry(const std::function<Result<>(const StoredFeedEntry&)>& visit) override
    {
        step();
        return m_inner.eachFeedEntry(visit);
    }
    Result<std::optional<HeldAttachment>> attachment(const AttachmentId& file) override
    {
        step();
        return m_inner.attachment(file);
    }
    Result<bool> isNamedInFeed(const AttachmentId& file, const Scope& feed) override
    {
        step();
        return m_inner.isNamedInFeed(file, feed);
    }
    Result<QList<RecordId>> recordsNaming(const AttachmentId& file, const Scope& feed) override
    {
        step();
        return m_inner.recordsNaming(file, feed);
    }
    Result<> setAttachmentHeld(const AttachmentId& file, qint64 held, const Scope& scope) override
    {
        step();
        return m_inner.setAttachmentHeld(file, held, scope);
    }
    Result<qint64> attachmentBytes(const Scope& scope) override
    {
        step();
        return m_inner.attachmentBytes(scope);
    }
    Result<> eachAttachment(const std::function<Result<>(const HeldAttachment&)>& visit) override
    {
        step();
        return m_inner.eachAttachment(visit);
    }
    Result<QStringList> faults() override
    {
        step();
        return m_inner.faults();
    }

private:
    void strike()
    {
        while (m_server == 0)
            kill(getpid(), SIGKILL);
        // As a power cut would, and no call goes on before it is gone. Who started it has not noticed yet.
        kill(m_server, SIGQUIT);
        QFile state(QStringLiteral("/proc/%1/stat").arg(m_server));
        while (state.open(QIODevice::ReadOnly) && !state.readAll().contains(") Z "))
            state.close();
    }
    void step()
    {
        if (m_inside && ++m_steps == m_dieAtStep)
            strike();
    }

    HubStorage& m_inner;
    int m_dieAtStep;
    pid_t m_server;
    bool m_inside = false;
    int m_steps = 0;
};

}  // namespace prohori
