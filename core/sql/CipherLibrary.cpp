// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherLibrary.h"

#include <QByteArray>
#include <QVersionNumber>

#include <malloc.h>
#include <mutex>
#include <optional>
#include <string.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kRawKeyBytes = 32;
const QVersionNumber kLeastCipher(4, 6, 1);

// SQLite's memory goes through these, so that no case text stays behind in freed blocks.
void* wipingMalloc(int bytes)
{
    return malloc(static_cast<size_t>(bytes));
}
int wipingSize(void* block)
{
    return block ? static_cast<int>(malloc_usable_size(block)) : 0;
}
void wipingFree(void* block)
{
    if (block)
        explicit_bzero(block, malloc_usable_size(block));
    free(block);
}
void* wipingRealloc(void* block, int bytes)
{
    void* grown = malloc(static_cast<size_t>(bytes));
    if (!grown)
        return nullptr;
    memcpy(grown, block, std::min(malloc_usable_size(block), static_cast<size_t>(bytes)));
    wipingFree(block);
    return grown;
}
int wipingRoundup(int bytes)
{
    return (bytes + 7) & ~7;
}
int wipingInit(void*)
{
    return SQLITE_OK;
}
void wipingShutdown(void*) {}

const sqlite3_mem_methods kWipingMemory{wipingMalloc,  wipingFree, wipingRealloc,  wipingSize,
                                        wipingRoundup, wipingInit, wipingShutdown, nullptr};

void keepSilent(void*, int, const char*) {}

QStringList firstColumn(sqlite3* handle, const char* sql)
{
    QStringList values;
    const auto take = [](void* into, int columns, char** row, char**) {
        if (columns > 0 && row[0])
            static_cast<QStringList*>(into)->append(QString::fromUtf8(row[0]));
        return 0;
    };
    sqlite3_exec(handle, sql, take, &values, nullptr);
    return values;
}

/// SQLCipher has a log of its own besides that of SQLite, on standard error. Holds for the whole process.
void silenceCipherLog()
{
    sqlite3* probe = nullptr;
    sqlite3_open_v2(":memory:", &probe, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    firstColumn(probe, "PRAGMA cipher_log_source = NONE");
    sqlite3_close_v2(probe);
}

Result<> prepareLibrary()
{
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &kWipingMemory) != SQLITE_OK
        || sqlite3_config(SQLITE_CONFIG_LOG, &keepSilent, nullptr) != SQLITE_OK
        || sqlite3_initialize() != SQLITE_OK)
        return Error{ErrorCode::Storage, u"the database library does not start"_s};
    silenceCipherLog();
    return judgeCipherLibrary(cipherReport());
}

}  // namespace

Result<> judgeCipherLibrary(const CipherReport& report)
{
    if (report.cipherVersion.isEmpty())
        return Error{ErrorCode::Damaged, u"the database library cannot encrypt: install the program again"_s};
    if (QVersionNumber::fromString(report.cipherVersion) < kLeastCipher)
        return Error{ErrorCode::Damaged,
                     u"SQLCipher %1 is too old: 4.6.1 or later is needed"_s.arg(report.cipherVersion)};
    // 2: in memory by default, 3: always.
    if (!report.buildOptions.contains(u"TEMP_STORE=2"_s) && !report.buildOptions.contains(u"TEMP_STORE=3"_s))
        return Error{ErrorCode::Damaged, u"this build of SQLCipher writes temporary files: it is refused"_s};
    return {};
}

CipherReport cipherReport()
{
    sqlite3* probe = nullptr;
    sqlite3_open_v2(":memory:", &probe, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const CipherReport report{firstColumn(probe, "PRAGMA cipher_version").value(0),
                              firstColumn(probe, "PRAGMA compile_options")};
    sqlite3_close_v2(probe);
    return report;
}

Result<> startCipherLibrary()
{
    static std::once_flag once;
    static std::optional<Error> fault;
    std::call_once(once, [] {
        if (const auto ready = prepareLibrary(); !ready)
            fault = ready.error();
    });
    if (fault)
        return *fault;
    return {};
}

Result<> giveKey(sqlite3* handle, std::span<const unsigned char> key)
{
    if (key.size() != kRawKeyBytes)
        return Error{ErrorCode::Invalid,
                     u"a store key has %1 bytes, not %2"_s.arg(kRawKeyBytes).arg(key.size())};
    static const char kHex[] = "0123456789abcdef";
    char literal[2 + 2 * kRawKeyBytes + 1];
    char* out = literal;
    *out++ = 'x';
    *out++ = '\'';
    for (const unsigned char byte : key) {
        *out++ = kHex[byte >> 4];
        *out++ = kHex[byte & 0xf];
    }
    *out++ = '\'';
    const int code = sqlite3_key_v2(handle, "main", literal, static_cast<int>(sizeof literal));
    explicit_bzero(literal, sizeof literal);
    if (code != SQLITE_OK)
        return Error{ErrorCode::Storage, u"the database did not take its key (code %1)"_s.arg(code)};
    return {};
}

}  // namespace prohori
