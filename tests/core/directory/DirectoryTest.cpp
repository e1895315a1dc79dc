// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/Directory.h"
#include "tests/core/directory/People.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace prohori;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString idsOf(QList<CertificateId> ids)
{
    std::sort(ids.begin(), ids.end());
    QString text;
    for (const CertificateId& id : ids)
        text += id.toString() + u' ';
    return text;
}

/// Everything that a directory answers, as one text.
QString answersOf(const Directory& directory)
{
    QString text;
    for (const PersonInfo& person : directory.people())
        text += u"%1 %2 %3 %4\n"_s.arg(person.certificate.toString(), person.login)
                    .arg(person.confirmed)
                    .arg(person.revoked)
              + u"newest %1\n"_s.arg(directory.personByLogin(person.login)->certificate.toString())
              + u"keys %1\n"_s.arg(directory.confirmation(person.certificate)
                                       .value_or(ConfirmationStatement())
                                       .sealedScopeKeys.size());
    for (const ReplicaInfo& replica : directory.replicas()) {
        text +=
            replica.replica.toString() + u' ' + replica.replaces.toString() + u' ' + idsOf(replica.people);
        for (const PersonInfo& person : directory.people())
            text += QString::number(directory.isRevoked(person.certificate, replica.replica, 6))
                  + QString::number(directory.isRevoked(person.person, replica.replica, 5));
    }
    for (const HubCertificate& hub : directory.hubs())
        text += u"\nhub %1 %2"_s.arg(hub.hub.toString(), hub.name);
    for (const ScopeKey& key : directory.scopeKeys())
        text += u"\nscope %1 %2"_s.arg(key.scope).arg(key.epoch);
    QList<CertificateId> accepted;
    for (const Statement& statement : directory.statements())
        accepted.append(statement.id());
    return text + idsOf(accepted);
}

}  // namespace

class DirectoryTest : public QObject {
    Q_OBJECT

    TestAuthority m_authority;
    TestPerson m_rahim{m_authority, 1, u"rahim"_s, Role::Recorder, u"26"_s};
    TestPerson m_fatema{m_authority, 2, u"fatema"_s, Role::DistrictReviewer, u"26"_s};
    SodiumRandom m_random;

    Statement confirmationOf(const TestPerson& person, int keys = 1) const
    {
        return m_authority.sign(
            ConfirmationStatement{person.certificate.id(), QList<QByteArray>(keys, "sealed")});
    }
    Statement revocationOf(const TestPerson& person, quint64 counter,
                           std::chrono::milliseconds after = 1h) const
    {
        return m_authority.sign(
            RevocationStatement{person.person, {{person.replica, counter}}, testStart().plus(after), {}});
    }

private slots:
    // What was proved holds for these bytes, this signature and this key, and for nothing else.
    void aProvenSignatureProvesNoOther()
    {
        ChangeBody body;
        body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
        body.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-A-0001"_s, {}};
        const ChangePtr good = m_rahim.save(body);
        Directory directory(m_authority.info);
        for (const Statement& statement : m_rahim.statements())
            QVERIFY(directory.add(statement));
        const QByteArray key = directory.person(m_rahim.certificate.id())->signingKey;
        const QByteArray other = SigningKey::make().publicKey();
        QVERIFY(!isSignedBy(*good, other));
        QVERIFY(!good->isProvenBy(key));
        proveAhead(directory, *good);
        QVERIFY(good->isProvenBy(key));
        QVERIFY(isSignedBy(*good, key));
        QVERIFY(!isSignedBy(*good, other));
        QVERIFY(!good->isProvenBy({}));
        const Change copy = *good;
        QVERIFY(copy.isProvenBy(key));
        const Change bent = Change::make(good->body(), QByteArray(kSignatureBytes, 'x'));
        proveAhead(directory, bent);
        QVERIFY(!bent.isProvenBy(key));
        QCOMPARE(checkAuthor(directory, bent), Refusal::BadSignature);
        QCOMPARE(checkAuthor(directory, *good), Refusal::None);
    }

