// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubCheck.h"

#include "sync/hub/AttachmentCustody.h"
#include "sync/hub/JournalIntake.h"
#include "sync/hub/Whereabouts.h"

#include <QMap>

#include <algorithm>
#include <map>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kStatementsToCheck = 500;

/// Calls `visit` with each statement after a number, and its own. Fails with Damaged on a hole in the numbers.
Result<> eachStatement(HubStorage& storage, quint64 after,
                       const std::function<Result<>(const QByteArray&, quint64)>& visit)
{
    const auto end = storage.statementEnd();
    if (!end)
        return end.error();
    for (quint64 at = after; at < *end;) {
        const auto some =
            storage.statements(at, static_cast<int>(std::min<quint64>(kStatementsToCheck, *end - at)));
        if (!some)
            return some.error();
        // With a hole, what is read runs past the last number.
        if (some->isEmpty()
            || static_cast<quint64>(some->size()) < std::min<quint64>(kStatementsToCheck, *end - at))
            return Error{ErrorCode::Damaged, u"a statement from number %1 on is missing"_s.arg(at + 1)};
        for (const QByteArray& bytes : *some) {
            if (auto visited = visit(bytes, ++at); !visited)
                return visited;
        }
    }
    return {};
}

class HubCheck {
public:
    HubCheck(HubStorage& storage, const AuthorityInfo& authority) : m_storage(storage), m_directory(authority)
    {}

    Result<> run();
    Result<> attachments(const AttachmentCustody& files);
    HubFindings findings() { return std::move(m_found); }

private:
    struct Known {
        RecordId record;
        Instant received;
        QList<ChangeId> parents;
        Refusal refusal = Refusal::None;
        bool isInHomeFeed = false;
    };
    struct Link {
        ChangeId change, prev;
    };
    struct Feed {
        quint64 end = 0;
        QByteArray chain;
        QSet<ChangeId> changes;
    };

    void fault(const QString& what) { m_found.faults.append(what); }
    Result<> statements();
    void change(const HubStorage::StoredChange& stored);
    void author(const Change& change, const HubStorage::StoredChange& stored);
    Result<> chains();
    void chain(const ReplicaId& replica, const std::map<quint64, Link>& links, const ReplicaStatus& status);
    Result<> feeds();
    Result<> feedEntry(const HubStorage::StoredFeedEntry& entry);
    Result<std::optional<Scope>> homeOf(const RecordId& record);
    Result<> records();
    void record(const RecordId& record, const QList<HeldChange>& held, const std::optional<Scope>& home);

    HubStorage& m_storage;
    Directory m_directory;
    HubFindings m_found;
    QHash<ChangeId, Known> m_changes;
    QHash<ReplicaId, std::map<quint64, Link>> m_chains;
    QHash<RecordId, std::optional<Scope>> m_homes;
    QMap<Scope, Feed> m_feeds;
    QSet<RecordId> m_unreadable;
};

Result<> HubCheck::run()
{
    if (auto read = statements(); !read)
        return read;
    const auto all = m_storage.eachChange([&](const HubStorage::StoredChange& stored) -> Result<> {
        change(stored);
        return {};
    });
    if (!all)
        return all;
    if (auto read = chains(); !read)
        return read;
    if (auto read = feeds(); !read)
        return read;
    if (auto read = records(); !read)
        return read;
    auto journals = checkJournals(m_storage, m_directory);
    if (!journals)
        return journals.error();
    m_found.journalLines = journals->lines;
    m_found.faults += journals->faults;
    m_found.stations = journals->stations;
    return {};
}

Result<> HubCheck::attachments(const AttachmentCustody& files)
{
    return m_storage.eachAttachment([&](const HeldAttachment& file) -> Result<> {
        ++m_found.files;
        m_found.faults += files.check(file);
        return {};
    });
}

Result<> HubCheck::statements()
{
    const auto read = eachStatement(m_storage, 0, [&](const QByteArray& bytes, quint64 number) -> Result<> {
        ++m_found.statements;
        const auto statement = Statement::decode(bytes);
        if (!statement) {
            fault(u"statement %1 does not read"_s.arg(number));
            return {};
        }
        const auto verdict = m_directory.add(*statement);
        // A second join is kept, to be told to the authority.
        if (!verdict && verdict.error().hint != u"second-join"_s)
            fault(u"statement %1 (%2) does not hold: %3"_s.arg(number).arg(statementKind(statement->body()),
                                                                           verdict.error().detail));
        return {};
    });
    if (!read && read.error().code == ErrorCode::Damaged) {
        fault(read.error().detail);
        return {};
    }
    return read;
}

