// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubBackup.h"

#include "core/base/Cbor.h"
#include "core/directory/AuthorityFolder.h"
#include "core/journal/JournalBatch.h"
#include "sync/hub/AttachmentCustody.h"
#include "sync/hub/HubCheck.h"
#include "sync/hub/HubFiles.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <algorithm>
#include <cerrno>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFormat = 1;
constexpr qint64 kPieceBytes = 1024 * 1024;
constexpr qsizetype kMaxManifestBytes = 4096;
const QString kPart = u".part"_s;
const QString kManifest = u".manifest"_s;
const QString kPrefix = u"hub-"_s;
const QString kSuffix = u".db"_s;

enum Key : int { kFormatKey, kHub, kMade, kVerified, kBytes, kHash, kDigest, kChanges, kReplicas, kFiles };

Error damaged(const QString& file, const QString& why)
{
    return {ErrorCode::Damaged, u"the backup %1 is not to be used: %2"_s.arg(file, why)};
}

Result<> syncFolder(const QString& folder)
{
    const int opened = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = opened >= 0 && ::fsync(opened) == 0;
    const Result<> outcome = done ? Result<>() : Result<>(storageError(folder));
    if (opened >= 0)
        ::close(opened);
    return outcome;
}

Result<> rename(const QString& from, const QString& to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return storageError(to);
    return syncFolder(QFileInfo(to).absolutePath());
}

/// Reads `from` whole, and writes it where `to` is given: 0600, and synced. Its BLAKE2b-256.
Result<QByteArray> hashed(const QString& from, const QString& to = {})
{
    QFile source(from), target(to);
    if (!source.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(from, source.errorString())};
    const auto notWritten = [&] {
        return Error{ErrorCode::Storage, u"%1 cannot be written: %2"_s.arg(to, target.errorString()),
                     errno == ENOSPC || errno == EDQUOT ? u"disk-full"_s : QString()};
    };
    if (!to.isEmpty()
        && (!target.open(QIODevice::WriteOnly | QIODevice::Truncate)
            || !target.setPermissions(QFile::ReadOwner | QFile::WriteOwner)))
        return notWritten();
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    while (!source.atEnd()) {
        const QByteArray piece = source.read(kPieceBytes);
        if (piece.isEmpty())
            return Error{ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(from, source.errorString())};
        hash.addData(piece);
        if (!to.isEmpty() && target.write(piece) != piece.size())
            return notWritten();
    }
    if (!to.isEmpty() && (!target.flush() || ::fsync(target.handle()) != 0))
        return notWritten();
    return hash.result();
}

/// An empty file that only this user can read; Conflict when there is one.
Result<> makeEmpty(const QString& path)
{
    const int made = ::open(QFile::encodeName(path).constData(),
                            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (made < 0)
        return storageError(path);
    ::close(made);
    return {};
}

Result<> syncFile(const QString& path)
{
    const int opened = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    const Result<> outcome = opened >= 0 && ::fsync(opened) == 0 ? Result<>() : Result<>(storageError(path));
    if (opened >= 0)
        ::close(opened);
    return outcome;
}

void removeAll(const QString& database)
{
    for (const QString& part : {QString(), u"-wal"_s, u"-shm"_s, u"-journal"_s})
        QFile::remove(database + part);
}

/// Where the sealed files of a backup lie.
QString filesBeside(const QString& backup)
{
    return QFileInfo(backup).absolutePath() + u"/attachments"_s;
}

/// What is held of each sealed file, to where it is missing or shorter.
Result<> copyFiles(SqliteHubStorage& storage, const AttachmentCustody& from, const AttachmentCustody& to)
{
    return storage.eachAttachment([&](const HeldAttachment& file) -> Result<> {
        const QString target = to.pathOf(file.manifest.id);
        if (QFileInfo(target).size() >= file.held)
            return {};
        if (!QDir().mkpath(QFileInfo(target).absolutePath()))
            return storageError(target);
        if (const auto copied = hashed(from.pathOf(file.manifest.id), target + kPart); !copied)
            return copied.error();
        return rename(target + kPart, target);
    });
}

QString fileFor(const QString& to, Instant now)
{
    if (!QFileInfo(to).isDir())
        return to;
    const QString time =
        QDateTime::fromMSecsSinceEpoch(now.msSinceEpoch, Qt::UTC).toString(u"yyyyMMddTHHmmsszzz"_s);
    return QDir(to).filePath(kPrefix + time + u"Z"_s + kSuffix);
}

}  // namespace

