// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CaseDesk.h"

#include "app/station/AnswerCodec.h"
#include "app/station/DeskParts.h"
#include "app/station/PaperDesk.h"
#include "core/cases/LaterFacts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

Result<> CaseDesk::mayAct(const CaseView& view, ActKind kind) const
{
    const PersonInfo& me = m_station.me();
    const RecordState& state = view.state;
    const bool inScope = me.scope == state.homeScope || isNationalRole(me.role);
    if (auto allowed = permitted(me.role, permissionFor(kind), state.phase, inScope); !allowed)
        return allowed;
    if (!phaseAfter(state.phase, kind, state.changedSinceApproval))
        return Error{ErrorCode::Refused,
                     u"%1 is %2: it cannot be followed by '%3'"_s.arg(state.localRef, phaseName(state.phase),
                                                                      actName(kind)),
                     u"wrong-phase"_s};
    if (kind == ActKind::Submit)
        return refuseProblems(view.engine->form(), problems(view, CheckLevel::Submit), u"submitting"_s);
    if (kind == ActKind::Approve) {
        const auto history = m_station.store().history(state.record);
        if (!history)
            return history.error();
        if (auto fine = mayApprove(*history, state, me.person, me.role); !fine)
            return fine;
        return papersAreHere(m_station, state);
    }
    if (kind == ActKind::ReviewLater) {
        const auto history = m_station.store().history(state.record);
        return history ? mayReviewLater(*history, state, me.person, me.role) : history.error();
    }
    if (kind == ActKind::Accept && !state.isApproved())
        return Error{ErrorCode::Refused, u"%1 has no standing approval to accept"_s.arg(state.localRef)};
    return {};
}

static Result<> requireReason(const ActRequest& request)
{
    const bool needsReasons =
        request.kind == ActKind::Return || request.kind == ActKind::HqQuery || request.kind == ActKind::Void;
    const bool needsComment =
        needsReasons || request.kind == ActKind::Reopen || request.kind == ActKind::Merge;
    if (needsReasons && request.reasons.isEmpty())
        return Error{ErrorCode::Refused,
                     u"'%1' needs at least one reason code (--reason)"_s.arg(actName(request.kind))};
    constexpr qsizetype kLeastComment = 5;
    if (needsComment && request.comment.trimmed().size() < kLeastComment)
        return Error{ErrorCode::Refused,
                     u"'%1' needs a comment of at least %2 characters (--note)"_s.arg(actName(request.kind))
                         .arg(kLeastComment)};
    return {};
}

static ActItem plainAct(const ActRequest& request, const RecordState& state)
{
    ActItem item;
    item.kind = request.kind;
    item.reasons = request.reasons;
    if (request.kind == ActKind::Approve || request.kind == ActKind::ReviewLater) {
        item.checklistOk = request.checklistOk;
        item.heads = state.heads;
        item.scopeList = currentApprovalScope().id;
        item.contentHash = approvalHash(state, currentApprovalScope());
    } else if (request.kind == ActKind::Accept) {
        item.checklistOk = request.checklistOk;
        item.approval = state.approval->change;
        item.contentHash = state.approval->contentHash;
    } else if (request.kind == ActKind::Merge) {
        item.target = request.target;
    }
    return item;
}

/// Whether the case `into` can go on in the place of `state`: it has to be here, alive, and of the same district.
static Result<> checkTarget(CaseDesk& desk, const PersonInfo& me, const RecordState& state,
                            const RecordId& into)
{
    const auto refused = [](const QString& sentence) {
        return Error{ErrorCode::Refused, sentence, u"no-target"_s};
    };
    if (into.isNull())
        return refused(u"a merge names the case that goes on (--into ID)"_s);
    if (into == state.record)
        return refused(u"%1 cannot be merged into itself"_s.arg(state.localRef));
    const auto target = desk.view(into);
    if (!target)
        return target.error();
    if (target->state.phase == RecordPhase::Merged || target->state.phase == RecordPhase::Void)
        return refused(u"%1 does not go on itself: it is %2"_s.arg(target->state.localRef,
                                                                   phaseName(target->state.phase)));
    if (!isNationalRole(me.role) && target->state.homeScope != state.homeScope)
        return refused(u"%1 belongs to another district: only headquarters merges across districts"_s.arg(
            target->state.localRef));
    return {};
}

Result<SavedCase> CaseDesk::act(const RecordId& record, const ActRequest& request)
{
    const auto seen = view(record);
    if (!seen)
        return seen.error();
    if (auto complete = requireReason(request); !complete)
        return complete.error();
    if (auto allowed = mayAct(*seen, request.kind); !allowed)
        return allowed.error();
    if (request.kind == ActKind::Merge) {
        if (auto fits = checkTarget(*this, m_station.me(), seen->state, request.target); !fits)
            return fits.error();
    }
    const RecordKeys keys = m_station.recordKeys(seen->state);
    ChangeWriter writer(seen->engine->form(), keys, record);
    ActItem item = plainAct(request, seen->state);
    if (!request.comment.trimmed().isEmpty()) {
        auto comment = writer.seal(Tier::Sensitive, kWholeRecord, request.comment.trimmed());
        if (!comment)
            return Error{ErrorCode::Refused,
                         u"a comment on %1 cannot be sealed: the administrator has to confirm you first"_s
                             .arg(seen->state.localRef),
                         u"no-key"_s};
        item.comment = *comment;
    }
    for (const auto& [path, text] : request.remarks) {
        auto remark = writer.seal(Tier::Sensitive, fieldKey(path), text);
        if (!remark)
            return remark.error();
        item.remarks.append({fieldKey(path), *remark});
    }
    writer.add(item);
    ChangeBody body;
    body.record = record;
    // A decision writes no answer: the record keeps its version, also where the form is not installed.
    body.formVersion = seen->state.formVersion;
    body.parents = seen->state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    const auto change = m_station.signAndSave(body);
    if (!change)
        return change.error();
    return SavedCase{record, seen->state.localRef, change->id(), false};
}

