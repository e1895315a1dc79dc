// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace prohori {

enum class RowKind { Question, Begin, End };

/// A cell of the type column, read (forms.md section 4).
struct RowType {
    RowKind row = RowKind::Question;
    ItemKind kind = ItemKind::Question;
    QString type;  ///< standard spelling: `select_one`, `integer`, `group`
    QString list;  ///< what stands behind select or rank: a list, a file, or `${question}`
    bool orOther = false;
    bool fromFile() const { return type.endsWith(QLatin1String("_from_file")); }
    bool isSelect() const
    {
        return type.startsWith(QLatin1String("select_")) || type == QLatin1String("rank");
    }
    bool takesSeveral() const
    {
        return type.startsWith(QLatin1String("select_multiple")) || type == QLatin1String("rank");
    }
};

/// Nothing when it is no type. Letter case, spaces or `_`, and the older spellings do not matter.
std::optional<RowType> readRowType(const QString& cell);
/// The type that `cell` may have meant, or empty.
QString nearestType(const QString& cell);

/// True for a type that holds a date, a time or both: in its default a hyphen is no minus sign.
bool isDateType(const QString& type);

}  // namespace prohori