Result<HubBackup::Checked> HubBackup::check(SqliteHubStorage& copy, const QString& attachments) const
{
    const AttachmentCustody files(attachments);
    const auto found = checkHub(copy, m_source.authority, &files);
    if (!found)
        return found.error();
    if (!found->faults.isEmpty())
        return Error{
            ErrorCode::Damaged,
            u"the copy is not sound: %1"_s.arg(
                found->faults.first(std::min(kFaultsInSentence, found->faults.size())).join(u"; "_s))};
    auto ends = hubEnds(copy);
    if (!ends)
        return ends.error();
    return Checked{std::move(*ends), found->changes, found->files};
}

/// Opened, checked and closed again: afterwards everything stands in the one file.
Result<HubBackup::Checked> HubBackup::checkFile(const QString& path, const QString& attachments) const
{
    auto opened = SqliteHubStorage::open(path, m_source.storageKey, false);
    if (!opened)
        return opened.error();
    auto checked = check(**opened, attachments);
    opened->reset();
    return checked;
}

Result<HubBackup::Facts> HubBackup::make(SqliteHubStorage& live, const QString& to, const Clock& clock) const
{
    Facts facts;
    facts.note.made = clock.now();
    facts.file = fileFor(to, facts.note.made);
    const QString part = facts.file + kPart;
    if (QFileInfo::exists(facts.file))
        return Error{ErrorCode::Conflict,
                     u"there is a file %1 already: choose another name"_s.arg(facts.file)};
    removeAll(part);
    const auto cleaned = qScopeGuard([&] { removeAll(part); });
    if (auto made = makeEmpty(part); !made)
        return made.error();
    if (auto copied = live.copyInto(part); !copied)
        return copied.error();
    {
        const auto copy = SqliteHubStorage::open(part, m_source.storageKey, false);
        if (!copy)
            return copy.error();
        if (auto brought = copyFiles(**copy, AttachmentCustody(m_source.attachments),
                                     AttachmentCustody(filesBeside(facts.file)));
            !brought)
            return brought.error();
    }
    const auto checked = checkFile(part, filesBeside(facts.file));
    if (!checked)
        return checked.error();
    const auto held = hubEnds(live, &checked->ends);
    if (!held)
        return held.error();
    facts.note.digest = checked->ends.digest();
    if (held->digest() != facts.note.digest)
        return damaged(facts.file, u"it does not hold what the hub holds"_s);
    if (auto synced = syncFile(part); !synced)
        return synced.error();
    facts.note.changes = checked->changes;
    facts.note.verified = clock.now();
    facts.files = checked->files;
    facts.replicas = checked->ends.replicas.size();
    if (auto moved = rename(part, facts.file); !moved)
        return moved.error();
    facts.bytes = QFileInfo(facts.file).size();
    if (auto written = writeManifest(facts); !written)
        return written.error();
    // The backup is whole; only now stations may be told of it.
    const auto noted =
        live.transaction([&] { return live.noteBackup(facts.note, safeMarksOf(checked->ends)); });
    return noted ? Result<Facts>(facts) : Result<Facts>(noted.error());
}

Result<> HubBackup::writeManifest(const Facts& facts) const
{
    const auto hash = hashed(facts.file);
    if (!hash)
        return hash.error();
    const auto entry = [](Key key, Cbor value) { return Cbor::Entry(Cbor(int(key)), std::move(value)); };
    const QByteArray content =
        Cbor::map({entry(kFormatKey, Cbor(kFormat)), entry(kHub, Cbor(m_source.hubKey.publicKey())),
                   entry(kMade, Cbor(facts.note.made.msSinceEpoch)),
                   entry(kVerified, Cbor(facts.note.verified.msSinceEpoch)), entry(kBytes, Cbor(facts.bytes)),
                   entry(kHash, Cbor(*hash)), entry(kDigest, Cbor(facts.note.digest)),
                   entry(kChanges, Cbor(facts.note.changes)), entry(kReplicas, Cbor(facts.replicas)),
                   entry(kFiles, Cbor(facts.files))})
            .encode();
    return replaceFile(
        facts.file + kManifest,
        Cbor(Cbor::Array{Cbor(content), Cbor(m_source.hubKey.sign(Context::Backup, content))}).encode());
}

