// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/UnsentFiles.h"
#include "StoreContent.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/stat.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// What a disk, a power cut or a person with a file manager does to one file.
QByteArray damaged(const QByteArray& bytes, const QByteArray& older, SeededRandom& random)
{
    if (bytes.isEmpty())
        return "x";
    const int at = random.below(int(bytes.size()));
    switch (random.below(8)) {
    case 0: return {};
    case 1: return bytes.left(at);
    case 2: return older;
    case 3: {
        QByteArray zeroed = bytes;
        const int count = std::min<int>(512, int(bytes.size()) - at);
        return zeroed.replace(at, count, QByteArray(count, '\0'));
    }
    case 4: return random.bytes(bytes.size());
    default: return withFlippedBit(bytes, at, random.below(8));
    }
}

const QString kDb = u"/store.db"_s;
const QString kWal = u"/store.db-wal"_s;
const QString kAnchor = u"/anchor"_s;
const QString kUnsent = u"/unsent"_s;

}  // namespace

class StoreDurabilityTest : public QObject {
    Q_OBJECT
private slots:
    /// Saves before and after a checkpoint, some of them in the hub's custody; then the disk as a kill leaves
    /// it, twice.
    void initTestCase()
    {
        m_desk.create();
        QList<Verdict> verdicts;
        for (int i = 0; i < 3; ++i) {
            save(m_desk.newCase(m_desk.officer, {set(field::kFirNo, "1/2026")}));
            verdicts.append(m_desk.verdict(m_confirmed.last(), Delivery::Custody));
        }
        PROHORI_GOOD(m_desk.store->recordVerdicts(verdicts));
        PROHORI_GOOD(m_desk.store->checkpoint(true));
        m_delivered = m_confirmed;
        for (int i = 0; i < 4; ++i)
            save(m_desk.edit(m_desk.officer, {m_confirmed[i]}, {set(field::kPoliceStation, "Kotwali")}));
        copyFolder(m_desk.folder(), m_desk.path(u"older"_s));
        m_olderCounter = m_desk.store->lastCounter();
        PROHORI_GOOD(m_desk.store->checkpoint(true));
        const auto one = m_desk.newCase(m_desk.officer);
        const auto two = m_desk.edit(m_desk.officer, {one}, {submitItem()});
        PROHORI_GOOD(m_desk.store->saveAll({*one, *two}));
        m_confirmed << one << two;
        for (int i = 0; i < 4; ++i)
            save(m_desk.newCase(m_desk.officer, {set(field::kRiskLevel, "high")}));
        copyFolder(m_desk.folder(), m_desk.path(u"image"_s));
        QVERIFY(fileBytes(m_desk.path(u"image"_s) + kWal).size() > 10'000);
        QCOMPARE(namesIn(m_desk.path(u"image"_s) + kUnsent).size(),
                 m_confirmed.size() - m_delivered.size() - 1);
        m_desk.store.reset();
    }

    void aKillLosesNothing()
    {
        // REL-08 without damage
        PROHORI_GOOD(m_desk.tryOpen(fresh()));
        QVERIFY(missing().isEmpty());
        QCOMPARE(m_desk.store->recovery().takenBack, 0);
        QVERIFY(!m_desk.store->needsRemint());
        QCOMPARE(faultsIn(*m_desk.store), QString());
    }

    void damageToOneHomeLosesNoConfirmedSave_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("the store") << kDb;
        QTest::newRow("the write-ahead log") << kWal;
        QTest::newRow("the second home") << kUnsent;
    }

