// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forms/authoring/CompilerSupport.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What `${name}` becomes (forms 6.4), and what an expression may then name.
class CompilerNamesTest : public QObject {
    Q_OBJECT

private slots:
    void resolvesNames_data();
    void resolvesNames();
    void resolvesNamesInTexts();
    void resolvesTriggersListsAndSeeds();
    void keepsWhatWasWritten();
    void seesRepeatCountFromAround();
    void acceptsPathsIntoListsAndTables();
    void refusesColumnsThatAListLacks();
    void countsCharactersInWhatWasWritten();
    void tellsAllFaultsOfOneExpression();
};

namespace {

/// A victim has an age, an identity in a group, incidents with a question each; outside stand a number and a total.
QString formWith(const QString& place, const QString& calculation)
{
    const auto at = [&](const QString& name) { return name == place ? calculation : u"1"_s; };
    return u"| survey |\n| | type | name | label | calculation |\n"
           u"| | integer | n | N | |\n"
           u"| | begin repeat | victim | V | |\n"
           u"| | integer | age | A | |\n"
           u"| | begin group | id | I | |\n"
           u"| | text | nm | N | |\n"
           u"| | calculate | in_group | | %1 |\n"
           u"| | end group | | | |\n"
           u"| | begin repeat | child | C | |\n"
           u"| | integer | child_age | A | |\n"
           u"| | calculate | in_child | | %2 |\n"
           u"| | end repeat | | | |\n"
           u"| | calculate | in_victim | | %3 |\n"
           u"| | end repeat | | | |\n"
           u"| | select_one yn | sel | S | |\n"
           u"| | calculate | outside | | %4 |\n"
           u"| choices |\n| | list_name | name | label | zone |\n| | yn | 1 | Yes | n |\n"_s.arg(
               at(u"in_group"_s), at(u"in_child"_s), at(u"in_victim"_s), at(u"outside"_s));
}

QString resolvedIn(const CompiledForm& compiled, const QString& path)
{
    const auto* item = compiled.package ? compiled.package->find(path) : nullptr;
    return item ? item->calculate.resolved : errorsOf(compiled).join(u'\n');
}

const QHash<QString, QString> kPaths{{u"in_group"_s, u"/data/victim/id/in_group"_s},
                                     {u"in_child"_s, u"/data/victim/child/in_child"_s},
                                     {u"in_victim"_s, u"/data/victim/in_victim"_s},
                                     {u"outside"_s, u"/data/outside"_s}};

}  // namespace

