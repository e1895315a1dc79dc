// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "core/secrets/KeyHeader.h"

#include <QLockFile>

#include <memory>

namespace prohori {

/// The private half of an authority: what `authority.key` keeps.
struct AuthoritySeeds {
    SigningKey signing;
    SecretBytes scopeRoot;  ///< every scope key is derived from it
};

/// What the next invitation gets. All of it is also in the statements; the file saves no number only to be given twice.
struct AuthorityState {
    PersonId nextPerson = 1;
    QHash<Scope, quint32> nextBlock;
};

/** The files of an authority's folder. Each is written aside, synced and renamed into its place, 0600; the folder is 0700.
    Holds the lock of the folder as long as it lives. Inside core/directory only.
*/
class AuthorityFolder {
public:
    /// Makes folder and key file. Conflict when there is one.
    static Result<std::unique_ptr<AuthorityFolder>> create(const QString& path, const AuthorityInfo& info,
                                                           const AuthoritySeeds& seeds,
                                                           const SecretBytes& password, PasswordCost cost);
    static Result<std::unique_ptr<AuthorityFolder>> open(const QString& path, const SecretBytes& password);

    const AuthorityInfo& info() const { return m_info; }
    const AuthoritySeeds& seeds() const { return m_seeds; }

    Result<> keepState(const AuthorityState& state) const;
    Result<AuthorityState> state() const;
    Result<> keepStatement(const Statement& statement) const;
    Result<QList<Statement>> statements() const;

private:
    explicit AuthorityFolder(const QString& path) : m_path(path), m_lock(path + QStringLiteral("/lock")) {}
    Result<> lock();
    Result<> readKey(const SecretBytes& password);

    QString m_path;
    QLockFile m_lock;
    AuthorityInfo m_info;
    AuthoritySeeds m_seeds;
};

/// Writes a small file so that a kill at any moment leaves the old or the new content. Fails with Storage.
Result<> replaceFile(const QString& path, const QByteArray& content);

}  // namespace prohori
