// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/ChangeSplice.h"
#include "sync/wire/Compression.h"
#include "sync/wire/Messages.h"

#include <QHash>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Keys of a change's header (core/cases/RECORD.md) that hold what can be rebuilt or does not compress.
enum ChangeKey : int { kReplica = 1, kPrev = 3, kAuthor = 4, kParents = 12, kBoxes = 15 };

/// What was taken out of a change: part of the protocol, see PROTOCOL.md.
enum Mark : int {
    kSameWriter = 1,     ///< replica and author are those of the change before
    kPrevBefore = 2,     ///< prev is the last change of the replica before it
    kPrevAside = 4,      ///< prev stands aside
    kParentBefore = 8,   ///< the only parent is so many changes before it in the frame
    kParentIsPrev = 16,  ///< the only parent is prev
    kParentsAside = 32,  ///< the parents stand aside
    kBoxesAside = 64,    ///< the sealed boxes stand aside
    kAllMarks = 127,
};

enum Method : int { kStored = 0, kZstd = 1 };

constexpr int kEntryParts = 3;  ///< marks, body, way back to the parent; in a feed two more
constexpr int kFeedParts = 2;   ///< steps of position and time of receipt
/// Content that shrinks more than this is stored instead, so that no honest frame looks like a bomb.
constexpr qsizetype kMostShrinking = kMaxExpansion / 2;
constexpr qsizetype kUsualShrinking = 3;
constexpr qsizetype kEntryRoom = 128;  ///< signature and heads of one change
constexpr int kMaxTries = 6;
constexpr qint64 kMostStep = qint64(1) << 53;

QByteArray encodedId(const ChangeId& id)
{
    return Cbor(id.toBytes()).encode();
}

bool isStep(const Cbor& value, qint64 least)
{
    return value.isInt() && value.toInt() >= least && value.toInt() <= kMostStep;
}

/// What both sides know of the changes before the present one.
class FrameMemory {
public:
    explicit FrameMemory(const FrameWriter& writer)
        : m_replica(Cbor(writer.replica.toBytes()).encode()),
          m_author(Cbor(writer.author.toBytes()).encode())
    {
        if (!writer.head.isNull())
            m_last.insert(m_replica, writer.head);
    }

    const QByteArray& replica() const { return m_replica; }
    const QByteArray& author() const { return m_author; }
    ChangeId lastOf(const QByteArray& replica) const { return m_last.value(replica); }
    qsizetype wayBackTo(const ChangeId& id) const
    {
        const auto at = m_places.constFind(id);
        return at == m_places.constEnd() ? 0 : m_ids.size() - *at;
    }
    ChangeId back(qint64 way) const
    {
        return way > 0 && way <= m_ids.size() ? m_ids[m_ids.size() - way] : ChangeId();
    }
    void add(const ChangeId& id, const QByteArray& replica, const QByteArray& author)
    {
        m_places.insert(id, m_ids.size());
        m_ids.append(id);
        m_last.insert(replica, id);
        m_replica = replica;
        m_author = author;
    }

private:
    QByteArray m_replica, m_author;  ///< encoded, of the change before
    QHash<QByteArray, ChangeId> m_last;
    QHash<ChangeId, qsizetype> m_places;
    QList<ChangeId> m_ids;
};

/// Takes changes apart, one after the other; any number of the first ones makes a frame.
class FramePacker {
public:
    FramePacker(const Scope& feed, const FrameWriter& writer) : m_memory(writer), m_isFeed(!feed.isEmpty()) {}

    void add(const FramedChange& framed);
    qsizetype count() const { return static_cast<qsizetype>(m_entries.size()); }
    qsizetype contentBytes() const { return m_contentBytes; }
    qsizetype asideBytes() const { return m_aside.size(); }
    /// The first `count` changes, packed.
    QByteArray pack(qsizetype count) const;

private:
    int takeParents(ChangeSplice& splice, const ChangeId& prev, qint64& wayBack);

