// SPDX-License-Identifier: GPL-3.0-or-later
// What a station does with a bundle that it reads.
#include "sync/client/StationBundles.h"
#include "sync/client/SyncWork.h"

#include "core/cases/Roles.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype kMostCases = 100'000;  ///< in a bundle between stations
}  // namespace

/// What the first reading finds out. Frames are not unpacked before it is known who wrote them.
struct StationBundles::Contents {
    CollectedStatements statements;
    OpenedBundle opened;
};

Result<StationBundles::Contents> StationBundles::look(QIODevice& in)
{
    Contents contents;
    const auto opened = inspectBundle(in, m_identity.keys, [&contents](const BundlePart& part) {
        return contents.statements.add(part);
    });
    if (!opened)
        return opened.error();
    contents.opened = *opened;
    return contents;
}

Result<> StationBundles::checkSender(const OpenedBundle& opened, const Contents& contents,
                                     ReadBundle& outcome) const
{
    const BundleHeader& header = opened.header;
    if (header.authority != m_store.directory().authority().id)
        return Error{ErrorCode::Refused,
                     u"the bundle was written under another authority (practice and production never mix)"_s,
                     u"wrong-authority"_s};
    if (header.kind == BundleKind::ToHub)
        return Error{ErrorCode::Refused, u"the bundle is for the hub: read it there"_s, u"not-for-you"_s};
    Directory known = m_store.directory();
    for (const QByteArray& bytes : contents.statements.list) {
        if (const auto statement = Statement::decode(bytes))
            (void)known.add(*statement);
    }
    QByteArray key;
    if (header.kind == BundleKind::FromHub) {
        if (!known.isCertifiedHub(header.hub))
            return Error{ErrorCode::Refused,
                         u"the bundle comes from a hub that this station's authority has not certified"_s,
                         u"wrong-hub"_s};
        key = header.hub.toBytes();
        for (const HubCertificate& hub : known.hubs()) {
            if (hub.hub == header.hub)
                outcome.from = hub.name;
        }
    } else {
        const ReplicaInfo* station = known.replica(header.station);
        const PersonInfo* sender = known.person(header.person);
        if (!station || !sender || !station->people.contains(header.person))
            return Error{
                ErrorCode::Refused,
                u"nobody vouches for the station that wrote the bundle: sync or take in news first"_s,
                u"bad-signature"_s};
        if (header.to != m_store.directory().person(m_identity.person)->person)
            return Error{ErrorCode::Refused, u"the bundle is for another person"_s, u"not-for-you"_s};
        key = station->replicaKey;
        outcome.from = sender->login;
        outcome.fromPerson = sender->person;
    }
    if (!opened.isSignedBy(key))
        return Error{ErrorCode::Refused,
                     u"the bundle is not signed by who it says wrote it: do not use this stick"_s,
                     u"bad-signature"_s};
    return {};
}

/// A feed is gone on with only where nothing is missing before.
Result<> StationBundles::checkCursors(const BundleHeader& header) const
{
    const auto gap = [](quint64 from, quint64 here) {
        return Error{
            ErrorCode::Refused,
            u"an earlier bundle is missing: this one goes on from %1, this station has read up to %2; read the earlier one first, or ask the hub for a new one"_s
                .arg(from)
                .arg(here),
            u"gap"_s};
    };
    for (const WireCursor& after : header.cursors) {
        quint64 here = 0;
        for (const FeedCursor& cursor : m_store.cursors())
            here = cursor.feed == after.feed ? cursor.position : here;
        if (after.position > here)
            return gap(after.position, here);
    }
    const quint64 statements = m_store.setting(kStatementCursor, u"0"_s).toULongLong();
    return header.statementCursor > statements ? Result<>(gap(header.statementCursor, statements))
                                               : Result<>();
}

/// Where each case of a bundle is at home, or may come to be.
Result<> StationBundles::addScopes(const BundlePart& part, QHash<RecordId, QSet<Scope>>& scopes)
{
    const auto* frame = std::get_if<Frame>(&part);
    if (!frame)
        return {};
    const auto changes = unpackFrame(*frame);
    if (!changes)
        return changes.error();
    for (const FramedChange& framed : *changes) {
        const ChangeBody& body = framed.change->body();
        QSet<Scope>& places = scopes[body.record];
        if (body.creation)
            places.insert(body.creation->homeScope);
        for (const Item& item : body.items) {
            if (const auto* move = get_if<MoveItem>(&item))
                places.insert(move->to);
        }
    }
    return scopes.size() <= kMostCases
             ? Result<>()
             : Error{ErrorCode::Invalid, u"the bundle holds more cases than a district has"_s,
                     u"too-large"_s};
}

