// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/RecordKeys.h"

#include <QSet>
#include <QTest>

using namespace prohori;

class RecordKeysTest : public QObject {
    Q_OBJECT

    RecordKeys m_keys = RecordKeys::make();
    SodiumRandom m_random;

private slots:
    void recipientsGetWhatIsTheirs()
    {
        const auto scope = BoxKey::make(), approver = BoxKey::make(), stranger = BoxKey::make();
        const auto sealed =
            sealRecordKeys(m_keys, {{scope.publicKey(), true}, {approver.publicKey(), false}});
        QVERIFY(sealed);
        const auto all = openRecordKeys(*sealed, {scope});
        QVERIFY(all.sensitive.equals(m_keys.sensitive) && all.identifying.equals(m_keys.identifying));
        const auto half = openRecordKeys(*sealed, {approver});
        QVERIFY(half.sensitive.equals(m_keys.sensitive));
        QVERIFY(!half.has(Tier::Identifying) && half.has(Tier::Statistical));
        const auto none = openRecordKeys(*sealed, {stranger});
        QVERIFY(!none.has(Tier::Sensitive) && !none.has(Tier::Identifying));
        const auto both = openRecordKeys(*sealed, {stranger, approver, scope});
        QVERIFY(both.has(Tier::Sensitive) && both.has(Tier::Identifying));
    }

    void keysThatAreNotThereAreNotPassedOn()
    {
        const auto reader = BoxKey::make();
        RecordKeys half;
        half.sensitive = m_keys.sensitive;
        QCOMPARE(sealRecordKeys(half, {{reader.publicKey(), true}}).error().code, ErrorCode::Invalid);
        QVERIFY(sealRecordKeys(half, {{reader.publicKey(), false}}));
        QCOMPARE(sealRecordKeys(m_keys, {{"no key", true}}).error().code, ErrorCode::Invalid);
    }

    void strangeKeyListsOpenToNothing()
    {
        const auto reader = BoxKey::make();
        for (const Cbor& odd :
             {Cbor(), Cbor(7), Cbor(Cbor::Array{Cbor(1)}), Cbor(Cbor::Array{Cbor(Cbor::Array{1, 2})})})
            QVERIFY(!openRecordKeys(odd, {reader}).has(Tier::Sensitive));
        const auto otherUse = sealTo(reader.publicKey(), Context::Slot, SecretBytes::random(64));
        const Cbor wrap = Cbor::Array{blake2b(reader.publicKey()).first(8), *otherUse};
        QVERIFY(!openRecordKeys(Cbor::Array{wrap}, {reader}).has(Tier::Sensitive));
    }

    // SEC-69
    void movedBoxesDoNotOpen()
    {
        const auto here = RecordId::make(m_random), elsewhere = RecordId::make(m_random);
        const auto sealed = sealBox(m_keys, Tier::Identifying, here, "row1/name", "রহিমা");
        QCOMPARE(*openBox(m_keys, Tier::Identifying, here, "row1/name", sealed),
                 QByteArray("রহিমা").leftJustified(32, '\0'));
        QVERIFY(!openBox(m_keys, Tier::Identifying, elsewhere, "row1/name", sealed));  // another case
        QVERIFY(!openBox(m_keys, Tier::Identifying, here, "row2/name", sealed));       // another row
        QVERIFY(!openBox(m_keys, Tier::Identifying, here, "row1/nid", sealed));        // another field
        QVERIFY(!openBox(m_keys, Tier::Sensitive, here, "row1/name", sealed));         // another tier
        QVERIFY(!openBox(RecordKeys::make(), Tier::Identifying, here, "row1/name", sealed));
        RecordKeys equalKeys;
        equalKeys.sensitive = equalKeys.identifying = m_keys.identifying;
        QVERIFY(!openBox(equalKeys, Tier::Sensitive, here, "row1/name", sealed));
        RecordKeys half;
        half.sensitive = m_keys.sensitive;
        QCOMPARE(openBox(half, Tier::Identifying, here, "row1/name", sealed).error().code,
                 ErrorCode::Refused);
        QVERIFY(!openBox(m_keys, Tier::Statistical, here, "row1/name", sealed));
    }

