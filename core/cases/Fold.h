// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/ApprovalScope.h"
#include "core/cases/FieldMap.h"
#include "core/cases/History.h"
#include "core/cases/Workflow.h"

#include <QMap>
#include <QSet>

namespace prohori {

/// One register: what folds as a whole. A field alone, a merge group (field 0, `mergeGroup` set), one option of a multi-choice
/// (`option` set), or the existence of a row (`field` 0, no merge group). Order is that of the members.
struct RegisterKey {
    quint32 group = 0;
    RowId row;
    quint32 field = 0;
    QString mergeGroup;
    QByteArray option;  ///< canonical CBOR of the option, empty for none

    bool isExistence() const { return field == 0 && mergeGroup.isEmpty(); }
    bool operator==(const RegisterKey&) const = default;
    std::strong_ordering operator<=>(const RegisterKey& other) const;
};

/// What one change wrote to one register: values by field id. Existence and options use field 0 and the option's field: a boolean.
using RegisterValue = QMap<quint32, FieldValue>;

/// One side of a conflict: a value and the changes whose write stands for it (several when they agree), sorted. These are
/// what a decision names as superseded; after a "take" that is the deciding change, not the taken one.
struct ConflictSide {
    RegisterValue value;
    QList<ChangeId> writers;
};

/// Concurrent, different values of one register. Only a person can settle it.
struct Conflict {
    RegisterKey key;
    QList<ConflictSide> sides;  ///< two or more, ordered by canonical value, the same everywhere
    RegisterValue original;     ///< what it was before all of them; empty when there was nothing
    QList<ChangeId> originalWriters;
};

struct FoldedValue {
    FieldValue value;         ///< under a conflict: that of the first side
    QList<ChangeId> writers;  ///< the changes whose write this is (after "take": of the taken change)
    bool inConflict = false;
};

/// One option of a multi-choice that is switched on.
struct FoldedOption {
    Cbor option;  ///< name, or tag when sealed
    quint8 tier = 0;
    QList<ChangeId> writers;
    bool inConflict = false;
};

struct FoldedRow {
    quint32 group = 0;
    RowId row;
    RowId parent;
    ChangeId addedBy;
    bool removed = false;  ///< by itself or with a row around it
    QString removeReason;
    bool inConflict = false;  ///< removed here, edited there: the row stays until somebody settles it
};

struct FoldedRemark {
    ChangeId change;
    int item = 0;
    FieldKey key;
    FieldValue text;
};

struct FoldedQuery {
    QByteArray query;
    FieldKey key;
    QueryStep step = QueryStep::Open;
    QList<FoldedRemark> texts;
    bool isOpen() const { return step != QueryStep::Close; }
};

/// An act that the rules did not let count, and why: shown in the history, of no effect.
struct IneffectiveAct {
    ChangeId change;
    ActKind kind;
    /// A code: wrong-phase, wrong-role, four-eyes, open-conflict, open-query, missing-attachment, stale-content,
    /// unknown-scope-list, no-target, second-act.
    QString reason;
};

/// The approval that stands, or stood.
struct ApprovalState {
    ChangeId change;
    PersonId by = 0;
    QList<ChangeId> heads;  ///< the approved version
    QByteArray contentHash;
    bool current = false;  ///< the content is still exactly what was approved
};

/// An offer of the case that nobody has answered yet, by somebody who still holds it.
struct PendingHandover {
    ChangeId proposal;
    PersonId from = 0, to = 0;
    PersonId by = 0;  ///< who proposed it: `from`, or the district's reviewer
    FieldValue note;
};

/// A proposal to move the record that the other district declined. Why stands in the change.
struct DeclinedMove {
    ChangeId change;
    Scope to;  ///< the district that was asked
    PersonId by = 0;
};

/// What an approval under one scope list has to know besides the values.
struct ScopedFacts {
    QString formVersion;  ///< the highest that content in scope was written under
    QList<PersonId>
        authors;  ///< creators, and who wrote a value or row in scope that stands, also a blank; sorted
};

/** The current state of a record: what the pure function history → state gives.

    bytes() is canonical CBOR over everything below; the same set of changes gives the same bytes on every machine, in whatever order
    they came and whoever holds which keys. digest() is its BLAKE2b-256.
*/
struct RecordState {
    RecordId record;
    RecordKind kind = RecordKind::Case;
    QString formId;
    QString formVersion;  ///< the highest that a change was written under
    Scope homeScope;
    QString localRef;
    PersonId creator = 0;
    Cbor sealedKeys;
    QList<Cbor> extraKeys;
    Instant created, lastClaimed;  ///< claimed times: shown, never trusted, decide nothing

    QList<FoldedRow> rows;         ///< living and removed, in the order they were added (topological)
    FieldMap<FoldedValue> fields;  ///< without blank ones that are not in conflict, and without removed rows
    FieldMap<QList<FoldedOption>> options;
    QList<Conflict> conflicts;
    QMap<FieldKey, QList<FoldedRemark>> remarks;
    QList<FoldedRemark> notes;
    QList<FoldedQuery> queries;
    QList<AttachItem> attachments;

    RecordPhase phase = RecordPhase::Draft;
    bool phaseConflict = false;  ///< concurrent acts disagree: never approved
    bool editedSinceSubmit = false;
    bool needsReviewAgain = false;
    ChangeId lastAct;  ///< the act that made the phase; null in the first draft
    QList<PersonId> submitters;
    std::optional<ApprovalState> approval;  ///< the latest valid one
    bool changedSinceApproval = false;
    QList<IneffectiveAct> ineffectiveActs;
    int revision = 1;
    bool laterFactsWaiting = false;     ///< facts outside the approval's scope that nobody has reviewed yet
    QMap<QString, ScopedFacts> scoped;  ///< by id of the scope list
    /// What is proposed by the district that has the record, and not answered. Of several that did not know of each other the first in the
    /// order of the history.
    std::optional<MoveItem> pendingMove;
    /// The other district said no, nothing else is proposed, and no supervisor has written anything on top of it since.
    std::optional<DeclinedMove> declinedMove;
    /// Who has the case in hand: its creator, until somebody accepts it. Several where acceptances, or an acceptance and a refusal, did
    /// not know of each other: people settle it by handing it over. Sorted, each once.
    QList<PersonId> holders;
    QList<PendingHandover> handovers;  ///< in the order of the history
    bool removed = false;
    QList<ChangeId> heads;
    int changeCount = 0;

    /// Approved by the district or further, with exactly the content that was approved.
    bool isApproved() const
    {
        return approval && approval->current && !phaseConflict && isApprovedPhase(phase);
    }
    const FoldedValue* value(const FieldKey& key) const;
    /// Rows of a group that are not removed, also not with a row around them: those of one enclosing row, or of any.
    QList<FoldedRow> livingRows(quint32 group, const RowId& parent = {}) const;
    bool hasOpenQueries() const;

    QByteArray bytes() const;
    QByteArray digest() const;
};

/// Folds a history. Pure, no I/O, no clock; about O(n · items) for n changes, plus one sub-fold for each approval.
RecordState fold(const History& history);

/// BLAKE2b-256 over the content in `scope` (values, tags, options, rows, form version) of a state: what an approval signs.
QByteArray approvalHash(const RecordState& state, const ApprovalScope& scope);

/** May this person approve, with a sentence why not? Four eyes by person: not the creator, not a submitter, not the author of any
    value in scope that stands (taking over an existing value is not authorship). Also: right phase, no open conflict, no open query.
    The same rules decide in the fold whether an approval counts.
*/
Result<> mayApprove(const History& history, const RecordState& state, PersonId person, Role role);

}  // namespace prohori
