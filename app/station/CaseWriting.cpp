// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CaseDesk.h"

#include "app/station/AnswerCodec.h"
#include "app/station/DeskParts.h"
#include "forms/engine/KeptResults.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString draftSentence(const FormDefinition& form, const QList<Problem>& problems)
{
    QStringList labels;
    for (const Problem& problem : problems) {
        if (problem.severity != Severity::Error)
            continue;
        const FieldDefinition* field = form.field(problem.path.field);
        const GroupDefinition* group = form.group(problem.path.group);
        labels.append(u"%1.%2 (%3)"_s.arg(group ? group->name : u"?"_s, field ? field->name : u"?"_s,
                                          problem.message.in(u"en"_s)));
    }
    return labels.join(u"; "_s);
}

}  // namespace

Result<> refuseProblems(const FormDefinition& form, const QList<Problem>& problems, const QString& step)
{
    const bool stops = std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
        return problem.severity == Severity::Error;
    });
    if (!stops)
        return {};
    return Error{ErrorCode::Refused, u"%1 is not possible yet: %2"_s.arg(step, draftSentence(form, problems)),
                 u"problems"_s};
}

static Result<> writeNotes(ChangeWriter& writer, const QList<FieldNote>& notes)
{
    for (const FieldNote& note : notes) {
        const auto text = writer.seal(Tier::Sensitive, fieldKey(note.path), note.text);
        if (!text)
            return text.error();
        writer.add(NoteItem{fieldKey(note.path), *text});
    }
    return {};
}

static Result<ChangeBody> creationBody(const Station& station, const RecordId& record, const RecordKeys& keys)
{
    const PersonInfo& me = station.me();
    const Directory& directory = station.store().directory();
    const auto scopeKey = directory.scopeKey(me.scope);
    if (!scopeKey)
        return Error{ErrorCode::Refused,
                     u"this station does not know the key of scope %1: sync, or join again"_s.arg(me.scope)};
    QList<KeyRecipient> readers{{scopeKey->publicKey, true}, {me.boxKey, true}};
    if (const auto national = directory.scopeKey(kNationalScope))
        readers.append({national->publicKey, false});
    const auto sealed = sealRecordKeys(keys, readers);
    if (!sealed)
        return sealed.error();
    ChangeBody body;
    body.record = record;
    body.creation = Creation{station.form().formId(), me.scope, {}, *sealed};
    return body;
}

/// The change that creates a case from answers; without its local reference, and not signed yet.
static Result<ChangeBody> newCase(const Station& station, const Answers& answers,
                                  const QList<FieldNote>& notes, const FormEngine& engine)
{
    const PersonInfo& me = station.me();
    if (auto allowed = permitted(me.role, Permission::Create, RecordPhase::Draft, true); !allowed)
        return allowed.error();
    if (auto fine = refuseProblems(engine.form(), engine.check(answers, CheckLevel::Draft), u"saving"_s);
        !fine)
        return fine.error();
    const FieldDefinition* district = engine.form().field(u"case"_s, u"district_code"_s);
    const QString code = answers.value({district->group, {}, district->id}).text;
    if (code != me.scope)
        return Error{
            ErrorCode::Refused,
            u"case.district_code is not your district, %1: ask the office of that district to record the case"_s
                .arg(me.scope)};

    Answers kept = answers;
    (void)keepResults(engine, kept);
    SodiumRandom random;
    const auto record = RecordId::make(random);
    const RecordKeys keys = RecordKeys::make();
    ChangeWriter writer(engine.form(), keys, record);
    if (auto written = writer.difference({}, kept, {}); !written)
        return written.error();
    if (auto written = writeNotes(writer, notes); !written)
        return written.error();
    auto body = creationBody(station, record, keys);
    if (!body)
        return body;
    body->formVersion = engine.form().version();
    if (auto done = writer.finish(*body); !done)
        return done.error();
    return body;
}

/// Gives the cases their numbers, signs and stores them together.
static Result<QList<SavedCase>> storeNew(Station& station, QList<ChangeBody> bodies,
                                         const QList<int>& openProblems = {})
{
    // The numbers only now, so that a case which is refused uses up none.
    const auto references = station.nextLocalRefs(bodies.size());
    if (!references)
        return references.error();
    for (qsizetype i = 0; i < bodies.size(); ++i)
        bodies[i].creation->localRef = references->at(i);
    const auto changes = station.signAndSaveAll(bodies, openProblems);
    if (!changes)
        return changes.error();
    QList<SavedCase> saved;
    for (const Change& change : *changes)
        saved.append({change.body().record, change.body().creation->localRef, change.id(), false});
    return saved;
}

Result<SavedCase> CaseDesk::create(const Answers& answers, const QList<FieldNote>& notes,
                                   const QString& version)
{
    const FormEnginePtr begun = m_station.engineFor(m_station.forms().has(version) ? version : QString());
    const auto body = newCase(m_station, answers, notes, *begun);
    if (!body)
        return body.error();
    const auto saved = storeNew(m_station, {*body}, {openProblems(*begun, answers)});
    if (!saved)
        return saved.error();
    (void)indexNamesOf(m_station, saved->first().record);
    return saved->first();
}

