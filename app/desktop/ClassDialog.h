// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QDialog>

class QGridLayout;

namespace prohori {

/** Trafficking, smuggling or both: act, means, purpose and border, each with the officer's own answers, whether they show it, and what the
    law says, and the class that the answers point to. It only shows; the officer decides in the form. Esc or Enter closes it.
*/
class ClassDialog : public QDialog {
    Q_OBJECT
public:
    ClassDialog(const FormEngine& engine, const Answers& answers, const QString& language, QWidget* parent);

private:
    QString answersTo(const ChecklistItem& point) const;
    QString conclusion() const;
    void addPoint(QGridLayout* grid, int row, const ChecklistItem& point);

    const FormEngine& m_engine;
    const Answers m_answers;
    QString m_language;
};

}  // namespace prohori
