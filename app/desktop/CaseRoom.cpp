// SPDX-License-Identifier: GPL-3.0-or-later
// Large letters on a small screen: what steps back on the page of a case, so that its questions keep their room.
#include "app/desktop/CasePage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/FoldedBands.h"
#include "forms/widgets/FormView.h"

#include <QAction>
#include <QMenu>
#include <QPushButton>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRoomyHeight = 520;  ///< of a page, at letters of 100 %
constexpr int kShareOfBands = 22;  ///< percent of a low page

}  // namespace

/// The buttons that a low page has in its menu instead. Their keys do the same as before.
void CasePage::makeFolding(QMenu& menu)
{
    QAction* first = menu.actions().value(0);
    for (QPushButton* button : {m_problem, m_classTest, m_identities, m_discard}) {
        if (button->isHidden())
            continue;  // the role never does that
        const QString key = button->property("actionKey").toString();
        auto* action = new QAction(button->property("actionText").toString() + u'\t' + key, &menu);
        action->setObjectName(button->objectName().replace(u"Button"_s, u"Action"_s));
        action->setVisible(false);
        menu.insertAction(first, action);
        connect(action, &QAction::triggered, button, &QPushButton::click);
        m_folding.append({button, action});
    }
    m_foldingEnd = menu.insertSeparator(first);
    m_foldingEnd->setVisible(false);
    connect(&menu, &QMenu::aboutToShow, this, [this] {
        for (const auto& [button, action] : std::as_const(m_folding)) {
            action->setEnabled(button->isEnabled());
            action->setToolTip(whyDisabled(*button));
        }
    });
}

/// Whether the key of a button counts: also while the button stands in the menu.
bool CasePage::isOffered(const QPushButton& button) const
{
    return button.isVisible()
        || (m_isLow && std::any_of(m_folding.begin(), m_folding.end(), [&](const auto& folding) {
                return folding.first == &button;
            }));
}

void CasePage::fitRoom()
{
    const bool low = height() < Theme::px(kRoomyHeight);
    m_bands->setMostHeight(low ? height() * kShareOfBands / 100 : 0);
    m_form->setBrief(low);
    if (low == m_isLow)
        return;
    m_isLow = low;
    for (const auto& [button, action] : std::as_const(m_folding)) {
        button->setVisible(!low);
        action->setVisible(low);
    }
    m_foldingEnd->setVisible(low);
}

void CasePage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitRoom();
}

}  // namespace prohori