void HubCheck::change(const HubStorage::StoredChange& stored)
{
    ++m_found.changes;
    const QString name = stored.id.toString();
    const auto decoded = Change::decode(stored.bytes, stored.signature);
    m_changes.insert(stored.id, {stored.record, stored.received, {}, stored.refusal, false});
    if (!decoded || decoded->id() != stored.id) {
        m_unreadable.insert(stored.record);
        fault(u"change %1: its bytes are not those it was named by"_s.arg(name));
        return;
    }
    const ChangeBody& body = decoded->body();
    m_changes[stored.id].parents = body.parents;
    if (body.record != stored.record || body.replica != stored.replica || body.counter != stored.counter)
        fault(u"change %1 is filed under another record or replica than it names"_s.arg(name));
    author(*decoded, stored);
    if (stored.link == ChainLink::Chained) {
        auto& links = m_chains[stored.replica];
        if (!links.insert({stored.counter, {stored.id, body.prev}}).second)
            fault(u"replica %1 has two changes with number %2"_s.arg(stored.replica.toString())
                      .arg(stored.counter));
    } else if (stored.link == ChainLink::Loose && stored.refusal == Refusal::None) {
        fault(u"change %1 was accepted without a place in its replica's chain"_s.arg(name));
    }
}

void HubCheck::author(const Change& change, const HubStorage::StoredChange& stored)
{
    const Refusal author = checkAuthor(m_directory, change);
    const bool accepted = stored.refusal == Refusal::None;
    // Who is revoked later keeps what was accepted before.
    if (author == Refusal::BadSignature && stored.refusal != Refusal::BadSignature)
        fault(u"change %1: its signature is wrong"_s.arg(change.id().toString()));
    else if (author == Refusal::UnknownAuthor && stored.refusal != Refusal::UnknownAuthor)
        fault(u"change %1: nobody vouches for its author"_s.arg(change.id().toString()));
    else if (author == Refusal::WrongRole && accepted)
        fault(u"change %1: its author is not what it says"_s.arg(change.id().toString()));
}

Result<> HubCheck::chains()
{
    const auto replicas = m_storage.replicas();
    if (!replicas)
        return replicas.error();
    QHash<ReplicaId, ReplicaStatus> known;
    for (const ReplicaStatus& status : *replicas)
        known.insert(status.replica, status);
    for (auto at = m_chains.constBegin(); at != m_chains.constEnd(); ++at)
        chain(at.key(), at.value(), known.take(at.key()));
    for (const ReplicaStatus& status : std::as_const(known)) {
        if (status.counter > 0)
            fault(u"replica %1: its %2 changes are missing"_s.arg(status.replica.toString())
                      .arg(status.counter));
    }
    return {};
}

void HubCheck::chain(const ReplicaId& replica, const std::map<quint64, Link>& links,
                     const ReplicaStatus& status)
{
    quint64 counter = 0;
    ChangeId head;
    for (const auto& [number, link] : links) {
        if (number != counter + 1)
            fault(u"replica %1: change number %2 is missing"_s.arg(replica.toString()).arg(counter + 1));
        else if (link.prev != head)
            fault(u"replica %1: change number %2 does not follow the one before"_s.arg(replica.toString())
                      .arg(number));
        counter = number;
        head = link.change;
    }
    if (status.counter != counter || status.head != head)
        fault(u"replica %1: its chain ends with number %2, not with %3 as it was noted"_s
                  .arg(replica.toString())
                  .arg(counter)
                  .arg(status.counter));
}

Result<std::optional<Scope>> HubCheck::homeOf(const RecordId& record)
{
    if (const auto known = m_homes.constFind(record); known != m_homes.constEnd())
        return *known;
    const auto home = m_storage.homeScope(record);
    if (home)
        m_homes.insert(record, *home);
    return home;
}

Result<> HubCheck::feeds()
{
    const auto read =
        m_storage.eachFeedEntry([&](const HubStorage::StoredFeedEntry& entry) { return feedEntry(entry); });
    if (!read)
        return read;
    m_found.feeds = m_feeds.size();
    for (auto at = m_changes.constBegin(); at != m_changes.constEnd(); ++at) {
        if (at->refusal == Refusal::None && !at->isInHomeFeed)
            fault(u"change %1 was accepted and is not in its district's feed"_s.arg(at.key().toString()));
    }
    return {};
}

