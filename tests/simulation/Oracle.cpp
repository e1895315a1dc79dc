// SPDX-License-Identifier: GPL-3.0-or-later
#include "Oracle.h"

namespace prohori {

QStringList faultsOfFold(const History& history, const RecordState& state)
{
    if (history.size() > Pasts::kMost)
        return {};
    const Pasts pasts(history);
    return faultsOfRegisters(pasts, state) + faultsOfApproval(history, state) + faultsOfWorkflow(pasts, state)
         + faultsOfHandovers(pasts, state) + faultsOfMoves(pasts, state);
}

}  // namespace prohori
