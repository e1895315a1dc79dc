// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QCoreApplication>

namespace prohori {

/** The answers of one case as people read them, outside of its form: in conflicts, in the history.

    Speaks the language of the program. Engine and answers must outlive it. Each call is O(choices of the list).
*/
class AnswerWords {
    Q_DECLARE_TR_FUNCTIONS(AnswerWords)
public:
    /// @param answers of the whole case: what rows are called, which a reference may name.
    AnswerWords(const FormEngine& engine, const Answers& answers) : m_engine(engine), m_answers(answers) {}

    /// A choice by its label, a date, an amount, a row by its summary, why there is none, that it is sealed; "no answer" for nothing.
    QString text(quint32 field, const Answer& answer) const;
    /// The label of one choice of a field's list.
    QString choice(quint32 field, const QString& code) const;
    /// What is asked there: the label of the question, of a row as a whole that of its group; of an unknown one its number.
    QString question(const AnswerPath& path) const;
    /// The row that it stands in, "V-2 · girl · 15"; empty for the case itself.
    QString place(const AnswerPath& path) const;

private:
    const FormEngine& m_engine;
    const Answers& m_answers;
};

}  // namespace prohori
