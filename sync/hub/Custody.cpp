// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/Custody.h"

#include "core/base/PlantedFault.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr quint8 kInCustody = 1;    ///< Delivery::Custody
constexpr quint8 kQuarantined = 3;  ///< Delivery::Quarantined
constexpr qsizetype kMaxHistories = 256;

/// A verdict that may become another one when something comes.
bool mayMend(Refusal refusal)
{
    return isWaiting(refusal) || refusal == Refusal::QuarantinedParent || refusal == Refusal::Forked
        || refusal == Refusal::BadSignature;
}

}  // namespace

Custody::Custody(HubStorage& storage, const Directory& directory, Instant now)
    : m_storage(storage),
      m_directory(directory),
      m_now(now)
{}

Result<> Custody::start()
{
    const auto waits = m_storage.isAnythingWaiting();
    if (!waits)
        return waits.error();
    m_anythingWaits = *waits;
    return {};
}

Result<> Custody::receive(const ChangePtr& change)
{
    const auto known = judgement(change->id());
    if (!known)
        return known.error();
    if (*known)
        return receiveAgain(change, **known);
    HeldChange held{change, m_now, Refusal::None, ChainLink::Loose, {}};
    const auto judged = assess(held);
    if (!judged)
        return judged.error();
    if (judged->refusal == Refusal::BadSignature) {
        m_notStored.insert(change->id(), {kQuarantined, quint8(Refusal::BadSignature)});
        return {};
    }
    const ChangeBody& body = change->cover();
    const auto scope = m_storage.homeScope(body.record);
    if (!scope)
        return scope.error();
    held.refusal = judged->refusal;
    held.link = judged->link;
    held.scope = scope->value_or(body.creation ? body.creation->homeScope : Scope());
    if (auto kept = m_storage.keep(held); !kept)
        return kept;
    m_sawFork = m_sawFork || judged->refusal == Refusal::Forked;
    if (auto noted = remember(change->id(), *judged); !noted)
        return noted;
    m_judged.insert(change->id(), {body.record, body.replica, body.counter, judged->refusal, judged->link});
    if (judged->refusal == Refusal::None) {
        if (auto entered = enterFeeds(held); !entered)
            return entered;
    }
    m_toWake.append(change->id().toBytes());
    return wakeAll();
}

/// A change that came before its author did was stored with whatever signature it had: a right one counts.
Result<> Custody::receiveAgain(const ChangePtr& change, const Judged& known)
{
    m_sawFork = m_sawFork || known.refusal == Refusal::Forked;
    if (known.refusal != Refusal::BadSignature)
        return {};
    const Refusal author = checkAuthor(m_directory, *change);
    if (author == Refusal::BadSignature || author == Refusal::UnknownAuthor)
        return {};
    if (auto set = m_storage.setSignature(change->id(), change->signature()); !set)
        return set;
    if (auto judged = judgeAgain({change, m_now, known.refusal, known.link, {}}); !judged)
        return judged;
    return wakeAll();
}

/// Notes what a change waits for.
Result<> Custody::remember(const ChangeId& change, const Judgement& judgement)
{
    for (const QByteArray& what : judgement.lacks) {
        if (auto noted = m_storage.waitFor(change, what); !noted)
            return noted;
        m_anythingWaits = true;
    }
    return {};
}

Result<> Custody::wake(const QByteArray& what)
{
    m_toWake.append(what);
    return wakeAll();
}

Result<> Custody::wakeAll()
{
    while (!m_toWake.isEmpty()) {
        const QByteArray what = m_toWake.takeFirst();
        if (!m_anythingWaits)
            continue;
        const auto waiting = m_storage.waitingFor(what);
        if (!waiting)
            return waiting.error();
        for (const HeldChange& held : *waiting) {
            if (auto done = judgeAgain(held); !done)
                return done;
        }
    }
    return {};
}

