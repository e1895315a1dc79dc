// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

template <typename T>
int kindsThat(const Item& item)
{
    const T* const found = get_if<T>(&item);
    return (found != nullptr && found == &get<T>(item) && holds_alternative<T>(item)) ? 1 : 0;
}

int kindsOf(const Item& item)
{
    return kindsThat<SetItem>(item) + kindsThat<OptionItem>(item) + kindsThat<RemarkItem>(item)
         + kindsThat<AddRowItem>(item) + kindsThat<RemoveRowItem>(item) + kindsThat<SettleItem>(item)
         + kindsThat<AttachItem>(item) + kindsThat<NoteItem>(item) + kindsThat<QueryItem>(item)
         + kindsThat<ActItem>(item) + kindsThat<MoveItem>(item) + kindsThat<HandoverItem>(item)
         + kindsThat<UnknownItem>(item);
}

ActItem acting(ActKind kind, const QStringList& reasons = {})
{
    ActItem item;
    item.kind = kind;
    item.reasons = reasons;
    return item;
}

}  // namespace

/// An item is one of several kinds, of which the large ones stand elsewhere: nobody who asks may see that.
class ItemTest : public QObject {
    Q_OBJECT
private slots:
    void everyKindIsFoundAsWhatItIs()
    {
        proveKind(SetItem{caseField(107), text("x"), u"place"_s});
        proveKind(OptionItem{caseField(132), 0, {Cbor(u"a"_s)}, {}});
        proveKind(RemarkItem{caseField(137), text("x")});
        proveKind(AddRowItem{2, rowId(1), {}});
        proveKind(RemoveRowItem{2, rowId(1), u"double"_s});
        proveKind(SettleItem{caseField(107), {}, {}, {testId<ChangeId>(1)}, {}, {}});
        proveKind(AttachItem{caseField(140), testBytes(1, 32), 5, u"image/png"_s});
        proveKind(NoteItem{caseField(137), text("x")});
        proveKind(QueryItem{testBytes(1, 16), QueryStep::Open, caseField(107), text("x")});
        proveKind(acting(ActKind::Return, {u"incomplete"_s}));
        proveKind(MoveItem{u"41"_s, u"42"_s});
        proveKind(HandoverItem{HandoverStep::Propose, 1, 2, {}, {}});
        proveKind(UnknownItem{Cbor(99)});
    }

    void anotherKindIsNotThere()
    {
        const Item act = acting(ActKind::Submit);
        QVERIFY(!get_if<SetItem>(&act));
        QVERIFY_THROWS_EXCEPTION(std::bad_variant_access, (void)get<SetItem>(act));
        Item set = SetItem{caseField(107), text("x"), {}};
        QVERIFY(!get_if<ActItem>(&set));
        QVERIFY_THROWS_EXCEPTION(std::bad_variant_access, (void)get<ActItem>(set));
    }

    // Of what stands elsewhere, too.
    void aCopyIsOneOfItsOwn()
    {
        const Item first = acting(ActKind::Return, {u"incomplete"_s});
        Item copy = first;
        get<ActItem>(copy).reasons.append(u"wrong"_s);
        QCOMPARE(get<ActItem>(first).reasons, QStringList{u"incomplete"_s});
        QCOMPARE(get<ActItem>(copy).reasons.size(), 2);
        Item other = SetItem{caseField(107), text("x"), {}};
        other = copy;
        get<ActItem>(copy).reasons.clear();
        QCOMPARE(get<ActItem>(other).reasons.size(), 2);
    }

    void whatWasMovedFromMayBeUsedAnew()
    {
        Item first = acting(ActKind::Return);
        Item second = std::move(first);
        QCOMPARE(get<ActItem>(second).kind, ActKind::Return);
        const Item copyOfNothing = first;  // NOLINT(bugprone-use-after-move): what it is for
        first = copyOfNothing;
        first = second;
        QCOMPARE(get<ActItem>(first).kind, ActKind::Return);
    }

    void noKindMakesTheOthersLarge()
    {
        QVERIFY(sizeof(ActItem) > 2 * sizeof(SetItem));
        QVERIFY(sizeof(Item) <= sizeof(SetItem) + alignof(SetItem));
    }

    // What is sealed and what is plain are kept in one place.
    void aValueIsPlainOrSealed()
    {
        const FieldValue plain = text("x");
        QCOMPARE(plain.plainValue(), Cbor(u"x"_s));
        QCOMPARE(plain.tag(), QByteArray());
        QVERIFY(!plain.isSealed() && !plain.isImplied());
        const QByteArray its = testBytes(7, FieldValue::kTagBytes);
        const FieldValue sealed = FieldValue::sealed(2, its);
        QCOMPARE(sealed.tag(), its);
        QVERIFY(sealed.plainValue().isNull());
        QVERIFY(sealed.isSealed() && !sealed.isImplied() && !sealed.isBlank());
        QVERIFY(FieldValue::impliedly(1).isImplied());
        QVERIFY(FieldValue::impliedly(1).plainValue().isNull());
        QCOMPARE(FieldValue::missing(MissingReason::Refused).tag(), QByteArray());
    }

    void onlyASignMakesAValue_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("isBlank");
        QTest::newRow("nothing") << QString() << true;
        QTest::newRow("spaces") << u" \t\n"_s << true;
        QTest::newRow("joiners") << u"\u200c\u200d "_s << true;
        QTest::newRow("no-break space") << u"\u00a0"_s << true;
        QTest::newRow("letter behind spaces") << u"  x"_s << false;
        QTest::newRow("first and last of ASCII") << u"!"_s << false;
        QTest::newRow("tilde") << u"~"_s << false;
        QTest::newRow("Bangla") << u"ক"_s << false;
    }
    void onlyASignMakesAValue()
    {
        QFETCH(const QString, typed);
        QFETCH(const bool, isBlank);
        QCOMPARE(FieldValue::plain(Cbor(typed)).isBlank(), isBlank);
        QCOMPARE(FieldValue::plain(Cbor(typed)).canonical().isNull(), isBlank);
    }

private:
    template <typename T>
    static void proveKind(const T& part)
    {
        const Item item = part;
        QCOMPARE(kindsThat<T>(item), 1);
        QCOMPARE(kindsOf(item), 1);
        const bool isVisitedAsIt =
            visit([](const auto& one) { return std::is_same_v<std::remove_cvref_t<decltype(one)>, T>; },
                  item);
        QVERIFY(isVisitedAsIt);
    }
};

QTEST_GUILESS_MAIN(ItemTest)
#include "ItemTest.moc"
