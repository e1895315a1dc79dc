// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/AnswerPlan.h"

#include "sync/hub/JournalIntake.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kEntriesAtOnce = 500;
constexpr qsizetype kBytesAtOnce = 1024 * 1024;
constexpr int kStatementsAtOnce = 200;
constexpr qsizetype kLeastFrame = 4 * 1024;  ///< what is left at the end of an answer makes no smaller ones
constexpr qsizetype kFirstPlanParts = 13;    ///< of before the journals
constexpr qsizetype kSecondPlanParts = 18;   ///< of before backups were told of
constexpr qsizetype kPlanParts = 23;
constexpr int kPlanDepth = 4;
constexpr qsizetype kMaxPlanBytes = 16 * 1024 * 1024;

/// Fills an answer with a run of a feed and what belongs to it.
class FeedReader {
public:
    FeedReader(HubStorage& storage, const AnswerPlan& plan, SyncAnswer& answer, quint32 dictionary)
        : m_storage(storage),
          m_plan(plan),
          m_answer(answer),
          m_dictionary(dictionary)
    {}

    Result<> read(const ReplicaId& replica, const QSet<ChangeId>& uploaded, qsizetype maxBytes);

private:
    Result<bool> readPiece(const ReplicaId& replica, const QSet<ChangeId>& uploaded, qsizetype& room);
    Result<> annotate(const FeedEntry& entry);
    void passOver(quint64 through);

    HubStorage& m_storage;
    const AnswerPlan& m_plan;
    SyncAnswer& m_answer;
    quint32 m_dictionary;
    quint64 m_at = 0;
};

Result<> FeedReader::read(const ReplicaId& replica, const QSet<ChangeId>& uploaded, qsizetype maxBytes)
{
    m_at = m_plan.feedAfter;
    qsizetype room = maxBytes;
    while (m_at < m_plan.feedEnd) {
        const auto goesOn = readPiece(replica, uploaded, room);
        if (!goesOn)
            return goesOn.error();
        if (!*goesOn)
            break;
    }
    m_answer.more = m_answer.more || m_at < m_plan.feedEnd;
    return {};
}

Result<bool> FeedReader::readPiece(const ReplicaId& replica, const QSet<ChangeId>& uploaded, qsizetype& room)
{
    const auto entries = m_storage.feed(m_plan.feed, m_at, m_plan.feedEnd, kEntriesAtOnce, kBytesAtOnce);
    if (!entries)
        return entries.error();
    if (entries->isEmpty())
        return Error{ErrorCode::Damaged,
                     u"feed %1 has a hole after %2: run prohori-hub check"_s.arg(m_plan.feed).arg(m_at)};
    QList<FramedChange> toSend;
    for (const FeedEntry& entry : *entries) {
        if (!entry.again && uploaded.contains(entry.change->id()))
            continue;
        const ChangeHead& head = entry.change->head();
        // A branch of the same replica is the work of a copy: the station does not have it.
        bool isOwn = !entry.again && head.replica == replica && head.counter <= m_plan.ownThrough;
        if (isOwn) {
            const auto chained = m_storage.changeAt(replica, head.counter);
            if (!chained)
                return chained.error();
            isOwn = *chained == entry.change->id();
        }
        if (!isOwn)
            toSend.append({entry.change, entry.position, entry.received});
    }
    quint64 through = entries->last().position;
    bool goesOn = true;
    for (qsizetype from = 0; from < toSend.size();) {
        Frame frame;
        const qsizetype taken = packFrame(toSend, from, m_plan.feed, frame, {}, m_dictionary,
                                          std::clamp(room, kLeastFrame, kFrameTarget));
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
        if (auto annotated = annotate(entry); !annotated)
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

Result<> FeedReader::annotate(const FeedEntry& entry)
{
    if (!entry.change->head().approves)
        return {};
    const auto national = m_storage.feedPosition(kNationalScope, entry.change->id());
    if (!national)
        return national.error();
    const auto reference = m_storage.nationalRef(entry.change->head().record);
    if (!reference)
        return reference.error();
    if (*national > 0 && !reference->isEmpty())
        m_answer.annotations.append(
            {entry.change->head().record, *reference, entry.received, entry.change->id()});
    return {};
}

/// Statements go first: a frame may hold changes of people whom the station learns of in the same answer.
Result<qsizetype> readStatements(HubStorage& storage, const AnswerPlan& plan, SyncAnswer& answer,
                                 qsizetype room)
{
    quint64 at = plan.statementsAfter;
    while (at < plan.statementEnd && room > 0) {
        const auto some = storage.statements(at, static_cast<int>(std::min<quint64>(kStatementsAtOnce,
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

}  // namespace

QByteArray AnswerPlan::encode() const
{
    Cbor::Array runs;
    for (const WireVerdict& verdict : verdicts)
        runs.emplace_back(int(verdict.delivery) << 8 | verdict.refusal);
    Cbor::Array safe, places;
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
                            Cbor(3)})
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
    if (!isFirst && !isSecond && (parts.size() != kPlanParts || parts.back().toInt() != 3))
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
    return plan;
}

Result<SyncAnswer> makeAnswer(HubStorage& storage, const AnswerPlan& plan, const ReplicaId& replica,
                              const QList<ChangeId>& uploaded, qsizetype maxBytes, quint32 dictionary)
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
    const auto room = readStatements(storage, plan, answer, maxBytes);
    if (!room)
        return room.error();
    if (!answer.more && plan.isAuditor) {
        if (auto read = readJournals(storage, plan.journalsAfter, plan.journalsEnd, *room, answer); !read)
            return read.error();
    }
    if (answer.more || plan.feed.isEmpty())
        return answer;
    const QSet<ChangeId> own(uploaded.begin(), uploaded.end());
    if (auto read = FeedReader(storage, plan, answer, dictionary).read(replica, own, *room); !read)
        return read.error();
    return answer;
}

}  // namespace prohori
