// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreContent.h"

namespace prohori {

namespace {

void need(const Result<>& done)
{
    if (!done)
        qFatal("content: %s", qPrintable(done.error().detail));
}

/// So much that it does not pack into one piece.
QString large()
{
    return QString::fromLatin1(SodiumRandom().bytes(1500).toHex());
}

}  // namespace

StoreContent::StoreContent(StoreDesk& desk)
    : stranger(elsewhere, 77, QStringLiteral("nobody"), Role::Recorder, QStringLiteral("41"))
{
    approved(desk);
    disputed(desk);
    refusedAndWaiting(desk);
    around(desk);
}

StoreContent::~StoreContent() = default;

void StoreContent::save(StoreDesk& desk, const ChangePtr& change)
{
    const auto saved = desk.store->save(*change);
    if (!saved)
        qFatal("content: %s", qPrintable(saved.error().detail));
    own.append(change);
    desk.clock.advance(std::chrono::seconds(7));
}

void StoreContent::receive(StoreDesk& desk, const QList<ChangePtr>& changes)
{
    const auto taken = desk.frame(changes);
    if (!taken)
        qFatal("content: %s", qPrintable(taken.error().detail));
    foreign += changes;
}

void StoreContent::approved(StoreDesk& desk)
{
    const auto made =
        desk.newCase(desk.officer, {set(field::kPoliceStation, "Kotwali"), set(field::kRiskLevel, "high"),
                                    set(caseField(190), FieldValue::plain(Cbor(large()))),
                                    AddRowItem{field::kVictimGroup, rowId(1), {}},
                                    AddRowItem{field::kSuspectGroup, rowId(2), {}}});
    save(desk, made);
    const auto submitted = desk.edit(desk.officer, {made}, {submitItem()});
    save(desk, submitted);
    const auto approval = desk.approve(desk.reviewer, {made, submitted});
    receive(desk, {approval});
    need(desk.store->annotate(made->body().record, QStringLiteral("BD-2026-000017"), desk.clock.now(),
                              approval->id()));
    save(desk, desk.edit(desk.officer, {approval}, {set(field::kCaseClass, "tip")}));
}

void StoreContent::disputed(StoreDesk& desk)
{
    const auto made = desk.newCase(desk.officer, {set(field::kFirNo, "12")});
    save(desk, made);
    save(desk, desk.edit(desk.officer, {made}, {set(field::kFirNo, "13")}));
    receive(desk, {desk.edit(desk.colleague, {made}, {set(field::kFirNo, "14")})});
}

void StoreContent::refusedAndWaiting(StoreDesk& desk)
{
    const auto theirs = desk.newCase(desk.colleague, {set(field::kReportedOn, "2026-11-01")});
    const auto wrong = desk.edit(desk.colleague, {theirs}, {act(ActKind::Return)});
    receive(desk, {theirs, wrong, desk.newCase(stranger)});
    const auto late = desk.newCase(desk.officer);
    save(desk, late);
    need(desk.store->recordVerdicts({desk.verdict(own[0], Delivery::Custody),
                                     desk.verdict(own[1], Delivery::Safe),
                                     desk.verdict(late, Delivery::Quarantined, Refusal::WrongScope)}));
}

void StoreContent::around(StoreDesk& desk)
{
    need(desk.store->indexNames(own[0]->body().record, secretOf(QByteArray(32, 'k')),
                                {QStringLiteral("Rahima Begum")}));
    for (int line = 0; line < 6; ++line)
        need(desk.store->journal({desk.clock.now(), 7, JournalEvent::IdentityOpened, own[0]->body().record,
                                  QStringLiteral("reason-%1").arg(line)}));
    need(desk.store->saveDraft({QByteArray(16, 'd'),
                                7,
                                own[0]->body().record,
                                {own[0]->id()},
                                {{QStringLiteral("a"), 1}},
                                desk.clock.now()}));
    need(desk.store->setSetting(QStringLiteral("language"), QStringLiteral("bn")));
}

}  // namespace prohori
