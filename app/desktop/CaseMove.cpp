// SPDX-License-Identifier: GPL-3.0-or-later
// A case on its way to another district: how it is proposed and taken back, and how it is accepted or declined there.
#include "app/desktop/CasePage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/MoveDialog.h"
#include "app/station/MoveDesk.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

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
    m_refuseMove =
        addAction(tr("Decline…"), u"declineMoveButton"_s, u"Ctrl+Shift+N"_s, &CasePage::declineMove);
    m_moveBack =
        addAction(tr("Take back"), u"takeBackMoveButton"_s, u"Ctrl+Shift+K"_s, &CasePage::takeMoveBack);
    // Below each other: beside each other they leave the words too little room at large letters.
    auto* answers = new QVBoxLayout;
    for (QPushButton* button : {m_takeIn, m_refuseMove, m_moveBack})
        answers->addWidget(button);
    row->addWidget(m_moveText, 1);
    row->addLayout(answers);
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
    const bool isProposed = moves && !moves->isEmpty();
    const QString text = isProposed ? moveText(moves->first()) : declinedText();
    m_moveBand->setVisible(!text.isEmpty());
    m_moveText->setText(text);
    const Scope mine = m_session.station().me().scope;
    const bool here = isProposed && moves->first().to == mine;
    const bool ours = isProposed && moves->first().from == mine;
    m_takeIn->setVisible(here);
    setEnabledOrWhy(*m_takeIn, here ? why(desk.mayAccept(m_view->row)) : QString());
    m_refuseMove->setVisible(here);
    setEnabledOrWhy(*m_refuseMove, here ? why(desk.mayDecline(m_view->row)) : QString());
    m_moveBack->setVisible(ours && m_session.station().me().role == Role::DistrictReviewer);
    setEnabledOrWhy(*m_moveBack, ours ? why(desk.mayTakeBack(m_view->row)) : QString());
}

QString CasePage::moveText(const MoveView& move) const
{
    const QString text =
        move.to == m_session.station().me().scope
            ? tr("Offered by %1: %2 proposed on %3 that your district takes this case. Until you accept it, "
                 "it stays with %1 and nobody changes it here.")
                  .arg(Words::scope(move.from), move.byName, Words::moment(move.claimed))
            : tr("Proposed to %1 by %2, %3. Until that district accepts, everything stays as it is.")
                  .arg(Words::scope(move.to), move.byName, Words::moment(move.claimed));
    return move.note.isEmpty() ? text : text + u"\n“%1”"_s.arg(move.note);
}

/// Empty where nobody declined it. Who has read it here is not told on his home page any more.
QString CasePage::declinedText()
{
    MoveDesk desk(m_session.station());
    const auto all = m_view && !m_view->row.declinedBy.isEmpty()
                       ? desk.declined(m_view->state.record)
                       : Result<QList<DeclinedView>>(QList<DeclinedView>());
    if (!all || all->isEmpty())
        return {};
    const DeclinedView& declined = all->first();
    const PersonInfo& me = m_session.station().me();
    if (me.role == Role::DistrictReviewer
        && !hasSeenDeclined(m_session.station().store(), me.person, m_view->row)) {
        if (const auto noted = desk.noteSeen(declined); !noted)
            tell(Words::error(noted.error()), false);
    }
    const QString text =
        tr("%1 does not take this case: declined by %2, %3. It stays with your district.")
            .arg(Words::scope(declined.district), declined.byName, Words::moment(declined.claimed));
    return declined.reason.isEmpty() ? text : text + u"\n“%1”"_s.arg(declined.reason);
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

void CasePage::declineMove()
{
    ReasonDialog::Wish wish;
    wish.title = tr("Decline to take %1?").arg(m_view->state.localRef);
    wish.explanation =
        tr("It stays with %1, whose supervisors are told why, and leaves this computer with the "
           "next sync. They can propose it again.")
            .arg(Words::scope(m_view->row.home));
    wish.leastComment = kLeastComment;
    wish.okText = tr("Decline");
    auto* dialog = new ReasonDialog(wish, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        takeMove(MoveDesk(m_session.station()).decline(m_view->state.record, dialog->comment()),
                 tr("%1 is declined. This goes out with the next sync.").arg(m_view->state.localRef));
    });
    dialog->open();
}

void CasePage::takeMoveBack()
{
    const Scope asked = m_view->row.movingTo;
    auto* question = new QuestionDialog(
        {tr("Take the proposal back?"),
         tr("%1 stays with your district and leaves the computers of %2. If that district has accepted it "
            "before it hears of this, the case is there.")
             .arg(m_view->state.localRef, Words::scope(asked)),
         tr("Take back")},
        this);
    connect(question, &QDialog::accepted, this, [this, asked] {
        takeMove(MoveDesk(m_session.station()).takeBack(m_view->state.record),
                 tr("%1 is no longer proposed to %2. This goes out with the next sync.")
                     .arg(m_view->state.localRef, Words::scope(asked)));
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
