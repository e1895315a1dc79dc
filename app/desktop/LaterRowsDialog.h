// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/LaterReview.h"

#include <QDialog>

namespace prohori {

class AnswerTable;

/** The rows with later facts that nobody has looked at, with their answers and who wrote them: the short review. Nothing else of the case is
    shown, and confirming opens nothing of it.

    Keys: the arrow keys read on, Ctrl+Return confirms, Esc leaves. Deletes itself; shown with open().
*/
class LaterRowsDialog : public QDialog {
    Q_OBJECT
public:
    /// @param whyNot why this person may not confirm; empty when he may.
    LaterRowsDialog(const LaterReview& review, const QString& whyNot, QWidget* parent);

private:
    void fill(AnswerTable& table, const LaterReview& review) const;
};

}  // namespace prohori
