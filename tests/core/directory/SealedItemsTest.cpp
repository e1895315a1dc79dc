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
        return get<SetItem>(change.body().items[0]).value.tag();
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
        const auto& options = get<OptionItem>(read->body().items[1]);
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
        const auto& options = get<OptionItem>(sealed.first.body().items[1]);
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
        // Spelled as nothing: an option in the clear under a tier has no tag.
        const Change empty = sealed.edit(u"করিম"_s, true, QByteArray(16, '\0'));
        QCOMPARE(openItems(empty, sealed.keys, creation).error().code, ErrorCode::Damaged);
    }

    // A second tag for a value that has one would be a second answer, which nobody could take back.
    void aSecondTagForAValueOfTheCreationIsFound()
    {
        const Sealed sealed;
        const CreationTags creation(sealed.first, sealed.keys);
        const Change careless = sealed.edit(u"রহিমা"_s, false);
        QVERIFY(openItems(careless, sealed.keys));
        QCOMPARE(openItems(careless, sealed.keys, creation).error().code, ErrorCode::Damaged);
        QVERIFY(openItems(sealed.edit(u"করিম"_s, false), sealed.keys, creation));

        ItemSealer sealer(sealed.keys, sealed.record);
        ChangeBody twice = sealed.body(1);
        twice.creation = sealed.first.body().creation;
        const Cbor debt = *sealer.sealOption(Tier::Sensitive, kMeans, u"debt"_s);
        twice.items = {OptionItem{kMeans, 1, {debt, debt}, {}}};
        QVERIFY(sealer.finish(twice));
        const Change made = Change::make(twice, QByteArray(64, 's'));
        QVERIFY(Change::decode(made.signedBytes(), made.signature()));
        QCOMPARE(openItems(made, sealed.keys).error().code, ErrorCode::Damaged);
    }

    void anOptionInTheClearUnderATierOpensNothing()
    {
        const Sealed sealed;
        const CreationTags creation(sealed.first, sealed.keys);
        ItemSealer sealer(sealed.keys, sealed.record);
        ChangeBody body = sealed.body(2);
        body.parents = {sealed.first.id()};
        body.items = {OptionItem{kMeans, 1, {*sealer.sealOption(Tier::Sensitive, kMeans, u"threat"_s)}, {}}};
        QVERIFY(sealer.finish(body));
        QVERIFY(openItems(Change::make(body, {}), sealed.keys, creation));
        body.items = {OptionItem{kMeans, 1, {Cbor(u"threat"_s)}, {}}};
        QCOMPARE(openItems(Change::make(body, {}), sealed.keys, creation).error().code, ErrorCode::Damaged);
    }

    // A note is no answer: its tag is the keyed one, whatever it says.
    void aTextBesideAnAnswerHasItsOwnTag()
    {
        const Sealed sealed;
        const CreationTags creation(sealed.first, sealed.keys);
        ItemSealer sealer(sealed.keys, sealed.record);
        sealer.remember(sealed.first);
        const auto note = sealer.seal(Tier::Identifying, kName, Cbor(u"রহিমা"_s), SealedAs::Text);
        QVERIFY(note && note->tag() != Sealed::nameTag(sealed.first));
        ChangeBody body = sealed.body(2);
        body.parents = {sealed.first.id()};
        body.items = {NoteItem{kName, *note}};
        QVERIFY(sealer.finish(body));
        QVERIFY(openItems(Change::make(body, {}), sealed.keys, creation));
        body.items = {NoteItem{kName, FieldValue::sealed(2, Sealed::nameTag(sealed.first))}};
        QCOMPARE(openItems(Change::make(body, {}), sealed.keys, creation).error().code, ErrorCode::Damaged);
    }

    // What packs well is refused all the same where a reader would not unpack it.
    void moreThanAReaderUnpacksIsNotSealed()
    {
        const Sealed sealed;
        ItemSealer sealer(sealed.keys, sealed.record);
        const QString longest(Change::kMaxValueBytes, u'x');
        QCOMPARE(sealer.seal(Tier::Identifying, kName, Cbor(longest + u'x')).error().hint, u"too-large"_s);
        ChangeBody body = sealed.body(2);
        body.parents = {sealed.first.id()};
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(bool(sealer.finish(body)), true);
            QVERIFY(openItems(Change::make(body, {}), sealed.keys));
            const FieldKey key{2, {}, 300 + quint32(i)};
            body.items.append(SetItem{key, *sealer.seal(Tier::Identifying, key, Cbor(longest)), {}});
        }
        QCOMPARE(sealer.finish(body).error().hint, u"too-large"_s);
    }

    // A case of a program before: its tags are keyed, its keys not derived, its box has its length before it.
    void aRecordOfTheFirstFormatGoesOnInTheSecond()
    {
        const Sealed sealed;
        const RecordKeys keys{SecretBytes::random(32), SecretBytes::random(32)};
        const QByteArray where = kName.bytes();
        ChangeBody body = sealed.body(1);
        body.format = 1;
        body.creation = sealed.first.body().creation;
        const QByteArray tag = ValueTags(keys).of(Tier::Identifying, where, u"রহিমা"_s.toUtf8());
        body.items = {SetItem{kName, FieldValue::sealed(2, tag), {}}};
        const QByteArray plain = Cbor(Cbor::Array{Cbor(u"রহিমা"_s)}).encode();
        const QByteArray whole =
            (QByteArray("\0\0\0", 3) + char(plain.size()) + plain).leftJustified(32, '\0');
        body.boxes = {
            {2, prohori::seal(deriveKey(keys.identifying, Context::Identity, "box"), Context::Identity, whole,
                              Cbor(Cbor::Array{sealed.record.toBytes(), 2, where}).encode())}};
        const Change first = Change::make(body, QByteArray(64, 's'));
        const auto read = Change::decode(first.signedBytes(), first.signature());
        QVERIFY(read);
        QCOMPARE(openItems(*read, keys)->value(tag), Cbor(u"রহিমা"_s));
        ItemSealer sealer(keys, sealed.record);
        sealer.remember(*read);
        QCOMPARE(sealer.seal(Tier::Identifying, kName, Cbor(u"রহিমা"_s))->tag(), tag);
        ChangeBody edit = sealed.body(2);
        edit.parents = {first.id()};
        edit.items = {SetItem{kName, *sealer.seal(Tier::Identifying, kName, Cbor(u"করিম"_s)), {}}};
        QVERIFY(sealer.finish(edit));
        const auto opened = openItems(Change::make(edit, {}), keys, CreationTags(*read, keys));
        QVERIFY(opened);
        QCOMPARE(opened->cbegin().value(), Cbor(u"করিম"_s));
    }

    void whoHoldsOneKeyRemembersWhatItOpens()
    {
        const Sealed sealed;
        RecordKeys half;
        half.sensitive = sealed.keys.sensitive;
        const CreationTags creation(sealed.first, half);
        const auto& options = get<OptionItem>(sealed.first.body().items[1]);
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
        QVERIFY(packed.size() > 32);
        QCOMPARE(*unpackedValues(packed.leftJustified(64, '\0')), Cbor(values));
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
        QTest::newRow("more zeros than fill the bucket")
            << good.leftJustified(64, '\0') << ErrorCode::Damaged;
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
