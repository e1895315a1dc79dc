// SPDX-License-Identifier: GPL-3.0-or-later
// What the line does, and those who misuse it.
#include "World.h"

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kLineTime = 5s;
constexpr qsizetype kKeptMessages = 8;
constexpr int kMostWritesBeforeCut = 30;

Error cutLine()
{
    return {ErrorCode::Offline, u"the line was cut"_s, {}};
}

}  // namespace

/// As the desk goes on as a new incarnation: vouched for first, then used.
Result<> World::remint(SimStation& station)
{
    const Member& member = Cast::get().member(station.seat);
    const auto replica = ReplicaId::make(m_chance);
    QByteArray seed = m_chance.bytes(kKeyBytes);
    const SigningKey key = *SigningKey::fromSeed(SecretBytes::takeFrom(seed));
    const ReplicaId before = station.store->replica();
    const ReplicaCertificate vouched{member.certificate.id(), replica, key.publicKey(), before,
                                     station.clock->now()};
    const Statement statement = Statement::make(Cast::get().authority(), vouched, member.keys);
    if (auto added = station.store->addStatements({statement.bytes()}); !added)
        return added;
    m_ended.insert(before);
    return station.store->remint(replica, key);
}

Result<SyncSummary> World::syncOnce(SimStation& station, int cancelAfter)
{
    const Member& member = Cast::get().member(station.seat);
    m_hubClock.advance(kLineTime);
    station.clock->advance(kLineTime);
    SyncClient client(*station.store, m_line,
                      {Cast::get().hub(), member.certificate.id(), [&] { return remint(station); }},
                      *station.clock);
    int requests = 0;
    const auto connection = QObject::connect(&client, &SyncClient::progressed, &client, [&] {
        if (cancelAfter > 0 && ++requests > cancelAfter)
            client.cancel();
    });
    const auto outcome = m_line.run(client);
    QObject::disconnect(connection);
    m_oldRequests.append({m_line.lastRequest, m_setBacks});
    m_oldAnswers.append(m_line.lastAnswer);
    if (m_oldRequests.size() > kKeptMessages) {
        m_oldRequests.removeFirst();
        m_oldAnswers.removeFirst();
    }
    ++m_syncs;
    m_hubTouched = true;
    touch(station);
    return outcome;
}

void World::noteSync(SimStation& station, const Result<SyncSummary>& outcome)
{
    station.isBehindSetBack = station.isBehindSetBack && !outcome;
    noteReceipts(station);
    station.isRefused = !outcome && outcome.error().hint == u"revoked"_s;
    note(outcome ? QByteArray::number(outcome->sent) + '/' + QByteArray::number(outcome->received)
                 : outcome.error().hint.toUtf8());
}

/// On a good line.
SyncSummary World::sync(SimStation& station)
{
    m_line.onWay = nullptr;
    m_line.onWayBack = nullptr;
    const auto outcome = syncOnce(station);
    noteSync(station, outcome);
    if (!outcome && !station.isRefused)
        breakAt(13, u"a sync on a good line fails: "_s + outcome.error().detail);
    return valueOr(outcome);
}

/// One station, or at times all in turn.
void World::meet(SimStation& station, SeededRandom& draw)
{
    if (draw.chance(25))
        tellAll(station);
    else
        sync(station);
}

/// What was just done reaches all others.
void World::tellAll(SimStation& station)
{
    sync(station);
    for (const auto& other : m_stations) {
        if (m_breach.isEmpty() && other.get() != &station)
            sync(*other);
    }
}

