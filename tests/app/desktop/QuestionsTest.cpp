// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Controls.h"
#include "app/desktop/MainWindow.h"
#include "app/desktop/QuestionWatch.h"
#include "app/station/CaseTalk.h"
#include "app/station/QueryList.h"
#include "forms/widgets/FormNavigator.h"
#include "tests/app/desktop/Room.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace prohori;

namespace {

template <typename T>
T good(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

AnswerPath path(const char* field, const QString& row = {})
{
    return CaseBuilder(*officialForm()).path(QString::fromLatin1(field), row);
}

QString inBangla(const QString& number)
{
    QString text;
    for (const QChar each : number)
        text += each.isDigit() ? QChar(u'০' + each.digitValue()) : each;
    return text;
}

}  // namespace

/** The list of all questions on answers, by key events in the whole window: from Home and Review to it, from it into the case at the answer and back;
    and the badges of the case, which fall when a question is closed. Pictures go to PROHORI_PICTURES, where that is set.
*/
class QuestionsTest : public QObject {
    Q_OBJECT

    TestOffice m_office;
    QHash<QString, Station*> m_stations;
    std::map<QString, std::unique_ptr<Session>> m_sessions;  ///< but that of the open window
    std::unique_ptr<MainWindow> m_window;
    QString m_who;
    QHash<QString, const QuestionWatch*> m_watches;
    QList<SavedCase> m_cases;
    QString m_row;  ///< of a victim of the first case
    quint64 m_position = 0;

    Station& at(const QString& who) { return *m_stations.value(who); }

