// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/Password.h"

#include "core/secrets/PasswordLists.h"
#include "core/secrets/PlainFile.h"
#include "core/secrets/WipedText.h"

#include <QStringList>

#include <sodium.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr char16_t kZeroWidthNonJoiner = 0x200C;
constexpr char16_t kZeroWidthJoiner = 0x200D;
constexpr char16_t kBanglaZero = 0x09E6;
constexpr char16_t kBanglaNine = 0x09EF;
constexpr qsizetype kMostFileBytes = 4096;

/// Without joiners, with ASCII digits, white space trimmed and folded.
Wiped<char16_t> folded(QStringView typed)
{
    Wiped<char16_t> text;
    text.reserve(static_cast<std::size_t>(typed.size()));
    bool gap = false;
    for (const QChar unit : typed) {
        const char16_t code = unit.unicode();
        if (code == kZeroWidthNonJoiner || code == kZeroWidthJoiner)
            continue;
        if (unit.isSpace()) {
            gap = !text.empty();
            continue;
        }
        if (std::exchange(gap, false))
            text.push_back(u' ');
        const bool digit = code >= kBanglaZero && code <= kBanglaNine;
        text.push_back(digit ? char16_t(u'0' + (code - kBanglaZero)) : code);
    }
    return text;
}

/// Normal form C, in memory that we wipe: QString::normalized() would leave parts of it behind while it grows.
Wiped<char16_t> composed(const Wiped<char16_t>& text)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* const form = unorm2_getNFCInstance(&status);
    Wiped<char16_t> result(text.size() * 3 + 16);  // the most that form C can grow in UTF-16
    const int32_t length = unorm2_normalize(form, text.data(), int32_t(text.size()), result.data(),
                                            int32_t(result.size()), &status);
    Q_ASSERT_X(U_SUCCESS(status), "composed", "the buffer holds the longest result");
    result.resize(static_cast<std::size_t>(std::max(length, 0)));
    return result;
}

SecretBytes utf8(const Wiped<char16_t>& text)
{
    Wiped<char> bytes(text.size() * 3 + 1);
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    // What is no character (half a pair) becomes U+FFFD, the same on every machine.
    u_strToUTF8WithSub(bytes.data(), int32_t(bytes.size()), &length, text.data(), int32_t(text.size()),
                       0xFFFD, nullptr, &status);
    return SecretBytes::copyOf(
        {reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<std::size_t>(length)});
}

/// The file, or why it may not be used.
Result<> checkPasswordFile(const FileHandle& file, const QString& path)
{
    struct stat info {};
    if (!file.isOpen() && errno == ENOENT)
        return Error{ErrorCode::NotFound, u"there is no password file %1"_s.arg(path)};
    if (!file.isOpen() || ::fstat(file.get(), &info) != 0)
        return Error{ErrorCode::Refused,
                     u"the password file %1 cannot be read: %2"_s.arg(path, systemReason())};
    if (!S_ISREG(info.st_mode))
        return Error{ErrorCode::Refused, u"the password file %1 is no plain file"_s.arg(path)};
    if (info.st_uid != ::geteuid())
        return Error{ErrorCode::Refused,
                     u"the password file %1 belongs to somebody else; make your own copy: "
                     "install -m 600 '%1' NEWFILE"_s.arg(path)};
    if ((info.st_mode & 07777u & ~0600u) != 0)
        return Error{ErrorCode::Refused,
                     u"the password file %1 can be read by others; run: chmod 600 '%1'"_s.arg(path)};
    if (info.st_size > kMostFileBytes)
        return Error{ErrorCode::Refused, u"the password file %1 holds more than one line"_s.arg(path)};
    return {};
}

}  // namespace

SecretBytes normalisedPassword(const QString& typed)
{
    return utf8(composed(folded(typed)));
}

Result<SecretBytes> readPasswordFile(const QString& path)
{
    const FileHandle file(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (auto usable = checkPasswordFile(file, path); !usable)
        return usable.error();
    QByteArray bytes = readAt(file.get(), 0, kMostFileBytes);
    const SecretBytes content = SecretBytes::takeFrom(bytes);
    const auto text = content.view();
    std::size_t size = text.size();
    if (size > 0 && text[size - 1] == '\n')
        --size;
    if (size > 0 && text[size - 1] == '\r')
        --size;
    if (std::find(text.begin(), text.begin() + std::ptrdiff_t(size), '\n')
        != text.begin() + std::ptrdiff_t(size))
        return Error{ErrorCode::Refused, u"the password file %1 holds more than one line"_s.arg(path)};
    Wiped<char16_t> line(size + 1);
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    u_strFromUTF8(line.data(), int32_t(line.size()), &length, reinterpret_cast<const char*>(text.data()),
                  int32_t(size), &status);
    if (U_FAILURE(status))
        return Error{ErrorCode::Refused, u"the password file %1 is not UTF-8 text"_s.arg(path)};
    auto password = utf8(composed(folded(QStringView(line.data(), length))));
    if (password.isEmpty())
        return Error{ErrorCode::Refused,
                     u"the password file %1 is empty; write the password into it as one line"_s.arg(path)};
    return password;
}

QString generatePassphrase()
{
    startSecrets();
    QStringList chosen;
    for (int word = 0; word < 4; ++word) {
        const std::string_view text = shippedWord(randombytes_uniform(kWordCount));
        chosen.append(QString::fromLatin1(text.data(), qsizetype(text.size())));
    }
    return chosen.join(u' ');
}

}  // namespace prohori
