// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XlsxCells.h"

#include <QLocale>
#include <QXmlStreamReader>

#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxFileColumns = 16384;
constexpr qsizetype EscapeLength = 7;  // _xHHHH_

/// The character that `_xHHHH_` at this place stands for. Halves of pairs and NUL stay as they are written.
std::optional<QChar> escapeAt(QStringView text, qsizetype at)
{
    if (at + EscapeLength > text.size() || text.at(at) != u'_' || text.at(at + 1) != u'x'
        || text.at(at + EscapeLength - 1) != u'_')
        return std::nullopt;
    bool valid = false;
    const ushort code = text.mid(at + 2, 4).toUShort(&valid, 16);
    const QChar character(code);
    if (!valid || code == 0 || character.isSurrogate())
        return std::nullopt;
    return character;
}

bool isXmlCharacter(QChar c)
{
    return c == u'\t' || c == u'\n' || (c.unicode() >= 0x20 && c.unicode() < 0xfffe);
}

}  // namespace

std::optional<int> xlsxColumn(QStringView reference)
{
    int column = 0;
    qsizetype letters = 0;
    for (const QChar c : reference) {
        const char16_t upper = c.toUpper().unicode();
        if (upper < u'A' || upper > u'Z')
            break;
        letters += 1;
        if (letters > 3)
            return std::nullopt;
        column = column * 26 + (upper - u'A' + 1);
    }
    if (letters == 0 || letters == reference.size() || column > MaxFileColumns)
        return std::nullopt;
    return column - 1;
}

QString xlsxColumnName(int column)
{
    QString name;
    for (int left = column + 1; left > 0; left = (left - 1) / 26)
        name.prepend(QChar(static_cast<char16_t>(u'A' + (left - 1) % 26)));
    return name;
}

QString xlsxNumber(const QString& stored)
{
    bool valid = false;
    const double number = stored.trimmed().toDouble(&valid);
    if (!valid || !std::isfinite(number))
        return stored;
    if (number == 0)
        return u"0"_s;
    return QString::number(number, 'f', QLocale::FloatingPointShortest);
}

QString decodeXlsxText(const QString& text)
{
    if (!text.contains(u"_x"_s))
        return text;
    QString result;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const std::optional<QChar> character = escapeAt(text, at);
        result += character.value_or(text.at(at));
        if (character)
            at += EscapeLength - 1;
    }
    return result;
}

QString encodeXlsxText(const QString& text)
{
    QString result;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        const bool pair = c.isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate();
        if (pair) {
            result += c;
            result += text.at(at + 1);
            at += 1;
        } else if (c.isSurrogate() || c.isNull()) {
            result += QChar(QChar::ReplacementCharacter);
        } else if (!isXmlCharacter(c) || escapeAt(text, at)) {
            result += u"_x%1_"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        } else {
            result += c;
        }
    }
    return result;
}

std::optional<QString> readXlsxText(QXmlStreamReader& xml, qsizetype limit)
{
    const bool rich = xml.name() == "si"_L1 || xml.name() == "is"_L1;
    QString text;
    int depth = 1;
    int inside = rich ? 0 : 1;  // of a `t`
    while (depth > 0 && !xml.atEnd()) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement:
            if (xml.name() == "rPh"_L1) {
                xml.skipCurrentElement();
                break;
            }
            depth += 1;
            inside += xml.name() == "t"_L1 ? 1 : 0;
            break;
        case QXmlStreamReader::EndElement:
            depth -= 1;
            inside -= rich && xml.name() == "t"_L1 ? 1 : 0;
            break;
        case QXmlStreamReader::Characters:
            if (inside > 0)
                text += xml.text();
            break;
        default: break;
        }
        if (text.size() > limit)
            return std::nullopt;
    }
    return decodeXlsxText(text);
}

}  // namespace prohori
