// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"

#include "app/desktop/ClassDialog.h"
#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/OthersWorkDialog.h"
#include "forms/widgets/FormView.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

int errorsIn(const QList<Problem>& problems)
{
    return static_cast<int>(std::count_if(problems.begin(), problems.end(), [](const Problem& problem) {
        return problem.severity == Severity::Error;
    }));
}
}  // namespace

/// Answers that were carried forward become part of the record only once somebody has looked at them.
bool CasePage::confirmedAll()
{
    const int waiting = static_cast<int>(m_form->model().carried().size());
    if (waiting == 0)
        return true;
    keepDraft();
    shownForm()->nextProblem();
    tell(tr("Not saved as a case yet; the typing is kept. %Ln answer(s) were carried forward: Enter "
            "confirms, F8 goes to the next one.",
            nullptr, waiting),
         false);
    return false;
}

void CasePage::save()
{
    saveWith({});
}

void CasePage::saveWith(const CorrectionReason& why)
{
    m_form->commitTyping();
    if (!confirmedAll())
        return;
    const Answers typed = m_form->answers();
    const auto saved = m_view ? m_session.desk().edit(*m_view, typed, typedNotes(), why)
                              : m_session.desk().create(typed, typedNotes(), m_engine->form().version());
    if (!saved) {
        takeRefusal(saved.error(), typed);
        return;
    }
    const std::optional<CaseView> base = m_view;
    const bool identities = !m_view || m_view->identitiesOpen;
    dropDraft();
    keepLastCase(typed);
    const auto view = m_session.desk().view(saved->record);
    if (!view) {
        tell(Words::error(view.error()), false);
        return;
    }
    if (saved->othersChanged || view->engine->form().version() != m_engine->form().version()) {
        show(*view);
    } else {
        // The form stays as it is, and so does the cursor: what was typed is now what the editing begins with.
        m_view = *view;
        m_view->answers = typed;
        m_view->engine = m_engine;
        m_view->identitiesOpen = identities;
        showNotes();
    }
    m_session.noteSaved(saved->record);
    tellSaved(*saved);
    retell();
    if (saved->othersChanged && base)
        showOthersWork(*base, typed, saved->change);
}

void CasePage::tellSaved(const SavedCase& saved)
{
    if (saved.othersChanged)
        tell(tr("%1 is saved. Others changed it since you opened it: their work is here too.")
                 .arg(saved.localRef),
             true);
    else if (m_view && m_view->state.changedSinceApproval && isApprovedPhase(m_view->state.phase))
        tell(
            tr("%1 is saved and changed since its approval. Submit it (Ctrl+Return): it is approved a second "
               "time.")
                .arg(saved.localRef),
            true);
    else
        tell(tr("%1 is saved on this computer at %2.")
                 .arg(saved.localRef, Words::timeOfDay(m_session.station().clock().now())),
             true);
}

/// What was typed stays, whatever the reason.
void CasePage::takeRefusal(const Error& refusal, const Answers& typed)
{
    keepDraft();
    if (refusal.hint == u"correction-reason"_s) {
        askCorrection();
        return;
    }
    m_submitsNext = false;
    if (refusal.hint != u"problems"_s) {
        tell(Words::error(refusal), false);
        return;
    }
    const auto problems = m_engine->check(typed, CheckLevel::Draft);
    m_form->showProblems(problems);
    shownForm()->nextProblem();
    tell(tr("Not saved as a case yet; the typing is kept. %Ln question(s) are needed for saving, F8 "
            "goes to the next one.",
            nullptr, errorsIn(problems)),
         false);
}

/// An approved case: why is it corrected? The reason stands in the change and in the history.
void CasePage::askCorrection()
{
    ReasonDialog::Wish wish;
    wish.title = tr("Why is %1 corrected?").arg(m_view->state.localRef);
    wish.explanation =
        tr("The case was approved. The correction is saved with its reason and needs a second "
           "approval; until then the approved version counts. Later facts such as an arrest or "
           "a judgment need no reason.");
    wish.choices = reasonChoices(m_session.station().form(), u"correction_reason"_s);
    wish.leastComment = kLeastComment;
    wish.okText = tr("Save the correction");
    wish.chosen = m_correction.code;
    wish.comment = m_correction.text;
    auto* dialog = new ReasonDialog(wish, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const bool submits = std::exchange(m_submitsNext, false);
        m_correction = {dialog->codes().value(0), dialog->comment()};
        saveWith(m_correction);
        if (submits && !m_dirty)
            submit();
    });
    connect(dialog, &QDialog::rejected, this, [this] {
        m_submitsNext = false;
        tell(tr("Not saved: the case was approved, and its correction needs a reason. The typing is kept."),
             false);
    });
    dialog->open();
}

void CasePage::showOthersWork(const CaseView& base, const Answers& typed, const ChangeId& mine)
{
    const auto work = othersWorkOf(m_session.station(), base, typed, mine);
    if (!work) {
        tell(Words::error(work.error()), false);
        return;
    }
    auto* dialog = new OthersWorkDialog(*work, this);
    connect(dialog, &OthersWorkDialog::answerWanted, m_form, &FormView::goTo);
    dialog->open();
}

