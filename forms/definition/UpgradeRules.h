// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/definition/FormPackage.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace prohori {

/// One step of upgrade.json (forms.md 12.3). Names are those that the steps before have left.
struct UpgradeStep {
    enum Kind { Rename, Map, Compute, IntoRepeat, OutOfRepeat, Park };
    Kind kind = Park;
    QStringList questions;           ///< names; one for rename, map, compute and park
    QString to;                      ///< rename: the new name
    QHash<QString, QString> values;  ///< map: old value → new one
    QString expression;              ///< compute: over the old record, with paths and without `${name}`
    QString repeat;                  ///< into-repeat, out-of-repeat: name of the repeat
    int instance = 1;                ///< out-of-repeat: which one, from 1
};

/// How records come from version `from` to the version whose folder holds the file.
struct UpgradeRules {
    QString from;
    QList<UpgradeStep> steps;

    /// True when a step of one of `kinds` is about that question or repeat.
    bool cover(const QString& name, const QList<UpgradeStep::Kind>& kinds) const;
};

/** Reads upgrade.json: `{"from": "2024010101", "steps": [{"step": "rename", "question": "a", "to": "b"},
    {"step": "map", "question": "a", "values": {"1": "one"}}, {"step": "compute", "question": "a",
    "expression": "/data/b + 1"}, {"step": "into-repeat", "questions": ["a", "b"], "repeat": "r"}, {"step":
    "out-of-repeat", "questions": ["a"], "repeat": "r", "instance": 1}, {"step": "park", "question":
    "a"}]}`.

    Strict (SEC-82): 1 MiB, 2,000 steps, no unknown keys, expressions parse and hang on nothing but the
    record (no today(), now(), random(), uuid()). Fails with Invalid and a sentence that names the step.
*/
Result<UpgradeRules> readUpgradeRules(const QByteArray& json);

/// A record of the new version, and what became of the old values. The lists hold paths only, never an
/// answer.
struct UpgradedRecord {
    QJsonObject record;
    QStringList moved;   ///< `/data/a → /data/g/a`, in the order of the old record
    QStringList parked;  ///< old paths
    QStringList failed;  ///< new paths that `compute` gave no value for
};

/** Brings a record from `before` to `after` (forms.md 12.3). Deterministic, and loses nothing: every old
    value is afterwards in a field or in `@parked`, there with its old path and version. A value that `map`
    changed, or that `compute` replaced, is parked as it was.

    What no step is about goes where its name is now: names are looked up as they are, then by
    `bind::ht:was`, within the same repeats. A type that cannot hold the value parks it. Instances keep
    their `@id` and order; one that into-repeat makes gets an id made from record and repeat. Fails with
    Invalid when the record is not of `before`, or the rules do not start there.
*/
Result<UpgradedRecord> upgradeRecord(const QJsonObject& record, const FormPackage& before,
                                     const FormPackage& after, const UpgradeRules& rules);

/// True when a value of the old question fits the new one as it is (forms.md 12.2).
bool typeHolds(const FormItem& before, const FormItem& after);

/// The names of `bind::ht:was`.
QStringList earlierNames(const FormItem& item);

}  // namespace prohori
