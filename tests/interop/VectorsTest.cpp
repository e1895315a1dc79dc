// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cbor.h"
#include "core/directory/Authority.h"
#include "core/directory/SealedItems.h"
#include "core/secrets/HeaderFile.h"
#include "core/secrets/KeyHeader.h"
#include "sync/wire/Messages.h"
#include "tests/support/Places.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kStartMs = 1'795'406'400'000;

SecretBytes secretOf(char byte)
{
    QByteArray bytes(kKeyBytes, byte);
    return SecretBytes::takeFrom(bytes);
}

SecretBytes textSecret(QByteArray text)
{
    return SecretBytes::takeFrom(text);
}

SigningKey keyOf(char seed)
{
    return *SigningKey::fromSeed(secretOf(seed));
}

template <typename Id>
Id idOf(char byte)
{
    return Id::fromBytes(QByteArray(Id::kSize, byte));
}

}  // namespace

/// The published vectors of SEC-03 as the product sees them; check_vectors.py proves the same ones without a line of it.
class VectorsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        for (const QString& name : {u"sync/PROTOCOL.md"_s, u"tests/interop/VECTORS.md"_s}) {
            QFile page(inSource(name));
            QVERIFY(page.open(QIODevice::ReadOnly));
            m_text += QString::fromUtf8(page.readAll());
        }
    }

    void statementsAreMadeAnew()
    {
        const SigningKey invite = keyOf(0x22), person = keyOf(0x23);
        const HubCertificate hub{HubId::fromBytes(keyOf(1).publicKey()), boxOf(0x25).publicKey(), u"Hub"_s,
                                 QByteArray(32, 0x26), Instant::fromMs(kStartMs)};
        compare(u"hub certificate"_s, Statement::make(m_authority, hub, m_key).bytes());
        const Statement invited = invitation(invite);
        compare(u"invitation"_s, invited.bytes());
        const Statement joined =
            Statement::make(m_authority,
                            PersonCertificate{invited.id(), person.publicKey(), boxOf(0x24).publicKey(),
                                              Instant::fromMs(kStartMs + 1000)},
                            invite);
        compare(u"person certificate"_s, joined.bytes());
        const Statement replica = Statement::make(m_authority,
                                                  ReplicaCertificate{joined.id(),
                                                                     idOf<ReplicaId>(2),
                                                                     keyOf(2).publicKey(),
                                                                     {},
                                                                     Instant::fromMs(kStartMs + 1000)},
                                                  person);
        compare(u"replica certificate"_s, replica.bytes());
        compare(u"confirmation"_s,
                Statement::make(m_authority, ConfirmationStatement{joined.id(), {}}, m_key).bytes());
        compare(u"revocation"_s,
                Statement::make(
                    m_authority,
                    RevocationStatement{12, {{idOf<ReplicaId>(2), 2}}, Instant::fromMs(kStartMs + 5000), {}},
                    m_key)
                    .bytes());
        Invitation file{m_authority,
                        invited.bytes(),
                        invite,
                        u"https://hub.example:8443"_s,
                        {Statement::make(m_authority, hub, m_key).bytes()},
                        QByteArray(32, 0x26)};
        compare(u"invitation file"_s, *file.toFile({}));
        QVERIFY(Invitation::fromFile(vector(u"invitation file"_s), {}));
    }

    /// Authority, invitation, person, replica; then two changes of it, one after the other.
    void theCertificatePathHolds()
    {
        Directory directory(m_authority);
        for (const QString& name : {u"replica certificate"_s, u"person certificate"_s, u"invitation"_s}) {
            const auto statement = Statement::decode(vector(name));
            QVERIFY2(statement && directory.add(*statement), qPrintable(name));
        }
        const auto first = change(u"first change"_s), second = change(u"second change"_s);
        for (const auto& one : {first, second})
            QCOMPARE(checkAuthor(directory, one), Refusal::None);
        QCOMPARE(checkChain(first, 0, {}), Refusal::None);
        QCOMPARE(checkChain(second, 1, first.id()), Refusal::None);
        QCOMPARE(second.body().parents, QList<ChangeId>{first.id()});
        const auto revoked = Statement::decode(vector(u"revocation"_s));
        QVERIFY(revoked && directory.add(*revoked));
        QVERIFY(!directory.isRevoked(first.body().author, first.body().replica, 2));
        QVERIFY(directory.isRevoked(first.body().author, first.body().replica, 3));
    }

    void theIdentityValueOpens()
    {
        const auto sealed = change(u"first change"_s);
        const RecordKeys keys = openRecordKeys(sealed.body().creation->sealedKeys, {boxOf(0x24)});
        QVERIFY(keys.sensitive.equals(secretOf(0x2a)) && keys.identifying.equals(secretOf(0x2b)));
        const RecordKeys half = openRecordKeys(sealed.body().creation->sealedKeys, {boxOf(0x27)});
        QVERIFY(half.sensitive.equals(secretOf(0x2a)) && half.identifying.isEmpty());
        const auto opened = openItems(sealed, keys);
        QVERIFY(opened);
        QCOMPARE(opened->size(), 1);
        QCOMPARE(opened->cbegin().value(), Cbor(u"রহিমা"_s));
        QCOMPARE(opened->cbegin().key(), vector(u"identity tag"_s));
    }

    void theSealedCreationOpens()
    {
        const auto sealed = change(u"sealed creation"_s);
        const RecordKeys half = openRecordKeys(sealed.body().creation->sealedKeys, {boxOf(0x27)});
        QVERIFY(!half.sensitive.isEmpty() && half.identifying.isEmpty());
        for (const char reader : {char(0x24), char(0x28)}) {
            const RecordKeys keys = openRecordKeys(sealed.body().creation->sealedKeys, {boxOf(reader)});
            QVERIFY(keys.identifying.equals(secretOf(0x2b)) && keys.sensitive.equals(half.sensitive));
            const auto opened = openItems(sealed, keys);
            QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
            QCOMPARE(opened->size(), 1);
            QCOMPARE(opened->cbegin().value(), Cbor(u"রহিমা"_s));
            QCOMPARE(opened->cbegin().key(), vector(u"following tag"_s));
        }
    }

    void messagesThatTellOfBackupsAreMadeAnew()
    {
        SyncRequest request;
        request.hub = HubId::fromBytes(keyOf(1).publicKey());
        request.replica = idOf<ReplicaId>(2);
        request.person = idOf<CertificateId>(3);
        request.requestCounter = 41;
        request.headCounter = 7;
        request.head = idOf<ChangeId>(4);
        request.cursors = {{u"41"_s, 1234}};
        request.statementCursor = 9;
        request.earlier = {idOf<ReplicaId>(0x0e)};
        request.setBack = QByteArray(WireSetBack::kIdBytes, 0x0f);
        const QByteArray asked = request.encode(keyOf(2));
        compare(u"backup request"_s, asked);
        SyncAnswer answer;
        answer.hub = request.hub;
        answer.requestHash = blake2b(asked);
        answer.hubTime = Instant::fromMs(kStartMs + 123);
        answer.statementCursor = 9;
        answer.knownCounter = 7;
        answer.knownHead = request.head;
        answer.safeCounter = 5;
        answer.earlier = {{idOf<ReplicaId>(0x0e), 3, idOf<ChangeId>(4)}};
        answer.setBack = WireSetBack{QByteArray(WireSetBack::kIdBytes, 0x1f), {{u"41"_s, 1200}}, 7};
        compare(u"backup answer"_s, answer.encode(keyOf(1)));
    }

    void theSlotOpens()
    {
        const auto copy = encodeHeaderCopy({1, vector(u"key header"_s)});
        QVERIFY(copy);
        const auto header = KeyHeader::fromBytes({}, *copy);
        QVERIFY(header);
        const auto opened = header->open(u"rahima"_s, textSecret("a password for a vector"), secretOf(0x2e));
        QVERIFY(opened);
        QVERIFY(opened->dataKey.equals(secretOf(0x2c)) && opened->person.signing.seed().equals(secretOf(0x23))
                && opened->person.box.secret().equals(secretOf(0x24)));
        QVERIFY(!header->open(u"rahima"_s, textSecret("another password"), secretOf(0x2e)));
    }

