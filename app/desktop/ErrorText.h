// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/cases/Workflow.h"
#include "core/storage/Store.h"

#include <QCoreApplication>
#include <QString>

namespace prohori {

/// Turns codes of the core into sentences for a person, in the language of the program. The one place where that happens.
class Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
public:
    /// What happened and what to do. Where only the core knows more, its English sentence (no case data) follows on a line of its own.
    static QString error(const Error& error);
    /// Why something cannot be done to this case now, in one line: for what is switched off.
    static QString whyNot(const Error& error, RecordPhase phase);
    static QString phase(RecordPhase phase);
    static QString role(Role role);
    /// "Jashore", or the word for the whole country.
    static QString scope(const Scope& scope);
    static QString act(ActKind kind);
    static QString delivery(Delivery delivery);
    /// Why a change was held back.
    static QString refusal(const QString& code);
    static QString caseClass(const QString& code);
    /// The label of a code of a list of the official form, in the language of the program; the code itself where there is none.
    static QString label(const QString& list, const QString& code);
    static QString number(qint64 number);
    /// "25 Nov 2026, 14:05" in the language of the program.
    static QString moment(Instant moment);
    /// "14:05".
    static QString timeOfDay(Instant moment);
    /// "en" or "bn": the language the program speaks now.
    static QString language();
};

}  // namespace prohori
