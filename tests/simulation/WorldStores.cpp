// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to machines and people: crashes, copies, backups, joining, revocation.
#include "World.h"

#include <QDir>
#include <QFile>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr std::size_t kMostStations = 7;
constexpr int kMostYearsOff = 20;
constexpr int kMostWritesOfSave = 14;
constexpr auto kBetweenSteps = 90s;
}  // namespace

QString World::newPath()
{
    return m_folder + u"/%1"_s.arg(++m_paths);
}

void World::seat(Seat seat)
{
    auto station = std::make_unique<SimStation>();
    station->seat = seat;
    station->folder = newPath();
    station->clock = std::make_unique<FakeClock>();
    copyImage(Cast::get().storeOf(seat), station->folder);
    open(*station);
    m_stations.push_back(std::move(station));
}

void World::open(SimStation& station)
{
    station.store.reset();
    auto opened = Store::open(station.folder, Cast::get().dataKey(), *station.clock);
    if (!opened) {
        breakAt(2, u"a store does not open: "_s + opened.error().detail);
        return;
    }
    station.store = std::move(*opened);
    station.isBehindSetBack = m_setBacks > 0;
    touch(station);
    // What the desk does when somebody unlocks a store that was set back or copied.
    if (!station.store->needsRemint())
        return;
    if (auto minted = remint(station); !minted)
        breakAt(4, u"no new incarnation: "_s + minted.error().detail);
}

/// A second home for the same store: what a kill leaves is copied while the dying program still has it open.
void World::kill(SimStation& station)
{
    const QString image = newPath();
    copyImage(station.folder, image);
    station.store.reset();
    QDir(station.folder).removeRecursively();
    station.folder = image;
    open(station);
}

bool World::join()
{
    const bool isThere = std::any_of(m_stations.begin(), m_stations.end(),
                                     [](const auto& one) { return one->seat == Seat::Joiner; });
    if (isThere || m_stations.size() >= kMostStations)
        return false;
    seat(Seat::Joiner);
    return true;
}

bool World::backup(SimStation& station)
{
    const QString file = newPath() + u".backup"_s;
    if (auto made = station.store->backupTo(file); !made) {
        breakAt(2, u"no backup: "_s + made.error().detail);
        return false;
    }
    station.backup = Copy{file, station.promises};
    return true;
}

/// Into a clean folder, as after a broken disk: what was not sent since is lost with the disk, and nothing else.
bool World::restore(SimStation& station)
{
    if (!station.backup)
        return false;
    const QString folder = newPath();
    station.store.reset();
    QDir(station.folder).removeRecursively();
    station.folder = folder;
    station.promises = station.backup->promises;
    if (auto restored = restoreBackup(station.backup->path, folder); !restored) {
        breakAt(2, u"not restored: "_s + restored.error().detail);
        return false;
    }
    open(station);
    return true;
}

bool World::image(SimStation& station)
{
    station.image = Copy{newPath(), station.promises};
    copyImage(station.folder, station.image->path);
    return true;
}

/// The folder as it was (the program cannot know), or the store alone, while anchor and second home remember.
bool World::rollback(SimStation& station, SeededRandom& draw)
{
    if (!station.image)
        return false;
    const bool storeOnly = draw.chance(50);
    const QString folder = newPath();
    copyImage(station.image->path, folder);
    if (storeOnly) {
        QFile::remove(folder + u"/anchor"_s);
        QFile::copy(station.folder + u"/anchor"_s, folder + u"/anchor"_s);
        QDir(folder + u"/unsent"_s).removeRecursively();
        copyImage(station.folder + u"/unsent"_s, folder + u"/unsent"_s);
    }
    station.store.reset();
    QDir(station.folder).removeRecursively();
    station.folder = folder;
    station.promises = station.image->promises;
    open(station);
    // Where nothing tells the program, its next counters may be used up: the hub finds out.
    if (station.store && !storeOnly)
        m_copied.insert(station.store->replica());
    return true;
}

bool World::clone(SimStation& station, SeededRandom& draw)
{
    if (m_stations.size() >= kMostStations)
        return false;
    auto copy = std::make_unique<SimStation>();
    copy->seat = station.seat;
    copy->folder = newPath();
    copy->clock = std::make_unique<FakeClock>(*station.clock);
    copy->form = station.form;
    copy->promises = station.promises;
    copyImage(station.folder, copy->folder);
    m_copied.insert(station.store->replica());
    open(*copy);
    m_stations.push_back(std::move(copy));
    // Often both go on at once.
    if (m_breach.isEmpty() && draw.chance(50)) {
        (void)edit(station, draw);
        (void)edit(*m_stations.back(), draw);
    }
    return true;
}

/// To the next version of the form, and mostly the first save with it.
bool World::upgrade(SimStation& station, SeededRandom& draw)
{
    if (std::exchange(station.form, 2) == 2)
        return false;
    if (draw.chance(60))
        (void)edit(station, draw);
    return true;
}

/// The n-th write of a save fails and the program ends there. A save that did not answer is whole or absent.
bool World::crash(SimStation& station, SeededRandom& draw)
{
    station.store->failAfter(1 + draw.below(kMostWritesOfSave));
    const bool saved = edit(station, draw);
    kill(station);
    note(saved ? "saved" : "not saved");
    return true;
}

/// The wall clock only, by up to twenty years either way.
bool World::moveClock(SimStation& station, SeededRandom& draw)
{
    const auto off = std::chrono::days(draw.below(2 * kMostYearsOff * 365) - kMostYearsOff * 365);
    station.clock->setWall(FakeClock().now().plus(off));
    m_hubClock.advance(kBetweenSteps);
    return true;
}

}  // namespace prohori
