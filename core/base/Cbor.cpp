// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cbor.h"

#include "core/base/CborBytes.h"

#include <QStringDecoder>
#include <QStringList>

#include <algorithm>
#include <limits>
#include <optional>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kMostReserved = 1024;

const Cbor kNullValue;

bool bytesBefore(QByteArrayView left, QByteArrayView right)
{
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char x, char y) { return quint8(x) < quint8(y); });
}

bool isAscii(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<quint8>(c) < 0x80; });
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

QString quoted(const QString& text)
{
    QString out = text;
    out.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).replace(u'\n', u"\\n"_s);
    return u'"' + out + u'"';
}

}  // namespace

/// Reads one value after the other; the first fault ends the reading with a sentence that says where.
class CborReader {
public:
    CborReader(const QByteArray& bytes, const CborLimits& limits) : m_bytes(bytes), m_limits(limits) {}

    bool read(Cbor& out, int depth)
    {
        if (depth > m_limits.maxDepth)
            return fail(u"nested deeper than allowed"_s);
        if (++m_values > m_limits.maxValues)
            return fail(u"more values than allowed"_s);
        if (m_at >= m_bytes.size())
            return fail(u"ends too early"_s);
        const auto first = static_cast<quint8>(m_bytes[m_at++]);
        const auto major = static_cast<cborbytes::Major>(first >> 5);
        if (major == cborbytes::Simple)
            return readSimple(out, first);
        quint64 argument = 0;
        if (!readArgument(first & 0x1f, argument))
            return false;
        switch (major) {
        case cborbytes::Unsigned:
        case cborbytes::Negative: return readInteger(out, major, argument);
        case cborbytes::Bytes:
        case cborbytes::Text: return readString(out, major, argument);
        case cborbytes::ArrayOf: return readArray(out, argument, depth);
        case cborbytes::MapOf: return readMap(out, argument, depth);
        default: return fail(u"tags are not used"_s);
        }
    }

    bool atEnd() const { return m_at == m_bytes.size(); }
    QString fault() const { return m_fault; }

private:
    bool fail(const QString& why)
    {
        if (m_fault.isEmpty())
            m_fault = u"CBOR byte %1: %2"_s.arg(m_at).arg(why);
        return false;
    }

    bool readArgument(int info, quint64& value)
    {
        value = static_cast<quint64>(info);
        if (info < 24)
            return true;
        if (info > 27)
            return fail(u"indefinite or reserved length"_s);
        const qsizetype width = qsizetype(1) << (info - 24);
        if (m_bytes.size() - m_at < width)
            return fail(u"ends too early"_s);
        value = 0;
        for (qsizetype i = 0; i < width; ++i)
            value = value << 8 | static_cast<quint8>(m_bytes[m_at++]);
        const quint64 smallest = width == 1 ? 24 : quint64(1) << (width * 4);
        return value >= smallest || fail(u"an integer is not in its shortest form"_s);
    }

    bool readSimple(Cbor& out, quint8 first)
    {
        switch (first) {
        case cborbytes::kFalse: out.m_value = false; return true;
        case cborbytes::kTrue: out.m_value = true; return true;
        case cborbytes::kNull: return true;
        default: return fail(u"floats and other simple values are not used"_s);
        }
    }

    bool readInteger(Cbor& out, cborbytes::Major major, quint64 argument)
    {
        if (argument > static_cast<quint64>(std::numeric_limits<qint64>::max()))
            return fail(u"an integer is too large"_s);
        const auto value = static_cast<qint64>(argument);
        out.m_value = major == cborbytes::Unsigned ? value : -1 - value;
        return true;
    }

    bool readString(Cbor& out, cborbytes::Major major, quint64 length)
    {
        if (length > static_cast<quint64>(m_bytes.size() - m_at))
            return fail(u"a string is longer than the input"_s);
        const char* start = m_bytes.constData() + std::exchange(m_at, m_at + static_cast<qsizetype>(length));
        const QByteArrayView raw(start, static_cast<qsizetype>(length));
        if (major == cborbytes::Bytes) {
            out.m_value = raw.toByteArray();
            return true;
        }
        if (isAscii(raw)) {
            out.m_value = QString::fromLatin1(raw);
            return true;
        }
        // Without ConvertInitialBom a text that begins with U+FEFF would lose it, and with it its own bytes.
        QStringDecoder decoder(QStringDecoder::Utf8,
                               QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
        QString text = decoder(raw);
        if (decoder.hasError() || text.toUtf8() != raw)
            return fail(u"a text is not UTF-8"_s);
        out.m_value = withoutHalfPairs(std::move(text));
        return true;
    }

    bool readArray(Cbor& out, quint64 count, int depth)
    {
        if (count > static_cast<quint64>(m_bytes.size() - m_at))
            return fail(u"an array is longer than the input"_s);
        Cbor::Array items;
        items.reserve(std::min<quint64>(count, kMostReserved));
        for (quint64 i = 0; i < count; ++i) {
            if (!read(items.emplace_back(), depth + 1))
                return false;
        }
        out.m_value = std::move(items);
        return true;
    }

    bool readMap(Cbor& out, quint64 count, int depth)
    {
        if (count > static_cast<quint64>(m_bytes.size() - m_at) / 2)
            return fail(u"a map is longer than the input"_s);
        Cbor::Map entries;
        entries.reserve(std::min<quint64>(count, kMostReserved));
        QByteArrayView last;
        for (quint64 i = 0; i < count; ++i) {
            const qsizetype start = m_at;
            auto& [key, item] = entries.emplace_back();
            if (!read(key, depth + 1))
                return false;
            const QByteArrayView encodedKey = QByteArrayView(m_bytes).sliced(start, m_at - start);
            if (i > 0 && !bytesBefore(last, encodedKey))
                return fail(u"map keys are not sorted, or one stands twice"_s);
            last = encodedKey;
            if (!read(item, depth + 1))
                return false;
        }
        out.m_value = std::move(entries);
        return true;
    }

    const QByteArray& m_bytes;
    const CborLimits& m_limits;
    qsizetype m_at = 0;
    qsizetype m_values = 0;
    QString m_fault;
};

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

const QByteArray& Cbor::toBytes() const&
{
    static const QByteArray kNone;
    const auto* value = std::get_if<QByteArray>(&m_value);
    return value ? *value : kNone;
}

const QString& Cbor::toText() const&
{
    static const QString kNone;
    const auto* value = std::get_if<QString>(&m_value);
    return value ? *value : kNone;
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
    CborWriter writer;
    writer.value(*this);
    return std::move(writer).taken();
}

Result<Cbor> Cbor::decode(const QByteArray& bytes, const CborLimits& limits)
{
    if (bytes.size() > limits.maxBytes)
        return Error{ErrorCode::Invalid,
                     u"%1 bytes of CBOR, more than the limit of %2"_s.arg(bytes.size()).arg(limits.maxBytes)};
    CborReader reader(bytes, limits);
    Cbor value;
    if (!reader.read(value, 0))
        return Error{ErrorCode::Invalid, reader.fault()};
    if (!reader.atEnd())
        return Error{ErrorCode::Invalid, u"bytes follow after the CBOR value"_s};
    return value;
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
