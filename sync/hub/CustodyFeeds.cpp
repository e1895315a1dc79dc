// SPDX-License-Identifier: GPL-3.0-or-later
// Where an accepted change goes.
#include "sync/hub/Custody.h"

#include "core/cases/MoveFold.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const ActItem* actOf(const Change& change)
{
    if (change.plainItems())
        return nullptr;
    for (const Item& item : change.body().items) {
        if (const auto* act = get_if<ActItem>(&item))
            return act;
    }
    return nullptr;
}

/// Whether the state just after this act holds content that the district stands for.
bool isApprovedBy(const Change& change, ActKind kind, const RecordState& after)
{
    if (kind == ActKind::Approve)
        return after.approval && after.approval->change == change.id() && after.isApproved();
    const bool counts = std::none_of(after.ineffectiveActs.begin(), after.ineffectiveActs.end(),
                                     [&](const IneffectiveAct& act) { return act.change == change.id(); });
    return counts && after.isApproved();
}

/// The year in Bangladesh, by which national references are numbered.
int yearOf(Instant instant)
{
    return QDateTime::fromMSecsSinceEpoch(instant.msSinceEpoch, QTimeZone(6 * 60 * 60)).date().year();
}

}  // namespace

Result<> Custody::enterFeeds(const HeldChange& held)
{
    const Change& change = *held.change;
    const RecordId record = change.cover().record;
    ++m_accepted;
    if (change.cover().creation) {
        if (auto set = m_storage.setHomeScope(record, change.cover().creation->homeScope); !set)
            return set;
    }
    if (const auto known = m_histories.find(record); known != m_histories.end()) {
        if (auto added = known->add(held.change); !added)
            return added.error();
    }
    const auto scope = m_storage.homeScope(record);
    if (!scope)
        return scope.error();
    if (!*scope)
        return Error{ErrorCode::Damaged,
                     u"record %1 has no home: run prohori-hub check"_s.arg(record.toString())};
    if (auto added = m_storage.appendToFeed(**scope, change.id()); !added)
        return added.error();
    if (speaksOfMove(change)) {
        if (auto moved = moveRecord(change); !moved)
            return moved;
    }
    return enterNationalFeed(change);
}

Result<> Custody::enterNationalFeed(const Change& change)
{
    const ActItem* act = actOf(change);
    if (act && (act->kind == ActKind::Approve || act->kind == ActKind::ReviewLater))
        return takeApproved(change);
    // What headquarters itself writes stands on approved content, and must reach all of headquarters.
    if (!isNationalRole(change.cover().role))
        return {};
    for (const ChangeId& parent : change.cover().parents) {
        const auto at = m_storage.feedPosition(kNationalScope, parent);
        if (!at)
            return at.error();
        if (*at == 0)
            return {};
    }
    const auto added = m_storage.appendToFeed(kNationalScope, change.id());
    return added ? Result<>() : Result<>(added.error());
}

Result<> Custody::takeApproved(const Change& change)
{
    const auto known = history(change.cover().record);
    if (!known)
        return known.error();
    const History seen = (*known)->upTo({change.id()});
    if (!isApprovedBy(change, actOf(change)->kind, fold(seen)))
        return {};
    for (const ChangePtr& each : seen.changes()) {
        if (auto added = m_storage.appendToFeed(kNationalScope, each->id()); !added)
            return added.error();
    }
    const auto given = m_storage.giveNationalRef(change.cover().record, yearOf(m_now));
    return given ? Result<>() : Result<>(given.error());
}

}  // namespace prohori
