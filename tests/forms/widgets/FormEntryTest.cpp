// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormFixture.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// A whole case entered by keys alone, and how the cursor walks.
class FormEntryTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m = std::make_unique<FormFixture>(); }

    void aCaseIsEnteredByKeysAlone()
    {
        m->view.focusFirst();
        enterReport();
        m->key(Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(m->focusName(), u"case.gd_no"_s);
        for (int i = 0; i < 8 && m->focusName() != u"addRow.victim"; ++i)
            m->key(Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(m->focusName(), u"addRow.victim"_s);
        m->key(Qt::Key_Space);
        enterVictim(u"f"_s, u"15"_s);
        m->key(Qt::Key_Insert, Qt::ControlModifier);
        enterVictim(u"পুরুষ"_s, u"২৪"_s);
        for (int i = 0; i < 20 && m->focusName() != u"addRow.suspect"; ++i)
            m->key(Qt::Key_PageDown, Qt::ControlModifier);
        m->key(Qt::Key_Insert, Qt::ControlModifier);
        QCOMPARE(m->focusName(), u"suspect.suspect_type"_s);
        m->enter(u"person"_s);
        QCOMPARE(m->focusName(), u"suspect.full_name"_s);
        m->enter(u"করিম মিয়া"_s);
        for (int i = 0; i < 20 && m->focusName() != u"addRow.journey_leg"; ++i)
            m->key(Qt::Key_PageDown, Qt::ControlModifier);
        m->key(Qt::Key_Space);
        enterLeg();
        compareAnswers();
    }

    void enterWalksOverSectionsAndRowsAndShiftEnterBack()
    {
        m->addRow(u"victim"_s);
        m->addRow(u"victim"_s);
        m->view.focusFirst();
        QStringList walk;
        for (int i = 0; i < 400; ++i) {
            const auto path = m->view.focusedPath();
            walk.append(m->focusName() + (path ? path->row : QString()));
            m->key(Qt::Key_Return);
            if (m->focusName() + (m->view.focusedPath() ? m->view.focusedPath()->row : QString())
                == walk.last())
                break;
        }
        QVERIFY(walk.size() > 80 && walk.size() < 400);
        QCOMPARE(QSet<QString>(walk.cbegin(), walk.cend()).size() + repeated(walk), walk.size());
        QVERIFY(walk.contains(u"case.gd_no"_s));
        QVERIFY(walk.contains(u"victim.person_role"_s + FormFixture::rowName(1)));
        QVERIFY(walk.contains(u"victim.person_role"_s + FormFixture::rowName(2)));
        QVERIFY(walk.contains(u"addRow.consent"_s));
        QVERIFY(walk.contains(u"addRow.trial"_s));
        QStringList back;
        for (int i = 0; i < walk.size(); ++i) {
            const auto path = m->view.focusedPath();
            back.prepend(m->focusName() + (path ? path->row : QString()));
            m->key(Qt::Key_Return, Qt::ShiftModifier);
        }
        QCOMPARE(back, walk);
    }

    void pageKeysWalkOverSections()
    {
        m->view.focusFirst();
        m->key(Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(m->focusName(), u"case.gd_no"_s);
        m->key(Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(m->focusName(), u"case.case_class"_s);
        m->key(Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(m->focusName(), u"case.case_class"_s);
    }

    void tabGoesThroughFieldsToo()
    {
        m->view.focusFirst();
        QStringList walk{m->focusName()};
        for (int i = 0; i < 3; ++i) {
            m->key(Qt::Key_Tab);
            walk.append(m->focusName());
        }
        QCOMPARE(walk, (QStringList{u"case.case_class"_s, u"case.case_stage"_s, u"case.case_origin"_s,
                                    u"case.reported_on"_s}));
        m->key(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(m->focusName(), u"case.case_origin"_s);
        m->type(u"hotl"_s);
        walk.clear();
        for (int i = 0; i < 3; ++i) {
            m->key(Qt::Key_Tab);
            walk.append(m->focusName());
        }
        QCOMPARE(walk, (QStringList{u"case.hotline"_s, u"case.reported_on"_s, u"case.district_code"_s}));
    }

    void nestedRowsAreEnteredInsideTheirRow()
    {
        const QString victim = m->addRow(u"victim"_s);
        QVERIFY(m->view.goTo(officialPath(u"victim.rights_informed_on"_s, victim)));
        for (int i = 0; i < 20 && m->focusName() != u"addRow.referral"; ++i)
            m->key(Qt::Key_Return);
        QCOMPARE(m->focusName(), u"addRow.referral"_s);
        m->key(Qt::Key_Space);
        const QString referral = m->rows(u"referral"_s, victim).value(0);
        QVERIFY(!referral.isEmpty());
        m->fill(officialPath(u"referral.to_type"_s, referral), u"shelter"_s);
        for (int i = 0; i < 30 && m->focusName() != u"addRow.service"; ++i)
            m->key(Qt::Key_Return);
        m->key(Qt::Key_Insert, Qt::ControlModifier);
        QCOMPARE(m->rows(u"service"_s, referral).size(), 1);
        QCOMPARE(m->focusName(), u"service.service_type"_s);
        QVERIFY(m->navigatorLine(u"SV-1"_s) > m->navigatorLine(u"R-1"_s));
        QTest::mouseClick(m->control(u"upRow"_s), Qt::LeftButton);
        QCOMPARE(m->view.focusedPath()->row, referral);
    }

private:
    static qsizetype repeated(const QStringList& walk)
    {
        // The buttons of repeats inside carry no row in their name, and stand in each victim.
        qsizetype more = 0;
        for (const QString& name : QSet<QString>(walk.cbegin(), walk.cend()))
            more += name.startsWith(u"addRow.") ? walk.count(name) - 1 : 0;
        return more;
    }

    void enterReport()
    {
        QCOMPARE(m->focusName(), u"case.case_class"_s);
        m->enter(u"tip"_s);
        m->enter(u"FIR"_s);
        m->enter(u"hotline"_s);
        QCOMPARE(m->focusName(), u"case.hotline"_s);  // asked now, and next
        m->enter();
        m->enter(u"৫/১১/২৬"_s);
        m->enter(u"jash"_s);
        QCOMPARE(m->focusName(), u"case.upazila_geo"_s);
    }

    void enterVictim(const QString& sex, const QString& age)
    {
        QCOMPARE(m->focusName(), u"victim.person_role"_s);
        m->enter(u"1"_s);
        QCOMPARE(m->focusName(), u"victim.sex"_s);
        m->enter(sex);
        m->enter(age);
        QCOMPARE(m->focusName(), u"victim.age_basis"_s);
        m->enter(u"birth"_s);
    }

    void enterLeg()
    {
        QCOMPARE(m->focusName(), u"journey_leg.seq"_s);
        m->enter(u"1"_s);
        QCOMPARE(m->focusName(), u"journey_leg.victim_uuids"_s);
        m->enter(u"girl"_s);
        m->enter(u"V-2"_s);
        m->enter();
        m->enter(u"exit"_s);
        m->enter(u"bangla"_s);
        m->enter(u"jash"_s);
        QCOMPARE(m->focusName(), u"journey_leg.to_country"_s);
        m->enter(u"ভারত"_s);
    }

    void compareAnswers()
    {
        const QStringList victims = m->rows(u"victim"_s);
        QCOMPARE(victims.size(), 2);
        const QString suspect = m->rows(u"suspect"_s).value(0);
        const QString leg = m->rows(u"journey_leg"_s).value(0);
        Answers wanted = m->view.answers();
        wanted.values.clear();
        const auto put = [&](const QString& name, const QString& row, const QString& text) {
            wanted.set(officialPath(name, row), textAnswer(text));
        };
        put(u"case.case_class"_s, {}, u"tip"_s);
        put(u"case.case_stage"_s, {}, u"fir"_s);
        put(u"case.case_origin"_s, {}, u"hotline"_s);
        put(u"case.reported_on"_s, {}, u"2026-11-05"_s);
        put(u"case.district_code"_s, {}, u"41"_s);
        put(u"victim.person_role"_s, victims.at(0), u"tip_victim"_s);
        put(u"victim.sex"_s, victims.at(0), u"female"_s);
        put(u"victim.age_years"_s, victims.at(0), u"15"_s);
        put(u"victim.age_basis"_s, victims.at(0), u"birth_registration"_s);
        put(u"victim.person_role"_s, victims.at(1), u"tip_victim"_s);
        put(u"victim.sex"_s, victims.at(1), u"male"_s);
        put(u"victim.age_years"_s, victims.at(1), u"24"_s);
        put(u"victim.age_basis"_s, victims.at(1), u"birth_registration"_s);
        put(u"suspect.suspect_type"_s, suspect, u"person"_s);
        put(u"suspect.full_name"_s, suspect, u"করিম মিয়া"_s.normalized(QString::NormalizationForm_C));
        put(u"journey_leg.seq"_s, leg, u"1"_s);
        put(u"journey_leg.victim_uuids"_s, leg, victims.join(u' '));
        put(u"journey_leg.leg_type"_s, leg, u"exit"_s);
        put(u"journey_leg.from_country"_s, leg, u"BD"_s);
        put(u"journey_leg.from_district"_s, leg, u"41"_s);
        put(u"journey_leg.to_country"_s, leg, u"IN"_s);
        for (auto it = wanted.values.cbegin(); it != wanted.values.cend(); ++it)
            QCOMPARE(m->view.answers().value(it.key()).text, it.value().text);
        QCOMPARE(m->view.answers().values, wanted.values);
    }

    std::unique_ptr<FormFixture> m;
};

QTEST_MAIN(FormEntryTest)
#include "FormEntryTest.moc"
