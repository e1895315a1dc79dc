// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cbor.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

/// Reads any bytes as CBOR (REL-46). A value has one encoding: what was read must be written as it was.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const Result<Cbor> value = Cbor::decode(bytes);
    if (!value)
        return value.error().detail.isEmpty() ? std::abort(), 0 : 0;
    if (value->encode() != bytes || value->diagnostic().isEmpty())
        std::abort();
    return 0;
}
