// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/SyncClient.h"

#include <QHash>

namespace prohori {

/// Settings that both sides of an exchange use.
inline const QString kRequestCounter = QStringLiteral("sync.request_counter");
inline const QString kStatementCursor = QStringLiteral("sync.statement_cursor");

/** What a sync knows while it runs. Asking stands in SyncClient.cpp, what is done with an answer in SyncTaking.cpp. Inside of
    sync/client only.
*/
struct SyncClient::Private {
    Private(Store& itsStore, Transport& itsTransport, Identity itsIdentity, const Clock& itsClock,
            SyncClient* client)
        : store(itsStore),
          transport(itsTransport),
          identity(std::move(itsIdentity)),
          clock(itsClock),
          q(client)
    {}

    Store& store;
    Transport& transport;
    Identity identity;
    const Clock& clock;
    SyncClient* q;

    SyncPhase phase = SyncPhase::Idle;
    SyncSummary summary;
    QHash<RecordId, RecordOutcome> outcomes;
    SyncRequest request;
    QByteArray requestBytes;
    QList<ChangeId> uploaded;
    QHash<ChangeId, RecordId> recordOf;
    int counterRepairs = 0;
    bool remintedOnce = false;
    bool offeredAgain = false;
    bool journalRests =
        false;  ///< no more lines in this sync: the hub refused them, or does not know journals
    bool journalGoneBack = false;

    void ask();
    Result<> buildRequest();
    void packUploads();
    void take(const Result<Transport::Reply>& reply);
    Result<bool> takeAnswer(const QByteArray& body);
    Result<bool> takeError(const SyncAnswer& answer);
    Result<> takeVerdicts(const SyncAnswer& answer);
    Result<> takeFrames(const SyncAnswer& answer);
    Result<> takeNews(const SyncAnswer& answer);
    Result<> takeStatements(const SyncAnswer& answer);
    Result<> packJournal();
    /// Whether there are more lines to be sent.
    Result<bool> takeJournalVerdict(const SyncAnswer& answer);
    Result<> takeJournals(const SyncAnswer& answer);
    Result<> useStatementCursor();
    Result<> reofferIfSetBack(const SyncAnswer& answer);
    void finish(const Result<>& outcome);
    void report(SyncPhase next);
    RecordOutcome& outcome(const RecordId& record);
};

}  // namespace prohori
