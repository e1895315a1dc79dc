// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/SecondEntryDialog.h"
#include "app/station/AnswerWords.h"
#include "forms/widgets/FormView.h"

// The same paper typed a second time: what differs is settled, and becomes an ordinary edit with notes.

#include <QAction>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kSecondEntryKept = u"second-entry"_s;

/// The field that the note on a row stands at; nothing where the row is gone.
std::optional<AnswerPath> placeOfNote(const FormDefinition& form, const Answers& answers,
                                      const AnswerPath& path)
{
    if (path.field != 0)
        return path;
    if (!answers.findRow(path.row))
        return std::nullopt;
    for (const quint32 field : form.group(path.group)->fields) {
        if (form.field(field)->verify)
            return AnswerPath{path.group, path.row, field};
    }
    return std::nullopt;
}

}  // namespace

QAction* CasePage::makeEnterAgain(QPushButton& more)
{
    const QKeySequence key(u"Ctrl+Shift+E"_s);
    // The key is not the action's own: where it is off, it has to say why.
    auto* action =
        new QAction(u"%1\t%2"_s.arg(tr("Enter again to verify…"), key.toString(QKeySequence::NativeText)),
                    this);
    action->setObjectName(u"enterAgainAction"_s);
    QMenu* menu = more.menu();
    menu->insertAction(menu->actions().value(0), action);
    connect(action, &QAction::triggered, this, &CasePage::enterAgain);
    auto* shortcut = new QShortcut(key, this);
    connect(shortcut, &QShortcut::activated, this, [this] {
        if (m_again->isVisible())
            enterAgain();
    });
    return action;
}

void CasePage::retellEnterAgain()
{
    const QString why = whyNoSecondEntry();
    m_again->setEnabled(why.isEmpty());
    m_again->setToolTip(why);
    m_again->setStatusTip(why);
}

/// Why it is off; empty when the case can be entered again.
QString CasePage::whyNoSecondEntry() const
{
    if (!m_view || m_dirty)
        return tr("Save the case first.");
    const RecordPhase phase = m_view->row.phase;
    if (const auto may = m_session.desk().mayEdit(*m_view); !may)
        return Words::whyNot(may.error(), phase);
    if (phase != RecordPhase::Draft && phase != RecordPhase::Returned && phase != RecordPhase::Reopened)
        return tr("Only before the case is submitted.");
    return m_view->conflicts.isEmpty() ? QString() : tr("Settle the fields in conflict first.");
}

void CasePage::enterAgain()
{
    m_form->commitTyping();
    if (const QString why = whyNoSecondEntry(); !why.isEmpty()) {
        tell(why, false);
        return;
    }
    Store& store = m_session.station().store();
    const PersonId me = m_session.station().me().person;
    const RecordId record = m_view->state.record;
    const SecondEntryDialog::Subject subject{m_view->state.localRef, QString::number(me),
                                             m_view->hasIdentities && !m_view->identitiesOpen};
    auto* dialog =
        new SecondEntryDialog(*m_view->engine, m_random, m_session.station().clock(), m_view->answers,
                              store.kept(me, kSecondEntryKept, record), subject, this);
    if (dialog->entry().isEmpty()) {
        delete dialog;
        tell(tr("Nothing in this case is marked to be verified."), false);
        return;
    }
    connect(dialog, &SecondEntryDialog::progressed, this, [this, me, record](const QJsonObject& progress) {
        if (auto kept = m_session.station().store().keep(me, kSecondEntryKept, record, progress); !kept)
            tell(Words::error(kept.error()), false);
    });
    connect(dialog, &QDialog::accepted, this, [this, dialog] { takeSecondEntry(dialog->outcome()); });
    // The view may be another before the dialog is closed.
    connect(dialog, &QObject::destroyed, this, [engine = m_view->engine] { (void)engine; });
    dialog->open();
}

void CasePage::takeSecondEntry(const SecondEntryOutcome& outcome)
{
    const RecordId record = m_view->state.record;
    const auto saved =
        m_session.desk().edit(*m_view, outcome.answers, secondEntryNotes(*m_view->engine, outcome));
    if (!saved) {
        tell(Words::error(saved.error()), false);
        return;
    }
    if (auto kept =
            m_session.station().store().keep(m_session.station().me().person, kSecondEntryKept, record, {});
        !kept)
        tell(Words::error(kept.error()), false);
    const bool identities = m_view->identitiesOpen;
    if (const auto view = m_session.desk().view(record)) {
        CaseView shown = *view;
        if (identities && !saved->othersChanged) {
            shown.answers = outcome.answers;
            shown.identitiesOpen = true;
        }
        show(shown);
    }
    // The form was drawn anew: the cursor goes to what was settled first.
    if (outcome.log.isEmpty() || !shownForm()->goTo(outcome.log.first().difference.path))
        shownForm()->focusFirst();
    m_session.noteSaved(record);
    tell(outcome.log.isEmpty() ? tr("Entered again: both entries of %1 agree.").arg(saved->localRef)
                               : tr("Entered again: %Ln difference(s) settled and saved in %1.", nullptr,
                                    static_cast<int>(outcome.log.size()))
                                     .arg(saved->localRef),
         true);
}

/// A note on each question that was settled. Of what is sealed it tells no value.
QList<FieldNote> CasePage::secondEntryNotes(const FormEngine& engine, const SecondEntryOutcome& outcome)
{
    using Side = EntryResolution::Side;
    const AnswerWords words(engine, outcome.answers);
    QList<FieldNote> notes;
    for (const EntryCorrection& one : outcome.log) {
        const AnswerPath& path = one.difference.path;
        const auto at = placeOfNote(engine.form(), outcome.answers, path);
        if (!at)
            continue;
        const Side side = one.resolution.side;
        if (one.difference.kind != EntryDifference::Kind::Value) {
            notes.append({*at, tr("Second entry: only one of the two entries had this; it stays.")});
            continue;
        }
        const QString taken = side == Side::First  ? tr("the first answer stays")
                            : side == Side::Second ? tr("the second answer was taken")
                                                   : tr("a third answer was taken");
        const bool open = engine.form().field(path.field)->tier == FieldTier::Statistical;
        notes.append({*at, open ? tr("Second entry: “%1” and “%2” differed; %3.")
                                      .arg(words.text(path.field, one.difference.first),
                                           words.text(path.field, one.difference.second), taken)
                                : tr("Second entry: the two differed; %1.").arg(taken)});
    }
    return notes;
}

}  // namespace prohori