Result<> Custody::judgeAgain(const HeldChange& held)
{
    const ChangeId id = held.change->id();
    const auto before = judgement(id);
    if (!before)
        return before.error();
    if (!*before || !mayMend((*before)->refusal))
        return {};
    HeldChange current = held;
    current.refusal = (*before)->refusal;
    current.link = (*before)->link;
    const auto judged = assess(current);
    if (!judged)
        return judged.error();
    if (judged->refusal == current.refusal && judged->link == current.link)
        return remember(id, *judged);
    if (auto stored = m_storage.judge(id, judged->refusal, judged->link); !stored)
        return stored;
    if (auto cleared = m_storage.stopWaiting(id); !cleared)
        return cleared;
    if (auto noted = remember(id, *judged); !noted)
        return noted;
    m_judged.insert(id, {held.change->cover().record, held.change->cover().replica,
                         held.change->cover().counter, judged->refusal, judged->link});
    if (judged->refusal == Refusal::None) {
        if (auto entered = enterFeeds(held); !entered)
            return entered;
        if (auto told = tellWriter(*held.change, current.refusal); !told)
            return told;
    }
    m_toWake.append(id.toBytes());
    return {};
}

/// Who was told that his change is in quarantine hears that it counts by its place in a feed, where he is else not sent what is his own.
Result<> Custody::tellWriter(const Change& change, Refusal before)
{
    const PersonInfo* author = m_directory.person(change.cover().author);
    if (before != Refusal::QuarantinedParent || !author)
        return {};
    const Scope feed = isNationalRole(author->role) ? kNationalScope : author->scope;
    const auto stands = m_storage.feedPosition(feed, change.id());
    if (!stands || *stands == 0)
        return stands ? Result<>() : Result<>(stands.error());
    const auto added = m_storage.appendAgain(feed, change.id());
    return added ? Result<>() : Result<>(added.error());
}

Result<WireVerdict> Custody::verdict(const ChangeId& change)
{
    if (const auto refused = m_notStored.constFind(change); refused != m_notStored.constEnd())
        return *refused;
    const auto judged = judgement(change);
    if (!judged)
        return judged.error();
    if (!*judged)
        return WireVerdict{kQuarantined, quint8(Refusal::BadForm)};
    const Refusal refusal = (*judged)->refusal;
    const bool inCustody = refusal == Refusal::None || isWaiting(refusal);
    return WireVerdict{inCustody ? kInCustody : kQuarantined, quint8(refusal)};
}

Result<std::optional<Judged>> Custody::judgement(const ChangeId& change)
{
    if (const auto known = m_judged.constFind(change); known != m_judged.constEnd())
        return std::optional(*known);
    auto stored = m_storage.judgement(change);
    if (stored && *stored)
        m_judged.insert(change, **stored);
    return stored;
}

Result<ReplicaStatus> Custody::status(const ReplicaId& replica)
{
    if (const auto known = m_replicas.constFind(replica); known != m_replicas.constEnd())
        return *known;
    const auto stored = m_storage.replica(replica);
    if (!stored)
        return stored;
    m_replicas.insert(replica, *stored);
    return *stored;
}

Result<> Custody::finish()
{
    for (const ReplicaId& replica : std::as_const(m_grown)) {
        if (auto stored = m_storage.setReplica(m_replicas.value(replica)); !stored)
            return stored;
    }
    m_grown.clear();
    return {};
}

/// True when a new incarnation goes on from this replica: then a second branch of it is another store's honest work.
bool Custody::isReplaced(const ReplicaId& replica)
{
    if (!m_replaced) {
        m_replaced.emplace();
        for (const ReplicaInfo& info : m_directory.replicas()) {
            if (!info.replaces.isNull())
                m_replaced->insert(info.replaces);
        }
    }
    return m_replaced->contains(replica);
}

Result<Custody::Judgement> Custody::assess(const HeldChange& held)
{
    const Change& change = *held.change;
    Judgement judged;
    judged.link = held.link;
    const Refusal author = checkAuthor(m_directory, change);
    if (author == Refusal::BadSignature)
        return Judgement{author, held.link, {}};
    if (author == Refusal::UnknownAuthor)
        return Judgement{author, held.link, {HubStorage::kPeople}};
    if (auto joined = joinChain(change, judged); !joined)
        return joined.error();
    if (judged.refusal != Refusal::None)
        return judged;
    if (author != Refusal::None) {
        judged.refusal = author;
        return judged;
    }
    if (auto checked = checkParents(change, judged); !checked)
        return checked.error();
    if (judged.refusal != Refusal::None)
        return judged;
    if (auto checked = checkContent(change, judged); !checked)
        return checked.error();
    return judged;
}

