// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "sync/hub/SqliteHubStorage.h"

#include <QMap>
#include <QString>

namespace prohori {

/// Where everything in a hub ends: enough to tell whether another one holds the same, and more behind it.
struct HubEnds {
    struct Feed {
        quint64 end = 0;
        QByteArray chain;  ///< over all entries up to the end
    };
    QMap<ReplicaId, std::pair<quint64, ChangeId>> replicas;  ///< the last chained change, and its id
    QMap<Scope, Feed> feeds;
    quint64 statements = 0, journals = 0;
    QByteArray statementHash;  ///< over all statements in their order

    QByteArray digest() const;
};

/// The ends of all that is held; with `within` those of what is held up to the ends there. Equal digests: the same chains and feeds. Reads every
/// feed entry and statement, of one moment.
Result<HubEnds> hubEnds(HubStorage& storage, const HubEnds* within = nullptr);
/// How far each replica goes there.
QList<SafeMark> safeMarksOf(const HubEnds& ends);
/// That a hub ends there now, under a new id.
SetBack setBackTo(const HubEnds& ends, Instant noted);

/** Backups of a hub in SQLite, made while it is served. A backup is one file, under the hub's storage key as hub.db is, and beside it FILE.manifest,
    signed with the hub's key. The sealed files of cases lie in a folder `attachments` next to it, once for all backups there. No key is in any
    of them: `hub.key` is to be kept elsewhere.

    What is there under its name is whole, synced, and was opened, checked in full (checkHub, files too) and compared with the hub; only then
    it is noted as safe.
*/
class HubBackup {
public:
    struct Source {
        AuthorityInfo authority;
        SigningKey hubKey;
        SecretBytes storageKey;
        QString attachments;  ///< folder of AttachmentCustody
    };
    struct Facts {
        QString file;
        BackupNote note;
        qint64 bytes = 0, files = 0, replicas = 0;
    };
    explicit HubBackup(Source source) : m_source(std::move(source)) {}

    /// @param to a folder that is there (the file is named after the time), or a file that is not.
    /// Errors: Conflict when the file is there, Storage, Damaged (the sentences of checkHub) when the copy does not hold; nothing is noted then.
    Result<Facts> make(SqliteHubStorage& live, const QString& to, const Clock& clock) const;
    /// Checks a backup against its manifest, and everything in it, as make() did. Damaged, NotFound, Refused (of another hub).
    Result<Facts> verify(const QString& file) const;
    /** Makes the hub's database anew from a backup at `target`, which must not be there: checked, its files put where they are missing, what it
        holds noted as safe, and the hub noted as set back, so that stations read again what they had read beyond it.
    */
    Result<Facts> restore(const QString& file, const QString& target, const Clock& clock) const;
    /// Removes backups in `folder` that were made before `until`, but never the latest one. How many.
    Result<int> prune(const QString& folder, Instant until) const;

private:
    struct Checked {
        HubEnds ends;
        qint64 changes = 0, files = 0;
    };
    Result<Checked> check(SqliteHubStorage& copy, const QString& attachments) const;
    Result<Checked> checkFile(const QString& path, const QString& attachments) const;
    Result<Facts> readManifest(const QString& file) const;
    Result<> writeManifest(const Facts& facts) const;

    Source m_source;
};

}  // namespace prohori
