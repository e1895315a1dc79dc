// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/Hub.h"

#include "sync/hub/HubPrivate.h"
#include "sync/hub/UploadReading.h"
#include "sync/wire/Introduction.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(hubLog, "prohori.hub")

namespace {

const QString kReplayed = u"replayed"_s;

/// The key a request is signed with: of a known replica, or of one whose certificate comes along.
QByteArray replicaKeyOf(const Directory& directory, const SyncRequest& request)
{
    if (const ReplicaInfo* known = directory.replica(request.replica))
        return known->replicaKey;
    for (const QByteArray& bytes : request.statements) {
        const auto statement = Statement::decode(bytes);
        if (!statement)
            continue;
        const auto* certificate = std::get_if<ReplicaCertificate>(&statement->body());
        if (certificate && certificate->replica == request.replica)
            return certificate->replicaKey;
    }
    return {};
}

}  // namespace

Hub::Hub(AuthorityInfo authority, SigningKey hubKey, HubStorage& storage, const Clock& clock)
    : d(std::make_unique<Private>(std::move(authority), std::move(hubKey), storage, clock))
{}

Hub::~Hub() = default;

const HubCounters& Hub::counters() const
{
    return d->counters;
}

std::optional<HubCertificate> Hub::certificate() const
{
    const std::lock_guard lock(d->custody);
    for (const HubCertificate& hub : d->directory.hubs()) {
        if (hub.hub == d->id)
            return hub;
    }
    return std::nullopt;
}

QByteArray Hub::introduction(const QByteArray& tlsPin) const
{
    const auto certified = certificate();
    const std::lock_guard lock(d->custody);
    for (const Statement& statement : d->directory.statements()) {
        const auto* hub = std::get_if<HubCertificate>(&statement.body());
        if (certified && hub && hub->hub == d->id && hub->made == certified->made)
            return makeIntroduction(d->key, statement.bytes(), tlsPin);
    }
    return {};
}

Result<> Hub::start()
{
    const std::lock_guard lock(d->custody);
    d->directory = Directory(d->directory.authority());
    d->statementsRead = 0;
    return d->catchUp();
}

Hub::Private::News Hub::Private::learn(const QList<QByteArray>& statements)
{
    News news{directory, 0, {}, {}, {}};
    for (const QByteArray& bytes : statements) {
        const auto statement = Statement::decode(bytes);
        if (!statement)
            continue;
        ++counters.statementsReceived;
        const auto verdict = news.directory.add(*statement);
        if (!verdict) {
            LogLine("statement.refused"_L1)
                .id("statement"_L1, statement->id())
                .outside("why"_L1, verdict.error().hint)
                .write(hubLog());
            if (verdict.error().hint != u"second-join"_s)
                continue;
            ++counters.secondJoins;
        } else if (*verdict == StatementVerdict::Known) {
            continue;
        }
        news.added += verdict && *verdict == StatementVerdict::New;
        news.toKeep.append({statement->id(), bytes});
        const auto* replica = std::get_if<ReplicaCertificate>(&statement->body());
        if (replica && !replica->replaces.isNull())
            news.replaced.append(replica->replaces);
        if (const auto* revoked = std::get_if<RevocationStatement>(&statement->body()); revoked && verdict)
            news.revoked.append(revoked->person);
    }
    return news;
}

Result<> Hub::Private::keep(const News& news, Custody& taking)
{
    for (const auto& [statement, bytes] : news.toKeep) {
        if (auto kept = storage.keepStatement(statement, bytes); !kept)
            return kept;
    }
    if (news.added == 0)
        return {};
    // First: what is accepted now is judged by what counts now.
    if (auto followed = taking.followRevocations(news.revoked, directory); !followed)
        return followed;
    if (auto woken = taking.wake(HubStorage::kPeople); !woken)
        return woken;
    for (const ReplicaId& replica : news.replaced) {
        if (auto woken = taking.wake(replica.toBytes()); !woken)
            return woken;
    }
    return {};
}

