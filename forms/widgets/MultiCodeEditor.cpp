// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/MultiCodeEditor.h"

#include "forms/engine/AnswerText.h"
#include "forms/widgets/Chip.h"
#include "forms/widgets/ChoiceFilter.h"
#include "forms/widgets/ChoiceLine.h"
#include "forms/widgets/FlowLayout.h"
#include "forms/widgets/Look.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

MultiCodeEditor::MultiCodeEditor(FormModel& model, const AnswerPath& path, QWidget* parent)
    : ChoiceEditor(model, path, parent),
      m_chips(new QWidget(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    layout->addWidget(m_chips);
    layout->addWidget(m_line);
    new FlowLayout(m_chips);
    adopt();
    m_chips->setObjectName(u"chips."_s + m_line->objectName());
    MultiCodeEditor::refresh();
}

QStringList MultiCodeEditor::chosen() const
{
    const Answer now = answer();
    return now.sealed ? QStringList() : now.text.split(u' ', Qt::SkipEmptyParts);
}

void MultiCodeEditor::showChips(const QStringList& codes)
{
    QStringList wanted;
    for (const QString& code : codes)
        wanted.append(labels(code));
    wanted.append(m_model.whyFixed(m_path));
    if (wanted == m_shown)
        return;
    m_shown = wanted;
    while (QLayoutItem* item = m_chips->layout()->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const QString why = m_model.whyFixed(m_path);
    for (qsizetype at = 0; at < codes.size(); ++at) {
        auto* chip = new Chip(wanted.at(at), why, m_chips);
        connect(chip, &Chip::takenAway, this, [this, code = codes.at(at)] { toggle(code); });
        m_chips->layout()->addWidget(chip);
        chip->show();
    }
    m_chips->setVisible(!codes.isEmpty());
    m_chips->updateGeometry();
}

void MultiCodeEditor::refresh()
{
    const Answer now = answer();
    const QStringList codes = chosen();
    m_line->setReadOnly(isFixed());
    setLook(*m_line, "missing", !now.missing.isEmpty());
    m_line->setStandIn(now.missing.isEmpty() ? QString() : standIn());
    m_line->setPlaceholderText(!now.missing.isEmpty() || isFixed() ? QString()
                               : codes.isEmpty() ? tr("Type to choose; several are possible")
                                                 : tr("Type to add; Backspace takes the last away"));
    showChips(codes);
    describe();
    QString name = m_model.text(field().label);
    if (!codes.isEmpty())
        name += u": "_s + labels(codes.join(u' '));
    m_line->setAccessibleName(name);
    if (!m_typed)
        m_line->setText(now.sealed ? standIn() : QString());
}

void MultiCodeEditor::store(const QStringList& codes)
{
    QStringList sorted;
    for (const Choice& choice : known()) {
        if (codes.contains(choice.code))
            sorted.append(choice.code);
    }
    for (const QString& code : codes) {
        if (!sorted.contains(code))
            sorted.append(code);
    }
    m_typed = false;
    m_model.set(m_path, {sorted.join(u' '), {}, false});
    m_model.recheck(m_path);
    refresh();
}

void MultiCodeEditor::toggle(const QString& code)
{
    QStringList codes = chosen();
    if (!codes.removeOne(code))
        codes.append(code);
    store(codes);
}

void MultiCodeEditor::pick(const QString& code)
{
    if (m_typed) {
        closeList();
        store(chosen() + QStringList{code});
    } else {
        toggle(code);
        openList({});
    }
    m_line->setFocus();
}

void MultiCodeEditor::typed(const QString& text)
{
    // Typing takes the place of "refused" and the like at once.
    if (!text.trimmed().isEmpty() && !answer().missing.isEmpty())
        m_model.set(m_path, {});
}

void MultiCodeEditor::addTyped()
{
    const QString text = m_line->text();
    const QList<Choice> offered = m_model.choices(m_path);
    QStringList codes = chosen();
    if (const Choice* meant = meantChoice(offered, text))
        codes.append(meant->code);
    else
        codes += readCodes(offered, text).value_or(cleanText(text, false)).split(u' ', Qt::SkipEmptyParts);
    codes.removeDuplicates();
    store(codes);
}

bool MultiCodeEditor::takeEnter()
{
    const QString code = highlighted();
    if (!code.isEmpty() && (!m_typed || !readCodes(m_model.choices(m_path), m_line->text()))) {
        pick(code);
        return false;
    }
    if (m_typed && !m_line->text().trimmed().isEmpty()) {
        addTyped();
        closeList();
        return false;
    }
    leave(true);
    return true;
}

bool MultiCodeEditor::takeKey(const QKeyEvent& key)
{
    const bool plain = key.modifiers() == Qt::NoModifier && !isFixed() && m_line->text().isEmpty();
    if (plain && key.key() == Qt::Key_Backspace && !chosen().isEmpty()) {
        store(chosen().mid(0, chosen().size() - 1));
        return true;
    }
    if (plain && key.key() == Qt::Key_Space && !highlighted().isEmpty()) {
        pick(highlighted());
        return true;
    }
    return ChoiceEditor::takeKey(key);
}

void MultiCodeEditor::leave(bool byKeyboard)
{
    const QString code = byKeyboard && m_typed ? highlighted() : QString();
    closeList();
    const QString text = m_line->text().trimmed();
    if (m_typed && !text.isEmpty()) {
        if (!code.isEmpty() && !readCodes(m_model.choices(m_path), text))
            store(chosen() + QStringList{code});
        else
            addTyped();
        return;
    }
    m_typed = false;
    refresh();
}

}  // namespace prohori
