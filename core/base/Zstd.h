// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace prohori {

/// A zstd dictionary made ready for both ways at one level: once in a program, then read by all threads. Takes about ten times its size.
class ZstdDictionary {
public:
    ZstdDictionary(const QByteArray& bytes, int level);
    ~ZstdDictionary();
    ZstdDictionary(ZstdDictionary&&) noexcept;

    struct Ready;
    const Ready& ready() const { return *m_ready; }

private:
    std::unique_ptr<Ready> m_ready;
};

/// `before`, and behind it one frame of `bytes` that tells their size and does not name the dictionary (null: none, and level 3).
QByteArray zstdFrameAfter(QByteArray before, QByteArrayView bytes, const ZstdDictionary* dictionary);
/// Of exactly one whole frame. Damaged for anything else and for more than `maxBytes`, before memory is taken for it.
Result<QByteArray> zstdContentOf(QByteArrayView frame, const ZstdDictionary* dictionary, qsizetype maxBytes);
/// How long the frame is that `bytes` begin with; 0 when they begin with none.
qsizetype zstdFrameSize(QByteArrayView bytes);

}  // namespace prohori
