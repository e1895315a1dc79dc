// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/SecondEntry.h"

#include "forms/authoring/FormCompiler.h"
#include "forms/definition/CaseForm.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QJsonArray>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const char* const kForm =
    "| survey |\n"
    "| | type | name | label | relevant | bind::ht:id | bind::ht:verify | bind::ht:type |\n"
    "| | begin_group | case | Case | | 1 | | |\n"
    "| | text | title | Title | | 101 | | |\n"
    "| | date | fir_date | Date of FIR | | 102 | yes | |\n"
    "| | text | fir_number | FIR number | | 103 | yes | |\n"
    "| | text | phone | Telephone | | 104 | yes | phone |\n"
    "| | select_one yn | has_station | Station known | | 105 | yes | |\n"
    "| | text | station | Station | ${has_station} = 'y' | 106 | yes | |\n"
    "| | text | why_none | Why none | ${has_station} = 'n' | 107 | yes | |\n"
    "| | text | nid | National id | | 108 | yes | |\n"
    "| | end_group | | | | | | |\n"
    "| | begin_repeat | victim | Victim | | 2 | | |\n"
    "| | integer | age | Age | | 201 | yes | |\n"
    "| | text | remark | Remark | | 202 | | |\n"
    "| | begin_repeat | paper | Paper | | 3 | | |\n"
    "| | text | number | Number | | 301 | yes | |\n"
    "| | end_repeat | | | | | | |\n"
    "| | end_repeat | | | | | | |\n"
    "| | begin_repeat | visit | Visit | | 4 | | |\n"
    "| | text | place | Place | | 401 | | |\n"
    "| | end_repeat | | | | | | |\n"
    "| choices |\n"
    "| | list_name | name | label |\n"
    "| | yn | y | Yes |\n"
    "| | yn | n | No |\n";

FormPtr smallForm()
{
    const auto workbook = readMarkdown(QString::fromLatin1(kForm), u"small.md"_s);
    const CompiledForm compiled = compileWorkbook(*workbook);
    if (!compiled.package)
        qFatal("%s", qPrintable(compiled.messages.first().toString()));
    const CaseFormReading reading = readCaseForm(compiled.package);
    if (!reading.form)
        qFatal("%s", qPrintable(reading.faults.join(u'\n')));
    return reading.form;
}

}  // namespace

/// forms.md 3 and 11: what is marked verify is asked a second time, and the two entries are compared.
class SecondEntryTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    SeededRandom m_random{11};
    const FormPtr m_form = smallForm();
    const std::unique_ptr<FormEngine> m_engine = makeFormEngine(m_form, m_clock);
    QString m_one, m_two;  ///< rows of the first entry

    CaseBuilder firstEntry()
    {
        CaseBuilder builder(*m_form);
        m_one = builder.addRow(u"victim"_s);
        m_two = builder.addRow(u"victim"_s);
        builder.put(u"case.title"_s, u"Raid"_s)
            .put(u"case.fir_date"_s, u"2024-03-05"_s)
            .put(u"case.fir_number"_s, u"12/2024"_s)
            .put(u"case.phone"_s, u"+8801712345678"_s)
            .put(u"case.has_station"_s, u"y"_s)
            .put(u"case.station"_s, u"Sadar"_s)
            .put(u"victim.age"_s, u"15"_s, m_one)
            .put(u"victim.remark"_s, u"first"_s, m_one)
            .put(u"victim.age"_s, u"40"_s, m_two)
            .put(u"victim.remark"_s, u"second"_s, m_two);
        return builder;
    }
    AnswerPath at(const char* field, const QString& row = {}) const
    {
        return CaseBuilder(*m_form).path(QString::fromLatin1(field), row);
    }
    AnswerPath rowsOf(const char* group, const QString& parent = {}) const
    {
        return {m_form->group(QString::fromLatin1(group))->id, parent, 0};
    }
    QStringList asked(const SecondEntry& second) const
    {
        QStringList names;
        for (const auto& [path] : second.questions())
            names.append(path.field == 0 ? u"#"_s + m_form->group(path.group)->name
                                         : m_form->field(path.field)->name);
        return names;
    }
    /// Answers the questions of the case as the first entry has them, but typed as people type.
    void typeCase(SecondEntry& second) const
    {
        second.type(at("case.fir_date"), u"5/3/24"_s);
        second.type(at("case.fir_number"), u" 12/2024 "_s);
        second.type(at("case.phone"), u"০১৭১২-৩৪৫৬৭৮"_s);
        second.type(at("case.has_station"), u"Yes"_s);
        second.type(at("case.station"), u"Sadar"_s);
        second.pass(at("case.nid"));
    }
    /// Says the number of victims; their ages are to follow, and none has a paper.
    void typeRows(SecondEntry& second, const QStringList& ages) const
    {
        QVERIFY(second.setRows(rowsOf("victim"), static_cast<int>(ages.size())));
        const auto rows = second.answers().rowsOf(2);
        for (qsizetype i = 0; i < ages.size(); ++i) {
            second.type(at("victim.age", rows.at(i).row), ages.at(i));
            QVERIFY(second.setRows(rowsOf("paper", rows.at(i).row), 0));
        }
    }
    static EntryResolution take(EntryResolution::Side side, const QString& third = {})
    {
        return {side, {third, {}, false}, u"7"_s, Instant::fromMs(1000)};
    }

