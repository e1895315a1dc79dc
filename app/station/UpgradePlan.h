// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

#include <QSet>

namespace prohori {

/** Carries the answers of a record from one version of the form to the newest, version by version: the steps of upgrade.json, then what
    `replaced_by` says of choices that are no longer in use.

    A question is known by its id, so most answers stay where they are. Sealed answers that nobody here can read stay as they are; so does
    a choice whose merge group holds one. Pure: the same answers give the same plan. Inside of app/station only.
*/
class UpgradePlan {
public:
    /// @param shown the record as the form `before` reads it; @param read as the newest form reads it; both with everything the keys open.
    UpgradePlan(const FormShelf& forms, FormPtr before, const Answers& shown, const Answers& read);

    /// Invalid when upgrade.json asks for a step that a record's answers cannot take: compute, into-repeat, out-of-repeat.
    Result<> make();

    const Answers& after() const { return m_after; }
    /// Lines of `upgrade`, with all answers as they are.
    void tell(CaseUpgrade& upgrade) const;

private:
    Result<> apply(const UpgradeRules& rules, const FormDefinition& to);
    void rename(const UpgradeStep& step, const FormDefinition& to);
    void map(const UpgradeStep& step);
    void park(const UpgradeStep& step);
    void replaceRetired(const FormDefinition& from, const FormDefinition& to);
    void put(const AnswerPath& path, const QStringList& codes);
    bool mayChange(const AnswerPath& path) const;
    QList<AnswerPath> pathsOf(const QString& question) const;
    QList<AnswerPath> sorted(QList<AnswerPath> paths) const;
    UpgradeLine lineOf(const AnswerPath& path) const;

    const FormShelf& m_forms;
    FormPtr m_before, m_newest;
    Answers m_shown, m_after;
    QHash<QString, QSet<quint32>> m_ids;      ///< what a name means now: the steps before may have renamed it
    QHash<AnswerPath, AnswerPath> m_renamed;  ///< old place → new place
    QHash<AnswerPath, Answer> m_mapped;       ///< what stood there before
    QSet<AnswerPath> m_cleared;
};

}  // namespace prohori
