// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/StickDialog.h"

#include "app/desktop/Controls.h"
#include "app/desktop/DialogFrame.h"
#include "app/desktop/ErrorText.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kStickWidth = 600;
const QString kStickFolderKept = u"stick-folder"_s;

struct RefusalSentence {
    const char* hint;
    const char* text;
};

constexpr RefusalSentence kRefusals[] = {
    // clang-format off
    {"not-for-you", QT_TRANSLATE_NOOP("prohori::StickDialog", "This stick is for somebody else, so it cannot be opened here. Nothing was changed. Give it to whom it was written for.")},
    {"cut", QT_TRANSLATE_NOOP("prohori::StickDialog", "The file is damaged: its end is missing or was altered. What was whole before that place is kept. Copy it again, or ask for it to be written again.")},
    {"altered", QT_TRANSLATE_NOOP("prohori::StickDialog", "The file is damaged, or somebody altered it. Ask for it to be written again.")},
    {"harmful", QT_TRANSLATE_NOOP("prohori::StickDialog", "Reading this stick was stopped: it asks for more than a stick needs, so it is damaged or made to do harm. Nothing was changed. Ask for it to be written again.")},
    {"no-reader", QT_TRANSLATE_NOOP("prohori::StickDialog", "Sticks cannot be read safely here: a part of the program is missing. Nothing was changed. Install the program again.")},
    {"not-a-bundle", QT_TRANSLATE_NOOP("prohori::StickDialog", "This file is none of Prohori. Nothing was changed. Choose the file that was written onto the stick.")},
    {"too-large", QT_TRANSLATE_NOOP("prohori::StickDialog", "This file is larger than a stick of Prohori can be. Nothing was changed.")},
    {"later-version", QT_TRANSLATE_NOOP("prohori::StickDialog", "This stick was written by a later version of the program. Update the program first; nothing was changed.")},
    {"wrong-authority", QT_TRANSLATE_NOOP("prohori::StickDialog", "This stick comes from another authority; practice and real work never mix. Nothing was changed.")},
    {"wrong-hub", QT_TRANSLATE_NOOP("prohori::StickDialog", "This stick comes from a server that this station's authority has not certified. Nothing was changed. Tell the administrator.")},
    {"bad-signature", QT_TRANSLATE_NOOP("prohori::StickDialog", "Who wrote this stick cannot be proved here. Nothing was changed. Sync first if there is a line, and then read it again.")},
    {"bad-receipt", QT_TRANSLATE_NOOP("prohori::StickDialog", "A receipt on this stick cannot be trusted. What it names stays marked as not sent. Tell the administrator.")},
    {"gap", QT_TRANSLATE_NOOP("prohori::StickDialog", "An earlier stick from the server is missing. Read that one first, or ask the server's administrator for a new one.")},
    {"wrong-scope", QT_TRANSLATE_NOOP("prohori::StickDialog", "There are cases on this stick that belong to another district. Nothing was changed; they have to be moved first.")},
    {"revoked", QT_TRANSLATE_NOOP("prohori::StickDialog", "This person's right has ended: nothing is written for him. Choose somebody else.")},
    {"nothing-to-carry", QT_TRANSLATE_NOOP("prohori::StickDialog", "Everything here is at the Ministry's server already: there is nothing to carry.")},
    {"stick-folder", QT_TRANSLATE_NOOP("prohori::StickDialog", "This folder is not there: is the stick in?")},
    {"stick-file", QT_TRANSLATE_NOOP("prohori::StickDialog", "This file is not there: is the stick in?")},
    {"stick-write", QT_TRANSLATE_NOOP("prohori::StickDialog", "The stick cannot be written to: it is full, protected, or was pulled out. Nothing readable is left on it.")},
    {"stick-read", QT_TRANSLATE_NOOP("prohori::StickDialog", "The stick cannot be read: put it in again.")},
    // clang-format on
};

}  // namespace

