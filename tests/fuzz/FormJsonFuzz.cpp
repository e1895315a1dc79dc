// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"
#include "forms/definition/CanonicalJson.h"
#include "forms/definition/CaseForm.h"

#include <QCryptographicHash>
#include <QJsonObject>

#include <cstdint>
#include <cstdlib>

using namespace prohori;

/// Reads any bytes as form.json (REL-46), and again with the hash that would fit. What was read must be written as it was.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    if (const auto asItIs = readFormJson(bytes); !asItIs && asItIs.error().detail.isEmpty())
        std::abort();
    const auto json = readJson(bytes);
    if (!json || !json->isObject())
        return 0;
    QJsonObject object = json->toObject();
    object.remove(QStringLiteral("hash"));
    const QByteArray hash = QCryptographicHash::hash(canonicalJson(object), QCryptographicHash::Sha256);
    object.insert(QStringLiteral("hash"), QString::fromLatin1(hash.toHex()));
    const auto package = readFormJson(canonicalJson(object));
    if (!package)
        return package.error().detail.isEmpty() ? std::abort(), 0 : 0;
    readCaseForm(*package);
    const QByteArray written = writeFormJson(**package);
    const auto again = readFormJson(written);
    if (!again || writeFormJson(**again) != written)
        std::abort();
    return 0;
}
