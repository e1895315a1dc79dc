// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/RecordUpgrade.h"
#include "forms/definition/UpgradeRules.h"

#include <QSet>

namespace prohori {

/** What the steps of upgrade.json say of values that know their name and their way (forms.md 12.3): the one place that knows it, for
    records of any form and for cases.

    rename gives another name to questions and repeats; map another value; into-repeat leads into the first instance that there is, or into
    one that is made for it; out-of-repeat leads out of the nth instance, and parks what the others hold; park parks. compute is left to the
    caller: computed() has the names. Finds no place in the new form: the caller does. Deterministic.
*/
class UpgradeSteps {
public:
    /// `record`: id of the record, for the ids of instances that are made; `values` must outlive this and is changed by apply().
    UpgradeSteps(const QString& record, UpgradeValues& values) : m_record(record), m_values(values) {}

    void apply(const QList<UpgradeStep>& steps);

    /// Values as they were before `map` gave them another one.
    const QList<UpgradeValue>& replaced() const { return m_replaced; }
    /// Names of the questions that a step works out.
    const QSet<QString>& computed() const { return m_computed; }

private:
    void apply(const UpgradeStep& step);
    void rename(const QString& from, const QString& to);
    void map(UpgradeValue& value, const UpgradeStep& step);
    void takeIn(UpgradeValue& value, const UpgradeStep& step);
    static void takeOut(UpgradeValue& value, const UpgradeStep& step);
    UpgradeInstance firstInstance(const UpgradeWay& outer, const QString& repeat);

    QString m_record;
    UpgradeValues& m_values;
    QList<UpgradeValue> m_replaced;
    QSet<QString> m_computed;
};

}  // namespace prohori