    FrameMemory m_memory;
    bool m_isFeed;
    quint64 m_position = 0;
    qint64 m_received = 0;
    Cbor::Array m_entries;
    QList<qsizetype> m_asideEnds;
    QByteArray m_aside;
    qsizetype m_contentBytes = 0;
};

int FramePacker::takeParents(ChangeSplice& splice, const ChangeId& prev, qint64& wayBack)
{
    const QByteArray parents = splice.take(kParents);
    if (parents.isEmpty())
        return 0;
    if (!prev.isNull() && parents == encodedId(prev))
        return kParentIsPrev;
    const auto single = Cbor::decode(parents);
    wayBack = single ? m_memory.wayBackTo(ChangeId::fromBytes(single->toBytes())) : 0;
    if (wayBack > 0)
        return kParentBefore;
    m_aside.append(parents);
    return kParentsAside;
}

void FramePacker::add(const FramedChange& framed)
{
    const Change& change = *framed.change;
    auto splice = ChangeSplice::of(change.signedBytes());
    Q_ASSERT_X(splice, "packFrame", "a change is a CBOR map");
    m_aside.append(change.signature().leftJustified(kSignatureBytes, '\0', true));

    int marks = 0;
    const QByteArray replica = splice->peek(kReplica).toByteArray();
    const QByteArray author = splice->peek(kAuthor).toByteArray();
    if (replica == m_memory.replica() && author == m_memory.author()) {
        marks |= kSameWriter;
        splice->take(kReplica);
        splice->take(kAuthor);
    }
    const ChangeId prev = change.body().prev;
    if (const QByteArray encoded = splice->take(kPrev); !encoded.isEmpty()) {
        const bool known = prev == m_memory.lastOf(replica);
        marks |= known ? kPrevBefore : kPrevAside;
        if (!known)
            m_aside.append(encoded);
    }
    qint64 wayBack = 0;
    marks |= takeParents(*splice, prev, wayBack);
    if (const QByteArray boxes = splice->take(kBoxes); !boxes.isEmpty()) {
        marks |= kBoxesAside;
        m_aside.append(boxes);
    }

    const QByteArray body = splice->encode();
    Cbor::Array entry{Cbor(marks), Cbor(body), Cbor(wayBack)};
    if (m_isFeed) {
        entry.emplace_back(framed.position - std::exchange(m_position, framed.position));
        entry.emplace_back(framed.received.msSinceEpoch
                           - std::exchange(m_received, framed.received.msSinceEpoch));
    }
    m_contentBytes += body.size() + kEntryParts + kFeedParts + 1;
    m_entries.emplace_back(std::move(entry));
    m_asideEnds.append(m_aside.size());
    m_memory.add(change.id(), replica, author);
}

QByteArray FramePacker::pack(qsizetype count) const
{
    const Cbor content(Cbor::Array(m_entries.begin(), m_entries.begin() + count));
    const QByteArray plain = content.encode();
    const QByteArray packed = compress(plain);
    const bool store = packed.size() >= plain.size() || plain.size() > packed.size() * kMostShrinking;
    return Cbor(Cbor::Array{Cbor(store ? int(kStored) : int(kZstd)),
                            Cbor(m_aside.left(m_asideEnds[count - 1])), Cbor(store ? plain : packed)})
        .encode();
}

/// Puts changes together again, one after the other. Every piece may be hostile.
class FrameUnpacker {
public:
    FrameUnpacker(const Frame& frame, const FrameWriter& writer, QByteArray aside)
        : m_memory(writer),
          m_isFeed(!frame.feed.isEmpty()),
          m_aside(std::move(aside))
    {}

    Result<FramedChange> next(const Cbor& entry, Broken broken);
    bool isUsedUp() const { return m_at == m_aside.size(); }
    quint64 position() const { return m_position; }

private:
    std::optional<QByteArray> fromAside();
    bool restore(ChangeSplice& splice, int marks, qint64 wayBack);

