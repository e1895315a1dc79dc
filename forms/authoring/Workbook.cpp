// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/Workbook.h"

#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

namespace prohori {

using namespace Qt::StringLiterals;

Error workbookProblem(const QString& fileName, const QString& cause)
{
    return {ErrorCode::Invalid, u"%1: %2."_s.arg(fileName, cause)};
}

namespace {

Result<Workbook> readText(const QByteArray& bytes, const QString& fileName)
{
    QStringDecoder decode(QStringDecoder::Utf8);  // skips a byte order mark
    const QString text = decode(bytes);
    if (decode.hasError() || text.contains(QChar(u'\0')))
        return workbookProblem(fileName, u"it is no workbook, and no text in UTF-8 either"_s);
    return readMarkdown(text, fileName);
}

}  // namespace

const Sheet* Workbook::sheet(const QString& name) const
{
    for (const Sheet& one : sheets) {
        if (one.name.trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return &one;
    }
    return nullptr;
}

Result<Workbook> readWorkbook(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return readCsvFolder(path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, u"There is no file %1, or it cannot be opened."_s.arg(path)};
    const QByteArray bytes = file.read(kMostWorkbookBytes + 1);
    if (bytes.size() > kMostWorkbookBytes)
        return workbookProblem(info.fileName(), u"it is larger than 64 MiB"_s);
    if (bytes.startsWith("\xD0\xCF\x11\xE0")) {
        return workbookProblem(info.fileName(),
                               u"it is protected by a password, or an old .xls; save it as .xlsx without "
                               "a password"_s);
    }
    const bool packed = bytes.startsWith("PK\x03\x04") || bytes.startsWith("PK\x05\x06");
    Result<Workbook> workbook = packed ? readXlsx(bytes, info.fileName()) : readText(bytes, info.fileName());
    if (workbook)
        workbook->folder = info.absolutePath();
    return workbook;
}

}  // namespace prohori
