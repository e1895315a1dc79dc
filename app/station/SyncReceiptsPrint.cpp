// SPDX-License-Identifier: GPL-3.0-or-later
// What receipts say, and how they come onto paper.
#include "app/station/CaseWords.h"
#include "app/station/Station.h"
#include "app/station/SyncReceipts.h"
#include "core/reports/PdfDocument.h"
#include "core/storage/StoreFiles.h"

#include <QFileInfo>
#include <QLocale>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kShortId = 8;
constexpr qint64 kSecond = 1000;
constexpr qint64 kMinute = 60;

QList<std::pair<QString, PdfText>> facts(const Station& station, const SyncReceipt& receipt)
{
    QList<std::pair<QString, PdfText>> all;
    all.append({SyncReceiptWords::tr("What"), PdfText(SyncReceiptWords::way(receipt.way), PdfLook::Strong)});
    all.append({SyncReceiptWords::tr("When"), CaseWords::moment(receipt.at)});
    all.append({SyncReceiptWords::tr("How it ended"),
                PdfText(SyncReceiptWords::end(receipt),
                        receipt.end == SyncReceipt::Done ? PdfLook::Plain : PdfLook::Alarm)});
    all.append({SyncReceiptWords::tr("Who"), receipt.who});
    if (!receipt.with.isEmpty())
        all.append({SyncReceiptWords::tr("With"), receipt.with});
    if (!receipt.file.isEmpty())
        all.append({SyncReceiptWords::tr("File"), receipt.file});
    all.append(
        {SyncReceiptWords::tr("Station"), PdfText(station.store().replica().toString(), PdfLook::Code)});
    all.append({receipt.way == SyncReceipt::StickWritten ? SyncReceiptWords::tr("Written")
                                                         : SyncReceiptWords::tr("Sent"),
                CaseWords::number(receipt.sent)});
    all.append({SyncReceiptWords::tr("Received"), CaseWords::number(receipt.received)});
    all.append({SyncReceiptWords::tr("In conflict"), CaseWords::number(receipt.conflicts)});
    all.append({SyncReceiptWords::tr("Held back"), CaseWords::number(receipt.heldBack)});
    all.append(
        {SyncReceiptWords::tr("Sent and received"),
         SyncReceiptWords::tr("%1 and %2")
             .arg(SyncReceiptWords::bytes(receipt.bytesUp), SyncReceiptWords::bytes(receipt.bytesDown))});
    return all;
}

PdfTable lines(const SyncReceipt& receipt)
{
    PdfTable table;
    table.columns = {{SyncReceiptWords::tr("Case"), 0.24},
                     {SyncReceiptWords::tr("What happened"), 0.42},
                     {SyncReceiptWords::tr("What to do"), 0.34}};
    for (const RecordOutcome& line : receipt.lines)
        table.rows.append({{PdfText(SyncReceiptWords::reference(line), PdfLook::Strong),
                            SyncReceiptWords::what(line, receipt.way), SyncReceiptWords::todo(line)},
                           false,
                           false,
                           {}});
    return table;
}

}  // namespace

QString SyncReceiptWords::what(const RecordOutcome& line, SyncReceipt::Way way)
{
    QStringList what;
    if (line.sent > 0)
        what.append(way == SyncReceipt::StickWritten ? tr("%Ln change(s) written", nullptr, line.sent)
                    : way == SyncReceipt::StickRead  ? tr("%Ln change(s) confirmed", nullptr, line.sent)
                                                     : tr("%Ln change(s) sent", nullptr, line.sent));
    if (line.received > 0)
        what.append(tr("%Ln change(s) received", nullptr, line.received));
    if (line.quarantined > 0)
        what.append(tr("%Ln change(s) held back: %1", nullptr, line.quarantined)
                        .arg(CaseWords::refusal(line.reason)));
    if (line.conflict)
        what.append(tr("in conflict"));
    if (line.gone)
        what.append(CaseWords::gone(*line.gone));
    return what.isEmpty() ? tr("nothing new") : what.join(u", "_s);
}

