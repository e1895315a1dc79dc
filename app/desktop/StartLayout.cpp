// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/StartWindow.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kCardWidth = 520;
}

// How the start window is put together; what it does stands in StartWindow.cpp.

StartWindow::StartWindow(const QString& folder, Keychain& keychain, const Clock& clock, QWidget* parent)
    : QWidget(parent),
      m_folder(folder),
      m_keychain(keychain),
      m_clock(clock)
{
    setObjectName(u"startWindow"_s);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget(scroll);
    scroll->setWidget(inside);
    outer->addWidget(scroll);
    makeCardAround(inside);
    connect(&m_work, &QFutureWatcherBase::finished, this, &StartWindow::takeKeys);
    connectJoinPage();
    showFittingPage();
}

void StartWindow::makeCardAround(QWidget* into)
{
    auto* outer = new QVBoxLayout(into);
    auto* card = new QFrame(into);
    card->setObjectName(u"card"_s);
    card->setFixedWidth(Theme::px(kCardWidth));
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(28, 24, 28, 24);
    layout->setSpacing(10);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Prohori"), u"h1"_s, card), 1);
    const bool bangla = Words::language() == u"bn"_s;
    auto* language = makeButton(bangla ? u"English"_s : u"বাংলা"_s, u"languageButton"_s, card);
    setRole(*language, u"link"_s);
    connect(language, &QPushButton::clicked, this,
            [this, bangla] { emit languageWanted(bangla ? u"en"_s : u"bn"_s); });
    head->addWidget(language);
    layout->addLayout(head);
    layout->addWidget(makeLabel(tr("Register of trafficking and migrant smuggling cases"), u"muted"_s, card));
    m_unlockPage = makeUnlockPage();
    m_joinPage = makeJoinPage();
    layout->addWidget(m_unlockPage);
    layout->addWidget(m_joinPage);
    m_message = makeLabel({}, u"problem"_s, card);
    m_message->setObjectName(u"startMessage"_s);
    layout->addWidget(m_message);
    // Between stretches and not by an alignment: so the wrapped texts get the height that they need at this width.
    auto* middle = new QHBoxLayout;
    middle->addStretch();
    middle->addWidget(card);
    middle->addStretch();
    outer->addStretch();
    outer->addLayout(middle);
    outer->addStretch();
}

void StartWindow::showPage(QWidget* page)
{
    for (QWidget* one : {m_unlockPage, m_joinPage})
        one->setVisible(one == page);
}

QLineEdit* StartWindow::passwordField(const QString& name, const QString& label, QWidget* page)
{
    auto* caption = makeLabel(label, u"muted"_s, page);
    auto* row = new QHBoxLayout;
    auto* field = new QLineEdit(page);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setEchoMode(QLineEdit::Password);
    field->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    caption->setBuddy(field);
    auto* shown = makeButton(tr("Show"), name + u"Show"_s, page);
    shown->setCheckable(true);
    connect(shown, &QPushButton::toggled, field,
            [field](bool on) { field->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    connect(field, &QLineEdit::textChanged, this, &StartWindow::judge);
    row->addWidget(field, 1);
    row->addWidget(shown);
    auto* layout = static_cast<QVBoxLayout*>(page->layout());
    layout->addWidget(caption);
    layout->addLayout(row);
    return field;
}

QWidget* StartWindow::makeUnlockPage()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->addWidget(makeLabel(tr("Who are you?"), u"muted"_s, page));
    m_person = new QComboBox(page);
    m_person->setObjectName(u"personBox"_s);
    m_person->setAccessibleName(tr("Who are you?"));
    layout->addWidget(m_person);
    m_password = passwordField(u"passwordEdit"_s, tr("Password"), page);
    layout->addSpacing(6);
    m_unlock = makeButton(tr("Unlock"), u"unlockButton"_s, page, true);
    layout->addWidget(m_unlock);
    m_addPerson = makeButton(tr("Another person joins this station…"), u"addPersonButton"_s, page);
    layout->addWidget(m_addPerson);
    connect(m_unlock, &QPushButton::clicked, this, &StartWindow::unlock);
    connect(m_password, &QLineEdit::returnPressed, this, &StartWindow::unlock);
    connect(m_addPerson, &QPushButton::clicked, this, [this] {
        m_adding = true;
        tell({});
        setMemberShown(true);
        showPage(m_joinPage);
        judge();
        m_file->setFocus();
    });
    return page;
}

QWidget* StartWindow::makeJoinPage()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 8, 0, 0);
    addInvitationFields(layout, page);
    addMemberFields(layout, page);
    addPasswordFields(layout, page);
    m_join = makeButton(tr("Join"), u"joinButton"_s, page, true);
    m_back = makeButton(tr("Back"), u"backButton"_s, page);
    auto* row = new QHBoxLayout;
    row->addWidget(m_back);
    row->addWidget(m_join, 1);
    layout->addSpacing(6);
    layout->addLayout(row);
    return page;
}

