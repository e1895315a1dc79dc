// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cbor.h"

#include "core/base/CborBytes.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace prohori {

namespace {

constexpr qsizetype kFirstRoom = 32;

/// Room for `size` bytes more, at the end. A change has hundreds of values, and append() costs more than they do.
char* roomFor(QByteArray& out, qsizetype size)
{
    const qsizetype at = out.size();
    if (out.capacity() < at + size)
        out.reserve(std::max(kFirstRoom, 2 * at + size));
    out.resize(at + size);
    return out.data() + at;
}

void put(QByteArray& out, const char* bytes, qsizetype size)
{
    if (size > 0)
        std::memcpy(roomFor(out, size), bytes, static_cast<std::size_t>(size));
}

}  // namespace

void CborWriter::head(int major, quint64 argument)
{
    const auto top = static_cast<quint8>(major << 5);
    if (argument < 24) {
        *roomFor(m_out, 1) = static_cast<char>(top | argument);
        return;
    }
    const int log2Width = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffff ? 2 : 3;
    std::array<char, 9> bytes{static_cast<char>(top | (24 + log2Width))};
    qsizetype size = 1;
    for (int shift = (1 << log2Width) * 8 - 8; shift >= 0; shift -= 8)
        bytes[static_cast<std::size_t>(size++)] = static_cast<char>(argument >> shift);
    put(m_out, bytes.data(), size);
}

void CborWriter::null()
{
    *roomFor(m_out, 1) = static_cast<char>(cborbytes::kNull);
}

void CborWriter::flag(bool value)
{
    *roomFor(m_out, 1) = static_cast<char>(value ? cborbytes::kTrue : cborbytes::kFalse);
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
    put(m_out, value.data(), value.size());
}

void CborWriter::text(const QString& value)
{
    const bool isAscii = std::all_of(value.begin(), value.end(), [](QChar c) { return c.unicode() < 0x80; });
    if (isAscii) {
        head(cborbytes::Text, static_cast<quint64>(value.size()));
        char* to = roomFor(m_out, value.size());
        for (const QChar c : value)
            *to++ = static_cast<char>(c.unicode());
        return;
    }
    const QByteArray utf8 = Cbor(value).toText().toUtf8();  // no half pairs
    head(cborbytes::Text, static_cast<quint64>(utf8.size()));
    put(m_out, utf8.constData(), utf8.size());
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
