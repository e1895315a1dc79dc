// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSslSocket>

namespace prohori {

using namespace Qt::StringLiterals;

inline constexpr int kLimitMs = 20'000;

QByteArray post(const QByteArray& body, const QByteArray& headers = {});

QByteArray get(const QByteArray& path);

/// A client over TLS (or plain), from an address of its own where it is given one.
class Client {
public:
    explicit Client(const QString& url, const QString& from = {},
                    QSsl::SslProtocol protocol = QSsl::TlsV1_3OrLater);
    ~Client();
    bool isGood() const { return m_good; }
    QSslSocket& socket() { return m_socket; }
    void write(const QByteArray& bytes);
    /// The status of the next answer, 0 when the hub hung up without one.
    int status();
    int ask(const QByteArray& bytes);
    bool isHungUp();

    QByteArray head, body;

private:
    QSslSocket m_socket;
    QByteArray m_said;
    bool m_good = false;
};

}  // namespace prohori
