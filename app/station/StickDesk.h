// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/SyncReceipts.h"
#include "core/base/RandomSource.h"

namespace prohori {

/// Somebody a stick can be written for.
struct StickReceiver {
    QString login;  ///< empty: the Ministry's server
    QString name;
    Role role = Role::Recorder;
    bool isHub() const { return login.isEmpty(); }
};

/// A stick that was written.
struct WrittenStick {
    QString file;
    int changes = 0, cases = 0;
    int papers = 0, papersLeft = 0;  ///< that are on it; that did not fit, or are damaged here
    qint64 bytes = 0;
    qint64 stillUnsent = 0;  ///< changes that stay "not sent" until the hub's receipt for them is here
    SyncReceipt receipt;     ///< as it was kept
};

/// A stick that was read.
struct ReadStick {
    QString from;
    Instant made;
    bool fromHub = true;
    int papersSent = 0, papersReceived = 0;  ///< that the hub has now; that came
    bool hadNoEffect = false;  ///< everything on it was here already: an old one, or one that was read before
    SyncReceipt receipt;       ///< as it was kept
};

/** Sticks in place of the line, as a person handles them: whom one can be written for, writing it, reading one, and the receipt of either.

    Nothing readable is left beside the file: it is written aside on the same medium, sealed from its first byte, and renamed when it is whole.
*/
class StickDesk {
public:
    StickDesk(Station& station, RandomSource& random) : m_station(station), m_random(random) {}

    /// The hub first, when this station knows one; then those of the own district who may get cases, by name.
    QList<StickReceiver> receivers() const;
    /// Where sticks are: media that somebody put in, as far as the system tells.
    static QStringList media();
    /// "prohori-to-hub-2026-11-26.bundle"; with a number where that name is taken in the folder.
    QString fileNameFor(const StickReceiver& receiver, const QString& folder) const;

    /// Errors of StationBundles and BundleFile.h; Storage when the folder cannot be written; Refused (hint "nothing-to-carry") when a bundle for a
    /// person would be empty.
    Result<WrittenStick> write(const StickReceiver& receiver, const QString& folder);
    /// Errors of StationBundles and BundleFile.h: nothing has changed then but for whole frames before a damaged place, and no receipt is kept.
    Result<ReadStick> read(const QString& file);

private:
    Result<WrittenStick> writeInto(QIODevice& out, const StickReceiver& receiver);
    QList<RecordOutcome> linesOfOutbox() const;
    QHash<RecordId, RecordOutcome> confirmedOf(const QList<OutboxEntry>& before) const;

    Station& m_station;
    RandomSource& m_random;
};

}  // namespace prohori
