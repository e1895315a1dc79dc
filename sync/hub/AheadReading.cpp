// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/AheadReading.h"

#include "core/cases/Fold.h"

#include <algorithm>

namespace prohori {

namespace {

constexpr int kMostLookedAt = 1000;  ///< records of one station
constexpr int kMostEntries = 2000;   ///< of a record; a larger one comes in its turn
constexpr qsizetype kMostBytes = 8 * 1024 * 1024;
constexpr qsizetype kLeastFrame = 4 * 1024;
constexpr qsizetype kEnoughForAFrame = 5;  ///< so many times its size, not packed yet

bool isOpen(const RecordState& state)
{

    switch (state.phase) {
    case RecordPhase::Draft:
    case RecordPhase::Submitted:
    case RecordPhase::Returned:
    case RecordPhase::HqQuery:
    case RecordPhase::Reopened: return !state.removed;
    default: return false;
    }
}

/// Nobody holds a case that he neither made nor accepted. It saves a fold of what is not his.
bool mayHold(const QList<FeedEntry>& entries, PersonId person)
{
    return std::any_of(entries.begin(), entries.end(), [&](const FeedEntry& entry) {
        const ChangeBody& body = entry.change->body();
        return body.person == person
            && (body.creation || std::any_of(body.items.begin(), body.items.end(), [](const Item& item) {
                    const auto* handover = std::get_if<HandoverItem>(&item);
                    return handover && handover->step == HandoverStep::Accept;
                }));
    });
}

bool isOpenCaseOf(const RecordId& record, const QList<FeedEntry>& entries, const AnswerPlan& plan)
{
    if (!mayHold(entries, plan.person))
        return false;
    History history(record);
    for (const FeedEntry& entry : entries)
        (void)history.add(entry.change);  // what does not fit decides nothing
    if (history.isEmpty())
        return false;
    const RecordState state = fold(history);
    const bool isHis =
        state.holders.isEmpty() ? state.creator == plan.person : state.holders.contains(plan.person);
    return isHis && isOpen(state) && state.homeScope == plan.feed;
}

class AheadReader {
public:
    AheadReader(HubStorage& storage, const AnswerPlan& plan, AnswerReader& reader, SyncAnswer& answer)
        : m_storage(storage),
          m_plan(plan),
          m_reader(reader),
          m_answer(answer),
          m_left(WireAhead::kMostRecords - reader.ahead.size())
    {}

    Result<> read(qsizetype& room);

private:
    struct Part {
        RecordId record;
        QList<FramedChange> changes;
        qsizetype bytes = 0;
    };

    Result<> findRecords();
    Result<std::optional<Part>> partOf(const RecordId& record);
    Result<> gather(qsizetype bytes);
    Result<bool> sendSome(qsizetype& room);
    Result<> note(const QList<FramedChange>& sent, const Frame& frame);

    HubStorage& m_storage;
    const AnswerPlan& m_plan;
    AnswerReader& m_reader;
    SyncAnswer& m_answer;
    qsizetype m_left;  ///< so many records more may go before their turn
    QList<HubStorage::FeedRecord> m_records;
    qsizetype m_next = 0;
    QList<Part> m_parts;  ///< to be sent next
};

Result<> AheadReader::findRecords()
{
    QHash<RecordId, quint64> found;
    for (const ReplicaId& replica : m_plan.replicas) {
        const auto some = m_storage.feedRecordsOf(m_plan.feed, replica, m_plan.feedAfter, m_plan.aheadThrough,
                                                  kMostLookedAt);
        if (!some)
            return some.error();
        for (const HubStorage::FeedRecord& one : *some)
            found.insert(one.record, one.last);
    }
    for (auto it = found.cbegin(); it != found.cend(); ++it)
        m_records.append({it.key(), it.value()});
    // A place holds one change: no two records share one.
    std::sort(m_records.begin(), m_records.end(),
              [](const auto& a, const auto& b) { return a.last > b.last; });
    m_records.resize(std::min<qsizetype>(m_records.size(), kMostLookedAt));
    return {};
}

/// What the station lacks of an open case of this person; nothing of any other one.
Result<std::optional<AheadReader::Part>> AheadReader::partOf(const RecordId& record)
{
    if (m_reader.hasAhead(record, m_plan.aheadThrough))
        return std::optional<Part>();
    const auto entries =
        m_storage.feedOfRecord(m_plan.feed, record, m_plan.aheadThrough, kMostEntries, kMostBytes);
    if (!entries)
        return entries.error();
    Part part{record, {}, 0};
    qsizetype bytes = 0;
    for (const FeedEntry& entry : *entries) {
        const qsizetype size = entry.change->signedBytes().size();
        bytes += size;
        if (entry.position <= m_plan.feedAfter || m_reader.hasAhead(record, entry.position))
            continue;
        const auto isOwn = isOwnWork(m_storage, m_plan, m_reader, entry);
        if (!isOwn)
            return isOwn.error();
        if (*isOwn)
            continue;
        part.changes.append({entry.change, entry.position, entry.received});
        part.bytes += size;
    }
    const bool isWhole = entries->size() < kMostEntries && bytes < kMostBytes;
    if (part.changes.isEmpty() || !isWhole || !isOpenCaseOf(record, *entries, m_plan))
        return std::optional<Part>();
    return std::optional(std::move(part));
}

Result<> AheadReader::gather(qsizetype bytes)
{
    qsizetype has = 0;
    for (const Part& part : std::as_const(m_parts))
        has += part.bytes;
    while (has < bytes && m_next < m_records.size() && m_left > 0) {
        auto part = partOf(m_records[m_next++].record);
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
        const qsizetype taken = packFrame(changes, 0, m_plan.feed, frame, {}, m_reader.dictionary,
                                          std::clamp(room, kLeastFrame, kFrameTarget));
        if (taken < changes.size() && count > 1) {
            count = std::clamp<qsizetype>(count * taken / changes.size(), 1, count - 1);
            continue;
        }
        if (frame.packed.size() > room && !m_answer.ahead->frames.isEmpty())
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

Result<> AheadReader::read(qsizetype& room)
{
    if (auto found = findRecords(); !found)
        return found;
    for (bool goesOn = true; goesOn && (room > 0 || m_answer.ahead->frames.isEmpty());) {
        const qsizetype target = std::clamp(room, kLeastFrame, kFrameTarget);
        if (auto gathered = gather(target * kEnoughForAFrame); !gathered)
            return gathered;
        if (m_parts.isEmpty()) {
            m_answer.ahead->isLast = true;
            return {};
        }
        const auto sent = sendSome(room);
        if (!sent)
            return sent.error();
        goesOn = *sent;
    }
    return {};
}

}  // namespace

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
