// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherPages.h"

#include <QScopeGuard>
#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

// SQLCipher 4: page ‖ IV ‖ HMAC-SHA512 over both and the page's number; the first page begins with the salt.
constexpr qsizetype kPage = 4096;
constexpr qsizetype kSalt = 16, kIv = 16, kMac = 64;
constexpr qsizetype kUsable = kPage - kIv - kMac;
constexpr unsigned char kMacSaltMask = 0x3a;
constexpr int kMacKeyRounds = 2;
constexpr qint64 kPagesTried = 64;

// The log: a header, then a header and a page each.
constexpr qint64 kLogHeader = 32, kFrameHeader = 24;

// SQLite's pages of rows.
constexpr unsigned char kTableLeaf = 0x0d, kIndexLeaf = 0x0a, kIndexInner = 0x02;
constexpr qsizetype kFileHeader = 100;
constexpr qsizetype kMostColumns = 64;
constexpr quint64 kMostPayload = 256 * 1024 * 1024;

quint32 number32(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<quint32>(bytes.constData() + at);
}

qsizetype number16(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<quint16>(bytes.constData() + at);
}

/// A number of one to nine bytes; moves `at` behind it. Nothing at the end of the bytes.
std::optional<quint64> readNumber(const QByteArray& bytes, qsizetype& at)
{
    quint64 value = 0;
    for (int i = 0; i < 9; ++i) {
        if (at >= bytes.size())
            return std::nullopt;
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        if (i == 8)
            return (value << 8) | byte;
        value = (value << 7) | (byte & 0x7fu);
        if ((byte & 0x80u) == 0)
            return value;
    }
    return std::nullopt;
}

qint64 readInteger(const QByteArray& bytes, qsizetype at, qsizetype size)
{
    auto value = qint64(static_cast<signed char>(bytes[at]));
    for (qsizetype i = 1; i < size; ++i)
        value = qint64(quint64(value) << 8) | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

/// The value of a type at `at`, which moves behind it; nothing where it is not whole.
std::optional<FoundValue> readValue(const QByteArray& bytes, quint64 type, qsizetype& at)
{
    constexpr qsizetype kIntegerBytes[] = {0, 1, 2, 3, 4, 6, 8, 8};
    FoundValue value;
    if (type == 0)
        return value;
    if (type == 8 || type == 9) {
        value.kind = FoundValue::Integer;
        value.integer = qint64(type) - 8;
        return value;
    }
    if (type > 9 && type < 12)
        return std::nullopt;
    const auto size = type < 8 ? kIntegerBytes[type] : qsizetype((type - 12) / 2);
    if (size > bytes.size() - at)
        return std::nullopt;
    if (type < 7) {
        value.kind = FoundValue::Integer;
        value.integer = readInteger(bytes, at, size);
    } else {
        value.kind = type == 7 ? FoundValue::Real : type % 2 == 0 ? FoundValue::Bytes : FoundValue::Text;
        value.bytes = bytes.mid(at, size);
    }
    at += size;
    return value;
}

/// A whole row, and nothing behind it.
std::optional<QList<FoundValue>> readRow(const QByteArray& payload)
{
    qsizetype at = 0;
    const auto headerSize = readNumber(payload, at);
    if (!headerSize || *headerSize > quint64(payload.size()))
        return std::nullopt;
    qsizetype content = qsizetype(*headerSize);
    QList<FoundValue> values;
    while (at < qsizetype(*headerSize)) {
        const auto type = readNumber(payload, at);
        if (!type || values.size() == kMostColumns)
            return std::nullopt;
        const auto value = readValue(payload, *type, content);
        if (!value)
            return std::nullopt;
        values.append(*value);
    }
    return content == payload.size() ? std::optional(values) : std::nullopt;
}

}  // namespace

CipherPages::~CipherPages()
{
    OPENSSL_cleanse(m_key.data(), m_key.size());
    OPENSSL_cleanse(m_macKey.data(), m_macKey.size());
}

