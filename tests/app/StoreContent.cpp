// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreContent.h"

#include "core/cases/ChangeDictionary.h"
#include "core/secrets/Password.h"
#include "core/sql/Connection.h"
#include "core/storage/Packing.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>
#include <memory>

#include <zstd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What a frame that begins there holds, without a dictionary and with each that is shipped.
QByteArray unpackedFrame(const QByteArray& blob, qsizetype at)
{
    constexpr unsigned long long kMost = 8 * 1024 * 1024;
    const char* begin = blob.constData() + at;
    const auto rest = static_cast<size_t>(blob.size() - at);
    const size_t frame = ZSTD_findFrameCompressedSize(begin, rest);
    const unsigned long long size = ZSTD_getFrameContentSize(begin, rest);
    if (ZSTD_isError(frame) || size == ZSTD_CONTENTSIZE_ERROR)
        return {};
    static const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> kContext(ZSTD_createDCtx(),
                                                                               &ZSTD_freeDCtx);
    QByteArray all;
    for (const quint32 dictionary : QList<quint32>{0} + changeDictionaries()) {
        const QByteArray words = changeDictionary(dictionary);
        QByteArray unpacked(static_cast<qsizetype>(std::min(size, kMost)), Qt::Uninitialized);
        const size_t done =
            ZSTD_decompress_usingDict(kContext.get(), unpacked.data(), static_cast<size_t>(unpacked.size()),
                                      begin, frame, words.constData(), static_cast<size_t>(words.size()));
        if (!ZSTD_isError(done))
            all += unpacked.left(static_cast<qsizetype>(done));
    }
    return all;
}

}  // namespace

QByteArray withUnpacked(const QByteArray& blob)
{
    QByteArray all = blob;
    static const QByteArray kMagic = QByteArray::fromHex("28b52ffd");
    for (qsizetype at = blob.indexOf(kMagic); at >= 0; at = blob.indexOf(kMagic, at + 1))
        all += withUnpacked(unpackedFrame(blob, at));
    return all;
}

namespace {

/// Changes as they were signed: in the file each is parted and in pieces.
QByteArray changesOf(Connection& file)
{
    QByteArray all;
    const auto read = file.each(
        u"SELECT CAST(packed || coalesce((SELECT group_concat(bytes, '') FROM (SELECT bytes FROM log_piece "
        u"WHERE log = no ORDER BY key)), '') AS BLOB), dictionary, replica, parents FROM log WHERE "
        u"dictionary <> 4294967295",
        {}, [&](const Row& row) -> Result<> {
            const auto bytes = unpackedChange({row.integer(1), row.bytes(0)}, {row.bytes(2), row.bytes(3)});
            if (!bytes)
                return bytes.error();
            all += *bytes + '\n';
            return {};
        });
    if (!read)
        qFatal("the log does not read: %s", qPrintable(read.error().detail));
    return all;
}

QByteArray readable(Connection& file)
{
    QStringList tables;
    const auto named =
        file.each(u"SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
                  {}, [&](const Row& row) {
                      tables.append(row.text(0));
                      return Result<>();
                  });
    if (!named)
        qFatal("%s", qPrintable(named.error().detail));
    QByteArray all;
    for (const QString& table : std::as_const(tables)) {
        QStringList columns;
        const auto described =
            file.each(u"SELECT name FROM pragma_table_info(?)", {table}, [&](const Row& row) {
                columns.append(row.text(0));
                return Result<>();
            });
        const QString sql = u"SELECT \"%1\" FROM \"%2\""_s.arg(columns.join(u"\", \""_s), table);
        const auto read = file.each(sql, {}, [&](const Row& row) {
            for (int i = 0; i < columns.size(); ++i)
                all += withUnpacked(row.bytes(i)) + '\n';
            return Result<>();
        });
        if (!described || !read)
            qFatal("table %s does not read", qPrintable(table));
    }
    return all + (tables.contains(u"log_piece"_s) ? changesOf(file) : QByteArray());
}

}  // namespace

QByteArray databaseContent(const QString& path, const SecretBytes& key)
{
    auto file = Connection::open(path, [key] { return key.view(); });
    if (!file) {
        qWarning("%s", qPrintable(file.error().detail));
        return {};
    }
    return readable(*file);
}

UnlockedKeys unlockedKeys(Deployment& deployment, const QString& store, const QString& login)
{
    qputenv("PROHORI_NO_KEYCHAIN", "1");
    qputenv("XDG_STATE_HOME", deployment.path(u"state"_s).toUtf8());
    SystemKeychain keychain;
    const auto password = readPasswordFile(deployment.passwordFile(login));
    const auto keys = waitFor(unlockKeys(store, login, *password, keychain, SystemClock()));
    if (!keys)
        qFatal("%s", qPrintable(keys.error().detail));
    return *keys;
}

QByteArray storeContent(Deployment& deployment, const QString& login)
{
    const QString store = deployment.store(login);
    return databaseContent(store + u"/store.db"_s, unlockedKeys(deployment, store, login).slot.dataKey);
}

QByteArray hubContent(Deployment& deployment)
{
    QFile file(deployment.path(u"hub/hub.key"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray raw = file.readAll();
    constexpr size_t kKey = 32;
    return databaseContent(deployment.path(u"hub/hub.db"_s),
                           SecretBytes::copyOf(
                               {reinterpret_cast<const unsigned char*>(raw.constData()), kKey}));
}

QByteArray fileContent(const QString& folder)
{
    QByteArray all;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        QFile file(walk.next());
        if (file.open(QIODevice::ReadOnly))
            all += withUnpacked(file.readAll());
    }
    return all;
}

}  // namespace prohori
