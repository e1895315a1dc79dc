// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <utility>

namespace prohori {

/** An open file descriptor with one owner. Always close-on-exec and without following a symbolic link; a file that
    it creates is 0600. Inside of core/secrets only: elsewhere QFile does.
*/
class FileHandle {
public:
    /// `flags` as of open(2). Check isOpen(); errno tells why not.
    FileHandle(const QString& path, int flags);
    FileHandle(FileHandle&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    FileHandle& operator=(FileHandle&& other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }
    ~FileHandle();

    bool isOpen() const { return m_file >= 0; }
    int get() const { return m_file; }

private:
    int m_file;
};

/// Up to `count` bytes from `offset`; fewer at the end of the file or on an error.
QByteArray readAt(int file, qsizetype offset, qsizetype count);
/// All of `bytes`, or false with errno.
bool writeAt(int file, qsizetype offset, const QByteArray& bytes);
/// Makes a new name in `folder` last.
bool syncFolder(const QString& folder);
/// errno in words.
QString systemReason();

}  // namespace prohori
