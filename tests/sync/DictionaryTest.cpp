// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/RowChain.h"
#include "core/cases/ChangeDictionary.h"
#include "core/cases/ChangeSieve.h"
#include "sync/wire/Compression.h"
#include "sync/wire/Messages.h"
#include "tests/support/Places.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kStartMs = 1'795'406'400'000;

/// Changes with all that a sieve meets: rows (following each other, or not), rows that texts name, tags, boxes, sealed keys with the same hints.
class Office {
public:
    explicit Office(SeededRandom& random) : m_random(random)
    {
        m_writer = {ReplicaId::make(random), CertificateId::make(random), {}};
        m_hints = {random.bytes(8), random.bytes(8)};
        m_begin = m_writer;
    }

    ChangePtr creation(int rows, bool follow = true)
    {
        ChangeBody body = begin(RecordId::make(m_random));
        Cbor::Array keys;
        for (const QByteArray& hint : m_hints)
            keys.emplace_back(Cbor::Array{Cbor(hint), Cbor(m_random.bytes(112))});
        body.creation = Creation{u"tip-case"_s, u"41"_s,
                                 u"41-2026-07-%1"_s.arg(m_counter, 4, 10, QLatin1Char('0')), Cbor(keys)};
        RowId row;
        m_rows.clear();
        for (int i = 0; i < rows; ++i) {
            row = i == 0 || !follow ? RowId::make(m_random) : rowAfter(row);
            m_rows.append(row);
            body.items.append(AddRowItem{2, row, {}});
        }
        for (int i = 0; i < rows; ++i) {
            body.items.append(SetItem{{2, m_rows[i], 201}, FieldValue::plain(u"tip_victim"_s), {}});
            body.items.append(SetItem{{2, m_rows[i], 202}, FieldValue::sealed(2, m_random.bytes(16)), {}});
            body.items.append(
                SetItem{{2, m_rows[i], 203}, FieldValue::plain(m_random.oneOf(m_rows).toString()), {}});
        }
        body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(u"Kotwali"_s), {}});
        body.items.append(SetItem{{1, {}, 105}, FieldValue::plain(RowId::make(m_random).toString()), {}});
        body.boxes.insert(1, m_random.bytes(72 + m_random.below(200)));
        body.boxes.insert(2, m_random.bytes(72));
        return keep(body);
    }

    /// Of the record that was last, in one of its rows.
    ChangePtr edit()
    {
        ChangeBody body = begin(m_record);
        body.parents = {m_writer.head};
        if (!m_rows.isEmpty())
            body.items.append(SetItem{{2, m_random.oneOf(m_rows), 201}, FieldValue::plain(u"witness"_s), {}});
        ActItem act;
        act.kind = ActKind::Approve;
        act.heads = {m_writer.head};
        act.contentHash = m_random.bytes(32);
        body.items.append(act);
        return keep(body);
    }

    QList<FramedChange> some(int count)
    {
        QList<FramedChange> changes;
        for (int i = 0; i < count; ++i) {
            const bool isNew = i == 0 || m_random.chance(60);
            changes.append({isNew ? creation(m_random.below(7), m_random.chance(60)) : edit(), quint64(i + 1),
                            Instant::fromMs(kStartMs + i * 31)});
        }
        return changes;
    }

    FrameWriter writer() const { return m_begin; }

private:
    ChangeBody begin(const RecordId& record)
    {
        ChangeBody body;
        body.replica = m_writer.replica;
        body.counter = ++m_counter;
        body.prev = m_writer.head;
        body.author = m_writer.author;
        body.person = 7;
        body.role = Role::Recorder;
        body.record = m_record = record;
        body.claimed = Instant::fromMs(kStartMs + qint64(m_counter));
        body.formVersion = u"2026010101"_s;
        return body;
    }

    ChangePtr keep(const ChangeBody& body)
    {
        const auto change =
            std::make_shared<const Change>(Change::make(body, m_random.bytes(kSignatureBytes)));
        m_writer.head = change->id();
        return change;
    }

    SeededRandom& m_random;
    FrameWriter m_writer, m_begin;
    QList<QByteArray> m_hints;
    RecordId m_record;
    QList<RowId> m_rows;
    quint64 m_counter = 0;
};

