// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/ListTable.h"

#include "core/base/Json.h"
#include "forms/definition/CsvReader.h"
#include "forms/definition/XmlGuard.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QXmlStreamReader>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Cells that are made because a row lacks them count too: rows times columns of a file of 16 MiB.
constexpr qsizetype kMostCells = 4 * 1024 * 1024;

Error invalid(const QString& cause)
{
    return {ErrorCode::Invalid, cause};
}

/// Gathers rows whose cells come by name.
class TableMaker {
public:
    void startRow() { m_table.rows.append(QStringList()); }
    /// The first cell of a name stays.
    void add(const QString& name, const QString& text)
    {
        auto place = m_places.constFind(name);
        if (place == m_places.constEnd()) {
            place = m_places.insert(name, m_table.header.size());
            m_table.header.append(name);
        }
        QStringList& row = m_table.rows.last();
        while (row.size() <= *place) {
            row.append(QString());
            m_cells += 1;
        }
        if (row.at(*place).isEmpty())
            row[*place] = text;
    }
    bool isTooLarge() const { return m_table.header.size() > kMostListColumns || m_cells > kMostCells; }
    ListTable take() { return std::move(m_table); }

private:
    ListTable m_table;
    QHash<QString, qsizetype> m_places;
    qsizetype m_cells = 0;
};

/// `lat lon 0 0` of one position; blank when it is none.
QString pointText(const QJsonArray& position)
{
    if (position.size() < 2 || !position.at(0).isDouble() || !position.at(1).isDouble())
        return {};
    const auto number = [](double value) {
        return QString::number(value, 'f', QLocale::FloatingPointShortest);
    };
    return u"%1 %2 0 0"_s.arg(number(position.at(1).toDouble()), number(position.at(0).toDouble()));
}

QString geometryText(const QJsonObject& geometry)
{
    const QString type = geometry.value(u"type"_s).toString();
    QJsonArray positions = geometry.value(u"coordinates"_s).toArray();
    if (type == u"Point"_s)
        return pointText(positions);
    if (type == u"Polygon"_s)
        positions = positions.at(0).toArray();  // the outer ring
    else if (type != u"LineString"_s)
        return {};
    QStringList points;
    for (const QJsonValue& position : positions)
        points.append(pointText(position.toArray()));
    return points.join(u"; "_s);
}

QString cellText(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isDouble())
        return QString::number(value.toDouble(), 'f', QLocale::FloatingPointShortest);
    return value.isString() ? value.toString() : QString();
}

}  // namespace

Result<ListTable> readCsvTable(const QByteArray& bytes)
{
    const CsvFile file = readCsv(bytes);
    if (!file.problems.isEmpty())
        return invalid(
            u"is no CSV: row %1: %2"_s.arg(file.problems.first().row).arg(file.problems.first().text));
    ListTable table;
    for (const CsvRow& row : file.rows)
        table.rows.append(row.cells);
    if (table.rows.isEmpty())
        return table;
    for (const QString& cell : table.rows.takeFirst())
        table.header.append(cell.trimmed());
    return table;
}

Result<ListTable> readXmlTable(const QByteArray& bytes)
{
    XmlGuard guard;
    if (!guard.feed(bytes))
        return invalid(u"is refused: %1"_s.arg(guard.fault()));
    QXmlStreamReader xml(bytes);
    TableMaker maker;
    int depth = 0;
    QString name, text;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::StartElement) {
            depth += 1;
            text.clear();
            if (depth == 2)
                maker.startRow();
            if (depth == 3)
                name = xml.name().toString();
        } else if (token == QXmlStreamReader::Characters && depth == 3) {
            text += xml.text();
        } else if (token == QXmlStreamReader::EndElement) {
            if (depth == 3)
                maker.add(name, text.trimmed());
            depth -= 1;
        }
        if (maker.isTooLarge())
            return invalid(u"has too many cells"_s);
    }
    if (xml.hasError())
        return invalid(u"is no XML: line %1: %2"_s.arg(xml.lineNumber()).arg(xml.errorString()));
    return maker.take();
}

Result<ListTable> readGeoJsonTable(const QByteArray& bytes)
{
    const Result<QJsonValue> json = readJson(bytes);
    if (!json)
        return invalid(u"is no JSON: %1"_s.arg(json.error().detail));
    const QJsonObject collection = json->toObject();
    if (collection.value(u"type"_s).toString() != u"FeatureCollection"_s)
        return invalid(u"is no GeoJSON: it has no FeatureCollection"_s);
    TableMaker maker;
    for (const QJsonValue& value : collection.value(u"features"_s).toArray()) {
        const QJsonObject feature = value.toObject();
        const QJsonObject properties = feature.value(u"properties"_s).toObject();
        maker.startRow();
        for (const QString& name : properties.keys())
            maker.add(name, cellText(properties.value(name)));
        maker.add(u"id"_s, cellText(feature.value(u"id"_s)));
        maker.add(u"geometry"_s, geometryText(feature.value(u"geometry"_s).toObject()));
        if (maker.isTooLarge())
            return invalid(u"has too many cells"_s);
    }
    return maker.take();
}

}  // namespace prohori
