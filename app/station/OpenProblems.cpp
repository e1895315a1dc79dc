// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CaseDesk.h"
#include "app/station/DeskParts.h"

#include <algorithm>

// How much is open in a case before it can be submitted, for the lists.

namespace prohori {

int openProblems(const FormEngine& engine, const Answers& answers)
{
    const QList<Problem> all = engine.check(answers, CheckLevel::Submit);
    return static_cast<int>(std::count_if(all.cbegin(), all.cend(), [](const Problem& problem) {
        return problem.severity == Severity::Error;
    }));
}

Result<int> CaseDesk::countOpenProblems(const RecordId& record)
{
    const auto seen = view(record);
    if (!seen)
        return seen.error();
    if (auto may = mayEdit(*seen); !may)
        return may.error();
    const int open = openProblems(*seen->engine, seen->answers);
    if (auto kept = m_station.store().noteOpenProblems(record, seen->state.heads, open); !kept)
        return kept.error();
    return open;
}

}  // namespace prohori