private:
    static BoxKey boxOf(char secret) { return *BoxKey::fromSecret(secretOf(secret)); }

    Statement invitation(const SigningKey& invite) const
    {
        InvitationStatement invited;
        invited.inviteKey = invite.publicKey();
        invited.person = 12;
        invited.login = u"rahima"_s;
        invited.name = u"Rahima Khatun"_s;
        invited.role = Role::Recorder;
        invited.scope = u"41"_s;
        invited.numberBlock = 7;
        invited.validFrom = Instant::fromMs(kStartMs);
        invited.validUntil = Instant::fromMs(kStartMs + 14 * 86'400'000ll);
        invited.scopeKeys = {{u"41"_s, 1, boxOf(0x28).publicKey()},
                             {kNationalScope, 1, boxOf(0x27).publicKey()}};
        return Statement::make(m_authority, invited, m_key);
    }

    QByteArray vector(const QString& name) const
    {
        const QRegularExpression block(u"`%1`\\s+```\\s+([0-9a-f\\s]+)```"_s.arg(name));
        return QByteArray::fromHex(block.match(m_text).captured(1).toLatin1());
    }

    void compare(const QString& name, const QByteArray& made) const
    {
        QVERIFY2(!made.isEmpty() && vector(name) == made,
                 qPrintable(u"%1 is now %2"_s.arg(name, QString::fromLatin1(made.toHex()))));
    }

    Change change(const QString& name) const
    {
        const auto parts = Cbor::decode(vector(name));
        if (!parts || parts->toArray().size() != 2)
            qFatal("%s is no signed change", qPrintable(name));
        return *Change::decode(parts->toArray()[0].toBytes(), parts->toArray()[1].toBytes());
    }

    QString m_text;
    SigningKey m_key = keyOf(0x21);
    AuthorityInfo m_authority{AuthorityId::fromBytes(m_key.publicKey()), u"Vector authority"_s, false};
};

QTEST_GUILESS_MAIN(VectorsTest)
#include "VectorsTest.moc"
