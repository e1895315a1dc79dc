// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyHeader.h"
#include "core/sql/Connection.h"
#include "FailingCalls.h"
#include "HarnessOptions.h"

#include "core/storage/BackupShelf.h"
#include "core/storage/BackupWork.h"
#include "tests/core/storage/SchemaSteps.h"
#include "tests/support/SeededRandom.h"

#include <QElapsedTimer>
#include <QLoggingCategory>

#include <algorithm>
#include <csignal>
#include <limits>
#include <numeric>

#include <sys/wait.h>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// Kills of a kind of call and work, in every build; --runs N: N times before every single call.
constexpr int kDrawn = 2;
constexpr unsigned kPatienceSeconds = 60;
constexpr int kFirstSchema = 1;
const QString kDb = u"/store.db"_s;

enum Work { MakeBackup, Migrate, ChangePassword, TakeBack, Restore, kWorks };
const char* const kWorkNames[] = {"backup", "migration", "password change", "recovery", "restore"};

const char* const kOldPassword = "glacier umbrella violin";
const char* const kNewPassword = "cactus lantern harbour";

}  // namespace

/** SIGKILL right before each call of the system that long works make: what they leave is the state before or the one after, never
    one between (REL-19), and nothing half made counts as a backup (REL-15).
*/
class KillWorkTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        QLoggingCategory::setFilterRules(u"prohori.*.info=false"_s);
        m_plan = useFailurePlan(QFile::encodeName(m_desk.path(u"plan"_s)).constData());
        QVERIFY(m_plan);
        m_plan->syncsNothing = true;
        m_desk.create();
        m_desk.addHeader();
        for (int i = 0; i < 4; ++i)
            keep(m_desk.newCase(m_desk.officer));
        PROHORI_GOOD(shelfOf(m_desk.folder()).make(workOn(m_desk.folder())));
        PROHORI_GOOD(m_desk.store->backupTo(m_desk.path(u"good.backup"_s)));
        PROHORI_GOOD(m_desk.store->checkpoint(true));
        for (int i = 0; i < 3; ++i)
            keep(m_desk.edit(m_desk.officer, {m_all[i]}, {set(field::kPoliceStation, "Kotwali")}));
        // What an unclean end leaves, with a log of which the last third is gone: the second home has it.
        copyFolder(m_desk.folder(), image(TakeBack));
        const QByteArray log = fileBytes(image(TakeBack) + kDb + u"-wal"_s);
        putBytes(image(TakeBack) + kDb + u"-wal"_s, log.left(log.size() * 2 / 3));
        m_desk.store.reset();
        for (const Work work : {MakeBackup, ChangePassword, Restore})
            copyFolder(m_desk.folder(), image(work));
        goBack(m_desk, kFirstSchema);
        copyFolder(m_desk.folder(), image(Migrate));
        QVERIFY(qstrlen(m_plan->under) < FailurePlan::kPathBytes);
        qstrncpy(m_plan->under, QFile::encodeName(where()).constData(), FailurePlan::kPathBytes);
    }

    void beforeOrAfterNeverBetween_data()
    {
        QTest::addColumn<int>("work");
        for (int work = 0; work < kWorks; ++work)
            QTest::newRow(kWorkNames[work]) << work;
    }
    void beforeOrAfterNeverBetween()
    {
        QFETCH(const int, work);
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        const bool all = harnessOptions().runs > 0;
        for (int round = 0; round < harnessOptions().runsOr(1); ++round) {
            for (int call = 0; call < FailurePlan::kCalls; ++call) {
                QList<int> numbers(callsOf(Work(work), FailurePlan::Call(call)));
                std::iota(numbers.begin(), numbers.end(), 1);
                if (!all)
                    m_random.shuffle(numbers);
                // The password work takes its time.
                const int drawn = work == ChangePassword ? 1 : kDrawn;
                for (const int number :
                     all ? numbers : numbers.first(std::min<qsizetype>(drawn, numbers.size())))
                    killOnce(Work(work), FailurePlan::Call(call), number, result);
            }
        }
        result.milliseconds = timer.elapsed();
        result.print(qPrintable(u"H-KILL in a %1"_s.arg(QLatin1StringView(kWorkNames[work]))));
        QVERIFY(result.isClean());
        QVERIFY2(result.inside == result.runs && result.runs > 0, "a kill that killed nothing");
    }

    void controlNamedBeforeItIsWhole()
    {
        // A backup that is written under its own name: who goes by names alone counts what was half made.
        const QByteArray whole = fileBytes(m_desk.path(u"good.backup"_s));
        HarnessResult result;
        for (int number = 1; number <= 8; ++number, ++result.runs) {
            layOut(MakeBackup);
            const QString name = shelfOf(where()).folder() + u"/20261126T000000Z.backup"_s;
            const pid_t child = fork();
            if (child == 0) {
                m_plan->begin(FailurePlan::Write, number, FailurePlan::kDie, false);
                QFile file(name);
                if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
                    _exit(1);
                for (qsizetype at = 0; at < whole.size(); at += whole.size() / 8)
                    file.write(whole.mid(at, whole.size() / 8));
                _exit(0);
            }
            waitpid(child, nullptr, 0);
            m_plan->end();
            const bool isNamed = QFileInfo::exists(name);
            const bool isUsable = BackupShelf::verify(name).has_value();
            result.damaged += isNamed && !isUsable ? 1 : 0;
            for (const ShelvedBackup& one : shelfOf(where()).list())
                QVERIFY2(one.file != name || one.isGood == isUsable, "half made, and counted");
        }
        result.print("control: named before it is whole");
        QVERIFY(result.damaged > 0);
    }

