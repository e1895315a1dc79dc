// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/BundleParts.h"

#include "sync/wire/MessageReader.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

namespace bundlekey {

/// Kinds of parts: the first element of each.
enum Kind : int {
    kHeader = 0,
    kStatements = 1,
    kFrame = 2,
    kReceipt = 3,
    kAnnotations = 4,
    kStatus = 5,
    kPaperPiece = 6,
    kWantedPapers = 7,
    kPapersAtHub = 8,
    kSignature = 15,
};

enum HeaderKey : int {
    kVersion = 0,
    kDirection = 1,
    kAuthority = 2,
    kHub = 3,
    kStation = 4,
    kPerson = 5,
    kTo = 6,
    kCursors = 7,
    kStatementCursor = 8,
    kHeadCounter = 9,
    kHead = 10,
    kMade = 11,
    kDictionaries = 12,
};
enum ReceiptKey : int { kChanges = 0, kVerdicts = 1, kBytes = 2, kTime = 3 };
enum AnnotationsKey : int { kNotes = 0 };
enum StatusKey : int { kKnownCounter = 0, kKnownHead = 1, kSafe = 2, kStatementsThrough = 3, kRemint = 4 };

}  // namespace bundlekey

constexpr int kFormat = 1;
constexpr int kBundleDepth = 5;
constexpr qsizetype kBundleValues = 200'000;  ///< twice what a part with verdicts that all differ holds

Error brokenForm()
{
    return {ErrorCode::Invalid,
            u"a part of the bundle breaks its form: ask for the bundle to be written again"_s,
            u"not-a-bundle"_s};
}

Cbor marked(bundlekey::Kind kind, Cbor content)
{
    return Cbor(Cbor::Array{Cbor(int(kind)), std::move(content)});
}

Cbor receiptToCbor(const BundleReceipt& receipt)
{
    QByteArray ids;
    for (const ChangeId& change : receipt.changes)
        ids += change.toBytes();
    Cbor map = Cbor::map();
    map.set(Cbor(int(bundlekey::kChanges)), Cbor(ids));
    map.set(Cbor(int(bundlekey::kVerdicts)), verdictsToCbor(receipt.verdicts));
    map.set(Cbor(int(bundlekey::kBytes)), Cbor(receipt.receipt));
    map.set(Cbor(int(bundlekey::kTime)), Cbor(receipt.hubTime.msSinceEpoch));
    return map;
}

Result<BundlePart> readReceipt(const Cbor& map)
{
    MessageReader in(map);
    BundleReceipt receipt;
    const QByteArray ids = in.bytes(bundlekey::kChanges);
    receipt.verdicts = readVerdicts(in, bundlekey::kVerdicts);
    receipt.receipt = in.bytes(bundlekey::kBytes);
    receipt.hubTime = Instant::fromMs(qint64(in.count(bundlekey::kTime)));
    in.require(ids.size() == receipt.verdicts.size() * ChangeId::kSize);
    for (qsizetype at = 0; in.isGood() && at < ids.size(); at += ChangeId::kSize)
        receipt.changes.append(ChangeId::fromBytes(ids.mid(at, ChangeId::kSize)));
    return in.isGood() ? Result<BundlePart>(BundlePart(receipt)) : Result<BundlePart>(brokenForm());
}

Cbor statusToCbor(const BundleStatus& status)
{
    Cbor map = Cbor::map();
    map.set(Cbor(int(bundlekey::kKnownCounter)), Cbor(status.knownCounter));
    if (!status.knownHead.isNull())
        map.set(Cbor(int(bundlekey::kKnownHead)), Cbor(status.knownHead.toBytes()));
    map.set(Cbor(int(bundlekey::kSafe)), Cbor(status.safeCounter));
    map.set(Cbor(int(bundlekey::kStatementsThrough)), Cbor(status.statementCursor));
    if (status.remint)
        map.set(Cbor(int(bundlekey::kRemint)), Cbor(true));
    return map;
}

Result<BundlePart> readStatus(const Cbor& map)
{
    MessageReader in(map);
    BundleStatus status;
    status.knownCounter = in.count(bundlekey::kKnownCounter);
    status.knownHead = in.id<ChangeId>(bundlekey::kKnownHead);
    status.safeCounter = in.count(bundlekey::kSafe);
    status.statementCursor = in.count(bundlekey::kStatementsThrough);
    status.remint = in.flag(bundlekey::kRemint);
    return in.isGood() ? Result<BundlePart>(BundlePart(status)) : Result<BundlePart>(brokenForm());
}

