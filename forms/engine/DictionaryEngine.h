// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/Evaluation.h"

namespace prohori {

/// FormEngine over the relevance and rule syntax of the data dictionary. makeFormEngine() makes it.
class DictionaryEngine final : public FormEngine {
public:
    /// Conditions that cannot be read count as always true; conditionErrors() tells them.
    DictionaryEngine(FormPtr form, const Clock& clock);

    const FormDefinition& form() const override { return *m_compiled.form; }
    bool isRelevant(const AnswerPath& path, const Answers& answers) const override;
    bool isRequired(const AnswerPath& path, const Answers& answers, CheckLevel level) const override;
    Result<QString> normalise(quint32 field, const QString& typed) const override;
    QList<Problem> check(const Answers& answers, CheckLevel level) const override;
    QHash<AnswerPath, Answer> calculated(const Answers& answers) const override;
    QList<Choice> offeredChoices(const AnswerPath& path, const Answers& answers) const override;
    Texts standardMessage(const QString& kind, quint32 field) const override;

    /// `victim.age_years: …`, one for each condition of the form that cannot be read.
    QStringList conditionErrors() const { return m_errors; }

private:
    class Checker;
    static bool needs(Evaluation& now, const AnswerPath& path, const FieldDefinition& field,
                      CheckLevel level);
    Result<QString> read(const FieldDefinition& field, const QString& typed) const;

    CompiledForm m_compiled;
    const Clock& m_clock;
    QStringList m_errors;
};

}  // namespace prohori
