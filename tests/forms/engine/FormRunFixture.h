// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/FormCompiler.h"
#include "forms/engine/FormRun.h"
#include "forms/engine/FormScenarios.h"

#include <QStringList>

namespace prohori {

/// A survey sheet in Markdown; short rows are filled up.
QString table(const QStringList& columns, const QList<QStringList>& rows,
              const QString& sheet = QStringLiteral("survey"));

ScenarioForm compileMarkdown(const QString& markdown);

/// The clock stands at 2025-03-14T09:26:53.589+06:00 in Dhaka; chance and ids count up.
RunSettings fixedSettings();

/// Throws with the codes of what is wrong, so that a test ends there.
FormProgramPtr programOf(const QString& markdown);

FormRun begun(const QString& markdown, const RunSettings& settings = fixedSettings());

}  // namespace prohori
