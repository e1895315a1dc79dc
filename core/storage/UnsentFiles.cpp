// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/UnsentFiles.h"

#include "core/secrets/Crypto.h"
#include "core/storage/StoreFiles.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <tuple>

#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr char kHomeFormat = 1;
constexpr qsizetype kMaxFileBytes = 256 * 1024 * 1024;
constexpr qsizetype kIdBytes = ChangeId::kSize;

QByteArray idOf(const QList<ChangePtr>& changes)
{
    if (changes.size() == 1)
        return changes.first()->id().toBytes();
    QByteArray ids;
    for (const ChangePtr& change : changes)
        ids += change->id().toBytes();
    return blake2b(ids);
}

QString nameFor(const ReplicaId& replica, quint64 first, quint64 last)
{
    const QString id = QString::fromLatin1(replica.toBytes().toHex());
    return first == last ? u"%1-%2"_s.arg(id).arg(first) : u"%1-%2-%3"_s.arg(id).arg(first).arg(last);
}

std::optional<UnsentFile> parsed(const QString& name)
{
    const QStringList parts = name.split(u'-');
    if (parts.size() != 2 && parts.size() != 3)
        return std::nullopt;
    const auto replica = ReplicaId::fromString(parts[0]);
    const UnsentFile file{name, replica ? *replica : ReplicaId(), parts[1].toULongLong(),
                          parts.last().toULongLong()};
    if (file.replica.isNull() || file.first == 0 || nameFor(file.replica, file.first, file.last) != name)
        return std::nullopt;
    return file;
}

}  // namespace

UnsentFiles::UnsentFiles(const QString& folder, const SecretBytes& dataKey)
    : m_folder(folder + u"/unsent"_s),
      m_key(deriveKey(dataKey, Context::Backup, QByteArrayLiteral("unsent/1")))
{}

Result<> UnsentFiles::prepare()
{
    if (auto made = storefiles::prepareFolder(m_folder, true); !made)
        return made;
    for (const QString& name : QDir(m_folder).entryList({u"*.part"_s}, QDir::Files | QDir::Hidden)) {
        if (!QFile::remove(m_folder + u'/' + name))
            return Error{ErrorCode::Storage,
                         u"cannot remove %1/%2, which a kill left half written"_s.arg(m_folder, name)};
    }
    return {};
}

Result<UnsentFile> UnsentFiles::write(const QList<ChangePtr>& changes) const
{
    Q_ASSERT_X(!changes.isEmpty(), "UnsentFiles::write", "nothing to keep");
    const ChangeHead& first = changes.first()->head();
    UnsentFile file{{}, first.replica, first.counter, changes.last()->head().counter};
    file.name = nameFor(file.replica, file.first, file.last);
    Cbor::Array content;
    for (const ChangePtr& change : changes)
        content.push_back(Cbor(Cbor::Array{Cbor(change->signedBytes()), Cbor(change->signature())}));
    const QByteArray id = idOf(changes);
    const QByteArray sealed =
        seal(m_key, Context::Backup, Cbor(std::move(content)).encode(), file.name.toLatin1() + '\0' + id);
    if (auto written =
            storefiles::writeDurably(m_folder + u'/' + file.name, QByteArray(1, kHomeFormat) + id + sealed);
        !written)
        return written.error();
    return file;
}

Result<> UnsentFiles::remove(const UnsentFile& file) const
{
    const QString path = m_folder + u'/' + file.name;
    if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
        return storefiles::systemError(u"cannot remove"_s, path);
    return {};
}

Result<> UnsentFiles::syncRemovals() const
{
    return storefiles::syncFolder(m_folder);
}

QList<UnsentFile> UnsentFiles::list() const
{
    QList<UnsentFile> files;
    for (const QString& name : QDir(m_folder).entryList(QDir::Files | QDir::Hidden | QDir::System)) {
        if (const auto file = parsed(name))
            files.append(*file);
    }
    std::sort(files.begin(), files.end(), [](const UnsentFile& one, const UnsentFile& other) {
        return std::tie(one.replica, one.first, one.last) < std::tie(other.replica, other.first, other.last);
    });
    return files;
}

Result<QList<ChangePtr>> UnsentFiles::read(const UnsentFile& file) const
{
    const Error damaged{ErrorCode::Damaged, u"the second home %1 is damaged"_s.arg(file.name)};
    const auto bytes = storefiles::read(m_folder + u'/' + file.name, kMaxFileBytes);
    if (!bytes)
        return bytes.error();
    if (bytes->size() <= 1 + kIdBytes || bytes->at(0) != kHomeFormat)
        return damaged;
    const QByteArray id = bytes->mid(1, kIdBytes);
    const auto opened =
        open(m_key, Context::Backup, bytes->mid(1 + kIdBytes), file.name.toLatin1() + '\0' + id);
    if (!opened)
        return damaged;
    const auto content = Cbor::decode(*opened, {.maxBytes = kMaxFileBytes});
    if (!content)
        return damaged;
    QList<ChangePtr> changes;
    for (const Cbor& entry : content->toArray()) {
        if (entry.toArray().size() != 2)
            return damaged;
        // Its bytes were sealed by this store, and their hash is proved below.
        auto change = Change::stored(entry.toArray()[0].toBytes(), entry.toArray()[1].toBytes());
        if (!change)
            return damaged;
        changes.append(std::make_shared<const Change>(std::move(*change)));
    }
    const bool whole =
        !changes.isEmpty() && idOf(changes) == id && changes.first()->head().replica == file.replica
        && changes.first()->head().counter == file.first && changes.last()->head().counter == file.last;
    if (!whole)
        return damaged;
    return changes;
}

}  // namespace prohori
