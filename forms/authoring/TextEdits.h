// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace prohori {

/** Replacements in a text, and the way back: which character of the original a character of the result
    comes from.

    A replacement of a name beside a character that could belong to a name is set off by a space, so that
    `${a}-1` stays a subtraction. Add them in the order of the text, without overlaps.
*/
class TextEdits {
public:
    explicit TextEdits(QString original) : m_original(std::move(original)) {}

    void replace(qsizetype offset, qsizetype length, const QString& text, bool setOff = true);
    QString result() const;
    /// A character inside a replacement comes from the begin of what it replaced.
    qsizetype originalOffset(qsizetype resultOffset) const;

private:
    struct Edit {
        qsizetype offset, length;
        QString text;
    };
    QString m_original;
    QList<Edit> m_edits;
};

}  // namespace prohori
