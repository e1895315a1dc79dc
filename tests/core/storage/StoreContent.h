// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "StoreDesk.h"

namespace prohori {

/// A store in which everything stands once that a store can hold: approved, in conflict, in quarantine,
/// waiting, foreign and own cases, receipts, a note of the hub, keyed names, drafts, journal, settings.
struct StoreContent {
    explicit StoreContent(StoreDesk& desk);
    ~StoreContent();

    QList<ChangePtr> own;  ///< of the officer, in order
    QList<ChangePtr> foreign;
    TestAuthority elsewhere;
    TestPerson stranger;

private:
    void save(StoreDesk& desk, const ChangePtr& change);
    void receive(StoreDesk& desk, const QList<ChangePtr>& changes);
    void approved(StoreDesk& desk);
    void disputed(StoreDesk& desk);
    void refusedAndWaiting(StoreDesk& desk);
    void around(StoreDesk& desk);
};

}  // namespace prohori
