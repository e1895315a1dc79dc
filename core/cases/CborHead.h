// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace prohori {

/// The head of a CBOR value, as it stands in bytes: for those who walk over a change without decoding it.
struct CborHead {
    enum Major : int { Number = 0, Bytes = 2, Text = 3, Array = 4, Map = 5, Tag = 6 };

    int major = 0;
    quint64 argument = 0;
    qsizetype end = -1;  ///< where what follows begins; -1 for bytes that are cut, or of indefinite length

    bool isGood() const { return end >= 0; }
    /// Of `bytes` at `at`, wherever that is. Whether it is the shortest form is for Cbor::decode.
    static CborHead at(QByteArrayView bytes, qsizetype at);
    /// The shortest form.
    static void append(QByteArray& out, int major, quint64 argument);
};

}  // namespace prohori
