// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Cast.h"

#include "core/base/Result.h"

#include <QList>
#include <QString>

namespace prohori {

/// What can happen. The words are those of the files under histories/.
enum class Action : int {
    Create,
    Save,
    Draft,      ///< a case is opened and typing is kept as a draft on what its author saw
    SaveDraft,  ///< that draft is saved, whatever came in between
    Conflict,   ///< two stations write the same place without knowing of each other
    Resolve,
    Talk,  ///< a remark, or a question opened, answered or closed
    Submit,
    Approve,
    Return,
    Reopen,
    Accept,
    Void,    ///< the reviewer gives a case up
    Merge,   ///< a case goes on in another one, which is named
    Offer,   ///< a case is to go to another officer
    Answer,  ///< who was asked accepts or declines, or the offer is withdrawn
    Move,
    TakeOver,  ///< the district that gets a case is brought it on a stick and accepts the move
    EndMove,   ///< it declines, or who asked takes it back
    Revoke,
    Backup,
    Restore,   ///< of the backup
    Image,     ///< the folder is copied as it lies there
    Rollback,  ///< to that image, without the program knowing
    Clone,
    Join,
    Sync,
    CutSync,
    Crash,
    Upgrade,
    Poison,
    Replay,
    Clock,
    HubCrash,
    HubImage,    ///< a backup of the hub is made
    HubBack,     ///< and put in its place, hours or days later
    WriteStick,  ///< a bundle to the hub, or to somebody else
    ReadStick,   ///< any bundle that was ever written, where it belongs or elsewhere, whole or damaged
};
inline constexpr int kActions = int(Action::ReadStick) + 1;
QString actionName(Action action);

/** One step. `draw` is all the chance there is in it, so a step does the same thing, as far as there is something to do it with, also when steps before
    it are taken away.
*/
struct Step {
    Action action = Action::Save;
    int who = 0;  ///< place among the stations that there are, counted round
    quint32 draw = 0;
    bool operator==(const Step&) const = default;
};

/// Everything a history is made of: the same plan gives the same run.
struct Plan {
    quint32 chance = 0;  ///< seed of the ids and keys that are made on the way
    QList<Seat> seats;
    bool bulky = false;  ///< some answers are so long that a sync takes several frames and requests
    QList<Step> steps;

    QString toText() const;
    static Result<Plan> fromText(const QString& text);
};

/// Draws a plan: which seats, which kinds of action and how often is another in each (swarm testing).
Plan drawPlan(quint32 seed);

}  // namespace prohori
