// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseWords.h"
#include "core/base/Result.h"

#include <QCoreApplication>
#include <QString>

namespace prohori {

/// Turns codes of the core into sentences for a person, in the language of the program. The one place where that happens, with CaseWords
/// for what can be printed, too.
class Words : public CaseWords {
    Q_DECLARE_TR_FUNCTIONS(Words)
public:
    /// What happened and what to do. Where only the core knows more, its English sentence (no case data) follows on a line of its own.
    static QString error(const Error& error);
    /// Why something cannot be done to this case now, in one line: for what is switched off.
    static QString whyNot(const Error& error, RecordPhase phase);
};

}  // namespace prohori
