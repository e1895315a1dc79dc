// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/StationBundles.h"

#include "core/cases/ChangeDictionary.h"
#include "core/cases/Roles.h"
#include "sync/client/BundleCargo.h"
#include "sync/client/SyncWork.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kAllThereAre = 1'000'000;
constexpr qsizetype kIdBytes = 16;

QList<ChangePtr> changesOf(const QList<OutboxEntry>& entries)
{
    QList<ChangePtr> changes;
    for (const OutboxEntry& entry : entries)
        changes.append(entry.change);
    return changes;
}

Result<> addFrames(BundleWriter& writer, const QList<FramedChange>& changes, quint32 dictionary)
{
    for (qsizetype from = 0; from < changes.size();) {
        Frame frame;
        from += packFrame(changes, from, {}, frame, {}, dictionary);
        if (auto added = writer.add(frame); !added)
            return added;
    }
    return {};
}

}  // namespace

BundleHeader StationBundles::header(BundleKind kind) const
{
    BundleHeader made;
    made.kind = kind;
    made.id = m_random.bytes(kIdBytes);
    made.authority = m_store.directory().authority().id;
    made.station = m_store.replica();
    made.person = m_identity.person;
    made.headCounter = m_store.lastCounter();
    made.head = m_store.lastChange();
    made.made = m_clock.now();
    return made;
}

Result<> StationBundles::note(JournalEvent event, PersonId with) const
{
    return m_identity.note ? m_identity.note(event, with) : Result<>();
}

Result<WrittenBundle> StationBundles::write(const BundleHeader& header, const QList<QByteArray>& receivers,
                                            const Cargo& cargo, QIODevice& out)
{
    if (auto noted = note(JournalEvent::StickWritten, header.to); !noted)
        return noted.error();
    BundleWriter writer(out);
    if (auto begun = writer.begin(header, receivers); !begun)
        return begun.error();
    if (auto added = addStatements(writer, cargo.statements); !added)
        return added.error();
    QList<FramedChange> framed;
    QSet<RecordId> records;
    for (const ChangePtr& change : cargo.changes) {
        framed.append({change, 0, {}});
        records.insert(change->head().record);
    }
    if (auto added = addFrames(writer, framed, header.hub.isNull() ? 0 : uploadDictionary(m_store)); !added)
        return added.error();
    WrittenBundle written;
    written.changes = int(cargo.changes.size());
    written.records = int(records.size());
    if (auto packed = packPapers(cargo, writer, written); !packed)
        return packed.error();
    if (auto finished = writer.finish(m_store.replicaKey()); !finished)
        return finished.error();
    written.bytes = out.pos();
    return written;
}

Result<WrittenBundle> StationBundles::writeToHub(QIODevice& out)
{
    BundleHeader made = header(BundleKind::ToHub);
    QByteArray boxKey;
    for (const HubCertificate& hub : m_store.directory().hubs()) {
        if (m_identity.hub.isNull() || hub.hub == m_identity.hub) {
            made.hub = hub.hub;
            boxKey = hub.boxKey;
        }
    }
    if (boxKey.isEmpty())
        return Error{
            ErrorCode::Refused,
            u"this station knows no hub yet: take in the authority's news, or an invitation that names one"_s,
            u"no-hub"_s};
    for (const FeedCursor& cursor : m_store.cursors())
        made.cursors.append({cursor.feed, cursor.position});
    made.statementCursor = m_store.setting(kStatementCursor, u"0"_s).toULongLong();
    made.dictionaries = changeDictionaries();
    Cargo cargo;
    cargo.changes = changesOf(m_store.outbox(kAllThereAre));
    cargo.statements = m_store.unsentStatements();
    if (auto found = papersForHub(cargo); !found)
        return found.error();
    return write(made, {boxKey}, cargo, out);
}

Result<WrittenBundle> StationBundles::writeTo(const PersonInfo& receiver, QList<RecordId> records,
                                              QIODevice& out)
{
    if (receiver.revoked)
        return Error{ErrorCode::Refused,
                     u"%1 was revoked and may read nothing: name another person"_s.arg(receiver.login),
                     u"revoked"_s};
    if (receiver.person == m_store.directory().person(m_identity.person)->person)
        return Error{ErrorCode::Refused, u"a bundle to oneself carries nothing: name another person"_s,
                     u"wrong-scope"_s};
    if (records.isEmpty()) {
        for (const OutboxEntry& entry : m_store.outbox(kAllThereAre)) {
            if (!records.contains(entry.change->head().record))
                records.append(entry.change->head().record);
        }
    }
    Cargo cargo;
    for (const RecordId& record : std::as_const(records)) {
        const auto history = m_store.history(record);
        const auto state = m_store.state(record);
        if (!history || !state)
            return history ? state.error() : history.error();
        const bool isMoving = state->pendingMove && state->pendingMove->to == receiver.scope;
        if (isNationalRole(receiver.role) || (state->homeScope != receiver.scope && !isMoving))
            return Error{
                ErrorCode::Refused,
                u"case %1 belongs to district %2, and %3 works for another one: propose to move it there first"_s
                    .arg(state->localRef, state->homeScope, receiver.login),
                u"wrong-scope"_s};
        cargo.changes += history->changes();
    }
    for (const Statement& statement : m_store.directory().statements())
        cargo.statements.append(statement.bytes());
    if (auto found = papersFor(records, cargo); !found)
        return found.error();
    BundleHeader made = header(BundleKind::Between);
    made.to = receiver.person;
    return write(made, {receiver.boxKey}, cargo, out);
}

}  // namespace prohori
