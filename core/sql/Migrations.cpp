// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Migrations.h"

namespace prohori {

using namespace Qt::StringLiterals;

Result<int> migrate(Connection& file, std::span<const Migration> steps,
                    const std::function<Result<>()>& before)
{
    const Connection::MaintenanceScope scope(file);
    const auto found = file.integer(u"PRAGMA user_version");
    if (!found)
        return found.error();
    const auto newest = static_cast<qint64>(steps.size());
    if (*found > newest)
        return Error{
            ErrorCode::TooNew,
            u"this store was written by a newer version of the program (schema %1, known %2): update first"_s
                .arg(*found)
                .arg(newest)};
    if (*found > 0 && *found < newest && before) {
        if (auto prepared = before(); !prepared)
            return prepared.error();
    }
    for (const Migration& step : steps) {
        if (step.version <= *found)
            continue;
        const auto done = file.inTransaction([&]() -> Result<> {
            if (auto applied = step.apply(file); !applied)
                return applied;
            return file.run(QString::asprintf("PRAGMA user_version = %d", step.version));
        });
        if (!done)
            return done.error();
    }
    return static_cast<int>(newest);
}

}  // namespace prohori
