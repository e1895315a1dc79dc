// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forms/authoring/CompilerSupport.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Every message of forms.md 13 that compiling can give, with its exact sentence and place.
class CompilerMessagesTest : public QObject {
    Q_OBJECT

private slots:
    void tellsEachErrorAtItsPlace_data();
    void tellsEachErrorAtItsPlace();
    void tellsEachWarningAtItsPlace_data();
    void tellsEachWarningAtItsPlace();
    void givesMessagesAsObjects();
    void hasNoPackageWithAnError();
};

namespace {

void row(const char* name, const QString& form, const QString& expected)
{
    QTest::newRow(name) << form << expected;
}

const QString kChoices =
    u"| choices |\n| | list_name | name | label |\n| | yn | 1 | Yes |\n| | yn | 0 | No |\n"_s;

void addStructureRows()
{
    row("F01", u"| surveys |\n| | type | name | label |\n| | text | a | A |\n"_s,
        u"survey:0: F01 There is no sheet named survey. Did you mean 'surveys'?"_s);
    row("F01 without a hint", u"| people |\n| | type | name |\n| | text | a |\n"_s,
        u"survey:0: F01 There is no sheet named survey."_s);
    row("F02", u"| survey |\n| | kind | name |\n| | text | a |\n"_s,
        u"survey:1: F02 The survey sheet has no type column."_s);
    row("F03",
        u"| survey |\n| | type | name | label |\n| | text | a | A |\n| choices |\n| | list | label |\n| | yn | Yes |\n"_s,
        u"choices:1: F03 The choices sheet needs the columns list_name and name."_s);
    row("F04",
        u"| survey |\n| | type | name | label |\n| | text | a | A |\n"
        u"| choices |\n| | list_name | name | label | my column |\n| | yn | 1 | Yes | x |\n"_s,
        u"choices:1:my column F04 A column header is empty or contains spaces: 'my column'."_s);
    row("F04 empty",
        u"| survey |\n| | type | name | label |\n| | text | a | A |\n"
        u"| choices |\n| | list_name | name | label | |\n| | yn | 1 | Yes | x |\n"_s,
        u"choices:1: F04 A column header is empty or contains spaces: ''."_s);
    row("F05", u"| survey |\n| | type | name | label | relevant | relevance |\n| | text | a | A | | |\n"_s,
        u"survey:1:relevance F05 The headers 'relevant' and 'relevance' mean the same column."_s);
    row("F06", u"| survey |\n| | type | name | label |\n| | intger | a | A |\n"_s,
        u"survey:2:type F06 'intger' is not a question type. Did you mean 'integer'?"_s);
    row("F06 without a hint", u"| survey |\n| | type | name | label |\n| | telepathy | a | A |\n"_s,
        u"survey:2:type F06 'telepathy' is not a question type."_s);
    row("F07", u"| survey |\n| | type | name | label |\n| | | a | A |\n"_s,
        u"survey:2:type F07 This row has no type."_s);
    row("F08 question", u"| survey |\n| | type | name | label |\n| | text | | A |\n"_s,
        u"survey:2:name F08 This question has no name."_s);
    row("F08 group",
        u"| survey |\n| | type | name | label |\n| | begin group | | A |\n| | end group | | |\n"_s,
        u"survey:2:name F08 This group has no name."_s);
    row("F08 repeat",
        u"| survey |\n| | type | name | label |\n| | begin repeat | | A |\n| | end repeat | | |\n"_s,
        u"survey:2:name F08 This repeat has no name."_s);
    row("F09", u"| survey |\n| | type | name | label |\n| | text | 1st | A |\n"_s,
        u"survey:2:name F09 The name '1st' is not allowed: begin with a letter or _, go on with letters, digits, _ - ."_s);
    row("F10", u"| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | a | B |\n"_s,
        u"survey:3:name F10 The name 'a' is already used in this group."_s);
    row("F11",
        u"| survey |\n| | type | name | label |\n| | begin group | g | |\n| | begin repeat | r | |\n| | end "
        u"repeat | | |\n"
        u"| | end group | | |\n| | begin repeat | r | |\n| | end repeat | | |\n"_s,
        u"survey:6:name F11 The repeat name 'r' is already used."_s);
    row("F12", u"| survey |\n| | type | name | label |\n| | text | meta | A |\n"_s,
        u"survey:2:name F12 The name 'meta' is reserved."_s);
    row("F12 data",
        u"| survey |\n| | type | name | label |\n| | begin repeat | data | A |\n| | end repeat | | |\n"_s,
        u"survey:2:name F12 The name 'data' is reserved."_s);
    row("F13", u"| survey |\n| | type | name | label |\n| | text | a | A |\n| | end repeat | | |\n"_s,
        u"survey:3:type F13 end repeat without a begin."_s);
    row("F14", u"| survey |\n| | type | name | label |\n| | begin group | g | G |\n| | text | a | A |\n"_s,
        u"survey:2:type F14 begin group 'g' is never ended."_s);
    row("F14 crossed",
        u"| survey |\n| | type | name | label |\n| | begin repeat | r | R |\n| | begin group | g | G |\n"
        u"| | end repeat | | |\n"_s,
        u"survey:3:type F14 begin group 'g' is never ended."_s);
}

void addListRows()
{
    row("F15", u"| survey |\n| | type | name | label |\n| | select_one ync | a | A |\n"_s + kChoices,
        u"survey:2:type F15 There is no choice list named 'ync'. Did you mean 'yn'?"_s);
    row("F16",
        u"| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n"_s + kChoices
            + u"| | yn | | Maybe |\n"_s,
        u"choices:4:name F16 This choice has no name."_s);
    row("F17",
        u"| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n"_s + kChoices
            + u"| | yn | 1 | Yes |\n"_s,
        u"choices:4:name F17 The choice '1' occurs twice in list 'yn'."_s);
    row("F18",
        u"| survey |\n| | type | name | label |\n| | select_multiple yn | a | A |\n"_s + kChoices
            + u"| | yn | not sure | ? |\n"_s,
        u"choices:4:name F18 The choice name 'not sure' contains a space; a select_multiple cannot use it."_s);
    row("F19",
        u"| survey |\n| | type | name | label | choice_filter |\n| | select_one yn or_other | a | A | name = '1' |\n"_s
            + kChoices,
        u"survey:2:type F19 or_other cannot be combined with a choice filter or a list from a file."_s);
    row("F20", u"| survey |\n| | type | name | calculation |\n| | calculate | a | |\n"_s,
        u"survey:2:calculation F20 The calculation is missing."_s);
    row("F24",
        u"| survey |\n| | type | name | label | calculation | trigger |\n| | text | b | B | | |\n| | text | a | A | 1 | b |\n"_s,
        u"survey:3:trigger F24 A trigger must be a list of ${names} of questions."_s);
    row("F24 a group",
        u"| survey |\n| | type | name | label | calculation | trigger |\n| | begin group | g | | | |\n"
        u"| | end group | | | | |\n| | text | a | A | 1 | ${g} |\n"_s,
        u"survey:4:trigger F24 A trigger must be a list of ${names} of questions."_s);
    row("F25", u"| survey |\n| | type | name | label | parameters |\n| | text | a | A | rows |\n"_s,
        u"survey:2:parameters F25 The parameters must look like key=value key=value."_s);
    row("F25 of another type",
        u"| survey |\n| | type | name | label | parameters |\n| | text | a | A | step=2 |\n"_s,
        u"survey:2:parameters F25 'step' is not a parameter of this type."_s);
    row("F26",
        u"| survey |\n| | type | name | label | parameters |\n| | range | a | A | start=0 end=5 step=0 |\n"_s,
        u"survey:2:parameters F26 start, end and step must be numbers, step not zero and not larger than the range."_s);
    row("F26 no number",
        u"| survey |\n| | type | name | label | parameters |\n| | range | a | A | start=low |\n"_s,
        u"survey:2:parameters F26 start, end and step must be numbers, step not zero and not larger than the range."_s);
    row("F27", u"| survey |\n| | type | name | label |\n| | select_one_from_file gone.csv | a | A |\n"_s,
        u"survey:2:type F27 The file 'gone.csv' is missing, or has no column 'name'."_s);
}

void addReferenceRows()
{
    row("F21",
        u"| survey |\n| | type | name | label | relevant |\n| | integer | age | A | |\n| | text | b | B | ${aeg} > 1 |\n"_s,
        u"survey:3:relevant F21 '${aeg}' refers to no question. Did you mean 'age'?"_s);
    row("F21 in a text", u"| survey |\n| | type | name | label |\n| | text | a | About ${whom} |\n"_s,
        u"survey:2:label F21 '${whom}' refers to no question."_s);
    row("F21 in a trigger",
        u"| survey |\n| | type | name | label | calculation | trigger |\n| | text | a | A | 1 | ${b} |\n"_s,
        u"survey:2:trigger F21 '${b}' refers to no question."_s);
    row("F22",
        u"| survey |\n| | type | name | label | relevant |\n| | begin group | g | | |\n| | text | a | A | |\n"
        u"| | end group | | | |\n| | text | a | A | |\n| | text | b | B | ${a} = '' |\n"_s,
        u"survey:6:relevant F22 '${a}' is ambiguous: rows 3 and 5 have that name."_s);
    row("F23",
        u"| survey |\n| | type | name | label | calculation |\n| | integer | a | A | ${b} + 1 |\n| | integer | b | B | ${a} + 1 |\n"_s,
        u"survey:2:calculation F23 These questions depend on each other in a circle: a → b → a."_s);
    row("X01",
        u"| survey |\n| | type | name | label | relevant |\n| | integer | age | A | |\n| | text | b | B | ${age} > 1 1 |\n"_s,
        u"survey:3:relevant X01 Cannot read the expression at character 12: an operator."_s);
    row("X06 for half a name",
        u"| survey |\n| | type | name | label | relevant |\n| | integer | age | A | |\n| | text | b | B | ${age > 1 |\n"_s,
        u"survey:3:relevant X06 '$' is not supported here."_s);
    row("X02", u"| survey |\n| | type | name | label | relevant |\n| | text | b | B | coont(.) = 1 |\n"_s,
        u"survey:2:relevant X02 There is no function 'coont'. Did you mean 'count'?"_s);
    row("X03",
        u"| survey |\n| | type | name | label | relevant |\n| | text | b | B | count-selected(., 1) = 1 |\n"_s,
        u"survey:2:relevant X03 count-selected() takes 1 arguments, not 2."_s);
    row("X04",
        u"| survey |\n| | type | name | label | relevant |\n| | integer | age | A | |\n| | text | b | B | /data/agee > 1 |\n"_s,
        u"survey:3:relevant X04 There is no question at /data/agee. Did you mean 'age'?"_s);
    row("X04 minus",
        u"| survey |\n| | type | name | label | relevant |\n| | integer | age | A | |\n| | text | b | B | ../age-spent > 1 |\n"_s,
        u"survey:3:relevant X04 There is no question at /data/age-spent. For a subtraction put spaces around the minus sign."_s);
    row("X05",
        u"| survey |\n| | type | name | label | relevant |\n| | text | b | B | count(instance('ny')/root/item) > 1 |\n"_s
            + kChoices,
        u"survey:2:relevant X05 There is no list or table 'ny'."_s);
    row("X06", u"| survey |\n| | type | name | label | relevant |\n| | text | b | B | //b = 1 |\n"_s,
        u"survey:2:relevant X06 '//' is not supported here."_s);
    row("X07",
        u"| survey |\n| | type | name | label | constraint |\n| | text | b | B | regex(., '^(a$') |\n"_s,
        u"survey:2:constraint X07 The pattern is not a valid regular expression: missing closing parenthesis."_s);
    row("X08",
        u"| survey |\n| | type | name | label | constraint |\n| | date | b | B | . > date('2024-13-01') |\n"_s,
        u"survey:2:constraint X08 '2024-13-01' is not a date."_s);
    row("X09",
        u"| survey |\n| | type | name | label | calculation |\n| | text | b | B | format-date(today(), '%d.%Q') |\n"_s,
        u"survey:2:calculation X09 '%Q' is not a date format code."_s);
    row("instance name",
        u"| survey |\n| | type | name | label |\n| | text | b | B |\n| settings |\n| | instance_name |\n| | ${c} |\n"_s,
        u"settings:2:instance_name F21 '${c}' refers to no question."_s);
}

}  // namespace

