// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/ProgressList.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kPad = 8;
}  // namespace

class ProgressDelegate final : public QStyledItemDelegate {
public:
    explicit ProgressDelegate(ProgressList* list) : QStyledItemDelegate(list), m_list(*list) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QPalette& palette = option.palette;
        const bool current = option.state & QStyle::State_Selected;
        const QRect row = option.rect.adjusted(4, 1, -4, -1);
        if (current) {
            painter->setPen(m_list.hasFocus() ? QPen(palette.color(QPalette::Highlight), 2)
                                              : QPen(Qt::NoPen));
            painter->setBrush(m_list.m_currentBack);
            painter->drawRoundedRect(row, 6, 6);
        }
        QRect area = row.adjusted(kPad + index.data(ProgressList::Depth).toInt() * 2 * kPad, 0, -kPad, 0);
        area.setRight(paintEnd(painter, option, index, area));
        const bool heading = index.data(ProgressList::Heading).toBool();
        QFont font = option.font;
        font.setWeight(heading || current ? QFont::DemiBold : QFont::Normal);
        painter->setFont(font);
        painter->setPen(current   ? palette.color(QPalette::Link)
                        : heading ? palette.color(QPalette::PlaceholderText)
                                  : palette.color(QPalette::Text));
        painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight,
                                                        area.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + 2 * kPad};
    }

private:
    /// The number of problems, a dot or a ring, at the end of the line. Gives where the text must end.
    int paintEnd(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                 const QRect& area) const
    {
        const int errors = index.data(ProgressList::Problems).toInt();
        const int warnings = index.data(ProgressList::Warnings).toInt();
        const QFontMetrics metrics(option.font);
        if (errors + warnings > 0) {
            const QString number = m_list.numeral(errors + warnings);
            const int height = metrics.height() - 2;
            const int width = std::max(height, metrics.horizontalAdvance(number) + kPad + 2);
            const QRect box(area.right() - width, area.center().y() - height / 2, width, height);
            painter->setPen(Qt::NoPen);
            painter->setBrush(errors > 0 ? m_list.m_problemBack : m_list.m_warningBack);
            painter->drawRoundedRect(box, height / 2.0, height / 2.0);
            painter->setPen(errors > 0 ? m_list.m_problemText : m_list.m_warningText);
            painter->setFont(option.font);
            painter->drawText(box, Qt::AlignCenter, number);
            return box.left() - kPad;
        }
        const QColor quiet = option.palette.color(QPalette::PlaceholderText);
        const QString detail = index.data(ProgressList::Detail).toString();
        if (index.data(ProgressList::Heading).toBool()) {
            painter->setPen(quiet);
            painter->setFont(option.font);
            painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, detail);
            return area.right() - metrics.horizontalAdvance(detail) - kPad;
        }
        constexpr int kRadius = 4;
        painter->setPen(QPen(quiet, 1.3));
        painter->setBrush(index.data(ProgressList::Begun).toBool() ? QBrush(quiet) : QBrush(Qt::NoBrush));
        painter->drawEllipse(QPoint(area.right() - kRadius - 1, area.center().y() + 1), kRadius, kRadius);
        return area.right() - 2 * kRadius - kPad;
    }

    ProgressList& m_list;
};

ProgressList::ProgressList(const QString& name, const FormModel& model, QWidget* parent)
    : QListWidget(parent),
      m_model(model)
{
    setObjectName(name);
    setProperty("role", u"progress"_s);
    setItemDelegate(new ProgressDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    connect(this, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { emit chosen(row(item)); });
}

QString ProgressList::numeral(int number) const
{
    return m_model.digits(QString::number(number));
}

void ProgressList::describe(QListWidgetItem& item, const ProgressItem& from) const
{
    item.setText(from.text);
    item.setData(Problems, from.progress.errors);
    item.setData(Warnings, from.progress.warnings);
    item.setData(Begun, from.progress.begun);
    item.setData(Depth, from.depth);
    item.setData(Heading, from.heading);
    item.setData(Detail, from.detail);
    QString state = from.progress.begun ? tr("begun") : tr("nothing yet");
    if (from.progress.problems() > 0)
        state = tr("%n problem(s)", nullptr, from.progress.problems());
    item.setData(Qt::AccessibleTextRole, from.text);
    item.setData(Qt::AccessibleDescriptionRole, state);
    item.setToolTip(from.text + u" · "_s + state);
}

void ProgressList::fill(const QList<ProgressItem>& items, int current, bool anew)
{
    const int marked = !anew && hasFocus() && count() == items.size() ? currentRow() : current;
    while (count() > items.size())
        delete takeItem(count() - 1);
    while (count() < items.size())
        addItem(new QListWidgetItem);
    for (int at = 0; at < count(); ++at)
        describe(*item(at), items.at(at));
    if (marked != currentRow())
        setCurrentRow(marked);
}

void ProgressList::keyPressEvent(QKeyEvent* event)
{
    const bool enter =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (enter && event->modifiers() == Qt::NoModifier && currentRow() >= 0) {
        emit chosen(currentRow());
        return;
    }
    QListWidget::keyPressEvent(event);
}

}  // namespace prohori
