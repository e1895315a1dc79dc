// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/directory/Authority.h"

#include <QList>
#include <QUrl>

namespace prohori {

/** The administrator's own desk at a hub: brings the authority's statements there and fetches who has joined.

    It speaks the ordinary sync protocol as a person of role admin whose keys are derived from the authority's secret, so the hub needs
    no second door. It asks for no feed. One call is one or more requests; blocking, for programs without windows.
*/
class HubDesk {
public:
    HubDesk(Authority& authority, const QUrl& hub, const Clock& clock);

    /// Sends all statements of the authority and takes in what the hub has. Fails with Offline, Busy or Refused.
    Result<> exchange();
    /// Sentences about statements that the authority had to refuse, as a second join from one invitation: for the administrator.
    const QStringList& notices() const { return m_notices; }

private:
    Result<> introduce();

    Authority& m_authority;
    QUrl m_hub;
    const Clock& m_clock;
    SigningKey m_person, m_replica;
    ReplicaId m_replicaId;
    CertificateId m_certificate;
    QStringList m_notices;
};

}  // namespace prohori
