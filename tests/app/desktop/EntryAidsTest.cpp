// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CaseListModel.h"
#include "app/desktop/CasePage.h"
#include "app/desktop/Controls.h"
#include "forms/widgets/FormView.h"
#include "tests/app/desktop/DesktopFixture.h"

#include <QAction>
#include <QLineEdit>
#include <QTableView>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What helps in entering: the paper typed a second time, what is open in each draft of the list, "same as last case" over a restart.
/// By keys against the built program; pictures go to the folder in PROHORI_PICTURES, where that is set.
class EntryAidsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub() && d.startHub());
        QVERIFY(d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(d.sync(u"officer"_s).exit == 0 && d.confirm(u"officer"_s));
        QVERIFY(d.sync(u"officer"_s).exit == 0);
    }

    void thePaperIsTypedTwiceAndTheDifferenceStandsInANote()
    {
        auto screen = unlocked();
        startCase(*screen);
        const auto* again = screen->window().findChild<QAction*>(u"enterAgainAction"_s);
        QVERIFY(again && !again->isEnabled());
        QVERIFY(!again->toolTip().isEmpty());
        screen->key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!screen->seen(u"secondEntryDialog"_s));
        QCOMPARE(screen->text(u"caseMessage"_s), again->toolTip());
        const QString reference = save(*screen);

        screen->key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(screen->seen(u"secondEntryDialog"_s));
        QCOMPARE(screen->focusName(), u"case.police_station"_s);
        // The form behind has a field of the same name.
        QVERIFY(screen->seen(u"secondEntryDialog"_s)->isAncestorOf(screen->focus()));
        QCOMPARE(qobject_cast<QLineEdit*>(screen->focus())->text(), QString());
        screen->enter(u"Sarsha"_s);
        screen->key(Qt::Key_Escape);
        QVERIFY(!screen->seen(u"secondEntryDialog"_s));

        // Later, after a restart: what was typed is there, and the rest is asked.
        screen.reset();
        screen = unlocked();
        open(*screen, reference);
        screen->key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(screen->focusName() != u"case.police_station"_s);
        for (int i = 0; i < 40 && !screen->focusName().startsWith(u"difference"_s); ++i)
            screen->enter(screen->focusName().startsWith(u"count."_s) ? u"0"_s : QString());
        QCOMPARE(screen->text(u"difference1.first.value"_s), u"Sharsha"_s);
        QCOMPARE(screen->text(u"difference1.second.value"_s), u"Sarsha"_s);
        QCOMPARE(screen->silentControls(), QStringList());
        shoot(*screen, u"second-entry"_s);
        screen->key(Qt::Key_2);
        screen->key(Qt::Key_Return);
        QCOMPARE(screen->focusName(), u"okButton"_s);
        screen->key(Qt::Key_Return);
        QVERIFY(!screen->seen(u"secondEntryDialog"_s));
        QVERIFY(screen->text(u"caseMessage"_s).contains(reference));
        QCOMPARE(screen->focusName(), u"case.police_station"_s);
        QCOMPARE(screen->text(u"case.police_station"_s), u"Sarsha"_s);
        const QString note = screen->text(u"note.case.police_station"_s);
        QVERIFY2(note.contains(u"Second entry"_s) && note.contains(u"Sharsha"_s), qPrintable(note));
        shoot(*screen, u"note"_s);
    }

    void aDraftInTheListTellsWhatIsOpen()
    {
        auto screen = unlocked();
        startCase(*screen);
        const QString reference = save(*screen);
        const QString onThePage = screen->text(u"readyPill"_s);
        QVERIFY(!onThePage.isEmpty());
        screen->key(Qt::Key_Escape);
        screen->key(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(pill(*screen, reference), onThePage);
        for (const auto& [language, theme] :
             {std::pair{u"en"_s, u"light"_s}, std::pair{u"bn"_s, u"dark"_s}, std::pair{u"en"_s, u"dark"_s},
              std::pair{u"bn"_s, u"light"_s}}) {
            screen.reset();
            LookSettings look;
            look.language = language;
            look.theme = theme;
            screen = m_fixture.start(u"officer"_s, look);
            screen->window().resize(1366, 768);
            QVERIFY(screen->unlock(m_fixture.password(u"officer"_s)));
            screen->window().resize(1366, 768);
            screen->key(Qt::Key_2, Qt::ControlModifier);
            QVERIFY(!pill(*screen, reference).isEmpty());
            shoot(*screen, u"list-%1-%2"_s.arg(language, theme));
            QVERIFY(screen->openRow(u"caseTable"_s, {u"41-"_s}));
            shoot(*screen, u"case-%1-%2"_s.arg(language, theme));
        }
    }

    void anUncountedDraftIsCountedWhenItIsInView()
    {
        // Cases made in bulk are not counted as they are made.
        const Ran filled =
            m_fixture.deployment.ctl({u"practice"_s, u"fill"_s, m_fixture.deployment.store(u"officer"_s),
                                      u"--cases"_s, u"3"_s, u"--seed"_s, u"7"_s, u"--json"_s},
                                     u"officer"_s);
        QCOMPARE(filled.exit, 0);
        auto screen = unlocked();
        screen->key(Qt::Key_2, Qt::ControlModifier);
        auto* table = qobject_cast<QTableView*>(screen->seen(u"caseTable"_s));
        QVERIFY(table);
        const auto uncounted = [table] {
            int empty = 0;
            for (int row = 0; row < table->model()->rowCount(); ++row) {
                const QModelIndex at = table->model()->index(row, CaseListModel::Status);
                empty += at.data(RowDelegate::OtherChipText).toString().isEmpty() ? 1 : 0;
            }
            return empty;
        };
        QVERIFY(table->model()->rowCount() >= 3);
        QVERIFY(screen->waitFor([&] { return uncounted() == 0; }));
    }

    void sameAsLastCaseOutlivesTheProgram()
    {
        {
            auto screen = unlocked();
            startCase(*screen);
            save(*screen);
        }
        auto screen = unlocked();
        screen->key(Qt::Key_N, Qt::ControlModifier);
        screen->enter(u"1"_s);
        screen->enter(u"fir"_s);
        screen->key(Qt::Key_G, Qt::ControlModifier);
        screen->type(u"police_station"_s);
        screen->key(Qt::Key_Return);
        QCOMPARE(screen->text(u"case.police_station"_s), QString());
        screen->key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(screen->text(u"case.police_station"_s), u"Sharsha"_s);
        QVERIFY(!screen->text(u"carried.case.police_station"_s).isEmpty());
        screen->key(Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(screen->press(u"okButton"_s));
    }

private:
    std::unique_ptr<DesktopDriver> unlocked()
    {
        auto screen = m_fixture.start(u"officer"_s);
        if (!screen->unlock(m_fixture.password(u"officer"_s)))
            qFatal("the station does not open");
        return screen;
    }
    /// What a case needs before it can be saved, and its police station.
    static void startCase(DesktopDriver& screen)
    {
        screen.key(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(screen.focusName(), u"case.case_class"_s);
        screen.enter(u"1"_s);
        screen.enter(u"fir"_s);
        for (const auto& [field, text] :
             {std::pair{u"reported_on"_s, screen.today().addDays(-1).toString(u"d/M/yy"_s)},
              std::pair{u"police_station"_s, u"Sharsha"_s}}) {
            screen.key(Qt::Key_G, Qt::ControlModifier);
            screen.type(field);
            screen.key(Qt::Key_Return);
            QCOMPARE(screen.focusName(), u"case."_s + field);
            screen.enter(text);
        }
    }
    static QString save(DesktopDriver& screen)
    {
        screen.key(Qt::Key_S, Qt::ControlModifier);
        const QString reference = screen.text(u"caseTitle"_s);
        if (!reference.startsWith(u"41-"_s))
            qWarning("not saved: %s", qPrintable(screen.text(u"caseMessage"_s)));
        return reference;
    }
    static void open(DesktopDriver& screen, const QString& reference)
    {
        screen.key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(screen.openRow(u"caseTable"_s, {reference}));
    }
    static QString pill(DesktopDriver& screen, const QString& reference)
    {
        const auto* table = qobject_cast<QTableView*>(screen.seen(u"caseTable"_s));
        const int row = screen.rowWith(u"caseTable"_s, {reference});
        return row < 0 ? QString()
                       : table->model()
                             ->index(row, CaseListModel::Status)
                             .data(RowDelegate::OtherChipText)
                             .toString();
    }
    static void shoot(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/aids-"_s + name + u".png"_s));
    }

    DesktopFixture m_fixture;
};

QTEST_MAIN(EntryAidsTest)
#include "EntryAidsTest.moc"
