// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/JournalLine.h"

#include "core/base/Cbor.h"
#include "core/secrets/Crypto.h"

namespace prohori {

QByteArray journalLink(const QByteArray& before, const JournalLine& line)
{
    return blake2b(
        Cbor(Cbor::Array{Cbor(before), Cbor(line.no), Cbor(line.at.msSinceEpoch), Cbor(line.person),
                         Cbor(line.event), Cbor(line.record.toBytes()), Cbor(line.code)})
            .encode());
}

}  // namespace prohori
