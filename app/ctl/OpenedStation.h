// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/CommandLine.h"
#include "app/station/CaseDesk.h"
#include "app/station/Station.h"

#include <memory>

namespace prohori {

/// Unlocks STORE for who is named by --as and --password-file (or PROHORI_LOGIN and PROHORI_PASSWORD_FILE).
Result<std::unique_ptr<Station>> openStation(const QString& folder, const CommandLine& line,
                                             const Clock& clock);
/// The same without opening the store: the keys of a member.
Result<UnlockedKeys> unlockFor(const QString& folder, const CommandLine& line, const Clock& clock);
/// The record that `idOrPrefix` names: at least 6 characters, unique.
Result<RecordId> findRecord(const Store& store, const QString& idOrPrefix);
/// A case that is on its way, as a line for people.
QString comingText(const ComingCase& coming);

/// An opened station and the record that the second word names.
struct Target {
    std::unique_ptr<Station> station;
    RecordId record;
};
Result<Target> openTarget(const CommandLine& line, const Clock& clock);
/// What a save answers: {"id", "local_ref", "change"}, or a line for people.
void printSaved(const CommandLine& line, const SavedCase& saved);

}  // namespace prohori
