// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CommandLine.h"
#include "app/ctl/HubDesk.h"

#include "core/base/Cbor.h"
#include "core/directory/Authority.h"
#include "core/secrets/Password.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QTextStream>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

using AuthorityPtr = std::unique_ptr<Authority>;

Result<AuthorityPtr> openAuthority(const CommandLine& line, const Clock& clock)
{
    const auto password = passwordFrom(line.value(u"password-file"_s));
    if (!password)
        return password.error();
    return Authority::open(line.at(0), *password, clock);
}

QByteArray statementsFile(const QString& kind, const QList<QByteArray>& statements)
{
    Cbor::Array all;
    for (const QByteArray& statement : statements)
        all.emplace_back(statement);
    return Cbor::map({{u"kind"_s, kind}, {u"statements"_s, std::move(all)}}).encode();
}

Result<QList<QByteArray>> statementsOf(const QByteArray& file, const QString& kind)
{
    const auto decoded = Cbor::decode(file);
    if (!decoded || (*decoded)[u"kind"_s].toText() != kind)
        return Error{ErrorCode::Invalid, u"this file is not a %1"_s.arg(kind)};
    QList<QByteArray> statements;
    for (const Cbor& statement : (*decoded)[u"statements"_s].toArray())
        statements.append(statement.toBytes());
    return statements;
}

/// Both ways with the hub of --hub; what the hub had to tell besides goes to standard error.
Result<> exchangeWith(Authority& authority, const CommandLine& line, const Clock& clock)
{
    HubDesk desk(authority, QUrl(line.value(u"hub"_s)), clock);
    auto exchanged = desk.exchange();
    for (const QString& notice : desk.notices())
        QTextStream(stderr) << notice << '\n';
    return exchanged;
}

int init(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"authority init DIR --name NAME [--production]"_s);
    line.option(u"name"_s).flag(u"production"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"name"_s))
        return Usage;
    const auto password = passwordFrom(line.value(u"password-file"_s));
    if (!password)
        return fail(password.error());
    const bool production = line.has(u"production"_s);
    if (auto fine = checkNewPassword(*password, {line.value(u"name"_s)}); !fine)
        return fail(fine.error());
    const PasswordCost cost = production ? calibratedPasswordCost() : kLeastPasswordCost;
    const auto made =
        Authority::create(line.at(0), line.value(u"name"_s), production, *password, cost, clock);
    if (!made)
        return fail(made.error());
    const AuthorityInfo& info = (*made)->info();
    if (line.json())
        printJson(QJsonObject{{u"authority"_s, info.id.toString()},
                              {u"name"_s, info.name},
                              {u"production"_s, info.production}});
    else
        printText(
            u"%1 authority '%2' made in %3\nkey words: %4"_s.arg(production ? u"production"_s : u"practice"_s,
                                                                 info.name, line.at(0),
                                                                 authorityWords(info.id).join(u' ')));
    return Done;
}

int exportPublic(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"authority export DIR --out FILE"_s);
    line.option(u"out"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"out"_s))
        return Usage;
    const auto authority = openAuthority(line, clock);
    if (!authority)
        return fail(authority.error());
    const AuthorityInfo& info = (*authority)->info();
    return tell(line, writeFile(line.value(u"out"_s), (*authority)->exportPublic()),
                {{u"authority"_s, info.id.toString()},
                 {u"name"_s, info.name},
                 {u"out"_s, line.value(u"out"_s)}});
}

int certify(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"authority certify DIR --hub-request FILE --out FILE"_s);
    line.option(u"hub-request"_s).option(u"out"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"hub-request"_s) || !line.require(u"out"_s))
        return Usage;
    const auto authority = openAuthority(line, clock);
    if (!authority)
        return fail(authority.error());
    const auto request = readFile(line.value(u"hub-request"_s));
    if (!request)
        return fail(request.error());
    const auto certificate = (*authority)->certifyHub(*request);
    if (!certificate)
        return fail(certificate.error());
    const auto statement = Statement::decode(*certificate);
    if (!statement)
        return fail(statement.error());
    const auto& hub = std::get<HubCertificate>(statement->body());
    return tell(line, writeFile(line.value(u"out"_s), *certificate),
                {{u"hub"_s, hub.hub.toString()}, {u"name"_s, hub.name}, {u"out"_s, line.value(u"out"_s)}});
}

