// SPDX-License-Identifier: GPL-3.0-or-later
// A step of the schema that takes less of the disk: pieces of the log, and one packed value a record instead of rows of JSON.
#include "core/base/Cbor.h"
#include "core/storage/Packing.h"
#include "core/storage/ReportContent.h"
#include "core/storage/SchemaParts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

#include <utility>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView kSmaller[] = {
    uR"(CREATE TABLE log_piece (
    key INTEGER PRIMARY KEY,
    log INTEGER NOT NULL CHECK (log = key / 512),
    bytes BLOB NOT NULL CHECK (length(bytes) > 0)) STRICT)",
    uR"(CREATE TABLE report_content (
    record INTEGER PRIMARY KEY REFERENCES record (key),
    dictionary INTEGER NOT NULL CHECK (dictionary >= 0),
    current BLOB NOT NULL CHECK (length(current) > 0),
    approved BLOB) STRICT)",
};
constexpr QStringView kOldRows =
    u"SELECT grp, row, parent, content FROM reported WHERE record = ? AND version = ? ORDER BY grp, row";

Cbor valueOf(const QJsonValue& value)
{
    if (value.isString())
        return Cbor(value.toString());
    if (value.isDouble())
        return Cbor(value.toInteger());
    if (value.isBool())
        return Cbor(value.toBool());
    if (value.isArray()) {
        Cbor::Array options;
        for (const auto& option : value.toArray())
            options.emplace_back(option.toString());
        return Cbor(std::move(options));
    }
    if (!value.isObject())
        return {};
    const auto reason = missingReasonFromName(value[u"missing"_s].toString());
    return Cbor(Cbor::Array{Cbor(int(reason.value_or(MissingReason::None)))});
}

/// By field.
QMap<qint64, Cbor> valuesOf(const QString& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
    QMap<qint64, Cbor> values;
    for (auto it = object.begin(); it != object.end(); ++it)
        values.insert(it.key().toLongLong(), valueOf(*it));
    return values;
}

struct OldRow {
    qint64 group = 0;
    QByteArray row, parent;
    QMap<qint64, Cbor> values;
};

Result<QByteArray> contentOf(Connection& file, qint64 record, int version)
{
    QList<OldRow> rows;
    QHash<QByteArray, qint64> places;
    const auto read = file.each(kOldRows, {record, version}, [&](const Row& row) {
        places.insert(row.bytes(1), rows.size());
        rows.append({row.integer(0), row.bytes(1), row.bytes(2), valuesOf(row.text(3))});
        return Result<>();
    });
    if (!read)
        return read.error();
    if (rows.isEmpty())
        return QByteArray();
    const QByteArray none(RowId::kSize, '\0');
    Cbor::Array content;
    for (const OldRow& row : std::as_const(rows)) {
        Cbor::Array cells{Cbor(row.group), row.parent == none ? Cbor() : Cbor(places.value(row.parent, -1))};
        qint64 before = reportedBase(row.group);
        for (auto it = row.values.begin(); it != row.values.end(); ++it) {
            cells.emplace_back(it.key() - std::exchange(before, it.key()));
            cells.push_back(*it);
        }
        content.emplace_back(std::move(cells));
    }
    return Cbor(std::move(content)).encode();
}

}  // namespace

Result<> packTighter(Connection& file)
{
    if (auto made = runAll(file, kSmaller); !made)
        return made;
    QList<qint64> records;
    const auto read =
        file.each(u"SELECT DISTINCT record FROM reported ORDER BY record", {}, [&](const Row& row) {
            records.append(row.integer(0));
            return Result<>();
        });
    if (!read)
        return read;
    for (const qint64 record : std::as_const(records)) {
        const auto current = contentOf(file, record, 0);
        const auto approved = contentOf(file, record, 1);
        if (!current || !approved)
            return current ? approved.error() : current.error();
        if (auto written = writeReportContent(file, record, {*current, *approved}); !written)
            return written;
    }
    return file.run(u"DROP TABLE reported");
}

}  // namespace prohori
