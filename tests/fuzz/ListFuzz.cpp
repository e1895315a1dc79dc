// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/ListTable.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

/// Reads any bytes as a list file in each of its formats (REL-46). What was read has a column for every cell.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    for (const auto& read : {readXmlTable, readGeoJsonTable}) {
        const Result<ListTable> table = read(bytes);
        if (!table && table.error().detail.isEmpty())
            std::abort();
        if (!table)
            continue;
        for (const QStringList& row : table->rows) {
            if (row.size() > table->header.size())
                std::abort();
        }
    }
    if (const Result<ListTable> csv = readCsvTable(bytes); !csv && csv.error().detail.isEmpty())
        std::abort();
    return 0;
}
