// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/cases/Fold.h"
#include "core/directory/Directory.h"
#include "core/secrets/RecordKeys.h"
#include "core/storage/AttachmentFiles.h"
#include "core/storage/CaseRows.h"
#include "core/storage/FoldedAhead.h"
#include "core/storage/JournalRows.h"
#include "core/storage/Packing.h"

#include <QDate>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace prohori {

struct RecordEvidence;

/// A place in the hub's ordered list of changes for one scope.
struct FeedCursor {
    Scope feed;
    quint64 position = 0;  ///< everything up to and with it is here
};

/// How far a change of ours has come. Three visible states: unsent, sent (in the hub's custody), safe (in a
/// verified hub backup).
enum class Delivery : quint8 { Unsent = 0, Custody = 1, Safe = 2, Quarantined = 3 };

/// What the hub said of one change.
struct Verdict {
    ChangeId change;
    Delivery delivery = Delivery::Custody;
    Refusal refusal = Refusal::None;
    Instant hubTime;
    QByteArray receipt;  ///< the signed batch it stands in
};

/// A change that came in a frame, and whether the hub takes it as counting.
struct IncomingChange {
    ChangePtr change;
    Instant received;  ///< the hub's time
    quint64 feedPosition = 0;
    bool carried = false;  ///< brought from another station: no hub has it yet, as far as anybody here knows
    // Where another thread made them meanwhile:
    PackedBytes packed = {};  ///< packedChange() of it; else empty
    /// Of this change and those before it in the same list that belong to its record; else null.
    std::shared_ptr<const FoldedAhead> folded = {};
};

/// A row of the outbox with what is to be done.
struct OutboxEntry {
    ChangePtr change;
    Delivery delivery = Delivery::Unsent;
    Refusal refusal = Refusal::None;
    qint64 place = 0;  ///< in the log: later ones have higher places
};

struct StoreCounts {
    qint64 cases = 0, changes = 0, unsent = 0, conflicts = 0, quarantined = 0, custody = 0, safe = 0,
           waiting = 0;
};

/// A paper that a record wants, and how far its file has come.
struct AttachmentWork {
    RecordId record;
    AttachmentManifest manifest;
    bool whole = false;  ///< all of it is here
    bool atHub = false;  ///< the hub has confirmed all of it
    int sent = 0;        ///< pieces that the hub has confirmed
};

/// Why the content of a record is no longer here.
enum class Removal : quint8 {
    MovedAway = 1,  ///< another district has it, and nobody of this station reads that one
    Void = 2,       ///< void for kVoidKeptDays
};

/// "moved-away", "void".
QString removalName(Removal why);

/// What a record without content leaves behind.
struct GoneRecord {
    RecordId record;
    Removal why = Removal::MovedAway;
    QString localRef, nationalRef;
    Scope home;  ///< who has it now
    Instant since;
};

/// Autosaved typing that is not a change yet. `content` is what the form holds (JSON), `base` the heads it
/// was opened on.
struct Draft {
    QByteArray id;  ///< 16 bytes
    PersonId person = 0;
    RecordId record;  ///< null for a case that was never saved
    QList<ChangeId> base;
    QJsonObject content;
    Instant saved;
};

/** The encrypted store of one station: the only SQL of the client. One folder:

        store.db     SQLCipher, raw key      keys.header   key slots (core/secrets)
        unsent/      second home of changes that the hub has not confirmed as safe
        anchor       MAC of replica, counter and last change id, written within a second of a save

    A save is one transaction: log, fold, projection, index and queue, durable (WAL, FULL) and in its second
    home before it answers. A save that was not confirmed is afterwards whole or absent; repeating it with the
    same change is Duplicate and fine.

    Owned by one thread. Errors: Locked (another program, wrong key), Damaged, TooNew, Storage.
*/
class Store {
public:
    struct Creation {
        StoreId store;
        ReplicaId replica;
        SigningKey replicaKey;
        AuthorityInfo authority;
    };
    static Result<std::unique_ptr<Store>> create(const QString& folder, const SecretBytes& dataKey,
                                                 const Creation& creation, const Clock& clock);
    /// Opens, migrates, and makes the head-and-count check; changes found only in their second home are taken
    /// back in.
    static Result<std::unique_ptr<Store>> open(const QString& folder, const SecretBytes& dataKey,
                                               const Clock& clock);
    ~Store();

