// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/HeaderFile.h"
#include "core/secrets/KeyHeader.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

/// Reads any bytes as a copy of a key header (REL-46), and as the body of a copy whose checksum is right. What was read must be written so
/// that it reads the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    static const bool started = bool(startSecrets());
    if (!started)
        std::abort();
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    if (const auto copy = decodeHeaderCopy(bytes); !copy && copy.error().detail.isEmpty())
        std::abort();
    const auto whole = encodeHeaderCopy({1, bytes});
    if (!whole)
        return 0;  // too large for a copy
    const auto copy = decodeHeaderCopy(*whole);
    if (!copy || copy->body != bytes)
        std::abort();
    const auto header = KeyHeader::fromBytes({}, *whole);
    if (!header)
        return header.error().detail.isEmpty() ? std::abort(), 0 : 0;
    const auto again = KeyHeader::fromBytes({}, header->toBytes());
    if (!again || again->toBytes() != header->toBytes()
        || again->slotInfos().size() != header->slotInfos().size())
        std::abort();
    return 0;
}