Result<> HubCheck::feedEntry(const HubStorage::StoredFeedEntry& entry)
{
    Feed& feed = m_feeds[entry.feed];
    const QString place = u"feed %1, place %2"_s.arg(entry.feed).arg(entry.position);
    if (entry.position != feed.end + 1)
        fault(u"%1: the one before it is missing"_s.arg(place));
    const auto known = m_changes.find(entry.change);
    if (known == m_changes.end())
        fault(u"%1: its change is missing"_s.arg(place));
    const Instant received = known == m_changes.end() ? Instant() : known->received;
    if (entry.chain != HubStorage::feedChain(feed.chain, entry.position, entry.change, received))
        fault(u"%1: its hash does not follow from the one before it and its time of receipt"_s.arg(place));
    feed.end = entry.position;
    feed.chain = entry.chain;
    feed.changes.insert(entry.change);
    if (known == m_changes.end())
        return {};
    if (known->refusal != Refusal::None)
        fault(u"%1: its change was not accepted (%2)"_s.arg(place, refusalName(known->refusal)));
    for (const ChangeId& parent : std::as_const(known->parents)) {
        if (!feed.changes.contains(parent))
            fault(u"%1: what it builds on does not stand before it"_s.arg(place));
    }
    const auto home = homeOf(known->record);
    if (!home)
        return home.error();
    known->isInHomeFeed = known->isInHomeFeed || *home == entry.feed;
    return {};
}

Result<> HubCheck::records()
{
    QSet<RecordId> all;
    for (const Known& known : std::as_const(m_changes)) {
        if (known.refusal == Refusal::None && !m_unreadable.contains(known.record))
            all.insert(known.record);
    }
    for (const RecordId& id : std::as_const(all)) {
        const auto held = m_storage.recordChanges(id);
        if (!held && held.error().code != ErrorCode::Damaged)
            return held.error();
        const auto home = homeOf(id);
        if (!home)
            return home.error();
        if (held)
            record(id, *held, *home);
    }
    return {};
}

/// What was accepted must be allowed by the rules, in the state that its author saw.
void HubCheck::record(const RecordId& id, const QList<HeldChange>& held, const std::optional<Scope>& home)
{
    History history(id);
    for (const HeldChange& each : held) {
        if (each.refusal != Refusal::None)
            continue;
        if (!history.add(each.change)) {
            fault(u"record %1 does not hold together"_s.arg(id.toString()));
            return;
        }
    }
    if (!history.waiting().isEmpty() || history.isEmpty()) {
        fault(u"record %1: something that was accepted is missing"_s.arg(id.toString()));
        return;
    }
    for (const ChangePtr& each : history.changes()) {
        const Refusal refusal = checkRights(m_directory, *each, history);
        if (refusal != Refusal::None && refusal != Refusal::UnknownAuthor)
            fault(u"change %1 was accepted against the rules (%2)"_s.arg(each->id().toString(),
                                                                         refusalName(refusal)));
    }
    if (home != whereIs(whatCounts(history, m_directory), history).home)
        fault(u"record %1 is filed under another district than it belongs to"_s.arg(id.toString()));
}

}  // namespace

Result<HubFindings> checkHub(HubStorage& storage, const AuthorityInfo& authority,
                             const AttachmentCustody* files)
{
    const auto broken = storage.faults();
    if (!broken)
        return broken.error();
    const auto notes = storage.notes();
    if (!notes)
        return notes.error();
    HubCheck check(storage, authority);
    const auto looked = storage.snapshot([&] {
        const auto ran = check.run();
        return ran && files ? check.attachments(*files) : ran;
    });
    HubFindings found = check.findings();
    found.faults = *broken + found.faults;
    found.notes = *notes;
    if (looked)
        return found;
    // A file that is broken in itself may not be readable to its end.
    if (looked.error().code != ErrorCode::Damaged)
        return looked.error();
    found.faults.append(looked.error().detail);
    return found;
}

Result<> addStoredStatements(HubStorage& storage, Directory& directory, quint64& read)
{
    return eachStatement(storage, read, [&](const QByteArray& bytes, quint64 number) -> Result<> {
        const auto statement = Statement::decode(bytes);
        if (!statement)
            return Error{ErrorCode::Damaged,
                         u"statement %1 does not read: run prohori-hub check"_s.arg(number)};
        // A second join was kept to be told to the authority; it is refused again here, as it was then.
        (void)directory.add(*statement);
        read = number;
        return {};
    });
}

Result<Directory> storedDirectory(HubStorage& storage, const AuthorityInfo& authority)
{
    Directory directory(authority);
    quint64 read = 0;
    if (auto added = addStoredStatements(storage, directory, read); !added)
        return added.error();
    return directory;
}

}  // namespace prohori
