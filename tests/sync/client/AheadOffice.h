// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/SyncBudget.h"
#include "sync/hub/HubBackup.h"
#include "sync/hub/HubCheck.h"
#include "tests/sync/bundles/Sticks.h"

namespace prohori {

using namespace Qt::StringLiterals;

#define SOUND(office) QCOMPARE((office).faults(), QString())
/// What is here is what would be, had it come in its turn.
#define AS_IN_TURN(office)                                                                                   \
    do {                                                                                                     \
        const QByteArray inTurn = (office).officer.digest();                                                 \
        QCOMPARE((office).plainDigest(), inTurn);                                                            \
    } while (false)

inline const Scope kHome = u"41"_s, kAway = u"26"_s;

/// An officer among others of a district, whose station has read nothing yet.
struct Office {
    StickHub hub;
    StickStation officer;
    Desk other, supervisor, away;
    QTemporaryDir folder;
    QList<RecordId> own;
    QHash<ChangeId, int> came;  ///< how often the body of a change travelled to the officer
    QList<SyncAnswer> answers;
    qint64 bytes = 0, bytesUp = 0, indexBytes = 0;
    QHash<RecordId, int> told;  ///< how many lines of an index came of a record
    QList<ChangeId> order;      ///< in which the bodies came

    Office();
    ~Office();
    QString blank() const { return folder.filePath(u"blank"_s); }
    /// A station of the officer on which nothing is.
    void makeAnew();
    void good(const Result<SyncSummary>& done);
    /// Somebody without a store writes on top of what the hub has of a record.
    ChangePtr put(Desk& desk, const RecordId& record, const QList<Item>& items);
    /// Cases of somebody new in the district, who needs no store for that.
    void fill(int cases);
    /// Some hundred bytes that do not pack.
    QString text(qsizetype size = 300) { return QString::fromLatin1(officer.random.bytes(size).toBase64()); }
    /// Three own open cases in the middle of many others, one of them returned, and two that are own and not open.
    void make(int before = 40, int after = 40);
    static Item submit() { return act(ActKind::Submit); }
    static Item act(ActKind kind);

    /// One exchange on a thin line, then a cut. True when there was nothing more to ask for.
    bool exchange(qint64 budget = SyncBudget::kLeast);
    void finish();
    void note(const QByteArray& said);
    void noteChange(const FramedChange& one);
    void noteIndex(const SyncAnswer& answer);
    bool cameOnce() const;
    void forget();
    bool reads(const RecordId& record) const { return officer.store->state(record).has_value(); }
    bool readsAll() const;
    SyncRequest request() const { return SyncRequest::decode(m_request)->request; }
    QByteArray note() const { return officer.store->blobSetting(Store::kAhead); }
    /// What a station has that read everything in its turn.
    QByteArray plainDigest();
    HubBackup backups() const;
    void makeBackup();
    void setHubBack();
    QString faults() const;

private:
    QByteArray m_request;
    int m_made = 0;
    PersonId m_crowds = 0;
};

}  // namespace prohori
