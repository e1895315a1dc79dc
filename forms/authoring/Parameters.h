// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace prohori {

struct ReadParameters {
    QMap<QString, QString> values;
    QStringList faults;  ///< texts of F25
};

/** Reads `key=value key=value`, split by spaces, commas or semicolons (forms.md section 5).

    A word that belongs to another type is a fault; words that no type here knows are left out. Range gets
    its defaults 1, 10 and 1.
*/
ReadParameters readParameters(const QString& type, const QString& cell);

/// F26, or empty: start, end and step of a range.
QString rangeFault(const QMap<QString, QString>& parameters);

}  // namespace prohori
