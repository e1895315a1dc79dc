// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/AnswerPlan.h"

#include "sync/hub/AheadReading.h"
#include "sync/hub/JournalIntake.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kEntriesAtOnce = 500;
constexpr qsizetype kBytesAtOnce = 1024 * 1024;
constexpr int kStatementsOfAnswer = 200;
constexpr qsizetype kFirstPlanParts = 13;   ///< of before the journals
constexpr qsizetype kSecondPlanParts = 18;  ///< of before backups were told of
constexpr qsizetype kThirdPlanParts = 23;   ///< of before anything went ahead
constexpr qsizetype kPlanParts = 27;
constexpr int kPlanDepth = 4;
constexpr qsizetype kMaxPlanBytes = 16 * 1024 * 1024;

/// Fills an answer with a run of a feed and what belongs to it.
class FeedReader {
public:
    FeedReader(HubStorage& storage, const AnswerPlan& plan, const AnswerReader& reader,
               const QSet<ChangeId>& passOver, SyncAnswer& answer)
        : m_storage(storage),
          m_plan(plan),
          m_reader(reader),
          m_passOver(passOver),
          m_answer(answer)
    {}

    Result<> read(qsizetype room);

private:
    Result<bool> readPiece(qsizetype& room);
    Result<bool> hasAlready(const FeedEntry& entry) const;
    void passOver(quint64 through);

    HubStorage& m_storage;
    const AnswerPlan& m_plan;
    const AnswerReader& m_reader;
    const QSet<ChangeId>& m_passOver;
    SyncAnswer& m_answer;
    quint64 m_at = 0;
};

Result<> FeedReader::read(qsizetype room)
{
    m_at = m_plan.feedAfter;
    while (m_at < m_plan.feedEnd) {
        const auto goesOn = readPiece(room);
        if (!goesOn)
            return goesOn.error();
        if (!*goesOn)
            break;
    }
    m_answer.more = m_answer.more || m_at < m_plan.feedEnd;
    return {};
}

Result<bool> FeedReader::hasAlready(const FeedEntry& entry) const
{
    if (m_reader.hasAhead(entry.change->head().record, entry.position))
        return true;
    return isOwnWork(m_storage, m_plan, m_reader, entry);
}

Result<bool> FeedReader::readPiece(qsizetype& room)
{
    const auto entries =
        m_storage.feed(m_plan.feed, m_at, m_plan.feedEnd, kEntriesAtOnce, kBytesAtOnce, m_passOver);
    if (!entries)
        return entries.error();
    if (entries->isEmpty())
        return Error{ErrorCode::Damaged,
                     u"feed %1 has a hole after %2: run prohori-hub check"_s.arg(m_plan.feed).arg(m_at)};
    QList<FramedChange> toSend;
    for (const FeedEntry& entry : *entries) {
        if (!entry.change)
            continue;
        const auto has = hasAlready(entry);
        if (!has)
            return has.error();
        if (!*has)
            toSend.append({entry.change, entry.position, entry.received});
    }
    quint64 through = entries->last().position;
    bool goesOn = true;
    for (qsizetype from = 0; from < toSend.size();) {
        Frame frame;
        const qsizetype taken = packFrame(toSend, from, m_plan.feed, frame, {}, m_reader.packingFor(room));
        if (frame.packed.size() > room && !m_answer.frames.isEmpty()) {
            through = from == 0 ? m_at : toSend[from - 1].position;
            goesOn = false;
            break;
        }
        room -= frame.packed.size();
        m_answer.frames.append(frame);
        from += taken;
    }
    for (const FeedEntry& entry : *entries) {
        if (entry.position > through)
            break;
        if (!entry.change)
            continue;
        if (auto annotated = annotate(m_storage, {entry.change, entry.position, entry.received}, m_answer);
            !annotated)
            return annotated.error();
    }
    passOver(through);
    return goesOn && room > 0;
}

/// The cursor moves over what needs no sending, too: with the last frame, or with a frame that holds nothing.
void FeedReader::passOver(quint64 through)
{
    if (through <= m_at)
        return;
    m_at = through;
    if (!m_answer.frames.isEmpty())
        m_answer.frames.last().through = through;
    else
        m_answer.frames.append({m_plan.feed, 0, through, {}});
}

