// SPDX-License-Identifier: GPL-3.0-or-later
// Invariant 14: what is counted, not timed.
#include "Checker.h"

#include "Heap.h"

#include "sync/wire/Messages.h"

#include <QDir>

#include <sqlcipher/sqlite3.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostWalBytes = 8 << 20;
constexpr qsizetype kMostBytesASave = 96 * 1024;  ///< of its second home, in a history with long answers
constexpr qint64 kMostHeapAFile =
    4 << 20;  ///< of the SQL library for one open store: page cache, statements, schema

constexpr qint64 kMostHeapAStation = 3 << 20;
constexpr qint64 kMostHeapAByte = 60;  ///< of what was written, at each place that holds it
constexpr int kRounds = 12, kRoundsToSettle = 4;
constexpr qint64 kMostDrift = 16 << 10;

}  // namespace

/// What all open files together take from the SQL library's heap, which counts every byte; and the messages of the line.
void Checker::checkBounds()
{
    const qint64 heap = sqlite3_memory_used();
    const auto files = qint64(m_world.m_stations.size() + 1);
    if (heap > files * kMostHeapAFile)
        breakAt(14, u"%1 open files take %2 bytes"_s.arg(files).arg(heap));
    checkHeap();
    const qsizetype message = std::max(m_world.m_line.lastRequest.size(), m_world.m_line.lastAnswer.size());
    if (message > kMaxBodyBytes)
        breakAt(14, u"a message has %1 bytes"_s.arg(message));
}

/// Everything of the history, this program's own notes about it among it: what it may take grows with the stations and with what was written.
void Checker::checkHeap()
{
    const qint64 heap = heapBytes() - m_world.m_heapBefore;
    qint64 written = 0;
    for (const ChangePtr& change : std::as_const(m_world.m_made))
        written += change->signedBytes().size();
    const auto stations = qint64(m_world.m_stations.size());
    const qint64 most = (stations + 1) * kMostHeapAStation + written * kMostHeapAByte * (stations + 1);
    if (heap > most)
        breakAt(14,
                u"%1 stations take %2 bytes after %3 were written"_s.arg(stations).arg(heap).arg(written));
}

/// Doing the same again takes nothing more, however often: a year of syncs that bring nothing, and of cases that are looked at.
void Checker::checkEndurance(SimStation& station)
{
    if (isRevoked(station))
        return;
    qint64 settled = 0;
    for (int round = 0; round < kRounds; ++round) {
        if (round == kRoundsToSettle)
            settled = heapBytes();
        m_world.sync(station);
        for (const RecordId& record : std::as_const(m_world.m_records)) {
            (void)station.store->state(record);
            (void)station.store->history(record);
        }
    }
    if (const qint64 more = heapBytes() - settled; more > kMostDrift)
        breakAt(14, u"the same %1 syncs and looks take %2 bytes more each"_s.arg(kRounds - kRoundsToSettle)
                        .arg(more / (kRounds - kRoundsToSettle)));
}

/// WAL and second home; and no file stays that was written aside.
void Checker::checkFolder(const SimStation& station, qsizetype held)
{
    const qint64 wal = QFileInfo(station.folder + u"/store.db-wal"_s).size();
    if (wal > kMostWalBytes)
        breakAt(14, u"the WAL has %1 bytes"_s.arg(wal));
    qint64 bytes = 0;
    const auto homes = QDir(station.folder + u"/unsent"_s).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo& home : homes)
        bytes += home.size();
    if (homes.size() > held || bytes > held * kMostBytesASave)
        breakAt(14, u"the second home of %1 changes has %2 files and %3 bytes"_s.arg(held)
                        .arg(homes.size())
                        .arg(bytes));
    static const QSet<QString> kKnown{u"store.db"_s, u"store.db-wal"_s, u"store.db-shm"_s, u"store.lock"_s,
                                      u"anchor"_s,   u"unsent"_s,       u"keys.header"_s,  u"attachments"_s};
    for (const QString& name :
         QDir(station.folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        if (!kKnown.contains(name))
            breakAt(14, u"%1 stays in the folder of a store"_s.arg(name));
    }
}

}  // namespace prohori
