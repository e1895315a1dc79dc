// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"

#include <QCryptographicHash>

#include <map>

namespace prohori {

/// Who makes a change in a test: a person in a role at a replica.
struct Author {
    PersonId person = 1;
    Role role = Role::Recorder;
    int replica = 1;
};

inline const Author kOfficer{1, Role::Recorder, 1};
inline const Author kColleague{2, Role::Recorder, 2};
inline const Author kReviewer{9, Role::DistrictReviewer, 3};
inline const Author kOtherReviewer{8, Role::DistrictReviewer, 4};
inline const Author kMinistry{20, Role::HqApprover, 5};

template <typename Id>
Id testId(int number)
{
    const auto hash = QCryptographicHash::hash(QByteArray::number(number), QCryptographicHash::Blake2b_256);
    return Id::fromBytes(hash.left(Id::kSize));
}
inline RowId rowId(int number)
{
    return testId<RowId>(1000 + number);
}

inline FieldValue text(const char* value)
{
    return FieldValue::plain(Cbor(QString::fromUtf8(value)));
}
inline FieldValue tag(int number, quint8 tier = 2)
{
    return FieldValue::sealed(tier, testId<RowId>(5000 + number).toBytes());
}
inline FieldKey caseField(quint32 field)
{
    return {1, {}, field};
}
inline Item set(const FieldKey& key, const FieldValue& value, const QString& mergeGroup = {})
{
    return SetItem{key, value, mergeGroup};
}
inline Item set(quint32 field, const char* value)
{
    return SetItem{caseField(field), text(value), {}};
}
inline Item act(ActKind kind)
{
    ActItem item;
    item.kind = kind;
    return item;
}

/** Makes the changes of one record. Every change has another claimed time, so that equal items do not make equal changes.
    add() puts a change on the parents it is told, next() on all heads.
*/
class CaseBuilder {
public:
    explicit CaseBuilder(int record = 1) : m_record(testId<RecordId>(record)), m_history(m_record) {}

    ChangePtr create(const QList<Item>& items = {}, const Author& author = kOfficer)
    {
        return make(author, {}, items,
                    Creation{QStringLiteral("tip-case"),
                             QStringLiteral("41"),
                             QStringLiteral("41-2026-AA-0001"),
                             {}});
    }
    ChangePtr add(const Author& author, const QList<ChangePtr>& parents, const QList<Item>& items)
    {
        QList<ChangeId> ids;
        for (const ChangePtr& parent : parents)
            ids.append(parent->id());
        return make(author, ids, items, {});
    }
    ChangePtr next(const Author& author, const QList<Item>& items)
    {
        return make(author, m_history.heads(), items, {});
    }

    /// An approval of what the heads (or the ancestors in `heads`) say.
    Item approval(const QList<ChangeId>& heads, ActKind kind = ActKind::Approve) const
    {
        ActItem item;
        item.kind = kind;
        item.checklistOk = true;
        item.heads = heads;
        item.scopeList = currentApprovalScope().id;
        item.contentHash = approvalHash(prohori::fold(m_history.upTo(heads)), currentApprovalScope());
        return item;
    }
    ChangePtr approve(const Author& author, const ChangePtr& on = {}, ActKind kind = ActKind::Approve)
    {
        const QList<ChangeId> heads = on ? QList<ChangeId>{on->id()} : m_history.heads();
        return make(author, heads, {approval(heads, kind)}, {});
    }
    ChangePtr accept(const Author& author, const ChangePtr& approval)
    {
        ActItem item;
        item.kind = ActKind::Accept;
        item.checklistOk = true;
        item.approval = approval->id();
        for (const Item& part : approval->body().items) {
            if (const auto* approved = std::get_if<ActItem>(&part))
                item.contentHash = approved->contentHash;
        }
        return add(author, {approval}, {Item(item)});
    }

    RecordState fold() const { return prohori::fold(m_history); }
    const History& history() const { return m_history; }
    const QList<ChangePtr>& changes() const { return m_changes; }
    void setFormVersion(const QString& version) { m_formVersion = version; }

private:
    ChangePtr make(const Author& author, QList<ChangeId> parents, const QList<Item>& items,
                   std::optional<Creation> creation)
    {
        std::sort(parents.begin(), parents.end());
        ChangeBody body;
        body.replica = testId<ReplicaId>(author.replica);
        body.counter = ++m_counters[author.replica];
        body.prev = m_last[author.replica];
        body.author = testId<CertificateId>(int(author.person) * 100 + author.replica);
        body.person = author.person;
        body.role = author.role;
        body.record = m_record;
        body.claimed = Instant::fromMs(1'764'000'000'000 + 1000 * ++m_clock);
        body.formVersion = m_formVersion;
        body.creation = std::move(creation);
        body.parents = std::move(parents);
        body.items = items;
        auto change = std::make_shared<const Change>(Change::make(body, QByteArray(64, 's')));
        m_last[author.replica] = change->id();
        m_changes.append(change);
        const auto added = m_history.add(change);
        Q_ASSERT(added && *added == History::Added::New);
        return change;
    }

    RecordId m_record;
    History m_history;
    QList<ChangePtr> m_changes;
    QString m_formVersion = QStringLiteral("1");
    std::map<int, quint64> m_counters;
    std::map<int, ChangeId> m_last;
    qint64 m_clock = 0;
};

/// The canonical value of a field, as diagnostic text; "-" where there is none.
inline QString shown(const RecordState& state, const FieldKey& key)
{
    const FoldedValue* value = state.value(key);
    return value ? value->value.canonical().diagnostic() : QStringLiteral("-");
}

/// The item that settles a conflict: naming all sides, or those that the caller wants.
inline SettleItem settling(const Conflict& conflict, const ChangeId& take = {})
{
    SettleItem item;
    const quint32 field = conflict.key.field != 0 || conflict.key.isExistence()
                            ? conflict.key.field
                            : conflict.sides.front().value.firstKey();
    item.key = {conflict.key.group, conflict.key.row, field};
    item.mergeGroup = conflict.key.mergeGroup;
    if (!conflict.key.option.isEmpty())
        item.option = *Cbor::decode(conflict.key.option);
    item.take = take;
    for (const ConflictSide& side : conflict.sides)
        item.supersedes.append(side.writers);
    return item;
}

}  // namespace prohori
