// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace prohori {

/// What is read out of the file with poppler's pdftotext, a text for each page. Stops the test program where it cannot be read.
/// @param order "-layout": as it stands on the page; "-raw": as it was drawn, cell by cell.
inline QStringList pdfPages(const QByteArray& pdf, const QString& order = QStringLiteral("-layout"))
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("read.pdf"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(pdf) != pdf.size())
        qFatal("cannot write %s", qPrintable(path));
    file.close();
    QProcess reader;
    reader.start(QStringLiteral("pdftotext"),
                 {order, QStringLiteral("-enc"), QStringLiteral("UTF-8"), path, QStringLiteral("-")});
    if (!reader.waitForFinished() || reader.exitCode() != 0)
        qFatal("pdftotext (package poppler-utils): %s", reader.readAllStandardError().constData());
    QStringList pages = QString::fromUtf8(reader.readAllStandardOutput()).split(QChar(u'\f'));
    pages.removeLast();
    return pages;
}

/// All of it, as it was drawn, without line ends: for what may be broken anywhere between words.
inline QString pdfWords(const QByteArray& pdf)
{
    return pdfPages(pdf, QStringLiteral("-raw")).join(QChar(u' ')).simplified();
}

}  // namespace prohori