/// From another station come cases of the own district only, and those that move here.
Result<> StationBundles::checkScopes(QIODevice& in, const OpenedBundle& opened) const
{
    QHash<RecordId, QSet<Scope>> scopes;
    const auto read =
        replayBundle(in, opened, [&scopes](const BundlePart& part) { return addScopes(part, scopes); });
    if (!read)
        return read;
    const Scope& mine = m_store.directory().person(m_identity.person)->scope;
    for (auto it = scopes.cbegin(); it != scopes.cend(); ++it) {
        if (it->contains(mine))
            continue;
        const auto state = m_store.state(it.key());
        if (!state || state->homeScope != mine)
            return Error{
                ErrorCode::Refused,
                u"the bundle holds case %1 of another district, which nobody has proposed to move here"_s.arg(
                    it.key().toString()),
                u"wrong-scope"_s};
    }
    return {};
}

/// A bundle is read two or three times, always from its beginning.
Result<> StationBundles::rewind(QIODevice& in)
{
    return in.seek(0) ? Result<>()
                      : Error{ErrorCode::Storage,
                              u"the bundle cannot be read a second time: %1"_s.arg(in.errorString())};
}

Result<ReadBundle> StationBundles::read(QIODevice& in)
{
    QByteArray tasted;
    if (m_identity.taste) {
        const auto read = m_identity.taste(in);
        if (!read)
            return read.error();
        tasted = *read;
    }
    const auto contents = look(in);
    if (!contents)
        return contents.error();
    if (m_identity.taste && tasted != contents->opened.hash)
        return Error{ErrorCode::Refused,
                     u"the bundle changed while it was read: take a copy of it, and read that"_s,
                     u"altered"_s};
    ReadBundle outcome;
    const BundleHeader& header = contents->opened.header;
    if (auto checked = checkSender(contents->opened, *contents, outcome); !checked)
        return checked.error();
    if (auto again = rewind(in); !again)
        return again.error();
    if (header.kind == BundleKind::Between) {
        if (auto checked = checkScopes(in, contents->opened); !checked)
            return checked.error();
        if (auto again = rewind(in); !again)
            return again.error();
    } else if (auto checked = checkCursors(header); !checked) {
        return checked.error();
    }
    if (auto noted = note(JournalEvent::StickRead, outcome.fromPerson); !noted)
        return noted.error();
    outcome.kind = header.kind;
    outcome.made = header.made;
    m_outcomes.clear();
    m_through.clear();
    const QList<FeedCursor> before = m_store.cursors();
    const auto replayed = replayBundle(in, contents->opened,
                                       [&](const BundlePart& part) { return take(part, header, outcome); });
    if (!replayed)
        return replayed.error();
    if (auto ended = endReading(header, before, outcome); !ended)
        return ended.error();
    return outcome;
}

/// What is left to do when all parts are in.
Result<> StationBundles::endReading(const BundleHeader& header, const QList<FeedCursor>& before,
                                    ReadBundle& outcome)
{
    // What came may show that there is a copy of this store.
    if (m_store.needsRemint()) {
        if (auto minted = m_identity.remint(); !minted)
            return minted.error();
        outcome.summary.reminted = true;
    }
    for (auto it = m_outcomes.begin(); it != m_outcomes.end(); ++it) {
        if (const auto row = m_store.caseRow(it.key())) {
            it->localRef = row->localRef;
            it->conflict = row->conflicts > 0;
            outcome.summary.conflicts += row->conflicts > 0 ? 1 : 0;
        }
    }
    const auto tidied =
        m_store.removeWhatIsDue(header.kind == BundleKind::FromHub ? std::optional(header.made)
                                                                   : std::nullopt,
                                endsExchange(header, before) ? Store::Exchange::Ended
                                                             : Store::Exchange::Unfinished);
    if (!tidied)
        return tidied.error();
    outcome.summary.gone = tidied->gone;
    noteGone(tidied->gone, m_outcomes);
    outcome.summary.records = m_outcomes.values();
    outcome.summary.finished = m_clock.now();
    return {};
}

/// Whether everything that the hub had for this station when it wrote the bundle is here, and nothing later. What an exchange on the line brought
/// beyond the end of the bundle may be a part of something.
bool StationBundles::endsExchange(const BundleHeader& header, const QList<FeedCursor>& before) const
{
    if (header.kind != BundleKind::FromHub)
        return false;
    return std::all_of(before.begin(), before.end(), [&](const FeedCursor& cursor) {
        quint64 end = m_through.value(cursor.feed);
        for (const WireCursor& begin : header.cursors)
            end = begin.feed == cursor.feed ? std::max(end, begin.position) : end;
        return cursor.position <= end;
    });
}

Result<> StationBundles::take(const BundlePart& part, const BundleHeader& header, ReadBundle& outcome)
{
    const bool fromHub = header.kind == BundleKind::FromHub;
    if (const auto* statements = std::get_if<BundleStatements>(&part))
        return takeStatements(*statements, fromHub);
    if (const auto* frame = std::get_if<Frame>(&part))
        return takeFrame(*frame, header, outcome.summary);
    if (const auto* piece = std::get_if<FilePart>(&part))
        return takePiece(*piece, fromHub, outcome.summary);
    // The rest only a hub can say, and what a station lacks only to one.
    if (!fromHub || std::holds_alternative<BundleWanted>(part))
        return {};
    if (const auto* receipt = std::get_if<BundleReceipt>(&part))
        return takeReceipt(*receipt, header.hub, outcome.summary);
    if (const auto* status = std::get_if<BundleStatus>(&part))
        return takeStatus(*status, header, outcome);
    if (const auto* standings = std::get_if<BundleStandings>(&part))
        return takeStandings(*standings, header, outcome.summary);
    for (const Annotation& note : std::get<BundleAnnotations>(part)) {
        if (auto kept = m_store.annotate(note.record, note.nationalRef, note.received, note.approval); !kept)
            return kept;
    }
    return {};
}

