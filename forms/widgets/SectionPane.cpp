// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/SectionPane.h"

#include "forms/widgets/FieldBox.h"
#include "forms/widgets/Look.h"

#include <QGridLayout>
#include <QLabel>
#include <QResizeEvent>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kColumnLetters = 36;  // a column narrower than this makes the form one column
}  // namespace

SectionPane::SectionPane(FormModel& model, const FormPlace& place, QWidget* parent)
    : QFrame(parent),
      m_model(model),
      m_place(place),
      m_grid(new QGridLayout),
      m_title(makeRoleLabel({}, u"h2"_s, this)),
      m_empty(makeRoleLabel(tr("Nothing is asked here now."), u"muted"_s, this))
{
    setProperty("role", u"card"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 14, 18, 16);
    layout->setSpacing(10);
    layout->addWidget(m_title);
    layout->addWidget(m_empty);
    layout->addLayout(m_grid);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(12);
    refresh();
}

QString SectionPane::heading() const
{
    const SectionDefinition* section = m_model.section(m_place);
    const QString name = section ? m_model.text(section->label) : QString();
    if (m_place.row.isEmpty())
        return name;
    const QString row = m_model.rowTitle(m_place.row);
    return m_model.form().group(m_place.group)->sections.size() > 1 ? row + u"  ›  "_s + name : row;
}

FieldBox* SectionPane::box(const AnswerPath& path) const
{
    return m_fields.contains(path) ? m_boxes.value(path) : nullptr;
}

int SectionPane::columnsFor(int width) const
{
    return width >= 2 * kColumnLetters * fontMetrics().averageCharWidth() ? 2 : 1;
}

void SectionPane::refresh()
{
    const QList<AnswerPath> fields = m_model.fieldsOf(m_place);
    const bool same = fields == m_fields;
    m_title->setText(heading());
    m_fields = fields;
    for (const AnswerPath& path : fields) {
        FieldBox*& box = m_boxes[path];
        if (box) {
            box->refresh();
            continue;
        }
        box = new FieldBox(m_model, path, this);
        connect(&box->editor(), &FieldEditor::entered, this, [this, box] { emit fieldEntered(box); });
        connect(&box->editor(), &FieldEditor::advanceWanted, this, &SectionPane::advanceWanted);
    }
    m_empty->setVisible(fields.isEmpty());
    if (!same)
        arrange();
}

void SectionPane::arrange()
{
    m_columns = columnsFor(width());
    while (QLayoutItem* item = m_grid->takeAt(0))
        delete item;
    for (FieldBox* box : std::as_const(m_boxes))
        box->setVisible(m_fields.contains(box->path()));
    int row = 0;
    int column = 0;
    QWidget* before = nullptr;
    for (const AnswerPath& path : std::as_const(m_fields)) {
        FieldBox* box = m_boxes.value(path);
        const int span = box->isWide() ? m_columns : 1;
        if (column + span > m_columns) {
            row += 1;
            column = 0;
        }
        m_grid->addWidget(box, row, column, 1, span, Qt::AlignTop);
        column += span;
        QWidget* control = box->editor().control();
        if (before)
            setTabOrder(before, control);
        before = control;
    }
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, m_columns == 2 ? 1 : 0);
}

void SectionPane::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    if (columnsFor(event->size().width()) != m_columns)
        arrange();
}

}  // namespace prohori