/// Statements go first: a frame may hold changes of people whom the station learns of in the same answer.
Result<qsizetype> readStatements(HubStorage& storage, const AnswerPlan& plan, SyncAnswer& answer,
                                 qsizetype room)
{
    quint64 at = plan.statementsAfter;
    while (at < plan.statementEnd && room > 0) {
        const auto some = storage.statements(at, static_cast<int>(std::min<quint64>(kStatementsOfAnswer,
                                                                                    plan.statementEnd - at)));
        if (!some)
            return some.error();
        if (some->isEmpty())
            return Error{ErrorCode::Damaged, u"statement %1 is missing: run prohori-hub check"_s.arg(at + 1)};
        for (const QByteArray& statement : *some) {
            if (room <= 0)
                break;
            room -= statement.size();
            answer.statements.append(statement);
            ++at;
        }
    }
    answer.statementCursor = at;
    answer.more = answer.more || at < plan.statementEnd;
    return room;
}

/// What the station has before its turn, as it names it.
Result<> noteAhead(HubStorage& storage, const AnswerPlan& plan, const WireAhead& had, AnswerReader& reader)
{
    for (const RecordId& record : had.records)
        reader.ahead.insert(record, plan.aheadThrough);
    if (had.order) {
        const auto records = storage.feedRecordsAt(plan.feed, had.order->places);
        if (!records)
            return records.error();
        for (const HubStorage::FeedRecord& one : *records)
            reader.ahead.insert(one.record, plan.aheadThrough);
    }
    if (!had.begun.isNull() && !reader.ahead.contains(had.begun))
        reader.ahead.insert(had.begun, had.begunThrough);
    return {};
}

/// What goes before the rest of the feed; where that fills the answer, the rest is for the next one.
Result<> takeAhead(HubStorage& storage, const AnswerPlan& plan, const WireAhead& had, AnswerReader& reader,
                   qsizetype& room, SyncAnswer& answer)
{
    if (auto noted = noteAhead(storage, plan, had, reader); !noted)
        return noted;
    WireAheadFrames& ahead = *answer.ahead;
    if (had.order)
        ahead.order = WireOrder{had.order->own, had.order->index, had.order->open, {}};
    const auto isDone = [&ahead] {
        return ahead.isLast && (!ahead.order || (ahead.order->index == 0 && ahead.order->open == 0));
    };
    if (!isDone()) {
        if (auto read = readAhead(storage, plan, reader, room, answer); !read)
            return read;
    }
    const bool isFull = room < kLeastFrame && !(ahead.frames.isEmpty() && ahead.coming.isEmpty());
    answer.more = !isDone() || (isFull && plan.feedAfter < plan.feedEnd);
    return {};
}

/// What is told of backups: the later parts of a plan.
void readSafe(const Cbor::Array& parts, AnswerPlan& plan)
{
    plan.safeCounter = static_cast<quint64>(parts[17].toInt());
    for (const Cbor& one : parts[18].toArray()) {
        const Cbor::Array& each = one.toArray();
        plan.earlier.append({ReplicaId::fromBytes(each.at(0).toBytes()),
                             static_cast<quint64>(each.at(1).toInt()),
                             ChangeId::fromBytes(each.at(2).toBytes())});
    }
    if (parts[19].isNull())
        return;
    plan.setBack = WireSetBack{parts[19].toBytes(), {}, static_cast<quint64>(parts[21].toInt())};
    for (const Cbor& place : parts[20].toArray())
        plan.setBack->cursors.append(
            {place.toArray().at(0).toText(), static_cast<quint64>(place.toArray().at(1).toInt())});
}

void readAheadParts(const Cbor::Array& parts, AnswerPlan& plan)
{
    plan.aheadThrough = static_cast<quint64>(parts[22].toInt());
    plan.isAheadLast = parts[23].toBool();
    plan.person = static_cast<PersonId>(parts[24].toInt());
    for (const Cbor& replica : parts[25].toArray())
        plan.replicas.append(ReplicaId::fromBytes(replica.toBytes()));
}

}  // namespace

QByteArray AnswerPlan::encode() const
{
    Cbor::Array runs;
    for (const WireVerdict& verdict : verdicts)
        runs.emplace_back(int(verdict.delivery) << 8 | verdict.refusal);
    Cbor::Array safe, places, whose;
    for (const ReplicaId& replica : replicas)
        whose.emplace_back(replica.toBytes());
    for (const EarlierSafe& one : earlier)
        safe.emplace_back(
            Cbor::Array{Cbor(one.replica.toBytes()), Cbor(one.counter), Cbor(one.head.toBytes())});
    for (const WireCursor& cursor : setBack ? setBack->cursors : QList<WireCursor>())
        places.emplace_back(Cbor::Array{Cbor(cursor.feed), Cbor(cursor.position)});
    return Cbor(Cbor::Array{Cbor(hubTime.msSinceEpoch),
                            Cbor(std::move(runs)),
                            Cbor(error),
                            Cbor(feed),
                            Cbor(feedAfter),
                            Cbor(feedEnd),
                            Cbor(statementsAfter),
                            Cbor(statementEnd),
                            Cbor(knownCounter),
                            Cbor(knownHead.toBytes()),
                            Cbor(remint),
                            Cbor(ownThrough),
                            journal ? Cbor(journal->last) : Cbor(),
                            Cbor(int(journal ? journal->fit : JournalFit::Continues)),
                            Cbor(isAuditor),
                            Cbor(journalsAfter),
                            Cbor(journalsEnd),
                            Cbor(safeCounter),
                            Cbor(std::move(safe)),
                            setBack ? Cbor(setBack->id) : Cbor(),
                            Cbor(std::move(places)),
                            Cbor(setBack ? setBack->statements : 0),
                            Cbor(aheadThrough),
                            Cbor(isAheadLast),
                            Cbor(person),
                            Cbor(std::move(whose)),
                            Cbor(4)})
        .encode();
}

