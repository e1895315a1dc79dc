// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Functions.h"

#include "forms/expression/FunctionTable.h"

namespace prohori {

QString FunctionCall::textOrContext()
{
    if (count() > 0)
        return text(0);
    const FormNode* node = work.place();
    return node && node->relevant ? work.read(node) : QString();
}

QStringList FunctionCall::allTexts(size_t first)
{
    QStringList texts;
    for (size_t place = first; place < count(); ++place) {
        const Item value = item(place);
        if (const auto* nodes = std::get_if<Nodes>(&value)) {
            for (const FormNode* node : *nodes)
                texts.append(work.read(node));
        } else {
            texts.append(work.toText(value));
        }
    }
    return texts;
}

FunctionBody functionBody(int place)
{
    static const std::vector<FunctionBody> bodies = [] {
        std::vector<FunctionBody> all(static_cast<size_t>(functionCount()), nullptr);
        for (const auto entries :
             {textFunctions(), numberFunctions(), dateFunctions(), listFunctions(), otherFunctions()}) {
            for (const FunctionEntry& entry : entries) {
                const int found = findFunction(QString::fromLatin1(entry.name));
                Q_ASSERT_X(found >= 0, "functionBody", entry.name);
                all[static_cast<size_t>(found)] = entry.body;
            }
        }
        return all;
    }();
    return place >= 0 && place < functionCount() ? bodies[static_cast<size_t>(place)] : nullptr;
}

}  // namespace prohori
