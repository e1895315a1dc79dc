// SPDX-License-Identifier: GPL-3.0-or-later
#include "HarnessOptions.h"
#include "PowerCut.h"

#include "app/station/AnswerCodec.h"
#include "app/station/PracticeCases.h"
#include "app/station/Station.h"
#include "core/secrets/Password.h"

#include <QDir>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>

#include <csignal>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRuns = 50;  ///< in every build; the full budget is --runs 1000
constexpr int kCutRuns = 60;
constexpr int kControlRuns = 20;
constexpr int kRunsAStore = 100;
constexpr int kPrepared = 6;
constexpr int kShortestMs = 2;
constexpr int kLongestMs = 60;

/// How a harness run goes about it.
struct Manner {
    bool cutsPower = false;      ///< besides the kill, what was not synced is lost
    bool lies = false;           ///< control: nothing is synced
    bool confirmsEarly = false;  ///< control: a save is confirmed before it is made
};

void say(int pipe, const QByteArray& line)
{
    const QByteArray whole = line + '\n';
    if (write(pipe, whole.constData(), static_cast<size_t>(whole.size())) < 0)
        _exit(2);
}

/// A creating change as the desk makes it, up to the signature; the record is new each time.
Result<ChangeBody> preparedCase(const Station& station, const Answers& answers, const QString& localRef)
{
    SodiumRandom random;
    const auto record = RecordId::make(random);
    const RecordKeys keys = RecordKeys::make();
    ChangeWriter writer(station.form(), keys, record);
    if (auto written = writer.difference({}, answers, {}); !written)
        return written.error();
    const auto sealed = sealRecordKeys(keys, {{station.me().boxKey, true}});
    if (!sealed)
        return sealed.error();
    ChangeBody body;
    body.record = record;
    body.creation = Creation{station.form().formId(), station.me().scope, localRef, *sealed};
    if (auto done = writer.finish(body); !done)
        return done.error();
    return body;
}

/// Where a save stands whole: in the log, and in the list of cases.
bool isWhole(const Store& store, const RecordId& record)
{
    const auto history = store.history(record);
    return history && history->size() == 1 && store.caseRow(record);
}

}  // namespace

/** SIGKILL at random moments while cases are saved through the real classes: no confirmed save is lost, none is there in part (REL-01,
    REL-03). Each killed process opens what the one before left behind and looks for everything that it had confirmed.
*/
class KillTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        qputenv("PROHORI_NO_KEYCHAIN", "1");
        qputenv("XDG_STATE_HOME", m_folder.path().toUtf8());
        QVERIFY(startSecrets());
        m_random.seed(testSeed());
        QByteArray typed = "glacier umbrella violin cactus";
        m_password = SecretBytes::takeFrom(typed);
        auto authority = Authority::create(m_folder.filePath(u"authority"_s), u"Test"_s, false, m_password,
                                           kLeastPasswordCost, m_clock);
        QVERIFY(authority);
        m_authority = std::move(*authority);
        const auto engine = makeFormEngine(officialForm(), m_clock);
        m_answers = PracticeCases(*engine, u"41"_s, testSeed(), m_clock.today()).next();
    }

    void noConfirmedSaveIsLost()
    {
        HarnessResult result = run({}, harnessOptions().runsOr(kRuns));
        result.print("H-KILL");
        QVERIFY(result.isClean());
        QVERIFY(result.confirmed > 0);
        QVERIFY2(result.inside * 2 >= result.runs, "too few kills fell into a save");
    }

    void noConfirmedSaveIsLostWhenThePowerGoesToo()
    {
        HarnessResult result = run({true, false, false}, kCutRuns);
        result.print("H-KILL with unsynced bytes lost");
        QVERIFY(result.isClean());
        QVERIFY(result.confirmed > 0);
    }

    void controlWithoutSyncing()
    {
        // What synchronous=OFF does, and then the writes are lost: the harness has to see it.
        HarnessResult result = run({true, true, false}, kControlRuns);
        result.print("control: nothing synced, unsynced bytes lost");
        QVERIFY(result.confirmed > 0);
        QVERIFY(!result.isClean());
        QVERIFY(result.lost + result.damaged > 0);
    }

    void controlConfirmedTooEarly()
    {
        HarnessResult result = run({false, false, true}, kControlRuns * 2);
        result.print("control: confirmed before it is saved");
        QVERIFY(result.lost > 0);
    }

