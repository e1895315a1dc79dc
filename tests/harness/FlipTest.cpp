// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyHeader.h"
#include "core/sql/Connection.h"
#include "Damage.h"
#include "HarnessOptions.h"

#include "core/sql/CipherLibrary.h"
#include "core/storage/Salvage.h"
#include "tests/core/storage/StoreContent.h"
#include "tests/support/SeededRandom.h"

#include <QElapsedTimer>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRuns = 150;  ///< in every build; the full budget is --runs 1000
constexpr int kHeaderRuns = 150;
constexpr int kControlRuns = 30;
constexpr int kSalvageRuns = 20;
constexpr int kMostPages = 50, kFewPages = 4;
constexpr QStringView kWhole =
    u"SELECT CAST(packed || coalesce((SELECT group_concat(bytes, '') FROM (SELECT bytes FROM log_piece WHERE "
    u"key >= no * 512 AND key < no * 512 + 512 ORDER BY key)), '') AS BLOB) FROM log WHERE no = ?";
const QString kDb = u"/store.db"_s;
const QString kWal = u"/store.db-wal"_s;
const QString kHeader = u"/keys.header"_s;
const QString kAnchor = u"/anchor"_s;
const QString kUnsent = u"/unsent"_s;

/// Rows that a statement gives over the bare library, without what the program does besides; -1 where it fails.
int rowsOf(const QString& path, const SecretBytes& key, const char* sql, QByteArray* last)
{
    sqlite3* handle = nullptr;
    int rows = 0;
    std::pair<int*, QByteArray*> into{&rows, last};
    const auto take = [](void* to, int, char** values, char**) {
        auto* const both = static_cast<std::pair<int*, QByteArray*>*>(to);
        ++*both->first;
        *both->second = values[0];
        return 0;
    };
    const bool done = sqlite3_open(QFile::encodeName(path).constData(), &handle) == SQLITE_OK
                   && giveKey(handle, key.view())
                   && sqlite3_exec(handle, sql, take, &into, nullptr) == SQLITE_OK;
    sqlite3_close(handle);
    return done ? rows : -1;
}

}  // namespace

// Nothing here has to outlast a power cut, and thousands of copies are written.
extern "C" int fsync(int)
{
    return 0;
}
extern "C" int fdatasync(int)
{
    return 0;
}

