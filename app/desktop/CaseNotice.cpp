// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of a case tells about it, and why something cannot be done to it now.
#include "app/desktop/CasePage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "forms/widgets/FormView.h"

namespace prohori {

using namespace Qt::StringLiterals;

QString CasePage::stateLine() const
{
    if (!m_view)
        return tr("Fill in what you know; what is missing can come later.");
    const RecordState& state = m_view->state;
    QStringList parts;
    if (!m_view->row.nationalRef.isEmpty())
        parts.append(isNationalRole(m_session.station().me().role) ? state.localRef
                                                                   : m_view->row.nationalRef);
    if (m_view->row.hasApproval && state.isApproved())
        parts.append(tr("approved version"));
    if (state.phaseConflict)
        parts.append(tr("two decisions disagree"));
    if (m_view->row.laterRows > 0)
        parts.append(tr("%Ln later row(s) to look at", nullptr, m_view->row.laterRows));
    if (!m_view->conflicts.isEmpty())
        parts.append(tr("%Ln field(s) in conflict", nullptr, static_cast<int>(m_view->conflicts.size())));
    if (m_view->hasIdentities && !m_view->identitiesOpen)
        parts.append(tr("names are sealed"));
    parts.append(m_dirty                  ? tr("not saved yet")
                 : m_view->row.unsent > 0 ? tr("saved here, not sent yet")
                                          : tr("saved and sent"));
    return parts.join(u" · "_s);
}

/// Who did it and when, with the reasons and the words.
QString CasePage::entryText(const HistoryEntry& entry) const
{
    const QString what = entry.act ? Words::act(*entry.act) : tr("Correction of what was approved");
    QString text = tr("%1 by %2, %3.").arg(what, entry.who, Words::moment(entry.claimed));
    QStringList reasons;
    for (const QString& reason : entry.reasons)
        reasons.append(Words::reason(entry.act, reason));
    if (!reasons.isEmpty())
        text += u' ' + tr("Reasons: %1.").arg(reasons.join(u"; "_s));
    if (!entry.comment.isEmpty())
        text += u"\n“%1”"_s.arg(entry.comment);
    return text;
}

/// Why the case came back, or is closed: the last decision with its reasons; why it was corrected since it was approved; where a merged one
/// goes on.
QString CasePage::noticeText() const
{
    if (!m_view)
        return {};
    const RecordPhase phase = m_view->row.phase;
    const bool corrected = isApprovedPhase(phase) && m_view->state.changedSinceApproval;
    const QList<RecordPhase> told{RecordPhase::Returned, RecordPhase::Submitted, RecordPhase::HqQuery,
                                  RecordPhase::Reopened, RecordPhase::Merged,    RecordPhase::Void};
    if (!corrected && !told.contains(phase))
        return {};
    const auto history = m_session.desk().history(m_view->state.record);
    const QList<HistoryEntry> entries = history ? *history : QList<HistoryEntry>();
    QStringList lines;
    for (auto entry = entries.crbegin(); entry != entries.crend(); ++entry) {
        const bool corrects = !entry->act && !entry->reasons.isEmpty();
        if (entry->quarantined || !(entry->act || corrects))
            continue;
        if (corrected && entry->act)
            break;
        lines.append(entryText(*entry));
        break;
    }
    if (corrected)
        lines.prepend(tr("Changed since the approval: to be submitted and approved a second time."));
    if (phase == RecordPhase::Merged)
        lines.append(m_view->mergedIntoRef.isEmpty()
                         ? tr("The case that goes on is not on this computer.")
                         : tr("Merged into %1: Ctrl+Shift+G opens it.").arg(m_view->mergedIntoRef));
    if (phase == RecordPhase::Void)
        lines.append(voidRule());
    return lines.join(u'\n');
}

void CasePage::retellButtons()
{
    const CaseDesk& desk = m_session.desk();
    const Role role = m_session.station().me().role;
    const RecordPhase phase = m_view ? m_view->row.phase : RecordPhase::Draft;
    const auto why = [&](const Result<>& may) { return may ? QString() : Words::whyNot(may.error(), phase); };
    const QString notSaved = tr("Save the case first.");
    setEnabledOrWhy(*m_close, {});
    setEnabledOrWhy(*m_problem, {});
    const auto mayEdit =
        m_view ? desk.mayEdit(*m_view) : permitted(role, Permission::Create, RecordPhase::Draft, true);
    setEnabledOrWhy(*m_save, !mayEdit             ? why(mayEdit)
                             : m_dirty || !m_view ? QString()
                                                  : tr("Everything is saved."));
    setEnabledOrWhy(*m_discard, m_dirty ? QString() : tr("Nothing is typed that is not saved."));
    const RecordPhase folded = m_view ? m_view->state.phase : RecordPhase::Draft;
    const auto maySubmit = permitted(role, Permission::Submit, folded, true);
    const bool changed = m_view && (m_view->state.changedSinceApproval || m_dirty);
    const bool canFollow = phaseAfter(folded, ActKind::Submit, changed).has_value();
    setEnabledOrWhy(*m_submit,
                    !maySubmit ? why(maySubmit)
                    : canFollow
                        ? QString()
                        : tr("There is nothing to submit in this state: %1.").arg(Words::phase(phase)));
    const QString notOpen = !m_view || m_dirty ? notSaved : QString();
    const bool corrected =
        m_view && isApprovedPhase(m_view->state.phase) && m_view->state.changedSinceApproval;
    setEnabledOrWhy(*m_approve, !notOpen.isEmpty() ? notOpen
                                : corrected && confirmKind() == ActKind::Approve
                                    ? tr("Changed since the approval: the officer has to submit it first.")
                                    : why(desk.mayAct(*m_view, confirmKind())));
    setEnabledOrWhy(*m_return, notOpen.isEmpty() ? why(desk.mayAct(*m_view, sendBackKind())) : notOpen);
    setEnabledOrWhy(*m_identities, whyNoIdentities());
    retellEnterAgain();
    retellMore();
}

QString CasePage::whyNoIdentities() const
{
    if (!m_view)
        return tr("What you type here is open until you close the case.");
    if (m_view->identitiesOpen)
        return tr("The names are open.");
    if (!m_view->hasIdentities)
        return tr("This case holds no names.");
    if (!m_view->mayOpenIdentities)
        return isNationalRole(m_session.station().me().role)
                 ? tr("Names stay in the district: the Ministry holds no key to them.")
                 : tr("You hold no key to the names of this case.");
    return m_dirty ? tr("Save the case first.") : QString();
}

}  // namespace prohori
