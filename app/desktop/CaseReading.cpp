// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CaseReading.h"

#include "app/desktop/ErrorText.h"
#include "app/desktop/FormBesidePapers.h"
#include "app/desktop/PapersPane.h"
#include "forms/widgets/FormView.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace prohori {

CaseReading::CaseReading(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_engine(session.station().engineFor({})),
      m_form(new FormView(*m_engine, m_random, this)),
      m_papers(new PapersPane(session, this, PapersPane::Use::Look)),
      m_body(new FormBesidePapers(m_form, m_papers, this))
{
    setObjectName(QStringLiteral("caseReading"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_body);
    m_form->setLanguage(Words::language());
    connect(m_papers, &PapersPane::left, this, [this] {
        // Where it stands in the form's place it gives the place back.
        if (!m_body->isFormShown())
            m_body->showPapers(false);
        m_form->focusFirst();
    });
}

CaseReading::~CaseReading() = default;

void CaseReading::drawIn(const FormEnginePtr& engine)
{
    if (engine == m_engine)
        return;
    auto* form = new FormView(*engine, m_random, this);
    FormView* before = m_form;
    m_body->replaceForm(form);
    connect(before, &QObject::destroyed, form, [kept = m_engine] { (void)kept; });
    before->deleteLater();
    m_form = form;
    m_engine = engine;
    m_form->setLanguage(Words::language());
}

void CaseReading::showCase(const CaseView& view)
{
    if (m_view && m_view->state.record == view.state.record && m_view->state.heads == view.state.heads) {
        m_papers->showCase(view);
        return;
    }
    const bool isOther = !m_view || m_view->state.record != view.state.record;
    m_view = view;
    drawIn(view.engine);
    m_form->setReadOnly(true, tr("To be read here. Ctrl+O opens the case, to decide about it."));
    m_form->setAnswers(view.answers);
    m_papers->showCase(view);
    if (isOther || m_papers->count() == 0)
        m_body->showPapers(m_papers->count() > 0);
}

void CaseReading::clear()
{
    m_view.reset();
    m_papers->clear();
    m_form->setAnswers({});
    m_body->showPapers(false);
}

void CaseReading::enter()
{
    if (m_body->arePapersShown())
        m_papers->setFocus();
    else
        m_form->focusFirst();
}

bool CaseReading::goToPapers()
{
    return m_papers->count() > 0 && m_body->togglePapers();
}

void CaseReading::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit left();
    else if (!m_form->takeCommand(*event))
        QWidget::keyPressEvent(event);
}

}  // namespace prohori
