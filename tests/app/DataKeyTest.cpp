// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include "app/station/CaseDesk.h"
#include "app/station/PracticeCases.h"
#include "core/directory/Authority.h"
#include "sync/client/SyncClient.h"
#include "tests/support/TestSeed.h"

#include <QDirIterator>
#include <QEventLoop>
#include <QFile>
#include <QHash>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kStores = 100;

/// Looks for many byte strings at once.
class Searcher {
public:
    void add(const QByteArray& pattern)
    {
        m_patterns.insert(pattern.left(kHead), pattern);
        m_starts[start(pattern.constData())] = true;
    }
    int count() const { return int(m_patterns.size()); }

    int foundIn(const QByteArray& bytes) const
    {
        int found = 0;
        const char* data = bytes.constData();
        for (qsizetype at = 0; at + kHead <= bytes.size(); ++at) {
            if (!m_starts[start(data + at)])
                continue;
            const auto [first, last] = m_patterns.equal_range(QByteArray::fromRawData(data + at, kHead));
            for (auto it = first; it != last; ++it)
                found += QByteArrayView(bytes).sliced(at).startsWith(*it) ? 1 : 0;
        }
        return found;
    }

private:
    static constexpr qsizetype kHead = 12;
    static size_t start(const char* bytes)
    {
        return size_t(static_cast<unsigned char>(bytes[0])) << 8 | static_cast<unsigned char>(bytes[1]);
    }
    QMultiHash<QByteArray, QByteArray> m_patterns;
    std::vector<bool> m_starts = std::vector<bool>(1 << 16, false);
};

QByteArray bytesOf(const SecretBytes& secret)
{
    return QByteArray(reinterpret_cast<const char*>(secret.data()), qsizetype(secret.size()));
}

void addAllForms(Searcher& searcher, const QByteArray& key)
{
    searcher.add(key);
    searcher.add(key.toHex());
    searcher.add(key.toHex().toUpper());
    // Base64 without its end, which depends on what stands behind; begun at each of the three places a group can begin.
    for (int shift = 0; shift < 3; ++shift)
        searcher.add((QByteArray(shift, 'x') + key).toBase64().mid(shift == 0 ? 0 : 4, 36));
}

}  // namespace

