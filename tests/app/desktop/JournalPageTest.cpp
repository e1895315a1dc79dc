// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/DesktopFixture.h"
#include "tests/app/desktop/Room.h"

#include <QComboBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QTableView>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The journal on the screen, by keys alone: an auditor's of all stations, an officer's of his own (SEC-39, SEC-68). Pictures go to PROHORI_PICTURES.
class JournalPageTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub() && d.startHub());
        QVERIFY(d.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(d.addStation(u"chief"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(d.addStation(u"auditor"_s, u"auditor"_s, u"national"_s));
        const Ran filled = d.ctl({u"practice"_s, u"fill"_s, d.store(u"anika"_s), u"--cases"_s, u"2"_s,
                                  u"--seed"_s, u"9"_s, u"--json"_s},
                                 u"anika"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_case = filled.array()[0][u"id"_s].toString();
        m_ref = filled.array()[0][u"local_ref"_s].toString();
        for (const QString& reason : {u"case_work"_s, u"court"_s, u"in my own words"_s}) {
            const Ran shown = d.ctl({u"case"_s, u"show"_s, d.store(u"anika"_s), m_case, u"--identities"_s,
                                     u"--reason"_s, reason, u"--json"_s},
                                    u"anika"_s);
            QVERIFY2(shown.exit == 0, shown.err);
        }
        for (int round = 0; round < 2; ++round) {
            for (const QString& who : {u"anika"_s, u"chief"_s, u"auditor"_s})
                QVERIFY(d.sync(who).exit == 0);
        }
    }

    void anAuditorSeesTheJournalAndNoCases()
    {
        auto screen = open(u"auditor"_s);
        QVERIFY(screen->waitForText(u"pageTitle"_s, u"Journal"_s));
        for (const QString& name :
             {u"navHome"_s, u"navCases"_s, u"navReview"_s, u"navConflicts"_s, u"newCaseButton"_s})
            QVERIFY2(!screen->seen(name), qPrintable(name));
        const QString all = screen->text(u"journalTable"_s);
        QVERIFY2(all.contains(u"Opened identities"_s) && all.contains(u"Test anika"_s), qPrintable(all));
        QVERIFY2(screen->text(u"journalChain"_s).contains(u"unbroken"_s),
                 qPrintable(screen->text(u"journalChain"_s)));
        QVERIFY(screen->silentControls().isEmpty());
        // Keys of pages that he does not have lead nowhere.
        screen->key(Qt::Key_K, Qt::ControlModifier);
        screen->key(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(screen->text(u"pageTitle"_s), u"Journal"_s);
        screen->key(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(screen->text(u"pageTitle"_s), u"Sync"_s);
        screen->key(Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(screen->text(u"pageTitle"_s), u"Settings"_s);
        screen->key(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(screen->text(u"pageTitle"_s), u"Journal"_s);
        lookAt(*screen, u"auditor"_s);
    }

    void linesAreFilteredByKeys()
    {
        auto screen = open(u"auditor"_s);
        const int all = rows(*screen);
        choose(*screen, u"journalEvent"_s, u"Opened identities"_s);
        QCOMPARE(rows(*screen), 3);
        QVERIFY(screen->text(u"journalCount"_s).startsWith(u'3'));
        choose(*screen, u"journalPerson"_s, u"Test chief"_s);
        QCOMPARE(rows(*screen), 0);
        QVERIFY(!screen->seen(u"exportJournalButton"_s)->isEnabled());
        QVERIFY(screen->silentControls().isEmpty());
        choose(*screen, u"journalPerson"_s, u"Everybody"_s);
        choose(*screen, u"journalEvent"_s, u"Everything"_s);
        choose(*screen, u"journalPeriod"_s, u"Today"_s);
        QCOMPARE(rows(*screen), all);
        choose(*screen, u"journalStation"_s, u"chief"_s);
        const int ofChief = rows(*screen);
        QVERIFY(ofChief > 0 && ofChief < all);
        choose(*screen, u"journalStation"_s, u"All stations"_s);
        QVERIFY(screen->tabTo(u"journalCase"_s));
        screen->type(m_case);
        QVERIFY(screen->waitFor([&] { return rows(*screen) == 3; }));
        lookAt(*screen, u"filtered"_s);
    }

    void theLinesAreWrittenIntoAFile()
    {
        const QString file = m_fixture.deployment.path(u"lines.csv"_s);
        auto screen = open(u"auditor"_s);
        const int all = rows(*screen);
        screen->key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(screen->waitFor([&] { return screen->seen(u"journalFileDialog"_s) != nullptr; }));
        screen->key(Qt::Key_A, Qt::ControlModifier);
        screen->type(file);
        screen->key(Qt::Key_Return);
        QVERIFY2(screen->waitForText(u"journalMessage"_s, u"written into"_s),
                 qPrintable(screen->everything()));
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().count("\r\n"), all + 1);
        choose(*screen, u"journalStation"_s, u"This station"_s);
        QVERIFY2(screen->text(u"journalTable"_s).contains(u"Exported to a file"_s),
                 qPrintable(screen->text(u"journalTable"_s)));
    }

    void anOfficerSeesHisOwnStation()
    {
        auto screen = open(u"anika"_s);
        screen->key(Qt::Key_7, Qt::ControlModifier);
        QCOMPARE(screen->text(u"pageTitle"_s), u"Journal"_s);
        QVERIFY(!screen->seen(u"journalStation"_s));
        const QString all = screen->text(u"journalTable"_s);
        // At his own station with what he typed, and with the number of the case.
        QVERIFY2(all.contains(u"in my own words"_s) && all.contains(m_ref) && all.contains(u"Signed in"_s),
                 qPrintable(all));
        QVERIFY2(screen->text(u"journalChain"_s).contains(u"unbroken from line 1"_s),
                 qPrintable(screen->text(u"journalChain"_s)));
        QVERIFY(screen->tabTo(u"journalCase"_s));
        screen->type(m_ref);
        QVERIFY(screen->waitFor([&] { return rows(*screen) == 3; }));
        lookAt(*screen, u"officer"_s);
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
        for (const QString& who : {u"auditor"_s, u"anika"_s}) {
            auto screen = open(who, look);
            if (who == u"anika"_s)
                screen->key(Qt::Key_7, Qt::ControlModifier);
            QVERIFY(screen->waitFor([&] { return screen->seen(u"journalTable"_s) != nullptr; }));
            QVERIFY2(screen->window().width() <= kSmallScreen.width()
                         && screen->window().height() <= kSmallScreen.height(),
                     qPrintable(u"%1x%2"_s.arg(screen->window().width()).arg(screen->window().height())));
            settle();
            const QString cut = whatIsCut(screen->window());
            lookAt(*screen, u"%1-%2"_s.arg(who, QString::fromUtf8(QTest::currentDataTag())));
            QVERIFY2(cut.isEmpty(), qPrintable(cut));
            auto* table = static_cast<QTableView*>(screen->seen(u"journalTable"_s));
            QVERIFY(table->viewport()->height() / table->verticalHeader()->defaultSectionSize() >= 4);
        }
    }

private:
    std::unique_ptr<DesktopDriver> open(const QString& who, const LookSettings& look = {})
    {
        auto screen = m_fixture.start(who, look);
        if (!screen->unlock(m_fixture.password(who)))
            qFatal("the station does not open");
        return screen;
    }
    static int rows(DesktopDriver& screen)
    {
        return static_cast<QTableView*>(screen.seen(u"journalTable"_s))->model()->rowCount();
    }
    void choose(DesktopDriver& screen, const QString& name, const QString& text)
    {
        QVERIFY(screen.tabTo(name));
        auto* box = static_cast<QComboBox*>(screen.seen(name));
        screen.key(Qt::Key_Home);
        for (int i = 0; i < box->count() && !box->currentText().startsWith(text); ++i)
            screen.key(Qt::Key_Down);
        QVERIFY2(box->currentText().startsWith(text), qPrintable(box->currentText()));
    }
    static void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/journal-"_s + name + u".png"_s));
    }

    DesktopFixture m_fixture;
    QString m_case, m_ref;
};

QTEST_MAIN(JournalPageTest)
#include "JournalPageTest.moc"
