// SPDX-License-Identifier: GPL-3.0-or-later
#include "SchemaSteps.h"

#include "core/sql/Connection.h"
#include "core/storage/Packing.h"
#include "core/storage/ReportContent.h"
#include "core/storage/Schema.h"
#include "PlainFrame.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace prohori {

using namespace Qt::StringLiterals;

QStringList thingsIn(Connection& file)
{
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

namespace {

/// What stands in the schema of a new file after the first `steps` steps.
QStringList thingsAfter(const StoreDesk& desk, int steps)
{
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

/// The statement that made a table, of the file that thingsAfter() left.
QString tableMade(const StoreDesk& desk, const QString& name)
{
    auto file = Connection::open(desk.path(u"counted.db"_s), [&] { return desk.dataKey().view(); });
    const auto sql = file ? file->text(u"SELECT sql FROM sqlite_schema WHERE name = ?", {name})
                          : Result<std::optional<QString>>(file.error());
    if (!sql || !*sql)
        qFatal("no such table: %s", qPrintable(name));
    return **sql;
}

QJsonValue oldReported(const Cbor& value)
{
    if (value.isText())
        return value.toText();
    if (value.isInt())
        return value.toInt();
    if (value.isBool())
        return value.toBool();
    if (!value.isArray())
        return {};
    if (value.toArray().size() == 1 && value.toArray()[0].isInt())
        return QJsonObject{{u"missing"_s, missingReasonName(MissingReason(value.toArray()[0].toInt()))}};
    QJsonArray options;
    for (const Cbor& option : value.toArray())
        options.append(option.toText());
    return options;
}

/// Rows of table `reported`, as programs before step 12 wrote them. Their ids are made up: what replaced them has none.
void putOldReported(Connection& file, qint64 record, int version, const QByteArray& content)
{
    const auto idAt = [](qint64 place) {
        QByteArray id(RowId::kSize, '\0');
        id.back() = char(place);
        return id;
    };
    const auto rows = Cbor::decode(content);
    if (!rows && !content.isEmpty())
        qFatal("what reports read is no CBOR");
    for (qint64 place = 0; rows && place < qint64(rows->toArray().size()); ++place) {
        const Cbor::Array& row = rows->toArray()[std::size_t(place)].toArray();
        QJsonObject values;
        qint64 field = reportedBase(row[0].toInt());
        for (std::size_t at = 2; at + 1 < row.size(); at += 2) {
            field += row[at].toInt();
            values.insert(QString::number(field), oldReported(row[at + 1]));
        }
        const qint64 parent = row[1].isNull() ? 0 : row[1].toInt() < 0 ? 255 : row[1].toInt();
        const auto put = file.run(
            u"INSERT INTO reported (record, version, grp, row, parent, content) VALUES (?, ?, ?, ?, ?, ?)",
            {record, version, row[0].toInt(), idAt(place), idAt(parent),
             QString::fromUtf8(QJsonDocument(values).toJson(QJsonDocument::Compact))});
        if (!put)
            qFatal("reported: %s", qPrintable(put.error().detail));
    }
}

/// Makes anew what step 12 took away, with its rows.
void bringBackReported(Connection& file, const QString& made)
{
    QList<qint64> records;
    const auto read = file.each(u"SELECT record FROM report_content", {}, [&](const Row& row) {
        records.append(row.integer(0));
        return Result<>();
    });
    if (!read || !file.run(made))
        qFatal("table reported does not come back");
    for (const qint64 record : std::as_const(records)) {
        const auto held = readReportContent(file, record);
        if (!held)
            qFatal("%s", qPrintable(held.error().detail));
        putOldReported(file, record, 0, held->current);
        putOldReported(file, record, 1, held->approved);
    }
}

/// Changes as programs before step 12 kept them: whole in their row, without a dictionary.
void packAsBefore(Connection& file)
{
    QList<std::pair<qint64, QByteArray>> rows;
    const auto read = file.each(
        u"SELECT no, CAST(packed || coalesce((SELECT group_concat(bytes, '') FROM (SELECT bytes FROM "
        u"log_piece "
        u"WHERE log = no ORDER BY key)), '') AS BLOB), dictionary, replica, parents FROM log WHERE "
        u"dictionary <> 4294967295",
        {}, [&](const Row& row) -> Result<> {
            const auto bytes = unpackedChange({row.integer(2), row.bytes(1)}, {row.bytes(3), row.bytes(4)});
            if (!bytes)
                return bytes.error();
            rows.append({row.integer(0), plainFrame(*bytes)});
            return {};
        });
    if (!read)
        qFatal("the log cannot be read: %s", qPrintable(read.error().detail));
    for (const auto& [no, bytes] : std::as_const(rows)) {
        if (!file.run(u"UPDATE log SET dictionary = 0, packed = ? WHERE no = ?", {bytes, no}))
            qFatal("the log takes no row of before");
    }
}

}  // namespace

qint64 tablesOf(const StoreDesk& desk, int steps)
{
    return thingsAfter(desk, steps).size();
}

void goBack(const StoreDesk& desk, int steps)
{
    const QStringList kept = thingsAfter(desk, steps);
    auto file = desk.insider(desk.folder());
    if (!file)
        qFatal("the store does not open");
    const Connection::MaintenanceScope scope(*file);
    const QStringList all = thingsIn(*file);
    if (kept.contains(u"table reported"_s) && !all.contains(u"table reported"_s)) {
        bringBackReported(*file, tableMade(desk, u"reported"_s));
        packAsBefore(*file);
    }
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
