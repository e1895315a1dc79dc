// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormFixture.h"
#include "forms/widgets/ProgressList.h"
#include "forms/widgets/StandInLine.h"
#include "tests/support/FullCase.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The navigator tells states and counts; nothing that is shown is cut, whatever the language, the size of the text and the window.
class FormProgressTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m = std::make_unique<FormFixture>(); }
    void cleanup() { QApplication::setFont(m_font); }
    void initTestCase() { m_font = QApplication::font(); }

    void statesFollowTheAnswers()
    {
        m->view.focusFirst();
        const QString report =
            m->view.model().text(m->view.model().section(m->view.model().places().first())->label);
        QCOMPARE(state(report), ProgressState::NotStarted);
        QVERIFY(count(report).startsWith(u"0/"));
        m->enter(u"tip"_s);
        QCOMPARE(state(report), ProgressState::InProgress);
        QVERIFY(count(report).startsWith(u"1/"));
        m->view.showProblems(m->engine->check(m->view.answers(), CheckLevel::Submit));
        QCOMPARE(state(report), ProgressState::Problems);
        m->view.showProblems({});
        m->view.goTo(officialPath(u"case.case_class"_s));
        for (int i = 0; i < 40 && m->view.model().progress(m->view.model().places().first()).open > 0; ++i) {
            const AnswerPath path = m->view.focusedPath().value();
            m->enter(m->view.model().isRequired(path) && m->answer(nameOf(path)).isEmpty() ? answerFor(path)
                                                                                           : QString());
        }
        QCOMPARE(state(report), ProgressState::Complete);
        m->view.setLanguage(u"bn"_s);
        QVERIFY(count(m->view.model().text(m->view.model().section(m->view.model().places().first())->label))
                    .contains(QChar(
                        0x09e6 + m->view.model().progress(m->view.model().places().first()).asked % 10)));
    }

    void countsLeaveOutWhatIsNotAsked()
    {
        const FormPlace first = m->view.model().places().first();
        const int before = m->view.model().progress(first).asked;
        m->fill(officialPath(u"case.case_origin"_s), u"hotline"_s);
        QCOMPARE(m->view.model().progress(first).asked, before + 1);  // the hotline is asked now
        m->fill(officialPath(u"case.hotline"_s), u"1"_s);
        QCOMPARE(m->view.model().progress(first).answered, 2);
        m->view.goTo(officialPath(u"case.case_origin"_s));
        m->key(Qt::Key_A, Qt::ControlModifier);
        m->enter(u"victim_complaint"_s);
        QCOMPARE(m->view.model().progress(first).asked, before);
        QCOMPARE(m->view.model().progress(first).answered, 1);  // a hidden answer does not count
    }

    void theOpenCountIsToldWhenTheHandRests()
    {
        QList<int> told;
        const QObject listener;
        m->view.goTo(officialPath(u"case.gd_no"_s));
        connect(&m->view, &FormView::openCountChanged, &listener, [&](int open) { told.append(open); });
        m->type(u"7"_s);
        QVERIFY(told.isEmpty());
        QTRY_VERIFY(!told.isEmpty() && told.last() == m->view.model().openCount());
        QVERIFY(told.last() > 0);
    }

    /// Where they stand, in the row around it once, and told to those who do not see the badge; also about what is not asked now.
    void openQuestionsAreCountedWhereTheyStand()
    {
        const QString first = m->addRow(u"victim"_s), second = m->addRow(u"victim"_s);
        FormModel& model = m->view.model();
        const AnswerPath origin = officialPath(u"case.case_origin"_s),
                         hidden = officialPath(u"case.hotline"_s);
        const AnswerPath age = officialPath(u"victim.age_years"_s, first);
        QVERIFY(!model.placeOf(hidden));
        model.setQuestions({{origin, 1}, {hidden, 1}, {age, 2}});
        const auto at = [&](const AnswerPath& path) {
            return model.progress(*model.placeOf(path)).questions;
        };
        QCOMPARE(at(origin), 2);
        QCOMPARE(at(age), 2);
        QCOMPARE(model.rowProgress(first).questions, 2);
        QCOMPARE(model.rowProgress(second).questions, 0);
        QCOMPARE(model.repeatProgress(age.group, {}).questions, 2);
        const QString section = model.text(model.section(*model.placeOf(origin))->label);
        QTRY_COMPARE(m->navigatorData(section, ProgressList::Questions).toInt(), 2);
        QVERIFY(m->navigatorData(section, Qt::AccessibleDescriptionRole)
                    .toString()
                    .contains(u"2 open question"_s));
        // The rows tell theirs; their heading does not count them a second time.
        QCOMPARE(m->navigatorData(model.text(model.form().group(age.group)->label), ProgressList::Questions)
                     .toInt(),
                 0);
        model.setQuestions({});
        QTRY_COMPARE(m->navigatorData(section, ProgressList::Questions).toInt(), 0);
        QCOMPARE(at(age), 0);
    }

    void nothingIsCut_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("percent");
        for (const QString& language : {u"en"_s, u"bn"_s}) {
            for (const int percent : {100, 150})
                QTest::addRow("%s %d", qPrintable(language), percent) << language << percent;
        }
    }

    void nothingIsCut()
    {
        QFETCH(QString, language);
        QFETCH(int, percent);
        QFont font = m_font;
        font.setPixelSize(14 * percent / 100);
        QApplication::setFont(font);
        m->view.setLanguage(language);
        m->view.setAnswers(makeFullCase(*m->engine, u"41"_s, false).answers);
        m->view.showProblems(m->engine->check(m->view.answers(), CheckLevel::Submit));
        QHash<AnswerPath, int> questions;
        for (const FormPlace& place : m->view.model().places()) {
            for (const AnswerPath& path : m->view.model().fieldsOf(place))
                questions.insert(path, 1);
        }
        m->view.model().setQuestions(questions);
        int places = 0;
        for (const FormPlace& place : m->view.model().places()) {
            const QList<AnswerPath> fields = m->view.model().fieldsOf(place);
            if (fields.isEmpty() || !m->view.goTo(fields.first()))
                continue;
            places += 1;
            QTRY_COMPARE(cuts(), QStringList());
        }
        QVERIFY(places > 15);
    }

