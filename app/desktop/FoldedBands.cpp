// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/FoldedBands.h"

#include "app/desktop/Theme.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

FoldedBands::FoldedBands(QWidget* parent)
    : QScrollArea(parent),
      m_content(new QWidget),
      m_layout(new QVBoxLayout(m_content))
{
    setObjectName(u"caseBands"_s);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::px(6));
    setWidget(m_content);
    hide();
}

void FoldedBands::add(QWidget* band)
{
    m_layout->addWidget(band);
    band->installEventFilter(this);
    showOrHide();
}

void FoldedBands::setMostHeight(int most)
{
    if (m_most == most)
        return;
    m_most = most;
    // What scrolls has to be reached by key.
    setFocusPolicy(most > 0 ? Qt::StrongFocus : Qt::NoFocus);
    updateGeometry();
}

int FoldedBands::allOf(int width) const
{
    return m_layout->hasHeightForWidth() ? m_layout->totalHeightForWidth(width)
                                         : m_layout->totalSizeHint().height();
}

int FoldedBands::heightForWidth(int width) const
{
    return m_most > 0 ? std::min(allOf(width), m_most) : allOf(width);
}

QSize FoldedBands::sizeHint() const
{
    const int wide = width() > 0 ? width() : m_layout->totalSizeHint().width();
    return {m_layout->totalSizeHint().width(), heightForWidth(wide)};
}

void FoldedBands::showOrHide()
{
    bool any = false;
    for (int at = 0; at < m_layout->count(); ++at)
        any = any || !m_layout->itemAt(at)->widget()->isHidden();
    setVisible(any);
}

/// Where all of it is there, no bar takes a part of its width.
void FoldedBands::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    setVerticalScrollBarPolicy(allOf(width()) > height() ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

bool FoldedBands::eventFilter(QObject* watched, QEvent* event)
{
    const bool done = QScrollArea::eventFilter(watched, event);
    if (watched == m_content && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    else if (watched != m_content
             && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        showOrHide();
    return done;
}

}  // namespace prohori
