// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Messages.h"

#include "sync/wire/MessageReader.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

namespace requestkey {

/// Keys of a request's body: part of the protocol, see PROTOCOL.md.
enum Key : int {
    kProtocol = 0,
    kHub = 1,
    kReplica = 2,
    kPerson = 3,
    kCounter = 4,
    kHeadCounter = 5,
    kHead = 6,
    kCursors = 7,
    kStatements = 8,
    kStatementCursor = 9,
    kFrames = 10,
    kMaxAnswer = 11,
    kJournal = 12,
    kEarlier = 13,
    kSetBack = 14,
    kDictionaries = 15,
    kAhead = 16,
    kOrder = 17,
};

}  // namespace requestkey

constexpr int kRequestDepth = 5;
constexpr qsizetype kMaxCursors = 256;

QByteArray signedTextOf(const SyncRequest& request, const QByteArray& body)
{
    return requestText(u"/v1/sync"_s, request.hub, request.replica, request.requestCounter, body,
                       request.person);
}

}  // namespace

QByteArray requestText(const QString& path, const HubId& hub, const ReplicaId& replica, quint64 counter,
                       const QByteArray& body, const CertificateId& person)
{
    return Cbor(Cbor::Array{Cbor(u"POST"_s), Cbor(path), Cbor(hub.toBytes()), Cbor(replica.toBytes()),
                            Cbor(counter), Cbor(blake2b(body)), Cbor(person.toBytes())})
        .encode();
}

Cbor cursorsToCbor(const QList<WireCursor>& cursors)
{
    Cbor map = Cbor::map();
    for (const WireCursor& cursor : cursors)
        map.set(Cbor(cursor.feed), Cbor(cursor.position));
    return map;
}

QList<WireCursor> readCursors(MessageReader& in, const Cbor& map)
{
    QList<WireCursor> cursors;
    in.require(map.isNull() || (map.isMap() && map.entries().size() <= kMaxCursors));
    for (const auto& [feed, position] : map.entries()) {
        in.require(feed.isText() && feed.toText().size() <= kMaxScopeLength && position.isInt()
                   && position.toInt() >= 0);
        cursors.append({feed.toText(), static_cast<quint64>(position.toInt())});
    }
    return cursors;
}

namespace {

Result<SyncRequest> readRequest(const Cbor& body, int protocol)
{
    MessageReader in(body);
    SyncRequest request;
    request.protocol = protocol;
    request.hub = in.id<HubId>(requestkey::kHub);
    request.replica = in.id<ReplicaId>(requestkey::kReplica);
    request.person = in.id<CertificateId>(requestkey::kPerson);
    request.requestCounter = in.count(requestkey::kCounter);
    request.headCounter = in.count(requestkey::kHeadCounter);
    request.head = in.id<ChangeId>(requestkey::kHead);
    request.cursors = readCursors(in, body[Cbor(int(requestkey::kCursors))]);
    request.statementCursor = in.count(requestkey::kStatementCursor);
    request.maxAnswerBytes = static_cast<qsizetype>(
        std::min<quint64>(in.count(requestkey::kMaxAnswer, quint64(kMaxBodyBytes)), quint64(kMaxBodyBytes)));
    request.setBack = in.bytes(requestkey::kSetBack);
    request.dictionaries = readDictionaries(in, requestkey::kDictionaries);
    in.require(request.setBack.isEmpty() || request.setBack.size() == WireSetBack::kIdBytes);
    in.require(in.array(requestkey::kEarlier).size() <= std::size_t(SyncRequest::kMostEarlier));
    auto statements = bytesFromCbor(in.array(requestkey::kStatements));
    auto earlier = bytesFromCbor(in.array(requestkey::kEarlier));
    if (!statements || !earlier)
        return statements ? earlier.error() : statements.error();
    request.statements = std::move(*statements);
    for (const QByteArray& replica : std::as_const(*earlier)) {
        in.require(replica.size() == ReplicaId::kSize);
        if (in.isGood())
            request.earlier.append(ReplicaId::fromBytes(replica));
    }
    for (const Cbor& value : in.array(requestkey::kFrames)) {
        auto frame = frameFromCbor(value);
        if (!frame)
            return frame.error();
        request.frames.append(std::move(*frame));
    }
    if (const Cbor& journal = body[Cbor(int(requestkey::kJournal))]; !journal.isNull()) {
        auto lines = JournalBatch::fromCbor(request.replica, journal);
        if (!lines)
            return lines.error();
        request.journal = std::move(*lines);
    }
    if (const Cbor& ahead = body[Cbor(int(requestkey::kAhead))]; !ahead.isNull()) {
        auto read = aheadFromCbor(ahead);
        if (!read)
            return read.error();
        request.ahead = std::move(*read);
        const Cbor& order = body[Cbor(int(requestkey::kOrder))];
        request.takesOrder = !order.isNull();
        if (auto known = request.takesOrder ? readOrder(order, *request.ahead) : Result<>(); !known)
            return known.error();
    }
    in.require(!request.hub.isNull() && !request.replica.isNull() && !request.person.isNull());
    if (!in.isGood())
        return Error{ErrorCode::Invalid, u"a request breaks the form of the protocol"_s};
    return request;
}

}  // namespace

