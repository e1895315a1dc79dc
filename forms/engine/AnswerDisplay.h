// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"

namespace prohori {

/** A stored text as people read it: `2024-03-05` is "5 Mar 2024" or "৫ মার্চ ২০২৪", `120000` of money
    "1,20,000", `+8801712345678` "+880 1712-345678". Text that is not of the type stays as it is. Digits
    follow the language.
*/
QString readableText(const FieldDefinition& field, const QString& text, const QString& language);

/// The same as people type it, which FormEngine::normalise reads again: `05/03/2024`, `120000`.
QString typedText(const FieldDefinition& field, const QString& text, const QString& language);

/// How a date or an amount that was typed is understood, in full: `2024-03-05` is "Tuesday, 5 March 2024", `2024-03` "March 2024, day not
/// known". Empty for other types, and for text that is not of the type.
QString understoodText(const FieldDefinition& field, const QString& text, const QString& language);

/// The label of a choice, of several with commas between; a code that is in no list stays as it is.
QString labelsOf(const QList<Choice>& choices, const QString& codes, const QString& language);

}  // namespace prohori
