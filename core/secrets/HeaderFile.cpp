// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/HeaderFile.h"

#include "core/secrets/Crypto.h"
#include "core/secrets/PlainFile.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <array>
#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr char kMagic[] = {'P', 'R', 'H', 'K'};
constexpr quint16 kVersion = 1;
constexpr qsizetype kPrefixBytes = 4 + 2 + 8 + 4;
constexpr qsizetype kChecksumBytes = 32;
constexpr qsizetype kRoom = kHeaderCopyBytes - kPrefixBytes - kChecksumBytes;

/// What stands in the two places of a file; none where a copy is damaged.
struct Copies {
    std::array<std::optional<HeaderCopy>, 2> at;
    bool tooNew = false;

    /// The place that counts, or -1.
    int newest() const
    {
        if (!at[0] || !at[1])
            return at[0] ? 0 : at[1] ? 1 : -1;
        return at[1]->sequence > at[0]->sequence ? 1 : 0;
    }
    bool isEven() const { return at[0] && at[0] == at[1]; }
};

Copies copiesIn(int file)
{
    Copies copies;
    for (int place : {0, 1}) {
        const auto copy = decodeHeaderCopy(readAt(file, place * kHeaderCopyBytes, kHeaderCopyBytes));
        if (copy)
            copies.at[static_cast<std::size_t>(place)] = *copy;
        else
            copies.tooNew = copies.tooNew || copy.error().code == ErrorCode::TooNew;
    }
    return copies;
}

/// Writes one copy and returns when it is on the disk.
bool writeCopy(int file, int place, const QByteArray& bytes)
{
    return writeAt(file, place * kHeaderCopyBytes, bytes) && ::fdatasync(file) == 0;
}

Result<> storageError(const QString& what, const QString& path, const QString& hint = {})
{
    return Error{ErrorCode::Storage, u"%1 %2: %3"_s.arg(what, path, systemReason()), hint};
}

/// Gives a file its final name unless that is taken; false with errno.
bool renameToFree(const QByteArray& from, const QByteArray& to)
{
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return true;
    // Some file systems know no such rename; a hard link does not replace either.
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return ::link(from.constData(), to.constData()) == 0 && ::unlink(from.constData()) == 0;
}

}  // namespace

Result<QByteArray> encodeHeaderCopy(const HeaderCopy& copy)
{
    if (copy.body.size() > kRoom)
        return Error{ErrorCode::Refused, u"the key header has no room for another slot"_s};
    QByteArray bytes(kPrefixBytes, '\0');
    std::copy(std::begin(kMagic), std::end(kMagic), bytes.begin());
    qToBigEndian(kVersion, bytes.data() + 4);
    qToBigEndian(copy.sequence, bytes.data() + 6);
    qToBigEndian(static_cast<quint32>(copy.body.size()), bytes.data() + 14);
    bytes.append(copy.body);
    bytes.append(kHeaderCopyBytes - kChecksumBytes - bytes.size(), '\0');
    return bytes + blake2b(bytes, kChecksumBytes);
}

Result<HeaderCopy> decodeHeaderCopy(const QByteArray& bytes)
{
    const Error damaged{ErrorCode::Damaged, u"a copy of the key header is damaged"_s};
    const qsizetype checked = kHeaderCopyBytes - kChecksumBytes;
    if (bytes.size() != kHeaderCopyBytes || !bytes.startsWith(QByteArrayView(kMagic, sizeof kMagic)))
        return damaged;
    if (blake2b(bytes.first(checked), kChecksumBytes) != bytes.mid(checked))
        return damaged;
    if (qFromBigEndian<quint16>(bytes.constData() + 4) > kVersion)
        return Error{ErrorCode::TooNew, u"the key header was written by a later version of this program"_s};
    const auto length = qsizetype(qFromBigEndian<quint32>(bytes.constData() + 14));
    if (length > kRoom)
        return damaged;
    return HeaderCopy{qFromBigEndian<quint64>(bytes.constData() + 6), bytes.mid(kPrefixBytes, length)};
}

