// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/AttachmentSync.h"
#include "sync/client/NextFrames.h"
#include "sync/client/SyncBudget.h"
#include "sync/client/SyncClient.h"
#include "sync/client/UploadQueue.h"

#include <QHash>
#include <QTimer>

namespace prohori {

/// Settings that both sides of an exchange use.
inline const QString kRequestCounter = QStringLiteral("sync.request_counter");
inline const QString kStatementCursor = QStringLiteral("sync.statement_cursor");
/// Milliseconds of the hub's time: of the newest answer on a stick that told how papers stand, or of the last time the hub was set back.
inline const QString kPapersToldAt = QStringLiteral("sync.papers_told_at");
inline const QString kSetBackSeen = QStringLiteral("sync.set_back");  ///< the id in hex

inline const QString kLineBudget = QStringLiteral("sync.line_budget");  ///< of SyncBudget, in bytes

/// The dictionaries that the hub said it has, as one text, and what else it named among them (kFindsParents).
inline const QString kHubDictionaries = QStringLiteral("sync.hub_dictionaries");
QList<quint32> hubDictionaries(const Store& store);
Result<> keepUploadDictionaries(Store& store, const QList<quint32>& dictionaries);

/// The counter of requests is brought back as often, when the hub says that it was used.
inline constexpr int kMaxCounterRepairs = 3;

/// By the number of the case.
QList<RecordOutcome> sortedOutcomes(const QHash<RecordId, RecordOutcome>& outcomes);
/// Of one sync.
inline constexpr int kMaxRequests = 10'000;

/// Whether after this answer what waits in the outbox is what waited there before, less what was sent.
bool bringsReceiptsOnly(const SyncAnswer& answer);

/// A line for each record that the station has let go of.
void noteGone(const QList<GoneRecord>& gone, QHash<RecordId, RecordOutcome>& outcomes);

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
    {
        pause.setSingleShot(true);
        QObject::connect(&pause, &QTimer::timeout, q, [this] { goOn(); });
        meanwhile.setSingleShot(true);
        QObject::connect(&meanwhile, &QTimer::timeout, q, [this] { workMeanwhile(); });
    }

    Store& store;
    Transport& transport;
    Identity identity;
    const Clock& clock;
    SyncClient* q;

    SyncPhase phase = SyncPhase::Idle;
    SyncSummary summary;
    int unsent = 0;  ///< when this phase began
    QHash<RecordId, RecordOutcome> outcomes;
    SyncRequest request;
    QByteArray requestBytes;
    SyncAnswer arrived;                      ///< the answer that is being taken …
    qsizetype nextAhead = 0, nextFrame = 0;  ///< … up to these frames
    ReadAhead<TakenTogether> readAlready;    ///< from `nextFrame` on, by another thread
    TakenTogether firstRead;                 ///< before anything of it is taken: its first frames
    QList<WireAhead> ahead;                  ///< what is here before its turn, as it is noted in the store
    SyncBudget budget;
    std::chrono::milliseconds askedAt{};  ///< by the monotonic clock
    qint64 movedNow = 0;                  ///< bytes that have gone or come in the present exchange
    bool lingers = false;
    QTimer pause;                           ///< between two frames
    std::unique_ptr<AttachmentSync> files;  ///< while they travel, and until the next start
    bool filesTravel = false;
    std::optional<std::chrono::milliseconds> filePause;
    UploadQueue queue{store};
    bool isAsking = false;  ///< an answer is on its way
    /// The next answer, while `arrived` is taken.
    struct {
        bool isAskedFor = false;                             ///< `request` is the next one already
        bool wasAskedFor = false;                            ///< `request` was: it has no journal
        std::optional<Result<Transport::Reply>> reply = {};  ///< came meanwhile
        ReadAhead<ReadAnswer> reading = {};                  ///< of `reply`, by another thread
        QList<Verdict> verdicts = {};  ///< of `arrived`, to be written down when the next request has left
    } early;
    QTimer meanwhile;  ///< between two pieces of work that are done while the hub works
    QList<ChangeId> uploaded;
    QHash<ChangeId, RecordId> recordOf;
    int counterRepairs = 0;
    bool remintedOnce = false;
    bool offeredAgain = false;
    bool introducedAgain = false;
    /// How uploads are written in this sync: plainer when the hub has shown that it cannot read one.
    struct UploadForm {
        bool isPlain = false;        ///< without dictionaries
        bool spellsParents = false;  ///< the hub may not have found one
        bool namesParents = false;   ///< in `request` some may be named by their first bytes
    } uploadForm;
    bool journalRests =
        false;  ///< no more lines in this sync: the hub refused them, or does not know journals
    bool journalGoneBack = false;

