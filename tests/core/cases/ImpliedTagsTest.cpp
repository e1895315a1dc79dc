// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ImpliedTags.h"

#include "core/cases/ChangeCodec.h"

#include <QSet>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr FieldKey kName{2, {}, 201}, kAge{2, {}, 209}, kMeans{1, {}, 130};

QByteArray tagOf(char letter)
{
    return QByteArray(FieldValue::kTagBytes, letter);
}

/// A creation with a value in each tier, options, a note and a value that nobody sealed.
ChangeBody creation()
{
    ChangeBody body;
    body.replica = ReplicaId::fromBytes(QByteArray(16, '\x11'));
    body.counter = 1;
    body.author = CertificateId::fromBytes(QByteArray(16, '\x22'));
    body.record = RecordId::fromBytes(QByteArray(16, '\x33'));
    body.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-AA-0001"_s, Cbor()};
    body.items = {SetItem{kName, FieldValue::sealed(2, tagOf('n')), {}},
                  SetItem{kAge, FieldValue::sealed(1, tagOf('a')), {}},
                  SetItem{{1, {}, 104}, FieldValue::plain(Cbor(u"41"_s)), {}},
                  OptionItem{kMeans, 1, {Cbor(tagOf('x')), Cbor(tagOf('y'))}, {}},
                  NoteItem{kName, FieldValue::sealed(1, tagOf('m'))}};
    body.boxes = {{1, QByteArray(72, '\x61')}, {2, QByteArray(72, '\x62')}};
    return body;
}

ChangeBody ready()
{
    ChangeBody body = creation();
    takeImpliedTags(body);
    return body;
}

QByteArray valueTagOf(const ChangeBody& body, qsizetype item)
{
    return get<SetItem>(body.items[item]).value.tag();
}

/// The items of encoded bytes, as values.
Cbor itemsOf(const ChangeBody& body)
{
    return (*Cbor::decode(body.encode()))[Cbor(14)];
}

Result<Change> withItems(const ChangeBody& body, const Cbor& items)
{
    Cbor map = *Cbor::decode(body.encode());
    map.set(Cbor(14), items);
    return Change::decode(map.encode(), {});
}

}  // namespace

class ImpliedTagsTest : public QObject {
    Q_OBJECT
private slots:
    void aTagFollowsFromBoxKindFieldAndPlace()
    {
        const QByteArray box(40, 'b');
        const RowId row = RowId::fromBytes(QByteArray(16, 'r'));
        const QByteArray tag = impliedTag(box, ImpliedFor::Option, kName, 1);
        QCOMPARE(tag.size(), FieldValue::kTagBytes);
        const QByteArray otherEnd = box.first(24) + QByteArray(16, 'c');
        QCOMPARE(impliedTag(otherEnd, ImpliedFor::Option, kName, 1), tag);
        const QSet<QByteArray> all{tag,
                                   impliedTag(QByteArray(40, 'c'), ImpliedFor::Option, kName, 1),
                                   impliedTag(box, ImpliedFor::Set, kName, 1),
                                   impliedTag(box, ImpliedFor::Option, kName, 0),
                                   impliedTag(box, ImpliedFor::Option, kAge, 1),
                                   impliedTag(box, ImpliedFor::Option, {3, {}, 201}, 1),
                                   impliedTag(box, ImpliedFor::Option, {2, row, 201}, 1)};
        QCOMPARE(all.size(), 7);
        QVERIFY(impliedTag(QByteArray(23, 'b'), ImpliedFor::Set, kName).isEmpty());
    }

    void aCreationComesBackWithTheTagsThatItLeftOut()
    {
        const ChangeBody body = ready();
        QCOMPARE(valueTagOf(body, 0), impliedTag(body.boxes[2], ImpliedFor::Set, kName));
        QCOMPARE(valueTagOf(body, 1), impliedTag(body.boxes[1], ImpliedFor::Set, kAge));
        const QByteArray bytes = body.encode();
        QVERIFY(!bytes.contains(valueTagOf(body, 0)) && !bytes.contains(tagOf('n')));
        QVERIFY(bytes.contains(tagOf('m')));
        const auto read = Change::decode(bytes, {});
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QCOMPARE(valueTagOf(read->body(), 0), valueTagOf(body, 0));
        QCOMPARE(valueTagOf(read->body(), 1), valueTagOf(body, 1));
        QCOMPARE(get<OptionItem>(read->body().items[3]).on, get<OptionItem>(body.items[3]).on);
        QCOMPARE(get<NoteItem>(read->body().items[4]).text.tag(), tagOf('m'));
        QCOMPARE(read->body().encode(), bytes);
        const auto slowly = decodeBodyByValue(bytes);
        QVERIFY(slowly && valueTagOf(*slowly, 0) == valueTagOf(body, 0));
        QCOMPARE(creation().encode().size() - bytes.size(), 4 * 16 + 2);
    }

