// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/Places.h"

namespace prohori {

// The only file of the tests that is compiled anew where the tree or the build lies elsewhere: a cache of compiled files
// serves all others in any clone.

QString inSource(const QString& path)
{
    return QStringLiteral(PROHORI_SOURCE_DIR "/") + path;
}

QString inBin(const QString& name)
{
    return QStringLiteral(PROHORI_BIN_DIR "/") + name;
}

}  // namespace prohori
