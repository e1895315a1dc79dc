// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormFixture.h"

#include "forms/widgets/ProgressList.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The form as a whole: relevance, rows, problems, read-only, languages, sizes.
class FormViewTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m = std::make_unique<FormFixture>(); }

    void showsWhatIsRelevantWhileOneTypes()
    {
        m->view.goTo(officialPath(u"case.gd_no"_s));
        QVERIFY(!shown(u"case.gd_date"_s));
        m->type(u"7"_s);
        QVERIFY(shown(u"case.gd_date"_s));
        QCOMPARE(m->focusName(), u"case.gd_no"_s);
        m->key(Qt::Key_Backspace);
        QVERIFY(!shown(u"case.gd_date"_s));
    }

    void keepsAnswersThatHide()
    {
        m->fill(officialPath(u"case.gd_no"_s), u"7"_s);
        m->fill(officialPath(u"case.gd_date"_s), u"1/11/26"_s);
        m->view.goTo(officialPath(u"case.gd_no"_s));
        m->key(Qt::Key_Backspace);
        QVERIFY(!shown(u"case.gd_date"_s));
        QCOMPARE(m->answer(u"case.gd_date"_s), u"2026-11-01"_s);
        QVERIFY(!m->view.goTo(officialPath(u"case.gd_date"_s)));
        m->enter(u"8"_s);
        QCOMPARE(m->focusName(), u"case.gd_date"_s);
        m->key(Qt::Key_Return);
        QCOMPARE(m->line(u"case.gd_date"_s)->text(), u"1 Nov 2026"_s);
    }

    void calculatesWhileOneTypes()
    {
        const QString victim = m->addRow(u"victim"_s);
        m->view.goTo(officialPath(u"victim.age_years"_s, victim));
        m->type(u"15"_s);
        auto* line = m->line(u"victim.majority"_s);
        QVERIFY(line && line->isReadOnly());
        QCOMPARE(line->text(), u"Child (under 18)"_s);
        QVERIFY(!line->property("whyDisabled").toString().isEmpty());
        m->key(Qt::Key_Return);
        QVERIFY(!m->view.answers().values.contains(officialPath(u"victim.majority"_s, victim)));
        QVERIFY(m->navigatorLine(u"V-1 · child · 15"_s) > 0);
    }

    void marksWhatIsNeededAtSubmission()
    {
        const auto label = [this](const QString& name) -> QString {
            for (const QLabel* one : m->view.findChildren<QLabel*>()) {
                if (one->buddy() && one->buddy() == m->control(name))
                    return one->text();
            }
            return {};
        };
        QCOMPARE(label(u"case.case_class"_s), u"Type of case *"_s);
        m->view.goTo(officialPath(u"case.gd_no"_s));
        QCOMPARE(label(u"case.gd_no"_s), u"General diary number"_s);
        m->type(u"7"_s);
        QCOMPARE(label(u"case.gd_date"_s), u"General diary date *"_s);
    }

    void rowsAreAddedAndRemovedAfterAQuestion()
    {
        QSignalSpy added(&m->view, &FormView::rowAdded);
        QSignalSpy removed(&m->view, &FormView::rowRemoved);
        m->view.goTo({m->engine->form().group(u"victim"_s)->id, {}, 0});
        QCOMPARE(m->focusName(), u"addRow.victim"_s);
        m->key(Qt::Key_Space);
        m->key(Qt::Key_Insert, Qt::ControlModifier);
        QCOMPARE(added.size(), 2);
        const QStringList rows = m->rows(u"victim"_s);
        QCOMPARE(m->view.focusedPath()->row, rows.at(1));
        QCOMPARE(m->view.findChild<QListWidget*>(u"rows.victim"_s)->count(), 2);
        m->type(u"both"_s);
        m->key(Qt::Key_Delete, Qt::ControlModifier);
        answerQuestion(u"keepRowButton"_s);
        QCOMPARE(m->rows(u"victim"_s), rows);
        m->key(Qt::Key_Delete, Qt::ControlModifier);
        answerQuestion(u"confirmRemoveButton"_s);
        QCOMPARE(m->rows(u"victim"_s), rows.mid(0, 1));
        QCOMPARE(removed.size(), 1);
        QCOMPARE(m->view.focusedPath()->row, rows.at(0));
        m->key(Qt::Key_Delete, Qt::ControlModifier);
        answerQuestion(u"confirmRemoveButton"_s);
        QVERIFY(m->view.answers().values.isEmpty());
        QCOMPARE(m->focusName(), u"addRow.victim"_s);
    }

    void theRowListOpensRows()
    {
        m->addRow(u"victim"_s);
        const QString second = m->addRow(u"victim"_s);
        m->view.goTo(officialPath(u"victim.sex"_s, FormFixture::rowName(1)));
        auto* list = m->view.findChild<QListWidget*>(u"rows.victim"_s);
        list->setFocus();
        m->key(Qt::Key_Down);
        m->key(Qt::Key_Return);
        QCOMPARE(m->view.focusedPath()->row, second);
        auto* navigator = m->view.findChild<QListWidget*>(u"navigator"_s);
        navigator->setFocus();
        navigator->setCurrentRow(1);
        m->key(Qt::Key_Return);
        QCOMPARE(m->focusName(), u"case.gd_no"_s);
        QCOMPARE(navigator->currentItem()->text(), u"Diary, FIR and law"_s);
    }

    void f8WalksOverProblemsInEntryOrderAndAround()
    {
        const QString victim = m->addRow(u"victim"_s);
        const auto problems = m->engine->check(m->view.answers(), CheckLevel::Submit);
        QSignalSpy changed(&m->view, &FormView::problemsChanged);
        m->view.showProblems(problems);
        QCOMPARE(changed.last().value(0).toInt(), problems.size());
        m->view.focusFirst();
        const auto name = [&](const AnswerPath& path) {
            return m->engine->form().field(path.field)->name + u' ' + path.row;
        };
        QStringList wanted;
        for (const Problem& problem : problems)
            wanted.append(name(problem.path));
        wanted.removeDuplicates();  // a question with two problems is one stop
        QStringList walk;
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            m->key(Qt::Key_F8);
            QVERIFY(m->view.focusedPath());
            walk.append(name(*m->view.focusedPath()));
            QVERIFY(!m->problem(m->focusName()).isEmpty());
        }
        wanted.append(wanted.takeFirst());  // the walk begins after the first field, which has the focus
        QCOMPARE(walk, wanted);
        m->view.showProblems({});
        QVERIFY(!m->view.nextProblem());
    }

    void aProblemThatIsMendedGoesAndTheNavigatorCounts()
    {
        m->view.showProblems(m->engine->check({}, CheckLevel::Submit));
        const int before = m->navigatorData(u"Report"_s, ProgressList::Problems).toInt();
        QVERIFY(before > 3);
        QVERIFY(!m->problem(u"case.case_stage"_s).isEmpty());
        QSignalSpy changed(&m->view, &FormView::problemsChanged);
        m->fill(officialPath(u"case.case_stage"_s), u"gd"_s);
        QVERIFY(m->problem(u"case.case_stage"_s).isEmpty());
        QCOMPARE(m->navigatorData(u"Report"_s, ProgressList::Problems).toInt(), before - 1);
        QVERIFY(!changed.isEmpty());
    }

    void theNavigatorTellsHowFarRowsAre()
    {
        const QString victim = m->addRow(u"victim"_s);
        const auto begun = [this](const QString& line) {
            return m->navigatorData(line, ProgressList::Begun).toBool();
        };
        QVERIFY(!begun(u"V-1"_s));
        QVERIFY(!begun(u"Report"_s));
        m->fill(officialPath(u"victim.sex"_s, victim), u"female"_s);
        QVERIFY(begun(u"V-1"_s));
        QVERIFY(begun(u"Person and status"_s));
        QVERIFY(!begun(u"Identity"_s));
        QVERIFY(!begun(u"Report"_s));
        m->fill(officialPath(u"victim.age_years"_s, victim), u"200"_s);
        QCOMPARE(m->navigatorData(u"V-1"_s, ProgressList::Problems).toInt(), 1);
        QCOMPARE(m->navigatorData(u"Victims"_s, ProgressList::Detail).toString(), u"1"_s);
    }

    void readOnlySaysWhyOnEveryControl()
    {
        const QString why = u"The case is with the reviewer."_s;
        const QString victim = m->addRow(u"victim"_s);
        const QString consent = m->addRow(u"consent"_s, victim);
        m->view.setReadOnly(true, why);
        QCOMPARE(m->view.findChild<QLabel*>(u"whyReadOnly"_s)->text(), why);
        int seen = 0;
        for (const FieldDefinition& field : m->engine->form().fields()) {
            const QString row = field.group == 2 ? victim : field.group == 3 ? consent : QString();
            if (field.group > 3 || !m->view.goTo({field.group, row, field.id}))
                continue;
            seen += 1;
            checkAllSayWhy();
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(seen > 60);
        QCOMPARE(m->line(u"consent.consent_on"_s)->toolTip(), why);
        const Answers before = m->view.answers();
        m->type(u"1"_s);
        m->key(Qt::Key_1, Qt::AltModifier);
        m->key(Qt::Key_Insert, Qt::ControlModifier);
        m->key(Qt::Key_Delete, Qt::ControlModifier);
        QVERIFY(!m->view.findChild<QMessageBox*>());
        QCOMPARE(m->view.answers().values, before.values);
        QCOMPARE(m->view.answers().rows.size(), before.rows.size());
        m->view.setReadOnly(false, {});
        QVERIFY(!m->line(u"consent.consent_on"_s)->isReadOnly());
        QVERIFY(m->line(u"consent.consent_on"_s)->property("whyDisabled").toString().isEmpty());
    }

    void theLanguageChangesAtOnce()
    {
        const QString victim = m->addRow(u"victim"_s);
        m->fill(officialPath(u"victim.sex"_s, victim), u"female"_s);
        m->fill(officialPath(u"victim.age_years"_s, victim), u"x"_s);
        m->view.goTo(officialPath(u"victim.age_years"_s, victim));
        m->key(Qt::Key_A, Qt::ControlModifier);
        m->type(u"15"_s);
        m->view.setLanguage(u"bn"_s);
        QCOMPARE(m->focusName(), u"victim.age_years"_s);  // the focus stays, and what was typed is taken over
        QCOMPARE(m->answer(u"victim.age_years"_s, victim), u"15"_s);
        QCOMPARE(m->line(u"victim.sex"_s)->text(), u"নারী"_s);
        QVERIFY(m->navigatorLine(u"V-১"_s) > 0);
        QVERIFY(m->navigatorData(u"V-১"_s, Qt::DisplayRole).toString().endsWith(u"১৫"));
        m->enter(u"২০০"_s);
        QVERIFY(m->problem(u"victim.age_years"_s).contains(u"১১০"));
        m->view.setLanguage(u"en"_s);
        QVERIFY(m->problem(u"victim.age_years"_s).contains(u"110"));
        QCOMPARE(m->line(u"victim.sex"_s)->accessibleName(), u"Sex"_s);
    }

    void otherAnswersTakeNothingOfOldTyping()
    {
        m->view.goTo(officialPath(u"case.police_station"_s));
        m->type(u"Old"_s);
        QSignalSpy changed(&m->view, &FormView::answerChanged);
        m->view.setAnswers({});
        QVERIFY(m->view.answers().values.isEmpty());
        QVERIFY(changed.isEmpty());
        m->view.goTo(officialPath(u"case.case_stage"_s));
        m->type(u"inv"_s);
        m->view.setAnswers({});
        QVERIFY(m->view.answers().values.isEmpty());
    }

    void tellsOfEveryChange()
    {
        QSignalSpy changed(&m->view, &FormView::answerChanged);
        m->view.goTo(officialPath(u"case.police_station"_s));
        QVERIFY(changed.isEmpty());
        m->fill(officialPath(u"case.case_stage"_s), u"fir"_s);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().value<AnswerPath>(), officialPath(u"case.case_stage"_s));
    }

    void everyEditorHasNameAndLabel()
    {
        for (const auto& [group, row] :
             {std::pair(u"case"_s, QString()), std::pair(u"victim"_s, m->addRow(u"victim"_s))}) {
            for (const quint32 id : m->engine->form().group(group)->fields) {
                if (!m->view.goTo({m->engine->form().group(group)->id, row, id}))
                    continue;
                QWidget* control = m->focus();
                const FieldDefinition& field = *m->engine->form().field(id);
                QCOMPARE(control->objectName(), QString(group + u'.' + field.name));
                QVERIFY(control->accessibleName().startsWith(field.label.in(u"en"_s)));
            }
        }
    }

    void nothingIsCut_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("pixels");
        QTest::newRow("English") << u"en"_s << 14;
        QTest::newRow("Bangla") << u"bn"_s << 14;
        QTest::newRow("English, one and a half") << u"en"_s << 21;
        QTest::newRow("Bangla, one and a half") << u"bn"_s << 21;
    }

    /// The fields of every section fit the width of a small screen, labels wrap, and the field with the focus
    /// is in view.
    void nothingIsCut()
    {
        QFETCH(const QString, language);
        QFETCH(const int, pixels);
        QFont font = m->view.font();
        font.setFamilies({u"Noto Sans"_s, u"Noto Sans Bengali"_s});
        font.setPixelSize(pixels);
        m->view.setFont(font);
        m->view.setLanguage(language);
        const QString victim = m->addRow(u"victim"_s);
        const QString suspect = m->addRow(u"suspect"_s);
        const QString leg = m->addRow(u"journey_leg"_s);
        m->fill(officialPath(u"case.case_class"_s), u"tip_som"_s);
        m->fill(officialPath(u"case.flow_type"_s), u"cross_border_out"_s);
        m->fill(officialPath(u"case.purpose_types"_s), u"1 2 3 4"_s);
        m->view.showProblems(m->engine->check(m->view.answers(), CheckLevel::Submit));
        auto* page = m->view.findChild<QScrollArea*>(u"formPage"_s);
        int seen = 0;
        for (const GroupDefinition& group : m->engine->form().groups()) {
            const QString row = group.id == 2 ? victim
                              : group.id == 4 ? suspect
                              : group.id == 6 ? leg
                                              : QString();
            for (const SectionDefinition& section : group.sections) {
                const auto asked = [&](quint32 field) { return m->view.goTo({group.id, row, field}); };
                if (std::none_of(section.fields.cbegin(), section.fields.cend(), asked))
                    continue;
                seen += 1;
                QTRY_VERIFY(page->widget()->width() <= page->viewport()->width());
                const QRect inView = page->viewport()->rect();
                QTRY_VERIFY(
                    inView.contains(m->focus()->mapTo(page->viewport(), m->focus()->rect().center())));
                for (const QLabel* label : page->widget()->findChildren<QLabel*>()) {
                    if (label->isVisible() && !label->text().isEmpty())
                        QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()),
                                     qPrintable(label->text()));
                }
            }
        }
        QVERIFY(seen >= 12);
    }