QString stickRefusal(const Error& error)
{
    for (const RefusalSentence& row : kRefusals) {
        if (error.hint == QLatin1String(row.hint))
            return StickDialog::tr(row.text);
    }
    return Words::error(error);
}

StickDialog::StickDialog(Session& session, const QList<StickReceiver>& receivers, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_receivers(receivers),
      m_to(new QComboBox(this)),
      m_folder(new QLineEdit(this)),
      m_what(makeLabel({}, u"muted"_s, this)),
      m_why(makeLabel({}, u"hint"_s, this)),
      m_ok(makeButton(tr("&Write"), u"okButton"_s, this, true))
{
    setMinimumWidth(Theme::px(kStickWidth));
    QVBoxLayout* layout = beginDialog(*this, u"stickDialog"_s, tr("Write a stick"));
    addAsked(*layout, tr("&For whom"), *m_to, u"stickReceiver"_s);
    auto* choose = makeButton(tr("&Choose…"), u"chooseStickFolder"_s, this);
    choose->setAutoDefault(false);
    addAsked(*layout, tr("F&older on the stick"), *m_folder, u"stickFolder"_s, choose);
    m_what->setObjectName(u"stickWhat"_s);
    layout->addWidget(m_what);
    endDialog(*layout, *m_ok, *m_why, EnterKey::DoesIt);
    for (const StickReceiver& known : std::as_const(m_receivers))
        m_to->addItem(known.isHub()
                          ? tr("The Ministry's server")
                          : tr("%1, %2").arg(known.name, Words::role(known.role).section(u" ("_s, 0, 0)));
    m_folder->setText(usualFolder(session));
    connect(choose, &QPushButton::clicked, this, &StickDialog::chooseFolder);
    connect(m_to, &QComboBox::currentIndexChanged, this, &StickDialog::judge);
    connect(m_folder, &QLineEdit::textChanged, this, &StickDialog::judge);
    judge();
    m_ok->isEnabled() ? m_ok->setFocus() : m_folder->setFocus();
}

StickReceiver StickDialog::receiver() const
{
    return m_receivers.value(m_to->currentIndex());
}

QString StickDialog::folder() const
{
    return m_folder->text().trimmed();
}

QString StickDialog::usualFolder(Session& session)
{
    Station& station = session.station();
    const QString last = station.store().kept(station.me().person, kStickFolderKept)[u"folder"_s].toString();
    if (!last.isEmpty() && QFileInfo(last).isDir())
        return last;
    const QStringList media = StickDesk::media();
    return media.value(0);
}

/// Only a convenience: where it cannot be kept the person chooses again.
void StickDialog::rememberFolder(Session& session, const QString& folder)
{
    Station& station = session.station();
    (void)station.store().keep(station.me().person, kStickFolderKept, {}, {{u"folder"_s, folder}});
}

void StickDialog::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Folder on the stick"), folder());
    dialog->setObjectName(u"stickFolderDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

QString StickDialog::whatGoes() const
{
    const auto unsent = static_cast<int>(m_session.unsent());
    if (receiver().isHub())
        return tr("Everything that the server lacks goes onto it: %Ln change(s), and what is asked of the "
                  "server. Only the server can open it.",
                  nullptr, unsent);
    return tr("The cases with changes that are not sent go onto it, with their whole history. Only %1 can "
              "open it, and brings them to the server with the next sync.")
        .arg(receiver().name);
}

void StickDialog::judge()
{
    const QString why = m_receivers.isEmpty() ? tr("This station knows nobody yet to whom a stick could go.")
                      : folder().isEmpty()    ? tr("Choose the folder of the stick.")
                      : !QFileInfo(folder()).isDir()      ? tr("This folder is not there: is the stick in?")
                      : !QFileInfo(folder()).isWritable() ? tr("This folder cannot be written to.")
                                                          : QString();
    m_what->setText(m_receivers.isEmpty() ? QString() : whatGoes());
    allow(*m_ok, *m_why, why);
}

}  // namespace prohori
