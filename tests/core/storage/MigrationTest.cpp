// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Connection.h"
#include "core/storage/ReportContent.h"
#include "core/storage/Schema.h"
#include "SchemaSteps.h"
#include "StoreContent.h"

#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

class MigrationTest : public QObject {
    Q_OBJECT

private slots:
    void theNumbersRunFromOneWithoutAGap()
    {
        int expected = 1;
        for (const Migration& step : storeMigrations()) {
            QCOMPARE(step.version, expected++);
            QVERIFY(step.apply);
        }
        QVERIFY(expected > 1);
    }

    void aNewStoreHasTheNewestSchema()
    {
        StoreDesk desk;
        desk.create();
        auto file = desk.insider(desk.folder());
        QVERIFY(file);
        QCOMPARE(*file->integer(u"PRAGMA user_version"), qint64(storeMigrations().size()));
    }

    void everyTableChecksItsTypes()
    {
        StoreDesk desk;
        desk.create();
        auto file = desk.insider(desk.folder());
        QVERIFY(file);
        int tables = 0;
        PROHORI_GOOD(file->each(
            u"SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'case\\_words%' "
            u"ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
            {}, [&](const Row& row) {
                ++tables;
                if (!row.text(1).contains(u"STRICT"_s))
                    return Result<>(Error{ErrorCode::Invalid, row.text(0)});
                return Result<>();
            }));
        QVERIFY(tables >= 14);
    }

    void aStepThatFailsAnywhereLeavesTheStepBefore()
    {
        // Each write statement of every step fails once; then the same file takes it whole.
        StoreDesk desk;
        const auto key = [&] { return desk.dataKey().view(); };
        int failures = 0;
        for (int at = 1;; ++at) {
            const QString path = desk.path(u"sweep-%1.db"_s.arg(at));
            Connection::Options options;
            options.create = true;
            auto file = Connection::open(path, key, options);
            QVERIFY(file);
            file->failAfter(at);
            const auto made = migrate(*file, storeMigrations());
            file->failAfter(0);
            if (made)
                break;
            ++failures;
            const qint64 version = *file->integer(u"PRAGMA user_version");
            QVERIFY(version < qint64(storeMigrations().size()));
            const qint64 whole = version == 0 ? 0 : tablesOf(desk, int(version));
            QCOMPARE(thingsIn(*file).size(), whole);
            PROHORI_GOOD(migrate(*file, storeMigrations()));
            QVERIFY(*file->integer(u"SELECT count(*) FROM sqlite_schema") > 20);
        }
        QVERIFY(failures > 30);
    }

