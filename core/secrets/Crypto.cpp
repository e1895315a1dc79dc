// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/Crypto.h"

#include "core/secrets/SodiumBytes.h"

#include <QtEndian>

#include <sodium.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr const char* kContexts[] = {
    "prohori/change/1",      "prohori/request/1",    "prohori/receipt/1", "prohori/bundle/1",
    "prohori/certificate/1", "prohori/invitation/1", "prohori/package/1", "prohori/backup/1",
    "prohori/slot/1",        "prohori/identity/1",   "prohori/wipe/1",    "prohori/update/1",
    "prohori/attachment/1",
};
static_assert(std::size(kContexts) == kContextCount);

constexpr qsizetype kMarkBytes = 16;
constexpr qsizetype kSealTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kSealedBoxOverhead == crypto_box_SEALBYTES && kSignatureBytes == crypto_sign_BYTES);

/// Context string, a zero byte, content. No context string holds a zero byte, so the two never run together.
QByteArray bound(Context context, const QByteArray& content)
{
    return contextString(context) + '\0' + content;
}

/// What stands in front of the plain text in a sealed box, which has no associated data of its own.
QByteArray markOf(Context context)
{
    return blake2b(contextString(context), kMarkBytes);
}

void hashInto(unsigned char* target, std::size_t size, std::span<const unsigned char> key,
              const QByteArray& data)
{
    startSecrets();
    [[maybe_unused]] const int done = crypto_generichash(target, size, in(data), length(data),
                                                         key.empty() ? nullptr : key.data(), key.size());
    Q_ASSERT_X(done == 0, "BLAKE2b", "16 to 64 bytes of hash, a key of 16 to 64 bytes or none");
}

}  // namespace

QByteArray contextString(Context context)
{
    return QByteArray(kContexts[static_cast<std::size_t>(context)]);
}

QByteArray blake2b(const QByteArray& data, qsizetype size)
{
    QByteArray hash(size, '\0');
    hashInto(out(hash), length(hash), {}, data);
    return hash;
}

QByteArray keyedHash(const SecretBytes& key, const QByteArray& data, qsizetype size)
{
    Q_ASSERT_X(!key.isEmpty(), "keyedHash", "an empty key would make an open hash");
    QByteArray hash(size, '\0');
    hashInto(out(hash), length(hash), key.view(), data);
    return hash;
}

SecretBytes deriveKey(const SecretBytes& key, Context context, const QByteArray& label)
{
    Q_ASSERT_X(!key.isEmpty(), "deriveKey", "an empty key would make an open hash");
    return SecretBytes::filled(kKeyBytes, [&](unsigned char* target) {
        hashInto(target, kKeyBytes, key.view(), bound(context, label));
    });
}

QByteArray SodiumRandom::bytes(qsizetype count)
{
    startSecrets();
    QByteArray made(count, '\0');
    randombytes_buf(made.data(), length(made));
    return made;
}

SigningKey SigningKey::make()
{
    return *fromSeed(SecretBytes::random(crypto_sign_SEEDBYTES));
}

Result<SigningKey> SigningKey::fromSeed(const SecretBytes& seed)
{
    if (seed.size() != crypto_sign_SEEDBYTES)
        return Error{ErrorCode::Invalid, u"a signing seed has 32 bytes, not %1"_s.arg(seed.size())};
    SigningKey key;
    key.m_seed = seed;
    key.m_public = QByteArray(crypto_sign_PUBLICKEYBYTES, '\0');
    key.m_secret = SecretBytes::filled(crypto_sign_SECRETKEYBYTES, [&](unsigned char* secret) {
        crypto_sign_seed_keypair(out(key.m_public), secret, seed.data());
    });
    return key;
}

QByteArray SigningKey::sign(Context context, const QByteArray& message) const
{
    Q_ASSERT_X(!isEmpty(), "SigningKey::sign", "an empty key signs nothing");
    const QByteArray signedBytes = bound(context, message);
    QByteArray signature(kSignatureBytes, '\0');
    crypto_sign_detached(out(signature), nullptr, in(signedBytes), length(signedBytes), m_secret.data());
    return signature;
}