    void theChainIsTakenInAndAnswered()
    {
        Directory directory(m_authority.info);
        for (const Statement& statement : m_rahim.statements())
            QCOMPARE(*directory.add(statement), StatementVerdict::New);
        for (const Statement& statement : m_rahim.statements())
            QCOMPARE(*directory.add(statement), StatementVerdict::Known);

        const PersonInfo* rahim = directory.person(m_rahim.certificate.id());
        QVERIFY(rahim);
        QCOMPARE(rahim, directory.person(PersonId(1)));
        QCOMPARE(rahim, directory.personByLogin(u"rahim"_s));
        QCOMPARE(rahim->role, Role::Recorder);
        QCOMPARE(rahim->scope, u"26"_s);
        QCOMPARE(rahim->signingKey, m_rahim.keys.publicKey());
        QVERIFY(!rahim->confirmed && !rahim->revoked);
        QCOMPARE(directory.replica(m_rahim.replica)->people, QList<CertificateId>{m_rahim.certificate.id()});
        QVERIFY(!directory.person(PersonId(2)) && !directory.personByLogin(u"nobody"_s));

        QCOMPARE(*directory.add(confirmationOf(m_rahim)), StatementVerdict::New);
        QVERIFY(directory.person(m_rahim.certificate.id())->confirmed);
        QVERIFY(directory.confirmation(m_rahim.certificate.id()));
        QVERIFY(!directory.confirmation(m_fatema.certificate.id()));
    }

    /// Equal sets, equal answers: every order of a small set, and some of a larger one.
    void everyOrderGivesTheSameAnswers()
    {
        const QList<Statement> chain =
            m_rahim.statements() + QList{confirmationOf(m_rahim), revocationOf(m_rahim, 5)};
        compareOrders(chain, permutationsOf(chain.size()));

        const auto hub = HubId::fromBytes(QByteArray(32, 'h'));
        const QByteArray key(32, 'k');
        InvitationStatement again = invitationFor(1, u"rahim"_s, Role::Recorder, u"26"_s, m_rahim.inviteKey);
        again.validFrom = testStart().plus(2h);
        again.scopeKeys = {{u"26"_s, 2, key}};
        const Statement invitedAgain = m_authority.sign(again);
        const QList<Statement> many =
            chain + m_fatema.statements()
            + QList{invitedAgain,
                    Statement::make(m_authority.info,
                                    PersonCertificate{invitedAgain.id(), m_rahim.keys.publicKey(), key,
                                                      testStart().plus(3h)},
                                    m_rahim.inviteKey),
                    revocationOf(m_rahim, 9, 90min),
                    confirmationOf(m_rahim, 3),
                    m_fatema.vouchFor(m_rahim.replica, m_rahim.replicaKey.publicKey()),
                    m_authority.sign(HubCertificate{hub, key, u"old"_s, {}, testStart()}),
                    m_authority.sign(HubCertificate{hub, key, u"new"_s, {}, testStart().plus(1h)}),
                    m_authority.sign(RevocationStatement{
                        77, {}, testStart(), {{u"26"_s, 4, key}, {kNationalScope, 1, key}}})};
        SeededRandom random(testSeed());
        QList<QList<int>> orders;
        for (int round = 0; round < 60; ++round) {
            QList<int> order(many.size());
            std::iota(order.begin(), order.end(), 0);
            random.shuffle(order);
            orders.append(order);
        }
        compareOrders(many, orders);
    }

