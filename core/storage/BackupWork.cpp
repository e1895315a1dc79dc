// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/BackupWork.h"

#include "core/base/PlantedFault.h"
#include "core/secrets/KeyHeader.h"
#include "core/sql/Connection.h"
#include "core/storage/Anchor.h"
#include "core/storage/BackupFile.h"
#include "core/storage/DiskSpace.h"
#include "core/storage/StoreFiles.h"

#include <QFile>
#include <QFileInfo>
#include <QMutex>
#include <QScopeGuard>
#include <QSet>

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kStoreName = u"/store.db"_s;
const QString kHeaderName = u"/keys.header"_s;
constexpr qint64 kBesides = 1024 * 1024;  ///< key slots, list of contents, the copy's own log

/// What a copy must have in common with its store.
constexpr QStringView kSummary =
    u"SELECT store, replica, counter, head, journal_lines, journal_head, changes, log_head, (SELECT count(*) "
    u"FROM "
    u"log), "
    u"(SELECT count(*) FROM record), (SELECT count(*) FROM case_words), (SELECT count(*) FROM statement), "
    u"(SELECT count(*) FROM draft), (SELECT count(*) FROM setting), (SELECT count(*) FROM journal), "
    u"replica_seed, needs_remint FROM identity";
constexpr int kBytesColumns[] = {0, 1, 3, 5, 7};
constexpr int kNumberColumns[] = {2, 4, 6, 8, 9, 10, 11, 12, 13, 14};
constexpr int kCounterColumn = 2;
constexpr int kLinesColumn = 4;
constexpr int kChangesColumn = 6;
constexpr int kLogRowsColumn = 8;
constexpr int kRecordsColumn = 9;
constexpr int kJournalRowsColumn = 14;
constexpr int kSeedColumn = 15;
constexpr int kRemintColumn = 16;

struct Summary {
    QList<QByteArray> bytes;
    QHash<int, qint64> numbers;
    bool operator==(const Summary&) const = default;

    StoreId store() const { return StoreId::fromBytes(bytes[0]); }
    ReplicaId replica() const { return ReplicaId::fromBytes(bytes[1]); }
    QByteArray head() const { return bytes[2]; }
    quint64 counter() const { return quint64(numbers[kCounterColumn]); }
};

Result<Summary> summaryOf(Connection& file, SigningKey* key = nullptr, bool* needsRemint = nullptr)
{
    Summary summary;
    const auto done = file.each(kSummary, {}, [&](const Row& row) -> Result<> {
        for (const int column : kBytesColumns)
            summary.bytes.append(row.bytes(column));
        for (const int column : kNumberColumns)
            summary.numbers.insert(column, row.integer(column));
        if (needsRemint)
            *needsRemint = row.integer(kRemintColumn) == 1;
        if (!key)
            return {};
        QByteArray seed = row.bytes(kSeedColumn);
        const auto read = SigningKey::fromSeed(SecretBytes::takeFrom(seed));
        if (!read)
            return read.error();
        *key = *read;
        return {};
    });
    if (!done)
        return done.error();
    if (summary.bytes.isEmpty())
        return Error{ErrorCode::Damaged, u"the store does not say which store it is: no backup is made"_s};
    return summary;
}

/// Of a store that was written to meanwhile: between what it held before and after, and in itself as many as it says.
bool liesBetween(const Summary& copy, const Summary& before, const Summary& after)
{
    if (copy == before || copy == after)
        return true;
    const auto isWithin = [&](int column) {
        return before.numbers[column] <= copy.numbers[column]
            && copy.numbers[column] <= after.numbers[column];
    };
    return before.store() == copy.store() && before.replica() == copy.replica()
        && copy.replica() == after.replica() && isWithin(kCounterColumn) && isWithin(kLinesColumn)
        && isWithin(kChangesColumn) && copy.numbers[kChangesColumn] == copy.numbers[kLogRowsColumn]
        && copy.numbers[kLinesColumn] == copy.numbers[kJournalRowsColumn];
}

/// SQLite makes its copy into this empty file, so that nobody else can read it and no link is followed.
Result<> makeEmpty(const QString& path)
{
    const int file = ::open(QFile::encodeName(path).constData(),
                            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, storefiles::kFileMode);
    if (file < 0)
        return errno == ENOSPC || errno == EDQUOT
                 ? diskFull(QFileInfo(path).absolutePath(), kBesides)
                 : storefiles::systemError(u"cannot write the backup"_s, path);
    ::close(file);
    return {};
}

void removeCopy(const QString& path)
{
    for (const QString& suffix : {QString(), u"-wal"_s, u"-shm"_s, u"-journal"_s})
        QFile::remove(path + suffix);
}

/// Opens the copy by itself, as a restored one will be, and marks it: whoever opens it cannot go on as this
/// replica.
Result<Summary> proveCopy(const QString& path, const SecretBytes& key)
{
    auto copy = Connection::open(path, [&key] { return key.view(); });
    if (!copy)
        return copy.error();
    const auto summary = summaryOf(*copy);
    if (!summary)
        return summary.error();
    if (auto marked = copy->run(u"UPDATE identity SET needs_remint = ?", {plantedFault(17) ? 0 : 1}); !marked)
        return marked.error();
    if (auto flushed = copy->checkpoint(Connection::Checkpoint::Truncate); !flushed)
        return flushed.error();
    const auto faults = copy->integrityFaults(true);
    if (!faults)
        return faults.error();
    if (!faults->isEmpty())
        return Error{ErrorCode::Damaged,
                     u"the copy for the backup is not sound (%1): try again"_s.arg(faults->first())};
    return *summary;
}