bool verifySignature(Context context, const QByteArray& publicKey, const QByteArray& message,
                     const QByteArray& signature)
{
    if (publicKey.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != kSignatureBytes)
        return false;
    const QByteArray signedBytes = bound(context, message);
    return crypto_sign_verify_detached(in(signature), in(signedBytes), length(signedBytes), in(publicKey))
        == 0;
}

BoxKey BoxKey::make()
{
    return *fromSecret(SecretBytes::random(crypto_box_SECRETKEYBYTES));
}

Result<BoxKey> BoxKey::fromSecret(const SecretBytes& secret)
{
    if (secret.size() != crypto_box_SECRETKEYBYTES)
        return Error{ErrorCode::Invalid, u"a box key has 32 bytes, not %1"_s.arg(secret.size())};
    BoxKey key;
    key.m_secret = secret;
    key.m_public = QByteArray(crypto_box_PUBLICKEYBYTES, '\0');
    if (crypto_scalarmult_base(out(key.m_public), secret.data()) != 0)
        return Error{ErrorCode::Invalid, u"these 32 bytes are no box key"_s};
    return key;
}

Result<SecretBytes> BoxKey::open(Context context, const QByteArray& sealed) const
{
    const Error refused{ErrorCode::Refused,
                        u"the sealed box was made for another key or purpose, or was altered"_s};
    if (isEmpty() || sealed.size() < kSealedBoxOverhead + kMarkBytes)
        return refused;
    bool opened = false;
    const SecretBytes marked =
        SecretBytes::filled(length(sealed) - crypto_box_SEALBYTES, [&](unsigned char* plain) {
            opened =
                crypto_box_seal_open(plain, in(sealed), length(sealed), in(m_public), m_secret.data()) == 0;
        });
    if (!opened || sodium_memcmp(marked.data(), in(markOf(context)), kMarkBytes) != 0)
        return refused;
    return marked.mid(kMarkBytes, marked.size());
}

Result<QByteArray> sealTo(const QByteArray& publicKey, Context context, const SecretBytes& plain)
{
    const Error noKey{ErrorCode::Invalid, u"the recipient's key is no X25519 public key"_s};
    if (publicKey.size() != crypto_box_PUBLICKEYBYTES)
        return noKey;
    QByteArray mark = markOf(context);
    const SecretBytes marked = SecretBytes::joined(SecretBytes::takeFrom(mark), plain);
    QByteArray sealed(static_cast<qsizetype>(marked.size()) + kSealedBoxOverhead, '\0');
    if (crypto_box_seal(out(sealed), marked.data(), marked.size(), in(publicKey)) != 0)
        return noKey;
    return sealed;
}

/// The key between `mine` and `theirs` for one use; empty for a public key that is none.
static SecretBytes sharedKey(const SecretBytes& mine, const QByteArray& theirs, Context context,
                             const QByteArray& use, const QByteArray& ephemeral, const QByteArray& reader)
{
    if (theirs.size() != crypto_box_PUBLICKEYBYTES || mine.size() != crypto_box_SECRETKEYBYTES)
        return {};
    bool agreed = false;
    const SecretBytes shared = SecretBytes::filled(crypto_scalarmult_BYTES, [&](unsigned char* secret) {
        agreed = crypto_scalarmult(secret, mine.data(), in(theirs)) == 0;
    });
    return agreed ? deriveKey(shared, context, use + ephemeral + reader) : SecretBytes();
}

