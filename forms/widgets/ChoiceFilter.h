// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"

namespace prohori {

/** The choices that fit what was typed, best first: a code or key, a label that begins so, a word of a label
    that begins so, a label with these letters anywhere. English and Bangla labels count, in any case and
    composition; several words must all be found. Nothing typed: all, in the order of the list.
*/
QList<Choice> fittingChoices(const QList<Choice>& choices, const QString& typed);

/// The one choice that a text means when its field is left: its code, key or label, or the only one that
/// fits. nullptr when none does.
const Choice* meantChoice(const QList<Choice>& choices, const QString& typed);

}  // namespace prohori
