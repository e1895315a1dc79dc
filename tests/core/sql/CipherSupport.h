// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/Connection.h"

#include <QByteArray>
#include <QFile>

#include <atomic>
#include <cstdio>

namespace prohori {

/// The provider of a key that consists of 32 times the same byte.
inline KeyProvider keyOf(char byte = 'k')
{
    return [key = QByteArray(32, byte)] {
        return std::span(reinterpret_cast<const unsigned char*>(key.constData()), std::size_t(key.size()));
    };
}

inline QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A new file, or one that exists, or the end of the test program.
inline Connection mustOpen(const QString& path, Connection::Options options = {.create = true})
{
    auto opened = Connection::open(path, keyOf(), options);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().detail));
    return std::move(*opened);
}

/// Counts what Qt warns of while it lives.
class Warnings {
public:
    Warnings()
    {
        s_count = 0;
        m_before = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& text) {
            s_count += type == QtDebugMsg || type == QtInfoMsg ? 0 : 1;
            fprintf(stderr, "%s\n", qPrintable(text));
        });
    }
    ~Warnings() { qInstallMessageHandler(m_before); }
    Warnings(const Warnings&) = delete;
    Warnings& operator=(const Warnings&) = delete;
    int count() const { return s_count; }

private:
    static inline std::atomic<int> s_count = 0;
    QtMessageHandler m_before;
};

}  // namespace prohori
