// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "forms/widgets/EntryHistory.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace prohori {

class FoldedBands;
class FormBesidePapers;
class FormView;
struct MoveView;
class PapersPane;
class ReasonDialog;
struct SecondEntryOutcome;
class StatusChip;

/** One case open: the form, its state, and what can be done with it.

    Typing goes into a draft within two seconds (REL-04), with the field that the cursor is in, notes and what can be undone, and becomes a
    change only with Save; a draft goes on from the state that it began
    on, so that what others did meanwhile meets it as two changes and not as one lost. Identities stay closed until they are opened with a
    reason; a draft never holds an identity that was only looked at. A case is drawn in the version of the form that it is on; what a change
    to the newest one does is shown before it is done. Every action has a key and says why where it is off.
*/
class CasePage : public QWidget {
    Q_OBJECT
public:
    explicit CasePage(Session& session, QWidget* parent = nullptr);
    ~CasePage() override;

    /// A new case; typing of a new case that was never saved comes back.
    void startNew();
    void open(const RecordId& record);
    /// To a question of the open case; where it has none at this place the cursor stays.
    void goTo(const AnswerPath& place);
    /// The same for a question on an answer: tells who is to do what about it, or that the form does not ask for that answer now.
    void goToQuestion(const AnswerPath& place);
    /// Saves the draft of unsaved typing; called before locking and leaving.
    void keepDraft();
    bool hasUnsavedTyping() const { return m_dirty; }
    /// The fields that the person has carried from case to case, by id. Kept in the user's configuration; no answers.
    static QSet<quint32> pinnedFields();
    void setLanguage(const QString& language);
    /// A sentence under the form.
    void tell(const QString& text, bool good);

signals:
    void closed();
    /// The next case (1) of the list it was opened from is wanted, or the one before (-1).
    void neighbourWanted(const prohori::RecordId& record, int step);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // CasePage.cpp: what is shown
    QPushButton* addAction(const QString& text, const QString& name, const QString& key,
                           void (CasePage::*slot)(), bool primary = false);
    void makeActions(QVBoxLayout* into);
    void show(const CaseView& view);
    void retell();
    void retellReady();
    void connectForm();
    // CaseRoom.cpp: what steps back where the page is low
    void makeFolding(QMenu& menu);
    bool isOffered(const QPushButton& button) const;
    void fitRoom();
    // CaseNotice.cpp: what it tells about the case
    QString stateLine() const;
    QString entryText(const HistoryEntry& entry) const;
    QString noticeText() const;
    void retellButtons();
    // CaseVersions.cpp: the version of the form that the case is on
    QWidget* makeVersionBand();
    void drawIn(const FormEnginePtr& engine);
    void setLastCase(const Answers& answers);
    FormEnginePtr engineOfDraft(const QString& version) const;
    void retellVersion();
    void previewUpgrade();
    void upgradeCase();
    void showOtherAnswers();
    QString whyNoIdentities() const;
    static bool everDoes(Role role, Permission permission);
    // CaseChanges.cpp: what was changed since somebody decided or looked
    void showChanges();
    void nextChange();
    // CaseQuestions.cpp: the questions on answers that are open
    void addQuestionSteps(QMenu& menu);
    QList<AnswerPath> openQuestions() const;
    void retellQuestions();
    void nextQuestion();
    void goToQuestionFrom(int step);
    void tellQuestion(const AnswerPath& place);
    // CaseDrafts.cpp: typing that is not a change yet
    std::optional<Draft> findDraft(const RecordId& record) const;
    bool resume(const Draft& draft);
    Answers answersForDraft() const;
    void noteTyping();
    void noteCursor();
    void rememberCase();
    // LastCase.cpp
    void keepLastCase(const Answers& answers);
    void restoreLastCase();
    AnswerFilter closedIdentities() const;
    QList<FieldNote> typedNotes() const;
    void showNotes();
    void dropDraft();
    void discard();
    // CaseActions.cpp: what the buttons do
    void save();
    void saveWith(const CorrectionReason& why);
    void takeRefusal(const Error& refusal, const Answers& typed);
    void askCorrection();
    void tellSaved(const SavedCase& saved);
    void showOthersWork(const CaseView& base, const Answers& typed, const ChangeId& mine);
    void submit();
    void approve();
    void returnToOfficer();
    void openIdentities();
    void showClassTest();
    void nextProblem();
    void goToProblem(int step);
    bool confirmedAll();
    // CaseMinistry.cpp: what headquarters does with the same keys
    ActKind confirmKind() const;
    ActKind sendBackKind() const;
    void accept();
    void freeze();
    // CaseDecisions.cpp: what closes a case, and the short review of later facts
    void addDecisions(QMenu& menu);
    void retellDecisions();
    void merge();
    void openMergeTarget();
    void makeVoid();
    static QString voidRule();
    void reviewLater();
    // CaseMove.cpp: to another district
    QWidget* makeMoveBand();
    void addMove(QMenu& menu);
    void retellMove();
    QString moveText(const MoveView& move) const;
    QString declinedText();
    void proposeMove();
    void acceptMove();
    void declineMove();
    void takeMoveBack();
    void takeMove(const Result<SavedCase>& done, const QString& text);
    // CaseSecondEntry.cpp: the paper typed a second time
    QAction* makeEnterAgain(QPushButton& more);
    void retellEnterAgain();
    QString whyNoSecondEntry() const;
    void enterAgain();
    void takeSecondEntry(const SecondEntryOutcome& outcome);
    static QList<FieldNote> secondEntryNotes(const FormEngine& engine, const SecondEntryOutcome& outcome);
    // CaseReview.cpp: what people say about the case, and what it was before
    QPushButton* makeMore();
    QAction* addMore(QMenu& menu, const QString& text, const QString& name, const QString& key,
                     void (CasePage::*slot)());
    void retellMore();
    QWidget* makeBody();
    void togglePapers();
    FormView* shownForm();
    void takePapers();
    void showHistory();
    void showApproved();
    std::optional<AnswerPath> fieldForTalk();
    ReasonDialog* askWords(const QString& title, const QString& explanation, const QString& okText);
    void talkAboutField();
    void takeTalk(const Result<SavedCase>& said, const AnswerPath& path);
    void remarkOnField();
    void keepRemarks();
    void findRemarks();
    QHash<AnswerPath, QStringList> saidAboutFields() const;
    std::optional<AnswerPath> firstOpenRemark() const;
    void nextCase();
    void caseBefore();
    void recall();
    void reopen();
    bool saveFirst();
    void runAct(const ActRequest& request);

