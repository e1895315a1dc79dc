// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"
#include "sync/client/SyncClient.h"

#include <QCoreApplication>

#include <optional>

namespace prohori {

class Station;

/// What an exchange left behind for a person to read: ids, references, numbers and codes, never what stands in a case.
struct SyncReceipt {
    enum Way { Line, StickWritten, StickRead };
    enum End { Done, Stopped, NoLine, Busy, Failed };
    Way way = Line;
    End end = Done;
    int number = -1;  ///< among those kept; -1: not kept yet
    Instant at;
    QString who;   ///< name of the person who did it
    QString with;  ///< the hub's address; of a stick, who it is for or from
    QString file;  ///< name of the file on the stick, without its folder
    int sent = 0, received = 0, heldBack = 0, conflicts = 0;
    qint64 bytesUp = 0, bytesDown = 0;
    qint64 tookMs = 0;
    bool hadNoEffect = false;    ///< a stick that brought nothing that was not here already
    QList<RecordOutcome> lines;  ///< those that ask for something come first
    int linesLeftOut = 0;        ///< a receipt holds at most kMostLines
    static constexpr int kMostLines = 2000;
};

/** The last kKept receipts of a station, whoever did the exchange; they outlive the program. */
class SyncReceipts {
public:
    static constexpr int kKept = 100;
    explicit SyncReceipts(Store& store) : m_store(store) {}

    /// Puts the lines in their order, cuts them where there are too many, and keeps it in the place of the oldest.
    Result<SyncReceipt> add(SyncReceipt receipt);
    /// Newest first, without their lines.
    QList<SyncReceipt> all() const;
    std::optional<SyncReceipt> newest() const;
    /// With its lines.
    SyncReceipt whole(SyncReceipt receipt) const;

private:
    int next() const;

    Store& m_store;
};

/// Of a sync that ended so; `outcome` success or what stopped it.
SyncReceipt receiptOf(const Station& station, const SyncSummary& summary, const Result<>& outcome,
                      std::chrono::milliseconds took);

/// Where in a case the trouble of a line lies: the field of its first conflict, else that of the first change that was held back; nothing where it
/// has none, or none at a field.
std::optional<AnswerPath> placeOfTrouble(const Station& station, const RecordId& record);

/// What receipts say, in the language of the program: on the screen and on paper.
class SyncReceiptWords {
    Q_DECLARE_TR_FUNCTIONS(SyncReceiptWords)
public:
    static QString what(const RecordOutcome& line, SyncReceipt::Way way);
    static QString todo(const RecordOutcome& line);
    static QString reference(const RecordOutcome& line);
    static QString way(SyncReceipt::Way way);
    static QString end(const SyncReceipt& receipt);
    /// "26 Nov 2026, 14:05 · Sync · went through".
    static QString title(const SyncReceipt& receipt);
    static QString bytes(qint64 bytes);
    static QString duration(std::chrono::milliseconds time);
};

/// Writes the receipt as PDF, in the language of the program: aside, 0600, renamed. Refused (hint "exists") when the file is there and may not be
/// replaced. Errors of PdfDocument and Storage. How many pages.
Result<int> printSyncReceipt(const Station& station, const SyncReceipt& receipt, const QString& file,
                             bool mayReplace = false);

}  // namespace prohori
