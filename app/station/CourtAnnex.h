// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/AnnexProof.h"
#include "app/station/CaseDesk.h"
#include "app/station/HistoryWords.h"

#include <QDate>

namespace prohori {

/// Which changes are printed; what is empty asks for all. All are verified, whatever is printed.
struct AnnexFilter {
    std::optional<PersonId> person;
    std::optional<QDate> day;                             ///< by the clock of the computer it was written on
    std::optional<std::pair<quint32, quint32>> question;  ///< group and field that it touches
    bool isEmpty() const { return !person && !day && !question; }
};

struct AnnexChange {
    int number = 0;
    HistoryEntry entry;  ///< of one that cannot be read only the id
    ChangeProof proof;
    CertificateId certificate;
    /// As gapOf() says, by the times that were tested.
    std::optional<std::chrono::milliseconds> gap;
    bool shown = true;  ///< asked for by the filter
};

/** Everything that a court annex says of one case, as values: what each change did and what was found when the stored bytes were tested.
    Identities are closed in it; other sealed values are there as far as the reader's rights go.
*/
struct CourtAnnex {
    RecordId record;
    QString localRef, nationalRef;
    Scope scope;
    QString formId;
    QStringList formVersions;  ///< under which its changes were written, oldest first
    RecordPhase phase = RecordPhase::Draft;
    bool phaseConflict = false, changedSinceApproval = false;
    int conflicts = 0, openQueries = 0;

    PersonInfo printedBy;
    Instant printedAt;
    ReplicaId station;  ///< where it was printed
    int copy = 0;       ///< 0: not printed yet
    bool practice = false;
    AnnexFilter filter;

    QList<AnnexChange> changes;  ///< those that count in the order of the history, then the others
    AnnexProof proof;

    FormEnginePtr engine;  ///< the form that the case stands in
    Answers answers;       ///< as they are now, for what rows are called
};

/// Reads, tests and tells: nothing is written. NotFound for an unknown record. Costs Store::evidence() and what CaseDesk::history() does.
Result<CourtAnnex> makeCourtAnnex(Station& station, const RecordId& record, const AnnexFilter& filter = {});

/** Makes a court annex in pieces of some milliseconds, for a window that must not wait: first the stored bytes are read, then each change is
    tested and told. What is written to the store between the pieces of the reading is in it; nothing of it changes after that. The
    station must outlive it.
*/
class AnnexMaking {
public:
    AnnexMaking(Station& station, const RecordId& record, const AnnexFilter& filter);
    ~AnnexMaking();
    AnnexMaking(const AnnexMaking&) = delete;
    AnnexMaking& operator=(const AnnexMaking&) = delete;

    /// The next piece; true when that was the last. Errors as makeCourtAnnex(); after one it is over.
    Result<bool> step();
    /// Pieces of work that are done, and that there are as far as is known by now.
    int done() const;
    int of() const;
    /// Once, after step() was true.
    CourtAnnex take();

private:
    struct Told;
    void begin();
    void tellNext();
    void finish();

    Station& m_station;
    RecordId m_record;
    AnnexFilter m_filter;
    EvidenceReader m_reader;
    std::unique_ptr<Told> m_told;  ///< once all is read
};

/// A print that was made.
struct PrintedAnnex {
    QString file;
    int copy = 0;
    int pages = 0;
    int changes = 0, shown = 0;
    bool sound = false;  ///< nothing that was tested was found wrong
    QByteArray fingerprint;
};

}  // namespace prohori
