// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/SalvageReading.h"

#include "core/secrets/KeyHeader.h"
#include "core/storage/Anchor.h"
#include "core/storage/BackupShelf.h"
#include "core/storage/UnsentFiles.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kSeed = 32;
constexpr qint64 kFirstRow = 1;
// Columns of table identity (SchemaFirst.cpp).
enum IdentityColumn {
    kStoreId = 1,
    kAuthority,
    kAuthorityName,
    kProduction,
    kNowReplica,
    kReplicaSeed,
    kLastCounter
};

QString textOf(const FoundRow& row, qsizetype at)
{
    return QString::fromUtf8(row.values[at].bytes);
}

std::optional<QJsonObject> jsonOf(const FoundRow& row, qsizetype at)
{
    QJsonParseError fault{};
    const auto document = QJsonDocument::fromJson(row.values[at].bytes, &fault);
    return fault.error == QJsonParseError::NoError && document.isObject() ? std::optional(document.object())
                                                                          : std::nullopt;
}

}  // namespace

Result<SalvageReading> SalvageReading::read(const QString& folder, const SecretBytes& dataKey,
                                            Salvaged& salvaged)
{
    SalvageReading found;
    if (auto done = found.readPages(folder, dataKey, salvaged); !done)
        return done.error();
    found.readSecondHome(folder, dataKey, salvaged);
    found.readBackup(folder, dataKey, salvaged);
    found.orderStatements();
    std::stable_sort(found.changes.begin(), found.changes.end(),
                     [](const FoundChange& one, const FoundChange& other) { return one.no < other.no; });
    if (auto known = found.findIdentity(folder, dataKey, salvaged); !known)
        return known.error();
    found.nameMissing(salvaged);
    return found;
}

Result<> SalvageReading::readPages(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged)
{
    auto pages = CipherPages::open(folder + u"/store.db"_s, dataKey.view());
    if (!pages)
        return pages.error();
    const auto done = pages->eachRow([this](const FoundRow& row) {
        take(row);
        return Result<>();
    });
    if (!done)
        return done;
    takeChanges();
    // A later program loses nothing here.
    if (m_lacking)
        return *m_lacking;
    salvaged.pages = pages->count();
    salvaged.badPages = pages->bad();
    return {};
}

/// What the store had held before, from its newest backup here: a backup begins with the pages of a store.
void SalvageReading::readBackup(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged)
{
    const auto header = KeyHeader::load(folder + u"/keys.header"_s);
    if (!header)
        return;
    for (const ShelvedBackup& one : BackupShelf::ofStore(folder, header->storeId()).list()) {
        auto pages = one.isGood ? CipherPages::open(one.file, dataKey.view())
                                : Result<CipherPages>(Error{ErrorCode::Damaged, one.fault});
        if (!pages)
            continue;
        const qsizetype before = changes.size();
        m_isOlder = true;
        const auto done = pages->eachRow([this](const FoundRow& row) {
            take(row);
            return Result<>();
        });
        takeChanges();
        m_isOlder = false;
        salvaged.fromBackup = changes.size() - before;
        if (done)
            return;
    }
}

void SalvageReading::orderStatements()
{
    QList<qint64> order = m_statements.keys();
    std::sort(order.begin(), order.end());
    for (const qint64 no : std::as_const(order))
        statements.append({m_statements[no].first, m_statements[no].second});
}

void SalvageReading::take(const FoundRow& row)
{
    if (row.isOfTable) {
        if (takePiece(row) || takeLogRow(row) || takeStatement(row))
            return;
        if (row.isProven && (!m_isOlder || store.isNull()) && takeIdentity(row))
            return;
        if (row.isProven && !m_isOlder)
            (void)takeDraft(row);
    } else if (row.isProven && !m_isOlder && !takeAside(row) && !takeSetting(row)) {
        takePlace(row);
    }
}

