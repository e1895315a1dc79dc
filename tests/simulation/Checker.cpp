// SPDX-License-Identifier: GPL-3.0-or-later
#include "Checker.h"

#include "Oracle.h"

#include <QDir>
#include <QHashSeed>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostRounds = 8;
constexpr quint32 kCareEvery = 8;
constexpr quint32 kEnduranceEvery = 16;
constexpr int kFeedPage = 500;
constexpr qsizetype kFeedPageBytes = 32 << 20;
constexpr qint64 kEmptyUp = 600, kEmptyDown = 600;

QByteArray setKey(const History& history)
{
    QList<ChangePtr> changes = history.changes();
    std::sort(changes.begin(), changes.end(),
              [](const ChangePtr& a, const ChangePtr& b) { return a->id() < b->id(); });
    QByteArray ids;
    for (const ChangePtr& change : changes)
        ids += change->id().toBytes();
    return blake2b(ids);
}

}  // namespace

void Checker::afterStep()
{
    if (m_world.m_hubTouched)
        checkHub();
    for (const auto& station : m_world.m_stations) {
        if (m_world.m_touched.contains(station.get()) && m_world.m_breach.isEmpty())
            checkStation(*station);
    }
    checkBounds();
}

/// Invariants 2 and 5 at the hub.
void Checker::checkHub()
{
    for (const Scope& scope : {u"41"_s, u"26"_s, kNationalScope})
        checkFeed(scope);
    for (const ChangeId& change : std::as_const(m_world.m_receipted)) {
        const auto judged = m_world.m_storage->judgement(change);
        if (!judged || !*judged)
            breakAt(2, u"a receipted change is not at the hub"_s);
    }
}

void Checker::checkFeed(const Scope& scope)
{
    HubStorage& storage = *m_world.m_storage;
    quint64& end = m_world.m_feedEnds[scope];
    const quint64 now = valueOr(storage.feedEnd(scope));
    if (now < end)
        breakAt(5, u"a feed became shorter"_s);
    if (now <= end)
        return;
    const auto entries = storage.feed(scope, end, now, kFeedPage, kFeedPageBytes);
    if (!entries || entries->size() != qsizetype(now - end)) {
        breakAt(5, u"a feed has a hole"_s);
        return;
    }
    for (const FeedEntry& entry : *entries) {
        if (entry.position != ++end)
            breakAt(5, u"a feed skips position %1"_s.arg(end));
        if (m_world.m_poison.contains(entry.change->id()))
            breakAt(7, u"a change against the rules came into a feed"_s);
        checkSealedOnWay(*entry.change);
        m_world.m_feeds[scope].append(entry.change);
        if (scope == kNationalScope)
            checkNational(*entry.change);
        if (!m_world.m_records.contains(entry.change->body().record))
            m_world.m_records.append(entry.change->body().record);
    }
    end = now;
}

void Checker::checkStation(SimStation& station)
{
    QSet<ChangeId> held;
    QByteArray digests;
    QList<RecordId> records = m_world.m_records;
    std::sort(records.begin(), records.end());
    for (const RecordId& record : std::as_const(records))
        checkRecord(station, record, held, digests);
    // Log = fold = projection: the digest over the stored rows is that of the folds.
    const auto projected = station.store->foldDigest();
    if (!projected || *projected != blake2b(digests))
        breakAt(3, u"the projection is not that of the log"_s);
    m_world.note(valueOr(projected));
    checkQuarantine(station, held);
    checkGone(station, held);
    for (const ChangeId& change : std::as_const(station.promises.confirmed)) {
        if (!held.contains(change))
            breakAt(2, u"a confirmed save is not in the log"_s);
        if (station.store->delivery(change) == Delivery::Safe && !m_world.m_backedUp.contains(change))
            breakAt(2, u"a change is told to be safe that is in no backup of the hub"_s);
    }
    if (!station.promises.drafts.isEmpty()) {
        QSet<QByteArray> drafts;
        for (const Draft& draft : station.store->drafts(Cast::get().member(station.seat).person))
            drafts.insert(draft.id);
        if (!drafts.contains(station.promises.drafts))
            breakAt(2, u"typing that was kept is not there any more"_s);
    }
    checkCursors(station, held);
    checkScope(station, held);
    checkLeft(station);
    checkFolder(station, held.size());
}

