// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ConflictsPage.h"
#include "app/desktop/ErrorText.h"
#include "tests/app/desktop/OfficeFixture.h"
#include "tests/app/station/TestOffice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRadioButton>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Two officers of one district changed the same cases without a line; the supervisor decides on his station, by keys alone and with the hub
/// gone. Pictures go to the folder in PROHORI_PICTURES, where that is set.
class ConflictsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY2(m_fixture.open({{u"anika"_s, u"recorder"_s},
                                 {u"babul"_s, u"recorder"_s},
                                 {u"chand"_s, u"district_reviewer"_s}})
                     && m_fixture.fill(u"anika"_s, 4, 11),
                 m_fixture.why());
        m_ids = m_fixture.ids();
        syncAll();
        edit(u"anika"_s, 0, {u"case.police_station=North Thana"_s, u"case.victims_reported=5"_s});
        edit(u"babul"_s, 0, {u"case.police_station=South Thana"_s, u"case.victims_reported=6"_s});
        m_upazilas.removeAll(shownTo(u"anika"_s, 1)[u"data"_s][u"case"_s][u"upazila_geo"_s].toString());
        edit(u"anika"_s, 1, {u"case.upazila_geo="_s + m_upazilas[0]});
        edit(u"babul"_s, 1, {u"case.upazila_geo="_s + m_upazilas[1]});
        removeLeg(u"anika"_s, 2);
        edit(u"babul"_s, 2, {u"journey_leg[1].seq=4"_s});
        edit(
            u"anika"_s, 3,
            {u"case.incident_summary=The first telling of what happened, told at the desk of the station."_s});
        edit(u"babul"_s, 3,
             {u"case.incident_summary=Another telling of what happened, told by a neighbour on the day."_s});
        syncAll();
        m_fixture.deployment.stopHub();
    }

    void everySideTheOriginalAndWhoAreShown()
    {
        auto screen = open(0);
        const QString all = screen->everything();
        for (const QString& part : {u"North Thana"_s, u"South Thana"_s, u"As it was before"_s, original(0),
                                    u"Of Test anika"_s, u"Of Test babul"_s, u"at the server"_s})
            QVERIFY2(all.contains(part), qPrintable(part + u"\n"_s + all));
        QCOMPARE(screen->text(u"conflictList"_s).count(u"conflict"_s), 4);
        QVERIFY(screen->text(u"navConflicts"_s).contains(u'5'));
        lookAt(*screen, u"values"_s);
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
        auto screen = open(0, look);
        QVERIFY(screen->seen(u"conflict1"_s) && screen->seen(u"conflict2"_s));
        QVERIFY2(screen->window().width() <= 1366 && screen->window().height() <= 768,
                 qPrintable(u"%1x%2"_s.arg(screen->window().width()).arg(screen->window().height())));
        lookAt(*screen, u"%1-%2-%3"_s.arg(language, theme).arg(percent));
        screen->key(Qt::Key_3, Qt::ControlModifier);
        lookAt(*screen, u"queue-%1-%2-%3"_s.arg(language, theme).arg(percent));
    }

    void nothingIsSavedBeforeSomethingIsChosenAndWhyIsSaid()
    {
        auto screen = open(0);
        QVERIFY(!screen->seen(u"saveDecisionsButton"_s)->isEnabled());
        QVERIFY(screen->text(u"whyNotDecided"_s).contains(u"Choose"_s));
        choose(*screen, u"conflict1.side1"_s);
        QVERIFY(!screen->seen(u"saveDecisionsButton"_s)->isEnabled());
        QVERIFY(screen->text(u"whyNotDecided"_s).contains(u"why"_s));
        QVERIFY(screen->silentControls().isEmpty());
    }

    /// Two conflicts of one case: one side taken, and a third answer typed, with one key for both.
    void oneSaveDecidesAllOfACase()
    {
        const int changes = changesOf(0);
        QVERIFY(changes > 2);
        auto screen = open(0);
        const QString first = screen->text(u"conflictHeading"_s).section(u' ', 0, 0);
        int typed = 0, taken = 0;
        for (const int card : {1, 2}) {
            const QString name = u"conflict%1."_s.arg(card);
            auto* frame = screen->seen(name.chopped(1));
            QVERIFY(frame);
            if (frame->findChild<QWidget*>(u"case.victims_reported"_s)) {
                choose(*screen, name + u"other"_s);
                QCOMPARE(screen->focusName(), u"case.victims_reported"_s);
                screen->key(Qt::Key_A, Qt::ControlModifier);
                screen->type(u"7"_s);
                typed = card;
            } else {
                taken = card;
            }
        }
        QVERIFY(typed && taken);
        const QString south = buttonWith(*screen, taken, u"South Thana"_s);
        QVERIFY(!south.isEmpty());
        choose(*screen, south);
        QVERIFY(screen->tabTo(u"conflictReason"_s));
        screen->type(u"The register of the police says so"_s);
        screen->key(Qt::Key_S, Qt::ControlModifier);
        QVERIFY2(screen->waitForText(u"conflictMessage"_s, first), qPrintable(screen->everything()));
        QVERIFY(screen->text(u"conflictMessage"_s).contains(u"2"_s));
        QVERIFY(screen->text(u"navConflicts"_s).contains(u'3'));
        lookAt(*screen, u"decided"_s);
        screen.reset();
        const QJsonObject now = show(0);
        QCOMPARE(now[u"data"_s][u"case"_s][u"police_station"_s].toString(), u"South Thana"_s);
        QCOMPARE(now[u"data"_s][u"case"_s][u"victims_reported"_s].toInt(), 7);
        QVERIFY(now[u"conflicts"_s].toArray().isEmpty());
        QCOMPARE(changesOf(0), changes + 1);
        const QString history = historyOf(0);
        QVERIFY(history.contains(u"North Thana"_s));
        QVERIFY(history.contains(u"The register of the police says so"_s));
    }

    void aMergeGroupIsTakenAsAWhole()
    {
        auto screen = open(1);
        auto* card = screen->seen(u"conflict1"_s);
        QVERIFY(card && !screen->seen(u"conflict2"_s));
        QVERIFY(card->findChild<QWidget*>(u"case.district_code"_s)
                && card->findChild<QWidget*>(u"case.upazila_geo"_s));
        lookAt(*screen, u"group"_s);
        decide(*screen, u"conflict1.side2"_s);
        screen.reset();
        QVERIFY(show(1)[u"conflicts"_s].toArray().isEmpty());
        QVERIFY(m_upazilas.contains(show(1)[u"data"_s][u"case"_s][u"upazila_geo"_s].toString()));
    }

    void aRemovalAgainstAnEditIsDecidedOnTheSameScreen()
    {
        auto screen = open(2);
        const QString all = screen->everything();
        QVERIFY2(all.contains(u"The entry stays"_s) && all.contains(u"The entry is removed"_s),
                 qPrintable(all));
        // Where it stands is told, so that one knows which entry it is.
        QVERIFY2(!screen->text(u"conflict1.place"_s).isEmpty(), qPrintable(all));
        QVERIFY(!screen->seen(u"conflict1.other"_s)->isEnabled());
        lookAt(*screen, u"removal"_s);
        const QString keep = buttonWith(*screen, 1, u"The entry stays"_s);
        decide(*screen, keep);
        screen.reset();
        QVERIFY(show(2)[u"conflicts"_s].toArray().isEmpty());
        QCOMPARE(show(2)[u"data"_s][u"journey_leg"_s][0][u"seq"_s].toInt(), 4);
    }

    void asItWasBeforeCanBeTaken()
    {
        const QString before = original(3);
        auto screen = open(3);
        decide(*screen, u"conflict1.original"_s);
        screen.reset();
        QVERIFY(show(3)[u"conflicts"_s].toArray().isEmpty());
        QCOMPARE(show(3)[u"data"_s][u"case"_s][u"incident_summary"_s].toString(), before);
        QVERIFY(historyOf(3).contains(u"told by a neighbour"_s));
    }

    void withoutConflictsThePageSaysWhatItIsFor()
    {
        auto screen = start({});
        screen->key(Qt::Key_4, Qt::ControlModifier);
        QVERIFY(screen->text(u"conflictState"_s).startsWith(u"No conflicts"_s));
        QVERIFY(!screen->seen(u"saveDecisionsButton"_s));
    }

    /// Of each side by whom, when by the clock of his computer, and when the server got it, or that it has not: by a clock that stands still, hours
    /// apart, so that no time can stand for another.
    void bothTimesOfEachSideAreTold()
    {
        TestOffice office;
        for (const QString& who : {u"anika"_s, u"babul"_s})
            office.join(who, Role::Recorder, u"41"_s);
        office.join(u"chief"_s, Role::DistrictReviewer, u"41"_s);
        const auto later = [&office] { office.clock.advance(std::chrono::hours(3)); };
        Station& anika = office.at(u"anika"_s);
        const RecordId record = CaseDesk(anika).create(office.practiceCase(anika, 23))->record;
        office.share();
        later();
        const QString byAnika = write(office, u"anika"_s, record, u"North Thana"_s);
        later();
        const QString byBabul = write(office, u"babul"_s, record, u"South Thana"_s);
        later();
        const QString atServer = Words::moment(office.clock.now());
        office.share();
        const auto at = [](const QString& side, const QString& moment) {
            return u"%1; at the server %2"_s.arg(side, moment);
        };
        const auto notThere = [](const QString& side) { return u"%1; not at the server yet"_s.arg(side); };
        // What is here and unsent is at no server, whatever has come of others.
        QCOMPARE(told(office, u"anika"_s), QStringList({notThere(byAnika), at(byBabul, atServer)}));
        QCOMPARE(told(office, u"babul"_s), QStringList({notThere(byBabul), at(byAnika, atServer)}));
        QStringList both = told(office, u"chief"_s);
        both.sort();
        QStringList expected{at(byAnika, atServer), at(byBabul, atServer)};
        expected.sort();
        QCOMPARE(both, expected);
    }

