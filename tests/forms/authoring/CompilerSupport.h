// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/FormCompiler.h"

#include <QFile>
#include <QString>
#include <QStringList>

namespace prohori {

/// Compiles Markdown tables; `folder` is where list files are looked for.
inline CompiledForm compileText(const QString& markdown, const QString& folder = {})
{
    auto workbook = readMarkdown(markdown, QStringLiteral("test.md"));
    if (!workbook)
        return {nullptr, {{QStringLiteral("file"), 0, {}, QStringLiteral("F00"), workbook.error().detail}}};
    workbook->folder = folder;
    return compileWorkbook(*workbook);
}

inline QStringList linesOf(const CompiledForm& compiled)
{
    QStringList lines;
    for (const auto& message : compiled.messages)
        lines.append(message.toString());
    return lines;
}

inline QStringList errorsOf(const CompiledForm& compiled)
{
    QStringList lines;
    for (const auto& message : compiled.messages) {
        if (message.isError())
            lines.append(message.toString());
    }
    return lines;
}

inline bool writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

}  // namespace prohori
