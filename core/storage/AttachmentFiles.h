// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/AttachmentManifest.h"
#include "core/secrets/SecretBytes.h"

#include <QIODevice>
#include <QList>
#include <QString>

namespace prohori {

/** The papers of cases as sealed files in `attachments/` beside store.db (SEC-79: named by their content, never by a word from outside).
    Holds no key and no SQL; a hub keeps its own the same way.

        <id in hex>        a whole file of sealed bytes
        <id in hex>.part   one that is still on its way: its pieces at their places
        <id in hex>.have   one byte a piece, 1 = it is here, written after the piece is durable

    A piece is checked against the manifest before it is kept, and durable when the call answers. A kill leaves whole pieces or none of
    that piece: what is not marked counts as missing and is written again (REL-29). A file becomes whole by a rename, after all of it was
    read and checked once more. Owned by one thread. Errors: Invalid (manifest, number or bytes do not fit), NotFound, Damaged, Storage
    (hints "disk-full", "read-only").
*/
class AttachmentFiles {
public:
    /// @param folder of the store; nothing is touched before prepare().
    explicit AttachmentFiles(const QString& folder);

    /// Makes the folder, and removes what a kill left half written: drafts of add(), and parts without their marks.
    Result<> prepare();

    /// Seals what `plain` still holds under `key` (32 bytes, of this file alone), one piece in memory. Invalid (hint "too-big",
    /// "empty") outside of the bounds. The same bytes twice are two files: the stream begins with chance.
    Result<AttachmentManifest> add(QIODevice& plain, const SecretBytes& key);
    /// The plain bytes of a whole file, checked piece by piece; Refused with another key. In memory: at most kMostPlainBytes.
    Result<QByteArray> open(const AttachmentManifest& manifest, const SecretBytes& key) const;

    bool isWhole(const AttachmentId& id) const;
    /// Numbers of the pieces that are not here, ascending; none for a whole file, all for one of which nothing came.
    QList<int> missingPieces(const AttachmentManifest& manifest) const;
    /// Keeps one piece; one that is here already is fine. True when the file is whole now.
    Result<bool> takePiece(const AttachmentManifest& manifest, int index, const QByteArray& bytes);
    /// One piece of a whole file as it is sent, checked. Damaged where the disk gives other bytes than were written.
    Result<QByteArray> piece(const AttachmentManifest& manifest, int index) const;
    /// Reads all of a whole file and checks it; NotFound where it is not whole.
    Result<> check(const AttachmentManifest& manifest) const;
    /// A file that is gone already is fine; takes parts away too.
    Result<> remove(const AttachmentId& id);
    /// Whole files and parts, in no order.
    QList<AttachmentId> list() const;
    /// On the disk, with parts.
    qint64 totalBytes() const;

private:
    QString pathOf(const AttachmentId& id, const QString& ending = {}) const;
    QByteArray marksOf(const AttachmentManifest& manifest) const;
    Result<> finish(const AttachmentManifest& manifest);

    QString m_folder;
};

}  // namespace prohori