    void ask();
    /// @param reached of a request that is made before its turn: the cursors that will be elsewhere when its answer comes
    Result<> buildRequest(const std::optional<QList<WireCursor>>& reached = {});
    void post();
    // --- SyncEarly.cpp
    /// Whoever is told of progress may cancel.
    bool isOver() const { return phase >= SyncPhase::Done; }
    bool mayGoFirst() const;
    bool mayAskEarly() const;
    bool mayUploadEarly();
    void askEarly();
    void readEarly(qsizetype most);
    void askOn();
    void dropEarly();
    // --- SyncUpload.cpp
    void goOnFromHead();
    /// Whether the hub has said that it took this change, or has sent it.
    bool isHeldByHub(const ChangeId& change) const;
    FramePacking uploadPacking() const;
    void packUploads();
    /// Frames for the next request, while the hub works on this one.
    void packAhead();
    void workMeanwhile();
    // --- SyncTaking.cpp
    /// What the exchange tells of the line; the next one is as large as that allows.
    void noteLine(const Result<Transport::Reply>& reply);
    /// Whether an upload was refused that this hub cannot read, and now goes in a way that any hub can: with every parent spelled, then without a dictionary.
    Result<bool> goesPlainer(const QString& code);
    /// An answer, or why there is none: to be taken now, or when the one before it is.
    void arrive(const Result<Transport::Reply>& reply);
    void take(Result<Transport::Reply> reply);
    Result<bool> beginAnswer(const QByteArray& body);
    void goOn();
    Result<bool> endAnswer();
    Result<bool> takeError(const SyncAnswer& answer);
    /// The verdicts on what was sent, if the receipt covers them; none where nothing was.
    Result<QList<Verdict>> readVerdicts(const SyncAnswer& answer) const;
    Result<> takeVerdicts(const SyncAnswer& answer);
    Result<> recordVerdicts(const QList<Verdict>& verdicts);
    Result<> takeFrames();
    Result<> apply(const QList<IncomingChange>& changes, const FeedCursor& cursor,
                   const QByteArray& noted = {});
    Result<> takeNews(const SyncAnswer& answer);
    Result<> takeStatements(const SyncAnswer& answer);
    Result<> packJournal();
    bool owesJournal() const;
    /// Whether there are more lines to be sent.
    Result<bool> takeJournalVerdict(const SyncAnswer& answer);
    Result<> takeJournals(const SyncAnswer& answer);
    Result<> useStatementCursor();
    // --- SyncAhead.cpp
    Result<> readAhead();
    Result<> keepAhead();
    Result<> forgetAhead();
    Result<> takeAhead(const SyncAnswer& answer);
    Result<> takeAheadFrame(const Frame& frame);
    Result<> endAhead();
    QList<WireAhead>::iterator noteOf(const Scope& feed);
    QByteArray aheadNote() const;
    // --- SyncSafe.cpp
    /// Whether `remint` stands there only because the hub took uploads of which this store has no verdicts: the answers were lost, or the power went
    /// before they were written down. It holds nothing of this replica that is not here, so there is no copy. To be asked before any change is taken.
    bool hasOnlyLostAnswers(const SyncAnswer& answer) const;
    Result<> takeSetBack(const SyncAnswer& answer);
    Result<> takeSafe(const SyncAnswer& answer);
    Result<> introduceAgain();
    Result<> reofferIfSetBack(const SyncAnswer& answer);
    void finish(const Result<>& outcome);
    /// When records and files are done.
    void endWell();
    /// Whether there are files to send or to fetch, and the queue of them has begun.
    bool beginFiles();
    void endFiles();
    void report(SyncPhase next);
    RecordOutcome& outcome(const RecordId& record);
};

}  // namespace prohori
