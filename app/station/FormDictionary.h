// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/definition/FormDefinition.h"

#include <QByteArray>

namespace prohori {

/** The zstd dictionary that is shipped with a form (core/cases/ChangeDictionary.h), trained on practice cases of all its districts and five years,
    and on what usually follows: an edit, a submission, an approval. The same form gives the same bytes, with the same version of zstd and
    the same practice words; no key or id of the run is in it. Takes half a minute.

    Invalid for a form without the question case.district_code, or whose practice cases cannot be written.
*/
Result<QByteArray> makeFormDictionary(const FormPtr& form);
/// The same for the values of sealed boxes, of the same practice cases (sealedDictionary() in core/cases/ChangeDictionary.h).
Result<QByteArray> makeSealedDictionary(const FormPtr& form);

inline constexpr qsizetype kFormDictionaryBytes = 64 * 1024;
inline constexpr qsizetype kSealedDictionaryBytes = 16 * 1024;

}  // namespace prohori