    void damageToOneHomeLosesNoConfirmedSave()
    {
        // REL-08: every change is there, or the store says that it is damaged and its second home holds what
        // no hub has.
        QFETCH(const QString, name);
        SeededRandom random(testSeed());
        int opened = 0, refused = 0;
        for (int round = 0; round < 24; ++round) {
            const QString where = fresh();
            QString victim = name;
            if (name == kUnsent)
                victim += u'/' + random.oneOf(namesIn(where + kUnsent));
            const QByteArray before = fileBytes(where + victim);
            const QByteArray older =
                name == kUnsent ? QByteArray() : fileBytes(m_desk.path(u"older"_s) + victim);
            const QByteArray after = damaged(before, older, random);
            putBytes(where + victim, after);
            const auto done = m_desk.tryOpen(where);
            const QByteArray told = "round " + QByteArray::number(round);
            if (!done) {
                ++refused;
                QVERIFY2(name == kDb, told + ": " + why(done));
                QVERIFY2(done.error().code == ErrorCode::Damaged, told + ": " + why(done));
                QVERIFY2(secondHomesHoldAll(where), told);
                continue;
            }
            ++opened;
            QVERIFY2(missing().isEmpty(), told + ": lost " + missing().join(u", "_s).toUtf8());
            QVERIFY2(!m_desk.store->needsRemint(), told);
            QCOMPARE(faultsIn(*m_desk.store), QString());
        }
        QVERIFY(name == kDb ? refused > 0 : opened == 24);
        m_desk.store.reset();
    }

    void aRestoredBackupAndTheSecondHomeMakeItWhole()
    {
        // The way out when the store itself is gone: an older copy of it, marked as such, and the files
        // beside it.
        const QString where = fresh();
        putBytes(where + kDb, fileBytes(m_desk.path(u"older"_s) + kDb));
        putBytes(where + kWal, fileBytes(m_desk.path(u"older"_s) + kWal));
        PROHORI_GOOD(m_desk.tryOpen(where));
        QVERIFY(missing().isEmpty());
        QCOMPARE(m_desk.store->recovery().takenBack, 6);
        QVERIFY(!m_desk.store->needsRemint());
        QCOMPARE(m_desk.store->lastCounter(), m_desk.officer.counter);
        QCOMPARE(faultsIn(*m_desk.store), QString());
    }

    void everyRollbackIsTold()
    {
        // REL-10: store and second home from before, the anchor from now.
        const auto lost = int(m_desk.officer.counter - m_olderCounter);
        const QString where = m_desk.path(u"rolled"_s);
        copyFolder(m_desk.path(u"older"_s), where);
        putBytes(where + kAnchor, fileBytes(m_desk.path(u"image"_s) + kAnchor));
        PROHORI_GOOD(m_desk.tryOpen(where));
        QCOMPARE(m_desk.store->recovery().missing, lost);
        QVERIFY(m_desk.store->needsRemint());
        QVERIFY(faultsIn(*m_desk.store).contains(u"missing"_s));
        const auto refused = m_desk.store->save(*m_desk.newCase(m_desk.colleague));
        QVERIFY(!refused);
        QCOMPARE(refused.error().hint, u"remint"_s);
        // It does not forget, until it has a new identity.
        PROHORI_GOOD(m_desk.tryOpen(where));
        QCOMPARE(m_desk.store->recovery().missing, lost);
        PROHORI_GOOD(m_desk.store->remint(ReplicaId::fromBytes(QByteArray(16, 'n')), SigningKey::make()));
        PROHORI_GOOD(m_desk.tryOpen(where));
        QCOMPARE(m_desk.store->recovery().missing, 0);
        QCOMPARE(faultsIn(*m_desk.store), QString());
    }

    void whatCameBackIsMissingNoMore()
    {
        // REL-10: the store goes on as a new incarnation and gets from the hub what it had lost; what has not come yet is told, of the incarnation that
        // had made it.
        const QString where = m_desk.path(u"rolled-back"_s);
        copyFolder(m_desk.path(u"older"_s), where);
        putBytes(where + kAnchor, fileBytes(m_desk.path(u"image"_s) + kAnchor));
        PROHORI_GOOD(m_desk.tryOpen(where));
        PROHORI_GOOD(m_desk.store->remint(ReplicaId::fromBytes(QByteArray(16, 'n')), SigningKey::make()));
        const qsizetype lost = m_confirmed.size() - qsizetype(m_olderCounter);
        const QString told = u"replica %1: its last %2 saves are missing here, the hub may hold them"_s;
        const QString replica = m_desk.officer.replica.toString();
        QCOMPARE(faultsIn(*m_desk.store), told.arg(replica).arg(lost));
        const QList<ChangePtr> back = m_confirmed.last(lost);
        PROHORI_GOOD(m_desk.frame(back.first(2)));
        QCOMPARE(faultsIn(*m_desk.store), told.arg(replica).arg(lost - 2));
        PROHORI_GOOD(m_desk.frame(back));
        QCOMPARE(faultsIn(*m_desk.store), QString());
        m_desk.store.reset();
    }

