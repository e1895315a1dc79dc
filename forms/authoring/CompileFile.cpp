// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"

#include <QFile>
#include <QFileInfo>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 64 * 1024 * 1024;

CompiledForm unreadable(const QString& cause)
{
    CompiledForm compiled;
    compiled.messages.append({u"survey"_s, 0, QString(), u"F01"_s, cause});
    return compiled;
}

/// An XForm begins with `<`; a zip archive and a table do not.
bool isXml(const QByteArray& bytes)
{
    auto start = bytes.left(1024);
    if (start.startsWith("\xEF\xBB\xBF"))
        start = start.mid(3);
    return start.trimmed().startsWith('<');
}

}  // namespace

CompiledForm compileForm(const QString& path)
{
    const QFileInfo info(path);
    if (info.isFile()) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return unreadable(u"The file '%1' cannot be opened."_s.arg(info.fileName()));
        if (isXml(file.peek(1024))) {
            const auto bytes = file.read(kMostBytes + 1);
            if (bytes.size() > kMostBytes)
                return unreadable(u"The file '%1' is larger than 64 MiB."_s.arg(info.fileName()));
            return compileXForm(bytes, info.fileName(), info.absolutePath());
        }
    }
    const auto workbook = readWorkbook(path);
    if (!workbook)
        return unreadable(workbook.error().detail);
    return compileWorkbook(*workbook);
}

}  // namespace prohori
