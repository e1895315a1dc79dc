// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/FormCompiler.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace prohori {

/** Collects what there is to say to the author of a form, in any order, and gives it out in the order of
    sheets, rows and columns.

    The order of sheets is survey, choices, settings, others; of columns that of the headers; a row as a
    whole comes before its columns. Messages at one place keep the order in which they came; the same
    message at the same place is kept once.
*/
class MessageList {
public:
    /// The headers of a sheet as written, for the order of columns.
    void setHeaders(const QString& sheet, const QStringList& headers);
    void add(const QString& sheet, int row, const QString& column, const QString& code, const QString& text);
    void add(const AuthorMessage& message) { m_messages.append(message); }
    bool hasErrors() const;
    QList<AuthorMessage> sorted() const;

private:
    QHash<QString, QStringList> m_headers;
    QList<AuthorMessage> m_messages;
};

/// ` Did you mean 'word'?`, or nothing when there is no word.
QString didYouMean(const QString& word);

}  // namespace prohori
