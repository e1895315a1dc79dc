// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherDriver.h"
#include "core/sql/CipherResult.h"
#include "tests/core/sql/CipherSupport.h"
#include "tests/support/TestSeed.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlField>
#include <QSqlIndex>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QSqlTableModel>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kNotNull = "1299";

QSqlDatabase opened(const QString& path, const QString& name)
{
    auto base = QSqlDatabase::addDatabase(new CipherDriver(keyOf(), {.create = true}), name);
    base.setDatabaseName(path);
    if (!base.open())
        qFatal("%s", qPrintable(base.lastError().text()));
    return base;
}

}  // namespace

/// SEC-24: the driver as anybody uses it who knows Qt Sql.
class CipherDriverTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    int m_files = 0;
    std::unique_ptr<Warnings> m_warnings;

    QSqlDatabase base() const { return QSqlDatabase::database(u"store"_s); }
    static bool run(QSqlQuery& query, const QString& sql)
    {
        if (query.exec(sql))
            return true;
        qWarning("%s", qPrintable(query.lastError().text()));
        return false;
    }

private slots:
    void init()
    {
        m_warnings = std::make_unique<Warnings>();
        m_path = m_folder.filePath(u"%1.db"_s.arg(++m_files));
        QSqlQuery query(opened(m_path, u"store"_s));
        QVERIFY(
            run(query,
                u"CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, face BLOB,"
                " weight REAL)"_s));
        QVERIFY(run(query,
                    u"CREATE TABLE leg (place TEXT, no INTEGER, PRIMARY KEY (no, place)) WITHOUT ROWID"_s));
        QVERIFY(run(query, u"CREATE VIEW grown AS SELECT * FROM person WHERE age > 17"_s));
    }

    void cleanup()
    {
        QSqlDatabase::removeDatabase(u"store"_s);
        QCOMPARE(m_warnings->count(), 0);
        m_warnings.reset();
    }

    void namedPlaceholdersMayBeRepeated()
    {
        QSqlQuery query(base());
        QVERIFY(query.prepare(u"SELECT :a || :b || :a, ':a', :b"_s));
        query.bindValue(u":b"_s, u"-"_s);
        query.bindValue(u":a"_s, u"রহিমা"_s);
        QVERIFY(query.exec());
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toString(), u"রহিমা-রহিমা"_s);
        QCOMPARE(query.value(1).toString(), u":a"_s);
        // Run again with one of them changed.
        query.bindValue(u":a"_s, 5);
        QVERIFY(query.exec());
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toString(), u"5-5"_s);
        QVERIFY(!query.next());
    }

    void positionalPlaceholders()
    {
        QSqlQuery query(base());
        QVERIFY(query.prepare(u"SELECT ? + ?"_s));
        query.addBindValue(40);
        query.addBindValue(2);
        QVERIFY(query.exec());
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toInt(), 42);
    }

    void returningGivesItsRows()
    {
        QSqlQuery query(base());
        query.setForwardOnly(true);
        QVERIFY(run(query, u"INSERT INTO person (name) VALUES ('a'), ('b') RETURNING id, name"_s));
        QVERIFY(query.isSelect());
        QStringList rows;
        while (query.next())
            rows << query.value(0).toString() + query.value(1).toString();
        QCOMPARE(rows, (QStringList{u"1a"_s, u"2b"_s}));
        QVERIFY(run(query, u"SELECT count(*) FROM person"_s));
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toInt(), 2);
    }

    void batches()
    {
        QSqlQuery query(base());
        QVERIFY(query.prepare(u"INSERT INTO person (name, age) VALUES (?, ?)"_s));
        query.addBindValue(QVariantList{u"a"_s, u"খ"_s, u"c"_s});
        query.addBindValue(QVariantList{1, QVariant(QMetaType(QMetaType::Int)), 3});
        QVERIFY(query.execBatch());
        QVERIFY(run(query, u"SELECT group_concat(name), sum(age), count(age) FROM person"_s));
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toString(), u"a,খ,c"_s);
        QCOMPARE(query.value(1).toInt(), 4);
        QCOMPARE(query.value(2).toInt(), 2);
    }

    void everyKindOfValueComesBack()
    {
        const QByteArray face("\0\xff\x01 'x'", 7);
        QSqlQuery query(base());
        QVERIFY(query.prepare(u"INSERT INTO person (name, age, face, weight) VALUES (?, ?, ?, ?)"_s));
        query.addBindValue(u"ৰহিমা \U0001F9D2 ' \" \\ %"_s);
        query.addBindValue(QVariant());
        query.addBindValue(face);
        query.addBindValue(41.25);
        QVERIFY(query.exec());
        QCOMPARE(query.numRowsAffected(), 1);
        QCOMPARE(query.lastInsertId().toInt(), 1);
        QVERIFY(run(query, u"SELECT name, age, face, weight FROM person"_s));
        QCOMPARE(query.numRowsAffected(), -1);
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toString(), u"ৰহিমা \U0001F9D2 ' \" \\ %"_s);
        QVERIFY(query.isNull(1));
        QVERIFY(!query.isNull(2));
        QCOMPARE(query.value(2).toByteArray(), face);
        QCOMPARE(query.value(3).toDouble(), 41.25);
        QCOMPARE(query.record().field(3).metaType().id(), int(QMetaType::Double));
        QCOMPARE(query.record().fieldName(0), u"name"_s);
    }

    void extendedCodesAreTold()
    {
        QSqlQuery query(base());
        QVERIFY(!query.exec(u"INSERT INTO person (name) VALUES (NULL)"_s));
        QCOMPARE(query.lastError().nativeErrorCode(), QString::fromLatin1(kNotNull));
        QCOMPARE(query.lastError().type(), QSqlError::StatementError);
        QVERIFY(!query.isActive());
        // It works on afterwards.
        QVERIFY(run(query, u"INSERT INTO person (name) VALUES ('x')"_s));
    }

    void aSecondStatementIsRefused()
    {
        QSqlQuery query(base());
        QVERIFY(!query.exec(u"SELECT 1; DROP TABLE person"_s));
        QVERIFY(!query.exec(u"SELECT 1%1; DROP TABLE person"_s.arg(QChar(0))));
        QVERIFY(base().tables().contains(u"person"_s));
        QVERIFY(run(query, u"SELECT 1 ; \n "_s));
    }

    void oneCanGoBackUnlessForwardOnly()
    {
        QSqlQuery query(base());
        QVERIFY(run(query, u"SELECT value * 10 FROM json_each('[1, 2, 3]')"_s));
        QVERIFY(query.next());
        QVERIFY(query.last());
        QCOMPARE(query.value(0).toInt(), 30);
        QVERIFY(query.previous());
        QCOMPARE(query.value(0).toInt(), 20);
        QVERIFY(query.first());
        QCOMPARE(query.value(0).toInt(), 10);
        QVERIFY(query.seek(2));
        QCOMPARE(query.value(0).toInt(), 30);
        QVERIFY(!query.next());
        QVERIFY(query.previous());
        QCOMPARE(query.value(0).toInt(), 30);

        QSqlQuery forward(base());
        forward.setForwardOnly(true);
        QVERIFY(run(forward, u"SELECT value * 10 FROM json_each('[1, 2, 3]')"_s));
        QVERIFY(forward.seek(1));
        QCOMPARE(forward.value(0).toInt(), 20);
        QVERIFY(forward.next());
        QCOMPARE(forward.value(0).toInt(), 30);
        QVERIFY(!forward.next());
    }

    void tablesRecordsAndKeys()
    {
        QCOMPARE(base().tables(), (QStringList{u"person"_s, u"leg"_s}));
        QCOMPARE(base().tables(QSql::Views), QStringList{u"grown"_s});
        QCOMPARE(base().tables(QSql::SystemTables), QStringList{u"sqlite_schema"_s});
        const QSqlRecord person = base().record(u"person"_s);
        QCOMPARE(person.count(), 5);
        QCOMPARE(person.field(0).metaType().id(), int(QMetaType::LongLong));
        QVERIFY(person.field(0).isAutoValue());
        QCOMPARE(person.field(1).metaType().id(), int(QMetaType::QString));
        QCOMPARE(person.field(1).requiredStatus(), QSqlField::Required);
        QCOMPARE(person.field(3).metaType().id(), int(QMetaType::QByteArray));
        QCOMPARE(person.field(4).metaType().id(), int(QMetaType::Double));
        QCOMPARE(base().primaryIndex(u"person"_s).fieldName(0), u"id"_s);
        const QSqlIndex key = base().primaryIndex(u"leg"_s);
        QCOMPARE(key.count(), 2);
        QCOMPARE(key.fieldName(0), u"no"_s);
        QCOMPARE(key.fieldName(1), u"place"_s);
        QVERIFY(base().record(u"nothing"_s).isEmpty());
    }

    void aTableIsEditedByItsModel()
    {
        QSqlTableModel model(nullptr, base());
        model.setTable(u"person"_s);
        model.setEditStrategy(QSqlTableModel::OnManualSubmit);
        QVERIFY(model.select());
        for (const auto& name : {u"রহিমা"_s, u"b'b"_s, u"c"_s}) {
            QSqlRecord record = model.record();
            record.setValue(u"name"_s, name);
            record.setValue(u"face"_s, QByteArray("\0x", 2));
            record.setGenerated(u"id"_s, false);
            QVERIFY(model.insertRecord(-1, record));
        }
        QVERIFY2(model.submitAll(), qPrintable(model.lastError().text()));
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.setData(model.index(1, 1), u"নতুন নাম"_s));
        QVERIFY(model.removeRow(2));
        QVERIFY2(model.submitAll(), qPrintable(model.lastError().text()));
        model.setFilter(u"face = "_s + base().driver()->formatValue([] {
            QSqlField field(u"face"_s, QMetaType(QMetaType::QByteArray));
            field.setValue(QByteArray("\0x", 2));
            return field;
        }()));
        QVERIFY(model.select());
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.data(model.index(0, 1)).toString(), u"রহিমা"_s);
        QCOMPARE(model.data(model.index(1, 1)).toString(), u"নতুন নাম"_s);
        QVERIFY(model.data(model.index(1, 0)).toInt() == 2);
    }

    void transactionsAreConfirmedOrUndone()
    {
        QSqlQuery query(base());
        const auto rows = [&] {
            return query.exec(u"SELECT count(*) FROM person"_s) && query.next() ? query.value(0).toInt() : -1;
        };
        QVERIFY(base().transaction());
        QVERIFY(run(query, u"INSERT INTO person (name) VALUES ('x')"_s));
        QVERIFY(base().rollback());
        QCOMPARE(rows(), 0);
        query.finish();
        QVERIFY(base().transaction());
        QVERIFY(!base().transaction());
        QCOMPARE(base().lastError().type(), QSqlError::TransactionError);
        QVERIFY(run(query, u"INSERT INTO person (name) VALUES ('x')"_s));
        QVERIFY(base().commit());
        QVERIFY(!base().commit());
        QCOMPARE(rows(), 1);
    }

    void anotherThreadHasItsOwnConnection()
    {
        QSqlQuery query(base());
        QVERIFY(run(query, u"INSERT INTO person (name) VALUES ('from the first')"_s));
        QString seen;
        std::unique_ptr<QThread> other(QThread::create([&] {
            {
                QSqlQuery second(opened(m_path, u"second"_s));
                if (second.exec(u"SELECT name FROM person"_s) && second.next())
                    seen = second.value(0).toString();
                second.exec(u"INSERT INTO person (name) VALUES ('from the second')"_s);
            }
            QSqlDatabase::removeDatabase(u"second"_s);
        }));
        other->start();
        QVERIFY(other->wait());
        QCOMPARE(seen, u"from the first"_s);
        QVERIFY(run(query, u"SELECT count(*) FROM person"_s));
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toInt(), 2);
    }

    void closingEndsEveryQuery()
    {
        QSqlQuery query(base()), prepared(base());
        query.setForwardOnly(true);
        QVERIFY(run(query, u"SELECT value FROM json_each('[1, 2, 3]')"_s));
        QVERIFY(query.next());
        QVERIFY(prepared.prepare(u"SELECT 1"_s));
        base().close();
        // Nothing holds the file: the -wal went with the last connection.
        QVERIFY(!QFile::exists(m_path + u"-wal"_s));
        QVERIFY(!query.next());
        QVERIFY(!prepared.exec());
        QVERIFY(base().open());
        QVERIFY(prepared.prepare(u"SELECT 1"_s));
        QVERIFY(prepared.exec());
    }

    void aQueryMayOutliveTheDriver()
    {
        auto driver = std::make_unique<CipherDriver>(keyOf(), CipherOptions{.create = true});
        QVERIFY(driver->openFile(m_folder.filePath(u"short.db"_s)));
        QSqlQuery query(driver->createResult());
        QVERIFY(run(query, u"SELECT 1"_s));
        driver.reset();
        QVERIFY(!query.next());
        query.finish();
    }

    void valuesAreSharedAndNotLost()
    {
        QSqlQuery query(base());
        query.setForwardOnly(true);
        QVERIFY(query.prepare(u"SELECT ? FROM json_each('[1, 2]')"_s));
        {
            QString text(5000, u'x');
            query.bindValue(0, text);
            QVERIFY(query.exec());
            text.fill(u'y');
        }
        query.bindValue(0, QString(5000, u'z'));  // for the next run
        int rows = 0;
        for (; query.next(); ++rows)
            QCOMPARE(query.value(0).toString(), QString(5000, u'x'));
        QCOMPARE(rows, 2);
    }

    void noPasswordIsTaken()
    {
        auto base = QSqlDatabase::addDatabase(new CipherDriver(keyOf(), {.create = true}), u"refused"_s);
        base.setDatabaseName(m_folder.filePath(u"refused.db"_s));
        base.setPassword(u"secret"_s);
        QVERIFY(!base.open());
        QVERIFY(base.isOpenError());
        QVERIFY(!base.lastError().text().contains(u"secret"_s));
        QVERIFY(!QFile::exists(base.databaseName()));
        base.setPassword({});
        base.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        QVERIFY(!base.open());
        base.setConnectOptions({});
        QVERIFY(base.open());
        base = {};
        QSqlDatabase::removeDatabase(u"refused"_s);
    }

    /// Random texts and bytes of every length around the sizes at which they are laid out differently.
    void whateverIsStoredIsReadAgain()
    {
        QRandomGenerator random(testSeed());
        QSqlQuery query(base());
        query.setForwardOnly(true);
        for (int round = 0; round < 300; ++round) {
            QString text;
            for (int left = random.bounded(200); left > 0; --left)
                text += QString::fromUcs4(QList<char32_t>{0x20 + random.bounded(0x60u),
                                                          0x980 + random.bounded(0x80u), 0,
                                                          0x1F600 + random.bounded(0x40u)}
                                                  .constData()
                                              + random.bounded(4),
                                          1);
            QByteArray bytes(random.bounded(300), Qt::Uninitialized);
            random.generate(bytes.begin(), bytes.end());
            const auto number = qint64(random.generate64());
            QVERIFY(query.prepare(
                u"INSERT INTO person (name, age, face) VALUES (?, ?, ?) RETURNING name, age, face"_s));
            query.bindValue(0, text);
            query.bindValue(1, number);
            query.bindValue(2, bytes);
            QVERIFY(query.exec());
            QVERIFY(query.next());
            QCOMPARE(query.value(0).toString(), text);
            QCOMPARE(query.value(1).toLongLong(), number);
            QCOMPARE(query.value(2).toByteArray(), bytes);
            query.finish();
        }
    }
};

QTEST_GUILESS_MAIN(CipherDriverTest)
#include "CipherDriverTest.moc"
