// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace prohori {

/// The caged program that reads first what comes from outside (app/look): beside this one, unless it was said to lie elsewhere.
QString lookProgram();
/// With this it ends where the system gives it no cage: it has read nothing then.
inline constexpr int kNoCageExit = 3;
/// Harnesses only: they do not run beside it. Empty: beside this one again.
void setLookProgram(const QString& path);

}  // namespace prohori
