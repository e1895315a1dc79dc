// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"
#include "app/ctl/OpenedStation.h"
#include "app/station/GoneCases.h"

#include "core/base/Json.h"
#include "forms/engine/AnswersJson.h"
#include "forms/engine/FieldPath.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Result<QJsonObject> readObject(const QString& path)
{
    const auto text = readFile(path);
    if (!text)
        return text.error();
    const auto json = readJson(*text);
    if (!json)
        return Error{ErrorCode::Invalid, u"%1: %2"_s.arg(path, json.error().detail)};
    if (!json->isObject())
        return Error{ErrorCode::Invalid, u"%1 holds no JSON object"_s.arg(path)};
    QJsonObject object = json->toObject();
    // The whole document of `case show` is taken as well as its data alone.
    if (object.value(u"data"_s).isObject() && !object.contains(u"case"_s))
        object = object.value(u"data"_s).toObject();
    return object;
}

int newCase(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case new STORE --from FILE.json [--json]"_s);
    line.option(u"from"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"from"_s))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto object = readObject(line.value(u"from"_s));
    if (!object)
        return fail(object.error());
    SodiumRandom random;
    const auto answers = answersFromJson((*station)->engine(), *object, random);
    if (!answers)
        return fail(answers.error());
    const auto saved = CaseDesk(**station).create(*answers);
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

Result<CaseFilter> filterOf(const CommandLine& line)
{
    CaseFilter filter;
    filter.search = line.value(u"search"_s);
    if (line.has(u"state"_s)) {
        const auto phase = phaseFromName(line.value(u"state"_s));
        if (!phase)
            return Error{ErrorCode::Invalid, u"there is no state '%1'"_s.arg(line.value(u"state"_s))};
        filter.phase = *phase;
    }
    return filter;
}

/// Cases that are still to come: they are no rows of the list, so that who counts those counts none of them.
int listComing(const Station& station, const CommandLine& line)
{
    const auto found = line.has(u"search"_s) ? comingByNumber(station.store(), line.value(u"search"_s))
                                             : station.store().comingCases({}, int(Store::kMostComing));
    if (!found)
        return fail(found.error());
    QJsonArray all;
    for (const ComingCase& one : *found) {
        if (line.has(u"ndjson"_s))
            printJson(comingJson(one));
        else if (line.json())
            all.append(comingJson(one));
        else
            printText(comingText(one));
    }
    if (line.json() && !line.has(u"ndjson"_s))
        printJson(all);
    return Done;
}