bool CasePage::saveFirst()
{
    m_form->commitTyping();
    if (m_dirty || !m_view)
        save();
    return !m_dirty && m_view.has_value();
}

void CasePage::submit()
{
    m_submitsNext = true;
    if (!saveFirst())
        return;
    m_submitsNext = false;
    const auto problems = m_session.desk().problems(*m_view, CheckLevel::Submit);
    m_form->showProblems(problems);
    const int errors = errorsIn(problems);
    if (errors > 0) {
        const auto first = std::find_if(problems.begin(), problems.end(), [](const Problem& problem) {
            return problem.severity == Severity::Error && problem.path.field != 0;
        });
        if (first == problems.end() || !shownForm()->goTo(first->path))
            shownForm()->nextProblem();
        tell(tr("%1 is saved but not submitted: %Ln question(s) are open, F8 goes to the next one.", nullptr,
                errors)
                 .arg(m_view->state.localRef),
             false);
        return;
    }
    runAct({ActKind::Submit, {}, {}, {}, true});
}

void CasePage::approve()
{
    if (confirmKind() == ActKind::Accept) {
        accept();
        return;
    }
    auto* dialog = new ChecklistDialog(m_view->state.localRef,
                                       m_engine->checklist(u"checklist_a"_s, m_form->answers()), this);
    connect(dialog, &QDialog::accepted, this, [this] { runAct({ActKind::Approve, {}, {}, {}, true}); });
    dialog->open();
}

void CasePage::returnToOfficer()
{
    const ActKind kind = sendBackKind();
    const bool returns = kind == ActKind::Return;
    ReasonDialog::Wish wish;
    wish.title = (returns ? tr("Return %1") : tr("Query the district about %1")).arg(m_title->text());
    wish.explanation = returns ? tr("The officer sees the reasons and your comment.")
                               : tr("The district sees the reasons and your comment, answers each remark and "
                                    "hands the case in again.");
    if (!m_remarks.isEmpty())
        wish.explanation +=
            u' ' + tr("%Ln remark(s) go with it.", nullptr, static_cast<int>(m_remarks.size()));
    wish.choices = reasonChoices(m_session.station().form(), u"return_reason"_s);
    wish.manyCodes = true;
    wish.leastComment = kLeastComment;
    wish.okText = returns ? tr("Return to officer") : tr("Send the query");
    auto* dialog = new ReasonDialog(wish, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog, kind] {
        runAct({kind, dialog->codes(), dialog->comment(), m_remarks, true});
    });
    dialog->open();
}

void CasePage::runAct(const ActRequest& request)
{
    const RecordId record = m_view->state.record;
    const auto done = m_session.desk().act(record, request);
    if (!done) {
        tell(Words::error(done.error()), false);
        return;
    }
    if (request.kind == sendBackKind()) {
        m_remarks.clear();
        keepRemarks();
    }
    m_session.noteSaved(record);
    open(record);
    tell(tr("%1: %2. Saved here; it goes out with the next sync.")
             .arg(done->localRef, Words::act(request.kind)),
         true);
}

void CasePage::openIdentities()
{
    ReasonDialog::Wish wish;
    wish.title = tr("Open names and identities of %1").arg(m_view->state.localRef);
    wish.explanation = tr("Who opened them, when and why is written into the journal.");
    wish.choices = {{u"case_work"_s, tr("Work on this case")},
                    {u"review"_s, tr("Review before a decision")},
                    {u"duplicate_check"_s, tr("Check whether it is a duplicate")},
                    {u"referral"_s, tr("Referral or protection of the person")},
                    {u"court"_s, tr("Order or request of a court")}};
    wish.okText = tr("Open names");
    auto* dialog = new ReasonDialog(wish, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto view = m_session.desk().openIdentities(m_view->state.record, dialog->codes().value(0));
        if (!view) {
            tell(Words::error(view.error()), false);
            return;
        }
        show(*view);
        shownForm()->focusFirst();
        tell(tr("The names are open. This is written into the journal."), true);
    });
    dialog->open();
}

void CasePage::showClassTest()
{
    m_form->commitTyping();
    (new ClassDialog(m_form->model(), Words::language(), this))->open();
}

void CasePage::nextProblem()
{
    goToProblem(1);
}

void CasePage::goToProblem(int step)
{
    m_form->commitTyping();
    const auto problems = m_view && !m_dirty ? m_session.desk().problems(*m_view, CheckLevel::Submit)
                                             : m_engine->check(m_form->answers(), CheckLevel::Submit);
    m_form->showProblems(problems);
    const int open = errorsIn(problems) + static_cast<int>(m_form->model().carried().size());
    if (shownForm()->nextProblem(step))
        tell(tr("%Ln question(s) are open before the case can be submitted.", nullptr, open), open == 0);
    else
        tell(tr("No problems: the case can be submitted."), true);
}

}  // namespace prohori
