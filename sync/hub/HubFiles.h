// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of sync/hub only: what its files on the disk share.
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace prohori {

/// What errno says of `path`; hint "disk-full" where there is no room.
Error storageError(const QString& path);

}  // namespace prohori