void Checker::checkRecord(SimStation& station, const RecordId& record, QSet<ChangeId>& held,
                          QByteArray& digests)
{
    const auto history = station.store->history(record);
    if (!history || history->isEmpty())
        return;
    const auto state = station.store->state(record);
    if (!state) {
        breakAt(3, u"a record does not fold: "_s + state.error().detail);
        return;
    }
    checkSealed(station, *history, *state);
    const QByteArray digest = blake2b(state->bytes());
    digests += record.toBytes() + state->digest();
    for (const ChangePtr& change : history->changes()) {
        held.insert(change->id());
        if (m_world.m_poison.contains(change->id()))
            breakAt(1, u"a change against the rules counts on a station"_s);
        const ChangeBody& body = change->body();
        if (station.store->directory().isRevoked(body.author, body.replica, body.counter))
            breakAt(11, u"a change from after the revocation of its author counts"_s);
        const auto made = m_world.m_made.constFind(change->id());
        if (made == m_world.m_made.constEnd())
            breakAt(1, u"a change counts that nobody made"_s);
        else if ((*made)->signedBytes() != change->signedBytes()
                 || (*made)->body().encode() != change->body().encode())
            breakAt(1, u"a change is not what its author signed"_s);
    }
    const auto row = station.store->caseRow(record);
    const bool samePhase =
        row
        && (row->phase == state->phase
            || (row->phase == RecordPhase::HqReceived && state->phase == RecordPhase::DistrictApproved));
    if (!samePhase || row->conflicts != state->conflicts.size())
        breakAt(3, u"the list says something else than the fold"_s);
    const QByteArray key = setKey(*history);
    const auto known = m_world.m_folds.constFind(key);
    if (known == m_world.m_folds.constEnd()) {
        checkNewSet(*history, *state, digest);
        m_world.m_folds.insert(key, digest);
    } else if (*known != digest) {
        breakAt(3, u"the same changes fold to something else"_s);
    }
}

/// Invariants 1, 3, 6 and 10 for a set of changes that was not there before, on any station.
void Checker::checkNewSet(const History& history, const RecordState& state, const QByteArray& digest)
{
    const QStringList faults = faultsOfFold(history, state);
    if (!faults.isEmpty())
        breakAt(faults.first().contains("approv"_L1) ? 6 : 1, faults.join(u"; "_s));
    QList<ChangePtr> changes = history.changes();
    SeededRandom order(quint32(changes.size()) * 7 + m_world.m_plan.chance);
    order.shuffle(changes);
    History other(history.record());
    for (const ChangePtr& change : std::as_const(changes)) {
        // As it comes from a wire, not as it lies in memory.
        const auto decoded = Change::decode(change->signedBytes(), change->signature());
        if (!decoded || !other.add(std::make_shared<const Change>(*decoded)))
            breakAt(3, u"a change cannot be read back"_s);
        else if (decoded->body().encode() != change->signedBytes())
            breakAt(1, u"a change loses something when it is read"_s);
    }
    QHashSeed::resetRandomGlobalSeed();
    if (blake2b(fold(other).bytes()) != digest)
        breakAt(3, u"another order of the same changes folds to something else"_s);
    for (const ChangePtr& change : std::as_const(changes)) {
        const auto seen = m_world.m_seenBy.constFind(change->id());
        if (seen != m_world.m_seenBy.constEnd() && *seen != change->body().parents)
            breakAt(1, u"a save replaces what its author did not see"_s);
    }
}

bool Checker::isRevoked(const SimStation& station) const
{
    return m_world.m_revoked.contains(Cast::get().member(station.seat).person);
}

