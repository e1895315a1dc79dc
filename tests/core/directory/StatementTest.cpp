// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/Statement.h"
#include "core/secrets/PasswordLists.h"
#include "tests/core/directory/People.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kKey(32, 'k');

}  // namespace

class StatementTest : public QObject {
    Q_OBJECT

    TestAuthority m_authority;
    SodiumRandom m_random;

    QList<StatementBody> oneOfEachKind()
    {
        const auto certificate = CertificateId::make(m_random);
        const auto replica = ReplicaId::make(m_random);
        InvitationStatement invited =
            invitationFor(7, u"rahim"_s, Role::Recorder, u"26"_s, SigningKey::make());
        invited.scopeKeys = {{u"26"_s, 3, kKey}, {kNationalScope, 1, kKey}};
        return {
            HubCertificate{HubId::fromBytes(kKey), kKey, u"Hub"_s, kKey, testStart()},
            invited,
            PersonCertificate{certificate, kKey, kKey, testStart()},
            ReplicaCertificate{certificate, replica, kKey, ReplicaId::make(m_random), testStart()},
            ConfirmationStatement{certificate, {"one", "two"}},
            RevocationStatement{
                7, {{replica, 12}, {ReplicaId::make(m_random), 0}}, testStart(), {{u"26"_s, 4, kKey}}},
        };
    }

    /// An envelope as make() writes it, with one entry of the signed map exchanged.
    QByteArray exchanged(const Statement& statement, const Cbor& key, const Cbor& value) const
    {
        const Cbor envelope = *Cbor::decode(statement.bytes());
        Cbor content = *Cbor::decode(envelope.toArray()[0].toBytes());
        content.set(key, value);
        return Cbor(Cbor::Array{content.encode(), envelope.toArray()[1].toBytes()}).encode();
    }

private slots:
    void everyKindComesBackAsItWas()
    {
        QStringList kinds;
        for (const StatementBody& body : oneOfEachKind()) {
            const Statement made = m_authority.sign(body);
            const auto read = Statement::decode(made.bytes());
            QVERIFY2(read, qPrintable(statementKind(body)));
            QCOMPARE(read->bytes(), made.bytes());
            QCOMPARE(read->id(), made.id());
            QCOMPARE(read->authority(), m_authority.info.id);
            QCOMPARE(read->production(), false);
            QCOMPARE(read->body().index(), body.index());
            QVERIFY(read->isSignedBy(m_authority.key.publicKey()));
            QVERIFY(!read->isSignedBy(SigningKey::make().publicKey()));
            // Every part of the body is in the bytes: what was read and signed again is the same statement.
            QCOMPARE(m_authority.sign(read->body()).bytes(), made.bytes());
            kinds.append(statementKind(body));
        }
        QCOMPARE(kinds.join(u' '), u"hub invitation person replica confirmation revocation"_s);
    }

    /// SEC-45: no bit of a statement can change unnoticed.
    void everyFlippedBitIsFound()
    {
        for (const StatementBody& body : oneOfEachKind()) {
            const Statement made = m_authority.sign(body);
            for (qsizetype at = 0; at < made.bytes().size(); ++at) {
                const auto read = Statement::decode(withFlippedBit(made.bytes(), at, int(at % 8)));
                QVERIFY2(!read || !read->isSignedBy(m_authority.key.publicKey()),
                         qPrintable(u"%1, byte %2"_s.arg(statementKind(body)).arg(at)));
            }
        }
    }

    /// An invitation is signed for another purpose than the rest: bytes of one are refused as the other.
    void contextsAreKeptApart()
    {
        const Statement invitation = m_authority.sign(oneOfEachKind()[1]);
        const Cbor envelope = *Cbor::decode(invitation.bytes());
        const QByteArray content = envelope.toArray()[0].toBytes();
        const QByteArray wrong = m_authority.key.sign(Context::Certificate, content);
        const auto read = Statement::decode(Cbor(Cbor::Array{content, wrong}).encode());
        QVERIFY(read);
        QVERIFY(!read->isSignedBy(m_authority.key.publicKey()));
    }

    void laterVersionsAreTold_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("value");
        QTest::newRow("a later format") << 0 << 2;
        QTest::newRow("a later kind") << 1 << 7;
    }

    void laterVersionsAreTold()
    {
        QFETCH(const int, key);
        QFETCH(const int, value);
        const auto read = Statement::decode(exchanged(m_authority.sign(oneOfEachKind()[1]), key, value));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::TooNew);
    }

    void aLaterRoleIsTold()
    {
        InvitationStatement invited = invitationFor(7, u"rahim"_s, Role(40), u"26"_s, SigningKey::make());
        const auto read = Statement::decode(m_authority.sign(invited).bytes());
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::TooNew);
    }

    void badFormIsRefused_data()
    {
        const auto bytesOf = [this](const StatementBody& body) { return m_authority.sign(body).bytes(); };
        InvitationStatement invited =
            invitationFor(7, u"rahim"_s, Role::Recorder, u"26"_s, SigningKey::make());
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no CBOR") << QByteArray("garbage");
        QTest::newRow("no envelope") << Cbor(5).encode();
        QTest::newRow("no signature") << Cbor(Cbor::Array{QByteArray("x"), QByteArray("short")}).encode();
        QTest::newRow("bytes behind") << bytesOf(invited) + 'x';
        QTest::newRow("no authority") << exchanged(m_authority.sign(invited), 2, Cbor());
        QTest::newRow("no word practice") << exchanged(m_authority.sign(invited), 3, Cbor());
        QTest::newRow("no body") << exchanged(m_authority.sign(invited), 4, Cbor());
        QTest::newRow("version 0") << exchanged(m_authority.sign(invited), 0, 0);
        invited.name = QString(201, u'x');
        QTest::newRow("a name too long") << bytesOf(invited);
        invited.name = u"Rahim"_s;
        invited.person = 0;
        QTest::newRow("nobody's number") << bytesOf(invited);
        invited.person = 7;
        invited.inviteKey = "short";
        QTest::newRow("a short key") << bytesOf(invited);
        invited.inviteKey = kKey;
        invited.scopeKeys = QList<ScopeKey>(300, {u"26"_s, 1, kKey});
        QTest::newRow("too many scope keys") << bytesOf(invited);
        QTest::newRow("a null replica")
            << bytesOf(ReplicaCertificate{CertificateId::make(m_random), {}, kKey, {}, {}});
        QTest::newRow("over 64 KiB") << bytesOf(
            ConfirmationStatement{CertificateId::make(m_random),
                                  QList<QByteArray>(200, QByteArray(400, 'x'))});
    }

    void badFormIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        const auto read = Statement::decode(bytes);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Invalid);
    }

    /// SEC-47: eight words that stay the same for one key and differ for every other.
    void anAuthorityHasEightWords()
    {
        const AuthorityId id = AuthorityId::fromBytes(QByteArray(32, 'a'));
        const QStringList words = authorityWords(id);
        QCOMPARE(words.size(), 8);
        QCOMPARE(authorityWords(id), words);
        for (const QString& word : words)
            QVERIFY(isShippedWord(word.toStdString()));
        for (int bit = 0; bit < 256; ++bit) {
            const QByteArray other = withFlippedBit(id.toBytes(), bit / 8, bit % 8);
            QVERIFY(authorityWords(AuthorityId::fromBytes(other)) != words);
        }
    }
};

QTEST_GUILESS_MAIN(StatementTest)
#include "StatementTest.moc"
