// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Log.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype kMaxOutsideText = 120;
}

QString LogLine::escaped(const QString& text)
{
    QString out;
    for (const QChar c : text.left(kMaxOutsideText)) {
        const bool endsLine =
            c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph;
        if (c.isPrint() && !endsLine && c != u'\\' && c != u'"')
            out.append(c);
        else
            out.append(u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0')));
    }
    return out;
}

LogLine& LogLine::outside(QLatin1StringView key, const QString& value)
{
    // Without the quotes a value `x sent=9` would pass for two fields.
    const QString text = escaped(value);
    const auto splits = [](QChar c) { return c.isSpace() || c == u'='; };
    const bool plain = !text.isEmpty() && std::none_of(text.begin(), text.end(), splits);
    return add(key, plain ? text : u'"' + text + u'"');
}

LogLine& LogLine::add(QLatin1StringView key, const QString& value)
{
    m_line += u' ' + key + u'=' + value;
    return *this;
}

void LogLine::write(const QLoggingCategory& category) const
{
    qCInfo(category).noquote() << m_line;
}

}  // namespace prohori
