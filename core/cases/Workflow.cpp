// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Workflow.h"

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

using enum RecordPhase;

constexpr std::array kPhaseNames{"draft"_L1,       "submitted"_L1, "returned"_L1,    "district_approved"_L1,
                                 "hq_received"_L1, "hq_query"_L1,  "hq_accepted"_L1, "frozen"_L1,
                                 "reopened"_L1,    "merged"_L1,    "void"_L1};

struct Transition {
    ActKind act;
    RecordPhase from;
    RecordPhase to;
    bool onlyWhenChanged = false;  ///< only while the content differs from what was approved
};

constexpr Transition kTransitions[] = {
    {ActKind::Submit, Draft, Submitted},
    {ActKind::Submit, Returned, Submitted},
    {ActKind::Submit, HqQuery, Submitted},
    {ActKind::Submit, Reopened, Submitted},
    {ActKind::Submit, DistrictApproved, Submitted, true},
    {ActKind::Submit, HqReceived, Submitted, true},
    {ActKind::Submit, HqAccepted, Submitted, true},
    {ActKind::Recall, Submitted, Draft},
    {ActKind::Return, Submitted, Returned},
    {ActKind::Approve, Submitted, DistrictApproved},
    {ActKind::Reopen, DistrictApproved, Reopened},
    {ActKind::Reopen, HqReceived, Reopened},
    {ActKind::Reopen, HqAccepted, Reopened},
    {ActKind::Reopen, Frozen, Reopened},
    {ActKind::HqQuery, DistrictApproved, HqQuery},
    {ActKind::HqQuery, HqReceived, HqQuery},
    {ActKind::Accept, DistrictApproved, HqAccepted},
    {ActKind::Accept, HqReceived, HqAccepted},
    {ActKind::Freeze, HqAccepted, Frozen},
    {ActKind::Void, Draft, Void},
    {ActKind::Void, Submitted, Void},
    {ActKind::Void, Returned, Void},
    {ActKind::Merge, Draft, Merged},
    {ActKind::Merge, Submitted, Merged},
    {ActKind::Merge, Returned, Merged},
    {ActKind::Merge, DistrictApproved, Merged},
    {ActKind::Merge, HqReceived, Merged},
    {ActKind::Merge, HqQuery, Merged},
    {ActKind::Merge, HqAccepted, Merged},
    {ActKind::Merge, Reopened, Merged},
    {ActKind::ReviewLater, DistrictApproved, DistrictApproved},
    {ActKind::ReviewLater, HqReceived, DistrictApproved},
    {ActKind::ReviewLater, HqAccepted, HqAccepted},
    {ActKind::ReviewLater, Frozen, Frozen},
};

struct Pair {
    ActKind one;
    ActKind other;
    ActPairing::Kind kind;
    RecordPhase phase;
};

constexpr auto kAgree = ActPairing::Kind::Agree;
constexpr auto kReview = ActPairing::Kind::NeedsReview;
constexpr auto kClash = ActPairing::Kind::Conflict;

