// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/secrets/SecretBytes.h"
#include "core/sql/Connection.h"

#include <QList>
#include <QStringList>

namespace prohori {

/** Tables name_token and name_index: keyed tokens of names, so that somebody who may read names also finds by
    them, while the tables tell nothing to anybody without the key. Filled by whoever holds the key; a record
    that changed since counts as not indexed.
*/
class NameIndex {
public:
    explicit NameIndex(Connection& file) : m_file(file) {}

    /// Replaces the tokens of a record under this key, in one transaction.
    Result<> set(const RecordId& record, const SecretBytes& tokenKey, const QStringList& names);
    Result<QList<RecordId>> missing(const SecretBytes& tokenKey, int limit) const;

private:
    Connection& m_file;
};

}  // namespace prohori