int listCases(const QStringList& words, const Clock& clock)
{
    const QString synopsis =
        u"case list STORE [--coming] [--search TEXT] [--state S] [--limit N] [--json | --ndjson]"_s;
    CommandLine line(synopsis);
    line.option(u"search"_s).option(u"state"_s).option(u"limit"_s).flag(u"coming"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    bool right = true;
    qint64 left =
        line.has(u"limit"_s) ? line.value(u"limit"_s).toLongLong(&right) : std::numeric_limits<qint64>::max();
    if (!right || left < 0)
        return usage(u"--limit takes a whole number"_s, synopsis);
    auto filter = filterOf(line);
    if (!filter)
        return fail(filter.error());
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    if (line.has(u"coming"_s))
        return listComing(**station, line);
    // Names are indexed when somebody who can read them asks for the first time.
    for (Result<int> more = filter->search.isEmpty() ? 0 : 1; !more || *more > 0;) {
        more = CaseDesk(**station).indexNames();
        if (!more)
            return fail(more.error());
    }
    constexpr int kPage = 500;
    QJsonArray all;
    while (left > 0) {
        filter->limit = static_cast<int>(std::min<qint64>(kPage, left));
        const auto page = (*station)->store().cases(*filter);
        if (!page)
            return fail(page.error());
        for (const CaseRow& row : *page) {
            if (line.has(u"ndjson"_s))
                printJson(rowJson(row));
            else if (line.json())
                all.append(rowJson(row));
            else
                printText(u"%1  %2  %3  %4"_s.arg(row.record.toString(), row.localRef, phaseName(row.phase),
                                                  row.caseClass));
        }
        left -= page->size();
        if (page->size() < filter->limit)
            break;
        filter->after = PageKey{page->last().updated.msSinceEpoch, page->last().key};
    }
    if (line.has(u"json"_s) && !line.has(u"ndjson"_s))
        printJson(all);
    // A number that is looked for by a person may be on its way.
    return line.json() || filter->search.isEmpty() || filter->phase ? Done : listComing(**station, line);
}

Result<QJsonObject> shown(Station& station, const QString& id, const CommandLine& line)
{
    const auto record = findRecord(station.store(), id);
    if (!record)
        return record.error();
    CaseDesk desk(station);
    const auto version = line.has(u"version"_s) ? CaseDesk::Version::Approved : CaseDesk::Version::Current;
    const auto view = line.has(u"identities"_s)
                        ? desk.openIdentities(*record, line.value(u"reason"_s), version)
                        : desk.view(*record, version);
    if (!view)
        return view.error();
    return caseJson(*view->engine, *view);
}

/// One case as an object; several as an array, or one object a line, and the rest when one fails.
int show(const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"case show STORE ID… [--json | --ndjson] [--version approved] [--identities --reason TEXT]"_s);
    line.option(u"version"_s).flag(u"identities"_s).option(u"reason"_s);
    if (!line.parse(words, 2, -1))
        return Usage;
    if (line.has(u"version"_s) && line.value(u"version"_s) != u"approved"_s)
        return usage(u"--version takes only 'approved'"_s, line.synopsis());
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const QStringList ids = line.rest(1);
    const bool asArray = ids.size() > 1 && line.json() && !line.has(u"ndjson"_s);
    QJsonArray all;
    int exit = Done;
    for (const QString& id : ids) {
        const auto one = shown(**station, id, line);
        if (!one)
            exit = ids.size() == 1 ? fail(one.error()) : (fail(one.error()), int(Failed));
        else if (asArray)
            all.append(*one);
        else if (line.json())
            printJson(*one);
        else
            printText(QString::fromUtf8(QJsonDocument(*one).toJson(QJsonDocument::Indented)));
    }
    if (asArray)
        printJson(all);
    return exit;
}

/// Applies PATH=VALUE words: no value empties the field, a reason in angle brackets (`<refused>`) says why it has none.
Result<> applySets(const FormEngine& engine, const QStringList& sets, Answers& answers)
{
    for (const QString& set : sets) {
        const auto at = set.indexOf(u'=');
        if (at <= 0)
            return Error{ErrorCode::Invalid, u"'%1' is not PATH=VALUE"_s.arg(set)};
        const auto path = resolveFieldPath(engine.form(), answers, set.left(at));
        if (!path)
            return path.error();
        const FieldDefinition* field = engine.form().field(path->field);
        if (!field)
            return Error{ErrorCode::Invalid, u"%1 is a row, not a field"_s.arg(set.left(at))};
        if (field->required == RequiredLevel::Auto)
            return Error{ErrorCode::Invalid, u"%1 is set by the program alone"_s.arg(set.left(at))};
        const QString typed = set.mid(at + 1);
        if (typed.startsWith(u'<') && typed.endsWith(u'>')
            && missingReasonFromName(typed.mid(1, typed.size() - 2))) {
            answers.values.insert(*path, {{}, typed.mid(1, typed.size() - 2), false});
            continue;
        }
        if (typed.isEmpty()) {
            answers.values.remove(*path);
            continue;
        }
        const auto value = engine.normalise(path->field, typed);
        if (!value)
            return Error{ErrorCode::Invalid, u"%1: %2"_s.arg(set.left(at), value.error().detail)};
        answers.values.insert(*path, {*value, {}, false});
    }
    return {};
}

