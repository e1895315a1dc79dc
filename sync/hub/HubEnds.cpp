// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubBackup.h"

#include "core/base/Cbor.h"
#include "core/journal/JournalBatch.h"

#include <QCryptographicHash>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kStatementsToFit = 500;

Result<> readReplicas(HubStorage& storage, const HubEnds* within, HubEnds& ends)
{
    if (!within) {
        const auto all = storage.replicas();
        if (!all)
            return all.error();
        for (const ReplicaStatus& status : *all) {
            if (status.counter > 0)
                ends.replicas.insert(status.replica, {status.counter, status.head});
        }
        return {};
    }
    for (auto at = within->replicas.constBegin(); at != within->replicas.constEnd(); ++at) {
        const auto held = storage.changeAt(at.key(), at->first);
        if (!held)
            return held.error();
        ends.replicas.insert(at.key(), {at->first, held->value_or(ChangeId())});
    }
    return {};
}

Result<> readFeeds(HubStorage& storage, const HubEnds* within, HubEnds& ends)
{
    return storage.eachFeedEntry([&](const HubStorage::StoredFeedEntry& entry) -> Result<> {
        if (within && entry.position > within->feeds.value(entry.feed).end)
            return {};
        ends.feeds.insert(entry.feed, {entry.position, entry.chain});
        return {};
    });
}

Result<> readStatements(HubStorage& storage, const HubEnds* within, HubEnds& ends)
{
    const auto last = storage.statementEnd();
    if (!last)
        return last.error();
    ends.statements = within ? std::min(within->statements, *last) : *last;
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    for (quint64 at = 0; at < ends.statements;) {
        const int limit = static_cast<int>(std::min<quint64>(kStatementsToFit, ends.statements - at));
        const auto some = storage.statements(at, limit);
        if (!some)
            return some.error();
        if (some->isEmpty())
            return Error{ErrorCode::Damaged, u"a statement from number %1 on is missing"_s.arg(at + 1)};
        for (const QByteArray& statement : *some)
            hash.addData(Cbor(statement).encode());
        at += static_cast<quint64>(some->size());
    }
    ends.statementHash = hash.result();
    return {};
}

}  // namespace

QByteArray HubEnds::digest() const
{
    Cbor::Array chains, lists;
    for (auto at = replicas.constBegin(); at != replicas.constEnd(); ++at)
        chains.emplace_back(
            Cbor::Array{Cbor(at.key().toBytes()), Cbor(at->first), Cbor(at->second.toBytes())});
    for (auto at = feeds.constBegin(); at != feeds.constEnd(); ++at)
        lists.emplace_back(Cbor::Array{Cbor(at.key()), Cbor(at->end), Cbor(at->chain)});
    return blake2b(Cbor(Cbor::Array{Cbor(std::move(chains)), Cbor(std::move(lists)), Cbor(statements),
                                    Cbor(statementHash), Cbor(journals)})
                       .encode());
}

QList<SafeMark> safeMarksOf(const HubEnds& ends)
{
    QList<SafeMark> marks;
    for (auto at = ends.replicas.constBegin(); at != ends.replicas.constEnd(); ++at)
        marks.append({at.key(), at->first});
    return marks;
}

SetBack setBackTo(const HubEnds& ends, Instant noted)
{
    SetBack when{SodiumRandom().bytes(SetBack::kIdBytes), noted, {}, ends.statements};
    for (auto at = ends.feeds.constBegin(); at != ends.feeds.constEnd(); ++at)
        when.feeds.insert(at.key(), at->end);
    when.feeds.insert(kJournalFeed, ends.journals);
    return when;
}

Result<HubEnds> hubEnds(HubStorage& storage, const HubEnds* within)
{
    HubEnds ends;
    const auto read = storage.snapshot([&]() -> Result<> {
        if (auto replicas = readReplicas(storage, within, ends); !replicas)
            return replicas;
        if (auto feeds = readFeeds(storage, within, ends); !feeds)
            return feeds;
        if (auto statements = readStatements(storage, within, ends); !statements)
            return statements;
        const auto journals = storage.journalsEnd();
        if (!journals)
            return journals.error();
        ends.journals = within ? std::min(within->journals, *journals) : *journals;
        return {};
    });
    if (!read)
        return read.error();
    return ends;
}

}  // namespace prohori
