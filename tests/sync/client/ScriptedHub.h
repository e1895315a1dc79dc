// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/SyncClient.h"
#include "tests/core/directory/People.h"

#include <QCoreApplication>
#include <QTemporaryDir>

namespace prohori {

/** A hub without a line and without a judgement: takes everything, and sends its feed a few changes at a time. A test bends its answers
    by `alter` (before signing) and `deliver` (what the line makes of the reply). Keeps what it was asked.
*/
class ScriptedHub final : public QObject, public Transport {
public:
    SigningKey key = SigningKey::make();
    Scope feedName = QStringLiteral("41");
    QList<FramedChange> feed;
    QList<QByteArray> news;  ///< statements
    int perFrame = 2, framesAnAnswer = 1;
    quint64 heldCounter = 0;
    std::function<void(SyncAnswer&, const SyncRequest&)> alter;
    std::function<Result<Reply>(const Reply&)> deliver;
    std::function<void(const Progress&)> beforeReply;
    QList<SyncRequest::Decoded> asked;
    QList<ChangeId> uploaded;
    int cancelled = 0;

    HubId id() const { return HubId::fromBytes(key.publicKey()); }
    void put(const ChangePtr& change)
    {
        feed.append({change, quint64(feed.size() + 1), testStart().plus(std::chrono::seconds(feed.size()))});
    }

    void post(const QByteArray& body, Progress progress, Done done) override
    {
        const int call = ++m_call;
        const auto reply = answer(body);
        QMetaObject::invokeMethod(
            this,
            [this, call, progress, done, reply] {
                if (call == m_call && beforeReply)
                    beforeReply(progress);
                if (call == m_call)
                    done(deliver ? deliver(reply) : Result<Reply>(reply));
            },
            Qt::QueuedConnection);
    }
    void cancel() override
    {
        ++m_call;
        ++cancelled;
    }

    SyncAnswer plainAnswer(const SyncRequest& request)
    {
        SyncAnswer made;
        made.hub = id();
        made.hubTime = testStart().plus(std::chrono::hours(1));
        QList<ChangeId> ids;
        for (const Frame& frame : request.frames) {
            const auto changes = unpackFrame(frame, request.writer());
            if (!changes)
                qFatal("an upload does not unpack: %s", qPrintable(changes.error().detail));
            for (const FramedChange& framed : *changes) {
                ids.append(framed.change->id());
                made.verdicts.append({1, 0});
                if (framed.change->body().replica == request.replica)
                    heldCounter = std::max(heldCounter, framed.change->body().counter);
            }
        }
        uploaded += ids;
        made.knownCounter = std::max(heldCounter, request.headCounter);
        made.receipt = makeReceipt(key, made.hubTime, ids, made.verdicts);
        made.statements = news.mid(qsizetype(request.statementCursor));
        made.statementCursor = quint64(news.size());
        addFrames(request, made);
        return made;
    }

private:
    Reply answer(const QByteArray& body)
    {
        const auto decoded = SyncRequest::decode(body);
        if (!decoded)
            qFatal("no request: %s", qPrintable(decoded.error().detail));
        asked.append(*decoded);
        SyncAnswer made = plainAnswer(decoded->request);
        made.requestHash = decoded->hash;
        if (alter)
            alter(made, decoded->request);
        return {200, made.encode(key), 0};
    }

    void addFrames(const SyncRequest& request, SyncAnswer& made) const
    {
        quint64 at = 0;
        for (const WireCursor& cursor : request.cursors) {
            if (cursor.feed == feedName)
                at = cursor.position;
        }
        for (int i = 0; i < framesAnAnswer && at < quint64(feed.size()); ++i) {
            Frame frame;
            packFrame(feed.mid(qsizetype(at), perFrame), 0, feedName, frame);
            at = frame.through;
            made.frames.append(frame);
        }
        made.more = at < quint64(feed.size());
    }

    int m_call = 0;
};

/// A station's store with the person who works at it.
struct Desk {
    Desk(const TestAuthority& authority, PersonId number, const QString& login, Role role = Role::Recorder)
        : person(authority, number, login, role, QStringLiteral("41"))
    {
        auto made = Store::create(folder.filePath(QStringLiteral("store")), dataKey,
                                  {StoreId::fromBytes(SodiumRandom().bytes(StoreId::kSize)), person.replica,
                                   person.replicaKey, authority.info},
                                  clock);
        if (!made)
            qFatal("%s", qPrintable(made.error().detail));
        store = std::move(*made);
        QList<QByteArray> statements;
        for (const Statement& statement : person.statements())
            statements.append(statement.bytes());
        if (auto added = store->addStatements(statements); !added)
            qFatal("%s", qPrintable(added.error().detail));
    }

    /// A new case with one answer, saved; as the person's next change.
    ChangePtr newCase(const QString& text = QStringLiteral("Sadar"))
    {
        ChangeBody body;
        body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
        body.creation = Creation{QStringLiteral("tip-case"), QStringLiteral("41"),
                                 QStringLiteral("41-2026-%1-%2").arg(person.person).arg(person.counter + 1),
                                 Cbor(Cbor::Array{})};
        body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(text), {}});
        const ChangePtr change = person.save(body);
        if (const auto saved = store->save(*change); !saved)
            qFatal("%s", qPrintable(saved.error().detail));
        return change;
    }

    QList<ChangeId> queue() const
    {
        QList<ChangeId> ids;
        for (const OutboxEntry& entry : store->outbox(1000))
            ids.append(entry.change->id());
        return ids;
    }
    quint64 cursor() const
    {
        const auto cursors = store->cursors();
        return cursors.isEmpty() ? 0 : cursors.first().position;
    }

    QTemporaryDir folder;
    FakeClock clock;
    SecretBytes dataKey = SecretBytes::random(kKeyBytes);
    TestPerson person;
    std::unique_ptr<Store> store;
};

}  // namespace prohori
