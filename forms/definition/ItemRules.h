// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"

#include <array>

namespace prohori {

/// One place of an item that may hold an expression.
struct RuleSlot {
    const char* key;     ///< in form.json
    const char* column;  ///< in the survey sheet, canonical
    FormRule FormItem::*rule;
};

/// All of them, in the order of messages and files.
inline constexpr std::array<RuleSlot, 9> kRuleSlots{{
    {"relevant", "relevant", &FormItem::relevant},
    {"required", "required", &FormItem::required},
    {"readonly", "readonly", &FormItem::readonly},
    {"constraint", "constraint", &FormItem::constraint},
    {"calculate", "calculation", &FormItem::calculate},
    {"choice_filter", "choice_filter", &FormItem::choiceFilter},
    {"repeat_count", "repeat_count", &FormItem::repeatCount},
    {"check", "bind::ht:check", &FormItem::check},
    {"default", "default", &FormItem::defaultExpression},
}};

/// One place of an item that may hold texts.
struct TextSlot {
    const char* key;
    const char* column;
    Texts FormItem::*texts;
};

inline constexpr std::array<TextSlot, 6> kTextSlots{{
    {"label", "label", &FormItem::label},
    {"hint", "hint", &FormItem::hint},
    {"guidance", "guidance_hint", &FormItem::guidance},
    {"constraint_message", "constraint_message", &FormItem::constraintMessage},
    {"required_message", "required_message", &FormItem::requiredMessage},
    {"check_message", "bind::ht:checkMsg", &FormItem::checkMessage},
}};

}  // namespace prohori
