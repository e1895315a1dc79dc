// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/AuthorityFolder.h"

#include "core/secrets/PasswordWork.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFolderVersion = 1;
constexpr qsizetype kFolderCheckBytes = 16;
constexpr qsizetype kMaxSmallFile = 1024 * 1024;
constexpr int kLockWaitMs = 5'000;
const QString kStatementSuffix = u".statement"_s;

// Keys of the maps in authority.key and state.cbor: part of the format.
enum KeyEntry {
    KeyVersion = 0,
    KeyName = 1,
    KeyProduction = 2,
    KeyId = 3,
    KeySalt = 4,
    KeyMemory = 5,
    KeyPasses = 6,
    KeySealed = 7
};
enum StateEntry { StateVersion = 0, NextPerson = 1, NextBlock = 2 };

Error damaged(const QString& path, const QString& why)
{
    return {ErrorCode::Damaged, u"%1 is damaged (%2): bring it back from a backup"_s.arg(path, why)};
}

Error storageError(const QString& path)
{
    return {ErrorCode::Storage,
            u"%1 cannot be written: %2"_s.arg(path, QString::fromLocal8Bit(std::strerror(errno)))};
}

/// A file descriptor with one owner.
class Descriptor {
public:
    Descriptor(const QString& path, int flags)
        : m_file(
            ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR))
    {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    bool isOpen() const { return m_file >= 0; }
    bool sync() const { return ::fsync(m_file) == 0; }
    bool write(const QByteArray& content) const
    {
        qsizetype done = 0;
        while (done < content.size()) {
            const auto put = ::write(m_file, content.constData() + done, std::size_t(content.size() - done));
            if (put < 0 && errno == EINTR)
                continue;
            if (put <= 0)
                return false;
            done += put;
        }
        return true;
    }

private:
    int m_file;
};

/// Content with a check of its first bytes' hash behind, so that no damage passes for a wrong password.
QByteArray withCheck(const QByteArray& content)
{
    return content + blake2b(content).first(kFolderCheckBytes);
}

Result<Cbor> readChecked(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound, u"there is no file %1"_s.arg(path)};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(path, file.errorString())};
    const QByteArray all = file.read(kMaxSmallFile);
    const QByteArray content = all.chopped(std::min(kFolderCheckBytes, all.size()));
    if (withCheck(content) != all)
        return damaged(path, u"its check does not fit"_s);
    auto decoded = Cbor::decode(content);
    if (!decoded)
        return damaged(path, decoded.error().detail);
    if ((*decoded)[KeyVersion].toInt() > kFolderVersion)
        return Error{ErrorCode::TooNew, u"%1 was written by a later version of this program"_s.arg(path)};
    return decoded;
}

QByteArray associatedOf(Cbor key)
{
    key.set(KeySealed, Cbor());
    return "prohori/authority/1" + key.encode();
}

/// The seeds pass through ordinary memory for the length of one call, and are wiped there.
QByteArray sealSeeds(const SecretBytes& fileKey, const AuthoritySeeds& seeds, const QByteArray& associated)
{
    const SecretBytes both = SecretBytes::joined(seeds.signing.seed(), seeds.scopeRoot);
    QByteArray plain(reinterpret_cast<const char*>(both.data()), qsizetype(both.size()));
    const QByteArray sealed = seal(fileKey, Context::Slot, plain, associated);
    [[maybe_unused]] const SecretBytes wiped = SecretBytes::takeFrom(plain);
    return sealed;
}

Result<AuthoritySeeds> openSeeds(const SecretBytes& fileKey, const QByteArray& sealed,
                                 const QByteArray& associated)
{
    auto plain = open(fileKey, Context::Slot, sealed, associated);
    if (!plain)
        return plain.error();
    const SecretBytes both = SecretBytes::takeFrom(*plain);
    const auto signing = SigningKey::fromSeed(both.mid(0, std::size_t(kKeyBytes)));
    if (!signing || both.size() != 2 * std::size_t(kKeyBytes))
        return Error{ErrorCode::Damaged,
                     u"the seeds of the authority have another length than this version writes"_s};
    return AuthoritySeeds{*signing, both.mid(std::size_t(kKeyBytes), std::size_t(kKeyBytes))};
}

}  // namespace

Result<> replaceFile(const QString& path, const QByteArray& content)
{
    const QString aside = path + u".new"_s;
    ::unlink(QFile::encodeName(aside).constData());  // left over from a kill
    {
        const Descriptor file(aside, O_WRONLY | O_CREAT | O_EXCL);
        if (!file.isOpen() || !file.write(content) || !file.sync())
            return storageError(path);
    }
    if (::rename(QFile::encodeName(aside).constData(), QFile::encodeName(path).constData()) != 0)
        return storageError(path);
    const Descriptor folder(QFileInfo(path).path(), O_RDONLY | O_DIRECTORY);
    if (!folder.isOpen() || !folder.sync())
        return storageError(path);
    return {};
}

Result<> AuthorityFolder::lock()
{
    m_lock.setStaleLockTime(std::chrono::milliseconds(0));
    if (m_lock.tryLock(kLockWaitMs))
        return {};
    return Error{ErrorCode::Locked,
                 u"another program has the authority in %1 open: close it first"_s.arg(m_path), u"in-use"_s};
}

