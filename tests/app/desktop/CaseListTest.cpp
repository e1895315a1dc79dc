// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CaseListModel.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ReviewPage.h"
#include "app/station/ReviewDesk.h"
#include "tests/app/desktop/Room.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QComboBox>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace prohori;
using namespace std::chrono_literals;

namespace {

template <typename T>
T good(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

AnswerPath path(const char* field)
{
    return CaseBuilder(*officialForm()).path(QString::fromLatin1(field));
}

}  // namespace

/// What the lists of cases tell: in which order a supervisor's queue stands, who holds a case, what is overdue and in conflict.
class CaseListTest : public QObject {
    Q_OBJECT

    TestOffice m_office;
    std::unique_ptr<Session> m_reviewer;
    quint64 m_position = 0, m_seed = 8100;
    QHash<QString, RecordId> m_cases;
    QHash<QString, QString> m_refs;

    Station& officer() { return m_office.at(u"officer"_s); }
    Station& colleague() { return m_office.at(u"colleague"_s); }
    void carry(const RecordId& record, Station& from, Station& to)
    {
        QList<IncomingChange> news;
        const History history = good(from.store().history(record));
        for (const ChangePtr& change : history.changes())
            news.append({change, m_office.clock.now(), ++m_position});
        QVERIFY(to.store().applyFrame(news, {from.me().scope, m_position}));
    }
    void submitted(const QString& name, const QString& risk)
    {
        Answers answers = m_office.practiceCase(officer(), ++m_seed);
        answers.set(path("case.risk_level"), {risk, {}, false});
        const SavedCase saved = good(CaseDesk(officer()).create(answers));
        (void)good(CaseDesk(officer()).act(saved.record, {ActKind::Submit, {}, {}, {}, true}));
        m_cases.insert(name, saved.record);
        m_refs.insert(saved.localRef, name);
        carry(saved.record, officer(), m_reviewer->station());
    }
    QStringList order(const CaseListModel& model)
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names.append(m_refs.value(model.index(row, CaseListModel::Case).data().toString()));
        return names;
    }
    std::unique_ptr<CaseListModel> list(CaseListModel::Order order)
    {
        auto model = std::make_unique<CaseListModel>(m_reviewer->station().store(), m_office.clock, order);
        model->setDeadlines(m_reviewer->deadlines());
        model->setReader(m_reviewer->station().me().person);
        CaseFilter filter;
        filter.toDecide = order == CaseListModel::Order::Queue;
        model->setFilter(filter);
        return model;
    }
    static QString of(const CaseListModel& model, const RecordId& record, int column, int role)
    {
        return model.index(model.indexOf(record).row(), column).data(role).toString();
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY(startSecrets());
        m_office.join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office.join(u"colleague"_s, Role::Recorder, u"41"_s);
        m_office.join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        for (const QString& who : {u"officer"_s, u"colleague"_s, u"reviewer"_s})
            m_office.confirm(who);
        m_reviewer = std::make_unique<Session>(m_office.take(u"reviewer"_s));
        Theme::apply(*qApp, Theme::Mode::Light, 100);

        // The first was approved long ago and has a later fact: it waits longest, and its clock is the Ministry's, which is long.
        submitted(u"later"_s, u"medium"_s);
        (void)good(m_reviewer->desk().act(m_cases[u"later"_s], {ActKind::Approve, {}, {}, {}, true}));
        carry(m_cases[u"later"_s], m_reviewer->station(), officer());
        CaseDesk desk(officer());
        const CaseView base = good(desk.view(m_cases[u"later"_s]));
        Answers answers = base.answers;
        const AnswerPath stage = path("case.case_stage");
        answers.set(stage, {answers.value(stage).text == u"trial"_s ? u"appeal"_s : u"trial"_s, {}, false});
        (void)good(desk.edit(base, answers));
        carry(m_cases[u"later"_s], officer(), m_reviewer->station());
        for (const auto& [name, risk] :
             {std::pair{u"low"_s, u"low"_s}, std::pair{u"critical"_s, u"critical"_s},
              std::pair{u"high"_s, u"high"_s}}) {
            m_office.clock.advance(24h);
            submitted(name, risk);
        }
        m_office.clock.advance(24h);
    }

