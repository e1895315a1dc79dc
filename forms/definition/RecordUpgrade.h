// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace prohori {

/// One instance of a repeat on the way to a value: the name of the repeat, and which one.
struct UpgradeInstance {
    QString repeat;     ///< as the steps have left it
    QString oldRepeat;  ///< as the record had it; empty for an instance that a step makes
    QString id;
    int position = 1;
    QJsonObject marks;  ///< whatever begins with `@`: `@id` and what a draft keeps beside it
    bool operator==(const UpgradeInstance& other) const { return repeat == other.repeat && id == other.id; }
};

/// The instances that lead to a value, outermost first; empty for what stands in no repeat.
using UpgradeWay = QList<UpgradeInstance>;

/// A value of the old record on its way.
struct UpgradeValue {
    QString oldPath;                    ///< with positions
    QStringList ids;                    ///< of the old instances on the way
    const FormItem* oldItem = nullptr;  ///< nullptr: the old form did not know it
    QString name;                       ///< as the steps have left it
    UpgradeWay way;
    QJsonValue value;
    bool parked = false;
};

/// What an old record holds, in its order.
struct UpgradeValues {
    QList<UpgradeValue> values;
    QList<UpgradeWay> instances;  ///< all of them, with their ways
};

UpgradeValues valuesOf(const QJsonObject& data, const FormPackage& package);

/// What `compute` gave in one place.
struct ComputedValue {
    std::optional<QString> text;  ///< nothing where it cannot be evaluated
    bool sealed = false;          ///< it hangs on a value `{"sealed": true}`; then there is no text
};

/** Evaluates `expression` over the old record, once for each of `ways`: it leads to the instance that is
    the context; empty = `/data`. An instance that a step made has the context around it.
*/
QList<ComputedValue> computeOver(const QJsonObject& data, const FormPackage& package,
                                 const QString& expression, const QList<UpgradeWay>& ways);

}  // namespace prohori
