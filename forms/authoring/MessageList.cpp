// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/MessageList.h"

#include <QSet>

#include <algorithm>
#include <tuple>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

qsizetype rankOfSheet(const QString& sheet)
{
    static const QStringList order{u"survey"_s, u"choices"_s, u"settings"_s};
    const auto place = order.indexOf(sheet);
    return place < 0 ? order.size() : place;
}

}  // namespace

void MessageList::setHeaders(const QString& sheet, const QStringList& headers)
{
    m_headers.insert(sheet, headers);
}

void MessageList::add(const QString& sheet, int row, const QString& column, const QString& code,
                      const QString& text)
{
    m_messages.append({sheet, row, column, code, text});
}

bool MessageList::hasErrors() const
{
    return std::any_of(m_messages.begin(), m_messages.end(),
                       [](const auto& message) { return message.isError(); });
}

QList<AuthorMessage> MessageList::sorted() const
{
    using Place = std::tuple<qsizetype, QString, int, qsizetype>;
    QList<std::pair<Place, AuthorMessage>> placed;
    QSet<QString> seen;
    for (const auto& message : m_messages) {
        const auto line = message.toString();
        if (seen.contains(line))
            continue;
        seen.insert(line);
        const auto headers = m_headers.value(message.sheet);
        auto column = message.column.isEmpty() ? -1 : headers.indexOf(message.column);
        if (column < 0 && !message.column.isEmpty())
            column = headers.size();
        placed.append({{rankOfSheet(message.sheet), message.sheet, message.row, column}, message});
    }
    std::stable_sort(placed.begin(), placed.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    QList<AuthorMessage> messages;
    for (const auto& entry : placed)
        messages.append(entry.second);
    return messages;
}

QString didYouMean(const QString& word)
{
    return word.isEmpty() ? QString() : u" Did you mean '%1'?"_s.arg(word);
}

}  // namespace prohori
