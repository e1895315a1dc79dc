// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/Projection.h"

#include <optional>

namespace prohori {

/// The pure part of Projection: what the derived tables should hold for a record.
std::optional<ProjectedRecord> projectedRecord(const RecordWork& work, const std::optional<HubNote>& note);

}  // namespace prohori
