// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/RandomSource.h"
#include "forms/engine/FormEngine.h"

#include <QObject>

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

/// How far a section, a row or a repeat is.
struct FormProgress {
    bool begun = false;
    int errors = 0;
    int warnings = 0;
    int problems() const { return errors + warnings; }
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
    /// The field was left: its problems are looked at, those that are mended go.
    void recheck(const AnswerPath& path);

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
    bool isRelevant(quint32 group) const;

    FormProgress progress(const FormPlace& place) const;
    FormProgress rowProgress(const QString& row) const;
    FormProgress repeatProgress(quint32 group, const QString& parentRow) const;

    void showProblems(const QList<Problem>& problems);
    const QList<Problem>& problems() const { return m_problems; }
    QList<Problem> problemsAt(const AnswerPath& path) const;
    /// The shown problems in entry order.
    QList<Problem> problemsInOrder() const;
    /// Place of a field in entry order, also when it is hidden.
    int orderOf(const AnswerPath& path) const;

signals:
    void answerChanged(const prohori::AnswerPath& path);
    void rowAdded(const QString& row);
    void rowRemoved(const QString& row);
    void problemsChanged(int count);

private:
    void forget();
    void addPlaces(const GroupDefinition& group, const QString& row, QList<FormPlace>& places) const;
    void addOrder(const GroupDefinition& group, const QString& parentRow, int& next) const;
    bool hasProgram(const FieldDefinition& field) const;
    void count(const Problem& problem, FormProgress& progress) const;

    const FormEngine& m_engine;
    RandomSource& m_random;
    Answers m_answers;
    QString m_language = QStringLiteral("en");
    bool m_readOnly = false;
    QString m_why;
    QList<Problem> m_problems;
    QList<Problem> m_foreign;  ///< shown, but not of the engine: they go when their field is typed again
    mutable QHash<AnswerPath, bool> m_relevant, m_required;
    mutable QHash<QString, Texts> m_titles;
    mutable std::optional<QHash<AnswerPath, Answer>> m_calculated;
    mutable QHash<AnswerPath, int> m_order;
};

}  // namespace prohori
