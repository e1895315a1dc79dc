// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/TlsIdentity.h"

#include <QCryptographicHash>
#include <QFile>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* pointer) const
    {
        Free(pointer);
    }
};
using KeyPair = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<&BIO_free_all>>;

constexpr long kSerial = 1;
constexpr long kValidSeconds = 3650L * 24 * 3600;
constexpr long kVersion3 = 2;

Error failed()
{
    return {ErrorCode::Storage, u"the TLS library could not make a certificate"_s};
}

bool extend(X509* certificate, int kind, const char* value)
{
    const std::unique_ptr<X509_EXTENSION, Freed<&X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

QByteArray contentOf(const Memory& memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return QByteArray(data, static_cast<qsizetype>(size));
}

}  // namespace

Result<TlsIdentity> makeTlsIdentity()
{
    const KeyPair key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    if (!key || !certificate)
        return failed();
    X509* made = certificate.get();
    const auto* name = reinterpret_cast<const unsigned char*>("prohori-hub");
    const bool good =
        X509_set_version(made, kVersion3) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(made), kSerial) == 1
        && X509_gmtime_adj(X509_getm_notBefore(made), 0) != nullptr
        && X509_gmtime_adj(X509_getm_notAfter(made), kValidSeconds) != nullptr
        && X509_set_pubkey(made, key.get()) == 1
        && X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_UTF8, name, -1, -1, 0) == 1
        && X509_set_issuer_name(made, X509_get_subject_name(made)) == 1
        && extend(made, NID_basic_constraints, "critical,CA:FALSE")
        && extend(made, NID_key_usage, "critical,digitalSignature")
        && extend(made, NID_ext_key_usage, "serverAuth")
        && extend(made, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1")
        && X509_sign(made, key.get(), EVP_sha256()) > 0;
    const Memory certificateText(BIO_new(BIO_s_mem()));
    const Memory keyText(BIO_new(BIO_s_secmem()));
    if (!good || !certificateText || !keyText || PEM_write_bio_X509(certificateText.get(), made) != 1
        || PEM_write_bio_PKCS8PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
               != 1)
        return failed();
    return TlsIdentity{contentOf(certificateText), contentOf(keyText)};
}

Result<QByteArray> tlsPinOfFile(const QString& certificateFile)
{
    QFile file(certificateFile);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound,
                     u"cannot read the TLS certificate %1: %2"_s.arg(certificateFile, file.errorString())};
    constexpr qint64 kMostBytes = 1024 * 1024;
    const QByteArray text = file.read(kMostBytes);
    const Memory memory(BIO_new_mem_buf(text.constData(), static_cast<int>(text.size())));
    const Certificate certificate(memory ? PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr)
                                         : nullptr);
    if (!certificate)
        return Error{ErrorCode::Invalid, u"%1 holds no TLS certificate in PEM form"_s.arg(certificateFile)};
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &der);
    if (size <= 0)
        return Error{ErrorCode::Invalid,
                     u"%1 holds a TLS certificate without a public key"_s.arg(certificateFile)};
    const QByteArray pin = QCryptographicHash::hash(QByteArray(reinterpret_cast<const char*>(der), size),
                                                    QCryptographicHash::Sha256);
    OPENSSL_free(der);
    return pin;
}

}  // namespace prohori