    void theQueueStandsByWaitingTimeDeadlineOrRisk()
    {
        const auto model = list(CaseListModel::Order::Queue);
        model->setRiskReader(
            [&](const RecordId& record) { return ReviewDesk(m_reviewer->station()).riskOf(record); });
        QCOMPARE(order(*model), QStringList({u"later"_s, u"low"_s, u"critical"_s, u"high"_s}));
        QVERIFY(!of(*model, m_cases[u"low"_s], CaseListModel::Case, RowDelegate::SecondLine)
                     .contains(u"Safety risk"_s));
        model->setQueueOrder(CaseListModel::QueueOrder::Deadline);
        QCOMPARE(order(*model), QStringList({u"low"_s, u"critical"_s, u"high"_s, u"later"_s}));
        // The risk is sealed: the store does not know it, who reads the case does.
        QVERIFY(model->row(model->index(0, 0))->riskLevel.isEmpty());
        model->setQueueOrder(CaseListModel::QueueOrder::Risk);
        QCOMPARE(order(*model), QStringList({u"critical"_s, u"high"_s, u"later"_s, u"low"_s}));
        QVERIFY(of(*model, m_cases[u"critical"_s], CaseListModel::Case, RowDelegate::SecondLine)
                    .contains(u"Safety risk: "_s));
    }

    /// The same by keys on the page, for the person whose queue it is.
    void theOrderOfTheQueueIsChosenByKey()
    {
        ReviewPage page(*m_reviewer);
        page.resize(1200, 640);
        page.setVisible(true);
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* table = page.findChild<QTableView*>(u"reviewTable"_s);
        const auto first = [&] { return m_refs.value(table->model()->index(0, 0).data().toString()); };
        QCOMPARE(first(), u"later"_s);
        auto* orders = page.findChild<QComboBox*>(u"reviewOrder"_s);
        QTest::keyClick(orders, Qt::Key_Down);
        QCOMPARE(first(), u"low"_s);
        QTest::keyClick(orders, Qt::Key_Down);
        QCOMPARE(first(), u"critical"_s);
        const QString line = table->model()->index(0, 0).data(RowDelegate::SecondLine).toString();
        QVERIFY2(line.contains(u"held by Name of officer"_s), qPrintable(line));
    }

    /// Who holds it, that its day is over, and that people disagree about it.
    void listsTellHolderOverdueAndConflict()
    {
        const RecordId record = m_cases[u"low"_s];
        carry(record, officer(), colleague());
        for (Station* station : {&officer(), &colleague()}) {
            CaseDesk desk(*station);
            const CaseView base = good(desk.view(record));
            Answers answers = base.answers;
            answers.set(path("case.police_station"), {u"Thana of "_s + station->me().login, {}, false});
            (void)good(desk.edit(base, answers));
        }
        for (const CaseListModel::Order kind :
             {CaseListModel::Order::NewestFirst, CaseListModel::Order::Queue}) {
            const auto model = list(kind);
            const QString line = of(*model, record, CaseListModel::Case, RowDelegate::SecondLine);
            QVERIFY2(line.contains(u"held by Name of officer"_s), qPrintable(line));
            // The clock of the review has just begun; what the law asks for is another matter.
            QVERIFY2(kind != CaseListModel::Order::Queue || line.contains(u"left"_s), qPrintable(line));
            QVERIFY(of(*model, record, CaseListModel::Status, RowDelegate::ChipText) != u"Conflict"_s);
        }
        for (Station* station : {&officer(), &colleague()})
            carry(record, *station, m_reviewer->station());
        m_office.clock.advance(24h * 30);
        for (const CaseListModel::Order kind :
             {CaseListModel::Order::NewestFirst, CaseListModel::Order::Queue}) {
            const auto model = list(kind);
            const QString line = of(*model, record, CaseListModel::Case, RowDelegate::SecondLine);
            QVERIFY2(line.contains(u"overdue"_s), qPrintable(line));
            QCOMPARE(of(*model, record, CaseListModel::Status, RowDelegate::OtherChipText), u"Overdue"_s);
            QCOMPARE(of(*model, record, CaseListModel::Status, RowDelegate::ChipText), u"Conflict"_s);
            QVERIFY(of(*model, record, CaseListModel::Case, Qt::AccessibleTextRole).contains(u"Conflict"_s));
        }
    }
};

QTEST_MAIN(CaseListTest)
#include "CaseListTest.moc"
