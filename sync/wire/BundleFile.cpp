// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/BundleParts.h"

#include <QtEndian>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QByteArray kMagic = QByteArrayLiteral("PRHB\1");
constexpr qsizetype kMagicBytes = 5, kIdBytes = 16, kHintBytes = 8, kMarkBytes = 16;
constexpr qsizetype kSealedKeyBytes = kKeyBytes + kSealedBoxOverhead + 16;
constexpr qsizetype kMostReceivers = 16;
constexpr qsizetype kPieceBytes = 64 * 1024;
constexpr qsizetype kLengthBytes = 4;
constexpr qsizetype kStatementsPartBytes = 256 * 1024;  ///< more begins another part
constexpr qsizetype kMostStatements = 50'000, kMostStatementBytes = 24 * 1024 * 1024;

Error noBundle()
{
    return {ErrorCode::Invalid, u"this file is not a bundle of Prohori"_s, u"not-a-bundle"_s};
}

Error cutOff()
{
    return {ErrorCode::Refused,
            u"the bundle ends before its end: copy it again, or ask for it to be written again"_s, u"cut"_s};
}

Error altered()
{
    return {ErrorCode::Refused,
            u"the bundle was altered or damaged on its way: ask for it to be written again"_s, u"altered"_s};
}

Error tooLarge()
{
    return {ErrorCode::Invalid, u"the bundle is larger than 2 GiB"_s, u"too-large"_s};
}

/// Whose key opens it, told to nobody who does not know that key.
QByteArray hintOf(const QByteArray& id, const QByteArray& publicKey)
{
    return blake2b(id + publicKey).first(kHintBytes);
}

QByteArray lengthOf(const QByteArray& part)
{
    QByteArray bytes(kLengthBytes, Qt::Uninitialized);
    qToBigEndian(quint32(part.size()), bytes.data());
    return bytes;
}

/// The outside of a bundle, up to the first piece.
struct Cover {
    QByteArray id, outside, streamHeader;
    QList<std::pair<QByteArray, QByteArray>> keys;  ///< hint, sealed file key
};

/// So many bytes, or fewer where it ends: a pipe gives what it has.
QByteArray readUpTo(QIODevice& in, qsizetype count)
{
    QByteArray bytes, more;
    do {
        more = in.read(count - bytes.size());
        bytes += more;
    } while (!more.isEmpty() && bytes.size() < count);
    return bytes;
}

Result<QByteArray> readExactly(QIODevice& in, qsizetype count)
{
    QByteArray bytes = readUpTo(in, count);
    if (bytes.size() < count)
        return cutOff();
    return bytes;
}

Result<Cover> readCover(QIODevice& in)
{
    const auto start = readExactly(in, kMagicBytes + kIdBytes + 1);
    if (!start || !start->startsWith(kMagic.first(kMagicBytes - 1)))
        return noBundle();
    if (!start->startsWith(kMagic))
        return Error{ErrorCode::TooNew,
                     u"the bundle was written by a later version of Prohori: update this program first"_s,
                     u"later-version"_s};
    const auto count = qsizetype(quint8(start->back()));
    if (count < 1 || count > kMostReceivers)
        return noBundle();
    const auto keys = readExactly(in, count * (kHintBytes + kSealedKeyBytes));
    const auto streamHeader = keys ? readExactly(in, kStreamHeaderBytes) : keys;
    if (!streamHeader)
        return streamHeader.error();
    Cover cover{start->mid(kMagicBytes, kIdBytes), *start + *keys, *streamHeader, {}};
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype at = i * (kHintBytes + kSealedKeyBytes);
        cover.keys.append({keys->mid(at, kHintBytes), keys->mid(at + kHintBytes, kSealedKeyBytes)});
    }
    return cover;
}

Result<SecretBytes> fileKeyOf(const Cover& cover, const QList<BoxKey>& keys)
{
    for (const BoxKey& key : keys) {
        const QByteArray hint = hintOf(cover.id, key.publicKey());
        for (const auto& [known, sealed] : cover.keys) {
            if (known != hint)
                continue;
            if (auto opened = key.open(Context::Bundle, sealed);
                opened && opened->size() == std::size_t(kKeyBytes))
                return opened;
        }
    }
    return Error{ErrorCode::Refused,
                 u"the bundle is for somebody else: no key of this station and person opens it"_s,
                 u"not-for-you"_s};
}

/// Part after part out of the pieces.
class PartReader {
public:
    PartReader(QIODevice& in, const Cover& cover, const SecretBytes& fileKey)
        : m_in(in),
          m_opener(fileKey, Context::Bundle, cover.streamHeader),
          m_outside(cover.outside)
    {}

