// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/directory/Directory.h"
#include "core/storage/Store.h"
#include "sync/wire/Messages.h"

#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

namespace prohori {

/// Carries one exchange. Implementations: HttpTransport, and scripted ones in tests.
class Transport {
public:
    virtual ~Transport() = default;
    static constexpr int kOk = 200;  ///< the status of an answer that is one
    struct Reply {
        int status = 0;
        QByteArray body;
        int retryAfterSeconds = 0;
    };
    using Done = std::function<void(Result<Reply>)>;
    using Progress = std::function<void(qint64 sent, qint64 received)>;
    /// POSTs `body`; calls `done` once, from the event loop, unless cancelled before.
    virtual void post(const QByteArray& body, Progress progress, Done done) = 0;
    /// Whether it carries requests for files, too; without it files wait.
    virtual bool carriesFiles() const { return false; }
    /// The same for a request for files (PiecesRequest).
    virtual void postPieces(const QByteArray& body, Progress progress, Done done)
    {
        post(body, std::move(progress), std::move(done));
    }
    virtual void cancel() = 0;
};

/// QNetworkAccessManager, TLS 1.3, trust by pin only: the SHA-256 of the hub's TLS public key from the invitation, compared before the
/// request is written. Plain http only to loopback. No redirects, no cookies.
std::unique_ptr<Transport> makeHttpTransport(const QUrl& hub, const QByteArray& tlsPin);

/// What happened to one record in a sync, for the receipt that a person reads.
struct RecordOutcome {
    RecordId record;
    QString localRef;
    int sent = 0, received = 0, quarantined = 0;
    QString reason;  ///< refusalName of the first quarantined change
    bool conflict = false;
    std::optional<GoneRecord> gone;  ///< this station may no longer read it, and has let go of it
};

struct SyncSummary {
    int sent = 0, received = 0, conflicts = 0, requests = 0;
    qint64 bytesUp = 0, bytesDown = 0;
    QList<RecordOutcome> records;
    QStringList quarantined;  ///< change ids
    bool reminted = false;
    int journalSent = 0;                   ///< lines of the own journal that the hub took in
    int journalReceived = 0;               ///< runs of other stations' lines, for auditors
    int filesSent = 0, filesReceived = 0;  ///< whole ones
    int filesLeft = 0;                     ///< known to be sent or wanted, and not done
    QString
        filesStopped;  ///< why the files did not come to their end: "offline", "busy", "cancelled", or a code; empty: they did
    QString journalRefused;  ///< journalFitName of why the hub did not take the own lines; empty: it did
    QList<GoneRecord> gone;  ///< cases that this station may no longer read, and has let go of
    Instant finished;
};

enum class SyncPhase { Idle, Connecting, Sending, Receiving, Applying, Done, Failed, Cancelled };

/** One press of the Sync button: requests until nothing is left to send or to fetch. A state machine without threads; it moves on when the
    transport answers. Every step leaves the store consistent: a cut or a cancel keeps every whole frame, nothing is sent twice with effect.

    Files follow when the records are done (AttachmentSync). Whatever stops them, a cancel too, the sync is Done, and the summary tells how far they came.

    A change leaves the queue only with a verified receipt. Errors: Offline (no line), Busy (retry after), Refused (code of the hub as hint),
    Cancelled, and those of Store.
*/
class SyncClient : public QObject {
    Q_OBJECT
public:
    struct Identity {
        HubId hub;
        CertificateId person;
        std::function<Result<>()> remint;  ///< makes a new replica when the hub asks for it
        bool isNational = false;           ///< see AttachmentSync::Identity
    };
    SyncClient(Store& store, Transport& transport, Identity identity, const Clock& clock,
               QObject* parent = nullptr);
    ~SyncClient() override;

    /// Between two frames of an answer the event loop comes round: for windows, which have to answer meanwhile and to hear a cancel. Off at first; it
    /// comes round, too, while the next answer is asked for early.
    void setLingering(bool lingers);
    /// How long the file queue waits after a cut: see AttachmentSync::setPause().
    void setFilePause(std::chrono::milliseconds pause);
    void start();
    void cancel();
    SyncPhase phase() const;
    /// Also after a failure or a cancel: what had been done by then.
    const SyncSummary& summary() const;

signals:
    void progressed(prohori::SyncPhase phase, qint64 bytesUp, qint64 bytesDown, int changesLeft);
    /// While files travel, after the records: bytes of files that are through, of all.
    void filesProgressed(qint64 done, qint64 all, int filesLeft);
    void finished(const prohori::Result<prohori::SyncSummary>& outcome);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// The dictionary of frames to the hub: one that it has said to have; 0 before it has said so.
quint32 uploadDictionary(const Store& store);

/// What a sync would do, without a line: unsent changes and their bytes.
struct SyncPreview {
    qint64 unsent = 0;
    qint64 bytesUp = 0;
    QList<RecordId> records;
};
SyncPreview previewSync(const Store& store);

}  // namespace prohori
