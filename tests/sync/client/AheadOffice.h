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
    StickStation officer{hub, 7, u"rahima"_s, Role::Recorder, kHome};
    Desk other = hub.desk(8, u"babul"_s, Role::Recorder, kHome);
    Desk supervisor = hub.desk(9, u"shirin"_s, Role::DistrictReviewer, kHome);
    Desk away = hub.desk(10, u"nasima"_s, Role::DistrictReviewer, kAway);
    QTemporaryDir folder;
    QList<RecordId> own;
    QHash<ChangeId, int> came;  ///< how often the body of a change travelled to the officer
    QList<SyncAnswer> answers;
    qint64 bytes = 0, bytesUp = 0, indexBytes = 0;
    QHash<RecordId, int> told;  ///< how many lines of an index came of a record
    QList<ChangeId> order;      ///< in which the bodies came

    Office()
    {
        const QList<Statement> all =
            officer.who.statements() + other.statements() + supervisor.statements() + away.statements();
        officer.know(all);
        hub.know(all);
        if (!officer.store->checkpoint(true))
            qFatal("no checkpoint");
        copyFolder(officer.folder, blank());
    }
    QString blank() const { return folder.filePath(u"blank"_s); }
    /// A station of the officer on which nothing is.
    void makeAnew()
    {
        officer.store.reset();
        const QString to = folder.filePath(u"anew-%1"_s.arg(++m_made));
        copyFolder(blank(), to);
        officer.open(to);
        officer.remints = 0;
        if (!officer.remint())
            qFatal("no new replica");
    }
    void good(const Result<SyncSummary>& done)
    {
        if (!done)
            qFatal("no sync: %s", qPrintable(done.error().detail));
    }
    /// Somebody without a store writes on top of what the hub has of a record.
    ChangePtr put(Desk& desk, const RecordId& record, const QList<Item>& items)
    {
        ChangeBody body = after(hub.storage->recordChanges(record)->last().change);
        body.items = items;
        const ChangePtr change = desk.save(body);
        if (const Refusal refusal = hub.verdictOf(desk, change); refusal != Refusal::None)
            qFatal("refused: %s", qPrintable(refusalName(refusal)));
        return change;
    }
    /// Cases of somebody new in the district, who needs no store for that.
    void fill(int cases)
    {
        Desk crowd = hub.desk(100 + m_crowds, u"crowd-%1"_s.arg(m_crowds), Role::Recorder, kHome);
        ++m_crowds;
        QList<ChangePtr> changes;
        for (int i = 0; i < cases; ++i) {
            ChangeBody body = newCase(kHome, u"41-2026-%1-%2"_s.arg(m_crowds).arg(i));
            body.items = {SetItem{{1, {}, 104}, FieldValue::plain(text()), {}}};
            changes.append(crowd.save(body));
        }
        if (hub.send(crowd, changes).verdicts.size() != cases)
            qFatal("the cases of the others are not taken");
    }
    /// Some hundred bytes that do not pack.
    QString text(qsizetype size = 300) { return QString::fromLatin1(officer.random.bytes(size).toBase64()); }
    /// Three own open cases in the middle of many others, one of them returned, and two that are own and not open.
    void make(int before = 40, int after = 40)
    {
        fill(before);
        for (int i = 0; i < 5; ++i)
            own.append(officer.create(text())->body().record);
        officer.put(own[0], {submit()});
        good(officer.sync());
        put(supervisor, own[0], {act(ActKind::Return)});
        put(supervisor, own[3], {act(ActKind::Void)});
        put(supervisor, own[4], {act(ActKind::Void)});
        fill(after);
        own.resize(3);
    }
    static Item submit() { return act(ActKind::Submit); }
    static Item act(ActKind kind)
    {
        ActItem item;
        item.kind = kind;
        if (kind == ActKind::Return)
            item.reasons = {u"incomplete"_s};
        return item;
    }

    /// One exchange on a thin line, then a cut. True when there was nothing more to ask for.
    bool exchange(qint64 budget = SyncBudget::kLeast)
    {
        if (!officer.store->setSetting(u"sync.line_budget"_s, QString::number(budget)))
            qFatal("no setting");
        hub.line.onWay = [this, left = 1](const QByteArray& body) mutable -> Result<QByteArray> {
            if (left-- == 0)
                return Error{ErrorCode::Offline, u"the line is cut"_s};
            m_request = body;
            bytesUp += body.size();
            return body;
        };
        hub.line.onWayBack = [this](const QByteArray& bytesBack) -> Result<QByteArray> {
            note(bytesBack);
            return bytesBack;
        };
        const auto done = officer.sync();
        hub.line.onWay = hub.line.onWayBack = {};
        if (!done && done.error().code != ErrorCode::Offline)
            qFatal("no sync: %s", qPrintable(done.error().detail));
        return done.has_value();
    }
    void finish()
    {
        for (int i = 0; i < 500; ++i) {
            if (exchange())
                return;
        }
        qFatal("the sync comes to no end");
    }
    void note(const QByteArray& said)
    {
        bytes += said.size();
        const auto answer = SyncAnswer::decode(said, hub.id(), blake2b(m_request));
        if (!answer)
            qFatal("%s", qPrintable(answer.error().detail));
        answers.append(*answer);
        noteIndex(*answer);
        for (const Frame& frame : (answer->ahead ? answer->ahead->frames : QList<Frame>()) + answer->frames) {
            const auto changes = unpackFrame(frame);
            for (const FramedChange& one : changes ? *changes : QList<FramedChange>())
                noteChange(one);
        }
    }
    void noteChange(const FramedChange& one)
    {
        ++came[one.change->id()];
        order.append(one.change->id());
    }
    void noteIndex(const SyncAnswer& answer)
    {
        if (!answer.ahead || answer.ahead->coming.isEmpty())
            return;
        for (const WireComing& line : answer.ahead->coming)
            ++told[line.record];
        const Cbor::Array parts = comingToCbor(answer.ahead->coming);
        indexBytes += parts.front().toBytes().size() + parts.back().toBytes().size();
    }
    bool cameOnce() const
    {
        return std::all_of(came.begin(), came.end(), [](int times) { return times == 1; });
    }
    void forget()
    {
        came.clear();
        answers.clear();
        told.clear();
        order.clear();
        bytes = bytesUp = indexBytes = 0;
    }
    bool reads(const RecordId& record) const { return officer.store->state(record).has_value(); }
    bool readsAll() const
    {
        return std::all_of(own.begin(), own.end(), [this](const RecordId& one) { return reads(one); });
    }
    SyncRequest request() const { return SyncRequest::decode(m_request)->request; }
    QByteArray note() const { return officer.store->blobSetting(Store::kAhead); }
    /// What a station has that read everything in its turn.
    QByteArray plainDigest()
    {
        hub.hub->sendAheadBeyond(1'000'000);
        makeAnew();
        forget();
        finish();
        hub.hub->sendAheadBeyond(Hub::kLargeBacklog);
        return officer.digest();
    }
    HubBackup backups() const
    {
        return HubBackup({hub.authority.info, hub.key, hub.storageKey(), folder.filePath(u"attachments"_s)});
    }
    void makeBackup()
    {
        if (const auto made = backups().make(dynamic_cast<SqliteHubStorage&>(*hub.storage),
                                             folder.filePath(u"backup"_s), hub.clock);
            !made)
            qFatal("no backup: %s", qPrintable(made.error().detail));
    }
    void setHubBack()
    {
        hub.hub.reset();
        hub.storage.reset();
        for (const QString& end : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(hub.path() + end);
        if (const auto back = backups().restore(folder.filePath(u"backup"_s), hub.path(), hub.clock); !back)
            qFatal("not restored: %s", qPrintable(back.error().detail));
        hub.restart();
        hub.line.setHub(hub.hub.get());
    }
    QString faults() const
    {
        QStringList all{faultsIn(*officer.store)};
        all.removeAll(QString());
        if (officer.store->counts().waiting > 0)
            all.append(u"something waits"_s);
        const auto found = checkHub(*hub.storage, hub.authority.info);
        if (!found)
            all.append(found.error().detail);
        else
            all += found->faults;
        return all.join(u'\n');
    }

private:
    QByteArray m_request;
    int m_made = 0;
    PersonId m_crowds = 0;
};

}  // namespace prohori
