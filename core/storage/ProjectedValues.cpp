// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ProjectedValues.h"

#include "core/cases/LaterFacts.h"
#include "core/secrets/Crypto.h"
#include "core/storage/FieldIds.h"
#include "core/storage/SearchText.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString plainText(const RecordState& state, quint32 fieldId)
{
    const FoldedValue* found = state.value({field::kCaseGroup, {}, fieldId});
    return found && !found->value.isSealed() ? found->value.plainValue().toText() : QString();
}

/// One value of a row as reports read it, under its number written out.
class ReportedCell {
public:
    ReportedCell(quint32 field, const FieldValue& value) : m_value(&value) { setName(field); }
    ReportedCell(quint32 field, const QList<FoldedOption>& options) : m_options(&options) { setName(field); }

    std::string_view name() const { return {m_name.data(), m_size}; }
    void write(QString& json) const;

private:
    void setName(quint32 field)
    {
        m_size = std::size_t(std::to_chars(m_name.begin(), m_name.end(), field).ptr - m_name.data());
    }

    std::array<char, 10> m_name;
    std::size_t m_size = 0;
    const FieldValue* m_value = nullptr;
    const QList<FoldedOption>* m_options = nullptr;
};
using ReportedRow = std::vector<ReportedCell>;
/// By group and row.
using ReportedContent = std::map<std::pair<quint32, RowId>, ReportedRow>;

void appendEscaped(QString& json, QChar c)
{
    switch (c.unicode()) {
    case u'"': json += u"\\\""_s; return;
    case u'\\': json += u"\\\\"_s; return;
    case u'\b': json += u"\\b"_s; return;
    case u'\f': json += u"\\f"_s; return;
    case u'\n': json += u"\\n"_s; return;
    case u'\r': json += u"\\r"_s; return;
    case u'\t': json += u"\\t"_s; return;
    default: json += u"\\u00"_s + QString::number(c.unicode(), 16).rightJustified(2, u'0');
    }
}

/// JSON text. QJsonObject writes the same at five times the cost.
void appendText(QString& json, QStringView text)
{
    json += u'"';
    qsizetype from = 0;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char16_t unit = text[at].unicode();
        if (unit >= 0x20 && unit != u'"' && unit != u'\\')
            continue;
        json += text.sliced(from, at - from);
        appendEscaped(json, text[at]);
        from = at + 1;
    }
    json += text.sliced(from);
    json += u'"';
}

void appendValue(QString& json, const FieldValue& value)
{
    const Cbor& plain = value.plainValue();
    if (value.missingReason() != MissingReason::None) {
        json += u"{\"missing\":"_s;
        appendText(json, missingReasonName(value.missingReason()));
        json += u'}';
    } else if (plain.isText()) {
        appendText(json, plain.toText());
    } else if (plain.isInt()) {
        json += QString::number(plain.toInt());
    } else {
        json += plain.isBool() ? plain.toBool() ? u"true"_s : u"false"_s : u"null"_s;
    }
}

void ReportedCell::write(QString& json) const
{
    if (m_value) {
        appendValue(json, *m_value);
        return;
    }
    bool isFirst = true;
    for (const FoldedOption& option : *m_options) {
        if (option.tier != 0)
            continue;
        json += std::exchange(isFirst, false) ? u'[' : u',';
        appendText(json, option.option.toText());
    }
    json += u']';
}

/// What anybody may read.
ReportedContent reportedContent(const RecordState& state)
{
    ReportedContent content;
    content.try_emplace({field::kCaseGroup, RowId()});
    for (const FoldedRow& row : state.rows) {
        if (!row.removed)
            content.try_emplace({row.group, row.row});
    }
    auto at = content.begin();
    const auto rowOf = [&](const FieldKey& key) -> ReportedRow& {
        if (at->first != std::pair(key.group, key.row))
            at = content.try_emplace({key.group, key.row}).first;
        return at->second;
    };
    for (auto it = state.fields.begin(); it != state.fields.end(); ++it) {
        if (!it->value.isSealed())
            rowOf(it.key()).emplace_back(it.key().field, it->value);
    }
    for (auto it = state.options.begin(); it != state.options.end(); ++it) {
        const bool shows =
            std::any_of(it->begin(), it->end(), [](const FoldedOption& option) { return option.tier == 0; });
        if (shows)
            rowOf(it.key()).emplace_back(it.key().field, *it);
    }
    return content;
}

