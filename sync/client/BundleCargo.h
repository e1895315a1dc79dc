// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/StationBundles.h"

namespace prohori {

/// What is to go into a bundle, in this order.
struct StationBundles::Cargo {
    QList<ChangePtr> changes;
    QList<QByteArray> statements;
    BundleWanted wanted;               ///< to a hub: papers that this station lacks
    QList<AttachmentManifest> papers;  ///< whole here, the first of them first; as many as fit
};

}  // namespace prohori