void CompilerNamesTest::resolvesNames_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("resolved");
    const auto row = [](const char* name, const char* place, const QString& written,
                        const QString& resolved) {
        QTest::newRow(name) << QString::fromLatin1(place) << written << resolved;
    };
    row("absolute outside", "outside", u"${n} + 1"_s, u"/data/n + 1"_s);
    row("absolute from inside", "in_victim", u"${n}"_s, u"/data/n"_s);
    row("all instances from outside", "outside", u"sum(${age})"_s, u"sum(/data/victim/age)"_s);
    row("all of all from outside", "outside", u"sum(${child_age})"_s, u"sum(/data/victim/child/child_age)"_s);
    row("the same instance", "in_victim", u"${age}"_s, u"../age"_s);
    row("the same instance, a group down", "in_victim", u"${nm}"_s, u"../id/nm"_s);
    row("the same instance, a group up", "in_group", u"${age}"_s, u"../../age"_s);
    row("up to the repeat even within a group", "in_group", u"${nm}"_s, u"../../id/nm"_s);
    row("the outer instance", "in_child", u"${age}"_s, u"../../age"_s);
    row("the outer instance, a group down", "in_child", u"${nm}"_s, u"../../id/nm"_s);
    row("children of this victim only", "in_victim", u"sum(${child_age})"_s, u"sum(../child/child_age)"_s);
    row("itself", "in_child", u"${in_child}"_s, u"../in_child"_s);
    row("a repeat from outside", "outside", u"count(${victim})"_s, u"count(/data/victim)"_s);
    row("a repeat from inside means its siblings too", "in_victim", u"count(${victim})"_s,
        u"count(/data/victim)"_s);
    row("an inner repeat from the outer", "in_victim", u"count(${child})"_s, u"count(../child)"_s);
    row("an inner repeat from inside", "in_child", u"count(${child})"_s, u"count(../../child)"_s);
    row("a group", "outside", u"count(${id})"_s, u"count(/data/victim/id)"_s);
    row("a predicate behind", "outside", u"join(', ', ${victim}[age < 18]/id/nm)"_s,
        u"join(', ', /data/victim[age < 18]/id/nm)"_s);
    row("inside a predicate", "in_victim", u"count(${victim}[age = ${age}])"_s,
        u"count(/data/victim[age = current()/../age])"_s);
    row("inside a predicate of a list", "in_victim", u"count(instance('yn')/root/item[name = ${age}])"_s,
        u"count(instance('yn')/root/item[name = current()/../age])"_s);
    row("absolute inside a predicate of a list", "outside", u"count(instance('yn')/root/item[name = ${n}])"_s,
        u"count(instance('yn')/root/item[name = /data/n])"_s);
    row("indexed-repeat", "in_child",
        u"indexed-repeat(${child_age}, ${victim}, ${age}, ${child}, position(..) - 1)"_s,
        u"indexed-repeat(/data/victim/child/child_age, /data/victim, ../../age, /data/victim/child, position(..) - 1)"_s);
    row("choice name", "outside", u"jr:choice-name(${sel}, '${sel}')"_s,
        u"jr:choice-name(/data/sel, '/data/sel')"_s);
    row("minus without spaces", "outside", u"${n}-1"_s, u"/data/n -1"_s);
    row("minus before", "outside", u"2-${n}"_s, u"2- /data/n"_s);
    row("an operator word before", "in_victim", u"4 div${age}"_s, u"4 div ../age"_s);
    row("in a literal nothing is replaced", "outside", u"concat('${n}', ${n})"_s,
        u"concat('${n}', /data/n)"_s);
    row("spaces within", "outside", u"${ n }"_s, u"/data/n"_s);
}

void CompilerNamesTest::resolvesNames()
{
    QFETCH(QString, place);
    QFETCH(QString, written);
    QFETCH(QString, resolved);
    if (written == u"${in_child}") {
        // A calculation of itself is a circle; a question's constraint may well name it.
        const auto compiled =
            compileText(u"| survey |\n| | type | name | label | constraint |\n| | begin repeat | r | R | |\n"
                        u"| | text | a | A | ${a} != 'x' |\n| | end repeat | | | |\n"_s);
        QVERIFY2(compiled.package, qPrintable(linesOf(compiled).join(u'\n')));
        QCOMPARE(compiled.package->find(u"/data/r/a"_s)->constraint.resolved, u"../a != 'x'"_s);
        return;
    }
    QCOMPARE(resolvedIn(compileText(formWith(place, written)), kPaths.value(place)), resolved);
}

void CompilerNamesTest::resolvesNamesInTexts()
{
    const auto compiled =
        compileText(u"| survey |\n| | type | name | label | hint | constraint_message |\n"
                    u"| | text | who | Who? | | |\n"
                    u"| | begin repeat | r | Victim ${nm} | | |\n"
                    u"| | text | nm | Name | for ${who} | not ${nm}! |\n"
                    u"| | select_one l | s | S | | |\n"
                    u"| | end repeat | | | | |\n"
                    u"| choices |\n| | list_name | name | label |\n| | l | 1 | as ${nm} says |\n"_s);
    QVERIFY2(compiled.package, qPrintable(linesOf(compiled).join(u'\n')));
    using Map = QMap<QString, QString>;
    QCOMPARE(compiled.package->find(u"/data/r"_s)->resolvedTexts, (Map{{u"nm"_s, u"./nm"_s}}));
    QCOMPARE(compiled.package->find(u"/data/r/nm"_s)->resolvedTexts,
             (Map{{u"nm"_s, u"../nm"_s}, {u"who"_s, u"/data/who"_s}}));
    QCOMPARE(compiled.package->find(u"/data/r/s"_s)->resolvedTexts, (Map{{u"nm"_s, u"../nm"_s}}));
}

