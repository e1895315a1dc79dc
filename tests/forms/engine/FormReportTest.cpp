// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormRunFixture.h"

#include <QJsonArray>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QString checkedForm()
{
    return table({u"type"_s, u"name"_s, u"label::English (en)"_s, u"label::Bangla (bn)"_s, u"relevant"_s,
                  u"required"_s, u"required_message::English (en)"_s, u"constraint"_s,
                  u"constraint_message::English (en)"_s, u"bind::ht:check"_s, u"body::ht:code"_s},
                 {{u"text"_s, u"top"_s, u"Top"_s, u"উপর"_s},
                  {u"begin group"_s, u"g"_s, u"Group"_s, u"দল"_s},
                  {u"integer"_s, u"age"_s, u"Age"_s, u"বয়স"_s, u""_s, u"yes"_s, u"Ask for the age."_s,
                   u". <= 120"_s, u"${age} years is too old."_s, u". >= 10"_s, u"G1"_s},
                  {u"text"_s, u"why"_s, u"Why"_s, u"কেন"_s, u"${age} > 100"_s, u"yes"_s},
                  {u"end group"_s},
                  {u"begin group"_s, u"h"_s, u"Hidden"_s, u"লুকানো"_s, u"${age} = 1"_s},
                  {u"text"_s, u"x"_s, u"X"_s, u"X"_s, u""_s, u"yes"_s},
                  {u"end group"_s},
                  {u"begin repeat"_s, u"v"_s, u"Victim"_s, u"ভুক্তভোগী"_s},
                  {u"text"_s, u"nm"_s, u"Name"_s, u"নাম"_s, u""_s, u"yes"_s},
                  {u"end repeat"_s}})
         + table({u"default_language"_s, u"form_id"_s, u"version"_s},
                 {{u"English (en)"_s, u"checked"_s, u"2026010101"_s}}, u"settings"_s);
}

QStringList kinds(const FormReport& report)
{
    QStringList all;
    for (const ReportItem& item : report.items)
        all.append(item.path + u' ' + item.kind + (item.error ? u" error"_s : u" warning"_s));
    return all;
}

QString stateOf(const FormReport& report, const QString& path)
{
    for (const SectionState& section : report.sections) {
        if (section.path == path)
            return section.state;
    }
    return u"none"_s;
}

}  // namespace

/// The validation report (forms 9).
class FormReportTest : public QObject {
    Q_OBJECT

private slots:
    void tellsWhatIsMissingAndWrong();
    void countsAndSections();
    void warningsAreConfirmedUntilTheAnswerChanges();
    void neverHoldsAnAnswer();
    void speaksTheCurrentLanguage();
    void defectsAreToldOnce();
    void ordersAsEntryGoes();
    void surplusRowsAreAWarning();
    void choicesOfAnEarlierVersionAreRetired();
    void typeProblems_data();
    void typeProblems();
};

void FormReportTest::tellsWhatIsMissingAndWrong()
{
    FormRun run = begun(checkedForm());
    QCOMPARE(kinds(run.report()),
             (QStringList{u"/data/g/age required error"_s, u"/data/v[1]/nm required error"_s}));
    QCOMPARE(run.report().status, u"incomplete"_s);
    QCOMPARE(run.report().items[0].message, u"Ask for the age."_s);
    QCOMPARE(run.report().items[1].message, u"This question needs an answer."_s);
    QCOMPARE(run.report().items[1].ids, QStringList{*run.instanceId(u"/data/v[1]"_s)});
    QCOMPARE(run.report().items[1].section, u"/data/v"_s);
    QVERIFY(run.set(u"/data/g/age"_s, u"130"_s).has_value());
    const FormReport report = run.report();
    QCOMPARE(kinds(report), (QStringList{u"/data/g/age constraint error"_s, u"/data/g/why required error"_s,
                                         u"/data/v[1]/nm required error"_s}));
    QCOMPARE(report.status, u"invalid"_s);
    QCOMPARE(report.items[0].message, u"130 years is too old."_s);
    QCOMPARE(report.items[0].rule, u". <= 120"_s);
    QCOMPARE(report.items[0].code, u"G1"_s);
    QCOMPARE(report.items[0].name, u"age"_s);
    QVERIFY(run.set(u"/data/g/age"_s, u"old"_s).has_value());
    QCOMPARE(run.report().items[0].kind, u"type"_s);
    QCOMPARE(run.report().items[0].message, u"Enter a whole number."_s);
}

