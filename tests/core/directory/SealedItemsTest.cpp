// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/SealedItems.h"

#include "core/cases/ChangeDictionary.h"
#include "core/cases/ImpliedTags.h"
#include "core/directory/BoxPacking.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr FieldKey kName{2, {}, 201}, kMeans{1, {}, 130};

/// One record whose creation sealed a name and two options.
struct Sealed {
    SodiumRandom random;
    RecordId record = RecordId::make(random);
    RecordKeys keys = RecordKeys::make();
    Change first = create();

    ChangeBody body(quint64 counter) const
    {
        ChangeBody made;
        made.replica = ReplicaId::fromBytes(QByteArray(16, '\x11'));
        made.counter = counter;
        made.author = CertificateId::fromBytes(QByteArray(16, '\x22'));
        made.record = record;
        return made;
    }

    Change create() const
    {
        ItemSealer sealer(keys, record);
        ChangeBody made = body(1);
        made.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-AA-0001"_s, Cbor()};
        made.items = {SetItem{kName, *sealer.seal(Tier::Identifying, kName, Cbor(u"রহিমা"_s)), {}},
                      OptionItem{kMeans,
                                 1,
                                 {*sealer.sealOption(Tier::Sensitive, kMeans, u"force"_s),
                                  *sealer.sealOption(Tier::Sensitive, kMeans, u"debt"_s)},
                                 {}}};
        if (!sealer.finish(made))
            qFatal("a creation seals");
        return Change::make(made, QByteArray(64, 's'));
    }

    /// Another value for the name, by somebody who remembers the creation or does not.
    Change edit(const QString& name, bool remembers, const QByteArray& otherTag = {}) const
    {
        ItemSealer sealer(keys, record);
        if (remembers)
            sealer.remember(first);
        ChangeBody made = body(2);
        made.parents = {first.id()};
        made.items = {SetItem{kName, *sealer.seal(Tier::Identifying, kName, Cbor(name)), {}}};
        if (!sealer.finish(made))
            qFatal("an edit seals");
        if (!otherTag.isEmpty())
            made.items = {SetItem{kName, FieldValue::sealed(2, otherTag), {}}};
        return Change::make(made, QByteArray(64, 's'));
    }

    static QByteArray nameTag(const Change& change)
    {
        return std::get<SetItem>(change.body().items[0]).value.tag();
    }
};

}  // namespace

class SealedItemsTest : public QObject {
    Q_OBJECT
private slots:
    void aCreationOpensUnderTheTagsThatFollow()
    {
        const Sealed sealed;
        const ChangeBody& body = sealed.first.body();
        QCOMPARE(Sealed::nameTag(sealed.first), impliedTag(body.boxes[2], ImpliedFor::Set, kName));
        const auto read = Change::decode(sealed.first.signedBytes(), sealed.first.signature());
        QVERIFY(read);
        const auto opened = openItems(*read, sealed.keys);
        QVERIFY(opened);
        QCOMPARE(opened->size(), 3);
        QCOMPARE(opened->value(Sealed::nameTag(*read)), Cbor(u"রহিমা"_s));
        const auto& options = std::get<OptionItem>(read->body().items[1]);
        QCOMPARE(opened->value(options.on[1].toBytes()), Cbor(u"debt"_s));
    }

