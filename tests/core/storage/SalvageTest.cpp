// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Salvage.h"
#include "core/secrets/KeyHeader.h"
#include "core/storage/BackupShelf.h"
#include "core/storage/BackupWork.h"
#include "core/storage/SalvageReading.h"
#include "StoreContent.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kPage = 4096;
constexpr int kRounds = 50;
const QString kDb = u"/store.db"_s;

QSet<ChangeId> idsOf(const SalvageReading& found)
{
    QSet<ChangeId> ids;
    for (const FoundChange& one : found.changes)
        ids.insert(one.change->id());
    return ids;
}

}  // namespace

// Nothing here has to outlast a power cut.
extern "C" int fsync(int)
{
    return 0;
}
extern "C" int fdatasync(int)
{
    return 0;
}

/** What can still be read of a damaged store (REL-17): every change on a page that is as it was written, and everything in its second home.
*/
class SalvageTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_desk.create();
        m_desk.addHeader();
        // At the hub: without a second home, so the log alone has them. Some go over several pages.
        for (int i = 0; i < 40; ++i) {
            const int bytes = i % 12 == 0 ? 6000 : 300;
            keep(m_desk.newCase(m_desk.officer, {set(field::kPoliceStation, m_random.bytes(bytes).toHex())}));
        }
        QList<Verdict> verdicts;
        for (const ChangePtr& change : std::as_const(m_all))
            verdicts.append(m_desk.verdict(change, Delivery::Custody));
        PROHORI_GOOD(m_desk.store->recordVerdicts(verdicts));
        PROHORI_GOOD(m_desk.store->checkpoint(true));
        m_atHub = m_all;
        for (int i = 0; i < 3; ++i)
            keep(m_desk.edit(m_desk.officer, {m_all[i]}, {set(field::kFirNo, "12/2026")}));
        PROHORI_GOOD(m_desk.frame({m_desk.newCase(m_desk.colleague)}));
        PROHORI_GOOD(m_desk.store->saveDraft({QByteArray(16, 'd'),
                                              7,
                                              m_all[0]->body().record,
                                              {m_all[0]->id()},
                                              {{u"a"_s, 1}},
                                              m_desk.clock.now()}));
        PROHORI_GOOD(m_desk.store->keep(7, u"second entry"_s, {}, {{u"b"_s, 2}}));
        PROHORI_GOOD(m_desk.store->setSetting(u"hub.url"_s, u"https://hub.example"_s));
        PROHORI_GOOD(m_desk.store->setBlobSetting(u"some.bytes"_s, "bytes"));
        m_digest = *m_desk.store->foldDigest();
        m_id = m_desk.store->id();
        m_desk.store.reset();
        copyFolder(m_desk.folder(), clean());
        m_whole = fileBytes(clean() + kDb);
        QVERIFY(m_whole.size() / kPage > 50);
    }

    void ofASoundStoreNothingIsMissing()
    {
        const QString out = m_desk.path(u"out"_s);
        const auto saved = salvageStore(fresh(), m_desk.dataKey(), out, m_desk.clock);
        PROHORI_GOOD(saved);
        QCOMPARE(saved->badPages, 0);
        QCOMPARE(saved->changes, m_all.size() + 1);
        QCOMPARE(saved->refused, 0);
        QCOMPARE(saved->drafts, 1);
        QVERIFY2(saved->missing.isEmpty() && saved->holed.isEmpty(),
                 qPrintable(saved->sentences().join(u'\n')));
        PROHORI_GOOD(m_desk.tryOpen(out));
        const Store& store = *m_desk.store;
        QCOMPARE(*store.foldDigest(), m_digest);
        QCOMPARE(faultsIn(store), QString());
        QCOMPARE(store.id(), m_id);
        QVERIFY2(store.needsRemint(), "it goes on as a new replica");
        QVERIFY2(store.cursors().isEmpty(), "the next sync reads everything");
        QCOMPARE(store.drafts(7).size(), 1);
        QCOMPARE(store.drafts(7)[0].base, QList<ChangeId>{m_all[0]->id()});
        QCOMPARE(store.kept(7, u"second entry"_s)[u"b"_s].toInt(), 2);
        QCOMPARE(store.setting(u"hub.url"_s), u"https://hub.example"_s);
        QCOMPARE(store.blobSetting(u"some.bytes"_s), QByteArray("bytes"));
        QCOMPARE(store.delivery(m_atHub[0]->id()), Delivery::Custody);
        QCOMPARE(store.delivery(m_all.last()->id()), Delivery::Unsent);
        QVERIFY(store.directory().personByLogin(u"rahima"_s));
        const auto header = KeyHeader::load(out + u"/keys.header"_s);
        QVERIFY(header);
        QVERIFY(header->open(u"rahima"_s, secretOf("glacier umbrella violin"), {}));
        PROHORI_GOOD(m_desk.store->remint(ReplicaId::fromBytes(QByteArray(16, 'r')), SigningKey::make()));
        QCOMPARE(faultsIn(store), QString());
    }

    void eachPageTakesWithItWhatLiesOnIt()
    {
        // One page after the other: what is lost is what lies on it, and together that is everything. A tree above it, an index or the first page
        // takes nothing.
        QSet<ChangeId> everything;
        int bearing = 0;
        for (qsizetype page = 0; page < m_whole.size() / kPage; ++page) {
            const QSet<ChangeId> lost = lostBy({page}).value_or(m_ids);
            everything += lost;
            bearing += lost.isEmpty() ? 0 : 1;
            QVERIFY2(lost.size() <= 16, qPrintable(u"page %1 took %2 changes"_s.arg(page).arg(lost.size())));
            m_lostBy.append(lost);
        }
        QCOMPARE(everything.size(), m_all.size());
        QVERIFY(bearing > 10);
        QVERIFY2(m_lostBy.first().isEmpty(), "the first page holds no change");
    }

    void manyPagesTakeNothingMore()
    {
        // REL-17: 1-50 pages.
        int compared = 0;
        for (int round = 0; round < kRounds; ++round) {
            QSet<qsizetype> pages;
            QSet<ChangeId> expected;
            for (int i = 0; i <= round; ++i)
                pages.insert(m_random.below(int(m_lostBy.size())));
            for (const qsizetype page : std::as_const(pages))
                expected += m_lostBy[page];
            // Where not even a statement about people is left, there is nobody to read it for.
            const auto lost = lostBy(pages);
            QVERIFY(lost || pages.size() > 5);
            QCOMPARE(lost.value_or(expected), expected);
            compared += lost ? 1 : 0;
        }
        QVERIFY(compared > kRounds / 4);
    }

    void whatIsLostIsNamedAndTheSecondHomeSaves()
    {
        for (int round = 0; round < 6; ++round) {
            QSet<qsizetype> pages;
            for (int i = 0; i < 1 + round * 9; ++i)
                pages.insert(m_random.below(int(m_lostBy.size())));
            const QString out = m_desk.path(u"out-%1"_s.arg(round));
            const auto saved = salvageStore(damaged(pages), m_desk.dataKey(), out, m_desk.clock);
            if (!saved) {
                // Neither its own line nor a statement could be read.
                QCOMPARE(saved.error().code, ErrorCode::Damaged);
                continue;
            }
            PROHORI_GOOD(m_desk.tryOpen(out));
            QVERIFY(m_desk.store->needsRemint());
            const QList<quint64> missing = saved->missing.value(m_desk.officer.replica);
            const bool knowsPeople = m_desk.store->directory().personByLogin(u"rahima"_s);
            for (const ChangePtr& change : std::as_const(m_all)) {
                const bool isThere = m_desk.store->knows(change->id());
                QCOMPARE(!isThere, missing.contains(change->body().counter));
                if (!m_atHub.contains(change))
                    QVERIFY2(isThere, "its second home had it");
            }
            // Until the hub gave them back, the check names them, too, and nothing else.
            for (const QString& fault : faultsIn(*m_desk.store).split(u'\n', Qt::SkipEmptyParts))
                QVERIFY2(!knowsPeople || (!missing.isEmpty() && fault.contains(u"missing"_s)),
                         qPrintable(fault));
        }
    }

    void theNewestBackupFillsTheHoles()
    {
        // REL-10: what neither the store nor its second home has, a backup may have.
        StoreDesk desk;
        desk.create();
        desk.addHeader();
        QList<ChangePtr> all;
        QList<Verdict> verdicts;
        for (int i = 0; i < 10; ++i) {
            all.append(desk.newCase(desk.officer));
            PROHORI_GOOD(desk.store->save(*all.last()));
            verdicts.append(desk.verdict(all.last(), Delivery::Custody));
        }
        PROHORI_GOOD(desk.store->recordVerdicts(verdicts));
        const BackupShelf shelf = BackupShelf::ofStore(desk.folder(), desk.store->id());
        PROHORI_GOOD(shelf.make({desk.folder(), desk.dataKey(), desk.clock.now()}));
        PROHORI_GOOD(
            desk.store->saveDraft({QByteArray(16, 'd'), 7, {}, {}, {{u"a"_s, 1}}, desk.clock.now()}));
        all.append(desk.newCase(desk.officer));
        PROHORI_GOOD(desk.store->save(*all.last()));
        desk.store.reset();
        putBytes(desk.folder() + kDb, QByteArray(40 * kPage, '\0'));
        const QString out = desk.path(u"out"_s);
        const auto saved = salvageStore(desk.folder(), desk.dataKey(), out, desk.clock);
        PROHORI_GOOD(saved);
        QCOMPARE(saved->fromBackup, 10);
        QCOMPARE(saved->fromSecondHome, 1);
        QVERIFY(saved->missing.isEmpty());
        PROHORI_GOOD(desk.tryOpen(out));
        for (const ChangePtr& change : std::as_const(all))
            QVERIFY(desk.holds(change));
        QVERIFY(desk.store->directory().personByLogin(u"rahima"_s));
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void withoutTheFileThereIsTheSecondHome()
    {
        const QString where = fresh();
        putBytes(where + kDb, QByteArray(m_whole.size(), '\0'));
        const auto none = salvageStore(where, m_desk.dataKey(), m_desk.path(u"none"_s), m_desk.clock);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::Damaged);
        QVERIFY2(none.error().detail.contains(u"3 changes can be read"_s), qPrintable(none.error().detail));
        QVERIFY(!QFileInfo::exists(m_desk.path(u"none"_s)));
        QVERIFY(!QFileInfo::exists(m_desk.path(u"none.part"_s)));
    }

    void withoutItsFirstSectorItIsReadAllTheSame()
    {
        // The salt is gone, so no page can be proven: what proves itself counts, what does not is left.
        QByteArray bytes = m_whole;
        bytes.replace(0, 512, QByteArray(512, '\0'));
        const QString where = fresh();
        putBytes(where + kDb, bytes);
        const auto saved = salvageStore(where, m_desk.dataKey(), m_desk.path(u"unsalted"_s), m_desk.clock);
        PROHORI_GOOD(saved);
        QCOMPARE(saved->changes, m_all.size() + 1);
        QCOMPARE(saved->drafts, 0);
        QVERIFY(!saved->knewItself);
        PROHORI_GOOD(m_desk.tryOpen(m_desk.path(u"unsalted"_s)));
        QCOMPARE(*m_desk.store->foldDigest(), m_digest);
    }

    void whatStandsInTheLogAloneIsFound()
    {
        // An unclean end, and then the file was damaged: the newest rows stand in the write-ahead log.
        StoreDesk desk;
        desk.create();
        desk.addHeader();
        PROHORI_GOOD(desk.store->checkpoint(true));
        QList<ChangePtr> all;
        for (int i = 0; i < 8; ++i) {
            all.append(desk.newCase(desk.officer));
            PROHORI_GOOD(desk.store->save(*all.last()));
        }
        const QString where = desk.path(u"unclean"_s);
        copyFolder(desk.folder(), where);
        QDir(where + u"/unsent"_s).removeRecursively();
        QVERIFY(QFileInfo(where + kDb + u"-wal"_s).size() > 0);
        const auto saved = salvageStore(where, desk.dataKey(), desk.path(u"out"_s), desk.clock);
        PROHORI_GOOD(saved);
        QCOMPARE(saved->changes, 8);
    }

    void aFolderInUseOrAWrongKeyIsRefused()
    {
        const auto used = salvageStore(fresh(), m_desk.dataKey(), clean(), m_desk.clock);
        QVERIFY(!used);
        QCOMPARE(used.error().code, ErrorCode::Refused);
        const auto other =
            salvageStore(fresh(), SecretBytes::random(32), m_desk.path(u"other"_s), m_desk.clock);
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::Damaged);
        PROHORI_GOOD(m_desk.tryOpen(fresh()));
        const auto busy =
            salvageStore(m_desk.path(u"copy"_s), m_desk.dataKey(), m_desk.path(u"busy"_s), m_desk.clock);
        QVERIFY(!busy);
        QCOMPARE(busy.error().code, ErrorCode::Locked);
        m_desk.store.reset();
    }

