// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/AttachmentManifest.h"

namespace prohori {

/// The sealed bytes of files in a storage that several hub processes share, in place of a folder. Thread-safe, and outside of its transactions.
class AttachmentBytes {
public:
    virtual ~AttachmentBytes() = default;

    /// From `offset` on, over what is there; durable when it returns. What comes before has to be there.
    virtual Result<> writeSealed(const AttachmentId& file, qint64 offset, const QByteArray& bytes) = 0;
    /// Fewer where there are no more.
    virtual Result<QByteArray> readSealed(const AttachmentId& file, qint64 offset, qint64 count) = 0;
};

}  // namespace prohori