/// The manifest, and whether the file is the one that it speaks of.
Result<HubBackup::Facts> HubBackup::readManifest(const QString& file) const
{
    QFile manifest(file + kManifest);
    if (!QFileInfo::exists(file))
        return Error{ErrorCode::NotFound, u"there is no backup %1"_s.arg(file)};
    if (!manifest.open(QIODevice::ReadOnly))
        return damaged(file, u"its manifest is missing"_s);
    const auto parts = Cbor::decode(manifest.read(kMaxManifestBytes + 1), {kMaxManifestBytes, 2});
    if (!parts || parts->toArray().size() != 2)
        return damaged(file, u"its manifest does not read"_s);
    const QByteArray content = parts->toArray()[0].toBytes();
    const auto map = Cbor::decode(content, {kMaxManifestBytes, 2});
    if (!map)
        return damaged(file, u"its manifest does not read"_s);
    const auto bytes = [&](Key key) { return (*map)[Cbor(int(key))].toBytes(); };
    const auto number = [&](Key key) { return (*map)[Cbor(int(key))].toInt(); };
    if (bytes(kHub) != m_source.hubKey.publicKey())
        return Error{ErrorCode::Refused, u"the backup %1 is of another hub"_s.arg(file)};
    if (!verifySignature(Context::Backup, m_source.hubKey.publicKey(), content,
                         parts->toArray()[1].toBytes()))
        return damaged(file, u"its manifest was altered"_s);
    if (number(kFormatKey) > kFormat)
        return Error{ErrorCode::TooNew,
                     u"the backup %1 was made by a newer version of the program: update first"_s.arg(file)};
    Facts facts;
    facts.file = file;
    facts.note = {Instant::fromMs(number(kMade)), Instant::fromMs(number(kVerified)), number(kChanges),
                  bytes(kDigest)};
    facts.bytes = number(kBytes);
    facts.replicas = number(kReplicas);
    facts.files = number(kFiles);
    const auto hash = hashed(file);
    if (!hash)
        return hash.error();
    if (QFileInfo(file).size() != facts.bytes || *hash != bytes(kHash))
        return damaged(file, u"its bytes are not those that were written"_s);
    return facts;
}

Result<HubBackup::Facts> HubBackup::verify(const QString& file) const
{
    const auto facts = readManifest(file);
    if (!facts)
        return facts;
    // A copy is looked into: the backup itself stays as it is, also on a disk that cannot be written.
    const QString copy = QFileInfo(m_source.attachments).absolutePath() + u"/verify-%1.db"_s.arg(::getpid());
    removeAll(copy);
    const auto cleaned = qScopeGuard([&] { removeAll(copy); });
    if (const auto copied = hashed(file, copy); !copied)
        return copied.error();
    const auto checked = checkFile(copy, filesBeside(file));
    if (!checked)
        return checked.error();
    return checked->ends.digest() == facts->note.digest
             ? facts
             : Result<Facts>(damaged(file, u"it does not hold what its manifest says"_s));
}

Result<HubBackup::Facts> HubBackup::restore(const QString& file, const QString& target,
                                            const Clock& clock) const
{
    auto facts = readManifest(file);
    if (!facts)
        return facts;
    if (QFileInfo::exists(target))
        return Error{ErrorCode::Conflict, u"there is a file %1 already"_s.arg(target)};
    const QString part = target + kPart;
    removeAll(part);
    const auto cleaned = qScopeGuard([&] { removeAll(part); });
    if (const auto copied = hashed(file, part); !copied)
        return copied.error();
    {
        const auto copy = SqliteHubStorage::open(part, m_source.storageKey, false);
        if (!copy)
            return copy.error();
        if (auto brought = copyFiles(**copy, AttachmentCustody(filesBeside(file)),
                                     AttachmentCustody(m_source.attachments));
            !brought)
            return brought.error();
        const auto checked = check(**copy, m_source.attachments);
        if (!checked)
            return checked.error();
        if (checked->ends.digest() != facts->note.digest)
            return damaged(file, u"it does not hold what its manifest says"_s);
        const SetBack when = setBackTo(checked->ends, clock.now());
        const auto noted = (*copy)->transaction([&]() -> Result<> {
            if (auto kept = (*copy)->noteBackup(facts->note, safeMarksOf(checked->ends)); !kept)
                return kept;
            return (*copy)->noteSetBack(when);
        });
        if (!noted)
            return noted.error();
    }
    if (auto synced = syncFile(part); !synced)
        return synced.error();
    if (auto moved = rename(part, target); !moved)
        return moved.error();
    return facts;
}

Result<int> HubBackup::prune(const QString& folder, Instant until) const
{
    const QDir dir(folder);
    QStringList files = dir.entryList({kPrefix + u'*' + kSuffix}, QDir::Files, QDir::Name);
    if (!files.isEmpty())
        files.removeLast();
    int removed = 0;
    for (const QString& name : std::as_const(files)) {
        const QString file = dir.filePath(name);
        const auto facts = readManifest(file);
        // What is no whole backup of this hub is left to the administrator.
        if (!facts || facts->note.made >= until)
            continue;
        if (!QFile::remove(file))
            return storageError(file);
        QFile::remove(file + kManifest);
        ++removed;
    }
    return removed;
}

}  // namespace prohori
