// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/TextEdits.h"

namespace prohori {

namespace {

/// Also where another `${…}` begins or ends, for that becomes a name.
bool belongsToName(QChar character)
{
    return character.isLetterOrNumber() || character.isMark() || character.isSurrogate() || character == u'_'
        || character == u'-' || character == u'.' || character == u':' || character == u'$'
        || character == u'}';
}

}  // namespace

void TextEdits::replace(qsizetype offset, qsizetype length, const QString& text, bool setOff)
{
    auto inserted = text;
    if (setOff && offset > 0 && belongsToName(m_original.at(offset - 1)))
        inserted.prepend(u' ');
    if (setOff && offset + length < m_original.size() && belongsToName(m_original.at(offset + length)))
        inserted.append(u' ');
    m_edits.append({offset, length, inserted});
}

QString TextEdits::result() const
{
    QString text;
    qsizetype at = 0;
    for (const auto& edit : m_edits) {
        text += m_original.mid(at, edit.offset - at);
        text += edit.text;
        at = edit.offset + edit.length;
    }
    return text + m_original.mid(at);
}

qsizetype TextEdits::originalOffset(qsizetype resultOffset) const
{
    qsizetype shift = 0;  // of the original against the result
    for (const auto& edit : m_edits) {
        const auto start = edit.offset - shift;
        if (resultOffset < start)
            break;
        if (resultOffset < start + edit.text.size())
            return edit.offset;
        shift += edit.length - edit.text.size();
    }
    return resultOffset + shift;
}

}  // namespace prohori
