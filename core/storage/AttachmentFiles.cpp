// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/AttachmentFiles.h"

#include "core/secrets/SealedStream.h"
#include "core/storage/StoreFiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kPiece = AttachmentManifest::kPieceBytes;
constexpr qint64 kPlainOfPiece = kPiece - kStreamOverhead;
constexpr char kHere = 1;
constexpr qsizetype kDraftNameBytes = 16;
const QString kPart = u".part"_s;
const QString kHave = u".have"_s;
const QString kDraft = u".new"_s;

/// One open file of ours: closed by itself, never a symbolic link.
class OpenFile {
public:
    OpenFile(const QString& path, int flags)
        : m_path(path),
          m_file(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC | O_NOFOLLOW,
                        storefiles::kFileMode))
    {}
    ~OpenFile()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    Q_DISABLE_COPY_MOVE(OpenFile)

    bool isOpen() const { return m_file >= 0; }
    Error error(const QString& doing) const
    {
        if (errno == ENOENT)
            return {ErrorCode::NotFound, u"this paper is not here"_s};
        return storefiles::systemError(doing, m_path);
    }
    Result<> write(qint64 offset, const QByteArray& bytes) const
    {
        for (qsizetype done = 0; done < bytes.size();) {
            const ssize_t count =
                ::pwrite(m_file, bytes.constData() + done, std::size_t(bytes.size() - done), offset + done);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return error(u"cannot write"_s);
            done += count;
        }
        return {};
    }
    Result<> sync() const { return ::fsync(m_file) == 0 ? Result<>() : error(u"cannot write"_s); }
    /// Fewer at the end of the file or where the disk fails: a check of the bytes follows.
    QByteArray read(qint64 offset, qint64 count) const
    {
        QByteArray bytes(count, Qt::Uninitialized);
        qsizetype done = 0;
        while (done < bytes.size()) {
            const ssize_t got =
                ::pread(m_file, bytes.data() + done, std::size_t(bytes.size() - done), offset + done);
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                break;
            done += got;
        }
        bytes.truncate(done);
        return bytes;
    }

private:
    QString m_path;
    int m_file;
};

Result<> removeFile(const QString& path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
        return storefiles::systemError(u"cannot remove"_s, path);
    return {};
}

Result<> renameFile(const QString& from, const QString& to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return storefiles::systemError(u"cannot name"_s, to);
    return {};
}

/// Up to `count` bytes, fewer only at the end.
Result<QByteArray> readFully(QIODevice& from, qint64 count)
{
    QByteArray bytes;
    while (bytes.size() < count) {
        const QByteArray more = from.read(count - bytes.size());
        if (more.isEmpty() && !from.atEnd() && !from.waitForReadyRead(-1))
            return Error{ErrorCode::Storage, u"the file could not be read to its end"_s};
        if (more.isEmpty() && from.atEnd())
            break;
        bytes += more;
    }
    return bytes;
}

Error outOfBounds(qint64 plainBytes)
{
    if (plainBytes == 0)
        return {ErrorCode::Invalid, u"the file is empty"_s, u"empty"_s};
    return {ErrorCode::Invalid, u"the file is larger than 20 MiB"_s, u"too-big"_s};
}

/// Seals `plain` into `file`, piece by piece.
Result<AttachmentManifest> sealInto(const OpenFile& file, QIODevice& plain, const SecretBytes& key)
{
    StreamSealer sealer(key, Context::Attachment);
    QByteArray hashes;
    qint64 plainBytes = 0;
    qint64 offset = 0;
    auto next = readFully(plain, kPlainOfPiece - kStreamHeaderBytes);
    while (true) {
        if (!next)
            return next.error();
        QByteArray chunk = std::move(*next);
        const auto wipe = qScopeGuard([&] { chunk.fill('\0'); });
        plainBytes += chunk.size();
        if (plainBytes == 0 || plainBytes > AttachmentManifest::kMostPlainBytes)
            return outOfBounds(plainBytes);
        next = readFully(plain, kPlainOfPiece);
        if (!next)
            return next.error();
        const bool isLast = next->isEmpty();
        const QByteArray piece = (offset == 0 ? sealer.header() : QByteArray()) + sealer.seal(chunk, isLast);
        if (auto written = file.write(offset, piece); !written)
            return written.error();
        hashes += blake2b(piece);
        offset += piece.size();
        if (isLast)
            break;
    }
    if (auto synced = file.sync(); !synced)
        return synced.error();
    return AttachmentManifest::make(plainBytes, hashes);
}

}  // namespace

