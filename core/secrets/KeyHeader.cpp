// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyHeader.h"

#include "core/base/Cbor.h"
#include "core/secrets/HeaderFile.h"
#include "core/secrets/PasswordWork.h"

#include <sodium.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

// Keys of the header's map and of a slot's map. They are part of the file format.
enum HeaderKey { kStore = 1, kDeviceKind = 2, kDeviceCheck = 3, kSlots = 4 };
enum SlotKey {
    kSlotId = 1,
    kSlotKind = 2,
    kLogin = 3,
    kSlotDevice = 4,
    kSalt = 5,
    kMemory = 6,
    kPasses = 7,
    kSealed = 8,
};

constexpr qsizetype kSlotIdBytes = 16;
constexpr qsizetype kCheckBytes = 8;
constexpr std::size_t kContentBytes = 3 * kKeyBytes;  // data key, signing seed, box secret
constexpr qsizetype kSealedBytes = qsizetype(kContentBytes) + 40;

Error damaged(const QString& what)
{
    return {ErrorCode::Damaged, u"the key header is damaged: %1"_s.arg(what)};
}

Error wrongPassword()
{
    return {ErrorCode::Locked, u"the login or the password is wrong"_s, u"wrong-password"_s};
}

QByteArray deviceCheckOf(const SecretBytes& deviceSecret, const StoreId& store)
{
    if (deviceSecret.isEmpty())
        return {};
    return keyedHash(deviceSecret, contextString(Context::Slot) + "/device-check" + store.toBytes())
        .first(kCheckBytes);
}

/// BLAKE2b-256(key = password key, context ‖ store id ‖ slot id ‖ device secret or 32 zero bytes).
SecretBytes slotKey(const SecretBytes& passwordKey, const StoreId& store, const QByteArray& slotId,
                    const SecretBytes& deviceSecret)
{
    static const unsigned char none[kKeyBytes] = {};
    const QByteArray label = contextString(Context::Slot) + store.toBytes() + slotId;
    return SecretBytes::filled(kKeyBytes, [&](unsigned char* out) {
        crypto_generichash_state state;
        crypto_generichash_init(&state, passwordKey.data(), passwordKey.size(), kKeyBytes);
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(label.constData()),
                                  static_cast<std::size_t>(label.size()));
        if (deviceSecret.isEmpty())
            crypto_generichash_update(&state, none, sizeof none);
        else
            crypto_generichash_update(&state, deviceSecret.data(), deviceSecret.size());
        crypto_generichash_final(&state, out, kKeyBytes);
        sodium_memzero(&state, sizeof state);
    });
}

/// The bytes without a copy of them; `secret` must outlive what is returned.
QByteArray borrowed(const SecretBytes& secret)
{
    return QByteArray::fromRawData(reinterpret_cast<const char*>(secret.data()), qsizetype(secret.size()));
}

}  // namespace

/// A slot is kept as the value that was read, so that what this version does not know is passed on as it came.
struct KeyHeader::Slot {
    Cbor raw;
    SlotInfo info;

    QByteArray salt() const { return raw[kSalt].toBytes(); }

    /// Store id and all plain fields, so that none of them can be exchanged.
    QByteArray associated(const StoreId& store) const
    {
        Cbor plain = Cbor::map();
        for (const auto& [key, value] : raw.entries()) {
            if (key != Cbor(kSealed))
                plain.set(key, value);
        }
        return Cbor(Cbor::Array{store.toBytes(), std::move(plain)}).encode();
    }

    static Result<std::shared_ptr<const Slot>> read(const Cbor& raw)
    {
        Slot slot;
        slot.raw = raw;
        slot.info.slotId = raw[kSlotId].toBytes();
        const qint64 kind = raw[kSlotKind].toInt(), device = raw[kSlotDevice].toInt();
        if (slot.info.slotId.size() != kSlotIdBytes || kind < 1 || kind > 255 || device < 0 || device > 255)
            return damaged(u"a slot has no id or kind"_s);
        slot.info.kind = SlotKind(kind);
        slot.info.login = raw[kLogin].toText();
        slot.info.deviceSecret = DeviceSecretKind(device);
        slot.info.cost = {quint64(raw[kMemory].toInt()), quint32(raw[kPasses].toInt())};
        const bool whole =
            slot.info.kind != SlotKind::Person
            || (!slot.info.login.isEmpty() && raw[kPasses].toInt() <= 16 && isAccepted(slot.info.cost)
                && slot.salt().size() == kSaltBytes && raw[kSealed].toBytes().size() == kSealedBytes);
        if (!whole)
            return damaged(u"a person's slot asks for what no version of this program writes"_s);
        return std::make_shared<const Slot>(std::move(slot));
    }
};

