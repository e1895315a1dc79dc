// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/ChoiceEditor.h"

#include "forms/engine/AnswerDisplay.h"
#include "forms/widgets/ChoiceFilter.h"
#include "forms/widgets/ChoiceLine.h"

#include <QKeyEvent>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

ChoiceEditor::ChoiceEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
    : FieldEditor(model, path, parent),
      m_line(new ChoiceLine(this))
{
    connect(m_line, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (!m_typed)
            m_before = answer();
        m_typed = true;
        if (text.trimmed().isEmpty())
            closeList();
        else
            openList(text);
        typed(text);
    });
    connect(m_line, &ChoiceLine::listWanted, this, [this] {
        if (isListOpen())
            closeList();
        else
            openList({});
    });
}

ChoiceEditor::~ChoiceEditor()
{
    delete m_popup;
}

QWidget* ChoiceEditor::control() const
{
    return m_line;
}

void ChoiceEditor::showMissing()
{
    m_typed = false;
    m_line->clear();
    closeList();
}

QList<Choice> ChoiceEditor::known() const
{
    const ChoiceList* list = m_model.form().list(field().list);
    return list ? list->choices : m_model.choices(m_path);
}

QString ChoiceEditor::labels(const QString& codes) const
{
    return labelsOf(known(), codes, m_model.language());
}

void ChoiceEditor::openList(const QString& text)
{
    if (isFixed())
        return;
    if (!m_popup) {
        m_popup = new ChoicePopup(m_line);
        connect(m_popup, &ChoicePopup::picked, this, [this](const QString& code) {
            pick(code);
            emit clicked();
        });
    }
    const QList<Choice> fitting = fittingChoices(m_model.choices(m_path), text);
    const QString now = answer().text;
    int current = text.trimmed().isEmpty() ? -1 : 0;
    for (int at = 0; current < 0 && at < fitting.size(); ++at) {
        if (fitting.at(at).code == now)
            current = at;
    }
    m_popup->offer(fitting, now, m_model.language(), current);
}

void ChoiceEditor::closeList()
{
    if (m_popup)
        m_popup->hide();
}

void ChoiceEditor::drop()
{
    m_typed = false;
    closeList();
}

bool ChoiceEditor::claims(const QKeyEvent& key) const
{
    return key.key() == Qt::Key_Escape && (isListOpen() || m_typed);
}

bool ChoiceEditor::takeKey(const QKeyEvent& key)
{
    if (key.modifiers() != Qt::NoModifier && key.modifiers() != Qt::KeypadModifier)
        return false;
    // A drop-down opens by Space, as others do.
    if (key.key() == Qt::Key_Space && field().looks("minimal"_L1) && !m_typed && !isListOpen()) {
        openList({});
        return true;
    }
    constexpr int kPage = 7;
    switch (key.key()) {
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (!isListOpen())
            openList(m_typed ? m_line->text() : QString());
        else if (m_popup)
            m_popup->step(key.key() == Qt::Key_Down ? 1 : -1);
        if (isListOpen() && highlighted().isEmpty())
            m_popup->step(1);
        return true;
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        if (!isListOpen())
            return false;
        m_popup->step(key.key() == Qt::Key_PageDown ? kPage : -kPage);
        return true;
    case Qt::Key_Escape:
        if (!isListOpen() && !m_typed)
            return false;
        closeList();
        if (m_typed) {
            m_typed = false;
            m_model.set(m_path, m_before);
        }
        refresh();
        return true;
    default: return FieldEditor::takeKey(key);
    }
}

}  // namespace prohori