void CompilerMessagesTest::tellsEachErrorAtItsPlace_data()
{
    QTest::addColumn<QString>("form");
    QTest::addColumn<QString>("expected");
    addStructureRows();
    addListRows();
    addReferenceRows();
}

void CompilerMessagesTest::tellsEachErrorAtItsPlace()
{
    QFETCH(QString, form);
    QFETCH(QString, expected);
    const auto compiled = compileText(form);
    QCOMPARE(errorsOf(compiled), QStringList{expected});
    QVERIFY(!compiled.package);
}

void CompilerMessagesTest::tellsEachWarningAtItsPlace_data()
{
    QTest::addColumn<QString>("form");
    QTest::addColumn<QString>("expected");
    const auto two =
        u"| survey |\n| | type | name | label::English (en) | label::Bangla (bn) |\n| | text | a | A | |\n"
        u"| | text | b | B | খ |\n| | text | c | C | |\n"_s;
    row("W01", two,
        u"survey:1:label::Bangla (bn) W01 A Bangla (bn) text is missing in column label::Bangla (bn) for 2 rows: 2, 4."_s);
    row("W02",
        u"| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n"_s + kChoices
            + u"| | yn | 2 | |\n"_s,
        u"choices:4:label W02 A choice has no label."_s);
    row("W03", u"| survey |\n| | type | name | label |\n| | text | age | A |\n| | text | Age | B |\n"_s,
        u"survey:3:name W03 The name differs from another only in capitals."_s);
    row("W04",
        u"| survey |\n| | type | name | label | hint |\n| | text | a | A | |\n| | | | | from here on: the victim |\n"_s,
        u"survey:3: W04 A comment row was skipped."_s);
    row("W04 disabled",
        u"| survey |\n| | type | name | label | disabled |\n| | text | a | A | |\n| | text | b | B | yes |\n"_s,
        u"survey:3:disabled W04 A comment row was skipped."_s);
    row("W05",
        u"| survey |\n| | type | name | label | constraint |\n| | text | a | A | regex(., '[0-9]+') |\n"_s,
        u"survey:2:constraint W05 The regular expression has no ^ and $: other tools accept partial matches."_s);
    row("W06",
        u"| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | ${a} and 1 = 1 |\n"_s,
        u"survey:3:relevant W06 A path is used as a condition; write ${a} != '' to be clear."_s);
    row("W07",
        u"| survey |\n| | type | name | label | calculation | relevant |\n| | calculate | a | | 1 = 1 | |\n| | text | b | B | | ${a} |\n"_s,
        u"survey:3:relevant W07 The condition tests a calculated true/false; compare with 'true'."_s);
    row("W07 with true()",
        u"| survey |\n| | type | name | label | calculation | relevant |\n| | calculate | a | | 1 = 1 | |\n"
        u"| | text | b | B | | ${a} = true() |\n"_s,
        u"survey:3:relevant W07 The condition tests a calculated true/false; compare with 'true'."_s);
    const auto repeat = u"| survey |\n| | type | name | label | calculation |\n| | begin repeat | r | R | |\n"
                        u"| | text | a | A | |\n| | end repeat | | | |\n"_s;
    row("W08", repeat + u"| | calculate | b | | string(${a}) |\n"_s,
        u"survey:5:calculation W08 A repeated question is used as a single value; the first instance will be taken."_s);
    row("W08 in a text", repeat + u"| | text | b | About ${a} | |\n"_s,
        u"survey:5:label W08 A repeated question is used as a single value; the first instance will be taken."_s);
    row("W09",
        u"| survey |\n| | type | name | label | calculation |\n| | integer | a | A | |\n| | calculate | b | | ${a} + 1 |\n"_s,
        u"survey:3:calculation W09 Arithmetic with an optional question: blank makes the result blank. Use coalesce(…, 0)."_s);
    row("W10",
        u"| survey |\n| | type | name | label | calculation |\n| | integer | a | A | |\n| | calculate | b | | missing(${a}) |\n"_s,
        u"survey:3:calculation W10 This function does not exist in ODK and KoboToolbox."_s);
    row("W11", u"| survey |\n| | type | name | label | remark |\n| | integer | a | A | x |\n"_s,
        u"survey:1:remark W11 An unknown column 'remark' was ignored."_s);
    row("W11 sheet",
        u"| survey |\n| | type | name | label |\n| | text | a | A |\n| choice |\n| | list_name | name |\n| | a | b |\n"_s,
        u"choice:0: W11 The sheet 'choice' was ignored. Did you mean 'choices'?"_s);
    row("W12", u"| survey |\n| | type | name | label |\n| | integer | nid | A |\n"_s,
        u"survey:2:type W12 This looks like an identity or telephone number; use type text."_s);
    row("W12 by label",
        u"| survey |\n| | type | name | label |\n| | integer | a | Telephone of the father |\n"_s,
        u"survey:2:type W12 This looks like an identity or telephone number; use type text."_s);
    row("W13", u"| survey |\n| | type | name | label | default |\n| | text | a | A | plain - text |\n"_s,
        u"survey:2:default W13 The default looks like an expression but is taken literally."_s);
}

