// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/AnswerWords.h"
#include "app/station/CaseDesk.h"

#include <QCoreApplication>

#include <chrono>

namespace prohori {

/// Between the time that a writer's computer gave and the hub's: more is marked wherever the change is shown (SEC-67).
inline constexpr std::chrono::hours kLateAfter{72};

/// How far apart they are, where that is more than kLateAfter, or where it was received before it claims to be written: then negative.
std::optional<std::chrono::milliseconds> gapOf(const HistoryEntry& entry);

/// One line of a history in words.
struct HistoryLine {
    QString what, from, to, why;
};

/// What changes of one case did, as people read it: on the screen and in a court annex. Engine and answers must outlive it.
class HistoryWords {
    Q_DECLARE_TR_FUNCTIONS(HistoryWords)
public:
    HistoryWords(const FormEngine& engine, const Answers& answers) : m_words(engine, answers) {}

    /// The line of the change as a whole: what was done, and why. `what` is empty where it only wrote answers and gave no reason.
    HistoryLine ofChange(const HistoryEntry& entry) const;
    HistoryLine ofField(const HistoryField& field) const;
    const AnswerWords& answers() const { return m_words; }

private:
    QString reasons(const HistoryEntry& entry) const;
    QString text(quint32 field, const Answer& answer) const;

    AnswerWords m_words;
};

}  // namespace prohori
