// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "World.h"

#include "core/directory/SealedItems.h"
#include "core/secrets/RecordKeys.h"

namespace prohori {

/// Holds a world against the invariants of the design, by their numbers. What a step did not touch is as it was and is not looked at again.
class Checker {
public:
    explicit Checker(World& world) : m_world(world) {}

    void afterStep();
    void atTheEnd();

private:
    void checkHub();
    void checkFeed(const Scope& scope);
    void checkStation(SimStation& station);
    void checkRecord(SimStation& station, const RecordId& record, QSet<ChangeId>& held, QByteArray& digests);
    void checkNewSet(const History& history, const RecordState& state, const QByteArray& digest);
    void checkCursors(SimStation& station, const QSet<ChangeId>& held);
    void checkQuarantine(SimStation& station, QSet<ChangeId>& held);
    void checkScope(SimStation& station, const QSet<ChangeId>& held);
    // --- CheckerSealed.cpp
    bool mayRead(const SimStation& station, Tier tier, const History& history);
    bool hasEpoch(const SimStation& station, quint32 epoch) const;
    void checkLeft(const SimStation& station);
    void checkSealedOnWay(const Change& change);
    void checkNational(const Change& change);
    void checkSealed(SimStation& station, const History& history, const RecordState& state);
    void checkOpened(SimStation& station, const Change& change, const RecordKeys& keys,
                     const CreationTags& creation);
    void checkFile(const SimStation& station);
    // --- CheckerGone.cpp
    void checkGone(SimStation& station, QSet<ChangeId>& held);
    void checkNobodyHoldsTooMuch(const SimStation& station);
    // --- CheckerBounds.cpp
    void checkBounds();
    void checkHeap();
    void checkEndurance(SimStation& station);
    void checkFolder(const SimStation& station, qsizetype held);
    bool isBehind(const SimStation& station);
    void healAndExchange();
    QByteArray digestOfScope(const SimStation& station);
    void checkConverged();
    void checkOfferedAgain();
    void checkEmptySync(SimStation& station);
    void checkCare(SimStation& station);

    bool isVoid(const ChangeId& change) const;
    bool isRevoked(const SimStation& station) const;
    void breakAt(int invariant, const QString& what) { m_world.breakAt(invariant, what); }

    World& m_world;
};

}  // namespace prohori
