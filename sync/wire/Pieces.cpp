// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Pieces.h"

#include "sync/wire/MessageReader.h"

#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

namespace pieceskey {

/// Keys of a request's body: part of the protocol, see PROTOCOL.md. 0 to 4 are those of every request.
enum RequestKey : int {
    kProtocol = 0,
    kHub = 1,
    kReplica = 2,
    kPerson = 3,
    kCounter = 4,
    kAsked = 5,
    kPartsUp = 6,
    kWanted = 7,
};

/// Keys of an answer's body. 0, 1, 13 and 14 are those of every answer.
enum AnswerKey : int {
    kTime = 1,
    kStandings = 2,
    kPartsDown = 3,
    kError = 13,
    kExpectedCounter = 14,
};

}  // namespace pieceskey

const QString kPath = u"/v1/pieces"_s;
constexpr int kPiecesDepth = 4;
constexpr qsizetype kPiecesValues = 4096;
constexpr std::size_t kTriple = 3;

CborLimits limits()
{
    return {kMaxPiecesBody, kPiecesDepth, kPiecesValues};
}

bool isFile(const Cbor& value)
{
    return value.isBytes() && value.toBytes().size() == AttachmentId::kSize;
}

/// A whole number from 0 to the size of the largest sealed file.
bool isPlace(const Cbor& value)
{
    static const qint64 most = AttachmentManifest::sealedBytesOf(AttachmentManifest::kMostPlainBytes);
    return value.isInt() && value.toInt() >= 0 && value.toInt() <= most;
}

Cbor partsToCbor(const QList<FilePart>& parts)
{
    Cbor::Array list;
    for (const FilePart& part : parts)
        list.push_back(filePartToCbor(part));
    return Cbor(std::move(list));
}

QList<FilePart> readParts(MessageReader& in, int key)
{
    QList<FilePart> parts;
    qsizetype bytes = 0;
    for (const Cbor& value : in.array(key)) {
        const auto part = filePartFromCbor(value);
        in.require(part.has_value());
        if (!part)
            return {};
        parts.append(*part);
        bytes += part->bytes.size();
    }
    in.require(bytes <= kMaxPartBytes);
    return parts;
}

QList<PiecesRequest::Wanted> readWanted(MessageReader& in)
{
    QList<PiecesRequest::Wanted> wanted;
    for (const Cbor& value : in.array(pieceskey::kWanted)) {
        const Cbor::Array& one = value.toArray();
        const bool good = one.size() == kTriple && isFile(one[0]) && isPlace(one[1]) && isPlace(one[2])
                       && one[2].toInt() > 0;
        in.require(good);
        if (!good)
            return {};
        wanted.append({AttachmentId::fromBytes(one[0].toBytes()), one[1].toInt(), one[2].toInt()});
    }
    return wanted;
}

Result<PiecesRequest> readPiecesRequest(const Cbor& body, int protocol)
{
    MessageReader in(body);
    PiecesRequest request;
    request.protocol = protocol;
    request.hub = in.id<HubId>(pieceskey::kHub);
    request.replica = in.id<ReplicaId>(pieceskey::kReplica);
    request.person = in.id<CertificateId>(pieceskey::kPerson);
    request.requestCounter = in.count(pieceskey::kCounter);
    const auto asked = filesFromCbor(in.array(pieceskey::kAsked));
    in.require(asked.has_value());
    request.asked = asked.value_or(QList<AttachmentId>());
    request.parts = readParts(in, pieceskey::kPartsUp);
    request.wanted = readWanted(in);
    QSet<AttachmentId> files(request.asked.begin(), request.asked.end());
    for (const FilePart& part : std::as_const(request.parts))
        files.insert(part.file);
    for (const PiecesRequest::Wanted& wanted : std::as_const(request.wanted))
        files.insert(wanted.file);
    const qsizetype entries = request.asked.size() + request.parts.size() + request.wanted.size();
    in.require(files.size() <= kMaxPiecesFiles && entries <= 2 * kMaxPiecesFiles);
    in.require(!request.hub.isNull() && !request.replica.isNull() && !request.person.isNull());
    if (!in.isGood())
        return Error{ErrorCode::Invalid, u"a request for files breaks the form of the protocol"_s};
    return request;
}

