// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/cases/Item.h"

#include <QMap>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

namespace prohori {

/// What only the change that creates a record carries.
struct Creation {
    QString formId;
    Scope homeScope;
    QString localRef;  ///< from the number block of the author's invitation
    Cbor sealedKeys;   ///< as sealRecordKeys() made them
};

/// The version of the format that this program writes. It reads all that came before.
inline constexpr int kChangeFormat = 2;

/// The content of a change before it is signed.
struct ChangeBody {
    int format = kChangeFormat;
    ReplicaId replica;
    quint64 counter = 0;  ///< 1, 2, 3 … within the replica
    ChangeId prev;        ///< the replica's change before this one; null for the first
    CertificateId author;
    PersonId person = 0;
    Role role = Role::None;
    RecordKind recordKind = RecordKind::Case;
    RecordId record;
    Instant claimed;
    QString formVersion;
    std::optional<Creation> creation;
    QList<ChangeId> parents;  ///< sorted; the record's heads that the author saw
    QList<Item> items;
    QMap<quint8, QByteArray> boxes;  ///< sealed values by tier: at most one box a tier
    Cbor extraKeys;                  ///< record keys sealed to further recipients, or null
    Cbor unknown;                    ///< header entries of a later format, kept as they came (a map or null)

    /// Canonical CBOR: the bytes that are signed.
    QByteArray encode() const;
};

/// What carrying a change needs to know of it, taken from its bytes without reading the rest.
struct ChangeHead {
    ReplicaId replica;
    quint64 counter = 0;
    ChangeId prev;
    RecordId record;
    bool approves = false;  ///< an act of approval is among its items
};

/// What items do that set fields, switch options and add rows, and nothing else.
struct PlainItems {
    quint8 tiers = 0;  ///< bit n: they seal something in tier n
};

/** One save by one person: atomic, signed, immutable. Its id is the BLAKE2b-256 of the signed bytes.

    Holds the bytes it came as; encode(decode(x)) = x, also for items and header entries it does not know. Decoding checks the form only
    (canonical CBOR, known format version, bounds: change 256 KiB, value 64 KiB, depth 16): signature and rights are for
    those who know the keys. Fails with Invalid, or TooNew for a later format version. Cheap to copy: copies share the content.
*/
class Change {
public:
    static constexpr int kFormatVersion = kChangeFormat;
    static constexpr qsizetype kMaxBytes = 256 * 1024;
    static constexpr qsizetype kMaxValueBytes = 64 * 1024;

    /// @param signature over `body`'s encoding, under the context for changes.
    static Change make(const ChangeBody& body, const QByteArray& signature);
    /// From signed bytes and signature, as stored and sent.
    static Result<Change> decode(const QByteArray& signedBytes, const QByteArray& signature);
    /// From bytes that decode() took before they were stored, to be carried on: about a hundredth of the cost and a fifth of the memory, as the body
    /// is read when somebody asks for it. Fails as decode() where the head does not read. The caller makes sure that they are the stored ones: id().
    static Result<Change> stored(const QByteArray& signedBytes, const QByteArray& signature);

    /// As decode(), for who judges changes and keeps them, and seldom asks for their items: these are proved to read, and made when somebody asks for
    /// body(). About a fifth of the cost; an unusual change is decoded.
    static Result<Change> skim(const QByteArray& signedBytes, const QByteArray& signature);

    const ChangeId& id() const { return m_content->id; }
    const ChangeHead& head() const { return m_content->head; }
    /// Of bytes that decode() would refuse, which is a fault of who stored them, it has the head and nothing else.
    const ChangeBody& body() const
    {
        if (!m_content->isRead.load(std::memory_order_acquire))
            readBody();
        return m_content->body;
    }
    /// The body for who does not look at its items, which are not read for that.
    const ChangeBody& cover() const { return m_content->plain ? m_content->body : body(); }
    /// Of a change that was skimmed and has plain items only; nothing where the items themselves are to be asked.
    const std::optional<PlainItems>& plainItems() const { return m_content->plain; }
    const QByteArray& signedBytes() const { return m_content->bytes; }
    const QByteArray& signature() const { return m_signature; }

    /// Whether the signature was proved with this key before, of this object or a copy of it. Proving is for who knows keys: isSignedBy() in Directory.h.
    bool isProvenBy(const QByteArray& key) const;
    void noteProvenBy(const QByteArray& key) const;

private:
    struct Content {
        ChangeId id;
        ChangeHead head;
        QByteArray bytes;
        // The body of a stored change is read once, by whichever thread asks first; where there is `plain`, all but its items is here before.
        std::atomic<bool> isRead = false;
        std::mutex reading;
        ChangeBody body;
        std::optional<PlainItems> plain;
        // A copy may have another signature: what was proved is the two together.
        QByteArray provenKey, provenSignature;
    };
    explicit Change(const QByteArray& signature);
    void readBody() const;

    std::shared_ptr<Content> m_content;
    QByteArray m_signature;
};

using ChangePtr = std::shared_ptr<const Change>;

}  // namespace prohori