Result<CipherPages> CipherPages::open(const QString& path, std::span<const unsigned char> key)
{
    CipherPages pages;
    if (key.size() != pages.m_key.size())
        return Error{ErrorCode::Invalid, u"a store is read with a key of %1 bytes"_s.arg(pages.m_key.size())};
    std::copy(key.begin(), key.end(), pages.m_key.begin());
    pages.m_file = std::make_unique<QFile>(path);
    // A file that is gone has no pages; its log may have some.
    if (!pages.m_file->open(QIODevice::ReadOnly) && pages.m_file->exists())
        return Error{ErrorCode::Storage, u"cannot read %1: %2"_s.arg(path, pages.m_file->errorString())};
    pages.m_count = (pages.m_file->size() + kPage - 1) / kPage;
    pages.readLog(path + u"-wal"_s);
    pages.findSalt();
    return pages;
}

/// Pages of transactions that ended, of the log's present round.
void CipherPages::readLog(const QString& path)
{
    m_log = std::make_unique<QFile>(path);
    if (!m_log->open(QIODevice::ReadOnly))
        return;
    const QByteArray header = m_log->read(kLogHeader);
    QByteArray round = header.mid(16, 8);
    QList<std::pair<qint64, qint64>> pending;
    for (qint64 at = kLogHeader; m_log->seek(at); at += kFrameHeader + kPage) {
        const QByteArray frame = m_log->read(kFrameHeader);
        if (frame.size() < kFrameHeader || at + kFrameHeader + kPage > m_log->size())
            return;
        const bool isWhole = (number32(header, 0) & ~1u) == 0x377f0682u;
        if (!isWhole && at == kLogHeader)
            round = frame.mid(8, 8);
        if (frame.mid(8, 8) != round)
            continue;
        pending.append({qint64(number32(frame, 0)), at + kFrameHeader});
        if (number32(frame, 4) == 0)
            continue;
        for (const auto& [number, where] : std::as_const(pending)) {
            m_inLog[number].append(where);
            m_count = std::max(m_count, number);
        }
        pending.clear();
    }
}

QList<QByteArray> CipherPages::versions(qint64 number) const
{
    QList<QByteArray> found;
    const QList<qint64> inLog = m_inLog.value(number);
    for (auto at = inLog.rbegin(); at != inLog.rend(); ++at) {
        if (m_log->seek(*at))
            found.append(m_log->read(kPage));
    }
    if (m_file->isOpen() && m_file->seek((number - 1) * kPage))
        found.append(m_file->read(kPage));
    found.removeIf([](const QByteArray& raw) { return raw.size() != kPage; });
    return found;
}

/// The salt stands in the first page alone: that of the file, or one of the log.
void CipherPages::findSalt()
{
    for (const QByteArray& first : versions(1)) {
        if (fitsSalt(first.left(kSalt)))
            return;
    }
}

bool CipherPages::fitsSalt(const QByteArray& salt)
{
    deriveMacKey(salt);
    for (qint64 number = 1; number <= std::min(m_count, kPagesTried) && !m_canProve; ++number) {
        for (const QByteArray& raw : versions(number))
            m_canProve = m_canProve || isProven(number, raw);
    }
    return m_canProve;
}

void CipherPages::deriveMacKey(const QByteArray& salt)
{
    std::array<unsigned char, kSalt> masked{};
    for (qsizetype i = 0; i < kSalt; ++i)
        masked[size_t(i)] = static_cast<unsigned char>(salt[i]) ^ kMacSaltMask;
    PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(m_key.data()), int(m_key.size()), masked.data(),
                      int(masked.size()), kMacKeyRounds, EVP_sha512(), int(m_macKey.size()), m_macKey.data());
}

bool CipherPages::isProven(qint64 number, const QByteArray& raw) const
{
    const qsizetype from = number == 1 ? kSalt : 0;
    QByteArray covered = raw.mid(from, kUsable + kIv - from);
    QByteArray place(4, '\0');
    qToLittleEndian(quint32(number), place.data());
    covered += place;
    std::array<unsigned char, EVP_MAX_MD_SIZE> made{};
    unsigned int size = 0;
    HMAC(EVP_sha512(), m_macKey.data(), int(m_macKey.size()),
         reinterpret_cast<const unsigned char*>(covered.constData()), size_t(covered.size()), made.data(),
         &size);
    return size == kMac && CRYPTO_memcmp(made.data(), raw.constData() + kUsable + kIv, size_t(kMac)) == 0;
}

