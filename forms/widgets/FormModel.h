// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/RandomSource.h"
#include "forms/engine/FormEngine.h"
#include "forms/widgets/EntryHistory.h"

#include <QJsonObject>
#include <QObject>
#include <QSet>

#include <optional>

namespace prohori {

/// Where one can be in a form: a section of a group's instance, or (`list`) a repeat that has no row yet.
struct FormPlace {
    quint32 group = 0;
    QString row;        ///< empty for the record itself and for a list
    QString section;    ///< name of the SectionDefinition
    QString parentRow;  ///< of a list: the row it lies in
    bool list = false;
    bool operator==(const FormPlace&) const = default;
};

/// Where the cursor can stop: a field, or the button that adds the first row of a repeat.
struct FormStop {
    AnswerPath path;    ///< field 0: the button that adds a row of `path.group`
    QString parentRow;  ///< of the button
    bool isButton() const { return path.field == 0; }
    bool operator==(const FormStop&) const = default;
};

/// A stop, and the place that has to be open for it.
struct FormSpot {
    FormPlace place;
    FormStop stop;
};

/// States of forms.md section 9.
enum class ProgressState { NotStarted, InProgress, Complete, Problems };

/// How far a section, a row or a repeat is.
struct FormProgress {
    bool begun = false;
    int errors = 0;     ///< problems that are shown
    int warnings = 0;   ///< likewise
    int asked = 0;      ///< questions that are asked of a person now
    int answered = 0;   ///< those of them that have an answer, or a reason why there is none
    int open = 0;       ///< what keeps the case from being submitted, shown or not
    int questions = 0;  ///< that somebody asked about its answers, and that are open
    int problems() const { return errors + warnings; }
    ProgressState state() const
    {
        return problems() > 0          ? ProgressState::Problems
             : !begun && answered == 0 ? ProgressState::NotStarted
             : open > 0                ? ProgressState::InProgress
                                       : ProgressState::Complete;
    }
};

/// A question that fits what was typed into "go to".
struct QuestionHit {
    AnswerPath path;  ///< field 0: a row, or (without a row) the button that adds the first one
    QString code;     ///< of the question, or of the row
    QString title;
    QString where;   ///< the row or the section it stands in
    QString whyNot;  ///< why one cannot go there now; empty when one can
};

/** What a form knows while it is filled in, without any widget: answers, what is to be asked, problems,
    places in entry order.

    Answers of questions that are hidden stay. What cannot be read is kept as it was typed, and is a problem
    of kind "type" or "choice". Relevance, calculations and titles of rows are worked out once for each change
    of the answers. Not for several threads.
*/
class FormModel : public QObject {
    Q_OBJECT
public:
    /// `engine` and `random` (it makes the ids of new rows) must outlive the model.
    FormModel(const FormEngine& engine, RandomSource& random, QObject* parent = nullptr);

    const FormEngine& engine() const { return m_engine; }
    const FormDefinition& form() const { return m_engine.form(); }
    const FieldDefinition& field(const AnswerPath& path) const { return *form().field(path.field); }
    const Answers& answers() const { return m_answers; }
    void setAnswers(const Answers& answers);

    QString language() const { return m_language; }
    void setLanguage(const QString& language) { m_language = language; }
    QString text(const Texts& texts) const { return texts.in(m_language); }
    /// Digits as the language writes them.
    QString digits(const QString& text) const;

    void setReadOnly(bool readOnly, const QString& why);
    bool isReadOnly() const { return m_readOnly; }
    /// Why nothing can be changed at all; empty when it can.
    QString whyReadOnly() const { return m_readOnly ? m_why : QString(); }
    /// Why this answer cannot be typed: the form is read-only, the answer is sealed, the program works it
    /// out. Empty when it can.
    QString whyFixed(const AnswerPath& path) const;

    /// What stands in the field: the calculated value where there is one.
    Answer shown(const AnswerPath& path) const;
    /// Whether a person sees the question: it is relevant, and of use to people.
    bool isShown(const AnswerPath& path) const;
    /// Whether an answer is needed at submission.
    bool isRequired(const AnswerPath& path) const;
    /// What can be chosen. A UUID that a person sets may name any row of the record.
    QList<Choice> choices(const AnswerPath& path) const;
    /// Whether the field is answered from a list, and whether by several of it.
    bool hasChoices(const AnswerPath& path) const;
    bool isMultiple(const AnswerPath& path) const;

