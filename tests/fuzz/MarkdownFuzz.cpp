// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

/// Reads any text as Markdown tables (REL-46). What was read must come back as it is.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const Result<Workbook> workbook = readMarkdown(text, QStringLiteral("f.md"));
    if (!workbook)
        return workbook.error().detail.isEmpty() ? std::abort(), 0 : 0;
    compileWorkbook(*workbook);
    const QString written = writeMarkdown(*workbook);
    const Result<Workbook> again = readMarkdown(written, QStringLiteral("f.md"));
    if (!again || writeMarkdown(*again) != written)
        std::abort();
    return 0;
}
