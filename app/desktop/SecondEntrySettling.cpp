// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SecondEntrySettling.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "forms/engine/RowSummary.h"
#include "forms/widgets/FieldEditor.h"

#include <QButtonGroup>
#include <QFrame>
#include <QKeyEvent>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
using Side = EntryResolution::Side;
using Kind = EntryDifference::Kind;
}  // namespace

SecondEntrySettling::SecondEntrySettling(SecondEntry& entry, const FormEngine& engine, RandomSource& random,
                                         const Clock& clock, const QString& who, QWidget* parent)
    : QWidget(parent),
      m_entry(entry),
      m_clock(clock),
      m_who(who),
      m_model(engine, random),
      m_words(engine, entry.first()),
      m_area(new QScrollArea(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_area);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_model.setLanguage(Words::language());
    connect(&m_model, &FormModel::answerChanged, this, [this](const AnswerPath& path) {
        for (const Card& card : std::as_const(m_cards)) {
            if (card.difference.path == path && card.editor && card.buttons.last()->isChecked())
                settle(path, Side::Third);
        }
    });
}

SecondEntrySettling::~SecondEntrySettling()
{
    empty();
    delete m_area->takeWidget();
}

void SecondEntrySettling::empty()
{
    for (const Card& card : std::as_const(m_cards)) {
        if (card.editor)
            card.editor->drop();
    }
    m_cards.clear();
}

void SecondEntrySettling::reload()
{
    empty();
    if (QWidget* old = m_area->takeWidget()) {
        old->hide();
        old->deleteLater();
    }
    const QList<EntryDifference> all = m_entry.differences();
    Answers typed = m_entry.first();
    for (const EntryDifference& one : all) {
        const auto settled = m_entry.settled(one.path);
        if (one.kind == Kind::Value)
            typed.set(one.path, settled && settled->side == Side::Third ? settled->value : Answer());
    }
    m_model.setAnswers(typed);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(2, 2, Theme::px(12), 2);
    layout->setSpacing(Theme::px(12));
    if (all.isEmpty()) {
        auto* same = makeLabel(tr("Both entries agree in all %Ln answer(s).", nullptr,
                                  static_cast<int>(m_entry.questions().size())),
                               u"good"_s, content);
        same->setObjectName(u"bothAgree"_s);
        layout->addWidget(same);
    }
    int number = 0;
    for (const EntryDifference& one : all)
        m_cards.append(addCard(one, ++number, layout));
    layout->addStretch(1);
    m_area->setWidget(content);
    emit changed();
}

SecondEntrySettling::Card SecondEntrySettling::addCard(const EntryDifference& difference, int number,
                                                       QVBoxLayout* into)
{
    Card card;
    card.difference = difference;
    card.frame = new QFrame(m_area);
    card.frame->setProperty("role", u"card"_s);
    auto* layout = new QVBoxLayout(card.frame);
    layout->setContentsMargins(16, 12, 16, 14);
    const AnswerPath& path = difference.path;
    const bool isNew = difference.kind == Kind::OnlyInSecond;
    const QString code =
        path.row.isEmpty()
            ? QString()
            : m_model.digits(rowCode(m_model.form(), isNew ? m_entry.answers() : m_entry.first(), path.row));
    const QString title = u"%1. %2"_s.arg(Words::number(number), m_words.question(path));
    layout->addWidget(makeLabel(code.isEmpty() ? title : u"%1 · %2"_s.arg(title, code), u"h2"_s, card.frame));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(Theme::px(10));
    layout->addLayout(columns);
    auto* group = new QButtonGroup(card.frame);
    const QString name = u"difference%1"_s.arg(number);
    const bool value = difference.kind == Kind::Value;
    addButton(card,
              value   ? tr("1 First entry")
              : isNew ? tr("1 Leave it out")
                      : tr("1 Keep it"),
              value   ? m_words.text(path.field, difference.first)
              : isNew ? tr("The first entry does not have it.")
                      : tr("The first entry has it."),
              name + u".first"_s, columns);
    addButton(card,
              value   ? tr("2 Second entry")
              : isNew ? tr("2 Add it")
                      : tr("2 Take it away"),
              value   ? m_words.text(path.field, difference.second)
              : isNew ? tr("The second entry has it.")
                      : tr("The second entry does not have it."),
              name + u".second"_s, columns);
    if (value)
        addOther(card, name, layout);
    const auto settled = m_entry.settled(path);
    for (qsizetype at = 0; at < card.buttons.size(); ++at) {
        QRadioButton* button = card.buttons.at(at);
        group->addButton(button);
        button->setChecked(settled && settled->side == Side(at));
        button->installEventFilter(this);
        connect(button, &QRadioButton::toggled, this, [this, path, at](bool on) {
            if (on)
                settle(path, Side(at));
        });
    }
    into->addWidget(card.frame);
    return card;
}

