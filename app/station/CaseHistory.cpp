// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnswerCodec.h"
#include "app/station/CaseDesk.h"
#include "app/station/DeskParts.h"
#include "app/station/HistoryTeller.h"

#include <QMap>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Turns the items of one change into lines of the history, against the answers that its author saw.
class HistoryLines {
public:
    HistoryLines(const Directory& people, const AnswerReader& reader, const Answers& before)
        : m_people(people),
          m_reader(reader),
          m_before(before)
    {}

    QList<HistoryField> lines(const ChangeBody& body)
    {
        for (const Item& item : body.items)
            visit([this](const auto& known) { add(known); }, item);
        return m_lines;
    }

private:
    void put(const FieldKey& key, const QString& what, const Answer& from, const Answer& to)
    {
        m_lines.append({answerPath(key), from, to, what});
    }
    Answer text(const FieldValue& value) const { return m_reader.answer(value); }
    QString nameOf(PersonId person) const
    {
        const PersonInfo* known = m_people.person(person);
        return known ? known->name : QString::number(person);
    }
    static Answer words(const QString& text) { return {text, {}, false}; }

    void add(const SetItem& item)
    {
        const bool cleared = item.value.isBlank() || item.value.missingReason() != MissingReason::None;
        put(item.key, cleared ? u"clear"_s : u"set"_s, m_before.value(answerPath(item.key)),
            text(item.value));
    }

    void add(const OptionItem& item)
    {
        const Answer from = m_before.value(answerPath(item.key));
        Answer to = from;
        QStringList chosen = from.text.split(u' ', Qt::SkipEmptyParts);
        const auto change = [&](const QList<Cbor>& options, bool on) {
            for (const Cbor& option : options) {
                const auto name = m_reader.option(option);
                if (!name)
                    to.sealed = true;
                else if (on)
                    chosen.append(*name);
                else
                    chosen.removeAll(*name);
            }
        };
        change(item.on, true);
        change(item.off, false);
        to.text = to.sealed ? QString() : chosen.join(u' ');
        put(item.key, u"set"_s, from, to);
    }

    void add(const RemarkItem& item) { put(item.key, u"remark"_s, {}, text(item.text)); }
    void add(const AddRowItem& item) { put({item.group, item.row, 0}, u"add-row"_s, {}, {}); }
    void add(const RemoveRowItem& item)
    {
        put({item.group, item.row, 0}, u"remove-row"_s, {}, words(item.reason));
    }
    void add(const SettleItem& item) { put(item.key, u"settle"_s, {}, text(item.reason)); }
    void add(const AttachItem& item) { put(item.key, u"attach"_s, {}, words(item.mediaType)); }
    void add(const NoteItem& item)
    {
        // On the record as a whole: why what was approved is corrected, which is told with the change.
        if (item.key != kWholeRecord)
            put(item.key, u"note"_s, {}, text(item.text));
    }
    void add(const QueryItem& item) { put(item.key, u"query"_s, {}, text(item.text)); }
    void add(const MoveItem& item)
    {
        const QString what = item.accepted                  ? u"move-accepted"_s
                           : item.end == MoveEnd::Declined  ? u"move-declined"_s
                           : item.end == MoveEnd::TakenBack ? u"move-taken-back"_s
                                                            : u"move"_s;
        put({}, what, words(item.from), words(item.to));
        if (!item.note.isBlank())
            put({}, u"move-reason"_s, {}, text(item.note));
    }
    void add(const HandoverItem& item)
    {
        put({}, u"handover"_s, words(handoverStepName(item.step)), text(item.note));
        if (item.step == HandoverStep::Propose)
            put({}, u"handover-to"_s, words(nameOf(item.from)), words(nameOf(item.to)));
    }
    void add(const UnknownItem&) { put({}, u"unknown"_s, {}, {}); }
    void add(const ActItem& item)
    {
        for (const FieldRemark& remark : item.remarks)
            put(remark.key, u"remark"_s, {}, text(remark.text));
    }

    const Directory& m_people;
    const AnswerReader& m_reader;
    const Answers& m_before;
    QList<HistoryField> m_lines;
};

/// Who wrote it, where and when.
HistoryEntry entryOf(const Station& station, const Change& change)
{
    const ChangeBody& body = change.body();
    HistoryEntry entry;
    entry.change = change.id();
    const PersonInfo* person = station.store().directory().person(body.author);
    entry.who = person ? person->name : QString::number(body.person);
    entry.person = body.person;
    entry.role = body.role;
    entry.replica = body.replica;
    entry.counter = body.counter;
    entry.claimed = body.claimed;
    entry.received = station.store().receivedAt(change.id());
    entry.delivery = station.store().delivery(change.id());
    return entry;
}

void takeComment(HistoryEntry& entry, const FieldValue& said, const AnswerReader& reader)
{
    const Answer read = reader.answer(said);
    entry.comment = read.text;
    entry.commentSealed = read.sealed;
}

}  // namespace

HistoryTeller::HistoryTeller(const Station& station, const History& history)
    : m_station(station),
      m_history(history),
      m_state(history.isEmpty() ? RecordState() : fold(history)),
      m_engine(station.engineFor(m_state.formVersion)),
      m_reader(std::make_unique<AnswerReader>(m_engine->form(), history, keysFor(station, m_state, false)))
{}

HistoryEntry HistoryTeller::entry(const Change& change) const
{
    HistoryEntry entry = entryOf(m_station, change);
    const bool counts = m_history.numberOf(change.id()).has_value();
    const Answers before =
        counts ? m_reader->answers(fold(m_history.upTo(change.body().parents))) : Answers();
    entry.fields = HistoryLines(m_station.store().directory(), *m_reader, before).lines(change.body());
    for (const Item& item : change.body().items) {
        if (const auto* act = get_if<ActItem>(&item)) {
            entry.act = act->kind;
            entry.reasons = act->reasons;
            takeComment(entry, act->comment, *m_reader);
        } else if (const auto* note = get_if<NoteItem>(&item); note && note->key == kWholeRecord) {
            if (note->text.isSealed())
                takeComment(entry, note->text, *m_reader);
            else
                entry.reasons.append(m_reader->text(note->text));
        }
    }
    return entry;
}

Result<QList<HistoryEntry>> CaseDesk::history(const RecordId& record)
{
    const auto history = m_station.store().history(record);
    if (!history)
        return history.error();
    const HistoryTeller teller(m_station, *history);
    QList<HistoryEntry> entries;
    for (const ChangePtr& change : history->changes())
        entries.append(teller.entry(*change));
    for (const Store::QuarantinedChange& held : m_station.store().quarantined()) {
        if (held.change->body().record != record)
            continue;
        HistoryEntry entry = teller.entry(*held.change);
        entry.quarantined = true;
        entry.refusal = refusalName(held.refusal);
        entries.append(entry);
    }
    return entries;
}

}  // namespace prohori