void FormReportTest::countsAndSections()
{
    FormRun run = begun(checkedForm());
    QCOMPARE(stateOf(run.report(), u"/data/g"_s), u"not-started"_s);
    QCOMPARE(stateOf(run.report(), u"/data/h"_s), u"not-applicable"_s);
    QVERIFY(run.set(u"/data/g/age"_s, u"110"_s).has_value());
    FormReport report = run.report();
    QCOMPARE(report.questions, 5);
    QCOMPARE(report.relevant, 4);
    QCOMPARE(report.answered, 1);
    QCOMPARE(report.requiredMissing, 2);
    QCOMPARE(stateOf(report, u"/data/g"_s), u"in-progress"_s);
    QCOMPARE(stateOf(report, u"/data/v"_s), u"not-started"_s);
    QVERIFY(run.set(u"/data/g/why"_s, u"so"_s).has_value());
    QVERIFY(run.set(u"/data/v/nm"_s, u"Asha"_s).has_value());
    report = run.report();
    QCOMPARE(report.status, u"complete"_s);
    QCOMPARE(stateOf(report, u"/data/g"_s), u"complete"_s);
    QCOMPARE(stateOf(report, u"/data"_s), u"not-started"_s);  // questions outside of all groups
    QVERIFY(run.set(u"/data/g/age"_s, u"5"_s).has_value());
    report = run.report();
    QCOMPARE(stateOf(report, u"/data/g"_s), u"problems"_s);
    QCOMPARE(report.warnings, 1);
    QCOMPARE(report.errors, 0);
    const QJsonObject json = report.toJson(run.package(), u"r"_s, u"now"_s, u"en"_s);
    QCOMPARE(json.value(u"form_id").toString(), u"checked"_s);
    QCOMPARE(json.value(u"form_version").toString(), u"2026010101"_s);
    QCOMPARE(json.value(u"counts").toObject().value(u"relevant").toInt(), 3);
    QCOMPARE(json.value(u"items").toArray().at(0).toObject().value(u"severity").toString(), u"warning"_s);
    QCOMPARE(json.value(u"sections").toArray().at(1).toObject().value(u"label").toString(), u"Group"_s);
}

void FormReportTest::warningsAreConfirmedUntilTheAnswerChanges()
{
    FormRun run = begun(checkedForm());
    QVERIFY(run.set(u"/data/v/nm"_s, u"Asha"_s).has_value());
    QVERIFY(run.set(u"/data/g/age"_s, u"5"_s).has_value());
    QCOMPARE(kinds(run.report()), QStringList{u"/data/g/age check warning"_s});
    QCOMPARE(run.finalised().error().hint, u"warnings"_s);
    QVERIFY(run.confirm(u"/data/g/age"_s, u"seen the paper"_s).has_value());
    QVERIFY(run.report().items[0].confirmed);
    QCOMPARE(*run.status(u"/data/g/age"_s), u"confirmed"_s);
    QCOMPARE(run.nextProblem(u"/data/top"_s), QString());
    const Result<QJsonObject> final = run.finalised();
    QVERIFY(final.has_value());
    const QJsonObject kept =
        final->value(u"@entry").toObject().value(u"extra").toObject().value(u"/data/g/age").toObject();
    QCOMPARE(kept.value(u"confirmed").toObject().value(u"check").toString(), u"seen the paper"_s);
    FormRun again(programOf(checkedForm()), fixedSettings());
    QVERIFY(again.open(run.draft()).has_value());
    QVERIFY(again.report().items[0].confirmed);
    QVERIFY(run.set(u"/data/g/age"_s, u"6"_s).has_value());
    QVERIFY(!run.report().items[0].confirmed);
}

void FormReportTest::neverHoldsAnAnswer()
{
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s, u"constraint"_s},
                              {{u"text"_s, u"a"_s, u"A"_s, u". = 'x'"_s}, {u"integer"_s, u"b"_s, u"B"_s}}));
    QVERIFY(run.set(u"/data/a"_s, u"Rahima Khatun"_s).has_value());
    QVERIFY(run.set(u"/data/b"_s, u"Rahima Khatun"_s).has_value());
    const FormReport report = run.report();
    QCOMPARE(report.items.size(), 2);
    for (const ReportItem& item : report.items) {
        QVERIFY(!item.message.contains(u"Rahima"));
        QVERIFY(!item.rule.contains(u"Rahima"));
    }
}