QString SyncReceiptWords::todo(const RecordOutcome& line)
{
    if (line.gone)
        return line.gone->why == Removal::Void ? tr("Nothing to do.")
                                               : tr("Nothing to do: ask the other district about this case.");
    if (line.conflict)
        return tr("Two people changed the same field: open the case and decide.");
    if (line.quarantined > 0)
        return tr("Open the case, and ask your supervisor; nothing is lost.");
    return tr("Nothing to do.");
}

QString SyncReceiptWords::reference(const RecordOutcome& line)
{
    return line.localRef.isEmpty() ? line.record.toString().left(kShortId) : line.localRef;
}

QString SyncReceiptWords::way(SyncReceipt::Way way)
{
    switch (way) {
    case SyncReceipt::Line: return tr("Sync");
    case SyncReceipt::StickWritten: return tr("Stick written");
    case SyncReceipt::StickRead: return tr("Stick read");
    }
    return {};
}

QString SyncReceiptWords::end(const SyncReceipt& receipt)
{
    if (receipt.hadNoEffect)
        return tr("changed nothing");
    switch (receipt.end) {
    case SyncReceipt::Done: return tr("went through");
    case SyncReceipt::Stopped: return tr("stopped; what had arrived is kept");
    case SyncReceipt::NoLine: return tr("no line");
    case SyncReceipt::Busy: return tr("the server was busy");
    case SyncReceipt::Failed: return tr("did not go through");
    }
    return {};
}

QString SyncReceiptWords::title(const SyncReceipt& receipt)
{
    return u"%1 · %2 · %3"_s.arg(CaseWords::moment(receipt.at), way(receipt.way), end(receipt));
}

QString SyncReceiptWords::bytes(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeTraditionalFormat);
}

QString SyncReceiptWords::duration(std::chrono::milliseconds time)
{
    const qint64 seconds = (time.count() + kSecond - 1) / kSecond;
    return seconds < 2 * kMinute
             ? tr("%Ln second(s)", nullptr, static_cast<int>(std::max<qint64>(1, seconds)))
             : tr("%Ln minute(s)", nullptr, static_cast<int>((seconds + kMinute - 1) / kMinute));
}

Result<int> printSyncReceipt(const Station& station, const SyncReceipt& receipt, const QString& file,
                             bool mayReplace)
{
    const QFileInfo target(file);
    if (target.isDir() || (target.exists() && !mayReplace))
        return Error{ErrorCode::Refused, u"%1 is there already: choose another name"_s.arg(file),
                     u"exists"_s};
    PdfSetup setup;
    setup.title = SyncReceiptWords::tr("Receipt of a sync");
    setup.language = CaseWords::language();
    setup.made = station.clock().now();
    if (station.isPractice())
        setup.watermark = SyncReceiptWords::tr("PRACTICE");
    const QString left = SyncReceiptWords::title(receipt);
    setup.foot = [left](int page, int pages) {
        return std::pair(left, SyncReceiptWords::tr("page %1 of %2")
                                   .arg(CaseWords::number(page), CaseWords::number(pages)));
    };
    PdfDocument document(setup);
    document.title(SyncReceiptWords::tr("Receipt of a sync"));
    if (station.isPractice())
        document.paragraph(PdfText(SyncReceiptWords::tr("Practice: nothing in it is real."), PdfLook::Alarm));
    document.facts(facts(station, receipt));
    document.heading(SyncReceiptWords::tr("A line for each case"));
    if (receipt.lines.isEmpty())
        document.paragraph(PdfText(SyncReceiptWords::tr("No case was touched."), PdfLook::Muted));
    else
        document.table(lines(receipt));
    if (receipt.linesLeftOut > 0)
        document.paragraph(
            SyncReceiptWords::tr("%Ln more case(s) without a problem.", nullptr, receipt.linesLeftOut));
    const int pages = document.pages();
    const auto pdf = document.finish();
    if (!pdf)
        return pdf.error();
    if (auto written = storefiles::writeDurably(target.absoluteFilePath(), *pdf); !written)
        return written.error();
    return pages;
}

}  // namespace prohori
