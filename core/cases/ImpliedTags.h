// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

namespace prohori {

inline constexpr qsizetype kMostOptionsImplied = 1024;  ///< of one item that leaves out tags

/** The equality tags that the change which creates a record need not spell. No other change can write beside it, so any tag will do that nobody
    can choose and all derive alike; a box of format 2 begins with 24 bytes that stand for all its values (sealByContent()), and a tag is the first 16
    bytes of BLAKE2b-256 over these, the kind of the item (1 set, 2 options), group, row, field, and among the options of one item the place, from 0,
    switched on before switched off. Numbers are of four bytes, big-endian, the kind of one.

    The tag of a note, a remark or any other text is spelled, as are all of a format 1 change.
*/
enum class ImpliedFor : quint8 { Set = 1, Option = 2 };
/// Empty where the box is too short to be one.
QByteArray impliedTag(const QByteArray& box, ImpliedFor kind, const FieldKey& key, quint32 place = 0);

/// Whether tags follow from it: it has the 24 bytes.
bool isTagBox(const QByteArray& box);

/// Whether a change of this header may leave out tags.
bool mayImplyTags(const ChangeBody& body);
/// Gives every set value and every option the tag that follows from its box, where the change may leave it out. What stands twice in it keeps the
/// tag that it has from the second time on.
void takeImpliedTags(ChangeBody& body);
/// Before items are written: takes out what is implied. Of a body that may not leave out tags nothing is.
void implyTags(const ChangeBody& body, QList<Item>& items);
/// After they were read: puts it in. False where a tag is left out that does not follow, or spelled though it does.
bool resolveTags(ChangeBody& body);

}  // namespace prohori
