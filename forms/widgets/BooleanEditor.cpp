// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/BooleanEditor.h"

#include "forms/widgets/Look.h"

#include <QFrame>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// `columns-N` says it; a scale stands in one line; other lists in no more than three columns.
int columnsOf(const FieldDefinition& field, qsizetype choices)
{
    constexpr int kMostColumns = 3;
    const int all = std::max(1, static_cast<int>(choices));
    for (const QString& word : field.appearance) {
        bool number = false;
        const int wanted = word.startsWith(u"columns-") ? word.mid(8).toInt(&number) : 0;
        if (number && wanted > 0)
            return std::min(wanted, all);
    }
    return field.looks("likert"_L1) || field.type == FieldType::Boolean ? all : std::min(kMostColumns, all);
}

}  // namespace

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
    const int columns = columnsOf(field(), m_choices.size());
    auto* layout = new QGridLayout(m_frame);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(4);
    int at = 0;
    for (const Choice& choice : std::as_const(m_choices)) {
        auto* button = new QPushButton(m_frame);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::NoFocus);
        button->setProperty("role", u"choice"_s);
        connect(button, &QPushButton::clicked, this, [this, code = choice.code] {
            m_frame->setFocus(Qt::MouseFocusReason);
            choose(code);
        });
        layout->addWidget(button, at / columns, at % columns);
        m_buttons.append(button);
        at += 1;
    }
    layout->addWidget(m_standIn, 0, columns);
    layout->setColumnStretch(columns, 1);
    adopt();
    refresh();
}

void BooleanEditor::choose(const QString& code)
{
    m_model.set(m_path, {code, {}, false});
    m_model.recheck(m_path);
    refresh();
}

/// To the choice before or after; from none to the nearer end.
void BooleanEditor::step(int by, bool around)
{
    if (m_choices.isEmpty())
        return;
    const QString now = answer().text;
    const auto here = std::find_if(m_choices.cbegin(), m_choices.cend(),
                                   [&](const Choice& choice) { return choice.code == now; });
    const qsizetype last = m_choices.size() - 1;
    qsizetype next = by > 0 && !around ? last : 0;
    if (here != m_choices.cend())
        next = here - m_choices.cbegin() + by;
    else if (m_choices.size() > 2)
        next = by > 0 ? 0 : last;
    choose(
        m_choices
            .at(around ? (next + m_choices.size()) % m_choices.size() : std::clamp<qsizetype>(next, 0, last))
            .code);
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
    switch (key.key()) {
    case Qt::Key_Left: step(-1, false); return true;
    case Qt::Key_Right: step(1, false); return true;
    case Qt::Key_Space: step(1, true); return true;
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
