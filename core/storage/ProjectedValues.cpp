// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ProjectedValues.h"

#include "core/cases/LaterFacts.h"
#include "core/secrets/Crypto.h"
#include "core/storage/FieldIds.h"
#include "core/storage/SearchText.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString plainText(const RecordState& state, quint32 fieldId)
{
    const FoldedValue* found = state.value({field::kCaseGroup, {}, fieldId});
    return found && !found->value.isSealed() ? found->value.plainValue().toText() : QString();
}

QList<QVariantList> conflictRows(const RecordState& state)
{
    QList<QVariantList> rows;
    for (const Conflict& conflict : state.conflicts) {
        rows.append({qint64(conflict.key.group), conflict.key.row.toBytes(), qint64(conflict.key.field),
                     conflict.key.mergeGroup.isNull() ? u""_s : conflict.key.mergeGroup,
                     conflict.key.option.isNull() ? QByteArray("") : conflict.key.option,
                     qint64(conflict.sides.size())});
    }
    return rows;
}

QString wordsOf(const RecordState& state, const QString& nationalRef)
{
    QStringList words{state.localRef, nationalRef};
    for (auto it = state.fields.begin(); it != state.fields.end(); ++it) {
        const bool searched = std::find(field::kSearched.begin(), field::kSearched.end(), it.key().field)
                           != field::kSearched.end();
        if (searched && !it->value.isSealed() && it->value.plainValue().isText())
            words.append(it->value.plainValue().toText());
    }
    words.removeAll(QString());
    return searchFolded(words.join(u' '));
}

PersonId lastSubmitter(const History& history)
{
    const auto changes = history.changes();
    for (auto it = changes.rbegin(); it != changes.rend(); ++it) {
        for (const Item& item : (*it)->body().items) {
            const auto* act = get_if<ActItem>(&item);
            if (act && act->kind == ActKind::Submit)
                return (*it)->body().person;
        }
    }
    return 0;
}

Instant phaseSince(const RecordWork& work)
{
    const ChangePtr act = work.state.lastAct.isNull() ? ChangePtr() : work.history.find(work.state.lastAct);
    return act ? act->body().claimed : work.state.created;
}

RecordPhase shownPhase(const RecordState& state, const std::optional<HubNote>& note)
{
    const bool received = state.phase == RecordPhase::DistrictApproved && note && state.approval
                       && note->approval == state.approval->change;
    return received ? RecordPhase::HqReceived : state.phase;
}

int openQueries(const RecordState& state)
{
    return int(std::count_if(state.queries.begin(), state.queries.end(),
                             [](const FoldedQuery& query) { return query.isOpen(); }));
}

qint64 unsentOf(const RecordWork& work)
{
    return std::count_if(work.entries.begin(), work.entries.end(), [](const LogEntry& entry) {
        return entry.notes.own && entry.notes.delivery == Delivery::Unsent;
    });
}

/// By kind and person, each once, as the table gives them back.
/// A file that two rows name is one file.
QList<QVariantList> attachmentRows(const RecordState& state)
{
    QMap<AttachmentId, AttachmentManifest> papers;
    for (const AttachItem& item : state.attachments) {
        const AttachmentManifest manifest = item.manifest();
        if (!manifest.isNull())
            papers.insert(manifest.id, manifest);
    }
    QList<QVariantList> rows;
    for (const AttachmentManifest& manifest : std::as_const(papers))
        rows.append({manifest.id.toBytes(), manifest.plainBytes, manifest.pieceHashes});
    return rows;
}

QList<QVariantList> heldRows(const RecordState& state)
{
    QList<QVariantList> rows;
    for (const PersonId person : state.holders)
        rows.append({qint64(person), qint64(0)});
    QList<PersonId> offered;
    for (const PendingHandover& handover : state.handovers) {
        if (!offered.contains(handover.to))
            offered.append(handover.to);
    }
    std::sort(offered.begin(), offered.end());
    for (const PersonId person : std::as_const(offered))
        rows.append({qint64(person), qint64(1)});
    return rows;
}

/// Never null, which would be NULL in the table and differ from what is read back.
QString text(const QString& value)
{
    return value.isNull() ? u""_s : value;
}

