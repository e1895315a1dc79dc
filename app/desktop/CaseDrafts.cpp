// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"

#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "forms/engine/AnswersJson.h"
#include "forms/widgets/FormView.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kDraftIdBytes = 16;
const QString kEntry = u"@entry"_s;  // beside the groups: what else the form holds
}  // namespace

std::optional<Draft> CasePage::findDraft(const RecordId& record) const
{
    const QList<Draft> drafts = m_session.station().store().drafts(m_session.station().me().person);
    for (const Draft& draft : drafts) {
        if (draft.record == record)
            return draft;
    }
    return std::nullopt;
}

/// Shows the typing of `draft` on the state that it began on. False when it cannot be gone on with now; then it stays kept.
bool CasePage::resume(const Draft& draft)
{
    std::optional<CaseView> base = m_view;
    if (base) {
        if (const auto mayEdit = m_session.desk().mayEdit(*base); !mayEdit) {
            tell(tr("What you typed before is kept, but this case cannot be changed now. %1")
                     .arg(Words::whyNot(mayEdit.error(), base->row.phase)),
                 false);
            return false;
        }
        const auto then = m_session.desk().viewAt(draft.record, draft.base);
        if (!then) {
            tell(Words::error(then.error()), false);
            return false;
        }
        base = *then;
    }
    QJsonObject content = draft.content;
    const QJsonObject entry = content.take(kEntry).toObject();
    const QString version = content.take(kFormVersion).toString();
    const FormEnginePtr engine = base ? base->engine : engineOfDraft(version);
    const auto typed = answersFromJson(*engine, content, m_random, JsonReading::Draft);
    if (!typed) {
        tell(Words::error(typed.error()), false);
        return false;
    }
    const bool moved = m_view && m_view->state.heads != base->state.heads;
    m_view = base;
    m_draftId = draft.id;
    m_dirty = true;
    const bool wasReadOnly = m_form->isReadOnly();
    drawIn(engine);
    m_form->setReadOnly(wasReadOnly, {});
    m_form->setAnswers(*typed);
    showNotes();
    m_form->restoreEntryState(entry);
    tell(moved ? tr("What you typed before is here again. Others changed this case meanwhile: when you save, "
                    "both are kept.")
               : tr("What you typed before is here again. Save it, or go on typing."),
         true);
    retell();
    return true;
}

void CasePage::noteTyping()
{
    if (m_form->isReadOnly())
        return;
    // Not started anew by each key: also who types without a pause is kept.
    if (!m_autosave.isActive())
        m_autosave.start();
    if (std::exchange(m_dirty, true))
        return;
    tell({}, true);
    retell();
}

/// The cursor went on: what was typed is there already, so only the place is to be kept.
void CasePage::noteCursor()
{
    if (m_dirty && !m_autosave.isActive())
        m_autosave.start();
}

/// What "same as last" takes from, in the next case: of what was on the form only answers that are no secret.
void CasePage::rememberCase()
{
    const Answers& answers = m_form->answers();
    if (m_form->isReadOnly() || answers.values.size() <= 1)
        return;
    setLastCase(answers);
}

QList<FieldNote> CasePage::typedNotes() const
{
    QList<FieldNote> notes;
    const QHash<AnswerPath, QString> typed = m_form->model().notes();
    for (auto it = typed.cbegin(); it != typed.cend(); ++it)
        notes.append({it.key(), it.value()});
    std::sort(notes.begin(), notes.end(), [this](const FieldNote& a, const FieldNote& b) {
        return m_form->model().orderOf(a.path) < m_form->model().orderOf(b.path);
    });
    return notes;
}

/// The notes that the record holds; what was typed is among them once it is saved.
void CasePage::showNotes()
{
    m_form->model().setEarlierNotes(saidAboutFields());
}

/// Closes identities that were only looked at: a draft holds none of them, nor does what can be undone.
AnswerFilter CasePage::closedIdentities() const
{
    return [this](const AnswerPath& path, const Answer& answer) {
        const FieldDefinition* field = m_engine->form().field(path.field);
        const bool looked = m_view && field && field->tier == FieldTier::Identifying && !answer.isBlank()
                         && m_view->answers.value(path) == answer;
        return looked ? Answer{{}, {}, true} : answer;
    };
}

/// What is on the form, but identities that were only looked at are closed again.
Answers CasePage::answersForDraft() const
{
    Answers answers = m_form->answers();
    if (!m_view)
        return answers;
    for (auto it = m_view->answers.values.cbegin(); it != m_view->answers.values.cend(); ++it) {
        const FieldDefinition* field = m_engine->form().field(it.key().field);
        if (field && field->tier == FieldTier::Identifying && answers.value(it.key()) == it.value())
            answers.values.insert(it.key(), Answer{{}, {}, true});
    }
    return answers;
}

void CasePage::keepDraft()
{
    m_autosave.stop();
    if (!m_dirty)
        return;
    if (m_draftId.isEmpty())
        m_draftId = m_random.bytes(kDraftIdBytes);
    Draft draft;
    draft.id = m_draftId;
    draft.person = m_session.station().me().person;
    if (m_view) {
        draft.record = m_view->state.record;
        draft.base = m_view->state.heads;
    }
    draft.content = answersToJson(*m_engine, answersForDraft());
    draft.content.insert(kFormVersion, m_engine->form().version());
    draft.content.insert(kEntry, m_form->entryState(closedIdentities()));
    draft.saved = m_session.station().clock().now();
    if (auto kept = m_session.station().store().saveDraft(draft); !kept)
        tell(Words::error(kept.error()), false);
}

void CasePage::dropDraft()
{
    m_autosave.stop();
    m_dirty = false;
    m_form->model().dropNotes();
    if (m_draftId.isEmpty())
        return;
    if (auto removed = m_session.station().store().removeDraft(m_draftId); !removed)
        tell(Words::error(removed.error()), false);
    m_draftId.clear();
}

void CasePage::discard()
{
    auto* question = new QuestionDialog(
        {tr("Discard what was typed?"),
         m_view ? tr("Everything typed in %1 since the last save goes. The saved case stays as it is.")
                      .arg(m_view->state.localRef)
                : tr("This new case was never saved: everything typed in it goes."),
         tr("Discard")},
        this);
    connect(question, &QDialog::accepted, this, [this] {
        dropDraft();
        if (m_view)
            open(m_view->state.record);
        else
            startNew();
        tell(tr("The typing was discarded."), true);
    });
    question->open();
}

}  // namespace prohori