int invite(const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"authority invite DIR --role ROLE --scope SCOPE --name NAME --login LOGIN --out FILE [--hub URL] [--code-file FILE]"_s);
    for (const QString& name :
         {u"role"_s, u"scope"_s, u"name"_s, u"login"_s, u"out"_s, u"hub"_s, u"code-file"_s})
        line.option(name);
    if (!line.parse(words, 1, 1))
        return Usage;
    for (const QString& needed : {u"role"_s, u"scope"_s, u"name"_s, u"login"_s, u"out"_s}) {
        if (!line.require(needed))
            return Usage;
    }
    const auto role = roleFromName(line.value(u"role"_s));
    if (!role)
        return fail({ErrorCode::Invalid, u"there is no role '%1'"_s.arg(line.value(u"role"_s))});
    const auto authority = openAuthority(line, clock);
    if (!authority)
        return fail(authority.error());
    SecretBytes code;
    if (line.has(u"code-file"_s)) {
        auto read = readPasswordFile(line.value(u"code-file"_s));
        if (!read)
            return fail(read.error());
        code = *read;
    }
    const auto hubs = (*authority)->directory().hubs();
    if (line.has(u"hub"_s) && hubs.isEmpty())
        return fail(
            {ErrorCode::Refused,
             u"no hub is certified yet: certify it first, or leave --hub away and the station learns it at its first sync"_s});
    const QByteArray pin = line.has(u"hub"_s) && !hubs.isEmpty() ? hubs.last().tlsPin : QByteArray();
    const auto invitation = (*authority)
                                ->invite(*role, line.value(u"scope"_s), line.value(u"name"_s),
                                         line.value(u"login"_s), line.value(u"hub"_s), pin);
    if (!invitation)
        return fail(invitation.error());
    const auto file = invitation->toFile(code);
    if (!file)
        return fail(file.error());
    const auto statement = Statement::decode(invitation->statement);
    if (!statement)
        return fail(statement.error());
    const auto& invited = std::get<InvitationStatement>(statement->body());
    return tell(line, writeFile(line.value(u"out"_s), *file),
                {{u"person"_s, static_cast<qint64>(invited.person)},
                 {u"login"_s, invited.login},
                 {u"role"_s, roleName(invited.role)},
                 {u"scope"_s, invited.scope},
                 {u"valid_until"_s, invited.validUntil.toIso()},
                 {u"out"_s, line.value(u"out"_s)}});
}

int pending(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"authority pending DIR --hub URL [--json]"_s);
    line.option(u"hub"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"hub"_s))
        return Usage;
    const auto authority = openAuthority(line, clock);
    if (!authority)
        return fail(authority.error());
    if (auto exchanged = exchangeWith(**authority, line, clock); !exchanged)
        return fail(exchanged.error());
    QJsonArray list;
    for (const PersonInfo& person : (*authority)->pending()) {
        if (person.role == Role::Admin)
            continue;
        list.append(QJsonObject{{u"login"_s, person.login},
                                {u"name"_s, person.name},
                                {u"role"_s, roleName(person.role)},
                                {u"scope"_s, person.scope},
                                {u"joined"_s, person.joined.toIso()}});
        if (!line.json())
            printText(
                u"%1\t%2\t%3\t%4"_s.arg(person.login, person.name, roleName(person.role), person.scope));
    }
    if (line.json())
        printJson(list);
    return Done;
}

/// `confirmed` and the person, for --json.
QJsonObject personJson(const Authority& authority, const QString& login)
{
    QJsonObject json{{u"login"_s, login}};
    if (const PersonInfo* person = authority.directory().personByLogin(login)) {
        json[u"person"_s] = static_cast<qint64>(person->person);
        json[u"role"_s] = roleName(person->role);
        json[u"scope"_s] = person->scope;
        json[u"confirmed"_s] = person->confirmed;
        json[u"revoked"_s] = person->revoked;
    }
    return json;
}

int confirmAtHub(Authority& authority, const CommandLine& line, const Clock& clock)
{
    if (auto fetched = exchangeWith(authority, line, clock); !fetched)
        return fail(fetched.error());
    const QString login = line.value(u"login"_s);
    if (const auto confirmed = authority.confirm(login); !confirmed)
        return fail(confirmed.error());
    const auto sent = exchangeWith(authority, line, clock);
    return tell(line, sent, personJson(authority, login));
}

