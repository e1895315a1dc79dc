// SPDX-License-Identifier: GPL-3.0-or-later
// check and stats: they write nothing.
#include "app/hub/HubCommands.h"
#include "app/hub/HubFolder.h"
#include "sync/hub/AttachmentCustody.h"
#include "sync/hub/HubBackup.h"
#include "sync/hub/HubCheck.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTextStream>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kShownFaults = 100;

struct OpenedHub {
    HubFolder folder;
    std::unique_ptr<HubStorage> storage;
};

/// The one HUBDIR that the line names, or what --database says.
Result<OpenedHub> openHub(const QCommandLineParser& line)
{
    auto folder = HubFolder::open(line.positionalArguments().at(0));
    if (!folder)
        return folder.error();
    folder->useDatabase(line.value(u"database"_s));
    auto storage = folder->openAnyStorage();
    if (!storage)
        return storage.error();
    return OpenedHub{std::move(*folder), std::move(*storage)};
}

}  // namespace

int runCheck(const QStringList& words, const Clock&)
{
    QCommandLineParser line;
    line.addOption(QCommandLineOption(u"json"_s));
    line.addOption(QCommandLineOption(u"database"_s, {}, u"url"_s));
    if (!parseWords(line, words, u"check HUBDIR [--database URL] [--json]"_s))
        return Usage;
    const auto hub = openHub(line);
    if (!hub)
        return fail(hub.error());
    const AttachmentCustody files(hub->folder.attachmentFolder(), hub->storage->sealedBytes());
    const auto found = checkHub(*hub->storage, hub->folder.authority(), &files);
    if (!found)
        return fail(found.error());
    const auto ends = hubEnds(*hub->storage);
    if (!ends)
        return fail(ends.error());
    QTextStream err(stderr);
    for (const QString& fault : found->faults.first(std::min(kShownFaults, found->faults.size())))
        err << fault << '\n';
    if (found->faults.size() > kShownFaults)
        err << "and " << found->faults.size() - kShownFaults << " more\n";
    for (const QString& station : found->stations.first(std::min(kShownFaults, found->stations.size())))
        err << station << '\n';
    for (const QString& note : std::as_const(found->notes))
        err << note << '\n';
    err.flush();
    if (line.isSet(u"json"_s))
        printJson(QJsonObject{{u"changes"_s, found->changes},
                              {u"statements"_s, found->statements},
                              {u"feeds"_s, found->feeds},
                              {u"journal_lines"_s, found->journalLines},
                              {u"files"_s, found->files},
                              {u"digest"_s, QString::fromLatin1(ends->digest().toHex())},
                              {u"journals"_s, QJsonArray::fromStringList(found->stations)},
                              {u"notes"_s, QJsonArray::fromStringList(found->notes)},
                              {u"faults"_s, QJsonArray::fromStringList(found->faults)}});
    else if (found->faults.isEmpty())
        printLine(u"sound: %1 changes, %2 statements, %3 feeds"_s.arg(found->changes)
                      .arg(found->statements)
                      .arg(found->feeds));
    return found->faults.isEmpty() ? Done : DamagedData;
}

namespace {

/// Null before the first.
Result<QJsonValue> backupOf(HubStorage& storage)
{
    const auto last = storage.lastBackup();
    if (!last)
        return last.error();
    if (!*last)
        return QJsonValue();
    return QJsonValue(QJsonObject{{u"made"_s, (*last)->made.toIso()},
                                  {u"verified"_s, (*last)->verified.toIso()},
                                  {u"changes"_s, (*last)->changes}});
}

QJsonArray replicasOf(HubStorage& storage, const QList<ReplicaStatus>& replicas,
                      const QList<HubStorage::JournalStats>& journals, const Directory& directory)
{
    QJsonArray list;
    for (const ReplicaStatus& status : replicas) {
        QJsonObject one{{u"replica"_s, status.replica.toString()},
                        {u"counter"_s, static_cast<qint64>(status.counter)},
                        {u"last_contact"_s,
                         status.lastContact.msSinceEpoch > 0 ? status.lastContact.toIso() : QString()}};
        if (const auto safe = storage.safeCounter(status.replica))
            one[u"safe"_s] = static_cast<qint64>(*safe);
        QJsonArray logins;
        if (const ReplicaInfo* info = directory.replica(status.replica)) {
            for (const CertificateId& certificate : info->people) {
                if (const PersonInfo* person = directory.person(certificate))
                    logins.append(person->login);
            }
        }
        one[u"logins"_s] = logins;
        for (const HubStorage::JournalStats& journal : journals) {
            if (journal.replica != status.replica)
                continue;
            one[u"journal_lines_through"_s] = static_cast<qint64>(journal.last);
            one[u"journal_refused"_s] = journal.evidence;
        }
        list.append(one);
    }
    return list;
}

QJsonObject scopeOf(const HubStorage::ScopeStats& one, quint64 feedEnd)
{
    return {{u"scope"_s, one.scope},     {u"changes"_s, one.changes},
            {u"cases"_s, one.cases},     {u"quarantined"_s, one.quarantined},
            {u"waiting"_s, one.waiting}, {u"feed"_s, static_cast<qint64>(feedEnd)}};
}

}  // namespace

int runStats(const QStringList& words, const Clock&)
{
    QCommandLineParser line;
    line.addOption(QCommandLineOption(u"json"_s));
    line.addOption(QCommandLineOption(u"database"_s, {}, u"url"_s));
    if (!parseWords(line, words, u"stats HUBDIR [--database URL] [--json]"_s))
        return Usage;
    const auto hub = openHub(line);
    if (!hub)
        return fail(hub.error());
    const auto stats = hub->storage->stats();
    const auto replicas = hub->storage->replicas();
    const auto people = storedDirectory(*hub->storage, hub->folder.authority());
    const auto journals = hub->storage->journalStats();
    if (!stats || !replicas || !people || !journals)
        return fail(!stats      ? stats.error()
                    : !replicas ? replicas.error()
                    : !people   ? people.error()
                                : journals.error());
    HubStorage::ScopeStats all;
    QJsonArray scopes;
    for (const HubStorage::ScopeStats& one : *stats) {
        const auto end = hub->storage->feedEnd(one.scope);
        if (!end)
            return fail(end.error());
        scopes.append(scopeOf(one, *end));
        all.changes += one.changes;
        all.cases += one.cases;
        all.quarantined += one.quarantined;
        all.waiting += one.waiting;
        if (!line.isSet(u"json"_s))
            printLine(u"%1\t%2 changes\t%3 cases\t%4 quarantined\t%5 waiting"_s.arg(one.scope)
                          .arg(one.changes)
                          .arg(one.cases)
                          .arg(one.quarantined)
                          .arg(one.waiting));
    }
    const auto national = hub->storage->feedEnd(kNationalScope);
    if (!national)
        return fail(national.error());
    const auto backup = backupOf(*hub->storage);
    if (!backup)
        return fail(backup.error());
    if (line.isSet(u"json"_s))
        printJson(QJsonObject{{u"hub"_s, hub->folder.id().toString()},
                              {u"backup"_s, *backup},
                              {u"certified"_s, people->isCertifiedHub(hub->folder.id())},
                              {u"changes"_s, all.changes},
                              {u"cases"_s, all.cases},
                              {u"quarantined"_s, all.quarantined},
                              {u"waiting"_s, all.waiting},
                              {u"national_feed"_s, static_cast<qint64>(*national)},
                              {u"scopes"_s, scopes},
                              {u"replicas"_s, replicasOf(*hub->storage, *replicas, *journals, *people)}});
    return Done;
}

}  // namespace prohori
