// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/Directory.h"
#include "core/directory/Districts.h"
#include "core/directory/SealedItems.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The words of Result errors and of IneffectiveAct, as refusals.
Refusal refusalFor(const QString& code)
{
    struct Row {
        QLatin1StringView code;
        Refusal refusal;
    };
    static constexpr std::array kRows{Row{"wrong-scope"_L1, Refusal::WrongScope},
                                      Row{"wrong-phase"_L1, Refusal::WrongPhase},
                                      Row{"wrong-role"_L1, Refusal::WrongRole},
                                      Row{"four-eyes"_L1, Refusal::FourEyes},
                                      Row{"no-target"_L1, Refusal::BadContent},
                                      Row{"second-act"_L1, Refusal::BadContent}};
    const auto row =
        std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) { return one.code == code; });
    return row == kRows.end() ? Refusal::BadApproval : row->refusal;
}

Refusal refusalOf(const Result<>& result)
{
    return result ? Refusal::None : refusalFor(result.error().hint);
}

bool isContent(const Item& item)
{
    return visit(
        [](const auto& one) {
            using One = std::decay_t<decltype(one)>;
            return std::is_same_v<
                       One,
                       SetItem> || std::is_same_v<One, OptionItem> || std::is_same_v<One, AddRowItem> || std::is_same_v<One, RemoveRowItem> || std::is_same_v<One, SettleItem> || std::is_same_v<One, AttachItem> || std::is_same_v<One, MoveItem> || std::is_same_v<One, UnknownItem>;
        },
        item);
}

bool hasContent(const Change& change)
{
    const QList<Item>& items = change.body().items;
    return std::any_of(items.begin(), items.end(), isContent);
}

/// Judges the items of one change by the state that its author saw.
class ItemJudge {
public:
    ItemJudge(const PersonInfo& person, const Change& change, const RecordState& before,
              const History& history)
        : m_person(person),
          m_change(change),
          m_before(before),
          m_history(history)
    {}

    Refusal judge()
    {
        // Plain ones all ask the same.
        if (m_change.plainItems())
            return may(Permission::Edit);
        const ChangeBody& body = m_change.body();
        // A save without any item writes nothing but keys or a common successor: still only for those who may write.
        // Keys that go with a proposal to the one who is to hold the case are part of that.
        const bool handsOver = std::any_of(body.items.begin(), body.items.end(), [](const Item& item) {
            return holds_alternative<HandoverItem>(item);
        });
        if (body.items.isEmpty() || (!body.extraKeys.isNull() && !handsOver)) {
            if (const Refusal refusal = may(Permission::Edit); refusal != Refusal::None)
                return refusal;
        }
        int acts = 0;
        int handovers = 0;
        for (const Item& item : body.items) {
            acts += holds_alternative<ActItem>(item) ? 1 : 0;
            handovers += holds_alternative<HandoverItem>(item) ? 1 : 0;
            if (acts > 1 || handovers > 1)
                return Refusal::BadContent;
            if (const Refusal refusal = visit(*this, item); refusal != Refusal::None)
                return refusal;
        }
        return Refusal::None;
    }

    Refusal operator()(const SetItem&) const { return may(Permission::Edit); }
    Refusal operator()(const OptionItem&) const { return may(Permission::Edit); }
    Refusal operator()(const AddRowItem&) const { return may(Permission::Edit); }
    Refusal operator()(const RemoveRowItem&) const { return may(Permission::Edit); }
    Refusal operator()(const AttachItem&) const { return may(Permission::Edit); }
    Refusal operator()(const UnknownItem&) const { return may(Permission::Edit); }
    Refusal operator()(const RemarkItem&) const { return may(Permission::Remark); }
    Refusal operator()(const NoteItem&) const { return may(Permission::Remark); }
    Refusal operator()(const SettleItem&) const { return may(Permission::Settle); }
    Refusal operator()(const QueryItem& item) const
    {
        return may(item.step == QueryStep::Answer ? Permission::AnswerQuery : Permission::OpenQuery);
    }
    Refusal operator()(const MoveItem& item) const;
    Refusal operator()(const HandoverItem& item) const;
    Refusal operator()(const ActItem& act) const;

private:
    Refusal may(Permission permission) const
    {
        if (!m_asked || m_asked->first != permission)
            m_asked.emplace(permission, refusalOf(permitted(m_person.role, permission, m_before.phase,
                                                            m_person.scope == m_before.homeScope)));
        return m_asked->second;
    }
    Refusal judgeApproval(const ActItem& act) const;
    Refusal judgeReviewLater() const;

    const PersonInfo& m_person;
    const Change& m_change;
    const RecordState& m_before;
    const History& m_history;
    /// Nearly all items of a change ask the same.
    mutable std::optional<std::pair<Permission, Refusal>> m_asked;
};

