// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/Crypto.h"

#include <QSet>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

SecretBytes secret(QByteArray text)
{
    return SecretBytes::takeFrom(text);
}

QByteArray textOf(const SecretBytes& bytes)
{
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
}

QByteArray flipped(QByteArray bytes, qsizetype bit)
{
    bytes[bit / 8] = char(bytes[bit / 8] ^ (1 << (bit % 8)));
    return bytes;
}

/// Runs `check(made under, tried under)` for each pair of contexts.
template <typename Check>
void forEachPair(Check check)
{
    for (int made = 0; made < kContextCount; ++made) {
        for (int tried = 0; tried < kContextCount; ++tried)
            check(Context(made), Context(tried));
    }
}

}  // namespace

class CryptoTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void contextStringsAreTwelveAndDifferent()
    {
        QSet<QByteArray> strings;
        for (int context = 0; context < kContextCount; ++context)
            strings.insert(contextString(Context(context)));
        QCOMPARE(strings.size(), kContextCount);
        QCOMPARE(contextString(Context::Change), "prohori/change/1");
        QCOMPARE(contextString(Context::Update), "prohori/update/1");
    }

    // SEC-01
    void signaturesHoldUnderTheirContextOnly()
    {
        const auto key = SigningKey::make();
        forEachPair([&](Context made, Context tried) {
            const auto signature = key.sign(made, "message");
            QCOMPARE(verifySignature(tried, key.publicKey(), "message", signature), made == tried);
        });
    }

    // SEC-01
    void sealedBytesOpenUnderTheirContextOnly()
    {
        const auto key = SecretBytes::random(kKeyBytes);
        forEachPair([&](Context made, Context tried) {
            const auto opened = open(key, tried, seal(key, made, "plain", "where"), "where");
            QCOMPARE(bool(opened), made == tried);
            if (!opened)
                QCOMPARE(opened.error().code, ErrorCode::Refused);
        });
    }

    // SEC-01
    void sealedBoxesOpenUnderTheirContextOnly()
    {
        const auto key = BoxKey::make();
        forEachPair([&](Context made, Context tried) {
            const auto opened = key.open(tried, *sealTo(key.publicKey(), made, secret("plain")));
            QCOMPARE(bool(opened), made == tried);
        });
    }

    /// A message that begins like another context's end must not be taken for it.
    void contextAndMessageDoNotRunTogether()
    {
        const auto key = SigningKey::make();
        const QByteArray message = contextString(Context::Receipt) + '\0' + "message";
        QVERIFY(!verifySignature(Context::Receipt, key.publicKey(), "message",
                                 key.sign(Context::Change, message)));
        QVERIFY(!verifySignature(Context::Change, key.publicKey(), "",
                                 key.sign(Context::Change, QByteArray(1, '\0'))));
    }

    void everyFlippedBitIsNoticed()
    {
        const auto signing = SigningKey::make();
        const auto signature = signing.sign(Context::Change, "message");
        for (qsizetype bit = 0; bit < signature.size() * 8; ++bit)
            QVERIFY(
                !verifySignature(Context::Change, signing.publicKey(), "message", flipped(signature, bit)));

        const auto key = SecretBytes::random(kKeyBytes);
        const auto sealed = seal(key, Context::Slot, "plain", "where");
        QCOMPARE(sealed.size(), 5 + 40);
        for (qsizetype bit = 0; bit < sealed.size() * 8; ++bit)
            QVERIFY(!open(key, Context::Slot, flipped(sealed, bit), "where"));

        const auto boxKey = BoxKey::make();
        const auto box = *sealTo(boxKey.publicKey(), Context::Identity, secret("plain"));
        QCOMPARE(box.size(), 5 + kSealedBoxOverhead + 16);
        for (qsizetype bit = 0; bit < box.size() * 8; ++bit) {
            // X25519 ignores the top bit of the sender's one-time key, but the nonce is made from all of it.
            QVERIFY(!boxKey.open(Context::Identity, flipped(box, bit)));
        }
    }

    void cutAndEmptyInputsAreRefused()
    {
        const auto key = SecretBytes::random(kKeyBytes);
        const auto boxKey = BoxKey::make();
        const auto sealed = seal(key, Context::Slot, "plain", {});
        const auto box = *sealTo(boxKey.publicKey(), Context::Slot, secret("plain"));
        for (qsizetype size = 0; size < sealed.size(); ++size)
            QVERIFY(!open(key, Context::Slot, sealed.first(size), {}));
        for (qsizetype size = 0; size < box.size(); ++size)
            QVERIFY(!boxKey.open(Context::Slot, box.first(size)));
        QVERIFY(!verifySignature(Context::Change, {}, "message", {}));
        QVERIFY(!BoxKey().open(Context::Slot, box));
    }

    void othersKeysAndPlacesAreRefused()
    {
        const auto key = SecretBytes::random(kKeyBytes);
        const auto sealed = seal(key, Context::Slot, "plain", "here");
        QVERIFY(open(key, Context::Slot, sealed, "here"));
        QCOMPARE(*open(key, Context::Slot, sealed, "here"), "plain");
        QVERIFY(!open(key, Context::Slot, sealed, "there"));
        QVERIFY(!open(SecretBytes::random(kKeyBytes), Context::Slot, sealed, "here"));
        const auto box = *sealTo(BoxKey::make().publicKey(), Context::Slot, secret("plain"));
        QVERIFY(!BoxKey::make().open(Context::Slot, box));
        const auto signature = SigningKey::make().sign(Context::Change, "message");
        QVERIFY(!verifySignature(Context::Change, SigningKey::make().publicKey(), "message", signature));
    }

    void keysComeBackFromTheirSeeds()
    {
        const auto signing = SigningKey::make();
        const auto again = SigningKey::fromSeed(signing.seed());
        QVERIFY(again);
        QCOMPARE(again->publicKey(), signing.publicKey());
        QCOMPARE(again->sign(Context::Wipe, "x"), signing.sign(Context::Wipe, "x"));
        const auto box = BoxKey::make();
        QCOMPARE(BoxKey::fromSecret(box.secret())->publicKey(), box.publicKey());
        QCOMPARE(SigningKey::fromSeed(secret("short")).error().code, ErrorCode::Invalid);
        QCOMPARE(BoxKey::fromSecret(secret("short")).error().code, ErrorCode::Invalid);
        QCOMPARE(sealTo("short", Context::Slot, secret("x")).error().code, ErrorCode::Invalid);
        QCOMPARE(sealTo(QByteArray(32, '\0'), Context::Slot, secret("x")).error().code, ErrorCode::Invalid);
    }

    /// RFC 7693 gives the 64-byte hash of "abc"; RFC 8032 the first signing key.
    void primitivesAreThePublishedOnes()
    {
        QCOMPARE(blake2b("abc", 64).toHex().left(32), "ba80a53f981c4d0d6a2797b69f12f6e9");
        QByteArray seed =
            QByteArray::fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        QCOMPARE(SigningKey::fromSeed(SecretBytes::takeFrom(seed))->publicKey().toHex(),
                 "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    void derivedKeysDifferByKeyContextAndLabel()
    {
        const auto key = SecretBytes::random(kKeyBytes);
        const auto base = deriveKey(key, Context::Slot, "a");
        QVERIFY(base.equals(deriveKey(key, Context::Slot, "a")));
        QVERIFY(!base.equals(deriveKey(key, Context::Slot, "b")));
        QVERIFY(!base.equals(deriveKey(key, Context::Wipe, "a")));
        QVERIFY(!base.equals(deriveKey(SecretBytes::random(kKeyBytes), Context::Slot, "a")));
        QVERIFY(keyedHash(key, "a") != blake2b("a"));
    }

    void secretBytesAreTakenCutAndJoined()
    {
        QByteArray buffer("0123456789");
        const char* const place = buffer.constData();
        const QByteArray watcher = QByteArray::fromRawData(place, 10);  // looks at the same memory
        const QByteArray keepAlive = buffer;                            // so that clear() does not free it
        const auto taken = SecretBytes::takeFrom(buffer);
        QVERIFY(buffer.isEmpty());
        QCOMPARE(watcher, QByteArray(10, '\0'));
        QCOMPARE(textOf(taken), "0123456789");
        QCOMPARE(textOf(taken.mid(8, 5)), "89");
        QVERIFY(taken.mid(10, 1).isEmpty());
        QCOMPARE(textOf(SecretBytes::joined(taken.mid(0, 2), taken.mid(5, 1))), "015");
        QVERIFY(taken.equals(SecretBytes::joined(taken, {})));
        QVERIFY(!taken.equals(taken.mid(0, 9)));
        QVERIFY(SecretBytes().equals(SecretBytes::random(0)));
        QVERIFY(!SecretBytes::random(32).equals(SecretBytes::random(32)));
        QCOMPARE(SodiumRandom().bytes(24).size(), 24);
        QVERIFY(SodiumRandom().bytes(24) != SodiumRandom().bytes(24));
    }
};

QTEST_GUILESS_MAIN(CryptoTest)
#include "CryptoTest.moc"
