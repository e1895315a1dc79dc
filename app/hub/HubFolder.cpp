// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/HubFolder.h"

#include "core/base/Cbor.h"
#include "core/directory/AuthorityFolder.h"
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/TlsIdentity.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kCheckBytes = 16;
const QString kKeyFile = u"hub.key"_s;
const QString kPublicFile = u"authority.public"_s;
const QString kDatabase = u"hub.db"_s;
const QString kAddress = u"database"_s;
const QString kNewsSuffix = u".statements"_s;

Error storageError(const QString& path)
{
    return {ErrorCode::Storage,
            u"%1 cannot be written: %2"_s.arg(path, QString::fromLocal8Bit(std::strerror(errno)))};
}

Result<> makeFolder(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    if ((::mkdir(name.constData(), S_IRWXU) != 0 && errno != EEXIST)
        || ::chmod(name.constData(), S_IRWXU) != 0)
        return storageError(path);
    return {};
}

/// Statements of one file that the authority's tool wrote; empty for anything else.
QList<QByteArray> statementsIn(const QByteArray& file)
{
    const auto decoded = Cbor::decode(file, {64 * 1024 * 1024});
    QList<QByteArray> found;
    if (!decoded || (*decoded)[u"kind"_s].toText() != u"statements"_s)
        return found;
    for (const Cbor& statement : (*decoded)[u"statements"_s].toArray())
        found.append(statement.toBytes());
    return found;
}

}  // namespace

Result<QByteArray> readWhole(const QString& path, qint64 limit)
{
    QFile file(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound, u"there is no file %1"_s.arg(path)};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(path, file.errorString())};
    if (file.size() > limit)
        return Error{ErrorCode::Invalid, u"%1 is larger than such a file may be"_s.arg(path)};
    return file.readAll();
}

