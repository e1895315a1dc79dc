// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"
#include "forms/widgets/FormView.h"
#include "tests/app/desktop/Room.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/StepForms.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>

using namespace prohori;

/// The page of a case on an older version of the form, by key events: the banner, what a change to the new version would do, the change itself
/// (forms 12.4).
class CaseVersionsTest : public QObject {
    Q_OBJECT

    const FormPtr m_first = versionForm(1);
    TestOffice m_office;
    std::unique_ptr<Session> m_session, m_steps;
    std::unique_ptr<CasePage> m_page;

    Answers oldAnswers() const
    {
        CaseBuilder builder(*m_first);
        builder.put(u"case.district_code"_s, u"41"_s).put(u"case.station"_s, u"Sharsha"_s);
        builder.put(u"case.kind"_s, u"b"_s).put(u"case.count"_s, u"12"_s).put(u"case.old"_s, u"of old"_s);
        return builder.answers;
    }
    SavedCase oldCase()
    {
        const auto saved = m_session->desk().create(oldAnswers(), {}, kVersion1);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        return *saved;
    }
    /// A case that every step of upgrade.json has something to do with.
    SavedCase caseOfAllSteps()
    {
        const FormPtr form = stepForm(1);
        CaseBuilder builder(*form);
        builder.put(u"case.district_code"_s, u"41"_s).put(u"case.men"_s, u"3"_s).put(u"case.women"_s, u"4"_s);
        builder.put(u"case.memo"_s,
                    u"The clerk wrote down by hand what the neighbours had told him. "_s.repeated(4));
        builder.put(u"case.rough"_s, u"many"_s).put(u"case.thana"_s, u"Sharsha"_s);
        builder.put(u"case.village"_s, u"Benapole"_s).put(u"case.weather"_s, u"rain"_s);
        builder.put(u"case.name"_s, u"Rahima"_s).put(u"case.phone"_s, u"+8801711000000"_s);
        SodiumRandom random;
        for (const QString& trade : {u"driver"_s, u"broker"_s}) {
            const QString row = RowId::make(random).toString();
            builder.answers.rows.append({3, row, {}});
            builder.put(u"suspect.trade"_s, trade, row).put(u"suspect.ringleader"_s, u"Kalu"_s, row);
        }
        const auto saved = m_steps->desk().create(builder.answers, {}, kVersion1);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        return *saved;
    }
    void open(const SavedCase& saved) { open(saved, *m_session, {1200, 700}); }
    /// Opens it in a page of its own, as the window would.
    void open(const SavedCase& saved, Session& session, const QSize& size)
    {
        m_page = std::make_unique<CasePage>(session);
        m_page->resize(size);
        m_page->setVisible(true);
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->open(saved.record);
    }
    /// To whatever has the focus, as a keyboard does.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : m_page.get(), key, modifiers);
    }
    /// The keyboard has gone over to a dialog.
    void waitIn(const QString& dialog)
    {
        QTRY_VERIFY(seen<QDialog>(dialog) && QApplication::focusWidget()
                    && seen<QDialog>(dialog)->isAncestorOf(QApplication::focusWidget()));
    }
    /// A window manager gives the page the keyboard again when a dialog over it is gone.
    void comeBack()
    {
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QTRY_VERIFY(QApplication::focusWidget());
    }
    template <typename Widget>
    Widget* seen(const QString& name) const
    {
        auto* widget = m_page->findChild<Widget*>(name);
        return widget && widget->isVisible() ? widget : nullptr;
    }
    QString text(const QString& name) const
    {
        const auto* label = seen<QLabel>(name);
        return label ? label->text() : QString();
    }
    QString listed(const QString& name) const
    {
        QStringList lines;
        if (const auto* list = seen<QListWidget>(name)) {
            for (int row = 0; row < list->count(); ++row)
                lines.append(list->item(row)->text());
        }
        return lines.join(u'\n');
    }
    QString shownIn() const { return m_page->findChild<FormView*>()->model().form().version(); }
    void hasRoom(QWidget& widget, const QString& name)
    {
        picture(widget, name);
        QVERIFY2(widget.width() <= kSmallScreen.width() && widget.height() <= kSmallScreen.height(),
                 qPrintable(name));
        const QString cut = whatIsCut(widget);
        QVERIFY2(cut.isEmpty(), qPrintable(name + u": "_s + cut));
    }
    CaseView view(const SavedCase& saved)
    {
        const auto seen = m_session->desk().view(saved.record);
        if (!seen)
            qFatal("%s", qPrintable(seen.error().detail));
        return *seen;
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY(startSecrets());
        m_office.join(u"officer"_s, Role::Recorder, u"41"_s, versionShelf({1, 2}));
        m_office.confirm(u"officer"_s);
        m_office.join(u"planner"_s, Role::Recorder, u"41"_s, stepShelf({1, 2}));
        m_office.confirm(u"planner"_s);
        m_session = std::make_unique<Session>(m_office.take(u"officer"_s));
        m_steps = std::make_unique<Session>(m_office.take(u"planner"_s));
    }
    void cleanup() { m_page.reset(); }
    void cleanupTestCase()
    {
        m_session.reset();
        m_steps.reset();
    }

    void theBannerTellsOfTheEarlierVersion()
    {
        open(oldCase());
        QCOMPARE(shownIn(), kVersion1);
        QVERIFY(text(u"versionText"_s).contains(u"(1 Jan 2026)"_s));
        QVERIFY(seen<QPushButton>(u"upgradeButton"_s));
        QVERIFY(!seen<QPushButton>(u"otherAnswersButton"_s));
        m_page->startNew();
        QCOMPARE(shownIn(), kVersion2);
        QVERIFY(!seen<QWidget>(u"versionText"_s));
    }

    /// The dialog tells of every step in labels; the page then shows the answers where they are now.
    void everyStepIsTold()
    {
        open(caseOfAllSteps(), *m_steps, {1200, 700});
        key(Qt::Key_U, Qt::ControlModifier);
        waitIn(u"upgradeDialog"_s);
        const QString told = listed(u"upgradeList"_s);
        for (const QString& words :
             {u"Entries that are added for answers: 1"_s, u"Answers that are worked out: 2"_s, u"Total: 7"_s,
              u"Village (now in “"_s, u"Thana is called “Police station” now"_s,
              u"Guess: the earlier answers do not give it"_s, u"Weather: rain"_s})
            QVERIFY2(told.contains(words), qPrintable(told));
        QVERIFY2(!told.contains(u"+880"_s) && !told.contains(u"Kalu"_s),
                 "identities are not told in a preview");
        key(Qt::Key_Return);
        QTRY_VERIFY(!seen<QDialog>(u"upgradeDialog"_s));
        const FormPtr form = stepForm(2);
        const Answers now = m_page->findChild<FormView*>()->answers();
        QCOMPARE(now.value(CaseBuilder(*form).path(u"case.total"_s)).text, u"7"_s);
        QCOMPARE(now.rowsOf(2).size(), 1);
    }

    void everythingHasRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        Look::each([](const QString& name, const QString& language, const QString& theme, int percent) {
            QTest::newRow(qPrintable(name)) << language << theme << percent;
        });
    }
    /// The band, what a change does, and the answers of another version: nothing is cut off on a small screen, in no look.
    void everythingHasRoom()
    {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        QFETCH(int, percent);
        const Look look(language, theme, percent);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        // Beside the page stands the bar of the window.
        open(caseOfAllSteps(), *m_steps, kSmallScreen - QSize(Theme::px(220), Theme::px(30)));
        hasRoom(*m_page, u"versions-band-"_s + name);
        key(Qt::Key_U, Qt::ControlModifier);
        waitIn(u"upgradeDialog"_s);
        hasRoom(*seen<QDialog>(u"upgradeDialog"_s), u"versions-dialog-"_s + name);
        key(Qt::Key_End);
        picture(*seen<QDialog>(u"upgradeDialog"_s), u"versions-dialog-end-"_s + name);
        key(Qt::Key_Return);
        QTRY_VERIFY(!seen<QDialog>(u"upgradeDialog"_s));
        comeBack();
        hasRoom(*m_page, u"versions-after-"_s + name);
        key(Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        waitIn(u"otherAnswersDialog"_s);
        hasRoom(*seen<QDialog>(u"otherAnswersDialog"_s), u"versions-others-"_s + name);
        key(Qt::Key_Escape);
        QTRY_VERIFY(!seen<QDialog>(u"otherAnswersDialog"_s));
        m_page.reset();
    }

    void notNowLeavesTheCaseAsItIs()
    {
        const SavedCase saved = oldCase();
        open(saved);
        key(Qt::Key_U, Qt::ControlModifier);
        waitIn(u"upgradeDialog"_s);
        key(Qt::Key_Escape);
        QTRY_VERIFY(!seen<QDialog>(u"upgradeDialog"_s));
        QCOMPARE(view(saved).state.formVersion, kVersion1);
        QCOMPARE(view(saved).state.changeCount, 1);
    }

    /// What the dialog tells in labels is what is there afterwards, and the cursor stands in the first new problem.
    void enterUpgradesAndGoesToTheFirstNewProblem()
    {
        const SavedCase saved = oldCase();
        open(saved);
        key(Qt::Key_U, Qt::ControlModifier);
        waitIn(u"upgradeDialog"_s);
        const QString told = listed(u"upgradeList"_s);
        for (const QString& words :
             {u"Kind: Second kind becomes Third kind"_s,
              u"Station is called “Police station, in full” now (now in “Second card”)"_s,
              u"Old question: of old"_s, u"Count: Less than ten, please."_s})
            QVERIFY2(told.contains(words), qPrintable(told));
        key(Qt::Key_Down);  // the list is read by keys
        QTRY_COMPARE(seen<QListWidget>(u"upgradeList"_s)->currentRow(), 1);
        key(Qt::Key_Return);
        QTRY_VERIFY(!seen<QDialog>(u"upgradeDialog"_s));
        comeBack();
        QCOMPARE(view(saved).state.formVersion, kVersion2);
        QCOMPARE(shownIn(), kVersion2);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"case.count"_s);
        QVERIFY(text(u"caseMessage"_s).contains(u"2 thing(s) more"_s));
        QVERIFY(!seen<QPushButton>(u"upgradeButton"_s));

        // The answer whose question is gone is shown beside the form.
        QVERIFY(text(u"versionText"_s).contains(u"another version"_s));
        key(Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        waitIn(u"otherAnswersDialog"_s);
        QCOMPARE(listed(u"otherAnswersList"_s), u"Old question: of old"_s);
        key(Qt::Key_Return);
        QTRY_VERIFY(!seen<QDialog>(u"otherAnswersDialog"_s));
    }

    /// What was typed into an old case, or into a new one before the program was renewed, is saved under the version it was typed in.
    void typingStaysOnItsVersion()
    {
        const SavedCase saved = oldCase();
        open(saved);
        auto* form = m_page->findChild<FormView*>();
        const AnswerPath station = CaseBuilder(*m_first).path(u"case.station"_s);
        QVERIFY(form->goTo(station));
        key(Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"Benapole"_s);
        key(Qt::Key_Return);
        m_page->keepDraft();
        const QList<Draft> drafts = m_session->station().store().drafts(m_session->station().me().person);
        QCOMPARE(drafts.size(), 1);
        QCOMPARE(drafts.first().content.value(u"@form"_s).toString(), kVersion1);
        open(saved);  // comes back
        QCOMPARE(shownIn(), kVersion1);
        key(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(view(saved).answers.value(station).text, u"Benapole"_s);
        QCOMPARE(view(saved).state.formVersion, kVersion1);
    }

    void aNewCaseThatWasBegunBeforeGoesOnInItsVersion()
    {
        Draft draft;
        draft.id = QByteArray(16, 'd');
        draft.person = m_session->station().me().person;
        draft.content =
            QJsonObject{{u"case"_s, QJsonObject{{u"district_code"_s, u"41"_s}, {u"old"_s, u"typed"_s}}},
                        {u"@form"_s, kVersion1}};
        draft.saved = m_session->station().clock().now();
        QVERIFY(m_session->station().store().saveDraft(draft));
        open(oldCase());
        m_page->startNew();
        QCOMPARE(shownIn(), kVersion1);
        const AnswerPath old = CaseBuilder(*m_first).path(u"case.old"_s);
        QCOMPARE(m_page->findChild<FormView*>()->answers().value(old).text, u"typed"_s);
        QVERIFY(m_session->station().store().removeDraft(draft.id));
    }
};

QTEST_MAIN(CaseVersionsTest)
#include "CaseVersionsTest.moc"
