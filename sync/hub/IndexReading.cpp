// SPDX-License-Identifier: GPL-3.0-or-later
// The index of what is still to come.
#include "sync/hub/AheadReading.h"

#include <algorithm>

namespace prohori {

namespace {

constexpr qsizetype kPackedLineBytes = 32;  ///< more than a line packs to, mostly
constexpr qsizetype kFewestLines = 64;

/// Both a case that is at home in this district and one that is proposed to it are read there; what was given away, or taken out, is not on its way.
bool isToCome(const RecordState& state, const Scope& feed)
{
    const bool isAsked = state.pendingMove && state.pendingMove->to == feed;
    const bool hasNumber = !state.localRef.isEmpty() && !state.localRef.contains(QChar(0));
    return state.kind == RecordKind::Case && !state.removed && hasNumber
        && (state.homeScope == feed || isAsked);
}

class IndexReader {
public:
    IndexReader(HubStorage& storage, const AnswerPlan& plan, const AnswerReader& reader)
        : m_storage(storage),
          m_plan(plan),
          m_reader(reader)
    {}

    Result<std::optional<WireComing>> lineOf(const RecordId& record);

private:
    HubStorage& m_storage;
    const AnswerPlan& m_plan;
    const AnswerReader& m_reader;
};

Result<std::optional<WireComing>> IndexReader::lineOf(const RecordId& record)
{
    if (m_reader.hasAhead(record, m_plan.aheadThrough))
        return std::optional<WireComing>();
    const auto read = readRecord(m_storage, m_plan, record);
    if (!read)
        return read.error();
    // The station has the beginning of it, or had it and let it go.
    if (read->entries.isEmpty() || !read->isWhole || read->entries.first().position <= m_plan.feedAfter)
        return std::optional<WireComing>();
    const auto state = read->state();
    if (!state || !isToCome(*state, m_plan.feed))
        return std::optional<WireComing>();
    // It may have been given away behind the place.
    const auto home = m_storage.homeScope(record);
    if (!home)
        return home.error();
    if (*home && **home != m_plan.feed && state->homeScope == m_plan.feed)
        return std::optional<WireComing>();
    WireComing line{
        record, state->localRef, {}, static_cast<quint8>(state->phase), read->entries.last().received};
    const bool wasApproved = std::any_of(read->entries.begin(), read->entries.end(),
                                         [](const FeedEntry& one) { return one.change->head().approves; });
    if (wasApproved) {
        const auto reference = m_storage.nationalRef(record);
        if (!reference)
            return reference.error();
        line.nationalRef = *reference;
    }
    return std::optional(line);
}

qsizetype sizeOf(const QList<WireComing>& lines)
{
    const Cbor::Array parts = comingToCbor(lines);
    return parts.front().toBytes().size() + parts.back().toBytes().size();
}

}  // namespace

Result<> readIndex(HubStorage& storage, const AnswerPlan& plan, const AnswerReader& reader, quint64& at,
                   qsizetype& room, QList<WireComing>& lines)
{
    const qsizetype most = std::clamp(room / kPackedLineBytes, kFewestLines, kMostComing);
    const auto records = storage.feedRecords(plan.feed, {plan.feedAfter, plan.aheadThrough, at, int(most)});
    if (!records)
        return records.error();
    IndexReader index(storage, plan, reader);
    QList<quint64> places;
    for (const HubStorage::FeedRecord& one : *records) {
        auto line = index.lineOf(one.record);
        if (!line)
            return line.error();
        if (!*line)
            continue;
        lines.append(std::move(**line));
        places.append(one.last);
    }
    at = walkOn(*records, most, plan.feedAfter);
    // Numbers that do not pack may be longer than was thought.
    const qsizetype bound = std::min(std::max(room, kLeastFrame), kMostComingBytes);
    while (!lines.isEmpty() && sizeOf(lines) > bound) {
        const qsizetype kept = lines.size() / 2;
        at = places[kept];
        lines.resize(kept);
    }
    room -= lines.isEmpty() ? 0 : sizeOf(lines);
    return {};
}

}  // namespace prohori
