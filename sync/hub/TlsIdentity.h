// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QString>

namespace prohori {

/// A TLS certificate (ECDSA P-256, self-signed, ten years) with its key, both PEM: for a hub that brings none of its own. What stations trust
/// is the key's pin in the hub's certificate, not a name or a date in it.
struct TlsIdentity {
    QByteArray certificate, key;
};
Result<TlsIdentity> makeTlsIdentity();

/// SHA-256 of the public key (SubjectPublicKeyInfo, DER) of the first certificate in a PEM file. Fails with NotFound or Invalid.
Result<QByteArray> tlsPinOfFile(const QString& certificateFile);

}  // namespace prohori
