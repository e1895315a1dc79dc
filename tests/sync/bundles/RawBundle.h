// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/wire/BundleParts.h"

#include "tests/support/SeededRandom.h"

#include <QBuffer>
#include <QtEndian>

namespace prohori {

using namespace Qt::StringLiterals;

/// What a bundle is made of, put together here by the words of PROTOCOL.md alone: so that a test can break each rule of it, also as somebody who knows
/// the key of the file.
struct RawBundle {
    QByteArray magic = QByteArrayLiteral("PRHB\1");
    QByteArray id = QByteArray(16, '\7');
    SecretBytes fileKey = SecretBytes::random(std::size_t(kKeyBytes));
    QList<QByteArray> receivers;
    QByteArray plain;  ///< parts with their lengths
    qsizetype pieceBytes = 64 * 1024;

    static QByteArray withLength(const QByteArray& part)
    {
        QByteArray length(4, Qt::Uninitialized);
        qToBigEndian(quint32(part.size()), length.data());
        return length + part;
    }
    RawBundle& add(const QByteArray& part)
    {
        plain += withLength(part);
        return *this;
    }

    QByteArray outside() const
    {
        QByteArray bytes = magic + id + char(receivers.size());
        for (const QByteArray& receiver : receivers)
            bytes += blake2b(id + receiver).first(8) + *sealTo(receiver, Context::Bundle, fileKey);
        return bytes;
    }

    /// Pieces over `plain` and, with a key, the signature that belongs to it.
    QByteArray bytes(const SigningKey* signer = nullptr) const
    {
        const QByteArray cover = outside();
        StreamSealer sealer(fileKey, Context::Bundle);
        QByteArray all = plain;
        if (signer)
            all += withLength(
                encodeSignature(signer->sign(Context::Bundle, blake2b(cover + sealer.header() + plain))));
        QByteArray out = cover + sealer.header();
        for (qsizetype at = 0; at < all.size() || at == 0; at += pieceBytes)
            out += sealer.seal(all.mid(at, pieceBytes), at + pieceBytes >= all.size(),
                               at == 0 ? cover : QByteArray());
        return out;
    }
};

/// What a reader gets who keeps to the order: nothing is acted upon before the first reading has come to its end.
struct ReadAll {
    OpenedBundle opened;
    QList<QByteArray> parts;  ///< as acted upon, encoded again
};

inline BundleVisit collectInto(QList<QByteArray>& parts)
{
    return [&parts](const BundlePart& part) -> Result<> {
        parts.append(encodePart(part));
        return {};
    };
}

inline Result<ReadAll> readAll(const QByteArray& bytes, const QList<BoxKey>& keys)
{
    QByteArray copy = bytes;
    QBuffer in(&copy);
    in.open(QIODevice::ReadOnly);
    QList<QByteArray> seen;
    const auto opened = inspectBundle(in, keys, collectInto(seen));
    if (!opened)
        return opened.error();
    in.seek(0);
    ReadAll all{*opened, {}};
    if (auto replayed = replayBundle(in, *opened, collectInto(all.parts)); !replayed)
        return replayed.error();
    return seen == all.parts ? Result<ReadAll>(all)
                             : Result<ReadAll>(Error{ErrorCode::Damaged, QStringLiteral("other parts"), {}});
}

template <typename Id>
inline Id idOf(char byte)
{
    return Id::fromBytes(QByteArray(Id::kSize, byte));
}

inline BoxKey boxOf(char seed)
{
    QByteArray bytes(kKeyBytes, seed);
    return *BoxKey::fromSecret(SecretBytes::takeFrom(bytes));
}

inline SigningKey signerOf(char seed)
{
    QByteArray bytes(kKeyBytes, seed);
    return *SigningKey::fromSeed(SecretBytes::takeFrom(bytes));
}

inline BundleHeader headerFor(BundleKind kind)
{
    BundleHeader header;
    header.kind = kind;
    header.id = QByteArray(16, '\7');
    header.authority = idOf<AuthorityId>(1);
    if (kind != BundleKind::Between)
        header.hub = idOf<HubId>(2);
    else
        header.to = 9;
    header.station = idOf<ReplicaId>(3);
    header.person = idOf<CertificateId>(4);
    header.cursors = {{u"41"_s, 1234}};
    header.statementCursor = 56;
    header.headCounter = 7;
    header.head = idOf<ChangeId>(8);
    header.made = Instant::fromMs(1'795'406'400'000);
    return header;
}

/// One of each kind.
inline QList<BundlePart> everyPart()
{
    const QList<ChangeId> changes{idOf<ChangeId>(1), idOf<ChangeId>(2), idOf<ChangeId>(3)};
    return {BundleStatements{"one", QByteArray(300, 's'), QByteArray()},
            Frame{u"41"_s, 0, 77, "packed"},
            Frame{{}, 0, 0, "of a station"},
            BundleReceipt{changes, {{1, 0}, {3, 5}, {3, 5}}, "receipt", Instant::fromMs(1'795'406'400'123)},
            BundleAnnotations{{idOf<RecordId>(5), u"BD-2026-17"_s, Instant::fromMs(99), idOf<ChangeId>(6)}},
            BundleStatus{12, idOf<ChangeId>(9), 11, 57, true},
            BundleStatus{},
            BundleWanted{idOf<AttachmentId>(10), idOf<AttachmentId>(11)},
            FilePart{idOf<AttachmentId>(12), 2 * AttachmentManifest::kPieceBytes, "a last piece"},
            BundleStandings{{idOf<AttachmentId>(12), PieceState::Partly, 131'072},
                            {idOf<AttachmentId>(13), PieceState::Whole, 20}}};
}

inline QByteArray write(const BundleHeader& header, const QList<BundlePart>& parts, const SigningKey& signer,
                        const QList<QByteArray>& receivers)
{
    QByteArray bytes;
    QBuffer out(&bytes);
    out.open(QIODevice::WriteOnly);
    BundleWriter writer(out);
    auto done = writer.begin(header, receivers);
    for (const BundlePart& part : parts)
        done = done ? writer.add(part) : done;
    done = done ? writer.finish(signer) : done;
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
    return bytes;
}

inline QList<QByteArray> encoded(const QList<BundlePart>& parts)
{
    QList<QByteArray> all;
    for (const BundlePart& part : parts)
        all.append(encodePart(part));
    return all;
}

/// Random parts that fill some pieces.
inline QList<BundlePart> bigParts(SeededRandom& random, int count)
{
    QList<BundlePart> parts;
    for (int i = 0; i < count; ++i)
        parts.append(Frame{u"41"_s, 0, quint64(i), random.bytes(50'000 + random.below(20'000))});
    return parts;
}

template <typename T>
QString hintOf(const Result<T>& result)
{
    return result ? QStringLiteral("taken") : result.error().hint;
}

}  // namespace prohori
