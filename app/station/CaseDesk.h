// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/Station.h"
#include "app/station/TalkViews.h"
#include "core/cases/Fold.h"
#include "forms/engine/FormEngine.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace prohori {

/// What came of a save.
struct SavedCase {
    RecordId record;
    QString localRef;
    ChangeId change;             ///< null when nothing was different and so nothing was written
    bool othersChanged = false;  ///< the save was made on an older state than the one that is there now
};

/// One side of a conflict as this person may see it.
struct ConflictChoice {
    QHash<quint32, Answer> values;  ///< by field; sealed ones say so
    QStringList who;                ///< names of the writers
    QList<ChangeId> writers;
    Instant claimed;
    std::optional<Instant> received;
    bool mine = false;
};

struct ConflictView {
    RegisterKey key;
    AnswerPath path;  ///< of the register's first field
    QList<ConflictChoice> sides;
    ConflictChoice original;
};

/// A note on one question, as somebody wrote it.
struct FieldNote {
    AnswerPath path;
    QString text;
};

/// An answer that the form of the case does not know: written under another version of it.
struct OtherAnswer {
    AnswerPath path;
    Answer answer;
    FormPtr form;  ///< the newest installed version that knows the question; null when none does
};

/// A case as this person may see it.
struct CaseView {
    RecordState state;
    CaseRow row;
    /// Draws and checks it: the form of the version that the case was begun with, or what stands in for it (FormShelf::versionFor). Choices
    /// that only other versions know stand in it as retired. Never null in what CaseDesk gives.
    FormEnginePtr engine;
    Answers answers;
    QList<OtherAnswer> others;  ///< by group, row and field; an edit leaves them as they are
    QList<ConflictView> conflicts;
    QList<FieldNote> notes;     ///< those that this person can read, oldest first
    QList<RemarkView> remarks;  ///< of the return that the case stands in
    QList<QueryView> queries;
    bool identitiesOpen = false;
    bool hasIdentities = false;  ///< there are identifying values, readable or not
    bool mayOpenIdentities = false;
    bool approvedVersion = false;  ///< shows the approved version, not the current one
    RecordId mergedInto;           ///< of a merged case: the one that goes on; null otherwise
    QString mergedIntoRef;         ///< its local reference; empty where this station does not hold it
};

/// Why an approved case is corrected: a code of list `correction_reason`, and words.
struct CorrectionReason {
    QString code;
    QString text;
};

/// One answer that an upgrade touches.
struct UpgradeLine {
    AnswerPath path;     ///< in the old version; of a question that is new, in the new one
    AnswerPath nowPath;  ///< in the new version
    Texts was,
        now;  ///< what the question is called in the old and the new version; empty where that one does not have it
    Texts wasIn, nowIn;  ///< of a moved one: the cards it stood and stands in
    Answer from, to;     ///< of a mapped or computed one; identities say that they are sealed
    QString why;         ///< of one that is left: `sealed`, `no-value` or `fixed`
    bool operator==(const UpgradeLine&) const = default;
};

/// What becomes of a draft under the newest version of the form.
struct CaseUpgrade {
    QString from, to;             ///< versions; the same when there is nothing to do
    QList<UpgradeLine> moved;     ///< the question stands elsewhere or is named anew; its answer goes with it
    QList<UpgradeLine> mapped;    ///< the answer is replaced by the one that the new version has for it
    QList<UpgradeLine> computed;  ///< the new version's rules work the answer out of the old ones
    QList<UpgradeLine> parked;    ///< the question is gone; its answer stays in the record, beside the form
    /// What the rules would move or work out and leave as it is: nobody here can read what that takes (`sealed`), the old answers give no
    /// value (`no-value`), or it is one that is never changed (`fixed`).
    QList<UpgradeLine> left;
    QList<AnswerRow> rows;       ///< that are added for answers that move into a repeat
    QList<Problem> newProblems;  ///< what the new version finds at submission and the old one did not
    FormEnginePtr before, after;
    Answers answers;  ///< as they will stand in the new version; identities closed
};

/// What is to be done to a case as a whole.
struct ActRequest {
    ActKind kind = ActKind::Submit;
    QStringList reasons;
    QString comment;
    QList<std::pair<AnswerPath, QString>> remarks;
    bool checklistOk = true;
    RecordId target = {};  ///< Merge: the case that goes on
};

/// One value that one change wrote, for the history.
struct HistoryField {
    AnswerPath path;
    Answer from, to;
    QString
        what;  ///< set, clear, add-row, remove-row, settle, remark, note, query, act, move, move-accepted, move-declined, move-taken-back,
               ///< move-reason, unknown
};