    // SEC-74
    void lengthsAreHiddenInTheirBucket_data()
    {
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("bucket");
        QTest::newRow("32") << 0 << 32 << 32;
        QTest::newRow("64") << 33 << 64 << 64;
        QTest::newRow("128") << 65 << 128 << 128;
        QTest::newRow("256") << 129 << 256 << 256;
    }

    void lengthsAreHiddenInTheirBucket()
    {
        QFETCH(const int, least);
        QFETCH(const int, most);
        QFETCH(const int, bucket);
        const auto record = RecordId::make(m_random);
        for (int size = least; size <= most; ++size) {
            const auto sealed = sealBox(m_keys, Tier::Sensitive, record, "f", QByteArray(size, 'x'));
            QCOMPARE(sealed.size(), bucket + 40);
            QCOMPARE(openBox(m_keys, Tier::Sensitive, record, "f", sealed)->size(), bucket);
        }
    }

    void theNonceOfABoxStandsForItsContent()
    {
        const auto record = RecordId::make(m_random);
        const auto sealed = [&](const QByteArray& binding, const QByteArray& plain) {
            return sealBox(m_keys, Tier::Identifying, record, binding, plain);
        };
        const QByteArray one = sealed("f", "rahima");
        QCOMPARE(sealed("f", "rahima"), one);
        QVERIFY(sealed("f", "karima").first(24) != one.first(24));
        QVERIFY(sealed("g", "rahima").first(24) != one.first(24));
        // Somebody who holds the key, and chooses the nonce himself.
        const auto key = deriveKey(m_keys.identifying, Context::Identity, "box");
        const QByteArray data = Cbor(Cbor::Array{record.toBytes(), 2, QByteArray("f")}).encode();
        const auto forged = seal(key, Context::Identity, QByteArray("rahima").leftJustified(32, '\0'), data);
        QVERIFY(open(key, Context::Identity, forged, data));
        QCOMPARE(openBox(m_keys, Tier::Identifying, record, "f", forged).error().code, ErrorCode::Refused);
    }

    void aBoxThatWasNotFilledUpIsRefused()
    {
        const auto record = RecordId::make(m_random);
        const auto key = deriveKey(m_keys.identifying, Context::Identity, "box");
        const auto nonceKey = deriveKey(m_keys.identifying, Context::Identity, "nonce");
        const QByteArray data = Cbor(Cbor::Array{record.toBytes(), 2, QByteArray("f")}).encode();
        for (const int size : {32, 31, 33, 64}) {
            const auto box = sealByContent(key, nonceKey, Context::Identity, QByteArray(size, 'x'), data);
            QCOMPARE(bool(openBox(m_keys, Tier::Identifying, record, "f", box)), size % 32 == 0);
        }
    }

    void boxesOfTheFirstFormatStillOpen()
    {
        const auto record = RecordId::make(m_random);
        const auto key = deriveKey(m_keys.sensitive, Context::Identity, "box");
        const QByteArray data = Cbor(Cbor::Array{record.toBytes(), 1, QByteArray("f")}).encode();
        const QByteArray whole = QByteArray("\0\0\0\3a\0\0", 7).leftJustified(32, '\0');
        const auto sealed = seal(key, Context::Identity, whole, data);
        QCOMPARE(*openFirstBox(m_keys, Tier::Sensitive, record, "f", sealed), QByteArray("a\0\0", 3));
        for (const QByteArray& wrong : {whole + QByteArray(32, '\0'), whole.first(31) + 'x', whole.first(16),
                                        QByteArray("\0\0\0\x40", 4) + QByteArray(28, 'a')}) {
            const auto bad = seal(key, Context::Identity, wrong, data);
            QCOMPARE(openFirstBox(m_keys, Tier::Sensitive, record, "f", bad).error().code,
                     ErrorCode::Invalid);
        }
    }

