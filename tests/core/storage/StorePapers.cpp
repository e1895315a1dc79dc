// SPDX-License-Identifier: GPL-3.0-or-later
#include "StorePapers.h"

#include <QBuffer>

namespace prohori {

namespace {
constexpr quint32 kPapers = 16, kFileField = 1606, kShareAllowed = 1610;
}  // namespace

QList<Item> paperItems(Store& store, SeededRandom& random, qint64 plainBytes, bool mayLeave)
{
    QByteArray plain = random.bytes(plainBytes);
    QBuffer from(&plain);
    from.open(QIODevice::ReadOnly);
    QByteArray key = random.bytes(kKeyBytes);
    const auto manifest = store.attachmentFiles().add(from, SecretBytes::takeFrom(key));
    if (!manifest)
        qFatal("%s", qPrintable(manifest.error().detail));
    const RowId row = RowId::fromBytes(random.bytes(RowId::kSize));
    QList<Item> items{AddRowItem{kPapers, row, {}}};
    if (mayLeave)
        items.append(SetItem{{kPapers, row, kShareAllowed}, FieldValue::plain(QStringLiteral("true")), {}});
    AttachItem item;
    item.key = {kPapers, row, kFileField};
    item.contentHash = manifest->id.toBytes();
    item.bytes = manifest->plainBytes;
    item.pieceHashes = manifest->pieceHashes;
    item.mediaType = QStringLiteral("application/pdf");
    items.append(item);
    return items;
}

}  // namespace prohori
