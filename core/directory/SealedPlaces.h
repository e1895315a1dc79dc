// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "core/secrets/RecordKeys.h"

#include <vector>

namespace prohori {

/// One place in a change's items whose text travels in a box.
struct SealedPlace {
    Tier tier = Tier::Statistical;
    FieldKey key;
    QByteArray tag;
    bool isOption = false;
    bool isSet = false;  ///< the value of a set item
    quint32 place = 0;   ///< among the options of its item
};

/** All sealed places of a change in the order of its items: what the values of a box stand for. Inside of an item the order is: on-options,
    then off-options; an act's comment, then its remarks. An act's comment has the field key {0, null, 0}.
*/
std::vector<SealedPlace> sealedPlaces(const QList<Item>& items);

}  // namespace prohori