/// What people asked and nobody has answered yet.
static void addOpenTalk(const CaseView& view, QList<Problem>& problems)
{
    const auto add = [&](const AnswerPath& path, const QString& kind, Severity severity) {
        Problem problem;
        problem.path = path;
        problem.kind = kind;
        problem.severity = severity;
        problem.message = view.engine->standardMessage(kind, path.field);
        problems.append(problem);
    };
    for (const RemarkView& remark : view.remarks) {
        if (!remark.answered)
            add(remark.path, u"remark"_s, Severity::Error);
    }
    for (const QueryView& query : view.queries) {
        if (query.isOpen())
            add(query.path, u"query"_s, Severity::Warning);
    }
}

QList<Problem> CaseDesk::problems(const CaseView& view, CheckLevel level) const
{
    QList<Problem> all = view.engine->check(view.answers, level);
    for (const ConflictView& conflict : view.conflicts) {
        Problem problem;
        problem.path = conflict.path;
        problem.kind = u"conflict"_s;
        problem.message = view.engine->standardMessage(u"conflict"_s, conflict.path.field);
        all.append(problem);
    }
    if (level == CheckLevel::Submit)
        addOpenTalk(view, all);
    return all;
}

static Result<> addSettlement(ChangeWriter& writer, const FormDefinition& form, const Conflict& conflict,
                              const CaseDesk::Settlement& settlement)
{
    SettleItem item;
    item.key = {settlement.key.group, settlement.key.row, settlement.key.field};
    item.mergeGroup = settlement.key.mergeGroup;
    if (!settlement.key.option.isEmpty()) {
        const auto option = Cbor::decode(settlement.key.option);
        if (!option)
            return option.error();
        item.option = *option;
    }
    for (const ConflictSide& side : conflict.sides)
        item.supersedes += side.writers;
    std::sort(item.supersedes.begin(), item.supersedes.end());
    item.take = settlement.take;
    auto reason = writer.seal(Tier::Sensitive, item.key, settlement.reason);
    if (!reason)
        return Error{ErrorCode::Refused,
                     u"the reason cannot be sealed: the administrator has to confirm you first"_s,
                     u"no-key"_s};
    item.reason = *reason;
    writer.add(item);
    if (!settlement.take.isNull())
        return {};
    for (auto it = settlement.values.begin(); it != settlement.values.end(); ++it) {
        const FieldDefinition* field = form.field(it.key());
        if (!field)
            return Error{ErrorCode::Invalid, u"there is no field %1 to settle"_s.arg(it.key())};
        const FieldKey key{settlement.key.group, settlement.key.row, it.key()};
        const auto value = writer.value(*field, key, it.value());
        if (!value)
            return value.error();
        writer.add(SetItem{key, *value, settlement.key.mergeGroup});
    }
    if (settlement.key.mergeGroup.isEmpty())
        return {};
    return writer.keepMembers(settlement.key.group, settlement.key.row, settlement.key.mergeGroup);
}

Result<SavedCase> CaseDesk::settle(const RecordId& record, const QList<Settlement>& settlements)
{
    const auto seen = view(record);
    if (!seen)
        return seen.error();
    const PersonInfo& me = m_station.me();
    if (auto allowed =
            permitted(me.role, Permission::Settle, seen->state.phase, me.scope == seen->state.homeScope);
        !allowed)
        return allowed.error();
    const RecordKeys keys = m_station.recordKeys(seen->state);
    const FormDefinition& form = seen->engine->form();
    const auto history = m_station.store().history(record);
    if (!history)
        return history.error();
    ChangeWriter writer(form, keys, record);
    writer.keepOf(seen->state, *history, AnswerReader(form, *history, keys));
    for (const Settlement& settlement : settlements) {
        if (settlement.reason.trimmed().isEmpty())
            return Error{ErrorCode::Refused, u"a conflict is settled with a reason (--reason)"_s};
        const auto conflict = std::find_if(seen->state.conflicts.begin(), seen->state.conflicts.end(),
                                           [&](const Conflict& c) { return c.key == settlement.key; });
        if (conflict == seen->state.conflicts.end())
            return Error{ErrorCode::NotFound,
                         u"there is no open conflict there in %1"_s.arg(seen->state.localRef)};
        if (auto added = addSettlement(writer, form, *conflict, settlement); !added)
            return added.error();
    }
    ChangeBody body;
    body.record = record;
    body.formVersion = form.version();
    body.parents = seen->state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    const auto change = m_station.signAndSave(body);
    if (!change)
        return change.error();
    return SavedCase{record, seen->state.localRef, change->id(), false};
}

}  // namespace prohori
