// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/EntryBox.h"

#include "forms/widgets/Look.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kEdge = 4;
constexpr int kEntryLetters = 62;
}  // namespace

EntryBox::EntryBox(const QString& name, QWidget* form) : QFrame(form)
{
    setObjectName(name);
    setProperty("role", u"entryBox"_s);
    hide();
}

int EntryBox::wantedWidth() const
{
    return kEntryLetters * fontMetrics().averageCharWidth();
}

int EntryBox::wantedHeight(int width) const
{
    return layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width)
                                         : layout()->totalSizeHint().height();
}

void EntryBox::adopt()
{
    for (QWidget* child : findChildren<QWidget*>())
        child->installEventFilter(this);
}

void EntryBox::openAt(QWidget* anchor)
{
    m_anchor = anchor;
    if (!isVisible())
        m_before = window()->focusWidget();
    show();
    raise();
    fit();
    first()->setFocus(Qt::PopupFocusReason);
}

void EntryBox::fit()
{
    const QWidget& form = *parentWidget();
    const int width = std::min(wantedWidth(), form.width() - 2 * kEdge);
    const int height = std::min(wantedHeight(width), form.height() - 2 * kEdge);
    QPoint at((form.width() - width) / 2, std::max(kEdge, (form.height() - height) / 3));
    if (m_anchor) {
        const QRect under(m_anchor->mapTo(&form, QPoint(0, 0)), m_anchor->size());
        const bool below = form.height() - under.bottom() - kEdge >= height || under.top() < height;
        at = {under.left(), below ? under.bottom() + kEdge : under.top() - height - kEdge};
    }
    at.setX(std::clamp(at.x(), kEdge, std::max(kEdge, form.width() - width - kEdge)));
    at.setY(std::clamp(at.y(), kEdge, std::max(kEdge, form.height() - height - kEdge)));
    setGeometry(QRect(at, QSize(width, height)));
}

void EntryBox::closeBox()
{
    if (!isVisible() || m_closing)
        return;
    // Before it hides: else the focus would pass through the first question on its way.
    m_closing = true;
    const QWidget* now = window()->focusWidget();
    if ((now == this || isAncestorOf(now)) && m_before)
        m_before->setFocus(Qt::OtherFocusReason);
    hide();
    m_closing = false;
    emit closed();
}

bool EntryBox::takeKey(const QKeyEvent& key)
{
    if (key.key() != Qt::Key_Escape)
        return false;
    closeBox();
    return true;
}

bool EntryBox::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress && takeKey(*static_cast<QKeyEvent*>(event)))
        return true;
    if (event->type() == QEvent::FocusOut && isVisible() && !m_closing) {
        const QWidget* now = window()->focusWidget();
        const bool leftWindow = static_cast<QFocusEvent*>(event)->reason() == Qt::ActiveWindowFocusReason;
        if (!leftWindow && now && now != watched && !isAncestorOf(now)) {
            keep();
            closeBox();
        }
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace prohori
