// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

struct ZSTD_CDict_s;
struct ZSTD_DDict_s;

namespace prohori {

/** A zstd dictionary for all threads. What is asked of it is made when it is asked first, and kept: what reads takes as much memory as the dictionary,
    and what packs at a level some ten times as much.
*/
class ZstdDictionary {
public:
    explicit ZstdDictionary(const QByteArray& bytes);
    ~ZstdDictionary();
    Q_DISABLE_COPY_MOVE(ZstdDictionary)

    const ZSTD_CDict_s* packing(int level) const;
    const ZSTD_DDict_s* unpacking() const;

private:
    struct Ready;
    const std::unique_ptr<Ready> m_ready;
};

/// How a frame is made. It tells the size of its content.
struct ZstdFrame {
    const ZstdDictionary* dictionary = nullptr;
    int level = 3;
    bool namesDictionary = false;
    int windowLog = 0;  ///< how much a reader must hold, as a power of two; 0: as the level says
};
/// `before`, and behind it one frame of `bytes`.
QByteArray zstdFrameAfter(QByteArray before, QByteArrayView bytes, const ZstdFrame& how);
/// Of exactly one whole frame. Damaged for anything else and for more than `maxBytes`, before memory is taken for it.
Result<QByteArray> zstdContentOf(QByteArrayView frame, const ZstdDictionary* dictionary, qsizetype maxBytes);
/// How long the frame is that `bytes` begin with; 0 when they begin with none.
qsizetype zstdFrameSize(QByteArrayView bytes);

}  // namespace prohori