    /// As after a sync: what came in is read anew.
    void open(const QString& who, const QString& language = u"en"_s)
    {
        shut();
        emit m_sessions[who]->syncFinished(SyncSummary());
        LookSettings look;
        look.language = language;
        m_window = std::make_unique<MainWindow>(std::move(m_sessions[who]), look);
        m_who = who;
        m_window->resize(kSmallScreen);
        m_window->setVisible(true);
        comeBack();
    }
    void shut()
    {
        if (m_window)
            m_sessions[m_who] = m_window->takeSession();
        m_window.reset();
    }
    void comeBack()
    {
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    /// Everything of the record goes from one to the other, as a sync brings it.
    void carry(const RecordId& record, const QString& from, const QString& to)
    {
        QList<IncomingChange> news;
        const History history = good(at(from).store().history(record));
        for (const ChangePtr& change : history.changes())
            news.append({change, m_office.clock.now(), ++m_position});
        QVERIFY(at(to).store().applyFrame(news, {at(from).me().scope, m_position}));
    }
    void ask(int which, const AnswerPath& place, const QString& words)
    {
        (void)good(CaseTalk(at(u"reviewer"_s)).openQuery(m_cases[which].record, place, words));
        carry(m_cases[which].record, u"reviewer"_s, u"officer"_s);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : m_window.get(), key, modifiers);
    }
    static void type(const QString& text)
    {
        for (const QChar letter : text) {
            for (const auto kind : {QEvent::KeyPress, QEvent::KeyRelease}) {
                QKeyEvent event(kind, 0, Qt::NoModifier, letter);
                QApplication::sendEvent(QApplication::focusWidget(), &event);
            }
        }
    }
    static QString focusName() { return QApplication::focusWidget()->objectName(); }
    void tabTo(const QString& name)
    {
        for (int i = 0; i < 60 && focusName() != name; ++i)
            key(Qt::Key_Tab);
        QCOMPARE(focusName(), name);
    }
    template <typename Widget = QWidget>
    Widget* seen(const QString& name) const
    {
        for (Widget* widget : m_window->findChildren<Widget*>(name)) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }
    QString text(const QString& name) const
    {
        const QWidget* widget = seen(name);
        return widget ? widget->property("text").toString() : QString();
    }
    /// "question | case · who: words | turn | days" of each row.
    QStringList rows() const
    {
        QStringList all;
        const auto* table = seen<QTableView>(u"questionTable"_s);
        for (int row = 0; table && row < table->model()->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < table->model()->columnCount(); ++column) {
                const QModelIndex cell = table->model()->index(row, column);
                for (const int role :
                     {int(Qt::DisplayRole), int(RowDelegate::SecondLine), int(RowDelegate::ChipText)}) {
                    if (const QString shown = cell.data(role).toString(); !shown.isEmpty())
                        cells.append(shown);
                }
            }
            all.append(cells.join(u" | "_s));
        }
        return all;
    }
    bool isRead() const { return m_watches.value(m_who)->isComplete(); }
    void toList()
    {
        key(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(text(u"pageTitle"_s), u"Questions"_s);
        QTRY_VERIFY(isRead());
    }
    /// Chooses the row of the list that holds these words.
    void choose(const QString& words)
    {
        QCOMPARE(focusName(), u"questionTable"_s);
        key(Qt::Key_Home, Qt::ControlModifier);
        for (qsizetype i = 0; i < rows().size() && !text(u"questionDetail"_s).contains(words); ++i)
            key(Qt::Key_Down);
        QVERIFY2(text(u"questionDetail"_s).contains(words), qPrintable(rows().join(u'\n')));
    }
    /// Ctrl+Q at the cursor, and these words.
    void say(const QString& words)
    {
        key(Qt::Key_Q, Qt::ControlModifier);
        QTRY_VERIFY(seen<QDialog>(u"reasonDialog"_s) && QApplication::focusWidget()
                    && seen<QDialog>(u"reasonDialog"_s)->isAncestorOf(QApplication::focusWidget()));
        tabTo(u"commentEdit"_s);
        type(words);
        tabTo(u"okButton"_s);
        key(Qt::Key_Space);
        QTRY_VERIFY(!seen<QDialog>(u"reasonDialog"_s));
        comeBack();
        QVERIFY2(text(u"caseMessage"_s).contains(u"written down"_s), qPrintable(text(u"caseMessage"_s)));
    }
    /// Open questions by the badges of the navigator: those of headings and rows, which sum up, are left out.
    int badges() const
    {
        const auto* list = seen<QListWidget>(u"navigator"_s);
        int sum = 0;
        for (int at = 0; at < list->count(); ++at) {
            if (!list->item(at)->data(ProgressList::Heading).toBool()
                && list->item(at)->data(ProgressList::Depth).toInt() <= 1)
                sum += list->item(at)->data(ProgressList::Questions).toInt();
        }
        return sum;
    }
    void hasRoom(const QString& name)
    {
        settle();
        picture(*m_window, u"questions-"_s + name);
        QVERIFY(m_window->width() <= kSmallScreen.width() && m_window->height() <= kSmallScreen.height());
        const QString cut = whatIsCut(*m_window);
        QVERIFY2(cut.isEmpty(), qPrintable(name + u": "_s + cut));
    }
    QStringList silentControls() const
    {
        QStringList silent;
        for (const auto* button : m_window->findChildren<QAbstractButton*>()) {
            if (button->isVisible() && !button->isEnabled() && button->toolTip().isEmpty())
                silent.append(button->objectName());
        }
        return silent;
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY(startSecrets());
        m_office.join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office.join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        for (const QString& who : {u"officer"_s, u"reviewer"_s})
            m_office.confirm(who);
        QList<Answers> answers;
        for (int seed = 7300; seed < 7304; ++seed)
            answers.append(m_office.practiceCase(m_office.at(u"officer"_s), static_cast<quint64>(seed)));
        m_cases = good(CaseDesk(m_office.at(u"officer"_s)).createAll(answers));
        for (const QString& who : {u"officer"_s, u"reviewer"_s}) {
            m_sessions[who] = std::make_unique<Session>(m_office.take(who));
            m_stations.insert(who, &m_sessions[who]->station());
            m_watches.insert(who, &m_sessions[who]->questions());
        }
        for (const SavedCase& saved : std::as_const(m_cases)) {
            (void)good(CaseDesk(at(u"officer"_s)).act(saved.record, {ActKind::Submit, {}, {}, {}, true}));
            carry(saved.record, u"officer"_s, u"reviewer"_s);
        }
        m_row = answers[0].rowsOf(officialForm()->group(u"victim"_s)->id).first().row;
        Theme::apply(*qApp, Theme::Mode::Light, 100);
    }
    void cleanupTestCase() { shut(); }

    void whereNothingIsAskedTheListSaysSo()
    {
        open(u"officer"_s);
        QVERIFY(!seen(u"questionsButton"_s));
        toList();
        QVERIFY2(text(u"questionsState"_s).startsWith(u"No question is open."_s),
                 qPrintable(text(u"questionsState"_s)));
        QVERIFY(!seen(u"questionTable"_s) && !seen(u"questionDetail"_s));
        QVERIFY(!seen<QPushButton>(u"openQuestionButton"_s)->isEnabled());
        QCOMPARE(silentControls(), QStringList());
        key(Qt::Key_Escape);
        QCOMPARE(text(u"pageTitle"_s), u"Home"_s);
        shut();
        // Asked in this order, a day between each.
        ask(0, path("case.fir_no"), u"Is this the number of the station?"_s);
        m_office.clock.advance(std::chrono::hours(24));
        ask(0, path("victim.age_years", m_row), u"Is the age told or estimated?"_s);
        m_office.clock.advance(std::chrono::hours(24));
        ask(1, path("case.police_station"), u"Which station is this?"_s);
        m_office.clock.advance(std::chrono::hours(24));
    }

    void homeTellsHowManyWaitAndLeadsToTheList()
    {
        open(u"officer"_s);
        QTRY_COMPARE(text(u"questionsText"_s), u"3 question(s) wait for you."_s);
        QVERIFY(text(u"questionsButton"_s).contains(u'3'));
        tabTo(u"questionsButton"_s);
        key(Qt::Key_Space);
        QCOMPARE(text(u"pageTitle"_s), u"Questions"_s);
        QCOMPARE(focusName(), u"questionTable"_s);
        const QStringList all = rows();
        QCOMPARE(all.size(), 3);
        QVERIFY2(all[0].contains(m_cases[0].localRef) && all[0].contains(u"number of the station"_s)
                     && all[0].contains(u"You answer"_s) && all[0].contains(u"3 day(s)"_s)
                     && all[0].contains(u"asked by Name of reviewer"_s),
                 qPrintable(all[0]));
        QVERIFY2(all[1].contains(u"V-1"_s) && all[1].contains(u"2 day(s)"_s), qPrintable(all[1]));
        QVERIFY2(all[2].contains(m_cases[1].localRef) && all[2].contains(u"1 day(s)"_s), qPrintable(all[2]));
        QVERIFY(text(u"questionDetail"_s).contains(u"It waits for you"_s));
        QVERIFY(text(u"questionsState"_s).startsWith(u"3 question(s)"_s));
        key(Qt::Key_Escape);
        QCOMPARE(text(u"pageTitle"_s), u"Home"_s);
        // By mouse as well.
        QTest::mouseClick(seen(u"questionsButton"_s), Qt::LeftButton);
        QCOMPARE(text(u"pageTitle"_s), u"Questions"_s);
    }

    void theListIsReachedFromReviewAndLeadsBackThere()
    {
        open(u"reviewer"_s);
        key(Qt::Key_3, Qt::ControlModifier);
        QTRY_COMPARE(text(u"questionsText"_s), u"3 open question(s) wait for others."_s);
        tabTo(u"questionsButton"_s);
        key(Qt::Key_Space);
        QCOMPARE(rows().size(), 3);
        for (const QString& row : rows())
            QVERIFY2(row.contains(u"The officer answers"_s), qPrintable(row));
        key(Qt::Key_Escape);
        QCOMPARE(text(u"pageTitle"_s), u"Review"_s);
        key(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::mouseClick(seen(u"leaveQuestionsButton"_s), Qt::LeftButton);
        QCOMPARE(text(u"pageTitle"_s), u"Review"_s);
    }

    void enterOpensTheCaseAtTheAnswerAndEscComesBack()
    {
        open(u"officer"_s);
        toList();
        choose(u"estimated"_s);
        key(Qt::Key_Return);
        QCOMPARE(text(u"caseTitle"_s), m_cases[0].localRef);
        QCOMPARE(focusName(), u"victim.age_years"_s);
        QVERIFY2(text(u"caseMessage"_s).contains(u"Ctrl+Q answers it"_s), qPrintable(text(u"caseMessage"_s)));
        key(Qt::Key_Escape);
        QCOMPARE(text(u"pageTitle"_s), u"Questions"_s);
        QVERIFY2(text(u"questionDetail"_s).contains(u"estimated"_s), "the same line is chosen");
        // The button does what Enter does.
        tabTo(u"openQuestionButton"_s);
        key(Qt::Key_Space);
        QCOMPARE(focusName(), u"victim.age_years"_s);
    }

    void theListIsFilteredByKeys()
    {
        open(u"officer"_s);
        toList();
        choose(u"Which station"_s);
        tabTo(u"questionSearch"_s);
        const QString number = m_cases[1].localRef;
        type(inBangla(number.right(6)));
        QCOMPARE(rows().size(), 1);
        QVERIFY(rows()[0].contains(number));
        key(Qt::Key_Return);
        QCOMPARE(focusName(), u"questionTable"_s);
        tabTo(u"questionSearch"_s);
        key(Qt::Key_A, Qt::ControlModifier);
        key(Qt::Key_Delete);
        QCOMPARE(rows().size(), 3);
        QVERIFY2(text(u"questionDetail"_s).contains(u"Which station"_s), "the same one stays chosen");
        type(u"x"_s);
        QCOMPARE(rows(), QStringList());
        QVERIFY2(text(u"questionsState"_s).startsWith(u"No such question"_s),
                 qPrintable(text(u"questionsState"_s)));
        QCOMPARE(silentControls(), QStringList());
        open(u"reviewer"_s);
        toList();
        tabTo(u"questionFilter"_s);
        key(Qt::Key_Down);
        QCOMPARE(rows(), QStringList());
        QCOMPARE(text(u"questionsState"_s),
                 u"No question waits for you. 3 open question(s) wait for others."_s);
        QCOMPARE(focusName(), u"questionFilter"_s);
        key(Qt::Key_Up);
        QCOMPARE(rows().size(), 3);
    }

    /// The badges of the case: in its head and beside the parts of the form; F9 goes round, and says when there is none.
    void theCaseShowsHowManyAreOpenAndF9GoesRound()
    {
        open(u"officer"_s);
        toList();
        choose(u"number of the station"_s);
        key(Qt::Key_Return);
        QCOMPARE(text(u"questionsPill"_s), u"2 open question(s)"_s);
        QTRY_COMPARE(badges(), 2);
        QCOMPARE(focusName(), u"case.fir_no"_s);
        key(Qt::Key_F9);
        QCOMPARE(focusName(), u"victim.age_years"_s);
        QTRY_COMPARE(badges(), 2);
        key(Qt::Key_F9);
        QCOMPARE(focusName(), u"case.fir_no"_s);
        key(Qt::Key_F9, Qt::ShiftModifier);
        QCOMPARE(focusName(), u"victim.age_years"_s);
        key(Qt::Key_F9, Qt::ShiftModifier);
        QCOMPARE(focusName(), u"case.fir_no"_s);
        const auto* list = seen<QListWidget>(u"navigator"_s);
        QStringList told;
        for (int at = 0; at < list->count(); ++at)
            told.append(list->item(at)->data(Qt::AccessibleDescriptionRole).toString());
        QVERIFY2(told.filter(u"1 open question(s)"_s).size() >= 2, qPrintable(told.join(u'\n')));
        key(Qt::Key_Escape);
        key(Qt::Key_2, Qt::ControlModifier);
        const auto* cases = seen<QTableView>(u"caseTable"_s);
        tabTo(u"caseTable"_s);
        for (int row = 0; row < cases->model()->rowCount(); ++row) {
            if (cases->model()->index(row, 0).data().toString().contains(m_cases[3].localRef))
                break;
            key(Qt::Key_Down);
        }
        key(Qt::Key_Return);
        QCOMPARE(text(u"caseTitle"_s), m_cases[3].localRef);
        QVERIFY(!seen(u"questionsPill"_s));
        QTRY_COMPARE(badges(), 0);
        key(Qt::Key_F9);
        QVERIFY2(text(u"caseMessage"_s).contains(u"No question is open"_s),
                 qPrintable(text(u"caseMessage"_s)));
    }

    /// Then it is no longer the officer's task, and its badges stay until it is closed.
    void anAnsweredQuestionWaitsForWhoAsked()
    {
        open(u"officer"_s);
        const auto asksForAnAnswer = [this] {
            const auto* tasks = seen<QTableView>(u"taskTable"_s)->model();
            int count = 0;
            for (int row = 0; row < tasks->rowCount(); ++row)
                count += tasks->index(row, 0).data().toString() == u"Answer a question"_s ? 1 : 0;
            return count;
        };
        QTRY_COMPARE(asksForAnAnswer(), 2);  // cases
        toList();
        choose(u"number of the station"_s);
        key(Qt::Key_Return);
        say(u"Yes, of the year before"_s);
        key(Qt::Key_F9);
        say(u"The child told it"_s);
        QCOMPARE(text(u"questionsPill"_s), u"2 open question(s)"_s);
        key(Qt::Key_Escape);
        QCOMPARE(rows().size(), 3);
        QVERIFY2(rows()[0].contains(u"You answer"_s) && rows()[0].contains(m_cases[1].localRef),
                 qPrintable(rows()[0]));
        QVERIFY2(rows()[1].contains(u"Who asked closes it"_s) && rows()[1].contains(u"of the year before"_s),
                 qPrintable(rows()[1]));
        key(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(text(u"questionsText"_s),
                 u"1 question(s) wait for you. 2 open question(s) wait for others."_s);
        QCOMPARE(asksForAnAnswer(), 1);
        shut();
        carry(m_cases[0].record, u"officer"_s, u"reviewer"_s);
    }

    void closedTheyTakeTheirBadgesWithThem()
    {
        open(u"reviewer"_s);
        key(Qt::Key_3, Qt::ControlModifier);
        toList();
        choose(u"of the year before"_s);
        QVERIFY(rows()[0].contains(u"You close it"_s) && rows()[1].contains(u"You close it"_s));
        key(Qt::Key_Return);
        QCOMPARE(focusName(), u"case.fir_no"_s);
        QVERIFY2(text(u"caseMessage"_s).contains(u"Ctrl+Q closes it"_s), qPrintable(text(u"caseMessage"_s)));
        QTRY_COMPARE(badges(), 2);
        say(u"Thank you"_s);
        QCOMPARE(text(u"questionsPill"_s), u"1 open question(s)"_s);
        QTRY_COMPARE(badges(), 1);
        key(Qt::Key_F9);
        QCOMPARE(focusName(), u"victim.age_years"_s);
        key(Qt::Key_F9);
        QCOMPARE(focusName(), u"victim.age_years"_s);
        key(Qt::Key_Escape);
        QCOMPARE(rows().size(), 2);
        tabTo(u"questionFilter"_s);
        key(Qt::Key_End);
        QCOMPARE(rows().size(), 3);
        QVERIFY2(rows().last().contains(u"Closed"_s), qPrintable(rows().last()));
        key(Qt::Key_Home);
        tabTo(u"questionTable"_s);
        choose(u"The child told it"_s);
        key(Qt::Key_Return);
        say(u"Good"_s);
        QVERIFY(!seen(u"questionsPill"_s));
        QTRY_COMPARE(badges(), 0);
        key(Qt::Key_Escape);
        QCOMPARE(rows().size(), 1);
        QVERIFY(rows()[0].contains(m_cases[1].localRef));
        carry(m_cases[0].record, u"reviewer"_s, u"officer"_s);
    }

    void aQuestionAboutWhatIsNotAskedNowSaysSo()
    {
        const Answers answers = good(CaseDesk(at(u"officer"_s)).view(m_cases[2].record)).answers;
        const FormEngine& engine = at(u"officer"_s).engine();
        QString hidden;
        for (const FieldDefinition& field : engine.form().fields()) {
            const AnswerPath place{field.group, {}, field.id};
            if (engine.form().group(field.group)->name == u"case"_s && !engine.isRelevant(place, answers)) {
                hidden = field.label.in(u"en"_s);
                ask(2, place, u"And what about this?"_s);
                break;
            }
        }
        QVERIFY(!hidden.isEmpty());
        open(u"officer"_s);
        toList();
        choose(u"what about this"_s);
        QVERIFY(text(u"questionDetail"_s).contains(hidden));
        key(Qt::Key_Return);
        QCOMPARE(text(u"caseTitle"_s), m_cases[2].localRef);
        QVERIFY2(text(u"caseMessage"_s).contains(u"does not ask for now"_s),
                 qPrintable(text(u"caseMessage"_s)));
        QCOMPARE(text(u"questionsPill"_s), u"1 open question(s)"_s);
    }

    void itHasRoomOnASmallScreen_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        Look::each([](const QString& name, const QString& language, const QString& theme, int percent) {
            QTest::newRow(qPrintable(name)) << language << theme << percent;
        });
        ask(0, path("case.fir_no"),
            u"Is this the number of the station, or that of the court? The book of "
            u"the station has another one, with a stroke and the year behind it."_s);
        ask(0, path("victim.age_years", m_row), u"Is the age told or estimated?"_s);
        const CaseQuery first = good(QueryList::of(at(u"officer"_s), m_cases[0].record)).last();
        (void)good(CaseTalk(at(u"officer"_s)).answerQuery(first.record, first.query.id, u"She told it."_s));
        carry(first.record, u"officer"_s, u"reviewer"_s);
    }
    void itHasRoomOnASmallScreen()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        QFETCH(const int, percent);
        const Look look(language, theme, percent);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        open(u"officer"_s, language);
        QTRY_VERIFY(seen(u"questionsButton"_s));
        hasRoom(u"home-"_s + name);
        key(Qt::Key_3, Qt::ControlModifier);
        hasRoom(u"review-"_s + name);
        key(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(isRead() && rows().size() == 4);
        hasRoom(u"list-"_s + name);
        const auto* table = seen<QTableView>(u"questionTable"_s);
        QVERIFY2(table->viewport()->height() >= 3 * table->verticalHeader()->defaultSectionSize(),
                 qPrintable(QString::number(table->viewport()->height())));
        key(Qt::Key_Home, Qt::ControlModifier);
        key(Qt::Key_Return);
        QVERIFY(seen(u"questionsPill"_s));
        QTRY_VERIFY(badges() > 0);
        hasRoom(u"case-"_s + name);
        shut();
    }
};

QTEST_MAIN(QuestionsTest)
#include "QuestionsTest.moc"
