// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/GoToBox.h"

#include "forms/widgets/Look.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kListedLines = 9;
constexpr int kPage = 8;
}  // namespace

GoToBox::GoToBox(const FormModel& model, QWidget* form)
    : EntryBox(u"goToBox"_s, form),
      m_model(model),
      m_title(makeRoleLabel({}, u"h2"_s, this)),
      m_line(new QLineEdit(this)),
      m_list(new QListWidget(this)),
      m_told(makeRoleLabel({}, u"hint"_s, this))
{
    m_line->setObjectName(u"goToEdit"_s);
    m_list->setObjectName(u"goToList"_s);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setWordWrap(true);
    m_list->setResizeMode(QListView::Adjust);
    auto* layout = new QVBoxLayout(this);
    for (QWidget* part : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_line),
                          static_cast<QWidget*>(m_list), static_cast<QWidget*>(m_told)})
        layout->addWidget(part);
    connect(m_line, &QLineEdit::textChanged, this, &GoToBox::offer);
    connect(m_list, &QListWidget::itemClicked, this, [this] { choose(m_list->currentRow()); });
    adopt();
}

QWidget* GoToBox::first()
{
    return m_line;
}

void GoToBox::openFrom(const FormPlace& here)
{
    m_here = here;
    m_title->setText(tr("Go to"));
    m_line->setAccessibleName(m_title->text());
    m_line->setPlaceholderText(tr("Code, name or words of a question"));
    m_list->setAccessibleName(tr("Questions"));
    m_list->setFixedHeight(kListedLines * (fontMetrics().height() + 4));
    m_line->clear();
    offer({});
    openAt(nullptr);
}

void GoToBox::offer(const QString& typed)
{
    m_hits = m_model.findQuestions(typed, m_here);
    m_list->clear();
    for (const QuestionHit& hit : std::as_const(m_hits)) {
        QString line = u"%1   %2"_s.arg(m_model.digits(hit.code), hit.title);
        if (hit.title.startsWith(hit.code))
            line = hit.title;
        if (!hit.where.isEmpty())
            line += u"  ·  "_s + hit.where;
        auto* item =
            new QListWidgetItem(hit.whyNot.isEmpty() ? line : line + u"  ·  "_s + hit.whyNot, m_list);
        if (!hit.whyNot.isEmpty())
            item->setForeground(palette().color(QPalette::PlaceholderText));
    }
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
    m_told->setText(m_hits.isEmpty() ? tr("No question fits.")
                                     : tr("Enter goes there, Up and Down choose, Esc closes."));
}

void GoToBox::choose(int index)
{
    if (index < 0 || index >= m_hits.size())
        return;
    const QuestionHit hit = m_hits.at(index);
    if (!hit.whyNot.isEmpty()) {
        m_told->setText(tr("This question is not asked now: another answer decides."));
        return;
    }
    closeBox();
    emit chosen(hit.path);
}

bool GoToBox::takeKey(const QKeyEvent& key)
{
    const auto step = [this](int rows) {
        if (m_list->count() > 0)
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + rows, 0, m_list->count() - 1));
        return true;
    };
    switch (key.key()) {
    case Qt::Key_Down: return step(1);
    case Qt::Key_Up: return step(-1);
    case Qt::Key_PageDown: return step(kPage);
    case Qt::Key_PageUp: return step(-kPage);
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(m_list->currentRow()); return true;
    default: return EntryBox::takeKey(key);
    }
}

}  // namespace prohori
