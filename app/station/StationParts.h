// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/Station.h"

namespace prohori {

/// What a Station holds. Inside of app/station only: Station.cpp has the person's work, StationHub.cpp what concerns hub and authority.
struct Station::Private {
    QString folder;
    UnlockedKeys keys;
    const Clock* clock = nullptr;
    std::unique_ptr<Store> store;
    std::unique_ptr<FormEngine> engine;
    CertificateId certificate;
    PersonInfo me;

    Result<> remintAs(const ReplicaId& replaced);
    Result<> vouch();
    Result<> findMe();
};

}  // namespace prohori
