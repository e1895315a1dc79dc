// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Workflow.h"
#include "core/storage/Store.h"

#include <QCoreApplication>
#include <QString>

#include <optional>

namespace prohori {

/// What is said of cases, people and times, in the language of the program: on the screen and on paper.
class CaseWords {
    Q_DECLARE_TR_FUNCTIONS(Words)
public:
    static QString phase(RecordPhase phase);
    static QString role(Role role);
    /// "Jashore", or the word for the whole country.
    static QString scope(const Scope& scope);
    /// Why a case is no longer here, and since when.
    static QString gone(const GoneRecord& gone);
    /// That a case is not here yet, and when it will be.
    static QString coming();
    static QString act(ActKind kind);
    /// The label of a reason code of this act; without an act of a correction.
    static QString reason(const std::optional<ActKind>& act, const QString& code);
    static QString delivery(Delivery delivery);
    /// Why a change was held back.
    static QString refusal(const QString& code);
    static QString caseClass(const QString& code);
    /// The label of a code of a list of the official form, in the language of the program; the code itself where there is none.
    static QString label(const QString& list, const QString& code);
    static QString number(qint64 number);
    /// "25 Nov 2026, 14:05" in the language of the program.
    static QString moment(Instant moment);
    /// "25 Nov 2026" of an ISO date; a text that is none stays as it is.
    static QString date(const QString& isoDate);
    /// "14:05".
    static QString timeOfDay(Instant moment);
    /// "en" or "bn": the language the program speaks now.
    static QString language();
};

}  // namespace prohori
