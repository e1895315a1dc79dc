// SPDX-License-Identifier: GPL-3.0-or-later
// The receipts on the page: which one is shown, its lines, and how it comes onto paper.
#include "app/desktop/SyncPage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QComboBox>
#include <QFileDialog>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QTableWidget>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
const int kReceiptRecord = Qt::UserRole;
}

/// The newest is shown.
void SyncPage::fillReceipts()
{
    m_known = SyncReceipts(m_session.station().store()).all();
    {
        const QSignalBlocker quiet(m_receipts);
        m_receipts->clear();
        for (const SyncReceipt& receipt : std::as_const(m_known))
            m_receipts->addItem(SyncReceiptWords::title(receipt));
        m_receipts->setCurrentIndex(m_known.isEmpty() ? -1 : 0);
    }
    const QString none = m_known.isEmpty() ? tr("There is no receipt yet: sync first.") : QString();
    setEnabledOrWhy(*m_receipts, none);
    setEnabledOrWhy(*m_print, none);
    showReceipt();
}

void SyncPage::showReceipt()
{
    const int row = m_receipts->currentIndex();
    m_shown = row < 0 ? SyncReceipt() : SyncReceipts(m_session.station().store()).whole(m_known[row]);
    fillLines();
    retellLine();
}

void SyncPage::fillLines()
{
    m_lines->setRowCount(0);
    m_lines->setRowCount(static_cast<int>(m_shown.lines.size()));
    for (int row = 0; row < m_lines->rowCount(); ++row) {
        const RecordOutcome& line = m_shown.lines[row];
        auto* name = new QTableWidgetItem(SyncReceiptWords::reference(line));
        name->setData(kReceiptRecord, line.record.toBytes());
        m_lines->setItem(row, 0, name);
        const QStringList texts{SyncReceiptWords::what(line, m_shown.way), SyncReceiptWords::todo(line)};
        for (int column = 1; column <= texts.size(); ++column) {
            auto* cell = new QTableWidgetItem(texts[column - 1]);
            cell->setToolTip(cell->text());
            m_lines->setItem(row, column, cell);
        }
    }
    if (m_lines->rowCount() > 0)
        m_lines->selectRow(0);
}

void SyncPage::retellLine()
{
    setEnabledOrWhy(*m_open, m_lines->currentRow() < 0 ? tr("No case is chosen in the receipt.") : QString());
}

void SyncPage::openCase()
{
    const QTableWidgetItem* chosen = m_lines->item(m_lines->currentRow(), 0);
    if (!chosen)
        return;
    const auto record = RecordId::fromBytes(chosen->data(kReceiptRecord).toByteArray());
    emit caseChosen(record, placeOfTrouble(m_session.station(), record).value_or(AnswerPath()));
}

void SyncPage::askWhereToPrint()
{
    auto* dialog = new QFileDialog(this, tr("Write the receipt as PDF"));
    dialog->setObjectName(u"receiptFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("PDF files (*.pdf)"));
    dialog->setDefaultSuffix(u"pdf"_s);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(u"receipt-%1.pdf"_s.arg(m_session.station().clock().today().toString(Qt::ISODate)));
    connect(dialog, &QFileDialog::fileSelected, this, &SyncPage::printTo);
    dialog->open();
}

void SyncPage::printTo(const QString& file)
{
    // The dialog has asked before it lets a file be replaced.
    const auto pages = printSyncReceipt(m_session.station(), m_shown, file, true);
    if (!pages)
        tell(Words::error(pages.error()), false);
    else
        tell(tr("The receipt is in %1 (%Ln page(s)).", nullptr, *pages).arg(file), true);
}

}  // namespace prohori