QRadioButton* SecondEntrySettling::addButton(Card& card, const QString& text, const QString& value,
                                             const QString& name, QBoxLayout* into)
{
    auto* frame = new QFrame(card.frame);
    frame->setProperty("role", u"column"_s);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(12, 10, 12, 10);
    auto* button = new QRadioButton(text, frame);
    button->setObjectName(name);
    button->setAccessibleDescription(value);
    column->addWidget(button);
    auto* shown = makeLabel(value, u"key"_s, frame);
    shown->setObjectName(name + u".value"_s);
    column->addWidget(shown);
    column->addStretch(1);
    into->addWidget(frame, 1);
    card.buttons.append(button);
    return button;
}

void SecondEntrySettling::addOther(Card& card, const QString& name, QVBoxLayout* into)
{
    auto* row = new QHBoxLayout;
    auto* button = new QRadioButton(tr("3 Another answer"), card.frame);
    button->setObjectName(name + u".other"_s);
    row->addWidget(button, 0, Qt::AlignTop);
    card.buttons.append(button);
    card.editor = makeFieldEditor(m_model, card.difference.path, card.frame);
    QWidget* control = card.editor->control();
    card.editor->refresh();
    row->addWidget(card.editor, 1);
    // Its words stand beside those of the first line, however many lines the editor has.
    button->setMinimumHeight(control->sizeHint().height());
    into->addLayout(row);
    control->installEventFilter(this);
    const QString why = tr("Choose \"Another answer\" first (3).");
    const auto settled = m_entry.settled(card.difference.path);
    setEnabledOrWhy(*control, settled && settled->side == Side::Third ? QString() : why);
    connect(button, &QRadioButton::toggled, this, [control, why](bool on) {
        setEnabledOrWhy(*control, on ? QString() : why);
        if (on)
            control->setFocus(Qt::TabFocusReason);
    });
}

void SecondEntrySettling::settle(const AnswerPath& path, Side side)
{
    EntryResolution resolution{side, m_model.answers().value(path), m_who, m_clock.now()};
    // A third answer that cannot be read, or is not there yet, leaves the difference open.
    const bool blank = side == Side::Third && resolution.value.isBlank();
    if (blank || !m_entry.settle(path, resolution))
        m_entry.reopen(path);
    emit changed();
}

int SecondEntrySettling::open() const
{
    return static_cast<int>(std::count_if(m_cards.cbegin(), m_cards.cend(), [this](const Card& card) {
        return !m_entry.settled(card.difference.path);
    }));
}

qsizetype SecondEntrySettling::cardOf(const QObject* control) const
{
    for (qsizetype at = 0; at < m_cards.size(); ++at) {
        const Card& card = m_cards.at(at);
        const bool here = std::any_of(card.buttons.cbegin(), card.buttons.cend(),
                                      [&](const QObject* button) { return button == control; });
        if (here || (card.editor && card.editor->control() == control))
            return at;
    }
    return -1;
}

void SecondEntrySettling::focus(qsizetype at)
{
    const Card& card = m_cards.at(at);
    const auto checked = std::find_if(card.buttons.cbegin(), card.buttons.cend(),
                                      [](const QRadioButton* button) { return button->isChecked(); });
    (checked == card.buttons.cend() ? card.buttons.first() : *checked)->setFocus(Qt::TabFocusReason);
    m_area->ensureWidgetVisible(card.frame, 0, Theme::px(20));
}

void SecondEntrySettling::focusOpen()
{
    for (qsizetype at = 0; at < m_cards.size(); ++at) {
        if (!m_entry.settled(m_cards.at(at).difference.path)) {
            focus(at);
            return;
        }
    }
    emit finished();
}

bool SecondEntrySettling::takeKey(qsizetype at, QObject* watched, const QKeyEvent& key)
{
    const Card card = m_cards.at(at);
    const bool typing = card.editor && watched == card.editor->control();
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (typing && card.editor->takeKey(key))
        return true;
    if (enter) {
        if (typing && !card.editor->takeEnter())
            return true;
        if (at + 1 < m_cards.size())
            focus(at + 1);
        else
            focusOpen();
        return true;
    }
    if (typing || (key.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    for (const int one : {static_cast<int>(Qt::Key_1), kBanglaOne}) {
        const int chosen = key.key() - one;
        if (chosen < 0 || chosen >= card.buttons.size())
            continue;
        if (chosen < 2)
            card.buttons.at(chosen)->setFocus(Qt::TabFocusReason);
        card.buttons.at(chosen)->setChecked(true);
        if (chosen == 2)
            card.editor->control()->setFocus(Qt::TabFocusReason);
        return true;
    }
    return false;
}

bool SecondEntrySettling::eventFilter(QObject* watched, QEvent* event)
{
    const qsizetype at = cardOf(watched);
    if (at < 0)
        return QWidget::eventFilter(watched, event);
    const Card& card = m_cards.at(at);
    if (event->type() == QEvent::ShortcutOverride && card.editor && watched == card.editor->control()
        && card.editor->claims(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return event->type() == QEvent::KeyPress ? takeKey(at, watched, *static_cast<QKeyEvent*>(event))
                                             : QWidget::eventFilter(watched, event);
}

}  // namespace prohori
