// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/QuestionsLine.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/QuestionWatch.h"
#include "app/desktop/Session.h"

#include <QHBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

QuestionsLine::QuestionsLine(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_text(makeLabel({}, u"muted"_s, this)),
      m_button(makeButton({}, u"questionsButton"_s, this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_text->setObjectName(u"questionsText"_s);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &QuestionsLine::wanted);
    connect(&session.questions(), &QuestionWatch::changed, this, &QuestionsLine::retell);
    retell();
}

void QuestionsLine::look()
{
    m_session.questions().want();
}

void QuestionsLine::retell()
{
    const QuestionWatch& watch = m_session.questions();
    const int others = watch.open() - watch.mine();
    QStringList parts;
    if (watch.mine() > 0)
        parts.append(tr("%Ln question(s) wait for you.", nullptr, watch.mine()));
    if (others > 0)
        parts.append(tr("%Ln open question(s) wait for others.", nullptr, others));
    setRole(*m_text, watch.mine() > 0 ? u"warning"_s : u"muted"_s);
    m_text->setText(parts.join(u' '));
    m_button->setText(tr("Questions · %1 (Ctrl+Shift+Q)").arg(Words::number(watch.open())));
    // What nobody has asked takes no room.
    setVisible(watch.open() > 0);
}

}  // namespace prohori
