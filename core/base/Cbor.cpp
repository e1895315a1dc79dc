// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cbor.h"

#include <QStringDecoder>
#include <QStringList>

#include <algorithm>
#include <limits>
#include <optional>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

enum Major : quint8 { Unsigned = 0, Negative = 1, Bytes = 2, Text = 3, ArrayOf = 4, MapOf = 5, Simple = 7 };

constexpr quint8 kFalse = 0xf4;
constexpr quint8 kTrue = 0xf5;
constexpr quint8 kNull = 0xf6;

const Cbor kNullValue;

void writeHead(QByteArray& out, Major major, quint64 argument)
{
    const auto top = static_cast<quint8>(major << 5);
    if (argument < 24) {
        out.append(static_cast<char>(top | argument));
        return;
    }
    const int log2Width = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffff ? 2 : 3;
    out.append(static_cast<char>(top | (24 + log2Width)));
    for (int shift = (1 << log2Width) * 8 - 8; shift >= 0; shift -= 8)
        out.append(static_cast<char>(argument >> shift));
}

void writeInt(QByteArray& out, qint64 value)
{
    if (value >= 0)
        writeHead(out, Unsigned, static_cast<quint64>(value));
    else
        writeHead(out, Negative, static_cast<quint64>(-(value + 1)));
}

void write(QByteArray& out, const Cbor& value)
{
    if (value.isBool()) {
        out.append(static_cast<char>(value.toBool() ? kTrue : kFalse));
    } else if (value.isInt()) {
        writeInt(out, value.toInt());
    } else if (value.isBytes()) {
        const QByteArray bytes = value.toBytes();
        writeHead(out, Bytes, static_cast<quint64>(bytes.size()));
        out.append(bytes);
    } else if (value.isText()) {
        const QByteArray bytes = value.toText().toUtf8();
        writeHead(out, Text, static_cast<quint64>(bytes.size()));
        out.append(bytes);
    } else if (value.isArray()) {
        writeHead(out, ArrayOf, value.toArray().size());
        for (const Cbor& item : value.toArray())
            write(out, item);
    } else if (value.isMap()) {
        writeHead(out, MapOf, value.entries().size());
        for (const auto& [key, item] : value.entries()) {
            write(out, key);
            write(out, item);
        }
    } else {
        out.append(static_cast<char>(kNull));
    }
}

bool bytesBefore(const QByteArray& left, const QByteArray& right)
{
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char x, char y) { return quint8(x) < quint8(y); });
}

/// The order of RFC 8949 section 4.2.1: that of the encoded keys.
bool keyBefore(const Cbor& a, const Cbor& b)
{
    if (a.isInt() && b.isInt() && a.toInt() >= 0 && b.toInt() >= 0)
        return a.toInt() < b.toInt();
    return bytesBefore(a.encode(), b.encode());
}

QString withoutHalfPairs(QString text)
{
    if (text.isValidUtf16())
        return text;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool pair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (pair)
            ++i;
        else if (text[i].isSurrogate())
            text[i] = QChar(QChar::ReplacementCharacter);
    }
    return text;
}

/// Reads one value after the other; the first fault ends the reading with a sentence that says where.
class Reader {
public:
    Reader(const QByteArray& bytes, const CborLimits& limits) : m_bytes(bytes), m_limits(limits) {}

    std::optional<Cbor> read(int depth)
    {
        if (depth > m_limits.maxDepth)
            return fail(u"nested deeper than allowed"_s);
        if (++m_values > m_limits.maxValues)
            return fail(u"more values than allowed"_s);
        if (m_at >= m_bytes.size())
            return fail(u"ends too early"_s);
        const auto first = static_cast<quint8>(m_bytes[m_at++]);
        const auto major = static_cast<Major>(first >> 5);
        if (major == Simple)
            return readSimple(first);
        const auto argument = readArgument(first & 0x1f);
        if (!argument)
            return std::nullopt;
        switch (major) {
        case Unsigned:
        case Negative: return readInteger(major, *argument);
        case Bytes:
        case Text: return readString(major, *argument);
        case ArrayOf: return readArray(*argument, depth);
        case MapOf: return readMap(*argument, depth);
        default: return fail(u"tags are not used"_s);
        }
    }

