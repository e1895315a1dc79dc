// SPDX-License-Identifier: GPL-3.0-or-later
// Here the functions are defined that the hardened ones of the C library would call.
#undef _FORTIFY_SOURCE
#include "FailingCalls.h"

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

prohori::FailurePlan* plan = nullptr;

bool isUnderPlan(const char* path)
{
    const size_t length = std::strlen(plan->under);
    return std::strncmp(path, plan->under, length) == 0;
}

/// 0, or the error that this call is to have.
int drawn(prohori::FailurePlan::Call call, const char* path)
{
    if (!plan || plan->at == 0 || plan->call != call || !isUnderPlan(path))
        return 0;
    const int number = ++plan->reached;
    if (number != plan->at && !(plan->sticky && number > plan->at))
        return 0;
    if (plan->failed++ == 0)
        std::snprintf(plan->where, sizeof plan->where, "%s", path);
    if (plan->error == prohori::FailurePlan::kDie)
        kill(getpid(), SIGKILL);
    return plan->error;
}

int drawnFor(prohori::FailurePlan::Call call, int file)
{
    if (!plan || plan->at == 0 || plan->call != call)
        return 0;
    char link[64], path[prohori::FailurePlan::kPathBytes];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    return drawn(call, path);
}

int failing(int error)
{
    errno = error;
    return -1;
}

size_t halfOf(size_t bytes)
{
    return bytes > 1 ? bytes / 2 : bytes;
}

int opened(const char* path, int flags, mode_t mode)
{
    if (const int error = drawn(prohori::FailurePlan::Open, path); error > 0)
        return failing(error);
    return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

__attribute__((constructor)) void takePlan()
{
    if (const char* file = std::getenv("PROHORI_FAILURE_PLAN"))
        prohori::useFailurePlan(file);
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(path, flags, mode);
}
int open64(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(path, flags, mode);
}
int __open_2(const char* path, int flags)
{
    return opened(path, flags, 0);
}
int __open64_2(const char* path, int flags)
{
    return opened(path, flags, 0);
}
ssize_t write(int file, const void* from, size_t bytes)
{
    const int error = drawnFor(prohori::FailurePlan::Write, file);
    if (error > 0)
        return failing(error);
    return syscall(SYS_write, file, from, error == prohori::FailurePlan::kShort ? halfOf(bytes) : bytes);
}
ssize_t pwrite64(int file, const void* from, size_t bytes, off64_t at)
{
    const int error = drawnFor(prohori::FailurePlan::Pwrite, file);
    if (error > 0)
        return failing(error);
    return syscall(SYS_pwrite64, file, from, error == prohori::FailurePlan::kShort ? halfOf(bytes) : bytes,
                   at);
}
ssize_t pwrite(int file, const void* from, size_t bytes, off_t at)
{
    return pwrite64(file, from, bytes, at);
}
// A database server asks for room by these two; what fails is that it gets none.
ssize_t pwritev64(int file, const iovec* parts, int count, off64_t at)
{
    if (const int error = drawnFor(prohori::FailurePlan::Pwrite, file); error > 0)
        return failing(error);
    return syscall(SYS_pwritev, file, parts, count, at, 0);
}
ssize_t pwritev(int file, const iovec* parts, int count, off_t at)
{
    return pwritev64(file, parts, count, at);
}
int posix_fallocate(int file, off_t at, off_t bytes)
{
    if (const int error = drawnFor(prohori::FailurePlan::Pwrite, file); error > 0)
        return error;
    return syscall(SYS_fallocate, file, 0, at, bytes) == 0 ? 0 : errno;
}
int posix_fallocate64(int file, off64_t at, off64_t bytes)
{
    return posix_fallocate(file, at, bytes);
}
int fsync(int file)
{
    if (const int error = drawnFor(prohori::FailurePlan::Fsync, file); error > 0)
        return failing(error);
    return plan && plan->syncsNothing ? 0 : static_cast<int>(syscall(SYS_fsync, file));
}
int fdatasync(int file)
{
    if (const int error = drawnFor(prohori::FailurePlan::Fdatasync, file); error > 0)
        return failing(error);
    return plan && plan->syncsNothing ? 0 : static_cast<int>(syscall(SYS_fdatasync, file));
}
int rename(const char* from, const char* to)
{
    if (const int error = drawn(prohori::FailurePlan::Rename, to); error > 0)
        return failing(error);
    return static_cast<int>(syscall(SYS_rename, from, to));
}

}  // extern "C"

namespace prohori {

FailurePlan* useFailurePlan(const char* file)
{
    const auto handle =
        static_cast<int>(syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (handle < 0 || ftruncate(handle, sizeof(FailurePlan)) != 0)
        return nullptr;
    void* memory = mmap(nullptr, sizeof(FailurePlan), PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
    close(handle);
    plan = memory == MAP_FAILED ? nullptr : static_cast<FailurePlan*>(memory);
    return plan;
}

}  // namespace prohori