QByteArray makeEnvelope(const QByteArray& content, const QByteArray& signature)
{
    return Cbor(Cbor::Array{Cbor(content), Cbor(signature)}).encode();
}

Result<Envelope> openEnvelope(const QByteArray& bytes, qsizetype maxBytes)
{
    const auto outer = Cbor::decode(bytes, {maxBytes, 1});
    if (!outer)
        return outer.error();
    const Cbor::Array& parts = outer->toArray();
    if (parts.size() != 2 || !parts[0].isBytes() || !parts[1].isBytes())
        return Error{ErrorCode::Invalid, u"these bytes are no signed message"_s};
    return Envelope{parts[0].toBytes(), parts[1].toBytes()};
}

Cbor frameToCbor(const Frame& frame)
{
    Cbor::Array parts{Cbor(frame.packed)};
    if (!frame.feed.isEmpty() || frame.dictionary != 0)
        parts.insert(parts.end(), {Cbor(int(frame.dictionary)), Cbor(frame.feed), Cbor(frame.through)});
    return Cbor(std::move(parts));
}

Result<Frame> frameFromCbor(const Cbor& value)
{
    const Cbor::Array& parts = value.toArray();
    const bool isShort = parts.size() == 1 && parts[0].isBytes();
    const bool isLong = parts.size() == 4 && parts[0].isBytes() && parts[1].isInt() && parts[1].toInt() >= 0
                     && parts[1].toInt() <= std::numeric_limits<qint32>::max() && parts[2].isText()
                     && parts[2].toText().size() <= kMaxScopeLength && parts[3].isInt()
                     && parts[3].toInt() >= 0;
    if (!isShort && !isLong)
        return Error{ErrorCode::Invalid, u"a frame breaks the form of the protocol"_s};
    if (parts[0].toBytes().size() > kMaxFramePacked)
        return Error{ErrorCode::Invalid, u"a frame is too large"_s};
    if (isShort)
        return Frame{{}, 0, 0, parts[0].toBytes()};
    return Frame{parts[2].toText(), static_cast<quint32>(parts[1].toInt()),
                 static_cast<quint64>(parts[3].toInt()), parts[0].toBytes()};
}

Cbor dictionariesToCbor(const QList<quint32>& dictionaries)
{
    Cbor::Array parts;
    for (const quint32 id : dictionaries.first(std::min(dictionaries.size(), kMostDictionaries)))
        parts.emplace_back(id);
    return Cbor(std::move(parts));
}

QList<quint32> readDictionaries(MessageReader& in, int key)
{
    QList<quint32> dictionaries;
    in.require(in.array(key).size() <= std::size_t(kMostDictionaries));
    for (const Cbor& value : in.array(key)) {
        in.require(value.isInt() && value.toInt() > 0 && value.toInt() <= std::numeric_limits<qint32>::max());
        dictionaries.append(static_cast<quint32>(value.toInt()));
    }
    return dictionaries;
}

Cbor bytesToCbor(const QList<QByteArray>& list)
{
    Cbor::Array parts;
    for (const QByteArray& bytes : list)
        parts.emplace_back(bytes);
    return Cbor(std::move(parts));
}