    /// Nothing more when the bundle has ended, as it should.
    Result<std::optional<QByteArray>> next();
    qint64 bytes() const { return m_bytes; }

private:
    Result<> fill(qsizetype count);

    QIODevice& m_in;
    StreamOpener m_opener;
    QByteArray m_outside;  ///< bound to the first piece
    QByteArray m_plain;
    qsizetype m_at = 0;
    qint64 m_bytes = 0;
};

/// Opens pieces until that many bytes are there, or the last piece was.
Result<> PartReader::fill(qsizetype count)
{
    if (m_at > kPieceBytes) {
        m_plain.remove(0, m_at);
        m_at = 0;
    }
    while (m_plain.size() - m_at < count && !m_opener.hasEnded()) {
        const QByteArray piece = readUpTo(m_in, kPieceBytes + kStreamOverhead);
        m_bytes += piece.size();
        if (piece.isEmpty())
            return cutOff();
        if (m_bytes > kMaxBundleBytes)
            return tooLarge();
        const auto plain = m_opener.open(piece, std::exchange(m_outside, {}));
        if (!plain)
            return piece.size() < kPieceBytes + kStreamOverhead ? cutOff() : altered();
        m_plain += *plain;
    }
    return {};
}

Result<std::optional<QByteArray>> PartReader::next()
{
    if (auto filled = fill(kLengthBytes); !filled)
        return filled.error();
    if (m_plain.size() == m_at) {
        if (!m_in.read(1).isEmpty())
            return altered();
        return std::optional<QByteArray>();
    }
    if (m_plain.size() - m_at < kLengthBytes)
        return altered();
    const auto length = qsizetype(qFromBigEndian<quint32>(m_plain.constData() + m_at));
    if (length == 0 || length > kMaxBundlePartBytes)
        return altered();
    m_at += kLengthBytes;
    if (auto filled = fill(length); !filled)
        return filled.error();
    if (m_plain.size() - m_at < length)
        return altered();
    const QByteArray part = m_plain.mid(m_at, length);
    m_at += length;
    return std::optional(part);
}

QByteArray markOf(const QByteArray& part)
{
    return blake2b(part, kMarkBytes);
}

}  // namespace

Result<> BundleWriter::write(const QByteArray& bytes)
{
    m_written += bytes.size();
    if (m_written > kMaxBundleBytes)
        return tooLarge();
    if (m_out.write(bytes) != bytes.size())
        return Error{ErrorCode::Storage,
                     u"the bundle cannot be written: %1; choose another place or stick"_s.arg(
                         m_out.errorString())};
    return {};
}

Result<> BundleWriter::begin(const BundleHeader& header, const QList<QByteArray>& receivers)
{
    if (receivers.isEmpty() || receivers.size() > kMostReceivers || header.id.size() != kIdBytes)
        return Error{ErrorCode::Invalid, u"a bundle needs one receiver to 16, and an id"_s};
    const SecretBytes fileKey = SecretBytes::random(std::size_t(kKeyBytes));
    QByteArray outside = kMagic + header.id + char(receivers.size());
    for (const QByteArray& receiver : receivers) {
        const auto sealed = sealTo(receiver, Context::Bundle, fileKey);
        if (!sealed)
            return sealed.error();
        outside += hintOf(header.id, receiver) + *sealed;
    }
    m_sealer = std::make_unique<StreamSealer>(fileKey, Context::Bundle);
    m_hash.add(outside);
    m_hash.add(m_sealer->header());
    if (auto written = write(outside + m_sealer->header()); !written)
        return written;
    m_plain.clear();
    m_outside = outside;
    return addBytes(encodeHeader(header));
}

Result<> BundleWriter::add(const BundlePart& part)
{
    return addBytes(encodePart(part));
}

Result<> BundleWriter::addBytes(const QByteArray& part)
{
    if (part.size() > kMaxBundlePartBytes)
        return Error{ErrorCode::Invalid, u"a part of a bundle is too large"_s};
    // The signature is one more.
    if (++m_parts >= kMaxBundleParts)
        return tooLarge();
    m_hash.add(lengthOf(part));
    m_hash.add(part);
    m_plain += lengthOf(part) + part;
    return flush(false);
}

Result<> BundleWriter::flush(bool isLast)
{
    qsizetype at = 0;
    while (m_plain.size() - at > kPieceBytes) {
        const QByteArrayView piece(m_plain.constData() + at, kPieceBytes);
        if (auto written = write(m_sealer->seal(piece, false, std::exchange(m_outside, {}))); !written)
            return written;
        at += kPieceBytes;
    }
    m_plain.remove(0, at);
    return isLast ? write(m_sealer->seal(m_plain, true, std::exchange(m_outside, {}))) : Result<>();
}

