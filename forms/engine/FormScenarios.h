// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/engine/FormRun.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace prohori {

/// What became of the Markdown of a scenario: a form, or the codes of what is wrong with it (forms.md 13), errors only.
struct ScenarioForm {
    FormPackagePtr package;
    QStringList codes;
};
using ScenarioCompiler = std::function<ScenarioForm(const QString& markdown)>;

struct ScenarioResult {
    QString id;
    bool ok = false;
    QString line;  ///< `id: ok`, or the first step that fails with what was found
};

/** Runs an array of scenarios (`run` of forms.md 10): each compiles its form, begins a record and takes its steps.

    Fails with Invalid when `json` is no such array; a step that is none fails its scenario. Time, zone and chance are those of
    `settings`.
*/
Result<QList<ScenarioResult>> runScenarios(const QByteArray& json, const ScenarioCompiler& compile,
                                           const RunSettings& settings = {});

}  // namespace prohori
