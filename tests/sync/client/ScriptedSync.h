// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ScriptedHub.h"

namespace prohori {

using namespace Qt::StringLiterals;

/// A desk that syncs with a hub that answers from a script; the hub knows a colleague of his.
class ScriptedSync {
protected:
    ScriptedSync();
    ~ScriptedSync();

    /// All of it anew: for init().
    void begin();

    /// What an earlier sync found that the line carries.
    void setBudget(qint64 bytes);

    SyncClient::Identity identity();

    Result<SyncSummary> sync();

    Result<SyncSummary> syncWith(const SyncClient::Identity& who);

    std::unique_ptr<TestAuthority> m_authority;
    std::unique_ptr<Desk> m_desk, m_colleague;
    std::unique_ptr<ScriptedHub> m_hub;
    int m_remints = 0;
    bool m_lingers = false;
};

}  // namespace prohori
