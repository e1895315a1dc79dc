// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/AnswerCodec.h"
#include "app/station/CaseDesk.h"

namespace prohori {

/** Tells what single changes of one record did, for one reader: identities stay closed, sensitive values are read where his role and key
    allow it. Inside of app/station only; station and history must outlive it.
*/
class HistoryTeller {
public:
    /// @param history of the changes that count.
    HistoryTeller(const Station& station, const History& history);

    /// The form that the case stands in.
    const FormEnginePtr& engine() const { return m_engine; }
    const RecordState& state() const { return m_state; }
    /// The answers as they stand now, for what rows are called.
    Answers answers() const { return m_reader->answers(m_state); }
    /// Costs the fold of what its author saw. Of a change that does not count only what it says, not what was before.
    HistoryEntry entry(const Change& change) const;

private:
    const Station& m_station;
    const History& m_history;
    RecordState m_state;
    FormEnginePtr m_engine;
    std::unique_ptr<AnswerReader> m_reader;
};

}  // namespace prohori
