// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"
#include "core/cases/ImpliedTags.h"
#include "tests/support/Places.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

ChangeBody headerOnly()
{
    ChangeBody body;
    body.format = 1;  // all that is written down here must be read for ever
    body.replica = ReplicaId::fromBytes(QByteArray(16, '\x11'));
    body.counter = 1;
    body.author = CertificateId::fromBytes(QByteArray(16, '\x22'));
    body.person = 7;
    body.role = Role::Recorder;
    body.record = RecordId::fromBytes(QByteArray(16, '\x33'));
    body.claimed = Instant::fromMs(1'764'000'000'000);
    body.formVersion = u"1"_s;
    return body;
}

RowId row(char byte)
{
    return RowId::fromBytes(QByteArray(16, byte));
}

ChangeId someChange(char byte)
{
    return ChangeId::fromBytes(QByteArray(32, byte));
}

ChangeBody creation()
{
    ChangeBody body = headerOnly();
    body.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-AA-0001"_s, Cbor()};
    body.items = {
        SetItem{{1, {}, 104}, FieldValue::plain(Cbor(u"41"_s)), u"place"_s},
        SetItem{{1, {}, 105}, FieldValue::plain(Cbor(u"BD419500"_s)), u"place"_s},
        SetItem{{1, {}, 107}, FieldValue::plain(Cbor(u"tip"_s)), {}},
        SetItem{{1, {}, 138}, FieldValue::plain(Cbor(2)), {}},
        AddRowItem{2, row('\x44'), {}},
        SetItem{{2, row('\x44'), 209}, FieldValue::sealed(2, QByteArray(16, '\x55')), {}},
        SetItem{{2, row('\x44'), 214}, FieldValue::missing(MissingReason::Unknown), {}},
        OptionItem{{2, row('\x44'), 227}, 0, {Cbor(u"bn"_s), Cbor(u"rhg"_s)}, {}},
    };
    body.boxes.insert(2, QByteArray(8, '\x66'));
    return body;
}

ChangeBody everyKind()
{
    ChangeBody body = headerOnly();
    body.counter = 2;
    body.prev = someChange('\x01');
    body.recordKind = RecordKind::MonthlyReturn;
    body.parents = {someChange('\x01'), someChange('\x02')};
    SettleItem settle{{1, {}, 107},
                      {},
                      {},
                      {someChange('\x01'), someChange('\x02')},
                      someChange('\x02'),
                      FieldValue::sealed(1, QByteArray(16, '\x07'))};
    ActItem submit;
    ActItem returned;
    returned.kind = ActKind::Return;
    returned.reasons = {u"missing_data"_s};
    returned.comment = FieldValue::sealed(1, QByteArray(16, '\x08'));
    returned.remarks = {{{2, row('\x44'), 214}, FieldValue::plain(Cbor(u"age?"_s))}};
    ActItem approve;
    approve.kind = ActKind::Approve;
    approve.checklistOk = true;
    approve.heads = {someChange('\x01')};
    approve.contentHash = QByteArray(32, '\x09');
    approve.scopeList = u"tip-case-later-1"_s;
    ActItem merge;
    merge.kind = ActKind::Merge;
    merge.target = RecordId::fromBytes(QByteArray(16, '\x0a'));
    ActItem accept;
    accept.kind = ActKind::Accept;
    accept.approval = someChange('\x0b');
    body.items = {
        SetItem{{1, {}, 107}, {}, {}},
        RemarkItem{{1, {}, 137}, FieldValue::plain(Cbor(u"seen"_s))},
        AddRowItem{3, row('\x45'), row('\x44')},
        RemoveRowItem{2, row('\x46'), u"entered_twice"_s},
        RemoveRowItem{0, {}, {}},
        settle,
        SettleItem{{2, row('\x44'), 227}, {}, Cbor(u"bn"_s), {someChange('\x01')}, {}, {}},
        SettleItem{{1, {}, 104}, u"place"_s, {}, {someChange('\x01')}, {}, {}},
        AttachItem{{16, row('\x47'), 1606}, QByteArray(32, '\x0c'), 12345, u"image/jpeg"_s},
        NoteItem{{1, {}, 107}, FieldValue::plain(Cbor(u"ask"_s))},
        QueryItem{QByteArray(16, '\x0d'),
                  QueryStep::Open,
                  {2, row('\x44'), 214},
                  FieldValue::plain(Cbor(u"why?"_s))},
        OptionItem{{2, row('\x44'), 230}, 1, {Cbor(QByteArray(16, '\x0e'))}, {Cbor(QByteArray(16, '\x0f'))}},
        submit,
        returned,
        approve,
        merge,
        accept,
        MoveItem{u"41"_s, u"47"_s, true},
        UnknownItem{Cbor(Cbor::Array{Cbor(200), Cbor(u"later"_s)})},
        UnknownItem{Cbor(u"anything"_s)},
    };
    body.extraKeys = Cbor(Cbor::Array{Cbor(QByteArray(8, '\x10'))});
    body.unknown = Cbor::map({{Cbor(99), Cbor(u"later"_s)}, {Cbor(u"x"_s), Cbor(true)}});
    return body;
}

