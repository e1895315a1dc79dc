// SPDX-License-Identifier: GPL-3.0-or-later
// What the hub tells of its backups, and what is done when it was set back to one.
#include "core/base/PlantedFault.h"
#include "sync/client/SyncWork.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

bool SyncClient::Private::hasOnlyLostAnswers(const SyncAnswer& answer) const
{
    const bool isForked =
        std::any_of(answer.verdicts.begin(), answer.verdicts.end(),
                    [](const WireVerdict& verdict) { return verdict.refusal == quint8(Refusal::Forked); })
        || (answer.journal && answer.journal->fit == JournalFit::Fork);
    return !isForked && !answer.knownHead.isNull() && store.knows(answer.knownHead);
}

/// Before anything else of the answer: its frames go on from the places that it names.
Result<> SyncClient::Private::takeSetBack(const SyncAnswer& answer)
{
    if (!answer.setBack)
        return {};
    // First: the places that it goes by may be another story now.
    if (auto forgotten = forgetAhead(); !forgotten)
        return forgotten;
    QList<FeedCursor> cursors;
    for (const WireCursor& cursor : answer.setBack->cursors)
        cursors.append({cursor.feed, cursor.position});
    if (auto moved = store.setBack(cursors); !moved)
        return moved;
    // A stick that the hub wrote before says nothing of the papers that it has now.
    const QString toldAt = QString::number(answer.hubTime.msSinceEpoch);
    if (auto kept = store.setSetting(kPapersToldAt, toldAt); !kept)
        return kept;
    const quint64 known = store.setting(kStatementCursor, u"0"_s).toULongLong();
    request.statementCursor = std::min(known, answer.setBack->statements);
    if (auto kept = store.setSetting(kStatementCursor, QString::number(request.statementCursor)); !kept)
        return kept;
    if (auto offered = introduceAgain(); !offered)
        return offered;
    // Last: what was cut before this is done again.
    return store.setSetting(kSetBackSeen, QString::fromLatin1(answer.setBack->id.toHex()));
}

/// Of a chain that the hub and this store agree on; noteSafeThrough() looks whether they do.
Result<> SyncClient::Private::takeSafe(const SyncAnswer& answer)
{
    if (answer.safeCounter > 0 && !answer.remint) {
        const auto noted =
            store.noteSafeThrough(store.replica(), answer.safeCounter, answer.knownCounter, answer.knownHead);
        if (!noted)
            return noted.error();
    }
    for (const EarlierSafe& one : answer.earlier) {
        const auto noted = store.noteSafeThrough(one.replica, one.counter, one.counter, one.head);
        if (!noted)
            return noted.error();
    }
    return {};
}

/// Who works here, by which invitation, and with which incarnations of this store: to a hub that has lost it.
Result<> SyncClient::Private::introduceAgain()
{
    const Directory& known = store.directory();
    const ReplicaInfo* own = known.replica(store.replica());
    QSet<CertificateId> wanted;
    for (const CertificateId& person : own ? own->people : QList<CertificateId>()) {
        wanted.insert(person);
        if (const PersonInfo* info = known.person(person))
            wanted.insert(info->invitation);
    }
    QList<CertificateId> statements;
    for (const Statement& statement : known.statements()) {
        const auto* replica = std::get_if<ReplicaCertificate>(&statement.body());
        if (wanted.contains(statement.id()) || (replica && wanted.contains(replica->person)))
            statements.append(statement.id());
    }
    return store.offerStatementsAgain(statements);
}

/// The hub holds less of this replica than it gave receipts for: it was set back. What it lacks is offered again, once a sync: a
/// change that it does not take in either way must not keep the sync going for ever.
Result<> SyncClient::Private::reofferIfSetBack(const SyncAnswer& answer)
{
    if (answer.remint || offeredAgain || answer.knownCounter >= store.lastCounter()
        || !store.outbox(1).isEmpty() || plantedFault(23))
        return {};
    offeredAgain = true;
    return store.offerAgainAfter(answer.knownCounter);
}

}  // namespace prohori