void FormReportTest::speaksTheCurrentLanguage()
{
    FormRun run = begun(checkedForm());
    run.setLanguage(u"bn"_s);
    QCOMPARE(run.report().items[1].message, u"এই প্রশ্নের উত্তর প্রয়োজন।"_s);
    QCOMPARE(*run.text(u"/data/g/age"_s, u"label"_s), u"বয়স"_s);
    QCOMPARE(run.report().sections.value(1).label, u"দল"_s);
}

void FormReportTest::defectsAreToldOnce()
{
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s, u"relevant"_s},
                              {{u"text"_s, u"d"_s, u"D"_s},
                               {u"begin repeat"_s, u"r"_s, u"R"_s},
                               {u"text"_s, u"x"_s, u"X"_s, u"date(${d}) > 5"_s},
                               {u"end repeat"_s}}));
    QVERIFY(run.addInstance(u"/data/r"_s).has_value());
    QVERIFY(run.set(u"/data/d"_s, u"nonsense"_s).has_value());
    QVERIFY(*run.isRelevant(u"/data/r[2]/x"_s));
    QCOMPARE(kinds(run.report()),
             QStringList{u"/data/r[1]/x defect warning"_s});  // forms 7.8: one for each expression
    QCOMPARE(run.report().status, u"defect"_s);
    QVERIFY(run.confirm(u"/data/r[1]/x"_s, {}).has_value());
    QVERIFY(run.finalised().has_value());
    QVERIFY(run.set(u"/data/d"_s, u"2024-01-01"_s).has_value());
    QCOMPARE(run.report().status, u"complete"_s);
}

void FormReportTest::ordersAsEntryGoes()
{
    FormRun run = begun(checkedForm());
    QVERIFY(run.addInstance(u"/data/v"_s).has_value());
    const QStringList way = run.entryOrder();
    int last = -1;
    for (const ReportItem& item : run.report().items) {
        QCOMPARE(way.value(item.order), item.path);
        QVERIFY(item.order > last);
        last = item.order;
    }
}

void FormReportTest::surplusRowsAreAWarning()
{
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s, u"repeat_count"_s, u"default"_s},
                              {{u"integer"_s, u"n"_s, u"N"_s},
                               {u"begin repeat"_s, u"r"_s, u"R"_s, u"${n}"_s},
                               {u"text"_s, u"x"_s, u"X"_s, u""_s, u"standard"_s},
                               {u"end repeat"_s}}));
    QVERIFY(run.set(u"/data/n"_s, u"3"_s).has_value());
    QVERIFY(run.set(u"/data/r[2]/x"_s, u"kept"_s).has_value());
    QVERIFY(run.set(u"/data/n"_s, u"2"_s).has_value());
    QVERIFY(run.report().items.isEmpty());  // nobody wrote anything in the third
    QVERIFY(run.set(u"/data/n"_s, u"1"_s).has_value());
    QCOMPARE(kinds(run.report()), QStringList{u"/data/r check warning"_s});
    FormRun again(programOf(table({u"type"_s, u"name"_s, u"label"_s, u"repeat_count"_s, u"default"_s},
                                  {{u"integer"_s, u"n"_s, u"N"_s},
                                   {u"begin repeat"_s, u"r"_s, u"R"_s, u"${n}"_s},
                                   {u"text"_s, u"x"_s, u"X"_s, u""_s, u"standard"_s},
                                   {u"end repeat"_s}})),
                  fixedSettings());
    QVERIFY(again.open(run.draft()).has_value());  // parked rows are part of the draft
    QVERIFY(again.set(u"/data/n"_s, u"2"_s).has_value());
    QCOMPARE(*again.value(u"/data/r[2]/x"_s), u"kept"_s);
    QVERIFY(run.confirm(u"/data/r"_s, u"counted anew"_s).has_value());
    const Result<QJsonObject> final = run.finalised();
    QVERIFY(final.has_value());
    QVERIFY(!final->contains(u"@parked"_s));
    QCOMPARE(final->value(u"data").toObject().value(u"r").toArray().size(), 1);
}

