// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormModel.h"

#include <QFrame>

class QGridLayout;
class QLabel;

namespace prohori {

class FieldBox;

/// The fields of one section in a card, in two columns where the width allows. What becomes relevant appears,
/// what is not goes.
class SectionPane final : public QFrame {
    Q_OBJECT
public:
    SectionPane(FormModel& model, const FormPlace& place, QWidget* parent);

    void refresh();
    /// nullptr when the field is not shown.
    FieldBox* box(const AnswerPath& path) const;

signals:
    void fieldEntered(QWidget* box);
    void advanceWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    int columnsFor(int width) const;
    /// The section; in a row which row it is, too.
    QString heading() const;

    FormModel& m_model;
    const FormPlace m_place;
    QGridLayout* m_grid;
    QLabel* m_title;
    QLabel* m_empty;
    QHash<AnswerPath, FieldBox*> m_boxes;
    QList<AnswerPath> m_fields;
    int m_columns = 0;
};

}  // namespace prohori