/// One that is refused (a second join, a kind of a later version) is not kept, and stops nothing.
Result<> StationBundles::takeStatements(const QList<QByteArray>& statements, bool fromHub)
{
    const auto added = m_store.addStatements(statements);
    const bool passOver = !added
                       && (added.error().code == ErrorCode::Refused || added.error().code == ErrorCode::TooNew
                           || added.error().code == ErrorCode::Invalid);
    if (!added && !passOver)
        return added;
    return fromHub ? m_store.markStatementsSent(statements) : Result<>();
}

Result<> StationBundles::takeReceipt(const BundleReceipt& receipt, const HubId& hub, SyncSummary& summary)
{
    if (!receiptCovers(receipt.receipt, hub, receipt.changes, receipt.verdicts))
        return Error{
            ErrorCode::Refused,
            u"a receipt in the bundle does not cover what it names: nothing more is taken for delivered"_s,
            u"bad-receipt"_s};
    QList<Verdict> verdicts;
    for (qsizetype i = 0; i < receipt.changes.size(); ++i) {
        const WireVerdict& wire = receipt.verdicts[i];
        const auto delivery = static_cast<Delivery>(wire.delivery);
        if (delivery < Delivery::Custody || delivery > Delivery::Quarantined)
            continue;
        if (m_store.delivery(receipt.changes[i]) != Delivery::Unsent)
            continue;
        verdicts.append({receipt.changes[i], delivery, static_cast<Refusal>(wire.refusal), receipt.hubTime,
                         receipt.receipt});
        if (delivery == Delivery::Quarantined)
            summary.quarantined.append(receipt.changes[i].toString());
        else
            ++summary.sent;
    }
    return m_store.recordVerdicts(verdicts);
}

Result<> StationBundles::takeFrame(const Frame& frame, const BundleHeader& header, SyncSummary& summary)
{
    const auto changes = unpackFrame(frame);
    if (!changes)
        return changes.error();
    Result<int> taken = 0;
    if (header.kind == BundleKind::FromHub) {
        const PersonInfo& me = *m_store.directory().person(m_identity.person);
        if (frame.feed != (isNationalRole(me.role) ? kNationalScope : me.scope))
            return Error{ErrorCode::Refused, u"the bundle holds the feed of another district"_s,
                         u"wrong-scope"_s};
        QList<IncomingChange> incoming;
        for (const FramedChange& framed : *changes)
            incoming.append({framed.change, framed.received, framed.position});
        taken = m_store.applyFrame(incoming, {frame.feed, frame.through});
        m_through[frame.feed] = std::max(m_through.value(frame.feed), frame.through);
    } else {
        QList<ChangePtr> carried;
        for (const FramedChange& framed : *changes)
            carried.append(framed.change);
        taken = m_store.takeCarried(carried);
    }
    if (!taken)
        return taken.error();
    summary.received += *taken;
    for (const FramedChange& framed : *changes) {
        RecordOutcome& line = m_outcomes[framed.change->body().record];
        line.record = framed.change->body().record;
        ++line.received;
    }
    return {};
}

/// An old bundle asks nothing of a station that has become a new replica since.
Result<> StationBundles::takeStatus(const BundleStatus& status, const BundleHeader& header,
                                    ReadBundle& outcome)
{
    const quint64 known = m_store.setting(kStatementCursor, u"0"_s).toULongLong();
    if (status.statementCursor > known) {
        if (auto kept = m_store.setSetting(kStatementCursor, QString::number(status.statementCursor)); !kept)
            return kept;
    }
    if (!header.dictionaries.isEmpty()) {
        if (auto kept = keepUploadDictionaries(m_store, header.dictionaries); !kept)
            return kept;
    }
    if (header.station != m_store.replica())
        return {};
    if (status.remint) {
        outcome.summary.reminted = true;
        return m_identity.remint();
    }
    if (status.safeCounter > 0) {
        const auto noted = m_store.noteSafeThrough(header.station, status.safeCounter, status.knownCounter,
                                                   status.knownHead);
        if (!noted)
            return noted.error();
    }
    // When the station wrote, everything up to its last change was with the hub or in the same bundle. If the hub lacks some of it
    // all the same, it was set back: what it gave receipts for is offered again.
    return status.knownCounter < header.headCounter ? m_store.offerAgainAfter(status.knownCounter)
                                                    : Result<>();
}

}  // namespace prohori
