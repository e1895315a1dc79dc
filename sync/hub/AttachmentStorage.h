// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "sync/hub/AttachmentBytes.h"

#include <functional>
#include <optional>

namespace prohori {

/// A file that a change in custody names, and how far it has come. Its bytes lie in AttachmentCustody.
struct HeldAttachment {
    AttachmentManifest manifest;
    qint64 held = 0;  ///< bytes from the beginning that are durable; whole pieces among them are checked
    Scope scope;      ///< whose room it takes: of who sent its first part; empty until then
    bool wasEmpty = false;  ///< begun by the request that is being worked on; not stored

    bool isWhole() const { return held == manifest.sealedBytes; }
};

/** The part of a hub's storage that knows which files there are to be. What is said of transactions, threads and own writes in HubStorage
    holds here too. HubStorage::keep() notes the files that a change names; earlier programs wrote no change that names one.
*/
class AttachmentStorage {
public:
    virtual ~AttachmentStorage() = default;

    /// Where the bytes lie, too; nullptr: in a folder beside this storage.
    virtual AttachmentBytes* sealedBytes() { return nullptr; }

    /// Nothing for one that no change in custody names.
    virtual Result<std::optional<HeldAttachment>> attachment(const AttachmentId& file) = 0;
    /// Whether a change in this feed names it.
    virtual Result<bool> isNamedInFeed(const AttachmentId& file, const Scope& feed) = 0;
    /// The records whose changes in this feed name it, each once.
    virtual Result<QList<RecordId>> recordsNaming(const AttachmentId& file, const Scope& feed) = 0;
    virtual Result<> setAttachmentHeld(const AttachmentId& file, qint64 held, const Scope& scope) = 0;
    /// What the files of a scope take when they are whole, those begun included.
    virtual Result<qint64> attachmentBytes(const Scope& scope) = 0;
    /// Every file of which something is held, by id.
    virtual Result<> eachAttachment(const std::function<Result<>(const HeldAttachment&)>& visit) = 0;
};

}  // namespace prohori