    void rollbacksToAnySaveAreTold()
    {
        // REL-10
        StoreDesk desk;
        desk.create();
        QList<quint64> counters;
        for (int i = 0; i < 8; ++i) {
            PROHORI_GOOD(desk.store->save(*desk.newCase(desk.officer)));
            copyFolder(desk.folder(), desk.path(u"at-%1"_s.arg(i)));
            counters.append(desk.store->lastCounter());
        }
        const QByteArray anchor = fileBytes(desk.folder() + kAnchor);
        for (int i = 0; i < 7; ++i) {
            const QString where = desk.path(u"at-%1"_s.arg(i));
            putBytes(where + kAnchor, anchor);
            PROHORI_GOOD(desk.tryOpen(where));
            QCOMPARE(desk.store->recovery().missing, int(counters.last() - counters[i]));
            QVERIFY(desk.store->needsRemint());
        }
    }

    void anAnchorThatIsGoneIsWrittenAnew()
    {
        for (const QByteArray& left :
             {QByteArray(), QByteArray("rubbish"), fileBytes(m_desk.path(u"image"_s) + kAnchor).chopped(1)}) {
            const QString where = fresh();
            putBytes(where + kAnchor, left);
            PROHORI_GOOD(m_desk.tryOpen(where));
            QVERIFY(missing().isEmpty());
            QCOMPARE(faultsIn(*m_desk.store), QString());
        }
    }

    void whatIsNotThisStoreIsNeverTakenForANewOne_data()
    {
        // REL-14
        QTest::addColumn<QByteArray>("content");
        m_desk.store.reset();
        const QString clean = m_desk.path(u"clean"_s);
        copyFolder(m_desk.path(u"image"_s), clean);
        PROHORI_GOOD(m_desk.tryOpen(clean));
        m_desk.store.reset();
        const QByteArray whole = fileBytes(clean + kDb);
        const auto row = [](const char* name, const QByteArray& content) { QTest::newRow(name) << content; };
        row("emptied", {});
        for (const int bytes : {1, 15, 16, 100, 512, 1024, 4095, 4096, 4097, 8192})
            QTest::addRow("cut to %d bytes", bytes) << whole.left(bytes);
        row("cut by a byte", whole.chopped(1));
        row("cut by a page", whole.chopped(4096));
        row("cut in half", whole.left(whole.size() / 2));
        row("zeros", QByteArray(whole.size(), '\0'));
        row("rubbish", SodiumRandom().bytes(whole.size()));
        row("a text", "this is no store\n");
        row("a plain database", "SQLite format 3" + QByteArray(4081, '\0'));
        row("without its first page", whole.mid(4096));
        row("the first page twice", whole.left(4096) + whole);
        StoreDesk other;
        other.create();
        other.store.reset();
        row("the store of another key", fileBytes(other.folder() + kDb));
        const auto sameKey =
            Store::create(m_desk.path(u"new"_s), m_desk.dataKey(),
                          {StoreId::fromBytes(QByteArray(16, 's')), ReplicaId::fromBytes(QByteArray(16, 'r')),
                           SigningKey::make(), m_desk.authority.info},
                          m_desk.clock);
        PROHORI_GOOD(sameKey);
        PROHORI_GOOD((*sameKey)->checkpoint(true));
        row("a new store under the same key", fileBytes(m_desk.path(u"new"_s) + kDb));
    }

    void whatIsNotThisStoreIsNeverTakenForANewOne()
    {
        QFETCH(const QByteArray, content);
        const QString where = m_desk.path(u"shape"_s);
        copyFolder(m_desk.path(u"clean"_s), where);
        putBytes(where + kDb, content);
        const QStringList homes = namesIn(where + kUnsent);
        const auto opened = m_desk.tryOpen(where);
        QVERIFY2(!opened, "it was opened");
        QVERIFY2(opened.error().code == ErrorCode::Damaged, why(opened));
        QCOMPARE(fileBytes(where + kDb), content);
        QCOMPARE(namesIn(where + kUnsent), homes);
        const auto anew = Store::create(where, m_desk.dataKey(), {}, m_desk.clock);
        QVERIFY(!anew);
        QCOMPARE(anew.error().code, ErrorCode::Refused);
        QVERIFY2(secondHomesHoldAll(where), "the second homes");
    }

