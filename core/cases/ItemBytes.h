// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/CborHead.h"
#include "core/cases/Change.h"

namespace prohori {

/** The parts of items, one after the other from the bytes of a change. What is not as encodeItems() writes it ends the reading for good: that is asked
    for at the end, and until then everything may be read. Inside core/cases only.
*/
class ItemBytes {
public:
    ItemBytes(QByteArrayView bytes, qsizetype at, const QByteArray& rowTable)
        : m_bytes(bytes),
          m_at(at),
          m_rowTable(rowTable)
    {}

    bool isGood() const { return m_good; }
    qsizetype end() const { return m_at; }
    bool hasSpokenOfAllRows() const { return m_spokenOf * RowId::kSize == m_rowTable.size(); }

protected:
    static constexpr quint64 kFalse = 20, kTrue = 21, kNull = 22;
    /// Who does not want what he reads gets an empty one; that it is right is looked at all the same.
    enum class Wanted { No, Yes };

    void check(bool rule) { m_good = m_good && rule; }
    CborHead enter();
    quint64 number(quint64 most);
    qint64 step();
    RowId row(bool& isNull);
    QString text(const CborHead& head, quint64 most, Wanted wanted);
    QByteArray tag(const CborHead& head, Wanted wanted);

    QByteArrayView m_bytes;
    qsizetype m_at;
    bool m_good = true;
    const QByteArray& m_rowTable;
    qsizetype m_spokenOf = 0;  ///< so many rows of it
};

inline CborHead ItemBytes::enter()
{
    const CborHead head = CborHead::at(m_bytes, m_at);
    check(head.isGood() && head.end - m_at == CborHead::widthOf(head.argument));
    if (!m_good)
        return {};
    m_at = head.end;
    return head;
}

}  // namespace prohori
