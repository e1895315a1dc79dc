// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/LookProgram.h"
#include "tests/app/desktop/DesktopFixture.h"
#include "tests/app/desktop/Room.h"
#include "tests/support/Places.h"

#include <QComboBox>
#include <QDir>
#include <QTableWidget>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Sticks by two presses from the page, there and back again, without a line: real files, and the hub's own program reads them (SEC-76, SEC-80, SEC-81).
class StickTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        setLookProgram(inBin(u"prohori-look"_s));
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub() && d.startHub());
        QVERIFY(d.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(d.addStation(u"chief"_s, u"district_reviewer"_s, u"41"_s));
        for (const QString& who : {u"anika"_s, u"chief"_s})
            QCOMPARE(d.sync(who).exit, 0);
        for (const QString& who : {u"anika"_s, u"chief"_s})
            QVERIFY(d.confirm(who));
        for (const QString& who : {u"anika"_s, u"chief"_s})
            QCOMPARE(d.sync(who).exit, 0);
        d.stopHub();
        QVERIFY(QDir().mkdir(stick()));
        const Ran filled = d.ctl({u"practice"_s, u"fill"_s, d.store(u"anika"_s), u"--cases"_s, u"3"_s,
                                  u"--seed"_s, u"31"_s, u"--json"_s},
                                 u"anika"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_ref = filled.array()[0][u"local_ref"_s].toString();
        const Ran attached =
            d.ctl({u"case"_s, u"attach"_s, d.store(u"anika"_s), filled.array()[0][u"id"_s].toString(),
                   d.writeFile(u"statement.txt"_s, "what the witness said"), u"--type"_s, u"fir"_s},
                  u"anika"_s);
        QVERIFY2(attached.exit == 0, attached.err);
    }

    void aStickToTheHubAndItsAnswerBack()
    {
        auto screen = open(u"anika"_s);
        screen->key(Qt::Key_W, Qt::AltModifier);
        QVERIFY(screen->waitFor([&] { return screen->seen(u"stickDialog"_s) != nullptr; }));
        // No stick was seen yet: it says what is missing.
        QVERIFY(!screen->seen(u"okButton"_s)->isEnabled());
        QVERIFY(!screen->text(u"whyNotOk"_s).isEmpty());
        QVERIFY(screen->silentControls().isEmpty());
        QVERIFY(screen->tabTo(u"stickFolder"_s));
        screen->type(stick());
        QCOMPARE(screen->text(u"stickReceiver"_s), u"The Ministry's server"_s);
        lookAt(*screen, u"write"_s);
        screen->key(Qt::Key_Return);
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"Written for the Ministry's server"_s),
                 qPrintable(screen->everything()));
        QVERIFY(screen->text(u"syncOutcome"_s).contains(u"not sent until"_s));
        QVERIFY2(screen->text(u"syncOutcome"_s).contains(u"1 paper of these"_s),
                 qPrintable(screen->text(u"syncOutcome"_s)));
        QCOMPARE(rows(*screen), 3);
        QVERIFY(screen->text(u"syncLines"_s).contains(m_ref));
        QVERIFY(!screen->text(u"statusStates"_s).startsWith(u"Not sent: 0 ·"_s));
        lookAt(*screen, u"written"_s);
        m_toHub = onlyFile();
        const Ran taken =
            m_fixture.deployment.hubTool({u"bundle"_s, u"read"_s, m_fixture.deployment.path(u"hub"_s),
                                          m_toHub, u"--answer"_s, answer(), u"--json"_s});
        QVERIFY2(taken.exit == 0, taken.err);
        read(*screen, answer());
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"confirmed by the server"_s),
                 qPrintable(screen->everything()));
        QVERIFY2(screen->text(u"syncOutcome"_s).contains(u"1 paper of this station is at headquarters"_s),
                 qPrintable(screen->text(u"syncOutcome"_s)));
        QVERIFY(screen->text(u"statusStates"_s).startsWith(u"Not sent: 0 ·"_s));
        QCOMPARE(rows(*screen), 3);
        QVERIFY(screen->rowWith(u"syncLines"_s, {m_ref, u"confirmed"_s}) >= 0);
        lookAt(*screen, u"read"_s);
        // Once more: nothing happens, and that is said.
        read(*screen, answer());
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"changed nothing"_s),
                 qPrintable(screen->text(u"syncOutcome"_s)));
    }

    /// The folder is remembered: one press opens, the next writes.
    void twoPressesAreEnough()
    {
        auto screen = open(u"anika"_s);
        const int before = screen->keys();
        screen->key(Qt::Key_W, Qt::AltModifier);
        // A button that is pressed by its letter is seen to go down first.
        QVERIFY(screen->waitFor([&] { return screen->seen(u"stickDialog"_s) != nullptr; }));
        QTRY_COMPARE(screen->focusName(), u"okButton"_s);
        screen->key(Qt::Key_Return);
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"Written for"_s), qPrintable(screen->everything()));
        QCOMPARE(screen->keys() - before, 2);
        QCOMPARE(files().size(), 2);
    }

    void aStickForAColleagueOpensThereOnly()
    {
        Deployment& d = m_fixture.deployment;
        QCOMPARE(d.ctl({u"practice"_s, u"fill"_s, d.store(u"anika"_s), u"--cases"_s, u"1"_s, u"--seed"_s,
                        u"32"_s},
                       u"anika"_s)
                     .exit,
                 0);
        QString file;
        {
            auto screen = open(u"anika"_s);
            screen->key(Qt::Key_W, Qt::AltModifier);
            QVERIFY(screen->waitFor([&] { return screen->seen(u"stickDialog"_s) != nullptr; }));
            QVERIFY(screen->tabTo(u"stickReceiver"_s));
            screen->key(Qt::Key_Down);
            QVERIFY2(screen->text(u"stickReceiver"_s).startsWith(u"Test chief"_s),
                     qPrintable(screen->text(u"stickReceiver"_s)));
            QVERIFY(screen->press(u"okButton"_s));
            QVERIFY(screen->waitForText(u"syncOutcome"_s, u"Written for Test chief"_s));
            file = files().filter(u"chief"_s).value(0);
            // Her own stick is for somebody else.
            read(*screen, file);
            QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"for somebody else"_s),
                     qPrintable(screen->text(u"syncOutcome"_s)));
            lookAt(*screen, u"refused"_s);
        }
        auto screen = open(u"chief"_s);
        read(*screen, damaged(file));
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"damaged"_s),
                 qPrintable(screen->text(u"syncOutcome"_s)));
        QVERIFY(screen->text(u"receiptBox"_s).isEmpty()
                || !screen->text(u"receiptBox"_s).contains(u"Stick"_s));
        read(*screen, m_toHub);
        QVERIFY(screen->waitForText(u"syncOutcome"_s, u"for somebody else"_s));
        read(*screen, file);
        QVERIFY2(screen->waitForText(u"syncOutcome"_s, u"Read from anika"_s),
                 qPrintable(screen->text(u"syncOutcome"_s)));
        QCOMPARE(rows(*screen), 1);
        QVERIFY(screen->openRow(u"syncLines"_s, {u"received"_s}));
        QCOMPARE(screen->text(u"pageTitle"_s), u"Case"_s);
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
        screen->press(u"writeStickButton"_s);
        QWidget* dialog = screen->seen(u"stickDialog"_s);
        QVERIFY(dialog);
        settle();
        lookAt(*screen, QString::fromUtf8(QTest::currentDataTag()));
        const QString cut = whatIsCut(*dialog);
        QVERIFY2(cut.isEmpty(), qPrintable(cut));
        QVERIFY(dialog->width() <= kSmallScreen.width() && dialog->height() <= kSmallScreen.height());
        screen->key(Qt::Key_Escape);
        QVERIFY(!screen->seen(u"stickDialog"_s));
    }

