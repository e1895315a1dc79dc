// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/cases/History.h"
#include "core/storage/Packing.h"

#include <QByteArray>
#include <QList>

#include <memory>

namespace prohori {

/** What a record comes to if exactly some changes count, worked out by another thread than the one that stores them. Which changes count is for the
    store to say: where it is any others, this is of no use, and the store folds for itself.
*/
class FoldedAhead {
public:
    /// Of one record, in any order. Null where they do not stand by themselves: without the change that created the record, or one of their parents.
    /// Costs what fold() costs, and a packing. Pure: for any thread.
    static std::shared_ptr<const FoldedAhead> of(const QList<ChangePtr>& changes);

    /// Whether it is the fold of this history.
    bool isOf(const History& history) const;

    const RecordState& state() const { return m_state; }
    const QByteArray& digest() const { return m_digest; }                 ///< RecordState::digest()
    const QByteArray& reportContent() const { return m_reportContent; }   ///< reportContent() of the state
    const PackedBytes& packedReports() const { return m_packedReports; }  ///< the same, packed

private:
    FoldedAhead() = default;

    qsizetype m_changes = 0;
    RecordState m_state;
    QByteArray m_digest, m_reportContent;
    PackedBytes m_packedReports;
};

}  // namespace prohori