private slots:
    void asksBlindInEntryOrder()
    {
        const Answers first = firstEntry().answers;
        SecondEntry second(*m_engine, m_random, first);
        QCOMPARE(asked(second), (QStringList{u"fir_date"_s, u"fir_number"_s, u"phone"_s, u"has_station"_s,
                                             u"nid"_s, u"#victim"_s}));
        QVERIFY(!second.rows(rowsOf("victim")).has_value());
        // What is not verified is there, what is verified is not, and of a repeat not even how many rows it has.
        QCOMPARE(second.answers().value(at("case.title")).text, u"Raid"_s);
        QVERIFY(second.answers().value(at("case.fir_date")).isBlank());
        QCOMPARE(second.answers().rowsOf(2).size(), 0);

        second.type(at("case.has_station"), u"y"_s);
        QVERIFY(second.setRows(rowsOf("victim"), 1));
        QCOMPARE(asked(second), (QStringList{u"fir_date"_s, u"fir_number"_s, u"phone"_s, u"has_station"_s,
                                             u"station"_s, u"nid"_s, u"#victim"_s, u"age"_s, u"#paper"_s}));
        QVERIFY(second.answers().value(at("victim.age", m_one)).isBlank());
        QCOMPARE(second.answers().value(at("victim.remark", m_one)).text, u"first"_s);
    }

    void relevanceFollowsTheSecondEntry()
    {
        SecondEntry second(*m_engine, m_random, firstEntry().answers);
        second.type(at("case.has_station"), u"n"_s);
        QVERIFY(asked(second).contains(u"why_none"_s));
        QVERIFY(!asked(second).contains(u"station"_s));
    }

    void sameAnswersTypedOtherwiseDoNotDiffer()
    {
        SecondEntry second(*m_engine, m_random, firstEntry().answers);
        typeCase(second);
        typeRows(second, {u"১৫"_s, u"40"_s});
        QVERIFY(!second.nextOpen());
        QCOMPARE(second.differences().size(), 0);
        const auto outcome = second.outcome();
        QVERIFY(outcome);
        QCOMPARE(outcome->log.size(), 0);
        QCOMPARE(outcome->answers.values, second.first().values);
    }

    void aFirstEntryThatWasKeptAsTypedIsReadTheSameWay()
    {
        CaseBuilder builder = firstEntry();
        builder.put(u"case.fir_date"_s, u"5/3/24"_s).put(u"case.fir_number"_s, u"12/2024 "_s);
        SecondEntry second(*m_engine, m_random, builder.answers);
        typeCase(second);
        second.type(at("case.fir_date"), u"05-03-2024"_s);
        QCOMPARE(second.differences().size(), 0);
    }

    void nothingComesOfItBeforeAllIsAnswered()
    {
        SecondEntry second(*m_engine, m_random, firstEntry().answers);
        typeCase(second);
        QVERIFY(second.setRows(rowsOf("victim"), 2));
        for (const QString& row : {m_one, m_two})
            QVERIFY(second.setRows(rowsOf("paper", row), 0));
        second.type(at("victim.age", m_one), u"15"_s);
        QCOMPARE(second.differences().size(), 0);  // what was not passed does not differ
        const auto early = second.outcome();
        QVERIFY(!early);
        QCOMPARE(early.error().hint, u"open"_s);
        QCOMPARE(second.nextOpen()->path, at("victim.age", m_two));
        second.pass(at("victim.age", m_two));  // left blank: that differs from 40
        QCOMPARE(second.differences().size(), 1);
    }

    void differencesAreSettledEachInItsWay()
    {
        const Answers first = firstEntry().answers;
        SecondEntry second(*m_engine, m_random, first);
        typeCase(second);
        typeRows(second, {u"51"_s, u"40"_s});
        second.type(at("case.fir_date"), u"05-04-2024"_s);
        second.type(at("case.fir_number"), u"21/2024"_s);
        second.put(at("case.phone"), {{}, u"unknown"_s, false});
        QList<AnswerPath> paths;
        for (const EntryDifference& one : second.differences())
            paths.append(one.path);
        QCOMPARE(paths, (QList<AnswerPath>{at("case.fir_date"), at("case.fir_number"), at("case.phone"),
                                           at("victim.age", m_one)}));
        QCOMPARE(second.differences().first().first.text, u"2024-03-05"_s);
        QCOMPARE(second.differences().first().second.text, u"2024-04-05"_s);

        using Side = EntryResolution::Side;
        QVERIFY(second.settle(paths.at(0), take(Side::First)));
        QVERIFY(second.settle(paths.at(1), take(Side::Second)));
        const auto odd = second.settle(paths.at(3), take(Side::Third, u"fifteen"_s));
        QVERIFY(!odd);
        QCOMPARE(odd.error().hint, u"type"_s);
        QVERIFY(second.settle(paths.at(3), take(Side::Third, u"১৬"_s)));
        const auto open = second.outcome();
        QVERIFY(!open);
        QCOMPARE(open.error().hint, u"open"_s);
        QVERIFY(second.settle(paths.at(2), take(Side::Second)));
        QVERIFY(!second.settle(at("case.station"), take(Side::First)));

        const auto outcome = second.outcome();
        QVERIFY(outcome);
        Answers expected = first;
        expected.set(at("case.fir_number"), {u"21/2024"_s, {}, false});
        expected.set(at("case.phone"), {{}, u"unknown"_s, false});
        expected.set(at("victim.age", m_one), {u"16"_s, {}, false});
        QCOMPARE(outcome->answers.values, expected.values);
        QCOMPARE(outcome->log.size(), 4);
        QCOMPARE(outcome->log.at(3).difference.first.text, u"15"_s);
        QCOMPARE(outcome->log.at(3).difference.second.text, u"51"_s);
        QCOMPARE(outcome->log.at(3).resolution.value.text, u"16"_s);
        QCOMPARE(outcome->log.at(3).resolution.who, u"7"_s);
        QCOMPARE(outcome->log.at(3).resolution.when.msSinceEpoch, 1000);
    }

    void aRowThatOnlyOneEntryHas_data()
    {
        QTest::addColumn<QStringList>("ages");
        QTest::addColumn<bool>("takeSecond");
        QTest::addColumn<QStringList>("result");
        QTest::newRow("missing, kept") << QStringList{u"15"_s} << false << QStringList{u"15"_s, u"40"_s};
        QTest::newRow("missing, taken away") << QStringList{u"15"_s} << true << QStringList{u"15"_s};
        QTest::newRow("more, left out")
            << QStringList{u"15"_s, u"40"_s, u"9"_s} << false << QStringList{u"15"_s, u"40"_s};
        QTest::newRow("more, taken") << QStringList{u"15"_s, u"40"_s, u"9"_s} << true
                                     << QStringList{u"15"_s, u"40"_s, u"9"_s};
        QTest::newRow("none, all taken away") << QStringList{} << true << QStringList{};
    }
    void aRowThatOnlyOneEntryHas()
    {
        QFETCH(QStringList, ages);
        QFETCH(bool, takeSecond);
        QFETCH(QStringList, result);
        SecondEntry second(*m_engine, m_random, firstEntry().answers);
        typeCase(second);
        typeRows(second, ages);
        const auto found = second.differences();
        QCOMPARE(found.size(), std::abs(2 - ages.size()));
        for (const EntryDifference& one : found) {
            QCOMPARE(one.kind, ages.size() < 2 ? EntryDifference::Kind::OnlyInFirst
                                               : EntryDifference::Kind::OnlyInSecond);
            QVERIFY(!second.settle(one.path, take(EntryResolution::Side::Third, u"x"_s)));
            QVERIFY(second.settle(one.path, take(takeSecond ? EntryResolution::Side::Second
                                                            : EntryResolution::Side::First)));
        }
        const auto outcome = second.outcome();
        QVERIFY(outcome);
        QStringList left;
        for (const AnswerRow& row : outcome->answers.rowsOf(2))
            left.append(outcome->answers.value(at("victim.age", row.row)).text);
        QCOMPARE(left, result);
        // What was never asked again stays with its row, and goes with it.
        QCOMPARE(outcome->answers.value(at("victim.remark", m_two)).text,
                 result.size() > 1 ? u"second"_s : QString());
    }

    void rowsInsideRowsAreComparedInTheirOwn()
    {
        CaseBuilder builder = firstEntry();
        const QString paper = builder.addRow(u"paper"_s, m_two);
        builder.put(u"paper.number"_s, u"A1"_s, paper);
        SecondEntry second(*m_engine, m_random, builder.answers);
        typeCase(second);
        QVERIFY(second.setRows(rowsOf("victim"), 3));
        for (const AnswerRow& row : second.answers().rowsOf(2)) {
            second.type(at("victim.age", row.row), row.row == m_one ? u"15"_s : u"40"_s);
            QVERIFY(second.setRows(rowsOf("paper", row.row), row.row == m_one ? 0 : 1));
            for (const AnswerRow& inner : second.answers().rowsOf(3, row.row))
                second.type(at("paper.number", inner.row), u"B2"_s);
        }
        const auto found = second.differences();
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.at(0).kind, EntryDifference::Kind::OnlyInSecond);  // with the paper in it
        QCOMPARE(found.at(1).path, at("paper.number", paper));
        for (const EntryDifference& one : found)
            QVERIFY(second.settle(one.path, take(EntryResolution::Side::Second)));
        const auto outcome = second.outcome();
        QVERIFY(outcome);
        QCOMPARE(outcome->answers.rowsOf(2).size(), 3);
        const QString added = outcome->answers.rowsOf(2).last().row;
        const auto papers = outcome->answers.rowsOf(3, added);
        QCOMPARE(papers.size(), 1);
        QCOMPARE(outcome->answers.value(at("paper.number", papers.first().row)).text, u"B2"_s);
        QCOMPARE(outcome->answers.value(at("paper.number", paper)).text, u"B2"_s);
    }

    void refusesImpossibleNumbersOfRows()
    {
        SecondEntry second(*m_engine, m_random, firstEntry().answers);
        QVERIFY(!second.setRows(rowsOf("victim"), -1));
        QVERIFY(!second.setRows(rowsOf("victim"), 1000));
        QVERIFY(!second.setRows(rowsOf("visit"), 1));  // nothing in it is verified
        QVERIFY(!second.rows(rowsOf("victim")).has_value());
    }

    void fewerRowsForgetWhatWasTypedInThem()
    {
        SecondEntry second(*m_engine, m_random, firstEntry().answers);
        QVERIFY(second.setRows(rowsOf("victim"), 2));
        second.type(at("victim.age", m_two), u"44"_s);
        QVERIFY(second.setRows(rowsOf("victim"), 1));
        QVERIFY(second.setRows(rowsOf("victim"), 2));
        QCOMPARE(second.answers().rowsOf(2).at(1).row, m_two);
        QVERIFY(second.answers().value(at("victim.age", m_two)).isBlank());
        QVERIFY(!second.isPassed(at("victim.age", m_two)));
    }

    void sealedAnswersAreNotAskedAndStay()
    {
        CaseBuilder builder = firstEntry();
        builder.putSealed(u"case.nid"_s).putSealed(u"victim.age"_s, m_one);
        const QString paper = builder.addRow(u"paper"_s, m_one);
        builder.putSealed(u"paper.number"_s, paper);
        SecondEntry second(*m_engine, m_random, builder.answers);
        QVERIFY(!asked(second).contains(u"nid"_s));
        typeCase(second);
        QVERIFY(second.setRows(rowsOf("victim"), 2));
        QCOMPARE(asked(second).mid(5), (QStringList{u"#victim"_s, u"age"_s, u"#paper"_s}));
        second.type(at("case.nid"), u"1"_s);
        second.type(at("victim.age", m_two), u"41"_s);
        QVERIFY(second.setRows(rowsOf("paper", m_two), 0));
        QCOMPARE(second.differences().size(), 1);
        QVERIFY(second.settle(at("victim.age", m_two), take(EntryResolution::Side::Second)));
        const auto outcome = second.outcome();
        QVERIFY(outcome);
        QVERIFY(outcome->answers.value(at("case.nid")).sealed);
        QVERIFY(outcome->answers.value(at("victim.age", m_one)).sealed);
        QCOMPARE(outcome->answers.rows.size(), builder.answers.rows.size());
    }

    void isPutAsideAndTakenUpAgain()
    {
        const Answers first = firstEntry().answers;
        SecondEntry second(*m_engine, m_random, first);
        typeCase(second);
        typeRows(second, {u"51"_s, u"40"_s, u"9"_s});
        QVERIFY(second.settle(at("victim.age", m_one), take(EntryResolution::Side::Third, u"16"_s)));
        const QJsonObject saved = second.toJson();

        SecondEntry again(*m_engine, m_random, first);
        QVERIFY(again.restore(saved));
        QCOMPARE(again.toJson(), saved);
        QCOMPARE(again.answers().values, second.answers().values);
        QCOMPARE(again.differences(), second.differences());
        QVERIFY(again.settled(at("victim.age", m_one)).has_value());
        QCOMPARE(again.settled(at("victim.age", m_one))->value.text, u"16"_s);
        QVERIFY(!again.nextOpen());

        // The first entry was mended meanwhile: what was settled then does not count for it.
        Answers mended = first;
        mended.set(at("victim.age", m_one), {u"14"_s, {}, false});
        SecondEntry later(*m_engine, m_random, mended);
        QVERIFY(later.restore(saved));
        QVERIFY(!later.settled(at("victim.age", m_one)).has_value());
        QVERIFY(!later.outcome());
    }

    void refusesWhatIsNoSecondEntry()
    {
        SecondEntry second(*m_engine, m_random, firstEntry().answers);
        typeCase(second);
        const QJsonObject before = second.toJson();
        for (const QJsonObject& odd : {QJsonObject(), QJsonObject{{u"format"_s, u"second-entry/2"_s}},
                                       QJsonObject{{u"format"_s, u"second-entry/1"_s}, {u"rows"_s, 1}},
                                       QJsonObject{{u"format"_s, u"second-entry/1"_s},
                                                   {u"rows"_s, QJsonArray{1}},
                                                   {u"passed"_s, QJsonArray()},
                                                   {u"settled"_s, QJsonArray()}}})
            QVERIFY(!second.restore(odd));
        QCOMPARE(second.toJson(), before);
        // Of the right shape, but of another form.
        QJsonObject strange = before;
        strange.insert(u"passed"_s, QJsonArray{QJsonObject{{u"group"_s, 9}, {u"field"_s, 999}}});
        strange.insert(u"rows"_s, QJsonArray{QJsonObject{{u"group"_s, 9}, {u"row"_s, u"x"_s}}});
        QVERIFY(second.restore(strange));
        QCOMPARE(second.answers().rows.size(), 0);
    }
};

QTEST_GUILESS_MAIN(SecondEntryTest)
#include "SecondEntryTest.moc"