void FormReportTest::choicesOfAnEarlierVersionAreRetired()
{
    const QString form =
        table({u"type"_s, u"name"_s, u"label"_s}, {{u"select_one l"_s, u"c"_s, u"C"_s}})
        + table({u"list_name"_s, u"name"_s, u"label"_s, u"retired"_s},
                {{u"l"_s, u"a"_s, u"A"_s}, {u"l"_s, u"old"_s, u"Old"_s, u"yes"_s}}, u"choices"_s)
        + table({u"form_id"_s, u"version"_s}, {{u"f"_s, u"2026010102"_s}}, u"settings"_s);
    FormRun run(programOf(form), fixedSettings());
    const auto open = [&](const QString& version, const QString& choice) {
        return run
            .open({{u"form_id"_s, u"f"_s},
                   {u"form_version"_s, version},
                   {u"data"_s, QJsonObject{{u"c"_s, choice}}}})
            .has_value();
    };
    QVERIFY(open(u"2026010101"_s, u"gone"_s));
    QCOMPARE(kinds(run.report()),
             QStringList{u"/data/c retired warning"_s});  // forms 12.4: never an error on opening
    QCOMPARE(*run.value(u"/data/c"_s), u"gone"_s);
    FormRun again(programOf(form), fixedSettings());
    QVERIFY(again.open(run.draft()).has_value());  // now with the new version
    QCOMPARE(kinds(again.report()), QStringList{u"/data/c retired warning"_s});
    QVERIFY(again.set(u"/data/c"_s, u"other"_s).has_value());
    QCOMPARE(kinds(again.report()), QStringList{u"/data/c choice error"_s});
    QVERIFY(open(u"2026010102"_s, u"old"_s));
    QCOMPARE(kinds(run.report()), QStringList{u"/data/c retired warning"_s});
    QCOMPARE(run.report().items[0].message, u"This choice is no longer in use. Choose again or confirm."_s);
    QVERIFY(run.confirm(u"/data/c"_s, {}).has_value());
    QVERIFY(run.finalised().has_value());
    QVERIFY(open(u"2026010102"_s, u"gone"_s));
    QCOMPARE(kinds(run.report()), QStringList{u"/data/c choice error"_s});
}

void FormReportTest::typeProblems_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* type, const char* typed, const char* kind, const char* message) {
        QTest::newRow(type) << QString::fromUtf8(type) << QString::fromUtf8(typed) << QString::fromUtf8(kind)
                            << QString::fromUtf8(message);
    };
    row("integer", "1.5", "type", "Enter a whole number.");
    row("decimal", "1,5", "type", "Enter a number.");
    row("range", "abc", "type", "Enter a number.");
    row("date", "31/2/2024", "type", "This is not a date. Write day/month/year.");
    row("select_one l", "zz", "choice", "Not one of the choices.");
    row("select_multiple l", "a zz", "choice", "Not one of the choices.");
    row("rank l", "b", "choice", "Put every choice in order, or none.");
    row("geopoint", "95 200", "type", "Write latitude and longitude, such as 23.81 90.41.");
}

void FormReportTest::typeProblems()
{
    QFETCH(QString, type);
    QFETCH(QString, typed);
    QFETCH(QString, kind);
    QFETCH(QString, message);
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s}, {{type, u"q"_s, u"Q"_s}})
                        + table({u"list_name"_s, u"name"_s, u"label"_s},
                                {{u"l"_s, u"a"_s, u"A"_s}, {u"l"_s, u"b"_s, u"B"_s}}, u"choices"_s));
    QVERIFY(run.set(u"/data/q"_s, typed).has_value());
    QCOMPARE(*run.answer(u"/data/q"_s), typed);
    QCOMPARE(run.report().items.size(), 1);
    QCOMPARE(run.report().items[0].kind, kind);
    QCOMPARE(run.report().items[0].message, message);
    QVERIFY(run.set(u"/data/q"_s, {}).has_value());
    QVERIFY(run.report().items.isEmpty());
}

QTEST_GUILESS_MAIN(FormReportTest)
#include "FormReportTest.moc"
