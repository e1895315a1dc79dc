// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/BundleParts.h"

#include <QBuffer>
#include <QtEndian>

#include <cstdint>
#include <cstdlib>

using namespace prohori;

namespace {

const BoxKey& reader()
{
    static const BoxKey key = [] {
        QByteArray secret(kKeyBytes, 21);
        return *BoxKey::fromSecret(SecretBytes::takeFrom(secret));
    }();
    return key;
}

/// A bundle that is whole so far as its pieces go, over whatever parts: what somebody writes who knows a public key.
QByteArray bundleOver(const QByteArray& plain)
{
    static const SecretBytes fileKey = SecretBytes::random(std::size_t(kKeyBytes));
    static const QByteArray outside = [] {
        const QByteArray id(16, 7);
        return QByteArray("PRHB\1", 5) + id + '\1' + blake2b(id + reader().publicKey()).first(8)
             + *sealTo(reader().publicKey(), Context::Bundle, fileKey);
    }();
    StreamSealer sealer(fileKey, Context::Bundle);
    return outside + sealer.header() + sealer.seal(plain, true, outside);
}

/// What is read is read again as the same, and says what it said; what is refused says why.
void readTwice(QByteArray bytes)
{
    QBuffer in(&bytes);
    in.open(QIODevice::ReadOnly);
    QList<QByteArray> parts;
    const auto collect = [&parts](const BundlePart& part) -> Result<> {
        const QByteArray encoded = encodePart(part);
        const auto same = decodePart(encoded);
        if (!same || !same->part || encodePart(*same->part) != encoded)
            std::abort();
        parts.append(encoded);
        return {};
    };
    const auto opened = inspectBundle(in, {reader()}, collect);
    if (!opened) {
        if (opened.error().detail.isEmpty() || opened.error().hint.isEmpty())
            std::abort();
        return;
    }
    const auto header = decodeHeader(encodeHeader(opened->header));
    if (!header || encodeHeader(*header) != encodeHeader(opened->header))
        std::abort();
    const QList<QByteArray> first = std::exchange(parts, {});
    in.seek(0);
    if (!replayBundle(in, *opened, collect) || parts != first)
        std::abort();
}

}  // namespace

/** Reads any bytes as a bundle whose reader's key is given (REL-46): as they came; as the text of its pieces; and as parts, each after one byte of
    length, between a right header and a signature.
*/
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    static const bool started = bool(startSecrets());
    if (!started)
        std::abort();
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    readTwice(bytes);
    if (size > 60 * 1024)
        return 0;  // one piece is enough
    readTwice(bundleOver(bytes));

    const auto withLength = [](const QByteArray& part) {
        QByteArray length(4, Qt::Uninitialized);
        qToBigEndian(quint32(part.size()), length.data());
        return length + part;
    };
    BundleHeader header;
    header.authority = AuthorityId::fromBytes(QByteArray(AuthorityId::kSize, 1));
    header.hub = HubId::fromBytes(QByteArray(HubId::kSize, 2));
    header.station = ReplicaId::fromBytes(QByteArray(ReplicaId::kSize, 3));
    QByteArray plain = withLength(encodeHeader(header));
    for (qsizetype at = 0; at < bytes.size();) {
        const auto length = qsizetype(quint8(bytes[at++]));
        plain += withLength(bytes.mid(at, length));
        at += length;
    }
    readTwice(bundleOver(plain + withLength(encodeSignature(QByteArray(kSignatureBytes, 's')))));
    return 0;
}