void CompilerNamesTest::resolvesTriggersListsAndSeeds()
{
    const auto compiled = compileText(
        u"| survey |\n| | type | name | label | calculation | trigger | parameters |\n"
        u"| | begin repeat | r | R | | | |\n| | text | nm | N | | | |\n| | end repeat | | | | | |\n"
        u"| | integer | n | N | | | |\n"
        u"| | text | t | T | now() | ${n}, ${nm} | |\n"
        u"| | select_one ${nm} | s | S | | | randomize=true;seed=${n} |\n"_s);
    QVERIFY2(compiled.package, qPrintable(linesOf(compiled).join(u'\n')));
    QCOMPARE(compiled.package->find(u"/data/t"_s)->trigger, (QStringList{u"/data/n"_s, u"/data/r/nm"_s}));
    const auto* select = compiled.package->find(u"/data/s"_s);
    QVERIFY(select->listFromRepeat);
    QCOMPARE(select->list, u"/data/r/nm"_s);
    QCOMPARE(select->parameters.value(u"seed"_s), u"/data/n"_s);
    QCOMPARE(select->parameters.value(u"randomize"_s), u"true"_s);
}

void CompilerNamesTest::keepsWhatWasWritten()
{
    const auto compiled =
        compileText(u"| survey |\n| | type | name | label | relevant | required | readonly |\n"
                    u"| | integer | n | N | | yes | no |\n"
                    u"| | text | a | A | ${n}>1 | ${n} = 2 | TRUE |\n| | text | b | B | no | | |\n"_s);
    QVERIFY2(compiled.package, qPrintable(linesOf(compiled).join(u'\n')));
    const auto* n = compiled.package->find(u"/data/n"_s);
    QCOMPARE(n->required, (FormRule{u"yes"_s, u"true()"_s}));
    QVERIFY(n->readonly.isEmpty());
    const auto* a = compiled.package->find(u"/data/a"_s);
    QCOMPARE(a->relevant, (FormRule{u"${n}>1"_s, u"/data/n>1"_s}));
    QCOMPARE(a->readonly, (FormRule{u"TRUE"_s, u"true()"_s}));
    QCOMPARE(compiled.package->find(u"/data/b"_s)->relevant, (FormRule{u"no"_s, u"false()"_s}));
}

void CompilerNamesTest::seesRepeatCountFromAround()
{
    const auto compiled =
        compileText(u"| survey |\n| | type | name | label | repeat_count |\n"
                    u"| | begin repeat | v | V | |\n| | integer | n | N | |\n"
                    u"| | begin repeat | inc | I | ${n} |\n| | text | x | X | |\n| | end repeat | | | |\n"
                    u"| | end repeat | | | |\n"_s);
    QVERIFY2(compiled.package, qPrintable(linesOf(compiled).join(u'\n')));
    QCOMPARE(compiled.package->find(u"/data/v/inc"_s)->repeatCount, (FormRule{u"${n}"_s, u"./n"_s}));
}

void CompilerNamesTest::acceptsPathsIntoListsAndTables()
{
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(u"lists"_s));
    QVERIFY(writeFile(folder.filePath(u"lists/thana.csv"_s),
                      "code,label,district\n1,Savar,26\n2,Kaliakair,33\n"));
    const auto compiled = compileText(
        u"| survey |\n| | type | name | label | calculation | choice_filter | parameters |\n"
        u"| | csv-external | thana | | | | |\n"
        u"| | integer | d | D | | | |\n"
        u"| | select_one_from_file thana.csv | t | T | | district = ${d} | value=code |\n"
        u"| | calculate | a | | pulldata('thana', 'label', 'code', ${t}) | | |\n"
        u"| | calculate | b | | count(instance('thana')/root/item[district = /data/d]) | | |\n"
        u"| | begin group | g | | | | |\n| | text | x | X | | | |\n| | end group | | | | | |\n| | calculate | c | | count(/data/g/*) | | |\n"_s,
        folder.path());
    QVERIFY2(compiled.package, qPrintable(linesOf(compiled).join(u'\n')));
    const auto* t = compiled.package->find(u"/data/t"_s);
    QVERIFY(t->listFromFile);
    const auto list = compiled.package->lists.value(t->list);
    QCOMPARE(list.file, u"thana.csv"_s);
    QCOMPARE(list.valueColumn, u"code"_s);
    QCOMPARE(list.choices.size(), 2);
    QCOMPARE(list.choices.at(1).name, u"2"_s);
    QCOMPARE(list.choices.at(1).label.in(u"en"_s), u"Kaliakair"_s);
    QCOMPARE(list.choices.at(1).cells.value(u"district"_s), u"33"_s);
}

