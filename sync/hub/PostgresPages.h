// SPDX-License-Identifier: GPL-3.0-or-later
// Reading much, piece by piece. Inside of sync/hub only.
#pragma once

#include "sync/hub/PostgresConnection.h"
#include "sync/hub/StoredForm.h"

#include <QHash>

#include <functional>

namespace prohori {

/// Bytes and signatures by number, a question for each district among the places. One that is missing is missing.
Result<QHash<qint64, StoredBytes>> storedBytes(PostgresConnection& database,
                                               const QList<std::pair<Scope, qint64>>& places);

/// Calls `next` until it has nothing more.
inline Result<> eachPage(const std::function<Result<int>()>& next)
{
    for (;;) {
        const auto visited = next();
        if (!visited)
            return visited.error();
        if (*visited == 0)
            return {};
    }
}

/// How many; no connection is lent meanwhile, so `visit` may read on its own.
template <typename T>
Result<int> visitAll(const QList<T>& page, const std::function<Result<>(const T&)>& visit)
{
    for (const T& one : page) {
        if (auto visited = visit(one); !visited)
            return visited.error();
    }
    return static_cast<int>(page.size());
}

}  // namespace prohori