    void whoWritesTheFirstValueAgainGivesItItsTag()
    {
        const Sealed sealed;
        const QByteArray tag = Sealed::nameTag(sealed.first);
        QCOMPARE(Sealed::nameTag(sealed.edit(u"রহিমা"_s, true)), tag);
        QVERIFY(Sealed::nameTag(sealed.edit(u"করিম"_s, true)) != tag);
        QVERIFY(Sealed::nameTag(sealed.edit(u"রহিমা"_s, false)) != tag);
        QCOMPARE(Sealed::nameTag(sealed.edit(u"করিম"_s, true)),
                 Sealed::nameTag(sealed.edit(u"করিম"_s, false)));
        ItemSealer sealer(sealed.keys, sealed.record);
        sealer.remember(sealed.first);
        const auto& options = std::get<OptionItem>(sealed.first.body().items[1]);
        QCOMPARE(*sealer.sealOption(Tier::Sensitive, kMeans, u"debt"_s), options.on[1]);
        QVERIFY(*sealer.sealOption(Tier::Sensitive, kMeans, u"threat"_s) != options.on[1]);
        QVERIFY(*sealer.sealOption(Tier::Sensitive, {1, {}, 131}, u"debt"_s) != options.on[1]);
    }

    void aTagOfTheCreationOverAnotherValueIsFound()
    {
        const Sealed sealed;
        const CreationTags creation(sealed.first, sealed.keys);
        const Change again = sealed.edit(u"রহিমা"_s, true);
        QVERIFY(openItems(again, sealed.keys, creation));
        QCOMPARE(openItems(again, sealed.keys).error().code, ErrorCode::Damaged);
        const Change forged = sealed.edit(u"করিম"_s, true, Sealed::nameTag(sealed.first));
        const auto opened = openItems(forged, sealed.keys, creation);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Damaged);
    }

    void whoHoldsOneKeyRemembersWhatItOpens()
    {
        const Sealed sealed;
        RecordKeys half;
        half.sensitive = sealed.keys.sensitive;
        const CreationTags creation(sealed.first, half);
        const auto& options = std::get<OptionItem>(sealed.first.body().items[1]);
        QCOMPARE(creation.tagOf(Tier::Sensitive, kMeans, "option:debt"), options.on[1].toBytes());
        QVERIFY(creation.tagOf(Tier::Identifying, kName, u"রহিমা"_s.toUtf8()).isEmpty());
    }

    void valuesArePackedWithTheDictionaryOfTheProgram()
    {
        QVERIFY(latestSealedDictionary() >= 1);
        const Cbor::Array values{Cbor(u"tip_victim"_s), Cbor(u"মোছাঃ রহিমা খাতুন"_s), Cbor(2), Cbor(true)};
        const QByteArray packed = packedValues(values);
        QCOMPARE(packed[0], char(latestSealedDictionary()));
        QVERIFY(packed.size() < Cbor(values).encode().size());
        QCOMPARE(*unpackedValues(packed), Cbor(values));
        QCOMPARE(*unpackedValues(packed + QByteArray(40, '\0')), Cbor(values));
        QCOMPARE(*unpackedValues(packedValues({})), Cbor(Cbor::Array()));
    }

    // SEC-77
    void whatIsNotPackedSoIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<ErrorCode>("code");
        const QByteArray good = packedValues({Cbor(u"a name"_s)});
        const QByteArray bomb = packedValues({Cbor(QString(300 * 1024, u'x'))});
        QByteArray later = good;
        later[0] = char(200);
        QTest::newRow("nothing") << QByteArray() << ErrorCode::Damaged;
        QTest::newRow("only a number") << good.first(1) << ErrorCode::Damaged;
        QTest::newRow("cut") << good.chopped(1) << ErrorCode::Damaged;
        QTest::newRow("something behind it") << good + QByteArray(3, '\0') + 'x' << ErrorCode::Damaged;
        QTest::newRow("zeros alone") << QByteArray(32, '\0') << ErrorCode::Damaged;
        QTest::newRow("a later dictionary") << later << ErrorCode::TooNew;
        QTest::newRow("more than a change holds") << bomb << ErrorCode::Damaged;
    }

    void whatIsNotPackedSoIsRefused()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const ErrorCode, code);
        const auto values = unpackedValues(content);
        QVERIFY(!values);
        QCOMPARE(values.error().code, code);
    }
};

QTEST_GUILESS_MAIN(SealedItemsTest)
#include "SealedItemsTest.moc"
