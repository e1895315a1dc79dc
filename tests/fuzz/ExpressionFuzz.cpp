// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FormCases.h"
#include "forms/expression/Expression.h"

#include <QJsonObject>

#include <cstdint>
#include <cstdlib>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Reads any text as an expression and evaluates it against a small record (REL-46, SEC-85). What was parsed must be written so that it
/// parses to the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const ParsedExpression parsed = parseExpression(text);
    if (parsed.expression.has_value() != parsed.faults.isEmpty())
        std::abort();
    if (parsed.expression) {
        const QString written = writeExpression(*parsed.expression);
        const ParsedExpression again = parseExpression(written);
        if (!again.expression || writeExpression(*again.expression) != written)
            std::abort();
    }
    const QJsonObject record{{u"a"_s, u"3"_s},
                             {u"d"_s, u"2024-03-05"_s},
                             {u"r"_s,
                              QJsonArray{QJsonObject{{u"x"_s, u"১"_s}}, QJsonObject{{u"x"_s, u"b c"_s}}}}};
    const QJsonObject context{
        {u"data"_s, record},
        {u"lists"_s,
         QJsonObject{{u"l"_s, QJsonArray{QJsonObject{{u"name"_s, u"n"_s}, {u"label"_s, u"N"_s}}}}}}};
    const QJsonArray results = evaluateCases({QJsonObject{{u"expr"_s, text}, {u"context"_s, context}}});
    if (results.size() != 1)
        std::abort();
    return 0;
}