    FrameMemory m_memory;
    bool m_isFeed;
    QByteArray m_aside;
    qsizetype m_at = 0;
    quint64 m_position = 0;
    qint64 m_received = 0;
};

std::optional<QByteArray> FrameUnpacker::fromAside()
{
    const qsizetype end = cborEnd(m_aside, m_at);
    if (end < 0)
        return std::nullopt;
    const qsizetype from = std::exchange(m_at, end);
    return m_aside.sliced(from, end - from);
}

bool FrameUnpacker::restore(ChangeSplice& splice, int marks, qint64 wayBack)
{
    const auto put = [&splice](int key, const std::optional<QByteArray>& value) {
        if (value)
            splice.put(key, *value);
        return value.has_value();
    };
    if ((marks & kSameWriter) && (!put(kReplica, m_memory.replica()) || !put(kAuthor, m_memory.author())))
        return false;
    if (marks & kPrevBefore) {
        const ChangeId last = m_memory.lastOf(splice.peek(kReplica).toByteArray());
        if (last.isNull())
            return false;
        splice.put(kPrev, encodedId(last));
    }
    if ((marks & kPrevAside) && !put(kPrev, fromAside()))
        return false;
    if (marks & kParentIsPrev) {
        const QByteArray prev = splice.peek(kPrev).toByteArray();
        if (prev.isEmpty())
            return false;
        splice.put(kParents, prev);
    }
    if (marks & kParentBefore) {
        const ChangeId parent = m_memory.back(wayBack);
        if (parent.isNull())
            return false;
        splice.put(kParents, encodedId(parent));
    }
    if ((marks & kParentsAside) && !put(kParents, fromAside()))
        return false;
    return !(marks & kBoxesAside) || put(kBoxes, fromAside());
}

Result<FramedChange> FrameUnpacker::next(const Cbor& entry, Broken broken)
{
    const Error damaged{ErrorCode::Invalid, u"a frame is damaged"_s};
    const Cbor::Array& parts = entry.toArray();
    if (parts.size() != static_cast<std::size_t>(kEntryParts + (m_isFeed ? kFeedParts : 0))
        || !parts[0].isInt() || !parts[1].isBytes() || !parts[2].isInt())
        return damaged;
    const qint64 marks = parts[0].toInt();
    const QByteArray body = parts[1].toBytes();
    auto splice = ChangeSplice::of(body);
    if (marks < 0 || marks > kAllMarks || !splice || m_aside.size() - m_at < kSignatureBytes)
        return damaged;
    const QByteArray signature = m_aside.sliced(m_at, kSignatureBytes);
    m_at += kSignatureBytes;
    if (!restore(*splice, static_cast<int>(marks), parts[2].toInt()))
        return damaged;

    FramedChange framed;
    if (m_isFeed) {
        if (!isStep(parts[3], 1) || !isStep(parts[4], -kMostStep) || m_position > quint64(kMostStep))
            return damaged;
        framed.position = m_position += static_cast<quint64>(parts[3].toInt());
        framed.received = Instant::fromMs(m_received = (m_received + parts[4].toInt()) % kMostStep);
    }
    const QByteArray bytes = splice->encode();
    const ChangeId id = ChangeId::fromBytes(blake2b(bytes));
    if (auto change = Change::decode(bytes, signature))
        framed.change = std::make_shared<const Change>(std::move(*change));
    else if (broken == Broken::Refuse)
        return change.error();
    else
        framed.brokenId = id;
    m_memory.add(id, splice->peek(kReplica).toByteArray(), splice->peek(kAuthor).toByteArray());
    return framed;
}

struct FrameParts {
    Cbor::Array entries;
    QByteArray aside;
};