private:
    bool shown(const QString& name) const { return m->control(name) && m->control(name)->isVisible(); }

    void answerQuestion(const QString& button)
    {
        auto* question = m->view.findChild<QMessageBox*>(u"removeRowQuestion"_s);
        QVERIFY(question);
        auto* wanted = question->findChild<QAbstractButton*>(button);
        QVERIFY(wanted);
        QTest::keyClick(wanted, Qt::Key_Space);
        QTRY_VERIFY(!m->view.findChild<QMessageBox*>(u"removeRowQuestion"_s));
        m->view.activateWindow();  // what a window manager does
        QTRY_VERIFY(m->focus());
    }

    void checkAllSayWhy()
    {
        for (const QWidget* control : m->view.findChildren<QWidget*>()) {
            const auto* line = qobject_cast<const QLineEdit*>(control);
            const auto* text = qobject_cast<const QPlainTextEdit*>(control);
            const bool off = (line && line->isReadOnly()) || (text && text->isReadOnly())
                          || (qobject_cast<const QAbstractButton*>(control) && !control->isEnabled());
            if (!control->isVisible())
                continue;
            if (line || text)
                QVERIFY2(off, qPrintable(control->objectName()));
            if (!off)
                continue;
            QVERIFY2(!control->property("whyDisabled").toString().isEmpty(),
                     qPrintable(control->objectName()));
            QVERIFY(!control->toolTip().isEmpty());
            QVERIFY(!control->accessibleDescription().isEmpty());
        }
    }

    std::unique_ptr<FormFixture> m;
};

QTEST_MAIN(FormViewTest)
#include "FormViewTest.moc"
