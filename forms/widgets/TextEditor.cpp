// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/TextEditor.h"

#include "forms/engine/AnswerDisplay.h"
#include "forms/widgets/Look.h"
#include "forms/widgets/StandInLine.h"

#include <QEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

TextEditor::TextEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
    : FieldEditor(model, path, parent),
      m_line(new StandInLine(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_line);
    const FieldType type = field().type;
    if (type == FieldType::Integer || type == FieldType::Money || type == FieldType::Date
        || field().looks("numbers"_L1))
        m_line->setInputMethodHints(Qt::ImhPreferNumbers);
    if (field().looks("masked"_L1))
        m_line->setEchoMode(QLineEdit::Password);
    adopt();
    connect(m_line, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_typed = true;
        m_model.type(m_path, text);
    });
    refresh();
}

QWidget* TextEditor::control() const
{
    return m_line;
}

QString TextEditor::example() const
{
    switch (field().type) {
    case FieldType::Date:
        return field().looks("year"_L1)       ? tr("year")
             : field().looks("month-year"_L1) ? tr("month/year")
                                              : tr("day/month/year");
    case FieldType::PartialDate: return tr("day/month/year, month/year or year");
    case FieldType::Phone: return m_model.digits(QStringLiteral("01…"));
    default: return {};
    }
}

void TextEditor::put(const QString& text)
{
    if (m_line->text() != text)
        m_line->setText(text);
}

QString TextEditor::understood() const
{
    const Answer now = answer();
    return m_line->hasFocus() && !isFixed() && !now.text.isEmpty() && !field().looks("masked"_L1)
             ? understoodText(field(), now.text, m_model.language())
             : QString();
}

QString TextEditor::echo() const
{
    const QString typed = understood();
    if (field().looks("masked"_L1))
        return {};
    if (!typed.isEmpty())
        return m_line->hasRoomForEcho() ? QString() : typed;
    return m_line->hasFocus() ? QString() : m_line->textBeyondRoom();
}

void TextEditor::refresh()
{
    const Answer now = answer();
    m_line->setEcho(understood());
    m_line->setReadOnly(isFixed());
    setLook(*m_line, "missing", !now.missing.isEmpty());
    m_line->setStandIn(now.missing.isEmpty() ? QString() : standIn());
    m_line->setPlaceholderText(!now.missing.isEmpty() || isFixed() ? QString() : example());
    describe();
    if (m_typed)
        return;
    if (now.sealed) {
        put(standIn());
        return;
    }
    const bool typing = m_line->hasFocus() && !isFixed();
    put(typing ? typedText(field(), now.text, m_model.language())
               : readableText(field(), now.text, m_model.language()));
    if (!m_line->hasFocus())
        m_line->setCursorPosition(0);
}

void TextEditor::commit()
{
    if (m_typed) {
        m_typed = false;
        m_model.type(m_path, m_line->text());
        m_model.recheck(m_path);
    }
    refresh();
}

void TextEditor::showMissing()
{
    m_typed = false;
    m_line->clear();
}

bool TextEditor::eventFilter(QObject* watched, QEvent* event)
{
    // Before the line itself hears of it: it then selects what is typed, not what is read.
    if (watched == m_line && event->type() == QEvent::FocusIn && !isFixed()) {
        put(typedText(field(), answer().text, m_model.language()));
        m_line->setEcho(field().looks("masked"_L1)
                            ? QString()
                            : understoodText(field(), answer().text, m_model.language()));
    }
    return FieldEditor::eventFilter(watched, event);
}

}  // namespace prohori