Refusal ItemJudge::operator()(const MoveItem& item) const
{
    if (m_person.role != Role::DistrictReviewer)
        return Refusal::WrongRole;
    const bool isTheirs = item.accepted || item.end == MoveEnd::Declined;
    if (m_person.scope != (isTheirs ? item.to : item.from))
        return Refusal::WrongScope;
    const auto& pending = m_before.pendingMove;
    const bool wanted = pending && pending->from == item.from && pending->to == item.to;
    // Whatever has become of the case since: a proposal can be ended.
    if (item.end != MoveEnd::No)
        return wanted ? Refusal::None : Refusal::BadContent;
    const auto phase = permitted(m_person.role, Permission::Edit, m_before.phase, true);
    if (!phase)
        return refusalOf(phase);
    if (item.from != m_before.homeScope || item.from == item.to || !isDistrictCode(item.to))
        return Refusal::BadContent;
    return item.accepted && !wanted ? Refusal::BadContent : Refusal::None;
}

/// The same rules as in the fold (HandoverFold.h), where phase and scope play no part.
Refusal ItemJudge::operator()(const HandoverItem& item) const
{
    const bool takes = item.step == HandoverStep::Accept || item.step == HandoverStep::Decline;
    if (const Refusal refusal = may(takes ? Permission::TakeOver : Permission::HandOver);
        refusal != Refusal::None)
        return refusal;
    const bool reviews = m_person.role == Role::DistrictReviewer;
    if (item.step == HandoverStep::Propose) {
        if (m_person.person != item.from && !reviews)
            return Refusal::WrongRole;
        const bool good = item.to != 0 && item.to != item.from && m_before.holders.contains(item.from);
        return good ? Refusal::None : Refusal::BadContent;
    }
    const auto offer =
        std::find_if(m_before.handovers.begin(), m_before.handovers.end(),
                     [&](const PendingHandover& pending) { return pending.proposal == item.proposal; });
    if (offer == m_before.handovers.end())
        return Refusal::BadContent;
    const bool mine = takes ? m_person.person == offer->to
                            : m_person.person == offer->from || m_person.person == offer->by || reviews;
    return mine ? Refusal::None : Refusal::WrongRole;
}

Refusal ItemJudge::operator()(const ActItem& act) const
{
    if (const Refusal refusal = may(permissionFor(act.kind)); refusal != Refusal::None)
        return refusal;
    const bool changed = m_before.changedSinceApproval || hasContent(m_change);
    if (!phaseAfter(m_before.phase, act.kind, changed))
        return Refusal::WrongPhase;
    switch (act.kind) {
    case ActKind::Approve: return judgeApproval(act);
    case ActKind::ReviewLater: return judgeReviewLater();
    case ActKind::Accept: {
        const auto& approval = m_before.approval;
        const bool fits = approval && approval->current && approval->change == act.approval
                       && approval->contentHash == act.contentHash;
        return fits ? Refusal::None : Refusal::BadApproval;
    }
    case ActKind::Merge:
        return act.target.isNull() || act.target == m_change.body().record ? Refusal::BadContent
                                                                           : Refusal::None;
    default: return Refusal::None;
    }
}

Refusal ItemJudge::judgeApproval(const ActItem& act) const
{
    if (const auto allowed = mayApprove(m_history, m_before, m_person.person, m_person.role); !allowed)
        return refusalOf(allowed);
    QList<ChangeId> heads = act.heads;
    std::sort(heads.begin(), heads.end());
    const ApprovalScope* scope = approvalScope(act.scopeList);
    const bool fits = scope && heads == m_change.body().parents && !hasContent(m_change)
                   && act.contentHash == approvalHash(m_before, *scope);
    return fits ? Refusal::None : Refusal::BadApproval;
}

/// Rare, and it looks at who wrote which later fact: the fold itself is asked.
Refusal ItemJudge::judgeReviewLater() const
{
    History seen = m_history.upTo(m_change.body().parents);
    if (!seen.add(std::make_shared<const Change>(m_change)))
        return Refusal::BadContent;
    for (const IneffectiveAct& act : fold(seen).ineffectiveActs) {
        if (act.change == m_change.id())
            return refusalFor(act.reason);
    }
    return Refusal::None;
}

/// What lists, indexes and prints can show as it is.
bool isReference(const QString& text)
{
    constexpr qsizetype kMostLetters = 64;
    return !text.isEmpty() && text.size() <= kMostLetters
        && std::all_of(text.begin(), text.end(), [](QChar letter) { return letter.isPrint(); });
}