void CompilerMessagesTest::tellsEachWarningAtItsPlace()
{
    QFETCH(QString, form);
    QFETCH(QString, expected);
    const auto compiled = compileText(form);
    QCOMPARE(linesOf(compiled), QStringList{expected});
    QVERIFY(compiled.package);
}

void CompilerMessagesTest::givesMessagesAsObjects()
{
    const auto compiled = compileText(u"| survey |\n| | type | name |\n| | text | 1 |\n"_s);
    QCOMPARE(compiled.messages.size(), 1);
    const auto object = compiled.messages.first().toJson();
    QCOMPARE(object[u"sheet"].toString(), u"survey"_s);
    QCOMPARE(object[u"row"].toInt(), 2);
    QCOMPARE(object[u"column"].toString(), u"name"_s);
    QCOMPARE(object[u"code"].toString(), u"F09"_s);
    QVERIFY(object[u"text"].toString().startsWith(u"The name '1'"));
    QVERIFY(compiled.messages.first().isError());
}

void CompilerMessagesTest::hasNoPackageWithAnError()
{
    const auto good = compileText(u"| survey |\n| | type | name | label | hint2 |\n| | text | a | A | |\n"_s);
    QCOMPARE(good.messages.size(), 1);
    QVERIFY(!good.messages.first().isError());
    QVERIFY(good.package);
    QVERIFY(!compileText(u"| survey |\n| | type | name | label |\n| | text | a b | A |\n"_s).package);
}

QTEST_GUILESS_MAIN(CompilerMessagesTest)
#include "CompilerMessagesTest.moc"
