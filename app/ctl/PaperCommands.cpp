// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/OpenedStation.h"
#include "app/station/PaperDesk.h"

#include <QJsonArray>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString orNothing(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

QJsonObject paperJson(int number, const PaperView& paper)
{
    return {{u"number"_s, number},
            {u"id"_s, paper.manifest.isNull() ? QString() : paper.manifest.id.toString()},
            {u"row"_s, paper.key.row.toString()},
            {u"type"_s, paper.type},
            {u"name"_s, paper.name},
            {u"media_type"_s, paper.mediaType},
            {u"bytes"_s, paper.manifest.plainBytes},
            {u"original_sha256"_s, orNothing(paper.originalHash)},
            {u"names_people"_s, paper.namesPeople},
            {u"may_open"_s, paper.mayOpen},
            {u"state"_s, paperStateName(paper.state)},
            {u"pieces"_s, paper.pieces},
            {u"pieces_here"_s, paper.piecesHere},
            {u"pieces_at_hub"_s, paper.piecesAtHub}};
}

QString paperLine(int number, const PaperView& paper)
{
    const QString name = paper.name.isEmpty() ? u"(name closed)"_s : paper.name;
    return u"%1  %2  %3  %4 bytes  %5"_s.arg(number)
        .arg(paper.type, name)
        .arg(paper.manifest.plainBytes)
        .arg(paperStateName(paper.state));
}

/// The paper that a number of the list names.
Result<PaperView> paperAt(const PaperDesk& desk, const RecordId& record, const QString& word)
{
    const auto papers = desk.papers(record);
    if (!papers)
        return papers.error();
    const int number = word.toInt();
    if (number < 1 || number > papers->size())
        return Error{ErrorCode::NotFound,
                     u"the case has %1 papers: choose one of them by its number"_s.arg(papers->size())};
    return papers->at(number - 1);
}

}  // namespace

int runAttach(const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"case attach STORE ID FILE --type CODE [--title TEXT] [--made DATE] [--names-nobody] [--json]"_s);
    line.option(u"type"_s).option(u"title"_s).option(u"made"_s).flag(u"names-nobody"_s);
    if (!line.parse(words, 3, 3) || !line.require(u"type"_s))
        return Usage;
    const QDate made = QDate::fromString(line.value(u"made"_s), Qt::ISODate);
    if (line.has(u"made"_s) && !made.isValid())
        return usage(u"--made is a date such as 2026-11-23"_s, line.synopsis());
    const auto content = readFile(line.at(2));
    if (!content)
        return fail(content.error());
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    const NewPaper what{line.value(u"type"_s), line.value(u"title"_s), made, !line.has(u"names-nobody"_s)};
    const auto attached = PaperDesk(*target->station).attach(target->record, *content, line.at(2), what);
    if (!attached)
        return fail(attached.error());
    return tell(line,
                {{u"id"_s, target->record.toString()},
                 {u"local_ref"_s, attached->saved.localRef},
                 {u"change"_s, attached->saved.change.toString()},
                 {u"paper"_s, attached->id.toString()},
                 {u"cleaned"_s, attached->cleaned}},
                attached->cleaned
                    ? u"%1: attached; place, device and comments were taken out of the picture"_s.arg(
                        attached->saved.localRef)
                    : u"%1: attached"_s.arg(attached->saved.localRef));
}

int runPapers(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case papers STORE ID [--json]"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    const auto papers = PaperDesk(*target->station).papers(target->record);
    if (!papers)
        return fail(papers.error());
    QJsonArray list;
    QStringList lines;
    int atHub = 0;
    for (qsizetype at = 0; at < papers->size(); ++at) {
        list.append(paperJson(int(at) + 1, papers->at(at)));
        lines.append(paperLine(int(at) + 1, papers->at(at)));
        atHub += papers->at(at).state == PaperState::AtHub ? 1 : 0;
    }
    lines.append(u"%1 of %2 at headquarters"_s.arg(atHub).arg(papers->size()));
    return tell(line, {{u"id"_s, target->record.toString()}, {u"at_hub"_s, atHub}, {u"papers"_s, list}},
                lines.join(u'\n'));
}

int runPaper(const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"case paper STORE ID NUMBER (--out FILE --reason CODE | --remove [--reason CODE]) [--json]"_s);
    line.option(u"out"_s).option(u"reason"_s).flag(u"remove"_s);
    if (!line.parse(words, 3, 3))
        return Usage;
    if (line.has(u"out"_s) == line.has(u"remove"_s))
        return usage(u"a paper is either written out or taken out of the case"_s, line.synopsis());
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    PaperDesk desk(*target->station);
    const auto paper = paperAt(desk, target->record, line.at(2));
    if (!paper)
        return fail(paper.error());
    if (line.has(u"remove"_s)) {
        const auto removed = desk.remove(target->record, paper->key, line.value(u"reason"_s));
        if (!removed)
            return fail(removed.error());
        printSaved(line, *removed);
        return Done;
    }
    return tell(line,
                desk.exportTo(target->record, paper->key, line.value(u"reason"_s), line.value(u"out"_s)),
                {{u"id"_s, target->record.toString()}, {u"file"_s, line.value(u"out"_s)}},
                line.value(u"out"_s));
}

}  // namespace prohori