void CompilerNamesTest::refusesColumnsThatAListLacks()
{
    QTemporaryDir folder;
    QVERIFY(writeFile(folder.filePath(u"thana.csv"_s), "name,label,district\n1,Savar,26\n"));
    const auto compiled =
        compileText(u"| survey |\n| | type | name | label | calculation | choice_filter |\n"
                    u"| | csv-external | thana | | | |\n"
                    u"| | select_one yn | s | S | | zone = 'n' and zonne = 'n' |\n"
                    u"| | select_one_from_file thana.csv | t | T | | dist = 1 |\n"
                    u"| | calculate | a | | pulldata('thana', 'name_bn', 'name', ${s}) | |\n"
                    u"| | calculate | b | | count(instance('yn')/root/item[zon = 1]) | |\n"
                    u"| | calculate | c | | instance('yn')/root/items | |\n"
                    u"| | calculate | d | | jr:choice-name(${s}, '/data/ss') | |\n"
                    u"| choices |\n| | list_name | name | label | zone |\n| | yn | 1 | Yes | n |\n"_s,
                    folder.path());
    QCOMPARE(
        errorsOf(compiled),
        (QStringList{
            u"survey:3:choice_filter X04 There is no question at instance('yn')/root/item/zonne. Did you mean 'zone'?"_s,
            u"survey:4:choice_filter X04 There is no question at instance('thana')/root/item/dist."_s,
            u"survey:5:calculation F27 The file 'thana.csv' is missing, or has no column 'name_bn'."_s,
            u"survey:6:calculation X04 There is no question at instance('yn')/root/item/zon. Did you mean 'zone'?"_s,
            u"survey:7:calculation X04 There is no question at instance('yn')/root/items. Did you mean 'item'?"_s,
            u"survey:8:calculation X04 There is no question at /data/ss. Did you mean 's'?"_s}));
}

void CompilerNamesTest::countsCharactersInWhatWasWritten()
{
    const auto at = [](const QString& rule) {
        return errorsOf(compileText(
            u"| survey |\n| | type | name | label | relevant |\n| | integer | a_long_name | A | |\n"
            u"| | text | b | B | %1 |\n"_s.arg(rule)));
    };
    // The path is longer than the name: /data/a_long_name. The author knows only what he wrote.
    QCOMPARE(at(u"${a_long_name} > 1 1"_s).value(0).section(u": "_s, 0, 0),
             u"survey:3:relevant X01 Cannot read the expression at character 20"_s);
    QCOMPARE(at(u"${a_long_name} > ${a_long_name} ="_s).value(0).section(u": "_s, 0, 0),
             u"survey:3:relevant X01 Cannot read the expression at character 34"_s);
    QCOMPARE(at(u"1 + ../${a_long_name}"_s).value(0).section(u": "_s, 0, 0),
             u"survey:3:relevant X01 Cannot read the expression at character 8"_s);
    QCOMPARE(at(u"${a_long_name}${b}"_s).value(0).section(u": "_s, 0, 0),
             u"survey:3:relevant X01 Cannot read the expression at character 15"_s);
}

void CompilerNamesTest::tellsAllFaultsOfOneExpression()
{
    const auto compiled =
        compileText(u"| survey |\n| | type | name | label | relevant |\n| | integer | a | A | |\n"
                    u"| | text | b | B | foo(1) or ${x1} = 2 or not() or ${y1} = 3 |\n"
                    u"| | text | c | C | /data/aa = 1 or /data/bb = 2 or instance('l')/root/item = 3 |\n"_s);
    QCOMPARE(errorsOf(compiled).size(), 7);
}

QTEST_GUILESS_MAIN(CompilerNamesTest)
#include "CompilerNamesTest.moc"
