// SPDX-License-Identifier: GPL-3.0-or-later
#include "CutDisk.h"
#include "HarnessOptions.h"

#include "tests/core/storage/StoreDesk.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kStates = 200;  ///< in every build; the full budget is --runs 10000
constexpr int kControlStates = 50;
constexpr int kStatesALog = 50;
constexpr int kActs = 24;
constexpr qsizetype kNever = std::numeric_limits<qsizetype>::max();

/// What of a crash state is looked at.
enum class Looked {
    Everything,
    StoreAlone,       ///< second home and anchor are gone
    SecondHomeAlone,  ///< the store is what it was before everything
};

struct Confirmed {
    ChangePtr change;
    qsizetype at = 0;              ///< so much had been done to the disk when the save answered
    qsizetype delivered = kNever;  ///< from here on a hub is told to have it
};

}  // namespace

/** The power goes at any moment, with what was not synced kept, dropped or torn sector by sector: what Save had confirmed is there (REL-01, REL-02), what
    it had not is whole or absent (REL-03), and of the two homes of a change either alone is enough (REL-08).
*/
class CutTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_disk = std::make_unique<CutDisk>();
    }
    void cleanupTestCase() { m_disk.reset(); }

    void noConfirmedSaveIsLost()
    {
        const HarnessResult result = run("H-CUT", CutDisk::Setting::Full, harnessOptions().runsOr(kStates),
                                         {Looked::Everything, Looked::StoreAlone, Looked::SecondHomeAlone});
        QVERIFY(result.isClean());
        QVERIFY(result.confirmed > 0);
        QVERIFY2(result.inside * 10 >= result.runs, "too few cuts fell between a write and its sync");
    }

    void theSecondHomeMakesUpForALaxDisk()
    {
        // REL-08: with a store that syncs at checkpoints only, the files beside it still hold everything.
        const HarnessResult result =
            run("H-CUT NORMAL, second home", CutDisk::Setting::Normal, kControlStates, {Looked::Everything});
        QVERIFY(result.isClean());
    }

    void controlNormal()
    {
        const HarnessResult result = run("control: synchronous=NORMAL", CutDisk::Setting::Normal,
                                         kControlStates, {Looked::StoreAlone});
        QVERIFY(result.lost > 0);
        QCOMPARE(result.damaged + result.partial, 0);
    }

    void controlOff()
    {
        const HarnessResult result =
            run("control: synchronous=OFF", CutDisk::Setting::Off, kControlStates, {Looked::StoreAlone});
        QVERIFY(result.damaged + result.partial > 0);
    }

