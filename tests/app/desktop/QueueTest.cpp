// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/OfficeFixture.h"
#include "tests/app/desktop/Room.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTableView>

using namespace prohori;
using namespace Qt::StringLiterals;

/** A morning of a supervisor: forty cases wait, and by keys alone each is decided. Some he reads and approves one after the other, three go back with
    a remark, two wait for an answer to a question, and all in which nothing is open are approved in one step. Keys and time are printed. With them
    what the queue marks in a case that comes back: what was changed, from and to, and F7 goes there.
*/
class QueueTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY2(m_fixture.open(OfficeFixture::officeOfTwo()) && m_fixture.fill(u"officer"_s, kCases, 40),
                 m_fixture.why());
        m_ids = m_fixture.ids();
        m_refs = m_fixture.refs();
        for (int which = 0; which < m_ids.size(); ++which) {
            const Ran ran = m_fixture.onCase(u"officer"_s, u"submit"_s, which);
            QVERIFY2(ran.exit == 0, ran.err);
        }
        syncBoth();
    }

    void fortyCasesAreDecidedByKeysAlone()
    {
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(waiting(*chief), kCases);
        QElapsedTimer time;
        time.start();
        const int before = chief->keys();
        chief->key(Qt::Key_Return);
        for (int i = 0; i < kReturned; ++i)
            returnThis(*chief, i);
        for (int i = 0; i < kAsked; ++i)
            askAbout(*chief, i);
        for (int i = 0; i < kOneByOne; ++i)
            approveThis(*chief);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QTRY_COMPARE(waiting(*chief), kCases - kReturned - kOneByOne);
        const int single = chief->keys() - before;
        chief->key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(chief->seen(u"okButton"_s), qPrintable(chief->everything()));
        tickAll(*chief);
        QVERIFY(chief->press(u"okButton"_s));
        QVERIFY(chief->waitForText(u"reviewMessage"_s, u"approved"_s));
        // What is left is what somebody else has to do something about first.
        QTRY_VERIFY(waiting(*chief) <= kCases - kReturned - kOneByOne - kLeastTogether);
        int left = waiting(*chief);
        int further = 0;
        while (left > kAsked && further < kCases) {
            openWithoutQuestion(*chief);
            approveThis(*chief);
            ++further;
            chief->key(Qt::Key_3, Qt::ControlModifier);
            const int now = left - 1;
            QTRY_COMPARE(waiting(*chief), now);
            left = now;
        }
        QCOMPARE(left, kAsked);
        std::printf(
            "{\"queue\":%d,\"returned\":%d,\"asked\":%d,\"one_by_one\":%d,\"together\":%d,\"keys\":%d,"
            "\"keys_of_the_first\":%d,\"seconds\":%.1f}\n",
            kCases, kReturned, kAsked, kOneByOne + further, kCases - kReturned - kAsked - kOneByOne - further,
            chief->keys() - before, single, double(time.elapsed()) / 1000);
        std::fflush(stdout);
        const QJsonArray approved = m_fixture.deployment.cases(u"officer"_s, u"submitted"_s);
        QCOMPARE(approved.size(), kCases);  // nothing leaves this station before a sync
    }

    /// Only what he changed is marked; from what it was is told under the answer, and F7 goes there.
    void aCaseThatComesBackShowsWhatWasChanged()
    {
        syncBoth();
        Deployment& d = m_fixture.deployment;
        const QJsonArray returned = d.cases(u"officer"_s, u"returned"_s);
        QCOMPARE(returned.size(), kReturned);
        const QString id = returned[0][u"id"_s].toString();
        const QString reference = returned[0][u"local_ref"_s].toString();
        m_comesBack = reference;
        const QString was =
            d.ctl({u"case"_s, u"show"_s, d.store(u"officer"_s), id, u"--json"_s}, u"officer"_s)
                .object()[u"data"_s][u"case"_s][u"fir_no"_s]
                .toString();
        const Ran edited =
            d.ctl({u"case"_s, u"edit"_s, d.store(u"officer"_s), id, u"--set"_s, u"case.fir_no=4040/2026"_s},
                  u"officer"_s);
        QVERIFY2(edited.exit == 0, edited.err);
        const Ran again = d.ctl({u"case"_s, u"submit"_s, d.store(u"officer"_s), id}, u"officer"_s);
        QVERIFY2(again.exit == 0, again.err);
        syncBoth();
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(chief->openRow(u"reviewTable"_s, {reference}));
        QVERIFY2(chief->text(u"caseMessage"_s).contains(u"1 answer changed"_s),
                 qPrintable(chief->everything()));
        chief->key(Qt::Key_F7);
        QCOMPARE(chief->focusName(), u"case.fir_no"_s);
        QVERIFY2(chief->text(u"change.case.fir_no"_s).contains(was), qPrintable(chief->everything()));
        QVERIFY(chief->focus()->property("changed").toBool());
        // Nothing else is marked, and a second F7 comes round to it.
        chief->key(Qt::Key_F7);
        QCOMPARE(chief->focusName(), u"case.fir_no"_s);
    }

    void theQueueAndItsMarksHaveRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        Look::each([](const QString& name, const QString& language, const QString& theme, int percent) {
            QTest::newRow(qPrintable(name)) << language << theme << percent;
        });
    }
    void theQueueAndItsMarksHaveRoom()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        QFETCH(const int, percent);
        LookSettings look;
        look.language = language;
        look.theme = theme;
        look.textPercent = percent;
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        auto chief = open(u"chief"_s, look);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(chief->openRow(u"reviewTable"_s, {m_comesBack}));
        chief->key(Qt::Key_F7);
        QCOMPARE(chief->focusName(), u"case.fir_no"_s);
        QCOMPARE(whatIsCut(*chief->seen(u"change.case.fir_no"_s)->parentWidget()), QString());
        picture(chief->window(), u"queue-marks-"_s + name);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(chief->window().width() <= kSmallScreen.width()
                && chief->window().height() <= kSmallScreen.height());
        QCOMPARE(whatIsCut(*chief->seen(u"reviewTable"_s)->parentWidget()), QString());
        picture(chief->window(), u"queue-"_s + name);
    }

    /// An officer sees what others changed since he last had the case open, once.
    void whoOnlyLooksSeesWhatCameSince()
    {
        Deployment& d = m_fixture.deployment;
        const QJsonArray drafts = d.ctl({u"practice"_s, u"fill"_s, d.store(u"officer"_s), u"--cases"_s,
                                         u"1"_s, u"--seed"_s, u"41"_s, u"--json"_s},
                                        u"officer"_s)
                                      .array();
        const QString id = drafts[0][u"id"_s].toString();
        const QString reference = drafts[0][u"local_ref"_s].toString();
        {
            auto officer = open(u"officer"_s);
            officer->key(Qt::Key_2, Qt::ControlModifier);
            QVERIFY(officer->openRow(u"caseTable"_s, {reference}));
        }
        QCOMPARE(d.ctl({u"case"_s, u"edit"_s, d.store(u"officer"_s), id, u"--set"_s,
                        u"case.police_station=Kotwali"_s},
                       u"officer"_s)
                     .exit,
                 0);
        auto officer = open(u"officer"_s);
        officer->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(officer->openRow(u"caseTable"_s, {reference}));
        QVERIFY2(officer->text(u"caseMessage"_s).contains(u"since you looked"_s),
                 qPrintable(officer->everything()));
        officer->key(Qt::Key_F7);
        QCOMPARE(officer->focusName(), u"case.police_station"_s);
        officer->key(Qt::Key_Escape);
        officer->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(officer->openRow(u"caseTable"_s, {reference}));
        QVERIFY(!officer->text(u"caseMessage"_s).contains(u"since you looked"_s));
    }

