// SPDX-License-Identifier: GPL-3.0-or-later
#include "AheadOffice.h"

#include <QFile>

#include <algorithm>

namespace prohori {

Office::Office()
    : officer(hub, 7, u"rahima"_s, Role::Recorder, kHome),
      other(hub.desk(8, u"babul"_s, Role::Recorder, kHome)),
      supervisor(hub.desk(9, u"shirin"_s, Role::DistrictReviewer, kHome)),
      away(hub.desk(10, u"nasima"_s, Role::DistrictReviewer, kAway))
{
    const QList<Statement> all =
        officer.who.statements() + other.statements() + supervisor.statements() + away.statements();
    officer.know(all);
    hub.know(all);
    if (!officer.store->checkpoint(true))
        qFatal("no checkpoint");
    copyFolder(officer.folder, blank());
}

void Office::makeAnew()
{
    officer.store.reset();
    const QString to = folder.filePath(u"anew-%1"_s.arg(++m_made));
    copyFolder(blank(), to);
    officer.open(to);
    officer.remints = 0;
    if (!officer.remint())
        qFatal("no new replica");
}

void Office::good(const Result<SyncSummary>& done)
{
    if (!done)
        qFatal("no sync: %s", qPrintable(done.error().detail));
}

ChangePtr Office::put(Desk& desk, const RecordId& record, const QList<Item>& items)
{
    ChangeBody body = after(hub.storage->recordChanges(record)->last().change);
    body.items = items;
    const ChangePtr change = desk.save(body);
    if (const Refusal refusal = hub.verdictOf(desk, change); refusal != Refusal::None)
        qFatal("refused: %s", qPrintable(refusalName(refusal)));
    return change;
}

void Office::fill(int cases)
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

void Office::make(int before, int after)
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

Item Office::act(ActKind kind)
{
    ActItem item;
    item.kind = kind;
    if (kind == ActKind::Return)
        item.reasons = {u"incomplete"_s};
    return item;
}

bool Office::exchange(qint64 budget)
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

void Office::finish()
{
    for (int i = 0; i < 500; ++i) {
        if (exchange())
            return;
    }
    qFatal("the sync comes to no end");
}

void Office::note(const QByteArray& said)
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

void Office::noteChange(const FramedChange& one)
{
    ++came[one.change->id()];
    order.append(one.change->id());
}

void Office::noteIndex(const SyncAnswer& answer)
{
    if (!answer.ahead || answer.ahead->coming.isEmpty())
        return;
    for (const WireComing& line : answer.ahead->coming)
        ++told[line.record];
    const Cbor::Array parts = comingToCbor(answer.ahead->coming);
    indexBytes += parts.front().toBytes().size() + parts.back().toBytes().size();
}

bool Office::cameOnce() const
{
    return std::all_of(came.begin(), came.end(), [](int times) { return times == 1; });
}

void Office::forget()
{
    came.clear();
    answers.clear();
    told.clear();
    order.clear();
    bytes = bytesUp = indexBytes = 0;
}

bool Office::readsAll() const
{
    return std::all_of(own.begin(), own.end(), [this](const RecordId& one) { return reads(one); });
}

QByteArray Office::plainDigest()
{
    hub.hub->sendAheadBeyond(1'000'000);
    makeAnew();
    forget();
    finish();
    hub.hub->sendAheadBeyond(Hub::kLargeBacklog);
    return officer.digest();
}

HubBackup Office::backups() const
{
    return HubBackup({hub.authority.info, hub.key, hub.storageKey(), folder.filePath(u"attachments"_s)});
}

void Office::makeBackup()
{
    if (const auto made = backups().make(dynamic_cast<SqliteHubStorage&>(*hub.storage),
                                         folder.filePath(u"backup"_s), hub.clock);
        !made)
        qFatal("no backup: %s", qPrintable(made.error().detail));
}

void Office::setHubBack()
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

QString Office::faults() const
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

Office::~Office() = default;

}  // namespace prohori
