// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormDefinition.h"
#include "forms/widgets/FormView.h"
#include "tests/app/desktop/OfficeFixture.h"

#include <QDate>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QLocale>
#include <QTableView>

using namespace prohori;
using namespace Qt::StringLiterals;

/// A supervisor and an officer with real windows, by keys alone: a return with a remark and its answer, a question on an answer, what was changed
/// since, the history, the approved version and an approval that falls back. Pictures go to PROHORI_PICTURES, where that is set.
class ReviewTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY2(m_fixture.open(OfficeFixture::officeOfTwo()) && m_fixture.fill(u"officer"_s, 3, 21),
                 m_fixture.why());
        m_ids = m_fixture.ids();
        m_refs = m_fixture.refs();
        for (int which = 0; which < m_ids.size(); ++which)
            QCOMPARE(m_fixture.onCase(u"officer"_s, u"submit"_s, which).exit, 0);
        syncBoth();
    }

    /// Return with a remark on a field; it lands with the officer, the cursor on it; he answers it and submits again; the supervisor sees that
    /// alone and approves.
    void aReturnedCaseComesBackWithItsAnswer()
    {
        {
            auto chief = open(u"chief"_s);
            chief->key(Qt::Key_3, Qt::ControlModifier);
            QVERIFY(chief->waitForText(u"reviewSince"_s, u"first time"_s));
            lookAt(*chief, u"queue"_s);
            QVERIFY(chief->openRow(u"reviewTable"_s, {m_refs[0]}));
            goTo(*chief, u"fir_no"_s);
            chief->key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
            chief->type(u"The number looks short"_s);
            QVERIFY(chief->press(u"okButton"_s));
            QVERIFY2(chief->text(u"note.case.fir_no"_s).contains(u"The number looks short"_s),
                     qPrintable(chief->everything()));
            chief->lock();
            QVERIFY(chief->unlock(m_fixture.password(u"chief"_s)));
            chief->key(Qt::Key_3, Qt::ControlModifier);
            QVERIFY(chief->openRow(u"reviewTable"_s, {m_refs[0]}));
            goTo(*chief, u"fir_no"_s);
            QVERIFY(chief->text(u"note.case.fir_no"_s).contains(u"The number looks short"_s));
            chief->key(Qt::Key_R, Qt::ControlModifier);
            chief->key(Qt::Key_Space);
            QVERIFY(chief->tabTo(u"commentEdit"_s));
            chief->type(u"Please look at the number"_s);
            QVERIFY(chief->press(u"okButton"_s));
            QVERIFY(chief->waitForText(u"caseMessage"_s, m_refs[0]));
        }
        syncBoth();
        {
            auto officer = open(u"officer"_s);
            QVERIFY(officer->tabTo(u"returnedTile"_s));
            officer->key(Qt::Key_Space);
            QVERIFY(officer->openRow(u"caseTable"_s, {m_refs[0]}));
            QCOMPARE(officer->focusName(), u"case.fir_no"_s);
            QVERIFY(officer->text(u"note.case.fir_no"_s).contains(u"The number looks short"_s));
            lookAt(*officer, u"returned"_s);
            officer->key(Qt::Key_Return, Qt::ControlModifier);
            QVERIFY(officer->waitForText(u"caseMessage"_s, u"not submitted"_s));
            QCOMPARE(officer->focusName(), u"case.fir_no"_s);
            officer->key(Qt::Key_A, Qt::ControlModifier);
            officer->enter(u"1077/2026"_s);
            officer->key(Qt::Key_Return, Qt::ControlModifier);
            QVERIFY2(officer->waitForText(u"caseMessage"_s, u"Saved here"_s),
                     qPrintable(officer->everything()));
        }
        syncBoth();
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        moveTo(*chief, m_refs[0]);
        QVERIFY2(chief->waitForText(u"reviewSince"_s, u"Since then"_s), qPrintable(chief->everything()));
        QCOMPARE(chief->text(u"reviewChanges"_s).count(u"1077/2026"_s), 1);
        lookAt(*chief, u"changes"_s);
        approve(*chief);
        QVERIFY(chief->text(u"caseMessage"_s).contains(m_refs[0]));
    }

    void aQuestionOnAnAnswerKeepsTheCaseFromApproval()
    {
        {
            auto chief = open(u"chief"_s);
            chief->key(Qt::Key_3, Qt::ControlModifier);
            QVERIFY(chief->openRow(u"reviewTable"_s, {m_refs[1]}));
            goTo(*chief, u"police_station"_s);
            ask(*chief, u"Is this the right station?"_s);
            QVERIFY(!chief->seen(u"approveButton"_s)->isEnabled());
            lookAt(*chief, u"question"_s);
        }
        syncBoth();
        {
            auto officer = open(u"officer"_s);
            officer->key(Qt::Key_2, Qt::ControlModifier);
            QVERIFY(officer->openRow(u"caseTable"_s, {m_refs[1]}));
            goTo(*officer, u"police_station"_s);
            ask(*officer, u"Yes, it is"_s);
        }
        syncBoth();
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(chief->openRow(u"reviewTable"_s, {m_refs[1]}));
        goTo(*chief, u"police_station"_s);
        QVERIFY(chief->text(u"note.case.police_station"_s).contains(u"Yes, it is"_s));
        ask(*chief, u"Thank you"_s);
        QVERIFY(chief->seen(u"approveButton"_s)->isEnabled());
    }

    /// The same by `prohorictl query`.
    void theCommandLineAsksAnswersAndCloses()
    {
        QCOMPARE(query(u"chief"_s,
                       {u"open"_s, m_ids[2], u"--field"_s, u"case.fir_date"_s, u"--text"_s, u"Which day?"_s})
                     .exit,
                 0);
        syncBoth();
        const QJsonArray open = query(u"officer"_s, {u"list"_s, u"--json"_s}).array();
        QCOMPARE(open.size(), 1);
        QCOMPARE(open[0][u"field"_s].toString(), u"case.fir_date"_s);
        QCOMPARE(open[0][u"lines"_s][0][u"text"_s].toString(), u"Which day?"_s);
        const QString id = open[0][u"query"_s].toString().left(8);
        QVERIFY(query(u"officer"_s, {u"close"_s, m_ids[2], id}).exit != 0);
        QVERIFY(query(u"officer"_s, {u"answer"_s, m_ids[2], id}).exit != 0);
        QCOMPARE(query(u"officer"_s, {u"answer"_s, m_ids[2], id, u"--text"_s, u"The seventh"_s}).exit, 0);
        syncBoth();
        QCOMPARE(query(u"chief"_s, {u"close"_s, m_ids[2], id}).exit, 0);
        QVERIFY(query(u"chief"_s, {u"list"_s, u"--json"_s}).array().isEmpty());
        const QJsonArray all = query(u"chief"_s, {u"list"_s, m_ids[2], u"--json"_s}).array();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0][u"state"_s].toString(), u"closed"_s);
    }

    /// What nobody has decided yet is taken back by one key, and handed in again.
    void aSubmissionIsTakenBackByKey()
    {
        auto officer = open(u"officer"_s);
        officer->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(officer->openRow(u"caseTable"_s, {m_refs[2]}));
        officer->key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(officer->waitForText(u"caseMessage"_s, u"Recalled"_s), qPrintable(officer->everything()));
        QCOMPARE(officer->text(u"caseChip"_s), u"Draft"_s);
        officer->key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(officer->waitForText(u"caseMessage"_s, u"Submitted"_s), qPrintable(officer->everything()));
        officer.reset();
        syncBoth();
    }

    void theHistoryTellsWhoWroteWhatAndShowsTheCaseAsItWas()
    {
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(chief->openRow(u"caseTable"_s, {m_refs[0]}));
        chief->key(Qt::Key_H, Qt::ControlModifier);
        QVERIFY(chief->seen(u"historyDialog"_s));
        const QString all = chief->text(u"historyTable"_s);
        for (const QString& part : {u"1077/2026"_s, u"Test officer"_s, u"Test chief"_s,
                                    u"The number looks short"_s, u"Please look at the number"_s})
            QVERIFY2(all.contains(part), qPrintable(part + u"\n"_s + all));
        lookAt(*chief, u"history"_s);
        QVERIFY(chief->tabTo(u"historySearch"_s));
        chief->type(u"1077"_s);
        auto* table = static_cast<QTableView*>(chief->seen(u"historyTable"_s));
        QCOMPARE(table->model()->rowCount(), 1);
        QVERIFY(chief->tabTo(u"historyTable"_s));
        chief->key(Qt::Key_Return);
        QVERIFY(chief->seen(u"pastCaseDialog"_s));
        QVERIFY(chief->text(u"pastCaption"_s).contains(m_refs[0]));
        QCOMPARE(pastNumber(*chief), u"1077/2026"_s);
        lookAt(*chief, u"past"_s);
        // The first state of all, as it was entered: the number is the one that was looked at as too short.
        chief->key(Qt::Key_Escape);
        QVERIFY(chief->tabTo(u"historySearch"_s));
        chief->key(Qt::Key_A, Qt::ControlModifier);
        chief->key(Qt::Key_Delete);
        QVERIFY(chief->tabTo(u"historyTable"_s));
        chief->key(Qt::Key_End, Qt::ControlModifier);
        chief->key(Qt::Key_Return);
        QVERIFY(chief->seen(u"pastCaseDialog"_s));
        QVERIFY2(!pastNumber(*chief).isEmpty() && pastNumber(*chief) != u"1077/2026"_s,
                 qPrintable(pastNumber(*chief)));
        QVERIFY(chief->text(u"pastCaption"_s).contains(u"Test officer"_s));
    }

    /// design 3: an approval is bound to content; what is changed afterwards turns it to "changed since approval".
    void anApprovalFallsBackAndTheApprovedVersionStaysReadable()
    {
        Deployment& d = m_fixture.deployment;
        QCOMPARE(d.ctl({u"case"_s, u"edit"_s, d.store(u"officer"_s), m_ids[0], u"--set"_s,
                        u"case.victims_reported=9"_s, u"--reason"_s, u"entry_error"_s, u"--note"_s,
                        u"The register says so"_s},
                       u"officer"_s)
                     .exit,
                 0);
        syncBoth();
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(chief->openRow(u"caseTable"_s, {m_refs[0]}));
        QVERIFY2(chief->everything().contains(u"hanged since approval"_s), qPrintable(chief->everything()));
        chief->key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(chief->seen(u"comparedDialog"_s));
        // Approved by whom, on which day, and that it is this version.
        const QString caption = chief->text(u"comparedCaption"_s);
        QVERIFY2(caption.contains(m_refs[0] + u" as approved by Test chief on "_s)
                     && caption.contains(QLocale().toString(QDate::currentDate(), u"d MMM yyyy"_s)),
                 qPrintable(caption));
        lookAt(*chief, u"approved"_s);
    }

    void allWithNothingOpenAreApprovedInOneStep()
    {
        const qsizetype first = m_ids.size();
        constexpr int kMore = 6;
        QVERIFY2(m_fixture.fill(u"officer"_s, kMore, 77), m_fixture.why());
        m_ids = m_fixture.ids();
        for (qsizetype which = first; which < m_ids.size(); ++which)
            QCOMPARE(m_fixture.onCase(u"officer"_s, u"submit"_s, which).exit, 0);
        syncBoth();
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        const int before = waiting(*chief);
        QVERIFY(before >= kMore);
        chief->key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(chief->seen(u"okButton"_s), qPrintable(chief->everything()));
        tickAll(*chief);
        QVERIFY(chief->press(u"okButton"_s));
        QVERIFY(chief->waitForText(u"reviewMessage"_s, u"approved"_s));
        const int left = waiting(*chief);
        QVERIFY2(left > 0 && left < before, qPrintable(QString::number(left)));
        // What is left has something open: it says so, and does nothing.
        chief->key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!chief->seen(u"okButton"_s));
        QVERIFY2(chief->text(u"reviewMessage"_s).contains(u"one by one"_s), qPrintable(chief->everything()));
        QCOMPARE(waiting(*chief), left);
    }

