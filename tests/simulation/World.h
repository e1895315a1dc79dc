// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "LocalLine.h"
#include "Steps.h"

#include "core/secrets/RecordKeys.h"
#include "sync/client/StationBundles.h"
#include "sync/hub/HubBackup.h"
#include "sync/hub/SqliteHubStorage.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QHash>
#include <QMap>
#include <QSet>

#include <memory>
#include <optional>
#include <vector>

namespace prohori {

template <typename T>
T valueOr(const Result<T>& result, T otherwise = {})
{
    return result ? *result : otherwise;
}

/// What a station has promised, and how far it had come: goes back with its store when that is set back from outside.
struct Promises {
    QSet<ChangeId> confirmed;      ///< saves that answered
    QMap<Scope, quint64> cursors;  ///< as last seen
    QSet<QByteArray> drafts;       ///< that were kept, and not saved since
};

/// A copy of a store that lies somewhere.
struct Copy {
    QString path;
    Promises promises;
};

struct SimStation {
    Seat seat = Seat::Recorder;
    QString folder;
    std::unique_ptr<Store> store;
    std::unique_ptr<FakeClock> clock;
    int form = 1;  ///< version
    Promises promises;
    std::optional<Copy> image, backup;
    QString setBack;  ///< of the hub, the last that this store has followed
    /// The hub was set back, and this store had no whole exchange with it since: some of its receipts are of the hub of before.
    bool isBehindSetBack = false;
    bool isRefused = false;  ///< the hub answers nothing any more but that its person was revoked
};

/// Whether a fault of the desk and the authority, which are simulated, is planted (README.md).
bool deskFault(int number);

/** Stations, a hub and a line in one process and one thread. Runs one step after the other; after each everything that the step could have
    changed is held against the invariants (see README.md for which is checked where).
*/
class World {
public:
    World(const Plan& plan, const QString& folder);
    ~World();

    void run(const Step& step);
    /// The line is good, everybody syncs until nothing moves: then all invariants everywhere.
    void finish();

    /// The first breach: "invariant 3: …"; empty while all is well.
    const QString& breach() const { return m_breach; }
    /// A hash over what every step led to: equal for equal plans.
    QByteArray trace() const { return m_trace; }
    /// How often each action found something to do.
    const QMap<Action, int>& done() const { return m_done; }
    int syncs() const { return m_syncs; }

private:
    friend class Checker;

    // --- WorldActs.cpp: what people do
    bool act(const Step& step, SimStation& station, SeededRandom& draw);
    bool create(SimStation& station, SeededRandom& draw);
    bool edit(SimStation& station, SeededRandom& draw);
    bool keepDraft(SimStation& station, SeededRandom& draw);
    bool saveDraft(SimStation& station, SeededRandom& draw);
    bool conflict(SimStation& station, SeededRandom& draw);
    bool resolve(SimStation& station, SeededRandom& draw);
    bool talk(SimStation& station, SeededRandom& draw);
    void addItems(SimStation& station, const RecordState& state, SeededRandom& draw, QList<Item>& items);
    void addRowItems(const RecordState& state, SeededRandom& draw, QList<Item>& items);
    std::optional<RecordId> someRecord(SimStation& station, SeededRandom& draw) const;
    /// Signs and saves; true when the store took it.
    bool save(SimStation& station, const RecordId& record, const QList<ChangeId>& parents,
              const QList<Item>& items, std::optional<Creation> creation = {}, const Cbor& extraKeys = {});

    // --- WorldCases.cpp: what is done with a case as a whole
    bool workflow(SimStation& station, ActKind kind, SeededRandom& draw);
    bool move(SimStation& station, SeededRandom& draw);
    bool takeOver(SeededRandom& draw);
    bool endMove(SimStation& station, SeededRandom& draw);
    bool offer(SimStation& station, SeededRandom& draw);
    bool answer(SimStation& station, SeededRandom& draw);
    bool tell(SimStation& station, bool saved, SeededRandom& draw);

    // --- WorldSealing.cpp: what only some may read
    Cbor newKeys(SimStation& station, const RecordId& record);
    /// Every key with which this person can try to open something, by what the station knows: his own, and those of his scope that the authority has
    /// given him.
    QList<BoxKey> boxesOf(const SimStation& station, const Member& member);
    RecordKeys recordKeys(const SimStation& station, const RecordState& state);
    /// The keys of a case for somebody it is offered to; null where none go along.
    Cbor keysFor(const SimStation& station, const RecordState& state, Seat receiver);
    /// Adds to a change that writes content a sealed value of each tier that its author can write. What is in them, by tier.
    QMap<quint8, QString> addSealed(SimStation& station, ChangeBody& body);

    // --- WorldSync.cpp: what the line does
    SyncSummary sync(SimStation& station);
    void meet(SimStation& station, SeededRandom& draw);
    void tellAll(SimStation& station);
    bool cutSync(SimStation& station, SeededRandom& draw);
    bool replay(SimStation& station, SeededRandom& draw);
    bool poison(SimStation& station, SeededRandom& draw);
    bool poisonHub(SeededRandom& draw);
    bool poisonStation(SimStation& station, SeededRandom& draw);
    QByteArray rogueRequest(const QList<ChangePtr>& changes);
    Result<SyncSummary> syncOnce(SimStation& station, int cancelAfter = 0);
    Result<> remint(SimStation& station);
    void noteSync(SimStation& station, const Result<SyncSummary>& outcome);
    QByteArray hubDigest() const;

