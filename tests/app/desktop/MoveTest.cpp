// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CaseListModel.h"
#include "app/desktop/CasePage.h"
#include "app/desktop/Controls.h"
#include "app/desktop/HomePage.h"
#include "app/desktop/MoveDialog.h"
#include "tests/app/desktop/Room.h"
#include "tests/app/station/TestOffice.h"

#include <QAction>
#include <QKeyEvent>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace prohori;

namespace {

const Scope kHome = u"41"_s, kAway = u"26"_s;

template <typename T>
T good(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

}  // namespace

/// A case that moves to another district, by key events: the supervisor who proposes it, and the one who is told and accepts. Pictures go to
/// PROHORI_PICTURES, where that is set.
class MoveTest : public QObject {
    Q_OBJECT

    TestOffice m_office;
    std::unique_ptr<Session> m_officer, m_reviewer, m_taker;
    std::unique_ptr<CasePage> m_page;
    quint64 m_seed = 7100;
    quint64 m_position = 0;

    /// Everything of the record that one station has and the other does not have yet.
    void carry(const RecordId& record, Session& from, Session& to)
    {
        QList<IncomingChange> news;
        const History history = good(from.station().store().history(record));
        for (const ChangePtr& change : history.changes())
            news.append({change, m_office.clock.now(), ++m_position});
        const auto taken = to.station().store().applyFrame(news, {from.station().me().scope, m_position});
        QVERIFY2(taken, taken ? "" : qPrintable(taken.error().detail));
    }
    SavedCase created()
    {
        const SavedCase saved =
            good(m_officer->desk().create(m_office.practiceCase(m_officer->station(), ++m_seed)));
        carry(saved.record, *m_officer, *m_reviewer);
        return saved;
    }
    SavedCase offered()
    {
        const SavedCase saved = created();
        (void)good(
            MoveDesk(m_reviewer->station())
                .propose(saved.record, kAway, u"The family lives there now, and the trial will be there."_s));
        carry(saved.record, *m_reviewer, *m_taker);
        return saved;
    }
    void open(const SavedCase& saved, Session& session)
    {
        m_page = std::make_unique<CasePage>(session);
        m_page->resize(1366, 700);
        m_page->setVisible(true);
        comeBack();
        m_page->open(saved.record);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : m_page.get(), key, modifiers);
    }
    /// Any letters, Bangla too.
    static void type(const QString& text)
    {
        for (const QChar letter : text) {
            for (const auto kind : {QEvent::KeyPress, QEvent::KeyRelease}) {
                QKeyEvent event(kind, 0, Qt::NoModifier, letter);
                QApplication::sendEvent(QApplication::focusWidget(), &event);
            }
        }
    }
    void tabTo(const QString& name)
    {
        for (int i = 0; i < 12 && QApplication::focusWidget()->objectName() != name; ++i)
            key(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), name);
    }
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
    static QStringList tasksOf(HomePage& home)
    {
        home.setVisible(false);
        home.setVisible(true);
        const auto* model = home.findChild<QTableView*>(u"taskTable"_s)->model();
        QStringList tasks;
        for (int at = 0; at < model->rowCount(); ++at)
            tasks.append(model->index(at, 0).data().toString());
        return tasks;
    }
    static QString secondLineOf(HomePage& home, const QString& task)
    {
        const auto* model = home.findChild<QTableView*>(u"taskTable"_s)->model();
        const auto at = static_cast<int>(tasksOf(home).indexOf(task));
        return model->index(at, 0).data(RowDelegate::SecondLine).toString();
    }
    static CaseRow row(Session& session, const SavedCase& saved)
    {
        return good(session.station().store().caseRow(saved.record));
    }
    void hasRoom(QWidget& widget, const QString& name)
    {
        picture(widget, u"move-"_s + name);
        QVERIFY2(widget.width() <= kSmallScreen.width() && widget.height() <= kSmallScreen.height(),
                 qPrintable(name));
        const QString cut = whatIsCut(widget);
        QVERIFY2(cut.isEmpty(), qPrintable(name + u": "_s + cut));
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY(startSecrets());
        m_office.join(u"officer"_s, Role::Recorder, kHome);
        m_office.join(u"reviewer"_s, Role::DistrictReviewer, kHome);
        m_office.join(u"taker"_s, Role::DistrictReviewer, kAway);
        for (const QString& who : {u"officer"_s, u"reviewer"_s, u"taker"_s})
            m_office.confirm(who);
        m_officer = std::make_unique<Session>(m_office.take(u"officer"_s));
        m_reviewer = std::make_unique<Session>(m_office.take(u"reviewer"_s));
        m_taker = std::make_unique<Session>(m_office.take(u"taker"_s));
        Theme::apply(*qApp, Theme::Mode::Light, 100);
    }
    void cleanup() { m_page.reset(); }

    void theSupervisorProposesItByKeys()
    {
        const SavedCase saved = created();
        open(saved, *m_reviewer);
        QVERIFY(!seen<QLabel>(u"moveText"_s));
        key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        waitIn(u"moveDialog"_s);
        auto* list = seen<QListWidget>(u"moveFound"_s);
        QCOMPARE(list->count(), 63);
        QVERIFY(!seen<QPushButton>(u"okButton"_s)->isEnabled());
        QVERIFY(text(u"whyNotOk"_s).contains(u"Choose"_s));
        QVERIFY(text(u"moveMeaning"_s).contains(u"number is kept"_s));

        // A district that nobody has joined from could never read the names.
        type(u"bhol"_s);
        QCOMPARE(list->count(), 1);
        QVERIFY(list->item(0)->text().contains(u"nobody has joined"_s));
        QVERIFY(!seen<QPushButton>(u"okButton"_s)->isEnabled());
        QVERIFY(text(u"whyNotOk"_s).contains(u"nobody there"_s));

        key(Qt::Key_A, Qt::ControlModifier);
        type(u"dhak"_s);
        QCOMPARE(list->count(), 1);
        key(Qt::Key_Down);
        key(Qt::Key_Return);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"moveNote"_s);
        type(u"Lives there now"_s);
        tabTo(u"okButton"_s);
        key(Qt::Key_Space);
        QTRY_VERIFY(!seen<QDialog>(u"moveDialog"_s));
        QCOMPARE(row(*m_reviewer, saved).movingTo, kAway);
        QCOMPARE(row(*m_reviewer, saved).home, kHome);
        QVERIFY2(text(u"caseMessage"_s).contains(u"proposed to Dhaka"_s), qPrintable(text(u"caseMessage"_s)));
        QVERIFY2(text(u"moveText"_s).contains(u"Lives there now"_s), qPrintable(text(u"moveText"_s)));
        QVERIFY(!seen<QPushButton>(u"acceptMoveButton"_s));

        comeBack();
        key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        waitIn(u"moveDialog"_s);
        type(u"ঢাকা"_s);
        QVERIFY(text(u"whyNotOk"_s).contains(u"already"_s));
        key(Qt::Key_Escape);
        QTRY_VERIFY(!seen<QDialog>(u"moveDialog"_s));
    }

    void theListTellsWhereItIsToGo()
    {
        const SavedCase saved = offered();
        for (Session* session : {m_reviewer.get(), m_taker.get()}) {
            CaseListModel model(session->station().store(), session->station().clock(),
                                CaseListModel::Order::NewestFirst);
            model.setFilter({});
            const QString line = model.indexOf(saved.record).data(RowDelegate::SecondLine).toString();
            QVERIFY2(line.contains(u"Jashore proposes it to Dhaka"_s), qPrintable(line));
        }
    }

    void theOtherSupervisorIsToldAndAcceptsByKeys()
    {
        const SavedCase saved = offered();
        HomePage home(*m_taker);
        home.resize(1200, 700);
        home.setVisible(true);
        QVERIFY(QTest::qWaitForWindowExposed(&home));
        auto* table = home.findChild<QTableView*>(u"taskTable"_s);
        QStringList tasks;
        for (int at = 0; at < table->model()->rowCount(); ++at)
            tasks.append(table->model()->index(at, 0).data().toString());
        const auto line = tasks.indexOf(u"Offered by Jashore: "_s + saved.localRef);
        QVERIFY2(line >= 0, qPrintable(tasks.join(u'\n')));
        table->selectRow(static_cast<int>(line));
        QVERIFY(!home.findChild<QPushButton*>(u"acceptOfferButton"_s)->isEnabled());
        QVERIFY(home.findChild<QPushButton*>(u"acceptOfferButton"_s)->toolTip().contains(u"Open the case"_s));
        picture(home, u"move-home"_s);
        home.setVisible(false);

        open(saved, *m_taker);
        QVERIFY2(text(u"moveText"_s).contains(u"Offered by Jashore"_s), qPrintable(text(u"moveText"_s)));
        QVERIFY(text(u"moveText"_s).contains(u"The family lives there now"_s));
        QVERIFY(!seen<QPushButton>(u"saveCaseButton"_s)
                || !seen<QPushButton>(u"saveCaseButton"_s)->isEnabled());
        QVERIFY(!seen<QPushButton>(u"openIdentitiesButton"_s)->isEnabled());
        key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
        QPointer<QDialog> question;
        QTRY_VERIFY((question = m_page->findChild<QDialog*>()) && QApplication::focusWidget()
                    && question->isAncestorOf(QApplication::focusWidget()));
        key(Qt::Key_Escape);
        QTRY_VERIFY(!question);
        QCOMPARE(row(*m_taker, saved).home, kHome);

        comeBack();
        key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY((question = m_page->findChild<QDialog*>()) && QApplication::focusWidget()
                    && question->isAncestorOf(QApplication::focusWidget()));
        tabTo(u"okButton"_s);
        key(Qt::Key_Return);
        QTRY_VERIFY(!question);
        QCOMPARE(row(*m_taker, saved).home, kAway);
        QVERIFY(!seen<QLabel>(u"moveText"_s));
        QVERIFY2(text(u"caseMessage"_s).contains(saved.localRef), qPrintable(text(u"caseMessage"_s)));
        QVERIFY(seen<QPushButton>(u"openIdentitiesButton"_s)->isEnabled());
    }

    /// What it says at each of both, and that it goes by keys alone.
    void theOtherSupervisorDeclinesByKeys()
    {
        const SavedCase saved = offered();
        open(saved, *m_taker);
        QVERIFY(seen<QPushButton>(u"declineMoveButton"_s)->isEnabled());
        QVERIFY(!seen<QPushButton>(u"takeBackMoveButton"_s));
        key(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        waitIn(u"reasonDialog"_s);
        QVERIFY(!seen<QPushButton>(u"okButton"_s)->isEnabled());
        tabTo(u"commentEdit"_s);
        type(u"The family went back"_s);
        tabTo(u"okButton"_s);
        key(Qt::Key_Space);
        QTRY_VERIFY(!seen<QDialog>(u"reasonDialog"_s));
        QVERIFY2(text(u"caseMessage"_s).contains(saved.localRef + u" is declined"_s),
                 qPrintable(text(u"caseMessage"_s)));
        QCOMPARE(row(*m_taker, saved).movingTo, Scope());
        QVERIFY(!seen<QLabel>(u"moveText"_s));
        m_page.reset();

        carry(saved.record, *m_taker, *m_reviewer);
        HomePage home(*m_reviewer);
        home.resize(1200, 700);
        const QString told = u"Dhaka does not take it: "_s + saved.localRef;
        QVERIFY(tasksOf(home).contains(told));
        QVERIFY(secondLineOf(home, told).contains(u"The family went back"_s));
        picture(home, u"move-home-declined"_s);
        open(saved, *m_reviewer);
        QVERIFY2(text(u"moveText"_s).contains(u"declined by Name of taker"_s),
                 qPrintable(text(u"moveText"_s)));
        QVERIFY(text(u"moveText"_s).contains(u"The family went back"_s));
        QVERIFY(!seen<QPushButton>(u"declineMoveButton"_s) && !seen<QPushButton>(u"takeBackMoveButton"_s));
        picture(*m_page, u"move-declined"_s);
        // Read once, it is no task any more, and stands in the case.
        QVERIFY(!tasksOf(home).contains(told));
        m_page->open(saved.record);
        QVERIFY(text(u"moveText"_s).contains(u"The family went back"_s));
    }

    void theProposerTakesItBackByKeys()
    {
        const SavedCase saved = offered();
        open(saved, *m_reviewer);
        QVERIFY(!seen<QPushButton>(u"declineMoveButton"_s) && !seen<QPushButton>(u"acceptMoveButton"_s));
        QVERIFY(seen<QPushButton>(u"takeBackMoveButton"_s)->isEnabled());
        key(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        waitIn(u"questionDialog"_s);
        key(Qt::Key_Escape);
        QTRY_VERIFY(!seen<QDialog>(u"questionDialog"_s));
        QCOMPARE(row(*m_reviewer, saved).movingTo, kAway);
        comeBack();
        key(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        waitIn(u"questionDialog"_s);
        tabTo(u"okButton"_s);
        key(Qt::Key_Return);
        QTRY_VERIFY(!seen<QDialog>(u"questionDialog"_s));
        QCOMPARE(row(*m_reviewer, saved).movingTo, Scope());
        QVERIFY(!seen<QLabel>(u"moveText"_s));
        QVERIFY2(text(u"caseMessage"_s).contains(u"no longer proposed to Dhaka"_s),
                 qPrintable(text(u"caseMessage"_s)));
    }

    void whoIsNoSupervisorIsNotAsked()
    {
        const SavedCase saved = offered();
        carry(saved.record, *m_reviewer, *m_officer);
        open(saved, *m_officer);
        QVERIFY(!m_page->findChild<QAction*>(u"moveAction"_s)->isVisible());
        QVERIFY(text(u"moveText"_s).contains(u"Proposed to Dhaka"_s));
        QVERIFY(!seen<QPushButton>(u"takeBackMoveButton"_s));
    }

    void whatCannotBeMovedSaysWhy()
    {
        const SavedCase saved = created();
        (void)good(
            m_reviewer->desk().act(saved.record,
                                   {ActKind::Void, {u"entered_in_error"_s}, u"Entered twice"_s, {}, true}));
        open(saved, *m_reviewer);
        const auto* action = m_page->findChild<QAction*>(u"moveAction"_s);
        QVERIFY(!action->isEnabled());
        QVERIFY2(action->toolTip().contains(u"Not possible in this state"_s), qPrintable(action->toolTip()));
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
        const Look look(language, theme, percent);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const SavedCase saved = offered();
        open(saved, *m_taker);
        settle();
        picture(*m_page, u"move-page-"_s + name);
        hasRoom(*seen<QLabel>(u"moveText"_s)->parentWidget(), u"band-"_s + name);
        key(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        auto* reason = m_page->findChild<QDialog*>(u"reasonDialog"_s);
        QVERIFY(reason && QTest::qWaitForWindowExposed(reason));
        settle();
        hasRoom(*reason, u"decline-"_s + name);
        delete reason;
        open(saved, *m_reviewer);
        settle();
        hasRoom(*seen<QLabel>(u"moveText"_s)->parentWidget(), u"proposed-"_s + name);
        key(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        auto* question = m_page->findChild<QDialog*>(u"questionDialog"_s);
        QVERIFY(question && QTest::qWaitForWindowExposed(question));
        settle();
        hasRoom(*question, u"take-back-"_s + name);
        delete question;
        (void)good(
            MoveDesk(m_taker->station()).decline(saved.record, u"The family went back to its village."_s));
        carry(saved.record, *m_taker, *m_reviewer);
        m_page->open(saved.record);
        settle();
        hasRoom(*seen<QLabel>(u"moveText"_s)->parentWidget(), u"declined-"_s + name);

        QWidget window;
        window.resize(kSmallScreen);
        window.setVisible(true);
        auto* dialog = new MoveDialog(*m_reviewer, row(*m_reviewer, saved), &window);
        dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        settle();
        hasRoom(*dialog, u"dialog-"_s + name);
        delete dialog;
    }
};

QTEST_MAIN(MoveTest)
#include "MoveTest.moc"
