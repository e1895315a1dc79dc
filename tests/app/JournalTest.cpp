// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreContent.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// A reason that somebody typed instead of choosing one: it may name people.
const QString kTyped = u"ZQ Rahima Khatun asked for it"_s;

void copyTree(const QString& from, const QString& to)
{
    QDir(to).removeRecursively();
    QDir().mkpath(to);
    QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    for (const QFileInfo& entry :
         QDir(from).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        const QString target = to + u'/' + entry.fileName();
        if (entry.isDir())
            copyTree(entry.filePath(), target);
        else if (!QFile::copy(entry.filePath(), target))
            qFatal("cannot copy");
    }
}

}  // namespace

/** The journal from end to end, with real programs over real TLS: written by stations, chained, sent without content, kept at the hub, read by an
    auditor (SEC-39, SEC-66, SEC-68, SEC-97).
*/
class JournalTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        QVERIFY(m_d.makeAuthority() && m_d.makeHub() && m_d.startHub());
        QVERIFY(m_d.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"chief"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY2(m_d.addStation(u"auditor"_s, u"auditor"_s, u"national"_s), qPrintable(m_d.lastFailure()));
        const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(u"anika"_s), u"--cases"_s, u"2"_s,
                                    u"--seed"_s, u"7"_s, u"--json"_s},
                                   u"anika"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_case = filled.array()[0][u"id"_s].toString();
        syncAll();
        QVERIFY(m_d.confirm(u"chief"_s) && m_d.confirm(u"auditor"_s));
        syncAll();
    }

    void aStationTellsWhatWasDoneOnIt()
    {
        openIdentities(u"anika"_s, u"case_work"_s);
        openIdentities(u"anika"_s, kTyped);
        const Ran backed = m_d.ctl({u"station"_s, u"backup"_s, m_d.store(u"chief"_s), u"--out"_s,
                                    m_d.path(u"chief.backup"_s)},
                                   u"chief"_s);
        QVERIFY2(backed.exit == 0, backed.err);
        const QString own = told(u"anika"_s, {u"--own"_s});
        QVERIFY2(own.contains(u"joined/"_s) && own.contains(u"posture/file"_s)
                     && own.contains(u"unlock/command"_s) && own.contains(u"identity-opened/case_work"_s),
                 qPrintable(own));
        // What somebody typed stays with him, word for word.
        QVERIFY2(own.contains(u"identity-opened/"_s + kTyped), qPrintable(own));
        QVERIFY2(told(u"chief"_s).contains(u"backup/"_s), qPrintable(told(u"chief"_s)));
        // One line stands for the commands of an hour.
        QCOMPARE(told(u"anika"_s).count(u"unlock/command"_s), 1);
    }

    void failedUnlocksAreToldByTheNextUnlock()
    {
        const QString right = m_d.passwordFile(u"chief"_s);
        const QString wrong = m_d.writeFile(u"wrong"_s, "wrong staple battery horse 42", true);
        for (int i = 0; i < 3; ++i) {
            const Ran refused = m_d.ctl({u"station"_s, u"info"_s, m_d.store(u"chief"_s), u"--as"_s,
                                         u"chief"_s, u"--password-file"_s, wrong});
            QCOMPARE(refused.exit, 3);
        }
        QJsonArray failed = lines(u"chief"_s, {u"--event"_s, u"unlock-failed"_s});
        QCOMPARE(failed.size(), 1);
        QVERIFY2(failed[0][u"reason"_s].toString().startsWith(u"3-since-1"_s),
                 qPrintable(failed[0][u"reason"_s].toString()));
        QCOMPARE(failed[0][u"login"_s].toString(), u"chief"_s);
        // Told once.
        QCOMPARE(lines(u"chief"_s, {u"--event"_s, u"unlock-failed"_s}).size(), 1);

        // Who removes or alters what is counted does not hide that he tried.
        QVERIFY(QFile::remove(m_d.store(u"chief"_s) + u"/attempts"_s));
        failed = lines(u"chief"_s, {u"--event"_s, u"unlock-failed"_s});
        QCOMPARE(failed.size(), 2);
        QCOMPARE(failed[0][u"reason"_s].toString(), u"counter-lost"_s);
        QFile counted(m_d.store(u"chief"_s) + u"/attempts"_s);
        QVERIFY(counted.open(QIODevice::ReadWrite));
        const QByteArray bytes = counted.readAll();
        QVERIFY(counted.seek(3) && counted.write(QByteArray(1, char(bytes[3] ^ 1))) == 1);
        counted.close();
        QCOMPARE(lines(u"chief"_s, {u"--event"_s, u"unlock-failed"_s}).size(), 3);
    }

    void thePasswordAndAFurtherPersonAreTold()
    {
        const QString again = m_d.writeFile(u"again"_s, "another violin glacier umbrella 8", true);
        const Ran changed =
            m_d.ctl({u"station"_s, u"passwd"_s, m_d.store(u"anika"_s), u"--new-password-file"_s, again},
                    u"anika"_s);
        QVERIFY2(changed.exit == 0, changed.err);
        const Ran back =
            m_d.ctl({u"station"_s, u"passwd"_s, m_d.store(u"anika"_s), u"--as"_s, u"anika"_s,
                     u"--password-file"_s, again, u"--new-password-file"_s, m_d.passwordFile(u"anika"_s)});
        QVERIFY2(back.exit == 0, back.err);
        QCOMPARE(told(u"anika"_s).count(u"password-changed/"_s), 2);
    }

    void theAuditorReadsAllStationsAndNoCase()
    {
        syncAll();
        syncAll();
        const QString all = told(u"auditor"_s);
        QVERIFY2(all.contains(u"anika:identity-opened/case_work"_s), qPrintable(all));
        QVERIFY2(all.contains(u"chief:unlock-failed/counter-lost"_s)
                     || all.contains(u":unlock-failed/counter-lost"_s),
                 qPrintable(all));
        QVERIFY2(all.contains(u"chief:backup/"_s) && all.contains(u"anika:password-changed/"_s),
                 qPrintable(all));
        // What was typed came as the word that something was.
        QVERIFY2(all.contains(u"anika:identity-opened/text"_s) && !all.contains(u"Rahima"_s),
                 qPrintable(all));
        const Ran checked =
            m_d.ctl({u"journal"_s, u"check"_s, m_d.store(u"auditor"_s), u"--json"_s}, u"auditor"_s);
        QVERIFY2(checked.exit == 0, checked.err);
        QCOMPARE(checked.object()[u"journals"_s].toArray().size(), 3);
        QCOMPARE(m_d.info(u"auditor"_s)[u"counts"_s][u"changes"_s].toInt(), 0);
        QCOMPARE(m_d.cases(u"auditor"_s).size(), 0);
    }

    void linesAreFoundByStationPersonEventTimeAndRecord()
    {
        const QString anika = m_d.info(u"anika"_s)[u"replica"_s].toString();
        const auto all = lines(u"auditor"_s);
        const auto ofAnika = lines(u"auditor"_s, {u"--station"_s, anika.left(12)});
        QVERIFY(ofAnika.size() > 3 && ofAnika.size() < all.size());
        for (const QJsonValue& one : ofAnika)
            QCOMPARE(one[u"station"_s].toString(), anika);
        QCOMPARE(lines(u"auditor"_s, {u"--person"_s, u"anika"_s, u"--event"_s, u"identity-opened"_s}).size(),
                 2);
        QCOMPARE(lines(u"auditor"_s, {u"--record"_s, m_case}).size(), 2);
        QCOMPARE(lines(u"auditor"_s, {u"--to"_s, u"2020-01-01"_s}).size(), 0);
        QCOMPARE(lines(u"auditor"_s, {u"--from"_s, u"2020-01-01"_s}).size(), all.size());
        QCOMPARE(lines(u"auditor"_s, {u"--limit"_s, u"2"_s}).size(), 2);
        const Ran csv = m_d.ctl({u"journal"_s, u"list"_s, m_d.store(u"auditor"_s), u"--csv"_s,
                                 m_d.path(u"j.csv"_s), u"--json"_s},
                                u"auditor"_s);
        QVERIFY2(csv.exit == 0, csv.err);
        QFile written(m_d.path(u"j.csv"_s));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll().count("\r\n"), all.size() + 1);
        QVERIFY(!(written.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY(told(u"auditor"_s, {u"--own"_s}).contains(u"exported/journal"_s));
    }

    void theHubHoldsNoContent()
    {
        // SEC-68, SEC-97: not what was typed, and no value of a case.
        const QByteArray hub = hubContent(m_d);
        QVERIFY(hub.contains("counter-lost"));
        for (const QByteArray& marker : {QByteArray("Rahima"), QByteArray("ZQ "), QByteArray("asked for it")})
            QVERIFY2(!hub.contains(marker), marker);
    }

    void aSyncWithNothingNewCarriesNoJournal()
    {
        QVERIFY(m_d.sync(u"anika"_s).exit == 0);
        const QJsonObject nothing = m_d.sync(u"anika"_s).object();
        QCOMPARE(nothing[u"requests"_s].toInt(), 1);
        QVERIFY2(nothing[u"bytes_up"_s].toInt() < 300,
                 qPrintable(QString::number(nothing[u"bytes_up"_s].toInt())));
        openIdentities(u"anika"_s, u"court"_s);
        const QJsonObject one = m_d.sync(u"anika"_s).object();
        const int more = one[u"bytes_up"_s].toInt() - nothing[u"bytes_up"_s].toInt();
        QVERIFY2(more > 100 && more < 180, qPrintable(QString::number(more)));
        qInfo("a line adds %d bytes to a sync", more);
    }

    void nobodyRemovesALine()
    {
        // SEC-68: there is no word for it in any role, and what is there stays.
        for (const QString& who : {u"anika"_s, u"chief"_s, u"auditor"_s}) {
            const QJsonArray before = lines(who, {u"--own"_s});
            for (const QString& word :
                 {u"remove"_s, u"delete"_s, u"clear"_s, u"prune"_s, u"edit"_s, u"truncate"_s}) {
                const Ran refused = m_d.ctl({u"journal"_s, word, m_d.store(who), u"1"_s}, who);
                QCOMPARE(refused.exit, 2);
            }
            const QJsonArray after = lines(who, {u"--own"_s});
            QVERIFY(after.size() >= before.size());
            for (qsizetype i = 1; i <= before.size(); ++i)
                QCOMPARE(after[after.size() - i], before[before.size() - i]);
        }
    }

    void aRestoredStationGoesOnWithItsJournal()
    {
        openIdentities(u"chief"_s, u"review"_s);
        QVERIFY(m_d.sync(u"chief"_s).exit == 0);
        QVERIFY(QDir(m_d.store(u"chief"_s)).removeRecursively());
        const Ran restored = m_d.ctl(
            {u"station"_s, u"restore"_s, m_d.path(u"chief.backup"_s), u"--to"_s, m_d.store(u"chief"_s)});
        QVERIFY2(restored.exit == 0, restored.err);
        const QString own = told(u"chief"_s);
        QVERIFY2(own.contains(u"new-replica/at-start"_s), qPrintable(own));
        QVERIFY2(m_d.sync(u"chief"_s).exit == 0, "sync");
        syncAll();
        const Ran checked =
            m_d.ctl({u"journal"_s, u"check"_s, m_d.store(u"auditor"_s), u"--json"_s}, u"auditor"_s);
        QVERIFY2(checked.exit == 0, checked.err);
        QVERIFY(hubCheck()[u"journals"_s].toArray().isEmpty());
        // What the old replica told after the backup is not lost.
        QVERIFY(told(u"auditor"_s).contains(u"chief:identity-opened/review"_s));
    }

    void aJournalThatWasSetBackIsFoundAtTheNextSync()
    {
        // SEC-66: an insider puts back the whole folder as it was before he looked: every hash in it is right.
        const QString folder = m_d.store(u"anika"_s);
        QVERIFY(m_d.sync(u"anika"_s).exit == 0);
        copyTree(folder, m_d.path(u"before"_s));
        openIdentities(u"anika"_s, u"referral"_s);
        QVERIFY(m_d.sync(u"anika"_s).exit == 0);
        copyTree(m_d.path(u"before"_s), folder);
        openIdentities(u"anika"_s, u"duplicate_check"_s);
        QCOMPARE(m_d.ctl({u"station"_s, u"check"_s, folder}, u"anika"_s).exit, 0);
        const Ran synced = m_d.sync(u"anika"_s);
        QVERIFY2(synced.exit == 0, synced.err);
        QVERIFY(synced.object()[u"reminted"_s].toBool());

        const QJsonObject hub = hubCheck();
        QCOMPARE(hub[u"faults"_s].toArray().size(), 0);
        QCOMPARE(hub[u"journals"_s].toArray().size(), 1);
        QVERIFY(hub[u"journals"_s][0].toString().contains(u"fork"_s));
        QVERIFY(m_d.sync(u"auditor"_s).exit == 0);
        const Ran checked = m_d.ctl({u"journal"_s, u"check"_s, m_d.store(u"auditor"_s)}, u"auditor"_s);
        QCOMPARE(checked.exit, 5);
        QVERIFY2(checked.err.contains("told in two ways"), checked.err);
        // Both tellings are there: what he wanted to hide, and what he did then.
        const QString all = told(u"auditor"_s);
        QVERIFY2(all.contains(u"anika:identity-opened/referral"_s)
                     && all.contains(u"anika:identity-opened/duplicate_check"_s),
                 qPrintable(all));
        // And the station's lines go on.
        openIdentities(u"anika"_s, u"court"_s);
        syncAll();
        QCOMPARE(hubCheck()[u"journals"_s].toArray().size(), 1);
        QCOMPARE(told(u"auditor"_s).count(u"anika:identity-opened/court"_s), 2);
    }

private:
    void syncAll()
    {
        for (const QString& who : {u"anika"_s, u"chief"_s, u"auditor"_s}) {
            const Ran ran = m_d.sync(who);
            QVERIFY2(ran.exit == 0, ran.err);
        }
    }
    void openIdentities(const QString& who, const QString& reason)
    {
        const Ran shown = m_d.ctl({u"case"_s, u"show"_s, m_d.store(who), m_case, u"--identities"_s,
                                   u"--reason"_s, reason, u"--json"_s},
                                  who);
        QVERIFY2(shown.exit == 0, shown.err);
    }
    QJsonArray lines(const QString& who, const QStringList& more = {})
    {
        const Ran listed =
            m_d.ctl(QStringList{u"journal"_s, u"list"_s, m_d.store(who), u"--json"_s} + more, who);
        if (listed.exit != 0)
            qWarning("%s", listed.err.constData());
        return listed.array();
    }
    /// "login:event/reason" of each line.
    QString told(const QString& who, const QStringList& more = {})
    {
        QStringList all;
        for (const QJsonValue& one : lines(who, more))
            all.append(u"%1:%2/%3"_s.arg(one[u"login"_s].toString(), one[u"event"_s].toString(),
                                         one[u"reason"_s].toString()));
        return all.join(u'\n');
    }
    QJsonObject hubCheck()
    {
        const Ran checked = m_d.hubTool({u"check"_s, m_d.path(u"hub"_s), u"--json"_s});
        if (checked.exit != 0)
            qWarning("%s", checked.err.constData());
        return checked.object();
    }

    Deployment m_d;
    QString m_case;
};

QTEST_GUILESS_MAIN(JournalTest)
#include "JournalTest.moc"
