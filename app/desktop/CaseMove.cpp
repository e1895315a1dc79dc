// SPDX-License-Identifier: GPL-3.0-or-later
// A case on its way to another district: how it is proposed, and how it is accepted there.
#include "app/desktop/CasePage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/MoveDialog.h"
#include "app/station/MoveDesk.h"

#include <QAction>
#include <QHBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

QWidget* CasePage::makeMoveBand()
{
    m_moveBand = new QWidget(this);
    auto* row = new QHBoxLayout(m_moveBand);
    row->setContentsMargins(0, 0, 0, 0);
    m_moveText = makeLabel({}, u"band"_s, m_moveBand);
    m_moveText->setObjectName(u"moveText"_s);
    m_moveText->setWordWrap(true);
    m_takeIn = addAction(tr("Accept into my district"), u"acceptMoveButton"_s, u"Ctrl+Shift+J"_s,
                         &CasePage::acceptMove, true);
    row->addWidget(m_moveText, 1);
    row->addWidget(m_takeIn);
    m_moveBand->hide();
    return m_moveBand;
}

void CasePage::addMove(QMenu& menu)
{
    m_move = addMore(menu, tr("Move to another district…"), u"moveAction"_s, u"Ctrl+Shift+T"_s,
                     &CasePage::proposeMove);
    m_move->setVisible(m_session.station().me().role == Role::DistrictReviewer);
}

void CasePage::retellMove()
{
    const MoveDesk desk(m_session.station());
    const auto why = [&](const Result<>& may) {
        return may ? QString() : Words::whyNot(may.error(), m_view->row.phase);
    };
    const QString whyNot =
        !m_view || m_dirty ? tr("Save the case first.") : why(desk.mayPropose(m_view->row));
    m_move->setEnabled(whyNot.isEmpty());
    m_move->setToolTip(whyNot);
    m_move->setStatusTip(whyNot);

    const auto moves = m_view && !m_view->row.movingTo.isEmpty() ? desk.moves(m_view->state.record)
                                                                 : Result<QList<MoveView>>(QList<MoveView>());
    const bool shows = moves && !moves->isEmpty();
    m_moveBand->setVisible(shows);
    if (!shows)
        return;
    const MoveView& move = moves->first();
    const bool here = move.to == m_session.station().me().scope;
    QString text =
        here ? tr("Offered by %1: %2 proposed on %3 that your district takes this case. Until you accept it, "
                  "it stays with %1 and nobody changes it here.")
                   .arg(Words::scope(move.from), move.byName, Words::moment(move.claimed))
             : tr("Proposed to %1 by %2, %3. Until that district accepts, everything stays as it is.")
                   .arg(Words::scope(move.to), move.byName, Words::moment(move.claimed));
    if (!move.note.isEmpty())
        text += u"\n“%1”"_s.arg(move.note);
    m_moveText->setText(text);
    m_takeIn->setVisible(here);
    setEnabledOrWhy(*m_takeIn, here ? why(desk.mayAccept(m_view->row)) : QString());
}

void CasePage::proposeMove()
{
    auto* dialog = new MoveDialog(m_session, m_view->row, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        takeMove(
            MoveDesk(m_session.station()).propose(m_view->state.record, dialog->district(), dialog->note()),
            tr("%1 is proposed to %2. It goes out with the next sync.")
                .arg(m_view->state.localRef, Words::scope(dialog->district())));
    });
    dialog->open();
}

void CasePage::acceptMove()
{
    auto* question = new QuestionDialog({tr("Take %1 into your district?").arg(m_view->state.localRef),
                                         tr("The case is then worked on, reviewed and counted here, and "
                                            "leaves the computers of %1. It keeps its number. "
                                            "Hand it over to one of your officers next.")
                                             .arg(Words::scope(m_view->row.home)),
                                         tr("Accept")},
                                        this);
    connect(question, &QDialog::accepted, this, [this] {
        takeMove(MoveDesk(m_session.station()).accept(m_view->state.record),
                 tr("%1 is now a case of your district. This goes out with the next sync.")
                     .arg(m_view->state.localRef));
    });
    question->open();
}

void CasePage::takeMove(const Result<SavedCase>& done, const QString& text)
{
    if (!done) {
        tell(Words::error(done.error()), false);
        return;
    }
    m_session.noteSaved(done->record);
    open(done->record);
    tell(text, true);
}

}  // namespace prohori
