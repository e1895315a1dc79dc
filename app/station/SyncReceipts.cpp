// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/SyncReceipts.h"

#include "app/station/AnswerCodec.h"
#include "app/station/Station.h"

#include <QJsonArray>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kCounter = u"sync-receipts"_s;

QString headName(int number)
{
    return u"sync-receipt.%1"_s.arg(number % SyncReceipts::kKept);
}

QString linesName(int number)
{
    return u"sync-receipt-lines.%1"_s.arg(number % SyncReceipts::kKept);
}

/// What asks for something comes first.
int weight(const RecordOutcome& line)
{
    return line.conflict ? 0 : line.quarantined > 0 ? 1 : 2;
}

QJsonArray toJson(const RecordOutcome& line)
{
    QJsonArray json{line.record.toString(), line.localRef, line.sent,    line.received,
                    line.quarantined,       line.reason,   line.conflict};
    if (line.gone) {
        json.append(int(line.gone->why));
        json.append(line.gone->home);
        json.append(QString::number(line.gone->since.msSinceEpoch));
    }
    return json;
}

RecordOutcome lineFromJson(const QJsonArray& json)
{
    RecordOutcome line;
    if (const auto record = RecordId::fromString(json[0].toString()))
        line.record = *record;
    line.localRef = json[1].toString();
    line.sent = json[2].toInt();
    line.received = json[3].toInt();
    line.quarantined = json[4].toInt();
    line.reason = json[5].toString();
    line.conflict = json[6].toBool();
    if (json.size() > 7)
        line.gone =
            GoneRecord{line.record,        static_cast<Removal>(json[7].toInt()),           line.localRef, {},
                       json[8].toString(), Instant::fromMs(json[9].toString().toLongLong())};
    return line;
}

QJsonObject linesToJson(const SyncReceipt& receipt)
{
    QJsonArray lines;
    for (const RecordOutcome& line : receipt.lines)
        lines.append(toJson(line));
    return {{u"number"_s, receipt.number}, {u"lines"_s, lines}};
}

QJsonObject toJson(const SyncReceipt& receipt)
{
    return {{u"number"_s, receipt.number},
            {u"way"_s, receipt.way},
            {u"end"_s, receipt.end},
            {u"at"_s, QString::number(receipt.at.msSinceEpoch)},
            {u"who"_s, receipt.who},
            {u"with"_s, receipt.with},
            {u"file"_s, receipt.file},
            {u"sent"_s, receipt.sent},
            {u"received"_s, receipt.received},
            {u"held"_s, receipt.heldBack},
            {u"conflicts"_s, receipt.conflicts},
            {u"up"_s, receipt.bytesUp},
            {u"down"_s, receipt.bytesDown},
            {u"took"_s, receipt.tookMs},
            {u"no_effect"_s, receipt.hadNoEffect},
            {u"left_out"_s, receipt.linesLeftOut}};
}

SyncReceipt fromJson(const QJsonObject& json)
{
    SyncReceipt receipt;
    receipt.way = static_cast<SyncReceipt::Way>(json[u"way"_s].toInt());
    receipt.end = static_cast<SyncReceipt::End>(json[u"end"_s].toInt());
    receipt.at = Instant::fromMs(json[u"at"_s].toString().toLongLong());
    receipt.who = json[u"who"_s].toString();
    receipt.with = json[u"with"_s].toString();
    receipt.file = json[u"file"_s].toString();
    receipt.sent = json[u"sent"_s].toInt();
    receipt.received = json[u"received"_s].toInt();
    receipt.heldBack = json[u"held"_s].toInt();
    receipt.conflicts = json[u"conflicts"_s].toInt();
    receipt.bytesUp = json[u"up"_s].toInteger();
    receipt.bytesDown = json[u"down"_s].toInteger();
    receipt.tookMs = json[u"took"_s].toInteger();
    receipt.hadNoEffect = json[u"no_effect"_s].toBool();
    receipt.number = json[u"number"_s].toInt();
    receipt.linesLeftOut = json[u"left_out"_s].toInt();
    return receipt;
}

/// A row as a whole is shown at its first question.
FieldKey atQuestion(const Station& station, FieldKey key)
{
    const GroupDefinition* group = key.field == 0 ? station.form().group(key.group) : nullptr;
    if (group && !group->fields.isEmpty())
        key.field = group->fields.first();
    return key;
}

std::optional<FieldKey> fieldOf(const Item& item)
{
    return visit(
        [](const auto& what) -> std::optional<FieldKey> {
            if constexpr (requires { what.key.field; })
                return FieldKey{what.key.group, what.key.row, what.key.field};
            else if constexpr (requires {
                                   what.group;
                                   what.row;
                               })
                return FieldKey{what.group, what.row, 0};
            else
                return std::nullopt;
        },
        item);
}

