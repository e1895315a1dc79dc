// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Change.h"
#include "core/cases/ChangeCodec.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace prohori;

namespace {

/// Both ways of reading take the same changes for the same.
bool agrees(const QByteArray& bytes)
{
    const auto usual = decodeBody(bytes), byValue = decodeBodyByValue(bytes);
    if (bool(usual) != bool(byValue))
        return false;
    if (!usual)
        return usual.error().code == byValue.error().code && usual.error().detail == byValue.error().detail;
    const auto sameKind = [](const Item& left, const Item& right) { return left.index() == right.index(); };
    // With every tag spelled, as the first format has them.
    ChangeBody oneSpelled = *usual, otherSpelled = *byValue;
    oneSpelled.format = otherSpelled.format = 1;
    return oneSpelled.encode() == otherSpelled.encode() && usual->encode() == byValue->encode()
        && usual->unknown.encode() == byValue->unknown.encode()
        && std::equal(usual->items.begin(), usual->items.end(), byValue->items.begin(), byValue->items.end(),
                      sameKind);
}

}  // namespace

/// Who only skims a change takes the same ones, and has the same of them.
bool skimsTheSame(const QByteArray& bytes, const QByteArray& signature, const Result<Change>& decoded)
{
    const auto skimmed = Change::skim(bytes, signature);
    if (!decoded || !skimmed)
        return !decoded && !skimmed && decoded.error().detail == skimmed.error().detail;
    ChangeBody whole = skimmed->cover();
    whole.items = decoded->body().items;
    return skimmed->id() == decoded->id() && whole.encode() == bytes && skimmed->body().encode() == bytes
        && skimmed->head().approves == decoded->head().approves;
}

/// Reads any bytes as the signed part of a change (REL-46), in all ways. What was read must be made again as the same bytes, with whatever this
/// program does not know in it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const QByteArray signature(64, 's');
    if (!agrees(bytes))
        std::abort();
    const Result<Change> change = Change::decode(bytes, signature);
    if (!skimsTheSame(bytes, signature, change))
        std::abort();
    if (!change)
        return change.error().detail.isEmpty() ? std::abort(), 0 : 0;
    const Change again = Change::make(change->body(), signature);
    if (change->signedBytes() != bytes || again.signedBytes() != bytes || !(again.id() == change->id()))
        std::abort();
    return 0;
}
