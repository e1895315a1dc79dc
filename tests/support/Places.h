// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace prohori {

/// Where a test finds what lies in the tree: `path` below the project's own folder ("" for the folder itself).
QString inSource(const QString& path = {});
/// Where a test finds a built program: `name` below the bin folder of the build.
QString inBin(const QString& name = {});

}  // namespace prohori
