// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/BackupKeeper.h"
#include "app/desktop/HomePage.h"
#include "core/storage/DiskSpace.h"
#include "tests/app/desktop/Room.h"
#include "tests/app/station/TestOffice.h"

#include <QElapsedTimer>
#include <QFileDialog>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace prohori;

namespace {
constexpr int kPatienceMs = 30'000;
constexpr qint64 kNoticedMs = 100;
constexpr int kMostRounds = 100'000;
constexpr int kSidebar = 208, kHeaderAndStatus = 96;  ///< of the window around the page, at letters of 100 %
}  // namespace

/// What a person sees of the backups that the station makes by itself (REL-15), and that they keep nobody waiting.
class BackupsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_office.join(u"officer"_s, Role::Recorder, u"41"_s);
        Station& station = m_office.at(u"officer"_s);
        CaseDesk desk(station);
        QVERIFY(desk.create(m_office.practiceCase(station, 1)));
        m_session = std::make_unique<Session>(m_office.take(u"officer"_s));
    }

    void theFirstPageTellsOfThem()
    {
        HomePage page(*m_session);
        page.resize(kSmallScreen);
        page.show();
        const QLabel& text = *page.findChild<QLabel*>(u"safetyText"_s);
        QVERIFY2(text.text().contains(u"There is no backup on this computer yet."_s),
                 qPrintable(text.text()));
        QVERIFY(backups().isDue());
        QSignalSpy changed(&keeper(), &BackupKeeper::changed);
        keeper().makeNow();
        QVERIFY2(keeper().isWorking(), "it is made on another thread");
        QVERIFY(changed.wait(kPatienceMs));
        QVERIFY2(text.text().contains(u"Last backup on this computer: "_s), qPrintable(text.text()));
        QVERIFY(!backups().isDue());
        const auto last = backups().lastGood();
        QVERIFY(last);
        QVERIFY(BackupShelf::verify(last->file));
        QCOMPARE(station().store().journalEntries(1).value(0).event, qint64(JournalEvent::BackupMade));
        QCOMPARE(station().info()[u"last_backup"_s].toString(), last->made.toIso());
        const QString pictures = qEnvironmentVariable("PROHORI_PICTURES");
        if (!pictures.isEmpty())
            page.grab().save(pictures + u"/backups.png"_s);
    }

    void nobodyWaitsForOne()
    {
        // The slowest thing on the thread of the windows while one is made: saving and tidying go on.
        QSignalSpy changed(&keeper(), &BackupKeeper::changed);
        keeper().makeNow();
        qint64 slowest = 0;
        int rounds = 0;
        while (keeper().isWorking() && rounds < kMostRounds) {
            QElapsedTimer took;
            took.start();
            QVERIFY(station().store().checkpoint(true));
            QCoreApplication::sendPostedEvents(&keeper());
            slowest = std::max(slowest, took.elapsed());
            ++rounds;
        }
        QVERIFY(changed.count() > 0 || changed.wait(kPatienceMs));
        QVERIFY(rounds > 0);
        // Waiting for the reader would take seconds; a loaded machine is given ten times as long as a person notices.
        QVERIFY2(slowest < 10 * kNoticedMs, qPrintable(QString::number(slowest)));
    }

    void whatFailedIsSaidAndDoneAgain()
    {
        m_office.clock.advance(std::chrono::hours(21));
        QVERIFY(backups().isDue());
        const QString shelf = backups().shelf().folder();
        QVERIFY(QDir().rename(shelf, shelf + u"-aside"_s));
        QFile inTheWay(shelf);
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        make();
        QVERIFY2(said().contains(u"The backup was not made"_s), qPrintable(said()));
        QVERIFY(inTheWay.remove() && QDir().rename(shelf + u"-aside"_s, shelf));
        make();
        QVERIFY2(!said().contains(u"not made"_s), qPrintable(said()));
        QVERIFY(!backups().isDue());
    }

    void aSecondPlaceIsNoFolderBesideTheStore()
    {
        // Practice is not asked; whoever presses the keys may name one.
        QVERIFY(!backups().asksForSecondPlace());
        HomePage page(*m_session);
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QTest::keyClick(&page, Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = page.findChild<QFileDialog*>(u"secondPlaceDialog"_s);
        QVERIFY(dialog);
        const QString beside = QFileInfo(station().folder()).absolutePath();
        emit dialog->fileSelected(beside);
        const QLabel& message = *page.findChild<QLabel*>(u"taskMessage"_s);
        QVERIFY2(message.text().contains(u"on the same disk"_s), qPrintable(message.text()));
        QVERIFY(backups().secondPlace().isEmpty());
        QTemporaryDir other(u"/dev/shm/second-XXXXXX"_s);
        const auto set = backups().setSecondPlace(other.path());
        QVERIFY2(set || set.error().hint == u"same-disk"_s || set.error().code == ErrorCode::NotFound,
                 qPrintable(set ? QString() : set.error().detail));
        if (!set)
            return;
        QVERIFY(backups().isSecondPlaceBehind());
        make();
        QVERIFY(!backups().isSecondPlaceBehind());
        QCOMPARE(backups().secondShelf()->list().size(), 1);
        QVERIFY2(said().contains(u"Last backup at the second place"_s), qPrintable(said()));
        m_office.clock.advance(std::chrono::hours(24 * 8));
        QVERIFY(other.remove());
        make();
        QVERIFY2(said().contains(u"put the stick in"_s), qPrintable(said()));
        QCOMPARE(backups().toJson(true)[u"second"_s].toObject()[u"there"_s].toBool(), false);
        QVERIFY(backups().setSecondPlace({}));
    }

    void aSecondPlaceIsAskedForOnceAWeek()
    {
        TestOffice office(true);
        StationBackups asking(office.join(u"officer"_s, Role::Recorder, u"41"_s));
        QVERIFY(asking.asksForSecondPlace());
        QVERIFY(asking.noteAsked());
        QVERIFY2(asking.asksForSecondPlace(), "all of that day");
        for (const int hours : {25, 24 * 3, 24 * 2}) {
            office.clock.advance(std::chrono::hours(hours));
            QVERIFY(!asking.asksForSecondPlace());
        }
        office.clock.advance(std::chrono::hours(24));
        QVERIFY(asking.asksForSecondPlace());
    }

    /// Each sentence about backups that there is, all of it readable in each of the eight looks: no backup, one that failed and the disk that all
    /// lies on, a second place that is behind.
    void theSentencesHaveRoomOnASmallScreen()
    {
        TestOffice office(true);
        office.join(u"officer"_s, Role::Recorder, u"41"_s);
        Session session(office.take(u"officer"_s));
        StationBackups& backups = session.backups().backups();
        inEveryLook(session, u"none"_s,
                    {"There is no backup on this computer yet.", "on this computer alone"});

        const QString shelf = backups.shelf().folder();
        QVERIFY(QDir().rename(shelf, shelf + u"-aside"_s) || !QFileInfo::exists(shelf));
        QFile inTheWay(shelf);
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        make(session.backups());
        inEveryLook(session, u"failed"_s, {"The backup was not made"});

        QVERIFY(inTheWay.remove());
        QTemporaryDir other(u"/dev/shm/second-XXXXXX"_s);
        if (!backups.setSecondPlace(other.path()))
            return;  // the same disk: no second place
        make(session.backups());
        inEveryLook(session, u"made"_s,
                    {"Last backup on this computer: ", "Last backup at the second place: "});
        office.clock.advance(std::chrono::hours(24 * 8));
        inEveryLook(session, u"behind"_s, {"had no backup for a week"});
    }

private:
    /// The page as it stands in its window, beside the sidebar and below the header.
    void inEveryLook(Session& session, const QString& name, const QList<const char*>& told)
    {
        Look::each([&](const QString& lookName, const QString& language, const QString& theme, int percent) {
            const Look look(language, theme, percent);
            HomePage page(session);
            page.resize(kSmallScreen - QSize(Theme::px(kSidebar), Theme::px(kHeaderAndStatus)));
            page.show();
            settle();
            picture(page, u"backups-%1-%2"_s.arg(name, lookName));
            const QLabel& text = *page.findChild<QLabel*>(u"safetyText"_s);
            for (const char* part : language == u"en"_s ? told : QList<const char*>())
                QVERIFY2(text.text().contains(QLatin1String(part)), qPrintable(text.text()));
            QCOMPARE(lookName + whatIsCut(page), lookName);
        });
    }
    BackupKeeper& keeper() { return m_session->backups(); }
    StationBackups& backups() { return keeper().backups(); }
    Station& station() { return m_session->station(); }
    QString said() { return keeper().sentences().join(u'\n'); }
    void make() { make(keeper()); }
    static void make(BackupKeeper& keeper)
    {
        QSignalSpy changed(&keeper, &BackupKeeper::changed);
        keeper.makeNow();
        QVERIFY(changed.count() > 0 || changed.wait(kPatienceMs));
    }

    TestOffice m_office;
    std::unique_ptr<Session> m_session;
};

QTEST_MAIN(BackupsTest)
#include "BackupsTest.moc"