void StartWindow::addInvitationFields(QVBoxLayout* layout, QWidget* page)
{
    layout->addWidget(
        makeLabel(tr("Join with the invitation file that your administrator gave you. No line is needed."),
                  u"muted"_s, page));
    auto* row = new QHBoxLayout;
    m_file = new QLineEdit(page);
    m_file->setObjectName(u"invitationEdit"_s);
    m_file->setAccessibleName(tr("Invitation file"));
    m_file->setPlaceholderText(tr("Invitation file"));
    auto* choose = makeButton(tr("Choose…"), u"chooseInvitationButton"_s, page);
    row->addWidget(m_file, 1);
    row->addWidget(choose);
    layout->addLayout(row);
    m_code = new QLineEdit(page);
    m_code->setObjectName(u"codeEdit"_s);
    m_code->setAccessibleName(tr("Code of the invitation, if you were told one"));
    m_code->setPlaceholderText(tr("Code of the invitation, if you were told one"));
    layout->addWidget(m_code);
    m_invited = makeLabel({}, u"good"_s, page);
    m_invited->setObjectName(u"invitedLabel"_s);
    layout->addWidget(m_invited);
    connect(choose, &QPushButton::clicked, this, &StartWindow::chooseInvitation);
}

void StartWindow::addMemberFields(QVBoxLayout* layout, QWidget* page)
{
    m_memberPart = new QWidget(page);
    auto* inside = new QVBoxLayout(m_memberPart);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(makeLabel(tr("A member of this station lets you in:"), u"muted"_s, m_memberPart));
    m_member = new QComboBox(m_memberPart);
    m_member->setObjectName(u"memberBox"_s);
    m_member->setAccessibleName(tr("Member of this station"));
    inside->addWidget(m_member);
    m_memberPassword = passwordField(u"memberPasswordEdit"_s, tr("The member's password"), m_memberPart);
    layout->addWidget(m_memberPart);
}

void StartWindow::addPasswordFields(QVBoxLayout* layout, QWidget* page)
{
    m_newPassword = passwordField(u"newPasswordEdit"_s, tr("Your new password"), page);
    m_rules = makeLabel({}, u"muted"_s, page);
    m_rules->setObjectName(u"passwordRules"_s);
    layout->addWidget(m_rules);
    m_suggest = makeButton(tr("Suggest four words"), u"suggestButton"_s, page);
    layout->addWidget(m_suggest, 0, Qt::AlignLeft);
    m_again = passwordField(u"againEdit"_s, tr("The same once more"), page);
    connect(m_suggest, &QPushButton::clicked, this, &StartWindow::suggestPassword);
}

void StartWindow::connectJoinPage()
{
    connect(m_file, &QLineEdit::editingFinished, this, [this] { readInvitation(m_file->text()); });
    connect(m_code, &QLineEdit::editingFinished, this, [this] { readInvitation(m_file->text()); });
    connect(m_again, &QLineEdit::returnPressed, this, &StartWindow::join);
    connect(m_join, &QPushButton::clicked, this, &StartWindow::join);
    connect(m_back, &QPushButton::clicked, this, &StartWindow::showFittingPage);
}

void StartWindow::setMemberShown(bool shown)
{
    m_memberPart->setVisible(shown);
    m_back->setVisible(shown);
}

void StartWindow::chooseInvitation()
{
    auto* dialog = new QFileDialog(this, tr("Invitation file"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_file->setText(path);
        readInvitation(path);
    });
    dialog->open();
}

}  // namespace prohori
