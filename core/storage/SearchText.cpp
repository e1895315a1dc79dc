// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/SearchText.h"

#include "core/cases/Change.h"
#include "core/secrets/Crypto.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxWords = 8;
constexpr qsizetype kTokenBytes = 16;
constexpr qsizetype kMarkBytes = 8;

bool hasLetterOrDigit(const QString& word)
{
    return std::any_of(word.begin(), word.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
}

/// Names are split at everything that is no letter, digit or sign on a letter.
QStringList nameWords(const QString& name)
{
    static const QRegularExpression between(u"[^\\p{L}\\p{N}\\p{M}]+"_s);
    return searchFolded(name).toLower().split(between, Qt::SkipEmptyParts);
}

}  // namespace

QString searchFolded(const QString& text)
{
    return canonicalText(text).simplified();
}

QStringList searchWords(const QString& query)
{
    QStringList words;
    for (const QString& word : searchFolded(query).split(u' ', Qt::SkipEmptyParts)) {
        if (hasLetterOrDigit(word) && words.size() < kMaxWords)
            words.append(word);
    }
    return words;
}

QString matchPhrase(const QString& words)
{
    return u'"' + QString(words).replace(u'"', u"\"\""_s).remove(QChar::Null) + u'"';
}

QString matchPrefix(const QString& word)
{
    return matchPhrase(word) + u'*';
}

QList<QByteArray> nameTokens(const SecretBytes& tokenKey, const QStringList& names)
{
    QSet<QByteArray> tokens;
    for (const QString& name : names) {
        for (const QString& word : nameWords(name))
            tokens.insert(keyedHash(tokenKey, word.toUtf8(), kTokenBytes));
    }
    QList<QByteArray> sorted(tokens.begin(), tokens.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

QByteArray tokenKeyMark(const SecretBytes& tokenKey)
{
    return keyedHash(tokenKey, QByteArrayLiteral("mark"), 16).left(kMarkBytes);
}

}  // namespace prohori