/// A new record as its author saw it: a draft of his district.
Refusal judgeCreation(const PersonInfo& person, const Change& change)
{
    const Creation& creation = *change.cover().creation;
    const bool home = creation.homeScope == person.scope && isDistrictCode(creation.homeScope);
    const auto allowed = permitted(person.role, Permission::Create, RecordPhase::Draft, home);
    if (!allowed)
        return refusalOf(allowed);
    if (!home)
        return Refusal::WrongScope;
    if (creation.formId.isEmpty())
        return Refusal::UnknownForm;
    if (!isReference(creation.localRef) || !change.cover().parents.isEmpty())
        return Refusal::BadContent;
    RecordState draft;
    draft.record = change.cover().record;
    draft.homeScope = creation.homeScope;
    const History nothing(change.cover().record);
    return ItemJudge(person, change, draft, nothing).judge();
}

/// What needs neither directory nor history.
Refusal judgeContent(const Change& change)
{
    const bool good = change.cover().recordKind == RecordKind::Case && hasAllBoxes(change);
    return good ? Refusal::None : Refusal::BadContent;
}

}  // namespace

QString refusalName(Refusal refusal)
{
    switch (refusal) {
    case Refusal::None: return u"none"_s;
    case Refusal::BadForm: return u"bad-form"_s;
    case Refusal::BadSignature: return u"bad-signature"_s;
    case Refusal::UnknownAuthor: return u"unknown-author"_s;
    case Refusal::BrokenChain: return u"broken-chain"_s;
    case Refusal::Revoked: return u"revoked"_s;
    case Refusal::WrongScope: return u"wrong-scope"_s;
    case Refusal::WrongRole: return u"wrong-role"_s;
    case Refusal::WrongPhase: return u"wrong-phase"_s;
    case Refusal::FourEyes: return u"four-eyes"_s;
    case Refusal::BadApproval: return u"bad-approval"_s;
    case Refusal::MissingParent: return u"missing-parent"_s;
    case Refusal::QuarantinedParent: return u"quarantined-parent"_s;
    case Refusal::Forked: return u"forked"_s;
    case Refusal::UnknownForm: return u"unknown-form"_s;
    case Refusal::BadContent: return u"bad-content"_s;
    }
    return u"refusal-%1"_s.arg(int(refusal));
}

bool isSignedBy(const Change& change, const QByteArray& key)
{
    if (change.isProvenBy(key))
        return true;
    if (!verifySignature(Context::Change, key, change.signedBytes(), change.signature()))
        return false;
    change.noteProvenBy(key);
    return true;
}

bool proveAhead(const Directory& directory, const Change& change)
{
    const PersonInfo* person = directory.person(change.cover().author);
    return person && isSignedBy(change, person->signingKey);
}

Refusal checkAuthor(const Directory& directory, const Change& change)
{
    const ChangeBody& body = change.cover();
    const PersonInfo* person = directory.person(body.author);
    if (!person)
        return Refusal::UnknownAuthor;
    if (!isSignedBy(change, person->signingKey))
        return Refusal::BadSignature;
    const ReplicaInfo* replica = directory.replica(body.replica);
    if (!replica || !replica->people.contains(body.author))
        return Refusal::UnknownAuthor;
    if (body.person != person->person || body.role != person->role)
        return Refusal::WrongRole;
    return directory.isRevoked(body.author, body.replica, body.counter) ? Refusal::Revoked : Refusal::None;
}

Refusal checkChain(const Change& change, quint64 counter, const ChangeId& head)
{
    const ChangeBody& body = change.cover();
    if (body.counter <= counter)
        return Refusal::Forked;
    return body.counter == counter + 1 && body.prev == head ? Refusal::None : Refusal::BrokenChain;
}

Refusal checkRights(const Directory& directory, const Change& change, const RecordState& before,
                    const History& history)
{
    const PersonInfo* person = directory.person(change.cover().author);
    if (!person)
        return Refusal::UnknownAuthor;
    const Refusal refusal = change.cover().creation ? judgeCreation(*person, change)
                                                    : ItemJudge(*person, change, before, history).judge();
    return refusal == Refusal::None ? judgeContent(change) : refusal;
}

Refusal checkRights(const Directory& directory, const Change& change, const History& history)
{
    const ChangeBody& body = change.cover();
    if (body.creation)
        return checkRights(directory, change, {}, history);
    const bool allHere = !body.parents.isEmpty()
                      && std::all_of(body.parents.begin(), body.parents.end(), [&](const ChangeId& parent) {
                             return history.numberOf(parent).has_value();
                         });
    if (!allHere)
        return Refusal::MissingParent;
    if (body.parents == history.heads())
        return checkRights(directory, change, fold(history), history);
    const History seen = history.upTo(body.parents);
    return checkRights(directory, change, fold(seen), seen);
}

}  // namespace prohori
