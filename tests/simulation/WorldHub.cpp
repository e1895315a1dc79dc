// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the hub: its process ends, or its disk does and an older copy is put back.
#include "World.h"

#include <QDir>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr int kMostHoursBack = 72;
constexpr quint64 kLargeBacklog = 0;  ///< the worlds here are small: something goes ahead whenever it may
}  // namespace

void World::openHub()
{
    m_hub.reset();
    m_storage.reset();
    auto opened = SqliteHubStorage::open(m_folder + u"/hub/hub.db"_s, Cast::get().storageKey(), false);
    if (!opened)
        stopSimulation(u"hub"_s, opened.error());
    m_storage = std::move(*opened);
    m_hub = std::make_unique<Hub>(Cast::get().authority(), Cast::get().hubKey(), *m_storage, m_hubClock);
    m_hub->sendAheadBeyond(kLargeBacklog);
    if (auto started = m_hub->start(); !started)
        stopSimulation(u"hub"_s, started.error());
    m_line.setHub(m_hub.get());
}

/// The hub's process ends between two requests; what it had answered must be there.
void World::crashHub()
{
    const QString image = newPath();
    copyImage(m_folder + u"/hub"_s, image);
    m_hub.reset();
    m_storage.reset();
    QDir(m_folder + u"/hub"_s).removeRecursively();
    QDir().rename(image, m_folder + u"/hub"_s);
    openHub();
    m_hubTouched = true;
}

HubBackup World::hubBackup() const
{
    const Cast& cast = Cast::get();
    return HubBackup({cast.authority(), cast.hubKey(), cast.storageKey(), m_folder + u"/hub/attachments"_s});
}

/// A verified backup, while the hub is served.
bool World::imageHub()
{
    const QString file = newPath();
    const auto made = hubBackup().make(*m_storage, file, m_hubClock);
    if (!made) {
        breakAt(2, u"no backup of the hub: "_s + made.error().detail);
        return false;
    }
    m_hubImage = HubCopy{file, m_receipted, m_feedEnds};
    for (const auto& feed : std::as_const(m_feeds)) {
        for (const ChangePtr& change : feed)
            m_backedUp.insert(change->id());
    }
    return true;
}

/// REL-34: the hub's disk breaks, and the backup is put in its place; the authority says once more what it had said since. What the stations have
/// receipts for is not there any more, until each of them has been on the line once.
bool World::setHubBack(SeededRandom& draw)
{
    if (!m_hubImage)
        return false;
    m_hubClock.advance(1h + std::chrono::minutes(draw.below((kMostHoursBack - 1) * 60)));
    m_hub.reset();
    m_storage.reset();
    QDir(m_folder + u"/hub"_s).removeRecursively();
    QDir().mkpath(m_folder + u"/hub"_s);
    const auto put = hubBackup().restore(m_hubImage->path, m_folder + u"/hub/hub.db"_s, m_hubClock);
    if (!put) {
        breakAt(2, u"the hub is not restored: "_s + put.error().detail);
        return false;
    }
    openHub();
    ++m_setBacks;
    for (const auto& station : m_stations)
        station->isBehindSetBack = true;
    m_receipted = m_hubImage->receipted;
    m_feedEnds = m_hubImage->feedEnds;
    for (auto feed = m_feeds.begin(); feed != m_feeds.end(); ++feed)
        feed->resize(std::min(feed->size(), qsizetype(m_feedEnds.value(feed.key()))));
    m_hubTouched = true;
    if (!m_authorityStatements.isEmpty())
        tellHub(m_authorityStatements);
    return true;
}

}  // namespace prohori
