// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/DesktopFixture.h"
#include "tests/app/desktop/Room.h"
#include "tests/support/FreePort.h"
#include "tests/support/PdfText.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QTableWidget>
#include <QTcpSocket>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// Stands where the hub is looked for and passes everything on, up to a number of bytes: then nothing moves any more.
class StallingLine {
public:
    bool listen(int port, int hub)
    {
        m_hub = hub;
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { take(); });
        return m_server.listen(QHostAddress::LocalHost, static_cast<quint16>(port));
    }
    qint64 mostUp = std::numeric_limits<qint64>::max();
    qint64 passedUp = 0;

private:
    void take()
    {
        QTcpSocket* here = m_server.nextPendingConnection();
        auto* there = new QTcpSocket(here);
        there->connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_hub));
        const auto up = [this, here, there] {
            const QByteArray bytes = here->read(std::max<qint64>(0, mostUp - passedUp));
            passedUp += bytes.size();
            there->write(bytes);
        };
        QObject::connect(here, &QTcpSocket::readyRead, there, [there, up] {
            if (there->state() == QAbstractSocket::ConnectedState)
                up();
        });
        QObject::connect(there, &QTcpSocket::connected, here, up);
        QObject::connect(there, &QTcpSocket::readyRead, here,
                         [here, there] { here->write(there->readAll()); });
        QObject::connect(there, &QTcpSocket::disconnected, here, [here] { here->disconnectFromHost(); });
        QObject::connect(here, &QTcpSocket::disconnected, here, &QObject::deleteLater);
    }

    QTcpServer m_server;
    int m_hub = 0;
};

}  // namespace