/// A proposal, and the answer to one. No change has both; as bytes they stand well side by side.
ChangeBody handover()
{
    ChangeBody body = headerOnly();
    body.counter = 2;
    body.prev = someChange('\x01');
    body.parents = {someChange('\x01')};
    body.items = {
        HandoverItem{HandoverStep::Propose, 7, 12, {}, FieldValue::sealed(1, QByteArray(16, '\x07'))},
        HandoverItem{HandoverStep::Accept, 0, 0, someChange('\x02'), {}},
    };
    return body;
}

QMap<QString, ChangeBody> vectors()
{
    ChangeBody edit = headerOnly();
    edit.counter = 2;
    edit.prev = someChange('\x01');
    edit.parents = {someChange('\x01')};
    edit.items = {SetItem{{1, {}, 107}, FieldValue::plain(Cbor(u"som"_s)), {}}};
    ChangeBody second = creation();
    second.format = 2;
    second.items.append(OptionItem{{2, row('\x44'), 230}, 1, {Cbor(QByteArray(16, '\x0e'))}, {}});
    second.boxes = {{1, QByteArray(24, '\x67')}, {2, QByteArray(24, '\x66')}};
    takeImpliedTags(second);
    return {{u"creation"_s, creation()},
            {u"creation-2"_s, second},
            {u"edit"_s, edit},
            {u"every-kind"_s, everyKind()},
            {u"handover"_s, handover()}};
}

Cbor asMap(const ChangeBody& body)
{
    return *Cbor::decode(body.encode());
}

Result<Change> decoded(const Cbor& map)
{
    return Change::decode(map.encode(), QByteArray(64, 's'));
}

}  // namespace

class ChangeTest : public QObject {
    Q_OBJECT
private slots:
    void encodesThePublishedVectors()
    {
        QFile page(inSource(u"core/cases/RECORD.md"_s));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString textOfPage = QString::fromUtf8(page.readAll());
        const auto bodies = vectors();
        for (auto at = bodies.begin(); at != bodies.end(); ++at) {
            const Change change = Change::make(*at, QByteArray(64, 's'));
            const QString wanted =
                u"%1\nid    %2\nbytes %3\n"_s.arg(at.key(), change.id().toString(),
                                                  QString::fromLatin1(change.signedBytes().toHex()));
            if (!textOfPage.contains(wanted))
                qInfo().noquote() << '\n' << wanted;
            QVERIFY2(textOfPage.contains(wanted),
                     qPrintable(u"RECORD.md does not have the vector "_s + at.key()));
        }
    }

