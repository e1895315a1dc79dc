// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/OfficeFixture.h"

#include <QComboBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QTableView>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What waits, on the first page, and cases that change hands, by keys alone. Pictures go to PROHORI_PICTURES, where that is set.
class TasksTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY2(m_fixture.open({{u"anika"_s, u"recorder"_s},
                                 {u"babul"_s, u"recorder"_s},
                                 {u"chief"_s, u"district_reviewer"_s}})
                     && m_fixture.fill(u"anika"_s, 8, 41),
                 m_fixture.why());
        m_ids = m_fixture.ids();
        m_refs = m_fixture.refs();
        for (const int which : {0, 1})
            QCOMPARE(m_fixture.onCase(u"anika"_s, u"submit"_s, which).exit, 0);
        syncAll();
        QCOMPARE(m_fixture
                     .onCase(u"chief"_s, u"return"_s, 0,
                             {u"--reason"_s, u"missing_data"_s, u"--note"_s, u"Please look again"_s})
                     .exit,
                 0);
        syncAll();
    }

    void theFirstPageTellsWhatWaitsAndEnterOpensIt()
    {
        auto anika = open(u"anika"_s);
        QVERIFY(anika->waitForText(u"taskTable"_s, m_refs[0]));
        const QString all = anika->text(u"taskTable"_s);
        QVERIFY2(all.contains(u"Returned: answer"_s) && all.contains(u"Submit the draft"_s), qPrintable(all));
        // Practice cases lie some weeks back: their drafts should have been submitted long ago.
        QVERIFY2(anika->waitForText(u"taskTable"_s, u"Tell the victim"_s), qPrintable(all));
        QVERIFY(anika->text(u"taskTable"_s).contains(u"overdue"_s));
        lookAt(*anika, u"home"_s);
        QVERIFY(anika->openRow(u"taskTable"_s, {u"Returned: answer"_s}));
        QVERIFY2(anika->everything().contains(m_refs[0]), qPrintable(anika->everything()));
    }

    void theSupervisorSeesWhatIsToBeReviewed()
    {
        auto chief = open(u"chief"_s);
        QVERIFY(chief->waitForText(u"taskTable"_s, m_refs[1]));
        const QString all = chief->text(u"taskTable"_s);
        QVERIFY2(all.contains(u"Review and decide"_s) && all.contains(u"left"_s), qPrintable(all));
        QVERIFY(!all.contains(u"Submit the draft"_s));
        lookAt(*chief, u"supervisor"_s);
    }

    void oneCaseIsOfferedAndAccepted()
    {
        {
            auto anika = open(u"anika"_s);
            goToRow(*anika, m_refs[2]);
            anika->key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
            QVERIFY2(anika->seen(u"handoverDialog"_s), qPrintable(anika->everything()));
            QVERIFY(!anika->seen(u"okButton"_s)->isEnabled());
            QVERIFY(anika->silentControls().isEmpty());
            choose(*anika, u"handoverTo"_s, u"Test babul"_s);
            QVERIFY(anika->tabTo(u"handoverNote"_s));
            anika->type(u"I am on leave"_s);
            lookAt(*anika, u"handover"_s);
            QVERIFY(anika->press(u"okButton"_s));
            QVERIFY2(anika->waitForText(u"caseListMessage"_s, u"Test babul"_s),
                     qPrintable(anika->everything()));
            QVERIFY(anika->text(u"caseTable"_s).contains(u"offered to Test babul"_s));
        }
        syncAll();
        {
            auto babul = open(u"babul"_s);
            QVERIFY(babul->waitForText(u"taskTable"_s, m_refs[2]));
            const QString all = babul->text(u"taskTable"_s);
            QVERIFY2(all.contains(u"Test anika offers you"_s) && all.contains(u"I am on leave"_s),
                     qPrintable(all));
            lookAt(*babul, u"offered"_s);
            goToTask(*babul, m_refs[2]);
            babul->key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
            QVERIFY2(babul->waitForText(u"taskMessage"_s, u"taken over"_s), qPrintable(babul->everything()));
            QVERIFY(babul->text(u"taskTable"_s).contains(u"Submit the draft"_s));
        }
        syncAll();
        auto anika = open(u"anika"_s);
        anika->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(anika->text(u"caseTable"_s).contains(u"held by Test babul"_s));
        lookAt(*anika, u"list"_s);
        goToRow(*anika, m_refs[2]);
        anika->key(Qt::Key_Return);
        anika->key(Qt::Key_H, Qt::ControlModifier);
        QVERIFY(anika->seen(u"historyDialog"_s));
        const QString history = anika->text(u"historyTable"_s);
        QVERIFY2(history.contains(u"handover proposed"_s) && history.contains(u"handover accepted"_s)
                     && history.contains(u"I am on leave"_s),
                 qPrintable(history));
    }

    void anOfferIsWithdrawnByKey()
    {
        auto anika = open(u"anika"_s);
        goToRow(*anika, m_refs[3]);
        anika->key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        choose(*anika, u"handoverTo"_s, u"Test babul"_s);
        QVERIFY(anika->press(u"okButton"_s));
        QVERIFY(anika->waitForText(u"caseListMessage"_s, u"offered"_s));
        goToRow(*anika, m_refs[3]);
        anika->key(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(anika->waitForText(u"caseListMessage"_s, u"withdrawn"_s), qPrintable(anika->everything()));
        QVERIFY(!anika->text(u"caseTable"_s).contains(u"offered to"_s));
    }

    void allCasesOfAnOfficerAreOfferedAndDeclinedTogether()
    {
        {
            auto chief = open(u"chief"_s);
            chief->key(Qt::Key_2, Qt::ControlModifier);
            chief->key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
            QVERIFY(chief->seen(u"handoverDialog"_s));
            choose(*chief, u"handoverWhat"_s, u"All cases of Test anika"_s);
            choose(*chief, u"handoverTo"_s, u"Test babul"_s);
            QVERIFY(chief->press(u"okButton"_s));
            QVERIFY2(chief->waitForText(u"caseListMessage"_s, u"offered to Test babul"_s),
                     qPrintable(chief->everything()));
            QVERIFY(chief->text(u"caseListMessage"_s).startsWith(u'7'));
            QCOMPARE(chief->text(u"caseTable"_s).count(u"offered to Test babul"_s), 7);
        }
        syncAll();
        {
            auto babul = open(u"babul"_s);
            QVERIFY(babul->waitForText(u"taskTable"_s, u"Test chief offers you"_s));
            QVERIFY(babul->tabTo(u"taskTable"_s));
            babul->key(Qt::Key_A, Qt::ControlModifier);
            babul->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
            QVERIFY2(babul->waitForText(u"taskMessage"_s, u"declined"_s), qPrintable(babul->everything()));
            QVERIFY(babul->text(u"taskMessage"_s).startsWith(u'7'));
        }
        syncAll();
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(!chief->text(u"caseTable"_s).contains(u"offered to"_s));
    }

    void itHasRoomOnASmallScreen_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        for (const QString& language : {u"en"_s, u"bn"_s}) {
            for (const QString& theme : {u"light"_s, u"dark"_s}) {
                for (const int percent : {100, 150})
                    QTest::addRow("%s-%s-%d", qPrintable(language), qPrintable(theme), percent)
                        << language << theme << percent;
            }
        }
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
        const QString name = u"%1-%2-%3"_s.arg(language, theme).arg(percent);
        auto anika = open(u"anika"_s, look);
        QVERIFY(anika->waitForText(u"taskTable"_s, m_refs[0]));
        fits(*anika);
        auto* table = static_cast<QTableView*>(anika->seen(u"taskTable"_s));
        const int rows = table->viewport()->height() / table->verticalHeader()->defaultSectionSize();
        QVERIFY2(rows >= 3, qPrintable(QString::number(rows)));
        lookAt(*anika, u"home-"_s + name);
        anika->key(Qt::Key_2, Qt::ControlModifier);
        fits(*anika);
        lookAt(*anika, u"cases-"_s + name);
        anika->key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = anika->seen(u"handoverDialog"_s);
        QVERIFY(dialog && dialog->height() <= 768 && dialog->width() <= 1366);
        lookAt(*anika, u"dialog-"_s + name);
    }

