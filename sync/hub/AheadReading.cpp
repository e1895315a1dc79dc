// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/AheadReading.h"

#include <algorithm>

namespace prohori {

namespace {

constexpr qsizetype kEnoughForAFrame = 5;  ///< so many times its size, not packed yet
/// Who wants answers as large, on a good line from the second exchange on, has all of it within a minute or two: for him the index and the order of the
/// rest are not worth the hub's work.
constexpr qsizetype kThinLine = 128 * 1024;

/// Nobody holds a case that he neither made nor accepted. It saves a fold of what is not his.
bool mayHold(const QList<FeedEntry>& entries, PersonId person)
{
    return std::any_of(entries.begin(), entries.end(), [&](const FeedEntry& entry) {
        const ChangeBody& body = entry.change->body();
        return body.person == person
            && (body.creation || std::any_of(body.items.begin(), body.items.end(), [](const Item& item) {
                    const auto* handover = get_if<HandoverItem>(&item);
                    return handover && handover->step == HandoverStep::Accept;
                }));
    });
}

enum class Whose { Own, Anybody };

bool isOpenCase(const RecordInFeed& read, const AnswerPlan& plan, Whose whose)
{
    if (whose == Whose::Own && !mayHold(read.entries, plan.person))
        return false;
    const auto state = read.state();
    if (!state || state->removed || !isOpenPhase(state->phase) || state->homeScope != plan.feed)
        return false;
    if (whose == Whose::Anybody)
        return true;
    return state->holders.isEmpty() ? state->creator == plan.person : state->holders.contains(plan.person);
}

class AheadReader {
public:
    AheadReader(HubStorage& storage, const AnswerPlan& plan, AnswerReader& reader, SyncAnswer& answer)
        : m_storage(storage),
          m_plan(plan),
          m_reader(reader),
          m_answer(answer)
    {
        const qsizetype most = answer.ahead->order ? WireOrder::kMostPlaces : WireAhead::kMostRecords;
        m_left = most - reader.ahead.size();
    }

    Result<> read(qsizetype& room);

private:
    struct Part {
        HubStorage::FeedRecord record;
        QList<FramedChange> changes;
        qsizetype bytes = 0;
    };

    Result<> readOwn(qsizetype& room);
    Result<> findOwn(quint64 from, int limit);
    Result<> findOthers(quint64 from);
    Result<> goThrough(Whose whose, quint64& at, qsizetype& room);
    Result<std::optional<Part>> partOf(const HubStorage::FeedRecord& record, Whose whose);
    Result<> gather(Whose whose, qsizetype bytes);
    Result<bool> sendSome(qsizetype& room);
    Result<> note(const QList<FramedChange>& sent, const Frame& frame);
    bool isFirst() const { return m_answer.ahead->frames.isEmpty() && m_answer.ahead->coming.isEmpty(); }
    bool isFull(qsizetype room) const { return room < kLeastFrame && !isFirst(); }