int confirmPerson(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"authority confirm DIR --login LOGIN (--hub URL | --request FILE --out FILE)"_s);
    line.option(u"login"_s).option(u"hub"_s).option(u"request"_s).option(u"out"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"login"_s))
        return Usage;
    if (!line.has(u"hub"_s) && (!line.require(u"request"_s) || !line.require(u"out"_s)))
        return Usage;
    const auto authority = openAuthority(line, clock);
    if (!authority)
        return fail(authority.error());
    if (line.has(u"hub"_s))
        return confirmAtHub(**authority, line, clock);
    const auto file = readFile(line.value(u"request"_s));
    if (!file)
        return fail(file.error());
    const auto request = statementsOf(*file, u"confirmation-request"_s);
    if (!request)
        return fail(request.error());
    if (auto learnt = (*authority)->learn(*request); !learnt)
        return fail(learnt.error());
    const auto confirmed = (*authority)->confirm(line.value(u"login"_s));
    if (!confirmed)
        return fail(confirmed.error());
    return tell(line, writeFile(line.value(u"out"_s), statementsFile(u"confirmation"_s, {*confirmed})),
                personJson(**authority, line.value(u"login"_s)));
}

/// REPLICA:COUNTER, where REPLICA may be a unique prefix.
Result<std::pair<ReplicaId, quint64>> lastAccepted(const Directory& directory, const QString& word)
{
    const QStringList parts = word.split(u':');
    bool number = false;
    const quint64 counter = parts.value(1).toULongLong(&number);
    if (parts.size() != 2 || !number)
        return Error{ErrorCode::Invalid, u"'%1' is not REPLICA:COUNTER"_s.arg(word)};
    QList<ReplicaId> found;
    for (const ReplicaInfo& replica : directory.replicas()) {
        if (replica.replica.toString().startsWith(parts[0], Qt::CaseInsensitive))
            found.append(replica.replica);
    }
    if (found.size() != 1)
        return Error{
            ErrorCode::NotFound,
            u"'%1' names %2 known replicas, not one: fetch news with 'authority pending'"_s.arg(parts[0]).arg(
                found.size())};
    return std::pair(found.first(), counter);
}

int revoke(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"authority revoke DIR --login LOGIN [--after REPLICA:COUNTER]…"_s);
    line.option(u"login"_s).option(u"after"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"login"_s))
        return Usage;
    const auto authority = openAuthority(line, clock);
    if (!authority)
        return fail(authority.error());
    QHash<ReplicaId, quint64> accepted;
    for (const QString& word : line.values(u"after"_s)) {
        const auto one = lastAccepted((*authority)->directory(), word);
        if (!one)
            return fail(one.error());
        accepted.insert(one->first, one->second);
    }
    const auto revoked = (*authority)->revoke(line.value(u"login"_s), accepted);
    if (!revoked)
        return fail(revoked.error());
    return tell(line, personJson(**authority, line.value(u"login"_s)));
}

int publish(const QStringList& words, const Clock& clock)
{
    const QString synopsis = u"authority publish DIR --to-hub HUBDIR | --hub URL | --out FILE"_s;
    CommandLine line(synopsis);
    line.option(u"to-hub"_s).option(u"hub"_s).option(u"out"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    if (line.has(u"to-hub"_s) + line.has(u"hub"_s) + line.has(u"out"_s) != 1)
        return usage(u"say one place to publish to"_s, synopsis);
    const auto authority = openAuthority(line, clock);
    if (!authority)
        return fail(authority.error());
    const QJsonObject published{{u"statements"_s, (*authority)->statements().size()}};
    if (line.has(u"hub"_s))
        return tell(line, exchangeWith(**authority, line, clock), published);
    const QByteArray file = statementsFile(u"statements"_s, (*authority)->statements());
    if (line.has(u"out"_s))
        return tell(line, writeFile(line.value(u"out"_s), file), published);
    const QString folder = line.value(u"to-hub"_s);
    if (!QDir(folder).exists())
        return fail({ErrorCode::NotFound, u"there is no hub folder %1"_s.arg(folder)});
    QDir().mkpath(folder + u"/news"_s);
    return tell(line, writeFile(u"%1/news/%2.statements"_s.arg(folder).arg(clock.now().msSinceEpoch), file),
                published);
}

}  // namespace

int runAuthority(const QStringList& words, const Clock& clock)
{
    const QMap<QString, int (*)(const QStringList&, const Clock&)> commands{
        {u"init"_s, init},     {u"export"_s, exportPublic}, {u"certify"_s, certify},
        {u"invite"_s, invite}, {u"pending"_s, pending},     {u"confirm"_s, confirmPerson},
        {u"revoke"_s, revoke}, {u"publish"_s, publish},
    };
    const auto command = commands.value(words.value(0));
    if (!command)
        return usage(u"there is no command 'authority %1'"_s.arg(words.value(0)),
                     u"authority init | export | certify | invite | pending | confirm | revoke | publish"_s);
    return command(words.mid(1), clock);
}

}  // namespace prohori
