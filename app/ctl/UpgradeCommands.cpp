// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"
#include "app/ctl/OpenedStation.h"

#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// An answer of a preview, for people.
QString valueText(const QJsonValue& value)
{
    return answerText({value.toString(), value[u"missing"].toString(), value[u"sealed"].toBool()});
}

/// One list of a preview, for people: a line an answer.
void printLines(const QString& heading, const QJsonArray& lines)
{
    if (!lines.isEmpty())
        printText(heading);
    for (const QJsonValue& line : lines) {
        const QString field = line[u"field"_s].toString();
        QString text = field;
        if (const QString now = line[u"now"_s].toString(); !now.isEmpty() && now != field)
            text += u" → %1"_s.arg(now);
        if (line.toObject().contains(u"from"_s))
            text += u": %1 → %2"_s.arg(valueText(line[u"from"_s]), valueText(line[u"to"_s]));
        if (const QString why = line[u"why"_s].toString(); !why.isEmpty())
            text += u"\t%1"_s.arg(why);
        printText(u"    "_s + text);
    }
}

int preview(const CommandLine& line, CaseDesk& desk, const RecordId& record)
{
    const auto upgrade = desk.previewUpgrade(record);
    if (!upgrade)
        return fail(upgrade.error());
    const auto shown = desk.view(record);
    if (!shown)
        return fail(shown.error());
    const QJsonObject told = upgradeJson(*upgrade, shown->answers);
    if (line.json()) {
        printJson(told);
        return Done;
    }
    if (upgrade->from == upgrade->to) {
        printText(u"form version %1 is the newest one: nothing to do"_s.arg(upgrade->from));
        return Done;
    }
    printText(u"form version %1 → %2"_s.arg(upgrade->from, upgrade->to));
    for (const auto& [word, heading] :
         {std::pair{u"moved"_s, u"moved"_s}, std::pair{u"mapped"_s, u"replaced"_s},
          std::pair{u"computed"_s, u"worked out"_s}, std::pair{u"parked"_s, u"kept beside the form"_s},
          std::pair{u"left"_s, u"left as it is"_s}})
        printLines(heading, told[word].toArray());
    if (!upgrade->rows.isEmpty())
        printText(u"added rows"_s);
    for (const QJsonValue& row : told[u"added_rows"_s].toArray())
        printText(u"    "_s + row[u"row"_s].toString());
    if (!upgrade->newProblems.isEmpty())
        printText(u"new problems"_s);
    for (const QJsonValue& problem : told[u"problems"_s].toArray())
        printText(u"    %1\t%2\t%3"_s.arg(problem[u"field"_s].toString(), problem[u"kind"_s].toString(),
                                          problem[u"message"_s].toString()));
    return Done;
}

}  // namespace

int runCaseUpgrade(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case upgrade STORE ID [--preview] [--json]"_s);
    line.flag(u"preview"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    CaseDesk desk(*target->station);
    if (line.has(u"preview"_s))
        return preview(line, desk, target->record);
    const auto saved = desk.upgrade(target->record);
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

}  // namespace prohori