template <typename Id>
Id idOf(char byte)
{
    return Id::fromBytes(QByteArray(Id::kSize, byte));
}

/// The two changes of the published vectors: a new record, and an edit of it in one of its rows.
QList<FramedChange> publishedChanges(const FrameWriter& writer)
{
    ChangeBody body;
    body.format = 1;
    body.replica = writer.replica;
    body.counter = 8;
    body.prev = writer.head;
    body.author = writer.author;
    body.person = 12;
    body.role = Role::Recorder;
    body.record = idOf<RecordId>(9);
    body.claimed = Instant::fromMs(kStartMs);
    body.formVersion = u"2026010101"_s;
    body.creation =
        Creation{u"tip-case"_s, u"41"_s, u"41-2026-07-0001"_s,
                 Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(QByteArray(8, 'h')), Cbor(QByteArray(112, 'k'))})})};
    const auto first = idOf<RowId>(0x0a);
    const RowId second = rowAfter(first);
    body.items = {AddRowItem{2, first, {}}, AddRowItem{2, second, {}},
                  SetItem{{2, first, 201}, FieldValue::sealed(2, QByteArray(16, 't')), {}},
                  SetItem{{2, second, 204}, FieldValue::plain(first.toString()), {}}};
    body.boxes.insert(2, QByteArray(72, 'b'));
    const auto creation = std::make_shared<const Change>(Change::make(body, QByteArray(64, 's')));
    body.counter = 9;
    body.prev = creation->id();
    body.parents = {creation->id()};
    body.creation.reset();
    body.boxes.clear();
    body.items = {SetItem{{2, second, 202}, FieldValue::plain(u"tip_victim"_s), {}}};
    const auto edit = std::make_shared<const Change>(Change::make(body, QByteArray(64, 's')));
    return {{creation, 0, {}}, {edit, 0, {}}};
}

quint32 ours()
{
    return changeDictionaries().first();
}

QByteArray sifted(const ChangePtr& change)
{
    QByteArray aside;
    return ChangeSieve().sift(change->signedBytes(), aside) + aside;
}

}  // namespace

