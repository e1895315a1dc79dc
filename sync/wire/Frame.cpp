// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/FrameForm.h"

#include <algorithm>

namespace prohori {

namespace {

/// Content that shrinks more than this is stored instead, so that no honest frame looks like a bomb.
constexpr qsizetype kMostShrinking = kMaxExpansion / 2;
constexpr qsizetype kUsualShrinking = 3;
constexpr qsizetype kUsualSiftedShrinking = 5;
constexpr qsizetype kEntryRoom = 128;  ///< signature and heads of one change
constexpr int kMaxTries = 6;

/// Takes changes apart, one after the other; any number of the first ones makes a frame.
class FramePacker {
public:
    FramePacker(const Scope& feed, const FrameWriter& writer, const FramePacking& packing)
        : m_memory(writer),
          m_writer(writer),
          m_isFeed(!feed.isEmpty()),
          m_dictionary(packing.dictionary),
          m_effort(packing.effort)
    {}

    void add(const FramedChange& framed);
    qsizetype count() const { return static_cast<qsizetype>(m_entries.size()); }
    /// What a reader holds of all of them.
    qsizetype rawBytes() const { return m_rawBytes; }
    /// A guess of what all of them take packed, where the content shrinks as usual, or so many times more.
    qsizetype guessedBytes(qsizetype more = 1) const
    {
        return m_aside.size()
             + m_contentBytes / (more * (m_dictionary != 0 ? kUsualSiftedShrinking : kUsualShrinking));
    }
    /// The content of the first `count` as it is before it is packed.
    QByteArray content(qsizetype count) const
    {
        return Cbor(Cbor::Array(m_entries.begin(), m_entries.begin() + count)).encode();
    }
    /// The first `count` changes, packed.
    QByteArray pack(qsizetype count) const;

private:
    int takePrev(ChangeSplice& splice, const ChangeId& known);
    int takeParents(ChangeSplice& splice, const Change& change, qint64& wayBack);
    bool isNamed(const ChangeId& parent, const Change& change) const;
    QByteArray takeRest(ChangeSplice& splice, int& marks);