std::optional<QByteArray> CipherPages::decrypted(qint64 number, const QByteArray& raw) const
{
    if (m_canProve && !isProven(number, raw))
        return std::nullopt;
    const qsizetype from = number == 1 ? kSalt : 0;
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  &EVP_CIPHER_CTX_free);
    QByteArray plain(kUsable, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(plain.data()) + from;
    const auto* const in = reinterpret_cast<const unsigned char*>(raw.constData());
    int size = 0;
    if (!context
        || EVP_DecryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, m_key.data(), in + kUsable) != 1
        || EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1
        || EVP_DecryptUpdate(context.get(), out, &size, in + from, int(kUsable - from)) != 1)
        return std::nullopt;
    return plain;
}

std::optional<QByteArray> CipherPages::page(qint64 number) const
{
    if (number < 1 || number > m_count)
        return std::nullopt;
    for (const QByteArray& raw : versions(number)) {
        if (auto plain = decrypted(number, raw))
            return plain;
    }
    return std::nullopt;
}

/// What a cell holds, with what of it stands on other pages.
std::optional<QByteArray> CipherPages::payload(const QByteArray& page, qsizetype at, quint64 size,
                                               bool isOfTable) const
{
    constexpr qsizetype kLeast = (kUsable - 12) * 32 / 255 - 23;
    const qsizetype most = isOfTable ? kUsable - 35 : (kUsable - 12) * 64 / 255 - 23;
    if (size > kMostPayload)
        return std::nullopt;
    const auto whole = qsizetype(size);
    qsizetype here = whole;
    if (whole > most) {
        here = kLeast + (whole - kLeast) % (kUsable - 4);
        if (here > most)
            here = kLeast;
    }
    if (at + here + (here < whole ? 4 : 0) > kUsable)
        return std::nullopt;
    QByteArray bytes = page.mid(at, here);
    quint32 next = here < whole ? number32(page, at + here) : 0;
    // No chain is longer than the file, whatever the pages say.
    for (qint64 steps = 0; bytes.size() < whole; ++steps) {
        const auto further = steps < m_count ? CipherPages::page(next) : std::nullopt;
        if (!further)
            return std::nullopt;
        next = number32(*further, 0);
        bytes += further->mid(4, std::min(whole - bytes.size(), kUsable - 4));
    }
    return bytes;
}

Result<> CipherPages::eachRow(const std::function<Result<>(const FoundRow&)>& visit)
{
    m_bad = 0;
    for (qint64 number = 1; number <= m_count; ++number) {
        const auto plain = page(number);
        if (!plain) {
            ++m_bad;
            continue;
        }
        m_bad += m_canProve ? 0 : 1;
        const qsizetype start = number == 1 ? kFileHeader : 0;
        const auto kind = static_cast<unsigned char>((*plain)[start]);
        if (kind != kTableLeaf && kind != kIndexLeaf && kind != kIndexInner)
            continue;
        const qsizetype header = start + (kind == kIndexInner ? 12 : 8);
        const qsizetype cells = number16(*plain, start + 3);
        for (qsizetype i = 0; i < cells && header + 2 * i + 2 <= kUsable; ++i) {
            qsizetype at = number16(*plain, header + 2 * i) + (kind == kIndexInner ? 4 : 0);
            FoundRow row;
            row.isOfTable = kind == kTableLeaf;
            row.isProven = m_canProve;
            const auto size = readNumber(*plain, at);
            const auto rowId = row.isOfTable ? readNumber(*plain, at) : std::optional<quint64>(0);
            if (!size || !rowId)
                continue;
            row.rowId = qint64(*rowId);
            const auto bytes = payload(*plain, at, *size, row.isOfTable);
            const auto values = bytes ? readRow(*bytes) : std::nullopt;
            if (!values)
                continue;
            row.values = *values;
            if (auto visited = visit(row); !visited)
                return visited;
        }
    }
    return {};
}

}  // namespace prohori
