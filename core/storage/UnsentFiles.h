// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/cases/Change.h"
#include "core/secrets/SecretBytes.h"

#include <QList>

namespace prohori {

/// One file of the second home: the changes `first` to `last` of one replica.
struct UnsentFile {
    QString name;
    ReplicaId replica;
    quint64 first = 0;
    quint64 last = 0;
};

/** The second home of changes that no hub has confirmed: small sealed files in `unsent/`, so that damage to
    the store alone loses nothing.

    A save writes `<replica>-<counter>`; a batch that was saved in one transaction writes one file
    `<replica>-<first>-<last>`. Content: the byte 1, the id (the change's own; for a batch BLAKE2b-256 over
    the ids in order), and the sealed canonical CBOR array of [signed bytes, signature], under a key derived
    from the data key, with file name and id as associated data. Written aside, synced, renamed, folder
    synced.
*/
class UnsentFiles {
public:
    UnsentFiles(const QString& folder, const SecretBytes& dataKey);

    /// Makes the folder, and removes what a kill left half written.
    Result<> prepare();
    /// Changes of one replica with counters that follow each other.
    Result<UnsentFile> write(const QList<ChangePtr>& changes) const;
    /// A file that is gone already is fine.
    Result<> remove(const UnsentFile& file) const;
    Result<> syncRemovals() const;
    /// In the order of replica and counter.
    QList<UnsentFile> list() const;
    /// Fails with Damaged when it was altered, renamed, or made under another key.
    Result<QList<ChangePtr>> read(const UnsentFile& file) const;

private:
    QString m_folder;
    SecretBytes m_key;
};

}  // namespace prohori