// Every unordered pair once. Where the two cannot both be meant, people decide: the record then stands as submitted.
constexpr Pair kPairs[] = {
    {ActKind::Submit, ActKind::Submit, kAgree, Submitted},  // the same thing twice
    {ActKind::Submit, ActKind::Return, kReview,
     Submitted},  // what came in was not seen by the one who returned
    {ActKind::Submit, ActKind::Approve, kReview,
     Submitted},  // what came in was not seen by the one who approved
    {ActKind::Submit, ActKind::Reopen, kReview,
     Submitted},  // both want it open; the submission is a step further
    {ActKind::Submit, ActKind::HqQuery, kReview, Submitted},  // the query asks for just this submission
    {ActKind::Submit, ActKind::Accept, kReview,
     Submitted},  // the Ministry accepted what was changed meanwhile
    {ActKind::Submit, ActKind::Freeze, kClash, Submitted},  // a closed year is not opened by accident
    {ActKind::Submit, ActKind::Void, kClash, Submitted},    // one goes on with it, one gives it up
    {ActKind::Submit, ActKind::Merge, kClash, Submitted},   // one goes on with it, one moves it elsewhere
    {ActKind::Submit, ActKind::Recall, kClash, Submitted},  // one hands in, one takes back
    {ActKind::Submit, ActKind::ReviewLater, kAgree, Submitted},  // later facts are beside the content

    {ActKind::Return, ActKind::Return, kAgree, Returned},       // the points of both have to be answered
    {ActKind::Return, ActKind::Approve, kReview, Submitted},    // two reviewers, two minds: looked at again
    {ActKind::Return, ActKind::Reopen, kClash, Submitted},      // one saw it unapproved, one approved
    {ActKind::Return, ActKind::HqQuery, kClash, Submitted},     // who has to answer whom is open
    {ActKind::Return, ActKind::Accept, kClash, Submitted},      // refused below, accepted above
    {ActKind::Return, ActKind::Freeze, kClash, Submitted},      // refused below, closed above
    {ActKind::Return, ActKind::Void, kClash, Submitted},        // to be corrected or given up
    {ActKind::Return, ActKind::Merge, kClash, Submitted},       // to be corrected or moved elsewhere
    {ActKind::Return, ActKind::Recall, kAgree, Returned},       // both lead to the officer; the points stay
    {ActKind::Return, ActKind::ReviewLater, kAgree, Returned},  // later facts are beside the content

    {ActKind::Approve, ActKind::Approve, kAgree,
     DistrictApproved},                                        // both valid: the hash says of which content
    {ActKind::Approve, ActKind::Reopen, kClash, Submitted},    // one closes, one opens
    {ActKind::Approve, ActKind::HqQuery, kReview, Submitted},  // the approval does not know the question
    {ActKind::Approve, ActKind::Accept, kClash, Submitted},    // accepted was an earlier approval
    {ActKind::Approve, ActKind::Freeze, kClash, Submitted},    // frozen was an earlier approval
    {ActKind::Approve, ActKind::Void, kClash, Submitted},      // counted or given up
    {ActKind::Approve, ActKind::Merge, kClash, Submitted},     // counted here or there: never twice
    {ActKind::Approve, ActKind::Recall, kReview, Submitted},   // the officer had taken it back
    {ActKind::Approve, ActKind::ReviewLater, kAgree, DistrictApproved},  // later facts are beside the content

    {ActKind::Reopen, ActKind::Reopen, kAgree, Reopened},  // the same thing twice
    {ActKind::Reopen, ActKind::HqQuery, kClash,
     Submitted},  // the district's correction or the Ministry's question
    {ActKind::Reopen, ActKind::Accept, kClash, Submitted},      // opened below, accepted above
    {ActKind::Reopen, ActKind::Freeze, kClash, Submitted},      // opened below, closed above
    {ActKind::Reopen, ActKind::Void, kClash, Submitted},        // to be corrected or given up
    {ActKind::Reopen, ActKind::Merge, kClash, Submitted},       // to be corrected or moved elsewhere
    {ActKind::Reopen, ActKind::Recall, kClash, Submitted},      // one saw it approved, one submitted
    {ActKind::Reopen, ActKind::ReviewLater, kAgree, Reopened},  // later facts are beside the content

    {ActKind::HqQuery, ActKind::HqQuery, kAgree, HqQuery},      // both questions have to be answered
    {ActKind::HqQuery, ActKind::Accept, kClash, Submitted},     // two minds at the Ministry
    {ActKind::HqQuery, ActKind::Freeze, kClash, Submitted},     // a question over a closed year
    {ActKind::HqQuery, ActKind::Void, kClash, Submitted},       // a question about what was given up
    {ActKind::HqQuery, ActKind::Merge, kClash, Submitted},      // a question about what was moved elsewhere
    {ActKind::HqQuery, ActKind::Recall, kClash, Submitted},     // one saw it approved, one submitted
    {ActKind::HqQuery, ActKind::ReviewLater, kAgree, HqQuery},  // later facts are beside the content

    {ActKind::Accept, ActKind::Accept, kAgree, HqAccepted},       // the same thing twice
    {ActKind::Accept, ActKind::Freeze, kClash, Submitted},        // frozen may be another acceptance
    {ActKind::Accept, ActKind::Void, kClash, Submitted},          // counted or given up
    {ActKind::Accept, ActKind::Merge, kClash, Submitted},         // counted here or there: never twice
    {ActKind::Accept, ActKind::Recall, kClash, Submitted},        // accepted what the officer took back
    {ActKind::Accept, ActKind::ReviewLater, kAgree, HqAccepted},  // later facts are beside the content

    {ActKind::Freeze, ActKind::Freeze, kAgree, Frozen},       // the same thing twice
    {ActKind::Freeze, ActKind::Void, kClash, Submitted},      // closed or given up
    {ActKind::Freeze, ActKind::Merge, kClash, Submitted},     // closed here or moved elsewhere
    {ActKind::Freeze, ActKind::Recall, kClash, Submitted},    // closed or taken back
    {ActKind::Freeze, ActKind::ReviewLater, kAgree, Frozen},  // later facts are beside the content

    {ActKind::Void, ActKind::Void, kAgree, Void},         // the same thing twice
    {ActKind::Void, ActKind::Merge, kClash, Submitted},   // given up or moved elsewhere
    {ActKind::Void, ActKind::Recall, kClash, Submitted},  // given up or taken back to be mended
    {ActKind::Void, ActKind::ReviewLater, kAgree, Void},  // later facts are beside the content

    {ActKind::Merge, ActKind::Merge, kAgree, Merged},  // into the same record (the fold compares the targets)
    {ActKind::Merge, ActKind::Recall, kClash, Submitted},    // moved elsewhere or taken back to be mended
    {ActKind::Merge, ActKind::ReviewLater, kAgree, Merged},  // later facts are beside the content

    {ActKind::Recall, ActKind::Recall, kAgree, Draft},       // the same thing twice
    {ActKind::Recall, ActKind::ReviewLater, kAgree, Draft},  // later facts are beside the content

    {ActKind::ReviewLater, ActKind::ReviewLater, kAgree, DistrictApproved},  // two looked at the later facts
};
static_assert(std::size(kPairs) == 11 * 12 / 2, "one row for every unordered pair of acts");

}  // namespace

