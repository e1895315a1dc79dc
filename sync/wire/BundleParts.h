// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/wire/BundleFile.h"

namespace prohori {

/// The parts of a bundle as CBOR; numbers of kinds and keys are never reused. Inside of sync/wire only.
QByteArray encodeHeader(const BundleHeader& header);
Result<BundleHeader> decodeHeader(const QByteArray& bytes);
QByteArray encodePart(const BundlePart& part);
QByteArray encodeSignature(const QByteArray& signature);

/// What a part turned out to be: one to show, the signature that ends the bundle, or of a kind that a later version writes.
struct DecodedPart {
    std::optional<BundlePart> part;
    QByteArray signature;
};
Result<DecodedPart> decodePart(const QByteArray& bytes);

inline constexpr qsizetype kMaxBundlePartBytes = 1536 * 1024;

}  // namespace prohori
