// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Salvage.h"

#include "core/secrets/KeyHeader.h"
#include "core/sql/Connection.h"
#include "core/storage/SalvageReading.h"
#include "core/storage/Store.h"
#include "core/storage/StoreFiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QScopeGuard>

#include <cstdio>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kChangesAtOnce = 500;
const QString kKeySlots = u"/keys.header"_s;
const QString kPapers = u"/attachments"_s;
const QString kCareSettings = u"care."_s;

/// "4, 7-9"
QString numbers(const QList<quint64>& sorted)
{
    QStringList runs;
    for (qsizetype from = 0; from < sorted.size();) {
        qsizetype to = from;
        while (to + 1 < sorted.size() && sorted[to + 1] == sorted[to] + 1)
            ++to;
        runs.append(from == to ? QString::number(sorted[from])
                               : u"%1-%2"_s.arg(sorted[from]).arg(sorted[to]));
        from = to + 1;
    }
    return runs.join(u", "_s);
}

Result<> refuseUsedOutput(const QString& folder)
{
    const QFileInfo info(folder);
    const auto everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
    if (info.isSymLink() || (info.exists() && (!info.isDir() || !QDir(folder).isEmpty(everything))))
        return Error{ErrorCode::Refused, u"%1 is in use: name a folder that is new or empty"_s.arg(folder)};
    return {};
}

Result<> copyHeader(const QString& from, const QString& to)
{
    const auto header = KeyHeader::load(from + kKeySlots);
    if (!header)
        return header.error();
    auto copy = KeyHeader::fromBytes(to + kKeySlots, header->toBytes());
    return copy ? copy->save() : Result<>(copy.error());
}

Result<qint64> copyPapers(const QString& from, const QString& to)
{
    qint64 copied = 0;
    for (const QFileInfo& file : QDir(from + kPapers).entryInfoList(QDir::Files | QDir::NoSymLinks)) {
        const QString target = to + kPapers + u'/' + file.fileName();
        if (!QFile::copy(file.filePath(), target))
            return Error{ErrorCode::Storage, u"cannot copy %1 to %2"_s.arg(file.filePath(), target)};
        QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner);
        ++copied;
    }
    return copied;
}

/// What no other row proves is taken as unsent: the hub passes over what it has.
IncomingChange incomingOf(const FoundChange& found)
{
    const bool isAtHub = found.isProven && found.hubHas;
    return {found.change, isAtHub ? found.received.value_or(Instant()) : Instant(), 0, !isAtHub};
}

Result<> fillChanges(Store& store, const SalvageReading& found, Salvaged& salvaged)
{
    for (qsizetype from = 0; from < found.changes.size(); from += kChangesAtOnce) {
        QList<IncomingChange> some;
        for (const FoundChange& one :
             found.changes.sliced(from, std::min(kChangesAtOnce, found.changes.size() - from)))
            some.append(incomingOf(one));
        const auto taken = store.applyFrame(some, {});
        if (!taken)
            return taken.error();
        salvaged.changes += *taken;
        salvaged.refused += some.size() - *taken;
    }
    return {};
}

Result<> fillStatements(Store& store, const SalvageReading& found, Salvaged& salvaged)
{
    QList<QByteArray> all, sent;
    for (const auto& [bytes, isSent] : found.statements) {
        all.append(bytes);
        if (isSent)
            sent.append(bytes);
    }
    const qsizetype before = store.directory().statements().size();
    // What is fine is kept also where another is refused.
    if (const auto added = store.addStatements(all); !added && added.error().code == ErrorCode::Storage)
        return added;
    salvaged.statements = store.directory().statements().size() - before;
    salvaged.refused += all.size() - salvaged.statements;
    return store.markStatementsSent(sent);
}

Result<> fillRest(Store& store, const SalvageReading& found, Salvaged& salvaged)
{
    for (const Draft& draft : found.drafts) {
        if (auto saved = store.saveDraft(draft); !saved)
            return saved;
    }
    for (const FoundAside& aside : found.asides) {
        if (auto saved = store.keep(aside.person, aside.name, aside.record, aside.content); !saved)
            return saved;
    }
    for (const FoundSetting& setting : found.settings) {
        // What was here before its turn may be lost: it comes again.
        if (setting.name.startsWith(kCareSettings) || setting.name == Store::kAhead)
            continue;
        const auto kept = setting.text ? store.setSetting(setting.name, *setting.text) : Result<>();
        const auto bytes = kept && setting.bytes ? store.setBlobSetting(setting.name, *setting.bytes) : kept;
        if (!bytes)
            return bytes;
    }
    salvaged.drafts = found.drafts.size();
    salvaged.kept = found.asides.size();
    salvaged.settings = found.settings.size();
    return {};
}

