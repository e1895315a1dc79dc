// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CourtAnnex.h"

#include "app/station/DeskParts.h"
#include "app/station/HistoryTeller.h"

#include <QDateTime>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Those that count, whatever the lists remember of them.
History appliedOf(const RecordId& record, const RecordEvidence& evidence)
{
    History history(record);
    for (const StoredRow& row : evidence.rows) {
        // One that does not fit into the record is found when it is asked for: it is in no history then.
        if (row.entry.change && row.entry.notes.standing == Standing::Applied)
            (void)history.add(row.entry.change);
    }
    return history;
}

/// The rows in the order of the annex: the history, then the others by the time they claim and their id, the same wherever it is printed.
QList<const StoredRow*> inOrder(const RecordEvidence& evidence, const History& history)
{
    QHash<ChangeId, qsizetype> places;
    for (const ChangePtr& change : history.changes())
        places.insert(change->id(), places.size());
    QList<const StoredRow*> rows;
    for (const StoredRow& row : evidence.rows)
        rows.append(&row);
    const auto key = [&](const StoredRow* row) {
        const auto place = places.constFind(row->id);
        const qint64 claimed = row->entry.change ? row->entry.change->body().claimed.msSinceEpoch : 0;
        return place != places.constEnd() ? std::tuple(0, qint64(*place), ChangeId())
                                          : std::tuple(1, claimed, row->id);
    };
    std::sort(rows.begin(), rows.end(),
              [&](const StoredRow* a, const StoredRow* b) { return key(a) < key(b); });
    return rows;
}

bool isAskedFor(const AnnexFilter& filter, const HistoryEntry& entry)
{
    if (filter.person && entry.person != *filter.person)
        return false;
    if (filter.day && QDateTime::fromMSecsSinceEpoch(entry.claimed.msSinceEpoch).date() != *filter.day)
        return false;
    return !filter.question
        || std::any_of(entry.fields.begin(), entry.fields.end(), [&](const HistoryField& field) {
               return std::pair(field.path.group, field.path.field) == *filter.question;
           });
}

AnnexChange annexChange(const StoredRow& row, const RecordEvidence& evidence, const History& history,
                        const HistoryTeller& teller)
{
    AnnexChange change;
    change.proof = proveChange(row, evidence, history.numberOf(row.id).has_value());
    change.entry.change = row.id;
    change.entry.replica = row.replica;
    if (!row.entry.change)
        return change;
    change.entry = teller.entry(*row.entry.change);
    change.certificate = row.entry.change->body().author;
    // Times and standing as the row says that was tested, not as anything else remembers them.
    change.entry.received = row.entry.notes.received ? row.entry.notes.received : row.entry.notes.hubTime;
    change.entry.delivery = row.entry.notes.delivery;
    if (change.proof.counting == Counting::HeldBack || change.proof.counting == Counting::Waits) {
        change.entry.quarantined = change.proof.counting == Counting::HeldBack;
        const Refusal why = row.entry.notes.refusal;
        change.entry.refusal = refusalName(why == Refusal::None ? Refusal::MissingParent : why);
    }
    change.gap = gapOf(change.entry);
    return change;
}

void countWriters(CourtAnnex& annex, const Directory& people)
{
    for (const AnnexChange& change : std::as_const(annex.changes)) {
        const PersonInfo* person = people.person(change.certificate);
        if (!person || !change.proof.isSignedRight())
            continue;
        auto& writers = annex.proof.writers;
        auto known = std::find_if(writers.begin(), writers.end(), [&](const AnnexWriter& writer) {
            return writer.certificate == change.certificate;
        });
        if (known == writers.end())
            known = writers.insert(writers.end(), {person->name, person->role, person->certificate,
                                                   person->signingKey, 0, person->revoked});
        ++known->changes;
    }
}

void countSealed(CourtAnnex& annex)
{
    const FormDefinition& form = annex.engine->form();
    for (const AnnexChange& change : std::as_const(annex.changes)) {
        if (!change.shown)
            continue;
        annex.proof.sealedOthers += change.entry.commentSealed ? 1 : 0;
        for (const HistoryField& field : change.entry.fields) {
            const FieldDefinition* known = form.field(field.path.field);
            const bool identifies = known && known->tier == FieldTier::Identifying;
            if (field.to.sealed)
                ++(identifies ? annex.proof.sealedIdentities : annex.proof.sealedOthers);
        }
    }
}

/// The version that the approval names is folded and hashed again.
std::optional<AnnexApproval> approvalOf(const CourtAnnex& annex, const History& history,
                                        const RecordState& state)
{
    if (!state.approval)
        return {};
    AnnexApproval approval;
    approval.change = state.approval->change;
    approval.current = state.approval->current;
    for (const AnnexChange& change : annex.changes) {
        if (change.entry.change != approval.change)
            continue;
        approval.number = change.number;
        approval.by = change.entry.who;
        approval.role = change.entry.role;
        approval.claimed = change.entry.claimed;
    }
    const ChangePtr made = history.find(approval.change);
    for (const Item& item : made ? made->body().items : QList<Item>()) {
        const auto* act = get_if<ActItem>(&item);
        if (!act || act->kind != ActKind::Approve)
            continue;
        approval.signedHash = act->contentHash;
        if (const ApprovalScope* scope = approvalScope(act->scopeList))
            approval.computedHash = approvalHash(fold(history.upTo(act->heads)), *scope);
    }
    return approval;
}

