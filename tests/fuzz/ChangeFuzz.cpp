// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Change.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

/// Reads any bytes as the signed part of a change (REL-46). What was read must be made again as the same bytes, with whatever this program
/// does not know in it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const QByteArray signature(64, 's');
    const Result<Change> change = Change::decode(bytes, signature);
    if (!change)
        return change.error().detail.isEmpty() ? std::abort(), 0 : 0;
    const Change again = Change::make(change->body(), signature);
    if (change->signedBytes() != bytes || again.signedBytes() != bytes || !(again.id() == change->id()))
        std::abort();
    return 0;
}
