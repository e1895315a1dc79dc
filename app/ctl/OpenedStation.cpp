// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/OpenedStation.h"

#include "app/ctl/CaseJson.h"
#include "app/station/CaseWords.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype kLeastPrefix = 6;
}

Result<UnlockedKeys> unlockFor(const QString& folder, const CommandLine& line, const Clock& clock)
{
    QString login = line.value(u"as"_s);
    if (login.isEmpty())
        login = qEnvironmentVariable("PROHORI_LOGIN");
    const auto password = passwordFrom(line.value(u"password-file"_s));
    if (!password)
        return password.error();
    SystemKeychain keychain;
    return waitFor(unlockKeys(folder, login, *password, keychain, clock));
}

Result<std::unique_ptr<Station>> openStation(const QString& folder, const CommandLine& line,
                                             const Clock& clock)
{
    const auto keys = unlockFor(folder, line, clock);
    if (!keys)
        return keys.error();
    auto station = Station::open(folder, *keys, clock);
    if (!station)
        return station;
    if (auto told = (*station)->signIn(Station::Entrance::CommandLine); !told)
        return told.error();
    return station;
}

QString comingText(const ComingCase& coming)
{
    return u"%1  %2  %3  %4 (%5)"_s.arg(coming.record.toString(), coming.localRef, phaseName(coming.phase),
                                        CaseWords::coming(), coming.received.toIso());
}

/// Why a case that is not here is not: never known, gone, or still to come.
static Error notHere(const Store& store, const QString& idOrPrefix)
{
    const auto all = store.goneRecords();
    for (const GoneRecord& one : all ? *all : QList<GoneRecord>()) {
        if (one.record.toString().startsWith(idOrPrefix, Qt::CaseInsensitive))
            return {ErrorCode::NotFound, u"%1: %2"_s.arg(one.localRef, CaseWords::gone(one)),
                    removalName(one.why)};
    }
    const auto coming = store.comingCases({}, int(Store::kMostComing));
    for (const ComingCase& one : coming ? *coming : QList<ComingCase>()) {
        if (one.record.toString().startsWith(idOrPrefix, Qt::CaseInsensitive)
            || one.localRef.compare(idOrPrefix, Qt::CaseInsensitive) == 0)
            return {ErrorCode::NotFound, comingText(one), u"coming"_s};
    }
    return {ErrorCode::NotFound, u"there is no case '%1' on this station"_s.arg(idOrPrefix)};
}

Result<RecordId> findRecord(const Store& store, const QString& idOrPrefix)
{
    if (idOrPrefix.size() < kLeastPrefix)
        return Error{
            ErrorCode::Invalid,
            u"'%1' is too short: give at least %2 characters of the id"_s.arg(idOrPrefix).arg(kLeastPrefix)};
    const auto found = store.findByPrefix(idOrPrefix);
    if (!found)
        return found.error();
    if (found->isEmpty())
        return notHere(store, idOrPrefix);
    if (found->size() > 1)
        return Error{ErrorCode::Invalid,
                     u"%1 cases begin with '%2': give more of the id"_s.arg(found->size()).arg(idOrPrefix)};
    return found->first();
}

Result<Target> openTarget(const CommandLine& line, const Clock& clock)
{
    auto station = openStation(line.at(0), line, clock);
    if (!station)
        return station.error();
    const auto record = findRecord((*station)->store(), line.at(1));
    if (!record)
        return record.error();
    return Target{std::move(*station), *record};
}

void printSaved(const CommandLine& line, const SavedCase& saved)
{
    if (line.json())
        printJson(savedJson(saved));
    else
        printText(u"%1  %2"_s.arg(saved.record.toString(), saved.localRef));
}

}  // namespace prohori