Result<BundlePart> readAnnotationPart(const Cbor& map)
{
    MessageReader in(map);
    const BundleAnnotations notes = readAnnotations(in, bundlekey::kNotes);
    return in.isGood() ? Result<BundlePart>(BundlePart(notes)) : Result<BundlePart>(brokenForm());
}

/// A piece is whole and lies at its place: whoever reads it keeps it as it is.
Result<BundlePart> readPiece(const Cbor& content)
{
    const auto part = filePartFromCbor(content);
    const bool good = part && part->offset % AttachmentManifest::kPieceBytes == 0
                   && part->bytes.size() <= AttachmentManifest::kPieceBytes;
    return good ? Result<BundlePart>(BundlePart(*part)) : Result<BundlePart>(brokenForm());
}

template <typename List>
Result<BundlePart> readFiles(const std::optional<List>& files)
{
    return files && files->size() <= kMaxBundleFiles ? Result<BundlePart>(BundlePart(*files))
                                                     : Result<BundlePart>(brokenForm());
}

Result<BundlePart> readContent(qint64 kind, const Cbor& content)
{
    if (kind == bundlekey::kStatements && content.isArray()) {
        const auto statements = bytesFromCbor(content.toArray());
        return statements ? Result<BundlePart>(BundlePart(*statements)) : Result<BundlePart>(brokenForm());
    }
    if (kind == bundlekey::kFrame) {
        const auto frame = frameFromCbor(content);
        return frame ? Result<BundlePart>(BundlePart(*frame)) : Result<BundlePart>(brokenForm());
    }
    if (kind == bundlekey::kPaperPiece)
        return readPiece(content);
    if (kind == bundlekey::kWantedPapers && content.isArray())
        return readFiles(filesFromCbor(content.toArray()));
    if (kind == bundlekey::kPapersAtHub && content.isArray())
        return readFiles(standingsFromCbor(content.toArray()));
    if (!content.isMap() || kind > bundlekey::kStatus)
        return brokenForm();
    return kind == bundlekey::kReceipt ? readReceipt(content)
         : kind == bundlekey::kStatus  ? readStatus(content)
                                       : readAnnotationPart(content);
}

}  // namespace

QByteArray encodeHeader(const BundleHeader& header)
{
    Cbor map = Cbor::map();
    map.set(Cbor(int(bundlekey::kVersion)), Cbor(kFormat));
    map.set(Cbor(int(bundlekey::kDirection)), Cbor(int(header.kind)));
    map.set(Cbor(int(bundlekey::kAuthority)), Cbor(header.authority.toBytes()));
    if (!header.hub.isNull())
        map.set(Cbor(int(bundlekey::kHub)), Cbor(header.hub.toBytes()));
    map.set(Cbor(int(bundlekey::kStation)), Cbor(header.station.toBytes()));
    map.set(Cbor(int(bundlekey::kPerson)), Cbor(header.person.toBytes()));
    if (header.to != 0)
        map.set(Cbor(int(bundlekey::kTo)), Cbor(header.to));
    if (!header.cursors.isEmpty())
        map.set(Cbor(int(bundlekey::kCursors)), cursorsToCbor(header.cursors));
    map.set(Cbor(int(bundlekey::kStatementCursor)), Cbor(header.statementCursor));
    map.set(Cbor(int(bundlekey::kHeadCounter)), Cbor(header.headCounter));
    if (!header.head.isNull())
        map.set(Cbor(int(bundlekey::kHead)), Cbor(header.head.toBytes()));
    map.set(Cbor(int(bundlekey::kMade)), Cbor(header.made.msSinceEpoch));
    if (!header.dictionaries.isEmpty())
        map.set(Cbor(int(bundlekey::kDictionaries)), dictionariesToCbor(header.dictionaries));
    return marked(bundlekey::kHeader, std::move(map)).encode();
}

