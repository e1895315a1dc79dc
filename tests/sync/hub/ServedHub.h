// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "TestHub.h"
#include "TlsClient.h"

#include "sync/hub/HubServer.h"
#include "sync/hub/TlsIdentity.h"

#include <QSslCertificate>
#include <QTemporaryDir>

#include <condition_variable>
#include <thread>

namespace prohori {

/// Holds the hub's storage, so that requests stay at work until it is let go.
class Holder {
public:
    explicit Holder(HubStorage& storage);
    void letGo();
    ~Holder();

private:
    std::mutex m_guard;
    std::condition_variable m_wake;
    bool m_holds = false, m_goes = false;
    std::thread m_thread;
};

/// A hub behind its real socket, over TLS, in a thread of its own. One officer of district 41 is known to it.
class ServedHub {
protected:
    ServedHub();
    ~ServedHub();

    void makeTls();
    void makeHub();
    void writeFile(const QString& name, const QByteArray& content);
    HubServer::Options options() const;
    void start(const std::function<void(HubServer::Options&)>& adjust = {});
    void stop();
    /// Until the hub's metrics have this line.
    void waitForMetric(const QByteArray& name, qint64 value);
    /// Until so many requests wait for a worker or have one.
    void waitForWorking(int count) { waitForMetric("requests_working", count); }

    QTemporaryDir m_folder;
    QSslCertificate m_certificate;
    std::unique_ptr<TestHub> m_hub;
    std::unique_ptr<Desk> m_officer;
    std::unique_ptr<HubServer> m_server;
    std::thread m_thread;
    QString m_url;
};

}  // namespace prohori
