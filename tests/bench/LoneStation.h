// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Deployment.h"

namespace prohori {

/// A sync by `prohorictl` in a process of its own, which holds nothing of the bench.
struct LoneSync {
    int received = 0;
    int sent = 0;
    double seconds = 0;  ///< with the start of the program and the work of the password
    double peak = 0;     ///< MB, from when the password was proved to the end
};

/// Throws std::runtime_error where the sync fails.
LoneSync syncAlone(Deployment& deployment, const QString& login);

}  // namespace prohori