    void keysOfTheFirstFormatStillOpenAndArePassedOnWhole()
    {
        const auto scope = BoxKey::make(), approver = BoxKey::make(), next = BoxKey::make();
        const RecordKeys old{SecretBytes::random(32), SecretBytes::random(32)};
        const auto entry = [](const BoxKey& to, const SecretBytes& keys) {
            return Cbor(Cbor::Array{blake2b(to.publicKey()).first(8),
                                    *sealTo(to.publicKey(), Context::Identity, keys)});
        };
        const Cbor sealed = Cbor::Array{entry(scope, SecretBytes::joined(old.sensitive, old.identifying)),
                                        entry(approver, old.sensitive)};
        const auto opened = openRecordKeys(sealed, {scope});
        QVERIFY(opened.sensitive.equals(old.sensitive) && opened.identifying.equals(old.identifying));
        const auto half = openRecordKeys(sealed, {approver});
        QVERIFY(half.sensitive.equals(old.sensitive) && half.identifying.isEmpty());
        const auto passed = sealRecordKeys(opened, {{next.publicKey(), true}});
        QVERIFY(passed);
        const auto got = openRecordKeys(*passed, {next});
        QVERIFY(got.sensitive.equals(old.sensitive) && got.identifying.equals(old.identifying));
    }

    void aSealedKeyOpensInItsPlaceOnly()
    {
        const auto scope = BoxKey::make(), approver = BoxKey::make();
        const Cbor sealed =
            *sealRecordKeys(m_keys, {{scope.publicKey(), true}, {approver.publicKey(), false}});
        const Cbor::Array parts = sealed.toArray();
        QCOMPARE(parts.size(), std::size_t(3));
        QVERIFY(
            !openRecordKeys(Cbor::Array{parts[0], Cbor::Array(), parts[1]}, {scope}).has(Tier::Sensitive));
        QVERIFY(!openRecordKeys(Cbor::Array{parts[0], parts[2], Cbor::Array()}, {approver})
                     .has(Tier::Identifying));
        const Cbor other = *sealRecordKeys(m_keys, {{scope.publicKey(), true}});
        QVERIFY(other.toArray()[0] != parts[0]);
        QVERIFY(!openRecordKeys(Cbor::Array{other.toArray()[0], parts[1], parts[2]}, {scope, approver})
                     .has(Tier::Sensitive));
        // Who may read names derives the other key; who may not cannot go the other way.
        QVERIFY(deriveKey(m_keys.identifying, Context::Identity, "sensitive").equals(m_keys.sensitive));
    }

    void tagsAreEqualForEqualValuesOfOneFieldOnly()
    {
        // One for many: what it derived for one tier or value says nothing of the next.
        ValueTags ours(m_keys);
        const auto tag = ours.of(Tier::Identifying, "g/row1/12", "rahima");
        QCOMPARE(tag.size(), 16);
        QCOMPARE(ValueTags(m_keys).of(Tier::Identifying, "g/row1/12", "rahima"), tag);
        QSet<QByteArray> tags{tag};
        tags.insert(ours.of(Tier::Identifying, "g/row1/12", "rahimA"));
        tags.insert(ours.of(Tier::Identifying, "g/row2/12", "rahima"));
        tags.insert(ours.of(Tier::Identifying, "g/row1/13", "rahima"));
        tags.insert(ours.of(Tier::Sensitive, "g/row1/12", "rahima"));
        tags.insert(ValueTags(RecordKeys::make()).of(Tier::Identifying, "g/row1/12", "rahima"));
        tags.insert(ours.of(Tier::Identifying, "g/row1/1", "2rahima"));  // the border is part of it
        QCOMPARE(tags.size(), 7);
        QCOMPARE(ours.of(Tier::Identifying, "g/row1/12", "rahima"), tag);
        QVERIFY(ValueTags(RecordKeys()).of(Tier::Identifying, "g/row1/12", "rahima").isEmpty());
        QVERIFY(ours.of(Tier::Statistical, "g/row1/12", "rahima").isEmpty());
    }
};

QTEST_GUILESS_MAIN(RecordKeysTest)
#include "RecordKeysTest.moc"
