// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/MoveDialog.h"

#include "app/desktop/AnswerTable.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QCollator>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kMoveRoom(620, 560);
constexpr int kMoveNoteHeight = 72;
constexpr int kKnownRole = Qt::UserRole + 20;

/// By code, and by its name in every language there is.
bool fits(const Scope& district, const QString& typed)
{
    if (typed.isEmpty() || district == typed)
        return true;
    const ChoiceList* list = officialForm()->list(u"districts"_s);
    const Choice* choice = list ? list->find(district) : nullptr;
    return choice
        && (choice->label.in(u"en"_s).contains(typed, Qt::CaseInsensitive)
            || choice->label.in(u"bn"_s).contains(typed, Qt::CaseInsensitive));
}

}  // namespace

MoveDialog::MoveDialog(Session& session, const CaseRow& row, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_row(row),
      m_search(new QLineEdit(this)),
      m_found(new QListWidget(this)),
      m_note(new QPlainTextEdit(this)),
      m_meaning(makeLabel({}, u"muted"_s, this)),
      m_why(makeLabel({}, u"hint"_s, this)),
      m_ok(makeButton(tr("Propose the move"), u"okButton"_s, this, true))
{
    setObjectName(u"moveDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Move %1 to another district").arg(row.localRef));
    auto* layout = new QVBoxLayout(this);
    const int margin = Theme::px(16);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::px(6));
    layout->addWidget(makeLabel(windowTitle(), u"h2"_s, this));
    m_meaning->setObjectName(u"moveMeaning"_s);
    layout->addWidget(m_meaning);
    layout->addWidget(makeSearch(), 1);
    const QString caption = tr("Why, if there is something to say (no names, no telephone numbers)");
    layout->addWidget(makeLabel(caption, u"muted"_s, this));
    m_note->setObjectName(u"moveNote"_s);
    m_note->setAccessibleName(caption);
    m_note->setTabChangesFocus(true);
    m_note->setMaximumHeight(Theme::px(kMoveNoteHeight));
    layout->addWidget(m_note);
    auto* buttons = new QHBoxLayout;
    m_why->setObjectName(u"whyNotOk"_s);
    auto* cancel = makeButton(tr("Cancel"), u"cancelButton"_s, this);
    cancel->setAutoDefault(false);
    m_ok->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &QDialog::accept);
    buttons->addWidget(m_why, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_ok);
    layout->addLayout(buttons);
    giveRoom(*this, kMoveRoom);
    find();
    m_search->setFocus();
}

QWidget* MoveDialog::makeSearch()
{
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    m_search->setObjectName(u"moveSearchEdit"_s);
    m_search->setPlaceholderText(tr("Name of the district"));
    m_search->setAccessibleName(tr("Search the district"));
    m_search->setClearButtonEnabled(true);
    m_found->setObjectName(u"moveFound"_s);
    m_found->setAccessibleName(tr("Districts"));
    m_found->setSpacing(Theme::px(2));
    m_found->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(m_search);
    layout->addWidget(m_found, 1);
    connect(m_search, &QLineEdit::textChanged, this, &MoveDialog::find);
    const auto intoList = [this] {
        if (m_found->currentRow() < 0)
            m_found->setCurrentRow(0);
        m_found->setFocus();
    };
    connect(m_search, &QLineEdit::returnPressed, this, intoList);
    connect(new QShortcut(QKeySequence(Qt::Key_Down), m_search, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, intoList);
    connect(m_found, &QListWidget::currentRowChanged, this, &MoveDialog::judge);
    connect(m_found, &QListWidget::itemActivated, this, [this] { m_note->setFocus(); });
    return side;
}

/// By name, as the language sorts; those that nobody has joined from last.
void MoveDialog::find()
{
    QList<std::pair<QString, MovePlace>> shown;
    for (const MovePlace& place : MoveDesk(m_session.station()).places()) {
        if (fits(place.district, m_search->text().trimmed()))
            shown.append({Words::scope(place.district), place});
    }
    const QCollator collator{QLocale()};
    std::stable_sort(shown.begin(), shown.end(), [&](const auto& one, const auto& other) {
        return one.second.known != other.second.known ? one.second.known
                                                      : collator.compare(one.first, other.first) < 0;
    });
    const QSignalBlocker quiet(m_found);
    m_found->clear();
    for (const auto& [name, place] : std::as_const(shown)) {
        auto* item =
            new QListWidgetItem(place.known ? name : tr("%1 (nobody has joined yet)").arg(name), m_found);
        item->setData(Qt::UserRole, place.district);
        item->setData(kKnownRole, place.known);
    }
    // Only what was looked for is chosen by itself.
    m_found->setCurrentRow(m_search->text().trimmed().isEmpty() || shown.isEmpty() ? -1 : 0);
    judge();
}

Scope MoveDialog::district() const
{
    const QListWidgetItem* chosen = m_found->currentItem();
    return chosen ? chosen->data(Qt::UserRole).toString() : Scope();
}

QString MoveDialog::note() const
{
    return m_note->toPlainText().trimmed();
}

void MoveDialog::judge()
{
    const Scope to = district();
    m_meaning->setText(
        tr("Until the other district accepts, everything stays as it is. When it has accepted, the case "
           "leaves this computer with the next sync and goes on there, with its whole history; its "
           "number is kept."));
    const bool known = !to.isEmpty() && m_found->currentItem()->data(kKnownRole).toBool();
    const QString why = to.isEmpty()         ? tr("Choose the district.")
                      : to == m_row.movingTo ? tr("It is proposed to that district already.")
                      : !known ? tr("This station knows nobody there: sync, or ask the administrator.")
                               : QString();
    setEnabledOrWhy(*m_ok, why);
    m_why->setText(why);
}

}  // namespace prohori
