// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedHub.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace prohori {

ScriptedHub::ScriptedHub() : key(SigningKey::make()) {}

ScriptedHub::~ScriptedHub() = default;

void ScriptedHub::put(const ChangePtr& change)
{
    feed.append({change, quint64(feed.size() + 1), testStart().plus(std::chrono::seconds(feed.size()))});
}

void ScriptedHub::post(const QByteArray& body, Progress progress, Done done)
{
    const int call = ++m_call;
    const auto reply = answer(body);
    later(replyTurns, [this, call, progress, done, reply] {
        if (call == m_call && beforeReply)
            beforeReply(progress);
        if (call == m_call)
            done(deliver ? deliver(reply) : Result<Reply>(reply));
    });
}

void ScriptedHub::later(int turns, const std::function<void()>& what)
{
    if (turns == 0)
        QMetaObject::invokeMethod(this, what, Qt::QueuedConnection);
    else
        QTimer::singleShot(0, this, [this, turns, what] { later(turns - 1, what); });
}

void ScriptedHub::cancel()
{
    ++m_call;
    ++cancelled;
}

SyncAnswer ScriptedHub::plainAnswer(const SyncRequest& request)
{
    SyncAnswer made;
    made.hub = id();
    made.hubTime = testStart().plus(std::chrono::hours(1));
    QList<ChangeId> ids;
    FrameWriter writer = request.writer();
    writer.findHeld = [this](const RecordId&, const QByteArray& start) -> std::optional<ChangeId> {
        const auto at = std::find_if(uploaded.begin(), uploaded.end(),
                                     [&](const ChangeId& id) { return id.toBytes().startsWith(start); });
        return at == uploaded.end() ? std::nullopt : std::optional(*at);
    };
    for (const Frame& frame : request.frames) {
        const auto changes = unpackFrame(frame, std::exchange(writer, request.writer()));
        if (!changes && frame.dictionary != 0) {
            made.error = QStringLiteral("bad-frame");
            return made;
        }
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

Transport::Reply ScriptedHub::answer(const QByteArray& body)
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

void ScriptedHub::addFrames(const SyncRequest& request, SyncAnswer& made) const
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

Desk::Desk(const TestAuthority& authority, PersonId number, const QString& login, Role role)
    : dataKey(SecretBytes::random(kKeyBytes)),
      person(authority, number, login, role, QStringLiteral("41"))
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

ChangePtr Desk::newCase(const QString& text)
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

QList<ChangeId> Desk::queue() const
{
    QList<ChangeId> ids;
    for (const OutboxEntry& entry : store->outbox(1000))
        ids.append(entry.change->id());
    return ids;
}

quint64 Desk::cursor() const
{
    const auto cursors = store->cursors();
    return cursors.isEmpty() ? 0 : cursors.first().position;
}

Desk::~Desk() = default;

}  // namespace prohori
