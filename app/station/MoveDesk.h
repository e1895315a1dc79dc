// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

namespace prohori {

/// A district that a case can be proposed to.
struct MovePlace {
    Scope district;
    /// Somebody of that district has joined, as far as this station knows: its key is known, so that names can be read there.
    bool known = false;
};

/// A case that one district has proposed to another, which has not answered yet.
struct MoveView {
    RecordId record;
    QString localRef;
    ChangeId proposal;
    Scope from, to;
    PersonId by = 0;
    QString byName;
    QString note;  ///< empty where it cannot be read
    Instant claimed;
};

/// A case that the other district did not want to take.
struct DeclinedView {
    RecordId record;
    QString localRef;
    ChangeId change;
    Scope district;
    PersonId by = 0;
    QString byName;
    QString reason;  ///< empty where it cannot be read
    Instant claimed;
};

/** Moves cases to another district: proposed by a supervisor of the district that has the case, accepted by one of the other. Each step is one
    change. Until it is accepted everything stays as it is; then the case is the other district's, with its number and its whole history, and
    the stations of the old one let go of it with their next sync (Store::removeWhatIsDue).

    A proposal carries the record's keys for the other district, so only who can open all of them proposes, and only to a district whose key
    is known here. It ends when the other district accepts or declines it, when a supervisor of the own one takes it back, and when it is
    proposed to another district. Who accepts without knowing that it was taken back has it (MoveFold.h). Refused with a sentence.
*/
class MoveDesk {
public:
    explicit MoveDesk(Station& station) : m_station(station) {}

    /// All districts but the person's own, by code.
    QList<MovePlace> places() const;
    /// Why this case cannot be proposed by this person, or success. Reads the row alone.
    Result<> mayPropose(const CaseRow& row) const;
    /// Why this person cannot accept this case for his district, or success. Reads the row alone.
    Result<> mayAccept(const CaseRow& row) const;
    /// The same for declining it, which a case that is closed does not keep anybody from.
    Result<> mayDecline(const CaseRow& row) const;
    /// Why this person cannot take the proposal of this case back, or success. Reads the row alone.
    Result<> mayTakeBack(const CaseRow& row) const;

    /// @param note why, for the people of both districts; sealed as sensitive. May be empty.
    Result<SavedCase> propose(const RecordId& record, const Scope& to, const QString& note = {});
    Result<SavedCase> accept(const RecordId& record);
    /// @param reason for the people of the district that asked; sealed as sensitive. Refused (hint "move-reason") when there is none.
    Result<SavedCase> decline(const RecordId& record, const QString& reason);
    Result<SavedCase> takeBack(const RecordId& record);

    /// Everything on this station that is proposed and not accepted, or that of one record. Folds only records that are proposed.
    Result<QList<MoveView>> moves(const RecordId& record = {}) const;
    /// Those that are proposed to the person's district.
    Result<QList<MoveView>> proposedHere() const;
    /// Everything of the person's district that another one declined and no supervisor has gone on with, or that of one record.
    Result<QList<DeclinedView>> declined(const RecordId& record = {}) const;
    /// Of these the person has seen this one; it is no task of his any more. Kept on this station.
    Result<> noteSeen(const DeclinedView& declined);

private:
    Result<QList<RecordId>> recordsIn(CaseFilter filter) const;
    Result<QList<MoveView>> views(const QList<RecordId>& records) const;
    Result<ChangeBody> bodyWith(const RecordState& state, MoveItem item, const QString& note) const;
    Result<SavedCase> end(const CaseRow& row, MoveEnd how, const QString& reason);
    Result<SavedCase> save(const RecordState& state, const ChangeBody& body);

    Station& m_station;
};

/// Whether this person has seen what was declined: see MoveDesk::noteSeen().
bool hasSeenDeclined(const Store& store, PersonId person, const CaseRow& row);

}  // namespace prohori
