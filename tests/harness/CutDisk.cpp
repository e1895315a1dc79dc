// SPDX-License-Identifier: GPL-3.0-or-later
#include "CutDisk.h"

#include "core/sql/CipherLibrary.h"

#include <QDirIterator>
#include <QFile>

#include <cstring>
#include <strings.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

struct CutDisk::Private {
    QString folder;
    Setting setting = Setting::Full;
    QMap<QString, QByteArray> before;
    QList<DiskAct> acts;
    QHash<QString, int> names;  ///< as the running program sees them
    int files = 0;
    bool recording = false;
    bool insideVfs = false;
    sqlite3_vfs* ordinary = nullptr;
    sqlite3_vfs shim{};

    std::optional<QString> nameOf(const QString& path) const
    {
        if (!recording || !path.startsWith(folder + u'/'))
            return std::nullopt;
        const QString name = path.sliced(folder.size() + 1);
        // What holds locks means nothing after a cut.
        if (name == u"store.lock"_s || name.endsWith(u"-shm"_s))
            return std::nullopt;
        return name;
    }
    int fileOf(const QString& name)
    {
        const auto known = names.constFind(name);
        if (known != names.constEnd())
            return *known;
        names[name] = ++files;
        acts.append({DiskAct::Create, files, 0, {}, name, {}});
        return files;
    }
    void synced(const QString& folderOf) { acts.append({DiskAct::SyncFolder, 0, 0, {}, folderOf, {}}); }
};