    const QString& folder() const;
    StoreId id() const;
    ReplicaId replica() const;
    SigningKey replicaKey() const;
    /// Counter and id of this replica's last change; counter 0 before the first.
    quint64 lastCounter() const;
    ChangeId lastChange() const;
    /// A new incarnation: restored, copied, or told to by the hub. Unsent changes of the old one stay in the
    /// queue.
    Result<> remint(ReplicaId replica, const SigningKey& key);
    /// True after a restore, or when a witness says that this store is a copy: nothing may be written before
    /// remint().
    bool needsRemint() const;
    /// What start-up found and put right.
    struct Recovery {
        int takenBack = 0;  ///< changes that only their second home still held
        int missing =
            /// saves that the anchor knows and nothing here holds: the hub may; needsRemint() is true then
            0;
        bool wasOpen = false;  ///< others could look into the folder; now they cannot
    };
    const Recovery& recovery() const;
    const Directory& directory() const;

    // --- changes
    /// Our own new change. Fails with Conflict when counter or prev do not continue this replica's chain, and
    /// with Refused (hint: a refusalName, or "remint") when the rules do not let its author make it.
    /// @param openProblems of the state that it makes, for the lists: kept with the save where it becomes the only head.
    Result<RecordState> save(const Change& change, std::optional<int> openProblems = {});
    /// Several of our own in one transaction and one file of the second home (import, practice): all or none.
    Result<> saveAll(const QList<Change>& changes, const QHash<ChangeId, int>& openProblems = {});
    /// A whole frame with its cursor, or nothing of it; returns how many of the changes were new here. Judges
    /// each change (checkAuthor, checkRights); a bad one is quarantined and blocks only its descendants in
    /// the same record. Known ones have no effect.
    /// @param ahead with changes that come before their turn, and move no cursor: what is here of them now, kept as blobSetting(kAhead)
    Result<int> applyFrame(const QList<IncomingChange>& changes, const FeedCursor& cursor,
                           const QByteArray& ahead = {});
    static inline const QString kAhead = QStringLiteral("sync.ahead");
    /// Changes that another station handed over, in any order: judged as those of a frame, no cursor moves. What no hub has yet goes up with
    /// the next sync of this station, too. How many were new.
    Result<int> takeCarried(const QList<ChangePtr>& changes);
    /// Whether this change was ever taken in, also where its content is gone.
    bool knows(const ChangeId& change) const;
    Result<History> history(const RecordId& record) const;
    Result<RecordState> state(const RecordId& record) const;
    /// Received time by the hub, where known.
    std::optional<Instant> receivedAt(const ChangeId& change) const;
    struct QuarantinedChange {
        ChangePtr change;
        Refusal refusal;
        bool byHub = false;
    };
    QList<QuarantinedChange> quarantined() const;
    /// What stands in the file of one record, read and tested anew (RecordEvidence.h). Reads the whole chains of those who wrote in it: as many
    /// changes are decoded. NotFound for an unknown record.
    Result<RecordEvidence> evidence(const RecordId& record) const;
    /// Over (record id, fold bytes) of all records, ascending: equal on stations that hold the same changes.
    Result<QByteArray> foldDigest() const;

    // --- lists
    Result<QList<CaseRow>> cases(const CaseFilter& filter) const;
    Result<CaseRow> caseRow(const RecordId& record) const;
    /// What a receipt says of a case, without the rest of its row. Records of every kind.
    struct CaseMark {
        QString localRef;
        int conflicts = 0;
    };
    Result<CaseMark> caseMark(const RecordId& record) const;
    /// Counts up to `cap`; cap + 1 means "more".
    Result<qint64> countCases(const CaseFilter& filter, qint64 cap = 1000) const;
    Result<QList<RecordId>> findByPrefix(const QString& idOrLocalRefPrefix) const;
    StoreCounts counts() const;
    int countInPhase(RecordPhase phase) const;

    /// Errors counted in the state with these heads (CaseRow::openProblems); nothing is kept when it is another by now.
    Result<> noteOpenProblems(const RecordId& record, const QList<ChangeId>& heads, int problems);
    /// Who counts, and by which rules: counts of others are forgotten.
    Result<> countOpenProblemsBy(const QString& rules);

    // --- dates
    /// The dates of the state with these heads; nothing is kept when it is another by now.
    Result<> noteDues(const RecordId& record, const QList<ChangeId>& heads, const QList<CaseDue>& dues);
    /// Cases under way whose dates nobody has worked out in the state that they are in.
    Result<QList<RecordId>> recordsWithoutDues(int limit) const;
    /// By which rules they are worked out: those of others are forgotten.
    Result<> workOutDuesBy(const QString& rules);
    /// Of cases under way, with their row.
    Result<QList<std::pair<CaseRow, CaseDue>>> dues(const DueFilter& filter) const;

