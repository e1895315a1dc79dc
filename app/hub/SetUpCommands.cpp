// SPDX-License-Identifier: GPL-3.0-or-later
// init and certify.
#include "app/hub/HubCommands.h"
#include "app/hub/HubFolder.h"
#include "core/secrets/Password.h"
#include "sync/hub/Hub.h"
#include "sync/hub/PostgresSchema.h"
#include "sync/hub/TlsIdentity.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Result<std::unique_ptr<Authority>> openAuthority(const QString& folder, const QString& passwordFile,
                                                 const Clock& clock)
{
    const QString path =
        passwordFile.isEmpty() ? qEnvironmentVariable("PROHORI_PASSWORD_FILE") : passwordFile;
    if (path.isEmpty())
        return Error{
            ErrorCode::Locked,
            u"the authority's password is needed: give --password-file FILE or PROHORI_PASSWORD_FILE"_s};
    const auto password = readPasswordFile(path);
    if (!password)
        return password.error();
    return Authority::open(folder, *password, clock);
}

/// Statements into the database; the hub's own certificate must be among what it knows then when `certificate` is given.
Result<> takeIn(const HubFolder& folder, const QList<QByteArray>& statements, const Clock& clock)
{
    const auto storage = folder.openAnyStorage();
    if (!storage)
        return storage.error();
    Hub hub(folder.authority(), folder.signingKey(), **storage, clock);
    if (auto started = hub.start(); !started)
        return started;
    const auto taken = hub.takeStatements(statements);
    return taken ? Result<>() : Result<>(taken.error());
}

Result<Authority::PublicPart> readPublicFile(const QString& path, QByteArray& publicPart)
{
    const auto content = readWhole(path);
    if (!content)
        return content.error();
    publicPart = *content;
    return Authority::readPublic(publicPart);
}

Result<HubFolder> makeFolder(const QCommandLineParser& line, const Authority::PublicPart& authority,
                             const QByteArray& publicPart)
{
    const QString name = line.isSet(u"name"_s) ? line.value(u"name"_s) : authority.info.name + u" hub"_s;
    return HubFolder::create(line.positionalArguments().at(0), authority, publicPart, name,
                             line.value(u"tls-cert"_s),
                             isPostgresUrl(line.value(u"storage"_s)) ? line.value(u"storage"_s) : QString());
}

/// The authority is on this machine: its certificate is taken in at once.
int initCertified(const QCommandLineParser& line, const Clock& clock)
{
    const auto authority = openAuthority(line.value(u"authority"_s), line.value(u"password-file"_s), clock);
    if (!authority)
        return fail(authority.error());
    const QByteArray publicPart = (*authority)->exportPublic();
    const auto read = Authority::readPublic(publicPart);
    if (!read)
        return fail(read.error());
    const auto folder = makeFolder(line, *read, publicPart);
    if (!folder)
        return fail(folder.error());
    const auto request = readWhole(folder->requestFile());
    if (!request)
        return fail(request.error());
    if (const auto certified = (*authority)->certifyHub(*request); !certified)
        return fail(certified.error());
    if (auto taken = takeIn(*folder, (*authority)->statements(), clock); !taken)
        return fail(taken.error());
    if (line.isSet(u"json"_s))
        printJson(QJsonObject{{u"hub"_s, folder->id().toString()}, {u"certified"_s, true}});
    return Done;
}

int initWithRequest(const QCommandLineParser& line, const Clock& clock)
{
    QByteArray publicPart;
    const auto read = readPublicFile(line.value(u"authority"_s), publicPart);
    if (!read)
        return fail(read.error());
    const auto folder = makeFolder(line, *read, publicPart);
    if (!folder)
        return fail(folder.error());
    if (auto taken = takeIn(*folder, folder->firstStatements(), clock); !taken)
        return fail(taken.error());
    if (line.isSet(u"json"_s))
        printJson(QJsonObject{{u"hub"_s, folder->id().toString()},
                              {u"certified"_s, false},
                              {u"request"_s, folder->requestFile()}});
    else
        printLine(u"request to certify: %1"_s.arg(folder->requestFile()));
    return Done;
}

}  // namespace

int runInit(const QStringList& words, const Clock& clock)
{
    const QString synopsis =
        u"init HUBDIR --authority FILE|DIR [--storage sqlite|postgresql://…] [--tls-cert FILE] [--name NAME] "
        u"[--password-file FILE] [--json]"_s;
    QCommandLineParser line;
    for (const QString& name : {u"authority"_s, u"storage"_s, u"tls-cert"_s, u"name"_s, u"password-file"_s})
        line.addOption(QCommandLineOption(name, {}, u"value"_s));
    line.addOption(QCommandLineOption(u"json"_s));
    if (!parseWords(line, words, synopsis))
        return Usage;
    if (line.value(u"authority"_s).isEmpty())
        return usage(u"--authority is missing"_s, synopsis);
    const QString storage = line.isSet(u"storage"_s) ? line.value(u"storage"_s) : u"sqlite"_s;
    if (storage != u"sqlite"_s && !isPostgresUrl(storage))
        return usage(u"there is no storage '%1'"_s.arg(storage), synopsis);
    if (line.isSet(u"tls-cert"_s)) {
        if (const auto readable = tlsPinOfFile(line.value(u"tls-cert"_s)); !readable)
            return fail(readable.error());
    }
    return QFileInfo(line.value(u"authority"_s)).isDir() ? initCertified(line, clock)
                                                         : initWithRequest(line, clock);
}

namespace {

/// Whether it is this hub's certificate, signed by its authority.
Result<> checkCertificate(const HubFolder& folder, const QByteArray& bytes)
{
    const auto statement = Statement::decode(bytes);
    if (!statement)
        return statement.error();
    const auto* hub = std::get_if<HubCertificate>(&statement->body());
    if (!hub)
        return Error{ErrorCode::Invalid, u"this file is not the certificate of a hub"_s};
    if (hub->hub != folder.id())
        return Error{ErrorCode::Refused,
                     u"this certificate is for another hub (%1)"_s.arg(hub->hub.toString())};
    Directory directory(folder.authority());
    const auto verdict = directory.add(*statement);
    return verdict ? Result<>() : Result<>(verdict.error());
}

}  // namespace

int runCertify(const QStringList& words, const Clock& clock)
{
    const QString synopsis = u"certify HUBDIR --certificate FILE"_s;
    QCommandLineParser line;
    line.addOption(QCommandLineOption(u"certificate"_s, {}, u"value"_s));
    line.addOption(QCommandLineOption(u"json"_s));
    if (!parseWords(line, words, synopsis))
        return Usage;
    if (line.value(u"certificate"_s).isEmpty())
        return usage(u"--certificate is missing"_s, synopsis);
    auto folder = HubFolder::open(line.positionalArguments().at(0));
    if (!folder)
        return fail(folder.error());
    const auto certificate = readWhole(line.value(u"certificate"_s));
    if (!certificate)
        return fail(certificate.error());
    if (auto fits = checkCertificate(*folder, *certificate); !fits)
        return fail(fits.error());
    const auto locked = folder->lock();
    if (!locked && locked.error().hint != u"in-use"_s)
        return fail(locked.error());
    // Where the hub runs, it takes the certificate in by itself.
    const auto taken =
        locked ? takeIn(*folder, {*certificate}, clock) : folder->leaveNews(*certificate, clock.now());
    if (!taken)
        return fail(taken.error());
    if (line.isSet(u"json"_s))
        printJson(QJsonObject{{u"hub"_s, folder->id().toString()}, {u"certified"_s, true}});
    return Done;
}

}  // namespace prohori
