// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QStringList>

namespace prohori {

/** Answers to the official form, written down the way a test thinks of them: `builder.put("victim.age_years", "15", victim)`.

    Rows get ids that tell them apart: the group's number and a serial number. A field that is not in the form stops the test.
*/
class CaseBuilder {
public:
    explicit CaseBuilder(const FormDefinition& form) : m_form(form) {}

    Answers answers;

    QString addRow(const QString& group, const QString& parent = {});

    AnswerPath path(const QString& field, const QString& row = {}) const;

    CaseBuilder& put(const QString& field, const QString& text, const QString& row = {});
    CaseBuilder& putMissing(const QString& field, const QString& reason, const QString& row = {});
    CaseBuilder& putSealed(const QString& field, const QString& row = {});

private:
    const GroupDefinition& groupNamed(const QString& name) const;

    const FormDefinition& m_form;
    int m_serial = 0;
};

/// `victim.age_years required` for each problem, in their order, with `!` behind a warning.
QStringList problemWords(const FormDefinition& form, const QList<Problem>& problems);

}  // namespace prohori