/// Whether a change can count nowhere, because of a revocation: its own author's, or that of somebody on whose change it stands.
bool Checker::isVoid(const ChangeId& change) const
{
    const ChangePtr made = m_world.m_made.value(change);
    if (!made)
        return false;
    const ChangeBody& body = made->body();
    const auto revoked = m_world.m_revoked.constFind(body.person);
    if (revoked != m_world.m_revoked.constEnd()
        && body.counter > revoked->lastAccepted.value(body.replica, 0))
        return true;
    return std::any_of(body.parents.begin(), body.parents.end(),
                       [this](const ChangeId& parent) { return isVoid(parent); });
}

/// Invariants 1, 10 and 11: who is in quarantine is there for a reason that is his own.
void Checker::checkQuarantine(SimStation& station, QSet<ChangeId>& held)
{
    const auto quarantined = station.store->quarantined();
    QSet<ChangeId> bad;
    for (const auto& one : quarantined)
        bad.insert(one.change->id());
    for (const auto& one : quarantined) {
        const ChangeBody& body = one.change->body();
        held.insert(one.change->id());
        // The one it stands on may be gone with the case, or have come from a store that was copied: the hub lets it in when that store has a name of its
        // own, so at the end.
        const bool behind =
            std::any_of(body.parents.begin(), body.parents.end(), [&](const ChangeId& parent) {
                const ChangePtr made = m_world.m_made.value(parent);
                return bad.contains(parent) || isVoid(parent)
                    || (one.byHub && made && m_world.m_copied.contains(made->body().replica));
            });
        const auto revoked = m_world.m_revoked.constFind(body.person);
        const bool isRevoked = revoked != m_world.m_revoked.constEnd()
                            && body.counter > revoked->lastAccepted.value(body.replica, 0);
        const bool byCopy = m_world.m_copied.contains(body.replica)
                         && (one.refusal == Refusal::Forked || one.refusal == Refusal::MissingParent);
        if (!behind && !isRevoked && !byCopy && !m_world.m_poison.contains(one.change->id()))
            breakAt(11, u"an honest change of person %1 is in quarantine: %2"_s.arg(body.person)
                            .arg(refusalName(one.refusal)));
        if (one.refusal == Refusal::QuarantinedParent && !behind && !one.byHub)
            breakAt(11, u"a change is blocked by one that is not its ancestor"_s);
    }
}

/// Invariant 5: a cursor only grows, and everything before it is here.
void Checker::checkCursors(SimStation& station, const QSet<ChangeId>& held)
{
    // Of a hub that was set back each store hears once, and reads again from there; it may be cut in that.
    const QString setBack = station.store->setting(u"sync.set_back"_s);
    if (std::exchange(station.setBack, setBack) != setBack || station.isBehindSetBack)
        station.promises.cursors.clear();
    // Until a store has heard of it, its cursors stand in the feeds of before, where others have written something else since. Who was revoked is told
    // of his revocation and of nothing else.
    const bool standsInFormerFeeds =
        station.isBehindSetBack || (isRevoked(station) && m_world.m_setBacks > 0);
    for (const FeedCursor& cursor : station.store->cursors()) {
        quint64& last = station.promises.cursors[cursor.feed];
        if (cursor.position < last)
            breakAt(5, u"a cursor went back from %1 to %2"_s.arg(last).arg(cursor.position));
        last = std::max(last, cursor.position);
        const auto& feed = m_world.m_feeds.value(cursor.feed);
        const qsizetype through = std::min(qsizetype(cursor.position), feed.size());
        for (qsizetype i = 0; i < through && !standsInFormerFeeds; ++i) {
            if (!held.contains(feed[i]->id()) && station.store->counts().waiting == 0)
                breakAt(5, u"change %1 of feed %2 is behind the cursor, but not here"_s.arg(i + 1).arg(
                               cursor.feed));
        }
    }
}

