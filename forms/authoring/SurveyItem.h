// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/QuestionTypes.h"
#include "forms/authoring/SettingsSheet.h"
#include "forms/authoring/SheetColumns.h"
#include "forms/definition/FormPackage.h"

namespace prohori {

/// The columns of one survey row as an item: texts, rules as written, appearance, extension columns. No
/// name, no list, no messages.
FormItem readItem(const SheetRow& row, const SheetColumns& columns, const RowType& type,
                  const FormSettings& settings);

/// What a default means (forms.md 7.5).
bool isDefaultExpression(const QString& text, const QString& type);

/// A rule as written; `yes` and `no` are resolved to `true()` and `false()`.
FormRule writtenRule(const QString& cell);

}  // namespace prohori
