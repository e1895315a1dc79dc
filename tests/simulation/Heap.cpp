// SPDX-License-Identifier: GPL-3.0-or-later
#include "Heap.h"

#include <zstd.h>

#include <cstddef>
#include <vector>

#include <dlfcn.h>
#include <malloc.h>

/// Of the address sanitizer, which has an allocator of its own; null in other builds.
extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();

namespace {

/// One a thread and purpose, kept for the life of the program: as large as the largest message of the last hundred.
std::vector<const ZSTD_CCtx*>& packers()
{
    static std::vector<const ZSTD_CCtx*> all;
    return all;
}
std::vector<const ZSTD_DCtx*>& unpackers()
{
    static std::vector<const ZSTD_DCtx*> all;
    return all;
}

template <typename Make>
Make original(const char* name)
{
    return reinterpret_cast<Make>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ZSTD_CCtx* ZSTD_createCCtx()
{
    packers().push_back(original<ZSTD_CCtx* (*)()>("ZSTD_createCCtx")());
    return const_cast<ZSTD_CCtx*>(packers().back());
}

ZSTD_DCtx* ZSTD_createDCtx()
{
    unpackers().push_back(original<ZSTD_DCtx* (*)()>("ZSTD_createDCtx")());
    return const_cast<ZSTD_DCtx*>(unpackers().back());
}
}

namespace prohori {

qint64 heapBytes()
{
    std::size_t kept = 0;
    for (const ZSTD_CCtx* packer : packers())
        kept += ZSTD_sizeof_CCtx(packer);
    for (const ZSTD_DCtx* unpacker : unpackers())
        kept += ZSTD_sizeof_DCtx(unpacker);
    if (&__sanitizer_get_current_allocated_bytes != nullptr)
        return qint64(__sanitizer_get_current_allocated_bytes() - kept);
    const struct mallinfo2 info = mallinfo2();
    return qint64(info.uordblks + info.hblkhd) - qint64(kept);
}

}  // namespace prohori
