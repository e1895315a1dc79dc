// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Dialogs.h"

#include "app/desktop/Controls.h"
#include "app/desktop/DialogFrame.h"
#include "app/desktop/ErrorText.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kShownReasons = 9;
constexpr int kListFrame = 12;
constexpr int kRoomOfList = 38;  ///< percent of the height of the window that a dialog stands in
constexpr int kListSpacing = 3;

QHBoxLayout* buttonRow(QDialog* dialog, QPushButton* ok)
{
    auto* row = new QHBoxLayout;
    auto* cancel = makeButton(ReasonDialog::tr("Cancel"), u"cancelButton"_s, dialog);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(ok, &QPushButton::clicked, dialog, &QDialog::accept);
    ok->setDefault(true);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // Why OK is off, where it can be read without a mouse.
    auto* why = makeLabel({}, u"hint"_s, dialog);
    why->setObjectName(u"whyNotOk"_s);
    row->addWidget(why, 1);
    row->addWidget(cancel);
    row->addWidget(ok);
    return row;
}

/// Switches OK on, or off with the reason beside it.
void allow(const QDialog& dialog, QPushButton& ok, const QString& whyNot)
{
    setEnabledOrWhy(ok, whyNot);
    dialog.findChild<QLabel*>(u"whyNotOk"_s)->setText(whyNot);
}

/// As high as its texts are once they are wrapped: Qt by itself looks at two thirds of the screen, and lays one part over the other.
void giveHeight(QDialog& dialog)
{
    for (QWidget* part : dialog.findChildren<QWidget*>())
        part->ensurePolished();
    dialog.layout()->activate();
    const int width = std::max(dialog.minimumWidth(), dialog.layout()->sizeHint().width());
    const int height = dialog.layout()->totalHeightForWidth(width);
    const QWidget* around = dialog.parentWidget();
    dialog.resize(width, around ? std::min(height, around->window()->height() - kDialogEdge) : height);
}

QVBoxLayout* dialogLayout(QDialog* dialog)
{
    auto* layout = new QVBoxLayout(dialog);
    const int margin = Theme::px(20);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::px(8));
    return layout;
}

}  // namespace

QuestionDialog::QuestionDialog(const Text& text, QWidget* parent) : QDialog(parent)
{
    setObjectName(u"questionDialog"_s);
    setWindowTitle(text.title);
    setMinimumWidth(Theme::px(440));
    auto* layout = dialogLayout(this);
    layout->addWidget(makeLabel(text.title, u"h2"_s, this));
    layout->addWidget(makeLabel(text.explanation, u"muted"_s, this));
    layout->addLayout(buttonRow(this, makeButton(text.okText, u"okButton"_s, this, true)));
}

ReasonDialog::ReasonDialog(const Wish& wish, QWidget* parent)
    : QDialog(parent),
      m_wish(wish),
      m_ok(makeButton(wish.okText, u"okButton"_s, this, true))
{
    setObjectName(u"reasonDialog"_s);
    setWindowTitle(wish.title);
    setMinimumWidth(Theme::px(520));
    auto* layout = dialogLayout(this);
    layout->addWidget(makeLabel(wish.title, u"h2"_s, this));
    layout->addWidget(makeLabel(wish.explanation, u"muted"_s, this));
    if (!wish.choices.isEmpty())
        layout->addWidget(makeChoices(), 1);
    if (wish.leastComment > 0) {
        layout->addWidget(makeLabel(tr("Comment (no names, no telephone numbers)"), u"muted"_s, this));
        m_comment = new QPlainTextEdit(this);
        m_comment->setObjectName(u"commentEdit"_s);
        m_comment->setAccessibleName(tr("Comment"));
        m_comment->setTabChangesFocus(true);
        m_comment->setMaximumHeight(Theme::px(110));
        m_comment->setPlainText(wish.comment);
        layout->addWidget(m_comment);
        connect(m_comment, &QPlainTextEdit::textChanged, this, &ReasonDialog::judge);
    }
    layout->addLayout(buttonRow(this, m_ok));
    judge();
    giveHeight(*this);
}

