// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/FormBesidePapers.h"

#include "app/desktop/PapersPane.h"
#include "app/desktop/Theme.h"

#include <QApplication>

namespace prohori {

namespace {
constexpr int kLeastForm = 500, kLeastPapers = 380;  ///< at letters of 100 %
}

FormBesidePapers::FormBesidePapers(QWidget* form, PapersPane* papers, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent),
      m_form(form),
      m_papers(papers)
{
    setChildrenCollapsible(false);
    addWidget(form);
    addWidget(papers);
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
    arrange();
}

void FormBesidePapers::replaceForm(QWidget* form)
{
    replaceWidget(indexOf(m_form), form);
    // The old one may be what is being left right now.
    m_form->hide();
    m_form->setParent(nullptr);
    m_form = form;
    arrange();
}

void FormBesidePapers::showPapers(bool shown)
{
    m_wanted = shown;
    arrange();
}

bool FormBesidePapers::togglePapers()
{
    const bool isThere = m_papers->isVisible() && m_papers->isAncestorOf(QApplication::focusWidget());
    showPapers(!isThere);
    if (!isThere)
        m_papers->setFocus();
    return !isThere;
}

void FormBesidePapers::arrange()
{
    m_both = width() >= Theme::px(kLeastForm + kLeastPapers);
    const bool hadFocus = m_form->isAncestorOf(QApplication::focusWidget());
    // Never both hidden: the focus would go somewhere else meanwhile.
    m_papers->setVisible(m_wanted);
    m_form->setVisible(isFormShown());
    if (hadFocus && !isFormShown())
        m_papers->setFocus();
}

void FormBesidePapers::resizeEvent(QResizeEvent* event)
{
    QSplitter::resizeEvent(event);
    arrange();
}

}  // namespace prohori
