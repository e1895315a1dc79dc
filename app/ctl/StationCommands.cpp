// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/OpenedStation.h"

#include "core/secrets/Password.h"
#include "core/storage/Salvage.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Result<JoinRequest> joinRequest(const CommandLine& line, const QString& passwordOption)
{
    const auto file = readFile(line.value(u"invitation"_s));
    if (!file)
        return file.error();
    SecretBytes code;
    if (line.has(u"code-file"_s)) {
        const auto read = readPasswordFile(line.value(u"code-file"_s));
        if (!read)
            return read.error();
        code = *read;
    }
    const auto invitation = Invitation::fromFile(*file, code);
    if (!invitation)
        return invitation.error();
    const auto password = passwordFrom(line.value(passwordOption));
    if (!password)
        return password.error();
    const PasswordCost cost =
        invitation->authority.production ? calibratedPasswordCost() : kLeastPasswordCost;
    return JoinRequest{line.at(0), *invitation, *password, cost};
}

int join(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"station join STORE --invitation FILE --password-file FILE [--code-file FILE] "
                     u"[--add-person --as MEMBER --new-password-file FILE]"_s);
    line.option(u"invitation"_s).option(u"code-file"_s).option(u"new-password-file"_s).flag(u"add-person"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"invitation"_s))
        return Usage;
    const bool adding = line.has(u"add-person"_s);
    if (adding && !line.require(u"new-password-file"_s))
        return Usage;
    const auto request = joinRequest(line, adding ? u"new-password-file"_s : u"password-file"_s);
    if (!request)
        return fail(request.error());
    SystemKeychain keychain;
    Result<UnlockedKeys> joined = Error{ErrorCode::Locked, {}};
    if (adding) {
        const auto member = unlockFor(line.at(0), line, clock);
        if (!member)
            return fail(member.error());
        joined = waitFor(addPerson(*request, *member, clock));
    } else {
        joined = waitFor(joinStation(*request, keychain, clock));
    }
    if (!joined)
        return fail(joined.error());
    const auto station = Station::open(line.at(0), *joined, clock);
    if (!station)
        return fail(station.error());
    const PersonInfo& me = (*station)->me();
    return tell(line,
                {{u"login"_s, me.login},
                 {u"person"_s, static_cast<qint64>(me.person)},
                 {u"role"_s, roleName(me.role)},
                 {u"scope"_s, me.scope},
                 {u"replica"_s, (*station)->store().replica().toString()}},
                u"%1 joined as %2 for scope %3"_s.arg(me.name, roleName(me.role), me.scope));
}

int request(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"station request STORE --out FILE"_s);
    line.option(u"out"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"out"_s))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    return tell(line, writeFile(line.value(u"out"_s), (*station)->confirmationRequest()),
                {{u"login"_s, (*station)->me().login}, {u"out"_s, line.value(u"out"_s)}});
}

int confirmStation(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"station confirm STORE --confirmation FILE"_s);
    line.option(u"confirmation"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"confirmation"_s))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto file = readFile(line.value(u"confirmation"_s));
    if (!file)
        return fail(file.error());
    const auto taken = (*station)->takeConfirmation(*file);
    return tell(line, taken,
                {{u"login"_s, (*station)->me().login}, {u"confirmed"_s, (*station)->isConfirmed()}});
}

int info(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"station info STORE [--json]"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const QJsonObject all = (*station)->info();
    if (line.json()) {
        printJson(all);
        return Done;
    }
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (!it->isObject() && !it->isArray())
            printText(u"%1: %2"_s.arg(it.key(), it->toVariant().toString()));
    }
    for (const QJsonValue& person : all[u"people"_s].toArray())
        printText(
            u"person: %1 (%2, %3, %4)"_s.arg(person[u"login"_s].toString(), person[u"role"_s].toString(),
                                             person[u"scope"_s].toString(),
                                             person[u"revoked"_s].toBool()     ? u"revoked"_s
                                             : person[u"confirmed"_s].toBool() ? u"confirmed"_s
                                                                               : u"not confirmed yet"_s));
    const QJsonObject counts = all[u"counts"_s].toObject();
    for (auto it = counts.begin(); it != counts.end(); ++it)
        printText(u"%1: %2"_s.arg(it.key()).arg(it->toInteger()));
    return Done;
}

/// What can still be read of a damaged store, as a store of its own (REL-17).
int salvage(const CommandLine& line, const Clock& clock)
{
    const auto keys = unlockFor(line.at(0), line, clock);
    if (!keys)
        return fail(keys.error());
    const auto saved = salvageStore(line.at(0), keys->slot.dataKey, line.value(u"salvage"_s), clock);
    if (!saved)
        return fail(saved.error());
    if (line.json()) {
        printJson(saved->toJson());
        return Done;
    }
    for (const QString& sentence : saved->sentences())
        printText(sentence);
    return Done;
}

int checkStation(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"station check STORE [--salvage OUT] [--json]"_s);
    line.option(u"salvage"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    if (line.has(u"salvage"_s))
        return salvage(line, clock);
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto faults = (*station)->store().check();
    if (!faults)
        return fail(faults.error());
    if (line.json())
        printJson(
            QJsonObject{{u"sound"_s, faults->isEmpty()}, {u"faults"_s, QJsonArray::fromStringList(*faults)}});
    if (!faults->isEmpty())
        return fail({ErrorCode::Damaged, faults->join(u'\n')});
    if (!line.json())
        printText(u"sound"_s);
    return Done;
}

int passwd(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"station passwd STORE --new-password-file FILE"_s);
    line.option(u"new-password-file"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"new-password-file"_s))
        return Usage;
    const auto keys = unlockFor(line.at(0), line, clock);
    if (!keys)
        return fail(keys.error());
    const auto oldPassword = passwordFrom(line.value(u"password-file"_s));
    if (!oldPassword)
        return fail(oldPassword.error());
    const auto newPassword = readPasswordFile(line.value(u"new-password-file"_s));
    if (!newPassword)
        return fail(newPassword.error());
    const auto header = KeyHeader::load(headerPath(line.at(0)));
    if (!header)
        return fail(header.error());
    PasswordCost cost;
    for (const SlotInfo& slot : header->slotInfos()) {
        if (slot.login == keys->login)
            cost = slot.cost;
    }
    const auto changed = changePassword(line.at(0), *keys, *oldPassword, *newPassword, cost, clock);
    return tell(line, changed, {{u"login"_s, keys->login}});
}

}  // namespace

int runStation(const QStringList& words, const Clock& clock)
{
    const QMap<QString, int (*)(const QStringList&, const Clock&)> commands{
        {u"join"_s, join},        {u"request"_s, request},    {u"confirm"_s, confirmStation},
        {u"info"_s, info},        {u"check"_s, checkStation}, {u"passwd"_s, passwd},
        {u"backup"_s, runBackup}, {u"backups"_s, runBackups}, {u"restore"_s, runRestore},
    };
    const auto command = commands.value(words.value(0));
    if (!command)
        return usage(
            u"there is no command 'station %1'"_s.arg(words.value(0)),
            u"station join | request | confirm | info | check | passwd | backup | backups | restore"_s);
    return command(words.mid(1), clock);
}

}  // namespace prohori
