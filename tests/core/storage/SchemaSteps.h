// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/Schema.h"
#include "StoreDesk.h"

#include <QtTest>

namespace prohori {

/// "table held", "index log_by_record" …: what stands in the schema of a file.
inline QStringList thingsIn(Connection& file)
{
    using namespace Qt::StringLiterals;
    QStringList things;
    const auto read =
        file.each(u"SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                  u"ORDER BY type = 'table', type = 'index', name",
                  {}, [&](const Row& row) {
                      things.append(row.text(0) + u' ' + row.text(1));
                      return Result<>();
                  });
    if (!read)
        qFatal("the schema cannot be read");
    return things;
}
/// The same of a new file after the first `steps` steps.
inline QStringList thingsAfter(const StoreDesk& desk, int steps)
{
    using namespace Qt::StringLiterals;
    const QString path = desk.path(u"counted.db"_s);
    QFile::remove(path);
    Connection::Options options;
    options.create = true;
    auto file = Connection::open(
        path, [&] { return desk.dataKey().view(); }, options);
    if (!file || !migrate(*file, storeMigrations().first(std::size_t(steps))))
        qFatal("the first steps do not run");
    return thingsIn(*file);
}
inline qint64 tablesOf(const StoreDesk& desk, int steps)
{
    return thingsAfter(desk, steps).size();
}
/// Takes out of a closed store what later steps added: that is what the schema of the first `steps` was.
inline void goBack(const StoreDesk& desk, int steps)
{
    using namespace Qt::StringLiterals;
    const QStringList kept = thingsAfter(desk, steps);
    auto file = desk.insider(desk.folder());
    if (!file)
        qFatal("the store does not open");
    const Connection::MaintenanceScope scope(*file);
    const QStringList all = thingsIn(*file);
    for (const QString& thing : all) {
        const bool isThere = thingsIn(*file).contains(thing);  // a table takes its triggers along
        if (!kept.contains(thing) && isThere && !file->run(u"DROP "_s + thing))
            qFatal("not dropped: %s", qPrintable(thing));
    }
    if (!file->run(u"PRAGMA user_version = "_s + QString::number(steps)))
        qFatal("the version stays");
    QCOMPARE(thingsIn(*file), kept);
}

}  // namespace prohori
