// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"
#include "app/station/Deadlines.h"
#include "app/station/Station.h"
#include "app/station/SyncPreview.h"
#include "app/station/SyncReceipts.h"
#include "core/secrets/Keychain.h"
#include "sync/client/SyncClient.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace prohori {

class BackupKeeper;
class QuestionWatch;
class SyncAuto;

/** What the windows of one signed-in person share: the station, the desk for cases, one running sync at most.

    Windows ask it and listen to it; they hold no state of the record themselves. While nobody waits it indexes names that became
    readable, works out dates and, every 30 s and at its end, brings the store's write-ahead log into the file.
*/
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(std::unique_ptr<Station> station, QObject* parent = nullptr);
    ~Session() override;

    Station& station() { return *m_station; }
    CaseDesk& desk() { return m_desk; }
    const FormEngine& engine() const { return m_station->engine(); }
    /// The clocks of the workflow, as the newest form has them.
    const Deadlines& deadlines() const { return m_deadlines; }
    qint64 unsent() const;
    bool isSyncing() const { return m_client != nullptr || m_isMeeting || m_isStarting; }
    /// Why a sync cannot be started now; success when it can.
    Result<> maySync() const;
    void startSync();
    void cancelSync();
    const SyncSummary& lastSummary() const { return m_summary; }
    SyncAuto& syncAuto() { return *m_auto; }
    BackupKeeper& backups() { return *m_backups; }
    QuestionWatch& questions() { return *m_questions; }
    /// A stick was read or written, and its receipt was kept: everybody who shows cases or receipts looks again.
    void noteStick(const SyncReceipt& receipt);
    QString lastSyncText() const;

    /// To be called after every save: everybody who shows cases looks again. A null record: several were saved.
    void noteSaved(const RecordId& record);

signals:
    void caseSaved(const prohori::RecordId& record);
    /// All dates of the cases are worked out (CaseDues): lists that show them look again.
    void datesWorkedOut();
    void syncStarted();
    void syncProgressed(prohori::SyncPhase phase, qint64 bytesUp, qint64 bytesDown, int changesLeft);
    void syncFinished(const prohori::Result<prohori::SyncSummary>& outcome);
    /// Of a sync just before syncFinished(), or of a stick.
    void receiptMade(const prohori::SyncReceipt& receipt);

private:
    void exchange();
    /// The hub answered with another TLS key than this station knows: it may vouch for it itself.
    void meetHubAnew(const Error& refusal);
    void takeOutcome(const Result<SyncSummary>& outcome);
    void keepReceipt(const SyncSummary& summary, const Result<>& outcome);
    void readAnew();
    void indexSomeNames();
    void workOutSomeDates();

    std::unique_ptr<Station> m_station;
    CaseDesk m_desk;
    Deadlines m_deadlines;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<SyncClient> m_client;
    SyncSummary m_summary;
    std::chrono::milliseconds m_began{0};  ///< of the running sync, by the clock that never goes back
    SodiumRandom m_random;
    std::unique_ptr<SyncAuto> m_auto;
    std::unique_ptr<BackupKeeper> m_backups;
    std::unique_ptr<QuestionWatch> m_questions;
    QTimer m_tidy;
    QTimer m_dates;  ///< between two handfuls of dates
    bool m_hasNewDates = false;
    bool m_isMeeting = false;
    bool m_isStarting = false;  ///< while syncStarted() is told
    bool m_hasMet = false;      ///< once a press of the button
};

}  // namespace prohori