namespace {

CutDisk::Private* disk = nullptr;

QString folderOf(const QString& name)
{
    return name.left(std::max<qsizetype>(0, name.lastIndexOf(u'/')));
}

/// Where the file that a descriptor stands for lies.
QString pathOf(int file)
{
    char link[64], path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(link, path, sizeof path);
    return length > 0 ? QString::fromLocal8Bit(path, length) : QString();
}

int syncedBeside(int file, long call)
{
    if (!disk)
        return static_cast<int>(syscall(call, file));
    if (!disk->recording || disk->insideVfs)
        return 0;
    const QString path = pathOf(file);
    if (path == disk->folder)
        disk->synced({});
    else if (const auto name = disk->nameOf(path)) {
        if (*name == u"unsent"_s || *name == u"attachments"_s)
            disk->synced(*name);
        else
            disk->acts.append({DiskAct::Sync, disk->fileOf(*name), 0, {}, {}, {}});
    }
    return 0;
}

// --- the VFS

struct WatchedFile {
    sqlite3_file base;
    int file;  ///< 0: nothing of it is remembered
    bool namesNew;
    sqlite3_file* real;
};

WatchedFile* watched(sqlite3_file* file)
{
    return reinterpret_cast<WatchedFile*>(file);
}
sqlite3_file* real(sqlite3_file* file)
{
    return watched(file)->real;
}

/// While it lives, what the ordinary VFS does is not taken for something beside it.
struct Inside {
    Inside() { disk->insideVfs = true; }
    ~Inside() { disk->insideVfs = false; }
};

bool isWatched(sqlite3_file* file)
{
    return watched(file)->file > 0 && disk->recording;
}

int closeFile(sqlite3_file* file)
{
    const Inside inside;
    return real(file)->pMethods->xClose(real(file));
}
int readFile(sqlite3_file* file, void* into, int bytes, sqlite3_int64 at)
{
    return real(file)->pMethods->xRead(real(file), into, bytes, at);
}
int writeFile(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at)
{
    const Inside inside;
    if (isWatched(file))
        disk->acts.append({DiskAct::Write,
                           watched(file)->file,
                           at,
                           QByteArray(static_cast<const char*>(from), bytes),
                           {},
                           {}});
    return real(file)->pMethods->xWrite(real(file), from, bytes, at);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size)
{
    const Inside inside;
    if (isWatched(file))
        disk->acts.append({DiskAct::Truncate, watched(file)->file, size, {}, {}, {}});
    return real(file)->pMethods->xTruncate(real(file), size);
}
int syncFile(sqlite3_file* file, int)
{
    if (!isWatched(file))
        return SQLITE_OK;
    disk->acts.append({DiskAct::Sync, watched(file)->file, 0, {}, {}, {}});
    // With the first sync of a log that it made the ordinary VFS syncs the folder too.
    if (std::exchange(watched(file)->namesNew, false))
        disk->synced({});
    return SQLITE_OK;
}
int sizeOfFile(sqlite3_file* file, sqlite3_int64* size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lockFile(sqlite3_file* file, int kind)
{
    return real(file)->pMethods->xLock(real(file), kind);
}
int unlockFile(sqlite3_file* file, int kind)
{
    return real(file)->pMethods->xUnlock(real(file), kind);
}
int isReserved(sqlite3_file* file, int* out)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int controlFile(sqlite3_file* file, int what, void* with)
{
    if (what == SQLITE_FCNTL_PRAGMA && disk->recording && disk->setting != CutDisk::Setting::Full) {
        char** const words = static_cast<char**>(with);
        if (words[1] && words[2] && strcasecmp(words[1], "synchronous") == 0 && words[2][0] != '\0')
            std::memcpy(words[2], disk->setting == CutDisk::Setting::Normal ? "1" : "0", 2);
    }
    return real(file)->pMethods->xFileControl(real(file), what, with);
}
int sectorSize(sqlite3_file* file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file* file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int mapShared(sqlite3_file* file, int region, int size, int extend, void volatile** memory)
{
    const Inside inside;
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
int lockShared(sqlite3_file* file, int offset, int count, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void barrierShared(sqlite3_file* file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}
int unmapShared(sqlite3_file* file, int remove)
{
    const Inside inside;
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

const sqlite3_io_methods kMethods{
    2,          closeFile,     readFile,    writeFile,   truncateFile, syncFile,        sizeOfFile,
    lockFile,   unlockFile,    isReserved,  controlFile, sectorSize,   characteristics, mapShared,
    lockShared, barrierShared, unmapShared, nullptr,     nullptr};

int openFile(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* outFlags)
{
    const Inside inside;
    auto* const own = watched(file);
    own->base.pMethods = nullptr;
    own->real = reinterpret_cast<sqlite3_file*>(own + 1);
    own->real->pMethods = nullptr;
    own->file = 0;
    const int code = disk->ordinary->xOpen(disk->ordinary, path, own->real, flags, outFlags);
    if (own->real->pMethods)
        own->base.pMethods = &kMethods;
    const auto name = path ? disk->nameOf(QFile::decodeName(path)) : std::nullopt;
    if (code != SQLITE_OK || !name)
        return code;
    const auto acts = disk->acts.size();
    own->file = disk->fileOf(*name);
    own->namesNew = disk->acts.size() > acts && (flags & SQLITE_OPEN_WAL) != 0;
    return code;
}
int removeFile(sqlite3_vfs*, const char* path, int alsoSync)
{
    const Inside inside;
    if (const auto name = disk->nameOf(QFile::decodeName(path)); name && disk->names.remove(*name) > 0) {
        disk->acts.append({DiskAct::Remove, 0, 0, {}, *name, {}});
        if (alsoSync)
            disk->synced(folderOf(*name));
    }
    return disk->ordinary->xDelete(disk->ordinary, path, 0);
}

}  // namespace

extern "C" int fsync(int file)
{
    return syncedBeside(file, SYS_fsync);
}
extern "C" int fdatasync(int file)
{
    return syncedBeside(file, SYS_fdatasync);
}
extern "C" ssize_t write(int file, const void* from, size_t bytes)
{
    if (disk && disk->recording && !disk->insideVfs && file > STDERR_FILENO) {
        if (const auto name = disk->nameOf(pathOf(file))) {
            const auto at = static_cast<qint64>(lseek(file, 0, SEEK_CUR));
            disk->acts.append({DiskAct::Write,
                               disk->fileOf(*name),
                               at,
                               QByteArray(static_cast<const char*>(from), qsizetype(bytes)),
                               {},
                               {}});
        }
    }
    return syscall(SYS_write, file, from, bytes);
}
extern "C" int rename(const char* from, const char* to)
{
    if (disk && !disk->insideVfs) {
        const auto name = disk->nameOf(QFile::decodeName(from)), next = disk->nameOf(QFile::decodeName(to));
        if (name && next) {
            disk->names[*next] = disk->fileOf(*name);
            disk->names.remove(*name);
            disk->acts.append({DiskAct::Rename, 0, 0, {}, *name, *next});
        }
    }
    return static_cast<int>(syscall(SYS_rename, from, to));
}
extern "C" int unlink(const char* path)
{
    if (disk && !disk->insideVfs) {
        const auto name = disk->nameOf(QFile::decodeName(path));
        if (name && disk->names.remove(*name) > 0)
            disk->acts.append({DiskAct::Remove, 0, 0, {}, *name, {}});
    }
    return static_cast<int>(syscall(SYS_unlink, path));
}

namespace prohori {

CutDisk::CutDisk() : d(std::make_unique<Private>())
{
    if (!startCipherLibrary())
        qFatal("the database library does not start");
    d->ordinary = sqlite3_vfs_find(nullptr);
    d->shim = *d->ordinary;
    d->shim.zName = "cut-disk";
    d->shim.szOsFile = int(sizeof(WatchedFile)) + d->ordinary->szOsFile;
    d->shim.pNext = nullptr;
    d->shim.xOpen = openFile;
    d->shim.xDelete = removeFile;
    disk = d.get();
}

CutDisk::~CutDisk()
{
    stop();
    disk = nullptr;
}

void CutDisk::start(const QString& folder, Setting setting)
{
    d->folder = folder;
    d->setting = setting;
    d->acts.clear();
    d->names.clear();
    d->before.clear();
    d->files = 0;
    d->recording = true;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        QFile file(walk.next());
        const auto name = d->nameOf(file.fileName());
        if (!name || !file.open(QIODevice::ReadOnly))
            continue;
        d->before[*name] = file.readAll();
    }
    // By name, as the replay numbers them.
    for (auto it = d->before.constBegin(); it != d->before.constEnd(); ++it)
        d->names[it.key()] = ++d->files;
    sqlite3_vfs_register(&d->shim, 1);
}

void CutDisk::stop()
{
    d->recording = false;
    sqlite3_vfs_unregister(&d->shim);
    sqlite3_vfs_register(d->ordinary, 1);
}

qsizetype CutDisk::position() const
{
    return d->acts.size();
}
const QList<DiskAct>& CutDisk::acts() const
{
    return d->acts;
}
const QMap<QString, QByteArray>& CutDisk::before() const
{
    return d->before;
}

// --- what a cut leaves

namespace {

constexpr qint64 kSector = 512;

void put(QByteArray& content, qint64 at, QByteArrayView bytes)
{
    if (content.size() < at + bytes.size())
        content.append(at + bytes.size() - content.size(), '\0');
    std::memcpy(content.data() + at, bytes.data(), size_t(bytes.size()));
}

/// One sector or a part of it, as far as it came to the disk.
void putSector(QByteArray& content, qint64 at, QByteArrayView bytes, CutPolicy policy, SeededRandom& random)
{
    const int drawn = policy == CutPolicy::Torn ? random.below(3) : random.below(2);
    if (drawn == 0)
        return;
    if (drawn == 1 || bytes.size() < 2)
        return put(content, at, bytes);
    const qsizetype middle = 1 + random.below(int(bytes.size()) - 1);
    if (random.below(2) == 0)
        put(content, at, bytes.first(middle));
    else
        put(content, at + middle, bytes.sliced(middle));
}

void carryOut(QByteArray& content, const DiskAct& act, CutPolicy policy, SeededRandom& random)
{
    if (policy == CutPolicy::Dropped)
        return;
    if (act.kind == DiskAct::Truncate) {
        if (policy == CutPolicy::Kept || random.below(2) == 0)
            content.resize(std::min<qsizetype>(content.size(), act.offset));
        return;
    }
    if (policy == CutPolicy::Kept)
        return put(content, act.offset, act.bytes);
    for (qint64 done = 0; done < act.bytes.size();) {
        const qint64 at = act.offset + done;
        const qint64 count = std::min<qint64>(kSector - at % kSector, act.bytes.size() - done);
        putSector(content, at, QByteArrayView(act.bytes).sliced(done, count), policy, random);
        done += count;
    }
}

}  // namespace

CutReplay::CutReplay(const CutDisk& itsDisk) : m_disk(itsDisk)
{
    int number = 0;
    for (auto it = itsDisk.before().constBegin(); it != itsDisk.before().constEnd(); ++it) {
        m_files[++number].synced = it.value();
        m_names[it.key()] = number;
    }
}

void CutReplay::advanceTo(qsizetype position)
{
    for (; m_done < position; ++m_done)
        apply(m_disk.acts()[m_done]);
}

void CutReplay::applyName(QMap<QString, int>& names, const DiskAct& act)
{
    if (act.kind == DiskAct::Create)
        names[act.name] = act.file;
    else if (act.kind == DiskAct::Remove)
        names.remove(act.name);
    else if (names.contains(act.name))
        names[act.to] = names.take(act.name);
}

void CutReplay::apply(const DiskAct& act)
{
    switch (act.kind) {
    case DiskAct::Write:
    case DiskAct::Truncate: m_files[act.file].pending.append(&act); return;
    case DiskAct::Sync: {
        SeededRandom none(0);
        Content& content = m_files[act.file];
        for (const DiskAct* one : std::exchange(content.pending, {}))
            carryOut(content.synced, *one, CutPolicy::Kept, none);
        return;
    }
    case DiskAct::SyncFolder: {
        QList<const DiskAct*> others;
        for (const DiskAct* one : std::exchange(m_pendingNames, {})) {
            if (folderOf(one->name) == act.name)
                applyName(m_names, *one);
            else
                others.append(one);
        }
        m_pendingNames = others;
        return;
    }
    default: m_pendingNames.append(&act);
    }
}

QMap<QString, QByteArray> CutReplay::filesAfterCut(CutPolicy policy, SeededRandom& random) const
{
    QMap<QString, int> names = m_names;
    qsizetype come = policy == CutPolicy::Dropped ? 0 : m_pendingNames.size();
    if (policy == CutPolicy::Mixed || policy == CutPolicy::Torn)
        come = random.below(int(come) + 1);
    for (qsizetype i = 0; i < come; ++i)
        applyName(names, *m_pendingNames[i]);
    QMap<QString, QByteArray> files;
    for (auto it = names.constBegin(); it != names.constEnd(); ++it) {
        const Content content = m_files.value(it.value());
        QByteArray bytes = content.synced;
        for (const DiskAct* one : content.pending)
            carryOut(bytes, *one, policy, random);
        files[it.key()] = bytes;
    }
    return files;
}

}  // namespace prohori
