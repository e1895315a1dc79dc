// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"

#include "app/desktop/ClassDialog.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "forms/widgets/FormView.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kLeastComment = 5;

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
    m_form->nextProblem();
    tell(tr("Not saved as a case yet; the typing is kept. %Ln answer(s) were carried forward: Enter "
            "confirms, F8 goes to the next one.",
            nullptr, waiting),
         false);
    return false;
}

void CasePage::save()
{
    m_form->commitTyping();
    if (!confirmedAll())
        return;
    const Answers typed = m_form->answers();
    const auto saved = m_view ? m_session.desk().edit(*m_view, typed, typedNotes())
                              : m_session.desk().create(typed, typedNotes(), m_engine->form().version());
    if (!saved) {
        keepDraft();
        if (saved.error().hint == u"problems"_s) {
            const auto problems = m_engine->check(typed, CheckLevel::Draft);
            m_form->showProblems(problems);
            m_form->nextProblem();
            tell(tr("Not saved as a case yet; the typing is kept. %Ln question(s) are needed for saving, F8 "
                    "goes to the next one.",
                    nullptr, errorsIn(problems)),
                 false);
        } else {
            tell(Words::error(saved.error()), false);
        }
        return;
    }
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
    tell(saved->othersChanged
             ? tr("%1 is saved. Others changed it since you opened it: their work is here too.")
                   .arg(saved->localRef)
             : tr("%1 is saved on this computer at %2.")
                   .arg(saved->localRef, Words::timeOfDay(m_session.station().clock().now())),
         true);
    retell();
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
    if (!saveFirst())
        return;
    const auto problems = m_session.desk().problems(*m_view, CheckLevel::Submit);
    m_form->showProblems(problems);
    const int errors = errorsIn(problems);
    if (errors > 0) {
        const auto first = std::find_if(problems.begin(), problems.end(), [](const Problem& problem) {
            return problem.severity == Severity::Error && problem.path.field != 0;
        });
        if (first == problems.end() || !m_form->goTo(first->path))
            m_form->nextProblem();
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
    auto* dialog = new ChecklistDialog(m_view->state.localRef,
                                       m_engine->checklist(u"checklist_a"_s, m_form->answers()), this);
    connect(dialog, &QDialog::accepted, this, [this] { runAct({ActKind::Approve, {}, {}, {}, true}); });
    dialog->open();
}

void CasePage::returnToOfficer()
{
    ReasonDialog::Wish wish;
    wish.title = tr("Return %1").arg(m_view->state.localRef);
    wish.explanation = tr("The officer sees the reasons and your comment.");
    if (const ChoiceList* list = m_session.station().form().list(u"return_reason"_s)) {
        for (const Choice& choice : list->choices)
            wish.choices.append({choice.code, choice.label.in(Words::language())});
    }
    wish.manyCodes = true;
    wish.leastComment = kLeastComment;
    wish.okText = tr("Return to officer");
    auto* dialog = new ReasonDialog(wish, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        runAct({ActKind::Return, dialog->codes(), dialog->comment(), m_remarks, true});
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
    if (request.kind == ActKind::Return) {
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
        m_form->focusFirst();
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
    if (m_form->nextProblem(step))
        tell(tr("%Ln question(s) are open before the case can be submitted.", nullptr, open), open == 0);
    else
        tell(tr("No problems: the case can be submitted."), true);
}

}  // namespace prohori
