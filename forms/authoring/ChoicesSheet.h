// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/MessageList.h"
#include "forms/authoring/SettingsSheet.h"
#include "forms/authoring/SheetColumns.h"
#include "forms/definition/FormPackage.h"

#include <QHash>
#include <QMap>
#include <QSet>
#include <QString>

#include <optional>

namespace prohori {

/// The choices sheet, read: lists, and where each choice stands, for messages.
struct ChoicesTable {
    QMap<QString, FormList> lists;
    QHash<QString, QList<int>> rows;  ///< by list: the row of each choice
    std::optional<SheetColumns> columns;

    /// F18 for each choice of `list` whose name holds a space; told once a list.
    void checkNamesForMultiple(const QString& list, MessageList& messages);

private:
    QSet<QString> m_checked;
};

/// `sheet` may be nullptr. Tells F03, F04, F05, F16, F17, W02 and W04.
ChoicesTable readChoices(const Sheet* sheet, const FormSettings& settings, MessageList& messages);

}  // namespace prohori
