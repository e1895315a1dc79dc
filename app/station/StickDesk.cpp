// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/StickDesk.h"

#include "app/station/Station.h"
#include "core/cases/Roles.h"
#include "sync/client/StationBundles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kAllThereAre = 1'000'000;
const QString kSuffix = u".bundle"_s;

Error cannotWrite(const QFileDevice& file)
{
    return {ErrorCode::Storage, u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString()),
            u"stick-write"_s};
}

SyncReceipt receiptBegun(const Station& station, SyncReceipt::Way way, const QString& file)
{
    SyncReceipt receipt;
    receipt.way = way;
    receipt.at = station.clock().now();
    receipt.who = station.me().name;
    receipt.file = QFileInfo(file).fileName();
    return receipt;
}

}  // namespace

QList<StickReceiver> StickDesk::receivers() const
{
    QList<StickReceiver> people;
    const PersonInfo& me = m_station.me();
    for (const PersonInfo& person : m_station.store().directory().people()) {
        if (person.person == me.person || person.revoked || isNationalRole(person.role)
            || person.scope != me.scope || isNationalRole(me.role))
            continue;
        people.append({person.login, person.name, person.role});
    }
    std::sort(people.begin(), people.end(),
              [](const StickReceiver& a, const StickReceiver& b) { return a.name < b.name; });
    if (!m_station.store().directory().hubs().isEmpty())
        people.prepend({});
    return people;
}

QStringList StickDesk::media()
{
    QStringList found;
    for (const QStorageInfo& volume : QStorageInfo::mountedVolumes()) {
        const QString root = volume.rootPath();
        const bool isPutIn =
            root.startsWith(u"/media/"_s) || root.startsWith(u"/run/media/"_s) || root.startsWith(u"/mnt/"_s);
        if (isPutIn && volume.isReady() && !volume.isReadOnly())
            found.append(root);
    }
    return found;
}

QString StickDesk::fileNameFor(const StickReceiver& receiver, const QString& folder) const
{
    const QString name = u"prohori-to-%1-%2"_s.arg(receiver.isHub() ? u"hub"_s : receiver.login,
                                                   m_station.clock().today().toString(Qt::ISODate));
    QString tried = name + kSuffix;
    for (int number = 2; QFileInfo::exists(QDir(folder).filePath(tried)); ++number)
        tried = u"%1-%2%3"_s.arg(name).arg(number).arg(kSuffix);
    return tried;
}

QList<RecordOutcome> StickDesk::linesOfOutbox() const
{
    QHash<RecordId, RecordOutcome> lines;
    for (const OutboxEntry& entry : m_station.store().outbox(kAllThereAre)) {
        RecordOutcome& line = lines[entry.change->head().record];
        line.record = entry.change->head().record;
        ++line.sent;
    }
    for (RecordOutcome& line : lines) {
        if (const auto row = m_station.store().caseRow(line.record)) {
            line.localRef = row->localRef;
            line.conflict = row->conflicts > 0;
        }
    }
    return lines.values();
}

Result<WrittenStick> StickDesk::writeInto(QIODevice& out, const StickReceiver& receiver)
{
    StationBundles bundles = m_station.makeBundles(m_random);
    Result<WrittenBundle> made = WrittenBundle();
    if (receiver.isHub()) {
        made = bundles.writeToHub(out);
    } else {
        const PersonInfo* person = m_station.store().directory().personByLogin(receiver.login);
        if (!person)
            return Error{ErrorCode::NotFound, u"this station knows nobody called '%1'"_s.arg(receiver.login)};
        if (m_station.store().outbox(1).isEmpty())
            return Error{ErrorCode::Refused,
                         u"everything is with the hub already: there is nothing to carry"_s,
                         u"nothing-to-carry"_s};
        made = bundles.writeTo(*person, {}, out);
    }
    if (!made)
        return made.error();
    WrittenStick written;
    written.changes = made->changes;
    written.cases = made->records;
    written.papers = made->papers;
    written.papersLeft = made->papersLeft;
    written.bytes = made->bytes;
    return written;
}

