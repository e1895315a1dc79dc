// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

namespace prohori {

/// An open offer of one case.
struct HandoverView {
    RecordId record;
    QString localRef;
    ChangeId proposal;
    PersonId from = 0, to = 0, by = 0;
    QString fromName, toName, byName;
    QString note;  ///< empty where it cannot be read
    Instant claimed;
};

/// Somebody who has cases in hand.
struct CaseHolder {
    PersonId person = 0;
    QString name;
    bool hasLeft = false;  ///< revoked
    qint64 cases = 0;
};

/// What came of proposals.
struct HandedOver {
    QList<SavedCase> cases;
    /// Of so many the receiver may be unable to read the identities: he is not confirmed yet, and who proposed cannot open them for him.
    int withoutKeys = 0;
};

/** Gives cases to another officer of the district, as proposals: each is one change a case, all of one call one transaction. Until the
    receiver accepts, a case stays with its holder.

    The rules are those of Workflow.h and HandoverFold.h: a holder proposes for himself, a district reviewer for any holder, also one who has
    left. A proposal carries the record's keys for the receiver where the proposer can open them. Refused with a sentence.
*/
class HandoverDesk {
public:
    explicit HandoverDesk(Station& station) : m_station(station) {}

    /// Who may take over a case of the person's district: everybody there who may edit and was not revoked, by name; he himself only where
    /// he may give what others hold.
    QList<PersonInfo> receivers() const;
    /// Whose cases he may give: himself, and as reviewer every holder here. Most cases of one who has left first.
    Result<QList<CaseHolder>> givers() const;
    /// Why this case cannot be offered by this person, or success.
    Result<> mayPropose(const CaseRow& row) const;

    /// @param from 0: himself where he holds the case, else its only holder.
    Result<HandedOver> propose(const QList<RecordId>& records, PersonId from, PersonId to,
                               const QString& note = {});
    /// All that `from` holds and that can be handed over. Refused when there is none.
    Result<HandedOver> proposeAll(PersonId from, PersonId to, const QString& note = {});
    /// Answers the open proposal of each record: accept and decline those to this person, withdraw what he proposed or holds.
    Result<QList<SavedCase>> answer(HandoverStep step, const QList<RecordId>& records,
                                    const QString& note = {});
    /// Open proposals on this station, or those of one record. Folds only records that have some.
    Result<QList<HandoverView>> proposals(const RecordId& record = {}) const;

    /// "Rahima" or "Rahima and Karim" with the name, or number, of each; empty for none.
    QStringList namesOf(const QList<PersonId>& persons) const;

private:
    Result<ChangeBody> proposalBody(const RecordState& state, PersonId from, const PersonInfo& to,
                                    const QString& note, int* withoutKeys) const;
    Result<ChangeBody> bodyWith(const RecordState& state, HandoverItem item, const QString& note) const;
    Result<QList<SavedCase>> saveAll(const QList<ChangeBody>& bodies, const QStringList& references);

    Station& m_station;
};

}  // namespace prohori
