// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/RandomSource.h"
#include "core/journal/JournalEvent.h"
#include "sync/client/SyncClient.h"
#include "sync/wire/BundleFile.h"

namespace prohori {

/// What stands in a bundle that was written.
struct WrittenBundle {
    int changes = 0, records = 0;
    int papers = 0;
    int papersLeft =
        0;  ///< that did not fit (kMaxBundlePaperBytes) or turned out damaged here: they wait for the line or the next bundle
    qint64 bytes = 0;
};

/// What came of reading one.
struct ReadBundle {
    BundleKind kind = BundleKind::FromHub;
    QString from;             ///< login of the writer, or the hub's name
    PersonId fromPerson = 0;  ///< 0: the hub
    Instant made;
    SyncSummary summary;  ///< as of a sync: receipts, changes taken, papers, reminted
};

/** What a stick does in place of the line: the same changes, statements and receipts in a sealed file.

    To the hub goes everything that no hub has yet, also what this station carries for others; back come verdicts with their receipts, the feed and
    the news of people. Between stations go whole histories of cases, to a person of their district or of the one that a case moves to; they go up to
    the hub with whoever syncs first. Papers go along as far as they fit, each as a whole; a paper counts as sent when a bundle of the hub says so. Reading a bundle twice, late, in another order or beside a sync on the line has no effect but that of its
    newest content: cursors never go back, and a feed is not gone on with where a part is missing.

    Errors: those of BundleFile.h; Refused with hints "wrong-authority", "wrong-hub", "bad-signature", "not-for-you", "gap" (an earlier bundle
    is missing), "wrong-scope" (cases of another district), "revoked" (whom it is written to); those of Store. Nothing of a bundle that is refused is
    kept but, after a failure in the middle, the whole frames before it.
*/
class StationBundles {
public:
    struct Identity {
        HubId hub;
        CertificateId person;
        QList<BoxKey> keys;  ///< what the person opens things with
        std::function<Result<>()> remint;
        std::function<Result<QByteArray>(QIODevice&)> taste =
            {};  ///< before a bundle is read: see BundleTaste.h; none: not asked
        std::function<Result<>(JournalEvent, PersonId)> note =
            {};  ///< a stick for or from that person, or the hub (0)
    };
    StationBundles(Store& store, Identity identity, const Clock& clock, RandomSource& random)
        : m_store(store),
          m_identity(std::move(identity)),
          m_clock(clock),
          m_random(random)
    {}

    /// How many sealed bytes of papers the bundles take that are written from now on; kMaxBundlePaperBytes when nobody says.
    void setPaperRoom(qint64 bytes) { m_paperRoom = bytes; }
    Result<WrittenBundle> writeToHub(QIODevice& out);
    /// @param records empty: all that hold changes which no hub has yet.
    Result<WrittenBundle> writeTo(const PersonInfo& receiver, QList<RecordId> records, QIODevice& out);
    /// `in` is read two or three times, and must be one that can be: a file, or a buffer.
    Result<ReadBundle> read(QIODevice& in);

private:
    struct Contents;
    Result<> note(JournalEvent event, PersonId with) const;
    BundleHeader header(BundleKind kind) const;
    Result<Contents> look(QIODevice& in);
    Result<> checkSender(const OpenedBundle& opened, const Contents& contents, ReadBundle& outcome) const;
    Result<> checkCursors(const BundleHeader& header) const;
    Result<> endReading(const BundleHeader& header, const QList<FeedCursor>& before, ReadBundle& outcome);
    bool endsExchange(const BundleHeader& header, const QList<FeedCursor>& before) const;
    Result<> checkScopes(QIODevice& in, const OpenedBundle& opened) const;
    static Result<> addScopes(const BundlePart& part, QHash<RecordId, QSet<Scope>>& scopes);
    static Result<> rewind(QIODevice& in);
    Result<> take(const BundlePart& part, const BundleHeader& header, ReadBundle& outcome);
    Result<> takeReceipt(const BundleReceipt& receipt, const HubId& hub, SyncSummary& summary);
    Result<> takeFrame(const Frame& frame, const BundleHeader& header, SyncSummary& summary);
    Result<> takeStatus(const BundleStatus& status, const BundleHeader& header, ReadBundle& outcome);
    Result<> takeStatements(const QList<QByteArray>& statements, bool fromHub);
    struct Cargo;
    Result<WrittenBundle> write(const BundleHeader& header, const QList<QByteArray>& receivers,
                                const Cargo& cargo, QIODevice& out);
    // --- BundlePapers.cpp
    bool isNational() const;
    Result<> packPapers(const Cargo& cargo, BundleWriter& writer, WrittenBundle& written);
    Result<bool> packPaper(const AttachmentManifest& paper, BundleWriter& writer);
    Result<> papersFor(const QList<RecordId>& records, Cargo& cargo) const;
    Result<> papersForHub(Cargo& cargo);
    Result<> takePiece(const FilePart& piece, bool fromHub, SyncSummary& summary);
    Result<> takeStandings(const BundleStandings& standings, const BundleHeader& header,
                           SyncSummary& summary);

    Store& m_store;
    Identity m_identity;
    const Clock& m_clock;
    RandomSource& m_random;
    qint64 m_paperRoom = kMaxBundlePaperBytes;
    QHash<RecordId, RecordOutcome> m_outcomes;
    QHash<Scope, quint64> m_through;  ///< up to where the frames of the bundle that is read have come
};

}  // namespace prohori