    // --- names: keyed tokens, never the names themselves
    Result<> indexNames(const RecordId& record, const SecretBytes& tokenKey, const QStringList& names);
    /// With a key, cases() also finds by names; an empty key switches that off.
    void setNameTokenKey(const SecretBytes& tokenKey);
    QList<RecordId> recordsWithoutNames(const SecretBytes& tokenKey, int limit) const;

    // --- queue and receipts
    /// Unsent ones, own and brought by others, oldest first, parents before children.
    /// @param after the place of one in the log: only what came in behind it
    QList<OutboxEntry> outbox(int limit, qint64 after = 0) const;
    /// Of the changes of this replica that are unsent the first one; nothing where there is none.
    std::optional<ChangeHead> firstUnsent() const;
    Result<> recordVerdicts(const QList<Verdict>& verdicts);
    Delivery delivery(const ChangeId& change) const;
    /// The hub was set back: changes of this replica with a higher counter are unsent again.
    Result<> offerAgainAfter(quint64 counter);
    /// Everything of `replica` up to `counter` is in a verified backup of the hub, whose chain of it ends with change `head` under
    /// `headCounter`: what is in custody here is safe. Nothing where that chain is not the one of this store. How many became so.
    Result<int> noteSafeThrough(const ReplicaId& replica, quint64 counter, quint64 headCounter,
                                const ChangeId& head);
    /// Earlier incarnations of this store of which something is in custody and not safe yet.
    Result<QList<ReplicaId>> earlierNotSafe(int limit) const;
    /// The hub was set back: what stands in its lists behind these places is to be read again, and it may lack files that it had confirmed, and changes of
    /// earlier incarnations of this store: those are unsent again that are not safe, or stood behind these places.
    Result<> setBack(const QList<FeedCursor>& cursors);
    /// To be sent once more, as the hub has lost them.
    Result<> offerStatementsAgain(const QList<CertificateId>& statements);

    // --- sync state
    QList<FeedCursor> cursors() const;
    /// Verified by the directory and kept. Those that are fine are kept also when another is refused: then
    /// the answer is that Error. A revocation is applied at once: what no longer counts goes into quarantine.
    Result<> addStatements(const QList<QByteArray>& statements);
    QList<QByteArray> unsentStatements() const;
    Result<> markStatementsSent(const QList<QByteArray>& statements);
    Result<> annotate(const RecordId& record, const QString& nationalRef, Instant received,
                      const ChangeId& approval);

    // --- papers (StoreAttachments.cpp): what the fold of a record names, and the files beside the store
    AttachmentFiles& attachmentFiles();
    /// The papers that stand in one record now, by id; those of before that name no pieces are not among them.
    Result<QList<AttachmentWork>> attachmentsOf(const RecordId& record) const;
    /// Not whole here; the small ones first. A file that became whole by itself is noticed.
    Result<QList<AttachmentWork>> wantedAttachments(int limit);
    /// Whole here, and the hub has not confirmed all of it; the small ones first.
    Result<QList<AttachmentWork>> attachmentsToSend(int limit);
    /// AttachmentFiles::takePiece(), and notes it when the file is whole. Refused (hint "not-wanted") when no record here names it.
    Result<bool> takeAttachmentPiece(const AttachmentId& id, int index, const QByteArray& bytes);
    /// So many pieces are at the hub; no more than there are.
    Result<> noteAttachmentSent(const AttachmentId& id, int pieces);
    /// The hub holds all of it, or (false: it was set back) no longer does.
    Result<> noteAttachmentAtHub(const AttachmentId& id, bool atHub = true);

    // --- cases on their way (StoreComing.cpp): of no fold, no list, no figure
    /// So many lines are kept at most.
    static constexpr qint64 kMostComing = 50'000;
    /// Lines of an index of `feed`, which end at `place`, and with them blobSetting(kAhead). What is here, or gone from here, gets none; lines of
    /// another place of this feed go. A line goes in the transaction in which its record comes, and all when the cursor has reached the place.
    Result<> takeComing(const Scope& feed, quint64 place, const QList<ComingCase>& lines,
                        const QByteArray& ahead);
    /// Of those whose local or national number holds `part` (capitals, ASCII digits), the latest first. Walks over all lines.
    Result<QList<ComingCase>> comingCases(const QString& part, int limit) const;
    Result<std::optional<ComingCase>> comingCase(const RecordId& record) const;

