// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/PostgresSchema.h"

#include "core/directory/Districts.h"
#include "sync/hub/PostgresConnection.h"
#include "sync/hub/PostgresTables.h"

#include <iterator>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

// Append only: a released step is never edited, and nothing else makes tables. The first has number 1.
constexpr const char* kSteps[] = {kFirstPostgresTables, kDictionaryOfForms};
constexpr int kNewest = int(std::size(kSteps));

Error tooNew(qint64 found)
{
    return {
        ErrorCode::TooNew,
        u"the hub's database was migrated by a newer prohori-hub (schema %1, known %2): install that version"_s
            .arg(found)
            .arg(kNewest)};
}

/// 0 where there are no tables yet.
Result<qint64> versionOf(PostgresConnection& database)
{
    const auto there = database.integer("SELECT count(to_regclass('prohori.schema_step'))");
    if (!there || *there == 0)
        return there;
    return database.integer("SELECT coalesce(max(version), 0) FROM prohori.schema_step");
}

/// Both the role and the owner are named in what follows; the name comes back quoted.
Result<QByteArray> quotedRole(PostgresConnection& database, const QString& role)
{
    const auto found =
        database.ask("SELECT quote_ident(rolname), rolname = current_user OR rolsuper FROM pg_roles "
                     "WHERE rolname = $1::text",
                     {role});
    if (!found)
        return found.error();
    if (found->size() == 0)
        return Error{
            ErrorCode::NotFound,
            u"the database has no role '%1': CREATE ROLE it first, or name another with --role"_s.arg(role)};
    if (found->integer(0, 1) != 0)
        return Error{ErrorCode::Refused,
                     u"'%1' may make tables: the hub needs a role of its own (--role)"_s.arg(role),
                     u"owner"_s};
    return found->bytes(0, 0);
}

/// Whoever migrates at the same time waits here, until the connection ends.
Result<> makeSchema(PostgresConnection& database)
{
    return database.script("SELECT pg_advisory_lock(7233175020192600001);"
                           "BEGIN; CREATE SCHEMA IF NOT EXISTS prohori;"
                           "CREATE TABLE IF NOT EXISTS prohori.schema_step (version bigint PRIMARY KEY,"
                           " made timestamptz NOT NULL DEFAULT now()); COMMIT");
}

/// The step and its number, or nothing.
Result<> applyStep(PostgresConnection& database, int version)
{
    auto done = database.run("BEGIN");
    if (done)
        done = database.script(kSteps[version - 1]);
    if (done)
        done = database.run("INSERT INTO prohori.schema_step (version) VALUES ($1)", {version});
    return done ? database.run("COMMIT") : done;
}

}  // namespace

bool isPostgresUrl(const QString& text)
{
    return text.startsWith(u"postgresql://"_s) || text.startsWith(u"postgres://"_s);
}

Result<int> migratePostgres(const QString& url, const QString& role)
{
    const auto database = PostgresConnection::open(url, PostgresConnection::Use::Migrate);
    if (!database)
        return database.error();
    const auto name = quotedRole(**database, role);
    if (!name)
        return name.error();
    if (auto made = makeSchema(**database); !made)
        return made.error();
    const auto found = versionOf(**database);
    if (!found)
        return found.error();
    if (*found > kNewest)
        return tooNew(*found);
    for (int version = int(*found) + 1; version <= kNewest; ++version) {
        if (auto applied = applyStep(**database, version); !applied)
            return applied.error();
    }
    const QByteArray codes = QStringList(districtCodes()).join(u' ').toLatin1();
    if (auto made = (*database)->script(QByteArray(kPostgresPartitions).replace("%1", codes)); !made)
        return made.error();
    const QByteArray rights = QByteArray(kPostgresRights).replace("%1", *name);
    if (auto given = (*database)->script("BEGIN;" + rights + "COMMIT"); !given)
        return given.error();
    return kNewest;
}

Result<> checkPostgresSchema(PostgresConnection& database)
{
    const QString migrate = u"run 'prohori-hub migrate --database URL' as the owner of its tables"_s;
    const auto found = versionOf(database);
    if (!found)
        return found.error();
    if (*found > kNewest)
        return tooNew(*found);
    if (*found == 0)
        return Error{ErrorCode::Refused, u"this database has no tables of a hub yet: %1"_s.arg(migrate),
                     u"no-schema"_s};
    if (*found < kNewest)
        return Error{
            ErrorCode::Refused,
            u"the hub's database has schema %1, and this program needs %2: %3"_s.arg(*found).arg(kNewest).arg(
                migrate),
            u"old-schema"_s};
    const auto mayMake = database.integer("SELECT has_schema_privilege('prohori', 'CREATE')::int");
    if (!mayMake)
        return mayMake.error();
    if (*mayMake != 0)
        return Error{
            ErrorCode::Refused,
            u"this role may make tables: let the hub work as the role that was given to 'prohori-hub migrate'"_s,
            u"owner"_s};
    return {};
}

}  // namespace prohori
