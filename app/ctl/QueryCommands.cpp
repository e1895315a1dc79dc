// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"
#include "app/ctl/OpenedStation.h"

#include "app/station/CaseTalk.h"
#include "app/station/QueryList.h"
#include "forms/engine/FieldPath.h"

#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString stepName(QueryStep step)
{
    return step == QueryStep::Open ? u"open"_s : step == QueryStep::Answer ? u"answered"_s : u"closed"_s;
}

QJsonObject queryJson(const CaseQuery& query)
{
    QJsonArray lines;
    for (const QueryView::Line& line : query.query.lines)
        lines.append(
            QJsonObject{{u"who"_s, line.who}, {u"text"_s, line.text}, {u"claimed"_s, line.claimed.toIso()}});
    return {{u"query"_s, QString::fromLatin1(query.query.id.toHex())},
            {u"id"_s, query.record.toString()},
            {u"local_ref"_s, query.localRef},
            {u"field"_s, query.fieldPath},
            {u"state"_s, stepName(query.query.step)},
            {u"lines"_s, lines}};
}

/// The queries of one case, in the words of JSON.
Result<QJsonArray> queriesOf(Station& station, const RecordId& record)
{
    const auto queries = QueryList::of(station, record);
    if (!queries)
        return queries.error();
    QJsonArray all;
    for (const CaseQuery& query : *queries)
        all.append(queryJson(query));
    return all;
}

/// The open ones of every case.
Result<QJsonArray> allQueries(Station& station)
{
    QJsonArray all;
    for (QueryList list(station); !list.isAtEnd();) {
        const auto some = list.next();
        if (!some)
            return some.error();
        for (const CaseQuery& query : *some) {
            if (query.query.isOpen())
                all.append(queryJson(query));
        }
    }
    return all;
}

int listQueries(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"query list STORE [ID] [--json]   without ID: the open ones of all cases"_s);
    if (!line.parse(words, 1, 2))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    Result<QJsonArray> all = QJsonArray();
    if (line.at(1).isEmpty()) {
        all = allQueries(**station);
    } else {
        const auto record = findRecord((*station)->store(), line.at(1));
        if (!record)
            return fail(record.error());
        all = queriesOf(**station, *record);
    }
    if (!all)
        return fail(all.error());
    if (line.json()) {
        printJson(*all);
        return Done;
    }
    for (const QJsonValue& query : std::as_const(*all)) {
        printText(u"%1  %2  %3  %4"_s.arg(query[u"query"_s].toString().left(8),
                                          query[u"local_ref"_s].toString(), query[u"state"_s].toString(),
                                          query[u"field"_s].toString()));
        for (const QJsonValue& said : query[u"lines"_s].toArray())
            printText(u"    %1: %2"_s.arg(said[u"who"_s].toString(), said[u"text"_s].toString()));
    }
    return Done;
}

int openQuery(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"query open STORE ID --field PATH --text TEXT [--json]"_s);
    line.option(u"field"_s).option(u"text"_s);
    if (!line.parse(words, 2, 2) || !line.require(u"field"_s) || !line.require(u"text"_s))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    const auto view = CaseDesk(*target->station).view(target->record);
    if (!view)
        return fail(view.error());
    const auto path = resolveFieldPath(target->station->form(), view->answers, line.value(u"field"_s));
    if (!path)
        return fail(path.error());
    const auto saved = CaseTalk(*target->station).openQuery(target->record, *path, line.value(u"text"_s));
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

int followQuery(bool close, const QStringList& words, const Clock& clock)
{
    CommandLine line(close ? u"query close STORE ID QUERY [--text TEXT] [--json]"_s
                           : u"query answer STORE ID QUERY --text TEXT [--json]"_s);
    line.option(u"text"_s);
    if (!line.parse(words, 3, 3) || (!close && !line.require(u"text"_s)))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    CaseTalk talk(*target->station);
    const QByteArray query = line.at(2).toLatin1();
    const auto saved = close ? talk.closeQuery(target->record, query, line.value(u"text"_s))
                             : talk.answerQuery(target->record, query, line.value(u"text"_s));
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

}  // namespace

int runQuery(const QStringList& words, const Clock& clock)
{
    const QString what = words.value(0);
    if (what == u"list"_s)
        return listQueries(words.mid(1), clock);
    if (what == u"open"_s)
        return openQuery(words.mid(1), clock);
    if (what == u"answer"_s || what == u"close"_s)
        return followQuery(what == u"close"_s, words.mid(1), clock);
    return usage(u"there is no command 'query %1'"_s.arg(what), u"query list | open | answer | close"_s);
}

}  // namespace prohori
