// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of core/storage only: what is found in the folder of a damaged store.
#pragma once

#include "core/sql/CipherPages.h"
#include "core/storage/Salvage.h"
#include "core/storage/Store.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace prohori {

/// Lengths and kinds of what the columns of its tables hold.
namespace foundvalue {
constexpr qsizetype kId = 32, kShortId = 16, kSignature = 64;
constexpr auto Null = FoundValue::Null;
constexpr auto Integer = FoundValue::Integer;
constexpr auto Text = FoundValue::Text;
constexpr auto Bytes = FoundValue::Bytes;
}  // namespace foundvalue

struct FoundChange {
    qint64 no = 0;  ///< its place in the log; behind all of them for one of the second home
    ChangePtr change;
    bool isProven = false;  ///< its notes stand on a page that is as it was written
    bool hubHas = false;
    std::optional<Instant> received;
};

struct FoundAside {
    PersonId person = 0;
    QString name;
    RecordId record;
    QJsonObject content;
};

struct FoundSetting {
    QString name;
    std::optional<QString> text;
    std::optional<QByteArray> bytes;
};

/** All that can be read of a store: from its pages (CipherPages) and from its second home. A row counts by what is in it: a change by its id
    over its bytes, a statement likewise; what nothing proves, only from a page that is as it was written.
*/
class SalvageReading {
public:
    static Result<SalvageReading> read(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged);

    StoreId store;
    ReplicaId replica;
    std::optional<SigningKey> replicaKey;
    AuthorityInfo authority;
    QList<FoundChange> changes;                     ///< in the order of the log
    QList<std::pair<QByteArray, bool>> statements;  ///< in their order, with whether they were sent
    QList<Draft> drafts;
    QList<FoundAside> asides;
    QList<FoundSetting> settings;

private:
    using Place = std::pair<ReplicaId, quint64>;

    Result<> readPages(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged);
    void readBackup(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged);
    void orderStatements();
    void readSecondHome(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged);
    Result<> findIdentity(const QString& folder, const SecretBytes& dataKey, Salvaged& salvaged);
    void take(const FoundRow& row);
    bool takePiece(const FoundRow& row);
    bool takeLogRow(const FoundRow& row);
    void takeChanges();
    void takeChange(const FoundRow& row);
    bool takeStatement(const FoundRow& row);
    bool takeIdentity(const FoundRow& row);
    bool takeDraft(const FoundRow& row);
    bool takeAside(const FoundRow& row);
    bool takeSetting(const FoundRow& row);
    void takePlace(const FoundRow& row);
    void nameMissing(Salvaged& salvaged) const;

    QSet<ChangeId> m_known;
    QSet<Place> m_here;                  ///< changes that were found, or were let go of on purpose
    QSet<Place> m_indexed;               ///< that the index of the log tells of
    QList<FoundRow> m_rows;              ///< of the log, until all pages of the file are read
    QHash<qint64, QByteArray> m_pieces;  ///< what goes on beside them, by key
    std::optional<Error> m_lacking;      ///< a change that stands whole, and that this program cannot read
    QHash<qint64, QPair<QByteArray, bool>> m_statements;
    bool m_isOlder =
        false;  ///< while a backup is read: what stands in the store itself, or was let go of there, counts
    ReplicaId m_was;        ///< the replica that the store was, as far as anything tells
    quint64 m_reached = 0;  ///< by it, as line and anchor say
};

}  // namespace prohori
