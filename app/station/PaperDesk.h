// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"
#include "app/station/PaperIntake.h"

namespace prohori {

/// How far the file of a paper has come.
enum class PaperState {
    Coming,      ///< not all of it is here
    Here,        ///< here, and not all of it is at headquarters
    AtHub,       ///< here and at headquarters
    InDistrict,  ///< not here, and it does not come: the district has not let it go to the national level
    Away,        ///< an earlier program announced it, or its change says too little to fetch it
};
QString paperStateName(PaperState state);

/// One paper of a case as this person may see it.
struct PaperView {
    FieldKey key;  ///< its row and file field
    AttachmentManifest manifest;
    QString mediaType;
    QString type;             ///< a code of list attachment_type; empty where nobody said
    QString name;             ///< empty where this person may not read it
    QByteArray originalHash;  ///< SHA-256 of the file as it came in; empty like the name
    bool namesPeople = true;  ///< opening it opens identities
    bool mayOpen = false;     ///< by role and keys
    PaperState state = PaperState::Away;
    int pieces = 0, piecesHere = 0, piecesAtHub = 0;
};

/// What is said of a new paper.
struct NewPaper {
    QString type;   ///< a code of list attachment_type
    QString title;  ///< without names; may be empty and typed in the form
    QDate madeOn;   ///< invalid: not told
    bool namesPeople = true;
};

struct AttachedPaper {
    SavedCase saved;
    AttachmentId id;
    bool cleaned = false;  ///< place, device or comments were taken out of it
};

/// The papers of cases: windows and command line alike. What a file is decides takePaper(); its key, its name and the hash of the original are
/// sealed into the change, as identifying unless somebody said that it names nobody.
class PaperDesk {
public:
    explicit PaperDesk(Station& station) : m_station(station) {}

    /// In the order of the record. NotFound for an unknown one.
    Result<QList<PaperView>> papers(const RecordId& record) const;
    /// Why this person can add no paper now, or success.
    Result<> mayAttach(const CaseView& view) const;
    /// File first, then the change that names it; a kill in between leaves a file that no case asks for. Errors: those of takePaper() and mayAttach(),
    /// Invalid (hint "paper-type") for a code that is not in the list.
    Result<AttachedPaper> attach(const RecordId& record, const QByteArray& content, const QString& fileName,
                                 const NewPaper& what);
    /// Takes the row of the paper out of the case. `reason` is a code.
    Result<SavedCase> remove(const RecordId& record, const FieldKey& key, const QString& reason);
    /// The bytes themselves, for the eye. `reason` is a code as of CaseDesk::openIdentities() where it names people; journalled before.
    Result<QByteArray> open(const RecordId& record, const FieldKey& key, const QString& reason);
    /// Into a file outside of the store: 0600, never over one that is there. Journalled, with a reason in either case.
    Result<> exportTo(const RecordId& record, const FieldKey& key, const QString& reason,
                      const QString& path);

private:
    Result<PaperView> find(const RecordId& record, const FieldKey& key) const;
    Result<QByteArray> contentOf(const RecordId& record, const PaperView& paper) const;

    Station& m_station;
};

/// Refused (hint "missing-attachment") where this station lacks a file of a paper in scope of approval: nobody approves what he cannot see.
Result<> papersAreHere(Station& station, const RecordState& state);

/// The sealed text of an attach item (RECORD.md) and back; nothing where it is none.
struct PaperDetails {
    SecretBytes key;
    QString name;
    QByteArray originalHash;
};
QString paperDetailsText(const PaperDetails& details);
std::optional<PaperDetails> paperDetails(const QString& text);

}  // namespace prohori