private:
    QString stick() const { return m_fixture.deployment.path(u"stick"_s); }
    QString answer() const { return m_fixture.deployment.path(u"answer.bundle"_s); }
    QStringList files() const
    {
        QStringList paths;
        for (const QString& name : QDir(stick()).entryList(QDir::Files | QDir::Hidden))
            paths.append(QDir(stick()).filePath(name));
        return paths;
    }
    QString onlyFile() const { return files().size() == 1 ? files().first() : QString(); }
    QString damaged(const QString& path) const
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read");
        QByteArray bytes = file.readAll();
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        QFile other(m_fixture.deployment.path(u"damaged.bundle"_s));
        if (!other.open(QIODevice::WriteOnly) || other.write(bytes) != bytes.size())
            qFatal("cannot write");
        return other.fileName();
    }
    std::unique_ptr<DesktopDriver> open(const QString& who, const LookSettings& look = {})
    {
        auto screen = m_fixture.start(who, look);
        if (!screen->unlock(m_fixture.password(who)))
            qFatal("the station does not open");
        screen->key(Qt::Key_5, Qt::ControlModifier);
        return screen;
    }
    static int rows(DesktopDriver& screen)
    {
        return static_cast<QTableWidget*>(screen.seen(u"syncLines"_s))->rowCount();
    }
    static void read(DesktopDriver& screen, const QString& file)
    {
        screen.key(Qt::Key_R, Qt::AltModifier);
        QVERIFY(screen.waitFor([&] { return screen.seen(u"stickFileDialog"_s) != nullptr; }));
        screen.key(Qt::Key_A, Qt::ControlModifier);
        screen.type(file);
        screen.key(Qt::Key_Return);
        QVERIFY(screen.waitFor([&] { return screen.seen(u"stickFileDialog"_s) == nullptr; }));
    }
    static void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/stick-"_s + name + u".png"_s));
    }

    DesktopFixture m_fixture;
    QString m_ref, m_toHub;
};

QTEST_MAIN(StickTest)
#include "StickTest.moc"
