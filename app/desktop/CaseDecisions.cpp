// SPDX-License-Identifier: GPL-3.0-or-later
// What closes a case, and the short review of later facts.
#include "app/desktop/CasePage.h"

#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/LaterRowsDialog.h"
#include "app/desktop/MergeDialog.h"

#include <QAction>
#include <QMenu>

namespace prohori {

using namespace Qt::StringLiterals;

void CasePage::addDecisions(QMenu& menu)
{
    menu.addSeparator();
    m_later = addMore(menu, tr("Later facts to look at…"), u"laterAction"_s, u"Ctrl+Shift+L"_s,
                      &CasePage::reviewLater);
    m_freeze =
        addMore(menu, tr("Freeze (year closed)…"), u"freezeAction"_s, u"Ctrl+Shift+F"_s, &CasePage::freeze);
    m_merge =
        addMore(menu, tr("Merge into another case…"), u"mergeAction"_s, u"Ctrl+Shift+M"_s, &CasePage::merge);
    m_target = addMore(menu, tr("Open the case it was merged into"), u"mergeTargetAction"_s,
                       u"Ctrl+Shift+G"_s, &CasePage::openMergeTarget);
    addMove(menu);
    m_void = addMore(menu, tr("Make void…"), u"voidAction"_s, u"Ctrl+Shift+W"_s, &CasePage::makeVoid);
    const Role role = m_session.station().me().role;
    m_later->setVisible(everDoes(role, Permission::ReviewLater));
    m_freeze->setVisible(everDoes(role, Permission::Freeze));
    m_merge->setVisible(everDoes(role, Permission::Merge));
    m_void->setVisible(everDoes(role, Permission::Void));
}

void CasePage::retellDecisions()
{
    const auto set = [](QAction* action, const QString& whyNot) {
        action->setEnabled(whyNot.isEmpty());
        action->setToolTip(whyNot);
        action->setStatusTip(whyNot);
    };
    const QString notSaved = !m_view || m_dirty ? tr("Save the case first.") : QString();
    const auto may = [&](ActKind kind) {
        if (!notSaved.isEmpty())
            return notSaved;
        const auto allowed = m_session.desk().mayAct(*m_view, kind);
        return allowed ? QString() : Words::whyNot(allowed.error(), m_view->row.phase);
    };
    set(m_merge, may(ActKind::Merge));
    set(m_void, may(ActKind::Void));
    set(m_freeze, may(ActKind::Freeze));
    // Who may not confirm may look all the same, and is told there why not.
    const bool waits = m_view && m_view->row.laterRows > 0;
    set(m_later, !notSaved.isEmpty() ? notSaved
                 : waits             ? QString()
                                     : tr("No later facts wait for a review."));
    const bool merged = m_view && !m_view->mergedIntoRef.isEmpty();
    retellMove();
    set(m_target, merged ? QString() : tr("The case was not merged into another one."));
}

void CasePage::merge()
{
    auto* dialog = new MergeDialog(m_session, *m_view, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        ActRequest request{ActKind::Merge, {}, dialog->comment(), {}, true};
        request.target = dialog->target().value_or(RecordId());
        runAct(request);
    });
    dialog->open();
}

void CasePage::openMergeTarget()
{
    if (!m_view || m_view->mergedIntoRef.isEmpty())
        return;
    const RecordId target = m_view->mergedInto;
    open(target);
}

QString CasePage::voidRule()
{
    return tr("The rule for a void case: its content is removed after 90 days, its number is kept.");
}

void CasePage::makeVoid()
{
    ReasonDialog::Wish wish;
    wish.title = tr("Make %1 void").arg(m_view->state.localRef);
    wish.explanation =
        tr("Nobody works on it any more and it is not counted; this is not undone.") + u' ' + voidRule();
    wish.choices = reasonChoices(m_session.station().form(), u"void_reason"_s);
    wish.leastComment = kLeastComment;
    wish.okText = tr("Make void");
    auto* dialog = new ReasonDialog(wish, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        runAct({ActKind::Void, dialog->codes(), dialog->comment(), {}, true});
    });
    dialog->open();
}

void CasePage::reviewLater()
{
    const auto review = laterReviewOf(m_session.station(), m_view->state.record);
    if (!review) {
        tell(Words::error(review.error()), false);
        return;
    }
    const auto may = m_session.desk().mayAct(review->view, ActKind::ReviewLater);
    auto* dialog =
        new LaterRowsDialog(*review, may ? QString() : Words::whyNot(may.error(), m_view->row.phase), this);
    connect(dialog, &QDialog::accepted, this, [this] { runAct({ActKind::ReviewLater, {}, {}, {}, true}); });
    dialog->open();
}

}  // namespace prohori
