// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"

#include <QCryptographicHash>

#include <algorithm>

namespace prohori {

QByteArray testBytes(int number, qsizetype size)
{
    return QCryptographicHash::hash(QByteArray::number(number), QCryptographicHash::Blake2b_256).left(size);
}

RowId rowId(int number)
{
    return testId<RowId>(1000 + number);
}

FieldValue text(const char* value)
{
    return FieldValue::plain(Cbor(QString::fromUtf8(value)));
}

FieldValue tag(int number, quint8 tier)
{
    return FieldValue::sealed(tier, testId<RowId>(5000 + number).toBytes());
}

Item set(const FieldKey& key, const FieldValue& value, const QString& mergeGroup)
{
    return SetItem{key, value, mergeGroup};
}

Item set(quint32 field, const char* value)
{
    return SetItem{caseField(field), text(value), {}};
}

Item act(ActKind kind)
{
    ActItem item;
    item.kind = kind;
    return item;
}

CaseBuilder::CaseBuilder(int record) : m_record(testId<RecordId>(record)), m_history(m_record) {}

CaseBuilder::CaseBuilder(const CaseBuilder&) = default;
CaseBuilder& CaseBuilder::operator=(const CaseBuilder&) = default;
CaseBuilder::~CaseBuilder() = default;

ChangePtr CaseBuilder::create(const QList<Item>& items, const Author& author)
{
    return make(
        author, {}, items,
        Creation{QStringLiteral("tip-case"), QStringLiteral("41"), QStringLiteral("41-2026-AA-0001"), {}});
}

ChangePtr CaseBuilder::add(const Author& author, const QList<ChangePtr>& parents, const QList<Item>& items)
{
    QList<ChangeId> ids;
    for (const ChangePtr& parent : parents)
        ids.append(parent->id());
    return make(author, ids, items, {});
}

ChangePtr CaseBuilder::next(const Author& author, const QList<Item>& items)
{
    return make(author, m_history.heads(), items, {});
}

Item CaseBuilder::approval(const QList<ChangeId>& heads, ActKind kind) const
{
    ActItem item;
    item.kind = kind;
    item.checklistOk = true;
    item.heads = heads;
    item.scopeList = currentApprovalScope().id;
    item.contentHash = approvalHash(prohori::fold(m_history.upTo(heads)), currentApprovalScope());
    return item;
}

ChangePtr CaseBuilder::approve(const Author& author, const ChangePtr& on, ActKind kind)
{
    const QList<ChangeId> heads = on ? QList<ChangeId>{on->id()} : m_history.heads();
    return make(author, heads, {approval(heads, kind)}, {});
}

ChangePtr CaseBuilder::accept(const Author& author, const ChangePtr& approval)
{
    ActItem item;
    item.kind = ActKind::Accept;
    item.checklistOk = true;
    item.approval = approval->id();
    for (const Item& part : approval->body().items) {
        if (const auto* approved = get_if<ActItem>(&part))
            item.contentHash = approved->contentHash;
    }
    return add(author, {approval}, {Item(item)});
}

RecordState CaseBuilder::fold() const
{
    return prohori::fold(m_history);
}

ChangePtr CaseBuilder::make(const Author& author, QList<ChangeId> parents, const QList<Item>& items,
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

QString shown(const RecordState& state, const FieldKey& key)
{
    const FoldedValue* value = state.value(key);
    return value ? value->value.canonical().diagnostic() : QStringLiteral("-");
}

SettleItem settling(const Conflict& conflict, const ChangeId& take)
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