/// A sync as a person sees it: before, while it runs, afterwards; by keys on the real windows with a real hub (REL-21, REL-24, REL-25, REL-28).
class SyncPageTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub() && d.startHub());
        for (const QString& who : {u"anika"_s, u"babul"_s})
            QVERIFY(d.addStation(who, u"recorder"_s, u"41"_s));
        QVERIFY(d.addStation(u"chief"_s, u"district_reviewer"_s, u"41"_s));
        for (const QString& who : kWho)
            QCOMPARE(d.sync(who).exit, 0);
        for (const QString& who : kWho)
            QVERIFY(d.confirm(who));
        const Ran filled = d.ctl({u"practice"_s, u"fill"_s, d.store(u"anika"_s), u"--cases"_s,
                                  QString::number(kCases), u"--seed"_s, u"21"_s, u"--json"_s},
                                 u"anika"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_case = filled.array()[0][u"id"_s].toString();
        m_ref = filled.array()[0][u"local_ref"_s].toString();
        m_port = d.hubPort();
    }

    void beforeItTellsWhatWaitsAndWhatNobodyCanKnow()
    {
        Deployment& d = m_fixture.deployment;
        const QJsonObject preview =
            d.ctl({u"sync"_s, d.store(u"anika"_s), u"--preview"_s, u"--json"_s}, u"anika"_s).object();
        auto screen = open(u"anika"_s);
        const QString told = screen->text(u"syncState"_s);
        for (const QString& part :
             {QString::number(preview[u"unsent"_s].toInteger()), QString::number(kCases),
              QLocale().formattedDataSize(preview[u"bytes_up"_s].toInteger(), 0,
                                          QLocale::DataSizeTraditionalFormat),
              u"not known before the line is up"_s, u"Time:"_s, u"has told of none yet"_s})
            QVERIFY2(told.contains(part), qPrintable(part + u" in "_s + told));
        QVERIFY2(screen->text(u"statusStates"_s)
                     .startsWith(u"Not sent: %1 ·"_s.arg(preview[u"unsent"_s].toInteger())),
                 qPrintable(screen->text(u"statusStates"_s)));
        QVERIFY(screen->text(u"statusStates"_s).contains(u"Safe: 0"_s));
        QVERIFY(screen->text(u"statusSafe"_s).contains(u"Last safe: none yet"_s));
        QVERIFY(screen->silentControls().isEmpty());
        lookAt(*screen, u"before"_s);
        // It is there on every page.
        screen->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(screen->seen(u"statusStates"_s) && screen->seen(u"statusSafe"_s));
    }

    // A sync begins by itself when the line comes, also while somebody is choosing a file.
    void whileASyncRunsNoStickIsReadOrWritten()
    {
        Deployment& d = m_fixture.deployment;
        d.stopHub();
        QVERIFY(d.startHub({}, freePort()));
        StallingLine line;
        QVERIFY(line.listen(m_port, d.hubPort()));
        line.mostUp = 0;
        const QString folder = d.path(u"stick"_s);
        QVERIFY(QDir().mkdir(folder));
        auto screen = open(u"anika"_s);
        const auto beginSync = [&] {
            static_cast<QAbstractButton*>(screen->seen(u"startSyncButton"_s))->click();
        };
        screen->key(Qt::Key_R, Qt::AltModifier);
        QVERIFY(screen->waitFor([&] { return screen->seen(u"stickFileDialog"_s) != nullptr; }));
        screen->key(Qt::Key_A, Qt::ControlModifier);
        screen->type(d.passwordFile(u"anika"_s));
        beginSync();
        screen->key(Qt::Key_Return);
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"the stick was not read"_s),
                 qPrintable(screen->text(u"syncOutcome"_s)));
        screen->key(Qt::Key_Escape);
        QVERIFY(screen->waitForText(u"syncOutcome"_s, u"Stopped"_s));
        QVERIFY(screen->text(u"syncOutcome"_s).contains(u"the stick was not read"_s));
        screen->key(Qt::Key_W, Qt::AltModifier);
        QVERIFY(screen->waitFor([&] { return screen->seen(u"stickDialog"_s) != nullptr; }));
        QVERIFY(screen->tabTo(u"stickFolder"_s));
        screen->type(folder);
        beginSync();
        screen->key(Qt::Key_Return);
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"nothing was written"_s),
                 qPrintable(screen->text(u"syncOutcome"_s)));
        lookAt(*screen, u"stick-while-running"_s);
        screen->key(Qt::Key_Escape);
        QVERIFY(screen->waitForText(u"syncOutcome"_s, u"Stopped"_s));
        QVERIFY(screen->text(u"syncOutcome"_s).contains(u"nothing was written"_s));
        QVERIFY(!screen->text(u"syncOutcome"_s).contains(u"the stick was not read"_s));
        QVERIFY(QDir(folder).isEmpty());
        d.stopHub();
    }

    void aSyncThatStallsIsStoppedAtOnceAndLosesNothing()
    {
        Deployment& d = m_fixture.deployment;
        d.stopHub();
        QVERIFY(d.startHub({}, freePort()));
        StallingLine line;
        QVERIFY(line.listen(m_port, d.hubPort()));
        line.mostUp = 30'000;
        {
            auto screen = open(u"anika"_s);
            const QString unsent = screen->text(u"statusStates"_s);
            screen->key(Qt::Key_F5);
            QVERIFY(screen->waitFor([&] { return line.passedUp >= line.mostUp; }));
            QVERIFY2(screen->text(u"syncState"_s).startsWith(u"Sending"_s),
                     qPrintable(screen->text(u"syncState"_s)));
            QVERIFY(!screen->seen(u"startSyncButton"_s)->isEnabled());
            QVERIFY(screen->silentControls().isEmpty());
            lookAt(*screen, u"running"_s);
            QElapsedTimer timer;
            timer.start();
            screen->key(Qt::Key_Escape);
            QVERIFY(screen->waitFor([&] { return !screen->text(u"syncOutcome"_s).isEmpty(); }));
            QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
            QVERIFY2(screen->text(u"syncOutcome"_s).startsWith(u"Stopped"_s),
                     qPrintable(screen->text(u"syncOutcome"_s)));
            QCOMPARE(screen->text(u"statusStates"_s), unsent);
            QVERIFY(screen->text(u"receiptBox"_s).contains(u"stopped"_s));
        }
        QVERIFY(isSound(u"anika"_s));
        d.stopHub();
    }

    void afterwardsThereIsALineForEachCaseThatOutlivesTheProgram()
    {
        QVERIFY(m_fixture.deployment.startHub({}, m_port));
        QString shown, lines;
        {
            auto screen = open(u"anika"_s);
            const QString said = screen->sync();
            QVERIFY2(said.startsWith(u"Done"_s), qPrintable(said));
            QCOMPARE(rows(*screen), kCases);
            QVERIFY(screen->text(u"statusStates"_s).startsWith(u"Not sent: 0 ·"_s));
            QVERIFY(!screen->text(u"statusStates"_s).contains(u"At the server: 0"_s));
            QVERIFY(screen->text(u"syncState"_s).contains(u"Time for sending"_s));
            shown = screen->text(u"receiptBox"_s);
            lines = screen->text(u"syncLines"_s);
            QVERIFY2(shown.contains(u"went through"_s) && lines.contains(m_ref), qPrintable(shown));
            lookAt(*screen, u"after"_s);
        }
        auto screen = open(u"anika"_s);
        QCOMPARE(screen->text(u"receiptBox"_s), shown);
        QCOMPARE(screen->text(u"syncLines"_s), lines);
        // The one before it by keys: it was stopped and has no lines.
        QVERIFY(screen->tabTo(u"receiptBox"_s));
        screen->key(Qt::Key_Down);
        QVERIFY(screen->text(u"receiptBox"_s).contains(u"stopped"_s));
        QCOMPARE(rows(*screen), 0);
        QVERIFY(!screen->seen(u"openReceiptCaseButton"_s)->isEnabled());
        QVERIFY(screen->silentControls().isEmpty());
    }

    void aReceiptIsPrinted()
    {
        const QString file = m_fixture.deployment.path(u"receipt.pdf"_s);
        auto screen = open(u"anika"_s);
        screen->key(Qt::Key_P, Qt::AltModifier);
        QVERIFY(screen->waitFor([&] { return screen->seen(u"receiptFileDialog"_s) != nullptr; }));
        screen->key(Qt::Key_A, Qt::ControlModifier);
        screen->type(file);
        screen->key(Qt::Key_Return);
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"receipt is in"_s), qPrintable(screen->everything()));
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QFile::copy(file, folder + u"/sync-receipt.pdf"_s);
        QFile pdf(file);
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        const QString words = pdfWords(pdf.readAll());
        QVERIFY2(words.contains(m_ref) && words.contains(u"nothing in it is real"_s), qPrintable(words));
    }

    /// Stopped while the changes of others are taken in: what was taken is whole, and the next sync goes on from there.
    void aSyncThatIsTakenInIsStoppedBetweenTwoFrames()
    {
        {
            auto screen = open(u"chief"_s);
            screen->key(Qt::Key_F5);
            QVERIFY(screen->waitFor([&] { return screen->text(u"syncState"_s).startsWith(u"Taking in"_s); }));
            screen->key(Qt::Key_Escape);
            QVERIFY(screen->waitFor([&] { return !screen->text(u"syncOutcome"_s).isEmpty(); }));
            QVERIFY2(screen->text(u"syncOutcome"_s).startsWith(u"Stopped"_s),
                     qPrintable(screen->text(u"syncOutcome"_s)));
        }
        QVERIFY(isSound(u"chief"_s));
        const auto have = m_fixture.deployment.cases(u"chief"_s).size();
        QVERIFY2(have < kCases, qPrintable(QString::number(have)));
        auto screen = open(u"chief"_s);
        QVERIFY(screen->sync().startsWith(u"Done"_s));
        QCOMPARE(rows(*screen), kCases - static_cast<int>(have));
        screen.reset();
        QCOMPARE(m_fixture.deployment.info(u"chief"_s)[u"fold_digest"_s],
                 m_fixture.deployment.info(u"anika"_s)[u"fold_digest"_s]);
        QVERIFY(isSound(u"chief"_s));
    }

    void enterOpensTheCaseAtTheFieldInConflict()
    {
        Deployment& d = m_fixture.deployment;
        QCOMPARE(d.sync(u"babul"_s).exit, 0);
        edit(u"babul"_s, u"South Thana"_s);
        edit(u"anika"_s, u"North Thana"_s);
        QCOMPARE(d.sync(u"babul"_s).exit, 0);
        auto screen = open(u"anika"_s);
        QVERIFY(screen->sync().startsWith(u"Done"_s));
        QVERIFY2(screen->rowWith(u"syncLines"_s, {m_ref, u"in conflict"_s, u"decide"_s}) == 0,
                 qPrintable(screen->text(u"syncLines"_s)));
        lookAt(*screen, u"conflict"_s);
        QVERIFY(screen->openRow(u"syncLines"_s, {m_ref}));
        QCOMPARE(screen->text(u"pageTitle"_s), u"Case"_s);
        QCOMPARE(screen->text(u"caseTitle"_s), m_ref);
        QCOMPARE(screen->focusName(), u"case.police_station"_s);
        // The button does the same.
        screen->key(Qt::Key_5, Qt::ControlModifier);
        QVERIFY(screen->press(u"openReceiptCaseButton"_s));
        QCOMPARE(screen->focusName(), u"case.police_station"_s);
    }

    void itSyncsByItselfOnlyWhenThatIsWished()
    {
        Deployment& d = m_fixture.deployment;
        edit(u"babul"_s, u"West Thana"_s);
        {
            auto screen = open(u"babul"_s);
            const auto* box = qobject_cast<QAbstractButton*>(screen->seen(u"autoSyncBox"_s));
            QVERIFY(box && !box->isChecked());
            QVERIFY(!screen->text(u"syncState"_s).contains(u"by itself"_s));
            QVERIFY(screen->press(u"autoSyncBox"_s));
            QVERIFY(screen->waitFor(
                [&] { return screen->text(u"statusStates"_s).startsWith(u"Not sent: 0 ·"_s); }));
            QVERIFY(screen->waitForText(u"syncState"_s, u"by itself, next at"_s));
            QVERIFY(screen->text(u"receiptBox"_s).contains(u"went through"_s));
        }
        // It is kept for this person; without a line it says so, once, and goes on by itself when the hub is back.
        edit(u"babul"_s, u"East Thana"_s);
        d.stopHub();
        auto screen = open(u"babul"_s);
        QVERIFY(qobject_cast<QAbstractButton*>(screen->seen(u"autoSyncBox"_s))->isChecked());
        QVERIFY(screen->waitFor([&] { return screen->text(u"receiptBox"_s).contains(u"no line"_s); }));
        QVERIFY(!screen->text(u"statusStates"_s).startsWith(u"Not sent: 0 ·"_s));
        QVERIFY(d.startHub({}, m_port));
        QVERIFY(screen->press(u"autoSyncBox"_s));
        QVERIFY(!screen->text(u"syncState"_s).contains(u"by itself"_s));
        QVERIFY(screen->press(u"autoSyncBox"_s));
        QVERIFY(
            screen->waitFor([&] { return screen->text(u"statusStates"_s).startsWith(u"Not sent: 0 ·"_s); }));
    }

    void itHasRoomOnASmallScreen_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        Look::each([](const QString& name, const QString& language, const QString& theme, int percent) {
            QTest::newRow(qPrintable(name)) << language << theme << percent;
        });
    }

    void itHasRoomOnASmallScreen()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        QFETCH(const int, percent);
        LookSettings look;
        look.language = language;
        look.theme = theme;
        look.textPercent = percent;
        auto screen = open(u"anika"_s, look);
        QVERIFY2(screen->window().width() <= kSmallScreen.width()
                     && screen->window().height() <= kSmallScreen.height(),
                 qPrintable(u"%1x%2"_s.arg(screen->window().width()).arg(screen->window().height())));
        settle();
        lookAt(*screen, QString::fromUtf8(QTest::currentDataTag()));
        const QString cut = whatIsCut(screen->window());
        QVERIFY2(cut.isEmpty(), qPrintable(cut));
        const auto* table = static_cast<QTableWidget*>(screen->seen(u"syncLines"_s));
        QVERIFY(table->viewport()->height() / table->verticalHeader()->defaultSectionSize() >= 2);
    }

