// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherDriver.h"
#include "tests/core/sql/CipherSupport.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlIndex>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QSqlTableModel>
#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// SEC-28: names that come from outside are values, and change nothing but the row that they are in.
class HostileNamesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static void rows()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("ends the statement") << u"a\"; DROP TABLE log;--"_s;
        QTest::newRow("ends the text") << u"a'); DROP TABLE log;--"_s;
        QTest::newRow("quoted as a whole") << u"\"x\"; DROP TABLE log; --\""_s;
        QTest::newRow("the schema") << u"sqlite_master"_s;
        QTest::newRow("the schema's other name") << u"sqlite_schema"_s;
        QTest::newRow("long") << QString(10'000, u'n');
        QTest::newRow("NUL") << u"a%1b"_s.arg(QChar(0));
        QTest::newRow("only NUL") << QString(QChar(0));
        QTest::newRow("quotes") << u"'\"`[]"_s;
        QTest::newRow("placeholders") << u":name ?1 @x $y %1"_s;
        QTest::newRow("Bangla") << u"রহিমা খাতুন"_s;
        QTest::newRow("joined letters") << u"ক্ষ\u200c\u200dড়"_s;
        QTest::newRow("a dot") << u"main.log"_s;
        QTest::newRow("a wildcard") << u"%_*"_s;
        QTest::newRow("empty") << u""_s;
    }

private slots:
    void asBoundValues_data() { rows(); }

    void asBoundValues()
    {
        QFETCH(const QString, name);
        auto file = mustOpen(m_folder.filePath(u"values.db"_s));
        QVERIFY(file.run(u"CREATE TABLE IF NOT EXISTS log (name TEXT, bytes BLOB) STRICT"));
        const qint64 before = *file.integer(u"SELECT count(*) FROM log");
        const auto schema = *file.text(u"SELECT group_concat(sql) FROM sqlite_schema");
        QVERIFY(file.run(u"INSERT INTO log VALUES (?, ?)", {name, name.toUtf8()}));
        QCOMPARE(**file.text(u"SELECT name FROM log WHERE name = ?", {name}), name);
        QCOMPARE(**file.blob(u"SELECT bytes FROM log WHERE name = ?", {name}), name.toUtf8());
        QCOMPARE(*file.integer(u"SELECT count(*) FROM log"), before + 1);
        QVERIFY(file.run(u"UPDATE log SET name = ? WHERE name = ?", {name + u'x', name}));
        QVERIFY(file.run(u"DELETE FROM log WHERE name = ?", {name + u'x'}));
        QCOMPARE(*file.integer(u"SELECT count(*) FROM log"), before);
        QCOMPARE(*file.text(u"SELECT group_concat(sql) FROM sqlite_schema"), schema);
        QCOMPARE(*file.integrityFaults(false), QStringList());
    }

    // The driver's own questions bind a name, or quote it as a whole.
    void asTheNameOfATable_data() { rows(); }

    void asTheNameOfATable()
    {
        QFETCH(const QString, name);
        {
            auto base = QSqlDatabase::addDatabase(new CipherDriver(keyOf(), {.create = true}), u"names"_s);
            base.setDatabaseName(m_folder.filePath(u"names.db"_s));
            QVERIFY(base.open());
            QSqlQuery query(base);
            QVERIFY(query.exec(u"CREATE TABLE IF NOT EXISTS log (name TEXT) STRICT"_s));
            const auto* driver = base.driver();
            const QString quoted = driver->escapeIdentifier(name, QSqlDriver::TableName);
            QCOMPARE(driver->stripDelimiters(quoted, QSqlDriver::TableName), name);
            const bool isNew = !name.isEmpty() && !name.contains(QChar(0)) && !name.startsWith(u"sqlite_"_s);
            QCOMPARE(query.exec(u"CREATE TABLE "_s + quoted
                                + u" (id INTEGER PRIMARY KEY, \"a\"\"b\" TEXT)"_s),
                     isNew);
            if (isNew) {
                QCOMPARE(base.record(name).fieldName(1), u"a\"b"_s);
                QCOMPARE(base.primaryIndex(name).count(), 1);
                QVERIFY(base.tables().contains(name));
                QSqlTableModel model(nullptr, base);
                model.setTable(name);
                QVERIFY(model.insertRow(0));
                QVERIFY(model.setData(model.index(0, 1), name));
                QVERIFY2(model.submitAll(), qPrintable(model.lastError().text()));
                QCOMPARE(model.data(model.index(0, 1)).toString(), name);
                QVERIFY(query.exec(u"DROP TABLE "_s + quoted));
            } else {
                (void)base.record(name);
            }
            QCOMPARE(base.tables(), QStringList{u"log"_s});
        }
        QSqlDatabase::removeDatabase(u"names"_s);
    }
};

QTEST_GUILESS_MAIN(HostileNamesTest)
#include "HostileNamesTest.moc"