    // --- WorldSticks.cpp: what is carried by hand
    /// A bundle as it lies on a stick.
    struct Stick {
        QByteArray bytes;
        BundleKind kind = BundleKind::ToHub;
        PersonId to = 0;  ///< who can read it, unless it is for the hub
    };
    StationBundles bundlesOf(SimStation& station);
    bool writeStick(SimStation& station, SeededRandom& draw);
    SimStation& readerOf(const Stick& stick, SimStation& otherwise);
    bool readStick(SimStation& station, SeededRandom& draw);
    void bringToHub(const Stick& stick, bool isSpoiled, SeededRandom& draw);
    void readAnswer(SimStation& station, const Stick& stick, bool isSpoiled, SeededRandom& draw);
    void readAtHub(const Stick& stick, bool isSpoiled);
    void readAtStation(SimStation& station, const Stick& stick, bool isSpoiled, SeededRandom& draw);
    Result<ReadBundle> readInto(SimStation& station, QByteArray bytes);
    void noteReceipts(SimStation& station);
    /// One that holds whole cases, for somebody to read right away; empty when it cannot be written.
    QByteArray stickFor(SimStation& station, Seat to, const QList<RecordId>& records);

    // --- WorldPeople.cpp: what the authority does
    bool revoke(SimStation& station, SeededRandom& draw);
    void tellHub(const QList<QByteArray>& statements);

    // --- WorldHub.cpp: what happens to the hub
    void openHub();
    void crashHub();
    bool imageHub();
    HubBackup hubBackup() const;
    bool setHubBack(SeededRandom& draw);

    // --- WorldStores.cpp: what happens to machines
    void seat(Seat seat);
    bool join();
    bool backup(SimStation& station);
    bool restore(SimStation& station);
    bool image(SimStation& station);
    bool rollback(SimStation& station, SeededRandom& draw);
    bool clone(SimStation& station, SeededRandom& draw);
    bool upgrade(SimStation& station, SeededRandom& draw);
    bool crash(SimStation& station, SeededRandom& draw);
    bool moveClock(SimStation& station, SeededRandom& draw);
    void kill(SimStation& station);
    void open(SimStation& station);
    QString newPath();

    void touch(const SimStation& station) { m_touched.insert(&station); }
    void breakAt(int invariant, const QString& what);
    void note(const QByteArray& what);

    Plan m_plan;
    QString m_folder;
    SeededRandom m_chance;
    FakeClock m_hubClock;
    std::unique_ptr<SqliteHubStorage> m_storage;
    std::unique_ptr<Hub> m_hub;
    LocalLine m_line{nullptr};
    std::vector<std::unique_ptr<SimStation>> m_stations;
    QSet<const SimStation*> m_touched;
    bool m_hubTouched = true;
    int m_paths = 0, m_syncs = 0, m_references = 0;

    QList<RecordId> m_records;
    QHash<ChangeId, ChangePtr> m_made;          ///< every honest change that a store took
    QHash<ChangeId, QList<ChangeId>> m_seenBy;  ///< what its author had seen of the record
    QSet<ChangeId> m_poison;
    QHash<ChangeId, QMap<quint8, QString>> m_sealed;  ///< what was sealed into a change, by tier
    QSet<QByteArray> m_tried;  ///< seat, change and number of keys: whether it opens there was tried
    struct Sealing {
        quint32 home = 1, national = 1;  ///< epochs
    };
    QHash<RecordId, Sealing> m_sealing;  ///< what the keys of a record are sealed to
    struct Handed {
        PersonId to = 0;
        QSet<Tier> tiers;
    };
    QHash<ChangeId, Handed> m_handed;  ///< keys that went along with an offer
    QHash<Scope, PersonId> m_left;     ///< who could read a scope and left before its second epoch
    QHash<CertificateId, CertificateId> m_confirmedAgain;  ///< for that epoch
    QHash<QByteArray, BoxKey> m_openedKeys;                ///< of a scope, by how they are sealed
    QList<QByteArray> m_authorityStatements;               ///< made in this history
    QHash<std::pair<ReplicaId, quint64>, ChangeId> m_numbers;
    QSet<ReplicaId> m_copied;        ///< replicas of which there are or were two stores
    QSet<ReplicaId> m_ended;         ///< replicas that a remint replaced
    QSet<ChangeId> m_receipted;      ///< and not lost with a hub that was set back
    QSet<ChangeId> m_everReceipted;  ///< by any hub
    QSet<ChangeId> m_backedUp;       ///< what the hub held at any backup
    int m_setBacks = 0;
    QHash<PersonId, RevocationStatement> m_revoked;
    /// What the hub knew when its folder was copied.
    struct HubCopy {
        QString path;
        QSet<ChangeId> receipted;
        QMap<Scope, quint64> feedEnds;
    };
    std::optional<HubCopy> m_hubImage;
    struct Drafted {
        QList<ChangeId> seen;
        int form = 1;
    };
    QHash<QByteArray, Drafted> m_drafts;  ///< what the author of a draft saw
    struct OldRequest {
        QByteArray bytes;
        int setBacks = 0;  ///< of the hub, when it was sent
    };
    QList<OldRequest> m_oldRequests;
    QList<QByteArray> m_oldAnswers;
    QList<Stick> m_sticks;
    struct {
        quint64 counter = 0, requests = 0;
        ChangeId head;
    } m_rogue;
    QList<ChangePtr> m_rogueSent;  ///< his chain, from its beginning

    // --- Checker: what it has seen before
    QHash<QByteArray, QByteArray> m_folds;  ///< set of changes of one record → digest of its fold
    QMap<Scope, quint64> m_feedEnds;
    QHash<Scope, QList<ChangePtr>> m_feeds;

    qint64 m_heapBefore = 0;  ///< bytes, before there was anything of this history
    QString m_breach;
    QByteArray m_trace;
    QMap<Action, int> m_done;
};

}  // namespace prohori
