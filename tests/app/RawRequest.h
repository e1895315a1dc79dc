// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/Store.h"
#include "sync/wire/Messages.h"

#include <QUrl>

namespace prohori {

/// Sends one change to a hub in a request that the store's replica signs, past all checks of the client. `counter` is that of the request. What
/// the hub says of it; Refused when it says nothing.
Result<WireVerdict> uploadRaw(const QUrl& hub, const Store& store, const CertificateId& person,
                              const Change& change, quint64 counter);

}  // namespace prohori
