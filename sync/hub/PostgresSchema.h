// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace prohori {

class PostgresConnection;

/// Whether this is an address postgresql://…
bool isPostgresUrl(const QString& text);

/** Makes the hub's tables in a PostgreSQL database, or brings them up to date; whoever calls it owns them. Each step is one transaction with its number,
    and two that migrate at once wait for each other. What changes by district (`change`, `feed`) has a partition for each of the 64 and the nation, and
    one for anything else: the hub makes no tables while it runs. Of a district that this program knows and an earlier one did not, the partition is made
    now, and what lay in the one for anything else moves into it; the hub waits meanwhile.

    @param role may read and add afterwards, and change only what changes by itself (judgements, standings): no feed, statement or journal line, and no
    table. It has to exist, and to be another one than the owner.
    @return the version that the tables have now. TooNew, without a change, for those of a later program; NotFound for a role that is not there; else as
    PostgresConnection.
*/
Result<int> migratePostgres(const QString& url, const QString& role);

/// Whether the hub may work with the tables that it finds. TooNew and Refused (hints "no-schema", "old-schema", "owner") with a sentence that says
/// what to do.
Result<> checkPostgresSchema(PostgresConnection& database);

}  // namespace prohori
