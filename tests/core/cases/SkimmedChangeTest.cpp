// SPDX-License-Identifier: GPL-3.0-or-later
#include "RandomHistory.h"

#include "core/cases/ImpliedTags.h"
#include "tests/support/TestSeed.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kSignature(64, 's');

/// A creation with something sealed in both tiers, a choice and two rows.
ChangeBody creation()
{
    ChangeBody body;
    body.replica = testId<ReplicaId>(1);
    body.counter = 1;
    body.author = testId<CertificateId>(2);
    body.record = testId<RecordId>(3);
    body.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-AA-0001"_s, Cbor()};
    body.items = {set(caseField(104), text("v0"), u"place"_s),
                  set(caseField(105), FieldValue::missing(MissingReason::Refused), u"place"_s),
                  set(caseField(107), FieldValue::plain(Cbor(-7))),
                  set(caseField(108), tag(1, 1)),
                  AddRowItem{2, rowId(1), {}},
                  set({2, rowId(1), 201}, tag(2, 2)),
                  set({2, rowId(1), 202}, text("\xe0\xa6\x95")),
                  OptionItem{caseField(130), 0, {Cbor(u"debt"_s), Cbor(u"force"_s)}, {}},
                  OptionItem{caseField(131), 2, {Cbor(testBytes(5, 16))}, {Cbor(testBytes(6, 16))}},
                  AddRowItem{3, rowId(2), rowId(1)}};
    body.boxes = {{1, QByteArray(72, 'a')}, {2, QByteArray(72, 'b')}};
    takeImpliedTags(body);
    return body;
}

/// In which tiers these items seal something, as their places tell.
quint8 tiersOf(const QList<Item>& items)
{
    quint8 tiers = 0;
    for (const Item& item : items) {
        if (const auto* written = get_if<SetItem>(&item); written && written->value.isSealed())
            tiers |= quint8(1 << written->value.tier());
        else if (const auto* chosen = get_if<OptionItem>(&item);
                 chosen && chosen->tier != 0 && !(chosen->on + chosen->off).isEmpty())
            tiers |= quint8(1 << chosen->tier);
    }
    return tiers;
}

/// Empty where both ways of reading these bytes say the same.
QString difference(const QByteArray& bytes)
{
    const auto decoded = Change::decode(bytes, kSignature);
    const auto skimmed = Change::skim(bytes, kSignature);
    if (bool(decoded) != bool(skimmed))
        return decoded ? u"refused: "_s + skimmed.error().detail : u"taken, and is no change"_s;
    if (!decoded)
        return decoded.error().detail == skimmed.error().detail ? QString() : u"refused for another reason"_s;
    const ChangeHead &one = decoded->head(), &other = skimmed->head();
    if (decoded->id() != skimmed->id() || one.replica != other.replica || one.counter != other.counter
        || one.prev != other.prev || one.record != other.record || one.approves != other.approves)
        return u"another head"_s;
    if (skimmed->plainItems() && skimmed->plainItems()->tiers != tiersOf(decoded->body().items))
        return u"other tiers"_s;
    ChangeBody whole = skimmed->cover();
    whole.items = decoded->body().items;
    if (whole.encode() != bytes)
        return u"another cover"_s;
    return skimmed->body().encode() == bytes ? QString() : u"other items"_s;
}

#define AGREE(bytes) QCOMPARE(difference(bytes), QString())

}  // namespace

