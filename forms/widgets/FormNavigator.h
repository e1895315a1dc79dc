// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/ProgressList.h"

namespace prohori {

/** Where one is, and how far: the sections of the record, the repeats with their rows, and inside the open
    row its sections and repeats.

    Up and Down move in it; Enter, Space or a click opens.
*/
class FormNavigator final : public ProgressList {
    Q_OBJECT
public:
    FormNavigator(const FormModel& model, QWidget* parent);

    void refresh(const FormPlace& open);
    const QList<FormPlace>& places() const { return m_places; }

signals:
    void placeChosen(const prohori::FormPlace& place);

private:
    void addSections(const GroupDefinition& group, const QString& row, int depth);
    void addRepeat(const GroupDefinition& group, const QString& parentRow, int depth);
    void add(const FormPlace& place, const ProgressItem& item);

    const FormModel& m_model;
    FormPlace m_open;
    QList<FormPlace> m_places;
    QList<ProgressItem> m_items;
    int m_current = -1;
};

}  // namespace prohori
