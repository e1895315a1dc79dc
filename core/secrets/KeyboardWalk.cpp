// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyboardWalk.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace prohori {

namespace {

/// The rows of a keyboard from the top, each key in its column, plain and with Shift. A space is no key.
using Layout = std::array<std::u32string_view, 8>;

// The letters with a dot below stand without it, for the dot is a character of its own in the normal form. Joiners and
// Bangla digits are gone before a password comes here.
constexpr Layout kUnitedStates = {
    U"`1234567890-=", U" qwertyuiop[]\\", U" asdfghjkl;'",  U" zxcvbnm,./",
    U"~!@#$%^&*()_+", U" qwertyuiop{}|",  U" asdfghjkl:\"", U" zxcvbnm<>?",
};
constexpr Layout kNational = {
    U"`1234567890-=", U" ঙযডপটচজহগড[]\\", U" ৃুিব্াকতদ;'",    U" ঁোেরনসম,./",
    U"~!@#$%^&*()_+", U" ংযঢফঠছঝঞঘঢ{}|",  U" ৗূীভ।অখথধ:\"", U" ঃৌৈলণষশ<>?",
};
constexpr Layout kProbhat = {
    U" 1234567890-=", U" দূীরটএুিওপেো ",   U" াসডতগহজকল;'",  U" যশচআবনম,।্",
    U"~!@#৳%^ঞৎ()_+", U" ধঊঈডঠঐউইঔফৈৌ॥", U" অষঢথঘঃঝখং:\"", U" যঢছঋভণঙৃঁ?",
};

constexpr char32_t kNukta = 0x09BC;

/// Calls `visit(row, column)` for each place of a key.
template <typename Visit>
bool anyPlace(const Layout& layout, char32_t key, Visit visit)
{
    for (std::size_t line = 0; line < layout.size(); ++line) {
        for (std::size_t column = 0; column < layout[line].size(); ++column) {
            if (layout[line][column] == key && visit(int(line % 4), int(column)))
                return true;
        }
    }
    return false;
}

/// Rows lie half a key to the right of the row above: a key touches the one below it and the one to the left of that.
bool areBeside(const Layout& layout, char32_t first, char32_t second)
{
    return anyPlace(layout, first, [&](int row, int column) {
        return anyPlace(layout, second, [&](int otherRow, int otherColumn) {
            const int down = otherRow - row, right = otherColumn - column;
            return (down == 0 && std::abs(right) <= 1) || (down == 1 && (right == 0 || right == -1))
                || (down == -1 && (right == 0 || right == 1));
        });
    });
}

bool isNextInOrder(char32_t first, char32_t second)
{
    return first == second || first + 1 == second || second + 1 == first;
}

bool isWalkOn(const Layout& layout, const WipedText& text)
{
    std::size_t jumps = 0;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (!isNextInOrder(text[at - 1], text[at]) && !areBeside(layout, text[at - 1], text[at]))
            ++jumps;
    }
    return jumps * 5 <= text.size() - 1;
}

}  // namespace

bool isKeyboardWalk(const WipedText& text)
{
    WipedText keys(text.size());
    keys.erase(std::copy_if(text.begin(), text.end(), keys.begin(),
                            [](char32_t c) { return c != kNukta && c != U' '; }),
               keys.end());
    if (keys.size() < 4)
        return false;
    return isWalkOn(kUnitedStates, keys) || isWalkOn(kNational, keys) || isWalkOn(kProbhat, keys);
}

}  // namespace prohori