Result<BundleHeader> decodeHeader(const QByteArray& bytes)
{
    const auto part = Cbor::decode(bytes, {kMaxBundlePartBytes, kBundleDepth, kBundleValues});
    if (!part || part->toArray().size() != 2 || part->toArray()[0].toInt() != bundlekey::kHeader
        || !part->toArray()[1].isMap())
        return brokenForm();
    const Cbor& map = part->toArray()[1];
    MessageReader in(map);
    if (in.count(bundlekey::kVersion) > kFormat)
        return Error{ErrorCode::TooNew,
                     u"the bundle was written by a later version of Prohori: update this program first"_s,
                     u"later-version"_s};
    BundleHeader header;
    const quint64 direction = in.count(bundlekey::kDirection);
    header.kind = BundleKind(direction);
    header.authority = in.id<AuthorityId>(bundlekey::kAuthority);
    header.hub = in.id<HubId>(bundlekey::kHub);
    header.station = in.id<ReplicaId>(bundlekey::kStation);
    header.person = in.id<CertificateId>(bundlekey::kPerson);
    header.to = PersonId(std::min<quint64>(in.count(bundlekey::kTo), std::numeric_limits<PersonId>::max()));
    header.cursors = readCursors(in, map[Cbor(int(bundlekey::kCursors))]);
    header.statementCursor = in.count(bundlekey::kStatementCursor);
    header.headCounter = in.count(bundlekey::kHeadCounter);
    header.head = in.id<ChangeId>(bundlekey::kHead);
    header.made = Instant::fromMs(qint64(in.count(bundlekey::kMade)));
    header.dictionaries = readDictionaries(in, bundlekey::kDictionaries);
    const bool isBetween = direction == quint64(BundleKind::Between);
    in.require(in.count(bundlekey::kVersion) == kFormat && direction >= quint64(BundleKind::ToHub)
               && direction <= quint64(BundleKind::Between) && !header.authority.isNull()
               && !header.station.isNull() && header.hub.isNull() == isBetween
               && (header.to != 0) == isBetween);
    return in.isGood() ? Result<BundleHeader>(header) : Result<BundleHeader>(brokenForm());
}

QByteArray encodePart(const BundlePart& part)
{
    struct Encoder {
        Cbor operator()(const BundleStatements& list) const
        {
            return marked(bundlekey::kStatements, bytesToCbor(list));
        }
        Cbor operator()(const Frame& frame) const { return marked(bundlekey::kFrame, frameToCbor(frame)); }
        Cbor operator()(const BundleReceipt& receipt) const
        {
            return marked(bundlekey::kReceipt, receiptToCbor(receipt));
        }
        Cbor operator()(const BundleAnnotations& notes) const
        {
            Cbor map = Cbor::map();
            map.set(Cbor(int(bundlekey::kNotes)), annotationsToCbor(notes));
            return marked(bundlekey::kAnnotations, std::move(map));
        }
        Cbor operator()(const BundleStatus& status) const
        {
            return marked(bundlekey::kStatus, statusToCbor(status));
        }
        Cbor operator()(const FilePart& piece) const
        {
            return marked(bundlekey::kPaperPiece, filePartToCbor(piece));
        }
        Cbor operator()(const BundleWanted& files) const
        {
            return marked(bundlekey::kWantedPapers, filesToCbor(files));
        }
        Cbor operator()(const BundleStandings& standings) const
        {
            return marked(bundlekey::kPapersAtHub, standingsToCbor(standings));
        }
    };
    return std::visit(Encoder(), part).encode();
}

QByteArray encodeSignature(const QByteArray& signature)
{
    return marked(bundlekey::kSignature, Cbor(signature)).encode();
}

Result<DecodedPart> decodePart(const QByteArray& bytes)
{
    const auto part = Cbor::decode(bytes, {kMaxBundlePartBytes, kBundleDepth, kBundleValues});
    if (!part || part->toArray().size() != 2 || !part->toArray()[0].isInt())
        return brokenForm();
    const qint64 kind = part->toArray()[0].toInt();
    const Cbor& content = part->toArray()[1];
    if (kind == bundlekey::kSignature)
        return content.toBytes().size() == kSignatureBytes
                 ? Result<DecodedPart>(DecodedPart{{}, content.toBytes()})
                 : Result<DecodedPart>(brokenForm());
    // A later version may add kinds; the signature covers them all the same.
    if (kind > bundlekey::kPapersAtHub && kind < bundlekey::kSignature)
        return DecodedPart{};
    if (kind < bundlekey::kStatements || kind > bundlekey::kSignature)
        return brokenForm();
    const auto known = readContent(kind, content);
    if (!known)
        return known.error();
    return DecodedPart{*known, {}};
}

}  // namespace prohori
