// SPDX-License-Identifier: GPL-3.0-or-later
#include "FailingCalls.h"
#include "HarnessOptions.h"
#include "RoomyDisk.h"

#include "core/storage/BackupShelf.h"
#include "core/storage/BackupWork.h"
#include "core/storage/DiskSpace.h"
#include "sync/hub/SqliteHubStorage.h"
#include "tests/core/storage/StoreDesk.h"
#include "tests/simulation/LocalLine.h"
#include "tests/support/SeededRandom.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QProcess>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <limits>
#include <numeric>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kDrawn =
    3;  ///< calls of a kind and work, in every build; --runs N: N times every one, with faults drawn anew
constexpr int kLevels = 12;
constexpr unsigned kPatienceSeconds = 60;
constexpr int kRoomyMegabytes = 96;
constexpr qint64 kLeftForSaves = 400'000;

enum Work { Save, Checkpoint, Backup, Sync, kWorks };
const char* const kWorkNames[] = {"save", "checkpoint", "backup", "sync"};
const int kErrors[] = {EIO, ENOSPC, EROFS, EACCES, EINTR, FailurePlan::kShort};

/// What the process under fire says of itself; it lies where both see it.
struct Told {
    bool opened, worked, retried, wentOn;
};

bool isHard(int error)
{
    return error != EINTR && error != FailurePlan::kShort;
}

}  // namespace

/** Calls of the system fail, one after the other, under a save, a checkpoint, a backup and a sync: nothing is confirmed that is not there, after the
    next start everything is sound (REL-03, REL-06, REL-07). A disk that is full refuses the save and goes on when there is room (REL-05).
*/
class IoTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        QLoggingCategory::setFilterRules(u"prohori.*.info=false"_s);
        std::signal(SIGXFSZ, SIG_IGN);
        m_plan = useFailurePlan(QFile::encodeName(m_desk.path(u"plan"_s)).constData());
        QVERIFY(m_plan);
        m_plan->syncsNothing = true;
        void* memory = mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        QVERIFY(memory != MAP_FAILED);
        m_told = static_cast<Told*>(memory);
        m_desk.create();
        m_desk.addHeader();
        makeHub();
        for (int i = 0; i < 3; ++i)
            keep(m_desk.newCase(m_desk.officer));
        PROHORI_GOOD(m_desk.store->checkpoint(true));
        for (int i = 0; i < 2; ++i)
            keep(m_desk.edit(m_desk.officer, {m_before[i]}, {set(field::kPoliceStation, "Kotwali")}));
        m_one = m_desk.newCase(m_desk.officer);
        m_two = m_desk.newCase(m_desk.officer);
        m_desk.store.reset();
        QVERIFY(qstrlen(m_plan->under) < FailurePlan::kPathBytes);
        qstrncpy(m_plan->under, QFile::encodeName(where()).constData(), FailurePlan::kPathBytes);
    }

    void nothingFalseIsConfirmed()
    {
        const HarnessResult result = sweep("H-IO", false);
        QVERIFY(result.isClean());
        QVERIFY2(result.inside * 2 > result.runs, "too few calls failed");
    }

    void afterAFailedSyncNothingIsConfirmed()
    {
        // REL-07: the log of the store, once and for ever.
        HarnessResult result;
        for (const bool forEver : {false, true}) {
            layOut();
            const pid_t child = fork();
            if (child == 0)
                underFire(Save, FailurePlan::Fdatasync, 1, EIO, forEver);
            waitpid(child, nullptr, 0);
            m_plan->end();
            QCOMPARE(QByteArray(m_plan->where), QFile::encodeName(where() + u"/store.db-wal"_s));
            QVERIFY(m_told->opened && !m_told->worked && !m_told->retried && !m_told->wentOn);
            judge(Save, FailurePlan::Fdatasync, EIO, u"a failed sync"_s, result);
        }
        QVERIFY(result.isClean());
    }

    void theLibraryWorksUnderAnyProgram()
    {
        // As it is told in README.md: here under coreutils' sync, which says what came of fsync.
        QDir().mkpath(where());
        const QString file = where() + u"/some file"_s;
        putBytes(file, "text");
        QProcess program;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"LD_PRELOAD"_s, QStringLiteral(PROHORI_FAILING_CALLS));
        environment.insert(u"PROHORI_FAILURE_PLAN"_s, m_desk.path(u"plan"_s));
        program.setProcessEnvironment(environment);
        for (const bool fails : {false, true}) {
            if (fails)
                m_plan->begin(FailurePlan::Fsync, 1, EIO, false);
            program.start(u"sync"_s, {file});
            QVERIFY(program.waitForFinished());
            QCOMPARE(program.exitCode(), fails ? 1 : 0);
        }
        QCOMPARE(m_plan->failed.load(), 1);
        QCOMPARE(QByteArray(m_plan->where), QFile::encodeName(file));
        m_plan->end();
    }

    void controlConfirmedAnyway()
    {
        m_only = Save;
        const HarnessResult result = sweep("control: confirmed whatever came of it", true);
        m_only = kWorks;
        QVERIFY(result.lost > 0);
    }

    void aFullDiskRefusesAndGoesOn()
    {
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        RoomyDisk::Kind kind{};
        for (; result.runs < harnessOptions().runsOr(kLevels); ++result.runs)
            fill(result, kind);
        result.milliseconds = timer.elapsed();
        result.print(kind == RoomyDisk::Kind::Tmpfs ? "H-FULL" : "H-FULL by file size");
        QVERIFY(result.isClean());
        QVERIFY(result.inside > 0);
    }

    void aFullDiskLeavesRoomForTyping()
    {
        // REL-05: the reserve is given back, and what it gives is for typing, not for saves.
        m_plan->end();
        FullDiskTold* told = fullDiskTold();
        *told = {};
        const pid_t child = fork();
        if (child == 0)
            withAReserve(*told);
        int status = 0;
        waitpid(child, &status, 0);
        QVERIFY2(WIFEXITED(status) && WEXITSTATUS(status) == 0 && told->fault[0] == '\0', told->fault);
        QVERIFY(told->refused > 0 || told->kind != RoomyDisk::Kind::Tmpfs);
    }