    /// SEC-45: each link forged, swapped, or of another kind of signer.
    void forgedLinksAreRefused_data()
    {
        const SigningKey thief = SigningKey::make();
        const auto by = [this](const StatementBody& body, const SigningKey& key) {
            return Statement::make(m_authority.info, body, key);
        };
        const auto bodyOf = [](const Statement& statement) { return statement.body(); };
        PersonCertificate swapped = std::get<PersonCertificate>(m_rahim.certificate.body());
        swapped.invitation = m_fatema.invitation.id();
        ReplicaCertificate moved = std::get<ReplicaCertificate>(m_rahim.store.body());
        moved.person = m_fatema.certificate.id();
        ReplicaCertificate rekeyed = std::get<ReplicaCertificate>(m_rahim.store.body());
        rekeyed.person = m_fatema.certificate.id();
        rekeyed.replicaKey = thief.publicKey();

        QTest::addColumn<Statement>("statement");
        QTest::addColumn<QString>("hint");
        QTest::newRow("hub by a thief")
            << by(HubCertificate{HubId::fromBytes(QByteArray(32, 'h')), QByteArray(32, 'b'), {}, {}, {}},
                  thief)
            << u"bad-signature"_s;
        QTest::newRow("invitation by a thief") << by(bodyOf(m_rahim.invitation), thief) << u"bad-signature"_s;
        QTest::newRow("invitation by an invited person")
            << by(bodyOf(m_rahim.invitation), m_fatema.keys) << u"bad-signature"_s;
        QTest::newRow("person by a thief") << by(bodyOf(m_rahim.certificate), thief) << u"bad-signature"_s;
        QTest::newRow("person by the authority")
            << by(bodyOf(m_rahim.certificate), m_authority.key) << u"bad-signature"_s;
        QTest::newRow("person under another's invitation")
            << by(swapped, m_rahim.inviteKey) << u"bad-signature"_s;
        QTest::newRow("replica by a thief") << by(bodyOf(m_rahim.store), thief) << u"bad-signature"_s;
        QTest::newRow("replica by the invite key")
            << by(bodyOf(m_rahim.store), m_rahim.inviteKey) << u"bad-signature"_s;
        QTest::newRow("replica under another person") << by(moved, m_rahim.keys) << u"bad-signature"_s;
        QTest::newRow("replica with a second key") << by(rekeyed, m_fatema.keys) << u"second-key"_s;
        QTest::newRow("confirmation by himself")
            << by(bodyOf(confirmationOf(m_rahim)), m_rahim.keys) << u"bad-signature"_s;
        QTest::newRow("revocation by a reviewer")
            << by(bodyOf(revocationOf(m_rahim, 1)), m_fatema.keys) << u"bad-signature"_s;
    }

