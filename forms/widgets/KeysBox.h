// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/EntryBox.h"

class QScrollArea;

namespace prohori {

/// The keys of the form, as a table. F1 or Esc closes it; Up, Down and the page keys scroll where it is too high.
class KeysBox final : public EntryBox {
    Q_OBJECT
public:
    explicit KeysBox(QWidget* form);

    void open();
    bool takeKey(const QKeyEvent& key) override;
    /// The most used keys, for the line at the foot of the form.
    static QString shortText(bool readOnly, bool brief);

private:
    QWidget* first() override { return this; }
    int wantedWidth() const override;
    int wantedHeight(int width) const override;
    void fill();

    QScrollArea* m_area;
};

}  // namespace prohori
