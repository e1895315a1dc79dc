// SPDX-License-Identifier: GPL-3.0-or-later
// The journal's parts of an answer.
#include "sync/wire/MessageReader.h"
#include "sync/wire/Messages.h"

namespace prohori {

namespace {
constexpr std::size_t kVerdictParts = 2;
constexpr std::size_t kJournalParts = 3;
}  // namespace

Cbor journalVerdictToCbor(const JournalVerdict& verdict)
{
    Cbor::Array parts{Cbor(verdict.last)};
    if (verdict.fit != JournalFit::Continues)
        parts.emplace_back(int(verdict.fit));
    return Cbor(std::move(parts));
}

JournalVerdict readJournalVerdict(MessageReader& in, int key)
{
    const Cbor::Array& parts = in.array(key);
    in.require(!parts.empty() && parts.size() <= kVerdictParts && parts[0].isInt() && parts[0].toInt() >= 0);
    JournalVerdict verdict;
    if (!in.isGood())
        return verdict;
    verdict.last = static_cast<quint64>(parts[0].toInt());
    if (parts.size() == kVerdictParts) {
        in.require(parts[1].isInt() && parts[1].toInt() > int(JournalFit::Continues)
                   && parts[1].toInt() <= int(JournalFit::BadSignature));
        verdict.fit = in.isGood() ? static_cast<JournalFit>(parts[1].toInt()) : JournalFit::Gap;
    }
    return verdict;
}

Cbor journalsToCbor(const QList<WireJournal>& journals)
{
    Cbor::Array list;
    for (const WireJournal& one : journals)
        list.emplace_back(Cbor::Array{Cbor(one.batch.replica.toBytes()), Cbor(one.received.msSinceEpoch),
                                      one.batch.toCbor()});
    return Cbor(std::move(list));
}

QList<WireJournal> readJournals(MessageReader& in, int key)
{
    QList<WireJournal> journals;
    for (const Cbor& value : in.array(key)) {
        const Cbor::Array& parts = value.toArray();
        in.require(parts.size() == kJournalParts && parts[0].toBytes().size() == ReplicaId::kSize
                   && parts[1].isInt());
        if (!in.isGood())
            break;
        const auto batch = JournalBatch::fromCbor(ReplicaId::fromBytes(parts[0].toBytes()), parts[2]);
        in.require(batch.has_value());
        if (batch)
            journals.append({Instant::fromMs(parts[1].toInt()), *batch});
    }
    return journals;
}

}  // namespace prohori
