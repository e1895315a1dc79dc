// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Migrations.h"
#include "tests/core/sql/CipherSupport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

Result<> makeFirst(Connection& file)
{
    return file.run(u"CREATE TABLE first (a INTEGER) STRICT");
}

Result<> makeSecond(Connection& file)
{
    if (auto made = file.run(u"CREATE TABLE second (a INTEGER) STRICT"); !made)
        return made;
    return file.run(u"INSERT INTO second SELECT a FROM first");
}

constexpr Migration kSteps[] = {{1, &makeFirst}, {2, &makeSecond}};

}  // namespace

class MigrationsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    Connection newFile() { return mustOpen(m_folder.filePath(u"%1.db"_s.arg(++m_files))); }

private slots:
    void aNewFileRunsAllStepsAndNoneTwice()
    {
        auto file = newFile();
        int asked = 0;
        const auto before = [&] {
            ++asked;
            return Result<>();
        };
        QCOMPARE(*migrate(file, kSteps, before), 2);
        QCOMPARE(*migrate(file, kSteps, before), 2);
        QCOMPARE(*file.integer(u"PRAGMA user_version"), 2);
        QCOMPARE(asked, 0);
    }

    void anOlderFileKeepsItsRowsAndIsBackedUpFirst()
    {
        auto file = newFile();
        QVERIFY(migrate(file, std::span(kSteps, 1)));
        QVERIFY(file.run(u"INSERT INTO first VALUES (7)"));
        const auto refused = migrate(file, kSteps, [] { return Result<>(Error{ErrorCode::Storage, {}}); });
        QVERIFY(!refused);
        QCOMPARE(*file.integer(u"PRAGMA user_version"), 1);
        QCOMPARE(*migrate(file, kSteps, [] { return Result<>(); }), 2);
        QCOMPARE(*file.integer(u"SELECT a FROM second"), 7);
    }

    void aNewerFileIsLeftAlone()
    {
        auto file = newFile();
        QVERIFY(migrate(file, kSteps));
        const auto refused = migrate(file, std::span(kSteps, 1));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::TooNew);
        QCOMPARE(*file.integer(u"PRAGMA user_version"), 2);
    }

    void aFailureAtAnyWriteLeavesAStepWholeOrAbsent()
    {
        for (int write = 1;; ++write) {
            auto file = newFile();
            file.failAfter(write);
            const bool done = bool(migrate(file, kSteps));
            file.failAfter(0);
            const auto version = *file.integer(u"PRAGMA user_version");
            const auto tables = *file.integer(u"SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
            QCOMPARE(tables, version);
            QCOMPARE(*migrate(file, kSteps), 2);
            if (done) {
                QVERIFY(write > 5);
                return;
            }
        }
    }
};

QTEST_GUILESS_MAIN(MigrationsTest)
#include "MigrationsTest.moc"