struct HistoryEntry {
    ChangeId change;
    QString who;
    PersonId person = 0;
    Role role = Role::None;
    ReplicaId replica;
    quint64 counter = 0;
    Instant claimed;
    std::optional<Instant> received;
    Delivery delivery = Delivery::Unsent;
    QList<HistoryField> fields;
    std::optional<ActKind> act;
    /// Of the act; without an act of list `correction_reason`, why what was approved is corrected.
    QStringList reasons;
    QString comment;
    bool quarantined = false;
    QString refusal;
    bool commentSealed = false;  ///< there is a comment, and this reader holds no key to it
};

/** Everything a person does with cases, on top of Station: the same for windows and command line.

    Reading: statistical values, sensitive ones where the person holds the key; identifying ones only after openIdentities(), which takes
    a reason and writes the journal. Writing: compares what was edited with what it was opened on, and makes one change of the differences;
    derived (auto) fields are never written. Refused with a sentence where rights, phase or four eyes say no.

    A case keeps the version of the form that it was begun with, and what is written to it is of that version, until upgrade(). Answers that
    this version does not know are neither dropped nor overwritten.
*/
class CaseDesk {
public:
    explicit CaseDesk(Station& station) : m_station(station) {}

    /// @param notes stored with it, sealed as sensitive.
    /// @param version of the form that it was typed in; the newest when empty or not installed.
    Result<SavedCase> create(const Answers& answers, const QList<FieldNote>& notes = {},
                             const QString& version = {});
    /// Several at once, one transaction (import, practice).
    Result<QList<SavedCase>> createAll(const QList<Answers>& all);

    enum class Version { Current, Approved };
    Result<CaseView> view(const RecordId& record, Version version = Version::Current);
    /// The case as it stood at `heads`, for typing that began there; identities closed. The current state where the heads are not here.
    Result<CaseView> viewAt(const RecordId& record, const QList<ChangeId>& heads);
    /// Reads the identifying values of one record too. `reason` is a code; journalled.
    Result<CaseView> openIdentities(const RecordId& record, const QString& reason,
                                    Version version = Version::Current);

    /// @param base what the editing began with (its heads become the parents); @param edited what it is now.
    /// @param why needed where the case is approved and what differs is part of what was approved: Refused (hint "correction-reason") without
    /// it. It stands in the change, the words sealed as sensitive. Later facts (ApprovalScope) ask for none.
    Result<SavedCase> edit(const CaseView& base, const Answers& edited, const QList<FieldNote>& notes = {},
                           const CorrectionReason& why = {});
    /// A merge goes into a case of the same district; headquarters merges across districts. Nothing is copied.
    Result<SavedCase> act(const RecordId& record, const ActRequest& request);
    /// Why this act is not possible now, or success: for disabled buttons that say why.
    Result<> mayAct(const CaseView& view, ActKind kind) const;
    Result<> mayEdit(const CaseView& view) const;

    /// Why the case cannot be brought to the newest version of the form: it is there (hint "newest"), it was approved once (hint "finalised"),
    /// it is not in the hands of who enters it, fields are in conflict (hint "open-conflict").
    Result<> mayUpgrade(const CaseView& view) const;
    /// What upgrade() would do; writes nothing. Also where mayUpgrade() says no. Invalid when an upgrade.json breaks its format.
    Result<CaseUpgrade> previewUpgrade(const RecordId& record);
    /// Writes one change under the newest version, and nothing when the case is there. The same record gives the same change everywhere.
    Result<SavedCase> upgrade(const RecordId& record);

    /// Problems of the form, plus open conflicts and queries, at `level`.
    QList<Problem> problems(const CaseView& view, CheckLevel level) const;

    /// Counts the errors of the form at submission and keeps the number for the lists (CaseRow::openProblems), where the case can be
    /// edited by this person. For idle time: costs as much as opening the case.
    Result<int> countOpenProblems(const RecordId& record);

    Result<QList<HistoryEntry>> history(const RecordId& record);
    /// Takes one side (its writers' change), the original, or a third value.
    struct Settlement {
        RegisterKey key;
        ChangeId take;  ///< null: `values` are the outcome
        QHash<quint32, Answer> values;
        QString reason;
    };
    Result<SavedCase> settle(const RecordId& record, const QList<Settlement>& settlements);

    /// Indexes the names of up to `limit` records that became readable; how many it took. For idle time after unlock: call until 0.
    Result<int> indexNames(int limit = 200);

private:
    Station& m_station;
};

}  // namespace prohori