private:
    ProgressState state(const QString& line) const
    {
        return static_cast<ProgressState>(m->navigatorData(line, ProgressList::State).toInt());
    }
    QString count(const QString& line) const
    {
        return m->navigatorData(line, ProgressList::Count).toString();
    }
    QString nameOf(const AnswerPath& path) const
    {
        return m->engine->form().group(path.group)->name + u'.' + m->view.model().field(path).name;
    }
    QString answerFor(const AnswerPath& path) const
    {
        if (m->view.model().hasChoices(path))
            return m->view.model().choices(path).value(0).code;
        return m->view.model().field(path).type == FieldType::Date ? u"5/11/26"_s : u"What was told"_s;
    }

    /// What has too little room.
    QStringList cuts() const
    {
        QStringList found;
        for (const QLabel* label : m->view.findChildren<QLabel*>()) {
            if (!label->isVisible() || label->text().isEmpty())
                continue;
            const bool wraps = label->wordWrap();
            const int needed = wraps ? label->heightForWidth(label->width()) : label->sizeHint().height();
            if (label->height() < needed || (!wraps && label->width() < label->sizeHint().width()))
                found.append(label->objectName() + u": "_s + label->text());
        }
        for (const QPushButton* button : m->view.findChildren<QPushButton*>()) {
            if (button->isVisible() && button->width() < button->minimumSizeHint().width())
                found.append(button->objectName() + u": "_s + button->text());
        }
        // An answer that the line has no room for stands in full below it.
        for (const StandInLine* line : m->view.findChildren<StandInLine*>()) {
            if (line->isVisible() && !line->hasFocus() && !line->textBeyondRoom().isEmpty()
                && m->label(u"echo."_s + line->objectName()) != line->text())
                found.append(line->objectName() + u": "_s + line->text());
        }
        for (const auto* list : m->view.findChildren<ProgressList*>()) {
            for (int at = 0; list->isVisible() && at < list->count(); ++at) {
                if (list->visualItemRect(list->item(at)).height() < list->sizeHintForRow(at))
                    found.append(list->item(at)->text());
            }
        }
        return found;
    }

    std::unique_ptr<FormFixture> m;
    QFont m_font;
};

QTEST_MAIN(FormProgressTest)
#include "FormProgressTest.moc"
