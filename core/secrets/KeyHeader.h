// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/secrets/Crypto.h"

#include <QList>
#include <QString>

#include <memory>

namespace prohori {

/// Cost of Argon2id. Read values outside 64 MiB–1 GiB and 3–16 passes are a damaged header.
struct PasswordCost {
    quint64 memoryBytes = 256ull << 20;
    quint32 passes = 3;
    bool operator==(const PasswordCost&) const = default;
};
/// The smallest accepted cost; what tests and practice fills use.
inline constexpr PasswordCost kLeastPasswordCost{64ull << 20, 3};
/// Begins with the default and adapts it to this machine (under 0.7 s: more passes; over 1.5 s or under 1 GiB
/// free: half the memory; never under kLeastPasswordCost).
PasswordCost calibratedPasswordCost();

/// Where the second half of a slot's key lies.
enum class DeviceSecretKind : quint8 {
    None = 0,      ///< the password alone
    Keychain = 1,  ///< the OS keychain through QtKeychain
    File = 2,      ///< a 0600 file in the state folder, outside the store folder
};

/// Recovery kinds are reserved: they are read, kept and passed on, and cannot be opened yet.
enum class SlotKind : quint8 { Person = 1, LocalRecovery = 2, MinistryRecovery = 3 };

/// The private keys of one person. They exist only in that person's slot and in memory while he is signed in.
struct PersonKeys {
    SigningKey signing;
    BoxKey box;
};

/// What a right password gives.
struct OpenedSlot {
    SecretBytes dataKey;  ///< 32 bytes: the raw SQLCipher key of the store
    PersonKeys person;
    QByteArray slotId;
};

/// A slot as everybody may see it.
struct SlotInfo {
    QByteArray slotId;  ///< 16 bytes
    SlotKind kind = SlotKind::Person;
    QString login;
    DeviceSecretKind deviceSecret = DeviceSecretKind::None;
    PasswordCost cost;
};

/** The key slots of one store, in the file `keys.header` of its folder, twice: copy A and copy B, each with a sequence
    number and a checksum, in two halves of fixed place. A write goes to the older copy, is synced, and only then counts;
    so a kill at any moment leaves the old or the new state, and either copy alone opens the store.

    Slot key = BLAKE2b-256(key = Argon2id(password, salt, ops, mem, 32 B),
               "prohori/slot/1" ‖ store id ‖ slot id ‖ device secret or 32 zero bytes).
    The slot body is XChaCha20-Poly1305(data key ‖ person seeds), with store id and all plain fields as associated data.
    The header also stores the kind of the device secret and an 8-byte keyed check value of it, so that a wrong or missing
    device secret is told from a wrong password, and no second one is ever made.

    An unknown login costs the same Argon2id time as a known one. Bounds are checked before any key derivation.
    Errors: Locked (hint "wrong-password" | "device-secret-missing" | "device-secret-wrong"), Damaged, NoMemory,
    Storage; there the hint "one-copy-only" says that the new state counts already while the other copy still holds the
    old one, which the next load or write brings up. Blocking (password work takes about half a second); the desktop calls it on a worker thread.
*/
class KeyHeader {
public:
    /// A header for a new store with no slot yet; nothing is written before the first addPerson().
    static KeyHeader create(const QString& path, const StoreId& store, DeviceSecretKind kind,
                            const SecretBytes& deviceSecret);
    static Result<KeyHeader> load(const QString& path);

    StoreId storeId() const;
    DeviceSecretKind deviceSecretKind() const;
    QList<SlotInfo> slotInfos() const;
    /// True when `deviceSecret` is the one the header was made with.
    bool knowsDeviceSecret(const SecretBytes& deviceSecret) const;

    /// Adds a slot and writes the header. `dataKey` is that of the store. Fails with Conflict when the login has one.
    Result<> addPerson(const QString& login, const SecretBytes& password, const SecretBytes& deviceSecret,
                       const SecretBytes& dataKey, const PersonKeys& keys, PasswordCost cost);
    Result<OpenedSlot> open(const QString& login, const SecretBytes& password,
                            const SecretBytes& deviceSecret) const;
    /// Re-wraps one slot; all others stay byte-equal, the old password is dead in both copies afterwards.
    Result<> changePassword(const QString& login, const SecretBytes& oldPassword,
                            const SecretBytes& newPassword, const SecretBytes& deviceSecret,
                            PasswordCost cost);

    /// The bytes of one copy, for backups; and its opposite, whose save() also makes the file where there is none.
    QByteArray toBytes() const;
    static Result<KeyHeader> fromBytes(const QString& path, const QByteArray& bytes);
    Result<> save();

private:
    struct Slot;
    KeyHeader() = default;
    static Result<KeyHeader> fromBody(const QString& path, quint64 sequence, const QByteArray& body);
    QByteArray body() const;
    std::shared_ptr<const Slot> slotOf(const QString& login) const;
    Result<> checkDeviceSecret(const SecretBytes& deviceSecret) const;
    Result<std::shared_ptr<const Slot>> sealedSlot(const SlotInfo& info, const SecretBytes& password,
                                                   const SecretBytes& deviceSecret,
                                                   const SecretBytes& content) const;
    /// Writes `next` and takes its place in memory, unless nothing of it counts on the disk.
    Result<> become(KeyHeader next);

    QString m_path;
    StoreId m_store;
    DeviceSecretKind m_kind = DeviceSecretKind::None;
    QByteArray m_deviceCheck;
    quint64 m_sequence = 0;
    QList<std::shared_ptr<const Slot>> m_slots;
};

}  // namespace prohori