private:
    QString image() const { return m_desk.folder(); }
    QString where() const { return m_desk.path(u"copy"_s); }
    QString hubPath() const { return m_desk.path(u"hub-copy.db"_s); }

    void keep(const ChangePtr& change)
    {
        const auto saved = m_desk.store->save(*change);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        m_before.append(change);
    }

    /// A hub that has the work of a colleague.
    void makeHub()
    {
        auto& them = m_desk.colleague;
        auto store = Store::create(m_desk.path(u"colleague"_s), m_desk.dataKey(),
                                   {StoreId::fromBytes(SodiumRandom().bytes(StoreId::kSize)), them.replica,
                                    them.replicaKey, m_desk.authority.info},
                                   m_desk.clock);
        QVERIFY(store);
        QList<QByteArray> statements;
        for (const Statement& statement : them.statements())
            statements.append(statement.bytes());
        PROHORI_GOOD((*store)->addStatements(statements));
        for (int i = 0; i < 3; ++i) {
            m_theirs.append(m_desk.newCase(them));
            QVERIFY((*store)->save(*m_theirs.last()));
        }
        QVERIFY(syncOver(**store, them, m_desk.path(u"hub.db"_s)));
    }

    bool syncOver(Store& store, const TestPerson& person, const QString& hubFile)
    {
        auto storage = SqliteHubStorage::open(hubFile, m_hubFileKey, true);
        if (!storage)
            return false;
        Hub hub(m_desk.authority.info, m_hubKey, **storage, m_desk.clock);
        if (!hub.start())
            return false;
        LocalLine line(&hub);
        SyncClient client(store, line,
                          {HubId::fromBytes(m_hubKey.publicKey()), person.certificate.id(),
                           []() -> Result<> {
                               return Error{ErrorCode::Refused, u"no new identity here"_s};
                           }},
                          m_desk.clock);
        return bool(line.run(client));
    }

    HarnessResult sweep(const char* name, bool lies)
    {
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        const bool all = harnessOptions().runs > 0;
        for (int round = 0; round < harnessOptions().runsOr(1); ++round) {
            for (int work = 0; work < kWorks; ++work) {
                if (m_only != kWorks && work != m_only)
                    continue;
                for (int call = 0; call < FailurePlan::kCalls; ++call) {
                    QList<int> numbers(callsOf(Work(work), FailurePlan::Call(call)));
                    std::iota(numbers.begin(), numbers.end(), 1);
                    if (!all)
                        m_random.shuffle(numbers);
                    for (const int number :
                         all ? numbers : numbers.first(std::min<qsizetype>(kDrawn, numbers.size()))) {
                        failOnce(Work(work), FailurePlan::Call(call), number, lies, result);
                        ++result.runs;
                    }
                }
            }
        }
        result.milliseconds = timer.elapsed();
        result.print(name);
        return result;
    }

    void layOut()
    {
        copyFolder(image(), where());
        for (const QString& end : {QString(), u"-wal"_s, u"-shm"_s})
            QFile::remove(hubPath() + end);
        QFile::copy(m_desk.path(u"hub.db"_s), hubPath());
        *m_told = {};
        m_plan->failed = 0;
    }

    /// How many calls of a kind a work makes when nothing fails.
    int callsOf(Work work, FailurePlan::Call call)
    {
        layOut();
        const pid_t child = fork();
        if (child == 0)
            underFire(work, call, std::numeric_limits<int>::max(), EIO, false);
        waitpid(child, nullptr, 0);
        m_plan->end();
        return m_plan->reached;
    }

    void failOnce(Work work, FailurePlan::Call call, int number, bool lies, HarnessResult& result)
    {
        layOut();
        const bool isSync = call == FailurePlan::Fsync || call == FailurePlan::Fdatasync;
        const int error = isSync && m_random.below(2) == 0 ? EIO : m_random.oneOf(kErrors);
        // A call that is interrupted for ever never ends.
        const bool sticky = error != EINTR && m_random.below(2) == 0;
        const pid_t child = fork();
        if (child == 0)
            underFire(work, call, number, error, sticky);
        int status = 0;
        waitpid(child, &status, 0);
        m_plan->end();
        result.inside += m_plan->failed > 0 ? 1 : 0;
        const QString told = u"%1, %2 %3 fails with %4%5, %6"_s.arg(
            QLatin1StringView(kWorkNames[work]), QLatin1StringView(kCallNames[call]), QString::number(number),
            error == FailurePlan::kShort ? u"a short write"_s : QString::fromLatin1(std::strerror(error)),
            sticky ? u" for ever"_s : QString(), QString::fromLocal8Bit(m_plan->where).mid(where().size()));
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            qWarning("%s: the process ended with %x", qPrintable(told), unsigned(status));
            ++result.damaged;
            return;
        }
        if (lies)
            m_told->worked = true;
        judge(work, call, error, told, result);
    }

    /// The process under fire. Never returns.
    [[noreturn]] void underFire(Work work, FailurePlan::Call call, int number, int error, bool sticky)
    {
        alarm(kPatienceSeconds);
        const auto opened = m_desk.tryOpen(where());
        if (!opened)
            _exit(3);
        m_told->opened = true;
        Store& store = *m_desk.store;
        m_plan->begin(call, number, error, sticky);
        m_told->worked = doWork(work, store);
        m_plan->end();
        if (work == Save) {
            m_told->retried = !m_told->worked && store.save(*m_one);
            m_told->wentOn = (m_told->worked || m_told->retried) && store.save(*m_two);
        } else {
            m_told->wentOn = bool(store.save(*m_one));
        }
        m_desk.store.reset();
        _exit(0);
    }

    bool doWork(Work work, Store& store)
    {
        switch (work) {
        case Save: return bool(store.save(*m_one));
        case Checkpoint: return store.save(*m_one) && store.checkpoint(true);
        case Backup: return bool(store.backupTo(where() + u"/a.backup"_s));
        default: return syncOver(store, m_desk.officer, hubPath());
        }
    }

    void judge(Work work, FailurePlan::Call call, int error, const QString& told, HarnessResult& result)
    {
        const auto say = [&](int& counted, const QString& what) {
            if (m_only == kWorks)
                qWarning("%s: %s", qPrintable(told), qPrintable(what));
            ++counted;
        };
        judgeConfirmation(work, call, error, say, result);
        const auto opened = m_desk.tryOpen(where());
        if (!opened)
            return say(result.damaged, opened.error().detail);
        QList<ChangePtr> confirmed = m_before;
        const bool savedFirst = work == Save ? m_told->worked || m_told->retried
                                             : m_told->wentOn || (work == Checkpoint && m_told->worked);
        if (savedFirst)
            confirmed.append(m_one);
        if (work == Save && m_told->wentOn)
            confirmed.append(m_two);
        result.confirmed += int(confirmed.size());
        for (const ChangePtr& change : std::as_const(confirmed)) {
            if (!m_desk.holds(change))
                say(result.lost, u"a save is lost"_s);
        }
        if (m_desk.store->recovery().missing > 0)
            say(result.lost, u"saves are missing"_s);
        if (const QString faults = faultsIn(*m_desk.store); !faults.isEmpty())
            say(result.partial, faults);
        if (work == Backup)
            judgeBackup(say, result);
        if (work == Sync)
            judgeSync(say, result);
        m_desk.store.reset();
    }

    /// REL-07: what a save could not write or sync it has not confirmed, and after a failed sync of the store nothing is, until it was opened anew.
    template <typename Say>
    void judgeConfirmation(Work work, FailurePlan::Call call, int error, const Say& say,
                           HarnessResult& result)
    {
        const QByteArray name = QByteArray(m_plan->where).mid(QFile::encodeName(where()).size());
        const bool isLog = name == "/store.db-wal";
        if (work != Save || m_plan->failed == 0 || !isHard(error) || call == FailurePlan::Open
            || !(isLog || name.startsWith("/unsent")))
            return;
        if (m_told->worked)
            say(result.lost, u"confirmed, and not on the disk"_s);
        const bool isSync = call == FailurePlan::Fsync || call == FailurePlan::Fdatasync;
        if (!isSync || !isLog || error != EIO)
            return;
        if (m_told->retried || m_told->wentOn)
            say(result.lost, u"confirmed after a failed sync"_s);
    }

    template <typename Say>
    void judgeBackup(const Say& say, HarnessResult& result)
    {
        const QString file = where() + u"/a.backup"_s, restored = m_desk.path(u"restored"_s);
        if (!m_told->worked && !QFile::exists(file))
            return;
        QDir(restored).removeRecursively();
        if (const auto done = restoreBackup(file, restored); !done)
            say(result.damaged, u"what bears the name of a backup is none: "_s + done.error().detail);
    }

    template <typename Say>
    void judgeSync(const Say& say, HarnessResult& result)
    {
        for (const bool again : {false, true}) {
            if (again && !syncOver(*m_desk.store, m_desk.officer, hubPath()))
                say(result.partial, u"the next sync fails"_s);
            auto hub = SqliteHubStorage::open(hubPath(), m_hubFileKey, false);
            if (!hub)
                return say(result.damaged, hub.error().detail);
            for (const ChangePtr& change : std::as_const(m_before)) {
                const auto judged = (*hub)->judgement(change->id());
                const bool isThere = judged && *judged;
                if (m_desk.store->delivery(change->id()) == (isThere ? Delivery::Custody : Delivery::Unsent))
                    continue;
                // It may have arrived without the receipt coming back, never the other way round.
                if (again || !isThere)
                    say(result.lost, u"receipt and hub differ"_s);
            }
        }
        for (const ChangePtr& change : std::as_const(m_theirs)) {
            if (!m_desk.holds(change))
                say(result.lost, u"what the hub had did not come"_s);
        }
    }

    /// One level of a full disk, in a process of its own.
    void fill(HarnessResult& result, RoomyDisk::Kind& kind)
    {
        const int room = m_random.below(400) * 1024 + m_random.below(4096);
        m_plan->end();
        FullDiskTold* told = fullDiskTold();
        *told = {};
        const pid_t child = fork();
        if (child == 0)
            onFullDisk(room, *told);
        int status = 0;
        waitpid(child, &status, 0);
        kind = told->kind;
        const bool ended = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (!ended || told->fault[0] != '\0') {
            qWarning("room for %d bytes: %s (%x)", room, told->fault, unsigned(status));
            ++result.damaged;
        }
        result.inside += told->refused;
        result.confirmed += told->confirmed;
        result.lost += told->lost;
        result.partial += told->partial;
    }

    ChangePtr following(const ChangePtr& change)
    {
        return change == m_one ? m_two : m_desk.newCase(m_desk.officer);
    }

    [[noreturn]] void onFullDisk(int room, FullDiskTold& told)
    {
        alarm(kPatienceSeconds);
        const auto fail = [&told](const QString& what) {
            qstrncpy(told.fault, what.toUtf8().constData(), sizeof told.fault);
            _exit(0);
        };
        QDir().mkpath(where());
        RoomyDisk disk(where());
        told.kind = disk.kind();
        const QString store = where() + u"/store"_s;
        copyFolder(image(), store);
        if (const auto opened = m_desk.tryOpen(store); !opened)
            fail(opened.error().detail);
        if (!disk.leave(room))
            fail(u"the disk cannot be filled"_s);
        QList<ChangePtr> confirmed = m_before;
        ChangePtr next = m_one;
        // Until it is full, and then twice more: nobody stops at the first refusal.
        for (int refused = 0; refused < 3 && told.confirmed < 100;) {
            const auto saved = m_desk.store->save(*next);
            if (!saved && disk.kind() == RoomyDisk::Kind::Tmpfs && saved.error().hint != u"disk-full"_s)
                fail(u"refused with: "_s + saved.error().detail);
            if (!saved) {
                ++refused;
                continue;
            }
            confirmed.append(next);
            ++told.confirmed;
            next = following(next);
        }
        told.refused = 1;
        const auto rows = m_desk.store->cases({});
        if (!rows || !m_desk.holds(m_before.first()))
            fail(u"nothing can be read any more"_s);
        if (!disk.makeRoom())
            fail(u"no room can be made"_s);
        // A file that may not grow is to SQLite a broken disk, not a full one.
        if (disk.kind() != RoomyDisk::Kind::Tmpfs) {
            if (const auto opened = m_desk.tryOpen(store); !opened)
                fail(opened.error().detail);
            if (m_desk.holds(next)) {
                confirmed.append(next);
                next = following(next);
            }
        }
        for (int i = 0; i < 5; ++i) {
            if (const auto saved = m_desk.store->save(*next); !saved)
                fail(u"there is room and it is refused: "_s + saved.error().detail);
            confirmed.append(next);
            next = following(next);
        }
        if (const auto opened = m_desk.tryOpen(store); !opened)
            fail(opened.error().detail);
        for (const ChangePtr& change : std::as_const(confirmed))
            told.lost += m_desk.holds(change) ? 0 : 1;
        told.partial = faultsIn(*m_desk.store).isEmpty() ? 0 : 1;
        told.confirmed = int(confirmed.size());
        m_desk.store.reset();
        _exit(0);
    }

    [[noreturn]] void withAReserve(FullDiskTold& told)
    {
        alarm(kPatienceSeconds);
        const auto need = [&told](bool fine, const QString& what) {
            if (fine)
                return;
            qstrncpy(told.fault, what.toUtf8().constData(), sizeof told.fault);
            _exit(0);
        };
        QDir().mkpath(where());
        RoomyDisk disk(where(), kRoomyMegabytes);
        told.kind = disk.kind();
        if (disk.kind() != RoomyDisk::Kind::Tmpfs)
            _exit(0);  // a limit on the size of files knows no free room
        const QString store = where() + u"/store"_s;
        copyFolder(image(), store);
        const ReserveFile reserve(store);
        reserve.keep();
        need(reserve.isKept() && m_desk.tryOpen(store), u"no reserve"_s);
        const BackupShelf shelf = BackupShelf::ofStore(store, m_desk.store->id());
        const BackupWork work(store, m_desk.dataKey(), m_desk.clock.now());
        need(shelf.make(work).has_value() && disk.leave(kLeftForSaves), u"the disk cannot be filled"_s);
        const auto second = shelf.make(work);
        need(!second && second.error().hint == u"disk-full"_s && shelf.list().size() == 1
                 && namesIn(shelf.folder()).size() == 1,
             u"a backup on a full disk"_s);
        ChangePtr next = m_one;
        Result<RecordState> saved = m_desk.store->save(*next);
        for (; saved && told.confirmed < 1000; ++told.confirmed) {
            next = following(next);
            saved = m_desk.store->save(*next);
        }
        need(!saved && saved.error().hint == u"disk-full"_s
                 && saved.error().detail.startsWith(u"disk full, "_s),
             u"not refused as full"_s);
        need(!reserve.isKept(), u"the reserve was not given"_s);
        for (; told.refused < 20; ++told.refused) {
            const QByteArray id(16, char('a' + told.refused));
            need(m_desk.store
                     ->saveDraft({id, 7, {}, {}, {{u"typed"_s, QString(20'000, u'x')}}, m_desk.clock.now()})
                     .has_value(),
                 u"typing is lost"_s);
            need(!m_desk.store->save(*next), u"a save took the room of the typing"_s);
        }
        need(m_desk.store->journal({m_desk.clock.now(), 7, JournalEvent::Lock, {}, {}}).has_value(),
             u"no journal"_s);
        need(disk.makeRoom() && m_desk.store->save(*next), u"there is room and it is refused"_s);
        reserve.keep();
        need(reserve.isKept() && m_desk.store->save(*following(next)), u"the reserve is not made anew"_s);
        need(m_desk.tryOpen(store) && m_desk.holds(next) && faultsIn(*m_desk.store).isEmpty()
                 && m_desk.store->drafts(7).size() == told.refused,
             u"not whole afterwards"_s);
        m_desk.store.reset();
        _exit(0);
    }

    StoreDesk m_desk;
    SigningKey m_hubKey = SigningKey::make();
    SecretBytes m_hubFileKey = SecretBytes::random(std::size_t(kKeyBytes));
    QList<ChangePtr> m_before, m_theirs;
    ChangePtr m_one, m_two;
    FailurePlan* m_plan = nullptr;
    Told* m_told = nullptr;
    SeededRandom m_random{testSeed()};
    Work m_only = kWorks;
};

int main(int argc, char** argv)
{
    return harnessMain<IoTest>(argc, argv);
}
#include "IoTest.moc"
