// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonValue>

namespace prohori {

/// UTF-8, keys sorted by code unit, two spaces a level, one newline at the end; only what must be escaped
/// is. Numbers must be whole.
QByteArray canonicalJson(const QJsonValue& value);

}  // namespace prohori
