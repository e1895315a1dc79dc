// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/CaseRun.h"

#include <mutex>

namespace prohori {

/// FormEngine over the expressions of a compiled form. makeFormEngine() makes it. Any thread; one at a time works.
class CaseEngine final : public FormEngine {
public:
    CaseEngine(FormPtr form, const Clock& clock);

    const FormDefinition& form() const override { return *m_form; }
    bool isRelevant(const AnswerPath& path, const Answers& answers) const override;
    bool isRequired(const AnswerPath& path, const Answers& answers, CheckLevel level) const override;
    Result<QString> normalise(quint32 field, const QString& typed) const override;
    QList<Problem> check(const Answers& answers, CheckLevel level) const override;
    QHash<AnswerPath, Answer> calculated(const Answers& answers) const override;
    QList<Choice> offeredChoices(const AnswerPath& path, const Answers& answers) const override;
    QList<ChecklistItem> checklist(const QString& name, const Answers& answers) const override;
    QString helper(const QString& name, const Answers& answers) const override;
    Texts standardMessage(const QString& kind, quint32 field) const override;

private:
    class Checker;
    static bool needs(const CaseRun::Relevance& relevance, const FieldDefinition& field, CheckLevel level);
    /// The run with these answers in it; the caller holds m_guard.
    CaseRun& following(const Answers& answers) const;

    FormPtr m_form;
    const Clock& m_clock;
    mutable std::mutex m_guard;
    mutable std::optional<CaseRun> m_run;
};

}  // namespace prohori
