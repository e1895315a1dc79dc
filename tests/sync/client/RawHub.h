// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QUrl>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

namespace prohori {

/// A key and a certificate that it signed for itself, for a host that nobody asks for.
struct TlsIdentity {
    /// @param from,until days from today
    explicit TlsIdentity(int from = -1, int until = 30)
    {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_EC_gen("P-256"), EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
        constexpr long kDay = 24L * 60 * 60;
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), from * kDay);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), until * kDay);
        X509_set_pubkey(made.get(), pair.get());
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("somewhere.invalid"), -1, -1, 0);
        X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
        X509_sign(made.get(), pair.get(), EVP_sha256());
        certificate = QSslCertificate(pem([&](BIO* out) { PEM_write_bio_X509(out, made.get()); }));
        key = QSslKey(pem([&](BIO* out) {
                          PEM_write_bio_PrivateKey(out, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
                      }),
                      QSsl::Ec);
    }

    template <typename Write>
    static QByteArray pem(const Write& write)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
        write(out.get());
        char* text = nullptr;
        const long size = BIO_get_mem_data(out.get(), &text);
        return QByteArray(text, size);
    }

    QSslCertificate certificate;
    QSslKey key;
};

/// A server as raw as can be: counts what arrives inside the TLS stream, and answers a whole request with the bytes it was given.
class RawHub final : public QTcpServer {
public:
    explicit RawHub(std::optional<TlsIdentity> itsTls = {}) : tls(std::move(itsTls))
    {
        listen(QHostAddress::LocalHost);
    }

    QUrl url() const
    {
        QUrl address;
        address.setScheme(tls ? QStringLiteral("https") : QStringLiteral("http"));
        address.setHost(QStringLiteral("127.0.0.1"));
        address.setPort(serverPort());
        return address;
    }
    static QByteArray http(int status, const QByteArray& body, const QByteArray& headers = {})
    {
        return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\n" + headers
             + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }

    std::optional<TlsIdentity> tls;
    QSsl::SslProtocol protocol = QSsl::TlsV1_3OrLater;
    QByteArray reply = http(200, "fine");
    bool hangUp = false;    ///< after the reply
    int hangUpUnheard = 0;  ///< so many requests get no byte of an answer, but the end of the line
    QByteArray heard;       ///< everything that came, decrypted
    int connections = 0;
    int ended = 0;

protected:
    void incomingConnection(qintptr handle) override
    {
        ++connections;
        auto* socket = new QSslSocket(this);
        socket->setSocketDescriptor(handle);
        connect(socket, &QSslSocket::readyRead, this, [this, socket] { hear(*socket); });
        connect(socket, &QSslSocket::disconnected, this, [this] { ++ended; });
        if (!tls)
            return;
        QSslConfiguration own = QSslConfiguration::defaultConfiguration();
        own.setProtocol(protocol);
        socket->setSslConfiguration(own);
        socket->setLocalCertificate(tls->certificate);
        socket->setPrivateKey(tls->key);
        socket->startServerEncryption();
    }

private:
    void hear(QSslSocket& socket)
    {
        const QByteArray came = socket.readAll();
        if (hangUpUnheard > 0) {
            --hangUpUnheard;
            m_request.clear();
            socket.abort();
            return;
        }
        heard += came;
        m_request += came;
        const qsizetype head = m_request.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        qsizetype length = 0;
        for (const QByteArray& line : m_request.left(head).split('\n')) {
            if (line.toLower().startsWith("content-length:"))
                length = line.mid(15).trimmed().toLongLong();
        }
        if (m_request.size() < head + 4 + length)
            return;
        m_request.clear();
        socket.write(reply);
        if (hangUp)
            socket.disconnectFromHost();
    }

    QByteArray m_request;
};

}  // namespace prohori
