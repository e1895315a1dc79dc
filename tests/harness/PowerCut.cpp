// SPDX-License-Identifier: GPL-3.0-or-later
#include "PowerCut.h"

#include <QDirIterator>
#include <QFile>

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <new>

namespace {

prohori::PowerCut::Shared* shared = nullptr;

int noted(int file, long call)
{
    if (!shared)
        return static_cast<int>(syscall(call, file));
    if (shared->lying)
        return 0;
    const int done = static_cast<int>(syscall(call, file));
    struct stat now {};
    if (done != 0 || fstat(file, &now) != 0 || !S_ISREG(now.st_mode))
        return done;
    const int at = shared->used++;
    if (at >= prohori::PowerCut::Shared::kMost)
        _exit(99);
    shared->entries[at] = {now.st_ino, now.st_size};
    return done;
}

}  // namespace

extern "C" int fsync(int file)
{
    return noted(file, SYS_fsync);
}
extern "C" int fdatasync(int file)
{
    return noted(file, SYS_fdatasync);
}

namespace prohori {

PowerCut::PowerCut()
{
    void* memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        qFatal("no shared memory");
    shared = new (memory) Shared;
}

PowerCut::~PowerCut()
{
    munmap(std::exchange(shared, nullptr), sizeof(Shared));
}

void PowerCut::begin(const QString& folder, bool lying)
{
    m_before.clear();
    shared->used = 0;
    shared->lying = lying;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        struct stat now {};
        if (stat(QFile::encodeName(walk.next()).constData(), &now) == 0)
            m_before[now.st_ino] = now.st_size;
    }
}

void PowerCut::strike(const QString& folder)
{
    shared->lying = false;
    std::map<ino_t, off_t> kept = m_before;
    for (int i = 0; i < shared->used; ++i) {
        const auto& entry = shared->entries[i];
        const auto before = m_before.find(entry.inode);
        kept[entry.inode] = before == m_before.end() ? entry.size : std::max(before->second, entry.size);
    }
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QByteArray name = QFile::encodeName(walk.next());
        struct stat now {};
        if (stat(name.constData(), &now) != 0)
            continue;
        const auto known = kept.find(now.st_ino);
        if (known == kept.end())
            unlink(name.constData());
        else if (now.st_size > known->second && truncate(name.constData(), known->second) != 0)
            qFatal("a file cannot be cut");
    }
}

}  // namespace prohori
