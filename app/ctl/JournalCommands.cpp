// SPDX-License-Identifier: GPL-3.0-or-later
// Reading journals. There is no command that changes or removes a line.
#include "app/ctl/OpenedStation.h"
#include "app/station/JournalDesk.h"

#include <QJsonArray>
#include <QMap>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kJournalSynopsis =
    u"journal list STORE [--own] [--station ID] [--person LOGIN|NUMBER] [--event NAME] "
    u"[--from DATE] [--to DATE] [--record ID] [--limit N] [--csv FILE] [--json] | "
    u"journal check STORE [--own] [--json]"_s;
constexpr int kUsualLimit = 1000;

Error invalid(const QString& why)
{
    return {ErrorCode::Invalid, why};
}

Result<ReplicaId> findStation(const JournalDesk& desk, const QString& prefix)
{
    const auto all = desk.stations();
    if (!all)
        return all.error();
    QList<ReplicaId> found;
    for (const ReplicaId& one : *all) {
        if (!prefix.isEmpty() && one.toString().startsWith(prefix.toLower()))
            found.append(one);
    }
    if (found.size() != 1)
        return Error{
            ErrorCode::NotFound,
            found.isEmpty()
                ? u"there are no lines of a station '%1' here"_s.arg(prefix)
                : u"%1 stations begin with '%2': give more of the id"_s.arg(found.size()).arg(prefix)};
    return found.first();
}

Result<PersonId> findPerson(const Directory& directory, const QString& who)
{
    bool isNumber = false;
    const quint64 number = who.toULongLong(&isNumber);
    if (isNumber)
        return number;
    const PersonInfo* person = directory.personByLogin(who);
    if (!person)
        return Error{ErrorCode::NotFound, u"nobody here has the login '%1'"_s.arg(who)};
    return person->person;
}

Result<Instant> dayFrom(const QString& text, int daysLater)
{
    const QDate day = QDate::fromString(text, Qt::ISODate);
    if (!day.isValid())
        return invalid(u"'%1' is no date such as 2026-11-24"_s.arg(text));
    return JournalDesk::dayBegins(day.addDays(daysLater));
}

Result<> readWho(const CommandLine& line, const Station& station, const JournalDesk& desk,
                 JournalFilter& filter)
{
    if (line.has(u"station"_s)) {
        const auto replica = findStation(desk, line.value(u"station"_s));
        if (!replica)
            return replica.error();
        filter.replica = *replica;
    }
    if (line.has(u"person"_s)) {
        const auto person = findPerson(station.store().directory(), line.value(u"person"_s));
        if (!person)
            return person.error();
        filter.person = *person;
    }
    return {};
}

Result<> readWhat(const CommandLine& line, JournalFilter& filter)
{
    if (line.has(u"event"_s)) {
        filter.event = journalEventFromName(line.value(u"event"_s));
        if (filter.event == JournalEvent::Unknown)
            return invalid(u"there is no event '%1'"_s.arg(line.value(u"event"_s)));
    }
    if (line.has(u"record"_s)) {
        const auto record = RecordId::fromString(line.value(u"record"_s));
        if (!record)
            return record.error();
        filter.record = *record;
    }
    if (line.has(u"limit"_s)) {
        bool isRight = false;
        filter.limit = line.value(u"limit"_s).toInt(&isRight);
        if (!isRight || filter.limit < 1)
            return invalid(u"--limit takes a whole number from 1 up"_s);
    }
    return {};
}

Result<JournalFilter> filterFrom(const CommandLine& line, const Station& station, const JournalDesk& desk)
{
    JournalFilter filter;
    filter.limit = kUsualLimit;
    if (auto read = readWho(line, station, desk, filter); !read)
        return read.error();
    if (auto read = readWhat(line, filter); !read)
        return read.error();
    if (line.has(u"from"_s)) {
        const auto from = dayFrom(line.value(u"from"_s), 0);
        if (!from)
            return from.error();
        filter.from = *from;
    }
    if (line.has(u"to"_s)) {
        const auto until = dayFrom(line.value(u"to"_s), 1);
        if (!until)
            return until.error();
        filter.until = *until;
    }
    return filter;
}

