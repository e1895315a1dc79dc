// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Deployment.h"

#include "app/station/StationKeys.h"
#include "core/secrets/SecretBytes.h"

#include <QByteArray>
#include <QString>

namespace prohori {

/// A blob and, where zstd frames begin at any place in it, what they unpack to.
QByteArray withUnpacked(const QByteArray& blob);
/// Everything in a database that somebody with its key can read: all columns of all tables, blobs also unpacked. Empty, with a warning,
/// when it does not open.
QByteArray databaseContent(const QString& path, const SecretBytes& key);
/// The same of the store of `login` and of the hub of a deployment.
QByteArray storeContent(Deployment& deployment, const QString& login);
QByteArray hubContent(Deployment& deployment);
/// Every file of a run, as it lies there and unpacked.
QByteArray fileContent(const QString& folder);

/// What a right password gives. Ends the program when it does not.
UnlockedKeys unlockedKeys(Deployment& deployment, const QString& store, const QString& login);

}  // namespace prohori
