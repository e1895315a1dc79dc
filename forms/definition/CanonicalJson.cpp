// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/CanonicalJson.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

void writeText(QString& out, const QString& text)
{
    out += u'"';
    for (const auto character : text) {
        switch (character.unicode()) {
        case u'"': out += u"\\\""_s; break;
        case u'\\': out += u"\\\\"_s; break;
        case u'\n': out += u"\\n"_s; break;
        case u'\r': out += u"\\r"_s; break;
        case u'\t': out += u"\\t"_s; break;
        default:
            if (character.unicode() < 0x20)
                out += u"\\u%1"_s.arg(int(character.unicode()), 4, 16, QLatin1Char('0'));
            else
                out += character;
        }
    }
    out += u'"';
}

void writeValue(QString& out, const QJsonValue& value, int level)
{
    const auto newLine = [&](int at) { out += u'\n' + QString(2 * at, u' '); };
    if (value.isObject()) {
        const auto object = value.toObject();
        out += u'{';
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            out += entry == object.begin() ? u""_s : u","_s;
            newLine(level + 1);
            writeText(out, entry.key());
            out += u": "_s;
            writeValue(out, entry.value(), level + 1);
        }
        if (!object.isEmpty())
            newLine(level);
        out += u'}';
    } else if (value.isArray()) {
        const auto array = value.toArray();
        out += u'[';
        for (qsizetype at = 0; at < array.size(); ++at) {
            out += at == 0 ? u""_s : u","_s;
            newLine(level + 1);
            writeValue(out, array.at(at), level + 1);
        }
        if (!array.isEmpty())
            newLine(level);
        out += u']';
    } else if (value.isBool()) {
        out += value.toBool() ? u"true"_s : u"false"_s;
    } else if (value.isDouble()) {
        out += QString::number(value.toInteger());
    } else if (value.isString()) {
        writeText(out, value.toString());
    } else {
        out += u"null"_s;
    }
}

}  // namespace

QByteArray canonicalJson(const QJsonValue& value)
{
    QString out;
    writeValue(out, value, 0);
    out += u'\n';
    return out.toUtf8();
}

}  // namespace prohori