    void forgedLinksAreRefused()
    {
        QFETCH(const Statement, statement);
        QFETCH(const QString, hint);
        // All that it could lean on is there, but for what it forges.
        Directory directory(m_authority.info);
        for (const Statement& good :
             QList{m_rahim.invitation, m_rahim.certificate, m_rahim.store} + m_fatema.statements()) {
            if (good.body().index() != statement.body().index() || hint == u"second-key"_s
                || good.id() != statement.id())
                QVERIFY(directory.add(good));
        }
        const QString before = answersOf(directory);
        const auto refused = directory.add(statement);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Refused);
        QCOMPARE(refused.error().hint, hint);
        QCOMPARE(answersOf(directory), before);
    }

    /// SEC-45: a missing link makes wait, and what comes late and wrong is dropped.
    void missingLinksWait()
    {
        Directory directory(m_authority.info);
        const Statement forged = Statement::make(m_authority.info, m_rahim.store.body(), SigningKey::make());
        QCOMPARE(*directory.add(confirmationOf(m_rahim)), StatementVerdict::Waiting);
        QCOMPARE(*directory.add(forged), StatementVerdict::Waiting);
        QCOMPARE(*directory.add(m_rahim.store), StatementVerdict::Waiting);
        QCOMPARE(*directory.add(m_rahim.store), StatementVerdict::Waiting);
        QCOMPARE(*directory.add(m_rahim.certificate), StatementVerdict::Waiting);
        QCOMPARE(directory.waiting().size(), 4);
        QVERIFY(directory.people().isEmpty() && directory.statements().isEmpty());

        QCOMPARE(*directory.add(m_rahim.invitation), StatementVerdict::New);
        QVERIFY(directory.waiting().isEmpty());
        QCOMPARE(directory.statements().size(), 4);
        QVERIFY(directory.person(m_rahim.certificate.id())->confirmed);
        QCOMPARE(directory.replica(m_rahim.replica)->replicaKey, m_rahim.replicaKey.publicKey());
    }

    void waitingHasABound()
    {
        Directory directory(m_authority.info);
        const SigningKey key = SigningKey::make();
        const ReplicaCertificate nobody{
            CertificateId::make(m_random), m_rahim.replica, QByteArray(32, 'k'), {}, {}};
        Result<StatementVerdict> last = StatementVerdict::Waiting;
        for (qsizetype i = 0; i <= Directory::kMaxWaiting && last; ++i) {
            auto other = nobody;
            other.person = CertificateId::make(m_random);
            last = directory.add(Statement::make(m_authority.info, other, key));
        }
        QVERIFY(!last);
        QCOMPARE(last.error().hint, u"too-many-waiting"_s);
        QCOMPARE(directory.waiting().size(), Directory::kMaxWaiting);
    }

    /// SEC-46: one invitation, one person. The second is told, with everything that leans on it.
    void aSecondJoinIsRefusedAndTold()
    {
        Directory directory(m_authority.info);
        QVERIFY(addAll(directory, m_rahim.statements()));
        const SigningKey thief = SigningKey::make();
        const Statement second = Statement::make(m_authority.info,
                                                 PersonCertificate{m_rahim.invitation.id(), thief.publicKey(),
                                                                   QByteArray(32, 'b'), testStart()},
                                                 m_rahim.inviteKey);
        const Statement store = Statement::make(
            m_authority.info,
            ReplicaCertificate{second.id(), ReplicaId::make(m_random), QByteArray(32, 'r'), {}, {}}, thief);
        QCOMPARE(*directory.add(store), StatementVerdict::Waiting);
        for (int again = 0; again < 2; ++again) {
            const auto refused = directory.add(second);
            QVERIFY(!refused);
            QCOMPARE(refused.error().hint, u"second-join"_s);
        }
        QCOMPARE(directory.secondJoins().size(), 1);
        QCOMPARE(directory.secondJoins().first().id(), second.id());
        QVERIFY(directory.waiting().isEmpty());
        const auto late = directory.add(store);
        QVERIFY(!late);
        QCOMPARE(late.error().hint, u"second-join"_s);
        QVERIFY(!directory.person(second.id()));
        QCOMPARE(directory.personByLogin(u"rahim"_s)->certificate, m_rahim.certificate.id());
    }

    /// SEC-46: fourteen days, with a day for a clock that is behind.
    void joiningOutsideTheValidityIsRefused_data()
    {
        QTest::addColumn<qint64>("after");
        QTest::addColumn<bool>("good");
        const auto ms = [](std::chrono::milliseconds time) { return qint64(time.count()); };
        QTest::newRow("a clock a day behind") << ms(-24h) << true;
        QTest::newRow("a clock more than a day behind") << ms(-24h - 1ms) << false;
        QTest::newRow("at once") << ms(0ms) << true;
        QTest::newRow("at the last moment") << ms(24h * 14) << true;
        QTest::newRow("a moment later") << ms(24h * 14 + 1ms) << false;
    }

    void joiningOutsideTheValidityIsRefused()
    {
        QFETCH(const qint64, after);
        QFETCH(const bool, good);
        Directory directory(m_authority.info);
        QVERIFY(directory.add(m_rahim.invitation));
        const PersonCertificate join{m_rahim.invitation.id(), m_rahim.keys.publicKey(), QByteArray(32, 'b'),
                                     testStart().plus(std::chrono::milliseconds(after))};
        const auto added = directory.add(Statement::make(m_authority.info, join, m_rahim.inviteKey));
        QCOMPARE(added.has_value(), good);
        if (!good)
            QCOMPARE(added.error().hint, u"expired-invitation"_s);
    }

    void practiceAndProductionRefuseEachOther()
    {
        AuthorityInfo real = m_authority.info;
        real.production = true;
        Directory practice(m_authority.info), production(real);
        const Statement forPractice = m_authority.sign(m_rahim.invitation.body());
        const Statement forProduction = Statement::make(real, m_rahim.invitation.body(), m_authority.key);
        QVERIFY(practice.add(forPractice));
        QVERIFY(production.add(forProduction));
        for (const auto& refused : {practice.add(forProduction), production.add(forPractice)}) {
            QVERIFY(!refused);
            QCOMPARE(refused.error().hint, u"practice-production"_s);
        }
        const TestAuthority other;
        const auto foreign = practice.add(other.sign(m_rahim.invitation.body()));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().hint, u"other-authority"_s);
    }

    /// SEC-48: a revocation names the last counter of each replica; what it does not name accepts nothing.
    void revocationEndsAtItsCounters()
    {
        Directory directory(m_authority.info);
        QVERIFY(addAll(directory, m_rahim.statements()));
        const ReplicaId other = ReplicaId::make(m_random);
        QVERIFY(directory.add(m_rahim.vouchFor(other, QByteArray(32, 'o'))));
        QVERIFY(!directory.isRevoked(m_rahim.certificate.id(), m_rahim.replica, 100));
        QVERIFY(directory.add(revocationOf(m_rahim, 5)));
        QVERIFY(directory.person(m_rahim.certificate.id())->revoked);
        QVERIFY(!directory.isRevoked(m_rahim.certificate.id(), m_rahim.replica, 5));
        QVERIFY(directory.isRevoked(m_rahim.certificate.id(), m_rahim.replica, 6));
        QVERIFY(directory.isRevoked(m_rahim.certificate.id(), other, 1));
        QVERIFY(directory.isRevoked(PersonId(1), m_rahim.replica, 6));
        QVERIFY(directory.isRevoked(PersonId(1), ReplicaId::make(m_random), 1));
        QVERIFY(!directory.isRevoked(PersonId(2), m_rahim.replica, 6));
    }

    /// Invited anew after a revocation: the new certificate counts, the old one does not come back, not on the new store either.
    void whoIsInvitedAnewStartsAnew()
    {
        Directory directory(m_authority.info);
        QVERIFY(addAll(directory, m_rahim.statements()));
        QVERIFY(directory.add(revocationOf(m_rahim, 5)));
        InvitationStatement anew = invitationFor(1, u"rahim"_s, Role::Recorder, u"27"_s, m_rahim.inviteKey);
        anew.validFrom = testStart().plus(1h);
        const Statement invitation = m_authority.sign(anew);
        const SigningKey keys = SigningKey::make();
        const Statement person = Statement::make(m_authority.info,
                                                 PersonCertificate{invitation.id(), keys.publicKey(),
                                                                   QByteArray(32, 'b'), anew.validFrom},
                                                 m_rahim.inviteKey);
        const ReplicaId replica = ReplicaId::make(m_random);
        const QByteArray replicaKey(32, 'r');
        const Statement store =
            Statement::make(m_authority.info, ReplicaCertificate{person.id(), replica, replicaKey, {}, {}},
                            keys);
        QVERIFY(addAll(directory, {invitation, person, store, m_rahim.vouchFor(replica, replicaKey)}));
        QCOMPARE(directory.personByLogin(u"rahim"_s)->certificate, person.id());
        QVERIFY(!directory.isRevoked(person.id(), replica, 1));
        QVERIFY(!directory.isRevoked(PersonId(1), replica, 1));
        QVERIFY(directory.isRevoked(m_rahim.certificate.id(), replica, 1));
    }

    void theHighestEpochOfAScopeCounts()
    {
        Directory directory(m_authority.info);
        const auto invitationWith = [&](quint32 epoch) {
            InvitationStatement invited =
                invitationFor(epoch, u"p%1"_s.arg(epoch), Role::Recorder, u"26"_s, SigningKey::make());
            invited.scopeKeys = {{u"26"_s, epoch, QByteArray(32, char(epoch))}};
            return m_authority.sign(invited);
        };
        QVERIFY(addAll(directory, {invitationWith(2), invitationWith(3), invitationWith(1)}));
        QCOMPARE(directory.scopeKey(u"26"_s)->epoch, 3U);
        QCOMPARE(directory.scopeKey(u"26"_s)->publicKey, QByteArray(32, '\3'));
        QVERIFY(!directory.scopeKey(u"27"_s));
    }

private:
    static QList<QList<int>> permutationsOf(qsizetype size)
    {
        QList<int> order(size);
        std::iota(order.begin(), order.end(), 0);
        QList<QList<int>> all;
        do {
            all.append(order);
        } while (std::next_permutation(order.begin(), order.end()));
        return all;
    }

    void compareOrders(const QList<Statement>& statements, const QList<QList<int>>& orders) const
    {
        Directory expected(m_authority.info);
        QVERIFY(addAll(expected, statements));
        QCOMPARE(expected.statements().size(), statements.size());
        for (const QList<int>& order : orders) {
            Directory directory(m_authority.info);
            for (const int at : order)
                QVERIFY(directory.add(statements[at]));
            QCOMPARE(answersOf(directory), answersOf(expected));
            // The order of statements() is one in which nothing has to wait.
            Directory again(m_authority.info);
            for (const Statement& statement : directory.statements())
                QCOMPARE(*again.add(statement), StatementVerdict::New);
        }
    }
};

QTEST_GUILESS_MAIN(DirectoryTest)
#include "DirectoryTest.moc"
