// SPDX-License-Identifier: GPL-3.0-or-later
// What headquarters does with a case that a district has approved, by the keys that the district's supervisor uses.
#include "app/desktop/CasePage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "app/station/Acceptance.h"

namespace prohori {

ActKind CasePage::confirmKind() const
{
    return isNationalRole(m_session.station().me().role) ? ActKind::Accept : ActKind::Approve;
}

ActKind CasePage::sendBackKind() const
{
    return isNationalRole(m_session.station().me().role) ? ActKind::HqQuery : ActKind::Return;
}

/// Checklist B: what the case shows is told, a person ticks each point.
void CasePage::accept()
{
    const auto points = acceptanceChecklist(m_session.station(), *m_view);
    if (!points) {
        tell(Words::error(points.error()), false);
        return;
    }
    const QString reference = m_title->text();
    auto* dialog = new ChecklistDialog({tr("Accept %1").arg(reference),
                                        tr("Accept %1: check every point").arg(reference), tr("Accept")},
                                       *points, this);
    connect(dialog, &QDialog::accepted, this, [this] { runAct({ActKind::Accept, {}, {}, {}, true}); });
    dialog->open();
}

void CasePage::freeze()
{
    auto* question =
        new QuestionDialog({tr("Freeze %1?").arg(m_title->text()),
                            tr("For a year that is closed: the case stays as it was accepted, and nobody "
                               "changes it. What becomes "
                               "known later counts in the next report. Only the Ministry can reopen it."),
                            tr("Freeze")},
                           this);
    connect(question, &QDialog::accepted, this, [this] { runAct({ActKind::Freeze, {}, {}, {}, true}); });
    question->open();
}

}  // namespace prohori
