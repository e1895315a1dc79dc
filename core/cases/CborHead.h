// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace prohori {

/// The head of a CBOR value, as it stands in bytes: for those who walk over a change without decoding it.
struct CborHead {
    enum Major : int {
        Number = 0,
        Negative = 1,
        Bytes = 2,
        Text = 3,
        Array = 4,
        Map = 5,
        Tag = 6,
        Simple = 7
    };

    static constexpr int kMaxDepth = 16;  ///< of the values of a change in each other

    int major = 0;
    quint64 argument = 0;
    qsizetype end = -1;  ///< where what follows begins; -1 for bytes that are cut, or of indefinite length

    bool isGood() const { return end >= 0; }
    /// Of `bytes` at `at`, wherever that is. Whether it is the shortest form is for Cbor::decode.
    static CborHead at(QByteArrayView bytes, qsizetype at)
    {
        constexpr int kShort = 24;
        // Nearly all of them.
        if (at >= 0 && at < bytes.size() && (bytes.data()[at] & 0x1f) < kShort) {
            const auto first = static_cast<quint8>(bytes.data()[at]);
            return {first >> 5, static_cast<quint64>(first & 0x1f), at + 1};
        }
        return longAt(bytes, at);
    }
    /// Of a head in its shortest form.
    static qsizetype widthOf(quint64 argument)
    {
        if (argument < 24)
            return 1;
        return argument <= 0xff ? 2 : argument <= 0xffff ? 3 : argument <= 0xffffffff ? 5 : 9;
    }
    /// The shortest form.
    static void append(QByteArray& out, int major, quint64 argument);
    /// Where the value at `at` ends; -1 when it is cut, or nested deeper than a change may be. Looks at heads only.
    static qsizetype endOf(QByteArrayView bytes, qsizetype at, int depth = 0);

private:
    static CborHead longAt(QByteArrayView bytes, qsizetype at);
};

}  // namespace prohori
