// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormModel.h"

#include <QScrollArea>

namespace prohori {

class FieldBox;
class RowsPane;
class SectionPane;

/// What is in view at one place: the way up, the rows of the repeat, the fields, and the repeats inside. It
/// scrolls up and down only.
class FormPage final : public QScrollArea {
    Q_OBJECT
public:
    FormPage(FormModel& model, QWidget* parent);

    void open(const FormPlace& place);
    void refresh();
    FieldBox* box(const AnswerPath& path) const;
    /// The list of this repeat, when it is in view.
    RowsPane* rows(quint32 group, const QString& parentRow) const;
    /// The list in which this widget stands; nullptr outside.
    RowsPane* rowsAround(const QWidget* widget) const;
    /// Scrolls until it is seen, once the layout is done.
    void bringIntoView(QWidget* widget);

signals:
    void rowChosen(const QString& row);
    void addWanted(quint32 group, const QString& parentRow);
    void removeWanted(const QString& row);
    void placeWanted(const prohori::FormPlace& place);
    void advanceWanted();

private:
    void addRows(QWidget& content, quint32 group, const QString& parentRow);
    void addWayUp(QWidget& content, const QString& parentRow);

    FormModel& m_model;
    FormPlace m_place;
    SectionPane* m_section = nullptr;
    QList<RowsPane*> m_rows;
};

}  // namespace prohori