    /// A store of the first release, with a case in it, goes on under the newest schema.
    void aStoreOfTheFirstReleaseGoesOn()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first, 5));
        QCOMPARE(desk.store->caseRow(first->body().record)->openProblems, std::optional(5));
        desk.store.reset();
        goBack(desk, 1);
        desk.reopen();
        const auto row = desk.store->caseRow(first->body().record);
        QVERIFY(row);
        QVERIFY(!row->openProblems);
        PROHORI_GOOD(desk.store->noteOpenProblems(first->body().record, {first->id()}, 3));
        QCOMPARE(desk.store->caseRow(first->body().record)->openProblems, std::optional(3));
        QCOMPARE(*desk.store->check(), QStringList());
    }

    /// What a step adds stands in the WAL at first: the file without it is not cut off. Without free pages, as a real one of before has none.
    void aFullStoreOfEachReleaseOpens_data()
    {
        QTest::addColumn<int>("steps");
        for (int steps = 1; steps < int(storeMigrations().size()); ++steps)
            QTest::addRow("schema %d", steps) << steps;
    }
    void aFullStoreOfEachReleaseOpens()
    {
        QFETCH(const int, steps);
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first));
        desk.store.reset();
        goBack(desk, steps);
        {
            auto file = desk.insider(desk.folder());
            QVERIFY(file);
            const Connection::MaintenanceScope scope(*file);
            PROHORI_GOOD(file->run(u"VACUUM"));
            PROHORI_GOOD(file->checkpoint(Connection::Checkpoint::Truncate));
        }
        PROHORI_GOOD(desk.tryOpen(desk.folder()));
        QVERIFY(desk.holds(first));
        QCOMPARE(*desk.store->check(), QStringList());
    }

    /// A program that knows no handovers kept one as it came; the next one finds who holds the case.
    void aHandoverThatAnOlderProgramKeptCounts()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first));
        const PersonId officer = first->body().person;
        const auto offer =
            desk.edit(desk.officer, {first},
                      {HandoverItem{HandoverStep::Propose, officer, desk.colleague.person, {}, {}}});
        PROHORI_GOOD(desk.store->save(*offer));
        QCOMPARE(desk.store->caseRow(first->body().record)->offeredTo.size(), 1);
        desk.store.reset();
        goBack(desk, 4);
        desk.reopen();
        const auto row = desk.store->caseRow(first->body().record);
        QCOMPARE(row->holders, QList<PersonId>{officer});
        QCOMPARE(row->offeredTo.size(), 1);
        QCOMPARE(*desk.store->check(), QStringList());
    }

    /// A program of before kept the fold beside its digest: it goes, and the digest stays.
    void aFoldThatAnOlderProgramKeptIsLetGo()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first));
        const QByteArray digest = *desk.store->foldDigest();
        desk.store.reset();
        goBack(desk, 10);
        {
            auto file = desk.insider(desk.folder());
            QVERIFY(file);
            PROHORI_GOOD(file->run(u"UPDATE record SET fold = randomblob(1500)"));
        }
        desk.reopen();
        QCOMPARE(*desk.store->foldDigest(), digest);
        QCOMPARE(*desk.store->check(), QStringList());
        auto file = desk.insider(desk.folder());
        QVERIFY(file);
        QCOMPARE(*file->integer(u"SELECT length(fold) FROM record"), qint64(0));
    }

    /// Rows of JSON become one packed value a record, the same that is made of the changes (REL-20).
    void whatReportsReadIsPackedOutOfItsRows()
    {
        StoreDesk desk;
        desk.create();
        const StoreContent content(desk);
        const OptionItem option{caseField(153), 0, {Cbor(u"b"_s), Cbor(u"a"_s)}, {}};
        const auto full = desk.newCase(
            desk.officer,
            {set(field::kPoliceStation, "Kotwali \"x\""), set(caseField(150), FieldValue::plain(Cbor(7))),
             set(caseField(151), FieldValue::plain(Cbor(true))),
             set(caseField(152), FieldValue::missing(MissingReason::Refused)), option,
             AddRowItem{field::kVictimGroup, rowId(1), {}}, AddRowItem{field::kSuspectGroup, rowId(2), {}},
             AddRowItem{12, rowId(3), rowId(2)}, set({12, rowId(3), 1201}, text("x"))});
        PROHORI_GOOD(desk.store->save(*full));
        desk.store.reset();
        const auto before = reportsOf(desk);
        QVERIFY(before.size() >= 4);
        const auto made = std::find_if(before.begin(), before.end(), [](const ReportVersions& one) {
            return one.current.contains("Kotwali \"x\"");
        });
        QVERIFY(made != before.end());
        QCOMPARE(Cbor::decode(made->current)->diagnostic(),
                 u"[[1, null, %1, \"Kotwali \\\"x\\\"\", %2, 7, 1, true, 1, [2], 1, [\"a\", \"b\"]], "
                 u"[2, null], [4, null], [12, 2, 1, \"x\"]]"_s.arg(field::kPoliceStation - 100)
                     .arg(150 - field::kPoliceStation));
        QVERIFY(std::any_of(before.begin(), before.end(), [](const ReportVersions& one) {
            return !one.approved.isEmpty() && one.approved != one.current;
        }));
        goBack(desk, 11);
        desk.reopen();
        QCOMPARE(*desk.store->check(), QStringList());
        desk.store.reset();
        QVERIFY(reportsOf(desk) == before);
    }

    void aNewerSchemaIsRefusedWithoutAWrite()
    {
        StoreDesk desk;
        desk.create();
        const auto first = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*first));
        desk.store.reset();
        {
            auto file = desk.insider(desk.folder());
            QVERIFY(file);
            const Connection::MaintenanceScope scope(*file);
            PROHORI_GOOD(file->run(u"PRAGMA user_version = 99"));
            PROHORI_GOOD(file->checkpoint(Connection::Checkpoint::Truncate));
        }
        const QByteArray before = fileBytes(desk.folder() + u"/store.db"_s);
        const QByteArray anchor = fileBytes(desk.folder() + u"/anchor"_s);
        const auto opened = desk.tryOpen(desk.folder());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::TooNew);
        QCOMPARE(fileBytes(desk.folder() + u"/store.db"_s), before);
        QCOMPARE(fileBytes(desk.folder() + u"/anchor"_s), anchor);
        QCOMPARE(namesIn(desk.folder() + u"/unsent"_s).size(), 1);
    }

    void aSchemaOfNothingIsDamage()
    {
        // REL-14: a file that opens and holds nothing is not a new store.
        StoreDesk desk;
        desk.create();
        desk.store.reset();
        QVERIFY(QFile::remove(desk.folder() + u"/store.db"_s));
        {
            Connection::Options options;
            options.create = true;
            auto file = Connection::open(
                desk.folder() + u"/store.db"_s, [&] { return desk.dataKey().view(); }, options);
            QVERIFY(file);
            PROHORI_GOOD(file->run(u"CREATE TABLE something (one INTEGER)"));
        }
        const auto opened = desk.tryOpen(desk.folder());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Damaged);
    }

private:
    static QList<ReportVersions> reportsOf(const StoreDesk& desk)
    {
        auto file = desk.insider(desk.folder());
        QList<ReportVersions> reports;
        const auto read = file ? file->each(u"SELECT key FROM record ORDER BY key", {},
                                            [&](const Row& row) -> Result<> {
                                                auto held = readReportContent(*file, row.integer(0));
                                                if (!held)
                                                    return held.error();
                                                reports.append(*held);
                                                return {};
                                            })
                               : Result<>(file.error());
        if (!read)
            qFatal("%s", qPrintable(read.error().detail));
        return reports;
    }
};

QTEST_GUILESS_MAIN(MigrationTest)
#include "MigrationTest.moc"