private:
    HarnessResult run(const char* name, CutDisk::Setting setting, int states, const QList<Looked>& looks)
    {
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        m_random = SeededRandom(testSeed());
        m_isControl = qstrncmp(name, "control", 7) == 0;
        while (result.runs < states) {
            m_delivers = m_random.below(2) == 0;
            work(setting);
            QList<qsizetype> points;
            for (int i = std::min(kStatesALog, states - result.runs); i > 0; --i)
                points.append(m_random.below(int(m_disk->position()) + 1));
            std::sort(points.begin(), points.end());
            CutReplay replay(*m_disk);
            for (const qsizetype point : std::as_const(points)) {
                replay.advanceTo(point);
                Looked looked = m_random.oneOf(looks);
                // What only a hub holds by now is in no second home.
                if (looked == Looked::SecondHomeAlone && m_delivers)
                    looked = Looked::Everything;
                cutAt(replay, point, looked, result);
                ++result.runs;
            }
        }
        result.milliseconds = timer.elapsed();
        result.print(name);
        return result;
    }

    /// A day at a station, with the disk watched.
    void work(CutDisk::Setting setting)
    {
        m_desk = std::make_unique<StoreDesk>();
        m_desk->create();
        m_desk->store.reset();
        m_confirmed.clear();
        m_disk->start(m_desk->folder(), setting);
        m_desk->reopen();
        for (int i = 0; i < kActs; ++i)
            actOnce(m_random.below(10));
        m_disk->stop();
        m_desk->store.reset();
    }

    void actOnce(int drawn)
    {
        if (drawn == 0 && !m_confirmed.isEmpty() && m_delivers)
            return deliver();
        if (drawn == 1)
            return need(m_desk->store->checkpoint(m_random.below(2) == 0));
        if (drawn == 2)
            return m_desk->reopen();
        if (drawn == 3) {
            const ChangePtr one = m_desk->newCase(m_desk->officer);
            const ChangePtr two = m_desk->edit(m_desk->officer, {one}, {submitItem()});
            need(m_desk->store->saveAll({*one, *two}));
            return confirm({one, two});
        }
        if (drawn < 6 && !m_confirmed.isEmpty()) {
            const ChangePtr parent = m_random.oneOf(m_confirmed).change;
            return save(m_desk->edit(m_desk->officer, {parent}, {set(field::kPoliceStation, "Kotwali")}));
        }
        save(m_desk->newCase(m_desk->officer, {set(field::kFirNo, "1/2026")}));
    }

    static void need(const Result<>& done)
    {
        if (!done)
            qFatal("%s", qPrintable(done.error().detail));
    }
    void save(const ChangePtr& change)
    {
        const auto saved = m_desk->store->save(*change);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        confirm({change});
    }
    void confirm(const QList<ChangePtr>& changes)
    {
        for (const ChangePtr& change : changes)
            m_confirmed.append({change, m_disk->position(), kNever});
    }
    void deliver()
    {
        QList<Verdict> verdicts;
        for (Confirmed& one : m_confirmed) {
            if (one.delivered == kNever)
                verdicts.append(m_desk->verdict(one.change, Delivery::Custody));
            one.delivered = std::min(one.delivered, m_disk->position());
        }
        need(m_desk->store->recordVerdicts(verdicts));
    }

    void cutAt(const CutReplay& replay, qsizetype point, Looked looked, HarnessResult& result)
    {
        static constexpr CutPolicy kPolicies[] = {CutPolicy::Dropped, CutPolicy::Kept, CutPolicy::Mixed,
                                                  CutPolicy::Torn};
        const CutPolicy policy = kPolicies[m_random.below(4)];
        auto files = replay.filesAfterCut(policy, m_random);
        SeededRandom unused(0);
        result.inside += files != replay.filesAfterCut(CutPolicy::Kept, unused) ? 1 : 0;
        if (looked == Looked::StoreAlone) {
            files.removeIf([](const auto& file) {
                return file.key().startsWith(u"unsent/"_s) || file.key() == u"anchor"_s;
            });
        } else if (looked == Looked::SecondHomeAlone) {
            files[u"store.db"_s] = m_disk->before()[u"store.db"_s];
            files.remove(u"store.db-wal"_s);
        }
        const QString where = m_desk->path(u"cut"_s);
        layOut(files, where);
        const QString told = u"state %1 at act %2, policy %3, looked at %4"_s.arg(result.runs)
                                 .arg(point)
                                 .arg(int(policy))
                                 .arg(int(looked));
        look(where, point, told, result);
    }

    static void layOut(const QMap<QString, QByteArray>& files, const QString& where)
    {
        QDir(where).removeRecursively();
        QDir().mkpath(where + u"/unsent"_s);
        for (auto it = files.constBegin(); it != files.constEnd(); ++it)
            putBytes(where + u'/' + it.key(), it.value());
    }

    void tell(const QString& state, const QString& what) const
    {
        if (!m_isControl)
            qWarning("%s: %s", qPrintable(state), qPrintable(what));
    }

    void look(const QString& where, qsizetype point, const QString& told, HarnessResult& result)
    {
        const auto opened = m_desk->tryOpen(where);
        if (!opened) {
            tell(told, opened.error().detail);
            ++result.damaged;
            return;
        }
        int lost = m_desk->store->recovery().missing;
        for (const Confirmed& one : std::as_const(m_confirmed)) {
            if (one.at > point)
                continue;
            ++result.confirmed;
            lost += m_desk->holds(one.change) ? 0 : 1;
        }
        if (lost > 0)
            tell(told, u"%1 saves lost"_s.arg(lost));
        result.lost += lost;
        const QString faults = faultsIn(*m_desk->store);
        if (!faults.isEmpty())
            tell(told, faults);
        result.partial += faults.isEmpty() ? 0 : 1;
        m_desk->store.reset();
    }

    std::unique_ptr<CutDisk> m_disk;
    std::unique_ptr<StoreDesk> m_desk;
    SeededRandom m_random{testSeed()};
    QList<Confirmed> m_confirmed;
    bool m_delivers = false;
    bool m_isControl = false;
};

int main(int argc, char** argv)
{
    return harnessMain<CutTest>(argc, argv);
}
#include "CutTest.moc"
