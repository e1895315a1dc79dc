// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cbor.h"

#include <algorithm>

namespace prohori {

namespace {

enum Major : int { Unsigned = 0, Negative = 1, Bytes = 2, Text = 3, ArrayOf = 4, MapOf = 5 };

constexpr quint8 kFalse = 0xf4;
constexpr quint8 kTrue = 0xf5;
constexpr quint8 kNull = 0xf6;

}  // namespace

void CborWriter::head(int major, quint64 argument)
{
    const auto top = static_cast<quint8>(major << 5);
    if (argument < 24) {
        m_out.append(static_cast<char>(top | argument));
        return;
    }
    const int log2Width = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffff ? 2 : 3;
    m_out.append(static_cast<char>(top | (24 + log2Width)));
    for (int shift = (1 << log2Width) * 8 - 8; shift >= 0; shift -= 8)
        m_out.append(static_cast<char>(argument >> shift));
}

void CborWriter::null()
{
    m_out.append(static_cast<char>(kNull));
}

void CborWriter::flag(bool value)
{
    m_out.append(static_cast<char>(value ? kTrue : kFalse));
}

void CborWriter::integer(qint64 value)
{
    if (value >= 0)
        head(Unsigned, static_cast<quint64>(value));
    else
        head(Negative, static_cast<quint64>(-(value + 1)));
}

void CborWriter::bytes(QByteArrayView value)
{
    head(Bytes, static_cast<quint64>(value.size()));
    m_out.append(value.data(), value.size());
}

void CborWriter::text(const QString& value)
{
    const bool isAscii = std::all_of(value.begin(), value.end(), [](QChar c) { return c.unicode() < 0x80; });
    const QByteArray utf8 = isAscii ? value.toLatin1() : Cbor(value).toText().toUtf8();  // no half pairs
    head(Text, static_cast<quint64>(utf8.size()));
    m_out.append(utf8);
}

void CborWriter::array(std::size_t count)
{
    head(ArrayOf, count);
}

void CborWriter::map(std::size_t count)
{
    head(MapOf, count);
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
