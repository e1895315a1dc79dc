// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/OthersWork.h"

#include <QDialog>

namespace prohori {

class AnswerTable;

/** What others did to a case while somebody typed in it: each answer from → to and by whom, and what the form now finds in both together.
    To read; nothing has to be decided here, both are saved.

    Keys: the arrow keys read on, Enter goes to the answer of the chosen line, Esc closes. Deletes itself; shown with open().
*/
class OthersWorkDialog : public QDialog {
    Q_OBJECT
public:
    OthersWorkDialog(const OthersWork& work, QWidget* parent);

signals:
    /// The answer of this line is wanted; the dialog has closed.
    void answerWanted(const prohori::AnswerPath& path);

private:
    void fill(AnswerTable& table, const OthersWork& work) const;
};

}  // namespace prohori
