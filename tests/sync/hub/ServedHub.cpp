// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServedHub.h"

#include <QFile>
#include <QTest>

namespace prohori {

Holder::Holder(HubStorage& storage)
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

void Holder::letGo()
{
    {
        const std::lock_guard lock(m_guard);
        m_goes = true;
    }
    m_wake.notify_all();
}

Holder::~Holder()
{
    letGo();
    m_thread.join();
}

ServedHub::ServedHub() = default;

ServedHub::~ServedHub()
{
    stop();
}

void ServedHub::makeTls()
{
    QVERIFY(startSecrets());
    const auto made = makeTlsIdentity();
    QVERIFY(made);
    writeFile(u"tls.pem"_s, made->certificate);
    writeFile(u"tls.key"_s, made->key);
    m_certificate = QSslCertificate(made->certificate);
}

void ServedHub::makeHub()
{
    m_hub = std::make_unique<TestHub>();
    m_officer = std::make_unique<Desk>(m_hub->desk(1, u"officer"_s, Role::Recorder, u"41"_s));
}

void ServedHub::writeFile(const QString& name, const QByteArray& content)
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

HubServer::Options ServedHub::options() const
{
    HubServer::Options made;
    made.address = u"127.0.0.1"_s;
    made.certificateFile = m_folder.filePath(u"tls.pem"_s);
    made.keyFile = m_folder.filePath(u"tls.key"_s);
    return made;
}

void ServedHub::start(const std::function<void(HubServer::Options&)>& adjust)
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

void ServedHub::stop()
{
    if (m_thread.joinable()) {
        m_server->stop();
        m_thread.join();
    }
    m_server.reset();
}

void ServedHub::waitForMetric(const QByteArray& name, qint64 value)
{
    Client asking(m_url, u"127.0.0.9"_s);
    const QByteArray wanted = "\nprohori_hub_" + name + ' ' + QByteArray::number(value) + '\n';
    QTRY_VERIFY_WITH_TIMEOUT(asking.ask(get("/metrics")) == 200 && asking.body.contains(wanted), kLimitMs);
}

}  // namespace prohori
