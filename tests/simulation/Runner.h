// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Steps.h"

#include <QMap>

namespace prohori {

/// How a plan ended.
struct Ended {
    QString breach;  ///< empty: every invariant held after every step and at the end
    QByteArray trace;
    QMap<Action, int> done;
    int syncs = 0;
    qint64 heapLeft = 0;  ///< bytes that were not given back when all was closed
    int steps = 0;        ///< that were run before the breach

    /// "3" of "invariant 3: …": a smaller plan has to break the same one.
    QString invariant() const { return breach.section(u':', 0, 0); }
};

/// Plants a fault of the simulated desk and authority into what is played from now on; 0: none. Those of the product's files are chosen apart.
void plantDeskFault(int number);

/// Plays a plan from the beginning in a world of its own.
Ended play(const Plan& plan);

/// Takes steps, seats and the rest away as long as the same invariant still breaks (delta debugging). Cost: some hundred plays at most.
Plan shrunk(const Plan& plan, const QString& invariant);

}  // namespace prohori