    HubStorage& m_storage;
    const AnswerPlan& m_plan;
    AnswerReader& m_reader;
    SyncAnswer& m_answer;
    qsizetype m_left;  ///< so many records more may go before their turn
    QList<HubStorage::FeedRecord> m_records;
    qsizetype m_next = 0;
    int m_limit = 0;      ///< of `m_records`
    QList<Part> m_parts;  ///< to be sent next
};

Result<> AheadReader::findOwn(quint64 from, int limit)
{
    QHash<RecordId, quint64> found;
    for (const ReplicaId& replica : m_plan.replicas) {
        const auto some = m_storage.feedRecordsOf(m_plan.feed, replica,
                                                  {m_plan.feedAfter, m_plan.aheadThrough, from, limit});
        if (!some)
            return some.error();
        for (const HubStorage::FeedRecord& one : *some)
            found.insert(one.record, one.last);
    }
    m_records.clear();
    for (auto it = found.cbegin(); it != found.cend(); ++it)
        m_records.append({it.key(), it.value()});
    // A place holds one change: no two records share one.
    std::sort(m_records.begin(), m_records.end(),
              [](const auto& a, const auto& b) { return a.last > b.last; });
    m_records.resize(std::min<qsizetype>(m_records.size(), limit));
    m_limit = limit;
    return {};
}

Result<> AheadReader::findOthers(quint64 from)
{
    auto some =
        m_storage.feedRecords(m_plan.feed, {m_plan.feedAfter, m_plan.aheadThrough, from, kMostLookedAt});
    if (!some)
        return some.error();
    m_records = std::move(*some);
    m_limit = kMostLookedAt;
    return {};
}

/// What the station lacks of an open case; nothing of any other one.
Result<std::optional<AheadReader::Part>> AheadReader::partOf(const HubStorage::FeedRecord& record,
                                                             Whose whose)
{
    if (m_reader.hasAhead(record.record, m_plan.aheadThrough))
        return std::optional<Part>();
    const auto read = readRecord(m_storage, m_plan, record.record);
    if (!read)
        return read.error();
    Part part{record, {}, 0};
    for (const FeedEntry& entry : read->entries) {
        if (entry.position <= m_plan.feedAfter || m_reader.hasAhead(record.record, entry.position))
            continue;
        const auto isOwn = isOwnWork(m_storage, m_plan, m_reader, entry);
        if (!isOwn)
            return isOwn.error();
        if (*isOwn)
            continue;
        part.changes.append({entry.change, entry.position, entry.received});
        part.bytes += entry.change->signedBytes().size();
    }
    if (part.changes.isEmpty() || !read->isWhole || !isOpenCase(*read, m_plan, whose))
        return std::optional<Part>();
    return std::optional(std::move(part));
}

Result<> AheadReader::gather(Whose whose, qsizetype bytes)
{
    qsizetype has = 0;
    for (const Part& part : std::as_const(m_parts))
        has += part.bytes;
    while (has < bytes && m_next < m_records.size() && m_left > 0) {
        auto part = partOf(m_records[m_next++], whose);
        if (!part)
            return part.error();
        if (!*part)
            continue;
        has += (*part)->bytes;
        m_parts.append(std::move(**part));
        --m_left;
    }
    return {};
}

/// One frame: as many records as fit into it whole, or the beginning of one that does not.
Result<bool> AheadReader::sendSome(qsizetype& room)
{
    for (qsizetype count = m_parts.size();;) {
        QList<FramedChange> changes;
        for (const Part& part : std::as_const(m_parts).first(count))
            changes += part.changes;
        std::sort(changes.begin(), changes.end(),
                  [](const auto& a, const auto& b) { return a.position < b.position; });
        Frame frame;
        const qsizetype taken = packFrame(changes, 0, m_plan.feed, frame, {}, m_reader.packingFor(room));
        if (taken < changes.size() && count > 1) {
            count = std::clamp<qsizetype>(count * taken / changes.size(), 1, count - 1);
            continue;
        }
        if (frame.packed.size() > room && !isFirst())
            return false;
        room -= frame.packed.size();
        if (taken == changes.size()) {
            frame.through = m_plan.aheadThrough;
            m_parts.remove(0, count);
        } else {
            m_parts.first().changes.remove(0, taken);
        }
        if (auto noted = note(changes.first(taken), frame); !noted)
            return noted.error();
        return true;
    }
}

Result<> AheadReader::note(const QList<FramedChange>& sent, const Frame& frame)
{
    m_answer.ahead->frames.append(frame);
    for (const FramedChange& each : sent) {
        m_reader.ahead.insert(each.change->head().record, frame.through);
        if (auto annotated = annotate(m_storage, each, m_answer); !annotated)
            return annotated;
    }
    return {};
}

/// Sends what the records of a step have to send; in `at` stands then where the step goes on.
Result<> AheadReader::goThrough(Whose whose, quint64& at, qsizetype& room)
{
    m_next = 0;
    m_parts.clear();
    for (bool goesOn = true; goesOn && (room > 0 || isFirst());) {
        const qsizetype target = std::clamp(room, kLeastFrame, kFrameTarget);
        if (auto gathered = gather(whose, target * kEnoughForAFrame); !gathered)
            return gathered;
        if (m_parts.isEmpty())
            break;
        const auto sent = sendSome(room);
        if (!sent)
            return sent.error();
        goesOn = *sent;
    }
    if (!m_parts.isEmpty())
        at = m_parts.first().record.last;
    else if (m_left <= 0)
        at = 0;
    else if (m_next < m_records.size())
        at = m_records[m_next].last;
    else
        at = walkOn(m_records, m_limit, m_plan.feedAfter);
    return {};
}

/// A station of before does not say how far this has come: it begins anew, and what is not among the first thousand comes in its turn.
Result<> AheadReader::readOwn(qsizetype& room)
{
    auto& order = m_answer.ahead->order;
    quint64 at = order ? order->own : m_plan.aheadThrough;
    if (auto found = findOwn(at, order ? kMostLookedAt : kMostOwnLookedAt); !found)
        return found;
    if (auto gone = goThrough(Whose::Own, at, room); !gone)
        return gone;
    m_answer.ahead->isLast =
        order ? at == 0 : m_parts.isEmpty() && (m_next >= m_records.size() || m_left <= 0);
    if (order)
        order->own = at;
    return {};
}

Result<> AheadReader::read(qsizetype& room)
{
    const bool isThin = room < kThinLine;
    if (!m_answer.ahead->isLast) {
        if (auto read = readOwn(room); !read)
            return read;
    }
    auto& order = m_answer.ahead->order;
    if (!order)
        return {};
    if (!isThin)
        order->index = order->open = 0;
    if (m_answer.ahead->isLast && order->index > 0 && !isFull(room)) {
        if (auto read = readIndex(m_storage, m_plan, m_reader, order->index, room, m_answer.ahead->coming);
            !read)
            return read;
    }
    if (!m_answer.ahead->isLast || order->index > 0 || order->open == 0 || isFull(room))
        return {};
    if (auto found = findOthers(order->open); !found)
        return found;
    return goThrough(Whose::Anybody, order->open, room);
}

}  // namespace

bool isOpenPhase(RecordPhase phase)
{
    switch (phase) {
    case RecordPhase::Draft:
    case RecordPhase::Submitted:
    case RecordPhase::Returned:
    case RecordPhase::HqQuery:
    case RecordPhase::Reopened: return true;
    default: return false;
    }
}

quint64 walkOn(const QList<HubStorage::FeedRecord>& records, qsizetype limit, quint64 after)
{
    const bool isEnd = records.size() < limit || records.last().last <= after + 1;
    return isEnd ? 0 : records.last().last - 1;
}

std::optional<RecordState> RecordInFeed::state() const
{
    if (entries.isEmpty())
        return {};
    History history(entries.first().change->head().record);
    for (const FeedEntry& entry : entries)
        (void)history.add(entry.change);  // what does not fit decides nothing
    if (history.isEmpty())
        return {};
    return fold(history);
}

Result<RecordInFeed> readRecord(HubStorage& storage, const AnswerPlan& plan, const RecordId& record)
{
    auto entries =
        storage.feedOfRecord(plan.feed, record, plan.aheadThrough, kMostEntriesRead, kMostBytesRead);
    if (!entries)
        return entries.error();
    qsizetype bytes = 0;
    for (const FeedEntry& entry : std::as_const(*entries))
        bytes += entry.change->signedBytes().size();
    const bool isWhole = entries->size() < kMostEntriesRead && bytes < kMostBytesRead;
    return RecordInFeed{std::move(*entries), isWhole};
}

Result<bool> isOwnWork(HubStorage& storage, const AnswerPlan& plan, const AnswerReader& reader,
                       const FeedEntry& entry)
{
    if (!entry.again && reader.uploaded.contains(entry.change->id()))
        return true;
    const ChangeHead& head = entry.change->head();
    if (entry.again || head.replica != reader.replica || head.counter > plan.ownThrough)
        return false;
    // A branch of the same replica is the work of a copy: the station does not have it.
    const auto chained = storage.changeAt(reader.replica, head.counter);
    return chained ? Result<bool>(*chained == entry.change->id()) : chained.error();
}

Result<> annotate(HubStorage& storage, const FramedChange& approval, SyncAnswer& answer)
{
    const ChangeHead& head = approval.change->head();
    if (!head.approves)
        return {};
    const auto national = storage.feedPosition(kNationalScope, approval.change->id());
    if (!national)
        return national.error();
    const auto reference = storage.nationalRef(head.record);
    if (!reference)
        return reference.error();
    if (*national > 0 && !reference->isEmpty())
        answer.annotations.append({head.record, *reference, approval.received, approval.change->id()});
    return {};
}

Result<> readAhead(HubStorage& storage, const AnswerPlan& plan, AnswerReader& reader, qsizetype& room,
                   SyncAnswer& answer)
{
    return AheadReader(storage, plan, reader, answer).read(room);
}

}  // namespace prohori