/// Only after this a file counts as a backup: it is read from the disk as a restore will read it.
Result<> proveFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"cannot read %1: %2"_s.arg(path, file.errorString())};
    const auto manifest = backupfile::readManifest(file);
    if (!manifest)
        return manifest.error();
    return {};
}

QMutex runningMutex;

QSet<QString>& running()
{
    static QSet<QString> folders;
    return folders;
}

}  // namespace

BackupWork::BackupWork(const QString& folder, const SecretBytes& dataKey, Instant made)
    : m_folder(QFileInfo(folder).absoluteFilePath()),
      m_dataKey(dataKey),
      m_made(made),
      m_stopped(std::make_shared<std::atomic<bool>>(false))
{}

bool BackupWork::isRunning(const QString& folder)
{
    const QMutexLocker lock(&runningMutex);
    return running().contains(QFileInfo(folder).absoluteFilePath());
}

Result<> BackupWork::goOn() const
{
    if (m_stopped->load())
        return Error{ErrorCode::Cancelled, u"the backup was stopped"_s};
    return {};
}

Result<> BackupWork::run(const QString& file) const
{
    {
        const QMutexLocker lock(&runningMutex);
        if (running().contains(m_folder))
            return Error{ErrorCode::Busy, u"a backup of %1 is being made"_s.arg(m_folder)};
        running().insert(m_folder);
    }
    const auto done = qScopeGuard([this] {
        const QMutexLocker lock(&runningMutex);
        running().remove(m_folder);
    });
    auto store = Connection::open(m_folder + kStoreName, [this] { return m_dataKey.view(); });
    if (!store)
        return store.error();
    return copy(*store, file);
}

/// The store is sound, and not behind its anchor: else a backup would only keep the damage.
Result<> BackupWork::testStore(Connection& store) const
{
    const auto faults = store.integrityFaults(false);
    if (!faults)
        return faults.error();
    if (!faults->isEmpty())
        return Error{ErrorCode::Damaged,
                     u"the store in %1 is damaged (%2): no backup is made of it"_s.arg(m_folder,
                                                                                       faults->first())};
    // Read before the store: an anchor is written after its save.
    const auto mark = Anchor(m_folder, m_dataKey).read();
    bool needsRemint = false;
    const auto summary = summaryOf(store, nullptr, &needsRemint);
    if (!summary)
        return summary.error();
    if (mark && mark->replica == summary->replica() && mark->counter > summary->counter() && !needsRemint)
        return Error{ErrorCode::Damaged,
                     u"the store in %1 lacks saves that its anchor knows: close and open it first"_s.arg(
                         m_folder)};
    return {};
}

Result<> BackupWork::copy(Connection& store, const QString& file) const
{
    const QString parent = QFileInfo(file).absolutePath();
    if (!QFileInfo(parent).isDir())
        return Error{ErrorCode::NotFound, u"there is no folder %1 for the backup"_s.arg(parent)};
    const qint64 bytes = QFileInfo(m_folder + kStoreName).size()
                       + QFileInfo(m_folder + kStoreName + u"-wal"_s).size() + kBesides;
    if (auto fits = needSpace(parent, bytes); !fits)
        return fits;
    if (auto sound = testStore(store); !sound)
        return sound;
    const QString part = file + u".part"_s;
    removeCopy(part);
    const auto clean = qScopeGuard([&] { removeCopy(part); });
    if (auto made = makeEmpty(part); !made)
        return made;
    if (auto copied = copyInto(store, part); !copied) {
        removeCopy(part);
        return copied.error().hint == u"disk-full"_s ? Result<>(diskFull(parent, bytes)) : copied;
    }
    if (::rename(QFile::encodeName(part).constData(), QFile::encodeName(file).constData()) != 0)
        return storefiles::systemError(u"cannot name"_s, file);
    return storefiles::syncFolder(parent);
}

Result<> BackupWork::copyInto(Connection& store, const QString& part) const
{
    const auto header = KeyHeader::load(m_folder + kHeaderName);
    if (!header)
        return header.error();
    SigningKey key;
    const auto before = summaryOf(store, &key);
    const auto schema = store.integer(u"PRAGMA user_version");
    if (!before || !schema)
        return before ? schema.error() : before.error();
    if (auto on = goOn(); !on)
        return on;
    if (auto copied = store.vacuumInto(part); !copied)
        return copied;
    const auto after = summaryOf(store);
    if (!after)
        return after.error();
    if (auto on = goOn(); !on)
        return on;
    const auto copied = proveCopy(part, m_dataKey);
    if (!copied)
        return copied.error();
    if (!liesBetween(*copied, *before, *after))
        return Error{ErrorCode::Damaged, u"the copy for the backup is not what the store holds: try again"_s};
    BackupManifest manifest;
    manifest.store = copied->store();
    manifest.replica = copied->replica();
    manifest.replicaKey = key.publicKey();
    manifest.counter = copied->counter();
    manifest.head = ChangeId::fromBytes(copied->head());
    manifest.changes = copied->numbers[kChangesColumn];
    manifest.records = copied->numbers[kRecordsColumn];
    manifest.journalLines = copied->numbers[kLinesColumn];
    manifest.schema = *schema;
    manifest.made = m_made;
    if (auto on = goOn(); !on)
        return on;
    if (auto done = backupfile::finish(part, header->toBytes(), manifest, key); !done)
        return done;
    return proveFile(part);
}

}  // namespace prohori
