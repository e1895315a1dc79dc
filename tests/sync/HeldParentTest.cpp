// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeDictionary.h"
#include "sync/wire/Messages.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

#include <algorithm>

using namespace prohori;
using namespace Qt::StringLiterals;

/// A single parent that the hub holds is named by the first bytes of its id, in the first frame of an upload.
class HeldParentTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_random = std::make_unique<SeededRandom>(testSeed());
        m_writer = {make<ReplicaId>(), make<CertificateId>(), make<ChangeId>()};
        m_record = make<RecordId>();
        m_held = make<ChangeId>();
    }

    void whatTheHubHoldsIsSpelledInFourBytes()
    {
        const ChangePtr change = edit({m_held});
        const Frame spelled = packed(change, m_writer), named = packed(change, knowing());
        QVERIFY2(spelled.packed.size() - named.packed.size() >= 32 - kParentStart,
                 qPrintable(u"%1 and %2 bytes"_s.arg(spelled.packed.size()).arg(named.packed.size())));
        const auto got = unpackFrame(named, finding(m_held));
        QVERIFY2(got, got ? "" : qPrintable(got.error().detail));
        QCOMPARE(got->size(), 1);
        QCOMPARE(got->first().change->signedBytes(), change->signedBytes());
        QCOMPARE(got->first().change->signature(), change->signature());
        QVERIFY(got->first().hasFoundParent);
        QVERIFY(!unpackFrame(spelled, finding(m_held))->first().hasFoundParent);
        QCOMPARE(m_asked, QList<RecordId>{m_record});
        QCOMPARE(m_start, m_held.toBytes().first(kParentStart));
    }

    // Every other frame is damaged by it: of a feed, of a bundle, behind the first one.
    void whoCannotFindItTakesNothing()
    {
        const Frame named = packed(edit({m_held}), knowing());
        QVERIFY(!unpackFrame(named, m_writer));
        QVERIFY(!unpackFrame(named, finding(std::nullopt)));
        QVERIFY(unpackFrame(named, finding(m_held)));
    }

    void anotherOneMakesAnotherChange()
    {
        const ChangePtr change = edit({m_held});
        const auto got = unpackFrame(packed(change, knowing()), finding(make<ChangeId>()));
        QVERIFY(got && got->first().hasFoundParent);
        QVERIFY(got->first().change->id() != change->id());
    }

    void allElseIsSpelled_data()
    {
        QTest::addColumn<QList<ChangeId>>("parents");
        QTest::addColumn<bool>("isHeld");
        QTest::addColumn<bool>("hasDictionary");
        const ChangeId one = make<ChangeId>(), two = make<ChangeId>();
        QTest::newRow("not held") << QList<ChangeId>{one} << false << true;
        QTest::newRow("two parents") << QList<ChangeId>{one, two} << true << true;
        QTest::newRow("no dictionary") << QList<ChangeId>{one} << true << false;
        QTest::newRow("the change before") << QList<ChangeId>{ChangeId()} << true << true;
    }
    void allElseIsSpelled()
    {
        QFETCH(QList<ChangeId>, parents);
        QFETCH(bool, isHeld);
        QFETCH(bool, hasDictionary);
        if (parents.first().isNull())
            parents = {m_writer.head};
        FrameWriter writer = m_writer;
        writer.isHeld = [isHeld](const ChangeId&) { return isHeld; };
        const ChangePtr change = edit(parents);
        const auto got = unpackFrame(packed(change, writer, hasDictionary), m_writer);
        QVERIFY2(got, got ? "" : qPrintable(got.error().detail));
        QCOMPARE(got->first().change->id(), change->id());
    }

    // Its heads are its parents: of the second one the sieve has only a number.
    void anApprovalSpellsItOnce()
    {
        ActItem act;
        act.kind = ActKind::Approve;
        act.heads = {m_held};
        act.contentHash = m_random->bytes(32);
        const ChangePtr change = edit({m_held}, u"1998"_s, act);
        QCOMPARE(packed(change, knowing()).packed, packed(change, m_writer).packed);
    }

    // Among others, which are rebuilt as ever.
    void aRunOfChangesComesBack()
    {
        const FrameWriter writer = knowing(), reader = finding(m_held);
        QList<FramedChange> changes;
        for (int i = 0; i < 12; ++i) {
            const ChangeId parent = i % 3 != 1 ? m_held : changes.last().change->id();
            changes.append({edit({parent}, QString::number(i)), 0, {}});
            m_writer.head = changes.last().change->id();
        }
        Frame frame;
        QCOMPARE(packFrame(changes, 0, {}, frame, writer, dictionary()), 12);
        const auto got = unpackFrame(frame, reader);
        QVERIFY2(got, got ? "" : qPrintable(got.error().detail));
        for (qsizetype i = 0; i < changes.size(); ++i) {
            QCOMPARE(got->at(i).change->id(), changes[i].change->id());
            QCOMPARE(got->at(i).hasFoundParent, i % 3 != 1);
        }
    }

    void whatIsCutIsRefused()
    {
        const Frame named = packed(edit({m_held}), knowing());
        const Cbor whole = *Cbor::decode(named.packed);
        const QByteArray aside = whole.toArray()[1].toBytes();
        for (qsizetype size = 0; size <= aside.size(); ++size) {
            Frame cut = named;
            cut.packed =
                Cbor(Cbor::Array{whole.toArray()[0], Cbor(aside.first(size)), whole.toArray()[2]}).encode();
            QCOMPARE(bool(unpackFrame(cut, finding(m_held))), size == aside.size());
        }
    }

private:
    template <typename Id>
    Id make()
    {
        return Id::fromBytes(m_random->bytes(Id::kSize));
    }
    static quint32 dictionary() { return changeDictionaries().first(); }

    ChangePtr edit(const QList<ChangeId>& parents, const QString& text = u"1998"_s,
                   std::optional<ActItem> act = {})
    {
        ChangeBody body;
        body.replica = m_writer.replica;
        body.counter = ++m_counter;
        body.prev = m_writer.head;
        body.author = m_writer.author;
        body.person = 7;
        body.role = Role::Recorder;
        body.record = m_record;
        body.claimed = Instant::fromMs(1'795'406'400'000 + qint64(m_counter));
        body.formVersion = u"2026010101"_s;
        body.parents = parents;
        std::sort(body.parents.begin(), body.parents.end());
        body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(text), {}});
        if (act)
            body.items.append(*act);
        return std::make_shared<const Change>(Change::make(body, m_random->bytes(kSignatureBytes)));
    }
    FrameWriter knowing() const
    {
        FrameWriter writer = m_writer;
        writer.isHeld = [held = m_held](const ChangeId& id) { return id == held; };
        return writer;
    }
    FrameWriter finding(std::optional<ChangeId> parent)
    {
        FrameWriter writer = m_writer;
        writer.findHeld = [this, parent](const RecordId& record, const QByteArray& start) {
            m_asked.append(record);
            m_start = start;
            return parent;
        };
        return writer;
    }
    static Frame packed(const ChangePtr& change, const FrameWriter& writer, bool hasDictionary = true)
    {
        Frame frame;
        packFrame({{change, 0, {}}}, 0, {}, frame, writer, hasDictionary ? dictionary() : 0);
        return frame;
    }

    std::unique_ptr<SeededRandom> m_random;
    FrameWriter m_writer;
    RecordId m_record;
    ChangeId m_held;
    quint64 m_counter = 0;
    QList<RecordId> m_asked;
    QByteArray m_start;
};

QTEST_GUILESS_MAIN(HeldParentTest)
#include "HeldParentTest.moc"