    FrameMemory m_memory;
    const FrameWriter& m_writer;
    ChangeSieve m_sieve;
    bool m_isFeed;
    quint32 m_dictionary;
    Effort m_effort;
    quint64 m_position = 0;
    qint64 m_received = 0;
    qsizetype m_rawBytes = 0;
    Cbor::Array m_entries;
    QList<qsizetype> m_asideEnds;
    QByteArray m_aside;
    qsizetype m_contentBytes = 0;
};

int FramePacker::takePrev(ChangeSplice& splice, const ChangeId& known)
{
    const QByteArray prev = splice.peek(kPrev).toByteArray();
    if (prev.isEmpty())
        return 0;
    const bool isKnown = !known.isNull() && prev == encodedId(known);
    if (!isKnown && m_dictionary != 0)
        return 0;
    splice.take(kPrev);
    if (isKnown)
        return kPrevBefore;
    m_aside.append(prev);
    return kPrevAside;
}

/// Not where the id stands in the change once more, as in an approval: then the sieve only points to it.
bool FramePacker::isNamed(const ChangeId& parent, const Change& change) const
{
    return m_writer.isHeld && !parent.isNull() && m_writer.isHeld(parent)
        && change.signedBytes().count(parent.toBytes()) == 1;
}

int FramePacker::takeParents(ChangeSplice& splice, const Change& change, qint64& wayBack)
{
    const ChangeId& prev = change.head().prev;
    const QByteArray parents = splice.peek(kParents).toByteArray();
    if (parents.isEmpty())
        return 0;
    const bool isPrev = !prev.isNull() && parents == encodedId(prev);
    if (!isPrev) {
        const auto single = Cbor::decode(parents);
        const ChangeId parent = single ? ChangeId::fromBytes(single->toBytes()) : ChangeId();
        wayBack = m_memory.wayBackTo(parent);
        if (wayBack == 0 && m_dictionary != 0) {
            if (!isNamed(parent, change))
                return 0;
            splice.take(kParents);
            m_aside.append(parent.toBytes().first(kParentStart));
            return kParentFound;
        }
    }
    splice.take(kParents);
    if (isPrev)
        return kParentIsPrev;
    if (wayBack > 0)
        return kParentBefore;
    m_aside.append(parents);
    return kParentsAside;
}

/// What is left when header entries that can be rebuilt are out.
QByteArray FramePacker::takeRest(ChangeSplice& splice, int& marks)
{
    if (m_dictionary != 0)
        return m_sieve.sift(splice.encode(), m_aside);
    if (const QByteArray boxes = splice.take(kBoxes); !boxes.isEmpty()) {
        marks |= kBoxesAside;
        m_aside.append(boxes);
    }
    return splice.encode();
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
    marks |= takePrev(*splice, m_memory.lastOf(replica));
    qint64 wayBack = 0;
    marks |= takeParents(*splice, change, wayBack);
    const QByteArray body = takeRest(*splice, marks);

    Cbor::Array entry{Cbor(marks), Cbor(body), Cbor(wayBack)};
    if (m_isFeed) {
        entry.emplace_back(framed.position - std::exchange(m_position, framed.position));
        entry.emplace_back(framed.received.msSinceEpoch
                           - std::exchange(m_received, framed.received.msSinceEpoch));
    }
    m_contentBytes += body.size() + kEntryParts + kFeedParts + 1;
    m_rawBytes += change.signedBytes().size() + kEntryRoom;
    m_entries.emplace_back(std::move(entry));
    m_asideEnds.append(m_aside.size());
    m_memory.add(change.id(), replica, author);
    m_sieve.remember(change.id());
}

QByteArray FramePacker::pack(qsizetype count) const
{
    const QByteArray plain = content(count);
    const QByteArray packed = compress(plain, m_dictionary, m_effort);
    const bool store = packed.size() >= plain.size() || plain.size() > packed.size() * kMostShrinking;
    return Cbor(Cbor::Array{Cbor(store ? int(kStored) : int(kZstd)),
                            Cbor(m_aside.left(m_asideEnds[count - 1])), Cbor(store ? plain : packed)})
        .encode();
}

}  // namespace

qsizetype packFrame(const QList<FramedChange>& changes, qsizetype from, const Scope& feed, Frame& frame,
                    const FrameWriter& writer, const FramePacking& packing)
{
    FramePacker packer(feed, writer, packing);
    const qsizetype target = packing.target;
    // Entries are made for somewhat more than fits as a rule, so that frames become full.
    qsizetype usual = 0;
    for (qsizetype at = from; at < changes.size() && packer.guessedBytes(4) < target; ++at) {
        const qsizetype next = changes[at].change->signedBytes().size() + kEntryRoom;
        if (packer.count() > 0 && packer.rawBytes() + next > kMaxFrameRaw)
            break;
        packer.add(changes[at]);
        if (packer.guessedBytes() < target)
            usual = packer.count();
    }

    qsizetype count = std::max<qsizetype>(1, usual);
    QByteArray packed;
    for (int tries = 0; tries < kMaxTries; ++tries) {
        packed = packer.pack(count);
        if (tries == 0 && packed.size() < target / 2 && count < packer.count()) {
            count = std::min(packer.count(), count * target / packed.size() * 9 / 10);
            continue;
        }
        if (count == 1 || packed.size() <= target)
            break;
        count = std::max<qsizetype>(1, std::min(count - 1, count * target / packed.size() * 19 / 20));
    }
    if (packed.size() > target && count > 1)
        packed = packer.pack(count = 1);
    frame.feed = feed;
    frame.dictionary = packing.dictionary;
    frame.through = feed.isEmpty() ? 0 : changes[from + count - 1].position;
    frame.packed = packed;
    return count;
}

QByteArray siftedContent(const QList<FramedChange>& changes, const FrameWriter& writer)
{
    constexpr quint32 kAnyDictionary = 1;
    FramePacker packer({}, writer, FramePacking(kAnyDictionary));
    for (const FramedChange& framed : changes)
        packer.add(framed);
    return packer.content(packer.count());
}

}  // namespace prohori
