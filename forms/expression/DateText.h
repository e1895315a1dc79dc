// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace prohori {

/// Parts of a date or dateTime as it is written, before any time zone is applied.
struct DateParts {
    qint64 day = 0;        ///< days since 1970-01-01
    int milliseconds = 0;  ///< since midnight
    bool hasTime = false;
    bool hasOffset = false;
    int offset = 0;  ///< seconds east of UTC
};

/// `yyyy-mm-dd`, alone or with `Thh:mm[:ss[.fff]]` and an offset (`Z`, `+06:00`, `+06`); years 1 to 9999. No
/// allocation.
std::optional<DateParts> readDateParts(QStringView text);
/// `hh:mm[:ss[.fff]]` with or without an offset; `day` stays 0.
std::optional<DateParts> readTimeParts(QStringView text);

/// The first letter after `%` that is no code of format-date() or format-date-time(); nothing when all are.
/// `%%` is a percent sign.
std::optional<QString> badFormatCode(const QString& format);
/// `at` written by `format`, which must be without bad codes. Names in English or Bangla (`language` bn…),
/// digits ASCII.
QString formatDate(const QDateTime& at, const QString& format, const QString& language);

/// `2024-03-05` for days since 1970-01-01; empty outside the years 1 to 9999.
QString dateText(qint64 day);

}  // namespace prohori