/// Invariant 7, as far as the scope goes: who works for the nation sees approved content only, a district its own cases.
void Checker::checkScope(SimStation& station, const QSet<ChangeId>& held)
{
    const Member& member = Cast::get().member(station.seat);
    if (!isNationalRole(member.role))
        return;
    QSet<ChangeId> national;
    for (const ChangePtr& change : m_world.m_feeds.value(kNationalScope))
        national.insert(change->id());
    for (const ChangeId& change : held) {
        if (!national.contains(change) && !station.promises.confirmed.contains(change)
            && !m_world.m_poison.contains(change))
            breakAt(7, u"headquarters holds what no district has approved"_s);
    }
}

/// Whether a sync would move something, as far as one can see from outside.
bool Checker::isBehind(const SimStation& station)
{
    const Member& member = Cast::get().member(station.seat);
    quint64 position = 0;
    for (const FeedCursor& cursor : station.store->cursors())
        position = cursor.feed == member.scope ? cursor.position : position;
    return position != valueOr(m_world.m_storage->feedEnd(member.scope))
        || quint64(station.store->directory().statements().size())
               < valueOr(m_world.m_storage->statementEnd())
        || !station.store->unsentStatements().isEmpty() || !station.store->outbox(1).isEmpty()
        || m_world.m_copied.contains(station.store->replica());
}

/// Everybody syncs; then those who are behind, until nobody is; then one who has nothing to do.
void Checker::healAndExchange()
{
    // Of copies that nobody could tell apart yet, as neither has written anything, one may be given the answer to the other's request: that one asks
    // once more.
    constexpr int kQuiet = 2;
    int quiet = 0;
    for (int round = 0; round < kMostRounds && m_world.m_breach.isEmpty(); ++round) {
        const QByteArray before = m_world.hubDigest();
        int behind = 0;
        for (const auto& station : m_world.m_stations) {
            if (round > 0 && (!isBehind(*station) || isRevoked(*station)))
                continue;
            ++behind;
            m_world.sync(*station);
            if (!m_world.m_breach.isEmpty())
                return;
        }
        checkHub();
        quiet = before == m_world.hubDigest() ? quiet + 1 : 0;
        if (round > 0 && (behind == 0 || quiet >= kQuiet))
            return;
    }
    if (m_world.m_breach.isEmpty())
        breakAt(13, u"the exchange comes to no end"_s);
}

/// Over the folds of the cases whose home the station works for: of one that moved away it keeps what it had.
QByteArray Checker::digestOfScope(const SimStation& station)
{
    const Scope& scope = Cast::get().member(station.seat).scope;
    QByteArray digests;
    for (const RecordId& record : std::as_const(m_world.m_records)) {
        const auto home = valueOr(m_world.m_storage->homeScope(record));
        const auto state = station.store->state(record);
        if (state && (scope == kNationalScope || home == scope))
            digests += record.toBytes() + state->digest();
    }
    return blake2b(digests);
}

/// Stations that read the same feed hold the same folds; nothing waits and nothing is unsent.
void Checker::checkConverged()
{
    QMap<Scope, QByteArray> digests;
    QHash<ReplicaId, const SimStation*> replicas;
    for (const auto& station : m_world.m_stations) {
        const Member& member = Cast::get().member(station->seat);
        checkStation(*station);
        if (isRevoked(*station))
            continue;
        const StoreCounts counts = station->store->counts();
        if (counts.unsent > 0 || counts.waiting > 0 || !station->store->outbox(1).isEmpty())
            breakAt(13, u"%1: %2 changes unsent and %3 waiting in the end"_s.arg(member.login)
                            .arg(counts.unsent)
                            .arg(counts.waiting));
        for (const auto& one : station->store->quarantined()) {
            if (m_world.m_made.contains(one.change->id()) && one.byHub && m_world.m_revoked.isEmpty()
                && m_world.m_poison.isEmpty())
                breakAt(11, u"an honest change stays in quarantine: "_s + refusalName(one.refusal));
        }
        // Twins that nobody wrote at since the copy was made are one replica still; the first two saves part them.
        const SimStation* twin = replicas.value(station->store->replica());
        if (twin && twin->store->lastChange() != station->store->lastChange())
            breakAt(4, u"two stores go on as one replica"_s);
        replicas.insert(station->store->replica(), station.get());
        checkNobodyHoldsTooMuch(*station);
        const QByteArray digest = digestOfScope(*station);
        if (digests.contains(member.scope) && digests.value(member.scope) != digest)
            breakAt(3,
                    u"stations of %1 hold different folds after exchanging everything"_s.arg(member.scope));
        digests.insert(member.scope, digest);
    }
}

