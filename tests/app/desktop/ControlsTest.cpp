// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Controls.h"
#include "tests/app/desktop/DesktopFixture.h"

#include <QPushButton>
#include <QTableView>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {
constexpr int kPages = 6;
constexpr int kMostSections = 60;
}  // namespace

/// Every page and dialog of every role: no control is switched off without saying why.
class ControlsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub() && d.startHub());
        QVERIFY(d.addStation(u"recorder"_s, u"recorder"_s, u"41"_s));
        QVERIFY(d.addStation(u"reviewer"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(d.addStation(u"approver"_s, u"hq_approver"_s, u"national"_s));
        QVERIFY(d.addStation(u"analyst"_s, u"hq_analyst"_s, u"national"_s));
        syncAll();
        for (const QString& who : kWho)
            QVERIFY(d.confirm(who));
        syncAll();
        const QJsonArray made = d.ctl({u"practice"_s, u"fill"_s, d.store(u"recorder"_s), u"--cases"_s, u"3"_s,
                                       u"--seed"_s, u"7"_s, u"--json"_s},
                                      u"recorder"_s)
                                    .array();
        QCOMPARE(made.size(), 3);
        for (const int i : {0, 1})
            QCOMPARE(d.ctl({u"case"_s, u"submit"_s, d.store(u"recorder"_s), made[i][u"id"_s].toString()},
                           u"recorder"_s)
                         .exit,
                     0);
        syncAll();
        QCOMPARE(d.ctl({u"case"_s, u"approve"_s, d.store(u"reviewer"_s), made[0][u"id"_s].toString()},
                       u"reviewer"_s)
                     .exit,
                 0);
        syncAll();
        syncAll();
    }

    void everyRoleIsToldWhy_data()
    {
        QTest::addColumn<QString>("who");
        for (const QString& who : kWho)
            QTest::newRow(qPrintable(who)) << who;
    }

    void everyRoleIsToldWhy()
    {
        QFETCH(const QString, who);
        auto screen = m_fixture.start(who);
        look(*screen, u"start"_s);
        QVERIFY(screen->unlock(m_fixture.password(who)));
        for (int page = 1; page <= kPages; ++page) {
            screen->key(Qt::Key(Qt::Key_0 + page), Qt::ControlModifier);
            look(*screen, u"page %1"_s.arg(page));
        }
        for (const int page : {2, 3})
            walkCases(*screen, page);
        screen->key(Qt::Key_N, Qt::ControlModifier);
        walkForm(*screen);
        screen->key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(screen->waitFor([&] { return screen->seen(u"startWindow"_s); }));
        QVERIFY(screen->press(u"addPersonButton"_s));
        look(*screen, u"another person"_s);
        QVERIFY2(m_silent.isEmpty(), qPrintable(m_silent.join(u'\n')));
        QVERIFY2(m_switchedOff > 0, "nothing was switched off anywhere: the walk sees nothing");
    }

    /// The eye of this test is open: a control without a reason is found, one with a reason is not.
    void aSilentControlIsFound()
    {
        auto screen = m_fixture.start(u"recorder"_s);
        QPushButton silent(u"silent"_s, &screen->window());
        silent.setObjectName(u"plantedButton"_s);
        silent.setEnabled(false);
        silent.show();
        QCOMPARE(screen->silentControls(), QStringList{u"plantedButton (QPushButton)"_s});
        setEnabledOrWhy(silent, u"because"_s);
        QCOMPARE(screen->silentControls(), QStringList());
    }

    /// Without a mouse: every control that can be switched is reached by Tab on its page.
    void everyButtonIsReachedByTab()
    {
        auto screen = m_fixture.start(u"recorder"_s);
        QVERIFY(screen->unlock(m_fixture.password(u"recorder"_s)));
        for (int page = 1; page <= kPages; ++page) {
            screen->key(Qt::Key(Qt::Key_0 + page), Qt::ControlModifier);
            QStringList names;
            for (const QAbstractButton* button : screen->window().findChildren<QAbstractButton*>()) {
                if (button->isVisible() && button->isEnabled() && !button->objectName().isEmpty()
                    && button->objectName() != u"qt_toolbar_ext_button"_s
                    && !button->objectName().startsWith(u"nav"_s))
                    names.append(button->objectName());
            }
            QVERIFY(!names.isEmpty());
            for (const QString& name : std::as_const(names))
                QVERIFY2(screen->tabTo(name), qPrintable(u"page %1: %2"_s.arg(page).arg(name)));
        }
    }

private:
    void syncAll()
    {
        for (const QString& who : kWho) {
            const Ran synced = m_fixture.deployment.sync(who);
            QVERIFY2(synced.exit == 0, synced.err);
        }
    }

    void look(DesktopDriver& screen, const QString& where)
    {
        for (const QString& silent : screen.silentControls())
            m_silent.append(where + u": "_s + silent);
        for (const QWidget* widget : QApplication::allWidgets())
            m_switchedOff += widget->isVisible() && !whyDisabled(*widget).isEmpty();
    }

    void walkForm(DesktopDriver& screen)
    {
        for (int i = 0; i < kMostSections; ++i) {
            look(screen, u"form, "_s + screen.focusName());
            screen.key(Qt::Key_PageDown, Qt::ControlModifier);
        }
    }

    void walkCases(DesktopDriver& screen, int page)
    {
        screen.key(Qt::Key(Qt::Key_0 + page), Qt::ControlModifier);
        const QString table = page == 2 ? u"caseTable"_s : u"reviewTable"_s;
        const auto* view = qobject_cast<QTableView*>(screen.seen(table));
        QVERIFY(view);
        QStringList references;
        for (int row = 0; row < view->model()->rowCount(); ++row)
            references.append(view->model()->index(row, 0).data().toString());
        for (const QString& reference : std::as_const(references)) {
            screen.key(Qt::Key(Qt::Key_0 + page), Qt::ControlModifier);
            QVERIFY(screen.openRow(table, {reference}));
            walkForm(screen);
            for (const Qt::Key key : {Qt::Key_I, Qt::Key_R, Qt::Key_P}) {
                screen.key(key, Qt::ControlModifier);
                look(screen, u"dialog of %1"_s.arg(QChar(key)));
                if (QApplication::activeModalWidget())
                    screen.key(Qt::Key_Escape);
            }
        }
    }

    const QStringList kWho{u"recorder"_s, u"reviewer"_s, u"approver"_s, u"analyst"_s};
    DesktopFixture m_fixture;
    QStringList m_silent;
    int m_switchedOff = 0;
};

QTEST_MAIN(ControlsTest)
#include "ControlsTest.moc"
