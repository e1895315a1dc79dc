// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/BooleanEditor.h"

#include "forms/widgets/Look.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

namespace prohori {

using namespace Qt::StringLiterals;

BooleanEditor::BooleanEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
    : FieldEditor(model, path, parent),
      m_frame(new QFrame(this)),
      m_choices(model.choices(path)),
      m_standIn(makeRoleLabel({}, u"standIn"_s, m_frame))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_frame);
    m_frame->setFocusPolicy(Qt::StrongFocus);
    m_frame->setProperty("role", u"choiceBar"_s);
    auto* layout = new QHBoxLayout(m_frame);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(4);
    for (const Choice& choice : std::as_const(m_choices)) {
        auto* button = new QPushButton(m_frame);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::NoFocus);
        button->setProperty("role", u"choice"_s);
        connect(button, &QPushButton::clicked, this, [this, code = choice.code] {
            m_frame->setFocus(Qt::MouseFocusReason);
            choose(code);
        });
        layout->addWidget(button);
        m_buttons.append(button);
    }
    layout->addWidget(m_standIn);
    layout->addStretch(1);
    adopt();
    refresh();
}

void BooleanEditor::choose(const QString& code)
{
    m_model.set(m_path, {code, {}, false});
    m_model.recheck(m_path);
    refresh();
}

void BooleanEditor::refresh()
{
    const Answer now = answer();
    const QString why = m_model.whyFixed(m_path);
    QString chosen;
    for (qsizetype at = 0; at < m_buttons.size(); ++at) {
        const Choice& choice = m_choices.at(at);
        m_buttons.at(at)->setText(m_model.text(choice.label));
        m_buttons.at(at)->setChecked(now.text == choice.code);
        setEnabledOrWhyFixed(*m_buttons.at(at), why);
        if (now.text == choice.code)
            chosen = m_model.text(choice.label);
    }
    const bool unread = !now.text.isEmpty() && chosen.isEmpty();
    m_standIn->setText(unread ? now.text : standIn());
    m_standIn->setVisible(!m_standIn->text().isEmpty());
    describe();
    control()->setAccessibleName(m_model.text(field().label)
                                 + (chosen.isEmpty() ? QString() : u": "_s + chosen));
}

bool BooleanEditor::takeKey(const QKeyEvent& key)
{
    if (FieldEditor::takeKey(key))
        return true;
    if (isFixed() || (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return false;
    const QString now = answer().text;
    switch (key.key()) {
    case Qt::Key_Left: choose(m_choices.first().code); return true;
    case Qt::Key_Right: choose(m_choices.last().code); return true;
    case Qt::Key_Space:
        choose(now == m_choices.first().code ? m_choices.last().code : m_choices.first().code);
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace: choose({}); return true;
    default: break;
    }
    const QString code = m_model.quickChoice(m_path, key.text());
    if (code.isEmpty())
        return false;
    choose(code);
    emit advanceWanted();
    return true;
}

}  // namespace prohori
