// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"
#include "tests/app/desktop/OfficeFixture.h"
#include "tests/app/desktop/Room.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QJsonArray>
#include <QLabel>

using namespace prohori;
using namespace Qt::StringLiterals;

/** What people decide about cases, with real windows and a real hub, by keys alone: merge, void, a correction of an approved case and its second
    approval, later facts, what others did meanwhile, the Ministry's query, acceptance and closed year. Pictures go to PROHORI_PICTURES,
    where that is set.
*/
class ActsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY2(m_fixture.open({{u"officer"_s, u"recorder"_s},
                                 {u"colleague"_s, u"recorder"_s},
                                 {u"chief"_s, u"district_reviewer"_s},
                                 {u"minister"_s, u"hq_approver"_s, u"national"_s}})
                     && m_fixture.fill(u"officer"_s, 8, 21),
                 m_fixture.why());
        m_ids = m_fixture.ids();
        m_refs = m_fixture.refs();
        for (int which = 0; which < m_ids.size(); ++which)
            QCOMPARE(act(u"officer"_s, u"submit"_s, which).exit, 0);
        syncAll();
        for (int approved = 3; approved < 8; ++approved)
            QCOMPARE(act(u"chief"_s, u"approve"_s, approved).exit, 0);
        syncAll();
        // Two with later facts, one of which is corrected as well.
        for (const int which : {4, 7})
            QCOMPARE(edit(u"officer"_s, which, {u"case.case_stage="_s + otherStage(which)}).exit, 0);
        QCOMPARE(edit(u"officer"_s, 7, {u"case.police_station=Kotwali"_s}, kWhy).exit, 0);
        syncAll();
    }

    void itHasRoomOnASmallScreen_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        for (const QString& language : {u"en"_s, u"bn"_s}) {
            for (const QString& theme : {u"light"_s, u"dark"_s}) {
                for (const int percent : {100, 150})
                    QTest::addRow("%s-%s-%d", qPrintable(language), qPrintable(theme), percent)
                        << language << theme << percent;
            }
        }
    }

    void itHasRoomOnASmallScreen()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        QFETCH(const int, percent);
        LookSettings look;
        look.language = language;
        look.theme = theme;
        look.textPercent = percent;
        const QString name = u"-%1-%2-%3"_s.arg(language, theme).arg(percent);
        const auto shows = [&](DesktopDriver& screen, Qt::Key key, Qt::KeyboardModifiers with,
                               const QString& dialog) {
            screen.key(key, with);
            QVERIFY2(screen.seen(dialog), qPrintable(dialog + u"\n"_s + screen.everything()));
            lookAt(screen, dialog + name);
            const QString cut = cutDialog(screen);
            QVERIFY2(cut.isEmpty(), qPrintable(dialog + u": "_s + cut));
            QVERIFY2(screen.silentControls().isEmpty(), qPrintable(screen.silentControls().join(u'\n')));
            screen.key(Qt::Key_Escape);
            QVERIFY(!screen.seen(dialog));
        };
        const Qt::KeyboardModifiers both = Qt::ControlModifier | Qt::ShiftModifier;
        {
            auto chief = open(u"chief"_s, look);
            openCase(*chief, 0);
            shows(*chief, Qt::Key_M, both, u"mergeDialog"_s);
            chief->key(Qt::Key_M, both);
            chief->type(m_refs[1]);
            chief->key(Qt::Key_Return);
            lookAt(*chief, u"mergeWith"_s + name);
            QVERIFY(chief->text(u"mergeTable"_s).contains(m_refs[1]));
            QCOMPARE(cutDialog(*chief), QString());
            chief->key(Qt::Key_Escape);
            shows(*chief, Qt::Key_W, both, u"reasonDialog"_s);
            chief->key(Qt::Key_Escape);
            openCase(*chief, 7);
            lookAt(*chief, u"corrected"_s + name);
            // What a case has to say first leaves the questions their room.
            const int share = shareOf(chief->seen(u"formPage"_s), chief->window().findChild<CasePage*>());
            QVERIFY2(chief->seen(u"caseNotice"_s) && share >= 35, qPrintable(QString::number(share)));
            shows(*chief, Qt::Key_V, both, u"comparedDialog"_s);
            shows(*chief, Qt::Key_L, both, u"laterRowsDialog"_s);
            chief->key(Qt::Key_3, Qt::ControlModifier);
            lookAt(*chief, u"queue"_s + name);
        }
        auto minister = open(u"minister"_s, look);
        openCase(*minister, 5);
        lookAt(*minister, u"minister"_s + name);
        shows(*minister, Qt::Key_P, Qt::ControlModifier, u"checklistDialog"_s);
        shows(*minister, Qt::Key_R, Qt::ControlModifier, u"reasonDialog"_s);
    }

    /// The dialog finds the other case and shows both; the merged one says where it goes on, and leads there.
    void aCaseIsMergedIntoAnother()
    {
        auto chief = open(u"chief"_s);
        openCase(*chief, 0);
        chief->key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(chief->focusName(), u"mergeSearchEdit"_s);
        QVERIFY(!chief->seen(u"okButton"_s)->isEnabled());
        QVERIFY(chief->text(u"whyNotOk"_s).contains(u"Choose"_s));
        chief->type(m_refs[1]);
        chief->key(Qt::Key_Return);
        QCOMPARE(chief->focusName(), u"mergeFound"_s);
        QVERIFY2(chief->text(u"mergeTable"_s).contains(m_refs[0])
                     && chief->text(u"mergeTable"_s).contains(m_refs[1]),
                 qPrintable(chief->text(u"mergeTable"_s)));
        QVERIFY(chief->text(u"whyNotOk"_s).contains(u"Write why"_s));
        lookAt(*chief, u"merge"_s);
        QVERIFY(chief->tabTo(u"commentEdit"_s));
        chief->type(u"One girl, entered at two desks"_s);
        QVERIFY(chief->press(u"okButton"_s));
        QVERIFY2(chief->waitForText(u"caseMessage"_s, u"Merged"_s), qPrintable(chief->everything()));
        QVERIFY2(chief->text(u"caseNotice"_s).contains(u"Merged into "_s + m_refs[1]),
                 qPrintable(chief->text(u"caseNotice"_s)));
        QVERIFY(chief->text(u"caseNotice"_s).contains(u"One girl"_s));
        lookAt(*chief, u"merged"_s);
        chief->key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(chief->text(u"caseTitle"_s), m_refs[1]);
        chief->key(Qt::Key_2, Qt::ControlModifier);
        const int row = chief->rowWith(u"caseTable"_s, {m_refs[0]});
        const auto* list = static_cast<QAbstractItemView*>(chief->seen(u"caseTable"_s));
        const QModelIndex at = list->model()->index(row, 0);
        QVERIFY2(at.data(Qt::AccessibleTextRole).toString().contains(u"Merged"_s),
                 qPrintable(at.data(Qt::AccessibleTextRole).toString()));
    }

    void aCaseIsMadeVoidWithAReason()
    {
        auto chief = open(u"chief"_s);
        openCase(*chief, 2);
        chief->key(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(chief->everything().contains(u"90 days"_s));
        QVERIFY(!chief->seen(u"okButton"_s)->isEnabled());
        giveReason(*chief, u"Entered at the wrong desk"_s);
        QVERIFY2(chief->waitForText(u"caseMessage"_s, u"void"_s), qPrintable(chief->everything()));
        QVERIFY(chief->text(u"caseNotice"_s).contains(u"number is kept"_s));
        QVERIFY(chief->text(u"caseNotice"_s).contains(u"Entered twice"_s));
        lookAt(*chief, u"void"_s);
    }

    /// design 3: the correction asks why, the case is "changed since approval", and Submit carries it to the second approval.
    void aCorrectionAsksWhyAndIsApprovedASecondTime()
    {
        {
            auto officer = open(u"officer"_s);
            openCase(*officer, 3);
            goTo(*officer, u"police_station"_s);
            officer->key(Qt::Key_A, Qt::ControlModifier);
            officer->type(u"Benapole Port"_s);
            officer->key(Qt::Key_S, Qt::ControlModifier);
            QVERIFY2(officer->seen(u"reasonDialog"_s), qPrintable(officer->everything()));
            lookAt(*officer, u"correction"_s);
            officer->key(Qt::Key_Escape);
            QVERIFY(officer->text(u"caseMessage"_s).contains(u"typing is kept"_s));
            // Submit asks as well, and goes on by itself.
            officer->key(Qt::Key_Return, Qt::ControlModifier);
            QVERIFY(officer->seen(u"reasonDialog"_s));
            giveReason(*officer, u"The register says so"_s);
            QVERIFY2(officer->waitForText(u"caseMessage"_s, u"Submitted"_s),
                     qPrintable(officer->everything()));
        }
        syncAll();
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(chief->openRow(u"reviewTable"_s, {m_refs[3]}));
        chief->key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(chief->text(u"comparedCaption"_s).contains(u"Test chief"_s));
        const QString beside = chief->text(u"comparedTable"_s);
        QVERIFY2(beside.contains(u"≠"_s) && beside.contains(u"Benapole Port"_s), qPrintable(beside));
        const auto* table = static_cast<QAbstractItemView*>(chief->seen(u"comparedTable"_s));
        QVERIFY(table->currentIndex().siblingAtColumn(0).data().toString().startsWith(u'≠'));
        const int all = table->model()->rowCount();
        chief->key(Qt::Key_D, Qt::AltModifier);
        QVERIFY(table->model()->rowCount() < all);
        lookAt(*chief, u"compared"_s);
        chief->key(Qt::Key_Escape);
        approve(*chief);
        QVERIFY(chief->text(u"caseState"_s).contains(u"approved version"_s));
    }

    /// The rows with later facts alone are looked at, one key confirms them, and the approval stands all the while.
    void laterFactsAreConfirmedByOneKey()
    {
        auto chief = open(u"chief"_s);
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY2(chief->openRow(u"reviewTable"_s, {m_refs[4]}), qPrintable(chief->text(u"reviewTable"_s)));
        QVERIFY2(chief->text(u"caseState"_s).contains(u"1 later row"_s),
                 qPrintable(chief->text(u"caseState"_s)));
        chief->key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        const QString rows = chief->text(u"laterRowsTable"_s);
        QVERIFY2(rows.contains(u"Test officer"_s), qPrintable(rows));
        lookAt(*chief, u"later"_s);
        chief->key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(chief->waitForText(u"caseMessage"_s, u"Later facts reviewed"_s),
                 qPrintable(chief->everything()));
        QVERIFY(chief->text(u"caseState"_s).contains(u"approved version"_s));
        chief->key(Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(chief->rowWith(u"reviewTable"_s, {m_refs[4]}), -1);
    }

    /// Four eyes: who wrote a later fact reads it there, and why he does not confirm it.
    void nobodyConfirmsHisOwnLaterFacts()
    {
        QCOMPARE(edit(u"chief"_s, 6, {u"case.case_stage="_s + otherStage(6)}).exit, 0);
        auto chief = open(u"chief"_s);
        openCase(*chief, 6);
        chief->key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(chief->seen(u"laterRowsDialog"_s));
        QVERIFY(!chief->seen(u"okButton"_s)->isEnabled());
        QVERIFY(chief->text(u"whyNotOk"_s).contains(u"another supervisor"_s));
        chief->key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(chief->seen(u"laterRowsDialog"_s));
    }

    /// A save on an older state says so, and shows from, to and by whom.
    void whatOthersDidMeanwhileIsShown()
    {
        LookSettings large;
        large.theme = u"dark"_s;
        large.textPercent = 150;
        auto officer = open(u"officer"_s, large);
        openCase(*officer, 1);
        goTo(*officer, u"police_station"_s);
        officer->key(Qt::Key_A, Qt::ControlModifier);
        officer->type(u"Sharsha"_s);
        QCOMPARE(edit(u"colleague"_s, 1, {u"case.victims_reported=12"_s, u"case.fir_no=99/26"_s}).exit, 0);
        QCOMPARE(m_fixture.deployment.sync(u"colleague"_s).exit, 0);
        officer->sync();
        openCase(*officer, 1);
        QVERIFY2(officer->text(u"caseMessage"_s).contains(u"Others changed"_s),
                 qPrintable(officer->everything()));
        officer->key(Qt::Key_S, Qt::ControlModifier);
        QVERIFY2(officer->seen(u"othersWorkDialog"_s), qPrintable(officer->everything()));
        const QString table = officer->text(u"othersTable"_s);
        for (const QString& part : {u"12"_s, u"99/26"_s, u"Test colleague"_s})
            QVERIFY2(table.contains(part), qPrintable(part + u"\n"_s + table));
        lookAt(*officer, u"others"_s);
        const QString cut = cutDialog(*officer);
        QVERIFY2(cut.isEmpty(), qPrintable(cut));
        officer->key(Qt::Key_Return);
        QVERIFY(!officer->seen(u"othersWorkDialog"_s));
        QVERIFY(officer->focusName() == u"case.fir_no"_s
                || officer->focusName() == u"case.victims_reported"_s);
        QVERIFY(officer->text(u"caseMessage"_s).contains(u"their work is here too"_s));
    }

    void theMinistryQueriesAnAnswer()
    {
        {
            auto minister = open(u"minister"_s);
            openCase(*minister, 6);
            goTo(*minister, u"fir_no"_s);
            minister->key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
            minister->type(u"Which year is it?"_s);
            QVERIFY(minister->press(u"okButton"_s));
            minister->key(Qt::Key_R, Qt::ControlModifier);
            QVERIFY(minister->everything().contains(u"1 remark"_s));
            minister->key(Qt::Key_Space);
            QVERIFY(minister->tabTo(u"commentEdit"_s));
            minister->type(u"The number has no year"_s);
            QVERIFY(minister->press(u"okButton"_s));
            QVERIFY2(minister->waitForText(u"caseMessage"_s, u"Query from the Ministry"_s),
                     qPrintable(minister->everything()));
        }
        syncAll();
        auto officer = open(u"officer"_s);
        openCase(*officer, 6);
        QCOMPARE(officer->focusName(), u"case.fir_no"_s);
        QVERIFY(officer->text(u"note.case.fir_no"_s).contains(u"Which year is it?"_s));
        QVERIFY(officer->text(u"caseNotice"_s).contains(u"no year"_s));
    }

    /// Checklist B has five points; then the year is closed and nobody changes the case.
    void theMinistryAcceptsAndFreezes()
    {
        auto minister = open(u"minister"_s);
        openCase(*minister, 5);
        minister->key(Qt::Key_P, Qt::ControlModifier);
        QVERIFY(minister->seen(u"point5Box"_s) && !minister->seen(u"point6Box"_s));
        QVERIFY(minister->text(u"point1Chip"_s).contains(u"shown by the answers"_s));
        QVERIFY(minister->text(u"point4Chip"_s).contains(u"look yourself"_s));
        QVERIFY(!minister->seen(u"okButton"_s)->isEnabled());
        tickAll(*minister);
        QVERIFY(minister->press(u"okButton"_s));
        QVERIFY2(minister->waitForText(u"caseMessage"_s, u"Accepted"_s), qPrintable(minister->everything()));
        minister->key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(minister->seen(u"questionDialog"_s));
        minister->key(Qt::Key_Return);
        QVERIFY2(minister->waitForText(u"caseMessage"_s, u"Frozen"_s), qPrintable(minister->everything()));
        lookAt(*minister, u"frozen"_s);
        minister.reset();
        syncAll();
        QVERIFY(edit(u"officer"_s, 5, {u"case.police_station=X"_s}, kWhy).exit != 0);
    }

private:
    static inline const QStringList kWhy{u"--reason"_s, u"entry_error"_s, u"--note"_s,
                                         u"The register says so"_s};

    void syncAll() { QVERIFY2(m_fixture.syncAll(), m_fixture.why()); }
    Ran act(const QString& who, const QString& word, int which)
    {
        Deployment& d = m_fixture.deployment;
        return d.ctl({u"case"_s, word, d.store(who), m_ids[which]}, who);
    }
    Ran edit(const QString& who, int which, const QStringList& sets, const QStringList& more = {})
    {
        Deployment& d = m_fixture.deployment;
        QStringList words{u"case"_s, u"edit"_s, d.store(who), m_ids[which]};
        for (const QString& set : sets)
            words << u"--set"_s << set;
        return d.ctl(words + more, who);
    }
    QString otherStage(int which)
    {
        Deployment& d = m_fixture.deployment;
        const QJsonObject shown =
            d.ctl({u"case"_s, u"show"_s, d.store(u"chief"_s), m_ids[which], u"--json"_s}, u"chief"_s)
                .object();
        return shown[u"data"_s][u"case"_s][u"case_stage"_s].toString() == u"trial"_s ? u"appeal"_s
                                                                                     : u"trial"_s;
    }
    std::unique_ptr<DesktopDriver> open(const QString& who, const LookSettings& look = {})
    {
        auto screen = m_fixture.start(who, look);
        if (!screen->unlock(m_fixture.password(who)))
            qFatal("the station does not open");
        return screen;
    }
    void openCase(DesktopDriver& screen, int which)
    {
        screen.key(Qt::Key_2, Qt::ControlModifier);
        QVERIFY2(screen.openRow(u"caseTable"_s, {m_refs[which]}), qPrintable(screen.everything()));
    }
    void goTo(DesktopDriver& screen, const QString& field)
    {
        screen.key(Qt::Key_G, Qt::ControlModifier);
        screen.type(field);
        screen.key(Qt::Key_Return);
        QCOMPARE(screen.focusName(), u"case."_s + field);
    }
    void giveReason(DesktopDriver& screen, const QString& words)
    {
        QVERIFY(screen.tabTo(u"reasonList"_s));
        screen.key(Qt::Key_Down);
        screen.key(Qt::Key_Home);
        QVERIFY(screen.tabTo(u"commentEdit"_s));
        screen.type(words);
        QVERIFY2(screen.press(u"okButton"_s), qPrintable(screen.text(u"whyNotOk"_s)));
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
        screen.key(Qt::Key_P, Qt::ControlModifier);
        QVERIFY2(screen.seen(u"okButton"_s), qPrintable(screen.everything()));
        tickAll(screen);
        QVERIFY(screen.press(u"okButton"_s));
        QVERIFY(screen.waitForText(u"caseMessage"_s, u"Approved"_s));
    }
    /// What of the dialog in front does not fit: it into the window, or a text into its place.
    QString cutDialog(DesktopDriver& screen)
    {
        const QWidget* dialog = QApplication::activeModalWidget();
        if (!dialog)
            return u"no dialog"_s;
        const QSize room = screen.window().size();
        if (dialog->width() > room.width() || dialog->height() > room.height())
            return u"%1x%2 in %3x%4"_s.arg(dialog->width())
                .arg(dialog->height())
                .arg(room.width())
                .arg(room.height());
        const auto parts = dialog->findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
        for (const QWidget* one : parts) {
            for (const QWidget* other : parts) {
                if (one < other && one->isVisible() && other->isVisible()
                    && one->geometry().intersects(other->geometry()))
                    return u"%1 lies over %2"_s.arg(one->objectName() + one->accessibleName(),
                                                    other->objectName() + other->accessibleName());
            }
        }
        for (const auto* button : dialog->findChildren<QAbstractButton*>()) {
            if (button->isVisible() && !button->text().isEmpty()
                && button->width() < button->minimumSizeHint().width())
                return button->text();
        }
        for (const auto* label : dialog->findChildren<QLabel*>()) {
            if (label->isVisible() && label->wordWrap()
                && label->height() < label->heightForWidth(label->width()))
                return label->text();
        }
        return {};
    }
    void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/acts-"_s + name + u".png"_s));
    }

    OfficeFixture m_fixture;
    QStringList m_ids, m_refs;
};

QTEST_MAIN(ActsTest)
#include "ActsTest.moc"
