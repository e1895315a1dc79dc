// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Statement.h"

namespace prohori {

/// The signed file that Authority::readPublic reads. Inside core/directory only.
QByteArray writePublicPart(const AuthorityInfo& info, const QList<QByteArray>& statements,
                           const SigningKey& signer);

/// What a hub wants to be certified as; `made` is left to the authority. Fails with Invalid, TooNew, or Refused when the hub's key did not sign it.
Result<HubCertificate> readHubRequest(const QByteArray& file);

}  // namespace prohori
