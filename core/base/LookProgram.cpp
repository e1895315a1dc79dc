// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/LookProgram.h"

#include <QCoreApplication>

namespace prohori {

using namespace Qt::StringLiterals;

static QString& programElsewhere()
{
    static QString program;
    return program;
}

QString lookProgram()
{
    return programElsewhere().isEmpty() ? QCoreApplication::applicationDirPath() + u"/prohori-look"_s
                                        : programElsewhere();
}

void setLookProgram(const QString& path)
{
    programElsewhere() = path;
}

}  // namespace prohori