/// SEC-04: the data key is never on disk outside a slot. A hundred stores are made, worked in, backed up, crashed and synced; then every
/// file that the run wrote is searched for every key.
class DataKeyTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        for (const auto& [name, folder] : {std::pair("HOME", u"home"_s),
                                           {"XDG_STATE_HOME", u"state"_s},
                                           {"XDG_CONFIG_HOME", u"config"_s},
                                           {"XDG_CACHE_HOME", u"cache"_s},
                                           {"XDG_DATA_HOME", u"data"_s},
                                           {"TMPDIR", u"tmp"_s}})
            qputenv(name, m_d.path(folder).toUtf8());
        qputenv("PROHORI_NO_KEYCHAIN", "1");
        QVERIFY(startSecrets());
        QVERIFY(m_d.makeAuthority());
        QVERIFY(m_d.makeHub());
        QVERIFY(m_d.startHub());
        QByteArray typed = "glacier umbrella violin cactus";
        m_password = SecretBytes::takeFrom(typed);
        QFile file(m_d.passwordFile(u"authority"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray authorityWord = file.readAll().trimmed();
        const auto authority =
            Authority::open(m_d.path(u"authority"_s), SecretBytes::takeFrom(authorityWord), m_clock);
        QVERIFY(authority);
        const auto engine = makeFormEngine(officialForm(), m_clock);
        m_answers = PracticeCases(*engine, u"41"_s, testSeed(), m_clock.today()).next();
        for (int i = 0; i < kStores; ++i)
            liveThrough(**authority, i);
    }

    void noKeyIsInAnyFile()
    {
        QCOMPARE(m_keys.size(), kStores);
        Searcher searcher;
        for (const QByteArray& key : std::as_const(m_keys))
            addAllForms(searcher, key);
        QCOMPARE(searcher.count(), kStores * 6);
        qint64 bytes = 0;
        int files = 0;
        QDirIterator walk(m_d.path({}), QDir::Files | QDir::Hidden | QDir::System,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            const QByteArray content = file.readAll();
            bytes += content.size();
            ++files;
            QVERIFY2(searcher.foundIn(content) == 0, qPrintable(file.fileName()));
        }
        qInfo("%d keys in 6 forms, %d files, %lld bytes searched", kStores, files,
              static_cast<long long>(bytes));
        QVERIFY(files > kStores * 4 && m_backups == kStores && m_crashes == kStores);
    }

    void theSearchFindsAKeyThatIsThere()
    {
        Searcher searcher;
        for (const QByteArray& key : std::as_const(m_keys))
            addAllForms(searcher, key);
        const QByteArray key = m_keys.last();
        for (const QByteArray& planted :
             {key, key.toHex(), key.toHex().toUpper(), key.toBase64(), ("x" + key).toBase64(),
              ("xy" + key).toBase64(), key.toBase64(QByteArray::OmitTrailingEquals)})
            QVERIFY2(searcher.foundIn("log: " + planted + " end") > 0, planted.toHex());
        QCOMPARE(searcher.foundIn("log: " + key.left(31)), 0);
    }

private:
    void liveThrough(Authority& authority, int number)
    {
        const QString login = u"person%1"_s.arg(number);
        const QString folder = m_d.store(login);
        const auto invitation = authority.invite(Role::Recorder, u"41"_s, u"Test person"_s, login,
                                                 m_d.hubUrl(), authority.directory().hubs().last().tlsPin);
        QVERIFY2(invitation, invitation ? "" : qPrintable(invitation.error().detail));
        SystemKeychain keychain;
        const auto keys =
            waitFor(joinStation({folder, *invitation, m_password, kLeastPasswordCost}, keychain, m_clock));
        QVERIFY2(keys, keys ? "" : qPrintable(keys.error().detail));
        m_keys.append(bytesOf(keys->slot.dataKey));
        {
            const auto station = Station::open(folder, *keys, m_clock);
            QVERIFY(station);
            work(**station);
            QVERIFY((*station)->store().backupTo(m_d.path(login + u".backup"_s)));
            ++m_backups;
            sync(**station);
        }
        crash(folder, *keys);
    }

    void work(Station& station)
    {
        const auto saved = CaseDesk(station).create(m_answers);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().detail));
        QVERIFY(CaseDesk(station).openIdentities(saved->record, u"review"_s));
    }

    void sync(Station& station)
    {
        const auto transport = makeHttpTransport(station.hub().url, station.hub().tlsPin);
        const auto client = station.makeSyncClient(*transport);
        std::optional<Result<SyncSummary>> outcome;
        QEventLoop loop;
        connect(client.get(), &SyncClient::finished, &loop, [&](const Result<SyncSummary>& result) {
            outcome = result;
            loop.quit();
        });
        client->start();
        if (!outcome)
            loop.exec();
        QVERIFY2(*outcome, *outcome ? "" : qPrintable(outcome->error().detail));
    }

    /// Dies with the store open and a save behind it, in its own folder, where a core file would lie.
    void crash(const QString& folder, const UnlockedKeys& keys)
    {
        const pid_t child = fork();
        if (child == 0) {
            const rlimit none{0, 0};
            setrlimit(RLIMIT_CORE, &none);
            std::signal(SIGABRT, SIG_DFL);
            if (chdir(QFile::encodeName(m_d.path(u"tmp"_s)).constData()) != 0)
                _exit(2);
            const auto station = Station::open(folder, keys, m_clock);
            if (!station)
                _exit(3);
            if (!CaseDesk(**station).create(m_answers))
                _exit(4);
            std::abort();
        }
        int status = 0;
        waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
        ++m_crashes;
    }

    Deployment m_d;
    SystemClock m_clock;
    SecretBytes m_password;
    Answers m_answers;
    QList<QByteArray> m_keys;
    int m_backups = 0, m_crashes = 0;
};

QTEST_GUILESS_MAIN(DataKeyTest)
#include "DataKeyTest.moc"