    /// Takes what was typed: normalised where it can be read, else as it stands. True when it could be read.
    bool type(const AnswerPath& path, const QString& typed);
    void set(const AnswerPath& path, const Answer& answer);
    /// The field was left: its problems are looked at, those that are mended go. Ends a step of undo.
    void recheck(const AnswerPath& path);
    /// The choice that what was typed means at once, without Enter: of a yes-or-no question the first letter of a label in either language,
    /// of a list of at most nine the number of the choice. An appearance decides first: `quick` of a list of any size, `minimal` never.
    /// Empty when more has to be typed.
    QString quickChoice(const AnswerPath& path, const QString& typed) const;

    /// Takes back, or does again, the last edit of a field, added row or removed row; gives where it was, to be
    /// gone to (field 0: a row). Nothing when there is none. rowThatGoes() tells before which row will vanish by it.
    std::optional<AnswerPath> undo();
    std::optional<AnswerPath> redo();
    QString rowThatGoes(bool byUndo) const;
    bool canUndo() const { return !m_readOnly && m_history.canUndo(); }
    bool canRedo() const { return !m_readOnly && m_history.canRedo(); }

    /// A note on a question: what was typed here, and what the record already holds.
    QString note(const AnswerPath& path) const { return m_notes.value(path); }
    void setNote(const AnswerPath& path, const QString& text);
    QStringList earlierNotes(const AnswerPath& path) const { return m_earlierNotes.value(path); }
    void setEarlierNotes(const QHash<AnswerPath, QStringList>& notes);
    /// The notes typed here, of questions that are still there.
    QHash<AnswerPath, QString> notes() const;
    void dropNotes();

    /// What was changed since somebody last looked: a sentence for each question, or for a row (field 0). Shown and marked until other ones
    /// are set.
    void setChanges(const QHash<AnswerPath, QString>& changes);
    QString change(const AnswerPath& path) const { return m_changes.value(path); }

    /// How many open questions people have asked about an answer, also about one that is hidden; counted in progress() until other ones are
    /// set.
    void setQuestions(const QHash<AnswerPath, int>& questions);

    /** Carrying forward. An answer comes from the row before it, else from the last case; it is marked until somebody confirms it or types
        another. Identifying answers are never carried from one case to another, nor are references to its rows.
    */
    void setLastCase(const Answers& answers);
    /// Fields that are carried into every new case and row by themselves.
    void setPinned(const QSet<quint32>& fields);
    const QSet<quint32>& pinned() const { return m_pinned; }
    bool isPinned(const AnswerPath& path) const { return m_pinned.contains(path.field); }
    /// Why this field cannot be carried from case to case; empty when it can.
    QString whyNotPinned(const AnswerPath& path) const;
    void togglePinned(const AnswerPath& path);
    /// "Same as last": false when there is nothing to take.
    bool carry(const AnswerPath& path);
    /// Into a new case: its pinned fields.
    void carryIntoCase();
    bool isCarried(const AnswerPath& path) const { return m_carried.contains(path); }
    void confirm(const AnswerPath& path);
    /// What is not confirmed yet, in entry order.
    QList<AnswerPath> carried() const;

    /// Everything beside the answers that a draft keeps: the field with the cursor, notes, marks, what can be undone.
    QJsonObject entryState(const AnswerPath& cursor, const AnswerFilter& filter) const;
    /// Gives the field with the cursor; field 0 when there was none.
    AnswerPath restoreEntryState(const QJsonObject& state);

    /// Rows of the repeat in this row, in order.
    QList<AnswerRow> rows(quint32 group, const QString& parentRow) const;
    /// Why no row can be added or removed; empty when it can.
    QString whyNoRow(quint32 group, const QString& parentRow) const;
    QString addRow(quint32 group, const QString& parentRow);
    /// Takes the row away with all inside it; the problems of it go too.
    void removeRow(const QString& row);
    /// Whether anything inside the row is sealed: then it is not to be removed by one who cannot read it.
    bool holdsSealed(const QString& row) const;
    /// The row itself or a row around it.
    bool isInside(const QString& row, const QString& outer) const;
    QString rowTitle(const QString& row) const;