KeyHeader KeyHeader::create(const QString& path, const StoreId& store, DeviceSecretKind kind,
                            const SecretBytes& deviceSecret)
{
    KeyHeader header;
    header.m_path = path;
    header.m_store = store;
    header.m_kind = kind;
    header.m_deviceCheck = deviceCheckOf(deviceSecret, store);
    return header;
}

Result<KeyHeader> KeyHeader::load(const QString& path)
{
    const auto copy = HeaderFile(path).read();
    if (!copy)
        return copy.error();
    return fromBody(path, copy->sequence, copy->body);
}

Result<KeyHeader> KeyHeader::fromBody(const QString& path, quint64 sequence, const QByteArray& body)
{
    const auto read = Cbor::decode(body);
    if (!read)
        return damaged(read.error().detail);
    KeyHeader header;
    header.m_path = path;
    header.m_sequence = sequence;
    header.m_store = StoreId::fromBytes((*read)[kStore].toBytes());
    const qint64 kind = (*read)[kDeviceKind].toInt(-1);
    header.m_kind = DeviceSecretKind(kind);
    header.m_deviceCheck = (*read)[kDeviceCheck].toBytes();
    const qsizetype check = header.m_kind == DeviceSecretKind::None ? 0 : kCheckBytes;
    if (header.m_store.isNull() || kind < 0 || kind > 2 || header.m_deviceCheck.size() != check)
        return damaged(u"the store id or the mark of the device secret is missing"_s);
    for (const Cbor& raw : (*read)[kSlots].toArray()) {
        auto slot = Slot::read(raw);
        if (!slot)
            return slot.error();
        header.m_slots.append(*slot);
    }
    return header;
}

QByteArray KeyHeader::body() const
{
    Cbor::Array slotList;
    for (const auto& slot : m_slots)
        slotList.push_back(slot->raw);
    return Cbor::map({{kStore, m_store.toBytes()},
                      {kDeviceKind, int(m_kind)},
                      {kDeviceCheck, m_deviceCheck},
                      {kSlots, std::move(slotList)}})
        .encode();
}

StoreId KeyHeader::storeId() const
{
    return m_store;
}

DeviceSecretKind KeyHeader::deviceSecretKind() const
{
    return m_kind;
}

QList<SlotInfo> KeyHeader::slotInfos() const
{
    QList<SlotInfo> infos;
    for (const auto& slot : m_slots)
        infos.append(slot->info);
    return infos;
}

bool KeyHeader::knowsDeviceSecret(const SecretBytes& deviceSecret) const
{
    const QByteArray check = deviceCheckOf(deviceSecret, m_store);
    return check.size() == m_deviceCheck.size()
        && sodium_memcmp(check.constData(), m_deviceCheck.constData(), std::size_t(check.size())) == 0;
}

Result<> KeyHeader::checkDeviceSecret(const SecretBytes& deviceSecret) const
{
    if (knowsDeviceSecret(deviceSecret))
        return {};
    if (deviceSecret.isEmpty())
        return Error{ErrorCode::Locked,
                     u"the device secret of this store is missing: unlock the keyring, or use recovery"_s,
                     u"device-secret-missing"_s};
    return Error{ErrorCode::Locked,
                 u"the device secret belongs to another store: this is not its machine; use recovery"_s,
                 u"device-secret-wrong"_s};
}

std::shared_ptr<const KeyHeader::Slot> KeyHeader::slotOf(const QString& login) const
{
    for (const auto& slot : m_slots) {
        if (slot->info.kind == SlotKind::Person && slot->info.login == login)
            return slot;
    }
    return nullptr;
}

Result<std::shared_ptr<const KeyHeader::Slot>> KeyHeader::sealedSlot(const SlotInfo& info,
                                                                     const SecretBytes& password,
                                                                     const SecretBytes& deviceSecret,
                                                                     const SecretBytes& content) const
{
    Slot slot;
    slot.info = info;
    const QByteArray salt = SodiumRandom().bytes(kSaltBytes);
    slot.raw = Cbor::map({{kSlotId, info.slotId},
                          {kSlotKind, int(info.kind)},
                          {kLogin, info.login},
                          {kSlotDevice, int(info.deviceSecret)},
                          {kSalt, salt},
                          {kMemory, info.cost.memoryBytes},
                          {kPasses, info.cost.passes}});
    const auto fromPassword = passwordKey(password, salt, info.cost);
    if (!fromPassword)
        return fromPassword.error();
    const SecretBytes key = slotKey(*fromPassword, m_store, info.slotId, deviceSecret);
    slot.raw.set(kSealed, seal(key, Context::Slot, borrowed(content), slot.associated(m_store)));
    return std::make_shared<const Slot>(std::move(slot));
}

