// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PaperLook.h"
#include "core/base/LookProgram.h"
#include "tests/app/desktop/OfficeFixture.h"
#include "tests/app/desktop/Room.h"
#include "tests/support/Places.h"

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
        setLookProgram(inBin(u"prohori-look"_s));
        QVERIFY2(m_fixture.open(OfficeFixture::officeOfTwo()) && m_fixture.fill(u"officer"_s, 2, 21),
                 m_fixture.why());
        m_id = m_fixture.ids()[0];
        m_ref = m_fixture.refs()[0];
        m_bareRef = m_fixture.refs()[1];
        QImage scan(900, 1200, QImage::Format_RGB32);
        scan.fill(Qt::white);
        QPainter painter(&scan);
        painter.fillRect(100, 100, 700, 60, Qt::darkBlue);
        painter.end();
        m_scan = m_fixture.deployment.path(u"fir scan.png"_s);
        QVERIFY(scan.save(m_scan));
        const QStringList dated{u"--title"_s, u"First page"_s, u"--made"_s, u"2026-01-05"_s, u"--json"_s};
        const Ran attached = run({u"attach"_s}, QStringList{m_scan, u"--type"_s, u"fir"_s} + dated);
        QVERIFY2(attached.exit == 0, attached.err);
    }

    /// The command line adds, lists and writes out, and says no in a sentence.
    void theCommandLineKnowsThem()
    {
        QCOMPARE(run({u"attach"_s}, {m_scan, u"--type"_s, u"nonsense"_s}).exit, 1);
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
        QVERIFY(!screen->seen(u"papersPane"_s) && screen->seen(u"caseTitle"_s));
    }

    void theyHaveRoomInEveryLook_data() { addLooks(); }
    /// On a small screen in large letters they take the form's place; the same key and Esc give it back.
    void theyHaveRoomInEveryLook()
    {
        auto screen = openInLook();
        QWidget* pane = screen->seen(u"papersPane"_s);
        QCOMPARE(screen->window().size(), kSmallScreen);
        lookAt(*screen, QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(whatIsCut(*pane), QString());
        QCOMPARE(halfRow(*screen), QString());
        QFETCH(const int, percent);
        QCOMPARE(screen->seen(u"navigator"_s) != nullptr, percent == 100);
        QCOMPARE(screen->focusName(), u"papersTable"_s);
        screen->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!screen->seen(u"papersPane"_s) && screen->seen(u"navigator"_s));
        QVERIFY(screen->seen(u"navigator"_s)->parentWidget()->isAncestorOf(screen->focus()));
        screen->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(pane->isAncestorOf(screen->focus()));
        screen->key(Qt::Key_Escape);
        QVERIFY(!screen->seen(u"papersPane"_s) && screen->seen(u"navigator"_s));
        // Who goes to a question goes to the form.
        screen->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        screen->key(Qt::Key_F8);
        QVERIFY(screen->seen(u"navigator"_s));
    }

    /// The supervisor reads what waits in the queue itself: form and papers, case after case.
    void theQueueShowsThemBesideTheForm()
    {
        waitInTheQueue();
        auto chief = start(u"chief"_s, {});
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(goTo(*chief, m_ref));
        QVERIFY(chief->waitForText(u"reviewPapers"_s, u"2 paper"_s));
        QVERIFY(!chief->seen(u"papersPane"_s));
        chief->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(chief->seen(u"papersPane"_s) && chief->seen(u"navigator"_s));
        QVERIFY(!chief->seen(u"addPaperButton"_s) && !chief->seen(u"caseTitle"_s));
        QVERIFY(chief->text(u"reviewHeading"_s).contains(m_ref));
        // The second names nobody: it is shown as soon as it is chosen, the first one not without a reason.
        auto* picture = qobject_cast<QLabel*>(chief->seen(u"paperPicture"_s));
        const auto isShown = [&] { return !picture->pixmap(Qt::ReturnByValue).isNull(); };
        chief->key(Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(), 20'000);
        lookAt(*chief, u"queue"_s);
        chief->key(Qt::Key_Up);
        QVERIFY(!isShown());
        chief->key(Qt::Key_Return);
        QVERIFY(chief->seen(u"okButton"_s));
        chief->key(Qt::Key_Space);
        chief->key(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(), 20'000);
        // To the form and back, on to the case without papers, which shows nothing but a line, and back to the list.
        QWidget* pane = chief->seen(u"papersPane"_s);
        chief->key(Qt::Key_Escape);
        QVERIFY(!pane->isAncestorOf(chief->focus()) && chief->seen(u"papersPane"_s));
        chief->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(pane->isAncestorOf(chief->focus()));
        const bool isFirst = chief->text(u"reviewHeading"_s).contains(u"(1 of 2)"_s);
        chief->key(isFirst ? Qt::Key_Down : Qt::Key_Up, Qt::AltModifier);
        QVERIFY(chief->text(u"reviewHeading"_s).contains(m_bareRef));
        QVERIFY(chief->text(u"reviewPapers"_s).contains(u"no papers"_s));
        QVERIFY(!chief->seen(u"papersPane"_s) && chief->seen(u"navigator"_s));
        chief->key(isFirst ? Qt::Key_Down : Qt::Key_Up, Qt::AltModifier);
        QVERIFY(chief->text(u"reviewMessage"_s).contains(isFirst ? u"last case"_s : u"first case"_s));
        QCOMPARE(chief->silentControls(), QStringList());
        chief->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(chief->focusName(), u"reviewTable"_s);
        QVERIFY(!chief->seen(u"navigator"_s));
    }

    void theQueueHasRoomInEveryLook_data() { addLooks(); }
    void theQueueHasRoomInEveryLook()
    {
        QFETCH(const int, percent);
        waitInTheQueue();
        auto chief = start(u"chief"_s, look());
        chief->window().resize(kSmallScreen);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(goTo(*chief, m_ref));
        chief->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(chief->seen(u"papersPane"_s));
        chief->key(Qt::Key_Down);
        auto* picture = qobject_cast<QLabel*>(chief->seen(u"paperPicture"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!picture->pixmap(Qt::ReturnByValue).isNull(), 20'000);
        QCOMPARE(chief->window().size(), kSmallScreen);
        lookAt(*chief, u"queue-"_s + QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(whatIsCut(*chief->seen(u"papersPane"_s)), QString());
        QCOMPARE(whatIsCut(*chief->seen(u"reviewHeading"_s)->parentWidget()->parentWidget()), QString());
        QCOMPARE(halfRow(*chief), QString());
        QVERIFY(picture->height() >= 150);
        QCOMPARE(chief->seen(u"navigator"_s) != nullptr, percent == 100);
        chief->key(Qt::Key_Escape);
        QVERIFY(chief->seen(u"navigator"_s));
        QCOMPARE(chief->seen(u"papersPane"_s) != nullptr, percent == 100);
        chief->key(Qt::Key_Escape);
        QCOMPARE(chief->focusName(), u"reviewTable"_s);
    }

private:
    static void addLooks()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        Look::each([](const QString& name, const QString& language, const QString& theme, int percent) {
            QTest::newRow(qPrintable(name)) << language << theme << percent;
        });
    }
    static LookSettings look()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        QFETCH(const int, percent);
        LookSettings look;
        look.language = language;
        look.theme = theme;
        look.textPercent = percent;
        return look;
    }
    std::unique_ptr<DesktopDriver> openInLook()
    {
        auto screen = open(look());
        screen->window().resize(kSmallScreen);
        settle();
        return screen;
    }
    /// The first row of the list, where not all of it is to be seen.
    static QString halfRow(DesktopDriver& screen)
    {
        const auto* table = qobject_cast<QTableWidget*>(screen.seen(u"papersTable"_s));
        const QRect row = table->visualItemRect(table->item(0, 1));
        return table->viewport()->rect().contains(row)
                 ? QString()
                 : u"%1 to %2 of %3"_s.arg(row.top()).arg(row.bottom()).arg(table->viewport()->height());
    }
    /// Both cases are handed in, the one with papers has a second one that names nobody, and the supervisor has them. Once for all.
    void waitInTheQueue()
    {
        if (std::exchange(m_waits, true))
            return;
        const QStringList nobody{m_scan,     u"--type"_s, u"other"_s,      u"--title"_s,
                                 u"A map"_s, u"--made"_s, u"2026-01-06"_s, u"--names-nobody"_s};
        const Ran second = run({u"attach"_s}, nobody);
        QVERIFY2(second.exit == 0, second.err);
        for (const int which : {0, 1}) {
            const Ran handed = m_fixture.onCase(u"officer"_s, u"submit"_s, which);
            QVERIFY2(handed.exit == 0, handed.err);
        }
        syncBoth();
    }
    void syncBoth() { QVERIFY2(m_fixture.syncAll(), m_fixture.why()); }
    std::unique_ptr<DesktopDriver> start(const QString& who, const LookSettings& look)
    {
        auto screen = m_fixture.start(who, look);
        if (!screen->unlock(m_fixture.password(who)))
            qFatal("the station does not open");
        return screen;
    }
    /// To a row of the queue, without opening it.
    static bool goTo(DesktopDriver& chief, const QString& reference)
    {
        const int wanted = chief.rowWith(u"reviewTable"_s, {reference});
        const auto* table = qobject_cast<QAbstractItemView*>(chief.focus());
        for (int i = 0; table && i < 3 && table->currentIndex().row() != wanted; ++i)
            chief.key(table->currentIndex().row() < wanted ? Qt::Key_Down : Qt::Key_Up);
        return table && wanted >= 0 && table->currentIndex().row() == wanted;
    }
    std::unique_ptr<DesktopDriver> open(const LookSettings& look)
    {
        auto screen = start(u"officer"_s, look);
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

    OfficeFixture m_fixture;
    QString m_id, m_ref, m_bareRef, m_scan;
    bool m_waits = false;
};

QTEST_MAIN(PapersTest)
#include "PapersTest.moc"