FieldKey fieldOf(const Conflict& conflict)
{
    FieldKey key{conflict.key.group, conflict.key.row, conflict.key.field};
    // Fields that are written together stand under one register.
    if (key.field == 0 && !conflict.key.mergeGroup.isEmpty() && !conflict.sides.isEmpty()
        && !conflict.sides.first().value.isEmpty())
        key.field = conflict.sides.first().value.firstKey();
    return key;
}

SyncReceipt::End endOf(const Result<>& outcome)
{
    if (outcome)
        return SyncReceipt::Done;
    switch (outcome.error().code) {
    case ErrorCode::Cancelled: return SyncReceipt::Stopped;
    case ErrorCode::Offline: return SyncReceipt::NoLine;
    case ErrorCode::Busy: return SyncReceipt::Busy;
    default: return SyncReceipt::Failed;
    }
}

}  // namespace

Result<SyncReceipt> SyncReceipts::add(SyncReceipt receipt)
{
    std::stable_sort(receipt.lines.begin(), receipt.lines.end(),
                     [](const RecordOutcome& a, const RecordOutcome& b) {
                         return std::pair(weight(a), a.localRef) < std::pair(weight(b), b.localRef);
                     });
    receipt.linesLeftOut = int(std::max<qsizetype>(0, receipt.lines.size() - SyncReceipt::kMostLines));
    receipt.lines.resize(receipt.lines.size() - receipt.linesLeftOut);
    receipt.number = next();
    if (auto kept = m_store.keep(kStationItself, linesName(receipt.number), {}, linesToJson(receipt)); !kept)
        return kept.error();
    if (auto kept = m_store.keep(kStationItself, headName(receipt.number), {}, toJson(receipt)); !kept)
        return kept.error();
    if (auto kept = m_store.keep(kStationItself, kCounter, {}, {{u"next"_s, receipt.number + 1}}); !kept)
        return kept.error();
    return receipt;
}

int SyncReceipts::next() const
{
    return m_store.kept(kStationItself, kCounter)[u"next"_s].toInt();
}

QList<SyncReceipt> SyncReceipts::all() const
{
    QList<SyncReceipt> receipts;
    const int end = next();
    for (int number = end - 1; number >= std::max(0, end - kKept); --number) {
        const QJsonObject json = m_store.kept(kStationItself, headName(number));
        if (!json.isEmpty() && json[u"number"_s].toInt() == number)
            receipts.append(fromJson(json));
    }
    return receipts;
}

std::optional<SyncReceipt> SyncReceipts::newest() const
{
    const QJsonObject json = m_store.kept(kStationItself, headName(std::max(0, next() - 1)));
    return json.isEmpty() ? std::nullopt : std::optional(fromJson(json));
}

SyncReceipt SyncReceipts::whole(SyncReceipt receipt) const
{
    receipt.lines.clear();
    const QJsonObject json = m_store.kept(kStationItself, linesName(receipt.number));
    if (receipt.number < 0 || json[u"number"_s].toInt() != receipt.number)
        return receipt;
    for (const QJsonValue& line : json[u"lines"_s].toArray())
        receipt.lines.append(lineFromJson(line.toArray()));
    return receipt;
}

SyncReceipt receiptOf(const Station& station, const SyncSummary& summary, const Result<>& outcome,
                      std::chrono::milliseconds took)
{
    SyncReceipt receipt;
    receipt.end = endOf(outcome);
    receipt.at = station.clock().now();
    receipt.who = station.me().name;
    receipt.with = station.hub().url.toString(QUrl::RemoveUserInfo);
    receipt.sent = summary.sent;
    receipt.received = summary.received;
    receipt.heldBack = int(summary.quarantined.size());
    receipt.conflicts = summary.conflicts;
    receipt.bytesUp = summary.bytesUp;
    receipt.bytesDown = summary.bytesDown;
    receipt.tookMs = took.count();
    receipt.lines = summary.records;
    return receipt;
}

std::optional<AnswerPath> placeOfTrouble(const Station& station, const RecordId& record)
{
    if (const auto state = station.store().state(record); state && !state->conflicts.isEmpty())
        return answerPath(atQuestion(station, fieldOf(state->conflicts.first())));
    for (const Store::QuarantinedChange& held : station.store().quarantined()) {
        if (!held.change || held.change->body().record != record)
            continue;
        for (const Item& item : held.change->body().items) {
            if (const auto key = fieldOf(item))
                return answerPath(atQuestion(station, *key));
        }
    }
    return std::nullopt;
}

}  // namespace prohori
