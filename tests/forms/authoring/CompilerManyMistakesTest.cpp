// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forms/authoring/CompilerSupport.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// A workbook with forty different mistakes gets forty messages, each at its place, in one run.
class CompilerManyMistakesTest : public QObject {
    Q_OBJECT

private slots:
    void tellsFortyMistakesAtOnce();
    void givesTheSameMessagesTwice();
};

namespace {

const QString kWorkbook = uR"(
| survey  |
|         | type                   | name   | label    | relevant                  | calculation               | constraint           | trigger | parameters | choice_filter | skip logic | note |
|         | text                   | 1st    | First    |                           |                           |                      |         |            |               |            |      |
|         | texxt                  | second | Second   |                           |                           |                      |         |            |               |            |      |
|         |                        | third  | Third    |                           |                           |                      |         |            |               |            |      |
|         | text                   |        | Fourth   |                           |                           |                      |         |            |               |            |      |
|         | text                   | fifth  | Fifth    |                           |                           | regex(., '[0-9]')    |         |            |               |            |      |
|         | text                   | fifth  | Again    |                           |                           |                      |         |            |               |            |      |
|         | text                   | meta   | Meta     |                           |                           |                      |         |            |               |            |      |
|         | select_one colour      | col    | Colour   |                           |                           |                      |         |            |               |            |      |
|         | select_multiple colors | cols   | Colours  |                           |                           |                      |         |            |               |            |      |
|         | select_one colors or_other | other1 | Other |                          |                           |                      |         |            | name = 'red'  |            |      |
|         | calculate              | calc   |          |                           |                           |                      |         |            |               |            |      |
|         | text                   | w1     | W        | ${nobody} = 1             |                           |                      |         |            |               |            |      |
|         | text                   | w2     | W        | ${w1} =                   |                           |                      |         |            |               |            |      |
|         | text                   | w3     | W        | contians(${w2}, 'x')      |                           |                      |         |            |               |            |      |
|         | text                   | w4     | W        | contains(${w2})           |                           |                      |         |            |               |            |      |
|         | text                   | w5     | W        | /data/w22 = 1             |                           |                      |         |            |               |            |      |
|         | text                   | w6     | W        | ../w2-w3 = 1              |                           |                      |         |            |               |            |      |
|         | text                   | w7     | W        | count(instance('col')/root/item) = 1 |                |                      |         |            |               |            |      |
|         | text                   | w8     | W        | //w1 = 1                  |                           |                      |         |            |               |            |      |
|         | text                   | w9     | W        |                           |                           | regex(., '[')        |         |            |               |            |      |
|         | date                   | d1     | D        |                           |                           | . > date('2024-02-30') |       |            |               |            |      |
|         | text                   | f1     | F        |                           | format-date(today(), '%Q') |                     |         |            |               |            |      |
|         | integer                | c1     | C        |                           | ${c2}                     |                      |         |            |               |            |      |
|         | integer                | c2     | C        |                           | ${c1}                     |                      |         |            |               |            |      |
|         | text                   | t1     | T        |                           | now()                     |                      | w1      |            |               |            |      |
|         | text                   | p1     | P        |                           |                           |                      |         | rows       |               |            |      |
|         | range                  | p2     | P        |                           |                           |                      |         | step=0     |               |            |      |
|         | select_one_from_file f.csv | s1 | S        |                           |                           |                      |         |            |               |            |      |
|         | integer                | nid    | N        |                           |                           |                      |         |            |               |            |      |
|         | text                   | W1     | W        |                           |                           |                      |         |            |               |            |      |
|         | begin repeat           | r      | R        |                           |                           |                      |         |            |               |            |      |
|         | text                   | twice  | T        |                           |                           |                      |         |            |               |            |      |
|         | end repeat             |        |          |                           |                           |                      |         |            |               |            |      |
|         | begin repeat           | r      | R        |                           |                           |                      |         |            |               |            |      |
|         | text                   | twice  | T        |                           |                           |                      |         |            |               |            |      |
|         | end repeat             |        |          |                           |                           |                      |         |            |               |            |      |
|         | text                   | u1     | U        | ${twice} = 1              |                           |                      |         |            |               |            |      |
|         | text                   | u2     | U        | ${w1} and 1 = 1           |                           |                      |         |            |               | 1 = 1      |      |
|         | end group              |        |          |                           |                           |                      |         |            |               |            |      |
|         | begin group            | never  | N        |                           |                           |                      |         |            |               |            |      |
| choices |
|         | list_name | name      | label | my zone |
|         | colors    | red       | Red   | a       |
|         | colors    | red       | Again | a       |
|         | colors    | dark blue | Blue  | a       |
|         | colors    |           | None  | a       |
|         | colors    | green     |       | a       |
)"_s;

}  // namespace

