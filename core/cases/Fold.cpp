// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Fold.h"

#include "core/base/Blake2b.h"
#include "core/cases/HandoverFold.h"
#include "core/cases/WorkflowFold.h"

#include <algorithm>

namespace prohori {

namespace {

std::strong_ordering ordering(int compared)
{
    return compared <=> 0;
}

}  // namespace

std::strong_ordering RegisterKey::operator<=>(const RegisterKey& other) const
{
    if (const auto order = group <=> other.group; order != 0)
        return order;
    if (const auto order = row <=> other.row; order != 0)
        return order;
    if (const auto order = field <=> other.field; order != 0)
        return order;
    if (const auto order = ordering(mergeGroup.compare(other.mergeGroup)); order != 0)
        return order;
    return ordering(option.compare(other.option));
}

const FoldedValue* RecordState::value(const FieldKey& key) const
{
    const auto at = fields.find(key);
    return at == fields.end() ? nullptr : &*at;
}

QList<FoldedRow> RecordState::livingRows(quint32 group, const RowId& parent) const
{
    QList<FoldedRow> living;
    for (const FoldedRow& row : rows) {
        if (row.group == group && !row.removed && (parent.isNull() || row.parent == parent))
            living.append(row);
    }
    return living;
}

bool RecordState::hasOpenQueries() const
{
    return std::any_of(queries.begin(), queries.end(),
                       [](const FoldedQuery& query) { return query.isOpen(); });
}

QByteArray RecordState::digest() const
{
    return blake2bOf({bytes()});
}

RecordState fold(const History& history)
{
    const FoldView view = FoldView::all(history);
    FoldedContent content = foldContent(view);
    content.state.record = history.record();
    content.state.heads = history.heads();
    if (view.size() > 0) {
        foldWorkflow(view, content);
        foldHandovers(view, content.state);
    }
    return std::move(content.state);
}

}  // namespace prohori
