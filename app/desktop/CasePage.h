// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "forms/widgets/EntryHistory.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace prohori {

class FormView;
class StatusChip;

/** One case open: the form, its state, and what can be done with it.

    Typing goes into a draft within two seconds (REL-04), with the field that the cursor is in, notes and what can be undone, and becomes a
    change only with Save; a draft goes on from the state that it began
    on, so that what others did meanwhile meets it as two changes and not as one lost. Identities stay closed until they are opened with a
    reason; a draft never holds an identity that was only looked at. Every action has a key and says why where it is off.
*/
class CasePage : public QWidget {
    Q_OBJECT
public:
    explicit CasePage(Session& session, QWidget* parent = nullptr);
    ~CasePage() override;

    /// A new case; typing of a new case that was never saved comes back.
    void startNew();
    void open(const RecordId& record);
    /// Saves the draft of unsaved typing; called before locking and leaving.
    void keepDraft();
    bool hasUnsavedTyping() const { return m_dirty; }
    /// The fields that the person has carried from case to case, by id. Kept in the user's configuration; no answers.
    static QSet<quint32> pinnedFields();
    void setLanguage(const QString& language);

signals:
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    // CasePage.cpp: what is shown
    QPushButton* addAction(const QString& text, const QString& name, const QString& key,
                           void (CasePage::*slot)(), bool primary = false);
    void makeActions(QVBoxLayout* into);
    void show(const CaseView& view);
    void tell(const QString& text, bool good);
    void retell();
    QString stateLine() const;
    QString noticeText() const;
    void retellButtons();
    void retellReady();
    void connectForm();
    QString whyNoIdentities() const;
    // CaseDrafts.cpp: typing that is not a change yet
    std::optional<Draft> findDraft(const RecordId& record) const;
    bool resume(const Draft& draft);
    Answers answersForDraft() const;
    void noteTyping();
    void noteCursor();
    void rememberCase();
    AnswerFilter closedIdentities() const;
    QList<FieldNote> typedNotes() const;
    void showNotes();
    void dropDraft();
    void discard();
    // CaseActions.cpp: what the buttons do
    void save();
    void submit();
    void approve();
    void returnToOfficer();
    void openIdentities();
    void showClassTest();
    void nextProblem();
    void goToProblem(int step);
    bool confirmedAll();
    bool saveFirst();
    void runAct(const ActRequest& request);

    Session& m_session;
    SodiumRandom m_random;           ///< ids of new rows
    std::optional<CaseView> m_view;  ///< what the editing began with; nothing for a new case
    QByteArray m_draftId;
    FormView* m_form;
    QLabel *m_title, *m_state, *m_notice, *m_message;
    StatusChip *m_chip, *m_ready;
    QPushButton *m_save, *m_submit, *m_identities, *m_approve, *m_return, *m_problem, *m_classTest,
        *m_discard, *m_close;
    QTimer m_autosave;
    bool m_dirty = false;
    int m_open = 0;  ///< what keeps the case from being submitted
};

}  // namespace prohori