private:
    /// The FIR number in the earlier state that is shown.
    static QString pastNumber(DesktopDriver& screen)
    {
        const auto* form = screen.seen(u"pastCaseDialog"_s)->findChild<FormView*>();
        const FieldDefinition* field = officialForm()->field(u"case"_s, u"fir_no"_s);
        return form->answers().value({field->group, {}, field->id}).text;
    }
    void syncBoth() { QVERIFY2(m_fixture.syncAll(), m_fixture.why()); }
    /// `query WORD STORE …`.
    Ran query(const QString& who, const QStringList& words)
    {
        Deployment& d = m_fixture.deployment;
        return d.ctl(QStringList{u"query"_s, words[0], d.store(who)} + words.mid(1), who);
    }
    std::unique_ptr<DesktopDriver> open(const QString& who)
    {
        auto screen = m_fixture.start(who);
        if (!screen->unlock(m_fixture.password(who)))
            qFatal("the station does not open");
        return screen;
    }
    void goTo(DesktopDriver& screen, const QString& field)
    {
        screen.key(Qt::Key_G, Qt::ControlModifier);
        screen.type(field);
        screen.key(Qt::Key_Return);
        QCOMPARE(screen.focusName(), u"case."_s + field);
    }
    void ask(DesktopDriver& screen, const QString& words)
    {
        screen.key(Qt::Key_Q, Qt::ControlModifier);
        QVERIFY2(screen.seen(u"reasonDialog"_s), qPrintable(screen.everything()));
        screen.type(words);
        QVERIFY(screen.press(u"okButton"_s));
        QVERIFY(screen.waitForText(u"caseMessage"_s, u"written down"_s));
    }
    void moveTo(DesktopDriver& screen, const QString& reference)
    {
        for (int i = 0; i < m_refs.size() && screen.text(u"reviewHeading"_s) != reference; ++i) {
            screen.key(Qt::Key_Down);
            screen.waitForText(u"reviewHeading"_s, reference, 1000);
        }
        QCOMPARE(screen.text(u"reviewHeading"_s), reference);
    }
    void tickAll(DesktopDriver& screen)
    {
        for (int i = 0; i < 12 && !screen.seen(u"okButton"_s)->isEnabled(); ++i) {
            screen.key(Qt::Key_Space);
            screen.key(Qt::Key_Down);
        }
    }
    void approve(DesktopDriver& screen)
    {
        screen.key(Qt::Key_Return);
        screen.key(Qt::Key_P, Qt::ControlModifier);
        QVERIFY(screen.seen(u"okButton"_s));
        tickAll(screen);
        QVERIFY(screen.press(u"okButton"_s));
        QVERIFY(screen.waitForText(u"caseMessage"_s, u"Saved here"_s));
    }
    int waiting(DesktopDriver& screen)
    {
        return static_cast<QTableView*>(screen.seen(u"reviewTable"_s))->model()->rowCount();
    }
    void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/review-"_s + name + u".png"_s));
    }

    OfficeFixture m_fixture;
    QStringList m_ids, m_refs;
};

QTEST_MAIN(ReviewTest)
#include "ReviewTest.moc"
