// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"

#include <QListWidget>
#include <QPointer>

namespace prohori {

/** The list that offers choices under an editor while one types. It never takes the focus: the editor hands
    it the keys.

    It lies in the window of its editor, under it where there is room, else above. Chosen ones carry a tick.
*/
class ChoicePopup : public QListWidget {
    Q_OBJECT
public:
    explicit ChoicePopup(QWidget* editor);

    /// Shows these, the one at `current` highlighted (-1: none). Hides where there are none.
    void offer(const QList<Choice>& choices, const QString& chosen, const QString& language, int current);
    void step(int rows);
    /// The code that is highlighted; empty when none is.
    QString highlighted() const;

signals:
    void picked(const QString& code);

private:
    void place();

    QPointer<QWidget> m_editor;
    QAbstractItemDelegate* m_delegate = nullptr;
};

}  // namespace prohori
