// SPDX-License-Identifier: GPL-3.0-or-later
// migrate: makes the hub's tables in PostgreSQL, or brings them up to date. Run as their owner, who is nobody that serves.
#include "app/hub/HubCommands.h"
#include "sync/hub/PostgresSchema.h"

#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

int runMigrate(const QStringList& words, const Clock&)
{
    const QString synopsis = u"migrate --database URL [--role ROLE] [--json]"_s;
    QCommandLineParser line;
    for (const QString& name : {u"database"_s, u"role"_s})
        line.addOption(QCommandLineOption(name, {}, u"value"_s));
    line.addOption(QCommandLineOption(u"json"_s));
    if (!line.parse(QStringList{u"prohori-hub"_s} + words))
        return usage(line.errorText(), synopsis);
    if (!line.positionalArguments().isEmpty())
        return usage(u"there is one word too many: '%1'"_s.arg(line.positionalArguments().at(0)), synopsis);
    if (!isPostgresUrl(line.value(u"database"_s)))
        return usage(u"--database needs an address postgresql://…"_s, synopsis);
    const QString role = line.isSet(u"role"_s) ? line.value(u"role"_s) : u"prohori_hub"_s;
    const auto version = migratePostgres(line.value(u"database"_s), role);
    if (!version)
        return fail(version.error());
    if (line.isSet(u"json"_s))
        printJson(QJsonObject{{u"schema"_s, *version}, {u"role"_s, role}});
    else
        printLine(u"the tables are those of schema %1, for the role %2"_s.arg(*version).arg(role));
    return Done;
}

}  // namespace prohori
