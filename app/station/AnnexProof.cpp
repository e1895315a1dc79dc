// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnnexProof.h"

#include "sync/wire/Messages.h"

#include <algorithm>

namespace prohori {

namespace {

/// What the hub said of these changes, as far as the log still tells it.
QList<WireVerdict> verdictsOf(const StoredReceipt& receipt)
{
    QList<WireVerdict> verdicts;
    for (const StoredReceipt::Line& line : receipt.lines)
        verdicts.append(
            {quint8(line.notes.delivery), quint8(line.notes.byHub ? line.notes.refusal : Refusal::None)});
    return verdicts;
}

ReceiptProof proveReceipt(const LogNotes& notes, const RecordEvidence& evidence)
{
    if (notes.receipt == 0)
        return notes.received ? ReceiptProof::ToldByHub : ReceiptProof::Unsent;
    const StoredReceipt receipt = evidence.receipts.value(notes.receipt);
    const auto facts = readReceipt(receipt.bytes);
    if (!facts || !evidence.directory.isCertifiedHub(facts->hub) || !notes.hubTime
        || facts->time != *notes.hubTime)
        return ReceiptProof::Forged;
    QList<ChangeId> changes;
    for (const StoredReceipt::Line& line : receipt.lines)
        changes.append(line.change);
    return receiptCovers(receipt.bytes, facts->hub, changes, verdictsOf(receipt)) ? ReceiptProof::Covered
                                                                                  : ReceiptProof::SignedOnly;
}

Counting countingOf(const StoredRow& row, bool counts)
{
    if (!row.entry.change)
        return Counting::Unreadable;
    if (counts)
        return Counting::Counts;
    return row.entry.notes.standing == Standing::Quarantined ? Counting::HeldBack : Counting::Waits;
}

}  // namespace

ChangeProof proveChange(const StoredRow& row, const RecordEvidence& evidence, bool counts)
{
    ChangeProof proof;
    proof.counting = countingOf(row, counts);
    proof.altered = !row.faults.isEmpty();
    proof.receipt = proveReceipt(row.entry.notes, evidence);
    if (!row.entry.change)
        return proof;
    proof.author = checkAuthor(evidence.directory, *row.entry.change);
    const QList<Item>& items = row.entry.change->body().items;
    proof.hasUnknownItems = std::any_of(items.begin(), items.end(), [](const Item& item) {
        return holds_alternative<UnknownItem>(item);
    });
    return proof;
}

QStringList hubsOf(const RecordEvidence& evidence)
{
    QStringList names;
    const QList<HubCertificate> hubs = evidence.directory.hubs();
    for (const StoredReceipt& receipt : evidence.receipts) {
        const auto facts = readReceipt(receipt.bytes);
        for (const HubCertificate& hub : hubs) {
            if (facts && hub.hub == facts->hub && !names.contains(hub.name))
                names.append(hub.name);
        }
    }
    return names;
}

}  // namespace prohori
