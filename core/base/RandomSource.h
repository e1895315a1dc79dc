// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace prohori {

/// Chance is handed in. The product uses SodiumRandom (core/secrets); simulations use a seeded one.
class RandomSource {
public:
    virtual ~RandomSource() = default;
    /// `count` independent uniformly distributed bytes.
    virtual QByteArray bytes(qsizetype count) = 0;
};

}  // namespace prohori
