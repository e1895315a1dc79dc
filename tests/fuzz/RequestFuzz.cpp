// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Messages.h"

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

}  // namespace

/// Reads any bytes as a request to the hub (REL-46), and as the content of one whose envelope is whole. What was read can be sent, and reads the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const QByteArray wrapped = Cbor(Cbor::Array{Cbor(bytes), Cbor(QByteArray(64, 's'))}).encode();
    for (const QByteArray& input : {bytes, wrapped}) {
        const auto read = SyncRequest::decode(input);
        if (!read) {
            if (read.error().detail.isEmpty())
                std::abort();
            continue;
        }
        if (read->isSignedBy(key().publicKey()))
            std::abort();
        if (read->request.protocol != kProtocolVersion)
            continue;
        const QByteArray sent = read->request.encode(key());
        const auto again = SyncRequest::decode(sent);
        if (!again || !again->isSignedBy(key().publicKey()) || again->request.encode(key()) != sent)
            std::abort();
    }
    return 0;
}