    void aMissingStoreIsNotMadeAnew()
    {
        // REL-14
        const QString where = m_desk.path(u"shape"_s);
        copyFolder(m_desk.path(u"clean"_s), where);
        QVERIFY(QFile::remove(where + kDb));
        const auto opened = m_desk.tryOpen(where);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Damaged);
        QVERIFY(!QFile::exists(where + kDb));
        QVERIFY(!Store::create(where, m_desk.dataKey(), {}, m_desk.clock));
        QVERIFY(QFile::link(m_desk.path(u"clean"_s) + kDb, where + kDb));
        const auto linked = m_desk.tryOpen(where);
        QVERIFY(!linked);
        QCOMPARE(linked.error().hint, u"symlink"_s);  // SEC-32
    }

    void aChangeInItsSecondHomeOnlyIsTakenInOnce()
    {
        // REL-03: a kill between the second home and the commit leaves the change whole; saving it again
        // makes no second one.
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first));
        const QString where = desk.path(u"between"_s);
        copyFolder(desk.folder(), where);
        const auto second = desk.edit(desk.officer, {first}, {submitItem()});
        PROHORI_GOOD(desk.store->save(*second));
        copyFolder(desk.folder() + kUnsent, where + kUnsent);
        PROHORI_GOOD(desk.tryOpen(where));
        QCOMPARE(desk.store->recovery().takenBack, 1);
        QVERIFY(desk.holds(second));
        PROHORI_GOOD(desk.store->save(*second));
        QCOMPARE(desk.store->history(first->body().record)->size(), 2);
        QCOMPARE(desk.store->counts().changes, 2);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    // A station without a line for months: so many that they are looked at in parts.
    void thousandsThatWaitGetTheirSecondHomeAgain()
    {
        constexpr int kBatches = 6, kInABatch = 100, kMostInAFile = 250;
        StoreDesk desk;
        desk.create();
        for (int batch = 0; batch < kBatches; ++batch) {
            QList<Change> changes;
            for (int i = 0; i < kInABatch; ++i)
                changes.append(*desk.newCase(desk.officer));
            PROHORI_GOOD(desk.store->saveAll(changes));
        }
        const UnsentFiles homes(desk.folder(), desk.dataKey());
        const QList<UnsentFile> before = homes.list();
        QCOMPARE(before.size(), kBatches);
        // All but one in the middle are lost.
        for (int at : {0, 1, 3, 4, 5})
            PROHORI_GOOD(homes.remove(before[at]));
        desk.reopen();
        QMap<quint64, quint64> counters;
        for (const UnsentFile& home : homes.list()) {
            PROHORI_GOOD(homes.read(home));
            QVERIFY(home.last - home.first < kMostInAFile);
            counters.insert(home.first, home.last);
        }
        quint64 next = 1;
        for (auto at = counters.begin(); at != counters.end(); ++at) {
            QCOMPARE(at.key(), next);
            next = at.value() + 1;
        }
        QCOMPARE(next, quint64(kBatches * kInABatch + 1));
        QCOMPARE(homes.list().size(), 4);  // two hundred, the hundred that was left, and three hundred in two
    }

    void withoutASecondHomeNothingIsConfirmed()
    {
        // REL-08: when the small file cannot be written, the change is nowhere.
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first));
        const QString unsent = desk.folder() + kUnsent;
        QVERIFY(QDir().rename(unsent, unsent + u"-away"_s));
        putBytes(unsent, "not a folder");
        const auto second = desk.newCase(desk.officer);
        QVERIFY(!desk.store->save(*second));
        QVERIFY(!desk.holds(second));
        QCOMPARE(desk.store->lastCounter(), 1);
        QVERIFY(QFile::remove(unsent) && QDir().rename(unsent + u"-away"_s, unsent));
        PROHORI_GOOD(desk.store->save(*second));
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void theLogIsEmptiedAndDeliveredChangesLeaveTheirSecondHome()
    {
        // REL-09
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        const auto second = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first));
        PROHORI_GOOD(desk.store->save(*second));
        PROHORI_GOOD(desk.store->recordVerdicts({desk.verdict(first, Delivery::Custody)}));
        QVERIFY(fileBytes(desk.folder() + kWal).size() > 0);
        QCOMPARE(namesIn(desk.folder() + kUnsent).size(), 2);
        PROHORI_GOOD(desk.store->checkpoint(false));
        QCOMPARE(namesIn(desk.folder() + kUnsent).size(), 2);
        PROHORI_GOOD(desk.store->checkpoint(true));
        QCOMPARE(fileBytes(desk.folder() + kWal).size(), 0);
        QCOMPARE(namesIn(desk.folder() + kUnsent).size(), 1);
    }

    void eachWriteThatFailsLosesNothing_data()
    {
        using Work = std::function<Result<>(StoreDesk&, const ChangePtr&)>;
        QTest::addColumn<Work>("work");
        QTest::newRow("save") << Work([](StoreDesk& desk, const ChangePtr& change) -> Result<> {
            const auto saved = desk.store->save(*change);
            return saved ? Result<>() : Result<>(saved.error());
        });
        QTest::newRow("applyFrame") << Work([](StoreDesk& desk, const ChangePtr& change) -> Result<> {
            const auto taken = desk.store->applyFrame({{change, desk.clock.now(), 50}}, {u"41"_s, 50});
            return taken ? Result<>() : Result<>(taken.error());
        });
    }

    void eachWriteThatFailsLosesNothing()
    {
        // REL-03: whole or absent afterwards, and the same change again makes no second one.
        QFETCH(const std::function<Result<>(StoreDesk&, const ChangePtr&)>, work);
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer, {set(field::kFirNo, "1")});
        const auto theirs = desk.edit(desk.colleague, {first}, {set(field::kFirNo, "2")});
        PROHORI_GOOD(desk.store->save(*first));
        PROHORI_GOOD(desk.frame({theirs}));
        desk.store.reset();
        copyFolder(desk.folder(), desk.path(u"base"_s));
        const auto next = desk.edit(desk.officer, {first},
                                    {set(field::kFirNo, "3"), AddRowItem{field::kVictimGroup, rowId(1), {}}});
        int failures = 0;
        for (int at = 1;; ++at) {
            const QString where = desk.path(u"sweep"_s);
            copyFolder(desk.path(u"base"_s), where);
            PROHORI_GOOD(desk.tryOpen(where));
            desk.store->failAfter(at);
            const auto done = work(desk, next);
            desk.store->failAfter(0);
            if (done)
                break;
            ++failures;
            QCOMPARE(done.error().code, ErrorCode::Storage);
            QVERIFY(!desk.holds(next));
            if (at % 2 == 0)
                PROHORI_GOOD(desk.tryOpen(where));
            QVERIFY(desk.holds(first) && desk.holds(theirs));
            PROHORI_GOOD(work(desk, next));
            PROHORI_GOOD(work(desk, next));
            QCOMPARE(desk.store->history(first->body().record)->size(), 3);
            QCOMPARE(desk.store->counts().changes, 3);
            QCOMPARE(faultsIn(*desk.store), QString());
        }
        QVERIFY2(failures >= 8, QByteArray::number(failures));
    }

    void eachWriteOfTheRestThatFailsLosesNothing()
    {
        StoreDesk base;
        base.create();
        StoreContent content(base);
        const auto newest = content.own[content.own.size() - 2];
        base.store.reset();
        const SigningKey next = SigningKey::make();
        using Work = std::function<Result<>(Store&)>;
        const TestPerson more(base.authority, 30, u"more"_s, Role::Recorder, u"41"_s);
        const QList<Work> works{
            [&](Store& store) {
                return store.journal({base.clock.now(), 7, JournalEvent::Unlock, {}, {}});
            },
            [&](Store& store) {
                return store.recordVerdicts({base.verdict(newest, Delivery::Quarantined, Refusal::Revoked)});
            },
            [&](Store& store) {
                return store.addStatements({more.invitation.bytes(), more.certificate.bytes()});
            },
            [&](Store& store) {
                return store.annotate(newest->body().record, u"BD-2"_s, base.clock.now(), newest->id());
            },
            [&](Store& store) {
                return store.indexNames(newest->body().record, secretOf(QByteArray(32, 'k')),
                                        {u"Karim Miah"_s});
            },
            [&](Store& store) { return store.remint(ReplicaId::fromBytes(QByteArray(16, 'n')), next); },
            [&](Store& store) { return store.offerAgainAfter(0); },
            [&](Store& store) {
                return store.saveDraft({QByteArray(16, 'e'), 7, {}, {}, {}, base.clock.now()});
            },
        };
        int failures = 0;
        for (const Work& work : works) {
            for (int at = 1;; ++at) {
                const QString where = base.path(u"sweep"_s);
                copyFolder(base.folder(), where);
                PROHORI_GOOD(base.tryOpen(where));
                const auto before = *base.store->foldDigest();
                base.store->failAfter(at);
                const auto done = work(*base.store);
                base.store->failAfter(0);
                if (done)
                    break;
                ++failures;
                QCOMPARE(*base.store->foldDigest(), before);
                PROHORI_GOOD(base.tryOpen(where));
                QCOMPARE(*base.store->foldDigest(), before);
                QCOMPARE(faultsIn(*base.store), QString());
                PROHORI_GOOD(work(*base.store));
                QCOMPARE(faultsIn(*base.store), QString());
            }
            base.store.reset();
        }
        QVERIFY2(failures >= 20, QByteArray::number(failures));
    }

    void aFolderThatOthersCouldReadIsClosedAndTold()
    {
        // SEC-32
        const QString where = fresh();
        QCOMPARE(::chmod(QFile::encodeName(where).constData(), 0755), 0);
        QCOMPARE(::chmod(QFile::encodeName(where + kDb).constData(), 0644), 0);
        PROHORI_GOOD(m_desk.tryOpen(where));
        QVERIFY(m_desk.store->recovery().wasOpen);
        struct stat found {};
        QCOMPARE(::stat(QFile::encodeName(where).constData(), &found), 0);
        QCOMPARE(found.st_mode & 0777, mode_t(0700));
        const QStringList names{kDb, kWal, kAnchor, u"/store.lock"_s,
                                kUnsent + u'/' + namesIn(where + kUnsent).first()};
        for (const QString& name : names) {
            if (::stat(QFile::encodeName(where + name).constData(), &found) == 0)
                QVERIFY2((found.st_mode & 0077) == 0, qPrintable(name));
        }
        PROHORI_GOOD(m_desk.tryOpen(where));
        QVERIFY(!m_desk.store->recovery().wasOpen);
        m_desk.store.reset();
    }

