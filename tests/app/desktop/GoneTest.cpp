// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasesPage.h"
#include "app/desktop/Controls.h"
#include "app/station/CaseWords.h"
#include "app/station/GoneCases.h"
#include "app/station/MoveDesk.h"
#include "tests/app/desktop/Room.h"
#include "tests/app/station/TestOffice.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace prohori;
using namespace std::chrono_literals;

namespace {

const Scope kHome = u"41"_s, kAway = u"26"_s;

template <typename T>
T good(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

QString inBangla(const QString& number)
{
    QString text;
    for (const QChar each : number)
        text += each.isDigit() ? QChar(u'০' + each.digitValue()) : each;
    return text;
}

}  // namespace

/// The page of cases tells where a case went whose number somebody looks for: moved away, or void for longer than its content is kept. Pictures go
/// to PROHORI_PICTURES, where that is set.
class GoneTest : public QObject {
    Q_OBJECT

    TestOffice m_office;
    std::unique_ptr<Session> m_reviewer;
    std::unique_ptr<CasesPage> m_page;
    std::unique_ptr<Look> m_look;
    quint64 m_position = 0, m_seed = 7300;
    CaseRow m_moved, m_void, m_third;

    Store& store() { return m_reviewer->station().store(); }
    /// Everything of the record that one station has and the other does not have yet.
    void carry(const RecordId& record, Station& from, Station& to)
    {
        QList<IncomingChange> news;
        const History history = good(from.store().history(record));
        for (const ChangePtr& change : history.changes())
            news.append({change, m_office.clock.now(), ++m_position});
        const auto taken = to.store().applyFrame(news, {from.me().scope, m_position});
        QVERIFY2(taken, taken ? "" : qPrintable(taken.error().detail));
    }
    /// A case that the officer entered and the reviewer has.
    CaseRow entered()
    {
        Station& officer = m_office.at(u"officer"_s);
        const SavedCase saved = good(CaseDesk(officer).create(m_office.practiceCase(officer, ++m_seed)));
        carry(saved.record, officer, m_reviewer->station());
        return good(store().caseRow(saved.record));
    }
    /// A hub has all that the reviewer wrote.
    void deliver(const RecordId& record)
    {
        QList<Verdict> verdicts;
        const History history = good(store().history(record));
        for (const ChangePtr& change : history.changes())
            verdicts.append({change->id(), Delivery::Safe, Refusal::None, m_office.clock.now(), {}});
        QVERIFY(store().recordVerdicts(verdicts));
    }
    void show()
    {
        m_page = std::make_unique<CasesPage>(*m_reviewer);
        m_page->resize(1200, 640);  // what the window leaves of a small screen
        m_page->setVisible(true);
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    template <typename Widget>
    Widget* part(const QString& name) const
    {
        return m_page->findChild<Widget*>(name);
    }
    QString told() const { return part<QLabel>(u"caseListMessage"_s)->text(); }
    int rows() const { return part<QTableView>(u"caseTable"_s)->model()->rowCount(); }
    void search(const QString& text)
    {
        auto* line = part<QLineEdit>(u"caseSearchEdit"_s);
        line->setFocus();
        line->selectAll();
        if (text.isEmpty())
            QTest::keyClick(line, Qt::Key_Delete);
        line->insert(text);
        QTest::keyClick(line, Qt::Key_Return);
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
        m_reviewer = std::make_unique<Session>(m_office.take(u"reviewer"_s));
        Theme::apply(*qApp, Theme::Mode::Light, 100);

        m_moved = entered();
        m_void = entered();
        m_third = entered();
        (void)entered();
        (void)good(MoveDesk(m_reviewer->station()).propose(m_moved.record, kAway, u"They live there"_s));
        carry(m_moved.record, m_reviewer->station(), m_office.at(u"taker"_s));
        (void)good(MoveDesk(m_office.at(u"taker"_s)).accept(m_moved.record));
        carry(m_moved.record, m_office.at(u"taker"_s), m_reviewer->station());
        for (const CaseRow& one : {m_void, m_third})
            (void)good(m_reviewer->desk().act(
                one.record, {ActKind::Void, {u"entered_in_error"_s}, u"Entered twice"_s, {}, true}));
        for (const CaseRow& one : {m_moved, m_void, m_third})
            deliver(one.record);
        m_office.clock.advance(24h * Store::kVoidKeptDays + 1min);
        QCOMPARE(good(store().removeWhatIsDue(m_office.clock.now())).gone.size(), 3);
    }
    void init() { show(); }
    void cleanup()
    {
        m_page.reset();
        m_look.reset();
    }

    void theNumberOfAGoneCaseTellsWhereItWent_data()
    {
        QTest::addColumn<bool>("isVoid");
        QTest::addColumn<QString>("says");
        QTest::newRow("moved away") << false << u"moved to another district (Dhaka)"_s;
        QTest::newRow("void") << true << u"void; its content was removed on"_s;
    }

    void theNumberOfAGoneCaseTellsWhereItWent()
    {
        QFETCH(const bool, isVoid);
        QFETCH(const QString, says);
        const CaseRow& one = isVoid ? m_void : m_moved;
        QCOMPARE(told(), QString());
        const QString number = one.localRef;
        for (const QString& typed : {number, number.toLower(), u"  "_s + inBangla(number), number.mid(2)}) {
            search(typed);
            QCOMPARE(rows(), 0);
            QVERIFY2(told().contains(u"Case "_s + number) && told().contains(says), qPrintable(told()));
            QVERIFY2(told().contains(CaseWords::moment(m_office.clock.now())), qPrintable(told()));
            search({});
            QCOMPARE(told(), QString());
        }
        search(u"nobody has this number"_s);
        QCOMPARE(rows(), 0);
        QCOMPARE(told(), QString());
    }

    /// What is said of one search does not stay under the next, and takes no other sentence away.
    void itIsSaidOfThisSearchAlone()
    {
        search(m_moved.localRef);
        QVERIFY(!told().isEmpty());
        search(u"41-"_s);
        QVERIFY(rows() > 0);
        QCOMPARE(told(), QString());
        search(m_moved.localRef);
        QVERIFY(!told().isEmpty());
        m_page->showPhase({}, false);
        QVERIFY(rows() > 0);
        QCOMPARE(told(), QString());
    }

    /// However many there are: the list keeps its room, and the rest is counted.
    void manyAreCounted()
    {
        const auto all = good(goneByNumber(store(), u"2026"_s));
        QCOMPARE(all.size(), 3);
        QVERIFY(good(goneByNumber(store(), u"202"_s)).isEmpty());
        QVERIFY(good(goneByNumber(store(), u"2027-XX"_s)).isEmpty());
        auto* states = part<QComboBox>(u"stateFilter"_s);
        states->setCurrentIndex(states->findData(static_cast<int>(RecordPhase::Frozen)));
        search(u"2026"_s);
        QCOMPARE(told().count(u"Case 41-2026-"_s), 2);
        QVERIFY2(told().contains(u"1 more with such a number"_s), qPrintable(told()));
        settle();
        QVERIFY2(whatIsCut(*m_page).isEmpty(), qPrintable(whatIsCut(*m_page)));
    }

    // --- cases that are on their way

    void announce(const QList<ComingCase>& lines)
    {
        QVERIFY(store().takeComing(kHome, m_position + 1'000, lines, {}));
    }
    ComingCase line(char id, const QString& number, RecordPhase phase = RecordPhase::Submitted) const
    {
        return {RecordId::fromBytes(QByteArray(16, id)), number, {}, phase, m_office.clock.now()};
    }

    /// The number of a case that is still to come is found, grey, behind those that are here, and cannot be opened.
    void whatIsOnItsWayIsToldAndNotOpened()
    {
        ComingCase national = line('n', u"41-2026-07-0777"_s, RecordPhase::HqAccepted);
        national.nationalRef = u"BD-2026-004711"_s;
        announce({line('a', u"41-2026-07-0776"_s), national});
        search(u"07-0777"_s);
        auto* table = part<QTableView>(u"caseTable"_s);
        QAbstractItemModel* model = table->model();
        QCOMPARE(rows(), 1);
        QVERIFY(part<QLabel>(u"caseCount"_s)->text().startsWith(u'0'));
        const QModelIndex at = model->index(0, CaseListModel::Case);
        QCOMPARE(at.data().toString(), u"41-2026-07-0777"_s);
        QCOMPARE(at.data(RowDelegate::SecondLine).toString(),
                 u"on its way from the Ministry's server: arrives with the next syncs · BD-2026-004711"_s);
        QCOMPARE(model->index(0, CaseListModel::Status).data(RowDelegate::ChipText).toString(),
                 CaseWords::phase(RecordPhase::HqAccepted));
        QVERIFY(!model->index(0, CaseListModel::Time).data().toString().isEmpty());
        QVERIFY(at.data(Qt::AccessibleTextRole).toString().contains(u"on its way"_s));
        QCOMPARE(model->flags(at) & (Qt::ItemIsEnabled | Qt::ItemIsSelectable), Qt::NoItemFlags);
        QSignalSpy chosen(m_page.get(), &CasesPage::caseChosen);
        QTest::keyClick(table, Qt::Key_Return);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(at).center());
        emit table->activated(at);
        QCOMPARE(chosen.size(), 0);
        QVERIFY(!table->selectionModel()->hasSelection());
        // By the national number, in Bangla digits, and of a state or of nobody in particular alone.
        search(inBangla(u"2026-004711"_s));
        QCOMPARE(rows(), 1);
        auto* states = part<QComboBox>(u"stateFilter"_s);
        states->setCurrentIndex(states->findData(static_cast<int>(RecordPhase::Draft)));
        QCOMPARE(rows(), 0);
        states->setCurrentIndex(0);
        QCOMPARE(rows(), 1);
        part<QCheckBox>(u"onlyMineBox"_s)->setChecked(true);
        QCOMPARE(rows(), 0);
        part<QCheckBox>(u"onlyMineBox"_s)->setChecked(false);
        search({});
        const int all = rows();
        QVERIFY(all > 0);
        // Behind what is here, which is opened as before.
        search(u"41-2026"_s);
        QCOMPARE(rows(), all + 2);
        QVERIFY(table->selectionModel()->isRowSelected(0, {}));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QTest::keyClick(table, Qt::Key_End, Qt::ControlModifier);
        QVERIFY(table->currentIndex().row() < all);
        announce({});
    }

    void whatIsOnItsWayHasRoom_data() { itHasRoom_data(); }
    void whatIsOnItsWayHasRoom()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        QFETCH(const int, percent);
        m_page.reset();
        m_look = std::make_unique<Look>(language, theme, percent);
        ComingCase national = line('n', u"41-2026-07-0777"_s, RecordPhase::HqAccepted);
        national.nationalRef = u"BD-2026-004711"_s;
        announce(
            {line('a', u"41-2026-07-0776"_s), national, line('v', u"41-2026-07-0778"_s, RecordPhase::Void)});
        show();
        search(u"41-2026"_s);
        settle();
        picture(*m_page, u"coming-%1"_s.arg(QString::fromUtf8(QTest::currentDataTag())));
        const QString cut = whatIsCut(*m_page);
        QVERIFY2(cut.isEmpty(), qPrintable(cut));
        announce({});
    }

    void itHasRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        Look::each([](const QString& name, const QString& language, const QString& theme, int percent) {
            QTest::newRow(qPrintable(name)) << language << theme << percent;
        });
    }

    void itHasRoom()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        QFETCH(const int, percent);
        m_page.reset();
        m_look = std::make_unique<Look>(language, theme, percent);
        show();
        for (const CaseRow& one : {m_moved, m_void}) {
            search(one.localRef);
            settle();
            QVERIFY(told().contains(one.localRef));
            if (language == u"bn"_s)
                QVERIFY2(told().contains(u"মামলা"_s) && told().contains(u'।'), qPrintable(told()));
            picture(*m_page, u"gone-%1-%2"_s.arg(QString::fromUtf8(QTest::currentDataTag()),
                                                 one.record == m_void.record ? u"void"_s : u"moved"_s));
            const QString cut = whatIsCut(*m_page);
            QVERIFY2(cut.isEmpty(), qPrintable(cut));
        }
    }
};

QTEST_MAIN(GoneTest)
#include "GoneTest.moc"
