// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/station/StationKeys.h"
#include "tests/app/desktop/DesktopFixture.h"

#include <QComboBox>
#include <QDir>
#include <QDirIterator>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QString sentence(ErrorCode code, const QString& hint)
{
    return Words::error({code, {}, hint});
}

}  // namespace

/// What is seen before anybody is signed in, by keys alone.
class StartTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority());
        for (const QString& login : {u"ayesha"_s, u"kamal"_s}) {
            const Ran invited = d.ctl({u"authority"_s, u"invite"_s, d.path(u"authority"_s), u"--role"_s,
                                       u"recorder"_s, u"--scope"_s, u"41"_s, u"--name"_s, u"Test "_s + login,
                                       u"--login"_s, login, u"--out"_s, d.path(login + u".invitation"_s)},
                                      u"authority"_s);
            QVERIFY2(invited.exit == 0, invited.err);
        }
    }

    void joinsFromAnInvitationWithTheRulesShown()
    {
        auto screen = m_fixture.start(u"desk"_s);
        QVERIFY(screen->seen(u"invitationEdit"_s));
        QVERIFY(!whyDisabled(*screen->seen(u"joinButton"_s)).isEmpty());
        QVERIFY(screen->tabTo(u"invitationEdit"_s));
        screen->enter(invitation(u"ayesha"_s));
        QVERIFY(screen->text(u"invitedLabel"_s).contains(u"Test ayesha"_s));
        typePassword(*screen, u"newPasswordEdit"_s, u"short"_s);
        QCOMPARE(screen->text(u"passwordRules"_s), sentence(ErrorCode::Refused, u"password-too-short"_s));
        QCOMPARE(whyDisabled(*screen->seen(u"joinButton"_s)), screen->text(u"passwordRules"_s));
        typePassword(*screen, u"newPasswordEdit"_s, m_fixture.password(u"ayesha"_s));
        QVERIFY(!screen->seen(u"joinButton"_s)->isEnabled());
        typePassword(*screen, u"againEdit"_s, m_fixture.password(u"ayesha"_s));
        QVERIFY(screen->seen(u"joinButton"_s)->isEnabled());
        screen->key(Qt::Key_Return);
        QVERIFY(screen->waitFor([&] { return screen->seen(u"mainWindow"_s); }));
        QVERIFY(screen->text(u"whoWhere"_s).contains(u"Test ayesha"_s));
    }

    void refusesWhatIsNoInvitation()
    {
        auto screen = m_fixture.start(u"nothing-here"_s);
        QVERIFY(screen->tabTo(u"invitationEdit"_s));
        screen->enter(m_fixture.deployment.writeFile(u"letter.txt"_s, "Dear Sir"));
        QVERIFY(screen->text(u"startMessage"_s).contains(u"letter.txt"_s));
        QVERIFY(!screen->seen(u"joinButton"_s)->isEnabled());
        QVERIFY(!QDir(m_fixture.deployment.store(u"nothing-here"_s)).exists());
    }

    /// SEC-08, SEC-17: each cause has its own sentence, and none offers to make a new station over the one that is there.
    void tellsAWrongPasswordFromALostKeyAndFromDamage()
    {
        const QString wrong = sentence(ErrorCode::Locked, u"wrong-password"_s);
        QCOMPARE(saidTo(u"not the password at all"_s), wrong);
        const QString secret = deviceSecret();
        QVERIFY(!secret.isEmpty() && QFile::rename(secret, secret + u".away"_s));
        const QString missing = saidTo(m_fixture.password(u"ayesha"_s));
        QCOMPARE(missing, sentence(ErrorCode::Locked, u"device-secret-missing"_s));
        QVERIFY(deviceSecret().isEmpty());
        QVERIFY(QFile::rename(secret + u".away"_s, secret));

        QFile header(m_fixture.deployment.store(u"desk"_s) + u"/keys.header"_s);
        QVERIFY(header.open(QIODevice::ReadWrite));
        const QByteArray whole = header.readAll();
        QVERIFY(header.seek(0) && header.write(QByteArray(whole.size(), '\x5a')) == whole.size());
        header.flush();
        auto screen = m_fixture.start(u"desk"_s);
        QVERIFY(screen->text(u"startMessage"_s).startsWith(Words::error({ErrorCode::Damaged, {}, {}})));
        QVERIFY(!screen->seen(u"joinButton"_s));
        QVERIFY(!whyDisabled(*screen->seen(u"unlockButton"_s)).isEmpty());
        QVERIFY(screen->text(u"startMessage"_s) != wrong && screen->text(u"startMessage"_s) != missing);
        screen.reset();
        QVERIFY(header.seek(0) && header.write(whole) == whole.size());
        header.flush();
        screen = m_fixture.start(u"desk"_s);
        QVERIFY(screen->unlock(m_fixture.password(u"ayesha"_s)));
    }

    /// SEC-01: a second person gets a slot of his own, and only while a member of the station types the password.
    void aMemberLetsASecondPersonIn()
    {
        auto screen = m_fixture.start(u"desk"_s);
        QVERIFY(screen->press(u"addPersonButton"_s));
        fillSecondPerson(*screen, u"not the member's password"_s);
        screen->key(Qt::Key_Return);
        QVERIFY(screen->waitFor(
            [&] { return screen->seen(u"joinButton"_s) && screen->focusName() == u"memberPasswordEdit"_s; }));
        QCOMPARE(people(), 1);
        fillSecondPerson(*screen, m_fixture.password(u"ayesha"_s));
        screen->key(Qt::Key_Return);
        QVERIFY(screen->waitFor([&] { return screen->seen(u"mainWindow"_s); }));
        QVERIFY(screen->text(u"whoWhere"_s).contains(u"Test kamal"_s));
        QCOMPARE(people(), 2);
        screen->lock();
        QCOMPARE(qobject_cast<QComboBox*>(screen->seen(u"personBox"_s))->count(), 2);
        QVERIFY(screen->tabTo(u"personBox"_s));
        screen->key(Qt::Key_Home);
        QVERIFY(screen->unlock(m_fixture.password(u"ayesha"_s)));
        QVERIFY(screen->text(u"whoWhere"_s).contains(u"Test ayesha"_s));
    }

