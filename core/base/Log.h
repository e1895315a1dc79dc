// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>
#include <QString>

namespace prohori {

/** One structured log line: an event and numbers, codes and ids, never text that a person typed.

    `LogLine("sync.attempt").id("replica", replica).count("sent", 3).code("result", "offline").write();`
    prints `sync.attempt replica=… sent=3 result=offline`. What comes from outside (a header, a path) goes
    through outside(), which escapes what does not print, cuts at 120 and quotes what holds a blank or a `=`.
    There is no way to add free text.
*/
class LogLine {
public:
    explicit LogLine(QLatin1StringView event) : m_line(event) {}

    template <typename Id>
    LogLine& id(QLatin1StringView key, const Id& value)
    {
        return add(key, value.toString());
    }
    LogLine& count(QLatin1StringView key, qint64 value) { return add(key, QString::number(value)); }
    LogLine& code(QLatin1StringView key, QLatin1StringView value) { return add(key, QString(value)); }
    LogLine& outside(QLatin1StringView key, const QString& value);

    /// To standard error through Qt's logging, under `category`.
    void write(const QLoggingCategory& category) const;

    static QString escaped(const QString& text);

private:
    LogLine& add(QLatin1StringView key, const QString& value);

    QString m_line;
};

}  // namespace prohori
