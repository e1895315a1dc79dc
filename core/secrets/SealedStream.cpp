// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/SealedStream.h"

#include "core/secrets/SodiumBytes.h"

#include <sodium.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

static_assert(kStreamHeaderBytes == crypto_secretstream_xchacha20poly1305_HEADERBYTES
              && kStreamOverhead == crypto_secretstream_xchacha20poly1305_ABYTES
              && kKeyBytes == crypto_secretstream_xchacha20poly1305_KEYBYTES);

}  // namespace

struct HashStream::State {
    crypto_generichash_state hash;
};

HashStream::HashStream() : m_state(std::make_unique<State>())
{
    startSecrets();
    crypto_generichash_init(&m_state->hash, nullptr, 0, kKeyBytes);
}

HashStream::~HashStream() = default;
HashStream::HashStream(HashStream&&) noexcept = default;
HashStream& HashStream::operator=(HashStream&&) noexcept = default;

void HashStream::add(QByteArrayView bytes)
{
    crypto_generichash_update(&m_state->hash, in(bytes), length(bytes));
}

QByteArray HashStream::finish()
{
    QByteArray hash(kKeyBytes, Qt::Uninitialized);
    crypto_generichash_final(&m_state->hash, out(hash), kKeyBytes);
    return hash;
}

struct StreamSealer::State {
    crypto_secretstream_xchacha20poly1305_state stream;
    ~State() { sodium_memzero(&stream, sizeof stream); }
};

StreamSealer::StreamSealer(const SecretBytes& key, Context context)
    : m_state(std::make_unique<State>()),
      m_header(kStreamHeaderBytes, Qt::Uninitialized),
      m_context(contextString(context) + '\0')
{
    Q_ASSERT(key.size() == std::size_t(kKeyBytes));
    startSecrets();
    crypto_secretstream_xchacha20poly1305_init_push(&m_state->stream, out(m_header), key.data());
}

StreamSealer::~StreamSealer() = default;

QByteArray StreamSealer::seal(QByteArrayView plain, bool isLast, const QByteArray& associated)
{
    const QByteArray bound = m_context + associated;
    QByteArray piece(plain.size() + kStreamOverhead, Qt::Uninitialized);
    const unsigned char tag = isLast ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                     : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    crypto_secretstream_xchacha20poly1305_push(&m_state->stream, out(piece), nullptr, in(plain),
                                               length(plain), in(bound), length(bound), tag);
    return piece;
}

struct StreamOpener::State {
    crypto_secretstream_xchacha20poly1305_state stream;
    ~State() { sodium_memzero(&stream, sizeof stream); }
};

StreamOpener::StreamOpener(const SecretBytes& key, Context context, const QByteArray& header)
    : m_state(std::make_unique<State>()),
      m_context(contextString(context) + '\0')
{
    startSecrets();
    m_isGood = key.size() == std::size_t(kKeyBytes) && header.size() == kStreamHeaderBytes
            && crypto_secretstream_xchacha20poly1305_init_pull(&m_state->stream, in(header), key.data()) == 0;
}

StreamOpener::~StreamOpener() = default;

Result<QByteArray> StreamOpener::open(const QByteArray& piece, const QByteArray& associated)
{
    const Error refused{ErrorCode::Refused, u"a sealed piece was altered, or is not the next one"_s};
    if (!m_isGood || m_hasEnded || piece.size() < kStreamOverhead)
        return refused;
    const QByteArray bound = m_context + associated;
    QByteArray plain(piece.size() - kStreamOverhead, Qt::Uninitialized);
    unsigned char tag = 0;
    m_isGood = crypto_secretstream_xchacha20poly1305_pull(&m_state->stream, out(plain), nullptr, &tag,
                                                          in(piece), length(piece), in(bound), length(bound))
            == 0;
    if (!m_isGood)
        return refused;
    m_hasEnded = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return plain;
}

}  // namespace prohori
