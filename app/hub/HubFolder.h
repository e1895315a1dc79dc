// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Authority.h"
#include "sync/hub/HubBackup.h"
#include "sync/hub/SqliteHubStorage.h"

#include <QString>

#include <memory>

namespace prohori {

/** What lies in HUBDIR. The folder is 0700 and each file 0600: keys for the service only (SEC-62).

    | file | content |
    | --- | --- |
    | `hub.key` | 32 bytes key of hub.db, 32 bytes signing seed, 32 bytes box secret, 16 bytes of the BLAKE2b-256 of these; written once |
    | `authority.public` | the authority's public part that the hub was made for; written last, so a folder that has it is whole |
    | `hub.request` | what the authority certifies |
    | `tls.key`, `tls.pem` | the hub's own TLS key and certificate, where init was given none |
    | `database` | instead of hub.db: the address of the PostgreSQL database that holds everything else |
    | `hub.db` | everything else: SqliteHubStorage |
    | `hub.db.before-TIME` | what `restore` found in the place of hub.db |
    | `news/` | statements that the authority's tool left here; taken in and removed by serve |
    | `attachments/` | sealed files of cases: AttachmentCustody |
    | `lock` | held by the process that serves or changes the folder |
*/
class HubFolder {
public:
    /// Makes the folder with new keys and, without `tlsCertificate`, a TLS certificate of its own. Conflict when a hub is there already.
    /// @param database address of a migrated PostgreSQL database; empty: the hub keeps everything in hub.db.
    static Result<HubFolder> create(const QString& path, const Authority::PublicPart& authority,
                                    const QByteArray& publicPart, const QString& name,
                                    const QString& tlsCertificate, const QString& database = {});
    /// NotFound when there is no hub, Damaged when a file is not what was written, Refused when others can read the keys.
    static Result<HubFolder> open(const QString& path);

    HubFolder(HubFolder&& other) noexcept;
    HubFolder& operator=(HubFolder&&) = delete;
    ~HubFolder();

    /// For those who write: Locked (hint "in-use") when another process holds it. Given back when this object dies. Where the hub is in PostgreSQL,
    /// several serve one folder.
    /// @param isAlone for what nobody may serve meanwhile, there too
    Result<> lock(bool isAlone = false);
    /// Fails as Connection does, and with Refused where the hub is in PostgreSQL.
    Result<std::unique_ptr<SqliteHubStorage>> openStorage() const;
    /// Wherever it is. Fails as Connection or PostgresHubStorage does.
    Result<std::unique_ptr<HubStorage>> openAnyStorage() const;
    /// From now on in this database; an empty address changes nothing.
    void useDatabase(const QString& url);

    /// What backups are made with and checked against.
    HubBackup::Source backupSource() const;
    /// Of the PostgreSQL database; empty where the hub is in hub.db.
    const QString& databaseUrl() const { return m_database; }
    QString database() const { return file(QStringLiteral("hub.db")); }

    const AuthorityInfo& authority() const { return m_authority.info; }
    const QList<QByteArray>& firstStatements() const { return m_authority.statements; }
    const SigningKey& signingKey() const { return m_signing; }
    const BoxKey& boxKey() const { return m_box; }
    HubId id() const { return HubId::fromBytes(m_signing.publicKey()); }
    QString file(const QString& name) const { return m_path + u'/' + name; }
    QString requestFile() const { return file(QStringLiteral("hub.request")); }
    QString ownCertificate() const { return file(QStringLiteral("tls.pem")); }
    QString ownTlsKey() const { return file(QStringLiteral("tls.key")); }

    /// Statements that lie in `news/`, oldest first, and the files they stand in.
    struct News {
        QList<QByteArray> statements;
        QStringList files;
    };
    /// What is no file of statements is left where it is.
    News news() const;
    QString attachmentFolder() const { return file(QStringLiteral("attachments")); }
    QString newsFolder() const { return file(QStringLiteral("news")); }
    /// Leaves a statement for the process that serves.
    Result<> leaveNews(const QByteArray& statement, Instant now) const;

private:
    HubFolder() = default;
    Result<> makeTls() const;
    Result<> makeKeys();
    Result<> fill(const QByteArray& publicPart, const QString& name, const QString& tlsCertificate);
    Result<> makeStorage() const;
    Result<> readDatabase();
    Result<> readKeys();

    QString m_path;
    QString m_database;
    int m_lock = -1;
    SecretBytes m_storageKey;
    SigningKey m_signing;
    BoxKey m_box;
    Authority::PublicPart m_authority;
};

/// Reads a file whole, at most `limit` bytes; NotFound, Invalid or Storage with its name.
Result<QByteArray> readWhole(const QString& path, qint64 limit = 64 * 1024 * 1024);

}  // namespace prohori
