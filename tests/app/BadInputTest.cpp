// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include <QDir>
#include <QFile>
#include <QTcpSocket>
#include <QTest>

#include <functional>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

void flipByte(const QString& file, qint64 at)
{
    QFile device(file);
    QVERIFY(device.open(QIODevice::ReadWrite));
    const qint64 place = at >= 0 ? at : device.size() + at;
    device.seek(place);
    const char was = device.read(1).at(0);
    device.seek(place);
    device.putChar(static_cast<char>(was ^ 0x10));
}

void copyFolder(const QString& from, const QString& to)
{
    QDir().mkpath(to);
    for (const QFileInfo& entry :
         QDir(from).entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden)) {
        const QString target = to + u'/' + entry.fileName();
        if (entry.isDir())
            copyFolder(entry.filePath(), target);
        else
            QFile::copy(entry.filePath(), target);
    }
    QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

}  // namespace

/// Bad input at the command line and at the hub: the exit status, the sentence, and a store that is byte for byte what it was.
class BadInputTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_d.makeAuthority());
        QVERIFY(m_d.makeAuthority(u"other"_s));
        QVERIFY(m_d.makeAuthority(u"real"_s, true));
        QVERIFY(m_d.makeHub());
        QVERIFY(m_d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(u"officer"_s), u"--cases"_s, u"2"_s,
                                    u"--seed"_s, u"3"_s, u"--json"_s},
                                   u"officer"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_id = filled.array().at(0)[u"id"_s].toString();
        m_d.writeFile(u"wrong.password"_s, "nobody ever chose exactly this one\n", true);
        m_d.writeFile(u"open.password"_s, "glacier umbrella violin cactus\n");
        QFile::setPermissions(m_d.path(u"open.password"_s),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
        m_d.writeFile(u"short.password"_s, "short\n", true);
        m_d.writeFile(u"broken.json"_s, "{\"case\": ");
        m_d.writeFile(u"twice.json"_s, R"({"case":{"police_station":"a","police_station":"b"}})");
        m_d.writeFile(u"unknown.json"_s, R"({"case":{"no_such_field":"x"}})");
        m_d.writeFile(u"type.json"_s, R"({"case":{"victims_reported":"many"}})");
        m_d.writeFile(u"choice.json"_s, R"({"case":{"case_class":"nonsense"}})");
        m_d.writeFile(
            u"other-district.json"_s,
            R"({"case":{"district_code":"26","case_class":"tip","reported_on":"2026-03-01"},"victim":[{"person_role":"tip_victim"}]})");
        m_d.writeFile(u"empty.json"_s, R"({"case":{}})");
        m_d.writeFile(u"future.json"_s, R"({"case":{"reported_on":"2199-01-01"}})");
        m_d.writeFile(u"not.invitation"_s, "this is no invitation");
        m_before = stateOfStore();
    }

    void isRefusedWithASentence_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QByteArray>("sentence");
        const QString store = m_d.store(u"officer"_s);
        const auto row = [](const char* name, const QStringList& words, int exit, const char* sentence) {
            QTest::newRow(name) << words << exit << QByteArray(sentence);
        };
        const QStringList wrong{u"--password-file"_s, m_d.path(u"wrong.password"_s)};
        row("no command", {}, 2, "usage");
        row("unknown command", {u"fly"_s}, 2, "fly");
        row("unknown subcommand", {u"case"_s, u"fly"_s}, 2, "case fly");
        row("unknown option", {u"case"_s, u"list"_s, store, u"--colour"_s, u"red"_s}, 2, "colour");
        row("missing argument", {u"case"_s, u"show"_s, store}, 2, "usage");
        row("limit is no number", {u"case"_s, u"list"_s, store, u"--limit"_s, u"many"_s}, 2, "--limit");
        row("unknown state", {u"case"_s, u"list"_s, store, u"--state"_s, u"asleep"_s}, 1, "asleep");
        row("wrong password", QStringList{u"station"_s, u"info"_s, store} + wrong, 3, "password");
        row("unknown login", QStringList{u"station"_s, u"info"_s, store, u"--as"_s, u"nobody"_s} + wrong, 3,
            "password");
        row("password file open to others",
            {u"station"_s, u"info"_s, store, u"--password-file"_s, m_d.path(u"open.password"_s)}, 1,
            "chmod 600");
        row("no such password file",
            {u"station"_s, u"info"_s, store, u"--password-file"_s, m_d.path(u"nowhere"_s)}, 1, "nowhere");
        row("no such store", {u"station"_s, u"info"_s, m_d.path(u"nostore"_s)}, 1, "nostore");
        row("id too short", {u"case"_s, u"show"_s, store, u"ab"_s}, 1, "too short");
        row("unknown id", {u"case"_s, u"show"_s, store, u"00000000-0000"_s}, 1, "no case");
        row("identities without reason", {u"case"_s, u"show"_s, store, m_id, u"--identities"_s}, 1, "reason");
        row("unknown version", {u"case"_s, u"show"_s, store, m_id, u"--version"_s, u"yesterday"_s}, 2,
            "approved");
        row("no approved version", {u"case"_s, u"show"_s, store, m_id, u"--version"_s, u"approved"_s}, 1,
            "approved");
        row("file is missing", {u"case"_s, u"new"_s, store, u"--from"_s, m_d.path(u"none.json"_s)}, 1,
            "none.json");
        row("broken JSON", {u"case"_s, u"new"_s, store, u"--from"_s, m_d.path(u"broken.json"_s)}, 1, "JSON");
        row("key twice", {u"case"_s, u"new"_s, store, u"--from"_s, m_d.path(u"twice.json"_s)}, 1, "twice");
        row("nothing in the case", {u"case"_s, u"new"_s, store, u"--from"_s, m_d.path(u"empty.json"_s)}, 1,
            "district_code");
        row("another district", {u"case"_s, u"new"_s, store, u"--from"_s, m_d.path(u"other-district.json"_s)},
            1, "district");
        row("patch with unknown path",
            {u"case"_s, u"edit"_s, store, m_id, u"--patch"_s, m_d.path(u"unknown.json"_s)}, 1,
            "no_such_field");
        row("patch with wrong type",
            {u"case"_s, u"edit"_s, store, m_id, u"--patch"_s, m_d.path(u"type.json"_s)}, 1,
            "victims_reported");
        row("patch with unknown choice",
            {u"case"_s, u"edit"_s, store, m_id, u"--patch"_s, m_d.path(u"choice.json"_s)}, 1, "case_class");
        row("patch with a day in the future",
            {u"case"_s, u"edit"_s, store, m_id, u"--patch"_s, m_d.path(u"future.json"_s)}, 1, "reported_on");
        row("set unknown path", {u"case"_s, u"edit"_s, store, m_id, u"--set"_s, u"case.colour=red"_s}, 1,
            "colour");
        row("set a row that is not there",
            {u"case"_s, u"edit"_s, store, m_id, u"--set"_s, u"victim[99].age_years=3"_s}, 1, "victim");
        row("set without value", {u"case"_s, u"edit"_s, store, m_id, u"--set"_s, u"case.police_station"_s}, 1,
            "PATH=VALUE");
        row("set what the program sets",
            {u"case"_s, u"edit"_s, store, m_id, u"--set"_s, u"case.workflow_state=frozen"_s}, 1,
            "workflow_state");
        row("nothing to edit", {u"case"_s, u"edit"_s, store, m_id}, 2, "nothing");
        row("approve without the right", {u"case"_s, u"approve"_s, store, m_id}, 1, "");
        row("return without the right",
            {u"case"_s, u"return"_s, store, m_id, u"--reason"_s, u"inconsistent"_s, u"--note"_s,
             u"look again"_s},
            1, "");
        row("return with unknown reason",
            {u"case"_s, u"return"_s, store, m_id, u"--reason"_s, u"mood"_s, u"--note"_s, u"look again"_s}, 1,
            "mood");
        row("settle what is no conflict",
            {u"conflict"_s, u"settle"_s, store, m_id, u"--field"_s, u"case.police_station"_s, u"--take"_s,
             u"mine"_s, u"--reason"_s, u"because"_s},
            1, "conflict");
        row("join a folder that is not empty",
            {u"station"_s, u"join"_s, store, u"--invitation"_s, m_d.path(u"officer.invitation"_s)}, 1,
            "not empty");
        row("join with what is no invitation",
            {u"station"_s, u"join"_s, m_d.path(u"new1"_s), u"--invitation"_s, m_d.path(u"not.invitation"_s)},
            1, "invitation");
        row("join with a weak password",
            {u"station"_s, u"join"_s, m_d.path(u"new2"_s), u"--invitation"_s,
             m_d.path(u"officer.invitation"_s), u"--password-file"_s, m_d.path(u"short.password"_s)},
            1, "15");
        row("restore over a station",
            {u"station"_s, u"restore"_s, m_d.path(u"not.invitation"_s), u"--to"_s, store}, 1, "");
        row("backup into nowhere",
            {u"station"_s, u"backup"_s, store, u"--out"_s, u"/nowhere/at/all.backup"_s}, 1, "");
        row("new password too weak",
            {u"station"_s, u"passwd"_s, store, u"--new-password-file"_s, m_d.path(u"short.password"_s)}, 1,
            "15");
    }

    void isRefusedWithASentence()
    {
        QFETCH(const QStringList, words);
        QFETCH(const int, exit);
        QFETCH(const QByteArray, sentence);
        const Ran ran = m_d.ctl(words, u"officer"_s);
        QVERIFY2(ran.exit == exit, QByteArray::number(ran.exit) + ": " + ran.err);
        QVERIFY2(ran.err.contains(sentence), ran.err);
        QVERIFY2(!ran.err.isEmpty() && ran.err.size() < 2000, ran.err);
        QVERIFY(!ran.err.contains("umbrella"));
        QCOMPARE(stateOfStore(), m_before);
    }

    void aSyncWithoutALineChangesNoCase()
    {
        // It counts the request that it could not send, so the bytes differ; what people saved does not.
        // What is free of the disk changes with all that runs on the machine.
        const auto info = [this] {
            QJsonObject told = m_d.info(u"officer"_s);
            told.remove(u"disk_free_mb"_s);
            return told;
        };
        const QJsonObject before = info();
        const Ran ran = m_d.sync(u"officer"_s);
        QCOMPARE(ran.exit, 4);
        QVERIFY2(ran.err.contains("hub"), ran.err);
        const QJsonObject after = info();
        QVERIFY(!after[u"fold_digest"_s].toString().isEmpty());
        QCOMPARE(after, before);
    }

    void invitationsAreRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("sentence");
        const QStringList base{u"authority"_s, u"invite"_s, m_d.path(u"authority"_s),   u"--name"_s,
                               u"X"_s,         u"--out"_s,  m_d.path(u"x.invitation"_s)};
        QTest::newRow("unknown role")
            << base + QStringList{u"--role"_s, u"king"_s, u"--scope"_s, u"41"_s, u"--login"_s, u"k"_s}
            << QByteArray("king");
        QTest::newRow("unknown district")
            << base + QStringList{u"--role"_s, u"recorder"_s, u"--scope"_s, u"02"_s, u"--login"_s, u"k"_s}
            << QByteArray("02");
        QTest::newRow("national recorder") << base + QStringList{u"--role"_s,   u"recorder"_s, u"--scope"_s,
                                                                 u"national"_s, u"--login"_s,  u"k"_s}
                                           << QByteArray("recorder");
        QTest::newRow("login taken") << base + QStringList{u"--role"_s, u"recorder"_s, u"--scope"_s,
                                                           u"41"_s,     u"--login"_s,  u"officer"_s}
                                     << QByteArray("officer");
        QTest::newRow("ngo partner") << base + QStringList{u"--role"_s, u"ngo_partner"_s, u"--scope"_s,
                                                           u"41"_s,     u"--login"_s,     u"n"_s}
                                     << QByteArray("ngo_partner");
        QTest::newRow("auditor of a district")
            << base + QStringList{u"--role"_s, u"auditor"_s, u"--scope"_s, u"41"_s, u"--login"_s, u"a"_s}
            << QByteArray("auditor");
    }

    void invitationsAreRefused()
    {
        QFETCH(const QStringList, words);
        QFETCH(const QByteArray, sentence);
        const Ran ran = m_d.ctl(words, u"authority"_s);
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.err.contains(sentence), ran.err);
        QVERIFY(!QFile::exists(m_d.path(u"x.invitation"_s)));
    }

    void damagedFilesAreNamed_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<int>("exit");
        QTest::newRow("both copies of the header") << u"header"_s << 5;
        QTest::newRow("header is missing") << u"no-header"_s << 1;
        QTest::newRow("store is cut off") << u"truncated"_s << 5;
        QTest::newRow("store is emptied") << u"emptied"_s << 5;
        QTest::newRow("store is missing") << u"no-store"_s << 5;
        QTest::newRow("store is a plain database") << u"plain"_s << 5;
        QTest::newRow("one bit of the store") << u"bit"_s << 5;
    }

    void damagedFilesAreNamed()
    {
        QFETCH(const QString, damage);
        QFETCH(const int, exit);
        const QString copy = m_d.path(u"damaged-"_s + damage);
        copyFolder(m_d.store(u"officer"_s), copy);
        const QString header = copy + u"/keys.header"_s;
        const QString store = copy + u"/store.db"_s;
        if (damage == u"header"_s) {
            flipByte(header, 40);
            flipByte(header, 65536 + 40);
        } else if (damage == u"no-header"_s) {
            QVERIFY(QFile::remove(header));
        } else if (damage == u"truncated"_s) {
            QVERIFY(QFile::resize(store, QFile(store).size() / 2));
        } else if (damage == u"emptied"_s) {
            QVERIFY(QFile::resize(store, 0));
        } else if (damage == u"no-store"_s) {
            QVERIFY(QFile::remove(store));
        } else if (damage == u"plain"_s) {
            QFile file(store);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("SQLite format 3" + QByteArray(4096, '\0'));
        } else {
            flipByte(store, QFile(store).size() / 2);
        }
        const QByteArray before = Deployment::folderHash(copy);
        const Ran ran = m_d.ctl({u"station"_s, u"check"_s, copy}, u"officer"_s);
        QVERIFY2(ran.exit == exit, QByteArray::number(ran.exit) + ": " + ran.err);
        QVERIFY(!ran.err.isEmpty());
        if (damage == u"no-store"_s)
            QVERIFY(!QFile::exists(store));
        if (damage != u"bit"_s && damage != u"truncated"_s)
            QCOMPARE(Deployment::folderHash(copy), before);
    }

    void aHubOfAnotherAuthorityIsRefused()
    {
        // A hub that the other authority certified answers at the address that the station knows.
        Deployment other;
        QVERIFY(other.makeAuthority());
        QVERIFY(other.makeHub());
        QVERIFY(other.startHub());
        const QString copy = m_d.path(u"elsewhere"_s);
        copyFolder(m_d.store(u"officer"_s), copy);
        const Ran ran = m_d.ctl({u"sync"_s, copy, u"--hub"_s, other.hubUrl()}, u"officer"_s);
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.err.contains("hub"), ran.err);
    }

    void practiceAndProductionRefuseEachOther()
    {
        const Ran invited = m_d.ctl({u"authority"_s, u"invite"_s, m_d.path(u"real"_s), u"--role"_s,
                                     u"recorder"_s, u"--scope"_s, u"41"_s, u"--name"_s, u"Real"_s,
                                     u"--login"_s, u"real"_s, u"--out"_s, m_d.path(u"real.invitation"_s)},
                                    u"authority"_s);
        QVERIFY2(invited.exit == 0, invited.err);
        const Ran added =
            m_d.ctl({u"station"_s, u"join"_s, m_d.store(u"officer"_s), u"--add-person"_s, u"--invitation"_s,
                     m_d.path(u"real.invitation"_s), u"--new-password-file"_s, m_d.passwordFile(u"real"_s)},
                    u"officer"_s);
        QCOMPARE(added.exit, 1);
        QVERIFY2(added.err.contains("authority"), added.err);
        QVERIFY(m_d.ctl({u"station"_s, u"join"_s, m_d.path(u"real-store"_s), u"--invitation"_s,
                         m_d.path(u"real.invitation"_s), u"--password-file"_s, m_d.passwordFile(u"real"_s)})
                    .exit
                == 0);
        const Ran fill = m_d.ctl({u"practice"_s, u"fill"_s, m_d.path(u"real-store"_s), u"--cases"_s, u"1"_s,
                                  u"--seed"_s, u"1"_s},
                                 u"real"_s);
        QCOMPARE(fill.exit, 1);
        QVERIFY2(fill.err.contains("production"), fill.err);
    }

private:
    Deployment m_d;
    QString m_id;
    /// Without what other programs do to the disk.
    QJsonObject stateOfStore()
    {
        QJsonObject info = m_d.info(u"officer"_s);
        for (const QString& ofTheDisk : {u"disk_free_mb"_s, u"disk_short"_s}) {
            if (!info.contains(ofTheDisk))
                qFatal("station info does not tell of the disk");
            info.remove(ofTheDisk);
        }
        return info;
    }

    QJsonObject m_before;  ///< counts and digest: each command adds to the journal and nothing else
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "BadInputTest.moc"