private:
    QString invitation(const QString& login) const
    {
        return m_fixture.deployment.path(login + u".invitation"_s);
    }

    static void typePassword(DesktopDriver& screen, const QString& field, const QString& password)
    {
        QVERIFY2(screen.tabTo(field), qPrintable(field));
        screen.key(Qt::Key_A, Qt::ControlModifier);
        screen.type(password);
    }

    void fillSecondPerson(DesktopDriver& screen, const QString& memberPassword)
    {
        QVERIFY(screen.tabTo(u"invitationEdit"_s));
        screen.key(Qt::Key_A, Qt::ControlModifier);
        screen.enter(invitation(u"kamal"_s));
        typePassword(screen, u"memberPasswordEdit"_s, memberPassword);
        typePassword(screen, u"newPasswordEdit"_s, m_fixture.password(u"kamal"_s));
        typePassword(screen, u"againEdit"_s, m_fixture.password(u"kamal"_s));
    }

    /// What the window says after this password for the only member.
    QString saidTo(const QString& password)
    {
        auto screen = m_fixture.start(u"desk"_s);
        screen->tabTo(u"passwordEdit"_s);
        screen->enter(password);
        const bool answered = screen->waitFor([&] {
            const QWidget* said = screen->seen(u"startMessage"_s);
            return said && said->property("role").toString() == u"problem"_s;
        });
        return answered ? screen->text(u"startMessage"_s) : QString();
    }

    QString deviceSecret() const
    {
        QDirIterator walk(m_fixture.deployment.path(u"state"_s), {u"device-*.secret"_s}, QDir::Files,
                          QDirIterator::Subdirectories);
        return walk.hasNext() ? walk.next() : QString();
    }

    qsizetype people() const
    {
        const auto header = KeyHeader::load(headerPath(m_fixture.deployment.store(u"desk"_s)));
        return header ? header->slotInfos().size() : 0;
    }

    DesktopFixture m_fixture;
};

QTEST_MAIN(StartTest)
#include "StartTest.moc"
