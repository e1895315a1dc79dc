// SPDX-License-Identifier: GPL-3.0-or-later
// How things lie in the tables of both storages. Inside of sync/hub only.
#pragma once

#include "sync/hub/HubStorage.h"

namespace prohori {

/// A change's bytes, packed where that helps.
struct StoredBytes {
    QByteArray bytes;
    QByteArray signature;
    bool isPacked = false;

    static StoredBytes of(const Change& change);
    /// As they were signed; as they lie there when they do not unpack.
    QByteArray plain() const;
    /// Damaged when these are not the bytes of that change; TooNew where they name a dictionary that this program lacks.
    Result<ChangePtr> change(const QByteArray& id) const;
    /// The same; its body is read when somebody asks for it.
    Result<ChangePtr> toCarry(const QByteArray& id) const;
};

/// A run of journal lines, stored as it travels: JournalBatch::toCbor().
struct StoredJournal {
    quint64 position = 0;
    QByteArray replica, bytes;
    int fit = 0;
    Instant received;

    Result<HeldJournal> held() const;
};

struct StoredAttachment {
    QByteArray id, pieces;
    qint64 plainBytes = 0, held = 0;
    Scope scope;

    Result<HeldAttachment> file() const;
};

/// The files that a change names. One item that says too little, or what does not fit, names none.
QList<AttachmentManifest> namedAttachments(const Change& change);

/// BD-<year>-<running number>
QString nationalRefOf(int year, qint64 number);

}  // namespace prohori