/// REL-34: of what any hub gave a receipt for, nothing is missing at the hub that was set back while its writer's store has it.
void Checker::checkOfferedAgain()
{
    if (m_world.m_setBacks == 0)
        return;
    for (const ChangeId& change : std::as_const(m_world.m_everReceipted)) {
        const auto judged = m_world.m_storage->judgement(change);
        if (judged && *judged)
            continue;
        for (const auto& station : m_world.m_stations) {
            const auto history = station->store->history(m_world.m_made.value(change)->body().record);
            if (history && history->find(change) && !isRevoked(*station))
                breakAt(2, u"the hub was set back, and lacks a change that it gave a receipt for and %1 has"_s
                               .arg(Cast::get().member(station->seat).login));
        }
    }
}

/// Invariant 12: a sync that has nothing to do is one request of a size that no number of cases changes.
void Checker::checkEmptySync(SimStation& station)
{
    // Twins use up each other's request counters until one of them writes and they part.
    const bool isTwin =
        std::any_of(m_world.m_stations.begin(), m_world.m_stations.end(), [&](const auto& other) {
            return other.get() != &station && other->store->replica() == station.store->replica();
        });
    if (isRevoked(station) || isTwin)
        return;
    // News of people may have come to the hub in the last round, after this station had asked.
    (void)m_world.sync(station);
    const SyncSummary last = m_world.sync(station);
    if (last.requests != 1 || last.bytesUp > kEmptyUp || last.bytesDown > kEmptyDown)
        breakAt(12, u"a sync of nothing takes %1 requests, %2 and %3 bytes"_s.arg(last.requests)
                        .arg(last.bytesUp)
                        .arg(last.bytesDown));
}

/// The product's own full check, and that the second home is empty when everything is in custody.
void Checker::checkCare(SimStation& station)
{
    const auto faults = station.store->check();
    if (!faults || !faults->isEmpty())
        breakAt(3, u"the full check finds: "_s + (faults ? faults->join(u"; "_s) : faults.error().detail));
    checkFile(station);
    if (auto flushed = station.store->checkpoint(true); !flushed)
        breakAt(14, u"no checkpoint: "_s + flushed.error().detail);
    if (const qint64 wal = QFileInfo(station.folder + u"/store.db-wal"_s).size(); wal > 0)
        breakAt(14, u"the WAL has %1 bytes after it was emptied"_s.arg(wal));
    const auto left = QDir(station.folder + u"/unsent"_s).entryList(QDir::Files).size();
    if (station.store->counts().unsent == 0 && left > 0)
        breakAt(14, u"%1 files of the second home stay after everything was taken"_s.arg(left));
}

void Checker::atTheEnd()
{
    healAndExchange();
    if (!m_world.m_breach.isEmpty())
        return;
    checkConverged();
    checkOfferedAgain();
    if (m_world.m_breach.isEmpty())
        checkEmptySync(*m_world.m_stations[m_world.m_plan.chance % m_world.m_stations.size()]);
    // The full check costs as much as all the rest: each eighth history.
    for (const auto& station : m_world.m_stations) {
        if (m_world.m_breach.isEmpty() && m_world.m_plan.chance % kCareEvery == 0)
            checkCare(*station);
        if (m_world.m_breach.isEmpty() && m_world.m_plan.chance % kEnduranceEvery == 0)
            checkEndurance(*station);
    }
    const auto faults = m_world.m_storage->faults();
    if (!faults || !faults->isEmpty())
        breakAt(5, u"the hub's storage: "_s + (faults ? faults->join(u"; "_s) : faults.error().detail));
}

}  // namespace prohori
