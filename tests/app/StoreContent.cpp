// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreContent.h"

#include "core/secrets/Password.h"
#include "core/sql/Connection.h"

#include <QDirIterator>
#include <QFile>

#include <zstd.h>

namespace prohori {

using namespace Qt::StringLiterals;

QByteArray withUnpacked(const QByteArray& blob)
{
    QByteArray all = blob;
    constexpr unsigned long long kMost = 8 * 1024 * 1024;
    static const QByteArray kMagic = QByteArray::fromHex("28b52ffd");
    for (qsizetype at = blob.indexOf(kMagic); at >= 0; at = blob.indexOf(kMagic, at + 1)) {
        const char* begin = blob.constData() + at;
        const auto rest = static_cast<size_t>(blob.size() - at);
        const size_t frame = ZSTD_findFrameCompressedSize(begin, rest);
        const unsigned long long size = ZSTD_getFrameContentSize(begin, rest);
        if (ZSTD_isError(frame) || size == ZSTD_CONTENTSIZE_ERROR)
            continue;
        QByteArray unpacked(static_cast<qsizetype>(std::min(size, kMost)), Qt::Uninitialized);
        const size_t done =
            ZSTD_decompress(unpacked.data(), static_cast<size_t>(unpacked.size()), begin, frame);
        if (!ZSTD_isError(done))
            all += withUnpacked(unpacked.left(static_cast<qsizetype>(done)));
    }
    return all;
}

namespace {

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
    return all;
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
