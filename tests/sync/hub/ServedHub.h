// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "TestHub.h"
#include "TlsClient.h"

#include "sync/hub/HubServer.h"
#include "sync/hub/TlsIdentity.h"

#include <QFile>
#include <QSslCertificate>
#include <QTemporaryDir>
#include <QTest>

#include <condition_variable>
#include <thread>

namespace prohori {

/// Holds the hub's storage, so that requests stay at work until it is let go.
class Holder {
public:
    explicit Holder(HubStorage& storage)
        : m_thread([this, &storage] {
              (void)storage.transaction([this]() -> Result<> {
                  std::unique_lock lock(m_guard);
                  m_holds = true;
                  m_wake.notify_all();
                  m_wake.wait(lock, [this] { return m_goes; });
                  return {};
              });
          })
    {
        std::unique_lock lock(m_guard);
        m_wake.wait(lock, [this] { return m_holds; });
    }
    void letGo()
    {
        {
            const std::lock_guard lock(m_guard);
            m_goes = true;
        }
        m_wake.notify_all();
    }
    ~Holder()
    {
        letGo();
        m_thread.join();
    }

private:
    std::mutex m_guard;
    std::condition_variable m_wake;
    bool m_holds = false, m_goes = false;
    std::thread m_thread;
};

/// A hub behind its real socket, over TLS, in a thread of its own. One officer of district 41 is known to it.
class ServedHub {
protected:
    ~ServedHub() { stop(); }

    void makeTls()
    {
        QVERIFY(startSecrets());
        const auto made = makeTlsIdentity();
        QVERIFY(made);
        writeFile(u"tls.pem"_s, made->certificate);
        writeFile(u"tls.key"_s, made->key);
        m_certificate = QSslCertificate(made->certificate);
    }
    void makeHub()
    {
        m_hub = std::make_unique<TestHub>();
        m_officer = std::make_unique<Desk>(m_hub->desk(1, u"officer"_s, Role::Recorder, u"41"_s));
    }
    void writeFile(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    HubServer::Options options() const
    {
        HubServer::Options made;
        made.address = u"127.0.0.1"_s;
        made.certificateFile = m_folder.filePath(u"tls.pem"_s);
        made.keyFile = m_folder.filePath(u"tls.key"_s);
        return made;
    }
    void start(const std::function<void(HubServer::Options&)>& adjust = {})
    {
        HubServer::Options wanted = options();
        if (adjust)
            adjust(wanted);
        auto opened = HubServer::open(*m_hub->hub, wanted);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
        m_server = std::move(*opened);
        m_url = m_server->url();
        m_thread = std::thread([this] { m_server->run(); });
    }
    void stop()
    {
        if (m_thread.joinable()) {
            m_server->stop();
            m_thread.join();
        }
        m_server.reset();
    }
    /// Until the hub's metrics have this line.
    void waitForMetric(const QByteArray& name, qint64 value)
    {
        Client asking(m_url, u"127.0.0.9"_s);
        const QByteArray wanted = "\nprohori_hub_" + name + ' ' + QByteArray::number(value) + '\n';
        QTRY_VERIFY_WITH_TIMEOUT(asking.ask(get("/metrics")) == 200 && asking.body.contains(wanted),
                                 kLimitMs);
    }
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