Result<QList<QByteArray>> bytesFromCbor(const Cbor::Array& list)
{
    QList<QByteArray> read;
    for (const Cbor& value : list) {
        if (!value.isBytes())
            return Error{ErrorCode::Invalid, u"a list of bytes breaks the form of the protocol"_s};
        read.append(value.toBytes());
    }
    return read;
}

QByteArray SyncRequest::encode(const SigningKey& replicaKey) const
{
    Cbor body = Cbor::map({{Cbor(int(requestkey::kProtocol)), Cbor(protocol)},
                           {Cbor(int(requestkey::kHub)), Cbor(hub.toBytes())},
                           {Cbor(int(requestkey::kReplica)), Cbor(replica.toBytes())},
                           {Cbor(int(requestkey::kPerson)), Cbor(person.toBytes())},
                           {Cbor(int(requestkey::kCounter)), Cbor(requestCounter)}});
    const auto put = [&body](requestkey::Key key, bool present, const Cbor& value) {
        if (present)
            body.set(Cbor(int(key)), value);
    };
    put(requestkey::kHeadCounter, headCounter != 0, Cbor(headCounter));
    put(requestkey::kHead, !head.isNull(), Cbor(head.toBytes()));
    put(requestkey::kCursors, !cursors.isEmpty(), cursorsToCbor(cursors));
    put(requestkey::kStatements, !statements.isEmpty(), bytesToCbor(statements));
    put(requestkey::kStatementCursor, statementCursor != 0, Cbor(statementCursor));
    Cbor::Array framesOut;
    for (const Frame& frame : frames)
        framesOut.push_back(frameToCbor(frame));
    put(requestkey::kFrames, !frames.isEmpty(), Cbor(std::move(framesOut)));
    if (journal)
        put(requestkey::kJournal, true, journal->toCbor());
    QList<QByteArray> replicas;
    for (const ReplicaId& one : earlier)
        replicas.append(one.toBytes());
    put(requestkey::kEarlier, !replicas.isEmpty(), bytesToCbor(replicas));
    put(requestkey::kSetBack, !setBack.isEmpty(), Cbor(setBack));
    put(requestkey::kDictionaries, !dictionaries.isEmpty(), dictionariesToCbor(dictionaries));
    if (ahead)
        put(requestkey::kAhead, true, aheadToCbor(*ahead));
    if (ahead && takesOrder)
        put(requestkey::kOrder, true, orderToCbor(*ahead));
    put(requestkey::kMaxAnswer, maxAnswerBytes != kMaxBodyBytes, Cbor(qint64(maxAnswerBytes)));

    const QByteArray content = body.encode();
    return makeEnvelope(content, replicaKey.sign(Context::Request, signedTextOf(*this, content)));
}

Result<SyncRequest::Decoded> SyncRequest::decode(const QByteArray& bytes)
{
    const auto envelope = openEnvelope(bytes, kMaxBodyBytes);
    if (!envelope)
        return envelope.error();
    const auto body = Cbor::decode(envelope->content, {kMaxBodyBytes, kRequestDepth});
    if (!body)
        return body.error();
    const Cbor& protocol = (*body)[Cbor(int(requestkey::kProtocol))];
    if (!protocol.isInt() || protocol.toInt() < 0 || protocol.toInt() > std::numeric_limits<int>::max())
        return Error{ErrorCode::Invalid, u"a request without a protocol version"_s};

    Decoded decoded;
    decoded.hash = blake2b(bytes);
    decoded.size = bytes.size();
    decoded.request.protocol = static_cast<int>(protocol.toInt());
    if (decoded.request.protocol < kOldestProtocolVersion || decoded.request.protocol > kProtocolVersion)
        return decoded;
    auto request = readRequest(*body, decoded.request.protocol);
    if (!request)
        return request.error();
    decoded.request = std::move(*request);
    decoded.signedText = signedTextOf(decoded.request, envelope->content);
    decoded.signature = envelope->signature;
    return decoded;
}

bool SyncRequest::Decoded::isSignedBy(const QByteArray& replicaKey) const
{
    return verifySignature(Context::Request, replicaKey, signedText, signature);
}

}  // namespace prohori
