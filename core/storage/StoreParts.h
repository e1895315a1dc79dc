// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/Crypto.h"
#include "core/storage/Anchor.h"
#include "core/storage/AttachmentFiles.h"
#include "core/storage/AuditTable.h"
#include "core/storage/CaseLists.h"
#include "core/storage/ChangeLog.h"
#include "core/storage/DiskSpace.h"
#include "core/storage/JournalTable.h"
#include "core/storage/NameIndex.h"
#include "core/storage/Projection.h"
#include "core/storage/RecordEvidence.h"
#include "core/storage/RecordWork.h"
#include "core/storage/SmallTables.h"
#include "core/storage/Store.h"
#include "core/storage/StoreFiles.h"
#include "core/storage/UnsentFiles.h"

#include <QCache>
#include <QMap>

#include <memory>

namespace prohori {

/// Row of table identity, as it is in memory.
struct StoreIdentity {
    StoreId store;
    AuthorityInfo authority;
    ReplicaId replica;
    SigningKey replicaKey;
    quint64 counter = 0;
    ChangeId head;
    bool needsRemint = false;
};

/** Everything a Store is made of. Its functions stand in the files named after what they do: StoreOpening,
    StoreSaving, StoreIntake, StoreCheck, StoreBackup; Store.cpp has those that only pass on.
*/
struct Store::Private {
    Private(const QString& itsFolder, const SecretBytes& key, const Clock& itsClock, StoreLock&& itsLock,
            Connection&& connection);

    QString folder;
    SecretBytes dataKey;
    const Clock& clock;
    StoreLock lock;
    Connection file;
    ChangeLog log;
    Projection projection;
    CaseLists lists;
    NameIndex names;
    DraftTable drafts;
    KeptTable asides;
    OpenCountTable openCounts;
    DueTable dueDates;
    GoneTable goneTable;
    SettingTable settings;
    JournalTable journal;
    AuditTable audit;
    UnsentFiles unsent;
    AttachmentFiles attachments;
    Anchor anchor;
    ReserveFile reserve;
    StoreIdentity identity;
    Directory directory;
    Recovery recovery;
    /// What start-up missed: the saves of one incarnation with counters after `after`, up to `through`.
    struct {
        ReplicaId replica;
        quint64 after = 0, through = 0;
    } missed;
    mutable QCache<RecordId, RecordWork> cache;
    bool anchorStale = false;
    bool halted =
        false;  ///< a save that failed could not be undone: nothing more is written before the next start

    using Works = QMap<RecordId, RecordWork>;

    // --- StoreOpening.cpp
    static Result<std::unique_ptr<Private>> opened(const QString& folder, const SecretBytes& key,
                                                   const Clock& clock, bool create);
    Result<> writeFirstIdentity(const Creation& creation);
    Result<> countLaterRows();
    Result<> projectNewKinds();
    Result<> loadIdentity();
    Result<> loadDirectory();
    /// From table statement; `refused` gets the names of rows that are not what was accepted once.
    Result<Directory> readDirectory(QStringList& refused);
    Result<> compareHeadsAndCounts();
    Result<> prepareFolders();
    Result<> refuseCutOff();
    Result<> checkWhatIsDue(bool unclean);
    Result<> compareWithAnchor(const Result<AnchorMark>& mark);
    Result<bool> isOwn(const ReplicaId& replica);
    /// All incarnations of this store, the present one too, with the last counter that each had here.
    Result<QHash<ReplicaId, quint64>> ownReplicas();
    Result<> demandRemint();

    // --- StoreAttachments.cpp
    Result<> compareAttachments();
    Result<QList<AttachmentWork>> readAttachments(const QString& sql, const QVariantList& bound);
    Result<> noteWhole(const AttachmentId& id, bool whole);

    // --- StoreRemoval.cpp
    /// NotFound; of a record that is gone with the hint "moved-away" or "void".
    Error notHere(const RecordId& record) const;
    QSet<Scope> scopesRead() const;
    Result<QList<RecordId>> recordsWhere(QStringView sql, const QVariantList& bound);
    Result<QList<RecordId>> recordsAway();
    Result<QList<RecordId>> recordsLongVoid(Instant hubTime);
    Result<> letGoOf(const Result<QList<RecordId>>& records, Removal why, std::optional<Instant> hubTime,
                     Tidied& tidied);
    Result<bool> hasWorkOnlyHere(const RecordId& record);
    Result<> letGo(const RecordId& record, Removal why, std::optional<Instant> hubTime, Tidied& tidied);
    Result<int> emptyRows(const RecordId& record, std::optional<Instant> hubTime);
    Result<> removeFromLists(const RecordId& record);
    Result<> removeFiles(const QList<AttachmentId>& files);

    // --- StoreComing.cpp
    Result<> addComing(const Scope& feed, quint64 place, const ComingCase& line);
    Result<> dropComingOfOthers();

