// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <optional>
#include <vector>

namespace prohori {

/** Parts what compresses in a change (words, numbers, structure) from what does not (ids, tags, keys, boxes), so that both can be packed by
    themselves: random bytes between words spoil the packing of the words.

    Nothing is decoded. A run of changes goes through one sieve, in the same order on both sides; what was in it before is only pointed to. What is
    taken out, and what stands in its place in the map of the change:

    - a byte string of eight bytes or more: its bytes go aside, its head stays. Each gets a number, 0, 1, 2 …, in the order of this; so do the
      ids given to remember(), and the rows of a row table of two and more;
    - a byte string that has a number: tag (major type 6) of twice the number and one, the latest number of equal ones;
    - a text of 36 characters that spells a row of the change's own row table: tag of twice its place in the table;
    - a row table (key 13) whose rows follow each other (RowChain.h): their count, a number; the first row goes aside and, like the others, gets a number.

    A tag has nothing behind it. On hostile input the outcome is some bytes, of at most the size that was allowed.
*/
class ChangeSieve {
public:
    static constexpr qsizetype kLeast = 8;

    /// What remains of a change's map (canonical CBOR, as it comes from Change or ChangeSplice); appends to `aside`.
    QByteArray sift(QByteArrayView map, QByteArray& aside);
    /// The map again. Takes from `aside` from `at` on. Nothing where bytes do not fit together, or the map would be larger than `limit`.
    std::optional<QByteArray> restore(QByteArrayView sifted, QByteArrayView aside, qsizetype& at,
                                      qsizetype limit);
    /// Gives a number to the id of the change that was last.
    void remember(const ChangeId& id) { number(id.toBytes()); }
    /// Gives a number to bytes that both sides have otherwise, eight or more; fewer get none.
    void know(QByteArrayView bytes);

private:
    struct Span {
        qsizetype at = 0, size = 0;
    };
    struct Passage;
    qsizetype siftValue(QByteArrayView map, qsizetype at, int depth, Passage& out);
    qsizetype siftRows(QByteArrayView map, qsizetype at, Passage& out);
    qsizetype siftBytes(QByteArrayView value, Passage& out);
    qsizetype restoreValue(QByteArrayView sifted, qsizetype at, int depth, Passage& out);
    qsizetype restoreRows(QByteArrayView sifted, qsizetype at, Passage& out);
    bool restoreTag(quint64 argument, Passage& out) const;

    void number(QByteArrayView bytes);
    void numberRows(QByteArrayView rows);
    std::optional<qsizetype> numberOf(QByteArrayView bytes) const;
    QByteArrayView numbered(qsizetype number) const;

    QByteArray m_text;  ///< all that has a number
    std::vector<Span> m_spans;
    QHash<quint64, qsizetype> m_numbers;  ///< by the first eight bytes
};

}  // namespace prohori