    bool atEnd() const { return m_at == m_bytes.size(); }
    QString fault() const { return m_fault; }

private:
    std::nullopt_t fail(const QString& why)
    {
        if (m_fault.isEmpty())
            m_fault = u"CBOR byte %1: %2"_s.arg(m_at).arg(why);
        return std::nullopt;
    }

    std::optional<quint64> readArgument(int info)
    {
        if (info < 24)
            return static_cast<quint64>(info);
        if (info > 27)
            return fail(u"indefinite or reserved length"_s);
        const qsizetype width = qsizetype(1) << (info - 24);
        if (m_bytes.size() - m_at < width)
            return fail(u"ends too early"_s);
        quint64 value = 0;
        for (qsizetype i = 0; i < width; ++i)
            value = value << 8 | static_cast<quint8>(m_bytes[m_at++]);
        const quint64 smallest = width == 1 ? 24 : quint64(1) << (width * 4);
        if (value < smallest)
            return fail(u"an integer is not in its shortest form"_s);
        return value;
    }

    std::optional<Cbor> readSimple(quint8 first)
    {
        switch (first) {
        case kFalse: return Cbor(false);
        case kTrue: return Cbor(true);
        case kNull: return Cbor();
        default: return fail(u"floats and other simple values are not used"_s);
        }
    }

    std::optional<Cbor> readInteger(Major major, quint64 argument)
    {
        if (argument > static_cast<quint64>(std::numeric_limits<qint64>::max()))
            return fail(u"an integer is too large"_s);
        const auto value = static_cast<qint64>(argument);
        return Cbor(major == Unsigned ? value : -1 - value);
    }

    std::optional<Cbor> readString(Major major, quint64 length)
    {
        if (length > static_cast<quint64>(m_bytes.size() - m_at))
            return fail(u"a string is longer than the input"_s);
        const QByteArray raw = m_bytes.mid(m_at, static_cast<qsizetype>(length));
        m_at += raw.size();
        if (major == Bytes)
            return Cbor(raw);
        // Without ConvertInitialBom a text that begins with U+FEFF would lose it, and with it its own bytes.
        QStringDecoder decoder(QStringDecoder::Utf8,
                               QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
        QString text = decoder(raw);
        if (decoder.hasError() || text.toUtf8() != raw)
            return fail(u"a text is not UTF-8"_s);
        return Cbor(std::move(text));
    }

    std::optional<Cbor> readArray(quint64 count, int depth)
    {
        if (count > static_cast<quint64>(m_bytes.size() - m_at))
            return fail(u"an array is longer than the input"_s);
        Cbor::Array items;
        items.reserve(std::min<quint64>(count, 1024));
        for (quint64 i = 0; i < count; ++i) {
            auto item = read(depth + 1);
            if (!item)
                return std::nullopt;
            items.push_back(std::move(*item));
        }
        return Cbor(std::move(items));
    }

    std::optional<Cbor> readMap(quint64 count, int depth)
    {
        if (count > static_cast<quint64>(m_bytes.size() - m_at) / 2)
            return fail(u"a map is longer than the input"_s);
        Cbor result = Cbor::map();
        QByteArray last;
        for (quint64 i = 0; i < count; ++i) {
            const qsizetype start = m_at;
            auto key = read(depth + 1);
            if (!key)
                return std::nullopt;
            const QByteArray encodedKey = m_bytes.mid(start, m_at - start);
            if (i > 0 && !bytesBefore(last, encodedKey))
                return fail(u"map keys are not sorted, or one stands twice"_s);
            last = encodedKey;
            auto item = read(depth + 1);
            if (!item)
                return std::nullopt;
            result.set(std::move(*key), std::move(*item));
        }
        return result;
    }

    const QByteArray& m_bytes;
    const CborLimits& m_limits;
    qsizetype m_at = 0;
    qsizetype m_values = 0;
    QString m_fault;
};

QString quoted(const QString& text)
{
    QString out = text;
    out.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).replace(u'\n', u"\\n"_s);
    return u'"' + out + u'"';
}

}  // namespace

Cbor::Cbor(quint64 value) : m_value(static_cast<qint64>(value))
{
    Q_ASSERT_X(value <= quint64(std::numeric_limits<qint64>::max()), "Cbor", "an integer is too large");
}