Result<QByteArray> SharedSealing::seal(const QByteArray& publicKey, Context context, const QByteArray& use,
                                       const SecretBytes& plain) const
{
    const SecretBytes key = sharedKey(m_ephemeral.secret(), publicKey, context, use, ephemeral(), publicKey);
    if (key.isEmpty())
        return Error{ErrorCode::Invalid, u"the recipient's key is no X25519 public key"_s};
    constexpr unsigned char kNoNonce[kNonceBytes] = {};
    QByteArray sealed(qsizetype(plain.size()) + kSealTagBytes, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(out(sealed), nullptr, plain.data(), plain.size(), nullptr, 0,
                                               nullptr, kNoNonce, key.data());
    return sealed;
}

Result<SecretBytes> BoxKey::openShared(Context context, const QByteArray& ephemeral, const QByteArray& use,
                                       const QByteArray& sealed) const
{
    const Error refused{ErrorCode::Refused,
                        u"the sealed key was made for another reader or purpose, or was altered"_s};
    const SecretBytes key = sharedKey(m_secret, ephemeral, context, use, ephemeral, m_public);
    if (key.isEmpty() || sealed.size() < kSealTagBytes)
        return refused;
    constexpr unsigned char kNoNonce[kNonceBytes] = {};
    bool opened = false;
    SecretBytes plain =
        SecretBytes::filled(length(sealed) - std::size_t(kSealTagBytes), [&](unsigned char* target) {
            opened =
                crypto_aead_xchacha20poly1305_ietf_decrypt(target, nullptr, nullptr, in(sealed),
                                                           length(sealed), nullptr, 0, kNoNonce, key.data())
                == 0;
        });
    return opened ? Result<SecretBytes>(std::move(plain)) : refused;
}

/// The nonce is in its place; ciphertext and tag follow.
static QByteArray sealAfterNonce(QByteArray nonce, const SecretBytes& key, const QByteArray& plain,
                                 const QByteArray& data)
{
    Q_ASSERT_X(key.size() == kKeyBytes, "seal", "a key has 32 bytes");
    QByteArray sealed = std::move(nonce);
    sealed.resize(kNonceBytes + plain.size() + kSealTagBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out(sealed) + kNonceBytes, nullptr, in(plain), length(plain),
                                               in(data), length(data), nullptr, in(sealed), key.data());
    return sealed;
}

QByteArray seal(const SecretBytes& key, Context context, const QByteArray& plain,
                const QByteArray& associated)
{
    SodiumRandom random;
    return sealAfterNonce(random.bytes(kNonceBytes), key, plain, bound(context, associated));
}

Result<QByteArray> open(const SecretBytes& key, Context context, const QByteArray& sealed,
                        const QByteArray& associated)
{
    const Error refused{ErrorCode::Refused,
                        u"the sealed bytes belong to another key or place, or were altered"_s};
    if (key.size() != kKeyBytes || sealed.size() < kNonceBytes + kSealTagBytes)
        return refused;
    const QByteArray data = bound(context, associated);
    QByteArray plain(sealed.size() - kNonceBytes - kSealTagBytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out(plain), nullptr, nullptr, in(sealed) + kNonceBytes,
                                                   length(sealed) - kNonceBytes, in(data), length(data),
                                                   in(sealed), key.data())
        != 0)
        return refused;
    return plain;
}

/// The length of the data stands before it, so that data and text never run together.
static QByteArray contentNonce(const SecretBytes& nonceKey, const QByteArray& plain, const QByteArray& data)
{
    QByteArray content(sizeof(quint64), '\0');
    qToBigEndian(quint64(data.size()), content.data());
    return keyedHash(nonceKey, content + data + plain, kNonceBytes);
}

QByteArray sealByContent(const SecretBytes& key, const SecretBytes& nonceKey, Context context,
                         const QByteArray& plain, const QByteArray& associated)
{
    const QByteArray data = bound(context, associated);
    return sealAfterNonce(contentNonce(nonceKey, plain, data), key, plain, data);
}

Result<QByteArray> openByContent(const SecretBytes& key, const SecretBytes& nonceKey, Context context,
                                 const QByteArray& sealed, const QByteArray& associated)
{
    auto plain = open(key, context, sealed, associated);
    if (plain && contentNonce(nonceKey, *plain, bound(context, associated)) != sealed.first(kNonceBytes))
        return Error{ErrorCode::Refused, u"the sealed bytes are not those that their nonce stands for"_s};
    return plain;
}

}  // namespace prohori
