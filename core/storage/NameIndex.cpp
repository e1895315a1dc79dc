// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/NameIndex.h"

#include "core/storage/SearchText.h"

namespace prohori {

using namespace Qt::StringLiterals;

Result<> NameIndex::set(const RecordId& record, const SecretBytes& tokenKey, const QStringList& names)
{
    if (tokenKey.isEmpty())
        return Error{ErrorCode::Invalid, u"names are indexed under a key only"_s};
    const QByteArray mark = tokenKeyMark(tokenKey);
    return m_file.inTransaction([&]() -> Result<> {
        const auto key = m_file.integer(u"SELECT key FROM record WHERE id = ?", {record.toBytes()});
        if (!key)
            return key.error();
        auto done = m_file.run(u"DELETE FROM name_token WHERE record = ? AND key_mark = ?", {*key, mark});
        for (const QByteArray& token : nameTokens(tokenKey, names)) {
            if (!done)
                return done;
            done = m_file.run(u"INSERT INTO name_token (token, record, key_mark) VALUES (?, ?, ?)",
                              {token, *key, mark});
        }
        if (!done)
            return done;
        return m_file.run(u"INSERT OR REPLACE INTO name_index (record, key_mark, changes) "
                          u"SELECT key, ?, changes FROM record WHERE key = ?",
                          {mark, *key});
    });
}

Result<QList<RecordId>> NameIndex::missing(const SecretBytes& tokenKey, int limit) const
{
    QList<RecordId> records;
    const auto done = m_file.each(
        u"SELECT record.id FROM record LEFT JOIN name_index ON name_index.record = record.key AND key_mark = "
        u"? "
        u"WHERE record.changes > 0 AND record.changes IS NOT name_index.changes ORDER BY record.key LIMIT ?",
        {tokenKeyMark(tokenKey), limit}, [&](const Row& row) {
            records.append(RecordId::fromBytes(row.bytes(0)));
            return Result<>();
        });
    if (!done)
        return done.error();
    return records;
}

}  // namespace prohori
