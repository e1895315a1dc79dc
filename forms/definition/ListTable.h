// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace prohori {

inline constexpr qsizetype kMostListColumns = 4096;

/// The rows of a list file, whatever it was written in. A row may be shorter than the header; what it lacks is blank.
struct ListTable {
    QStringList header;  ///< in the order in which the columns are first seen; for CSV as written
    QList<QStringList> rows;
};

/// CSV: the first row is the header. Fails with Invalid and the end of a sentence: "is no CSV: row 3: …".
Result<ListTable> readCsvTable(const QByteArray& bytes);

/** XML as of a secondary instance, `<root><item><name>1</name><label>One</label></item>…</root>`: each element below the root is a row, each
    element in it that holds text a cell. Names are taken without prefix. XmlGuard has looked at it (SEC-82). Fails with Invalid, as above.
*/
Result<ListTable> readXmlTable(const QByteArray& bytes);

/** GeoJSON: each feature of the collection is a row; its cells are `id`, its properties and `geometry`, which stands as a geopoint ("lat lon 0 0"),
    several points with semicolons between. A property `id` goes before the id of the feature. Fails with Invalid, as above.
*/
Result<ListTable> readGeoJsonTable(const QByteArray& bytes);

}  // namespace prohori
