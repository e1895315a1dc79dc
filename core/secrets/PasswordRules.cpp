// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyboardWalk.h"
#include "core/secrets/Password.h"
#include "core/secrets/PasswordLists.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kLeastCharacters = 15;
constexpr std::size_t kMostCharacters = 128;
constexpr std::size_t kLeastWords = 4;
constexpr std::size_t kLeastLetters = 4;          ///< fewer letters than this carry nothing
constexpr std::size_t kLeastLettersOfItsOwn = 6;  ///< beside names that anybody can look up
constexpr std::size_t kShortestPersonal = 3;

Error refused(QString detail, QString hint)
{
    return {ErrorCode::Refused, std::move(detail), std::move(hint)};
}

WipedText lowerCase(const SecretBytes& utf8)
{
    WipedText text;
    text.reserve(utf8.size());
    for (int32_t at = 0, end = int32_t(utf8.size()); at < end;) {
        UChar32 code = 0;
        U8_NEXT_OR_FFFD(utf8.data(), at, end, code);
        text.push_back(char32_t(u_tolower(code)));
    }
    return text;
}

/// Letters and the signs that belong to them, such as Bangla vowel signs.
bool isLetter(char32_t code)
{
    const auto mask = U_GET_GC_MASK(UChar32(code));
    return (mask & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

WipedText lettersOf(const WipedText& text)
{
    WipedText letters(text.size());
    letters.erase(std::copy_if(text.begin(), text.end(), letters.begin(), isLetter), letters.end());
    return letters;
}

/// Without the digits, spaces and signs at both ends.
WipedText coreOf(const WipedText& text)
{
    const auto first = std::find_if(text.begin(), text.end(), isLetter);
    const auto last = std::find_if(text.rbegin(), text.rend(), isLetter).base();
    return first < last ? WipedText(first, last) : WipedText();
}

/// What a text repeats, such as "abc" of "abcabcab"; the text itself when it does not.
WipedText unitOf(const WipedText& text)
{
    for (std::size_t size = 1; size * 2 <= text.size(); ++size) {
        if (std::equal(text.begin() + std::ptrdiff_t(size), text.end(), text.begin()))
            return WipedText(text.begin(), text.begin() + std::ptrdiff_t(size));
    }
    return text;
}

bool isCommon(const WipedText& text)
{
    Wiped<char> bytes(text.size() * U8_MAX_LENGTH);
    int32_t size = 0;
    for (const char32_t code : text)
        U8_APPEND_UNSAFE(bytes.data(), size, UChar32(code));
    return isBlocked(std::string_view(bytes.data(), static_cast<std::size_t>(size)));
}

/// At least four different words of the shipped list and nothing else.
bool isPassphrase(const SecretBytes& utf8)
{
    const std::string_view all(reinterpret_cast<const char*>(utf8.data()), utf8.size());
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at <= all.size();) {
        const std::size_t end = std::min(all.find(' ', at), all.size());
        words.push_back(all.substr(at, end - at));
        at = end + 1;
    }
    const bool shipped = std::all_of(words.begin(), words.end(), isShippedWord);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return shipped && words.size() >= kLeastWords;
}

/// Login, name, district … and their parts, longest first, so that a part does not break up the whole.
std::vector<WipedText> personalTexts(QStringList personalWords)
{
    personalWords.append({u"prohori"_s, u"প্রহরী"_s});
    std::vector<WipedText> texts;
    const auto add = [&texts](const WipedText& text) {
        if (text.size() >= kShortestPersonal)
            texts.push_back(text);
    };
    for (const QString& word : std::as_const(personalWords)) {
        const WipedText whole = lowerCase(normalisedPassword(word));
        add(lettersOf(whole));
        for (auto at = whole.begin(); at != whole.end();) {
            at = std::find_if(at, whole.end(), isLetter);
            const auto end = std::find_if_not(at, whole.end(), isLetter);
            add(WipedText(at, end));
            at = end;
        }
    }
    std::stable_sort(texts.begin(), texts.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return texts;
}

/// Whether nearly nothing is left of the letters when everything personal is taken out.
bool isPersonal(WipedText letters, const QStringList& personalWords)
{
    const std::size_t before = letters.size();
    for (const WipedText& text : personalTexts(personalWords)) {
        for (;;) {
            const auto found = std::search(letters.begin(), letters.end(), text.begin(), text.end());
            if (found == letters.end())
                break;
            letters.erase(found, found + std::ptrdiff_t(text.size()));
        }
    }
    return letters.size() < before && letters.size() < kLeastLettersOfItsOwn;
}

}  // namespace

Result<> checkNewPassword(const SecretBytes& normalised, const QStringList& personalWords)
{
    const WipedText text = lowerCase(normalised);
    if (text.size() > kMostCharacters)
        return refused(u"a password has at most %1 characters"_s.arg(kMostCharacters),
                       u"password-too-long"_s);
    if (text.size() < kLeastCharacters && !isPassphrase(normalised))
        return refused(
            u"a password has at least %1 characters, or four generated words; a short sentence is easy to keep"_s
                .arg(kLeastCharacters),
            u"password-too-short"_s);

    const WipedText letters = lettersOf(text), core = coreOf(text);
    if (unitOf(text).size() < kLeastCharacters && unitOf(text).size() < text.size())
        return refused(u"the password repeats itself; choose a longer sentence or four generated words"_s,
                       u"password-repeats"_s);
    if (isKeyboardWalk(text) || isKeyboardWalk(letters))
        return refused(u"the password follows the keys of the keyboard; choose four generated words"_s,
                       u"password-walk"_s);
    if (isPersonal(letters, personalWords))
        return refused(
            u"the password is made of a login, a name, a place or the name of this program; choose another"_s,
            u"password-personal"_s);
    for (const WipedText& tried : {text, core, letters, unitOf(core), unitOf(letters)}) {
        if (lettersOf(tried).size() < kLeastLetters || isCommon(tried))
            return refused(
                u"many people use this password, so it is tried first; choose four generated words"_s,
                u"password-common"_s);
    }
    return {};
}

}  // namespace prohori