bool SalvageReading::takeStatement(const FoundRow& row)
{
    if (row.values.size() != 4 || !row.is(0, foundvalue::Null)
        || !row.is(1, foundvalue::Bytes, foundvalue::kShortId) || !row.is(2, foundvalue::Bytes)
        || !row.is(3, foundvalue::Integer))
        return false;
    const auto statement = Statement::decode(row.values[2].bytes);
    if (!statement || statement->id().toBytes() != row.values[1].bytes)
        return false;
    if (m_isOlder && m_statements.contains(row.rowId))
        return true;
    m_statements.insert(row.rowId, {row.values[2].bytes, row.isProven && row.values[3].integer == 1});
    return true;
}

bool SalvageReading::takeIdentity(const FoundRow& row)
{
    if (row.rowId != kFirstRow || !row.is(0, foundvalue::Null)
        || !row.is(kStoreId, foundvalue::Bytes, foundvalue::kShortId)
        || !row.is(kAuthority, foundvalue::Bytes, foundvalue::kId)
        || !row.is(kAuthorityName, foundvalue::Text) || !row.is(kProduction, foundvalue::Integer)
        || !row.is(kNowReplica, foundvalue::Bytes, foundvalue::kShortId)
        || !row.is(kReplicaSeed, foundvalue::Bytes, kSeed) || !row.is(kLastCounter, foundvalue::Integer))
        return false;
    store = StoreId::fromBytes(row.values[kStoreId].bytes);
    authority = {AuthorityId::fromBytes(row.values[kAuthority].bytes), textOf(row, kAuthorityName),
                 row.values[kProduction].integer == 1};
    replica = ReplicaId::fromBytes(row.values[kNowReplica].bytes);
    QByteArray seed = row.values[kReplicaSeed].bytes;
    if (const auto key = SigningKey::fromSeed(SecretBytes::takeFrom(seed)))
        replicaKey = *key;
    m_reached = quint64(row.values[kLastCounter].integer);
    return true;
}

bool SalvageReading::takeDraft(const FoundRow& row)
{
    if (row.values.size() != 6 || !row.is(0, foundvalue::Bytes, foundvalue::kShortId)
        || !row.is(1, foundvalue::Integer) || !row.is(3, foundvalue::Bytes) || !row.is(4, foundvalue::Text)
        || !row.is(5, foundvalue::Integer) || row.values[3].bytes.size() % foundvalue::kId != 0)
        return false;
    const auto content = jsonOf(row, 4);
    if (!content)
        return false;
    Draft draft{row.values[0].bytes,
                PersonId(row.values[1].integer),
                {},
                {},
                *content,
                Instant::fromMs(row.values[5].integer)};
    if (row.is(2, foundvalue::Bytes, foundvalue::kShortId))
        draft.record = RecordId::fromBytes(row.values[2].bytes);
    for (qsizetype at = 0; at < row.values[3].bytes.size(); at += foundvalue::kId)
        draft.base.append(ChangeId::fromBytes(row.values[3].bytes.mid(at, foundvalue::kId)));
    drafts.append(draft);
    return true;
}

bool SalvageReading::takeAside(const FoundRow& row)
{
    if (row.values.size() != 4 || !row.is(0, foundvalue::Integer) || !row.is(1, foundvalue::Text)
        || !row.is(2, foundvalue::Bytes, foundvalue::kShortId) || !row.is(3, foundvalue::Text))
        return false;
    if (const auto content = jsonOf(row, 3)) {
        const RecordId record = row.values[2].bytes == QByteArray(foundvalue::kShortId, '\0')
                                  ? RecordId()
                                  : RecordId::fromBytes(row.values[2].bytes);
        asides.append({PersonId(row.values[0].integer), textOf(row, 1), record, *content});
    }
    return true;
}

bool SalvageReading::takeSetting(const FoundRow& row)
{
    const auto isOrNull = [&](qsizetype at, FoundValue::Kind kind) {
        return row.is(at, kind) || row.is(at, foundvalue::Null);
    };
    if (row.values.size() != 3 || !row.is(0, foundvalue::Text) || !isOrNull(1, foundvalue::Text)
        || !isOrNull(2, foundvalue::Bytes))
        return false;
    FoundSetting setting{textOf(row, 0), {}, {}};
    if (row.is(1, foundvalue::Text))
        setting.text = textOf(row, 1);
    if (row.is(2, foundvalue::Bytes))
        setting.bytes = row.values[2].bytes;
    settings.append(setting);
    return true;
}

