// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/BundleLook.h"

#include "core/directory/Statement.h"
#include "sync/wire/BundleFile.h"

namespace prohori {

/// With the switches that open the most: whatever the receiver does with a part was done here.
static Result<> lookAtPart(const BundlePart& part)
{
    if (const auto* statements = std::get_if<BundleStatements>(&part)) {
        for (const QByteArray& bytes : *statements)
            (void)Statement::decode(bytes);
    } else if (const auto* frame = std::get_if<Frame>(&part))
        (void)unpackFrame(*frame, {}, Broken::Keep);
    return {};
}

QByteArray lookAtBundle(QIODevice& in)
{
    QByteArray key, more;
    do {
        more = in.read(kKeyBytes - key.size());
        key += more;
    } while (!more.isEmpty() && key.size() < kKeyBytes);
    if (key.size() < kKeyBytes)
        return {};
    const auto opened = inspectBundle(in, SecretBytes::takeFrom(key), lookAtPart);
    return opened ? opened->hash : QByteArray();
}

}  // namespace prohori
