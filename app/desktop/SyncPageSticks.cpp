// SPDX-License-Identifier: GPL-3.0-or-later
// Sticks on the page: written and read by two presses each.
#include "app/desktop/SyncPage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/StickDialog.h"

#include <QFileDialog>

namespace prohori {

using namespace Qt::StringLiterals;

void SyncPage::writeStick()
{
    auto* dialog = new StickDialog(m_session, StickDesk(m_session.station(), m_random).receivers(), this);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { takeWritten(dialog->receiver(), dialog->folder()); });
    dialog->open();
}

/// A sync may have begun by itself while the person was choosing: what is on its way must not change under it. What was not done is told again with the
/// outcome of the sync, which else would look like that of the stick.
bool SyncPage::mustWait(const QString& notDone)
{
    if (!m_session.isSyncing())
        return false;
    m_notDone = notDone;
    tell(notDone, false);
    return true;
}

void SyncPage::takeWritten(const StickReceiver& receiver, const QString& folder)
{
    if (mustWait(tr("A sync was running, so nothing was written to the stick. Write it again when the sync "
                    "has ended.")))
        return;
    const auto written = StickDesk(m_session.station(), m_random).write(receiver, folder);
    if (!written) {
        tell(stickRefusal(written.error()), false);
        return;
    }
    StickDialog::rememberFolder(m_session, folder);
    m_session.noteStick(written->receipt);
    QStringList said;
    said.append(tr("Written for %1: %2 of %3, %4, in %5.")
                    .arg(receiver.isHub() ? tr("the Ministry's server") : receiver.name,
                         tr("%Ln change(s)", nullptr, written->changes),
                         tr("%Ln case(s)", nullptr, written->cases), SyncReceiptWords::bytes(written->bytes),
                         written->file));
    if (written->papers > 0)
        said.append(tr("%Ln paper(s) of these or earlier cases are on it.", nullptr, written->papers));
    if (written->papersLeft > 0)
        said.append(
            tr("%Ln paper(s) found no room on it, or are damaged here: they go by the line, or on the next "
               "stick.",
               nullptr, written->papersLeft));
    if (written->stillUnsent > 0)
        said.append(tr("%Ln change(s) stay marked as not sent until the server's receipt comes back, on a "
                       "stick or by the line.",
                       nullptr, static_cast<int>(written->stillUnsent)));
    tell(said.join(u'\n'), true);
    retell();
}

void SyncPage::readStick()
{
    auto* dialog = new QFileDialog(this, tr("Read a stick"), StickDialog::usualFolder(m_session));
    dialog->setObjectName(u"stickFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Sticks of Prohori (*.bundle)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &SyncPage::takeRead);
    dialog->open();
}

QString SyncPage::whatCame(const ReadStick& read)
{
    QStringList said;
    said.append(
        tr("Read from %1, written %2: %3 received, %4 of this station confirmed by the server, %5 held "
           "back.")
            .arg(read.from, Words::moment(read.made), Words::number(read.receipt.received),
                 Words::number(read.receipt.sent), Words::number(read.receipt.heldBack)));
    if (read.papersReceived > 0)
        said.append(tr("%Ln paper(s) came with it.", nullptr, read.papersReceived));
    if (read.papersSent > 0)
        said.append(tr("%Ln paper(s) of this station are at headquarters now.", nullptr, read.papersSent));
    return said.join(u'\n');
}

void SyncPage::takeRead(const QString& file)
{
    if (mustWait(tr("A sync was running, so the stick was not read. Read it again when the sync has ended.")))
        return;
    const auto read = StickDesk(m_session.station(), m_random).read(file);
    if (!read) {
        tell(stickRefusal(read.error()), false);
        retell();
        return;
    }
    m_session.noteStick(read->receipt);
    if (read->hadNoEffect)
        tell(tr("The stick of %1, written %2, changed nothing: everything on it is here already. It is an "
                "old one, or was read before.")
                 .arg(read->from, Words::moment(read->made)),
             true);
    else
        tell(whatCame(*read), read->receipt.heldBack == 0);
    retell();
}

}  // namespace prohori
