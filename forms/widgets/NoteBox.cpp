// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/NoteBox.h"

#include "forms/widgets/Look.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kNoteLines = 4;
}

NoteBox::NoteBox(FormModel& model, QWidget* form)
    : EntryBox(u"noteBox"_s, form),
      m_model(model),
      m_title(makeRoleLabel({}, u"h2"_s, this)),
      m_earlier(makeRoleLabel({}, u"note"_s, this)),
      m_keys(makeRoleLabel({}, u"hint"_s, this)),
      m_text(new QPlainTextEdit(this))
{
    m_text->setObjectName(u"noteEdit"_s);
    m_text->setTabChangesFocus(true);
    m_text->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    auto* layout = new QVBoxLayout(this);
    for (QWidget* part : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_earlier),
                          static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_keys)})
        layout->addWidget(part);
    adopt();
}

QWidget* NoteBox::first()
{
    return m_text;
}

void NoteBox::openFor(const AnswerPath& path, QWidget* anchor)
{
    m_path = path;
    m_title->setText(tr("Note on: %1").arg(m_model.text(m_model.field(path).label)));
    m_text->setAccessibleName(m_title->text());
    const QStringList earlier = m_model.earlierNotes(path);
    m_earlier->setText(earlier.join(u'\n'));
    m_earlier->setVisible(!earlier.isEmpty());
    m_keys->setText(m_model.isReadOnly()
                        ? tr("Esc closes.")
                        : tr("Enter keeps the note, Alt+Enter begins a new line, Esc leaves it."));
    m_text->setReadOnly(m_model.isReadOnly());
    setWhyFixed(*m_text, m_model.whyReadOnly());
    m_text->setPlainText(m_model.note(path));
    m_text->moveCursor(QTextCursor::End);
    constexpr int kFrame = 22;
    m_text->setFixedHeight(kNoteLines * m_text->fontMetrics().lineSpacing() + kFrame);
    openAt(anchor);
}

void NoteBox::keep()
{
    if (isVisible() && !m_model.isReadOnly())
        m_model.setNote(m_path, m_text->toPlainText());
}

bool NoteBox::takeKey(const QKeyEvent& key)
{
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (enter && key.modifiers() == Qt::AltModifier && !m_text->isReadOnly()) {
        m_text->insertPlainText(QString(QChar::LineFeed));
        return true;
    }
    if (enter || key.key() == Qt::Key_F2) {
        keep();
        closeBox();
        return true;
    }
    return EntryBox::takeKey(key);
}

}  // namespace prohori