QString phaseName(RecordPhase phase)
{
    const auto at = static_cast<std::size_t>(phase) - 1;
    return at < kPhaseNames.size() ? QString(kPhaseNames[at]) : u"phase-%1"_s.arg(int(phase));
}

std::optional<RecordPhase> phaseFromName(const QString& name)
{
    const auto at = std::find(kPhaseNames.begin(), kPhaseNames.end(), name);
    if (at == kPhaseNames.end())
        return std::nullopt;
    return static_cast<RecordPhase>(at - kPhaseNames.begin() + 1);
}

QList<RecordPhase> allPhases()
{
    return {Draft,      Submitted, Returned, DistrictApproved, HqReceived, HqQuery,
            HqAccepted, Frozen,    Reopened, Merged,           Void};
}

QList<ActKind> allActs()
{
    QList<ActKind> acts;
    for (int number = int(ActKind::Submit); number <= int(ActKind::ReviewLater); ++number)
        acts.append(static_cast<ActKind>(number));
    return acts;
}

bool isApprovedPhase(RecordPhase phase)
{
    return phase == DistrictApproved || phase == HqReceived || phase == HqAccepted || phase == Frozen;
}

std::optional<RecordPhase> phaseAfter(RecordPhase phase, ActKind act, bool changedSinceApproval)
{
    for (const Transition& row : kTransitions) {
        if (row.act == act && row.from == phase && (!row.onlyWhenChanged || changedSinceApproval))
            return row.to;
    }
    return std::nullopt;
}

ActPairing concurrentActs(ActKind one, ActKind other)
{
    for (const Pair& pair : kPairs) {
        if ((pair.one == one && pair.other == other) || (pair.one == other && pair.other == one))
            return {pair.kind, pair.phase};
    }
    return {kClash, Submitted};
}

}  // namespace prohori
