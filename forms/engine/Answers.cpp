// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FormEngine.h"

#include <QSet>

#include <algorithm>

namespace prohori {

QList<AnswerRow> Answers::rowsOf(quint32 group, const QString& parentRow) const
{
    QList<AnswerRow> found;
    for (const AnswerRow& row : rows) {
        if (row.group == group && row.parentRow == parentRow)
            found.append(row);
    }
    return found;
}

const AnswerRow* Answers::findRow(const QString& row) const
{
    const auto found =
        std::find_if(rows.cbegin(), rows.cend(), [&](const AnswerRow& r) { return r.row == row; });
    return found == rows.cend() ? nullptr : &*found;
}

void Answers::set(const AnswerPath& path, const Answer& answer)
{
    if (answer.isBlank())
        values.remove(path);
    else
        values.insert(path, answer);
}

void Answers::removeRow(const QString& row)
{
    QSet<QString> gone{row};
    for (bool more = true; more;) {
        more = false;
        for (const AnswerRow& one : std::as_const(rows)) {
            if (gone.contains(one.parentRow) && !gone.contains(one.row)) {
                gone.insert(one.row);
                more = true;
            }
        }
    }
    rows.removeIf([&](const AnswerRow& one) { return gone.contains(one.row); });
    values.removeIf(
        [&](const auto& value) { return !value.key().row.isEmpty() && gone.contains(value.key().row); });
}

}  // namespace prohori
