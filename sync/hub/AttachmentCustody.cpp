// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/AttachmentCustody.h"

#include "sync/hub/HubFiles.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr mode_t kFileMode = 0600;
const QString kNoRoom = u"disk-full"_s;

/// An open file that closes itself and is never reached through a symbolic link; or the same in a shared storage.
class OpenedFile {
public:
    OpenedFile(AttachmentBytes& shared, const AttachmentId& id) : m_file(-1), m_shared(&shared), m_id(id) {}
    OpenedFile(QString path, int flags)
        : m_path(std::move(path)),
          m_file(::open(QFile::encodeName(m_path).constData(), flags | O_CLOEXEC | O_NOFOLLOW, kFileMode))
    {}
    ~OpenedFile()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    Q_DISABLE_COPY_MOVE(OpenedFile)

    bool isOpen() const { return m_file >= 0 || m_shared; }
    /// A storage that did not answer, where read() gave too little.
    const std::optional<Error>& failure() const { return m_failure; }
    Result<> write(qint64 offset, const QByteArray& bytes) const
    {
        if (m_shared)
            return m_shared->writeSealed(m_id, offset, bytes);
        for (qsizetype done = 0; done < bytes.size();) {
            const ssize_t count = ::pwrite(m_file, bytes.constData() + done,
                                           static_cast<std::size_t>(bytes.size() - done), offset + done);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return storageError(m_path);
            done += count;
        }
        return {};
    }
    Result<> sync() const { return m_shared || ::fsync(m_file) == 0 ? Result<>() : storageError(m_path); }
    /// Fewer at the end of the file, or where the disk fails.
    QByteArray read(qint64 offset, qint64 count) const
    {
        if (m_shared) {
            const auto found = m_shared->readSealed(m_id, offset, count);
            if (!found)
                m_failure = found.error();
            return found ? *found : QByteArray();
        }
        QByteArray bytes(count, Qt::Uninitialized);
        qsizetype done = 0;
        while (done < count) {
            const ssize_t got =
                ::pread(m_file, bytes.data() + done, static_cast<std::size_t>(count - done), offset + done);
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
    AttachmentBytes* m_shared = nullptr;
    AttachmentId m_id;
    mutable std::optional<Error> m_failure;
};

OpenedFile opened(AttachmentBytes* shared, const AttachmentId& id, const QString& path, int flags)
{
    return shared ? OpenedFile(*shared, id) : OpenedFile(path, flags);
}

/// The first piece up to `held` that is not what it should be; where that piece begins, or `held` when all are good.
qint64 goodBytes(const OpenedFile& file, const AttachmentManifest& manifest, qint64 held)
{
    for (int index = 0; index < manifest.pieces(); ++index) {
        const qint64 start = index * AttachmentManifest::kPieceBytes;
        const qint64 size = manifest.pieceBytes(index);
        if (start + size > held)
            return held;
        if (!manifest.fits(index, file.read(start, size)))
            return start;
    }
    return held;
}

Result<> syncPapersFolder(const QString& path)
{
    const OpenedFile folder(path, O_RDONLY | O_DIRECTORY);
    return folder.isOpen() ? folder.sync() : storageError(path);
}

}  // namespace

QString AttachmentCustody::pathOf(const AttachmentId& file) const
{
    const QString hex = file.toString();
    return u"%1/%2/%3/%4"_s.arg(m_folder, hex.left(2), hex.mid(2, 2), hex);
}

Result<> AttachmentCustody::makeFolders(const AttachmentId& file) const
{
    const QString hex = file.toString();
    QString path = m_folder;
    for (const QString& next : {QString(), hex.left(2), hex.mid(2, 2)}) {
        const QString above = next.isEmpty() ? path.left(path.lastIndexOf(u'/')) : path;
        path = next.isEmpty() ? path : path + u'/' + next;
        if (::mkdir(QFile::encodeName(path).constData(), S_IRWXU) == 0) {
            if (auto synced = syncPapersFolder(above); !synced)
                return synced;
        } else if (errno != EEXIST) {
            return storageError(path);
        }
    }
    return {};
}

Result<AttachmentCustody::Kept> AttachmentCustody::keep(const HeldAttachment& file, qint64 offset,
                                                        const QByteArray& bytes) const
{
    if (offset < 0 || bytes.size() > file.manifest.sealedBytes - offset)
        return Kept{PieceState::Beyond, file.held};
    if (file.isWhole())
        return Kept{PieceState::Whole, file.held};
    const qint64 known = file.held - offset;
    if (known < 0 || known >= bytes.size())
        return Kept{PieceState::Partly, file.held};
    auto kept = append(file, bytes.mid(known));
    if (!kept && kept.error().hint == kNoRoom)
        return Kept{PieceState::NoRoom, file.held};
    return kept;
}

Result<AttachmentCustody::Kept> AttachmentCustody::append(const HeldAttachment& file,
                                                          const QByteArray& fresh) const
{
    const QString path = pathOf(file.manifest.id);
    if (file.held == 0 && !m_bytes) {
        if (auto made = makeFolders(file.manifest.id); !made)
            return made.error();
    }
    const OpenedFile out = opened(m_bytes, file.manifest.id, path, O_RDWR | O_CREAT);
    if (!out.isOpen())
        return storageError(path);
    if (auto written = out.write(file.held, fresh); !written)
        return written.error();
    Kept kept{PieceState::Partly, file.held + fresh.size()};
    const bool isComplete = kept.held == file.manifest.sealedBytes;
    int index = static_cast<int>(file.held / AttachmentManifest::kPieceBytes);
    const auto ends = [&] {
        return index * AttachmentManifest::kPieceBytes + file.manifest.pieceBytes(index);
    };
    for (; index < file.manifest.pieces() && ends() <= kept.held; ++index) {
        if (file.manifest.fits(index, out.read(index * AttachmentManifest::kPieceBytes,
                                               file.manifest.pieceBytes(index))))
            continue;
        if (out.failure())
            return *out.failure();
        return Kept{PieceState::WrongPiece, index * AttachmentManifest::kPieceBytes};
    }
    if (auto synced = out.sync(); !synced)
        return synced.error();
    if (file.held == 0 && !m_bytes) {
        if (auto synced = syncPapersFolder(path.left(path.lastIndexOf(u'/'))); !synced)
            return synced.error();
    }
    if (!isComplete)
        return kept;
    const qint64 good = goodBytes(out, file.manifest, kept.held);
    if (out.failure())
        return *out.failure();
    return good == kept.held ? Kept{PieceState::Whole, good} : Kept{PieceState::WrongPiece, good};
}

Result<QByteArray> AttachmentCustody::read(const HeldAttachment& file, qint64 offset, qint64 length) const
{
    const QString path = pathOf(file.manifest.id);
    const OpenedFile in = opened(m_bytes, file.manifest.id, path, O_RDONLY);
    if (!in.isOpen())
        return errno == ENOENT ? Error{ErrorCode::Damaged, u"file %1 is gone"_s.arg(path)}
                               : storageError(path);
    const qint64 end = std::min(offset + length, file.manifest.sealedBytes);
    QByteArray bytes;
    for (qint64 at = offset; at < end; at = offset + bytes.size()) {
        const int index = static_cast<int>(at / AttachmentManifest::kPieceBytes);
        const qint64 start = index * AttachmentManifest::kPieceBytes;
        const QByteArray piece = in.read(start, file.manifest.pieceBytes(index));
        if (in.failure())
            return *in.failure();
        if (!file.manifest.fits(index, piece))
            return Error{ErrorCode::Damaged,
                         u"piece %1 of file %2 is not what was written"_s.arg(QString::number(index), path)};
        bytes += piece.mid(at - start, end - at);
    }
    return bytes;
}

QStringList AttachmentCustody::check(const HeldAttachment& file) const
{
    const QString name = file.manifest.id.toString();
    const OpenedFile in = opened(m_bytes, file.manifest.id, pathOf(file.manifest.id), O_RDONLY);
    if (!in.isOpen())
        return {u"file %1 is missing"_s.arg(name)};
    QStringList faults;
    for (int index = 0; index < file.manifest.pieces(); ++index) {
        const qint64 start = index * AttachmentManifest::kPieceBytes;
        const qint64 size = std::min(file.manifest.pieceBytes(index), file.held - start);
        if (size <= 0)
            break;
        const QByteArray piece = in.read(start, size);
        const bool isPart = size < file.manifest.pieceBytes(index);
        if (piece.size() < size || (!isPart && !file.manifest.fits(index, piece)))
            faults.append(u"file %1: piece %2 is not what was written"_s.arg(name).arg(index));
    }
    if (in.failure())
        faults.append(u"file %1 cannot be read: %2"_s.arg(name, in.failure()->detail));
    return faults;
}

}  // namespace prohori
