// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/Station.h"

#include <QHash>
#include <QMap>

namespace prohori {

/// What a Station holds. Inside of app/station only: Station.cpp has the person's work, StationHub.cpp what concerns hub and authority.
struct Station::Private {
    QString folder;
    UnlockedKeys keys;
    const Clock* clock = nullptr;
    std::unique_ptr<Store> store;
    FormShelfPtr forms;
    /// Engines by version, and those with choices of other versions. Made when they are asked for: reading a form is most of what it costs to
    /// open a station, and a sync needs none.
    struct Further {
        QMap<QString, QStringList> codes;
        FormEnginePtr engine;
    };
    QHash<QString, FormEnginePtr> engines;
    QHash<QString, Further> further;
    CertificateId certificate;
    PersonInfo me;

    /// @param why the journal's code for it
    Result<> remintAs(const ReplicaId& replaced, const QString& why);
    // --- StationJournal.cpp
    Result<> tellFailedUnlocks();
    Result<> tellPosture();
    Result<> forgetAttempts();
    // --- Station.cpp
    Result<> vouch();
    Result<> findMe();
};

}  // namespace prohori
