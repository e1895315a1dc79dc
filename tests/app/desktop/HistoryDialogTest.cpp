// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnnexPrint.h"
#include "forms/definition/FormDefinition.h"
#include "tests/app/desktop/OfficeFixture.h"
#include "tests/app/desktop/Room.h"
#include "tests/support/PdfText.h"

#include <QComboBox>
#include <QFileInfo>
#include <QTableView>
#include <QThreadPool>
#include <QTimer>

#include <functional>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The history of a case by keys alone: its filters, and the court annex. Pictures go to PROHORI_PICTURES, where that is set.
class HistoryDialogTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY2(m_fixture.open(OfficeFixture::officeOfTwo()) && m_fixture.fill(u"officer"_s, 1, 21),
                 m_fixture.why());
        m_id = m_fixture.ids().first();
        m_ref = m_fixture.refs().first();
        QCOMPARE(run({u"edit"_s}, {u"--set"_s, u"case.police_station=Kotwali Model"_s}, u"officer"_s), 0);
        QCOMPARE(run({u"submit"_s}, {}, u"officer"_s), 0);
        syncBoth();
        QCOMPARE(run({u"return"_s}, {u"--reason"_s, u"missing_data"_s, u"--note"_s, u"Look again"_s},
                     u"chief"_s),
                 0);
        syncBoth();
    }

    void filtersByPersonQuestionDayAndWordsLeaveWhatTheySay()
    {
        auto screen = open();
        const int all = rows(*screen);
        QVERIFY(all > 10);
        choose(*screen, u"historyPerson"_s, u"Test chief"_s);
        QVERIFY(rows(*screen) == 1 && screen->text(u"historyTable"_s).contains(u"Look again"_s));
        choose(*screen, u"historyPerson"_s, u"Everybody"_s);
        QCOMPARE(rows(*screen), all);
        const QString question = officialForm()->field(u"case"_s, u"police_station"_s)->label.in(u"en"_s);
        choose(*screen, u"historyQuestion"_s, question);
        QCOMPARE(rows(*screen), 2);
        QVERIFY(screen->text(u"historyTable"_s).contains(u"Kotwali Model"_s));
        lookAt(*screen, u"question"_s);
        QVERIFY(screen->tabTo(u"historySearch"_s));
        screen->type(u"Kotwali Model"_s);
        QVERIFY(rows(*screen) >= 1 && rows(*screen) <= 2);
        QVERIFY(!screen->seen(u"printAnnexButton"_s)->isEnabled());
        QCOMPARE(screen->silentControls(), QStringList());
    }

    /// SEC-90, SEC-93: Ctrl+P asks where to, prints, and says what came of it.
    void theCourtAnnexIsPrintedByKeys()
    {
        const QString file = m_fixture.deployment.path(u"annex.pdf"_s);
        auto screen = open();
        lookAt(*screen, u"all"_s);
        printTo(*screen, file);
        QVERIFY2(screen->waitForText(u"historyMessage"_s, u"copy 1"_s), qPrintable(screen->everything()));
        lookAt(*screen, u"printed"_s);
        QCOMPARE(QFileInfo(file).permissions() & QFile::Permissions(0x0077), QFile::Permissions());
        const QString whole = words(file);
        QVERIFY(whole.contains(m_ref) && whole.contains(u"Kotwali Model"_s)
                && whole.contains(u"Signatures: 4 of 4"_s));

        choose(*screen, u"historyPerson"_s, u"Test chief"_s);
        const QString extract = m_fixture.deployment.path(u"extract.pdf"_s);
        printTo(*screen, extract);
        QVERIFY(screen->waitForText(u"historyMessage"_s, u"copy 2"_s));
        QVERIFY(words(extract).contains(u"EXTRACT: 1 of 4 are printed"_s));
        QCOMPARE(screen->silentControls(), QStringList());
    }

    /// A print keeps nobody waiting: Esc stops it, and there is no file. The dialog stays; the next Esc closes it.
    void aPrintIsStoppedByEsc()
    {
        const QString file = m_fixture.deployment.path(u"stopped.pdf"_s);
        auto screen = open();
        whilePrinting(*screen, [&](QWidget& dialog) {
            QVERIFY(dialog.findChild<QWidget*>(u"annexProgress"_s)->isVisible());
            QVERIFY(!screen->seen(u"printAnnexButton"_s)->isEnabled());
            QCOMPARE(screen->silentControls(), QStringList());
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        printTo(*screen, file);
        QVERIFY2(screen->waitForText(u"historyMessage"_s, u"stopped"_s), qPrintable(screen->everything()));
        QVERIFY(!screen->seen(u"annexProgress"_s) && screen->seen(u"printAnnexButton"_s)->isEnabled());
        QThreadPool::globalInstance()->waitForDone();
        screen->key(Qt::Key_Home);
        QVERIFY(!QFileInfo::exists(file) && !QFileInfo::exists(file + u".part"_s));
        screen->key(Qt::Key_Escape);
        QVERIFY(!screen->seen(u"historyDialog"_s));
    }

    void aFileThatCannotBeWrittenIsToldOf()
    {
        auto screen = open();
        printTo(*screen, m_fixture.deployment.path(u"annex.pdf/below.pdf"_s));
        if (screen->seen(u"annexFileDialog"_s))
            screen->key(Qt::Key_Escape);
        QVERIFY(!screen->text(u"historyMessage"_s).contains(u"Printed into"_s));
    }

    void itFitsInBanglaAndIn150Percent()
    {
        auto screen = m_fixture.start(u"officer"_s, {u"dark"_s, 150, u"bn"_s});
        QVERIFY(screen->unlock(m_fixture.password(u"officer"_s)));
        enter(*screen);
        lookAt(*screen, u"bn-dark-150"_s);
        const QRect window = screen->seen(u"historyDialog"_s)->rect();
        QVERIFY2(window.width() <= 1366 && window.height() <= 768,
                 qPrintable(u"%1 x %2"_s.arg(window.width()).arg(window.height())));
        for (const QString& name : {u"printAnnexButton"_s, u"pastButton"_s, u"closeHistoryButton"_s,
                                    u"historyQuestion"_s, u"historyDay"_s, u"historyCount"_s}) {
            QWidget* control = screen->seen(name);
            QVERIFY(control);
            const QPoint corner = control->mapTo(screen->seen(u"historyDialog"_s), QPoint());
            QVERIFY2(window.contains(QRect(corner, control->size())), qPrintable(name));
        }
        bool looked = false;
        whilePrinting(*screen, [&](QWidget& dialog) {
            settle();
            lookAt(*screen, u"printing-bn-dark-150"_s);
            QCOMPARE(whatIsCut(dialog), QString());
            looked = true;
        });
        const QString file = m_fixture.deployment.path(u"bangla.pdf"_s);
        printTo(*screen, file);
        QVERIFY(screen->waitForText(u"historyMessage"_s, u"bangla.pdf"_s));
        QVERIFY(looked);
        lookAt(*screen, u"printed-bn-dark-150"_s);
        QVERIFY(words(file).contains(u"ইতিহাস"_s));
        if (const QString folder = qEnvironmentVariable("PROHORI_PICTURES"); !folder.isEmpty())
            QFile::copy(file, folder + u"/annex-bn.pdf"_s);
    }

private:
    /// `look` is called once, in the first moment in which a print is under way.
    void whilePrinting(DesktopDriver& screen, const std::function<void(QWidget&)>& look)
    {
        QWidget* dialog = screen.seen(u"historyDialog"_s);
        auto* watch = new QTimer(dialog);
        connect(watch, &QTimer::timeout, dialog, [dialog, watch, look] {
            if (!dialog->findChild<AnnexPrint*>())
                return;
            watch->stop();
            look(*dialog);
        });
        watch->start(0);
    }
    std::unique_ptr<DesktopDriver> open()
    {
        auto screen = m_fixture.start(u"officer"_s);
        if (!screen->unlock(m_fixture.password(u"officer"_s)))
            qFatal("the station does not open");
        enter(*screen);
        return screen;
    }
    void enter(DesktopDriver& screen)
    {
        screen.key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(screen.openRow(u"caseTable"_s, {m_ref}));
        screen.key(Qt::Key_H, Qt::ControlModifier);
        QVERIFY(screen.seen(u"historyDialog"_s));
    }
    static int rows(const DesktopDriver& screen)
    {
        return static_cast<QTableView*>(screen.seen(u"historyTable"_s))->model()->rowCount();
    }
    /// By Home and Down, as many as it takes.
    void choose(DesktopDriver& screen, const QString& box, const QString& text)
    {
        QVERIFY(screen.tabTo(box));
        auto* choices = static_cast<QComboBox*>(screen.seen(box));
        screen.key(Qt::Key_Home);
        for (int at = 0; at < choices->count() && choices->currentText() != text; ++at)
            screen.key(Qt::Key_Down);
        QCOMPARE(choices->currentText(), text);
    }
    void printTo(DesktopDriver& screen, const QString& file)
    {
        screen.key(Qt::Key_P, Qt::ControlModifier);
        QVERIFY2(screen.seen(u"annexFileDialog"_s), qPrintable(screen.everything()));
        screen.key(Qt::Key_A, Qt::ControlModifier);
        screen.type(file);
        screen.key(Qt::Key_Return);
    }
    static QString words(const QString& file)
    {
        QFile written(file);
        return written.open(QIODevice::ReadOnly) ? pdfWords(written.readAll()) : QString();
    }
    int run(const QStringList& word, const QStringList& more, const QString& who)
    {
        Deployment& d = m_fixture.deployment;
        return d.ctl(QStringList{u"case"_s} + word + QStringList{d.store(who), m_id} + more, who).exit;
    }
    void syncBoth() { QVERIFY2(m_fixture.syncAll(), m_fixture.why()); }
    void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/history-"_s + name + u".png"_s));
    }

    OfficeFixture m_fixture;
    QString m_id, m_ref;
};

QTEST_MAIN(HistoryDialogTest)
#include "HistoryDialogTest.moc"
