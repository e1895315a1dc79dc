// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/Parameters.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What a type understands. Types that are kept without being asked understand everything.
QSet<QString> wordsOf(const QString& type)
{
    static const QHash<QString, QSet<QString>> words{
        {u"text"_s, {u"rows"_s}},
        {u"range"_s, {u"start"_s, u"end"_s, u"step"_s}},
        {u"select_one"_s, {u"randomize"_s, u"seed"_s}},
        {u"select_multiple"_s, {u"randomize"_s, u"seed"_s}},
        {u"rank"_s, {u"randomize"_s, u"seed"_s}},
        {u"select_one_from_file"_s, {u"randomize"_s, u"seed"_s, u"value"_s, u"label"_s}},
        {u"select_multiple_from_file"_s, {u"randomize"_s, u"seed"_s, u"value"_s, u"label"_s}},
        {u"image"_s, {u"max-pixels"_s}},
    };
    return words.value(type);
}

const QSet<QString>& allWords()
{
    static const QSet<QString> words{u"rows"_s, u"start"_s, u"end"_s,   u"step"_s,      u"randomize"_s,
                                     u"seed"_s, u"value"_s, u"label"_s, u"max-pixels"_s};
    return words;
}

bool isAsked(const QString& type)
{
    static const QSet<QString> types{u"text"_s,         u"integer"_s,
                                     u"decimal"_s,      u"range"_s,
                                     u"partial_date"_s, u"date"_s,
                                     u"time"_s,         u"dateTime"_s,
                                     u"note"_s,         u"acknowledge"_s,
                                     u"calculate"_s,    u"select_one"_s,
                                     u"rank"_s,         u"select_multiple"_s,
                                     u"image"_s,        u"select_one_from_file"_s,
                                     u"barcode"_s,      u"select_multiple_from_file"_s};
    return types.contains(type);
}

}  // namespace

ReadParameters readParameters(const QString& type, const QString& cell)
{
    static const QRegularExpression pair(
        u"\\G\\s*([A-Za-z][\\w-]*)\\s*=\\s*('[^']*'|\"[^\"]*\"|[^\\s,;]+)\\s*[,;]?"_s);
    ReadParameters read;
    if (type == u"range")
        read.values = {{u"start"_s, u"1"_s}, {u"end"_s, u"10"_s}, {u"step"_s, u"1"_s}};
    const auto text = cell.trimmed();
    qsizetype at = 0;
    while (at < text.size()) {
        const auto match = pair.match(text, at);
        if (!match.hasMatch()) {
            read.faults.append(u"The parameters must look like key=value key=value."_s);
            return read;
        }
        at = match.capturedEnd();
        const auto key = match.captured(1).toLower();
        if (wordsOf(type).contains(key)) {
            read.values.insert(key, match.captured(2));
        } else if (isAsked(type) && allWords().contains(key)) {
            read.faults.append(u"'%1' is not a parameter of this type."_s.arg(match.captured(1)));
        }
    }
    return read;
}

QString rangeFault(const QMap<QString, QString>& parameters)
{
    bool numbers = true;
    const auto number = [&](const QString& key) {
        bool fine = false;
        const double value = parameters.value(key).toDouble(&fine);
        numbers = numbers && fine && std::isfinite(value);
        return value;
    };
    const double start = number(u"start"_s);
    const double end = number(u"end"_s);
    const double step = number(u"step"_s);
    if (numbers && step != 0 && std::abs(step) <= std::abs(end - start))
        return {};
    return u"start, end and step must be numbers, step not zero and not larger than the range."_s;
}

}  // namespace prohori
