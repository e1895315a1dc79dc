// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/EntryBox.h"
#include "forms/widgets/FormModel.h"

class QListWidget;

namespace prohori {

/// Why there is no answer: one key each, the number (in either script) or the letter shown; or Up, Down and Enter.
class ReasonBox final : public EntryBox {
    Q_OBJECT
public:
    ReasonBox(const FormModel& model, QWidget* form);

    void openFor(QWidget* anchor);
    bool takeKey(const QKeyEvent& key) override;

signals:
    void chosen(const QString& reason);

private:
    QWidget* first() override;
    int wantedWidth() const override;
    void choose(int index);

    const FormModel& m_model;
    QListWidget* m_list;
};

}  // namespace prohori
