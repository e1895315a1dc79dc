// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Pieces.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

namespace {

const SigningKey& key()
{
    static const SigningKey made = [] {
        if (!startSecrets())
            std::abort();
        QByteArray seed(kKeyBytes, 'k');
        return *SigningKey::fromSeed(SecretBytes::takeFrom(seed));
    }();
    return made;
}

/// What the hub relies on before it looks at a file: no part is empty, nothing lies before the beginning, and all together is bounded.
bool isWithinBounds(const PiecesRequest& request)
{
    qsizetype bytes = 0;
    for (const FilePart& part : request.parts) {
        if (part.bytes.isEmpty() || part.offset < 0 || part.offset > part.offset + part.bytes.size())
            return false;
        bytes += part.bytes.size();
    }
    for (const PiecesRequest::Wanted& one : request.wanted) {
        if (one.offset < 0 || one.length <= 0 || one.offset > one.offset + one.length)
            return false;
    }
    return bytes <= kMaxPartBytes
        && request.asked.size() + request.parts.size() + request.wanted.size() <= 2 * kMaxPiecesFiles;
}

}  // namespace

/// Reads any bytes as a request for files (POST /v1/pieces, REL-46), and as the content of one whose envelope is whole. What was read is within
/// the bounds that the hub relies on, can be sent, and reads the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const QByteArray wrapped = Cbor(Cbor::Array{Cbor(bytes), Cbor(QByteArray(64, 's'))}).encode();
    for (const QByteArray& input : {bytes, wrapped}) {
        const auto read = PiecesRequest::decode(input);
        if (!read) {
            if (read.error().detail.isEmpty())
                std::abort();
            continue;
        }
        if (read->isSignedBy(key().publicKey()) || read->hash.size() != 32 || read->size != input.size())
            std::abort();
        if (read->request.protocol != kProtocolVersion)
            continue;
        if (!isWithinBounds(read->request))
            std::abort();
        const QByteArray sent = read->request.encode(key());
        const auto again = PiecesRequest::decode(sent);
        if (!again || !again->isSignedBy(key().publicKey()) || again->request.encode(key()) != sent)
            std::abort();
    }
    return 0;
}