Result<WrittenStick> StickDesk::write(const StickReceiver& receiver, const QString& folder)
{
    const QFileInfo place(folder);
    if (!place.isDir())
        return Error{ErrorCode::NotFound, u"there is no folder %1"_s.arg(folder), u"stick-folder"_s};
    QSaveFile file(QDir(place.absoluteFilePath()).filePath(fileNameFor(receiver, folder)));
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(file);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const auto begun = m_station.clock().monotonic();
    auto written = writeInto(file, receiver);
    if (!written)
        return written;
    if (!file.commit())
        return cannotWrite(file);
    written->file = file.fileName();
    written->stillUnsent = m_station.store().counts().unsent;
    SyncReceipt receipt = receiptBegun(m_station, SyncReceipt::StickWritten, file.fileName());
    receipt.with = receiver.isHub() ? QString() : receiver.name;
    receipt.sent = written->changes;
    receipt.bytesUp = written->bytes;
    receipt.tookMs = (m_station.clock().monotonic() - begun).count();
    receipt.lines = linesOfOutbox();
    const auto kept = SyncReceipts(m_station.store()).add(receipt);
    if (!kept)
        return kept.error();
    written->receipt = *kept;
    return written;
}

/// What was waiting before and has a verdict of the hub now.
QHash<RecordId, RecordOutcome> StickDesk::confirmedOf(const QList<OutboxEntry>& before) const
{
    QHash<RecordId, RecordOutcome> lines;
    QHash<ChangeId, Refusal> heldBack;
    for (const Store::QuarantinedChange& held : m_station.store().quarantined())
        heldBack.insert(held.change->id(), held.refusal);
    for (const OutboxEntry& entry : before) {
        const Delivery now = m_station.store().delivery(entry.change->id());
        if (now == Delivery::Unsent)
            continue;
        RecordOutcome& line = lines[entry.change->head().record];
        line.record = entry.change->head().record;
        if (now != Delivery::Quarantined) {
            ++line.sent;
            continue;
        }
        ++line.quarantined;
        line.reason = refusalName(heldBack.value(entry.change->id(), Refusal::None));
    }
    return lines;
}

Result<ReadStick> StickDesk::read(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound, u"there is no file %1"_s.arg(path), u"stick-file"_s};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(path, file.errorString()),
                     u"stick-read"_s};
    const auto begun = m_station.clock().monotonic();
    const QList<OutboxEntry> before = m_station.store().outbox(kAllThereAre);
    const auto read = m_station.makeBundles(m_random).read(file);
    if (!read)
        return read.error();
    if (auto taken = m_station.takeNews(); !taken)
        return taken.error();
    const SyncSummary& summary = read->summary;
    QHash<RecordId, RecordOutcome> lines = confirmedOf(before);
    for (const RecordOutcome& came : summary.records) {
        if (summary.received == 0)
            break;  // all of it was here already
        RecordOutcome& line = lines[came.record];
        line.record = came.record;
        line.received = came.received;
    }
    for (RecordOutcome& line : lines) {
        const auto row = m_station.store().caseRow(line.record);
        line.localRef = row ? row->localRef : QString();
        line.conflict = row && row->conflicts > 0;
    }
    ReadStick told;
    told.from = read->from;
    told.made = read->made;
    told.fromHub = read->kind == BundleKind::FromHub;
    told.papersSent = summary.filesSent;
    told.papersReceived = summary.filesReceived;
    told.hadNoEffect = lines.isEmpty() && summary.received == 0 && summary.sent == 0 && summary.filesSent == 0
                    && summary.filesReceived == 0;
    SyncReceipt receipt = receiptBegun(m_station, SyncReceipt::StickRead, path);
    receipt.with = read->from;
    receipt.sent = summary.sent;
    receipt.received = summary.received;
    receipt.heldBack = int(summary.quarantined.size());
    receipt.conflicts =
        int(std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.conflict; }));
    receipt.bytesDown = file.size();
    receipt.tookMs = (m_station.clock().monotonic() - begun).count();
    receipt.hadNoEffect = told.hadNoEffect;
    receipt.lines = lines.values();
    const auto kept = SyncReceipts(m_station.store()).add(receipt);
    if (!kept)
        return kept.error();
    told.receipt = *kept;
    return told;
}

}  // namespace prohori
