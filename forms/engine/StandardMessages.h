// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"

namespace prohori {

/// A text in English and Bangla.
Texts bilingual(const QString& english, const QString& bangla);

/// The built-in sentence for a kind of problem (type, choice, range, constraint, required, check, count, retired, conflict) of a field;
/// `field` may be nullptr for a problem of a row or a group.
Texts problemSentence(const QString& kind, const FieldDefinition* field);

/// The word for why an answer is missing: unknown, refused, not_asked, not_applicable; empty for another word.
Texts missingLabel(const QString& reason);
/// The four reasons, in the order of menus.
const QStringList& missingReasons();

}  // namespace prohori
