// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "forms/definition/FormDefinition.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace prohori {

/// Names one answer: a field of one row. `row` is the row's UUID as text; empty for the group "case".
struct AnswerPath {
    quint32 group = 0;
    QString row;
    quint32 field = 0;
    bool operator==(const AnswerPath&) const = default;
    friend size_t qHash(const AnswerPath& path, size_t seed = 0)
    {
        return qHashMulti(seed, path.group, path.row, path.field);
    }
};

/// An answer as text (forms.md section 4): multi-answers are codes with one space between. `missing` is empty or one of
/// unknown, refused, not_asked, not_applicable; then `text` is empty. `sealed`: there is a value that this person cannot read.
struct Answer {
    QString text;
    QString missing;
    bool sealed = false;
    bool isBlank() const { return text.isEmpty() && missing.isEmpty() && !sealed; }
    bool operator==(const Answer&) const = default;
};

/// A row of a repeat.
struct AnswerRow {
    quint32 group = 0;
    QString row;        ///< UUID
    QString parentRow;  ///< UUID of the enclosing row; empty at the top
};

/// All answers of one record, as the person sees them. A value type.
struct Answers {
    QHash<AnswerPath, Answer> values;
    QList<AnswerRow> rows;  ///< in order of position within their parent

    Answer value(const AnswerPath& path) const { return values.value(path); }
    QList<AnswerRow> rowsOf(quint32 group, const QString& parentRow = {}) const;
    /// nullptr when there is no such row.
    const AnswerRow* findRow(const QString& row) const;
    /// Sets, or forgets when `answer` is blank.
    void set(const AnswerPath& path, const Answer& answer);
    /// Takes a row away with all rows inside it and their answers.
    void removeRow(const QString& row);
};

enum class Severity { Error, Warning };

/// One item of the validation report. A problem of a row or group as a whole has field 0.
struct Problem {
    AnswerPath path;
    QString kind;  ///< type, choice, range, constraint, required, check, count, retired, defect
    Severity severity = Severity::Error;
    Texts message;
    int order = 0;  ///< place in entry order: "next problem" is the next item
};

/// How much must be answered.
enum class CheckLevel { Draft, Submit };

/// One point of a checklist, or of the test that tells the class of a case.
struct ChecklistItem {
    QString name;  ///< stable: `checklist_a01`
    Texts label;
    Texts explanation;      ///< what the law says, or empty
    QList<quint32> fields;  ///< whose answers decide
    QString holds;          ///< `true`, `false`, or empty where only a person can tell
};

/** What a form says about a set of answers. The widgets, the command line and the submit rule all ask here and nowhere
    else. The rules themselves are expressions of the form (forms.md 6 and 7).
*/
class FormEngine {
public:
    virtual ~FormEngine() = default;
    virtual const FormDefinition& form() const = 0;
    /** Whether the question is to be asked at all; with field 0 whether the group is, `row` then being the row around it. For a row that
        is not there the group decides. Where a sealed answer decides, the question counts as relevant, but is not required.
    */
    virtual bool isRelevant(const AnswerPath& path, const Answers& answers) const = 0;
    virtual bool isRequired(const AnswerPath& path, const Answers& answers, CheckLevel level) const = 0;
    /// Checks what was typed into one field against its type, list and range; normalises it (Bangla digits to ASCII,
    /// `5/3/24` to `2024-03-05`, NFC, trimmed). Fails with Invalid; `hint` is the kind of Problem and `detail` an English sentence.
    virtual Result<QString> normalise(quint32 field, const QString& typed) const = 0;
    /** All problems, sorted by entry order. Types, choices, ranges and rules are checked at both levels; what `level` changes is which
        questions need an answer, and whether warnings (kind `check`) are given. Answers of questions that are not relevant are not checked.
    */
    virtual QList<Problem> check(const Answers& answers, CheckLevel level) const = 0;
    /// Values the program works out (age group, majority, counts …), by path. Never stored in a change unless the form says `stored`.
    virtual QHash<AnswerPath, Answer> calculated(const Answers& answers) const = 0;
    /// The choices offered for a field now: not retired, fitting the cascade. For a reference: the rows that it may name, by row id.
    virtual QList<Choice> offeredChoices(const AnswerPath& path, const Answers& answers) const = 0;
    /// The points of a list such as `checklist_a` or `class_test`, in order, each worked out from the answers as far as it can be.
    virtual QList<ChecklistItem> checklist(const QString& name, const Answers& answers) const = 0;
    /// What a row of the form without an id works out, such as `case/suggested_class`; empty when there is none.
    virtual QString helper(const QString& name, const Answers& answers) const = 0;
    /// The sentence for a `kind` of problem, in both languages.
    virtual Texts standardMessage(const QString& kind, quint32 field) const = 0;
};

/// The first engine: types, lists, ranges, cascades, required levels, and the relevance syntax of the dictionary. `clock` tells today
/// and must outlive the engine.
std::unique_ptr<FormEngine> makeFormEngine(FormPtr form, const Clock& clock);

}  // namespace prohori
