// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/AttachmentStorage.h"
#include "sync/wire/Pieces.h"

namespace prohori {

/** The hub's copies of sealed files: one file each, `<folder>/<2 hex>/<2 hex>/<id in hex>`, never named by a word from outside (SEC-79). It
    grows from the beginning; how far it counts stands in the hub's storage, and what lies behind that is written over.

    Whole pieces are checked against what the change says before they count, and all of a file once more when it is complete. What keep()
    confirms is on the disk. The hub has no key to any of it. To be used by one thread at a time.
*/
class AttachmentCustody {
public:
    /// @param folder is made with the first file, for this user alone.
    /// @param bytes where they lie instead of in the folder (AttachmentStorage::sealedBytes()); nullptr: there.
    explicit AttachmentCustody(const QString& folder, AttachmentBytes* bytes = nullptr)
        : m_folder(folder),
          m_bytes(bytes)
    {}

    struct Kept {
        PieceState state = PieceState::Partly;
        qint64 held = 0;  ///< less than before where a piece turned out wrong: it begins there
    };
    /// Takes in what is new of `bytes`; a gap, or more than there is to be, changes nothing. NoRoom for a full disk; fails with Storage.
    Result<Kept> keep(const HeldAttachment& file, qint64 offset, const QByteArray& bytes) const;
    /// Bytes of a whole file, `length` at most, with the pieces around them checked. Damaged, Storage.
    Result<QByteArray> read(const HeldAttachment& file, qint64 offset, qint64 length) const;
    /// A sentence for each fault in what is held of a file; reads all of it.
    QStringList check(const HeldAttachment& file) const;

    QString pathOf(const AttachmentId& file) const;

private:
    Result<Kept> append(const HeldAttachment& file, const QByteArray& fresh) const;
    Result<> makeFolders(const AttachmentId& file) const;

    QString m_folder;
    AttachmentBytes* m_bytes;
};

}  // namespace prohori
