// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxDepth = 64 + 1;  // one more for the brackets that readJson() puts around the text
constexpr qint64 kMaxExactInteger = 9'007'199'254'740'992;

/** Walks over text that QJsonDocument has already accepted and looks only for what that does not report: keys
    that stand twice, nesting that is too deep, and integers that a double cannot hold. */
class StrictScanner {
public:
    explicit StrictScanner(const QByteArray& text) : m_text(text) {}

    /// Empty when nothing is wrong.
    QString fault()
    {
        while (m_at < m_text.size() && m_fault.isEmpty())
            step();
        return m_fault;
    }

private:
    void step()
    {
        const char c = m_text[m_at];
        if (c == '"') {
            takeString();
            return;
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            takeNumber();
            return;
        }
        if (c == '{' || c == '[') {
            m_open.append({c == '{', c == '{', {}});
            if (m_open.size() > kMaxDepth)
                m_fault = u"nested deeper than %1"_s.arg(kMaxDepth - 1);
        } else if (c == '}' || c == ']') {
            m_open.removeLast();
        } else if (c == ',' && m_open.last().isObject) {
            m_open.last().keyExpected = true;
        }
        ++m_at;
    }

    void takeString()
    {
        const qsizetype start = m_at++;
        while (m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        ++m_at;
        if (m_open.isEmpty() || !m_open.last().keyExpected)
            return;
        m_open.last().keyExpected = false;
        // Escapes may spell one key in two ways, so the comparison is made on the decoded text.
        const auto parsed = QJsonDocument::fromJson('[' + m_text.mid(start, m_at - start) + ']');
        const QString key = parsed.array().at(0).toString();
        if (m_open.last().keys.contains(key))
            m_fault = u"the key '%1' stands twice in one object"_s.arg(key.left(60));
        m_open.last().keys.insert(key);
    }

    void takeNumber()
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && QByteArrayView("+-.0123456789Ee").contains(m_text[m_at]))
            ++m_at;
        const QByteArray number = m_text.mid(start, m_at - start);
        bool isInteger = false;
        const qint64 integer = number.toLongLong(&isInteger);
        // Written with a point or an exponent it has gone through a double, so 2^53 itself is in doubt too.
        const double real = number.toDouble();
        const bool exact = isInteger ? integer >= -kMaxExactInteger && integer <= kMaxExactInteger
                                     : real != std::floor(real) || std::fabs(real) < double(kMaxExactInteger);
        if (!exact)
            m_fault = u"the integer %1 is beyond 2^53"_s.arg(QString::fromLatin1(number.left(40)));
    }

    struct Level {
        bool isObject;
        bool keyExpected;
        QSet<QString> keys;
    };
    const QByteArray& m_text;
    qsizetype m_at = 0;
    QList<Level> m_open;
    QString m_fault;
};

}  // namespace

Result<QJsonValue> readJson(const QByteArray& text, qsizetype maxBytes)
{
    if (text.size() > maxBytes)
        return Error{
            ErrorCode::Invalid,
            u"the JSON text has %1 bytes, more than the limit of %2"_s.arg(text.size()).arg(maxBytes)};
    const QByteArrayView mark("\xef\xbb\xbf");
    const qsizetype start = text.startsWith(mark) ? mark.size() : 0;
    // Wrapped, because QJsonDocument accepts only arrays and objects at the top.
    const QByteArray wrapped = '[' + text.mid(start) + ']';
    QJsonParseError parse;
    const auto document = QJsonDocument::fromJson(wrapped, &parse);
    if (parse.error != QJsonParseError::NoError) {
        const qsizetype at = std::clamp<qsizetype>(parse.offset - 1 + start, 0, text.size());
        return Error{ErrorCode::Invalid, u"not JSON at byte %1: %2"_s.arg(at).arg(parse.errorString())};
    }
    if (document.array().size() != 1)
        return Error{ErrorCode::Invalid, u"exactly one JSON value is expected"_s};
    if (const QString fault = StrictScanner(wrapped).fault(); !fault.isEmpty())
        return Error{ErrorCode::Invalid, u"not acceptable JSON: %1"_s.arg(fault)};
    return document.array().at(0);
}

QByteArray writeJson(const QJsonValue& value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return wrapped.mid(1, wrapped.size() - 2);
}

Cbor cborFromJson(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Bool: return value.toBool();
    case QJsonValue::Double: return value.toInteger();
    case QJsonValue::String: return value.toString();
    case QJsonValue::Array: {
        Cbor::Array items;
        for (const auto& item : value.toArray())
            items.push_back(cborFromJson(item));
        return items;
    }
    case QJsonValue::Object: {
        Cbor map = Cbor::map();
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            map.set(it.key(), cborFromJson(it.value()));
        return map;
    }
    default: return {};
    }
}

QJsonValue jsonFromCbor(const Cbor& value)
{
    if (value.isBool())
        return value.toBool();
    if (value.isInt())
        return value.toInt();
    if (value.isText())
        return value.toText();
    if (value.isBytes())
        return QString::fromLatin1(value.toBytes().toBase64());
    if (value.isArray()) {
        QJsonArray items;
        for (const Cbor& item : value.toArray())
            items.append(jsonFromCbor(item));
        return items;
    }
    if (value.isMap()) {
        QJsonObject object;
        for (const auto& [key, item] : value.entries())
            object.insert(key.isText() ? key.toText() : key.diagnostic(), jsonFromCbor(item));
        return object;
    }
    return QJsonValue::Null;
}

}  // namespace prohori
