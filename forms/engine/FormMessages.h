// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormProgram.h"

namespace prohori {

/// The built-in sentence of a report item (forms.md 4 and 9) in English and Bangla, for a question of that kind.
Texts reportSentence(const QString& kind, const ProgramItem& item);
/// That a rule of the form itself cannot be computed.
Texts defectSentence();
/// How many rows are kept aside and will be lost; that there are more rows than `most`.
Texts surplusSentence(int rows);
Texts tooManySentence(int most);

}  // namespace prohori