Result<> KeyHeader::addPerson(const QString& login, const SecretBytes& password,
                              const SecretBytes& deviceSecret, const SecretBytes& dataKey,
                              const PersonKeys& keys, PasswordCost cost)
{
    if (login.isEmpty() || password.isEmpty() || dataKey.size() != kKeyBytes || keys.signing.isEmpty()
        || keys.box.isEmpty())
        return Error{ErrorCode::Invalid,
                     u"a slot needs a login, a password, the data key and a person's keys"_s};
    if (slotOf(login))
        return Error{ErrorCode::Conflict, u"the login '%1' has a slot already"_s.arg(login)};
    if (auto known = checkDeviceSecret(deviceSecret); !known)
        return known;
    const SecretBytes seeds = SecretBytes::joined(keys.signing.seed(), keys.box.secret());
    const SlotInfo info{SodiumRandom().bytes(kSlotIdBytes), SlotKind::Person, login, m_kind, cost};
    auto slot = sealedSlot(info, password, deviceSecret, SecretBytes::joined(dataKey, seeds));
    if (!slot)
        return slot.error();
    KeyHeader next = *this;
    next.m_slots.append(*slot);
    return become(std::move(next));
}

Result<OpenedSlot> KeyHeader::open(const QString& login, const SecretBytes& password,
                                   const SecretBytes& deviceSecret) const
{
    if (auto known = checkDeviceSecret(deviceSecret); !known)
        return known.error();
    auto slot = slotOf(login);
    if (!slot) {
        // The same work as for a login that exists, so that the time tells nobody who works here.
        for (const auto& other : m_slots)
            slot = slot || other->info.kind != SlotKind::Person ? slot : other;
        const PasswordCost cost = slot ? slot->info.cost : PasswordCost{};
        const auto wasted = passwordKey(password, QByteArray(kSaltBytes, '\0'), cost);
        return wasted ? wrongPassword() : wasted.error();
    }
    const auto fromPassword = passwordKey(password, slot->salt(), slot->info.cost);
    if (!fromPassword)
        return fromPassword.error();
    const SecretBytes key = slotKey(*fromPassword, m_store, slot->info.slotId, deviceSecret);
    auto plain = prohori::open(key, Context::Slot, slot->raw[kSealed].toBytes(), slot->associated(m_store));
    if (!plain)
        return wrongPassword();
    const SecretBytes content = SecretBytes::takeFrom(*plain);
    auto signing = SigningKey::fromSeed(content.mid(kKeyBytes, kKeyBytes));
    auto box = BoxKey::fromSecret(content.mid(2 * kKeyBytes, kKeyBytes));
    if (!signing || !box)
        return damaged(u"a slot holds no keys"_s);
    return OpenedSlot{content.mid(0, kKeyBytes), {*signing, *box}, slot->info.slotId};
}

Result<> KeyHeader::changePassword(const QString& login, const SecretBytes& oldPassword,
                                   const SecretBytes& newPassword, const SecretBytes& deviceSecret,
                                   PasswordCost cost)
{
    const auto opened = open(login, oldPassword, deviceSecret);
    if (!opened)
        return opened.error();
    if (newPassword.isEmpty())
        return Error{ErrorCode::Invalid, u"a slot needs a password"_s};
    const SecretBytes seeds = SecretBytes::joined(opened->person.signing.seed(), opened->person.box.secret());
    SlotInfo info = slotOf(login)->info;
    info.cost = cost;
    auto slot = sealedSlot(info, newPassword, deviceSecret, SecretBytes::joined(opened->dataKey, seeds));
    if (!slot)
        return slot.error();
    KeyHeader next = *this;
    for (auto& old : next.m_slots) {
        if (old->info.slotId == info.slotId)
            old = *slot;
    }
    return become(std::move(next));
}

Result<> KeyHeader::become(KeyHeader next)
{
    const auto saved = next.save();
    if (saved || saved.error().hint == u"one-copy-only")
        *this = std::move(next);
    return saved;
}

Result<> KeyHeader::save()
{
    const HeaderFile file(m_path);
    auto saved = m_sequence == 0 ? file.create({1, body()}) : file.replace(m_sequence, body());
    // Read from a backup, it goes to a place where there is none yet.
    if (!saved && saved.error().code == ErrorCode::NotFound)
        saved = file.create({m_sequence + 1, body()});
    if (saved || saved.error().hint == u"one-copy-only")
        ++m_sequence;
    return saved;
}

QByteArray KeyHeader::toBytes() const
{
    const auto bytes = encodeHeaderCopy({m_sequence, body()});
    return bytes ? *bytes : QByteArray();
}

Result<KeyHeader> KeyHeader::fromBytes(const QString& path, const QByteArray& bytes)
{
    const auto copy = decodeHeaderCopy(bytes);
    if (!copy)
        return copy.error();
    return fromBody(path, copy->sequence, copy->body);
}

}  // namespace prohori