QWidget* ReasonDialog::makeChoices()
{
    m_codes = new QListWidget(this);
    m_codes->setObjectName(u"reasonList"_s);
    m_codes->setAccessibleName(tr("Reasons"));
    m_codes->setSpacing(kListSpacing);
    for (const auto& [code, label] : std::as_const(m_wish.choices)) {
        auto* item = new QListWidgetItem(label, m_codes);
        item->setData(Qt::UserRole, code);
        if (m_wish.manyCodes) {
            item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
            item->setCheckState(Qt::Unchecked);
        }
    }
    m_codes->setCurrentRow(m_wish.manyCodes ? 0 : -1);
    for (qsizetype i = 0; i < m_wish.choices.size(); ++i) {
        if (!m_wish.manyCodes && m_wish.choices[i].first == m_wish.chosen)
            m_codes->setCurrentRow(static_cast<int>(i));
    }
    // Large letters on a small screen: then the list scrolls.
    const int room =
        parentWidget() ? parentWidget()->window()->height() * kRoomOfList / 100 : QWIDGETSIZE_MAX;
    const int wanted =
        (m_codes->sizeHintForRow(0) + 2 * kListSpacing) * std::min(m_codes->count(), kShownReasons)
        + kListFrame;
    m_codes->setMinimumHeight(std::min(wanted, room));
    connect(m_codes, &QListWidget::itemChanged, this, &ReasonDialog::judge);
    connect(m_codes, &QListWidget::currentRowChanged, this, [this](int row) {
        // The list takes its first line when it gets the focus: what counts as chosen is also seen to be.
        if (QListWidgetItem* item = m_wish.manyCodes ? nullptr : m_codes->item(row))
            item->setSelected(true);
        judge();
    });
    return m_codes;
}

QStringList ReasonDialog::codes() const
{
    QStringList chosen;
    for (int i = 0; m_codes && i < m_codes->count(); ++i) {
        const QListWidgetItem* item = m_codes->item(i);
        if (m_wish.manyCodes ? item->checkState() == Qt::Checked : m_codes->currentRow() == i)
            chosen.append(item->data(Qt::UserRole).toString());
    }
    return chosen;
}

QString ReasonDialog::comment() const
{
    return m_comment ? m_comment->toPlainText().trimmed() : QString();
}

void ReasonDialog::judge()
{
    QString why;
    if (m_codes && codes().isEmpty())
        why = m_wish.manyCodes ? tr("Tick at least one reason (Space).") : tr("Choose a reason.");
    else if (comment().size() < m_wish.leastComment)
        why = tr("Write a comment of at least %1 characters.").arg(Words::number(m_wish.leastComment));
    allow(*this, *m_ok, why);
}

QList<std::pair<QString, QString>> reasonChoices(const FormDefinition& form, const QString& list)
{
    QList<std::pair<QString, QString>> choices;
    if (const ChoiceList* known = form.list(list)) {
        for (const Choice& choice : known->choices)
            choices.append({choice.code, choice.label.in(Words::language())});
    }
    return choices;
}

ChecklistDialog::ChecklistDialog(const QString& localRef, const QList<ChecklistItem>& points, QWidget* parent)
    : ChecklistDialog({tr("Approve %1").arg(localRef), tr("Approve %1: check every point").arg(localRef),
                       tr("Approve")},
                      points, parent)
{}

ChecklistDialog::ChecklistDialog(const QuestionDialog::Text& text, const QList<ChecklistItem>& points,
                                 QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"checklistDialog"_s);
    setWindowTitle(text.title);
    auto* layout = dialogLayout(this);
    layout->addWidget(makeLabel(text.explanation, u"h2"_s, this));
    auto* ok = makeButton(text.okText, u"okButton"_s, this, true);
    layout->addWidget(
        makeLabel(tr("Space ticks a point, the arrow keys go to the next one."), u"muted"_s, this));
    QList<QCheckBox*> boxes;
    auto* grid = new QGridLayout;
    grid->setColumnStretch(0, 1);
    for (int i = 0; i < points.size(); ++i) {
        auto* box =
            new QCheckBox(u"%1. %2"_s.arg(Words::number(i + 1), points[i].label.in(Words::language())), this);
        box->setObjectName(u"point%1Box"_s.arg(i + 1));
        auto* chip = new StatusChip(this);
        chip->setObjectName(u"point%1Chip"_s.arg(i + 1));
        if (points[i].holds == u"true")
            chip->show(tr("shown by the answers"), ChipColour::Green);
        else if (points[i].holds == u"false")
            chip->show(tr("not shown: look"), ChipColour::Amber);
        else
            chip->show(tr("look yourself"), ChipColour::Grey);
        box->setAccessibleDescription(chip->text());
        grid->addWidget(box, i, 0);
        grid->addWidget(chip, i, 1, Qt::AlignRight);
        boxes.append(box);
    }
    layout->addLayout(grid);
    const auto judge = [this, boxes, ok] {
        const auto open =
            std::count_if(boxes.begin(), boxes.end(), [](const QCheckBox* box) { return !box->isChecked(); });
        allow(*this, *ok,
              open == 0 ? QString()
                        : tr("%Ln point(s) are not ticked yet.", nullptr, static_cast<int>(open)));
    };
    for (QCheckBox* box : boxes)
        connect(box, &QCheckBox::toggled, this, judge);
    layout->addLayout(buttonRow(this, ok));
    judge();
    if (!boxes.isEmpty())
        boxes.first()->setFocus();
}

}  // namespace prohori
