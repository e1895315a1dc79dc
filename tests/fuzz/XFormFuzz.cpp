// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

/// Reads any bytes as an XForm (REL-46). What has no error must be writable, and readable once more.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const CompiledForm form = compileXForm(bytes, QStringLiteral("f.xml"), {});
    if (!form.package) {
        if (form.messages.isEmpty())
            std::abort();
        return 0;
    }
    const QByteArray written = writeXForm(*form.package);
    const CompiledForm again = compileXForm(written, QStringLiteral("f.xml"), {});
    if (!again.package || writeXForm(*again.package) != written)
        std::abort();
    return 0;
}