Result<FrameParts> openFrame(const QByteArray& packed)
{
    const Error damaged{ErrorCode::Invalid, u"a frame is damaged"_s};
    if (packed.size() > kMaxFramePacked)
        return Error{ErrorCode::Invalid, u"a frame of %1 bytes is too large"_s.arg(packed.size())};
    const auto envelope = Cbor::decode(packed, {kMaxFramePacked, 1});
    if (!envelope)
        return envelope.error();
    const Cbor::Array& parts = envelope->toArray();
    if (parts.size() != 3 || !parts[0].isInt() || !parts[1].isBytes() || !parts[2].isBytes())
        return damaged;
    QByteArray plain = parts[2].toBytes();
    if (parts[0].toInt() == kZstd) {
        auto opened = decompress(plain, kMaxFrameRaw - parts[1].toBytes().size());
        if (!opened)
            return opened.error();
        plain = std::move(*opened);
    } else if (parts[0].toInt() != kStored) {
        return damaged;
    }
    const auto content = Cbor::decode(plain, {kMaxFrameRaw, 2});
    if (!content)
        return content.error();
    if (!content->isArray() || content->toArray().empty())
        return damaged;
    return FrameParts{content->toArray(), parts[1].toBytes()};
}

}  // namespace

qsizetype packFrame(const QList<FramedChange>& changes, qsizetype from, const Scope& feed, Frame& frame,
                    const FrameWriter& writer)
{
    FramePacker packer(feed, writer);
    const auto isFull = [&packer](qsizetype shrinking) {
        return packer.asideBytes() + packer.contentBytes() / shrinking >= kFrameTarget;
    };
    // Entries are made for somewhat more than fits as a rule, so that frames become full.
    qsizetype usual = 0;
    for (qsizetype at = from; at < changes.size() && !isFull(4 * kUsualShrinking); ++at) {
        const qsizetype next = changes[at].change->signedBytes().size() + kEntryRoom;
        if (packer.count() > 0 && packer.contentBytes() + packer.asideBytes() + next > kMaxFrameRaw)
            break;
        packer.add(changes[at]);
        if (!isFull(kUsualShrinking))
            usual = packer.count();
    }

    qsizetype count = std::max<qsizetype>(1, usual);
    QByteArray packed;
    for (int tries = 0; tries < kMaxTries; ++tries) {
        packed = packer.pack(count);
        if (tries == 0 && packed.size() < kFrameTarget / 2 && count < packer.count()) {
            count = std::min(packer.count(), count * kFrameTarget / packed.size() * 9 / 10);
            continue;
        }
        if (count == 1 || packed.size() <= kFrameTarget)
            break;
        count = std::max<qsizetype>(1, std::min(count - 1, count * kFrameTarget / packed.size() * 19 / 20));
    }
    if (packed.size() > kFrameTarget && count > 1)
        packed = packer.pack(count = 1);
    frame.feed = feed;
    frame.dictionary = 0;
    frame.through = feed.isEmpty() ? 0 : changes[from + count - 1].position;
    frame.packed = packed;
    return count;
}

Result<QList<FramedChange>> unpackFrame(const Frame& frame, const FrameWriter& writer, Broken broken)
{
    if (frame.dictionary != 0)
        return Error{ErrorCode::NotFound, u"dictionary %1 is not here"_s.arg(frame.dictionary),
                     u"dictionary"_s};
    if (frame.packed.isEmpty() && !frame.feed.isEmpty())
        return QList<FramedChange>();
    const auto parts = openFrame(frame.packed);
    if (!parts)
        return parts.error();
    FrameUnpacker unpacker(frame, writer, parts->aside);
    QList<FramedChange> changes;
    for (const Cbor& entry : parts->entries) {
        auto change = unpacker.next(entry, broken);
        if (!change)
            return change.error();
        changes.append(std::move(*change));
    }
    if (!unpacker.isUsedUp() || (!frame.feed.isEmpty() && frame.through < unpacker.position()))
        return Error{ErrorCode::Invalid, u"a frame is damaged"_s};
    return changes;
}

}  // namespace prohori