/** Damage to copies of every file that a store consists of: it is named, or it does no harm, and never is a save silently gone (REL-08, REL-10,
    REL-12, REL-13, REL-14, REL-18).
*/
class FlipTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        QVERIFY(startCipherLibrary());
        m_desk.create();
        m_desk.addHeader();
        m_content = std::make_unique<StoreContent>(m_desk);
        PROHORI_GOOD(m_desk.store->checkpoint(true));
        copyFolder(m_desk.folder(), m_desk.path(u"older"_s));
        for (int i = 0; i < 8; ++i)
            save(m_desk.newCase(m_desk.officer, {set(field::kFirNo, "1/2026")}));
        PROHORI_GOOD(m_desk.store->backupTo(m_desk.path(u"good.backup"_s)));
        for (int i = 0; i < 6; ++i)
            save(m_desk.edit(m_desk.officer, {m_confirmed[i]}, {set(field::kPoliceStation, "Kotwali")}));
        copyFolder(m_desk.folder(), unclean());
        QVERIFY(fileBytes(unclean() + kWal).size() > 3 * kDamagedPage);
        m_rows = int(m_desk.store->counts().changes);
        m_desk.store.reset();
        copyFolder(m_desk.folder(), clean());
        // Nothing of it is wrong before it is damaged.
        const QString where = fresh(clean());
        PROHORI_GOOD(m_desk.tryOpen(where));
        QCOMPARE(missing(), 0);
        QCOMPARE(faultsIn(*m_desk.store), QString());
    }

    void damageIsNamedOrHarmless()
    {
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        for (; result.runs < harnessOptions().runsOr(kRuns); ++result.runs) {
            const DamageKind kind = anyDamage(m_random);
            const int drawn = m_random.below(100);
            if (drawn < 50)
                flipStore(kind, result);
            else if (drawn < 70)
                flipBeside(unclean(), kWal, kind, result);
            else if (drawn < 80)
                flipBeside(unclean(), kUnsent + u'/' + m_random.oneOf(namesIn(unclean() + kUnsent)), kind,
                           result);
            else if (drawn < 85)
                flipBeside(unclean(), kAnchor, kind, result);
            else if (drawn < 93)
                flipHeader(kind, result);
            else
                flipBackup(kind, result);
        }
        result.milliseconds = timer.elapsed();
        result.print("H-FLIP");
        QVERIFY(result.isClean());
        QVERIFY(result.inside > 0);
    }

    void everyFaultOfOneHeaderCopyIsBorne()
    {
        // REL-18
        const QByteArray whole = fileBytes(clean() + kHeader);
        const auto before = KeyHeader::load(clean() + kHeader);
        QVERIFY(before);
        const QString where = m_desk.path(u"one.header"_s);
        for (int i = harnessOptions().runsOr(kHeaderRuns); i > 0; --i) {
            const int at = m_random.below(int(whole.size()));
            putBytes(where, withFlippedBit(whole, at, m_random.below(8)));
            const auto after = KeyHeader::load(where);
            QVERIFY2(after, qPrintable(u"byte %1"_s.arg(at)));
            QCOMPARE(after->slotInfos().size(), before->slotInfos().size());
            QCOMPARE(after->storeId(), before->storeId());
        }
    }

    void whatCanBeReadIsSalvaged()
    {
        // REL-17: whatever the database still reads of a store with 1-50 bad pages, and more, stands in the new one.
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        for (; result.runs < harnessOptions().runsOr(kSalvageRuns); ++result.runs)
            salvageOnce(result);
        result.milliseconds = timer.elapsed();
        result.print("H-FLIP salvage");
        QVERIFY(result.isClean());
        QVERIFY(result.confirmed > 0);
    }

    void controlWithoutASecondHome()
    {
        HarnessResult result;
        for (; result.runs < kControlRuns; ++result.runs) {
            const QString where = fresh(unclean());
            QDir(where + kUnsent).removeRecursively();
            QFile::remove(where + kAnchor);
            const QByteArray wal = fileBytes(where + kWal);
            putBytes(where + kWal, damaged(wal, {}, DamageKind::Bit, m_random));
            if (m_desk.tryOpen(where) && faultsIn(*m_desk.store).isEmpty())
                result.lost += missing();
        }
        result.print("control: no second home");
        QVERIFY(result.lost > 0);
    }

    void controlLesserChecks()
    {
        // Without integrity_check a missing last page, without "not empty" an emptied file is fine.
        const QString where = fresh(clean());
        const QByteArray whole = fileBytes(where + kDb);
        QByteArray said;
        putBytes(where + kDb, whole.chopped(kDamagedPage));
        QCOMPARE(rowsOf(where + kDb, m_desk.dataKey(), "PRAGMA cipher_integrity_check", &said), 0);
        QCOMPARE(m_desk.tryOpen(where).error().code, ErrorCode::Damaged);
        putBytes(where + kDb, {});
        QCOMPARE(rowsOf(where + kDb, m_desk.dataKey(), "PRAGMA integrity_check", &said), 1);
        QCOMPARE(said, QByteArray("ok"));
        QCOMPARE(m_desk.tryOpen(where).error().code, ErrorCode::Damaged);
    }