Result<PiecesAnswer> readPiecesAnswer(const Cbor& body)
{
    MessageReader in(body);
    PiecesAnswer answer;
    answer.protocol = static_cast<int>(std::min<quint64>(in.count(pieceskey::kProtocol), 1'000'000));
    answer.hubTime = Instant::fromMs(static_cast<qint64>(in.count(pieceskey::kTime)));
    answer.error = in.text(pieceskey::kError, kMaxCodeLength);
    answer.expectedRequestCounter = in.count(pieceskey::kExpectedCounter);
    const auto standings = standingsFromCbor(in.array(pieceskey::kStandings));
    in.require(standings.has_value());
    answer.standings = standings.value_or(QList<FileStanding>());
    answer.parts = readParts(in, pieceskey::kPartsDown);
    if (!in.isGood())
        return Error{ErrorCode::Invalid, u"an answer about files breaks the form of the protocol"_s};
    return answer;
}

QByteArray textOf(const PiecesRequest& request, const QByteArray& content)
{
    return requestText(kPath, request.hub, request.replica, request.requestCounter, content, request.person);
}

}  // namespace

Cbor filePartToCbor(const FilePart& part)
{
    return Cbor(Cbor::Array{Cbor(part.file.toBytes()), Cbor(part.offset), Cbor(part.bytes)});
}

std::optional<FilePart> filePartFromCbor(const Cbor& value)
{
    const Cbor::Array& one = value.toArray();
    const bool good = one.size() == kTriple && isFile(one[0]) && isPlace(one[1]) && one[2].isBytes()
                   && !one[2].toBytes().isEmpty();
    if (!good)
        return {};
    return FilePart{AttachmentId::fromBytes(one[0].toBytes()), one[1].toInt(), one[2].toBytes()};
}

Cbor standingsToCbor(const QList<FileStanding>& standings)
{
    Cbor::Array list;
    for (const FileStanding& one : standings)
        list.emplace_back(Cbor::Array{Cbor(one.file.toBytes()), Cbor(int(one.state)), Cbor(one.held)});
    return Cbor(std::move(list));
}

std::optional<QList<FileStanding>> standingsFromCbor(const Cbor::Array& list)
{
    QList<FileStanding> standings;
    for (const Cbor& value : list) {
        const Cbor::Array& one = value.toArray();
        const bool good = one.size() == kTriple && isFile(one[0]) && one[1].isInt() && one[1].toInt() >= 0
                       && one[1].toInt() <= kLastPieceState && isPlace(one[2]);
        if (!good)
            return {};
        standings.append({AttachmentId::fromBytes(one[0].toBytes()), static_cast<PieceState>(one[1].toInt()),
                          one[2].toInt()});
    }
    return standings;
}

Cbor filesToCbor(const QList<AttachmentId>& files)
{
    Cbor::Array list;
    for (const AttachmentId& file : files)
        list.emplace_back(file.toBytes());
    return Cbor(std::move(list));
}

std::optional<QList<AttachmentId>> filesFromCbor(const Cbor::Array& list)
{
    QList<AttachmentId> files;
    for (const Cbor& value : list) {
        if (!isFile(value))
            return {};
        files.append(AttachmentId::fromBytes(value.toBytes()));
    }
    return files;
}

QString pieceStateName(PieceState state)
{
    switch (state) {
    case PieceState::Whole: return u"whole"_s;
    case PieceState::Partly: return u"partly"_s;
    case PieceState::NotNamed: return u"not-named"_s;
    case PieceState::NotHere: return u"not-here"_s;
    case PieceState::WrongPiece: return u"wrong-piece"_s;
    case PieceState::Beyond: return u"beyond"_s;
    case PieceState::Quota: return u"quota"_s;
    case PieceState::NoRoom: return u"no-room"_s;
    case PieceState::Damaged: return u"damaged"_s;
    }
    return u"unknown"_s;
}