bool World::cutSync(SimStation& station, SeededRandom& draw)
{
    const int kind = std::min(draw.below(11), 8) == 8 ? 6 : draw.below(8);
    int left = draw.below(3);
    const auto isNow = [&left] { return left-- <= 0; };
    const int at = draw.below(1 << 20);
    bool crashes = false;
    int cancelAfter = 0;
    const auto damaged = [&](QByteArray bytes) {
        if (kind == 2)
            return bytes.left(at % std::max<qsizetype>(1, bytes.size()));
        if (kind == 3 && !bytes.isEmpty())
            bytes[at % bytes.size()] = char(bytes[at % bytes.size()] ^ (1 << (at % 8)));
        return bytes;
    };
    if (kind == 0)
        m_line.onWay = [&](const QByteArray& sent) { return isNow() ? Result<QByteArray>(cutLine()) : sent; };
    else if (kind == 1)
        m_line.onWayBack = [&](const QByteArray& back) {
            return isNow() ? Result<QByteArray>(cutLine()) : back;
        };
    else if (kind == 2 || kind == 3)
        m_line.onWayBack = [&](const QByteArray& back) -> Result<QByteArray> {
            return isNow() ? damaged(back) : back;
        };
    else if (kind == 4)
        m_line.onWay = [&](const QByteArray& sent) -> Result<QByteArray> {
            // Delivered twice: the second answer is the one that counts, and the same.
            const auto first = m_hub->handle(sent);
            const auto second = m_hub->handle(sent);
            if (first && (!second || *first != *second))
                breakAt(9, u"the same request got another answer"_s);
            return sent;
        };
    else if (kind == 5)
        m_line.onWayBack = [&](const QByteArray& back) -> Result<QByteArray> {
            return isNow() && !m_oldAnswers.isEmpty() ? m_oldAnswers[at % m_oldAnswers.size()] : back;
        };
    else if (kind == 6)
        crashes = true;
    else
        cancelAfter = 1 + draw.below(6);
    if (crashes)
        station.store->failAfter(1 + draw.below(kMostWritesBeforeCut));
    const auto outcome = syncOnce(station, cancelAfter);
    m_line.onWay = nullptr;
    m_line.onWayBack = nullptr;
    if (crashes)
        kill(station);
    if (station.store)
        noteSync(station, outcome);
    return true;
}

/// What the hub would tell anybody: feeds, people and what it thinks of each replica's changes.
QByteArray World::hubDigest() const
{
    QByteArray all;
    for (const Scope& scope : {u"41"_s, u"26"_s, kNationalScope})
        all += QByteArray::number(valueOr(m_storage->feedEnd(scope))) + ' ';
    all += QByteArray::number(valueOr(m_storage->statementEnd()));
    if (const auto replicas = m_storage->replicas()) {
        for (const ReplicaStatus& status : *replicas)
            all += status.replica.toBytes() + QByteArray::number(status.counter) + status.head.toBytes();
    }
    return all;
}

/// Old messages once more: a request to the hub, the frames of an answer to a station.
bool World::replay(SimStation& station, SeededRandom& draw)
{
    if (m_oldRequests.isEmpty())
        return false;
    const OldRequest& old = draw.oneOf(m_oldRequests);
    // To a hub that was set back since it is not old: it may bring what was lost, once.
    if (old.setBacks != m_setBacks) {
        (void)m_hub->handle(old.bytes);
        m_hubTouched = true;
    }
    const QByteArray before = hubDigest();
    (void)m_hub->handle(old.bytes);
    if (hubDigest() != before)
        breakAt(9, u"an old request changed the hub"_s);
    const quint64 known = valueOr(m_storage->feedEnd(Cast::get().member(station.seat).scope));
    const auto cursors = station.store->cursors();
    if (cursors.isEmpty() || known == 0 || cursors.first().position == 0)
        return true;
    const quint64 from = quint64(draw.below(int(cursors.first().position)));
    const quint64 through = std::min(cursors.first().position, from + 4);
    const auto entries = m_storage->feed(cursors.first().feed, from, through, 4, 1 << 20);
    if (!entries || entries->isEmpty())
        return true;
    QList<IncomingChange> incoming;
    for (const FeedEntry& entry : *entries)
        incoming.append({entry.change, entry.received, entry.position});
    const auto digest = station.store->foldDigest();
    const auto again =
        station.store->applyFrame(incoming, {cursors.first().feed, incoming.last().feedPosition});
    touch(station);
    if (!again)
        breakAt(9, u"an old frame is refused: "_s + again.error().detail);
    else if (*again != 0 || valueOr(station.store->foldDigest()) != valueOr(digest))
        breakAt(9, u"an old frame changed a station"_s);
    return true;
}

bool World::poison(SimStation& station, SeededRandom& draw)
{
    return draw.chance(60) ? poisonHub(draw) : poisonStation(station, draw);
}

QByteArray World::rogueRequest(const QList<ChangePtr>& changes)
{
    const Member& member = Cast::get().member(Seat::Rogue);
    SyncRequest request;
    request.hub = Cast::get().hub();
    request.replica = member.replica;
    request.person = member.certificate.id();
    request.requestCounter = ++m_rogue.requests;
    request.headCounter = changes.first()->body().counter - 1;
    request.head = changes.first()->body().prev;
    QList<FramedChange> framed;
    for (const ChangePtr& change : changes)
        framed.append({change, 0, {}});
    Frame frame;
    packFrame(framed, 0, {}, frame, request.writer());
    request.frames.append(frame);
    return request.encode(member.replicaKey);
}

