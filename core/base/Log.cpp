// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Log.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype kMaxOutsideText = 120;
}

QString LogLine::escaped(const QString& text)
{
    QString out;
    for (const QChar c : text.left(kMaxOutsideText)) {
        if (c.isPrint() && c != u'\\')
            out.append(c);
        else
            out.append(u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0')));
    }
    return out;
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
