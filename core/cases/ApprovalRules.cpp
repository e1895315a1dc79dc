// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ApprovalRules.h"

#include "core/base/PlantedFault.h"
#include "core/cases/RegisterFold.h"

#include <QCryptographicHash>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Cbor rowOf(const RowId& row)
{
    return row.isNull() ? Cbor() : Cbor(row.toBytes());
}

Cbor coveredRows(const RecordState& state, const ApprovalScope& scope)
{
    // By id: the order of adding tells who was earlier, not what the record says.
    QList<FoldedRow> rows;
    for (const FoldedRow& row : state.rows) {
        if (!row.removed && scope.covers(row.group, 0))
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end(), [](const FoldedRow& a, const FoldedRow& b) {
        return std::tie(a.group, a.row) < std::tie(b.group, b.row);
    });
    Cbor list = Cbor(Cbor::Array());
    for (const FoldedRow& row : rows)
        list.append(Cbor(Cbor::Array{Cbor(row.group), rowOf(row.row), rowOf(row.parent)}));
    return list;
}

Cbor coveredValues(const RecordState& state, const ApprovalScope& scope)
{
    Cbor::Array list;
    for (auto at = state.fields.begin(); at != state.fields.end(); ++at) {
        const FieldKey& key = at.key();
        if (!at->inConflict && scope.covers(key.group, key.field))
            list.emplace_back(
                Cbor::Array{Cbor(key.group), rowOf(key.row), Cbor(key.field), at->value.canonical()});
    }
    return Cbor(std::move(list));
}

Cbor coveredOptions(const RecordState& state, const ApprovalScope& scope)
{
    Cbor::Array list;
    for (auto at = state.options.begin(); at != state.options.end(); ++at) {
        const FieldKey& key = at.key();
        if (!scope.covers(key.group, key.field))
            continue;
        Cbor::Array entry{Cbor(key.group), rowOf(key.row), Cbor(key.field)};
        for (const FoldedOption& option : *at) {
            if (!option.inConflict)
                entry.push_back(option.option);
        }
        if (entry.size() > 3)
            list.emplace_back(std::move(entry));
    }
    return Cbor(std::move(list));
}

bool coversAny(const ApprovalScope& scope, const Conflict& conflict)
{
    if (conflict.key.isExistence() || conflict.key.field != 0)
        return scope.covers(conflict.key.group, conflict.key.field);
    return std::any_of(conflict.sides.begin(), conflict.sides.end(), [&](const ConflictSide& side) {
        const auto fields = side.value.keys();
        return std::any_of(fields.begin(), fields.end(),
                           [&](quint32 field) { return scope.covers(conflict.key.group, field); });
    });
}

/// An open conflict is content too: it is no version that could have been approved.
Cbor coveredConflicts(const RecordState& state, const ApprovalScope& scope)
{
    Cbor::Array list;
    for (const Conflict& conflict : state.conflicts) {
        if (!coversAny(scope, conflict))
            continue;
        const RegisterKey& key = conflict.key;
        Cbor::Array entry{Cbor(key.group), rowOf(key.row), Cbor(key.field), Cbor(key.mergeGroup),
                          Cbor(key.option)};
        for (const ConflictSide& side : conflict.sides)
            entry.emplace_back(canonicalBytes(side.value));
        list.emplace_back(std::move(entry));
    }
    return Cbor(std::move(list));
}

Cbor coveredAttachments(const RecordState& state, const ApprovalScope& scope)
{
    QList<QByteArray> entries;
    for (const AttachItem& item : state.attachments) {
        if (scope.covers(item.key.group, item.key.field))
            entries.append(Cbor(Cbor::Array{Cbor(item.key.bytes()), Cbor(item.contentHash)}).encode());
    }
    std::sort(entries.begin(), entries.end());
    return Cbor(Cbor::Array(entries.begin(), entries.end()));
}

bool hasMissingAttachment(const RecordState& state)
{
    return std::any_of(state.attachments.begin(), state.attachments.end(),
                       [](const AttachItem& item) { return item.contentHash.isEmpty(); });
}

Error refused(const QString& code)
{
    static const QHash<QString, QString> kSentences{
        {u"four-eyes"_s,
         u"Nobody approves a record that he created, submitted or last changed: another reviewer has to."_s},
        {u"open-conflict"_s, u"The record has an open conflict: settle it first."_s},
        {u"open-query"_s, u"The record has an open question: it must be answered and closed first."_s},
        {u"missing-attachment"_s,
         u"An attachment of the record has no content yet: add or remove it first."_s},
    };
    return {ErrorCode::Refused, kSentences.value(code), code};
}

}  // namespace

QByteArray approvalHash(const RecordState& state, const ApprovalScope& scope)
{
    const Cbor content(Cbor::Array{
        Cbor(u"prohori/approval/1"_s),
        Cbor(scope.id),
        Cbor(state.formId),
        Cbor(plantedFault(9) ? QString() : state.scoped.value(scope.id).formVersion),
        coveredRows(state, scope),
        coveredValues(state, scope),
        coveredOptions(state, scope),
        coveredConflicts(state, scope),
        coveredAttachments(state, scope),
        Cbor(state.removed),
    });
    return QCryptographicHash::hash(content.encode(), QCryptographicHash::Blake2b_256);
}

QString approvalObstacle(const RecordState& state, PersonId person, const ApprovalScope& scope)
{
    if (person == 0 || state.submitters.contains(person)
        || state.scoped.value(scope.id).authors.contains(person))
        return u"four-eyes"_s;
    if (state.phaseConflict || !state.conflicts.isEmpty())
        return u"open-conflict"_s;
    if (state.hasOpenQueries())
        return u"open-query"_s;
    if (hasMissingAttachment(state))
        return u"missing-attachment"_s;
    return {};
}

Result<> mayApprove(const History& history, const RecordState& state, PersonId person, Role role)
{
    if (history.record() != state.record && !history.isEmpty())
        return Error{ErrorCode::Invalid, u"the state is not that of this history"_s};
    if (auto allowed = permitted(role, Permission::Approve, state.phase, true); !allowed)
        return allowed;
    const QString code = approvalObstacle(state, person, currentApprovalScope());
    return code.isEmpty() ? Result<>() : refused(code);
}

}  // namespace prohori
