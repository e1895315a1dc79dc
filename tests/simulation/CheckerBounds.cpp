// SPDX-License-Identifier: GPL-3.0-or-later
// Invariant 14: what is counted, not timed.
#include "Checker.h"

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

}  // namespace

/// What all open files together take from the SQL library's heap, which counts every byte; and the messages of the line.
void Checker::checkBounds()
{
    const qint64 heap = sqlite3_memory_used();
    const auto files = qint64(m_world.m_stations.size() + 1);
    if (heap > files * kMostHeapAFile)
        breakAt(14, u"%1 open files take %2 bytes"_s.arg(files).arg(heap));
    const qsizetype message = std::max(m_world.m_line.lastRequest.size(), m_world.m_line.lastAnswer.size());
    if (message > kMaxBodyBytes)
        breakAt(14, u"a message has %1 bytes"_s.arg(message));
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
