// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"
#include "app/station/UpgradeStage.h"

namespace prohori {

/** Carries the answers of a case from one version of the form to the newest, version by version (UpgradeStage).

    Sealed answers that nobody here can read stay as they are; so does a choice whose merge group holds one, and the target of what would
    have to read one. Pure: the same answers of the same record give the same plan. Inside of app/station only.
*/
class UpgradePlan {
public:
    /// @param shown the record as the form `before` reads it; @param read as the newest form reads it; both with everything the keys open.
    UpgradePlan(const FormShelf& forms, const RecordId& record, FormPtr before, const Answers& shown,
                const Answers& read);

    /// Invalid when an upgrade.json on the way breaks its format.
    Result<> make();

    const Answers& after() const { return m_upgraded.answers; }
    /// Where the answer that stands at `now` stood before.
    AnswerPath origin(const AnswerPath& now) const { return m_upgraded.origin(now); }
    /// True of an answer that was worked out of an identifying one.
    bool tellsIdentity(const AnswerPath& now) const { return m_upgraded.identities.contains(now); }
    /// Lines of `upgrade`, with all answers as they are.
    void tell(CaseUpgrade& upgrade) const;

private:
    void tellOld(CaseUpgrade& upgrade) const;
    void tellLeft(CaseUpgrade& upgrade) const;
    UpgradeLine lineOf(const AnswerPath& path) const;
    UpgradeLine lineOfNow(const AnswerPath& now) const;

    const FormShelf& m_forms;
    RecordId m_record;
    FormPtr m_before, m_newest;
    Answers m_shown;
    QList<AnswerRow> m_known;  ///< rows that the newest form reads
    UpgradedAnswers m_upgraded;
};

}  // namespace prohori