private:
    QString clean() const { return m_desk.path(u"clean"_s); }
    QString unclean() const { return m_desk.path(u"unclean"_s); }
    QString fresh(const QString& image)
    {
        m_desk.store.reset();
        const QString where = m_desk.path(u"copy"_s);
        copyFolder(image, where);
        return where;
    }
    void save(const ChangePtr& change)
    {
        const auto saved = m_desk.store->save(*change);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        m_confirmed.append(change);
    }
    int missing() const
    {
        int count = 0;
        for (const ChangePtr& change : m_confirmed + m_content->own) {
            const auto holds =
                m_desk.holds(change) || m_desk.store->delivery(change->id()) == Delivery::Quarantined;
            count += holds ? 0 : 1;
        }
        return count;
    }
    void breach(int& counted, const QString& what, const QString& file, DamageKind kind, int run)
    {
        qWarning("run %d, %s of %s: %s", run, damageName(kind), qPrintable(file), qPrintable(what));
        ++counted;
    }

    /// The main file: what is not what was written is found, or has been written anew since.
    void flipStore(DamageKind kind, HarnessResult& result)
    {
        const bool isClean = m_random.below(4) > 0;
        const QString where = fresh(isClean ? clean() : unclean());
        const QByteArray whole = fileBytes(where + kDb);
        const QByteArray after = damaged(whole, fileBytes(m_desk.path(u"older"_s) + kDb), kind, m_random);
        if (after == whole)
            return;
        putBytes(where + kDb, after);
        const auto opened = m_desk.tryOpen(where);
        if (!opened) {
            ++result.inside;
            if (opened.error().code != ErrorCode::Damaged)
                breach(result.damaged, opened.error().detail, kDb, kind, result.runs);
            return;
        }
        const bool told = m_desk.store->needsRemint() || !faultsIn(*m_desk.store).isEmpty();
        const int lost = missing();
        result.confirmed += int(m_confirmed.size() + m_content->own.size()) - lost;
        result.inside += told ? 1 : 0;
        if (told)
            return;
        if (lost > 0) {
            breach(result.lost, u"%1 saves silently gone"_s.arg(lost), kDb, kind, result.runs);
        } else if (kind < DamageKind::PageOld && isStillThere(whole, after, fileBytes(where + kDb))) {
            breach(result.damaged, u"not found"_s, kDb, kind, result.runs);
        }
    }

    /// Whether any page that was damaged still is as it was after that.
    static bool isStillThere(const QByteArray& whole, const QByteArray& after, const QByteArray& now)
    {
        for (qsizetype at = 0; at + kDamagedPage <= after.size(); at += kDamagedPage) {
            const auto pageOf = [at](const QByteArray& bytes) {
                return QByteArrayView(bytes).sliced(at, kDamagedPage);
            };
            if (at + kDamagedPage <= whole.size() && at + kDamagedPage <= now.size()
                && pageOf(after) != pageOf(whole) && pageOf(now) == pageOf(after))
                return true;
        }
        return false;
    }

    /// The files beside it, of which none is the only place of anything.
    void flipBeside(const QString& image, const QString& name, DamageKind kind, HarnessResult& result)
    {
        const QString where = fresh(image);
        const QByteArray whole = fileBytes(where + name);
        const QByteArray after = damaged(whole, fileBytes(m_desk.path(u"older"_s) + name), kind, m_random);
        if (m_random.below(12) == 0)
            QFile::remove(where + name);
        else
            putBytes(where + name, after);
        const auto opened = m_desk.tryOpen(where);
        if (!opened)
            return breach(result.damaged, opened.error().detail, name, kind, result.runs);
        const int lost = missing();
        result.confirmed += int(m_confirmed.size() + m_content->own.size()) - lost;
        if (lost > 0 || m_desk.store->recovery().missing > 0)
            breach(result.lost, u"%1 saves gone"_s.arg(lost), name, kind, result.runs);
        if (const QString faults = faultsIn(*m_desk.store); !faults.isEmpty())
            breach(result.partial, faults, name, kind, result.runs);
    }

    void flipHeader(DamageKind kind, HarnessResult& result)
    {
        const QByteArray whole = fileBytes(clean() + kHeader);
        const QByteArray after = damaged(whole, {}, kind, m_random);
        const QString where = m_desk.path(u"one.header"_s);
        putBytes(where, after);
        const auto before = KeyHeader::load(clean() + kHeader);
        const auto loaded = KeyHeader::load(where);
        result.inside += loaded ? 0 : 1;
        if (loaded && loaded->toBytes() != before->toBytes())
            breach(result.damaged, u"other slots"_s, kHeader, kind, result.runs);
        if (!loaded && loaded.error().code != ErrorCode::Damaged && loaded.error().code != ErrorCode::TooNew)
            breach(result.damaged, loaded.error().detail, kHeader, kind, result.runs);
    }

    void flipBackup(DamageKind kind, HarnessResult& result)
    {
        const QByteArray whole = fileBytes(m_desk.path(u"good.backup"_s));
        const QByteArray after = damaged(whole, {}, kind, m_random);
        const QString file = m_desk.path(u"bad.backup"_s), where = m_desk.path(u"restored"_s);
        putBytes(file, after);
        QDir(where).removeRecursively();
        const auto restored = restoreBackup(file, where);
        result.inside += restored ? 0 : 1;
        if (bool(restored) != (after == whole))
            breach(result.damaged, u"taken for a good one"_s, u"backup"_s, kind, result.runs);
    }

    /// Rows that SQLite itself reaches, one by one, with the pieces that go on beside them.
    QList<ChangeId> readable(const QString& where)
    {
        QList<ChangeId> ids;
        auto file = m_desk.insider(where);
        for (int no = 1; file && no <= m_rows; ++no) {
            const auto packed = file->blob(kWhole, {no});
            const auto id = file->blob(u"SELECT id FROM log WHERE no = ?", {no});
            if (packed && *packed && id && *id)
                ids.append(ChangeId::fromBytes(**id));
        }
        return ids;
    }

    /// Without authority and people no store can be made that proves its changes: only a backup brings them back.
    bool saysWhoseItIs(const QString& where)
    {
        auto file = m_desk.insider(where);
        const auto owner = file ? file->blob(u"SELECT authority FROM identity", {}) : file.error();
        const auto people =
            file ? file->blob(u"SELECT bytes FROM statement ORDER BY no LIMIT 1", {}) : file.error();
        return (owner && *owner) || (people && *people);
    }

    void salvageOnce(HarnessResult& result)
    {
        const QString where = fresh(clean()), out = m_desk.path(u"salvaged"_s);
        const bool hasHomes = m_random.below(2) == 0;
        if (!hasHomes)
            QDir(where + kUnsent).removeRecursively();
        QByteArray bytes = fileBytes(where + kDb);
        // Of a store with so many bad pages hardly anything can be read: in every second run there are few.
        const int most = result.runs % 2 == 0 ? kMostPages : kFewPages;
        for (int left = 1 + m_random.below(most); left > 0; --left)
            bytes = damaged(bytes, {}, m_random.below(2) == 0 ? DamageKind::Bit : DamageKind::PageZeroed,
                            m_random);
        putBytes(where + kDb, bytes);
        const QString twin = m_desk.path(u"twin"_s);
        copyFolder(where, twin);
        const QList<ChangeId> wanted = readable(twin);
        QDir(out).removeRecursively();
        const auto saved = salvageStore(where, m_desk.dataKey(), out, m_desk.clock);
        if (!saved) {
            ++result.inside;
            const bool isNobodys = saved.error().hint == u"no-owner"_s && !saysWhoseItIs(twin);
            if (saved.error().code != ErrorCode::Damaged || (!wanted.isEmpty() && !isNobodys))
                breach(result.damaged, saved.error().detail, kDb, DamageKind::Bit, result.runs);
            return;
        }
        if (const auto opened = m_desk.tryOpen(out); !opened)
            return breach(result.damaged, opened.error().detail, kDb, DamageKind::Bit, result.runs);
        for (const ChangeId& id : wanted) {
            ++result.confirmed;
            if (!m_desk.store->knows(id))
                breach(result.lost, u"a change that can be read"_s, kDb, DamageKind::Bit, result.runs);
        }
        if (hasHomes) {
            for (const ChangePtr& change : m_confirmed) {
                if (!m_desk.store->knows(change->id()))
                    breach(result.lost, u"a change of the second home"_s, kDb, DamageKind::Bit, result.runs);
            }
        }
    }

    StoreDesk m_desk;
    std::unique_ptr<StoreContent> m_content;
    int m_rows = 0;
    QList<ChangePtr> m_confirmed;
    SeededRandom m_random{testSeed()};
};

int main(int argc, char** argv)
{
    return harnessMain<FlipTest>(argc, argv);
}
#include "FlipTest.moc"
