// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/RowsPane.h"

#include "forms/widgets/Look.h"
#include "forms/widgets/ProgressList.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kMostRows = 3;  // more scroll
}  // namespace

RowsPane::RowsPane(FormModel& model, quint32 group, const QString& parentRow, QWidget* parent)
    : QFrame(parent),
      m_model(model),
      m_group(group),
      m_parentRow(parentRow),
      m_title(makeRoleLabel({}, u"h2"_s, this)),
      m_empty(makeRoleLabel({}, u"muted"_s, this)),
      m_problem(makeRoleLabel({}, u"problem"_s, this)),
      m_list(new ProgressList(u"rows."_s + model.form().group(group)->name, model, this)),
      m_add(new QPushButton(this)),
      m_remove(new QPushButton(this))
{
    const QString name = model.form().group(group)->name;
    setProperty("role", u"card"_s);
    m_problem->setObjectName(u"problem."_s + name);
    m_add->setObjectName(u"addRow."_s + name);
    m_remove->setObjectName(u"removeRow."_s + name);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 12, 18, 12);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title, 1);
    head->addWidget(m_add);
    head->addWidget(m_remove);
    layout->addLayout(head);
    layout->addWidget(m_empty);
    layout->addWidget(m_list);
    layout->addWidget(m_problem);
    for (QPushButton* button : {m_add, m_remove})
        button->setAutoDefault(false);
    connect(m_add, &QPushButton::clicked, this, [this] { emit addWanted(m_group, m_parentRow); });
    connect(m_remove, &QPushButton::clicked, this, [this] { emit removeWanted(currentRow()); });
    connect(m_list, &ProgressList::chosen, this, [this](int index) { emit rowChosen(m_rows.value(index)); });
    connect(m_list, &QListWidget::currentRowChanged, this,
            [this] { m_remove->setVisible(!m_rows.isEmpty()); });
    refresh({});
}

QString RowsPane::currentRow() const
{
    return m_rows.value(std::max(0, m_list->currentRow()));
}

/// As high as its first rows, which may wrap.
void RowsPane::fitList()
{
    int height = 2 * m_list->frameWidth() + 4;
    for (int row = 0; row < std::min(m_list->count(), kMostRows); ++row)
        height += std::max(1, m_list->sizeHintForRow(row));
    m_list->setFixedHeight(height);
}

void RowsPane::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fitList();
}

void RowsPane::refresh(const QString& openRow)
{
    const QString label = m_model.text(m_model.form().group(m_group)->label);
    m_title->setText(label);
    m_list->setAccessibleName(label);
    m_rows.clear();
    QList<ProgressItem> items;
    int current = -1;
    for (const AnswerRow& row : m_model.rows(m_group, m_parentRow)) {
        if (row.row == openRow)
            current = static_cast<int>(m_rows.size());
        m_rows.append(row.row);
        const QString change = m_model.change({m_group, row.row, 0});
        const QString title = m_model.rowTitle(row.row);
        items.append({change.isEmpty() ? title : u"%1  ·  %2"_s.arg(title, change),
                      m_model.rowProgress(row.row),
                      0,
                      false,
                      {}});
    }
    m_list->fill(items, current, openRow != m_open);
    m_open = openRow;
    const bool some = !items.isEmpty();
    m_list->setVisible(some);
    m_empty->setVisible(!some);
    m_remove->setVisible(some);
    fitList();
    m_empty->setText(m_model.isReadOnly() ? tr("There is none here.")
                                          : tr("None yet. Space or Ctrl+Insert adds one, Enter goes on."));
    m_add->setText(tr("Add"));
    m_add->setAccessibleName(tr("Add to: %1").arg(label));
    m_remove->setText(tr("Remove…"));
    m_remove->setAccessibleName(tr("Remove from: %1").arg(label));
    const QString whyNot = m_model.whyNoRow(m_group, m_parentRow);
    setEnabledOrWhyFixed(*m_add, whyNot);
    setEnabledOrWhyFixed(*m_remove, m_model.whyReadOnly());
    if (whyNot.isEmpty())
        m_add->setToolTip(tr("Ctrl+Insert"));
    if (!m_model.isReadOnly())
        m_remove->setToolTip(tr("Ctrl+Delete"));
    QStringList sentences;
    for (const Problem& problem : m_model.problemsAt({m_group, {}, 0}))
        sentences.append(m_model.text(problem.message));
    for (const QString& row : std::as_const(m_rows)) {
        for (const Problem& problem : m_model.problemsAt({m_group, row, 0}))
            sentences.append(m_model.text(problem.message));
    }
    m_problem->setText(sentences.join(u'\n'));
    m_problem->setVisible(!sentences.isEmpty());
}

}  // namespace prohori
