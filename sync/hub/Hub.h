// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "sync/hub/HubLimits.h"
#include "sync/hub/HubStorage.h"
#include "sync/wire/BundleFile.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace prohori {

/// What a hub has done since it was started; for /metrics.
struct HubCounters {
    std::atomic<quint64> requests = 0, refused = 0, replayed = 0;
    std::atomic<quint64> changesReceived = 0, changesAccepted = 0, changesQuarantined = 0, changesWaiting = 0;
    std::atomic<quint64> framesSent = 0, statementsReceived = 0, secondJoins = 0;
    std::atomic<qint64> backupMadeMs = 0,
                        backupChanges = 0;  ///< of the last verified backup, as of the last look
    std::atomic<quint64> limited =
        0;  ///< requests that had to wait: beyond what a station or an address may ask for
};

/** The hub without its socket: takes a request's bytes, gives the answer's bytes.

    Order for each change: bounds → canonical form → signature of the change (bad: refused, not stored) → custody (stored) → chain, certificate, revocation,
    scope, role, form, values, approval (bad: quarantined with its reason; blocks only its descendants in the same record). A change accepted goes
    into the feed of its record's district; on a valid approval the approval's ancestors not yet there go into the national feed.
    One transaction a request, committed before the answer (with its signed receipt) leaves. The same request again gives the same answer.
    It never holds a key to a sealed value and cannot sign for anybody but itself.

    Thread-safe; requests are taken into custody one at a time, and their answers are made side by side.
*/
class Hub {
public:
    Hub(AuthorityInfo authority, SigningKey hubKey, HubStorage& storage, const Clock& clock);
    ~Hub();

    /// Loads the directory from storage; call once before handle().
    Result<> start();
    /// Fails with Invalid only for bytes that are no request at all (HTTP 400), and with another code when the hub itself cannot work
    /// (HTTP 503); every other refusal is a signed answer with `error`.
    /// @param from the address it came from; those of whom nothing is proved are counted by it.
    /// Busy, with the seconds to wait as hint, beyond limits() (HTTP 429).
    Result<QByteArray> handle(const QByteArray& requestBytes, const QString& from = {});
    /// What one station and one address may ask for (SEC-59); without it there is no bound. Before the first request.
    void limit(const HubLimits::Rules& rules);
    /// A station that lacks more changes than so many gets the open cases of who asks before the rest. Before the first request.
    static constexpr quint64 kLargeBacklog = 50;
    void sendAheadBeyond(quint64 changes);
    /// Reads from the storage: whether this hub can work (for /healthz), and what the last backup is (for counters()).
    Result<> isWell();
    /// Where sealed files are kept (see AttachmentCustody) and how much a scope may fill, 0 = no bound; without it they are refused
    /// (`no-files`). Before the first request.
    void keepAttachmentsIn(const QString& folder, qint64 quotaAScope = 0);
    /// A request for files (PiecesRequest), as handle() takes the others. What it confirms is on the disk; records do not wait for it.
    Result<QByteArray> handlePieces(const QByteArray& requestBytes, const QString& from = {});
    /// News from the authority's tool on this machine. What does not belong to this authority is passed over; how many were new.
    Result<int> takeStatements(const QList<QByteArray>& statements);

    /// What came of a bundle that a station wrote to this hub.
    struct BundleTaken {
        QString from;  ///< login
        Instant made;
        int changes = 0, accepted = 0, quarantined = 0, waiting = 0;
        int papers = 0;  ///< that are whole here now
    };
    /** Takes a bundle as handle() takes requests, some changes a transaction; a bundle of any age, and any number of times. `in` is read twice.
        Writes the answer, with receipts over all it held, to `answer` once everything is in custody.

        Errors: those of BundleFile.h; Refused with hints "wrong-authority", "wrong-hub", "bad-signature", "unknown-replica".
    */
    Result<BundleTaken> takeBundle(QIODevice& in, const BoxKey& key, QIODevice& answer);
    /// What the station has not read yet, as far as its last request tells, with receipts over all that the hub holds of it. NotFound for
    /// a replica that nobody vouches for.
    Result<> writeBundle(const ReplicaId& station, QIODevice& out);

    const HubCounters& counters() const;
    /// Whether the authority has certified this hub's key; and the pin that stands in the certificate.
    std::optional<HubCertificate> certificate() const;
    /// What this hub says of itself to stations that do not know it, or its TLS key, yet (see Introduction); empty without a certificate.
    QByteArray introduction(const QByteArray& tlsPin) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace prohori
