// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherFile.h"

#include "core/sql/CipherLibrary.h"
#include "core/sql/SqlFault.h"

#include <QByteArrayMatcher>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBusyTimeoutMs = 5000;
constexpr qsizetype kHeaderBytes = 16;
constexpr sqlite3_int64 kMostOfNewFile = 1024 * 1024;

const char* const kSettings[] = {
    "PRAGMA temp_store=MEMORY",           "PRAGMA secure_delete=ON",   "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",          "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0",
    "PRAGMA journal_size_limit=67108864",
};

/// A new file, or an existing one of some size. Only asks for names and sizes, see rawBytes().
Result<> refuseMissingFile(const QString& path, bool create)
{
    const QFileInfo file(path);
    if (!file.exists()) {
        if (create)
            return {};
        return Error{ErrorCode::Damaged,
                     u"%1 is missing: restore a backup; a new store is not made in its place"_s.arg(path)};
    }
    if (file.size() < kHeaderBytes && !(create && file.size() == 0))
        return Error{ErrorCode::Damaged, u"%1 is emptied or cut off: restore a backup"_s.arg(path)};
    return {};
}

/** The first bytes of the open file as they lie on the disk, read through SQLite's own descriptor.

    Never through another one: POSIX drops all locks that a process holds on a file as soon as it closes any
    descriptor of it. Another connection of this process would lose its locks, and the next process to close
    the file would take the log away under it.
*/
QByteArray rawBytes(sqlite3* handle, sqlite3_int64 most)
{
    sqlite3_file* file = nullptr;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file
        || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return {};
    QByteArray bytes(qsizetype(std::min(most, size)), '\0');
    if (file->pMethods->xRead(file, bytes.data(), int(bytes.size()), 0) != SQLITE_OK)
        return {};
    return bytes;
}

Result<> refusePlainFile(sqlite3* handle, const QString& path)
{
    if (rawBytes(handle, kHeaderBytes).startsWith("SQLite format 3"))
        return Error{ErrorCode::Damaged, u"%1 is not encrypted: it is refused"_s.arg(path)};
    return {};
}

/// Runs statements without results of interest; `first`, when given, takes the first column of the last row.
Result<> plain(sqlite3* handle, const QString& path, const char* sql, QByteArray* first = nullptr)
{
    const auto take = [](void* into, int columns, char** values, char**) {
        if (into && columns > 0 && values[0])
            *static_cast<QByteArray*>(into) = values[0];
        return 0;
    };
    if (sqlite3_exec(handle, sql, take, first, nullptr) == SQLITE_OK)
        return {};
    return sqlFault(sqlite3_extended_errcode(handle), QString::fromUtf8(sqlite3_errmsg(handle)), path,
                    QString::fromLatin1(sql));
}

Result<> setSwitch(sqlite3* handle, int which, int wanted)
{
    int now = !wanted;
    if (sqlite3_db_config(handle, which, wanted, &now) != SQLITE_OK || now != wanted)
        return Error{ErrorCode::Storage, u"the database library does not take the setting %1"_s.arg(which)};
    return {};
}

Result<> applySettings(sqlite3* handle, const QString& path, const CipherOptions& options)
{
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    sqlite3_extended_result_codes(handle, 1);
    // A wrong key shows at the first read, and must show before any pragma writes.
    if (auto readable = plain(handle, path, "SELECT count(*) FROM sqlite_schema"); !readable)
        return readable;
    for (const char* setting : kSettings) {
        if (auto set = plain(handle, path, setting); !set)
            return set;
    }
    QByteArray journal;
    if (auto wal = plain(handle, path, "PRAGMA journal_mode=WAL", &journal); !wal)
        return wal;
    if (journal != "wal")
        return Error{ErrorCode::Storage,
                     u"%1 cannot be opened: its disk cannot keep a write-ahead log"_s.arg(path)};
    if (auto sync =
            plain(handle, path, options.durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
        !sync)
        return sync;
    const QByteArray cache = "PRAGMA cache_size=-" + QByteArray::number(options.cacheKiB);
    if (auto sized = plain(handle, path, cache.constData()); !sized)
        return sized;
    if (auto defensive = setSwitch(handle, SQLITE_DBCONFIG_DEFENSIVE, 1); !defensive)
        return defensive;
    return setSwitch(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
}

/// For the write-ahead log only: it bears no locks.
Result<bool> holds(const QString& path, const QByteArray& marker)
{
    QFile file(path);
    if (!file.exists())
        return false;
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(path, file.errorString())};
    return QByteArrayMatcher(marker).indexIn(file.readAll()) >= 0;
}

}  // namespace

void CipherClose::operator()(sqlite3* handle) const
{
    sqlite3_close_v2(handle);
}

Result<> proveEncrypted(sqlite3* handle, const QString& path)
{
    QByteArray marker;
    const auto written = [&]() -> Result<> {
        if (auto made = plain(handle, path,
                              "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS marker_row (marker TEXT);"
                              "INSERT INTO marker_row VALUES (hex(randomblob(32))); COMMIT");
            !made)
            return made;
        // Copied into the file, it still stands in the log too.
        if (auto copied = plain(handle, path, "PRAGMA wal_checkpoint(PASSIVE)"); !copied)
            return copied;
        return plain(handle, path, "SELECT marker FROM marker_row", &marker);
    }();
    if (!written)
        return written;
    const auto inLog = holds(path + u"-wal"_s, marker);
    if (!inLog)
        return inLog.error();
    if (*inLog || QByteArrayMatcher(marker).indexIn(rawBytes(handle, kMostOfNewFile)) >= 0)
        return Error{ErrorCode::Damaged,
                     u"%1 is not encrypted: the database library is wrong; install the program again"_s.arg(
                         path)};
    return plain(handle, path, "DROP TABLE marker_row");
}

Result<CipherHandle> openCipherFile(const QString& path, const KeyProvider& key, const CipherOptions& options)
{
    if (auto library = startCipherLibrary(); !library)
        return library.error();
    if (auto fine = refuseMissingFile(path, options.create); !fine)
        return fine.error();
    const bool isNew = QFileInfo(path).size() == 0;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
                    | SQLITE_OPEN_NOFOLLOW | (options.create ? SQLITE_OPEN_CREATE : 0);
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &opened, flags, nullptr);
    CipherHandle handle(opened);
    if (code != SQLITE_OK)
        return sqlFault(code, QString::fromUtf8(opened ? sqlite3_errmsg(opened) : sqlite3_errstr(code)),
                        path);
    if (auto fine = refusePlainFile(handle.get(), path); !fine)
        return fine.error();
    if (auto keyed = giveKey(handle.get(), key()); !keyed)
        return keyed.error();
    if (auto set = applySettings(handle.get(), path, options); !set)
        return set.error();
    if (isNew) {
        if (auto proved = proveEncrypted(handle.get(), path); !proved)
            return proved.error();
    }
    return handle;
}

}  // namespace prohori
