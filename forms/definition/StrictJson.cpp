// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/StrictJson.h"

#include "forms/expression/Expression.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostText = 32 * 1024;
constexpr qsizetype kMostResolved = 64 * 1024;
constexpr qsizetype kMostWords = 4096;

}  // namespace

QJsonValue StrictObject::take(const QString& key)
{
    m_asked.insert(key);
    return m_object.value(key);
}

void StrictObject::fail(const QString& key, const QString& what)
{
    if (m_fault.isEmpty())
        m_fault = u"%1, key '%2': %3."_s.arg(m_place, key.left(64), what);
}

QString StrictObject::text(const QString& key)
{
    const auto value = take(key);
    if (value.isUndefined())
        return {};
    const auto text = value.toString();
    if (!value.isString() || text.size() > kMostText)
        fail(key, u"not a text of at most 32 KiB"_s);
    return text;
}

QString StrictObject::neededText(const QString& key)
{
    const auto found = text(key);
    if (found.isEmpty())
        fail(key, u"missing"_s);
    return found;
}

QStringList StrictObject::words(const QString& key)
{
    const auto array = this->array(key);
    if (array.size() > kMostWords)
        fail(key, u"more than 4,096 entries"_s);
    QStringList words;
    for (const auto& word : array) {
        if (!word.isString() || word.toString().size() > kMostText)
            fail(key, u"an entry that is no text"_s);
        words.append(word.toString());
    }
    return words;
}

QMap<QString, QString> StrictObject::map(const QString& key)
{
    const auto object = this->object(key);
    if (object.size() > kMostWords)
        fail(key, u"more than 4,096 entries"_s);
    QMap<QString, QString> map;
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        if (!entry.value().isString() || entry.value().toString().size() > kMostText)
            fail(key, u"an entry that is no text of at most 32 KiB"_s);
        map.insert(entry.key(), entry.value().toString());
    }
    return map;
}

Texts StrictObject::texts(const QString& key)
{
    Texts texts;
    const auto all = map(key);
    for (auto text = all.begin(); text != all.end(); ++text)
        texts.set(text.key(), text.value());
    return texts;
}

QMap<QString, Texts> StrictObject::media(const QString& key)
{
    StrictObject kinds(object(key), m_place + u" "_s + key, m_fault);
    QMap<QString, Texts> media;
    for (const auto& kind : {u"image"_s, u"audio"_s, u"video"_s}) {
        if (const auto files = kinds.texts(kind); !files.isEmpty())
            media.insert(kind, files);
    }
    kinds.finish();
    return media;
}

FormRule StrictObject::rule(const QString& key)
{
    if (!has(key)) {
        m_asked.insert(key);
        return {};
    }
    StrictObject both(object(key), m_place + u" "_s + key, m_fault);
    FormRule rule;
    rule.written = both.neededText(u"written"_s);
    const auto resolved = both.take(u"resolved"_s);
    rule.resolved = resolved.toString();
    if (!resolved.isString() || rule.resolved.size() > kMostResolved)
        both.fail(u"resolved"_s, u"not a text of at most 64 KiB"_s);
    else if (!parseExpression(rule.resolved).expression)
        both.fail(u"resolved"_s, u"not an expression"_s);
    both.finish();
    return rule;
}

bool StrictObject::flag(const QString& key)
{
    const auto value = take(key);
    if (!value.isUndefined() && !value.isBool())
        fail(key, u"not true or false"_s);
    return value.toBool();
}

int StrictObject::number(const QString& key, int most)
{
    const auto value = take(key);
    const double number = value.toDouble();
    if (!value.isDouble() || number < 0 || number > most || number != static_cast<int>(number)) {
        fail(key, u"not a whole number from 0 to %1"_s.arg(most));
        return 0;
    }
    return static_cast<int>(number);
}

QByteArray StrictObject::digest(const QString& key)
{
    static const QRegularExpression hex(u"^(?:[0-9a-f]{64})?$"_s);
    const auto written = text(key);
    if (!hex.match(written).hasMatch())
        fail(key, u"not a SHA-256 in hexadecimal"_s);
    return QByteArray::fromHex(written.toLatin1());
}

QJsonObject StrictObject::object(const QString& key)
{
    const auto value = take(key);
    if (!value.isUndefined() && !value.isObject())
        fail(key, u"not an object"_s);
    return value.toObject();
}

QJsonArray StrictObject::array(const QString& key)
{
    const auto value = take(key);
    if (!value.isUndefined() && !value.isArray())
        fail(key, u"not an array"_s);
    return value.toArray();
}

void StrictObject::finish()
{
    for (auto entry = m_object.begin(); entry != m_object.end(); ++entry) {
        if (!m_asked.contains(entry.key()))
            fail(entry.key(), u"unknown"_s);
    }
}

}  // namespace prohori