private:
    void save(const ChangePtr& change)
    {
        PROHORI_GOOD(m_desk.store->save(*change));
        m_confirmed.append(change);
    }
    /// A new copy of what the kill left.
    QString fresh()
    {
        m_desk.store.reset();
        const QString where = m_desk.path(u"round"_s);
        copyFolder(m_desk.path(u"image"_s), where);
        return where;
    }
    /// Confirmed saves that the store does not hold.
    QStringList missing() const
    {
        QStringList names;
        for (const ChangePtr& change : m_confirmed) {
            if (!m_desk.holds(change))
                names.append(QString::number(change->body().counter));
        }
        return names;
    }
    bool secondHomesHoldAll(const QString& where) const
    {
        const UnsentFiles homes(where, m_desk.dataKey());
        QSet<ChangeId> held;
        for (const UnsentFile& home : homes.list()) {
            if (const auto changes = homes.read(home)) {
                for (const ChangePtr& change : *changes)
                    held.insert(change->id());
            }
        }
        return std::all_of(m_confirmed.begin() + m_delivered.size(), m_confirmed.end(),
                           [&](const ChangePtr& change) { return held.contains(change->id()); });
    }

    StoreDesk m_desk;
    QList<ChangePtr> m_confirmed;
    QList<ChangePtr> m_delivered;  ///< the first of them: the hub has these
    quint64 m_olderCounter = 0;
};

QTEST_GUILESS_MAIN(StoreDurabilityTest)
#include "StoreDurabilityTest.moc"