/// A change that is skimmed says the same as one that is decoded, and refuses the same bytes.
class SkimmedChangeTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_random.seed(testSeed()); }

    void plainItemsAreMadeWhenTheyAreAskedFor()
    {
        const ChangeBody body = creation();
        const auto skimmed = Change::skim(body.encode(), kSignature);
        QVERIFY2(skimmed, skimmed ? "" : qPrintable(skimmed.error().detail));
        QVERIFY(skimmed->plainItems());
        QCOMPARE(int(skimmed->plainItems()->tiers), 0b110);
        QVERIFY(skimmed->cover().items.isEmpty());
        QCOMPARE(skimmed->cover().creation->localRef, u"41-2026-AA-0001"_s);
        QCOMPARE(skimmed->body().items.size(), body.items.size());
        QCOMPARE(get<SetItem>(skimmed->body().items[3]).value.tag(),
                 impliedTag(body.boxes[1], ImpliedFor::Set, caseField(108)));
        AGREE(body.encode());
    }

    void onlyWhatIsSealedHasATier()
    {
        ChangeBody body = creation();
        body.items = {set(caseField(107), text("v1"))};
        QCOMPARE(int(Change::skim(body.encode(), {})->plainItems()->tiers), 0);
        body.items.append(OptionItem{caseField(131), 1, {Cbor(testBytes(5, 16))}, {}});
        takeImpliedTags(body);
        QCOMPARE(int(Change::skim(body.encode(), {})->plainItems()->tiers), 0b10);
    }

    void aChoiceOfNothingSealsNothing()
    {
        ChangeBody body = creation();
        body.items = {OptionItem{caseField(131), 2, {}, {}}};
        const auto skimmed = Change::skim(body.encode(), {});
        QVERIFY(skimmed && skimmed->plainItems());
        QCOMPARE(int(skimmed->plainItems()->tiers), 0);
        AGREE(body.encode());
    }

    // Two values under one tag would be one to all who cannot read them.
    void whatLeavesOutATagTwiceIsRefused()
    {
        for (const qsizetype item : {3, 8}) {
            ChangeBody body = creation();
            body.items.append(body.items[item]);
            QVERIFY(!Change::skim(body.encode(), {}));
            AGREE(body.encode());
        }
        ChangeBody body = creation();
        get<OptionItem>(body.items[8]).on = QList<Cbor>(1025, Cbor(testBytes(5, 16)));
        takeImpliedTags(body);
        QVERIFY(Change::skim(body.encode(), {}));
        AGREE(body.encode());
    }

    // An edit spells its tags.
    void anEditIsSkimmedToo()
    {
        ChangeBody body = creation();
        body.creation.reset();
        body.parents = {testId<ChangeId>(9)};
        const auto skimmed = Change::skim(body.encode(), kSignature);
        QVERIFY(skimmed && skimmed->plainItems());
        QCOMPARE(int(skimmed->plainItems()->tiers), 0b110);
        AGREE(body.encode());
    }

    void whatIsUnusualIsDecoded_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("an act") << 0;
        QTest::newRow("a note") << 1;
        QTest::newRow("a kind of a later version") << 2;
        QTest::newRow("a tag of a creation that is spelled") << 3;
        QTest::newRow("an option's tag that is spelled") << 4;
        QTest::newRow("nothing") << 5;
    }

    void whatIsUnusualIsDecoded()
    {
        QFETCH(const int, what);
        ChangeBody body = creation();
        switch (what) {
        case 0: body.items.append(act(ActKind::Submit)); break;
        case 1: body.items.append(NoteItem{caseField(104), tag(3, 1)}); break;
        case 2: body.items.append(UnknownItem{Cbor(Cbor::Array{Cbor(99), Cbor(u"later"_s)})}); break;
        case 3: body.items.append(set(caseField(109), tag(4, 1))); break;
        case 4: get<OptionItem>(body.items[8]).on = {Cbor(testBytes(7, 16))}; break;
        default: body.items.clear(); break;
        }
        const auto skimmed = Change::skim(body.encode(), kSignature);
        QVERIFY2(skimmed, skimmed ? "" : qPrintable(skimmed.error().detail));
        QVERIFY(!skimmed->plainItems());
        QCOMPARE(skimmed->cover().items.size(), body.items.size());
        AGREE(body.encode());
    }

    void changesOfRandomCasesAgree()
    {
        int plain = 0;
        for (int i = 0; i < 60; ++i) {
            const RandomHistory history(m_random, 12);
            for (const ChangePtr& change : history.builder.changes()) {
                AGREE(change->signedBytes());
                plain += Change::skim(change->signedBytes(), {})->plainItems() ? 1 : 0;
            }
        }
        QVERIFY(plain > 60);
    }

    // Each byte in turn, and at random.
    void bytesThatWereAlteredAgree()
    {
        const QByteArray bytes = creation().encode();
        int refused = 0, taken = 0;
        for (qsizetype at = 0; at < bytes.size(); ++at) {
            for (const int with : {1, 2, 0x20, 0x80, int(m_random() % 255) + 1}) {
                QByteArray altered = bytes;
                altered[at] = char(altered[at] ^ with);
                const QString found = difference(altered);
                QVERIFY2(found.isEmpty(), qPrintable(u"byte %1 ^ %2: %3"_s.arg(at).arg(with).arg(found)));
                ++(Change::skim(altered, {}) ? taken : refused);
            }
            AGREE(bytes.first(at));
        }
        QVERIFY(refused > bytes.size() && taken > bytes.size());
        AGREE(bytes + 'x');
    }

    // Whoever reads the cover is not disturbed by who asks for the items.
    void threadsMayAskAtOnce()
    {
        const QByteArray bytes = creation().encode();
        for (int round = 0; round < 50; ++round) {
            const Change change = *Change::skim(bytes, kSignature);
            std::atomic<int> right = 0;
            std::vector<std::thread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&, i] {
                    const bool isCover = i % 2 == 0;
                    right += isCover ? int(change.cover().creation->homeScope == u"41"_s)
                                     : int(change.body().items.size() == 10);
                });
            }
            for (std::thread& thread : threads)
                thread.join();
            QCOMPARE(right.load(), 4);
        }
    }

private:
    std::mt19937 m_random;
};

QTEST_GUILESS_MAIN(SkimmedChangeTest)
#include "SkimmedChangeTest.moc"