Result<> Custody::joinChain(const Change& change, Judgement& judged)
{
    if (judged.link != ChainLink::Loose)
        return {};
    const ChangeBody& body = change.cover();
    if ((body.counter == 1) != body.prev.isNull()) {
        judged.refusal = Refusal::BrokenChain;
        return {};
    }
    const auto last = status(body.replica);
    if (!last)
        return last.error();
    const Refusal chain = checkChain(change, last->counter, last->head);
    if (chain == Refusal::None) {
        judged.link = ChainLink::Chained;
        ReplicaStatus& grown = m_replicas[body.replica];
        grown.counter = body.counter;
        grown.head = change.id();
        m_grown.insert(body.replica);
        return {};
    }
    const auto branch = joinBranch(change);
    if (!branch)
        return branch.error();
    if (*branch) {
        judged.link = ChainLink::Branch;
        return {};
    }
    const auto prev = judgement(body.prev);
    if (!prev)
        return prev.error();
    const bool afterFork = *prev && (*prev)->refusal == Refusal::Forked;
    if (chain == Refusal::Forked || afterFork) {
        judged.refusal = Refusal::Forked;
        judged.lacks = {body.replica.toBytes(), body.prev.toBytes()};
    } else {
        judged.refusal = Refusal::MissingParent;
        judged.lacks = {body.prev.toBytes()};
    }
    return {};
}

Result<bool> Custody::joinBranch(const Change& change)
{
    const ChangeBody& body = change.cover();
    if (!isReplaced(body.replica))
        return false;
    if (body.counter == 1)
        return true;
    const auto prev = judgement(body.prev);
    if (!prev)
        return prev.error();
    return *prev && (*prev)->replica == body.replica && (*prev)->counter + 1 == body.counter
        && (*prev)->link != ChainLink::Loose;
}

Result<> Custody::checkParents(const Change& change, Judgement& judged)
{
    const ChangeBody& body = change.cover();
    if (body.creation.has_value() != body.parents.isEmpty()) {
        judged.refusal = Refusal::BadContent;
        return {};
    }
    QList<QByteArray> missing;
    QList<QByteArray> quarantined;
    if (plantedFault(19)) {
        const auto prev = judgement(body.prev);
        if (prev && *prev && (*prev)->refusal != Refusal::None && !isWaiting((*prev)->refusal))
            quarantined.append(body.prev.toBytes());
    }
    for (const ChangeId& id : body.parents) {
        const auto parent = judgement(id);
        if (!parent)
            return parent.error();
        if (*parent && (*parent)->record != body.record) {
            judged.refusal = Refusal::BadContent;
            return {};
        }
        if (!*parent || isWaiting((*parent)->refusal))
            missing.append(id.toBytes());
        else if ((*parent)->refusal != Refusal::None)
            quarantined.append(id.toBytes());
    }
    if (!quarantined.isEmpty()) {
        judged.refusal = Refusal::QuarantinedParent;
        judged.lacks = quarantined;
    } else if (!missing.isEmpty()) {
        judged.refusal = Refusal::MissingParent;
        judged.lacks = missing;
    }
    return {};
}

Result<> Custody::checkContent(const Change& change, Judgement& judged)
{
    const ChangeBody& body = change.cover();
    if (body.creation) {
        const auto scope = m_storage.homeScope(body.record);
        if (!scope)
            return scope.error();
        judged.refusal =
            *scope ? Refusal::BadContent : checkRights(m_directory, change, History(body.record));
        return {};
    }
    const auto before = history(body.record);
    if (!before)
        return before.error();
    judged.refusal = checkRights(m_directory, change, **before);
    return {};
}

Result<const History*> Custody::history(const RecordId& record)
{
    if (const auto known = m_histories.constFind(record); known != m_histories.constEnd())
        return &*known;
    const auto stored = m_storage.recordChanges(record);
    if (!stored)
        return stored.error();
    History made(record);
    for (const HeldChange& held : *stored) {
        if (held.refusal != Refusal::None)
            continue;
        if (auto added = made.add(held.change); !added)
            return Error{ErrorCode::Damaged,
                         u"record %1 does not hold together: run prohori-hub check"_s.arg(record.toString())};
    }
    if (m_histories.size() >= kMaxHistories)
        m_histories.clear();
    return &*m_histories.insert(record, std::move(made));
}

}  // namespace prohori