private:
    QString clean() const { return m_desk.path(u"clean"_s); }
    QString fresh()
    {
        m_desk.store.reset();
        const QString where = m_desk.path(u"copy"_s);
        copyFolder(clean(), where);
        return where;
    }
    QByteArray damagedBytes(const QSet<qsizetype>& pages)
    {
        QByteArray bytes = m_whole;
        for (const qsizetype page : pages) {
            // One bit, or all of it.
            if (m_random.below(2) == 0)
                bytes[page * kPage + 20 + m_random.below(4000)] ^= char(1 << m_random.below(8));
            else
                bytes.replace(page * kPage + (page == 0 ? 512 : 0), page == 0 ? kPage - 512 : kPage,
                              QByteArray(page == 0 ? kPage - 512 : kPage, '\0'));
        }
        return bytes;
    }
    QString damaged(const QSet<qsizetype>& pages)
    {
        const QString where = fresh();
        putBytes(where + kDb, damagedBytes(pages));
        return where;
    }
    /// Of the log alone, without the second home.
    std::optional<QSet<ChangeId>> lostBy(const QSet<qsizetype>& pages)
    {
        const QString where = m_desk.path(u"log alone"_s);
        QDir().mkpath(where);
        putBytes(where + u"/keys.header"_s, fileBytes(clean() + u"/keys.header"_s));
        putBytes(where + kDb, damagedBytes(pages));
        Salvaged told;
        const auto read = SalvageReading::read(where, m_desk.dataKey(), told);
        return read ? std::optional(m_ids - idsOf(*read)) : std::nullopt;
    }
    void keep(const ChangePtr& change)
    {
        const auto saved = m_desk.store->save(*change);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        m_all.append(change);
        m_ids.insert(change->id());
    }

    StoreDesk m_desk;
    SeededRandom m_random{testSeed()};
    QList<ChangePtr> m_all, m_atHub;
    QSet<ChangeId> m_ids;
    QList<QSet<ChangeId>> m_lostBy;
    QByteArray m_digest, m_whole;
    StoreId m_id;
};

QTEST_GUILESS_MAIN(SalvageTest)
#include "SalvageTest.moc"
