// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "sync/hub/HubStorage.h"
#include "sync/wire/Messages.h"

#include <memory>
#include <mutex>

namespace prohori {

/** The hub without its socket: takes a request's bytes, gives the answer's bytes.

    Order for each change: bounds → canonical form → signature of the change (bad: refused, not stored) → custody (stored) → chain, certificate, revocation,
    scope, role, form, values, approval (bad: quarantined with its reason; blocks only its descendants in the same record). A change accepted goes
    into the feed of its record's district; on a valid approval the approval's ancestors not yet there go into the national feed.
    One transaction a request, committed before the answer (with its signed receipt) leaves. The same request again gives the same answer.
    It never holds a key to a sealed value and cannot sign for anybody but itself.

    Thread-safe; requests of one replica are taken one at a time.
*/
class Hub {
public:
    Hub(AuthorityInfo authority, SigningKey hubKey, HubStorage& storage, const Clock& clock);
    ~Hub();

    /// Loads directory and scopes from storage; call once before handle().
    Result<> start();
    /// Fails with Invalid only for bytes that are no request at all (HTTP 400); every other refusal is a signed answer with `error`.
    Result<QByteArray> handle(const QByteArray& requestBytes);
    /// News from the authority's tool on this machine.
    Result<> takeStatements(const QList<QByteArray>& statements);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace prohori
