// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/definition/DependencyGraph.h"
#include "forms/definition/FormPackage.h"
#include "forms/expression/Evaluator.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

namespace prohori {

/** A form ready to run: its expressions parsed, its graph built. Shared by all records of that form; immutable.

    Making one costs about 50 µs an expression. Fails with Invalid when an expression does not parse or the graph has a cycle (a compiled
    package has neither).
*/
class FormProgram;
using FormProgramPtr = std::shared_ptr<const FormProgram>;
Result<FormProgramPtr> makeFormProgram(FormPackagePtr package);

/// What a run needs from outside. All injected, so that a run can be repeated.
struct RunSettings {
    std::function<QDateTime()> now;  ///< default: the system's clock
    QString zone;                    ///< IANA name; empty = the device's
    QString language;                ///< empty = the form's default
    std::function<double()> random;  ///< 0 ≤ n < 1; default: always 0, for tools and tests
    std::function<QString()>
        uuid;  ///< fresh UUID as text; default: numbers that differ within the record, for tools and tests
    QMap<QString, QString> device;  ///< deviceid, username, phonenumber, email
};

/// One item of the validation report (forms.md 9). Holds no answer.
struct ReportItem {
    QString path;     ///< with positions
    QStringList ids;  ///< `@id`s on the way
    QString name, code, section;
    int order = 0;
    QString kind;  ///< type, choice, range, constraint, required, check, count, retired, defect
    bool error = true;
    QString message;
    QString rule;  ///< the expression as written, or empty
    bool confirmed = false;
};

struct SectionState {
    QString path, label;
    QString state;  ///< not-applicable, not-started, in-progress, complete, problems
    bool relevant = true;
    int answered = 0, questions = 0, requiredMissing = 0, errors = 0,
        warnings = 0;  ///< questions: the relevant ones
    int open = 0;      ///< warnings that nobody has confirmed
};

struct FormReport {
    QString status;  ///< complete, incomplete, invalid, defect
    int questions = 0, relevant = 0, answered = 0, requiredMissing = 0, errors = 0, warnings = 0;
    QList<SectionState> sections;
    QList<ReportItem> items;  ///< by order
    QJsonObject toJson(const FormPackage& package, const QString& recordId, const QString& at,
                       const QString& language) const;
};

/// One entry of the change log of a record.
struct AnswerChange {
    QString path, from, to;
    QDateTime at;
    QString by;
};

/** One record being filled in: the tree of answers, always recalculated (forms.md 7). Not thread-safe; one record, one run.

    Answers are addressed by paths with positions, `/data/victim[2]/age`; a path without a position means the first instance. Every
    method that changes something ends with all values as a full recalculation would give them. A path that is not in the form, or an
    instance that is not there, fails with NotFound; nothing is changed then. Cost of a change: what depends on it, not the form.
*/
class FormRun {
public:
    FormRun(FormProgramPtr program, RunSettings settings);
    ~FormRun();
    FormRun(FormRun&&) noexcept;

    const FormPackage& package() const;

    // ---- opening and saving
    void begin();  ///< a new record: one instance of each repeat, defaults, then calculations
    Result<> open(
        const QJsonObject& record);   ///< `{"form_id", "form_version", "record_id", "data", "@parked"}`
    QJsonObject draft() const;        ///< with hidden answers, parked values, notes, position, open warnings
    Result<QJsonObject> finalised();  ///< without what is not relevant; Refused while the report has an error

    // ---- changing
    /// Normalises (Bangla digits, NFC, dates as typed), stores, recalculates. What breaks a type or constraint is stored and reported.
    Result<> set(const QString& path, const QString& typed);
    Result<> setMissing(
        const QString& path,
        const QString& reason);  ///< unknown, refused, not_asked, not_applicable; empty takes it away
    Result<QString> addInstance(const QString& repeatPath,
                                qsizetype place = -1);  ///< gives the path of the new instance
    Result<> removeInstance(const QString& path);
    bool canUndo() const;
    bool canRedo() const;
    Result<QString> undo();  ///< gives the path of what it changed
    Result<QString> redo();
    Result<> confirm(const QString& path, const QString& note);  ///< an open warning (check, retired)
    Result<> setNote(const QString& path, const QString& note);
    void setLanguage(const QString& language);
    void setPosition(const QString& path);  ///< where the officer is; kept in the draft
    void recalculateAll();                  ///< everything anew, as when a record is opened

    // ---- asking
    bool has(const QString& path) const;
    QString recordId() const;
    QString position() const;
    QString language() const;
    QString title() const;  ///< what the form's instance_name gives, else the form's title
    Result<QString> missing(
        const QString& path) const;  ///< why there is no answer; empty when no reason was given
    Result<QString> note(const QString& path) const;
    Result<QString> instanceId(
        const QString& path) const;  ///< the `@id` of the innermost instance; empty outside of repeats
    Result<QString> status(const QString& path)
        const;  ///< answered, blank, unknown, refused, not_asked, not_applicable, sealed, confirmed
    Result<QString> value(
        const QString& path) const;  ///< the effective value: blank when not relevant or no longer offered
    Result<QString> answer(const QString& path) const;  ///< what was written, hidden or not
    Result<bool> isRelevant(const QString& path) const;
    Result<bool> isRequired(const QString& path) const;
    Result<bool> isReadonly(const QString& path) const;
    Result<int> count(const QString& repeatPath) const;
    Result<QStringList> choices(const QString& path) const;  ///< names offered now, in order
    QString choiceLabel(const QString& path, const QString& name) const;
    Result<QString> text(const QString& path,
                         const QString& which) const;  ///< label, hint …, `${}` filled in, current language
    FormReport report() const;
    QList<AnswerChange> changes() const;

    // ---- the way through the form (forms.md 11)
    QStringList entryOrder() const;           ///< relevant, editable questions, instances expanded
    QString next(const QString& path) const;  ///< empty at the end
    QString previous(const QString& path) const;
    QString nextRequired(
        const QString& path) const;  ///< the next unanswered required one, from the start again after the end
    QString nextProblem(const QString& path) const;
    QString goTo(const QString& code) const;  ///< by body::ht:code or name; empty when there is none

    // ---- figures for tests and benchmarks
    qint64 evaluations() const;  ///< expressions evaluated since the start

private:
    std::unique_ptr<class FormRunPrivate> d;
};

}  // namespace prohori
