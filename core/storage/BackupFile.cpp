// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/BackupFile.h"

#include "core/base/Cbor.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <cerrno>

#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QByteArray kMagic = QByteArrayLiteral("PROHORI BACKUP 1");
constexpr int kBackupFormat = 1;
constexpr qint64 kLengthBytes = 4;
constexpr qint64 kMaxManifestBytes = 4096;
constexpr qint64 kPieceBytes = 1024 * 1024;

enum Key : int {
    kFormatKey,
    kStore,
    kReplica,
    kReplicaKey,
    kCounter,
    kHead,
    kChanges,
    kRecords,
    kJournalLines,
    kSchema,
    kMade,
    kStoreBytes,
    kStoreHash,
    kHeaderBytes,
    kHeaderHash,
};

Error damaged(const QFile& file, const QString& why)
{
    return {ErrorCode::Damaged,
            u"the backup %1 is damaged (%2): use another one"_s.arg(file.fileName(), why)};
}

Error notDone(const QString& doing, const QFile& file)
{
    return {ErrorCode::Storage, u"%1 %2: %3"_s.arg(doing, file.fileName(), file.errorString()),
            errno == ENOSPC || errno == EDQUOT ? u"disk-full"_s : QString()};
}

QByteArray encoded(const BackupManifest& manifest)
{
    const auto entry = [](Key key, Cbor value) { return Cbor::Entry(Cbor(int(key)), std::move(value)); };
    return Cbor::map(
               {entry(kFormatKey, Cbor(kBackupFormat)), entry(kStore, Cbor(manifest.store.toBytes())),
                entry(kReplica, Cbor(manifest.replica.toBytes())),
                entry(kReplicaKey, Cbor(manifest.replicaKey)), entry(kCounter, Cbor(manifest.counter)),
                entry(kHead, Cbor(manifest.head.toBytes())), entry(kChanges, Cbor(manifest.changes)),
                entry(kRecords, Cbor(manifest.records)), entry(kJournalLines, Cbor(manifest.journalLines)),
                entry(kSchema, Cbor(manifest.schema)), entry(kMade, Cbor(manifest.made.msSinceEpoch)),
                entry(kStoreBytes, Cbor(manifest.storeBytes)), entry(kStoreHash, Cbor(manifest.storeHash)),
                entry(kHeaderBytes, Cbor(manifest.headerBytes)),
                entry(kHeaderHash, Cbor(manifest.headerHash))})
        .encode();
}

BackupManifest decoded(const Cbor& map)
{
    const auto bytes = [&](Key key) { return map[Cbor(int(key))].toBytes(); };
    const auto number = [&](Key key) { return map[Cbor(int(key))].toInt(); };
    BackupManifest manifest;
    manifest.store = StoreId::fromBytes(bytes(kStore));
    manifest.replica = ReplicaId::fromBytes(bytes(kReplica));
    manifest.replicaKey = bytes(kReplicaKey);
    manifest.counter = quint64(number(kCounter));
    manifest.head = ChangeId::fromBytes(bytes(kHead));
    manifest.changes = number(kChanges);
    manifest.records = number(kRecords);
    manifest.journalLines = number(kJournalLines);
    manifest.schema = number(kSchema);
    manifest.made = Instant::fromMs(number(kMade));
    manifest.storeBytes = number(kStoreBytes);
    manifest.storeHash = bytes(kStoreHash);
    manifest.headerBytes = number(kHeaderBytes);
    manifest.headerHash = bytes(kHeaderHash);
    return manifest;
}

