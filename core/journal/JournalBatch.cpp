// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/JournalBatch.h"

#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLinkBytes = 32;
constexpr std::size_t kBatchParts = 4;
constexpr std::size_t kLeastLineParts = 3;
constexpr std::size_t kMostLineParts = 5;
/// Some 280,000 years: what is added to it stays a number.
constexpr qint64 kMostMs = qint64(1) << 53;
constexpr qint64 kMostNumber = std::numeric_limits<qint32>::max();

QByteArray signedText(const JournalBatch& batch)
{
    return Cbor(Cbor::Array{Cbor(u"journal"_s), Cbor(batch.replica.toBytes()), Cbor(batch.first()),
                            Cbor(batch.before), Cbor(qint64(batch.lines.size())), Cbor(batch.after())})
        .encode();
}

Cbor lineToCbor(const JournalLine& line, qint64 atBefore)
{
    Cbor::Array parts{Cbor(line.at.msSinceEpoch - atBefore), Cbor(line.person), Cbor(line.event)};
    if (!line.record.isNull() || !line.code.isEmpty())
        parts.emplace_back(line.record.isNull() ? Cbor() : Cbor(line.record.toBytes()));
    if (!line.code.isEmpty())
        parts.emplace_back(line.code);
    return Cbor(std::move(parts));
}

bool isWithin(const Cbor& value, qint64 least, qint64 most)
{
    return value.isInt() && value.toInt() >= least && value.toInt() <= most;
}

std::optional<JournalLine> lineFromCbor(const Cbor& value, quint64 no, qint64 atBefore)
{
    const Cbor::Array& parts = value.toArray();
    if (parts.size() < kLeastLineParts || parts.size() > kMostLineParts
        || !isWithin(parts[0], -kMostMs, kMostMs)
        || !isWithin(parts[1], 0, std::numeric_limits<qint64>::max()) || !isWithin(parts[2], 1, kMostNumber))
        return std::nullopt;
    JournalLine line;
    line.no = no;
    line.at = Instant::fromMs(parts[0].toInt() + atBefore);
    line.person = static_cast<PersonId>(parts[1].toInt());
    line.event = parts[2].toInt();
    if (parts.size() > 3)
        line.record = RecordId::fromBytes(parts[3].toBytes());
    if (parts.size() > 4)
        line.code = parts[4].toText();
    const bool isPlain = isWithin(Cbor(line.at.msSinceEpoch), 0, kMostMs) && isJournalCode(line.code);
    // One line has one form: no empty parts at its end, no null id, nothing of another kind.
    if (!isPlain || lineToCbor(line, atBefore) != value)
        return std::nullopt;
    return line;
}

}  // namespace

QByteArray JournalBatch::linkAt(quint64 no) const
{
    QByteArray link = before;
    for (const JournalLine& line : lines) {
        if (line.no > no)
            break;
        link = journalLink(link, line);
    }
    return link;
}

void JournalBatch::sign(const SigningKey& replicaKey)
{
    signature = replicaKey.sign(Context::Request, signedText(*this));
}

bool JournalBatch::isSignedBy(const QByteArray& replicaKey) const
{
    return verifySignature(Context::Request, replicaKey, signedText(*this), signature);
}

Cbor JournalBatch::toCbor() const
{
    Cbor::Array list;
    qint64 at = 0;
    for (const JournalLine& line : lines) {
        list.push_back(lineToCbor(line, at));
        at = line.at.msSinceEpoch;
    }
    return Cbor(Cbor::Array{Cbor(first()), Cbor(before), Cbor(std::move(list)), Cbor(signature)});
}

Result<JournalBatch> JournalBatch::fromCbor(const ReplicaId& replica, const Cbor& value)
{
    const Error wrong{ErrorCode::Invalid, u"a run of journal lines breaks the form of the protocol"_s};
    const Cbor::Array& parts = value.toArray();
    if (parts.size() != kBatchParts || !isWithin(parts[0], 1, kMostMs)
        || parts[1].toBytes().size() != kLinkBytes || parts[3].toBytes().size() != kSignatureBytes)
        return wrong;
    const Cbor::Array& list = parts[2].toArray();
    if (list.empty() || qsizetype(list.size()) > kMostLines)
        return wrong;
    JournalBatch batch{replica, parts[1].toBytes(), {}, parts[3].toBytes()};
    auto no = static_cast<quint64>(parts[0].toInt());
    qint64 at = 0;
    for (const Cbor& one : list) {
        auto line = lineFromCbor(one, no++, at);
        if (!line)
            return wrong;
        at = line->at.msSinceEpoch;
        batch.lines.append(std::move(*line));
    }
    return batch;
}

}  // namespace prohori