AttachmentFiles::AttachmentFiles(const QString& folder) : m_folder(folder + u"/attachments"_s) {}

QString AttachmentFiles::pathOf(const AttachmentId& id, const QString& ending) const
{
    return m_folder + u'/' + QString::fromLatin1(id.toBytes().toHex()) + ending;
}

Result<> AttachmentFiles::prepare()
{
    if (auto made = storefiles::prepareFolder(m_folder, true); !made)
        return made;
    const QDir folder(m_folder);
    const auto has = [&](const QString& name) { return QFileInfo::exists(m_folder + u'/' + name); };
    const QStringList found = folder.entryList({u'*' + kDraft, u'*' + kPart, u'*' + kHave},
                                               QDir::Files | QDir::Hidden | QDir::System);
    for (const QString& name : found) {
        const QString base = name.section(u'.', 0, 0);
        const bool isUseful = !name.endsWith(kDraft) && !has(base) && has(base + kPart) && has(base + kHave);
        if (isUseful)
            continue;
        if (auto gone = removeFile(m_folder + u'/' + name); !gone)
            return gone;
    }
    return {};
}

Result<AttachmentManifest> AttachmentFiles::add(QIODevice& plain, const SecretBytes& key)
{
    if (key.size() != std::size_t(kKeyBytes))
        return Error{ErrorCode::Invalid, u"a paper is sealed with a key of %1 bytes"_s.arg(kKeyBytes)};
    SodiumRandom random;
    const QString draft =
        m_folder + u'/' + QString::fromLatin1(random.bytes(kDraftNameBytes).toHex()) + kDraft;
    auto cleanUp = qScopeGuard([&] { (void)removeFile(draft); });
    const OpenFile file(draft, O_WRONLY | O_CREAT | O_EXCL);
    if (!file.isOpen())
        return storefiles::systemError(u"cannot write"_s, draft);
    auto manifest = sealInto(file, plain, key);
    if (!manifest)
        return manifest;
    if (auto named = renameFile(draft, pathOf(manifest->id)); !named)
        return named.error();
    cleanUp.dismiss();
    if (auto synced = storefiles::syncFolder(m_folder); !synced)
        return synced.error();
    return manifest;
}

Result<QByteArray> AttachmentFiles::open(const AttachmentManifest& manifest, const SecretBytes& key) const
{
    QByteArray plain;
    std::optional<StreamOpener> opener;
    for (int index = 0; index < manifest.pieces(); ++index) {
        auto sealed = piece(manifest, index);
        if (!sealed)
            return sealed;
        if (index == 0) {
            opener.emplace(key, Context::Attachment, sealed->left(kStreamHeaderBytes));
            sealed->remove(0, kStreamHeaderBytes);
        }
        const auto opened = opener->open(*sealed);
        if (!opened)
            return Error{ErrorCode::Refused, u"this key does not open the paper"_s, u"wrong-key"_s};
        plain += *opened;
    }
    if (!opener || !opener->hasEnded() || plain.size() != manifest.plainBytes)
        return Error{ErrorCode::Damaged, u"the paper does not end where it should"_s};
    return plain;
}

bool AttachmentFiles::isWhole(const AttachmentId& id) const
{
    return !id.isNull() && QFileInfo(pathOf(id)).isFile();
}

QByteArray AttachmentFiles::marksOf(const AttachmentManifest& manifest) const
{
    QByteArray marks;
    if (QFileInfo::exists(pathOf(manifest.id, kPart))) {
        const OpenFile file(pathOf(manifest.id, kHave), O_RDONLY);
        if (file.isOpen())
            marks = file.read(0, manifest.pieces());
    }
    return marks.leftJustified(manifest.pieces(), '\0', true);
}

QList<int> AttachmentFiles::missingPieces(const AttachmentManifest& manifest) const
{
    QList<int> missing;
    if (isWhole(manifest.id))
        return missing;
    const QByteArray marks = marksOf(manifest);
    for (int index = 0; index < manifest.pieces(); ++index) {
        if (marks[index] != kHere)
            missing.append(index);
    }
    return missing;
}