/// Of index log_by_replica: it tells of changes whose row may be lost.
void SalvageReading::takePlace(const FoundRow& row)
{
    constexpr qint64 kNoMoment = 100'000'000'000;  // a time in the third place is that of table past_replica
    if (row.values.size() == 3 && row.is(0, foundvalue::Bytes, foundvalue::kShortId)
        && row.is(1, foundvalue::Integer) && row.is(2, foundvalue::Integer) && row.values[1].integer > 0
        && row.values[2].integer > 0 && row.values[2].integer < kNoMoment)
        m_indexed.insert({ReplicaId::fromBytes(row.values[0].bytes), quint64(row.values[1].integer)});
}

void SalvageReading::readSecondHome(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged)
{
    const UnsentFiles homes(folder, dataKey);
    for (const UnsentFile& home : homes.list()) {
        const auto held = homes.read(home);
        if (!held) {
            for (quint64 counter = home.first; counter <= home.last; ++counter)
                m_indexed.insert({home.replica, counter});
            continue;
        }
        for (const ChangePtr& change : *held) {
            if (m_known.contains(change->id()))
                continue;
            m_known.insert(change->id());
            m_here.insert({change->body().replica, change->body().counter});
            changes.append({std::numeric_limits<qint64>::max(), change, false, false, {}});
            ++salvaged.fromSecondHome;
        }
    }
}

Result<> SalvageReading::findIdentity(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged)
{
    salvaged.knewItself = !store.isNull();
    const auto mark = Anchor(folder, dataKey).read();
    const auto header = KeyHeader::load(folder + u"/keys.header"_s);
    if (!header)
        return header.error();
    if (salvaged.knewItself && store != header->storeId())
        return Error{ErrorCode::Damaged,
                     u"the store in %1 and its key slots do not belong together"_s.arg(folder)};
    store = header->storeId();
    if (authority.id.isNull()) {
        if (statements.isEmpty())
            return Error{ErrorCode::Damaged,
                         u"nothing in %1 says whose store it is, %2 changes can be read: restore a backup"_s
                             .arg(folder)
                             .arg(changes.size()),
                         u"no-owner"_s};
        const auto first = Statement::decode(statements.first().first);
        if (!first)
            return first.error();
        authority = {first->authority(), u""_s, first->production()};
    }
    if (mark && (replica.isNull() || mark->replica == replica)) {
        replica = mark->replica;
        m_reached = std::max(m_reached, mark->counter);
    }
    m_was = replica;
    // Without its key it cannot go on from there: it is another one at once.
    if (!replicaKey || replica.isNull()) {
        SodiumRandom random;
        replica = ReplicaId::make(random);
        replicaKey.reset();
    }
    return {};
}

void SalvageReading::nameMissing(Salvaged& salvaged) const
{
    QSet<Place> gone = m_indexed;
    for (quint64 counter = 1; counter <= m_reached; ++counter)
        gone.insert({m_was, counter});
    QSet<ReplicaId> known{m_was};
    for (const FoundChange& one : changes)
        known.insert(one.change->body().replica);
    for (const Place& place : gone - m_here) {
        if (known.contains(place.first))
            salvaged.missing[place.first].append(place.second);
    }
    for (QList<quint64>& counters : salvaged.missing)
        std::sort(counters.begin(), counters.end());
    QSet<RecordId> holed;
    for (const FoundChange& one : changes) {
        const ChangeBody& body = one.change->body();
        if (std::any_of(body.parents.begin(), body.parents.end(),
                        [this](const ChangeId& parent) { return !m_known.contains(parent); }))
            holed.insert(body.record);
    }
    salvaged.holed = QList<RecordId>(holed.begin(), holed.end());
    std::sort(salvaged.holed.begin(), salvaged.holed.end());
}

}  // namespace prohori