    void decodingGivesBackWhatWasEncoded_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : vectors().keys())
            QTest::newRow(qPrintable(name)) << name;
    }

    void decodingGivesBackWhatWasEncoded()
    {
        QFETCH(const QString, name);
        const ChangeBody body = vectors().value(name);
        const Change made = Change::make(body, QByteArray(64, 's'));
        const auto read = Change::decode(made.signedBytes(), made.signature());
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().detail));
        QCOMPARE(read->id(), made.id());
        QCOMPARE(read->body().encode(), made.signedBytes());
        QCOMPARE(read->body().items.size(), body.items.size());
        for (qsizetype i = 0; i < body.items.size(); ++i)
            QCOMPARE(read->body().items[i].index(), body.items[i].index());
        QCOMPARE(read->body().creation.has_value(), body.creation.has_value());
        QCOMPARE(read->body().boxes, body.boxes);
        QCOMPARE(read->body().parents, body.parents);
        QCOMPARE(read->body().unknown, body.unknown);
    }

    void keepsEveryPartOfTheItems()
    {
        const Change change = *Change::decode(everyKind().encode(), {});
        const auto& items = change.body().items;
        const auto& settle = get<SettleItem>(items[5]);
        QCOMPARE(settle.take, someChange('\x02'));
        QCOMPARE(settle.supersedes.size(), 2);
        QCOMPARE(get<SettleItem>(items[6]).option, Cbor(u"bn"_s));
        QCOMPARE(get<SettleItem>(items[7]).mergeGroup, u"place"_s);
        const auto& returned = get<ActItem>(items[13]);
        QCOMPARE(returned.remarks.front().key, (FieldKey{2, row('\x44'), 214}));
        QCOMPARE(returned.reasons, QStringList{u"missing_data"_s});
        const auto& approve = get<ActItem>(items[14]);
        QVERIFY(approve.checklistOk);
        QCOMPARE(approve.scopeList, u"tip-case-later-1"_s);
        QCOMPARE(get<AttachItem>(items[8]).bytes, 12345);
        QVERIFY(get<MoveItem>(items[17]).accepted);
        QCOMPARE(get<AddRowItem>(items[2]).parent, row('\x44'));
        QCOMPARE(get<OptionItem>(items[11]).tier, quint8(1));
    }

    void keepsEveryPartOfAMove()
    {
        ChangeBody body = headerOnly();
        const FieldValue why = FieldValue::sealed(1, QByteArray(16, '\x07'));
        body.items = {MoveItem{u"41"_s, u"47"_s, false}, MoveItem{u"41"_s, u"47"_s, true},
                      MoveItem{u"41"_s, u"47"_s, false, MoveEnd::Declined, why},
                      MoveItem{u"41"_s, u"47"_s, false, MoveEnd::TakenBack}};
        const Change change = *Change::decode(body.encode(), {});
        const QList<Item>& items = change.body().items;
        QVERIFY(get<MoveItem>(items[0]).proposes());
        QVERIFY(get<MoveItem>(items[1]).accepted && !get<MoveItem>(items[1]).proposes());
        const auto& declined = get<MoveItem>(items[2]);
        QVERIFY(!declined.accepted && !declined.proposes());
        QCOMPARE(declined.end, MoveEnd::Declined);
        QCOMPARE(declined.from, u"41"_s);
        QCOMPARE(declined.note.tag(), why.tag());
        QCOMPARE(get<MoveItem>(items[3]).end, MoveEnd::TakenBack);
        QCOMPARE(change.body().encode(), body.encode());
    }

    void keepsEveryPartOfAHandover()
    {
        const Change change = *Change::decode(handover().encode(), {});
        const auto& offer = get<HandoverItem>(change.body().items[0]);
        QCOMPARE(offer.from, PersonId(7));
        QCOMPARE(offer.to, PersonId(12));
        QVERIFY(offer.note.isSealed() && offer.proposal.isNull());
        const auto& accepted = get<HandoverItem>(change.body().items[1]);
        QVERIFY(accepted.step == HandoverStep::Accept && accepted.note.isBlank());
        QCOMPARE(accepted.proposal, someChange('\x02'));
    }

    void sealedAndUnknownTierTravelOn_data()
    {
        QTest::addColumn<Cbor>("item");
        const Cbor field = Cbor(7);
        QTest::newRow("a kind of a later format") << Cbor(Cbor::Array{Cbor(42), Cbor(1), Cbor(u"x"_s)});
        QTest::newRow("a part more than known")
            << Cbor(Cbor::Array{Cbor(4), Cbor(2), Cbor(0), Cbor(), Cbor(true)});
        QTest::newRow("an act of a later format") << Cbor(Cbor::Array{Cbor(10), Cbor(12)});
        QTest::newRow("an act with a later key")
            << Cbor(Cbor::Array{Cbor(10), Cbor(1), Cbor::map({{Cbor(30), Cbor(1)}})});
        QTest::newRow("a missing reason of a later format")
            << Cbor(Cbor::Array{Cbor(1), Cbor(1), Cbor(), field, Cbor(Cbor::Array{Cbor(9)})});
        QTest::newRow("a tier of a later format")
            << Cbor(Cbor::Array{Cbor(1), Cbor(1), Cbor(), field,
                                Cbor(Cbor::Array{Cbor(3), Cbor(QByteArray(16, 't'))})});
        QTest::newRow("an end of a move of a later format")
            << Cbor(Cbor::Array{Cbor(11), Cbor(u"41"_s), Cbor(u"47"_s), Cbor(), Cbor(3)});
        QTest::newRow("a handover step of a later format") << Cbor(Cbor::Array{Cbor(12), Cbor(5)});
        QTest::newRow("no array at all") << Cbor(u"x"_s);
    }

    void sealedAndUnknownTierTravelOn()
    {
        QFETCH(const Cbor, item);
        Cbor map = asMap(creation());
        Cbor items = map[Cbor(14)];
        items.append(item);
        map.set(Cbor(14), items);
        const auto read = decoded(map);
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().detail));
        QVERIFY(holds_alternative<UnknownItem>(read->body().items.back()));
        QCOMPARE(read->body().encode(), map.encode());
    }

    void rowsOfUnknownItemsStayInTheTable()
    {
        Cbor map = asMap(headerOnly());
        map.set(Cbor(13), Cbor(row('\x01').toBytes() + row('\x02').toBytes()));
        map.set(Cbor(14), Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(42), Cbor(1)})}));
        const auto read = decoded(map);
        QVERIFY(read.has_value());
        QCOMPARE(read->body().encode(), map.encode());
        map.set(Cbor(14), Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(4), Cbor(2), Cbor(1)})}));
        QVERIFY(!decoded(map).has_value());  // a row that nobody speaks of has no business in the table
    }

    void refusesWhatIsNoChange_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<Cbor>("value");
        QTest::newRow("no format") << 0 << Cbor(0);
        QTest::newRow("replica of zeros") << 1 << Cbor(QByteArray(16, '\0'));
        QTest::newRow("short replica") << 1 << Cbor(QByteArray(15, 'a'));
        QTest::newRow("counter zero") << 2 << Cbor(0);
        QTest::newRow("negative person") << 5 << Cbor(-1);
        QTest::newRow("role out of range") << 6 << Cbor(256);
        QTest::newRow("the usual record kind written out") << 7 << Cbor(1);
        QTest::newRow("half a parent") << 12 << Cbor(QByteArray(31, 'a'));
        QTest::newRow("parents not sorted") << 12 << Cbor(QByteArray(32, 'b') + QByteArray(32, 'a'));
        QTest::newRow("empty item list") << 14 << Cbor(Cbor::Array());
        QTest::newRow("items that are no list") << 14 << Cbor(1);
        QTest::newRow("half a row") << 13 << Cbor(QByteArray(8, 'a'));
        QTest::newRow("box of tier 0") << 15 << Cbor::map({{Cbor(0), Cbor(QByteArray("x"))}});
        QTest::newRow("creation cut short") << 11 << Cbor(Cbor::Array{Cbor(u"tip-case"_s)});
        QTest::newRow("set without a value")
            << 14 << Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(1), Cbor(1), Cbor(), Cbor(4)})});
        QTest::newRow("set of a field below zero")
            << 14 << Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(1), Cbor(1), Cbor(), Cbor(-101), Cbor(1)})});
        QTest::newRow("row outside the table")
            << 14 << Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(1), Cbor(1), Cbor(5), Cbor(4), Cbor(1)})});
        QTest::newRow("bytes as a value")
            << 14
            << Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(1), Cbor(1), Cbor(), Cbor(4), Cbor(QByteArray("x"))})});
        QTest::newRow("tag of 15 bytes")
            << 14
            << Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(1), Cbor(1), Cbor(), Cbor(4),
                                                 Cbor(Cbor::Array{Cbor(2), Cbor(QByteArray(15, 't'))})})});
    }

    void refusesWhatIsNoChange()
    {
        QFETCH(const int, key);
        QFETCH(const Cbor, value);
        Cbor map = asMap(headerOnly());
        QVERIFY(decoded(map).has_value());
        map.set(Cbor(key), value);
        const auto read = decoded(map);
        QVERIFY(!read.has_value());
        QVERIFY(read.error().code == ErrorCode::Invalid);
    }

    void tellsALaterFormat()
    {
        Cbor map = asMap(headerOnly());
        map.set(Cbor(0), Cbor(Change::kFormatVersion + 1));
        QVERIFY(decoded(map).error().code == ErrorCode::TooNew);
    }

    void holdsTheBounds()
    {
        ChangeBody body = headerOnly();
        const auto withText = [&](qsizetype bytes) {
            body.items = {SetItem{{1, {}, 137}, FieldValue::plain(Cbor(QString(bytes, u'a'))), {}}};
            return Change::decode(body.encode(), {}).has_value();
        };
        QVERIFY(withText(Change::kMaxValueBytes));
        QVERIFY(!withText(Change::kMaxValueBytes + 1));
        body.items.clear();
        body.boxes.insert(1, QByteArray(Change::kMaxBytes - 200, 'x'));
        QVERIFY(Change::decode(body.encode(), {}).has_value());
        body.boxes.insert(1, QByteArray(Change::kMaxBytes, 'x'));
        QVERIFY(!Change::decode(body.encode(), {}).has_value());
        QVERIFY(!Change::decode(headerOnly().encode(), QByteArray(200, 's')).has_value());
    }

    void refusesEveryPrefix()
    {
        for (const ChangeBody& body : vectors()) {
            const QByteArray bytes = body.encode();
            for (qsizetype length = 0; length < bytes.size(); ++length)
                QVERIFY2(!Change::decode(bytes.left(length), {}).has_value(),
                         qPrintable(QString::number(length)));
        }
    }

    void aFlippedBitIsRefusedOrAnotherChange()
    {
        QRandomGenerator random(testSeed());
        const QByteArray bytes = everyKind().encode();
        for (int round = 0; round < 1500; ++round) {
            QByteArray flipped = bytes;
            const auto at = random.bounded(flipped.size());
            flipped[at] = char(flipped[at] ^ (1 << random.bounded(8)));
            const auto read = Change::decode(flipped, {});
            if (read) {
                QCOMPARE(read->body().encode(), flipped);
                QVERIFY(read->id() != Change::make(everyKind(), {}).id());
            }
        }
    }

    /// Bytes that are only carried on show the same head, id and, when somebody asks, body as decoded ones.
    void aStoredChangeIsTheOneThatWasDecoded()
    {
        ChangeBody approval = headerOnly();
        approval.items.append(act(ActKind::Approve));
        int approvals = 0;
        for (const ChangeBody& body : {everyKind(), creation(), handover(), approval}) {
            const Change made = Change::make(body, QByteArray(64, 's'));
            const auto read = Change::decode(made.signedBytes(), made.signature());
            const auto stored = Change::stored(made.signedBytes(), made.signature());
            QVERIFY(read && stored);
            QCOMPARE(stored->id(), made.id());
            QCOMPARE(stored->signature(), made.signature());
            for (const ChangeHead& head : {stored->head(), read->head()}) {
                QCOMPARE(head.replica, body.replica);
                QCOMPARE(head.counter, body.counter);
                QCOMPARE(head.prev, body.prev);
                QCOMPARE(head.record, body.record);
                QCOMPARE(head.approves, made.head().approves);
            }
            approvals += made.head().approves ? 1 : 0;
            QCOMPARE(Change(*stored).body().encode(), made.signedBytes());
        }
        QVERIFY(approvals > 0);
        QVERIFY(!Change::make(creation(), {}).head().approves);
    }

    void aStoredChangeOfAnyBytesHasABody()
    {
        QRandomGenerator random(testSeed());
        const QByteArray bytes = everyKind().encode();
        int refused = 0;
        for (int round = 0; round < 1500; ++round) {
            QByteArray spoiled = bytes.left(round % 3 == 0 ? random.bounded(bytes.size()) : bytes.size());
            if (!spoiled.isEmpty())
                spoiled[random.bounded(spoiled.size())] = char(random.bounded(256));
            const auto stored = Change::stored(spoiled, {});
            refused += stored ? 0 : 1;
            if (!stored)
                continue;
            QVERIFY(!stored->body().record.isNull());
            const auto read = Change::decode(spoiled, {});
            QCOMPARE(stored->body().items.isEmpty(), !read || read->body().items.isEmpty());
            QCOMPARE(stored->body().record, stored->head().record);
        }
        QVERIFY(refused > 300);
    }

    void anAverageCaseCostsLittleBesidesItsContent()
    {
        ChangeBody body = headerOnly();
        qsizetype content = 0;
        for (quint32 field = 1; field <= 100; ++field) {
            body.items.append(
                SetItem{{2, row('\x44'), 200 + field}, FieldValue::plain(Cbor(u"identified"_s)), {}});
            content += 10;
        }
        const qsizetype overhead = body.encode().size() - headerOnly().encode().size() - content;
        QVERIFY2(overhead <= 100 * 2 + 40, qPrintable(QString::number(overhead)));
    }

    void valuesAreEqualInCanonicalForm_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::newRow("Bangla digits") << u"০১২৩৪৫৬৭৮৯"_s << u"0123456789"_s;
        QTest::newRow("joiners") << u"র\u200d্যা\u200cব"_s << u"র্যাব"_s;
        QTest::newRow("composed letters") << u"\u09df"_s << u"\u09af\u09bc"_s;
        QTest::newRow("e with an accent") << u"e\u0301"_s << u"\u00e9"_s;
        QTest::newRow("white space") << u"  a \t b\n"_s << u"a b"_s;
        QTest::newRow("a joiner between parts that compose") << u"e\u200d\u0301"_s << u"\u00e9"_s;
    }

    void valuesAreEqualInCanonicalForm()
    {
        QFETCH(const QString, one);
        QFETCH(const QString, other);
        QCOMPARE(canonicalText(one), canonicalText(other));
        QCOMPARE(canonicalText(canonicalText(one)), canonicalText(one));
        QVERIFY(FieldValue::plain(Cbor(one)) == FieldValue::plain(Cbor(other)));
    }

    void valuesThatDifferStayDifferent()
    {
        QVERIFY(!(text("a") == text("b")));
        QVERIFY(!(FieldValue::plain(Cbor(1)) == FieldValue::missing(MissingReason::Unknown)));
        QVERIFY(!(tag(1) == tag(2)));
        QVERIFY(!(tag(1, 1) == tag(1, 2)));
        QVERIFY(FieldValue::plain(Cbor(u" \u200d "_s)).isBlank());
        QVERIFY(!FieldValue::missing(MissingReason::Refused).isBlank());
        QCOMPARE(*missingReasonFromName(u"refused"_s), MissingReason::Refused);
        QVERIFY(!missingReasonFromName(u"none"_s));
    }
};

QTEST_APPLESS_MAIN(ChangeTest)
#include "ChangeTest.moc"
