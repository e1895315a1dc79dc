// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/LongTextEditor.h"

#include "forms/widgets/Look.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kLeastLines = 3;
constexpr int kMostLines = 12;
}  // namespace

LongTextEditor::LongTextEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
    : FieldEditor(model, path, parent),
      m_text(new QPlainTextEdit(this)),
      m_chip(makeRoleLabel({}, u"standIn"_s, m_text))
{
    constexpr QPoint kCorner(8, 8);
    m_chip->setWordWrap(false);
    m_chip->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_chip->move(kCorner);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_text);
    m_text->setTabChangesFocus(true);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    adopt();
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        fit();
        if (m_filling)
            return;
        m_typed = true;
        m_model.type(m_path, m_text->toPlainText());
    });
    // Lines wrap anew when the width changes.
    connect(m_text->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this] { fit(); });
    refresh();
    fit();
}

QWidget* LongTextEditor::control() const
{
    return m_text;
}

void LongTextEditor::put(const QString& text)
{
    if (m_text->toPlainText() == text)
        return;
    m_filling = true;
    m_text->setPlainText(text);
    m_filling = false;
}

void LongTextEditor::fit()
{
    int wrapped = 0;
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next())
        wrapped += std::max(1, block.lineCount());
    const int lines = std::clamp(wrapped, kLeastLines, kMostLines);
    constexpr int kFrame = 22;
    m_text->setFixedHeight(lines * m_text->fontMetrics().lineSpacing() + kFrame);
}

void LongTextEditor::refresh()
{
    const Answer now = answer();
    m_text->setReadOnly(isFixed());
    setLook(*m_text, "missing", !now.missing.isEmpty());
    m_text->setPlaceholderText(!now.missing.isEmpty() || isFixed() ? QString()
                                                                   : tr("Alt+Enter begins a new line"));
    m_chip->setText(now.missing.isEmpty() ? QString() : standIn());
    m_chip->adjustSize();
    m_chip->setVisible(!now.missing.isEmpty());
    describe();
    if (!m_typed)
        put(now.sealed ? standIn() : now.text);
}

void LongTextEditor::commit()
{
    if (m_typed) {
        m_typed = false;
        m_model.type(m_path, m_text->toPlainText());
        m_model.recheck(m_path);
    }
    refresh();
}

void LongTextEditor::showMissing()
{
    put({});
    m_typed = false;
}

bool LongTextEditor::takeKey(const QKeyEvent& key)
{
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (enter && key.modifiers() == Qt::AltModifier && !isFixed()) {
        m_text->insertPlainText(QString(QChar::LineFeed));
        return true;
    }
    return FieldEditor::takeKey(key);
}

}  // namespace prohori