    // --- StoreReturning.cpp
    Result<> bringBack(const RecordId& record);
    Result<> letOut(const ChangeId& change);
    Result<bool> bringBackWhole(const RecordId& record, const QSet<Scope>& read);
    Result<> bringBackWhatIsOurs(Tidied& tidied);
    /// What comes of a record that is gone. @return whether to go on with it as with any other.
    Result<bool> takeOfGone(const IncomingChange& incoming, bool& cameBack);
    Result<> checkGone(QStringList& faults);

    // --- StoreRecovery.cpp: the second home
    Result<> takeBackFromSecondHome();
    Result<quint64> lastInSecondHome() const;
    Result<> renewSecondHomes();
    Result<> offerAgain(const QList<LogEntry>& entries);
    Result<> offerForkedAgain();
    Result<> removeReplaced(const QList<UnsentFile>& damaged);
    Result<> removeDelivered();
    Result<> checkpoint(bool truncate);

    // --- StoreSaving.cpp
    Result<> mayWrite() const;
    Result<QList<ChangePtr>> unknownOf(const QList<Change>& changes) const;
    Result<> checkChain(const QList<ChangePtr>& changes) const;
    Result<> storeOwn(const QList<ChangePtr>& changes, const QHash<ChangeId, int>& openProblems);
    Result<> keepOpenProblems(const Works& works, const QHash<ChangeId, int>& openProblems);
    Result<> insertOwn(const QList<ChangePtr>& changes, Works& works);
    Result<> setHead(quint64 counter, const ChangeId& head);
    void writeAnchor();

    // --- StoreIntake.cpp
    Result<RecordWork> load(const RecordId& record) const;
    Result<RecordWork*> workOf(Works& works, const RecordId& record) const;
    Result<int> take(const QList<IncomingChange>& changes, Works& works);
    Result<> takeOne(const IncomingChange& incoming, RecordWork& work, bool& judgeAgain);
    /// Writes new entries, changed notes and the projection of a judged record.
    Result<> keep(RecordWork& work, const QSet<qsizetype>& touched);
    Result<> followOwnHead(const QList<IncomingChange>& changes);
    Result<> rejudge(const Directory& known, const QSet<RecordId>& again);
    void remember(Works& works);
    template <typename Work>
    Result<> transaction(Work&& work);

    // --- StoreVerdicts.cpp
    Result<> noteVerdict(const Verdict& verdict, NotedRow& row);
    Result<> takeVerdict(const Verdict& verdict, QSet<RecordId>& judgeAgain, QSet<RecordId>& delivered);

    // --- StoreCheck.cpp: each appends one sentence a fault, and fails where the check itself cannot go on
    Result<> checkFiles(QStringList& faults);
    Result<qint64> stillMissing();
    Result<> checkStatements(QStringList& faults);
    Result<> checkLog(QStringList& faults, QSet<RecordId>& records);
    Result<> checkRecords(const QSet<RecordId>& records, QStringList& faults);
    Result<> checkRecord(const RecordId& record, QStringList& faults) const;
    Result<> checkCounts(QStringList& faults);
    Result<> checkSecondHomes(QStringList& faults);
    Result<> checkJournal(QStringList& faults);

    // --- StoreEvidence.cpp
    Result<QMap<qint64, StoredReceipt>> receiptsOf(const QList<StoredRow>& rows);

    // --- StoreSafe.cpp
    Result<QList<ChangeId>> notSafe(const ReplicaId& replica, quint64 through);
    Result<QList<ChangeId>> notSafeBefore(const ChangeId& head, quint64 through);
    Result<QList<LogEntry>> lostOfEarlier(quint64 through);
    Result<> markSafe(const QList<ChangeId>& changes);

    // --- StoreBackup.cpp
    Result<> readyForBackup();
    Result<> backUpFirst();
    Result<> journalAfterSteps();
    bool backedUpFirst = false;

    // --- StoreRoom.cpp: a full disk
    bool reserveGiven = false;  ///< and not taken back yet
    Error refuseFull();
    Result<> roomForSave();
    /// Small things that have to be written also on a full disk: once more when the reserve gave room for it.
    Result<> withReserve(const std::function<Result<>()>& work);
};

/// One transaction with its last steps; when it fails, nothing that was remembered of it stays in memory.
template <typename Work>
Result<> Store::Private::transaction(Work&& work)
{
    auto done = file.inTransaction([&]() -> Result<> {
        if (auto worked = work(); !worked)
            return worked;
        if (auto finished = log.finish(); !finished)
            return finished;
        return projection.finish();
    });
    if (done)
        return done;
    cache.clear();
    log.forget();
    projection.forget();
    return done.error().hint == QLatin1String("disk-full") ? Result<>(refuseFull()) : done;
}

}  // namespace prohori
