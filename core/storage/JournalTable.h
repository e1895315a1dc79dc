// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/SecretBytes.h"
#include "core/sql/Connection.h"
#include "core/storage/JournalRows.h"

namespace prohori {

/** Tables journal and journal_link: each line has two hashes. The keyed one covers the line with its reason and the keyed hash before it; the
    other is that of core/journal/JournalLine.h over what may leave the station, with the code that stood for the reason when the line was written.
    Table identity holds the number of lines and a keyed mark of both ends, which stands in no line. So an altered, added, dropped or moved
    line shows here, and at the hub even where somebody with the data key made all hashes anew. Triggers refuse UPDATE and DELETE.
*/
class JournalTable {
public:
    JournalTable(Connection& file, const SecretBytes& dataKey);
    Result<> add(const JournalEntry& entry);
    Result<QList<JournalRow>> rows(const JournalFilter& filter) const;
    Result<qint64> count(const JournalFilter& filter) const;
    /// Up to `most` lines behind line `after`, with the link before them; nothing where there is none.
    Result<std::optional<JournalBatch>> linesAfter(quint64 after, qsizetype most) const;
    Result<quint64> last() const;
    /// Empty for a line that is not there.
    Result<QByteArray> linkOf(quint64 no) const;
    /// Sentences about lines that do not fit their hashes.
    Result<QStringList> faults() const;
    Result<JournalBook> book() const;

    /// A store of before schema 6: its lines get their links. Without effect on any other.
    Result<> linkOldLines();
    /// The mark of an empty journal.
    QByteArray emptyEnd() const { return endOf(0, firstHash(), firstJournalLink()); }

private:
    static QByteArray firstHash() { return QByteArray(32, '\0'); }
    /// What the hashes are made of, as it lies in the tables.
    struct Stored {
        JournalLine line;
        QString event, reason;
        QByteArray hash, link;
    };
    QByteArray hashOf(const QByteArray& before, const Stored& stored) const;
    QByteArray endOf(quint64 no, const QByteArray& hash, const QByteArray& link) const;
    QByteArray oldEndOf(quint64 no, const QByteArray& hash) const;
    Result<> addLink(const JournalLine& line, const QByteArray& link);
    Result<> each(quint64 after, qint64 most, const std::function<Result<>(const Stored&)>& visit) const;
    Result<> linkAll();

    Connection& m_file;
    SecretBytes m_key;
};

}  // namespace prohori