/// Names in the order of their text; of equal ones the last counts, which is that of the options.
QString jsonObject(ReportedRow& row)
{
    const auto byName = [](const auto& one, const auto& other) { return one.name() < other.name(); };
    if (!std::is_sorted(row.begin(), row.end(), byName))
        std::stable_sort(row.begin(), row.end(), byName);
    constexpr qsizetype kUsualCell = 32;
    QString json;
    json.reserve(2 + qsizetype(row.size()) * kUsualCell);
    for (std::size_t at = 0; at < row.size(); ++at) {
        if (at + 1 < row.size() && row[at].name() == row[at + 1].name())
            continue;
        json += json.isEmpty() ? u"{\""_s : u",\""_s;
        const std::string_view name = row[at].name();
        json += QLatin1StringView(name.data(), qsizetype(name.size()));
        json += u"\":"_s;
        row[at].write(json);
    }
    if (json.isEmpty())
        return u"{}"_s;
    json += u'}';
    return json;
}

QList<QVariantList> reportedRows(const RecordState& state)
{
    QHash<RowId, RowId> parents;
    for (const FoldedRow& row : state.rows)
        parents.insert(row.row, row.parent);
    ReportedContent content = reportedContent(state);
    QList<QVariantList> rows;
    for (auto& [place, row] : content) {
        rows.append({qint64(place.first), place.second.toBytes(), parents.value(place.second).toBytes(),
                     jsonObject(row)});
    }
    return rows;
}

QList<QVariantList> conflictRows(const RecordState& state)
{
    QList<QVariantList> rows;
    for (const Conflict& conflict : state.conflicts) {
        rows.append({qint64(conflict.key.group), conflict.key.row.toBytes(), qint64(conflict.key.field),
                     conflict.key.mergeGroup.isNull() ? u""_s : conflict.key.mergeGroup,
                     conflict.key.option.isNull() ? QByteArray("") : conflict.key.option,
                     qint64(conflict.sides.size())});
    }
    return rows;
}

QString wordsOf(const RecordState& state, const QString& nationalRef)
{
    QStringList words{state.localRef, nationalRef};
    for (auto it = state.fields.begin(); it != state.fields.end(); ++it) {
        const bool searched = std::find(field::kSearched.begin(), field::kSearched.end(), it.key().field)
                           != field::kSearched.end();
        if (searched && !it->value.isSealed() && it->value.plainValue().isText())
            words.append(it->value.plainValue().toText());
    }
    words.removeAll(QString());
    return searchFolded(words.join(u' '));
}

PersonId lastSubmitter(const History& history)
{
    const auto changes = history.changes();
    for (auto it = changes.rbegin(); it != changes.rend(); ++it) {
        for (const Item& item : (*it)->body().items) {
            const auto* act = std::get_if<ActItem>(&item);
            if (act && act->kind == ActKind::Submit)
                return (*it)->body().person;
        }
    }
    return 0;
}

Instant phaseSince(const RecordWork& work)
{
    const ChangePtr act = work.state.lastAct.isNull() ? ChangePtr() : work.history.find(work.state.lastAct);
    return act ? act->body().claimed : work.state.created;
}

RecordPhase shownPhase(const RecordState& state, const std::optional<HubNote>& note)
{
    const bool received = state.phase == RecordPhase::DistrictApproved && note && state.approval
                       && note->approval == state.approval->change;
    return received ? RecordPhase::HqReceived : state.phase;
}

int openQueries(const RecordState& state)
{
    return int(std::count_if(state.queries.begin(), state.queries.end(),
                             [](const FoldedQuery& query) { return query.isOpen(); }));
}

qint64 unsentOf(const RecordWork& work)
{
    return std::count_if(work.entries.begin(), work.entries.end(), [](const LogEntry& entry) {
        return entry.notes.own && entry.notes.delivery == Delivery::Unsent;
    });
}

/// By kind and person, each once, as the table gives them back.
/// A file that two rows name is one file.
QList<QVariantList> attachmentRows(const RecordState& state)
{
    QMap<AttachmentId, AttachmentManifest> papers;
    for (const AttachItem& item : state.attachments) {
        const AttachmentManifest manifest = item.manifest();
        if (!manifest.isNull())
            papers.insert(manifest.id, manifest);
    }
    QList<QVariantList> rows;
    for (const AttachmentManifest& manifest : std::as_const(papers))
        rows.append({manifest.id.toBytes(), manifest.plainBytes, manifest.pieceHashes});
    return rows;
}