Result<int> Hub::takeStatements(const QList<QByteArray>& statements)
{
    const std::lock_guard lock(d->custody);
    Private::News news{Directory({}), 0, {}, {}, {}};
    const auto work = [&]() -> Result<> {
        if (auto same = d->isCaughtUp(); !same)
            return same;
        Custody taking(d->storage, news.directory, d->clock.now());
        if (auto started = taking.start(); !started)
            return started;
        if (auto kept = d->keep(news, taking); !kept)
            return kept;
        return taking.finish();
    };
    const auto done = d->together([&] {
        news = d->learn(statements);
        return d->storage.transaction(work);
    });
    if (!done)
        return done.error();
    d->directory = std::move(news.directory);
    return news.added;
}

Result<QByteArray> Hub::handle(const QByteArray& requestBytes, const QString& from)
{
    ++d->counters.requests;
    const auto asked = SyncRequest::decode(requestBytes);
    if (!asked)
        return d->bad(asked.error(), from);
    auto answer = [&]() -> Result<SyncAnswer> {
        const auto taken = d->takeOnce(*asked);
        if (taken)
            return d->answer(asked->request, *taken);
        const Error why = d->bad(taken.error(), from);
        if (why.code != ErrorCode::Refused)
            return why;
        SyncAnswer refused;
        refused.hubTime = d->clock.now();
        refused.error = why.hint;
        if (refused.error == kReplayed)
            refused.expectedRequestCounter = why.detail.toULongLong();
        return refused;
    }();
    if (!answer)
        return answer.error();
    if (!answer->error.isEmpty()) {
        ++d->counters.refused;
        LogLine("request.refused"_L1)
            .id("replica"_L1, asked->request.replica)
            .outside("error"_L1, answer->error)
            .write(hubLog());
    }
    answer->hub = d->id;
    answer->requestHash = asked->hash;
    return answer->encode(d->key);
}

Result<Hub::Private::Taken> Hub::Private::takeOnce(const SyncRequest::Decoded& asked)
{
    const SyncRequest& request = asked.request;
    if (request.protocol < kOldestProtocolVersion || request.protocol > kProtocolVersion)
        return refusedWith(u"protocol"_s);
    if (request.hub != id)
        return refusedWith(u"not-for-this-hub"_s);
    const std::lock_guard lock(custody);
    Taken taken;
    const auto done = together([&]() -> Result<> {
        auto now = takeNow(asked);
        if (!now)
            return now.error();
        taken = std::move(*now);
        return {};
    });
    return done ? Result<Taken>(std::move(taken)) : done.error();
}

Result<Hub::Private::Taken> Hub::Private::takeNow(const SyncRequest::Decoded& asked)
{
    const SyncRequest& request = asked.request;
    const QByteArray replicaKey = replicaKeyOf(directory, request);
    if (replicaKey.isEmpty())
        return refusedWith(u"unknown-replica"_s);
    if (!asked.isSignedBy(replicaKey))
        return refusedWith(u"bad-signature"_s);
    if (auto admitted = admit(request.replica, request.person, HubLimits::Kind::Records, asked.size);
        !admitted)
        return admitted.error();
    const auto before = storage.replica(request.replica);
    if (!before)
        return before.error();
    if (request.requestCounter > before->requestCounter)
        return take(asked, *before);
    if (request.requestCounter == before->requestCounter && asked.hash == before->requestHash) {
        const auto plan = AnswerPlan::decode(before->answerPlan);
        if (!plan)
            return plan.error();
        Taken again{*plan, {}};
        const auto read =
            UploadReader(request, nullptr, storage).each([&](const QList<FramedChange>& some) -> Result<> {
                for (const FramedChange& framed : some)
                    again.upload.add(framed);
                return {};
            });
        return read ? Result<Taken>(again) : Result<Taken>(read.error());
    }
    ++counters.replayed;
    LogLine("request.replayed"_L1)
        .id("replica"_L1, request.replica)
        .count("counter"_L1, qint64(request.requestCounter))
        .count("known"_L1, qint64(before->requestCounter))
        .write(hubLog());
    return Error{ErrorCode::Refused, QString::number(before->requestCounter + 1), kReplayed};
}

}  // namespace prohori