private:
    static constexpr int kCases = 120;
    inline static const QStringList kWho{u"anika"_s, u"babul"_s, u"chief"_s};

    std::unique_ptr<DesktopDriver> open(const QString& who, const LookSettings& look = {})
    {
        auto screen = m_fixture.start(who, look);
        if (!screen->unlock(m_fixture.password(who)))
            qFatal("the station does not open");
        screen->key(Qt::Key_5, Qt::ControlModifier);
        if (!screen->seen(u"syncState"_s))
            qFatal("this is not the page");
        return screen;
    }
    static int rows(DesktopDriver& screen)
    {
        return static_cast<QTableWidget*>(screen.seen(u"syncLines"_s))->rowCount();
    }
    bool isSound(const QString& who)
    {
        return m_fixture.deployment.ctl({u"station"_s, u"check"_s, m_fixture.deployment.store(who)}, who).exit
            == 0;
    }
    void edit(const QString& who, const QString& station)
    {
        const Ran ran = m_fixture.deployment.ctl({u"case"_s, u"edit"_s, m_fixture.deployment.store(who),
                                                  m_case, u"--set"_s, u"case.police_station="_s + station},
                                                 who);
        if (ran.exit != 0)
            qFatal("%s", ran.err.constData());
    }
    static void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/sync-"_s + name + u".png"_s));
    }

    DesktopFixture m_fixture;
    QString m_case, m_ref;
    int m_port = 0;
};

QTEST_MAIN(SyncPageTest)
#include "SyncPageTest.moc"