    // --- content that may no longer be read here (StoreRemoval.cpp)
    /// So long a void case keeps its content, counted from the last that any hub took in of it.
    static constexpr int kVoidKeptDays = 90;
    /// So long own changes of a record that is gone stay in the log, unread by anybody, when no verified backup of the hub has them: it may be set
    /// back by so much, and is offered them again (REL-34).
    static constexpr int kKeptForHubHours = 72;
    struct Tidied {
        QList<GoneRecord> gone;  ///< in this call
        QList<RecordId> back;    ///< were gone, and are the district's own again, or proposed to it
        int waiting = 0;         ///< are due, and have something that no hub has: a change, typing, a paper
        int emptied = 0;         ///< changes of which the content went
    };
    /// Lets go of what moved away from every district that the people of this station read, and of void cases after their time, each whole or not
    /// at all: lists, index, tokens, papers and the content of its changes. Nothing goes while anything of it is only here. What goes is
    /// overwritten, and the WAL emptied (SEC-31). What is gone and has come whole again is judged with what is known now of people: where a
    /// revocation undid the move, it is here again. To be called after an exchange. Three short queries where nothing is due.
    /// @param hubTime as a hub has signed it just now; without it nothing goes because time has passed: the clock of a station may be years off.
    /// @param end whether all that the hub has for this station is here. Else what lies here of a record that is gone may be the beginning of what
    /// brings it back, and keeps its content.
    enum class Exchange { Ended, Unfinished };
    Result<Tidied> removeWhatIsDue(std::optional<Instant> hubTime, Exchange end = Exchange::Ended);
    /// The newest first.
    Result<QList<GoneRecord>> goneRecords() const;
    /// Nothing for a record that is here, or was never.
    Result<std::optional<GoneRecord>> goneRecord(const RecordId& record) const;

    // --- drafts, journal, settings (never a secret)
    Result<> saveDraft(const Draft& draft);
    Result<> removeDraft(const QByteArray& id);
    QList<Draft> drafts(PersonId person) const;
    /// What a person's windows keep beside the record, such as a second entry under way; null record: of no case. An empty object takes it away.
    Result<> keep(PersonId person, const QString& name, const RecordId& record, const QJsonObject& content);
    QJsonObject kept(PersonId person, const QString& name, const RecordId& record = {}) const;
    Result<> journal(const JournalEntry& entry);
    QList<JournalRow> journalEntries(int limit) const;  ///< newest first
    enum class Journals { Own, Handed };
    Result<QList<JournalRow>> journalRows(Journals whose, const JournalFilter& filter) const;
    Result<qint64> countJournal(Journals whose, const JournalFilter& filter) const;
    /// Proves the journals again: the own one, or each that was handed to an auditor.
    Result<QList<JournalBook>> journalBooks(Journals whose) const;
    /// Stations of which lines were handed to this auditor.
    Result<QList<ReplicaId>> journalStations() const;
    /// The next lines that no hub has confirmed, signed by this replica; nothing where there are none. At most JournalBatch::kMostLines.
    Result<std::optional<JournalBatch>> unsentJournal() const;
    /// The hub holds the lines up to `last` (a lower number than before: it lost some, and they are sent again).
    Result<> noteJournalSent(quint64 last);
    /// For auditors: runs of other stations' lines, with the cursor of kJournalFeed. Whole or nothing.
    Result<> takeJournals(const QList<HandedJournal>& handed, quint64 through);
    QString setting(const QString& key, const QString& otherwise = {}) const;
    Result<> setSetting(const QString& key, const QString& value);
    QByteArray blobSetting(
        const QString& key) const;  ///< sealed keys and receipts; bytes the caller understands
    Result<> setBlobSetting(const QString& key, const QByteArray& value);

    // --- care
    /// Every promise that can be tested here: file integrity, chains, log against fold, journal chain. Names
    /// of what is broken; empty = sound.
    Result<QStringList> check() const;
    Result<> backupTo(const QString& file) const;
    /// `truncate`: also empties the WAL and removes the second home of changes that are in the hub's custody;
    /// at lock, exit and every 30 s.
    Result<> checkpoint(bool truncate);

    /// Makes the i-th write statement from now on fail, for failure sweeps; 0 switches that off. Harnesses
    /// only.
    void failAfter(int statements);

private:
    friend class EvidenceReader;
    Store();
    struct Private;
    std::unique_ptr<Private> d;
};

/// Puts a backup made by Store::backupTo into a new folder. Refused when the folder exists and is not empty;
/// Damaged when hashes differ. The restored store says needsRemint().
Result<> restoreBackup(const QString& file, const QString& folder);

}  // namespace prohori
