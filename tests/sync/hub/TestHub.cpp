// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestHub.h"

namespace prohori {

ChangeBody newCase(const Scope& scope, const QString& localRef)
{
    ChangeBody body;
    body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
    body.creation = Creation{u"tip-case"_s, scope, localRef, {}};
    body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(u"Sadar"_s), {}});
    return body;
}

ChangeBody after(const ChangePtr& parent)
{
    ChangeBody body;
    body.record = parent->body().record;
    body.parents = {parent->id()};
    return body;
}

ChangeBody edit(const ChangePtr& parent, const QString& text)
{
    ChangeBody body = after(parent);
    body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(text), {}});
    return body;
}

ChangeBody act(const ChangePtr& parent, ActKind kind)
{
    ChangeBody body = after(parent);
    ActItem item;
    item.kind = kind;
    body.items.append(item);
    return body;
}

ChangeBody approval(const QList<ChangePtr>& changes)
{
    History history(changes.first()->body().record);
    for (const ChangePtr& change : changes)
        (void)history.add(change);
    ChangeBody body = act(changes.last(), ActKind::Approve);
    auto& item = get<ActItem>(body.items.first());
    item.checklistOk = true;
    item.heads = body.parents;
    item.scopeList = currentApprovalScope().id;
    item.contentHash = approvalHash(fold(history), currentApprovalScope());
    return body;
}

Desk::Desk(const TestAuthority& itsAuthority, PersonId number, const QString& login, Role itsRole,
           const Scope& scope)
    : TestPerson(itsAuthority, number, login, itsRole, scope)
{}

Desk::Desk(const Desk&) = default;
Desk::Desk(Desk&&) noexcept = default;
Desk::~Desk() = default;

TestHub::TestHub(Opener open)
    : key(SigningKey::make()),
      m_open(std::move(open)),
      m_storageKey(SecretBytes::random(std::size_t(kKeyBytes)))
{
    restart();
}

TestHub::~TestHub() = default;

QString TestHub::path() const
{
    return m_folder.filePath(u"hub.db"_s);
}

void TestHub::restart()
{
    hub.reset();
    storage.reset();
    storage = m_open ? m_open() : openFile();
    hub = std::make_unique<Hub>(authority.info, key, *storage, clock);
    if (!hub->start())
        qFatal("the hub does not start");
}

Desk TestHub::desk(PersonId person, const QString& login, Role role, const Scope& scope)
{
    return Desk(authority, person, login, role, scope);
}

SyncRequest TestHub::request(Desk& desk, const QList<ChangePtr>& changes)
{
    SyncRequest made;
    made.hub = id();
    made.replica = desk.replica;
    made.person = desk.certificate.id();
    made.requestCounter = ++desk.requests;
    made.headCounter = desk.sent;
    made.head = desk.sentHead;
    made.cursors = desk.cursors;
    if (!std::exchange(desk.introduced, true)) {
        for (const Statement& statement : desk.statements())
            made.statements.append(statement.bytes());
    }
    QList<FramedChange> framed;
    for (const ChangePtr& change : changes)
        framed.append({change, 0, {}});
    for (qsizetype from = 0; from < framed.size();) {
        Frame frame;
        from += packFrame(framed, from, {}, frame,
                          from == 0 ? made.writer() : FrameWriter{made.replica, made.person, made.head});
        made.frames.append(frame);
    }
    return made;
}

SyncAnswer TestHub::answerTo(const QByteArray& bytes)
{
    const auto said = hub->handle(bytes);
    if (!said)
        qFatal("%s", qPrintable(said.error().detail));
    const auto answer = SyncAnswer::decode(*said, id(), blake2b(bytes));
    if (!answer)
        qFatal("%s", qPrintable(answer.error().detail));
    return *answer;
}

SyncAnswer TestHub::send(Desk& desk, const QList<ChangePtr>& changes)
{
    const SyncRequest made = request(desk, changes);
    const SyncAnswer answer = answerTo(made.encode(desk.replicaKey));
    for (const ChangePtr& change : changes) {
        if (change->body().replica == desk.replica && change->body().counter > desk.sent) {
            desk.sent = change->body().counter;
            desk.sentHead = change->id();
        }
    }
    for (const Frame& frame : answer.frames)
        desk.cursors = {{frame.feed, frame.through}};
    return answer;
}

Refusal TestHub::verdictOf(Desk& desk, const ChangePtr& change)
{
    const SyncAnswer answer = send(desk, {change});
    if (answer.verdicts.size() != 1)
        qFatal("no verdict: %s", qPrintable(answer.error));
    return static_cast<Refusal>(answer.verdicts[0].refusal);
}

bool TestHub::isHeld(const ChangePtr& change) const
{
    const auto judged = storage->judgement(change->id());
    return judged && *judged;
}

Refusal TestHub::stored(const ChangePtr& change) const
{
    const auto judged = storage->judgement(change->id());
    return judged && *judged ? (*judged)->refusal : Refusal::BadForm;
}

quint64 TestHub::place(const Scope& feed, const ChangePtr& change) const
{
    return *storage->feedPosition(feed, change->id());
}

QList<ChangeId> TestHub::received(const SyncAnswer& answer)
{
    QList<ChangeId> ids;
    for (const Frame& frame : answer.frames) {
        if (frame.packed.isEmpty())
            continue;
        const auto changes = unpackFrame(frame);
        if (!changes)
            qFatal("%s", qPrintable(changes.error().detail));
        for (const FramedChange& one : *changes)
            ids.append(one.change->id());
    }
    return ids;
}

std::unique_ptr<HubStorage> TestHub::openFile() const
{
    auto opened = SqliteHubStorage::open(path(), m_storageKey, true);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().detail));
    return std::move(*opened);
}

}  // namespace prohori
