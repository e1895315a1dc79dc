// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CaseDesk.h"

#include "app/station/AnswerCodec.h"
#include "app/station/CaseTalk.h"
#include "app/station/DeskParts.h"

#include <QHash>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

bool isIdentifying(const FieldValue& value)
{
    return value.isSealed() && value.tier() == static_cast<quint8>(Tier::Identifying);
}

RecordKeys keysFor(const Station& station, const RecordState& state, bool identities)
{
    RecordKeys keys = station.recordKeys(state);
    const PersonInfo& me = station.me();
    const bool inScope = me.scope == state.homeScope || isNationalRole(me.role);
    if (!permitted(me.role, Permission::ReadSensitive, state.phase, inScope))
        keys.sensitive = {};
    if (!identities || !permitted(me.role, Permission::ReadIdentity, state.phase, inScope))
        keys.identifying = {};
    return keys;
}

namespace {

bool hasIdentities(const RecordState& state)
{
    return std::any_of(state.fields.begin(), state.fields.end(),
                       [](const FoldedValue& folded) { return isIdentifying(folded.value); });
}

ConflictChoice choiceOf(const Station& station, const AnswerReader& reader, const History& history,
                        const RegisterValue& value, const QList<ChangeId>& writers)
{
    ConflictChoice choice;
    for (auto it = value.begin(); it != value.end(); ++it)
        choice.values.insert(it.key(), reader.answer(it.value()));
    choice.writers = writers;
    for (const ChangeId& id : writers) {
        const ChangePtr change = history.find(id);
        if (!change)
            continue;
        const PersonInfo* person = station.store().directory().person(change->body().author);
        const QString name = person ? person->name : QString::number(change->body().person);
        if (!choice.who.contains(name))
            choice.who.append(name);
        choice.claimed = std::max(choice.claimed, change->body().claimed);
        choice.mine = choice.mine || change->body().person == station.me().person;
        if (const auto received = station.store().receivedAt(id))
            choice.received = received;
    }
    return choice;
}

ConflictView viewOf(const Station& station, const AnswerReader& reader, const History& history,
                    const Conflict& conflict)
{
    ConflictView view;
    view.key = conflict.key;
    quint32 field = conflict.key.field;
    if (field == 0 && !conflict.sides.isEmpty() && !conflict.sides.first().value.isEmpty())
        field = conflict.sides.first().value.firstKey();
    view.path = answerPath({conflict.key.group, conflict.key.row, field});
    for (const ConflictSide& side : conflict.sides)
        view.sides.append(choiceOf(station, reader, history, side.value, side.writers));
    view.original = choiceOf(station, reader, history, conflict.original, conflict.originalWriters);
    return view;
}

}  // namespace

QMap<QString, QStringList> foreignChoices(const FormDefinition& form, const Answers& answers)
{
    QMap<QString, QStringList> foreign;
    for (auto it = answers.values.begin(); it != answers.values.end(); ++it) {
        const FieldDefinition* field = form.field(it.key().field);
        const ChoiceList* list = field ? form.list(field->list) : nullptr;
        if (!list || it->text.isEmpty() || (field->type == FieldType::Code && it->text.contains(u' ')))
            continue;
        for (const QString& code : it->text.split(u' ', Qt::SkipEmptyParts)) {
            if (!list->find(code) && !foreign[field->list].contains(code))
                foreign[field->list].append(code);
        }
    }
    foreign.removeIf([](auto it) { return it->isEmpty(); });
    return foreign;
}

void readAnswers(const Station& station, CaseView& view, const History& history, const FormEnginePtr& plain,
                 const AnswerReader& reader)
{
    view.engine = plain;
    view.answers = reader.answers(view.state);
    if (const auto foreign = foreignChoices(plain->form(), view.answers); !foreign.isEmpty())
        view.engine = station.engineWith(plain->form().version(), foreign);
    view.others.clear();
    const Answers others = reader.others(view.state);
    for (auto it = others.values.begin(); it != others.values.end(); ++it)
        view.others.append({it.key(), *it, station.forms().whoKnows(it.key().field)});
    std::sort(view.others.begin(), view.others.end(), [](const OtherAnswer& a, const OtherAnswer& b) {
        return std::tie(a.path.group, a.path.row, a.path.field)
             < std::tie(b.path.group, b.path.row, b.path.field);
    });
    view.conflicts.clear();
    for (const Conflict& conflict : view.state.conflicts)
        view.conflicts.append(viewOf(station, reader, history, conflict));
}

/// Which case goes on in the place of a merged one.
static void tellMerge(const Station& station, CaseView& view, const History& history)
{
    const ChangePtr last =
        view.state.phase == RecordPhase::Merged ? history.find(view.state.lastAct) : ChangePtr();
    for (const Item& item : last ? last->body().items : QList<Item>()) {
        const auto* act = get_if<ActItem>(&item);
        if (!act || act->kind != ActKind::Merge)
            continue;
        view.mergedInto = act->target;
        if (const auto row = station.store().caseRow(act->target))
            view.mergedIntoRef = row->localRef;
    }
}

