// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"
#include "forms/definition/UpgradeSteps.h"
#include "forms/engine/FormEngine.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>

#include <optional>

namespace prohori {

/// The answers of a case on their way from version to version, and what became of them so far. Inside of app/station only.
struct UpgradedAnswers {
    Answers answers;
    QHash<AnswerPath, AnswerPath> moved;  ///< place before the first version → place now
    QHash<AnswerPath, Answer> replaced;   ///< place now → what stood there before `map` or `replaced_by`
    QHash<AnswerPath, Answer> computed;   ///< place now → what stood there before `compute`
    QSet<AnswerPath> identities;          ///< places now, of what was worked out of an identifying answer
    QSet<AnswerPath> cleared;             ///< places before the first version, of questions that stay
    QHash<AnswerPath, QString> left;      ///< place that a step leaves as it is → why: UpgradeLine::why
    QList<AnswerRow> rows;                ///< that into-repeat made

    AnswerPath origin(const AnswerPath& now) const { return moved.key(now, now); }
};

/** One version of the way: the steps of its upgrade.json over the answers of a case, then what `replaced_by` says of choices that are not in
    use any more.

    A question is known by its id: what no step is about stays where it is. What a step gives another name or another repeat goes to the
    question of that name there, if that can hold it, is free, and nothing sealed stands in the way; the place that it leaves is cleared
    where the form still asks for it. All else stays beside the form. Deterministic, rows that are made included.
*/
class UpgradeStage {
public:
    /// @param newest whose merge groups must be writable as well.
    UpgradeStage(const FormDefinition& from, const FormDefinition& to, const FormDefinition& newest,
                 UpgradedAnswers& upgraded)
        : m_from(from),
          m_to(to),
          m_newest(newest),
          m_upgraded(upgraded)
    {}

    /// @param record its id, for the ids of rows that are made.
    void apply(const UpgradeRules& rules, const QString& record);
    void replaceRetired();

private:
    struct Traveller {
        AnswerPath at, target;
        UpgradeValue before;
    };
    UpgradeValues gather();
    void place(const UpgradeValues& values, qsizetype at);
    void leave(qsizetype at);
    void arrive(qsizetype at, const UpgradeValue& value);
    void compute(const UpgradeStep& step, const UpgradeValues& values, const Answers& old);
    bool putComputed(const AnswerPath& path, const ComputedValue& value);
    Answers withoutIdentities(Answers answers) const;
    std::optional<AnswerPath> targetOf(const UpgradeValue& value) const;
    std::optional<quint32> groupOf(const UpgradeWay& way) const;
    bool hasRow(const QString& row) const;
    void makeRows(const UpgradeWay& way);
    void replace(const AnswerPath& path, const Answer& answer);
    QString whyFixed(const AnswerPath& path) const;
    QString whyFixedIn(const FormDefinition& form, const AnswerPath& path) const;

    const FormDefinition& m_from;
    const FormDefinition& m_to;
    const FormDefinition& m_newest;
    UpgradedAnswers& m_upgraded;
    QList<Traveller> m_travellers;  ///< as `values` of gather()
};

/// The field of the path as this form has it there; nullptr when it has none.
const FieldDefinition* fieldAt(const FormDefinition& form, const AnswerPath& path);
/// By group, place of the row, row and field.
QList<AnswerPath> inOrder(QList<AnswerPath> paths, const QList<AnswerRow>& rows);

}  // namespace prohori