HubFolder::HubFolder(HubFolder&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_database(std::move(other.m_database)),
      m_lock(std::exchange(other.m_lock, -1)),
      m_storageKey(std::move(other.m_storageKey)),
      m_signing(std::move(other.m_signing)),
      m_box(std::move(other.m_box)),
      m_authority(std::move(other.m_authority))
{}

HubFolder::~HubFolder()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

Result<HubFolder> HubFolder::create(const QString& path, const Authority::PublicPart& authority,
                                    const QByteArray& publicPart, const QString& name,
                                    const QString& tlsCertificate, const QString& database)
{
    HubFolder folder;
    folder.m_path = path;
    folder.m_authority = authority;
    if (QFile::exists(folder.file(kPublicFile)))
        return Error{ErrorCode::Conflict, u"there is a hub in %1 already: choose another folder"_s.arg(path)};
    QDir().mkpath(QFileInfo(path).absolutePath());
    if (auto made = makeFolder(path); !made)
        return made.error();
    if (auto locked = folder.lock(); !locked)
        return locked.error();
    if (QFile::exists(folder.file(kPublicFile)))
        return Error{ErrorCode::Conflict, u"there is a hub in %1 already: choose another folder"_s.arg(path)};
    folder.m_database = database;
    if (auto written = folder.fill(publicPart, name, tlsCertificate); !written)
        return written.error();
    return folder;
}

Result<> HubFolder::makeKeys()
{
    m_storageKey = SecretBytes::random(std::size_t(kKeyBytes));
    m_signing = SigningKey::make();
    m_box = BoxKey::make();
    const SecretBytes all =
        SecretBytes::joined(SecretBytes::joined(m_storageKey, m_signing.seed()), m_box.secret());
    QByteArray keys(reinterpret_cast<const char*>(all.data()), qsizetype(all.size()));
    keys += blake2b(keys).first(kCheckBytes);
    const auto kept = replaceFile(file(kKeyFile), keys);
    [[maybe_unused]] const SecretBytes wiped = SecretBytes::takeFrom(keys);
    return kept;
}

Result<> HubFolder::makeTls() const
{
    auto made = makeTlsIdentity();
    if (!made)
        return made.error();
    const auto kept = replaceFile(ownTlsKey(), made->key);
    [[maybe_unused]] const SecretBytes wiped = SecretBytes::takeFrom(made->key);
    return kept ? replaceFile(ownCertificate(), made->certificate) : kept;
}

/// Of an earlier attempt that was cut nothing was used: the public part is written last.
Result<> HubFolder::fill(const QByteArray& publicPart, const QString& name, const QString& tlsCertificate)
{
    for (const QString& part : {kDatabase, kDatabase + u"-wal"_s, kDatabase + u"-shm"_s})
        QFile::remove(file(part));
    if (auto made = makeFolder(newsFolder()); !made)
        return made;
    if (auto made = makeKeys(); !made)
        return made;
    if (tlsCertificate.isEmpty()) {
        if (auto made = makeTls(); !made)
            return made;
    }
    const auto pin = tlsPinOfFile(tlsCertificate.isEmpty() ? ownCertificate() : tlsCertificate);
    if (!pin)
        return pin.error();
    if (auto asked = replaceFile(requestFile(), makeHubRequest(m_signing, m_box, name, *pin)); !asked)
        return asked;
    if (auto made = makeStorage(); !made)
        return made;
    return replaceFile(file(kPublicFile), publicPart);
}

Result<> HubFolder::makeStorage() const
{
    if (m_database.isEmpty()) {
        const auto made = SqliteHubStorage::open(file(kDatabase), m_storageKey, true);
        return made ? Result<>() : Result<>(made.error());
    }
    if (const auto opened = PostgresHubStorage::open(m_database); !opened)
        return opened.error();
    return replaceFile(file(kAddress), m_database.toUtf8() + '\n');
}

Result<> HubFolder::readDatabase()
{
    constexpr qint64 kMostBytes = 8192;
    const auto address = readWhole(file(kAddress), kMostBytes);
    if (!address)
        return address.error().code == ErrorCode::NotFound ? Result<>() : Result<>(address.error());
    m_database = QString::fromUtf8(*address).trimmed();
    return {};
}

void HubFolder::useDatabase(const QString& url)
{
    if (!url.isEmpty())
        m_database = url;
}

Result<HubFolder> HubFolder::open(const QString& path)
{
    HubFolder folder;
    folder.m_path = path;
    if (!QFile::exists(folder.file(kPublicFile)))
        return Error{ErrorCode::NotFound,
                     u"there is no hub in %1: make one with 'prohori-hub init'"_s.arg(path)};
    const auto publicPart = readWhole(folder.file(kPublicFile));
    if (!publicPart)
        return publicPart.error();
    auto authority = Authority::readPublic(*publicPart);
    if (!authority) {
        if (authority.error().code == ErrorCode::TooNew)
            return authority.error();
        return Error{ErrorCode::Damaged,
                     u"%1 is damaged: bring it back from a backup"_s.arg(folder.file(kPublicFile))};
    }
    folder.m_authority = *authority;
    if (auto read = folder.readKeys(); !read)
        return read.error();
    if (auto read = folder.readDatabase(); !read)
        return read.error();
    return folder;
}

Result<> HubFolder::readKeys()
{
    const QString path = file(kKeyFile);
    const QFileInfo info(path);
    constexpr auto kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
                           | QFile::WriteOther | QFile::ExeOther;
    if (info.exists() && (info.permissions() & kOthers))
        return Error{ErrorCode::Refused, u"%1 can be read by others: chmod 600 it"_s.arg(path)};
    auto keys = readWhole(path, 4096);
    if (!keys)
        return keys.error().code == ErrorCode::NotFound
                 ? Error{ErrorCode::Damaged, u"%1 is missing: bring it back from a backup"_s.arg(path)}
                 : keys.error();
    const bool whole = keys->size() == 3 * kKeyBytes + kCheckBytes
                    && blake2b(keys->chopped(kCheckBytes)).first(kCheckBytes) == keys->last(kCheckBytes);
    const SecretBytes all = SecretBytes::takeFrom(*keys);
    if (!whole)
        return Error{ErrorCode::Damaged, u"%1 is damaged: bring it back from a backup"_s.arg(path)};
    const auto size = std::size_t(kKeyBytes);
    m_storageKey = all.mid(0, size);
    const auto signing = SigningKey::fromSeed(all.mid(size, size));
    const auto box = BoxKey::fromSecret(all.mid(2 * size, size));
    if (!signing || !box)
        return Error{ErrorCode::Damaged, u"%1 is damaged: bring it back from a backup"_s.arg(path)};
    m_signing = *signing;
    m_box = *box;
    return {};
}

Result<> HubFolder::lock(bool isAlone)
{
    const QString path = file(u"lock"_s);
    m_lock = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                    S_IRUSR | S_IWUSR);
    if (m_lock < 0)
        return storageError(path);
    if (::flock(m_lock, (m_database.isEmpty() || isAlone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
        return {};
    ::close(std::exchange(m_lock, -1));
    return Error{ErrorCode::Locked, u"another process works with the hub in %1: stop it first"_s.arg(m_path),
                 u"in-use"_s};
}

Result<std::unique_ptr<SqliteHubStorage>> HubFolder::openStorage() const
{
    if (!m_database.isEmpty())
        return Error{
            ErrorCode::Refused,
            u"this hub is in PostgreSQL: back it up and restore it there (packaging/hub/POSTGRES.md)"_s};
    return SqliteHubStorage::open(file(kDatabase), m_storageKey, false);
}

Result<std::unique_ptr<HubStorage>> HubFolder::openAnyStorage() const
{
    if (m_database.isEmpty()) {
        auto opened = openStorage();
        return opened ? Result<std::unique_ptr<HubStorage>>(std::move(*opened)) : opened.error();
    }
    auto opened = PostgresHubStorage::open(m_database);
    return opened ? Result<std::unique_ptr<HubStorage>>(std::move(*opened)) : opened.error();
}

HubBackup::Source HubFolder::backupSource() const
{
    return {m_authority.info, m_signing, m_storageKey, attachmentFolder()};
}

HubFolder::News HubFolder::news() const
{
    News found;
    const QDir folder(newsFolder());
    for (const QString& name : folder.entryList({u"*"_s + kNewsSuffix}, QDir::Files, QDir::Name)) {
        const auto content = readWhole(folder.filePath(name));
        const QList<QByteArray> statements = content ? statementsIn(*content) : QList<QByteArray>();
        if (statements.isEmpty())
            continue;
        found.statements += statements;
        found.files.append(folder.filePath(name));
    }
    return found;
}

Result<> HubFolder::leaveNews(const QByteArray& statement, Instant now) const
{
    const QByteArray content =
        Cbor::map({{u"kind"_s, u"statements"_s}, {u"statements"_s, Cbor::Array{Cbor(statement)}}}).encode();
    return replaceFile(u"%1/%2-hub%3"_s.arg(newsFolder()).arg(now.msSinceEpoch).arg(kNewsSuffix), content);
}

}  // namespace prohori