int edit(const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"case edit STORE ID --set PATH=VALUE … | --patch FILE.json [--reason CODE --note TEXT] [--json]"_s);
    line.option(u"set"_s).option(u"patch"_s).option(u"reason"_s).option(u"note"_s);
    if (!line.parse(words, 2, -1))
        return Usage;
    const QStringList sets = line.values(u"set"_s) + line.rest(2);
    if (sets.isEmpty() && !line.has(u"patch"_s))
        return usage(u"nothing is to be changed"_s, line.synopsis());
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    CaseDesk desk(*target->station);
    const auto base = desk.view(target->record);
    if (!base)
        return fail(base.error());
    Answers edited = base->answers;
    const FormEngine& engine = *base->engine;
    if (line.has(u"patch"_s)) {
        const auto patch = readObject(line.value(u"patch"_s));
        if (!patch)
            return fail(patch.error());
        SodiumRandom random;
        if (auto patched = patchFromJson(engine, *patch, random, edited); !patched)
            return fail(patched.error());
    }
    if (auto applied = applySets(engine, sets, edited); !applied)
        return fail(applied.error());
    const CorrectionReason why{line.value(u"reason"_s), line.value(u"note"_s)};
    const ChoiceList* reasons = (*target->station).form().list(u"correction_reason"_s);
    if (!why.code.isEmpty() && reasons && !reasons->find(why.code))
        return fail({ErrorCode::Invalid, u"'%1' is no code of correction_reason"_s.arg(why.code), {}});
    auto saved = desk.edit(*base, edited, {}, why);
    // Scripts of before give none: that stands in the history then.
    if (!saved && saved.error().hint == u"correction-reason"_s && why.code.isEmpty() && why.text.isEmpty())
        saved = desk.edit(*base, edited, {}, {u"other"_s, u"(no reason was given)"_s});
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

int checkCase(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case check STORE ID [--json]"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    CaseDesk desk(*target->station);
    const auto view = desk.view(target->record);
    if (!view)
        return fail(view.error());
    const QList<Problem> problems = desk.problems(*view, CheckLevel::Submit);
    const FormEngine& engine = *view->engine;
    if (line.json())
        printJson(reportJson(engine, *view, problems, clock.now()));
    for (const Problem& problem : problems) {
        if (!line.json())
            printText(u"%1\t%2\t%3"_s.arg(fieldPathText(engine.form(), view->answers, problem.path),
                                          problem.kind, problem.message.in(u"en"_s)));
    }
    return Done;
}

int history(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case history STORE ID [--json]"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    CaseDesk desk(*target->station);
    const auto entries = desk.history(target->record);
    if (!entries)
        return fail(entries.error());
    const auto view = desk.view(target->record);
    if (!view)
        return fail(view.error());
    if (line.json()) {
        printJson(historyJson(view->engine->form(), view->answers, *entries));
        return Done;
    }
    for (const HistoryEntry& entry : *entries) {
        printText(u"%1  %2  %3  %4"_s.arg(entry.claimed.toIso(), entry.who, roleName(entry.role),
                                          entry.act ? actName(*entry.act) : u"save"_s));
        for (const HistoryField& field : entry.fields)
            printText(
                u"    %1 %2: %3 → %4"_s.arg(field.what,
                                            fieldPathText(view->engine->form(), view->answers, field.path),
                                            answerText(field.from), answerText(field.to)));
    }
    return Done;
}

}  // namespace

int runCase(const QStringList& words, const Clock& clock)
{
    const QMap<QString, int (*)(const QStringList&, const Clock&)> commands{
        {u"new"_s, newCase},
        {u"list"_s, listCases},
        {u"show"_s, show},
        {u"edit"_s, edit},
        {u"check"_s, checkCase},
        {u"history"_s, history},
        {u"upgrade"_s, runCaseUpgrade},
        {u"annex"_s, runCaseAnnex},
        {u"duplicates"_s, runCaseDuplicates},
        {u"attach"_s, runAttach},
        {u"papers"_s, runPapers},
        {u"paper"_s, runPaper},
        {u"gone"_s, runCaseGone},
        {u"move"_s, runCaseMove},
        {u"accept-move"_s, runCaseAcceptMove},
        {u"decline-move"_s, runCaseDeclineMove},
        {u"moves"_s, runCaseMoves},
    };
    const QString word = words.value(0);
    if (isCaseAct(word))
        return runCaseAct(words, clock);
    if (!commands.contains(word))
        return usage(u"there is no command 'case %1'"_s.arg(word),
                     u"case %1 | submit | return | approve …"_s.arg(commands.keys().join(u" | "_s)));
    return commands[word](words.mid(1), clock);
}

}  // namespace prohori
