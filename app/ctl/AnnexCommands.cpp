// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/OpenedStation.h"
#include "app/station/AnnexPrint.h"
#include "forms/engine/FieldPath.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

static void initTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What is printed speaks the language that was asked for, whatever the machine does.
Result<> speak(const QString& language)
{
    if (language != u"en"_s && language != u"bn"_s)
        return Error{ErrorCode::Invalid, u"--lang is en or bn, not '%1'"_s.arg(language)};
    initTranslations();
    QLocale::setDefault(language == u"bn"_s ? QLocale(QLocale::Bengali, QLocale::Bangladesh)
                                            : QLocale(QLocale::English, QLocale::UnitedKingdom));
    auto* words = new QTranslator(QCoreApplication::instance());
    if (!words->load(u":/translations/prohori_%1.qm"_s.arg(language)))
        return Error{ErrorCode::NotFound, u"the words of this language are not in the program"_s};
    QCoreApplication::installTranslator(words);
    return {};
}

Result<AnnexFilter> filterOf(const CommandLine& line, Station& station, const RecordId& record)
{
    AnnexFilter filter;
    if (line.has(u"by"_s)) {
        const PersonInfo* person = station.store().directory().personByLogin(line.value(u"by"_s));
        if (!person)
            return Error{ErrorCode::NotFound, u"nobody here has the login '%1'"_s.arg(line.value(u"by"_s))};
        filter.person = person->person;
    }
    if (line.has(u"day"_s)) {
        filter.day = QDate::fromString(line.value(u"day"_s), Qt::ISODate);
        if (!filter.day->isValid())
            return Error{ErrorCode::Invalid, u"--day is a date such as 2026-11-23"_s};
    }
    if (line.has(u"field"_s)) {
        const auto view = CaseDesk(station).view(record);
        if (!view)
            return view.error();
        const auto path = resolveFieldPath(view->engine->form(), view->answers, line.value(u"field"_s));
        if (!path)
            return path.error();
        filter.question = {path->group, path->field};
    }
    return filter;
}

QJsonObject annexJson(const Target& target, const PrintedAnnex& printed)
{
    return {{u"id"_s, target.record.toString()},
            {u"file"_s, printed.file},
            {u"copy"_s, printed.copy},
            {u"pages"_s, printed.pages},
            {u"changes"_s, printed.changes},
            {u"printed"_s, printed.shown},
            {u"sound"_s, printed.sound},
            {u"fingerprint"_s, QString::fromLatin1(printed.fingerprint.toHex())}};
}

}  // namespace

int runCaseAnnex(const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"case annex STORE ID --out FILE [--lang en|bn] [--by LOGIN] [--day DATE] [--field PATH] "
        u"[--force] [--json]"_s);
    line.option(u"out"_s)
        .option(u"lang"_s)
        .option(u"by"_s)
        .option(u"day"_s)
        .option(u"field"_s)
        .flag(u"force"_s);
    if (!line.parse(words, 2, 2) || !line.require(u"out"_s))
        return Usage;
    if (auto spoken = speak(line.has(u"lang"_s) ? line.value(u"lang"_s) : u"en"_s); !spoken)
        return spoken.error().code == ErrorCode::Invalid ? usage(spoken.error().detail, line.synopsis())
                                                         : fail(spoken.error());
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    const auto filter = filterOf(line, *target->station, target->record);
    if (!filter)
        return fail(filter.error());
    const auto printed = printCourtAnnex(*target->station, target->record, line.value(u"out"_s), *filter,
                                         line.has(u"force"_s));
    if (!printed)
        return fail(printed.error());
    (void)tell(line, annexJson(*target, *printed),
               u"%1: copy %2, %3 pages, fingerprint %4%5"_s.arg(printed->file)
                   .arg(printed->copy)
                   .arg(printed->pages)
                   .arg(QString::fromLatin1(printed->fingerprint.toHex()),
                        printed->sound ? QString()
                                       : u"\nFAULTS WERE FOUND: see the statement in the annex"_s));
    return printed->sound ? Done : DamagedData;
}

}  // namespace prohori