private:
    void syncAll() { QVERIFY2(m_fixture.syncAll(), m_fixture.why()); }
    std::unique_ptr<DesktopDriver> open(const QString& who, const LookSettings& look = {})
    {
        auto screen = m_fixture.start(who, look);
        if (!screen->unlock(m_fixture.password(who)))
            qFatal("the station does not open");
        return screen;
    }
    void goTo(DesktopDriver& screen, const QString& table, const QString& reference)
    {
        const int row = screen.rowWith(table, {reference});
        QVERIFY2(row >= 0, qPrintable(screen.text(table)));
        QVERIFY(screen.tabTo(table));
        screen.key(Qt::Key_Home, Qt::ControlModifier);
        for (int i = 0; i < row; ++i)
            screen.key(Qt::Key_Down);
    }
    void goToRow(DesktopDriver& screen, const QString& reference)
    {
        screen.key(Qt::Key_2, Qt::ControlModifier);
        goTo(screen, u"caseTable"_s, reference);
    }
    void goToTask(DesktopDriver& screen, const QString& reference)
    {
        goTo(screen, u"taskTable"_s, reference);
    }
    void choose(DesktopDriver& screen, const QString& name, const QString& text)
    {
        QVERIFY(screen.tabTo(name));
        auto* box = static_cast<QComboBox*>(screen.seen(name));
        for (int i = 0; i < box->count() && !box->currentText().startsWith(text); ++i)
            screen.key(Qt::Key_Down);
        QVERIFY2(box->currentText().startsWith(text), qPrintable(box->currentText()));
    }
    void fits(DesktopDriver& screen)
    {
        QVERIFY2(screen.window().width() <= 1366 && screen.window().height() <= 768,
                 qPrintable(u"%1x%2"_s.arg(screen.window().width()).arg(screen.window().height())));
    }
    void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/tasks-"_s + name + u".png"_s));
    }

    OfficeFixture m_fixture;
    QStringList m_ids, m_refs;
};

QTEST_MAIN(TasksTest)
#include "TasksTest.moc"
