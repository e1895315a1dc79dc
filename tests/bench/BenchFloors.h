// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace prohori {

/// What the same machine needs at least for the same bytes, in the same run: the figures beside which ours are read.
struct Floors {
    double insertsPerSecond = 0;   ///< bare rows of these bytes into an encrypted file, one transaction
    double commitsPerSecond = 0;   ///< bare rows, each a durable transaction of its own
    double verifiesPerSecond = 0;  ///< Ed25519 checks of these bytes
    double packedBytes = 0;        ///< zstd of all bytes in runs of 128 KiB, a change
    double packedOpenBytes = 0;    ///< the same without the sealed boxes
    double storedBytes = 0;  ///< zstd of each change by itself with the dictionary of its form, a change
    double pageMs = 0;       ///< the newest 100 of the bare rows
    double searchMs = 0;     ///< a word in a bare full-text table of that many rows, 100 hits

    /// Inserting and checking one after the other: what taking in a change needs at least.
    double takesPerSecond() const { return 1 / (1 / insertsPerSecond + 1 / verifiesPerSecond); }
};

/// @param bodies signed bytes of real changes; @param open the same without their boxes; @param rows how many rows the lists get.
Floors measureFloors(const QString& folder, const QList<QByteArray>& bodies, const QList<QByteArray>& open,
                     int rows);

struct Percentiles {
    double median = 0, p95 = 0;
};
Percentiles percentiles(QList<double> values);

}  // namespace prohori
