// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeDictionary.h"
#include "sync/wire/FrameForm.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostStep = qint64(1) << 53;

bool isStep(const Cbor& value, qint64 least)
{
    return value.isInt() && value.toInt() >= least && value.toInt() <= kMostStep;
}

/// Puts changes together again, one after the other. Every piece may be hostile.
class FrameUnpacker {
public:
    FrameUnpacker(const Frame& frame, const FrameWriter& writer, QByteArray aside)
        : m_memory(writer),
          m_writer(writer),
          m_isFeed(!frame.feed.isEmpty()),
          m_isSifted(frame.dictionary != 0),
          m_aside(std::move(aside))
    {}

    Result<FramedChange> next(const Cbor& entry, Broken broken, Items items);
    bool isUsedUp() const { return m_at == m_aside.size(); }
    quint64 position() const { return m_position; }

private:
    std::optional<QByteArray> fromAside();
    std::optional<QByteArray> bodyOf(const Cbor& part);
    bool restore(ChangeSplice& splice, int marks, qint64 wayBack);
    bool findParent(ChangeSplice& splice, const QByteArray& start) const;
    int allowedMarks() const
    {
        return m_isSifted ? kSiftedMarks | (m_writer.findHeld ? kParentFound : 0) : kAllMarks;
    }

    FrameMemory m_memory;
    const FrameWriter& m_writer;
    ChangeSieve m_sieve;
    bool m_isFeed;
    bool m_isSifted;
    qsizetype m_room = kMaxFrameRaw;  ///< for what the sieve restores
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

/// Puts the one parent back that begins so.
bool FrameUnpacker::findParent(ChangeSplice& splice, const QByteArray& start) const
{
    const auto record = Cbor::decode(splice.peek(kRecord).toByteArray());
    const RecordId id = record ? RecordId::fromBytes(record->toBytes()) : RecordId();
    const auto parent = id.isNull() ? std::nullopt : m_writer.findHeld(id, start);
    if (parent)
        splice.put(kParents, encodedId(*parent));
    return parent.has_value();
}

/// The body of an entry as it was before it was sifted. Signatures stand aside before what was sifted.
std::optional<QByteArray> FrameUnpacker::bodyOf(const Cbor& part)
{
    if (!m_isSifted)
        return part.toBytes();
    auto body = m_sieve.restore(part.toBytes(), m_aside, m_at, m_room);
    if (body)
        m_room -= body->size();
    return body;
}

Result<FramedChange> FrameUnpacker::next(const Cbor& entry, Broken broken, Items items)
{
    const Error damaged{ErrorCode::Invalid, u"a frame is damaged"_s};
    const Cbor::Array& parts = entry.toArray();
    if (parts.size() != static_cast<std::size_t>(kEntryParts + (m_isFeed ? kFeedParts : 0))
        || !parts[0].isInt() || !parts[1].isBytes() || !parts[2].isInt())
        return damaged;
    const qint64 marks = parts[0].toInt();
    const bool findsParent = (marks & kParentFound) != 0;
    const qsizetype startBytes = findsParent ? kParentStart : 0;
    if (marks < 0 || (marks & ~qint64(allowedMarks())) != 0
        || m_aside.size() - m_at < kSignatureBytes + startBytes)
        return damaged;
    const QByteArray signature = m_aside.sliced(m_at, kSignatureBytes);
    const QByteArray start = m_aside.sliced(m_at + kSignatureBytes, startBytes);
    m_at += kSignatureBytes + startBytes;
    const auto body = bodyOf(parts[1]);
    auto splice = body ? ChangeSplice::of(*body) : std::nullopt;
    if (!splice || !restore(*splice, static_cast<int>(marks), parts[2].toInt())
        || (findsParent && !findParent(*splice, start)))
        return damaged;

    FramedChange framed;
    framed.hasFoundParent = findsParent;
    if (m_isFeed) {
        if (!isStep(parts[3], 1) || !isStep(parts[4], -kMostStep) || m_position > quint64(kMostStep))
            return damaged;
        framed.position = m_position += static_cast<quint64>(parts[3].toInt());
        framed.received = Instant::fromMs(m_received = (m_received + parts[4].toInt()) % kMostStep);
    }
    const QByteArray bytes = splice->encode();
    auto change = items == Items::Made ? Change::decode(bytes, signature) : Change::skim(bytes, signature);
    if (change)
        framed.change = std::make_shared<const Change>(std::move(*change));
    else if (broken == Broken::Refuse)
        return change.error();
    else
        framed.brokenId = ChangeId::fromBytes(blake2b(bytes));
    const ChangeId id = framed.change ? framed.change->id() : framed.brokenId;
    m_sieve.remember(id);
    m_memory.add(id, splice->peek(kReplica).toByteArray(), splice->peek(kAuthor).toByteArray());
    return framed;
}

struct FrameParts {
    Cbor::Array entries;
    QByteArray aside;
};

Result<FrameParts> openFrame(const QByteArray& packed, quint32 dictionary)
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
        auto opened = decompress(plain, kMaxFrameRaw - parts[1].toBytes().size(), dictionary);
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

Result<QList<FramedChange>> unpackFrame(const Frame& frame, const FrameWriter& writer, Broken broken,
                                        Items items)
{
    if (frame.dictionary != 0 && !changeDictionaries().contains(frame.dictionary))
        return Error{ErrorCode::NotFound, u"dictionary %1 is not here"_s.arg(frame.dictionary),
                     u"dictionary"_s};
    if (frame.packed.isEmpty() && !frame.feed.isEmpty())
        return QList<FramedChange>();
    const auto parts = openFrame(frame.packed, frame.dictionary);
    if (!parts)
        return parts.error();
    FrameUnpacker unpacker(frame, writer, parts->aside);
    QList<FramedChange> changes;
    for (const Cbor& entry : parts->entries) {
        auto change = unpacker.next(entry, broken, items);
        if (!change)
            return change.error();
        changes.append(std::move(*change));
    }
    if (!unpacker.isUsedUp() || (!frame.feed.isEmpty() && frame.through < unpacker.position()))
        return Error{ErrorCode::Invalid, u"a frame is damaged"_s};
    return changes;
}

}  // namespace prohori