private:
    static constexpr int kCases = 40, kReturned = 3, kAsked = 2, kOneByOne = 5, kLeastTogether = 5;

    void syncBoth() { QVERIFY2(m_fixture.syncAll(), m_fixture.why()); }
    std::unique_ptr<DesktopDriver> open(const QString& who, const LookSettings& look = {})
    {
        auto screen = m_fixture.start(who, look);
        if (!screen->unlock(m_fixture.password(who)))
            qFatal("the station does not open");
        return screen;
    }
    void goTo(DesktopDriver& screen, const QString& field)
    {
        screen.key(Qt::Key_G, Qt::ControlModifier);
        screen.type(field);
        screen.key(Qt::Key_Return);
        QCOMPARE(screen.focusName(), u"case."_s + field);
    }
    /// After a decision Alt+Down goes on to the next case of the queue.
    void next(DesktopDriver& screen) { screen.key(Qt::Key_Down, Qt::AltModifier); }
    void returnThis(DesktopDriver& screen, int number)
    {
        goTo(screen, u"fir_no"_s);
        screen.key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        screen.type(u"Number %1 looks short"_s.arg(number + 1));
        QVERIFY(screen.press(u"okButton"_s));
        screen.key(Qt::Key_R, Qt::ControlModifier);
        screen.key(Qt::Key_Space);
        QVERIFY(screen.tabTo(u"commentEdit"_s));
        screen.type(u"Please look at it"_s);
        QVERIFY(screen.press(u"okButton"_s));
        QVERIFY(screen.waitForText(u"caseMessage"_s, u"Saved here"_s));
        next(screen);
    }
    void askAbout(DesktopDriver& screen, int number)
    {
        goTo(screen, u"police_station"_s);
        screen.key(Qt::Key_Q, Qt::ControlModifier);
        screen.type(u"Which station, %1?"_s.arg(number + 1));
        QVERIFY(screen.press(u"okButton"_s));
        QVERIFY(screen.waitForText(u"caseMessage"_s, u"written down"_s));
        next(screen);
    }
    void approveThis(DesktopDriver& screen)
    {
        QVERIFY2(screen.seen(u"approveButton"_s) && screen.seen(u"approveButton"_s)->isEnabled(),
                 qPrintable(screen.everything()));
        screen.key(Qt::Key_P, Qt::ControlModifier);
        QVERIFY2(screen.seen(u"okButton"_s), qPrintable(screen.everything()));
        tickAll(screen);
        QVERIFY(screen.press(u"okButton"_s));
        QVERIFY2(screen.waitForText(u"caseMessage"_s, u"Saved here"_s), qPrintable(screen.everything()));
        next(screen);
    }
    /// Opens the first case of the queue that may be approved.
    void openWithoutQuestion(DesktopDriver& screen)
    {
        for (int row = 0; row < waiting(screen); ++row) {
            screen.key(Qt::Key_Return);
            if (screen.seen(u"approveButton"_s) && screen.seen(u"approveButton"_s)->isEnabled())
                return;
            screen.key(Qt::Key_3, Qt::ControlModifier);
            for (int down = 0; down <= row; ++down)
                screen.key(Qt::Key_Down);
        }
    }
    void tickAll(DesktopDriver& screen)
    {
        for (int i = 0; i < 12 && !screen.seen(u"okButton"_s)->isEnabled(); ++i) {
            screen.key(Qt::Key_Space);
            screen.key(Qt::Key_Down);
        }
    }
    int waiting(DesktopDriver& screen)
    {
        return static_cast<QTableView*>(screen.seen(u"reviewTable"_s))->model()->rowCount();
    }

    OfficeFixture m_fixture;
    QStringList m_ids, m_refs;
    QString m_comesBack;  ///< was returned and is submitted again
};

QTEST_MAIN(QueueTest)
#include "QueueTest.moc"
