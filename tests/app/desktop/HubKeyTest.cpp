// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/DesktopFixture.h"

using namespace prohori;
using namespace Qt::StringLiterals;

/// One press of the button goes on when the hub has got a new TLS key, and does not when another hub stands in its place (SEC-52).
class HubKeyTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub());
        QVERIFY(d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(d.startHub());
        m_screen = m_fixture.start(u"officer"_s);
        QVERIFY(m_screen->unlock(m_fixture.password(u"officer"_s)));
        m_good = m_screen->sync();
        QVERIFY2(!m_good.isEmpty(), qPrintable(m_screen->everything()));
    }

    void anotherHubIsRefusedInWords()
    {
        m_fixture.deployment.stopHub();
        Deployment foreign;
        QVERIFY(foreign.makeAuthority() && foreign.makeHub());
        QVERIFY(foreign.startHub({}, m_fixture.deployment.hubPort()));
        const QString said = m_screen->sync();
        QVERIFY(!said.isEmpty());
        QVERIFY2(said != m_good, qPrintable(said));
    }

    void aHubWithANewTlsKeyIsMetAgain()
    {
        m_fixture.deployment.stopHub();
        QVERIFY(m_fixture.deployment.startHub(m_fixture.deployment.makeCertificate()));
        QCOMPARE(m_screen->sync(), m_good);
    }

private:
    DesktopFixture m_fixture;
    std::unique_ptr<DesktopDriver> m_screen;
    QString m_good;
};

QTEST_MAIN(HubKeyTest)
#include "HubKeyTest.moc"