Result<QList<SavedCase>> CaseDesk::createAll(const QList<Answers>& all)
{
    QList<ChangeBody> bodies;
    for (const Answers& answers : all) {
        const auto body = newCase(m_station, answers, {}, m_station.engine());
        if (!body)
            return body.error();
        bodies.append(*body);
    }
    return storeNew(m_station, bodies);
}

Result<> CaseDesk::mayEdit(const CaseView& view) const
{
    const PersonInfo& me = m_station.me();
    if (view.approvedVersion)
        return Error{ErrorCode::Refused, u"the approved version cannot be changed: open the current one"_s};
    return permitted(me.role, Permission::Edit, view.state.phase, me.scope == view.state.homeScope);
}

/// What stands in the way of a save. Where the form only stands in for that of the case, what it finds in answers that nobody touched is none
/// of the officer's doing.
static QList<Problem> problemsOfEdit(const CaseView& base, const Answers& edited)
{
    QList<Problem> problems = base.engine->check(edited, CheckLevel::Draft);
    if (problems.isEmpty() || base.engine->form().version() == base.state.formVersion)
        return problems;
    const QList<Problem> before = base.engine->check(base.answers, CheckLevel::Draft);
    problems.removeIf([&](const Problem& problem) {
        const bool same = std::any_of(before.begin(), before.end(), [&](const Problem& old) {
            return old.path == problem.path && old.kind == problem.kind;
        });
        return same && base.answers.value(problem.path) == edited.value(problem.path);
    });
    return problems;
}

static bool isInScope(const Item& item)
{
    const ApprovalScope& scope = currentApprovalScope();
    return visit(
        [&](const auto& one) {
            using T = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<T, SetItem> || std::is_same_v<T, OptionItem>)
                return scope.covers(one.key.group, one.key.field);
            else if constexpr (std::is_same_v<T, AddRowItem> || std::is_same_v<T, RemoveRowItem>)
                return scope.covers(one.group, 0);
            else
                return false;
        },
        item);
}

/// What was approved is corrected only with a reason, which goes with the change: a note on the record as a whole, first the code in the
/// clear, then the words.
static Result<> writeCorrection(ChangeWriter& writer, const RecordState& base, const RecordState& now,
                                const CorrectionReason& why)
{
    const auto approved = [](const RecordState& state) {
        return state.approval && isApprovedPhase(state.phase);
    };
    const QList<Item>& items = writer.items();
    if (!(approved(base) || approved(now)) || std::none_of(items.begin(), items.end(), isInScope))
        return {};
    constexpr qsizetype kLeastText = 5;
    if (why.code.isEmpty() || why.text.trimmed().size() < kLeastText)
        return Error{
            ErrorCode::Refused,
            u"%1 was approved: its correction needs a reason (--reason CODE) and words of at least %2 characters (--note)"_s
                .arg(now.localRef)
                .arg(kLeastText),
            u"correction-reason"_s};
    const auto text = writer.seal(Tier::Sensitive, kWholeRecord, why.text.trimmed());
    if (!text)
        return text.error();
    writer.add(NoteItem{kWholeRecord, FieldValue::plain(Cbor(why.code))});
    writer.add(NoteItem{kWholeRecord, *text});
    return {};
}

Result<SavedCase> CaseDesk::edit(const CaseView& base, const Answers& edited, const QList<FieldNote>& notes,
                                 const CorrectionReason& why)
{
    if (auto allowed = mayEdit(base); !allowed)
        return allowed.error();
    const FormDefinition& form = base.engine->form();
    if (auto fine = refuseProblems(form, problemsOfEdit(base, edited), u"saving"_s); !fine)
        return fine.error();
    Answers kept = edited;
    (void)keepResults(*base.engine, base.answers, kept);
    const auto history = m_station.store().history(base.state.record);
    if (!history)
        return history.error();
    const RecordKeys keys = m_station.recordKeys(base.state);
    const AnswerReader reader(form, *history, keys);
    ChangeWriter writer(form, keys, base.state.record);
    writer.keepOf(base.state, *history, reader);
    if (auto written = writer.difference(base.answers, kept, reader.answers(base.state)); !written)
        return written.error();
    if (auto written = writeNotes(writer, notes); !written)
        return written.error();
    if (auto written = writeCorrection(writer, base.state, fold(*history), why); !written)
        return written.error();
    SavedCase saved{base.state.record, base.state.localRef, {}, history->heads() != base.state.heads};
    if (writer.isEmpty())
        return saved;
    ChangeBody body;
    body.record = base.state.record;
    body.formVersion = form.version();
    body.parents = base.state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    const auto change = m_station.signAndSave(body, openProblems(*base.engine, edited));
    if (!change)
        return change.error();
    saved.change = change->id();
    (void)indexNamesOf(m_station, saved.record);
    return saved;
}

}  // namespace prohori