Result<> BundleWriter::finish(const SigningKey& key)
{
    const QByteArray part = encodeSignature(key.sign(Context::Bundle, m_hash.finish()));
    m_plain += lengthOf(part) + part;
    return flush(true);
}

Result<> addStatements(BundleWriter& writer, const QList<QByteArray>& statements)
{
    BundleStatements some;
    qsizetype bytes = 0;
    for (qsizetype at = 0; at < statements.size(); ++at) {
        some.append(statements[at]);
        bytes += statements[at].size();
        if (bytes < kStatementsPartBytes && at + 1 < statements.size())
            continue;
        if (auto added = writer.add(std::exchange(some, {})); !added)
            return added;
        bytes = 0;
    }
    return {};
}

Result<> CollectedStatements::add(const BundlePart& part)
{
    const auto* some = std::get_if<BundleStatements>(&part);
    if (!some)
        return {};
    list += *some;
    for (const QByteArray& statement : *some)
        bytes += statement.size();
    if (list.size() > kMostStatements || bytes > kMostStatementBytes)
        return Error{ErrorCode::Invalid, u"the bundle names more people than there can be"_s, u"too-large"_s};
    return {};
}

namespace {

Result<OpenedBundle> inspect(QIODevice& in, const Cover& cover, const SecretBytes& fileKey,
                             const BundleVisit& visit)
{
    OpenedBundle opened;
    opened.fileKey = fileKey;
    HashStream hash;
    hash.add(cover.outside);
    hash.add(cover.streamHeader);
    PartReader reader(in, cover, fileKey);
    while (true) {
        const auto part = reader.next();
        if (!part)
            return part.error();
        if (!*part)
            break;
        // The signature is the last there is.
        if (!opened.signature.isEmpty())
            return altered();
        if (opened.partMarks.isEmpty()) {
            const auto header = decodeHeader(**part);
            if (!header)
                return header.error();
            opened.header = *header;
            opened.header.id = cover.id;
        } else {
            const auto decoded = decodePart(**part);
            if (!decoded)
                return decoded.error();
            if (decoded->part) {
                if (auto visited = visit(*decoded->part); !visited)
                    return visited.error();
            }
            opened.signature = decoded->signature;
        }
        opened.partMarks += markOf(**part);
        if (opened.partMarks.size() > kMaxBundleParts * kMarkBytes)
            return tooLarge();
        if (opened.signature.isEmpty()) {
            hash.add(lengthOf(**part));
            hash.add(**part);
        }
    }
    if (opened.signature.isEmpty())
        return cutOff();
    opened.hash = hash.finish();
    opened.bytes = reader.bytes();
    return opened;
}

}  // namespace

Result<OpenedBundle> inspectBundle(QIODevice& in, const QList<BoxKey>& keys, const BundleVisit& visit)
{
    const auto cover = readCover(in);
    const auto fileKey = cover ? fileKeyOf(*cover, keys) : cover.error();
    return fileKey ? inspect(in, *cover, *fileKey, visit) : fileKey.error();
}

Result<OpenedBundle> inspectBundle(QIODevice& in, const SecretBytes& fileKey, const BundleVisit& visit)
{
    const auto cover = readCover(in);
    return cover ? inspect(in, *cover, fileKey, visit) : cover.error();
}

Result<SecretBytes> bundleKey(QIODevice& in, const QList<BoxKey>& keys)
{
    const auto cover = readCover(in);
    return cover ? fileKeyOf(*cover, keys) : cover.error();
}

Result<> replayBundle(QIODevice& in, const OpenedBundle& opened, const BundleVisit& visit)
{
    const auto cover = readCover(in);
    if (!cover)
        return cover.error();
    PartReader reader(in, *cover, opened.fileKey);
    for (qsizetype at = 0; at < opened.partMarks.size(); at += kMarkBytes) {
        const auto part = reader.next();
        if (!part)
            return part.error();
        if (!*part || markOf(**part) != QByteArrayView(opened.partMarks).sliced(at, kMarkBytes))
            return altered();
        if (at == 0)
            continue;
        const auto decoded = decodePart(**part);
        if (!decoded)
            return decoded.error();
        if (decoded->part) {
            if (auto visited = visit(*decoded->part); !visited)
                return visited;
        }
    }
    return {};
}

}  // namespace prohori
