// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cbor.h"

#include "core/base/CborBytes.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace prohori {

namespace {

constexpr qsizetype kFirstRoom = 32;

}  // namespace

void CborWriter::reserve(qsizetype bytes)
{
    if (m_out.size() >= bytes)
        return;
    m_out.reserve(bytes);  // resize() alone would take up to twice as much
    m_out.resize(bytes);
}

QByteArray CborWriter::taken() &&
{
    m_out.truncate(std::exchange(m_size, 0));
    return std::move(m_out);
}

char* CborWriter::roomFor(qsizetype size)
{
    if (m_out.size() - m_size < size)
        reserve(std::max(kFirstRoom, 2 * m_size + size));
    char* const at = m_out.data() + m_size;
    m_size += size;
    return at;
}

void CborWriter::put(const char* bytes, qsizetype size)
{
    if (size > 0)
        std::memcpy(roomFor(size), bytes, static_cast<std::size_t>(size));
}

void CborWriter::head(int major, quint64 argument)
{
    const auto top = static_cast<quint8>(major << 5);
    if (argument < 24) {
        *roomFor(1) = static_cast<char>(top | argument);
        return;
    }
    const int log2Width = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffff ? 2 : 3;
    const int width = 1 << log2Width;
    char* to = roomFor(1 + width);
    *to++ = static_cast<char>(top | (24 + log2Width));
    for (int shift = width * 8 - 8; shift >= 0; shift -= 8)
        *to++ = static_cast<char>(argument >> shift);
}

void CborWriter::encoded(QByteArrayView values)
{
    put(values.data(), values.size());
}

void CborWriter::null()
{
    *roomFor(1) = static_cast<char>(cborbytes::kNull);
}

void CborWriter::flag(bool value)
{
    *roomFor(1) = static_cast<char>(value ? cborbytes::kTrue : cborbytes::kFalse);
}

void CborWriter::integer(qint64 value)
{
    if (value >= 0)
        head(cborbytes::Unsigned, static_cast<quint64>(value));
    else
        head(cborbytes::Negative, static_cast<quint64>(-(value + 1)));
}

void CborWriter::bytes(QByteArrayView value)
{
    head(cborbytes::Bytes, static_cast<quint64>(value.size()));
    put(value.data(), value.size());
}

void CborWriter::text(const QString& value)
{
    const qsizetype before = m_size;
    head(cborbytes::Text, static_cast<quint64>(value.size()));
    char* to = roomFor(value.size());
    char16_t seen = 0;
    for (const QChar c : value) {
        seen |= c.unicode();
        *to++ = static_cast<char>(c.unicode());
    }
    if (seen < 0x80)
        return;
    m_size = before;
    const QByteArray utf8 = Cbor(value).toText().toUtf8();  // no half pairs
    head(cborbytes::Text, static_cast<quint64>(utf8.size()));
    put(utf8.constData(), utf8.size());
}

void CborWriter::array(std::size_t count)
{
    head(cborbytes::ArrayOf, count);
}

void CborWriter::map(std::size_t count)
{
    head(cborbytes::MapOf, count);
}

void CborWriter::value(const Cbor& value)
{
    if (value.isBool()) {
        flag(value.toBool());
    } else if (value.isInt()) {
        integer(value.toInt());
    } else if (value.isBytes()) {
        bytes(value.toBytes());
    } else if (value.isText()) {
        text(value.toText());
    } else if (value.isArray()) {
        array(value.toArray().size());
        for (const Cbor& item : value.toArray())
            this->value(item);
    } else if (value.isMap()) {
        map(value.entries().size());
        for (const auto& [key, item] : value.entries()) {
            this->value(key);
            this->value(item);
        }
    } else {
        null();
    }
}

}  // namespace prohori