    /// All places in entry order, of what is relevant now.
    QList<FormPlace> places() const;
    QList<AnswerPath> fieldsOf(const FormPlace& place) const;
    /// The repeats shown below the fields of this place: those of a row below its last section.
    QList<quint32> repeatsIn(const FormPlace& place) const;
    QList<FormStop> stopsOf(const FormPlace& place) const;
    /// Nothing when the question is not shown now.
    std::optional<FormPlace> placeOf(const AnswerPath& path) const;
    /// The first place of a row, or of a repeat.
    FormPlace firstPlace(const QString& row) const;
    FormPlace firstPlace(quint32 group, const QString& parentRow) const;
    const SectionDefinition* section(const FormPlace& place) const;
    /// Whether the group is asked for at all; `around`: the row that it lies in.
    bool isRelevant(quint32 group, const QString& around = {}) const;

    /// Where the cursor goes from here: the next stop or the one before (`step` -1), over places; nothing at the ends.
    std::optional<FormSpot> stopFrom(const FormPlace& here, const std::optional<FormStop>& from,
                                     int step) const;
    /// The next shown problem or unconfirmed answer in entry order, or the one before, around the end; nothing when none can be gone to.
    std::optional<AnswerPath> problemFrom(const std::optional<AnswerPath>& from, int step) const;
    /// Questions and rows that fit, best first: codes, names, labels in both languages. Those in the row of `nearby` come before the same ones elsewhere.
    QList<QuestionHit> findQuestions(const QString& typed, const FormPlace& nearby) const;
    QString codeOf(const FieldDefinition& field) const;

    FormProgress progress(const FormPlace& place) const;
    FormProgress rowProgress(const QString& row) const;
    FormProgress repeatProgress(quint32 group, const QString& parentRow) const;

    void showProblems(const QList<Problem>& problems);
    const QList<Problem>& problems() const { return m_problems; }
    QList<Problem> problemsAt(const AnswerPath& path) const;
    /// The shown problems in entry order.
    QList<Problem> problemsInOrder() const;
    /// What keeps the case from being submitted: errors at that level and unconfirmed answers. Worked out once for each change.
    int openCount() const;
    /// Place of a field in entry order, also when it is hidden.
    int orderOf(const AnswerPath& path) const;

signals:
    void answerChanged(const prohori::AnswerPath& path);
    void rowAdded(const QString& row);
    void rowRemoved(const QString& row);
    void problemsChanged(int count);
    /// A note, or the mark of an answer that was carried forward. A path without a field: they were set from outside, nobody typed.
    void marksChanged(const prohori::AnswerPath& path);
    void pinnedChanged();

private:
    /// Whether the question is ever shown to people.
    bool isForPeople(const AnswerPath& path) const;
    void take(const AnswerPath& path, const Answer& answer);
    AnswerPath apply(EntryStep& step, bool forward);
    void cutRow(EntryStep& step);
    void putRow(const EntryStep& step);
    void carryInto(const AnswerPath& path, const Answer& answer);
    std::optional<Answer> lastAnswer(const AnswerPath& path) const;
    const QHash<AnswerPath, int>& openByPath() const;
    void addRowHits(const FieldDefinition& field, const QString& nearby, QList<QuestionHit>& hits) const;
    void forget();
    /// What the form keeps of its own results in the record itself becomes an answer, so that it is still known once what led to it hides.
    void keepResults();
    void addPlaces(const GroupDefinition& group, const QString& row, QList<FormPlace>& places) const;
    void addOrder(const GroupDefinition& group, const QString& parentRow, int& next) const;
    bool hasProgram(const FieldDefinition& field) const;
    void count(const Problem& problem, FormProgress& progress) const;
    void countQuestion(const AnswerPath& path, FormProgress& progress) const;

    const FormEngine& m_engine;
    RandomSource& m_random;
    Answers m_answers;
    RowId m_row;  ///< the one made last, where the form held no row before the first of them
    QString m_language = QStringLiteral("en");
    bool m_readOnly = false;
    QString m_why;
    QList<Problem> m_problems;
    QList<Problem> m_foreign;  ///< shown, but not of the engine: they go when their field is typed again
    mutable QHash<AnswerPath, bool> m_relevant, m_required;
    mutable QHash<QString, Texts> m_titles;
    mutable std::optional<QHash<AnswerPath, Answer>> m_calculated;
    mutable QHash<AnswerPath, int> m_order;
    mutable std::optional<QHash<AnswerPath, int>> m_open;  ///< errors at submission by path
    EntryHistory m_history;
    QHash<AnswerPath, QString> m_notes;
    QHash<AnswerPath, QStringList> m_earlierNotes;
    QHash<AnswerPath, QString> m_changes;
    QHash<AnswerPath, int> m_questions;
    Answers m_lastCase;
    QSet<quint32> m_pinned;
    QSet<AnswerPath> m_carried;
};

}  // namespace prohori