void CompilerManyMistakesTest::tellsFortyMistakesAtOnce()
{
    const QStringList expected{
        u"survey:1:skip logic F05 The headers 'relevant' and 'skip logic' mean the same column."_s,
        u"survey:1:note W11 An unknown column 'note' was ignored."_s,
        u"survey:2:name F09 The name '1st' is not allowed: begin with a letter or _, go on with letters, digits, _ - ."_s,
        u"survey:3:type F06 'texxt' is not a question type. Did you mean 'text'?"_s,
        u"survey:4:type F07 This row has no type."_s,
        u"survey:5:name F08 This question has no name."_s,
        u"survey:6:constraint W05 The regular expression has no ^ and $: other tools accept partial matches."_s,
        u"survey:7:name F10 The name 'fifth' is already used in this group."_s,
        u"survey:8:name F12 The name 'meta' is reserved."_s,
        u"survey:9:type F15 There is no choice list named 'colour'. Did you mean 'colors'?"_s,
        u"survey:11:type F19 or_other cannot be combined with a choice filter or a list from a file."_s,
        u"survey:12:calculation F20 The calculation is missing."_s,
        u"survey:13:relevant F21 '${nobody}' refers to no question."_s,
        u"survey:14:relevant X01 Cannot read the expression at character 8: a value or a name."_s,
        u"survey:15:relevant X02 There is no function 'contians'. Did you mean 'contains'?"_s,
        u"survey:16:relevant X03 contains() takes 2 arguments, not 1."_s,
        u"survey:17:relevant X04 There is no question at /data/w22. Did you mean 'w2'?"_s,
        u"survey:18:relevant X04 There is no question at /data/w2-w3. For a subtraction put spaces around the minus sign."_s,
        u"survey:19:relevant X05 There is no list or table 'col'."_s,
        u"survey:20:relevant X06 '//' is not supported here."_s,
        u"survey:21:constraint X07 The pattern is not a valid regular expression: missing terminating ] for character class."_s,
        u"survey:22:constraint X08 '2024-02-30' is not a date."_s,
        u"survey:23:calculation X09 '%Q' is not a date format code."_s,
        u"survey:24:calculation F23 These questions depend on each other in a circle: c1 → c2 → c1."_s,
        u"survey:26:trigger F24 A trigger must be a list of ${names} of questions."_s,
        u"survey:27:parameters F25 The parameters must look like key=value key=value."_s,
        u"survey:28:parameters F26 start, end and step must be numbers, step not zero and not larger than the range."_s,
        u"survey:29:type F27 The file 'f.csv' is missing, or has no column 'name'."_s,
        u"survey:30:type W12 This looks like an identity or telephone number; use type text."_s,
        u"survey:31:name W03 The name differs from another only in capitals."_s,
        u"survey:35:name F11 The repeat name 'r' is already used."_s,
        u"survey:38:relevant F22 '${twice}' is ambiguous: rows 33 and 36 have that name."_s,
        u"survey:39:relevant W06 A path is used as a condition; write ${w1} != '' to be clear."_s,
        u"survey:40:type F13 end group without a begin."_s,
        u"survey:41:type F14 begin group 'never' is never ended."_s,
        u"choices:1:my zone F04 A column header is empty or contains spaces: 'my zone'."_s,
        u"choices:3:name F17 The choice 'red' occurs twice in list 'colors'."_s,
        u"choices:4:name F18 The choice name 'dark blue' contains a space; a select_multiple cannot use it."_s,
        u"choices:5:name F16 This choice has no name."_s,
        u"choices:6:label W02 A choice has no label."_s,
    };
    const auto lines = linesOf(compileText(kWorkbook));
    for (qsizetype at = 0; at < qMin(lines.size(), expected.size()); ++at)
        QCOMPARE(lines.at(at), expected.at(at));
    QCOMPARE(lines.size(), expected.size());
    QCOMPARE(lines.size(), 40);
}

void CompilerManyMistakesTest::givesTheSameMessagesTwice()
{
    QCOMPARE(linesOf(compileText(kWorkbook)), linesOf(compileText(kWorkbook)));
}

QTEST_GUILESS_MAIN(CompilerManyMistakesTest)
#include "CompilerManyMistakesTest.moc"