Result<AnswerPlan> AnswerPlan::decode(const QByteArray& bytes)
{
    const auto decoded = Cbor::decode(bytes, {kMaxPlanBytes, kPlanDepth});
    if (!decoded)
        return decoded.error();
    const Cbor::Array& parts = decoded->toArray();
    const bool isFirst = parts.size() == kFirstPlanParts && parts.back().toInt() == 1;
    const bool isSecond = parts.size() == kSecondPlanParts && parts.back().toInt() == 2;
    const bool isThird = parts.size() == kThirdPlanParts && parts.back().toInt() == 3;
    const bool isPresent = parts.size() == kPlanParts && parts.back().toInt() == 4;
    if (!isFirst && !isSecond && !isThird && !isPresent)
        return Error{ErrorCode::Invalid, u"an answer's plan is of another form"_s};
    const auto number = [&](std::size_t at) { return static_cast<quint64>(parts[at].toInt()); };
    AnswerPlan plan;
    plan.hubTime = Instant::fromMs(parts[0].toInt());
    for (const Cbor& run : parts[1].toArray())
        plan.verdicts.append(
            {static_cast<quint8>(run.toInt() >> 8), static_cast<quint8>(run.toInt() & 0xff)});
    plan.error = parts[2].toText();
    plan.feed = parts[3].toText();
    plan.feedAfter = number(4);
    plan.feedEnd = number(5);
    plan.statementsAfter = number(6);
    plan.statementEnd = number(7);
    plan.knownCounter = number(8);
    plan.knownHead = ChangeId::fromBytes(parts[9].toBytes());
    plan.remint = parts[10].toBool();
    plan.ownThrough = number(11);
    if (isFirst)
        return plan;
    if (!parts[12].isNull())
        plan.journal = JournalVerdict{number(12), static_cast<JournalFit>(parts[13].toInt())};
    plan.isAuditor = parts[14].toBool();
    plan.journalsAfter = number(15);
    plan.journalsEnd = number(16);
    if (!isSecond)
        readSafe(parts, plan);
    if (isPresent)
        readAheadParts(parts, plan);
    return plan;
}

Result<SyncAnswer> makeAnswer(HubStorage& storage, const AnswerPlan& plan, const ReplicaId& replica,
                              const Upload& upload, qsizetype maxBytes, const FramePacking& packing,
                              const WireAhead& had)
{
    SyncAnswer answer;
    answer.hubTime = plan.hubTime;
    answer.verdicts = plan.verdicts;
    answer.error = plan.error;
    answer.knownCounter = plan.knownCounter;
    answer.knownHead = plan.knownHead;
    answer.remint = plan.remint;
    answer.journal = plan.journal;
    answer.safeCounter = plan.safeCounter;
    answer.earlier = plan.earlier;
    answer.setBack = plan.setBack;
    if (plan.aheadThrough > 0)
        answer.ahead = WireAheadFrames{plan.feed, plan.aheadThrough, plan.isAheadLast, {}};
    auto room = readStatements(storage, plan, answer, maxBytes);
    if (!room)
        return room.error();
    if (!answer.more && plan.isAuditor) {
        if (auto read = readJournals(storage, plan.journalsAfter, plan.journalsEnd, *room, answer); !read)
            return read.error();
    }
    if (answer.more || plan.feed.isEmpty())
        return answer;
    AnswerReader reader{replica, QSet<ChangeId>(upload.changes.begin(), upload.changes.end()), packing};
    if (answer.ahead) {
        if (auto read = takeAhead(storage, plan, had, reader, *room, answer); !read || answer.more)
            return read ? Result<SyncAnswer>(answer) : read.error();
    }
    // What the station has itself is not read, but where something is to be added to it.
    const QSet<ChangeId> passOver = reader.uploaded - upload.approvals;
    if (auto read = FeedReader(storage, plan, reader, passOver, answer).read(*room); !read)
        return read.error();
    return answer;
}

}  // namespace prohori
