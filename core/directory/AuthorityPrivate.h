// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Authority.h"
#include "core/directory/AuthorityFolder.h"

namespace prohori {

/// What an open authority holds. Inside core/directory only.
struct Authority::Private {
    Private(std::unique_ptr<AuthorityFolder> files_, const Clock& clock_)
        : files(std::move(files_)),
          clock(clock_),
          directory(files->info())
    {}

    std::unique_ptr<AuthorityFolder> files;
    const Clock& clock;
    Directory directory;
    AuthorityState state;
    qsizetype kept = 0;  ///< how many of the directory's statements are on the disk

    Result<> load();
    Result<> keepNew();
    Result<Statement> sign(const StatementBody& body);
    BoxKey scopeSecret(const Scope& scope, quint32 epoch) const;
    ScopeKey currentScopeKey(const Scope& scope) const;
    Result<PersonId> personFor(const QString& login);
    quint32 takeBlock(const Scope& scope);
    QList<CertificateId> invitationsOf(const QString& login) const;
    Result<Statement> confirmation(const PersonInfo& person);
    QList<ScopeKey> nextKeys(const QList<PersonInfo>& certificates) const;
    Result<> confirmAgain(const ScopeKey& key);
};

}  // namespace prohori
