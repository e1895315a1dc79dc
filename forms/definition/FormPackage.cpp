// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormPackage.h"

namespace prohori {

using namespace Qt::StringLiterals;

const FormItem* FormPackage::find(const QString& path) const
{
    const auto names = path.split(u'/');
    if (names.size() < 2 || !names.at(0).isEmpty() || names.at(1) != data.name)
        return nullptr;
    const FormItem* item = &data;
    for (qsizetype at = 2; at < names.size(); ++at) {
        const FormItem* found = nullptr;
        for (const auto& child : item->children) {
            if (child.name == names.at(at)) {
                found = &child;
                break;
            }
        }
        if (!found)
            return nullptr;
        item = found;
    }
    return item;
}

}  // namespace prohori
