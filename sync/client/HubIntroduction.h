// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "sync/wire/Introduction.h"

#include <QByteArray>
#include <QFuture>
#include <QUrl>

namespace prohori {

/// What a hub said of itself, and the TLS key it answered with.
struct HubIntroduction {
    Introduction said;
    QByteArray tlsPin;  ///< empty over plain http
};

/** Asks a hub that this station does not know yet who it is: GET /v1/hub.

    Nothing is sent but the path, and nothing of the answer is trusted: the caller checks that the authority signed the certificate, and that
    the certificate names the TLS key seen here or the certified hub signed it. Needs the event loop. Errors: Offline, Refused (hint "address", or "no-introduction" for a hub that
    has nothing to show).
*/
QFuture<Result<HubIntroduction>> askHubForItself(const QUrl& hub);

}  // namespace prohori
