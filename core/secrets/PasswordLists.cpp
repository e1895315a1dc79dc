// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/PasswordLists.h"

#include <QByteArray>
#include <QFile>

#include <algorithm>
#include <vector>

static void addPasswordResources()
{
    Q_INIT_RESOURCE(passwords);
}

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The lines of a shipped list, which are sorted by bytes.
class SortedLines {
public:
    explicit SortedLines(QByteArray text) : m_text(std::move(text))
    {
        const std::string_view all(m_text.constData(), static_cast<std::size_t>(m_text.size()));
        for (std::size_t at = 0; at < all.size();) {
            const std::size_t end = std::min(all.find('\n', at), all.size());
            m_lines.push_back(all.substr(at, end - at));
            at = end + 1;
        }
    }

    bool contains(std::string_view line) const
    {
        return std::binary_search(m_lines.begin(), m_lines.end(), line);
    }
    std::string_view at(std::size_t index) const { return m_lines.at(index); }
    std::size_t size() const { return m_lines.size(); }

private:
    const QByteArray m_text;
    std::vector<std::string_view> m_lines;
};

QByteArray shipped(const QString& name)
{
    addPasswordResources();
    QFile file(u":/passwords/"_s + name);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "PasswordLists", "the lists are part of the program");
    return opened ? file.readAll() : QByteArray();
}

const SortedLines& words()
{
    static const SortedLines lines(shipped(u"words.txt"_s));
    Q_ASSERT(lines.size() == kWordCount);
    return lines;
}

const SortedLines& blocked()
{
    static const SortedLines lines(qUncompress(shipped(u"blocklist.z"_s)));
    Q_ASSERT(lines.size() == kBlockedCount);
    return lines;
}

}  // namespace

std::string_view shippedWord(std::size_t index)
{
    return words().at(index);
}

bool isShippedWord(std::string_view word)
{
    return words().contains(word);
}

bool isBlocked(std::string_view text)
{
    return blocked().contains(text);
}

}  // namespace prohori