/// What such a program writes: kind 1 names a parent of another case, 2 approves its own work, the others move somebody's case.
static ChangeBody badBody(int kind, const ChangePtr& parent, RandomSource& chance)
{
    ChangeBody bad;
    bad.record = !parent || kind == 1 ? RecordId::make(chance) : parent->body().record;
    bad.parents = {parent ? parent->id() : ChangeId::make(chance)};
    if (kind == 2) {
        ActItem approve;
        approve.kind = ActKind::Approve;
        approve.heads = bad.parents;
        approve.scopeList = currentApprovalScope().id;
        bad.items = {approve};
    } else {
        bad.items = {MoveItem{u"41"_s, u"26"_s, false}};
    }
    return bad;
}

/// A recorder with a program of his own: takes part in somebody's case, approves it himself, names parents of another case, or sends bytes that nobody
/// signed. Then a good change in a case of his own: it must not suffer.
bool World::poisonHub(SeededRandom& draw)
{
    const Member& member = Cast::get().member(Seat::Rogue);
    const auto& feed = m_feeds.value(u"41"_s);
    // A hub that was set back may have lost what his chain goes on from.
    const QList<ChangePtr> before = m_setBacks > 0 ? m_rogueSent : QList<ChangePtr>();
    const auto next = [&](ChangeBody body, bool isGood, bool isSigned = true) {
        body.replica = member.replica;
        body.counter = ++m_rogue.counter;
        body.prev = m_rogue.head;
        body.author = member.certificate.id();
        body.person = member.person;
        body.role = member.role;
        body.claimed = m_hubClock.now();
        body.formVersion = u"1"_s;
        QByteArray signature = member.keys.sign(Context::Change, body.encode());
        if (!isSigned)
            signature[0] = char(signature[0] ^ 1);
        const auto change = std::make_shared<const Change>(Change::make(body, signature));
        if (!isSigned) {
            --m_rogue.counter;
        } else {
            m_rogue.head = change->id();
            m_rogueSent.append(change);
        }
        if (isGood)
            m_made.insert(change->id(), change);
        else
            m_poison.insert(change->id());
        return change;
    };
    const int kind = draw.below(4);
    const ChangePtr parent = feed.isEmpty() ? nullptr : feed.at(draw.below(int(feed.size())));
    const ChangeBody bad = badBody(kind, parent, m_chance);
    QList<ChangePtr> sent{next(bad, false, kind != 3)};
    ChangeBody good;
    good.record = RecordId::make(m_chance);
    good.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-R-%1"_s.arg(m_rogue.counter), {}};
    good.items = {SetItem{{1, {}, 104}, FieldValue::plain(u"rogue"_s), {}}};
    sent.append(next(good, true));
    const bool isRevoked = m_revoked.contains(member.person);
    if (auto known = m_hub->takeStatements(member.statements()); !known)
        breakAt(11, u"the hub refuses people"_s);
    if (!m_hub->handle(rogueRequest(before + sent)))
        breakAt(11, u"the hub chokes on a request"_s);
    m_hubTouched = true;
    const auto judged = m_storage->judgement(sent.last()->id());
    const bool counts = judged && *judged && (*judged)->refusal == Refusal::None;
    if (!counts && !isRevoked)
        breakAt(11, u"a bad change blocks another case (%1)"_s.arg(
                        judged && *judged ? refusalName((*judged)->refusal) : u"not held"_s));
    else if (!m_records.contains(good.record))
        m_records.append(good.record);
    return true;
}

/// A hub that went bad hands a station a change that nobody signed.
bool World::poisonStation(SimStation& station, SeededRandom& draw)
{
    const auto cursors = station.store->cursors();
    if (m_records.isEmpty() || cursors.isEmpty())
        return false;
    const RecordId record = draw.oneOf(m_records);
    const auto history = station.store->history(record);
    if (!history || history->isEmpty())
        return false;
    ChangeBody body = history->changes().last()->body();
    body.creation.reset();
    body.parents = history->heads();
    body.counter += 1000;
    body.items = {SetItem{{1, {}, 104}, FieldValue::plain(u"forged"_s), {}}};
    const Change forged = Change::make(body, QByteArray(kSignatureBytes, 'x'));
    m_poison.insert(forged.id());
    const auto before = station.store->foldDigest();
    const auto taken = station.store->applyFrame({{std::make_shared<const Change>(forged), m_hubClock.now(),
                                                   cursors.first().position}},
                                                 cursors.first());
    touch(station);
    if (taken && valueOr(station.store->foldDigest()) != valueOr(before))
        breakAt(1, u"a forged change counts"_s);
    return true;
}

}  // namespace prohori