QList<QVariantList> heldRows(const RecordState& state)
{
    QList<QVariantList> rows;
    for (const PersonId person : state.holders)
        rows.append({qint64(person), qint64(0)});
    QList<PersonId> offered;
    for (const PendingHandover& handover : state.handovers) {
        if (!offered.contains(handover.to))
            offered.append(handover.to);
    }
    std::sort(offered.begin(), offered.end());
    for (const PersonId person : std::as_const(offered))
        rows.append({qint64(person), qint64(1)});
    return rows;
}

/// Never null, which would be NULL in the table and differ from what is read back.
QString text(const QString& value)
{
    return value.isNull() ? u""_s : value;
}

QVariantList lineOf(const RecordWork& work, const std::optional<HubNote>& note)
{
    const RecordState& state = work.state;
    const QString district = plainText(state, field::kDistrictCode);
    const QString nationalRef = note ? note->nationalRef : plainText(state, field::kNationalRef);
    const QByteArray bytes = state.bytes();
    const auto living = [&](quint32 group) { return qint64(state.livingRows(group).size()); };
    return {work.record.toBytes(),
            qint64(state.kind),
            text(state.localRef),
            text(nationalRef),
            text(state.homeScope),
            text(plainText(state, field::kCaseClass)),
            text(district.isEmpty() ? state.homeScope : district),
            text(plainText(state, field::kUpazilaGeo)),
            text(plainText(state, field::kPoliceStation)),
            text(plainText(state, field::kReportedOn)),
            text(plainText(state, field::kRiskLevel)),
            living(field::kVictimGroup),
            living(field::kSuspectGroup),
            qint64(shownPhase(state, note)),
            qint64(state.phaseConflict),
            qint64(state.changedSinceApproval),
            state.approval ? QVariant(state.approval->change.toBytes()) : QVariant(),
            qint64(state.removed),
            qint64(state.conflicts.size()),
            qint64(openQueries(state)),
            qint64(work.quarantined()),
            unsentOf(work),
            qint64(state.creator),
            qint64(lastSubmitter(work.history)),
            state.created.msSinceEpoch,
            work.updated().msSinceEpoch,
            phaseSince(work).msSinceEpoch,
            qint64(work.history.size()),
            blake2b(bytes),   // RecordState::digest()
            QByteArray("")};  // the fold itself is made from the log whenever it is wanted
}

/// A record whose creation is in quarantine: nothing of it counts, but it is not hidden.
QVariantList shellLine(const RecordWork& work, const ChangeBody& creation)
{
    return {work.record.toBytes(),
            qint64(creation.recordKind),
            text(creation.creation->localRef),
            u""_s,
            text(creation.creation->homeScope),
            u""_s,
            text(creation.creation->homeScope),
            u""_s,
            u""_s,
            u""_s,
            u""_s,
            qint64(0),
            qint64(0),
            qint64(RecordPhase::Draft),
            qint64(0),
            qint64(0),
            QVariant(),
            qint64(0),
            qint64(0),
            qint64(0),
            qint64(work.quarantined()),
            unsentOf(work),
            qint64(creation.person),
            qint64(0),
            creation.claimed.msSinceEpoch,
            work.updated().msSinceEpoch,
            creation.claimed.msSinceEpoch,
            qint64(0),
            QVariant(),
            QVariant()};
}

}  // namespace

std::optional<ProjectedRecord> projectedRecord(const RecordWork& work, const std::optional<HubNote>& note)
{
    ProjectedRecord made;
    if (work.history.isEmpty()) {
        const ChangePtr creation = work.creation();
        if (!creation)
            return std::nullopt;
        made.line = shellLine(work, creation->body());
        made.held = {{qint64(creation->body().person), qint64(0)}};
        made.words = searchFolded(creation->body().creation->localRef);
        return made;
    }
    made.line = lineOf(work, note);
    made.held = heldRows(work.state);
    made.attachments = attachmentRows(work.state);
    made.reported[0] = reportedRows(work.state);
    if (work.state.approval)
        made.reported[1] = reportedRows(fold(work.history.upTo(work.state.approval->heads)));
    made.conflicts = conflictRows(work.state);
    if (work.state.laterFactsWaiting && isApprovedPhase(work.state.phase))
        made.laterRows = laterRowsWaiting(work.history, work.state).size();
    if (work.state.pendingMove)
        made.movingTo = work.state.pendingMove->to;
    if (work.state.declinedMove) {
        made.declinedBy = work.state.declinedMove->to;
        made.declinedIn = work.state.declinedMove->change.toString();
    }
    made.words = wordsOf(work.state, note ? note->nationalRef : plainText(work.state, field::kNationalRef));
    return made;
}

}  // namespace prohori
