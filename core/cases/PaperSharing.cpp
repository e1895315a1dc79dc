// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/PaperSharing.h"

#include <algorithm>

namespace prohori {

namespace {

constexpr quint32 kShareAllowed = 1610;  ///< attachment.share_allowed of the TIP/SOM form

bool isTrue(const FieldValue& value)
{
    if (value.isSealed() || value.isBlank())
        return false;
    const Cbor& scalar = value.plainValue();
    return scalar.isBool() ? scalar.toBool() : scalar.toText() == QLatin1String("true");
}

bool isShared(const RecordState& state, const AttachmentId& file)
{
    return std::any_of(state.attachments.begin(), state.attachments.end(), [&](const AttachItem& item) {
        if (item.manifest().id != file)
            return false;
        const FoldedValue* said = state.value({item.key.group, item.key.row, kShareAllowed});
        return said && !said->inConflict && isTrue(said->value);
    });
}

}  // namespace

bool mayLeaveDistrict(const History& history, const AttachmentId& file)
{
    const RecordState now = fold(history);
    return now.approval && isShared(now, file) && isShared(fold(history.upTo(now.approval->heads)), file);
}

}  // namespace prohori