QJsonObject lineJson(const JournalView& view)
{
    const JournalRow& row = view.row;
    const JournalEvent event = journalEventFromNumber(row.event);
    return {{u"station"_s, row.replica.isNull() ? QJsonValue() : QJsonValue(row.replica.toString())},
            {u"no"_s, static_cast<qint64>(row.no)},
            {u"at"_s, row.at.toIso()},
            {u"person"_s, static_cast<qint64>(row.person)},
            {u"login"_s, view.login},
            {u"event"_s,
             event == JournalEvent::Unknown ? QString::number(row.event) : journalEventName(event)},
            {u"record"_s, row.record.isNull() ? QJsonValue() : QJsonValue(row.record.toString())},
            {u"reason"_s, row.reason},
            {u"outside"_s, row.isOutside}};
}

Store::Journals whose(const CommandLine& line, const JournalDesk& desk)
{
    return line.has(u"own"_s) ? Store::Journals::Own : desk.usual();
}

int listLines(const QStringList& words, const Clock& clock)
{
    CommandLine line(kJournalSynopsis);
    for (const QString& name :
         {u"station"_s, u"person"_s, u"event"_s, u"from"_s, u"to"_s, u"record"_s, u"limit"_s, u"csv"_s})
        line.option(name);
    line.flag(u"own"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    JournalDesk desk(**station);
    const auto filter = filterFrom(line, **station, desk);
    if (!filter)
        return fail(filter.error());
    if (line.has(u"csv"_s)) {
        const auto written = desk.exportCsv(whose(line, desk), *filter, line.value(u"csv"_s));
        if (!written)
            return fail(written.error());
        return tell(line, {{u"lines"_s, *written}, {u"out"_s, line.value(u"csv"_s)}});
    }
    const auto lines = desk.lines(whose(line, desk), *filter);
    if (!lines)
        return fail(lines.error());
    QJsonArray all;
    for (const JournalView& view : *lines) {
        const QJsonObject one = lineJson(view);
        all.append(one);
        if (!line.json())
            printText(
                u"%1  %2  %3  %4  %5  %6"_s.arg(one[u"at"_s].toString(), view.row.replica.toString().left(8))
                    .arg(view.row.no)
                    .arg(view.login.isEmpty() ? QString::number(view.row.person) : view.login,
                         one[u"event"_s].toString(), view.row.reason));
    }
    if (line.json())
        printJson(all);
    return Done;
}

int checkJournal(const QStringList& words, const Clock& clock)
{
    CommandLine line(kJournalSynopsis);
    line.flag(u"own"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const JournalDesk desk(**station);
    const auto books = desk.books(whose(line, desk));
    if (!books)
        return fail(books.error());
    QJsonArray journals;
    QStringList faults;
    for (const JournalBook& book : *books) {
        const QString name = book.replica.isNull() ? u"own"_s : book.replica.toString();
        journals.append(QJsonObject{{u"station"_s, name},
                                    {u"first"_s, static_cast<qint64>(book.first)},
                                    {u"last"_s, static_cast<qint64>(book.last)},
                                    {u"lines"_s, book.lines},
                                    {u"faults"_s, QJsonArray::fromStringList(book.faults)}});
        for (const QString& fault : book.faults)
            faults.append(u"%1: %2"_s.arg(name, fault));
        if (!line.json() && book.faults.isEmpty())
            printText(u"%1: unbroken from line %2 to line %3"_s.arg(name).arg(book.first).arg(book.last));
    }
    if (line.json())
        printJson(QJsonObject{{u"sound"_s, faults.isEmpty()}, {u"journals"_s, journals}});
    return faults.isEmpty() ? Done : fail({ErrorCode::Damaged, faults.join(u'\n')});
}

}  // namespace

int runJournal(const QStringList& words, const Clock& clock)
{
    const QMap<QString, int (*)(const QStringList&, const Clock&)> commands{{u"list"_s, listLines},
                                                                            {u"check"_s, checkJournal}};
    const auto command = commands.value(words.value(0));
    if (!command)
        return usage(u"there is no command 'journal %1'"_s.arg(words.value(0)), kJournalSynopsis);
    return command(words.mid(1), clock);
}

}  // namespace prohori
