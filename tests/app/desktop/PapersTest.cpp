// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PaperLook.h"
#include "tests/app/desktop/DesktopFixture.h"

#include <QImage>
#include <QLabel>
#include <QPainter>
#include <QTableWidget>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The papers of a case beside its form, by keys alone (SEC-86). Pictures go to PROHORI_PICTURES, where that is set.
class PapersTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        PaperLook::setProgram(QStringLiteral(PROHORI_BIN_DIR) + u"/prohori-look"_s);
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub() && d.startHub());
        QVERIFY(d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(d.sync(u"officer"_s).exit == 0 && d.confirm(u"officer"_s) && d.sync(u"officer"_s).exit == 0);
        const Ran filled = d.ctl({u"practice"_s, u"fill"_s, d.store(u"officer"_s), u"--cases"_s, u"1"_s,
                                  u"--seed"_s, u"21"_s, u"--json"_s},
                                 u"officer"_s);
        QCOMPARE(filled.exit, 0);
        m_id = filled.array()[0][u"id"_s].toString();
        m_ref = filled.array()[0][u"local_ref"_s].toString();
        QImage scan(900, 1200, QImage::Format_RGB32);
        scan.fill(Qt::white);
        QPainter painter(&scan);
        painter.fillRect(100, 100, 700, 60, Qt::darkBlue);
        painter.end();
        m_scan = d.path(u"fir scan.png"_s);
        QVERIFY(scan.save(m_scan));
    }

    /// The command line adds, lists and writes out, and says no in a sentence.
    void theCommandLineKnowsThem()
    {
        QCOMPARE(run({u"attach"_s}, {m_scan, u"--type"_s, u"nonsense"_s}).exit, 1);
        const Ran attached = run({u"attach"_s}, {m_scan, u"--type"_s, u"fir"_s, u"--json"_s});
        QVERIFY2(attached.exit == 0, attached.err);
        const Ran listed = run({u"papers"_s}, {u"--json"_s});
        QVERIFY2(listed.exit == 0, listed.err);
        const QJsonObject paper = listed.object()[u"papers"_s].toArray()[0].toObject();
        QCOMPARE(paper[u"type"_s].toString(), u"fir"_s);
        QCOMPARE(paper[u"media_type"_s].toString(), u"image/png"_s);
        QCOMPARE(paper[u"state"_s].toString(), u"here"_s);
        const QString out = m_fixture.deployment.path(u"out.png"_s);
        QVERIFY(run({u"paper"_s}, {u"1"_s, u"--out"_s, out}).exit != 0);
        QVERIFY(!QFile::exists(out));
        QCOMPARE(run({u"paper"_s}, {u"1"_s, u"--out"_s, out, u"--reason"_s, u"court"_s}).exit, 0);
        QCOMPARE(QImage(out).size(), QSize(900, 1200));
        QCOMPARE(run({u"paper"_s}, {u"2"_s, u"--out"_s, out, u"--reason"_s, u"court"_s}).exit, 1);
    }

    void aPaperIsLookedAtBesideTheForm()
    {
        auto screen = open({});
        QVERIFY(screen->text(u"papersHeading"_s).contains(u"0 of 1"_s));
        lookAt(*screen, u"list"_s);
        screen->key(Qt::Key_Return);
        screen->key(Qt::Key_Space);
        screen->key(Qt::Key_Return);
        auto* picture = qobject_cast<QLabel*>(screen->seen(u"paperPicture"_s));
        QVERIFY(picture);
        QTRY_VERIFY_WITH_TIMEOUT(!picture->pixmap(Qt::ReturnByValue).isNull(), 20'000);
        lookAt(*screen, u"open"_s);
        QVERIFY(screen->seen(u"papersPane"_s)->isVisible());
        QCOMPARE(screen->silentControls(), QStringList());
        screen->key(Qt::Key_Escape);
        QVERIFY(!screen->seen(u"papersPane"_s) || !screen->seen(u"papersPane"_s)->isVisible());
    }

    void itFitsInBanglaAndIn150Percent()
    {
        auto screen = open({u"dark"_s, 150, u"bn"_s});
        lookAt(*screen, u"bn-dark-150"_s);
        for (const QString& name : {u"addPaperButton"_s, u"openPaperButton"_s, u"removePaperButton"_s}) {
            QWidget* control = screen->seen(name);
            QVERIFY(control);
            const QRect window = control->window()->rect();
            QVERIFY2(window.contains(QRect(control->mapTo(control->window(), QPoint()), control->size())),
                     qPrintable(name));
        }
    }

private:
    std::unique_ptr<DesktopDriver> open(const LookSettings& look)
    {
        auto screen = m_fixture.start(u"officer"_s, look);
        if (!screen->unlock(m_fixture.password(u"officer"_s)))
            qFatal("the station does not open");
        screen->key(Qt::Key_2, Qt::ControlModifier);
        if (!screen->openRow(u"caseTable"_s, {m_ref}))
            qFatal("no case");
        screen->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        if (!screen->seen(u"papersPane"_s))
            qFatal("no papers");
        return screen;
    }
    Ran run(const QStringList& word, const QStringList& more)
    {
        Deployment& d = m_fixture.deployment;
        return d.ctl(QStringList{u"case"_s} + word + QStringList{d.store(u"officer"_s), m_id} + more,
                     u"officer"_s);
    }
    void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/papers-"_s + name + u".png"_s));
    }

    DesktopFixture m_fixture;
    QString m_id, m_ref, m_scan;
};

QTEST_MAIN(PapersTest)
#include "PapersTest.moc"