Cbor::Cbor(QString value) : m_value(withoutHalfPairs(std::move(value))) {}

Cbor Cbor::map()
{
    Cbor value;
    value.m_value = Map{};
    return value;
}

Cbor Cbor::map(std::initializer_list<Entry> entries)
{
    Cbor value = map();
    for (const auto& [key, item] : entries)
        value.set(key, item);
    return value;
}

bool Cbor::toBool(bool otherwise) const
{
    const auto* value = std::get_if<bool>(&m_value);
    return value ? *value : otherwise;
}

qint64 Cbor::toInt(qint64 otherwise) const
{
    const auto* value = std::get_if<qint64>(&m_value);
    return value ? *value : otherwise;
}

QByteArray Cbor::toBytes() const
{
    const auto* value = std::get_if<QByteArray>(&m_value);
    return value ? *value : QByteArray();
}

QString Cbor::toText() const
{
    const auto* value = std::get_if<QString>(&m_value);
    return value ? *value : QString();
}

const Cbor::Array& Cbor::toArray() const
{
    static const Array kNone;
    const auto* value = std::get_if<Array>(&m_value);
    return value ? *value : kNone;
}

const Cbor::Map& Cbor::entries() const
{
    static const Map kNone;
    const auto* value = std::get_if<Map>(&m_value);
    return value ? *value : kNone;
}

const Cbor& Cbor::operator[](const Cbor& key) const
{
    const Map& all = entries();
    const auto at = std::lower_bound(all.begin(), all.end(), key, [](const Entry& entry, const Cbor& k) {
        return keyBefore(entry.first, k);
    });
    return at != all.end() && at->first == key ? at->second : kNullValue;
}

bool Cbor::contains(const Cbor& key) const
{
    return std::any_of(entries().begin(), entries().end(),
                       [&](const Entry& entry) { return entry.first == key; });
}

void Cbor::set(Cbor key, Cbor value)
{
    if (!isMap())
        m_value = Map{};
    Map& all = std::get<Map>(m_value);
    if (all.empty() || keyBefore(all.back().first, key)) {
        all.emplace_back(std::move(key), std::move(value));
        return;
    }
    const auto at = std::lower_bound(all.begin(), all.end(), key, [](const Entry& entry, const Cbor& k) {
        return keyBefore(entry.first, k);
    });
    if (at != all.end() && at->first == key)
        at->second = std::move(value);
    else
        all.emplace(at, std::move(key), std::move(value));
}

void Cbor::append(Cbor value)
{
    if (!isArray())
        m_value = Array{};
    std::get<Array>(m_value).push_back(std::move(value));
}

QByteArray Cbor::encode() const
{
    QByteArray out;
    write(out, *this);
    return out;
}

Result<Cbor> Cbor::decode(const QByteArray& bytes, const CborLimits& limits)
{
    if (bytes.size() > limits.maxBytes)
        return Error{ErrorCode::Invalid,
                     u"%1 bytes of CBOR, more than the limit of %2"_s.arg(bytes.size()).arg(limits.maxBytes)};
    Reader reader(bytes, limits);
    auto value = reader.read(0);
    if (!value)
        return Error{ErrorCode::Invalid, reader.fault()};
    if (!reader.atEnd())
        return Error{ErrorCode::Invalid, u"bytes follow after the CBOR value"_s};
    return std::move(*value);
}

QString Cbor::diagnostic() const
{
    if (isBool())
        return toBool() ? u"true"_s : u"false"_s;
    if (isInt())
        return QString::number(toInt());
    if (isBytes())
        return u"h'"_s + QString::fromLatin1(toBytes().toHex()) + u'\'';
    if (isText())
        return quoted(toText());
    if (isArray()) {
        QStringList parts;
        for (const Cbor& item : toArray())
            parts.append(item.diagnostic());
        return u'[' + parts.join(u", "_s) + u']';
    }
    if (isMap()) {
        QStringList parts;
        for (const auto& [key, item] : entries())
            parts.append(key.diagnostic() + u": "_s + item.diagnostic());
        return u'{' + parts.join(u", "_s) + u'}';
    }
    return u"null"_s;
}

}  // namespace prohori