    static inline const QString kFormVersion = QStringLiteral("@form");  ///< in a draft, beside the groups

    Session& m_session;
    SodiumRandom m_random;           ///< ids of new rows
    std::optional<CaseView> m_view;  ///< what the editing began with; nothing for a new case
    QByteArray m_draftId;
    FormEnginePtr m_engine;  ///< of the version that the form is drawn in
    FormView* m_form;
    PapersPane* m_papers;
    FormBesidePapers* m_body = nullptr;
    std::optional<Answers> m_lastCase;
    QString m_language;
    QWidget *m_versionBand = nullptr, *m_moveBand = nullptr;
    QLabel *m_versionText = nullptr, *m_moveText = nullptr;
    QPushButton *m_upgrade = nullptr, *m_others = nullptr, *m_takeIn = nullptr, *m_refuseMove = nullptr,
                *m_moveBack = nullptr;
    QLabel *m_title, *m_state, *m_notice, *m_message;
    StatusChip *m_chip, *m_ready, *m_questions;
    QPushButton *m_save, *m_submit, *m_identities, *m_approve, *m_return, *m_problem, *m_classTest,
        *m_discard, *m_close;
    QPushButton* m_more;
    FoldedBands* m_bands;
    QList<std::pair<QPushButton*, QAction*>>
        m_folding;  ///< a button, and what stands for it in the menu of a low page
    QAction* m_foldingEnd = nullptr;
    bool m_isLow = false;
    QAction *m_again = nullptr, *m_history, *m_approved, *m_query, *m_remark, *m_recall, *m_reopen;
    QAction *m_later, *m_move, *m_merge, *m_target, *m_void, *m_freeze;
    QList<std::pair<AnswerPath, QString>> m_remarks;  ///< for the return that is being thought of
    CorrectionReason m_correction;  ///< last given for this case, to begin the next one with
    bool m_submitsNext = false;     ///< the save that waits for a reason is to be followed by a submission
    QList<AnswerPath> m_changes;    ///< marked in the form
    QTimer m_autosave;
    bool m_dirty = false;
    int m_open = 0;  ///< what keeps the case from being submitted
};

}  // namespace prohori