/// Dictionaries, and what is sifted out of the changes in a frame that has one.
class DictionaryTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { m_random = std::make_unique<SeededRandom>(testSeed()); }

    // --- the dictionaries of the tree

    void anIdIsThatOfTheContent()
    {
        QVERIFY(!changeDictionaries().isEmpty());
        for (const quint32 id : changeDictionaries()) {
            const QByteArray bytes = changeDictionary(id);
            QVERIFY(bytes.size() > 4096 && bytes.startsWith(QByteArray::fromHex("37a430ec")));
            QVERIFY(id >= 32'768 && id < (1u << 31));
            QCOMPARE(dictionaryId(bytes), id);
            QCOMPARE(withDictionaryId(bytes), bytes);
            QByteArray other = bytes;
            other[m_random->below(int(other.size() - 8)) + 8] ^= 1;
            QVERIFY(dictionaryId(other) != id && withDictionaryId(other) != bytes);
        }
        QVERIFY(changeDictionary(1).isEmpty());
    }

    void onlyOneThatBothHaveIsUsed()
    {
        QCOMPARE(commonDictionary({}), 0u);
        QCOMPARE(commonDictionary({32'768, 77'777}), 0u);
        QCOMPARE(commonDictionary({77'777, ours()}), ours());
    }

    void theSameSamplesMakeTheSameDictionary()
    {
        QList<QByteArray> samples;
        Office office(*m_random);
        for (int i = 0; i < 120; ++i)
            samples.append(siftedContent({FramedChange{office.creation(3), 0, {}}}, office.writer()));
        const auto first = trainDictionary(samples, 4096);
        QVERIFY2(first, first ? "" : qPrintable(first.error().detail));
        QVERIFY(first->size() <= 4096);
        QCOMPARE(*trainDictionary(samples, 4096), *first);
        QCOMPARE(withDictionaryId(*first), *first);
        QVERIFY(!trainDictionary({"one"}, 4096));
    }

    // --- the sieve

    // What is random goes aside, and what was there before is only pointed to.
    void whatCanBeRebuiltDoesNotTravel()
    {
        Office office(*m_random);
        const auto chained = office.creation(6), loose = office.creation(6, false);
        const auto saved = [](const ChangePtr& change) {
            return change->signedBytes().size() - sifted(change).size();
        };
        QCOMPARE(saved(chained) - saved(loose), 5 * 16 + 1);
        ChangeSieve sieve;
        QByteArray aside;
        const QByteArray first = sieve.sift(chained->signedBytes(), aside);
        QVERIFY(!first.contains(chained->body().record.toBytes()));
        // Dashes of the form, of the reference and of the text that names no row of the case; those that name one are gone.
        QCOMPARE(first.count('-'), qsizetype(1 + 3 + 4));
    }

    void whatWasBeforeIsOnlyPointedTo()
    {
        Office office(*m_random);
        ChangeSieve sieve;
        QByteArray aside;
        const ChangePtr creation = office.creation(3);
        (void)sieve.sift(creation->signedBytes(), aside);
        sieve.remember(creation->id());
        const qsizetype before = aside.size();
        // Replica, certificate, record, row, and three times the change before: only the hash of the content is new.
        (void)sieve.sift(office.edit()->signedBytes(), aside);
        QCOMPARE(aside.size() - before, 32);
    }

    void rowsFollowOneAnother()
    {
        const RowId row = RowId::fromBytes(QByteArray(16, '\1'));
        QCOMPARE(rowAfter(row).toString(), u"53a13e7d-164e-7302-3a7f-cd5ee1cc056b"_s);
        QVERIFY(rowAfter(rowAfter(row)) != rowAfter(row));
    }

    // --- frames

    void changesComeBackByteForByte()
    {
        for (int round = 0; round < 60; ++round) {
            Office office(*m_random);
            const QList<FramedChange> changes = office.some(1 + m_random->below(60));
            for (const Scope& feed : {Scope(), u"41"_s}) {
                const FrameWriter writer = feed.isEmpty() && round % 2 == 0 ? office.writer() : FrameWriter();
                for (qsizetype from = 0; from < changes.size();) {
                    Frame frame;
                    const bool isFirst = from == 0;
                    const qsizetype taken =
                        packFrame(changes, from, feed, frame, isFirst ? writer : FrameWriter(), ours());
                    QCOMPARE(frame.dictionary, ours());
                    QVERIFY(frame.packed.size() <= kFrameTarget);
                    const auto got = unpackFrame(frame, isFirst ? writer : FrameWriter());
                    QVERIFY2(got, got ? "" : qPrintable(got.error().detail));
                    QCOMPARE(got->size(), taken);
                    for (qsizetype i = 0; i < taken; ++i) {
                        QCOMPARE((*got)[i].change->signedBytes(), changes[from + i].change->signedBytes());
                        QCOMPARE((*got)[i].change->signature(), changes[from + i].change->signature());
                        QCOMPARE((*got)[i].position, feed.isEmpty() ? 0 : changes[from + i].position);
                    }
                    from += taken;
                }
            }
        }
    }

    void itIsSmallerThanWithout()
    {
        Office office(*m_random);
        QList<FramedChange> one{{office.creation(4), 0, {}}};
        Frame plain, packed;
        packFrame(one, 0, {}, plain, office.writer());
        packFrame(one, 0, {}, packed, office.writer(), ours());
        QVERIFY2(packed.packed.size() < plain.packed.size() * 9 / 10,
                 qPrintable(u"%1 of %2"_s.arg(packed.packed.size()).arg(plain.packed.size())));
    }

    void theLargestChangeTravels()
    {
        Office office(*m_random);
        ChangeBody body = office.creation(1)->body();
        body.boxes.insert(1, m_random->bytes(250 * 1024));
        const auto change = std::make_shared<const Change>(Change::make(body, m_random->bytes(64)));
        Frame frame;
        QCOMPARE(packFrame({{change, 0, {}}, {change, 0, {}}}, 0, {}, frame, {}, ours()), 1);
        QCOMPARE(unpackFrame(frame)->first().change->id(), change->id());
    }

    // What the hub keeps by itself, without the sieve. What it kept before it had a dictionary is read as well; on the line no frame brings its own.
    void whatIsKeptNamesItsDictionary()
    {
        Office office(*m_random);
        for (const FramedChange& one : office.some(9)) {
            const QByteArray bytes = one.change->signedBytes();
            const QByteArray kept = compressToKeep(bytes);
            const auto back = decompressKept(kept, Change::kMaxBytes);
            QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
            QCOMPARE(*back, bytes);
            QCOMPARE(*decompressKept(compress(bytes), Change::kMaxBytes), bytes);
            QVERIFY(!decompress(kept, Change::kMaxBytes));
            QVERIFY(!decompressKept(kept.left(kept.size() - 1), Change::kMaxBytes));
            QCOMPARE(decompressKept(kept, bytes.size() - 1).error().code, ErrorCode::Invalid);
        }
    }

    void aFrameNamesWhatItNeeds()
    {
        Office office(*m_random);
        Frame frame;
        packFrame(office.some(9), 0, u"41"_s, frame, {}, ours());
        QVERIFY(unpackFrame(frame));
        frame.dictionary = ours() ^ 1;
        QCOMPARE(unpackFrame(frame).error().code, ErrorCode::NotFound);
        QCOMPARE(unpackFrame(frame).error().hint, u"dictionary"_s);
        frame.dictionary = 0;
        QVERIFY(!unpackFrame(frame));
        packFrame(office.some(9), 0, u"41"_s, frame);
        QCOMPARE(frame.dictionary, 0u);
        frame.dictionary = ours();
        QVERIFY(!unpackFrame(frame));
        QCOMPARE(decompress("anything", 100, 77'777).error().code, ErrorCode::NotFound);
    }

    // REL-46: whatever comes is refused or is some changes; what stands aside is in their ids and signatures.
    void damageIsFoundOrMakesOtherChanges()
    {
        Office office(*m_random);
        Frame frame;
        const QList<FramedChange> changes = office.some(12);
        packFrame(changes, 0, u"41"_s, frame, {}, ours());
        const QByteArray aside = Cbor::decode(frame.packed)->toArray()[1].toBytes();
        const auto begin = int(frame.packed.indexOf(aside)), size = int(aside.size());
        for (int round = 0; round < 3000; ++round) {
            const bool isAside = round % 2 == 0;
            Frame bad = frame;
            const int at =
                isAside ? begin + m_random->below(size) : m_random->below(int(frame.packed.size()));
            bad.packed[at] ^= char(1 << m_random->below(8));
            const auto got = unpackFrame(bad);
            bool same = got && isAside;
            for (qsizetype i = 0; same && i < got->size(); ++i)
                same = (*got)[i].change->id() == changes[i].change->id()
                    && (*got)[i].change->signature() == changes[i].change->signature();
            QVERIFY2(!same, "a damaged frame is whole");
        }
        for (qsizetype left = 1; left < frame.packed.size(); left += 7)
            QVERIFY(!unpackFrame({u"41"_s, ours(), frame.through, frame.packed.left(left)}));
    }

    // SEC-77: what points to what was before makes much of little, so what is restored is bounded.
    void pointersMakeNoBomb()
    {
        const QByteArray body = QByteArray::fromHex("a10f5a00030000"), again = QByteArray::fromHex("a10fc1");
        const QByteArray large(3 * 65'536, 'x');
        const auto frameOf = [&](int copies) {
            Cbor::Array entries{Cbor(Cbor::Array{Cbor(0), Cbor(body), Cbor(0)})};
            for (int i = 0; i < copies; ++i)
                entries.emplace_back(Cbor::Array{Cbor(0), Cbor(again), Cbor(0)});
            const QByteArray aside = QByteArray(64, 's') + large + QByteArray(64 * copies, 's');
            return Frame{{},
                         ours(),
                         0,
                         Cbor(Cbor::Array{Cbor(0), Cbor(aside), Cbor(Cbor(entries).encode())}).encode()};
        };
        // They are no changes, but they are read as far as they fit into 1 MiB.
        const auto few = unpackFrame(frameOf(4), {}, Broken::Keep);
        QVERIFY(few);
        QCOMPARE(few->size(), 5);
        QVERIFY(!unpackFrame(frameOf(5), {}, Broken::Keep));
    }

    void hostileMapsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* name, const char* hex, bool good) {
            QTest::newRow(name) << QByteArray::fromHex(hex) << good;
        };
        row("two rows that follow", "a10d02", true);
        row("a text that names one", "a20d020ec2", true);
        row("one row is no chain", "a10d01", false);
        row("too many rows", "a10d1a00ffffff", false);
        row("a text that names none", "a20d020ec4", false);
        row("a number that nothing has", "a10ed903e9", false);
        row("bytes that are not aside", "a10e5903e8", false);
        row("a map that is cut", "a20d02", false);
        row("an indefinite string", "a10e5f", false);
        row("nested too deep", "a10e8181818181818181818181818181818181818181818180", false);
        row("something behind", "a10d0200", false);
    }
    void hostileMapsAreRefused()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const bool, good);
        ChangeSieve sieve;
        qsizetype at = 0;
        const auto map = sieve.restore(body, QByteArray(40, 'a'), at, 100'000);
        QCOMPARE(map.has_value(), good);
        QCOMPARE(at, good ? 16 : 0);
    }

    void marksThatOnlyAPlainFrameHasAreRefused()
    {
        const QByteArray body = QByteArray::fromHex("a10d02");
        for (const int mark : {4, 32, 64, 128}) {
            const QByteArray content =
                Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(mark), Cbor(body), Cbor(0)})}).encode();
            const QByteArray packed =
                Cbor(Cbor::Array{Cbor(0), Cbor(QByteArray(80, 'a')), Cbor(content)}).encode();
            QVERIFY(!unpackFrame({{}, ours(), 0, packed}, {}, Broken::Keep));
        }
    }

    // PROTOCOL.md: what is sifted has one form; what a dictionary makes of it, each version of zstd may write in its own way.
    void thePublishedFrameHolds()
    {
        const FrameWriter writer{idOf<ReplicaId>(2), idOf<CertificateId>(3), idOf<ChangeId>(4)};
        const QList<FramedChange> changes = publishedChanges(writer);
        Cbor::Array whole;
        for (const FramedChange& framed : changes)
            whole.emplace_back(framed.change->signedBytes());
        compare(u"sifted changes"_s, Cbor(whole).encode());
        Frame packed;
        QCOMPARE(packFrame(changes, 0, {}, packed, writer, ours()), 2);
        const QByteArray aside = Cbor::decode(packed.packed)->toArray()[1].toBytes();
        const QByteArray content = siftedContent(changes, writer);
        compare(u"sifted frame"_s, Cbor(Cbor::Array{Cbor(0), Cbor(aside), Cbor(content)}).encode());
        const auto opened = decompress(vector(u"packed content"_s), 1000, 899'857'013);
        QVERIFY2(opened, compress(content, ours()).toHex().constData());
        QCOMPARE(*opened, content);
    }

    // The change of the vector `edit change`, whose parent is 05: the same body without it, and four bytes behind the signature.
    void thePublishedParentIsFound()
    {
        FrameWriter writer{idOf<ReplicaId>(2), idOf<CertificateId>(3), idOf<ChangeId>(4)};
        const auto parent = idOf<ChangeId>(5);
        const QByteArray bytes = vector(u"edit change"_s);
        const auto change =
            std::make_shared<const Change>(*Change::decode(bytes, QByteArray(kSignatureBytes, 's')));
        writer.isHeld = [parent](const ChangeId& id) { return id == parent; };
        Frame packed;
        QCOMPARE(packFrame({{change, 0, {}}}, 0, {}, packed, writer, ours()), 1);
        const Cbor::Array parts = Cbor::decode(packed.packed)->toArray();
        const bool isStored = parts[0].toInt() == 0;
        const QByteArray content =
            isStored ? parts[2].toBytes() : *decompress(parts[2].toBytes(), 1000, ours());
        const QByteArray stored = Cbor(Cbor::Array{Cbor(0), parts[1], Cbor(content)}).encode();
        compare(u"found parent frame"_s, stored);
        writer.findHeld = [parent](const RecordId& record, const QByteArray& start) {
            return record == idOf<RecordId>(9) && start == QByteArray(4, 5) ? std::optional(parent)
                                                                            : std::nullopt;
        };
        const auto read = unpackFrame({{}, ours(), 0, stored}, writer);
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QCOMPARE(read->first().change->signedBytes(), bytes);
    }

    // --- what each side says of itself

    void requestsAndAnswersNameDictionaries()
    {
        const SigningKey key = SigningKey::make();
        SyncRequest request;
        request.hub = HubId::fromBytes(key.publicKey());
        request.replica = ReplicaId::make(*m_random);
        request.person = CertificateId::make(*m_random);
        const QByteArray without = request.encode(key);
        request.dictionaries = {ours(), 77'777};
        const QByteArray with = request.encode(key);
        QVERIFY(with.size() > without.size());
        QCOMPARE(SyncRequest::decode(with)->request.dictionaries, request.dictionaries);
        QVERIFY(SyncRequest::decode(without)->request.dictionaries.isEmpty());
        SyncAnswer answer;
        answer.hub = request.hub;
        answer.requestHash = blake2b(with);
        answer.dictionaries = {ours()};
        QCOMPARE(SyncAnswer::decode(answer.encode(key), request.hub, answer.requestHash)->dictionaries,
                 answer.dictionaries);
        // At most sixteen are sent; of more, and of a number that is no id, the form is broken.
        request.dictionaries = QList<quint32>(40, 77'777);
        QCOMPARE(SyncRequest::decode(request.encode(key))->request.dictionaries.size(), kMostDictionaries);
        request.dictionaries = {0};
        QVERIFY(!SyncRequest::decode(request.encode(key)));
    }

private:
    static QByteArray vector(const QString& name)
    {
        QFile page(inSource(u"sync/PROTOCOL.md"_s));
        const QRegularExpression block(u"`%1`\\s+```\\s+([0-9a-f\\s]+)```"_s.arg(name));
        return page.open(QIODevice::ReadOnly)
                 ? QByteArray::fromHex(block.match(QString::fromUtf8(page.readAll())).captured(1).toLatin1())
                 : QByteArray();
    }
    static void compare(const QString& name, const QByteArray& made)
    {
        QVERIFY2(vector(name) == made,
                 qPrintable(u"%1 is now %2"_s.arg(name, QString::fromLatin1(made.toHex()))));
    }

    std::unique_ptr<SeededRandom> m_random;
};

QTEST_GUILESS_MAIN(DictionaryTest)
#include "DictionaryTest.moc"