void tellCase(CourtAnnex& annex, Station& station, const HistoryTeller& teller,
              const RecordEvidence& evidence)
{
    const RecordState& state = teller.state();
    annex.scope = state.homeScope;
    annex.formId = state.formId;
    annex.phase = state.phase;
    annex.phaseConflict = state.phaseConflict;
    annex.changedSinceApproval = state.changedSinceApproval;
    annex.conflicts = int(state.conflicts.size());
    annex.openQueries = int(std::count_if(state.queries.begin(), state.queries.end(),
                                          [](const FoldedQuery& query) { return query.isOpen(); }));
    annex.localRef = state.localRef;
    if (const auto row = station.store().caseRow(annex.record)) {
        annex.nationalRef = row->nationalRef;
        if (annex.localRef.isEmpty())
            annex.localRef = row->localRef;
    }
    for (const StoredRow& row : evidence.rows) {
        const QString version = row.entry.change ? row.entry.change->body().formVersion : QString();
        if (!version.isEmpty() && !annex.formVersions.contains(version))
            annex.formVersions.append(version);
    }
    annex.formVersions.sort();
}

constexpr int kRowsAtOnce = 40;  ///< some milliseconds

}  // namespace

/// What the changes are told from, and how far that has come.
struct AnnexMaking::Told {
    Told(Station& station, const RecordId& record, RecordEvidence&& read)
        : evidence(std::move(read)),
          history(appliedOf(record, evidence)),
          teller(station, history),
          rows(inOrder(evidence, history))
    {}

    RecordEvidence evidence;
    History history;
    HistoryTeller teller;
    QList<const StoredRow*> rows;
    CourtAnnex annex;
    QByteArray ids;
};

AnnexMaking::AnnexMaking(Station& station, const RecordId& record, const AnnexFilter& filter)
    : m_station(station),
      m_record(record),
      m_filter(filter),
      m_reader(station.store(), record)
{}

AnnexMaking::~AnnexMaking() = default;

int AnnexMaking::done() const
{
    const auto rows = int(m_reader.done() / kRowsAtOnce);
    return m_told ? rows + int(m_told->annex.changes.size()) : rows;
}

int AnnexMaking::of() const
{
    const auto rows = int(m_reader.of() / kRowsAtOnce);
    return m_told ? rows + int(m_told->rows.size()) : rows + 1;
}

Result<bool> AnnexMaking::step()
{
    if (!m_told) {
        const auto read = m_reader.step(kRowsAtOnce);
        if (!read)
            return read.error();
        if (*read)
            begin();
        return false;
    }
    if (m_told->annex.changes.size() < m_told->rows.size()) {
        tellNext();
        return false;
    }
    finish();
    return true;
}

void AnnexMaking::begin()
{
    m_told = std::make_unique<Told>(m_station, m_record, m_reader.take());
    CourtAnnex& annex = m_told->annex;
    annex.record = m_record;
    annex.printedBy = m_station.me();
    annex.printedAt = m_station.clock().now();
    annex.station = m_station.store().replica();
    annex.practice = m_station.isPractice();
    annex.filter = m_filter;
    annex.engine = m_told->teller.engine();
    annex.answers = m_told->history.isEmpty() ? Answers() : m_told->teller.answers();
    tellCase(annex, m_station, m_told->teller, m_told->evidence);
}

void AnnexMaking::tellNext()
{
    CourtAnnex& annex = m_told->annex;
    const StoredRow& row = *m_told->rows[annex.changes.size()];
    AnnexChange change = annexChange(row, m_told->evidence, m_told->history, m_told->teller);
    change.number = int(annex.changes.size()) + 1;
    // What cannot be read is never filtered away.
    change.shown = change.proof.counting == Counting::Unreadable || isAskedFor(m_filter, change.entry);
    m_told->ids += row.id.toBytes();
    annex.changes.append(change);
}

void AnnexMaking::finish()
{
    CourtAnnex& annex = m_told->annex;
    const RecordEvidence& evidence = m_told->evidence;
    const History& history = m_told->history;
    AnnexProof& proof = annex.proof;
    proof.authority = evidence.directory.authority();
    proof.refusedStatements = int(evidence.refusedStatements.size());
    proof.chains = evidence.chains;
    proof.hubs = hubsOf(evidence);
    proof.wholeLog = evidence.wholeLog;
    proof.wasFolded = evidence.wasFolded && !history.isEmpty();
    proof.differences = int(evidence.differences.size());
    proof.missingParents = int(history.missingParents().size());
    proof.approval = approvalOf(annex, history, m_told->teller.state());
    proof.fingerprint = blake2b(m_told->ids);
    countWriters(annex, evidence.directory);
    countSealed(annex);
}

CourtAnnex AnnexMaking::take()
{
    return std::move(m_told->annex);
}

Result<CourtAnnex> makeCourtAnnex(Station& station, const RecordId& record, const AnnexFilter& filter)
{
    AnnexMaking making(station, record, filter);
    for (;;) {
        const auto done = making.step();
        if (!done)
            return done.error();
        if (*done)
            return making.take();
    }
}

}  // namespace prohori