    void whatStandsTwiceSpellsItsSecondTag()
    {
        ChangeBody body = creation();
        body.items.append(SetItem{kName, FieldValue::sealed(2, tagOf('2')), {}});
        body.items.append(OptionItem{kMeans, 1, {Cbor(tagOf('z'))}, {}});
        takeImpliedTags(body);
        QCOMPARE(valueTagOf(body, 5), tagOf('2'));
        const auto read = Change::decode(body.encode(), {});
        QVERIFY(read);
        QCOMPARE(valueTagOf(read->body(), 5), tagOf('2'));
        QCOMPARE(get<OptionItem>(read->body().items[6]).on, QList<Cbor>{Cbor(tagOf('z'))});
    }

    // Two values under one tag would be one to all who cannot read them, and to an approval.
    void twoValuesOfOneFieldNeverShareATag()
    {
        ChangeBody values = ready();
        values.items.append(values.items[0]);
        QVERIFY(!Change::decode(values.encode(), {}));
        ChangeBody options = ready();
        options.items.append(options.items[3]);
        QVERIFY(!Change::decode(options.encode(), {}));
    }

    void moreOptionsThanAnybodyHasSpellTheirTags()
    {
        for (const int count : {1024, 1025}) {
            ChangeBody body = creation();
            auto& item = get<OptionItem>(body.items[3]);
            item.on = QList<Cbor>(count, Cbor(tagOf('x')));
            takeImpliedTags(body);
            const bool isSpelled = get<OptionItem>(body.items[3]).on[0] == Cbor(tagOf('x'));
            QCOMPARE(isSpelled, count > 1024);
            QVERIFY(Change::decode(body.encode(), {}));
            Cbor::Array items = itemsOf(body).toArray();
            Cbor::Array options = items[2].toArray();
            options[4] = Cbor::Array(std::size_t(count));
            items[2] = options;
            QCOMPARE(bool(withItems(body, Cbor(items))), count <= 1024);
        }
    }

    void tagsThatDoNotFollowAreSpelled()
    {
        const ChangeBody body = creation();
        const auto read = Change::decode(body.encode(), {});
        QVERIFY(read);
        QCOMPARE(valueTagOf(read->body(), 0), tagOf('n'));
    }

    void onlyOneSpellingIsRight()
    {
        const ChangeBody body = ready();
        Cbor items = itemsOf(body);
        QVERIFY(withItems(body, items));
        // The first set item as [1, 2, null, 1, [2, tag], 8, [-1]]: its tag spelled.
        Cbor::Array list = items.toArray();
        Cbor::Array set = list[0].toArray();
        QCOMPARE(set[4], Cbor(Cbor::Array{Cbor(-2)}));
        set[4] = Cbor::Array{Cbor(2), Cbor(valueTagOf(body, 0))};
        list[0] = set;
        QVERIFY(!withItems(body, Cbor(list)));
        Cbor::Array again = items.toArray();
        Cbor::Array options = again[2].toArray();
        QCOMPARE(options[4], Cbor(Cbor::Array{Cbor(), Cbor()}));
        options[4] = Cbor::Array{get<OptionItem>(body.items[3]).on[0], Cbor()};
        again[2] = options;
        QVERIFY(!withItems(body, Cbor(again)));
    }

    void nothingElseMayLeaveATagOut_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("an edit") << 0;
        QTest::newRow("a change of the first format") << 1;
        QTest::newRow("no box of the tier") << 2;
        QTest::newRow("a box that is too short") << 3;
        QTest::newRow("a note") << 4;
        QTest::newRow("an option that is not sealed") << 5;
    }

    void nothingElseMayLeaveATagOut()
    {
        QFETCH(const int, what);
        const ChangeBody good = ready();
        Cbor map = *Cbor::decode(good.encode());
        Cbor::Array items = map[Cbor(14)].toArray();
        switch (what) {
        case 0: {
            Cbor edit;
            for (const auto& [key, value] : map.entries()) {
                if (key != Cbor(11))
                    edit.set(key, value);
            }
            edit.set(Cbor(12), Cbor(QByteArray(32, 'p')));
            map = edit;
            break;
        }
        case 1: map.set(Cbor(0), Cbor(1)); break;
        case 2: map.set(Cbor(15), Cbor::map({{Cbor(1), Cbor(good.boxes[1])}})); break;
        case 3:
            map.set(Cbor(15),
                    Cbor::map({{Cbor(1), Cbor(good.boxes[1])}, {Cbor(2), Cbor(QByteArray(23, 'b'))}}));
            break;
        case 4:
            items[3] = Cbor::Array{Cbor(8), Cbor(2), Cbor(), Cbor(201), Cbor(Cbor::Array{Cbor(-1)})};
            break;
        default:
            items[2] = Cbor::Array{Cbor(2), Cbor(1), Cbor(), Cbor(130), Cbor(Cbor::Array{Cbor()})};
            break;
        }
        if (what > 3)
            map.set(Cbor(14), Cbor(items));
        QVERIFY(Change::decode(good.encode(), {}));
        const auto read = Change::decode(map.encode(), {});
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Invalid);
    }
};

QTEST_GUILESS_MAIN(ImpliedTagsTest)
#include "ImpliedTagsTest.moc"
