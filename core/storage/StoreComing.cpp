// SPDX-License-Identifier: GPL-3.0-or-later
// Cases that are on their way: what an index says of them, until they come.
#include "core/storage/StoreParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView kDropOthers = u"DELETE FROM coming WHERE feed = ? AND place <> ?";
constexpr QStringView kFeeds = u"SELECT feed FROM coming GROUP BY feed";
constexpr QStringView kDropFeed = u"DELETE FROM coming WHERE feed = ?";
constexpr QStringView kCount = u"SELECT count(*) FROM coming";
constexpr QStringView kAdd =
    u"INSERT INTO coming (record, feed, place, local_ref, national_ref, phase, received_ms) "
    u"SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM record WHERE id = ?1) "
    u"AND NOT EXISTS (SELECT 1 FROM gone_record WHERE record = ?1) "
    u"ON CONFLICT (record) DO UPDATE SET feed = excluded.feed, place = excluded.place, "
    u"local_ref = excluded.local_ref, national_ref = excluded.national_ref, phase = excluded.phase, "
    u"received_ms = excluded.received_ms";
const QString kComingColumns = u"SELECT record, local_ref, national_ref, phase, received_ms FROM coming "_s;
const QString kByNumber = u"WHERE instr(upper(local_ref), ?1) > 0 OR instr(upper(national_ref), ?1) > 0 "
                          "ORDER BY received_ms DESC, local_ref LIMIT ?2"_s;

ComingCase comingOf(const Row& row)
{
    return {RecordId::fromBytes(row.bytes(0)), row.text(1), row.text(2),
            static_cast<RecordPhase>(row.integer(3)), Instant::fromMs(row.integer(4))};
}

}  // namespace

Result<> Store::Private::addComing(const Scope& feed, quint64 place, const ComingCase& line)
{
    return file.run(kAdd, {line.record.toBytes(), feed, qint64(place), line.localRef, line.nationalRef,
                           int(line.phase), line.received.msSinceEpoch});
}

/// Of a district that nobody of this station reads any more.
Result<> Store::Private::dropComingOfOthers()
{
    QStringList feeds;
    const auto listed = file.each(kFeeds, {}, [&](const Row& row) {
        feeds.append(row.text(0));
        return Result<>();
    });
    if (!listed || feeds.isEmpty())
        return listed;
    const QSet<Scope> read = scopesRead();
    for (const QString& feed : std::as_const(feeds)) {
        auto dropped = read.contains(feed) ? Result<>() : file.run(kDropFeed, {feed});
        if (!dropped)
            return dropped;
    }
    return {};
}

Result<> Store::takeComing(const Scope& feed, quint64 place, const QList<ComingCase>& lines,
                           const QByteArray& ahead)
{
    return d->transaction([&]() -> Result<> {
        if (auto dropped = d->file.run(kDropOthers, {feed, qint64(place)}); !dropped)
            return dropped;
        const auto has = d->file.integer(kCount);
        if (!has)
            return has.error();
        for (const ComingCase& line : lines.first(std::clamp<qint64>(kMostComing - *has, 0, lines.size()))) {
            if (auto added = d->addComing(feed, place, line); !added)
                return added;
        }
        return d->settings.setBytes(kAhead, ahead);
    });
}

Result<QList<ComingCase>> Store::comingCases(const QString& part, int limit) const
{
    QList<ComingCase> found;
    const auto done = d->file.each(kComingColumns + kByNumber, {part, limit}, [&](const Row& row) {
        found.append(comingOf(row));
        return Result<>();
    });
    if (!done)
        return done.error();
    return found;
}

Result<std::optional<ComingCase>> Store::comingCase(const RecordId& record) const
{
    std::optional<ComingCase> found;
    const auto done =
        d->file.each(kComingColumns + u"WHERE record = ?"_s, {record.toBytes()}, [&](const Row& row) {
            found = comingOf(row);
            return Result<>();
        });
    if (!done)
        return done.error();
    return found;
}

}  // namespace prohori
