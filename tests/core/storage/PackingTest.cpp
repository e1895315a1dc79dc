// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Packing.h"
#include "core/cases/ChangeDictionary.h"
#include "core/sql/Connection.h"
#include "core/storage/Salvage.h"
#include "PlainFrame.h"
#include "StoreContent.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kForeign = 1'234'567;

PackedBeside besideOf(const Change& change)
{
    QByteArray parents;
    for (const ChangeId& parent : change.body().parents)
        parents += parent.toBytes();
    return {change.body().replica.toBytes(), parents};
}

}  // namespace

/// How changes lie in the log, and what reports read beside it.
class PackingTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_desk.create();
        m_desk.addHeader();
        m_content = std::make_unique<StoreContent>(m_desk);
        m_all = m_content->own + m_content->foreign;
    }

    void aChangeComesBackBitForBit()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 200; ++round) {
            QList<Item> items{set(field::kPoliceStation, "Kotwali"),
                              set(caseField(150), FieldValue::plain(Cbor(QString::fromLatin1(
                                                      random.bytes(random.below(40)).toBase64())))),
                              set(caseField(151), tag(round))};
            for (int row = random.below(6); row > 0; --row)
                items.append(AddRowItem{field::kVictimGroup, rowId(100 * round + row), {}});
            const ChangePtr first = m_desk.newCase(m_desk.colleague, items);
            const ChangePtr next = m_desk.edit(m_desk.reviewer, {first}, {set(field::kFirNo, "12/2026")});
            for (const ChangePtr& change : {first, next}) {
                const PackedBytes made = packedChange(*change);
                QCOMPARE(made.dictionary, qint64(changeDictionaries().first()));
                const auto back = unpackedChange(made, besideOf(*change));
                PROHORI_GOOD(back);
                QCOMPARE(*back, change->signedBytes());
            }
        }
    }

    /// What stands beside is not in the bytes once more, and the words of the form cost next to nothing.
    void whatStandsBesideIsNotPackedAgain()
    {
        const ChangePtr first = m_desk.newCase(m_desk.colleague);
        const ChangePtr next = m_desk.edit(m_desk.colleague, {first}, {set(field::kCaseClass, "tip_case")});
        const QByteArray bytes = packedChange(*next).bytes;
        for (const QByteArray& beside :
             {next->body().replica.toBytes(), next->body().parents.first().toBytes()})
            QVERIFY(!bytes.contains(beside));
        QVERIFY2(bytes.size() < 116, qPrintable(QString::number(bytes.size())));
        constexpr qsizetype kBeside = ReplicaId::kSize + ChangeId::kSize;
        QVERIFY(plainFrame(next->signedBytes()).size() > bytes.size() + kBeside);
    }

    void rowsWithoutADictionaryAreRead()
    {
        for (const ChangePtr& change : std::as_const(m_all))
            QCOMPARE(*unpackedChange({kNoDictionary, plainFrame(change->signedBytes())}, {}),
                     change->signedBytes());
    }

    /// Whatever stands in a row gives the change, something that its id does not fit, or an error, and takes no more memory than a change.
    void nothingInARowDoesHarm()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 20'000; ++round) {
            const ChangePtr change = random.oneOf(m_all);
            PackedBytes made = packedChange(*change);
            PackedBeside beside = besideOf(*change);
            if (random.below(8) == 0)
                made = {kNoDictionary, plainFrame(change->signedBytes())};
            QByteArray& hit = random.below(6) == 0 ? beside.parents : made.bytes;
            switch (random.below(4)) {
            case 0: hit.truncate(random.below(int(hit.size()) + 1)); break;
            case 1: hit += random.bytes(1 + random.below(40)); break;
            case 2: hit = random.bytes(random.below(200)); break;
            default:
                if (!hit.isEmpty())
                    hit = withFlippedBit(hit, random.below(int(hit.size())), random.below(8));
            }
            const auto back = unpackedChange(made, beside);
            if (back)
                QVERIFY(back->size() <= Change::kMaxBytes);
            else
                QCOMPARE(back.error().code, ErrorCode::Damaged);
        }
    }

    void whatIsTooLargeIsRefusedBeforeItIsHeld()
    {
        const QByteArray bomb = plainFrame(QByteArray(64 * 1024 * 1024, 'x'));
        QCOMPARE(unpackedChange({kNoDictionary, bomb}, {}).error().code, ErrorCode::Damaged);
        const auto ours = qint64(changeDictionaries().first());
        QCOMPARE(unpackedChange({ours, QByteArray(4, '\0') + bomb}, {}).error().code, ErrorCode::Damaged);
        QCOMPARE(unpackedChange({ours, QByteArray(4, '\xff') + bomb}, {}).error().code, ErrorCode::Damaged);
        QCOMPARE(unpacked({kNoDictionary, bomb}, 1024).error().code, ErrorCode::Damaged);
    }

    /// A store of before the dictionaries (REL-20): its rows stay as they are, and give the same.
    void aStoreOfRowsWithoutADictionaryGoesOn()
    {
        const QByteArray digest = *m_desk.store->foldDigest();
        const QString where = copied(u"plain"_s);
        {
            auto file = m_desk.insider(where);
            QVERIFY(file);
            for (const ChangePtr& change : std::as_const(m_all))
                PROHORI_GOOD(file->run(u"UPDATE log SET dictionary = 0, packed = ? WHERE id = ?",
                                       {plainFrame(change->signedBytes()), change->id().toBytes()}));
            PROHORI_GOOD(file->run(u"DELETE FROM log_piece"));
            QCOMPARE(*file->integer(u"SELECT count(*) FROM log WHERE dictionary <> 0"), qint64(0));
        }
        PROHORI_GOOD(m_desk.tryOpen(where));
        QCOMPARE(*m_desk.store->foldDigest(), digest);
        QCOMPARE(faultsIn(*m_desk.store), QString());
        const ChangePtr more = m_desk.newCase(m_desk.officer);
        PROHORI_GOOD(m_desk.store->save(*more));
        QCOMPARE(faultsIn(*m_desk.store), QString());
        QVERIFY(m_desk.holds(m_all.first()) && m_desk.holds(more));
    }

    /// A dictionary of a later program: the row is named, with what to do; the rest goes on, and the check says so.
    void aDictionaryThatIsNotHereIsTold()
    {
        const ChangePtr lost = m_content->own.first();
        const QString where = copied(u"foreign"_s);
        {
            auto file = m_desk.insider(where);
            QVERIFY(file);
            PROHORI_GOOD(
                file->run(u"UPDATE log SET dictionary = ? WHERE id = ?", {kForeign, lost->id().toBytes()}));
            PROHORI_GOOD(file->run(u"UPDATE report_content SET dictionary = ? WHERE record = 2", {kForeign}));
        }
        PROHORI_GOOD(m_desk.tryOpen(where));
        const auto history = m_desk.store->history(lost->body().record);
        QVERIFY(!history);
        QCOMPARE(history.error().code, ErrorCode::TooNew);
        QVERIFY2(history.error().detail.contains(u"change 1 is packed with dictionary 1234567"_s)
                     && history.error().detail.contains(u"install"_s),
                 why(history));
        const QString faults = faultsIn(*m_desk.store);
        QVERIFY2(faults.contains(u"change 1 is packed with dictionary 1234567"_s), qPrintable(faults));
        QVERIFY2(faults.contains(u"what reports read of record 2 is packed with dictionary 1234567"_s),
                 qPrintable(faults));
        QVERIFY(m_desk.store->history(m_all.last()->body().record));
        m_desk.store.reset();
        // Nor is it left out of what is salvaged: the program that can read it brings all.
        const QString out = m_desk.path(u"salvaged"_s);
        const auto saved = salvageStore(where, m_desk.dataKey(), out, m_desk.clock);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::TooNew);
        QVERIFY(!QFileInfo::exists(out + u"/store.db"_s));
    }

    /// What another thread packed meanwhile is written as it is, for its own change; and nothing of it is left when that was undone.
    void whatWasPackedMeanwhileIsWritten()
    {
        StoreDesk desk;
        desk.create();
        const ChangePtr one = desk.newCase(desk.colleague), two = desk.newCase(desk.colleague),
                        three = desk.newCase(desk.colleague);
        const auto packed = [](const ChangePtr& change) {
            return IncomingChange{
                change, testStart(), 1, false, {kNoDictionary, plainFrame(change->signedBytes())}};
        };
        PROHORI_GOOD(desk.store->applyFrame({packed(one), {two, testStart(), 2}}, {u"41"_s, 2}));
        // A row that cannot be written undoes all of it.
        {
            auto file = desk.insider(desk.folder());
            QVERIFY(file);
            PROHORI_GOOD(file->run(
                u"CREATE TRIGGER no_more BEFORE INSERT ON log BEGIN SELECT raise(ABORT, 'full'); END"));
            QVERIFY(!desk.store->applyFrame({packed(three)}, {u"41"_s, 3}));
            PROHORI_GOOD(file->run(u"DROP TRIGGER no_more"));
        }
        PROHORI_GOOD(desk.store->applyFrame({{three, testStart(), 3}}, {u"41"_s, 3}));
        for (const ChangePtr& change : {one, two, three})
            QVERIFY(desk.holds(change));
        QCOMPARE(faultsIn(*desk.store), QString());
        desk.store.reset();
        auto file = desk.insider(desk.folder());
        QVERIFY(file);
        const auto dictionaryOf = [&](const ChangePtr& change) {
            return *file->integer(u"SELECT dictionary FROM log WHERE id = ?", {change->id().toBytes()});
        };
        const auto ours = qint64(changeDictionaries().first());
        QCOMPARE(dictionaryOf(one), kNoDictionary);
        QCOMPARE(dictionaryOf(two), ours);
        QCOMPARE(dictionaryOf(three), ours);
    }

    /// A large change goes over pieces beside its row, in whatever size; letting go of it takes them along.
    void aLargeChangeLiesInPieces()
    {
        SeededRandom random(testSeed());
        StoreDesk desk;
        desk.create();
        QList<ChangePtr> large;
        for (const int bytes : {300, 640, 900, 1'900, 20'000, 30'000}) {
            large.append(
                desk.newCase(desk.officer, {set(caseField(150), FieldValue::plain(Cbor(QString::fromLatin1(
                                                                    random.bytes(bytes).toHex()))))}));
            PROHORI_GOOD(desk.store->save(*large.last()));
        }
        desk.reopen();
        for (const ChangePtr& change : std::as_const(large))
            QVERIFY(desk.holds(change));
        QCOMPARE(faultsIn(*desk.store), QString());
        desk.store.reset();
        auto file = desk.insider(desk.folder());
        QVERIFY(file);
        QVERIFY(*file->integer(u"SELECT count(*) FROM log_piece") > 70);
        QVERIFY(*file->integer(u"SELECT max(length(packed)) FROM log") <= 648);
        QCOMPARE(*file->integer(u"SELECT count(*) FROM log_piece WHERE length(bytes) <> 648"), qint64(0));
        // Six of them fill a page of 4,016 bytes: a cell takes two bytes of its page and six of its own beside the row.
        QVERIFY(6 * (*file->integer(u"SELECT max(length(bytes)) + 7 FROM log_piece") + 2 + 2 + 5) + 8
                <= 4016);
    }

    /// Two of the columns that the bytes lean on: an altered one is a damaged row, never another change.
    void anAlteredColumnBesideIsFound()
    {
        for (const QString& column : {u"record"_s, u"replica"_s}) {
            const QString where = copied(column);
            {
                auto file = m_desk.insider(where);
                QVERIFY(file);
                PROHORI_GOOD(file->run(u"UPDATE log SET %1 = randomblob(16) WHERE no = 3"_s.arg(column)));
            }
            const auto opened = m_desk.tryOpen(where);
            const QString faults = opened ? faultsIn(*m_desk.store) : opened.error().detail;
            QVERIFY2(!opened || faults.contains(u"change 3"_s), qPrintable(faults));
        }
    }

private:
    QString copied(const QString& name)
    {
        m_desk.store.reset();
        const QString where = m_desk.path(name);
        copyFolder(m_desk.folder(), where);
        return where;
    }

    StoreDesk m_desk;
    std::unique_ptr<StoreContent> m_content;
    QList<ChangePtr> m_all;
};

QTEST_GUILESS_MAIN(PackingTest)
#include "PackingTest.moc"
