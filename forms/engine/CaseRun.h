// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "forms/engine/FormEngine.h"
#include "forms/engine/FormRunPrivate.h"

#include <optional>

namespace prohori {

/** A run of the form that follows the answers of a case: the bridge between a record's fields and rows and the tree of a form.

    follow() brings it up to date; what changed since the last call is recalculated, a row that came or went builds the tree anew. A set
    of answers that is the very one of the last call costs nothing. Sealed answers stand in the tree as sealed. One thread.
*/
class CaseRun {
public:
    /// `form` must come from readCaseForm() with a package; `clock` must outlive this.
    CaseRun(FormProgramPtr program, FormPtr form, const Clock& clock);

    void follow(const Answers& answers);

    /// The cell of a field; nothing when its row is not there or the form has no such field.
    std::optional<RecordPlace> place(const AnswerPath& path) const;
    FormRunPrivate& run() { return m_run; }
    const RecordCell& cell(const RecordPlace& place) const { return m_run.cell(place.frame, place.item); }
    const FormItem& item(const RecordPlace& place) const { return *m_run.item(place.item).item; }
    /// Its effective text is what counts; empty when it is blank, missing, sealed or not relevant.
    QString text(const AnswerPath& path) const;
    /// True unless a condition says no. Where a sealed answer decides, `certain` is false.
    struct Relevance {
        bool holds = true;
        bool certain = true;
    };
    Relevance relevance(const RecordPlace& place) const;
    /// Of a repeat as a whole, as it stands in the row `parentRow`.
    Relevance groupRelevance(quint32 group, const QString& parentRow);
    /// Every calculated field that has a value now.
    QHash<AnswerPath, Answer> calculated() const;

private:
    void build(const Answers& answers);
    void change(const Answers& answers);
    void forgetResults(const Answers& answers);
    /// Every calculated cell of the record.
    void eachResult(const std::function<void(RecordFrame*, int)>& visit) const;
    void put(const AnswerPath& path, const Answer& answer);
    void mapForm();
    int itemOf(quint32 group, quint32 field) const;

    FormProgramPtr m_program;
    FormPtr m_form;
    const Clock& m_clock;
    FormRunPrivate m_run;
    QHash<quint32, int> m_fields, m_groups;  ///< id → place in the program
    QHash<int, quint32> m_fieldIds;
    QList<int> m_results;                   ///< places of what is calculated
    QHash<QString, RecordFrame*> m_frames;  ///< by row id
    Answers m_seen;
    QDate m_day;
    bool m_built = false;
};

}  // namespace prohori
