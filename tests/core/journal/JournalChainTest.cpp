// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/JournalFit.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

template <typename Id>
Id idOf(char byte)
{
    return Id::fromBytes(QByteArray(Id::kSize, byte));
}

QList<JournalLine> someLines(SeededRandom& random, quint64 first, int count)
{
    const QStringList codes{{}, u"command"_s, u"case_work"_s, u"3-since-1795406400000"_s, u"text"_s};
    QList<JournalLine> lines;
    for (int i = 0; i < count; ++i)
        lines.append({first + quint64(i),
                      Instant::fromMs(1'795'406'400'000 + random.below(1'000'000) - 500'000),
                      PersonId(random.below(1'000)), 1 + random.below(20),
                      random.chance(50) ? RecordId::make(random) : RecordId(), random.oneOf(codes)});
    return lines;
}

}  // namespace

/// The chain of a journal's lines, runs of them, and how a run stands to what is held (SEC-66, SEC-68).
class JournalChainTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void eventsAreListedOnceAndReadBack()
    {
        QSet<qint64> numbers;
        QSet<QString> names;
        for (const JournalEvent event : allJournalEvents()) {
            QCOMPARE(journalEventFromNumber(qint64(event)), event);
            QCOMPARE(journalEventFromName(journalEventName(event)), event);
            numbers.insert(qint64(event));
            names.insert(journalEventName(event));
            for (const QString& code : journalCodes(event)) {
                QVERIFY2(isJournalCode(code), qPrintable(code));
                QCOMPARE(journalCode(event, code), code);
            }
        }
        QCOMPARE(numbers.size(), allJournalEvents().size());
        QCOMPARE(names.size(), allJournalEvents().size());
        QCOMPARE(journalEventFromNumber(9999), JournalEvent::Unknown);
        QCOMPARE(journalEventFromName(u"no such thing"_s), JournalEvent::Unknown);
    }

    void onlyCodesLeaveAStation()
    {
        // SEC-68, SEC-97: a text becomes the word that there is one, however much it looks like a code of another event.
        QCOMPARE(journalCode(JournalEvent::IdentityOpened, u"court"_s), u"court"_s);
        QCOMPARE(journalCode(JournalEvent::IdentityOpened, {}), QString());
        for (const QString& text :
             {u"Rahima Khatun"_s, u"rahima"_s, u"017"_s, u"3-since-17"_s, u"Court"_s, u"court "_s, u"কোর্ট"_s})
            QCOMPARE(journalCode(JournalEvent::IdentityOpened, text), u"text"_s);
        QCOMPARE(journalCode(JournalEvent::UnlockFailed, failedUnlocks(3, 1'795'406'400'000)),
                 u"3-since-1795406400000"_s);
        for (const QString& text : {u"3"_s, u"-since-3"_s, u"3-since-"_s, u"3-since-3x"_s, u"٣-since-3"_s})
            QCOMPARE(journalCode(JournalEvent::UnlockFailed, text), u"text"_s);
        QCOMPARE(journalCode(JournalEvent::PersonAdded, u"12"_s), u"12"_s);
        QCOMPARE(journalCode(JournalEvent::Unknown, u"court"_s), u"text"_s);
        QVERIFY(!isJournalCode(u"with space"_s) && !isJournalCode(u"Upper"_s) && !isJournalCode(u"রহিমা"_s));
        QVERIFY(!isJournalCode(QString(kMaxJournalCode + 1, u'a'))
                && isJournalCode(QString(kMaxJournalCode, u'a')));
    }

    void runsComeBackWhole()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 200; ++round) {
            JournalBatch batch = signedBatch(random, 1 + quint64(random.below(1'000'000)),
                                             1 + random.below(int(JournalBatch::kMostLines)));
            const Cbor value = batch.toCbor();
            const auto back = JournalBatch::fromCbor(batch.replica, *Cbor::decode(value.encode()));
            QVERIFY(back);
            QCOMPARE(back->lines, batch.lines);
            QCOMPARE(back->after(), batch.after());
            QVERIFY(back->isSignedBy(m_key.publicKey()));
            QVERIFY(!back->isSignedBy(SigningKey::make().publicKey()));
            QCOMPARE(back->toCbor(), value);
        }
    }

    void everyBitCounts()
    {
        SeededRandom random(testSeed());
        int refused = 0;
        for (int round = 0; round < 3'000; ++round) {
            const JournalBatch batch =
                signedBatch(random, 1 + quint64(random.below(500)), 1 + random.below(6));
            QByteArray bytes = batch.toCbor().encode();
            const int at = random.below(int(bytes.size()));
            bytes[at] = char(bytes[at] ^ (1 << random.below(8)));
            const auto decoded = Cbor::decode(bytes);
            const auto back = decoded ? JournalBatch::fromCbor(batch.replica, *decoded)
                                      : Result<JournalBatch>(decoded.error());
            refused += !back;
            // Either it is no run at all, or nobody signed it; and what is taken has one form.
            if (back) {
                QVERIFY(!back->isSignedBy(m_key.publicKey()));
                QCOMPARE(back->toCbor().encode(), bytes);
            }
        }
        QVERIFY2(refused > 100 && refused < 2'900, qPrintable(QString::number(refused)));
        // Of another replica it is not signed either.
        const JournalBatch batch = signedBatch(random, 5, 3);
        QVERIFY(!JournalBatch::fromCbor(idOf<ReplicaId>(9), batch.toCbor())->isSignedBy(m_key.publicKey()));
    }

    void whatTheFormDoesNotAllowIsRefused()
    {
        SeededRandom random(testSeed());
        const JournalBatch batch = signedBatch(random, 5, 2);
        const auto refuses = [&](const std::function<void(Cbor::Array&, Cbor::Array&)>& spoil) {
            Cbor::Array parts = batch.toCbor().toArray();
            Cbor::Array lines = parts[2].toArray();
            spoil(parts, lines);
            parts[2] = Cbor(lines);
            return !JournalBatch::fromCbor(batch.replica, Cbor(parts));
        };
        QVERIFY(!refuses([](auto&, auto&) {}));
        QVERIFY(refuses([](auto&, auto& lines) { lines.clear(); }));
        QVERIFY(refuses([](auto& parts, auto&) { parts[0] = Cbor(0); }));
        QVERIFY(refuses([](auto& parts, auto&) { parts[1] = Cbor(QByteArray(31, 'x')); }));
        QVERIFY(refuses([](auto& parts, auto&) { parts[3] = Cbor(QByteArray(63, 'x')); }));
        QVERIFY(refuses(
            [](auto&, auto& lines) { lines.resize(std::size_t(JournalBatch::kMostLines) + 1, lines[0]); }));
        QVERIFY(refuses([](auto&, auto& lines) { lines[0] = Cbor(Cbor::Array{Cbor(1), Cbor(2), Cbor(0)}); }));
        QVERIFY(refuses([](auto&, auto& lines) {
            lines[0] = Cbor(Cbor::Array{Cbor(1), Cbor(-2), Cbor(1)});
        }));
        QVERIFY(refuses([](auto&, auto& lines) {
            lines[0] = Cbor(Cbor::Array{Cbor(1), Cbor(2), Cbor(1), Cbor()});
        }));
        QVERIFY(refuses([](auto&, auto& lines) {
            lines[0] = Cbor(Cbor::Array{Cbor(1), Cbor(2), Cbor(1), Cbor(), Cbor(u"Rahima Khatun"_s)});
        }));
        QVERIFY(refuses([](auto&, auto& lines) {
            lines[0] = Cbor(Cbor::Array{Cbor(1), Cbor(2), Cbor(1), Cbor(QByteArray(16, '\0'))});
        }));
    }

    void aRunFitsInOnePlaceOnly()
    {
        SeededRandom random(testSeed());
        JournalLinks links([](const ReplicaId&) { return ReplicaId(); });
        const JournalBatch first = signedBatch(random, 1, 4);
        const JournalBatch second = signedBatch(random, 5, 3, first.after());
        QCOMPARE(links.add(second), JournalFit::Gap);
        QCOMPARE(links.add(first), JournalFit::Continues);
        QCOMPARE(links.add(first), JournalFit::Known);
        QCOMPARE(links.add(second), JournalFit::Continues);
        QCOMPARE(links.last(kReplica), quint64(7));
        // What was sent once and comes again with more.
        JournalBatch overlap{kReplica, firstJournalLink(), first.lines + second.lines, {}};
        QCOMPARE(links.add(overlap), JournalFit::Known);
        overlap.lines += someLines(random, 8, 2);
        QCOMPARE(links.add(overlap), JournalFit::Continues);
        QCOMPARE(links.last(kReplica), quint64(9));
        // Every line that is altered, removed or put in makes another chain.
        for (qsizetype at = 0; at < 9; ++at) {
            JournalBatch forged = overlap;
            forged.lines[at].person += 1;
            QCOMPARE(links.fit(forged), JournalFit::Fork);
        }
        QCOMPARE(links.fit(signedBatch(random, 10, 1, first.after())), JournalFit::Fork);
        QCOMPARE(links.fit(signedBatch(random, 11, 1, overlap.after())), JournalFit::Gap);
    }

    void aNewReplicaGoesOnBehindTheOneItReplaces()
    {
        SeededRandom random(testSeed());
        const auto replica = [](int n) { return idOf<ReplicaId>(char(n)); };
        // 3 for 2, 2 for 1; and two that replace each other.
        const QHash<ReplicaId, ReplicaId> before{{replica(3), replica(2)},
                                                 {replica(2), replica(1)},
                                                 {replica(8), replica(9)},
                                                 {replica(9), replica(8)}};
        JournalLinks links([before](const ReplicaId& one) { return before.value(one); });
        JournalBatch old = signedBatch(random, 1, 6);
        old.replica = replica(1);
        QCOMPARE(links.add(old), JournalFit::Continues);
        JournalBatch next = signedBatch(random, 5, 2, old.linkAt(4));
        next.replica = replica(3);
        QCOMPARE(links.fit(next), JournalFit::Continues);
        next.replica = replica(7);
        QCOMPARE(links.fit(next), JournalFit::Gap);
        next.replica = replica(8);
        QCOMPARE(links.fit(next), JournalFit::Gap);
        next.replica = replica(3);
        next.before = old.linkAt(3);
        QCOMPARE(links.fit(next), JournalFit::Gap);
        JournalBatch anew = signedBatch(random, 1, 2);
        anew.replica = replica(3);
        QCOMPARE(links.fit(anew), JournalFit::Continues);
        anew.before = QByteArray(32, 'x');
        QCOMPARE(links.fit(anew), JournalFit::Fork);
    }

private:
    JournalBatch signedBatch(SeededRandom& random, quint64 first, int count,
                             const QByteArray& before = firstJournalLink())
    {
        JournalBatch batch{kReplica, before, someLines(random, first, count), {}};
        batch.sign(m_key);
        return batch;
    }

    static inline const ReplicaId kReplica = idOf<ReplicaId>(1);
    SigningKey m_key = SigningKey::make();
};

QTEST_GUILESS_MAIN(JournalChainTest)
#include "JournalChainTest.moc"