Result<std::unique_ptr<AuthorityFolder>> AuthorityFolder::create(const QString& path,
                                                                 const AuthorityInfo& info,
                                                                 const AuthoritySeeds& seeds,
                                                                 const SecretBytes& password,
                                                                 PasswordCost cost)
{
    const QString keyPath = path + u"/authority.key"_s;
    if (QFile::exists(keyPath))
        return Error{ErrorCode::Conflict,
                     u"there is an authority in %1 already: choose another folder"_s.arg(path)};
    const QByteArray salt = SodiumRandom().bytes(kSaltBytes);
    const auto fileKey = passwordKey(password, salt, cost);
    if (!fileKey)
        return fileKey.error();
    QDir().mkpath(QFileInfo(path).absolutePath());
    for (const QString& folder : {path, path + u"/statements"_s}) {
        const QByteArray name = QFile::encodeName(folder);
        if ((::mkdir(name.constData(), S_IRWXU) != 0 && errno != EEXIST)
            || ::chmod(name.constData(), S_IRWXU) != 0)
            return storageError(folder);
    }
    std::unique_ptr<AuthorityFolder> made(new AuthorityFolder(path));
    if (auto locked = made->lock(); !locked)
        return locked.error();
    made->m_info = info;
    made->m_seeds = seeds;
    Cbor key = Cbor::map({{KeyVersion, kFolderVersion},
                          {KeyName, info.name},
                          {KeyProduction, info.production},
                          {KeyId, info.id.toBytes()},
                          {KeySalt, salt},
                          {KeyMemory, cost.memoryBytes},
                          {KeyPasses, cost.passes}});
    key.set(KeySealed, sealSeeds(*fileKey, seeds, associatedOf(key)));
    // The state first: an authority whose key is there is whole.
    if (auto kept = made->keepState({}); !kept)
        return kept.error();
    if (auto kept = replaceFile(keyPath, withCheck(key.encode())); !kept)
        return kept.error();
    return made;
}

Result<std::unique_ptr<AuthorityFolder>> AuthorityFolder::open(const QString& path,
                                                               const SecretBytes& password)
{
    if (!QFile::exists(path + u"/authority.key"_s))
        return Error{ErrorCode::NotFound, u"there is no authority in %1"_s.arg(path)};
    std::unique_ptr<AuthorityFolder> folder(new AuthorityFolder(path));
    if (auto locked = folder->lock(); !locked)
        return locked.error();
    if (auto read = folder->readKey(password); !read)
        return read.error();
    return folder;
}

Result<> AuthorityFolder::readKey(const SecretBytes& password)
{
    const QString path = m_path + u"/authority.key"_s;
    const auto key = readChecked(path);
    if (!key)
        return key.error();
    const Cbor& entries = *key;
    const PasswordCost cost{quint64(entries[KeyMemory].toInt()), quint32(entries[KeyPasses].toInt())};
    if (!isAccepted(cost) || entries[KeySalt].toBytes().size() != kSaltBytes)
        return damaged(path, u"it asks for password work that no version writes"_s);
    m_info = {AuthorityId::fromBytes(entries[KeyId].toBytes()), entries[KeyName].toText(),
              entries[KeyProduction].toBool()};
    const auto fileKey = passwordKey(password, entries[KeySalt].toBytes(), cost);
    if (!fileKey)
        return fileKey.error();
    const auto seeds = openSeeds(*fileKey, entries[KeySealed].toBytes(), associatedOf(entries));
    if (!seeds)
        return seeds.error().code == ErrorCode::Refused
                 ? Error{ErrorCode::Locked, u"the password of the authority in %1 is wrong"_s.arg(m_path),
                         u"wrong-password"_s}
                 : seeds.error();
    if (seeds->signing.publicKey() != m_info.id.toBytes())
        return damaged(path, u"its key is not that of the authority it names"_s);
    m_seeds = *seeds;
    return {};
}

Result<> AuthorityFolder::keepState(const AuthorityState& state) const
{
    Cbor blocks = Cbor::map();
    for (auto at = state.nextBlock.begin(); at != state.nextBlock.end(); ++at)
        blocks.set(at.key(), *at);
    const Cbor all = Cbor::map(
        {{StateVersion, kFolderVersion}, {NextPerson, state.nextPerson}, {NextBlock, std::move(blocks)}});
    return replaceFile(m_path + u"/state.cbor"_s, withCheck(all.encode()));
}

Result<AuthorityState> AuthorityFolder::state() const
{
    const QString path = m_path + u"/state.cbor"_s;
    const auto read = readChecked(path);
    if (!read)
        return read.error();
    AuthorityState state;
    state.nextPerson = PersonId((*read)[NextPerson].toInt());
    for (const auto& [scope, block] : (*read)[NextBlock].entries())
        state.nextBlock.insert(scope.toText(), quint32(block.toInt()));
    return state;
}

Result<> AuthorityFolder::keepStatement(const Statement& statement) const
{
    const QString name = QString::fromLatin1(statement.id().toBytes().toHex());
    return replaceFile(m_path + u"/statements/"_s + name + kStatementSuffix, statement.bytes());
}

Result<QList<Statement>> AuthorityFolder::statements() const
{
    const QDir folder(m_path + u"/statements"_s);
    QList<Statement> all;
    for (const QString& name : folder.entryList({u"*"_s + kStatementSuffix}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Storage,
                         u"%1 cannot be read: %2"_s.arg(file.fileName(), file.errorString())};
        const auto statement = Statement::decode(file.read(Statement::kMaxBytes + 1));
        if (!statement && statement.error().code == ErrorCode::TooNew)
            return statement.error();
        if (!statement || QString::fromLatin1(statement->id().toBytes().toHex()) + kStatementSuffix != name)
            return damaged(file.fileName(), u"it is not the statement it was"_s);
        all.append(*statement);
    }
    return all;
}

}  // namespace prohori
