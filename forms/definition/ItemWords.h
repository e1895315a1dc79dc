// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"

#include <QString>

#include <array>
#include <optional>

namespace prohori {

/// The words of form.json for the kinds of rows.
struct KindWord {
    ItemKind kind;
    const char* word;
};

inline constexpr std::array<KindWord, 6> kKindWords{{
    {ItemKind::Question, "question"},
    {ItemKind::Group, "group"},
    {ItemKind::Repeat, "repeat"},
    {ItemKind::Calculate, "calculate"},
    {ItemKind::Note, "note"},
    {ItemKind::Meta, "meta"},
}};

inline QString kindWord(ItemKind kind)
{
    for (const auto& entry : kKindWords) {
        if (entry.kind == kind)
            return QLatin1String(entry.word);
    }
    return {};
}

inline std::optional<ItemKind> kindOf(const QString& word)
{
    for (const auto& entry : kKindWords) {
        if (word == QLatin1String(entry.word))
            return entry.kind;
    }
    return std::nullopt;
}

}  // namespace prohori
