// SPDX-License-Identifier: GPL-3.0-or-later
// What was changed since this person decided about the case, or had it open last: marked in the form, answer by answer.
#include "app/desktop/CasePage.h"

#include "app/desktop/ErrorText.h"
#include "app/station/AnswerWords.h"
#include "app/station/ReviewDesk.h"
#include "forms/widgets/FormView.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// "was “X”" and the like; what it is now stands in the field itself.
QString changeText(const AnswerDifference& change, const AnswerWords& before, bool isNew)
{
    if (change.kind == AnswerDifference::RowAdded)
        return isNew ? CasePage::tr("added since you looked") : CasePage::tr("added");
    const QString was = before.text(change.path.field, change.from);
    if (isNew)
        return was.isEmpty() ? CasePage::tr("Answered since you looked; it was empty.")
                             : CasePage::tr("Changed since you looked; it was: %1").arg(was);
    return was.isEmpty() ? CasePage::tr("Answered; it was empty.")
                         : CasePage::tr("Changed; it was: %1").arg(was);
}

}  // namespace

/// Who decides about cases sees what was changed since the last decision, everybody else what came since he last looked.
void CasePage::showChanges()
{
    m_changes.clear();
    if (!m_view)
        return;
    ReviewDesk review(m_session.station());
    const RecordId record = m_view->state.record;
    const auto look = review.sinceLastLook(record);
    const bool decides = everDoes(m_session.station().me().role, permissionFor(confirmKind()));
    const auto decision = decides ? review.sinceLastDecision(record) : Result<SinceDecision>(SinceDecision());
    if (auto noted = review.noteLook(*m_view); !look || !decision || !noted) {
        tell(Words::error(!look ? look.error() : !decision ? decision.error() : noted.error()), false);
        return;
    }
    const bool bySinceDecision = decision->decision.has_value();
    const QList<AnswerDifference> changes = bySinceDecision ? decision->differences : look->differences;
    const AnswerWords before(*m_view->engine, bySinceDecision ? decision->before : look->before);
    QHash<AnswerPath, QString> texts;
    int gone = 0;
    for (const AnswerDifference& change : changes) {
        gone += change.kind == AnswerDifference::RowRemoved;
        if (change.kind == AnswerDifference::RowRemoved)
            continue;
        const bool isNew = std::any_of(look->differences.begin(), look->differences.end(),
                                       [&](const AnswerDifference& one) { return one.path == change.path; });
        texts.insert(change.path, changeText(change, before, bySinceDecision && isNew));
        m_changes.append(change.path);
    }
    m_form->model().setChanges(texts);
    if (changes.isEmpty())
        return;
    const QString count = tr("%Ln answer(s) changed", nullptr, static_cast<int>(changes.size() - gone));
    const QString removed = gone == 0 ? QString() : u", "_s + tr("%Ln entry(s) removed", nullptr, gone);
    const QString since = bySinceDecision ? tr("since “%1” by %2 on %3")
                                                .arg(Words::act(*decision->decision), decision->who,
                                                     Words::moment(decision->claimed))
                                          : tr("since you looked on %1").arg(Words::moment(*look->looked));
    tell(tr("%1%2 %3. F7 goes from one to the next.").arg(count, removed, since), true);
}

/// In the order of the form, round the end.
void CasePage::nextChange()
{
    QList<AnswerPath> open = m_changes;
    std::sort(open.begin(), open.end(), [this](const AnswerPath& a, const AnswerPath& b) {
        return m_form->model().orderOf(a) < m_form->model().orderOf(b);
    });
    const auto at = m_form->focusedPath();
    const auto next = std::find_if(open.begin(), open.end(), [&](const AnswerPath& path) {
        return at && m_form->model().orderOf(path) > m_form->model().orderOf(*at);
    });
    std::rotate(open.begin(), next == open.end() ? open.begin() : next, open.end());
    for (const AnswerPath& path : std::as_const(open)) {
        if (shownForm()->goTo(path))
            return;
    }
    tell(tr("No answer was changed since you last decided or looked."), false);
}

}  // namespace prohori