QVariantList lineOf(const RecordWork& work, const std::optional<HubNote>& note)
{
    const RecordState& state = work.state;
    const QString district = plainText(state, field::kDistrictCode);
    const QString nationalRef = note ? note->nationalRef : plainText(state, field::kNationalRef);
    const auto living = [&](quint32 group) { return qint64(state.livingRows(group).size()); };
    return {work.record.toBytes(),
            qint64(state.kind),
            text(state.localRef),
            text(nationalRef),
            text(state.homeScope),
            text(plainText(state, field::kCaseClass)),
            text(district.isEmpty() ? state.homeScope : district),
            text(plainText(state, field::kUpazilaGeo)),
            text(plainText(state, field::kPoliceStation)),
            text(plainText(state, field::kReportedOn)),
            text(plainText(state, field::kRiskLevel)),
            living(field::kVictimGroup),
            living(field::kSuspectGroup),
            qint64(shownPhase(state, note)),
            qint64(state.phaseConflict),
            qint64(state.changedSinceApproval),
            state.approval ? QVariant(state.approval->change.toBytes()) : QVariant(),
            qint64(state.removed),
            qint64(state.conflicts.size()),
            qint64(openQueries(state)),
            qint64(work.quarantined()),
            unsentOf(work),
            qint64(state.creator),
            qint64(lastSubmitter(work.history)),
            state.created.msSinceEpoch,
            work.updated().msSinceEpoch,
            phaseSince(work).msSinceEpoch,
            qint64(work.history.size()),
            work.ahead ? work.ahead->digest() : state.digest(),
            QByteArray("")};  // the fold itself is made from the log whenever it is wanted
}

/// A record whose creation is in quarantine: nothing of it counts, but it is not hidden.
QVariantList shellLine(const RecordWork& work, const ChangeBody& creation)
{
    return {work.record.toBytes(),
            qint64(creation.recordKind),
            text(creation.creation->localRef),
            u""_s,
            text(creation.creation->homeScope),
            u""_s,
            text(creation.creation->homeScope),
            u""_s,
            u""_s,
            u""_s,
            u""_s,
            qint64(0),
            qint64(0),
            qint64(RecordPhase::Draft),
            qint64(0),
            qint64(0),
            QVariant(),
            qint64(0),
            qint64(0),
            qint64(0),
            qint64(work.quarantined()),
            unsentOf(work),
            qint64(creation.person),
            qint64(0),
            creation.claimed.msSinceEpoch,
            work.updated().msSinceEpoch,
            creation.claimed.msSinceEpoch,
            qint64(0),
            QVariant(),
            QVariant()};
}

}  // namespace

std::optional<ProjectedRecord> projectedRecord(const RecordWork& work, const std::optional<HubNote>& note)
{
    ProjectedRecord made;
    if (work.history.isEmpty()) {
        const ChangePtr creation = work.creation();
        if (!creation)
            return std::nullopt;
        made.line = shellLine(work, creation->body());
        made.held = {{qint64(creation->body().person), qint64(0)}};
        made.words = searchFolded(creation->body().creation->localRef);
        return made;
    }
    made.line = lineOf(work, note);
    made.held = heldRows(work.state);
    made.attachments = attachmentRows(work.state);
    made.reports.current = work.ahead ? work.ahead->reportContent() : reportContent(work.state);
    if (work.ahead)
        made.packedReports = work.ahead->packedReports();
    if (work.state.approval)
        made.reports.approved = reportContent(fold(work.history.upTo(work.state.approval->heads)));
    made.conflicts = conflictRows(work.state);
    if (work.state.laterFactsWaiting && isApprovedPhase(work.state.phase))
        made.laterRows = laterRowsWaiting(work.history, work.state).size();
    if (work.state.pendingMove)
        made.movingTo = work.state.pendingMove->to;
    if (work.state.declinedMove) {
        made.declinedBy = work.state.declinedMove->to;
        made.declinedIn = work.state.declinedMove->change.toString();
    }
    made.words = wordsOf(work.state, note ? note->nationalRef : plainText(work.state, field::kNationalRef));
    return made;
}

}  // namespace prohori