Result<> fill(const QString& folder, const SecretBytes& dataKey, const SalvageReading& found,
              const Clock& clock, Salvaged& salvaged)
{
    // It goes on from the old replica, whose counters are used up: needsRemint() says so, as after a restore.
    const auto key = found.replicaKey ? Result<SigningKey>(*found.replicaKey) : SigningKey::make();
    {
        auto store =
            Store::create(folder, dataKey, {found.store, found.replica, *key, found.authority}, clock);
        if (!store)
            return store.error();
        for (const auto& step : {fillStatements, fillChanges, fillRest}) {
            if (auto filled = step(**store, found, salvaged); !filled)
                return filled;
        }
    }
    auto file = Connection::open(folder + u"/store.db"_s, [&dataKey] { return dataKey.view(); });
    if (!file)
        return file.error();
    if (auto marked = file->run(u"UPDATE identity SET needs_remint = 1"); !marked)
        return marked;
    return file->checkpoint(Connection::Checkpoint::Truncate);
}

}  // namespace

QStringList Salvaged::sentences() const
{
    QStringList all;
    all.append(
        u"%1 changes (%2 of them from their second home, %3 from a backup), %4 statements about people, %5 drafts, %6 settings, %7 papers"_s
            .arg(changes)
            .arg(fromSecondHome)
            .arg(fromBackup)
            .arg(statements)
            .arg(drafts)
            .arg(settings)
            .arg(papers));
    if (badPages > 0)
        all.append(u"%1 of %2 pages could not be read"_s.arg(badPages).arg(pages));
    for (auto it = missing.begin(); it != missing.end(); ++it)
        all.append(u"missing of replica %1: changes %2"_s.arg(it.key().toString(), numbers(*it)));
    for (const RecordId& record : holed)
        all.append(u"record %1: a change is missing that others stand on"_s.arg(record.toString()));
    if (refused > 0)
        all.append(u"%1 were read and not taken in: they are there twice, or nobody known signed them"_s.arg(
            refused));
    if (!missing.isEmpty() || !holed.isEmpty())
        all.append(u"sync next: what the hub has of it comes back"_s);
    return all;
}

QJsonObject Salvaged::toJson() const
{
    QJsonArray holedRecords, missingChanges;
    for (const RecordId& record : holed)
        holedRecords.append(record.toString());
    for (auto it = missing.begin(); it != missing.end(); ++it)
        missingChanges.append(
            QJsonObject{{u"replica"_s, it.key().toString()}, {u"counters"_s, numbers(*it)}});
    return {{u"pages"_s, pages},
            {u"bad_pages"_s, badPages},
            {u"changes"_s, changes},
            {u"from_second_home"_s, fromSecondHome},
            {u"from_backup"_s, fromBackup},
            {u"statements"_s, statements},
            {u"drafts"_s, drafts},
            {u"kept"_s, kept},
            {u"settings"_s, settings},
            {u"papers"_s, papers},
            {u"refused"_s, refused},
            {u"missing"_s, missingChanges},
            {u"records_with_a_hole"_s, holedRecords}};
}

Result<Salvaged> salvageStore(const QString& folder, const SecretBytes& dataKey, const QString& target,
                              const Clock& clock)
{
    const QString wanted = QDir::cleanPath(QFileInfo(target).absoluteFilePath());
    if (auto unused = refuseUsedOutput(wanted); !unused)
        return unused.error();
    const auto lock = StoreLock::take(folder);
    if (!lock)
        return lock.error();
    Salvaged salvaged;
    const auto found = SalvageReading::read(folder, dataKey, salvaged);
    if (!found)
        return found.error();
    // The folder gets its name when all is in it, as that of a restore.
    const QString aside = wanted + u".part"_s;
    if (QFileInfo(aside).isSymLink())
        return Error{ErrorCode::Refused, u"%1 is a link: remove it"_s.arg(aside)};
    QDir(aside).removeRecursively();
    const auto clean = qScopeGuard([&] { QDir(aside).removeRecursively(); });
    if (auto filled = fill(aside, dataKey, *found, clock, salvaged); !filled)
        return filled.error();
    if (auto copied = copyHeader(folder, aside); !copied)
        return copied.error();
    const auto papers = copyPapers(folder, aside);
    if (!papers)
        return papers.error();
    salvaged.papers = *papers;
    if (::rename(QFile::encodeName(aside).constData(), QFile::encodeName(wanted).constData()) != 0)
        return storefiles::systemError(u"cannot name"_s, wanted);
    if (auto synced = storefiles::syncFolder(QFileInfo(wanted).absolutePath()); !synced)
        return synced.error();
    return salvaged;
}

}  // namespace prohori
