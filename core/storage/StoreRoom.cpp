// SPDX-License-Identifier: GPL-3.0-or-later
// What a store does when the disk is full (REL-05).
#include "core/storage/StoreParts.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 kBytesOfASave = 4 * 1024 * 1024;
}

/// The refusal of a save; from then on typing can be written again, in the room of the reserve.
Error Store::Private::refuseFull()
{
    reserveGiven = reserve.release() || reserveGiven;
    return diskFull(folder, kBytesOfASave + (reserveGiven ? ReserveFile::kBytes : 0));
}

/// What the reserve gave is for typing, not for saves.
Result<> Store::Private::roomForSave()
{
    if (!reserveGiven)
        return {};
    if (reserve.isKept()) {
        reserveGiven = false;
        return {};
    }
    const auto space = diskSpaceAt(folder);
    return space && space->free < kBytesOfASave + ReserveFile::kBytes ? Result<>(refuseFull()) : Result<>();
}

Result<> Store::Private::withReserve(const std::function<Result<>()>& work)
{
    auto done = work();
    if (done || done.error().hint != u"disk-full"_s)
        return done;
    const Error full = refuseFull();
    return reserveGiven && (done = work()) ? done : Result<>(full);
}

}  // namespace prohori
