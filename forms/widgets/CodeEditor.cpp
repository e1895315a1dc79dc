// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/CodeEditor.h"

#include "forms/widgets/ChoiceFilter.h"
#include "forms/widgets/ChoiceLine.h"
#include "forms/widgets/Look.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

CodeEditor::CodeEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
    : ChoiceEditor(model, path, parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_line);
    adopt();
    connect(this, &ChoiceEditor::clicked, this, [this] {
        if (field().looks("quick"_L1))
            emit advanceWanted();
    });
    CodeEditor::refresh();
}

void CodeEditor::refresh()
{
    const Answer now = answer();
    m_line->setReadOnly(isFixed());
    setLook(*m_line, "missing", !now.missing.isEmpty());
    m_line->setStandIn(now.missing.isEmpty() ? QString() : standIn());
    describe();
    if (m_typed)
        return;
    const QList<Choice> all = known();
    const bool inList =
        std::any_of(all.cbegin(), all.cend(), [&](const Choice& choice) { return choice.code == now.text; });
    if (!isFixed())
        m_line->setToolTip(inList ? labels(now.text) : QString());
    const QString text = now.sealed ? standIn() : inList ? labels(now.text) : now.text;
    if (m_line->text() == text)
        return;
    m_line->setText(text);
    if (m_line->hasFocus())
        m_line->selectAll();
    else
        m_line->setCursorPosition(0);
}

void CodeEditor::pick(const QString& code)
{
    m_typed = false;
    closeList();
    m_model.set(m_path, {code, {}, false});
    m_model.recheck(m_path);
    refresh();
}

bool CodeEditor::takeQuick(const QString& text)
{
    const QString code = m_model.quickChoice(m_path, text);
    if (code.isEmpty() || isFixed())
        return false;
    pick(code);
    emit advanceWanted();
    return true;
}

bool CodeEditor::takeKey(const QKeyEvent& key)
{
    const auto with = key.modifiers() & ~Qt::KeypadModifier;
    return (with == Qt::NoModifier && !m_typed && takeQuick(key.text())) || ChoiceEditor::takeKey(key);
}

QString CodeEditor::echo() const
{
    return m_typed ? QString() : m_line->textBeyondRoom();
}

void CodeEditor::typed(const QString& text)
{
    const bool quick = field().looks("quick"_L1);
    if ((text.size() == 1 || quick) && takeQuick(text))  // an input method types without keys
        return;
    const QList<Choice> fitting = fittingChoices(m_model.choices(m_path), text);
    if (text.trimmed().isEmpty())
        m_model.set(m_path, {});
    else if (fitting.size() == 1 && meantChoice(fitting, text))
        m_model.set(m_path, {fitting.first().code, {}, false});
    // Letters go on only where nothing else begins so: at once, or what is typed further would go into the next question.
    if (quick && fitting.size() == 1 && meantChoice(fitting, text)) {
        pick(fitting.first().code);
        emit advanceWanted();
    }
}

void CodeEditor::leave(bool byKeyboard)
{
    const QString taken = byKeyboard ? highlighted() : QString();
    closeList();
    if (!taken.isEmpty()) {
        pick(taken);
        return;
    }
    if (m_typed) {
        m_typed = false;
        const QList<Choice> offered = m_model.choices(m_path);
        if (const Choice* meant = meantChoice(offered, m_line->text()))
            m_model.set(m_path, {meant->code, {}, false});
        else
            m_model.type(m_path, m_line->text());
        m_model.recheck(m_path);
    }
    refresh();
    if (!m_line->hasFocus())
        m_line->home(false);  // what does not fit is cut at its end
}

}  // namespace prohori
