// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/ChoicePopup.h"

#include "forms/engine/AnswerText.h"

#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostChoices = 8;
constexpr int kChoiceSide = 10;
enum Roles { Code = Qt::UserRole, Key, Ticked };

/// A tick, the label, and at the end the key that one may type instead.
class ChoiceDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QPalette& palette = option.palette;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool current = option.state & QStyle::State_Selected;
        painter->fillRect(option.rect, current ? palette.highlight() : palette.base());
        painter->setFont(option.font);
        const QFontMetrics metrics(option.font);
        QRect area = option.rect.adjusted(kChoiceSide, 0, -kChoiceSide, 0);
        const QColor text = palette.color(current ? QPalette::HighlightedText : QPalette::Text);
        const QColor quiet = current ? text : palette.color(QPalette::PlaceholderText);
        const QString key = index.data(Key).toString();
        if (!key.isEmpty()) {
            painter->setPen(quiet);
            painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, key);
            area.setRight(area.right() - metrics.horizontalAdvance(key) - kChoiceSide);
        }
        if (index.data(Ticked).toBool()) {
            const int size = metrics.height() / 2;
            const QPoint at(area.left(), area.center().y());
            painter->setPen(QPen(text, 2));
            painter->drawPolyline(
                QPolygon({at, at + QPoint(size / 3, size / 3), at + QPoint(size, -size / 2)}));
            area.setLeft(area.left() + size + kChoiceSide);
        }
        painter->setPen(text);
        painter->drawText(area, int(Qt::TextWordWrap) | int(Qt::AlignLeft) | int(Qt::AlignVCenter),
                          index.data().toString());
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QFontMetrics metrics(option.font);
        const int beside =
            metrics.horizontalAdvance(index.data(Key).toString()) + 5 * kChoiceSide + metrics.height() / 2;
        const int wanted = metrics.horizontalAdvance(index.data().toString()) + beside;
        const int width = std::min(wanted, m_widest);
        if (wanted <= m_widest)
            return {width, metrics.height() + 10};
        constexpr int kTall = 1000;
        return {width, metrics.boundingRect(QRect(0, 0, width - beside, kTall), int(Qt::TextWordWrap),
                                            index.data().toString())
                               .height()
                           + 10};
    }

    /// What is wider wraps.
    void setWidest(int width) { m_widest = width; }

private:
    int m_widest = QWIDGETSIZE_MAX;
};

}  // namespace

ChoicePopup::ChoicePopup(QWidget* editor) : QListWidget(editor->window()), m_editor(editor)
{
    setObjectName(u"choices"_s);
    setAccessibleName(tr("Choices"));
    setFocusPolicy(Qt::NoFocus);
    m_delegate = new ChoiceDelegate(this);
    setItemDelegate(m_delegate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    hide();
    connect(this, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { emit picked(item->data(Code).toString()); });
}

void ChoicePopup::offer(const QList<Choice>& choices, const QString& chosen, const QString& language,
                        int current)
{
    clear();
    const QStringList ticked = chosen.split(u' ', Qt::SkipEmptyParts);
    for (const Choice& choice : choices) {
        auto* item = new QListWidgetItem(choice.label.in(language), this);
        item->setData(Code, choice.code);
        item->setData(Key, language == u"bn" ? banglaDigits(choice.key) : choice.key);
        item->setData(Ticked, ticked.contains(choice.code));
        item->setToolTip(choice.label.in(language));
    }
    setCurrentRow(current);
    setVisible(count() > 0);
    if (count() > 0)
        place();
}

void ChoicePopup::place()
{
    constexpr int kEdge = 4;
    if (!m_editor)
        return;
    if (parentWidget() != m_editor->window())
        setParent(m_editor->window());
    const QWidget& window = *parentWidget();
    const QRect under(m_editor->mapTo(&window, QPoint(0, 0)), m_editor->size());
    const int widest = std::max(under.width(), window.width() / 2);
    static_cast<ChoiceDelegate*>(m_delegate)->setWidest(widest - 2 * kChoiceSide);
    doItemsLayout();
    int wanted = 2 * frameWidth() + kEdge;
    for (int row = 0; row < std::min(count(), kMostChoices); ++row)
        wanted += sizeHintForRow(row);
    const int below = window.height() - under.bottom() - kEdge;
    const int above = under.top() - kEdge;
    const bool down = below >= wanted || below >= above;
    const int height = std::min(wanted, down ? below : above);
    const int width = std::clamp(sizeHintForColumn(0) + 2 * kChoiceSide, under.width(), widest);
    const int left = std::clamp(under.left(), 0, std::max(0, window.width() - width - kEdge));
    setGeometry(left, down ? under.bottom() + 2 : under.top() - height - 1, width, height);
    show();
    raise();
    if (currentItem())
        scrollToItem(currentItem());
}

void ChoicePopup::step(int rows)
{
    if (count() == 0)
        return;
    const int from = currentRow() < 0 && rows < 0 ? count() : currentRow();
    setCurrentRow(std::clamp(from + rows, 0, count() - 1));
}

QString ChoicePopup::highlighted() const
{
    return isVisible() && currentItem() ? currentItem()->data(Code).toString() : QString();
}

}  // namespace prohori
