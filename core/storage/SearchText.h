// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/SecretBytes.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace prohori {

/** How text is made comparable before it is indexed and before it is looked for: NFC, Bangla digits as ASCII,
    joiners dropped, white space folded; words are what stands between white space. Letters keep their case:
    the index folds it.
*/
QString searchFolded(const QString& text);

/// The words of a query that hold at least one letter or digit; at most eight.
QStringList searchWords(const QString& query);

/// One word as a prefix query of FTS5: quoted, so that nothing in it is an operator.
QString matchPrefix(const QString& word);

/// A query of FTS5 for whole words that follow each other, quoted alike.
QString matchPhrase(const QString& words);

/// Tokens of the words of names, 16 bytes each, keyed and in lower case: equal words of equal keys have equal
/// tokens, and nothing else can be learnt from them.
QList<QByteArray> nameTokens(const SecretBytes& tokenKey, const QStringList& names);

/// Which key a token was made under, 8 bytes.
QByteArray tokenKeyMark(const SecretBytes& tokenKey);

}  // namespace prohori
