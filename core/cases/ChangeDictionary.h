// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Zstd.h"

#include <QByteArray>
#include <QList>

namespace prohori {

/** The zstd dictionaries that are shipped with the official forms, one for each version of a form that has one. `prohorictl form dictionary` makes
    them from practice cases; they stand beside the form (forms/tip-case/VERSION/dictionary.zstd) and are embedded. What was packed with one needs it
    for ever, so none is ever taken out or changed.

    A dictionary is made for what remains of changes in a ChangeSieve, one after the other.
*/
/// An id is content derived: 32768 and more, less than 2^31; 0 is no dictionary. Newest first.
const QList<quint32>& changeDictionaries();
/// Empty for one that is not here.
QByteArray changeDictionary(quint32 id);
/// Ready for use; null for one that is not here.
const ZstdDictionary* readyDictionary(quint32 id);
/// The first of ours that `known` names; 0 when there is none.
quint32 commonDictionary(const QList<quint32>& known);

/// The dictionary of this number, from 1, for the values of a sealed box, one after the other in an array. None is ever taken out or changed.
QByteArray sealedDictionary(int number);
/// The number of the newest one.
int latestSealedDictionary();

/// The id that belongs to the bytes of a dictionary: of all of them but the id itself, which stands in the four bytes from the fifth on.
quint32 dictionaryId(const QByteArray& dictionary);
/// The same bytes with their id in its place.
QByteArray withDictionaryId(QByteArray dictionary);

}  // namespace prohori
