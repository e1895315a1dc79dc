// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Functions.h"

#include "forms/expression/ExpressionFaults.h"
#include "forms/expression/ExpressionLexer.h"
#include "forms/expression/Pattern.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// A place in a text of that size: cut to whole; negative counts from the end; clipped. NaN: the end.
qsizetype clippedPlace(double place, qsizetype size)
{
    if (std::isnan(place))
        return size;
    const auto last = static_cast<double>(size);
    const double whole = std::trunc(place);
    return static_cast<qsizetype>(std::clamp(whole < 0 ? whole + last : whole, 0.0, last));
}

Item concat(FunctionCall& call)
{
    return call.allTexts(0).join(QString());
}

Item join(FunctionCall& call)
{
    const QString between = call.text(0);
    return call.allTexts(1).join(between);
}

Item substr(FunctionCall& call)
{
    const QString text = call.text(0);
    const qsizetype first = clippedPlace(call.number(1), text.size());
    const qsizetype end = call.count() > 2 ? clippedPlace(call.number(2), text.size()) : text.size();
    return text.mid(first, qMax(qsizetype(0), end - first));
}

/// XPath 1.0: the units at places p from 1 for which round(start) ≤ p < round(start) + round(length).
Item substring(FunctionCall& call)
{
    const QString text = call.text(0);
    const double first = std::floor(call.number(1) + 0.5);
    const double end =
        call.count() > 2 ? first + std::floor(call.number(2) + 0.5) : std::numeric_limits<double>::infinity();
    if (std::isnan(first) || std::isnan(end))
        return QString();
    const auto last = static_cast<double>(text.size()) + 1;
    const auto from = static_cast<qsizetype>(std::clamp(first, 1.0, last));
    const auto to = static_cast<qsizetype>(std::clamp(end, 1.0, last));
    return text.mid(from - 1, qMax(qsizetype(0), to - from));
}

Item substringBefore(FunctionCall& call)
{
    const QString text = call.text(0);
    const qsizetype at = text.indexOf(call.text(1));
    return at < 0 ? QString() : text.left(at);
}

Item substringAfter(FunctionCall& call)
{
    const QString text = call.text(0);
    const QString needle = call.text(1);
    const qsizetype at = text.indexOf(needle);
    return at < 0 ? QString() : text.mid(at + needle.size());
}

Item stringLength(FunctionCall& call)
{
    return static_cast<double>(call.textOrContext().size());
}

Item contains(FunctionCall& call)
{
    const QString text = call.text(0);
    return text.contains(call.text(1));
}

Item startsWith(FunctionCall& call)
{
    const QString text = call.text(0);
    return text.startsWith(call.text(1));
}

Item endsWith(FunctionCall& call)
{
    const QString text = call.text(0);
    return text.endsWith(call.text(1));
}

Item normalizeSpace(FunctionCall& call)
{
    QString result;
    bool gap = false;
    const QString text = call.textOrContext();
    for (const QChar unit : text) {
        if (isBlankCharacter(unit)) {
            gap = true;
            continue;
        }
        if (gap && !result.isEmpty())
            result += u' ';
        gap = false;
        result += unit;
    }
    return result;
}

Item translate(FunctionCall& call)
{
    const QList<uint> text = call.text(0).toUcs4();
    const QList<uint> from = call.text(1).toUcs4();
    const QList<uint> to = call.text(2).toUcs4();
    QHash<uint, qsizetype> places;
    for (qsizetype at = from.size() - 1; at >= 0; --at)
        places.insert(from[at], at);  // the first occurrence counts
    QString result;
    for (const uint letter : text) {
        const auto place = places.constFind(letter);
        if (place == places.constEnd())
            result += QStringView(QChar::fromUcs4(letter));
        else if (*place < to.size())
            result += QStringView(QChar::fromUcs4(to[*place]));
    }
    return result;
}

Item regex(FunctionCall& call)
{
    constexpr qint64 price = 20;  // a match may take long
    const QString text = call.text(0);
    std::shared_ptr<const QRegularExpression> pattern = call.call().pattern;
    if (!pattern) {
        const Pattern compiled = compilePattern(call.text(1));
        if (!compiled.compiled) {
            call.work.fail(FaultOf::badPattern(call.call().offset, compiled.why));
            return false;
        }
        pattern = compiled.compiled;
    }
    if (!call.work.spend(price))
        return false;
    const PatternMatch match = matchPattern(*pattern, text);
    if (match == PatternMatch::TooHard)
        call.work.fail(FaultOf::badPattern(call.call().offset, u"it takes too long"_s));
    return match == PatternMatch::Yes;
}

Item coalesce(FunctionCall& call)
{
    const QString first = call.text(0);
    return first.isEmpty() ? call.text(1) : first;
}

Item once(FunctionCall& call)
{
    const FormNode* own = call.work.current();
    const QString value = own ? call.work.read(own) : QString();
    return value.isEmpty() ? call.text(0) : value;
}

Item string(FunctionCall& call)
{
    return call.textOrContext();
}

constexpr std::array textEntries{
    FunctionEntry{"concat", concat},
    FunctionEntry{"join", join},
    FunctionEntry{"substr", substr},
    FunctionEntry{"substring", substring},
    FunctionEntry{"substring-before", substringBefore},
    FunctionEntry{"substring-after", substringAfter},
    FunctionEntry{"string-length", stringLength},
    FunctionEntry{"contains", contains},
    FunctionEntry{"starts-with", startsWith},
    FunctionEntry{"ends-with", endsWith},
    FunctionEntry{"normalize-space", normalizeSpace},
    FunctionEntry{"translate", translate},
    FunctionEntry{"regex", regex},
    FunctionEntry{"coalesce", coalesce},
    FunctionEntry{"once", once},
    FunctionEntry{"string", string},
};

}  // namespace

std::span<const FunctionEntry> textFunctions()
{
    return textEntries;
}

}  // namespace prohori
