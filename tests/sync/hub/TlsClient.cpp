// SPDX-License-Identifier: GPL-3.0-or-later
#include "TlsClient.h"

#include <QHostAddress>
#include <QUrl>

namespace prohori {

QByteArray post(const QByteArray& body, const QByteArray& headers)
{
    return "POST /v1/sync HTTP/1.1\r\nHost: hub\r\n" + headers
         + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray get(const QByteArray& path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: hub\r\n\r\n";
}

Client::Client(const QString& url, const QString& from, QSsl::SslProtocol protocol)
{
    const QUrl place(url);
    m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_socket.setProtocol(protocol);
    if (!from.isEmpty() && !m_socket.bind(QHostAddress(from)))
        qFatal("cannot bind to %s", qPrintable(from));
    m_socket.connectToHost(place.host(), quint16(place.port()));
    m_good = m_socket.waitForConnected(kLimitMs);
    if (m_good && place.scheme() == u"https"_s) {
        m_socket.startClientEncryption();
        m_good = m_socket.waitForEncrypted(kLimitMs);
    }
}

void Client::write(const QByteArray& bytes)
{
    m_socket.write(bytes);
    while (m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite() > 0
           && m_socket.waitForBytesWritten(kLimitMs)) {
    }
}

int Client::status()
{
    while (!m_said.contains("\r\n\r\n") && m_socket.waitForReadyRead(kLimitMs))
        m_said += m_socket.readAll();
    m_said += m_socket.readAll();
    if (!m_said.contains("\r\n\r\n"))
        return 0;
    const qsizetype end = m_said.indexOf("\r\n\r\n") + 4;
    head = m_said.left(end);
    const qsizetype at = head.indexOf("Content-Length: ") + 16;
    const qsizetype size = head.mid(at, head.indexOf('\r', at) - at).toInt();
    while (m_said.size() < end + size && m_socket.waitForReadyRead(kLimitMs))
        m_said += m_socket.readAll();
    body = m_said.mid(end, size);
    m_said.remove(0, end + size);
    return head.mid(9, 3).toInt();
}

int Client::ask(const QByteArray& bytes)
{
    write(bytes);
    return status();
}

bool Client::isHungUp()
{
    return m_socket.state() == QAbstractSocket::UnconnectedState || m_socket.waitForDisconnected(kLimitMs);
}

Client::~Client() = default;

}  // namespace prohori
