// SPDX-License-Identifier: GPL-3.0-or-later
// The open questions of a case: how many, in which part of the form, and from one to the next.
#include "app/desktop/CasePage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/station/CaseTalk.h"
#include "forms/widgets/FormView.h"

#include <QAction>
#include <QMenu>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

void CasePage::addQuestionSteps(QMenu& menu)
{
    addMore(menu, tr("Next open question"), u"nextQuestionAction"_s, u"F9"_s, &CasePage::nextQuestion);
    auto* before = new QAction(this);
    before->setShortcut(QKeySequence(u"Shift+F9"_s));
    before->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QWidget::addAction(before);
    connect(before, &QAction::triggered, this, [this] { goToQuestionFrom(-1); });
}

/// In the order of the form; those of which the form does not know the place stand first.
QList<AnswerPath> CasePage::openQuestions() const
{
    QList<AnswerPath> open;
    for (const QueryView& query : m_view ? m_view->queries : QList<QueryView>()) {
        if (query.isOpen())
            open.append(query.path);
    }
    const FormModel& model = m_form->model();
    std::stable_sort(open.begin(), open.end(), [&](const AnswerPath& a, const AnswerPath& b) {
        return model.orderOf(a) < model.orderOf(b);
    });
    return open;
}

/// The badge in the head of the page, and those of the parts of the form.
void CasePage::retellQuestions()
{
    const QList<AnswerPath> open = openQuestions();
    QHash<AnswerPath, int> counts;
    for (const AnswerPath& path : open)
        counts[path] += 1;
    m_form->model().setQuestions(counts);
    const auto count = static_cast<int>(open.size());
    m_questions->show(count == 0 ? QString() : tr("%Ln open question(s)", nullptr, count), ChipColour::Blue);
    m_questions->setToolTip(count == 0 ? QString()
                                       : tr("F9 goes from one to the next; the case cannot be approved "
                                            "before they are answered and closed."));
}

void CasePage::nextQuestion()
{
    goToQuestionFrom(1);
}

/// Around the end; from where the cursor is.
void CasePage::goToQuestionFrom(int step)
{
    QList<AnswerPath> open = openQuestions();
    open.erase(std::unique(open.begin(), open.end()), open.end());
    if (open.isEmpty()) {
        tell(tr("No question is open in this case."), true);
        return;
    }
    m_form->commitTyping();
    const FormModel& model = m_form->model();
    const auto at = m_form->focusedPath();
    const int order = at ? model.orderOf(*at) : -1;
    if (step < 0)
        std::reverse(open.begin(), open.end());
    const auto next = std::find_if(open.begin(), open.end(), [&](const AnswerPath& path) {
        return step > 0 ? model.orderOf(path) > order : model.orderOf(path) < order;
    });
    std::rotate(open.begin(), next == open.end() ? open.begin() : next, open.end());
    for (const AnswerPath& path : std::as_const(open)) {
        if (shownForm()->goTo(path)) {
            tellQuestion(path);
            return;
        }
    }
    tell(tr("The open question is about an answer that the form does not ask for now."), false);
}

void CasePage::goToQuestion(const AnswerPath& place)
{
    if (!m_view)
        return;
    if (shownForm()->goTo(place))
        tellQuestion(place);
    else
        tell(tr("The question is about an answer that the form does not ask for now."), false);
}

/// Who is to do what about the question at the cursor.
void CasePage::tellQuestion(const AnswerPath& place)
{
    const QList<QueryView>& all = m_view->queries;
    const auto query = std::find_if(all.begin(), all.end(),
                                    [&](const QueryView& one) { return one.isOpen() && one.path == place; });
    if (query == all.end()) {
        tell(tr("The question about this answer is closed."), true);
        return;
    }
    const CaseTalk talk(m_session.station());
    const bool isAnswered = query->step == QueryStep::Answer;
    tell(isAnswered ? talk.mayOpen(*m_view) ? tr("The question here is answered: Ctrl+Q closes it.")
                                            : tr("The question here is answered; who asked closes it.")
         : talk.mayAnswer(*m_view) ? tr("A question about this answer is open: Ctrl+Q answers it.")
                                   : tr("A question about this answer is open."),
         true);
}

}  // namespace prohori