QByteArray PiecesRequest::encode(const SigningKey& replicaKey) const
{
    Cbor body = Cbor::map({{Cbor(int(pieceskey::kProtocol)), Cbor(protocol)},
                           {Cbor(int(pieceskey::kHub)), Cbor(hub.toBytes())},
                           {Cbor(int(pieceskey::kReplica)), Cbor(replica.toBytes())},
                           {Cbor(int(pieceskey::kPerson)), Cbor(person.toBytes())},
                           {Cbor(int(pieceskey::kCounter)), Cbor(requestCounter)}});
    if (!asked.isEmpty())
        body.set(Cbor(int(pieceskey::kAsked)), filesToCbor(asked));
    if (!parts.isEmpty())
        body.set(Cbor(int(pieceskey::kPartsUp)), partsToCbor(parts));
    if (!wanted.isEmpty()) {
        Cbor::Array list;
        for (const Wanted& one : wanted)
            list.emplace_back(Cbor::Array{Cbor(one.file.toBytes()), Cbor(one.offset), Cbor(one.length)});
        body.set(Cbor(int(pieceskey::kWanted)), Cbor(std::move(list)));
    }
    const QByteArray content = body.encode();
    return makeEnvelope(content, replicaKey.sign(Context::Request, textOf(*this, content)));
}

Result<PiecesRequest::Decoded> PiecesRequest::decode(const QByteArray& bytes)
{
    const auto envelope = openEnvelope(bytes, kMaxPiecesBody);
    if (!envelope)
        return envelope.error();
    const auto body = Cbor::decode(envelope->content, limits());
    if (!body)
        return body.error();
    const Cbor& protocol = (*body)[Cbor(int(pieceskey::kProtocol))];
    if (!protocol.isInt() || protocol.toInt() < 0 || protocol.toInt() > std::numeric_limits<int>::max())
        return Error{ErrorCode::Invalid, u"a request without a protocol version"_s};
    Decoded decoded;
    decoded.hash = blake2b(bytes);
    decoded.size = bytes.size();
    decoded.request.protocol = static_cast<int>(protocol.toInt());
    if (decoded.request.protocol < kOldestProtocolVersion || decoded.request.protocol > kProtocolVersion)
        return decoded;
    auto request = readPiecesRequest(*body, decoded.request.protocol);
    if (!request)
        return request.error();
    decoded.request = std::move(*request);
    decoded.signedText = textOf(decoded.request, envelope->content);
    decoded.signature = envelope->signature;
    return decoded;
}

bool PiecesRequest::Decoded::isSignedBy(const QByteArray& replicaKey) const
{
    return verifySignature(Context::Request, replicaKey, signedText, signature);
}

QByteArray PiecesAnswer::encode(const SigningKey& hubKey) const
{
    Cbor body = Cbor::map({{Cbor(int(pieceskey::kProtocol)), Cbor(protocol)},
                           {Cbor(int(pieceskey::kTime)), Cbor(hubTime.msSinceEpoch)}});
    if (!standings.isEmpty())
        body.set(Cbor(int(pieceskey::kStandings)), standingsToCbor(standings));
    if (!parts.isEmpty())
        body.set(Cbor(int(pieceskey::kPartsDown)), partsToCbor(parts));
    if (!error.isEmpty())
        body.set(Cbor(int(pieceskey::kError)), Cbor(error));
    if (expectedRequestCounter != 0)
        body.set(Cbor(int(pieceskey::kExpectedCounter)), Cbor(expectedRequestCounter));
    const QByteArray content = body.encode();
    return makeEnvelope(content, hubKey.sign(Context::Receipt, answerText(hub, requestHash, content)));
}

Result<PiecesAnswer> PiecesAnswer::decode(const QByteArray& bytes, const HubId& hubKey,
                                          const QByteArray& requestHash)
{
    const auto envelope = openEnvelope(bytes, kMaxPiecesBody);
    if (!envelope)
        return envelope.error();
    if (!verifySignature(Context::Receipt, hubKey.toBytes(),
                         answerText(hubKey, requestHash, envelope->content), envelope->signature))
        return Error{ErrorCode::Refused,
                     u"the answer does not belong to this request or is not from the certified hub"_s,
                     u"wrong-hub"_s};
    const auto body = Cbor::decode(envelope->content, limits());
    if (!body)
        return body.error();
    auto answer = readPiecesAnswer(*body);
    if (answer) {
        answer->hub = hubKey;
        answer->requestHash = requestHash;
    }
    return answer;
}

}  // namespace prohori
