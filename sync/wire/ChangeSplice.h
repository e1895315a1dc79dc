// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>
#include <vector>

namespace prohori {

/// Where the CBOR value that begins at `at` ends, or -1 when it is cut or nested deeper than a change may be.
/// Looks at heads only; whether the value is canonical is for Cbor::decode.
qsizetype cborEnd(QByteArrayView bytes, qsizetype at);

/** A change's signed bytes as a list of header entries, so that some can be taken out before sending and put back after.

    Nothing is decoded: entries are copied as they stand, about a microsecond a change. Because a value has one canonical
    encoding only, taking entries out and putting equal ones back gives the same bytes. On hostile input the outcome is
    some bytes, which Change::decode then refuses. Inside of sync/wire only.
*/
class ChangeSplice {
public:
    /// Nothing when `map` is no CBOR map of whole entries. Refers to `map`, which must live as long.
    static std::optional<ChangeSplice> of(const QByteArray& map);

    /// The encoded value under a key of 0 to 23, which is taken out; empty when there is none.
    QByteArray take(int key);
    /// The same, left where it is.
    QByteArrayView peek(int key) const;
    /// Puts an encoded value back under a key of 0 to 23.
    void put(int key, const QByteArray& value);
    QByteArray encode() const;

private:
    struct Entry {
        int key = 0;          ///< kOtherKey for all that are not 0 to 23
        QByteArrayView view;  ///< key and value, unless put() made it
        QByteArray made;
    };
    static constexpr int kOtherKey = 24;

    std::vector<Entry> m_entries;
};

}  // namespace prohori
