// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ReportContent.h"

#include "core/base/Cbor.h"
#include "core/storage/FieldIds.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace prohori {

using namespace Qt::StringLiterals;

qint64 reportedBase(qint64 group)
{
    constexpr qint64 kFieldsOfGroup = 100;
    return group * kFieldsOfGroup;
}

namespace {

/// The most that is read back of one version.
constexpr qsizetype kMostContent = 64 * 1024 * 1024;
constexpr QStringView kWrite =
    u"INSERT INTO report_content (record, dictionary, current, approved) VALUES (?, ?, ?, ?) "
    u"ON CONFLICT (record) DO UPDATE SET dictionary = excluded.dictionary, current = excluded.current, "
    u"approved = excluded.approved WHERE dictionary <> excluded.dictionary OR current <> excluded.current OR "
    u"approved IS NOT excluded.approved";
constexpr QStringView kRead = u"SELECT dictionary, current, approved FROM report_content WHERE record = ?";

/// One value of a row: of a field, or the options that were chosen.
struct Cell {
    quint32 field = 0;
    const FieldValue* value = nullptr;
    const QList<FoldedOption>* options = nullptr;
};
/// By group and row.
using Content = std::map<std::pair<quint32, RowId>, std::vector<Cell>>;

/// What anybody may read.
Content contentOf(const RecordState& state)
{
    Content content;
    content.try_emplace({field::kCaseGroup, RowId()});
    for (const FoldedRow& row : state.rows) {
        if (!row.removed)
            content.try_emplace({row.group, row.row});
    }
    auto at = content.begin();
    const auto rowOf = [&](const FieldKey& key) -> std::vector<Cell>& {
        if (at->first != std::pair(key.group, key.row))
            at = content.try_emplace({key.group, key.row}).first;
        return at->second;
    };
    for (auto it = state.fields.begin(); it != state.fields.end(); ++it) {
        if (!it->value.isSealed())
            rowOf(it.key()).push_back({it.key().field, &it->value, nullptr});
    }
    for (auto it = state.options.begin(); it != state.options.end(); ++it) {
        const bool shows =
            std::any_of(it->begin(), it->end(), [](const FoldedOption& option) { return option.tier == 0; });
        if (shows)
            rowOf(it.key()).push_back({it.key().field, nullptr, &*it});
    }
    return content;
}

void writeValue(CborWriter& out, const FieldValue& value)
{
    const Cbor& plain = value.plainValue();
    if (value.missingReason() != MissingReason::None) {
        out.array(1);
        out.integer(qint64(value.missingReason()));
    } else if (plain.isText() || plain.isInt() || plain.isBool()) {
        out.value(plain);
    } else {
        out.null();
    }
}

void writeOptions(CborWriter& out, const QList<FoldedOption>& options)
{
    const auto shows = [](const FoldedOption& option) { return option.tier == 0; };
    out.array(std::size_t(std::count_if(options.begin(), options.end(), shows)));
    for (const FoldedOption& option : options) {
        if (shows(option))
            out.text(option.option.toText());
    }
}

/// By field; of equal ones the last counts, which is that of the options.
void writeRow(CborWriter& out, quint32 group, std::optional<qint64> parent, std::vector<Cell>& cells)
{
    const auto byField = [](const Cell& one, const Cell& other) { return one.field < other.field; };
    if (!std::is_sorted(cells.begin(), cells.end(), byField))
        std::stable_sort(cells.begin(), cells.end(), byField);
    const auto isDouble = [](const Cell& one, const Cell& other) { return one.field == other.field; };
    const auto first = std::unique(cells.rbegin(), cells.rend(), isDouble).base();
    out.array(2 + 2 * std::size_t(cells.end() - first));
    out.integer(group);
    if (parent)
        out.integer(*parent);
    else
        out.null();
    qint64 before = reportedBase(group);
    for (auto cell = first; cell != cells.end(); ++cell) {
        out.integer(cell->field - before);
        before = cell->field;
        if (cell->value)
            writeValue(out, *cell->value);
        else
            writeOptions(out, *cell->options);
    }
}

}  // namespace

QByteArray reportContent(const RecordState& state)
{
    constexpr qint64 kNotHere = -1;
    Content content = contentOf(state);
    QHash<RowId, RowId> parents;
    for (const FoldedRow& row : state.rows)
        parents.insert(row.row, row.parent);
    QHash<RowId, qint64> places;
    for (const auto& [place, cells] : content)
        places.insert(place.second, places.size());
    CborWriter out;
    out.array(content.size());
    for (auto& [place, cells] : content) {
        const RowId parent = parents.value(place.second);
        writeRow(out, place.first,
                 parent.isNull() ? std::nullopt : std::optional(places.value(parent, kNotHere)), cells);
    }
    return std::move(out).taken();
}

Result<> writeReportContent(Connection& file, qint64 record, const ReportVersions& versions,
                            const PackedBytes& packedCurrent)
{
    if (versions.current.isEmpty())
        return file.run(u"DELETE FROM report_content WHERE record = ?", {record});
    const PackedBytes current = packedCurrent.bytes.isEmpty() ? packed(versions.current) : packedCurrent;
    QVariant approved;
    if (versions.approved == versions.current)
        approved = QByteArray("");
    else if (!versions.approved.isEmpty())
        approved = packed(versions.approved).bytes;
    return file.run(kWrite, {record, current.dictionary, current.bytes, approved});
}

Result<ReportVersions> readReportContent(Connection& file, qint64 record)
{
    ReportVersions found;
    const auto read = file.each(kRead, {record}, [&](const Row& row) -> Result<> {
        const auto contentAt = [&](int column) {
            return unpacked({row.integer(0), row.bytes(column)}, kMostContent);
        };
        const auto current = contentAt(1);
        const auto approved = row.isNull(2)          ? Result<QByteArray>(QByteArray())
                            : row.bytes(2).isEmpty() ? current
                                                     : contentAt(2);
        if (!current || !approved) {
            const Error& error = current ? approved.error() : current.error();
            return error.code == ErrorCode::NotFound
                     ? Error{ErrorCode::TooNew,
                             u"what reports read of record %1 is packed with dictionary %2, which a later "
                             u"version of this program brings: install that version"_s.arg(record)
                                 .arg(row.integer(0)),
                             error.hint}
                     : Error{ErrorCode::Damaged, u"what reports read of record %1 is damaged"_s.arg(record)};
        }
        found = {*current, *approved};
        return {};
    });
    if (!read)
        return read.error();
    return found;
}

}  // namespace prohori
