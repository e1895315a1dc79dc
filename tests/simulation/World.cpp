// SPDX-License-Identifier: GPL-3.0-or-later
#include "World.h"

#include "Checker.h"
#include "Heap.h"

#include <QDir>

namespace prohori {

using namespace Qt::StringLiterals;

World::World(const Plan& plan, const QString& folder) : m_plan(plan), m_folder(folder), m_chance(plan.chance)
{
    seedKeys(plan.chance);
    m_heapBefore = heapBytes();
    QDir().mkpath(m_folder);
    copyImage(QFileInfo(Cast::get().hubFile()).path(), m_folder + u"/hub"_s);
    openHub();
    for (const Seat each : plan.seats)
        seat(each);
    m_trace = QByteArray(32, '\0');
}

World::~World()
{
    for (const auto& station : m_stations)
        station->store.reset();
    m_hub.reset();
    m_storage.reset();
    QDir(m_folder).removeRecursively();
}

void World::breakAt(int invariant, const QString& what)
{
    if (m_breach.isEmpty())
        m_breach = u"invariant %1: %2"_s.arg(invariant).arg(what);
}

void World::note(const QByteArray& what)
{
    m_trace = blake2b(m_trace + what);
}

void World::run(const Step& step)
{
    if (!m_breach.isEmpty() || m_stations.empty())
        return;
    m_touched.clear();
    m_hubTouched = false;
    // Who has nothing to do with it leaves it to the next.
    const std::size_t tries = step.action <= Action::EndMove ? m_stations.size() : 1;
    bool did = false;
    for (std::size_t next = 0; next < tries && !did && m_breach.isEmpty(); ++next) {
        SeededRandom draw(step.draw);
        did = act(step, *m_stations[(std::size_t(step.who) + next) % m_stations.size()], draw);
    }
    if (did)
        ++m_done[step.action];
    note(QByteArray::number(int(step.action)) + (did ? "+" : "-"));
    Checker(*this).afterStep();
}

bool World::act(const Step& step, SimStation& station, SeededRandom& draw)
{
    switch (step.action) {
    case Action::Create: return create(station, draw);
    case Action::Save: return edit(station, draw);
    case Action::Draft: return keepDraft(station, draw);
    case Action::SaveDraft: return saveDraft(station, draw);
    case Action::Conflict: return conflict(station, draw);
    case Action::Resolve: return resolve(station, draw);
    case Action::Talk: return talk(station, draw);
    case Action::Submit: return workflow(station, ActKind::Submit, draw);
    case Action::Approve: return workflow(station, ActKind::Approve, draw);
    case Action::Return: return workflow(station, ActKind::Return, draw);
    case Action::Reopen: return workflow(station, ActKind::Reopen, draw);
    case Action::Accept: return workflow(station, ActKind::Accept, draw);
    case Action::Void: return workflow(station, ActKind::Void, draw);
    case Action::Merge: return workflow(station, ActKind::Merge, draw);
    case Action::Offer: return offer(station, draw);
    case Action::Answer: return answer(station, draw);
    case Action::Move: return move(station, draw);
    case Action::TakeOver: return takeOver(draw);
    case Action::EndMove: return endMove(station, draw);
    case Action::Revoke: return revoke(station, draw);
    case Action::Backup: return backup(station);
    case Action::Restore: return restore(station);
    case Action::Image: return image(station);
    case Action::Rollback: return rollback(station, draw);
    case Action::Clone: return clone(station, draw);
    case Action::Join: return join();
    case Action::Sync: meet(station, draw); return true;
    case Action::CutSync: return cutSync(station, draw);
    case Action::Crash: return crash(station, draw);
    case Action::Upgrade: return upgrade(station, draw);
    case Action::Poison: return poison(station, draw);
    case Action::Replay: return replay(station, draw);
    case Action::Clock: return moveClock(station, draw);
    case Action::HubCrash: crashHub(); return true;
    case Action::HubImage: return imageHub();
    case Action::HubBack: return setHubBack(draw);
    case Action::WriteStick: return writeStick(station, draw);
    case Action::ReadStick: return readStick(station, draw);
    }
    return false;
}

void World::finish()
{
    if (!m_breach.isEmpty())
        return;
    Checker(*this).atTheEnd();
}

}  // namespace prohori
