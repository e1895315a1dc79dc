// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"
#include "forms/widgets/FormView.h"
#include "tests/app/desktop/DesktopFixture.h"
#include "tests/app/desktop/Room.h"

#include <QAction>
#include <QPushButton>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The page of a case around the form: notes and carried answers meet the record, a draft brings the officer back to the same field, and
/// everything has room on a small screen. Pictures of it go to the folder in PROHORI_PICTURES, where that is set.
class CaseFormTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub() && d.startHub());
        QVERIFY(d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(d.sync(u"officer"_s).exit == 0 && d.confirm(u"officer"_s));
        QVERIFY(d.sync(u"officer"_s).exit == 0);
        const Ran filled = d.ctl({u"practice"_s, u"fill"_s, d.store(u"officer"_s), u"--cases"_s, u"1"_s,
                                  u"--seed"_s, u"7"_s, u"--json"_s},
                                 u"officer"_s);
        QCOMPARE(filled.exit, 0);
    }

    void aNoteIsSavedWithTheCaseAndToldAgain()
    {
        auto screen = unlocked();
        startCase(*screen);
        screen->key(Qt::Key_F2);
        screen->type(u"the clerk has the book"_s);
        screen->key(Qt::Key_Return);
        QCOMPARE(screen->text(u"note.case.police_station"_s), u"Note: the clerk has the book"_s);
        const QString reference = save(*screen);
        QCOMPARE(screen->text(u"note.case.police_station"_s), u"Note: the clerk has the book"_s);
        reopen(*screen, reference);
        screen->key(Qt::Key_G, Qt::ControlModifier);
        screen->type(u"police_station"_s);
        screen->key(Qt::Key_Return);
        QCOMPARE(screen->text(u"note.case.police_station"_s), u"Note: the clerk has the book"_s);
        Deployment& d = m_fixture.deployment;
        screen.reset();
        const QString history = QString::fromUtf8(
            d.ctl({u"case"_s, u"history"_s, d.store(u"officer"_s), reference, u"--json"_s}, u"officer"_s)
                .out);
        QVERIFY(history.contains(u"the clerk has the book"_s));
    }

    void aCarriedAnswerIsConfirmedBeforeItIsSaved()
    {
        auto screen = unlocked();
        startCase(*screen);
        screen->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        save(*screen);
        screen->key(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(!screen->seen(u"discardButton"_s)->isEnabled());  // nobody has typed yet
        screen->enter(u"1"_s);
        screen->enter(u"fir"_s);  // asks for the station
        QVERIFY(CaseFormTest::form(*screen).model().carried().size() == 1);
        screen->pageTo(u"case.gd_no"_s);
        screen->enter(u"9"_s);
        typeReport(*screen);
        screen->key(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!screen->text(u"caseTitle"_s).startsWith(u"41-"_s));
        QCOMPARE(screen->focusName(), u"case.police_station"_s);
        screen->key(Qt::Key_Return);
        const QString reference = save(*screen);
        QVERIFY(!reference.isEmpty());
        // Again in the next session: what is carried is chosen once.
        QVERIFY(CasePage::pinnedFields().size() == 1);
        screen->key(Qt::Key_G, Qt::ControlModifier);
        screen->type(u"police_station"_s);
        screen->key(Qt::Key_Return);
        screen->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(CasePage::pinnedFields().isEmpty());
    }

    void theDraftBringsBackTheFieldAndWhatCanBeUndone()
    {
        auto screen = unlocked();
        screen->key(Qt::Key_N, Qt::ControlModifier);
        screen->enter(u"1"_s);
        QVERIFY(screen->pageTo(u"case.gd_no"_s));
        screen->enter(u"771"_s);
        const QString there = screen->focusName();
        QVERIFY(there != u"case.gd_no"_s);
        screen->lock();
        QVERIFY(screen->unlock(m_fixture.password(u"officer"_s)));
        screen->key(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(screen->focusName(), there);
        screen->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(screen->focusName(), u"case.gd_no"_s);
        QCOMPARE(screen->text(u"case.gd_no"_s), QString());
        discard(*screen);
    }

    void thePillCountsWhatIsOpen()
    {
        auto screen = unlocked();
        screen->key(Qt::Key_N, Qt::ControlModifier);
        QVERIFY(screen->waitFor([&] { return !screen->text(u"readyPill"_s).isEmpty(); }));
        const int before = CaseFormTest::form(*screen).model().openCount();
        QVERIFY(screen->text(u"readyPill"_s).startsWith(QString::number(before)));
        screen->enter(u"1"_s);
        screen->key(Qt::Key_Return);
        const int after = CaseFormTest::form(*screen).model().openCount();
        QVERIFY(after != before);
        QVERIFY(screen->waitForText(u"readyPill"_s, QString::number(after)));
        discard(*screen);
    }

    void whatTellsTraffickingFromSmugglingIsShownWithTheLaw()
    {
        auto screen = unlocked();
        screen->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(screen->openRow(u"caseTable"_s, {u"41-"_s}));
        screen->key(Qt::Key_F4);
        QVERIFY(screen->seen(u"classDialog"_s));
        const QString suggested =
            CaseFormTest::form(*screen).model().engine().helper(u"case/suggested_class"_s,
                                                                CaseFormTest::form(*screen).answers());
        QCOMPARE(screen->text(u"classConclusion"_s).startsWith(u"The answers point to: "_s),
                 !suggested.isEmpty());
        for (const QString& point : {u"class_act"_s, u"class_means"_s, u"class_purpose"_s, u"class_border"_s})
            QVERIFY(!screen->text(point).isEmpty());
        QVERIFY(screen->everything().contains(u"Ordinance 2026"_s));
        screen->key(Qt::Key_Return);
        QVERIFY(!screen->seen(u"classDialog"_s));
        QVERIFY(screen->seen(u"formPage"_s));
    }

    void everythingHasRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        for (const QString& language : {u"en"_s, u"bn"_s}) {
            for (const auto& [theme, percent] : {std::pair{u"light"_s, 100}, std::pair{u"dark"_s, 100},
                                                 std::pair{u"light"_s, 150}, std::pair{u"dark"_s, 150}})
                QTest::addRow("%s %s %d", qPrintable(language), qPrintable(theme), percent)
                    << language << theme << percent;
        }
    }

    void everythingHasRoom()
    {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        QFETCH(int, percent);
        LookSettings look;
        look.language = language;
        look.theme = theme;
        look.textPercent = percent;
        auto screen = m_fixture.start(u"officer"_s, look);
        screen->window().resize(kSmallScreen);
        QVERIFY(screen->unlock(m_fixture.password(u"officer"_s)));
        screen->window().resize(kSmallScreen);
        screen->key(Qt::Key_N, Qt::ControlModifier);
        m_picture = u"%1-%2-%3-"_s.arg(language, theme).arg(percent);
        lookAt(*screen, u"new"_s);
        for (const auto& [key, name] : {std::pair{Qt::Key_F1, u"keys"_s}, std::pair{Qt::Key_F2, u"note"_s},
                                        std::pair{Qt::Key_F6, u"reason"_s}}) {
            screen->key(key);
            lookAt(*screen, name);
            screen->key(Qt::Key_Escape);
        }
        screen->key(Qt::Key_G, Qt::ControlModifier);
        screen->type(u"fir"_s);
        lookAt(*screen, u"go"_s);
        screen->key(Qt::Key_Escape);
        QVERIFY(screen->seen(u"formPage"_s));  // Esc closed the boxes, not the case
        screen->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(screen->openRow(u"caseTable"_s, {u"41-"_s}));
        screen->key(Qt::Key_F4);
        lookAt(*screen, u"class"_s);
        screen->key(Qt::Key_Escape);
        screen->key(Qt::Key_F8);
        lookAt(*screen, u"problem"_s);
        // The questions have most of the page; in large letters some buttons stand in the menu, and their keys do what they did.
        const int share = shareOf(screen->seen(u"formPage"_s), screen->window().findChild<CasePage*>());
        QVERIFY2(share >= 52, qPrintable(QString::number(share)));
        const bool folded = percent > 100;
        QCOMPARE(screen->seen(u"nextProblemButton"_s) == nullptr, folded);
        QCOMPARE(screen->window().findChild<QAction*>(u"nextProblemAction"_s)->isVisible(), folded);
        QVERIFY(screen->seen(u"saveCaseButton"_s) && screen->seen(u"submitCaseButton"_s)
                && screen->seen(u"moreButton"_s));
        for (const QString& field :
             {u"offence_start"_s, u"incident_summary"_s, u"V-1"_s, u"legal_instrument"_s}) {
            screen->key(Qt::Key_G, Qt::ControlModifier);
            screen->type(field);
            screen->key(Qt::Key_Return);
            lookAt(*screen, field);
        }
    }

private:
    std::unique_ptr<DesktopDriver> unlocked()
    {
        auto screen = m_fixture.start(u"officer"_s);
        if (!screen->unlock(m_fixture.password(u"officer"_s)))
            qFatal("the station does not open");
        return screen;
    }

    static const FormView& form(DesktopDriver& screen) { return *screen.window().findChild<FormView*>(); }

    /// What a case needs before it can be saved; the cursor is then in the police station, which is answered.
    static void startCase(DesktopDriver& screen)
    {
        screen.key(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(screen.focusName(), u"case.case_class"_s);
        screen.enter(u"1"_s);
        screen.enter(u"fir"_s);
        typeReport(screen);
        QVERIFY(screen.pageTo(u"case.gd_no"_s));
        screen.key(Qt::Key_G, Qt::ControlModifier);
        screen.type(u"police_station"_s);
        screen.key(Qt::Key_Return);
        QCOMPARE(screen.focusName(), u"case.police_station"_s);
        screen.enter(u"Sharsha"_s);
        screen.key(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(screen.focusName(), u"case.police_station"_s);
    }

    static void typeReport(DesktopDriver& screen)
    {
        screen.key(Qt::Key_G, Qt::ControlModifier);
        screen.type(u"reported_on"_s);
        screen.key(Qt::Key_Return);
        QCOMPARE(screen.focusName(), u"case.reported_on"_s);
        screen.enter(screen.today().addDays(-1).toString(u"d/M/yy"_s));
    }

    static QString save(DesktopDriver& screen)
    {
        screen.key(Qt::Key_S, Qt::ControlModifier);
        const QString reference = screen.text(u"caseTitle"_s);
        if (!reference.startsWith(u"41-"_s))
            qWarning("not saved: %s", qPrintable(screen.text(u"caseMessage"_s)));
        return reference;
    }

    static void reopen(DesktopDriver& screen, const QString& reference)
    {
        screen.key(Qt::Key_Escape);
        screen.key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(screen.openRow(u"caseTable"_s, {reference}));
        QCOMPARE(screen.text(u"caseTitle"_s), reference);
    }

    static void discard(DesktopDriver& screen)
    {
        screen.key(Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(screen.press(u"okButton"_s));
    }

    void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u'/' + m_picture + name + u".png"_s));
        QVERIFY(screen.window().width() <= kSmallScreen.width()
                && screen.window().height() <= kSmallScreen.height());
        for (const QLabel* label : screen.window().findChildren<QLabel*>()) {
            if (!label->isVisible() || label->text().isEmpty() || label->textFormat() == Qt::RichText)
                continue;
            const int needed =
                label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
            QVERIFY2(label->height() + 1 >= needed
                         && (label->wordWrap() || label->width() + 1 >= label->sizeHint().width()),
                     qPrintable(m_picture + name + u": "_s + label->objectName() + u" "_s + label->text()));
        }
        for (const QPushButton* button : screen.window().findChildren<QPushButton*>())
            QVERIFY2(!button->isVisible() || button->width() >= button->minimumSizeHint().width(),
                     qPrintable(m_picture + name + u": "_s + button->text()));
    }

    DesktopFixture m_fixture;
    QString m_picture;
};

QTEST_MAIN(CaseFormTest)
#include "CaseFormTest.moc"