private:
    QString where() const { return m_desk.path(u"copy"_s); }
    QString image(Work work) const { return m_desk.path(u"image-%1"_s.arg(int(work))); }
    BackupWork workOn(const QString& folder) const { return {folder, m_desk.dataKey(), m_desk.clock.now()}; }
    static BackupShelf shelfOf(const QString& folder)
    {
        const auto header = KeyHeader::load(folder + u"/keys.header"_s);
        return BackupShelf::ofStore(folder, header ? header->storeId() : StoreId());
    }
    void keep(const ChangePtr& change)
    {
        const auto saved = m_desk.store->save(*change);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        m_all.append(change);
    }

    void layOut(Work work)
    {
        m_desk.store.reset();
        copyFolder(image(work), where());
        QDir(where() + u"-restored"_s).removeRecursively();
        QDir(where() + u"-restored.part"_s).removeRecursively();
        m_plan->failed = 0;
    }

    /// How many calls of a kind a work makes when nobody kills it.
    int callsOf(Work work, FailurePlan::Call call)
    {
        layOut(work);
        const pid_t child = fork();
        if (child == 0)
            doIt(work, call, std::numeric_limits<int>::max());
        int status = 0;
        waitpid(child, &status, 0);
        m_plan->end();
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            qFatal("%s fails by itself", kWorkNames[work]);
        return m_plan->reached;
    }

    [[noreturn]] void doIt(Work work, FailurePlan::Call call, int number)
    {
        alarm(kPatienceSeconds);
        m_plan->begin(call, number, FailurePlan::kDie, false);
        const bool done = doWork(work);
        m_plan->end();
        _exit(done ? 0 : 1);
    }

    bool doWork(Work work)
    {
        switch (work) {
        case MakeBackup: return shelfOf(where()).make(workOn(where())).has_value();
        case ChangePassword: {
            auto header = KeyHeader::load(where() + u"/keys.header"_s);
            return header
                && header->changePassword(u"rahima"_s, secretOf(kOldPassword), secretOf(kNewPassword), {},
                                          kLeastPasswordCost);
        }
        case Restore:
            return restoreBackup(m_desk.path(u"good.backup"_s), where() + u"-restored"_s).has_value();
        default: return Store::open(where(), m_desk.dataKey(), m_desk.clock).has_value();
        }
    }

    void killOnce(Work work, FailurePlan::Call call, int number, HarnessResult& result)
    {
        layOut(work);
        const pid_t child = fork();
        if (child == 0)
            doIt(work, call, number);
        int status = 0;
        waitpid(child, &status, 0);
        m_plan->end();
        ++result.runs;
        result.inside += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? 1 : 0;
        const auto say = [&](int& counted, const QString& what) {
            qWarning("%s, killed before %s %d (%s): %s", kWorkNames[work], kCallNames[call], number,
                     m_plan->where, qPrintable(what));
            ++counted;
        };
        judge(work, say, result);
    }

    template <typename Say>
    void judge(Work work, const Say& say, HarnessResult& result)
    {
        if (work == Migrate)
            judgeVersion(say, result);
        if (work == ChangePassword)
            judgePassword(say, result);
        if (work == Restore)
            judgeRestore(say, result);
        judgeBackups(say, result);
        // And the next start has everything.
        if (const auto opened = m_desk.tryOpen(where()); !opened)
            return say(result.damaged, opened.error().detail);
        for (const ChangePtr& change : std::as_const(m_all)) {
            ++result.confirmed;
            if (!m_desk.holds(change))
                say(result.lost, u"a save is lost"_s);
        }
        if (const QString faults = faultsIn(*m_desk.store); !faults.isEmpty())
            say(result.partial, faults);
        m_desk.store.reset();
    }

    /// No step without a backup of before (REL-15).
    template <typename Say>
    void judgeVersion(const Say& say, HarnessResult& result)
    {
        auto file = m_desk.insider(where());
        const auto version = file ? file->integer(u"PRAGMA user_version") : Result<qint64>(file.error());
        if (!version)
            return say(result.damaged, version.error().detail);
        const auto all = shelfOf(where()).list();
        const bool isBackedUp = std::any_of(all.begin(), all.end(), [](const ShelvedBackup& one) {
            return one.isApart && one.isGood;
        });
        if (*version > kFirstSchema && !isBackedUp)
            say(result.partial, u"a step was made without a backup"_s);
    }

    template <typename Say>
    void judgePassword(const Say& say, HarnessResult& result)
    {
        int opening = 0;
        for (const char* password : {kOldPassword, kNewPassword}) {
            const auto header = KeyHeader::load(where() + u"/keys.header"_s);
            const auto slot = header ? header->open(u"rahima"_s, secretOf(password), {})
                                     : Result<OpenedSlot>(header.error());
            if (slot && slot->dataKey.equals(m_desk.dataKey()))
                ++opening;
        }
        if (opening != 1)
            say(result.damaged, u"%1 passwords open it"_s.arg(opening));
    }

    template <typename Say>
    void judgeRestore(const Say& say, HarnessResult& result)
    {
        const QString target = where() + u"-restored"_s;
        if (!QFileInfo::exists(target) && !doWork(Restore))
            return say(result.partial, u"it cannot be done again"_s);
        if (const auto opened = m_desk.tryOpen(target); !opened)
            return say(result.damaged, opened.error().detail);
        if (const QString faults = faultsIn(*m_desk.store); !faults.isEmpty())
            say(result.partial, faults);
        m_desk.store.reset();
    }

    template <typename Say>
    void judgeBackups(const Say& say, HarnessResult& result)
    {
        int good = 0;
        for (const ShelvedBackup& one : shelfOf(where()).list()) {
            if (!one.isGood)
                continue;
            ++good;
            const QString target = m_desk.path(u"judged"_s);
            QDir(target).removeRecursively();
            if (const auto restored = restoreBackup(one.file, target); !restored)
                say(result.damaged, u"what counts as a backup is none: "_s + restored.error().detail);
        }
        if (good == 0)
            say(result.lost, u"the good backup of before is gone"_s);
    }

    StoreDesk m_desk;
    QList<ChangePtr> m_all;
    FailurePlan* m_plan = nullptr;
    SeededRandom m_random{testSeed()};
};

int main(int argc, char** argv)
{
    return harnessMain<KillWorkTest>(argc, argv);
}
#include "KillWorkTest.moc"
