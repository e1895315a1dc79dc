// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

/// Reads any bytes as a workbook (REL-46). What was read must come back as it is, as .xlsx and as Markdown.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const Result<Workbook> workbook = readXlsx(bytes, QStringLiteral("f.xlsx"));
    if (!workbook)
        return workbook.error().detail.isEmpty() ? std::abort(), 0 : 0;
    compileWorkbook(*workbook);
    const Result<QByteArray> written = writeXlsx(*workbook);
    if (!written)
        return 0;  // a name of a sheet that the format itself does not allow
    const Result<Workbook> again = readXlsx(*written, QStringLiteral("f.xlsx"));
    if (!again || writeMarkdown(*again) != writeMarkdown(*workbook))
        std::abort();
    return 0;
}
