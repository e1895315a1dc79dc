// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/SyncPreview.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kRound = u"sync.line_round_ms"_s;
const QString kSpeed = u"sync.line_bytes_per_s"_s;
const QString kSafeSeen = u"sync.safe_seen"_s;
const QString kSafeAt = u"sync.safe_ms"_s;
const QString kLastSync = u"sync.last_ms"_s;

constexpr int kMostPacked = 400;
constexpr qint64 kMostCounted = 100'000;
constexpr qint64 kSmallSync = 4 * 1024;     ///< bytes both ways: what such a sync takes is the round trip
constexpr qint64 kTellingSync = 16 * 1024;  ///< from here on it tells of the speed
constexpr auto kSoonest = 500ms;            ///< no speed is told before

std::optional<qint64> number(const Store& store, const QString& name)
{
    const qint64 value = store.setting(name, u"0"_s).toLongLong();
    return value > 0 ? std::optional(value) : std::nullopt;
}

qint64 packedBytes(const QList<FramedChange>& changes, quint32 dictionary)
{
    qint64 bytes = 0;
    for (qsizetype from = 0; from < changes.size();) {
        Frame frame;
        from += packFrame(changes, from, {}, frame, {}, dictionary);
        bytes += frame.packed.size();
    }
    return bytes;
}

}  // namespace

std::optional<std::chrono::milliseconds> LineSpeed::timeFor(qint64 bytes) const
{
    if (!bytesPerSecond && (!round || bytes > kSmallSync))
        return std::nullopt;
    const std::chrono::milliseconds travel(bytesPerSecond ? bytes * 1000 / *bytesPerSecond : 0);
    return round.value_or(0ms) + travel;
}

LineSpeed lineSpeed(const Store& store)
{
    LineSpeed speed;
    if (const auto round = number(store, kRound))
        speed.round = std::chrono::milliseconds(*round);
    speed.bytesPerSecond = number(store, kSpeed);
    return speed;
}

Result<> noteLineSpeed(Store& store, const SyncSummary& summary, std::chrono::milliseconds took)
{
    const qint64 bytes = summary.bytesUp + summary.bytesDown;
    const qint64 ms = std::max<qint64>(1, took.count());
    if (bytes <= kSmallSync && summary.requests > 0)
        return store.setSetting(kRound, QString::number(std::max<qint64>(1, ms / summary.requests)));
    if (bytes < kTellingSync)
        return {};
    const qint64 waits = lineSpeed(store).round.value_or(0ms).count() * std::max<qint64>(1, summary.requests);
    const qint64 travelled = std::max(ms - waits, std::max<qint64>(1, ms / 4));
    return store.setSetting(kSpeed, QString::number(std::max<qint64>(1, bytes * 1000 / travelled)));
}

SyncOutlook syncOutlook(const Store& store, PersonId person)
{
    SyncOutlook outlook;
    outlook.changes = store.counts().unsent;
    QList<FramedChange> packed;
    QSet<RecordId> records;
    for (const OutboxEntry& entry : store.outbox(kMostPacked)) {
        packed.append({entry.change, 0, {}});
        records.insert(entry.change->head().record);
    }
    outlook.changes = std::max<qint64>(outlook.changes, packed.size());
    outlook.bytesUp = packedBytes(packed, uploadDictionary(store));
    outlook.cases = records.size();
    if (outlook.changes > packed.size() && !packed.isEmpty()) {
        outlook.isMeasured = false;
        outlook.bytesUp = outlook.bytesUp * outlook.changes / packed.size();
        CaseFilter waiting;
        waiting.onlyUnsent = true;
        const auto cases = store.countCases(waiting, kMostCounted);
        outlook.cases = cases ? *cases : outlook.cases;
    }
    for (const Draft& draft : store.drafts(person)) {
        if (draft.record.isNull())
            outlook.isNewCaseTyped = true;
        else if (const auto row = store.caseRow(draft.record))
            outlook.typedIn.append(row->localRef);
    }
    outlook.typedIn.sort();
    outlook.time = lineSpeed(store).timeFor(outlook.bytesUp);
    return outlook;
}

Whereabouts whereabouts(const Store& store)
{
    const StoreCounts counts = store.counts();
    Whereabouts places;
    places.unsent = counts.unsent;
    places.custody = counts.custody;
    places.safe = counts.safe;
    places.heldBack = counts.quarantined;
    if (const auto ms = number(store, kLastSync))
        places.lastSync = Instant::fromMs(*ms);
    if (const auto ms = number(store, kSafeAt))
        places.lastSafe = Instant::fromMs(*ms);
    return places;
}

Result<> noteSafe(Store& store, Instant now)
{
    const qint64 safe = store.counts().safe;
    const qint64 before = store.setting(kSafeSeen, u"0"_s).toLongLong();
    if (safe == before)
        return {};
    if (safe > before) {
        if (auto kept = store.setSetting(kSafeAt, QString::number(now.msSinceEpoch)); !kept)
            return kept;
    }
    return store.setSetting(kSafeSeen, QString::number(safe));
}

void SyncMeter::start(qint64 bytesUp, std::chrono::milliseconds now)
{
    *this = {};
    m_total = bytesUp;
    m_start = now;
}

SyncMeter::Reading SyncMeter::read(SyncPhase phase, qint64 bytesUp, std::chrono::milliseconds now)
{
    Reading reading;
    m_sent = std::max(m_sent, bytesUp);
    if (phase == SyncPhase::Applying || phase == SyncPhase::Done)
        m_total = std::max(m_total, m_sent);
    const qint64 share = m_total > 0 ? std::min<qint64>(99, m_sent * 100 / m_total) : 0;
    m_percent = std::max(m_percent, static_cast<int>(share));
    reading.percent = phase == SyncPhase::Done ? 100 : m_percent;
    const auto took = since(now);
    if (phase == SyncPhase::Sending && m_sent > 0 && m_sent < m_total && took >= kSoonest)
        reading.left = std::chrono::milliseconds((m_total - m_sent) * took.count() / m_sent);
    return reading;
}

}  // namespace prohori