static Result<CaseView> makeView(Station& station, const RecordId& record, CaseDesk::Version version,
                                 bool identities)
{
    const auto history = station.store().history(record);
    if (!history)
        return history.error();
    const auto row = station.store().caseRow(record);
    if (!row)
        return row.error();
    if (history->isEmpty())
        return Error{ErrorCode::NotFound,
                     u"nothing of case %1 counts: its changes wait or are held in quarantine"_s.arg(
                         row->localRef),
                     u"held-back"_s};
    CaseView view;
    view.row = *row;
    view.state = fold(*history);
    const RecordState current = view.state;
    if (version == CaseDesk::Version::Approved) {
        if (!current.approval)
            return Error{ErrorCode::NotFound, u"%1 has no approved version"_s.arg(current.localRef)};
        view.state = fold(history->upTo(current.approval->heads));
        view.approvedVersion = true;
    }
    const RecordKeys keys = keysFor(station, current, identities);
    const FormEnginePtr plain = station.engineFor(view.state.formVersion);
    const AnswerReader reader(plain->form(), *history, keys);
    readAnswers(station, view, *history, plain, reader);
    for (const FoldedRemark& note : view.state.notes) {
        if (note.key == kWholeRecord)
            continue;
        if (const QString text = reader.text(note.text); !text.isEmpty())
            view.notes.append({answerPath(note.key), text});
    }
    view.remarks = CaseTalk::remarksOf(station, *history, view.state, reader);
    view.queries = CaseTalk::queriesOf(station, *history, view.state, reader);
    tellMerge(station, view, *history);
    view.hasIdentities = hasIdentities(view.state);
    view.identitiesOpen = identities;
    view.mayOpenIdentities = !keysFor(station, current, true).identifying.isEmpty();
    return view;
}

Result<CaseView> CaseDesk::view(const RecordId& record, Version version)
{
    return makeView(m_station, record, version, false);
}

Result<CaseView> CaseDesk::viewAt(const RecordId& record, const QList<ChangeId>& heads)
{
    auto now = view(record);
    if (!now || now->state.heads == heads)
        return now;
    const auto history = m_station.store().history(record);
    if (!history)
        return history.error();
    const bool known =
        std::all_of(heads.begin(), heads.end(), [&](const ChangeId& head) { return history->find(head); });
    if (heads.isEmpty() || !known)
        return now;
    const RecordKeys keys = keysFor(m_station, now->state, false);
    now->state = fold(history->upTo(heads));
    const FormEnginePtr plain = m_station.engineFor(now->state.formVersion);
    readAnswers(m_station, *now, *history, plain, AnswerReader(plain->form(), *history, keys));
    return now;
}

Result<CaseView> CaseDesk::openIdentities(const RecordId& record, const QString& reason, Version version)
{
    if (reason.trimmed().isEmpty())
        return Error{ErrorCode::Refused, u"a reason is needed to open identities: choose one"_s,
                     u"reason-needed"_s};
    const auto closed = makeView(m_station, record, version, false);
    if (!closed)
        return closed;
    if (!closed->mayOpenIdentities) {
        const bool inScope =
            m_station.me().scope == closed->state.homeScope || isNationalRole(m_station.me().role);
        if (auto allowed =
                permitted(m_station.me().role, Permission::ReadIdentity, closed->state.phase, inScope);
            !allowed)
            return allowed.error();
        return Error{ErrorCode::Refused,
                     u"you hold no key to the identities of %1: the administrator has to confirm you first"_s
                         .arg(closed->state.localRef),
                     u"no-key"_s};
    }
    // The journal comes first: an opening that cannot be written down does not happen.
    if (auto noted = m_station.journal(JournalEvent::IdentityOpened, record, reason); !noted)
        return noted.error();
    return makeView(m_station, record, version, true);
}

Result<> indexNamesOf(Station& station, const RecordId& record)
{
    const auto history = station.store().history(record);
    if (!history)
        return history.error();
    const RecordState state = fold(*history);
    const FormEnginePtr engine = station.engineFor(state.formVersion);
    // A case that is only proposed to the district is not found by its names there, whatever keys came with it.
    const AnswerReader reader(engine->form(), *history, keysFor(station, state, true));
    QStringList names;
    for (auto it = state.fields.begin(); it != state.fields.end(); ++it) {
        const FieldDefinition* field = engine->form().field(it.key().field);
        if (field && field->type == FieldType::Text && isIdentifying(it->value))
            names.append(reader.text(it->value));
    }
    names.removeAll(QString());
    return station.store().indexNames(record, station.nameTokenKey(), names);
}

Result<int> CaseDesk::indexNames(int limit)
{
    const QList<RecordId> records = m_station.store().recordsWithoutNames(m_station.nameTokenKey(), limit);
    for (const RecordId& record : records) {
        if (auto indexed = indexNamesOf(m_station, record); !indexed)
            return indexed.error();
    }
    return static_cast<int>(records.size());
}

}  // namespace prohori