private:
    /// Changes the police station; by whom and when, as the screen tells it.
    static QString write(TestOffice& office, const QString& who, const RecordId& record, const QString& text)
    {
        const FieldDefinition* field = officialForm()->field(u"case"_s, u"police_station"_s);
        CaseDesk desk(office.at(who));
        const auto view = desk.view(record);
        Answers edited = view->answers;
        edited.set({field->group, {}, field->id}, {text, {}, false});
        if (!desk.edit(*view, edited))
            qFatal("the case is not saved");
        return u"Name of %1, %2 by that computer's clock"_s.arg(who, Words::moment(office.clock.now()));
    }
    /// The lines under the sides of the one conflict, mine first. The station leaves the office.
    static QStringList told(TestOffice& office, const QString& who)
    {
        Session session(office.take(who));
        ConflictsPage page(session);
        page.resize(1100, 600);
        page.show();
        QStringList lines;
        for (int side = 1; side <= 2; ++side) {
            const auto* column = page.findChild<QRadioButton*>(u"conflict1.side%1"_s.arg(side));
            for (const QLabel* label :
                 column ? column->parentWidget()->findChildren<QLabel*>(QString(), Qt::FindDirectChildrenOnly)
                        : QList<QLabel*>()) {
                if (label->text().contains(u"clock"_s))
                    lines.append(label->text());
            }
        }
        return lines;
    }
    void syncAll() { QVERIFY2(m_fixture.syncAll(), m_fixture.why()); }
    void edit(const QString& who, int which, const QStringList& sets)
    {
        QStringList words{u"case"_s, u"edit"_s, m_fixture.deployment.store(who), m_ids[which]};
        for (const QString& set : sets)
            words << u"--set"_s << set;
        const Ran ran = m_fixture.deployment.ctl(words, who);
        QVERIFY2(ran.exit == 0, ran.err);
    }
    void removeLeg(const QString& who, int which)
    {
        Deployment& d = m_fixture.deployment;
        const QString row = shownTo(who, which)[u"data"_s][u"journey_leg"_s][0][u"@id"_s].toString();
        const QJsonObject patch{
            {u"journey_leg"_s, QJsonArray{QJsonObject{{u"@id"_s, row}, {u"@remove"_s, true}}}}};
        const QString file = d.writeFile(u"patch.json"_s, QJsonDocument(patch).toJson());
        const Ran ran = d.ctl({u"case"_s, u"edit"_s, d.store(who), m_ids[which], u"--patch"_s, file}, who);
        QVERIFY2(ran.exit == 0, ran.err);
    }
    QJsonObject shownTo(const QString& who, int which)
    {
        Deployment& d = m_fixture.deployment;
        return d.ctl({u"case"_s, u"show"_s, d.store(who), m_ids[which], u"--json"_s}, who).object();
    }
    QJsonObject show(int which) { return shownTo(u"chand"_s, which); }
    QString original(int which)
    {
        return show(which)[u"conflicts"_s][0][u"original"_s][u"value"_s].toString();
    }
    QString historyOf(int which)
    {
        Deployment& d = m_fixture.deployment;
        return QString::fromUtf8(
            d.ctl({u"case"_s, u"history"_s, d.store(u"chand"_s), m_ids[which], u"--json"_s}, u"chand"_s).out);
    }
    int changesOf(int which) { return static_cast<int>(historyOf(which).count(u"\"change\""_s)); }

    std::unique_ptr<DesktopDriver> start(const LookSettings& look)
    {
        auto screen = m_fixture.start(u"chand"_s, look);
        if (!screen->unlock(m_fixture.password(u"chand"_s)))
            qFatal("the station does not open");
        return screen;
    }
    /// The page of conflicts with that case chosen.
    std::unique_ptr<DesktopDriver> open(int which, const LookSettings& look = {})
    {
        const QString reference = show(which)[u"local_ref"_s].toString();
        auto screen = start(look);
        screen->key(Qt::Key_4, Qt::ControlModifier);
        for (int i = 0; i < m_ids.size() && !screen->text(u"conflictHeading"_s).startsWith(reference); ++i)
            screen->key(Qt::Key_Down);
        if (!screen->text(u"conflictHeading"_s).startsWith(reference))
            qWarning("the case is not in the list of conflicts");
        screen->key(Qt::Key_Return);
        return screen;
    }
    void choose(DesktopDriver& screen, const QString& name)
    {
        QVERIFY2(screen.tabTo(name) || moveTo(screen, name),
                 qPrintable(name + u" in "_s + screen.everything()));
        screen.key(Qt::Key_Space);
        QVERIFY(static_cast<QRadioButton*>(screen.seen(name))->isChecked());
    }
    /// Within a group of columns the arrow keys move.
    bool moveTo(DesktopDriver& screen, const QString& name)
    {
        if (!screen.tabTo(name.section(u'.', 0, 0) + u".side1"_s))
            return false;
        for (const Qt::Key arrow : {Qt::Key_Right, Qt::Key_Down}) {
            for (int i = 0; i < 6 && screen.focusName() != name; ++i)
                screen.key(arrow);
        }
        return screen.focusName() == name;
    }
    QString buttonWith(DesktopDriver& screen, int card, const QString& text)
    {
        for (const QRadioButton* button :
             screen.seen(u"conflict%1"_s.arg(card))->findChildren<QRadioButton*>()) {
            if (button->accessibleDescription().contains(text))
                return button->objectName();
        }
        return {};
    }
    void decide(DesktopDriver& screen, const QString& name)
    {
        choose(screen, name);
        QVERIFY(screen.tabTo(u"conflictReason"_s));
        screen.type(u"The book of the station says so"_s);
        screen.key(Qt::Key_S, Qt::ControlModifier);
        QVERIFY2(screen.waitForText(u"conflictState"_s, {}), "");
        QVERIFY2(screen.everything().contains(u"stays in the history"_s), qPrintable(screen.everything()));
    }
    void lookAt(DesktopDriver& screen, const QString& name)
    {
        const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(screen.shoot(folder + u"/conflicts-"_s + name + u".png"_s));
    }

    OfficeFixture m_fixture;
    QStringList m_ids;
    QStringList m_upazilas{u"BD404104"_s, u"BD404109"_s, u"BD404111"_s};
};

QTEST_MAIN(ConflictsTest)
#include "ConflictsTest.moc"