Result<HeaderCopy> HeaderFile::read() const
{
    FileHandle file(m_path, O_RDWR);
    const bool writable = file.isOpen();
    if (!writable)
        file = FileHandle(m_path, O_RDONLY);
    if (!file.isOpen() && errno == ENOENT)
        return Error{ErrorCode::NotFound, u"there is no key header %1"_s.arg(m_path)};
    if (!file.isOpen() || ::flock(file.get(), writable ? LOCK_EX : LOCK_SH) != 0)
        return storageError(u"cannot read the key header"_s, m_path).error();

    const Copies copies = copiesIn(file.get());
    if (copies.tooNew)
        return Error{ErrorCode::TooNew, u"%1 was written by a later version of this program"_s.arg(m_path)};
    const int newest = copies.newest();
    if (newest < 0)
        return Error{ErrorCode::Damaged,
                     u"both copies of the key header %1 are damaged; restore it from a backup"_s.arg(m_path)};
    const HeaderCopy& found = *copies.at[static_cast<std::size_t>(newest)];
    if (writable && !copies.isEven()) {
        // An old password must not stay alive in the copy that a cut-off write left behind. Where this fails, the
        // state still stands whole in the other copy, and the next read tries again.
        if (const auto bytes = encodeHeaderCopy(found))
            writeCopy(file.get(), 1 - newest, *bytes);
    }
    return found;
}

Result<> HeaderFile::create(const HeaderCopy& first) const
{
    const auto bytes = encodeHeaderCopy(first);
    if (!bytes)
        return bytes.error();
    const QString aside = m_path + u".new"_s;
    ::unlink(QFile::encodeName(aside).constData());
    {
        FileHandle file(aside, O_WRONLY | O_CREAT | O_EXCL);
        if (!file.isOpen() || !writeCopy(file.get(), 0, *bytes) || !writeCopy(file.get(), 1, *bytes))
            return storageError(u"cannot write the key header"_s, aside);
    }
    const QByteArray from = QFile::encodeName(aside), to = QFile::encodeName(m_path);
    if (!renameToFree(from, to)) {
        const int reason = errno;
        ::unlink(from.constData());
        errno = reason;
        if (reason == EEXIST)
            return Error{ErrorCode::Conflict, u"%1 holds the keys of a store already"_s.arg(m_path)};
        return storageError(u"cannot put into place the key header"_s, m_path);
    }
    if (!syncFolder(QFileInfo(m_path).path()))
        return storageError(u"cannot sync the folder of"_s, m_path);
    return {};
}

Result<> HeaderFile::replace(quint64 before, const QByteArray& body) const
{
    const auto bytes = encodeHeaderCopy({before + 1, body});
    if (!bytes)
        return bytes.error();
    FileHandle file(m_path, O_RDWR);
    if (!file.isOpen() && errno == ENOENT)
        return Error{ErrorCode::NotFound, u"there is no key header %1"_s.arg(m_path)};
    if (!file.isOpen() || ::flock(file.get(), LOCK_EX) != 0)
        return storageError(u"cannot open the key header"_s, m_path);

    const Copies copies = copiesIn(file.get());
    const int newest = copies.newest();
    if (newest < 0)
        return Error{ErrorCode::Damaged, u"both copies of the key header %1 are damaged"_s.arg(m_path)};
    if (copies.tooNew || copies.at[static_cast<std::size_t>(newest)]->sequence != before)
        return Error{ErrorCode::Conflict, u"%1 was changed by another program; load it again"_s.arg(m_path)};
    if (!writeCopy(file.get(), 1 - newest, *bytes))
        return storageError(u"cannot write the key header"_s, m_path);
    if (!writeCopy(file.get(), newest, *bytes))
        return storageError(u"cannot write the second copy of the key header"_s, m_path, u"one-copy-only"_s);
    return {};
}

}  // namespace prohori
