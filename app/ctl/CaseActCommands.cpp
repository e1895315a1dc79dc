// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"
#include "app/ctl/OpenedStation.h"
#include "app/station/Acceptance.h"

#include "forms/engine/FieldPath.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QMap<QString, ActKind> acts()
{
    return {
        {u"submit"_s, ActKind::Submit},
        {u"return"_s, ActKind::Return},
        {u"approve"_s, ActKind::Approve},
        {u"reopen"_s, ActKind::Reopen},
        {u"recall"_s, ActKind::Recall},
        {u"accept"_s, ActKind::Accept},
        {u"query"_s, ActKind::HqQuery},
        {u"void"_s, ActKind::Void},
        {u"freeze"_s, ActKind::Freeze},
        {u"merge"_s, ActKind::Merge},
        {u"review-later"_s, ActKind::ReviewLater},
    };
}

/// Remarks as PATH=TEXT words.
Result<QList<std::pair<AnswerPath, QString>>> remarksOf(const FormEngine& engine, const Answers& answers,
                                                        const QStringList& words)
{
    QList<std::pair<AnswerPath, QString>> remarks;
    for (const QString& word : words) {
        const auto at = word.indexOf(u'=');
        if (at <= 0)
            return Error{ErrorCode::Invalid, u"'%1' is not PATH=TEXT"_s.arg(word)};
        const auto path = resolveFieldPath(engine.form(), answers, word.left(at));
        if (!path)
            return path.error();
        remarks.append({*path, word.mid(at + 1)});
    }
    return remarks;
}

/// Reason codes of all --reason words, each checked against the list it comes from.
Result<QStringList> reasonsOf(const FormDefinition& form, const CommandLine& line, ActKind kind)
{
    const QString list = kind == ActKind::Return || kind == ActKind::HqQuery ? u"return_reason"_s
                       : kind == ActKind::Void                               ? u"void_reason"_s
                                                                             : QString();
    QStringList reasons;
    for (const QString& word : line.values(u"reason"_s)) {
        for (const QString& code : word.split(u',', Qt::SkipEmptyParts)) {
            const ChoiceList* choices = form.list(list);
            if (choices && !choices->find(code))
                return Error{ErrorCode::Invalid, u"'%1' is not a code of list %2"_s.arg(code, list)};
            reasons.append(code);
        }
    }
    return reasons;
}

/// Points of checklist B that the case itself shows not to hold stop an acceptance; the others are affirmed by giving the command.
Result<> checkAcceptance(Station& station, const RecordId& record, bool affirmed)
{
    const auto view = CaseDesk(station).view(record);
    if (!view)
        return view.error();
    const auto points = acceptanceChecklist(station, *view);
    if (!points)
        return points.error();
    for (const ChecklistItem& point : *points) {
        if (point.holds == u"false"_s && !affirmed)
            return Error{ErrorCode::Refused,
                         u"checklist B does not hold: %1 (%2); --affirm accepts all the same"_s.arg(
                             point.label.in(u"en"_s), point.name),
                         u"checklist"_s};
    }
    return {};
}

Result<SavedCase> actOn(Station& station, const QString& id, const CommandLine& line, ActRequest request)
{
    const auto record = findRecord(station.store(), id);
    if (!record)
        return record.error();
    CaseDesk desk(station);
    if (line.has(u"remark"_s)) {
        const auto view = desk.view(*record);
        if (!view)
            return view.error();
        const auto remarks = remarksOf(*view->engine, view->answers, line.values(u"remark"_s));
        if (!remarks)
            return remarks.error();
        request.remarks = *remarks;
    }
    if (request.kind == ActKind::Merge) {
        const auto target = findRecord(station.store(), line.value(u"into"_s));
        if (!target)
            return target.error();
        request.target = *target;
    }
    if (request.kind == ActKind::Accept) {
        if (auto fine = checkAcceptance(station, *record, line.has(u"affirm"_s)); !fine)
            return fine.error();
    }
    return desk.act(*record, request);
}

QString synopsisOf(ActKind kind)
{
    const QString own = kind == ActKind::Merge  ? u" --into ID"_s
                      : kind == ActKind::Accept ? u" [--affirm]"_s
                                                : QString();
    return u"case %1 STORE ID…%2 [--reason CODE] [--note TEXT] [--remark PATH=TEXT] [--json]"_s.arg(
        acts().key(kind), own);
}

/// One act on one or more cases. With several, the rest is done when one fails, and the exit status is that of a partial result.
int act(ActKind kind, const QStringList& words, const Clock& clock)
{
    CommandLine line(synopsisOf(kind));
    line.option(u"reason"_s).option(u"note"_s).option(u"remark"_s);
    if (kind == ActKind::Merge)
        line.option(u"into"_s);
    if (kind == ActKind::Accept)
        line.flag(u"affirm"_s);
    if (!line.parse(words, 2, -1) || (kind == ActKind::Merge && !line.require(u"into"_s)))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto reasons = reasonsOf((*station)->form(), line, kind);
    if (!reasons)
        return fail(reasons.error());
    ActRequest request;
    request.kind = kind;
    request.comment = line.value(u"note"_s);
    request.reasons = *reasons;
    const QStringList ids = line.rest(1);
    const bool asArray = ids.size() > 1 && line.json() && !line.has(u"ndjson"_s);
    QJsonArray all;
    int exit = Done;
    for (const QString& id : ids) {
        const auto saved = actOn(**station, id, line, request);
        if (!saved) {
            const int status = fail(saved.error());
            exit = ids.size() == 1 ? status : Failed;
        }
        const QJsonObject result =
            saved ? savedJson(*saved) : QJsonObject{{u"id"_s, id}, {u"error"_s, saved.error().detail}};
        if (asArray)
            all.append(result);
        else if (line.json() && (saved || ids.size() > 1))
            printJson(result);
        else if (saved && !line.json())
            printSaved(line, *saved);
    }
    if (asArray)
        printJson(all);
    return exit;
}

}  // namespace

bool isCaseAct(const QString& word)
{
    return acts().contains(word);
}

int runCaseAct(const QStringList& words, const Clock& clock)
{
    return act(acts().value(words.value(0)), words.mid(1), clock);
}

}  // namespace prohori