/// The signed map of the envelope, once its signature fits the key that it names.
Result<Cbor> signedMap(const QFile& file, const QByteArray& envelope)
{
    const auto parts = Cbor::decode(envelope, {.maxBytes = kMaxManifestBytes, .maxDepth = 2, .maxValues = 3});
    if (!parts || parts->toArray().size() != 2)
        return damaged(file, u"its list of contents cannot be read"_s);
    const QByteArray content = parts->toArray()[0].toBytes();
    const auto map = Cbor::decode(content, {.maxBytes = kMaxManifestBytes, .maxDepth = 2, .maxValues = 256});
    if (!map)
        return damaged(file, u"its list of contents cannot be read"_s);
    const QByteArray key = (*map)[Cbor(int(kReplicaKey))].toBytes();
    if (key.size() != kKeyBytes
        || !verifySignature(Context::Backup, key, content, parts->toArray()[1].toBytes()))
        return damaged(file, u"its list of contents was altered"_s);
    if ((*map)[Cbor(int(kFormatKey))].toInt() > kBackupFormat)
        return Error{ErrorCode::TooNew,
                     u"the backup %1 was made by a newer version of the program: update first"_s.arg(
                         file.fileName())};
    return *map;
}

}  // namespace

namespace backupfile {

Result<QByteArray> hashed(QFile& from, QFile* to, qint64 bytes)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    for (qint64 left = bytes; left > 0;) {
        const QByteArray piece = from.read(std::min(left, kPieceBytes));
        if (piece.isEmpty() && from.error() != QFileDevice::NoError)
            return notDone(u"cannot read"_s, from);
        if (piece.isEmpty())
            break;
        hash.addData(piece);
        if (to && to->write(piece) != piece.size())
            return notDone(u"cannot write"_s, *to);
        left -= piece.size();
    }
    return hash.result();
}

Result<> sync(QFile& file)
{
    if (!file.flush() || ::fsync(file.handle()) != 0)
        return notDone(u"cannot write"_s, file);
    return {};
}

Result<> finish(const QString& path, const QByteArray& header, BackupManifest manifest, const SigningKey& key)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        return notDone(u"cannot open"_s, file);
    manifest.storeBytes = file.size();
    manifest.headerBytes = header.size();
    manifest.headerHash = blake2b(header);
    const auto storeHash = hashed(file, nullptr, manifest.storeBytes);
    if (!storeHash)
        return storeHash.error();
    manifest.storeHash = *storeHash;
    const QByteArray content = encoded(manifest);
    const QByteArray envelope =
        Cbor(Cbor::Array{Cbor(content), Cbor(key.sign(Context::Backup, content))}).encode();
    QByteArray length(kLengthBytes, '\0');
    qToBigEndian(quint32(envelope.size()), length.data());
    const QByteArray end = header + envelope + length + kMagic;
    if (!file.seek(manifest.storeBytes) || file.write(end) != end.size())
        return notDone(u"cannot write"_s, file);
    return sync(file);
}

Result<BackupManifest> readManifest(QFile& file)
{
    const qint64 fixed = kLengthBytes + kMagic.size();
    const qint64 size = file.size();
    if (size < fixed || !file.seek(size - fixed))
        return damaged(file, u"it is cut off"_s);
    const QByteArray end = file.read(fixed);
    if (end.size() != fixed || !end.endsWith(kMagic))
        return damaged(file, u"it is cut off, or no backup of this program"_s);
    const auto envelopeBytes = qint64(qFromBigEndian<quint32>(end.constData()));
    if (envelopeBytes > kMaxManifestBytes || envelopeBytes > size - fixed)
        return damaged(file, u"its list of contents is too long"_s);
    const qint64 contents = size - fixed - envelopeBytes;
    if (!file.seek(contents))
        return damaged(file, u"it is cut off"_s);
    const auto map = signedMap(file, file.read(envelopeBytes));
    if (!map)
        return map.error();
    const BackupManifest manifest = decoded(*map);
    const bool fits = manifest.storeBytes > 0 && manifest.headerBytes > 0 && manifest.storeBytes <= contents
                   && manifest.headerBytes == contents - manifest.storeBytes;
    if (!fits || !file.seek(0))
        return damaged(file, u"it is cut off or has grown"_s);
    return manifest;
}

}  // namespace backupfile

}  // namespace prohori