private:
    HarnessResult run(const Manner& manner, int runs)
    {
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        while (result.runs < runs && result.damaged == 0) {
            if (result.runs % kRunsAStore == 0) {
                finishStore(result);
                makeStation();
            }
            killOnce(manner, result);
            ++result.runs;
        }
        finishStore(result);
        result.milliseconds = timer.elapsed();
        return result;
    }

    void makeStation()
    {
        const QString login = u"officer%1"_s.arg(++m_stations);
        m_store = m_folder.filePath(login);
        const auto invitation = m_authority->invite(Role::Recorder, u"41"_s, u"Test person"_s, login, {}, {});
        if (!invitation)
            qFatal("%s", qPrintable(invitation.error().detail));
        SystemKeychain keychain;
        const auto joined =
            waitFor(joinStation({m_store, *invitation, m_password, kLeastPasswordCost}, keychain, m_clock));
        if (!joined)
            qFatal("%s", qPrintable(joined.error().detail));
        m_keys = *joined;
    }

    void killOnce(const Manner& manner, HarnessResult& result)
    {
        int ends[2];
        if (pipe(ends) != 0)
            qFatal("no pipe");
        if (manner.cutsPower)
            m_power.begin(m_store, manner.lies);
        const pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            work(ends[1], manner);
        }
        close(ends[1]);
        QByteArray said;
        while (!said.contains("ready\n") && readMore(ends[0], said)) {
        }
        // The moment is what is drawn by chance here; nothing waits for a result.
        poll(nullptr, 0, m_random.bounded(kShortestMs, kLongestMs));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        while (readMore(ends[0], said)) {
        }
        close(ends[0]);
        if (manner.cutsPower)
            m_power.strike(m_store);
        takeWords(said, result);
    }

    static bool readMore(int pipe, QByteArray& said)
    {
        char part[4096];
        const ssize_t count = read(pipe, part, sizeof part);
        if (count > 0)
            said.append(part, count);
        return count > 0;
    }

    void takeWords(const QByteArray& said, HarnessResult& result)
    {
        bool inside = false;
        bool ready = false;
        m_confirmed += std::exchange(m_newest, {});
        for (const QByteArray& line : said.left(said.lastIndexOf('\n') + 1).split('\n')) {
            ready = ready || line == "ready";
            if (line.startsWith("b "))
                inside = true;
            else if (line.startsWith("lost "))
                m_lost.insert(line.mid(5));
            else if (line.startsWith("fault "))
                qWarning("%s", line.constData());
            if (!line.startsWith("e "))
                continue;
            inside = false;
            m_newest.append(*RecordId::fromString(QString::fromLatin1(line.mid(2))));
        }
        result.confirmed += int(m_newest.size());
        result.inside += inside ? 1 : 0;
        result.damaged += ready ? 0 : 1;
    }

    /// The killed process. Never returns.
    [[noreturn]] void work(int pipe, const Manner& manner)
    {
        const auto station = Station::open(m_store, m_keys, m_clock);
        if (!station) {
            say(pipe, "fault " + station.error().detail.toUtf8());
            _exit(5);
        }
        for (const RecordId& record : std::as_const(m_newest)) {
            if (!isWhole((*station)->store(), record))
                say(pipe, "lost " + record.toString().toLatin1());
        }
        quint64 count = (*station)->store().lastCounter();
        QList<ChangeBody> prepared;
        const auto prepareOne = [&] {
            const auto body = preparedCase(**station, m_answers, u"41-2026-01-%1"_s.arg(++count));
            if (!body)
                _exit(6);
            prepared.append(*body);
        };
        // Some are ready before it begins, so that the time until the kill is spent on saving.
        for (int i = 0; i < kPrepared; ++i)
            prepareOne();
        say(pipe, "ready");
        for (;;) {
            if (prepared.isEmpty())
                prepareOne();
            const ChangeBody body = prepared.takeFirst();
            const QByteArray record = body.record.toString().toLatin1();
            say(pipe, "b " + record);
            if (manner.confirmsEarly)
                say(pipe, "e " + record);
            if (const auto saved = (*station)->signAndSave(body); !saved) {
                say(pipe, "fault " + saved.error().detail.toUtf8());
                _exit(7);
            }
            if (!manner.confirmsEarly)
                say(pipe, "e " + record);
        }
    }

    /// Looks for everything again, and into every corner of the store.
    void finishStore(HarnessResult& result)
    {
        if (m_store.isEmpty())
            return;
        const auto store = Store::open(m_store, m_keys.slot.dataKey, m_clock);
        if (!store) {
            ++result.damaged;
        } else {
            for (const RecordId& record : m_confirmed + m_newest) {
                if (!isWhole(**store, record))
                    m_lost.insert(record.toString().toLatin1());
            }
            const auto faults = (*store)->check();
            for (const QString& fault : faults ? *faults : QStringList{faults.error().detail}) {
                qWarning("%s", qPrintable(fault));
                ++result.partial;
            }
        }
        result.lost += int(m_lost.size());
        QDir(std::exchange(m_store, QString())).removeRecursively();
        m_confirmed.clear();
        m_newest.clear();
        m_lost.clear();
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    SecretBytes m_password;
    std::unique_ptr<Authority> m_authority;
    Answers m_answers;
    PowerCut m_power;
    QRandomGenerator m_random;
    QString m_store;
    UnlockedKeys m_keys;
    QList<RecordId> m_confirmed, m_newest;  ///< on this store; by the last process
    QSet<QByteArray> m_lost;
    int m_stations = 0;
};

int main(int argc, char** argv)
{
    return harnessMain<KillTest>(argc, argv);
}
#include "KillTest.moc"