Result<bool> AttachmentFiles::takePiece(const AttachmentManifest& manifest, int index,
                                        const QByteArray& bytes)
{
    if (manifest.isNull() || !manifest.fits(index, bytes))
        return Error{ErrorCode::Invalid, u"these bytes are not that piece of the paper"_s, u"bad-piece"_s};
    if (isWhole(manifest.id))
        return true;
    const QByteArray marks = marksOf(manifest);
    if (marks[index] != kHere) {
        const bool isNew = !marks.contains(kHere);
        const OpenFile part(pathOf(manifest.id, kPart), O_WRONLY | O_CREAT);
        const OpenFile have(pathOf(manifest.id, kHave), O_WRONLY | O_CREAT | (isNew ? O_TRUNC : 0));
        if (!part.isOpen() || !have.isOpen())
            return (part.isOpen() ? have : part).error(u"cannot write"_s);
        if (auto written = part.write(index * kPiece, bytes); !written)
            return written.error();
        if (auto synced = part.sync(); !synced)
            return synced.error();
        if (auto marked = have.write(index, QByteArray(1, kHere)); !marked)
            return marked.error();
        if (auto synced = have.sync(); !synced)
            return synced.error();
        if (isNew) {
            if (auto synced = storefiles::syncFolder(m_folder); !synced)
                return synced.error();
        }
    }
    if (!missingPieces(manifest).isEmpty())
        return false;
    if (auto finished = finish(manifest); !finished)
        return finished.error();
    return isWhole(manifest.id);
}

/// All pieces are marked: read once more, then named. A piece that the disk did not keep counts as missing again.
Result<> AttachmentFiles::finish(const AttachmentManifest& manifest)
{
    const OpenFile part(pathOf(manifest.id, kPart), O_RDONLY);
    const OpenFile have(pathOf(manifest.id, kHave), O_WRONLY);
    if (!part.isOpen() || !have.isOpen())
        return (part.isOpen() ? have : part).error(u"cannot read"_s);
    bool good = true;
    for (int index = 0; index < manifest.pieces(); ++index) {
        if (manifest.fits(index, part.read(index * kPiece, manifest.pieceBytes(index))))
            continue;
        good = false;
        if (auto unmarked = have.write(index, QByteArray(1, '\0')); !unmarked)
            return unmarked;
    }
    if (!good)
        return have.sync();
    if (auto named = renameFile(pathOf(manifest.id, kPart), pathOf(manifest.id)); !named)
        return named;
    if (auto gone = removeFile(pathOf(manifest.id, kHave)); !gone)
        return gone;
    return storefiles::syncFolder(m_folder);
}

Result<QByteArray> AttachmentFiles::piece(const AttachmentManifest& manifest, int index) const
{
    const OpenFile file(pathOf(manifest.id), O_RDONLY);
    if (!file.isOpen())
        return file.error(u"cannot read"_s);
    if (manifest.pieceBytes(index) == 0)
        return Error{ErrorCode::Invalid, u"the paper has no piece %1"_s.arg(index)};
    QByteArray bytes = file.read(index * kPiece, manifest.pieceBytes(index));
    if (!manifest.fits(index, bytes))
        return Error{ErrorCode::Damaged,
                     u"piece %1 of a paper is not what was written: remove it, it is fetched again"_s.arg(
                         index)};
    return bytes;
}

Result<> AttachmentFiles::check(const AttachmentManifest& manifest) const
{
    for (int index = 0; index < manifest.pieces(); ++index) {
        if (auto good = piece(manifest, index); !good)
            return good.error();
    }
    return {};
}

Result<> AttachmentFiles::remove(const AttachmentId& id)
{
    for (const QString& ending : {QString(), kPart, kHave}) {
        if (auto gone = removeFile(pathOf(id, ending)); !gone)
            return gone;
    }
    return storefiles::syncFolder(m_folder);
}

QList<AttachmentId> AttachmentFiles::list() const
{
    QList<AttachmentId> ids;
    for (const QString& name : QDir(m_folder).entryList(QDir::Files | QDir::Hidden)) {
        const auto id = AttachmentId::fromString(name.section(u'.', 0, 0));
        if (id && !ids.contains(*id) && !name.endsWith(kHave))
            ids.append(*id);
    }
    return ids;
}

qint64 AttachmentFiles::totalBytes() const
{
    qint64 total = 0;
    for (const QFileInfo& file : QDir(m_folder).entryInfoList(QDir::Files | QDir::Hidden))
        total += file.size();
    return total;
}

}  // namespace prohori
