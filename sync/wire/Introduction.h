// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/secrets/Crypto.h"

#include <QByteArray>

namespace prohori {

/** What a hub says of itself at GET /v1/hub: the authority's certificate for it, and the TLS key it is served with, signed by the hub's own key.

    So a hub may change its TLS key (a renewed certificate, a proxy before it) without the authority: authority → hub key → TLS key. Nothing in it is
    trusted before the caller has checked the certificate against his authority and the signature against the certified key.
    Bytes: CBOR [certificate, SHA-256 of the TLS public key (empty without TLS), signature], at most kMaxIntroductionBytes.
*/
struct Introduction {
    QByteArray certificate;  ///< bytes of the statement
    QByteArray tlsPin;
    QByteArray signature;

    /// True when `hub` signed this TLS key.
    bool isSignedBy(const HubId& hub) const;
};
inline constexpr qsizetype kMaxIntroductionBytes = 66 * 1024;

QByteArray makeIntroduction(const SigningKey& hubKey, const QByteArray& certificate,
                            const QByteArray& tlsPin);
/// Fails with Invalid on anything else.
Result<Introduction> readIntroduction(const QByteArray& bytes);

}  // namespace prohori
