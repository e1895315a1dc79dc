// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/KeysBox.h"

#include "forms/widgets/Look.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype kBriefParts = 4;
constexpr int kKeysLetters = 110;
constexpr int kColumns = 2;
constexpr int kScrollRoom = 12;
}  // namespace

KeysBox::KeysBox(QWidget* form) : EntryBox(u"keysBox"_s, form), m_area(new QScrollArea(this))
{
    setFocusPolicy(Qt::StrongFocus);
    installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_area);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

int KeysBox::wantedHeight(int width) const
{
    const QMargins around = layout()->contentsMargins();
    const int inner = width - around.left() - around.right();
    return m_area->widget()->layout()->totalHeightForWidth(inner) + around.top() + around.bottom() + 2;
}

int KeysBox::wantedWidth() const
{
    return kKeysLetters * fontMetrics().averageCharWidth();
}

void KeysBox::fill()
{
    const QList<std::pair<QString, QString>> keys{
        {u"Enter"_s, tr("next question")},
        {u"Shift+Enter"_s, tr("question before")},
        {u"Ctrl+PgDn, Ctrl+PgUp"_s, tr("next section, section before")},
        {u"F8, Shift+F8"_s, tr("next problem, problem before")},
        {u"F7, F9"_s, tr("next change, next open question of others")},
        {u"Ctrl+G"_s, tr("go to a question by code, name or words")},
        {u"F2"_s, tr("note on the question")},
        {u"F6"_s, tr("no answer: not known, refused, not asked, not applicable")},
        {u"Alt+1 … Alt+4"_s, tr("the same four at once")},
        {u"Alt+0"_s, tr("not known or refused, as the question itself has it")},
        {u"Ctrl+Z, Ctrl+Y"_s, tr("undo, redo")},
        {u"Ctrl+D"_s, tr("same answer as in the last case or the row before")},
        {u"Ctrl+Shift+D"_s, tr("carry this question into every new case and row, or no longer")},
        {u"Ctrl+Insert, Ctrl+Delete"_s, tr("add a row, remove the row")},
        {u"Alt+Enter"_s, tr("new line in a long text")},
        {tr("number, letters"), tr("choose from a list, in English or Bangla")},
        {u"5/3/24, 3/2024, 2024"_s, tr("dates: day/month/year, or the part that is known")},
        {u"Ctrl+S, Ctrl+Enter"_s, tr("save, submit")},
    };
    auto* table = new QWidget;
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, kScrollRoom, 0);
    grid->setHorizontalSpacing(14);
    grid->addWidget(makeRoleLabel(tr("Keys of the form"), u"h2"_s, table), 0, 0, 1, 2 * kColumns);
    const int rows = (static_cast<int>(keys.size()) + kColumns - 1) / kColumns;
    for (int at = 0; at < keys.size(); ++at) {
        const int column = 2 * (at / rows);
        grid->addWidget(makeRoleLabel(keys.at(at).first, u"key"_s, table), 1 + at % rows, column,
                        Qt::AlignTop);
        grid->addWidget(makeRoleLabel(keys.at(at).second, u"plain"_s, table), 1 + at % rows, column + 1,
                        Qt::AlignTop);
    }
    for (int column = 0; column < 2 * kColumns; ++column)
        grid->setColumnStretch(column, column % 2 == 0 ? 2 : 3);
    m_area->setWidget(table);  // the one before goes
}

void KeysBox::open()
{
    fill();
    openAt(nullptr);
}

bool KeysBox::takeKey(const QKeyEvent& key)
{
    QScrollBar* bar = m_area->verticalScrollBar();
    switch (key.key()) {
    case Qt::Key_Down: bar->triggerAction(QAbstractSlider::SliderSingleStepAdd); return true;
    case Qt::Key_Up: bar->triggerAction(QAbstractSlider::SliderSingleStepSub); return true;
    case Qt::Key_PageDown: bar->triggerAction(QAbstractSlider::SliderPageStepAdd); return true;
    case Qt::Key_PageUp: bar->triggerAction(QAbstractSlider::SliderPageStepSub); return true;
    default: break;
    }
    const bool closes = key.key() == Qt::Key_F1 || key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (!closes)
        return EntryBox::takeKey(key);
    closeBox();
    return true;
}

QString KeysBox::shortText(bool readOnly, bool brief)
{
    const QString all =
        readOnly
            ? tr("Enter next  ·  Shift+Enter back  ·  Ctrl+PgDn section  ·  Ctrl+G go to  ·  F1 all keys")
            : tr("Enter next  ·  Shift+Enter back  ·  F8 next problem  ·  Ctrl+G go to  ·  F2 note  ·  F6 no "
                 "answer  ·  "
                 "Ctrl+Z undo  ·  Ctrl+D same as last  ·  F1 all keys");
    // A key stays in one line with what it does.
    const QString between = u"  ·  "_s;
    QStringList parts = all.split(between);
    if (brief && parts.size() > kBriefParts)
        parts = QStringList{parts[0], parts[2], parts[3], parts.last()};
    for (QString& part : parts)
        part.replace(u' ', QChar(QChar::Nbsp));
    return parts.join(between);
}

}  // namespace prohori
