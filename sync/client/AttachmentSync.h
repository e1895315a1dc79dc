// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/LineGauge.h"
#include "sync/client/SyncClient.h"
#include "sync/wire/Pieces.h"

#include <QTimer>

#include <optional>

namespace prohori {

/// What a run of the file queue did.
struct AttachmentOutcome {
    int sent = 0, received = 0;  ///< whole files
    int left = 0;                ///< known to be sent or wanted, and not done
    qint64 bytesUp = 0, bytesDown = 0;
    int requests = 0, cuts = 0;
    QStringList refused;  ///< pieceStateName of each file that the hub did not take or give
    std::optional<Error>
        stopped;  ///< why the run ended before its queue: Offline, Busy, Cancelled, Refused, or of the store
};

/** The queue of files, after the records of a sync: first the own ones up, then those wanted here, the cases that changed last first. A state
    machine without threads, like SyncClient, which starts it.

    A file goes on where the hub has it (REL-29): after a cut the hub is asked how far it came, and at most the bytes of one request go twice.
    A line that is cut is tried again, until some cuts come one after the other with nothing between them. Each piece is checked by whoever
    receives it; one that is wrong twice leaves its file for the next run. Cancel is at once.
*/
class AttachmentSync : public QObject {
    Q_OBJECT
public:
    struct Identity {
        HubId hub;
        CertificateId person;
        bool isNational =
            false;  ///< wants only papers that their district lets go (core/cases/PaperSharing.h)
    };
    AttachmentSync(Store& store, Transport& transport, const Identity& identity, const Clock& clock,
                   QObject* parent = nullptr);
    ~AttachmentSync() override;

    /// Between a cut and the next try, times the cuts in a row.
    void setPause(std::chrono::milliseconds pause) { m_pauseLength = pause; }
    void start();
    void cancel();
    const AttachmentOutcome& outcome() const { return m_outcome; }
    /// Whether there may be anything to do, without a line.
    static Result<bool> isNeeded(Store& store);
    /// What this station wants, the smallest first; at the national level only what its district lets go, whatever the limit.
    static Result<QList<AttachmentWork>> wanted(Store& store, bool isNational, int limit);

signals:
    /// Bytes of files that are through, of those the queue had at its start.
    void progressed(qint64 done, qint64 all, int filesLeft);
    void finished();

private:
    enum class Step { Idle, Asking, Sending, Fetching };
    struct File {
        AttachmentManifest manifest;
        qint64 done =
            0;  ///< up: what the hub confirmed; down: what of it has come, whole pieces and the begun one
        int faults = 0;
    };

    Result<> fillQueues();
    void next();
    Result<PiecesRequest> makeRequest();
    Result<> packParts(PiecesRequest& request);
    void packWanted(PiecesRequest& request);
    void post(PiecesRequest request);
    void take(const Result<Transport::Reply>& reply);
    Result<> takeReply(const Transport::Reply& reply);
    Result<> takeAnswer(const PiecesAnswer& answer);
    Result<> takeStanding(const PiecesAnswer::Standing& standing);
    Result<> takePart(const FilePart& part);
    void takeCut(const Error& error);
    Result<> takeError(const PiecesAnswer& answer);
    Result<> takeSent(qsizetype at, const PiecesAnswer::Standing& standing);
    void drop(QList<File>& queue, qsizetype at, PieceState why);
    void report();
    void finish(const std::optional<Error>& stopped);

    Store& m_store;
    Transport& m_transport;
    Identity m_identity;
    const Clock& m_clock;
    LineGauge m_gauge{kMaxPartBytes};
    std::chrono::milliseconds m_pauseLength{500};
    QTimer m_pause;
    Step m_step = Step::Idle;
    bool m_mustAsk = true;
    QList<File> m_up, m_down;
    QByteArray m_begun;  ///< of the first wanted file: the piece that has not come to its end
    QByteArray m_requestHash;
    qint64 m_partBytes = 0;  ///< of files in the request or wanted by it
    std::chrono::milliseconds m_posted{};
    qint64 m_all = 0, m_done = 0;
    int m_cutsInARow = 0, m_counterRepairs = 0;
    AttachmentOutcome m_outcome;
};

}  // namespace prohori
