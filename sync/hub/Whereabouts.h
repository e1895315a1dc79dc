// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/History.h"
#include "core/directory/Directory.h"

namespace prohori {

/// Where a record is, as every station that knows these people folds it.
struct Whereabouts {
    Scope home;
    Scope asked;  ///< the district that it is proposed to; empty: none
};

/** Of what was accepted of a record, what counts with what `people` says now: without changes that a revocation reached back to, and what was
    built on them. The hub keeps those and goes on giving them out; each station puts them into quarantine by itself.
*/
History whatCounts(const History& accepted, const Directory& people);

/// `counting` as whatCounts() made it of `accepted`. Where nothing counts any more, the record is where it was made. One fold.
Whereabouts whereIs(const History& counting, const History& accepted);

}  // namespace prohori
