// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/RandomSource.h"
#include "core/base/Result.h"
#include "core/secrets/SecretBytes.h"

#include <QByteArray>

namespace prohori {

/// What a signature or ciphertext is for. Each has its own context string ("prohori/change/1" …), which is part
/// of what is signed or authenticated, so that bytes made for one purpose are refused for every other.
enum class Context {
    Change,
    Request,
    Receipt,
    Bundle,
    Certificate,
    Invitation,
    Package,
    Backup,
    Slot,
    Identity,
    Wipe,
    Update,
    Attachment,
};
inline constexpr int kContextCount = 13;
QByteArray contextString(Context context);

inline constexpr qsizetype kKeyBytes = 32;
inline constexpr qsizetype kSignatureBytes = 64;
inline constexpr qsizetype kSealedBoxOverhead = 48;

/// BLAKE2b of `size` bytes (16 to 64), keyed when `key` is not empty. For ids, tags and derived keys.
QByteArray blake2b(const QByteArray& data, qsizetype size = 32);
QByteArray keyedHash(const SecretBytes& key, const QByteArray& data, qsizetype size = 32);
SecretBytes deriveKey(const SecretBytes& key, Context context, const QByteArray& label);

/// randombytes_buf; the only source of chance in the product.
class SodiumRandom final : public RandomSource {
public:
    QByteArray bytes(qsizetype count) override;
};

/// An Ed25519 key pair made from a 32-byte seed. A default-made one is empty and signs nothing.
class SigningKey {
public:
    SigningKey() = default;
    static SigningKey make();
    static Result<SigningKey> fromSeed(const SecretBytes& seed);

    bool isEmpty() const { return m_seed.isEmpty(); }
    const SecretBytes& seed() const { return m_seed; }
    const QByteArray& publicKey() const { return m_public; }
    /// 64 bytes over context string, a zero byte and `message`. Deterministic.
    QByteArray sign(Context context, const QByteArray& message) const;

private:
    SecretBytes m_seed;
    SecretBytes m_secret;
    QByteArray m_public;
};

bool verifySignature(Context context, const QByteArray& publicKey, const QByteArray& message,
                     const QByteArray& signature);

/// An X25519 key pair, to which anybody can seal and only the holder opens.
class BoxKey {
public:
    BoxKey() = default;
    static BoxKey make();
    static Result<BoxKey> fromSecret(const SecretBytes& secret);

    bool isEmpty() const { return m_secret.isEmpty(); }
    const SecretBytes& secret() const { return m_secret; }
    const QByteArray& publicKey() const { return m_public; }
    /// Fails with Refused when it was sealed to another key or under another context, or was altered.
    Result<SecretBytes> open(Context context, const QByteArray& sealed) const;
    /// One of what SharedSealing sealed with `ephemeral`; refused like open().
    Result<SecretBytes> openShared(Context context, const QByteArray& ephemeral, const QByteArray& use,
                                   const QByteArray& sealed) const;

private:
    SecretBytes m_secret;
    QByteArray m_public;
};

/// An anonymous sealed box (X25519, XSalsa20-Poly1305) over a 16-byte mark of the context and `plain`:
/// kSealedBoxOverhead + 16 bytes longer than `plain`. Fails with Invalid on a key that is not one.
Result<QByteArray> sealTo(const QByteArray& publicKey, Context context, const SecretBytes& plain);

/** Seals secrets to several readers under one ephemeral X25519 key, which travels once: each sealed secret is 16 bytes longer than the
    plain one. Every reader and use has its own key, the hash of context string, use, both public keys and the shared secret
    (multi-recipient ElGamal in the random oracle model: Kurosawa 2002), so the nonce of the box is zero.
*/
class SharedSealing {
public:
    SharedSealing() : m_ephemeral(BoxKey::make()) {}
    const QByteArray& ephemeral() const { return m_ephemeral.publicKey(); }
    /// Fails with Invalid on a key that is not one. Once for each reader and use.
    Result<QByteArray> seal(const QByteArray& publicKey, Context context, const QByteArray& use,
                            const SecretBytes& plain) const;

private:
    BoxKey m_ephemeral;
};

/// XChaCha20-Poly1305: a random nonce of 24 bytes, then ciphertext and tag (40 bytes over `plain`).
/// The associated data is the context string, a zero byte and `associated`.
QByteArray seal(const SecretBytes& key, Context context, const QByteArray& plain,
                const QByteArray& associated);
/// Fails with Refused when key, context, associated data or one bit differ.
Result<QByteArray> open(const SecretBytes& key, Context context, const QByteArray& sealed,
                        const QByteArray& associated);

inline constexpr qsizetype kNonceBytes = 24;
/** As seal(), but the nonce is the hash of associated data and plain text under `nonceKey`, another key of the same readers (a synthetic nonce:
    Rogaway and Shrimpton 2006). So it also stands for the text: there is no second one with the same nonce, and equal texts at one place give equal bytes.
*/
QByteArray sealByContent(const SecretBytes& key, const SecretBytes& nonceKey, Context context,
                         const QByteArray& plain, const QByteArray& associated);
/// As open(); Refused also where the nonce is not that of the text.
Result<QByteArray> openByContent(const SecretBytes& key, const SecretBytes& nonceKey, Context context,
                                 const QByteArray& sealed, const QByteArray& associated);

}  // namespace prohori
