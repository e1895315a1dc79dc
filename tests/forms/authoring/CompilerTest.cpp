// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forms/authoring/CompilerSupport.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What the tables of an XLSForm become (forms 2.3, 3 to 5, 7.5).
class CompilerTest : public QObject {
    Q_OBJECT

private slots:
    void readsTypesInAllSpellings_data();
    void readsTypesInAllSpellings();
    void keepsTypesThatCannotBeAnswered();
    void nestsGroupsAndRepeats();
    void dropsDisabledRowsAndBlocks();
    void readsHeadersByMeaning_data();
    void readsHeadersByMeaning();
    void readsLanguages();
    void givesTextsWithoutALanguageToTheDefault();
    void tellsDefaultsFromExpressions_data();
    void tellsDefaultsFromExpressions();
    void keepsExtensionColumns();
    void readsChoices();
    void addsOther();
    void keepsOneListForEachPairOfColumns();
    void readsParametersAndAppearances();
    void readsSettings();
    void namesTheFormAfterItsFile();
    void limitsNesting();
    void compilesWhateverThePathIs();
};

namespace {

FormPackagePtr packageOf(const QString& markdown)
{
    const auto compiled = compileText(markdown);
    if (!compiled.package)
        qWarning("%s", qPrintable(errorsOf(compiled).join(u'\n')));
    return compiled.package;
}

}  // namespace

void CompilerTest::readsTypesInAllSpellings_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* written, const char* type, ItemKind kind = ItemKind::Question) {
        QTest::newRow(written) << QString::fromLatin1(written) << QString::fromLatin1(type) << int(kind);
    };
    row("text", "text");
    row("string", "text");
    row("Integer", "integer");
    row("int", "integer");
    row("decimal", "decimal");
    row("range", "range");
    row("date", "date");
    row("time", "time");
    row("dateTime", "dateTime");
    row("date time", "dateTime");
    row("select_one yn", "select_one");
    row("select one yn", "select_one");
    row("select one from yn", "select_one");
    row("select1 yn", "select_one");
    row("select_multiple yn", "select_multiple");
    row("select all that apply from yn", "select_multiple");
    row("rank yn", "rank");
    row("note", "note", ItemKind::Note);
    row("acknowledge", "acknowledge");
    row("trigger", "acknowledge");
    row("calculate", "calculate", ItemKind::Calculate);
    row("hidden", "hidden", ItemKind::Calculate);
    row("geopoint", "geopoint");
    row("photo", "image");
    row("barcode", "barcode");
    row("start", "start", ItemKind::Meta);
    row("end", "end", ItemKind::Meta);
    row("today", "today", ItemKind::Meta);
    row("deviceid", "deviceid", ItemKind::Meta);
    row("username", "username", ItemKind::Meta);
    row("phonenumber", "phonenumber", ItemKind::Meta);
    row("email", "email", ItemKind::Meta);
    row("audit", "audit", ItemKind::Meta);
}

void CompilerTest::readsTypesInAllSpellings()
{
    QFETCH(QString, written);
    const auto package =
        packageOf(u"| survey |\n| | type | name | label | calculation |\n| | %1 | a | A | 1 |\n"
                  u"| choices |\n| | list_name | name | label |\n| | yn | 1 | Yes |\n"_s.arg(written));
    QVERIFY(package);
    QTEST(package->find(u"/data/a"_s)->type, "type");
    QTEST(int(package->find(u"/data/a"_s)->kind), "kind");
}

void CompilerTest::keepsTypesThatCannotBeAnswered()
{
    for (const auto& type : {u"geotrace"_s, u"geoshape"_s, u"video"_s, u"background-audio"_s, u"osm"_s,
                             u"select_one_external towns"_s, u"start-geopoint"_s}) {
        const auto compiled = compileText(
            u"| survey |\n| | type | name | label | parameters |\n| | %1 | a | A | quality=low |\n"_s.arg(
                type));
        QVERIFY2(compiled.package, qPrintable(type + linesOf(compiled).join(u'\n')));
        QCOMPARE(compiled.package->find(u"/data/a"_s)->type, type.section(u' ', 0, 0));
    }
}

void CompilerTest::nestsGroupsAndRepeats()
{
    const auto package = packageOf(
        u"| survey |\n| | type | name | label |\n| | begin_group | g | |\n| | text | a | A |\n"
        u"| | begin repeat | r | R |\n| | text | a | A |\n| | end_repeat | | |\n| | end group | | |\n"
        u"| | note | n | N |\n"_s);
    QVERIFY(package);
    QCOMPARE(package->data.children.size(), size_t(2));
    const auto& group = package->data.children[0];
    QCOMPARE(group.kind, ItemKind::Group);
    QCOMPARE(group.type, u"group"_s);
    QCOMPARE(group.row, 2);
    QCOMPARE(group.children.size(), size_t(2));
    QCOMPARE(group.children[1].kind, ItemKind::Repeat);
    QCOMPARE(group.children[1].children[0].path, u"/data/g/r/a"_s);
    QVERIFY(package->find(u"/data/g/r/a"_s) == &group.children[1].children[0]);
    QVERIFY(!package->find(u"/data/g/x"_s));
    QVERIFY(!package->find(u"data"_s));
}

void CompilerTest::dropsDisabledRowsAndBlocks()
{
    const auto package =
        packageOf(u"| survey |\n| | type | name | label | disabled |\n| | text | a | A | yes |\n"
                  u"| | begin group | g | G | yes |\n| | begin repeat | r | R | |\n| | text | b | B | |\n"
                  u"| | end repeat | | | |\n| | end group | | | |\n| | text | c | C | no |\n"_s);
    QVERIFY(package);
    QCOMPARE(package->data.children.size(), size_t(1));
    QCOMPARE(package->data.children[0].name, u"c"_s);
}

void CompilerTest::readsHeadersByMeaning_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* header, const QString& cell, const QString& found) {
        QTest::newRow(header) << QString::fromLatin1(header) << cell << found;
    };
    row("relevance", u"1 = 1"_s, u"relevant 1 = 1"_s);
    row("Relevant", u"1 = 1"_s, u"relevant 1 = 1"_s);
    row("bind::relevant", u"1 = 1"_s, u"relevant 1 = 1"_s);
    row("calculate", u"2"_s, u"calculate 2"_s);
    row("Read only", u"yes"_s, u"readonly yes"_s);
    row("read_only", u"yes"_s, u"readonly yes"_s);
    row("Constraint Message", u"no!"_s, u"constraint message no!"_s);
    row("constraining_message", u"no!"_s, u"constraint message no!"_s);
    row("bind::jr:constraintMsg", u"no!"_s, u"constraint message no!"_s);
    row("bind::ht:check", u". > 1"_s, u"check . > 1"_s);
    row("bind::HT:CheckMsg", u"Sure?"_s, u"check message Sure?"_s);
    row("body::ht:code", u"Q1"_s, u"code Q1"_s);
    row("media::image", u"a.png"_s, u"image a.png"_s);
    row("bind::ht:ID", u"7"_s, u"bind::ht:id 7"_s);
    row("instance::abc:Def", u"x"_s, u"instance::abc:Def x"_s);
    row("bind:ht:tier", u"sensitive"_s, u"bind::ht:tier sensitive"_s);
}

void CompilerTest::readsHeadersByMeaning()
{
    QFETCH(QString, header);
    QFETCH(QString, cell);
    const auto package = packageOf(
        u"| survey |\n| | type | name | caption | %1 |\n| | text | a | A | %2 |\n"_s.arg(header, cell));
    QVERIFY(package);
    const auto& item = *package->find(u"/data/a"_s);
    QCOMPARE(item.label.in(u"en"_s), u"A"_s);
    QStringList found;
    const auto add = [&](const QString& what, const QString& value) {
        if (!value.isEmpty())
            found.append(what + u' ' + value);
    };
    add(u"relevant"_s, item.relevant.written);
    add(u"calculate"_s, item.calculate.written);
    add(u"readonly"_s, item.readonly.written);
    add(u"constraint message"_s, item.constraintMessage.in(u"en"_s));
    add(u"check"_s, item.check.written);
    add(u"check message"_s, item.checkMessage.in(u"en"_s));
    add(u"code"_s, item.code);
    add(u"image"_s, item.media.value(u"image"_s).in(u"en"_s));
    for (auto extra = item.extra.begin(); extra != item.extra.end(); ++extra)
        add(extra.key(), extra.value());
    QTEST(found.join(u", "_s), "found");
}

void CompilerTest::readsLanguages()
{
    const auto package =
        packageOf(u"| survey |\n| | type | name | label::English (en) | label::বাংলা (bn) | label::French |\n"
                  u"| | text | a | A | ক | Â |\n"_s);
    QVERIFY(package);
    QCOMPARE(package->languages, (QStringList{u"en"_s, u"bn"_s, u"French"_s}));
    QCOMPARE(package->defaultLanguage, u"en"_s);
    QCOMPARE(package->find(u"/data/a"_s)->label.in(u"bn"_s), u"ক"_s);
    QCOMPARE(package->find(u"/data/a"_s)->label.in(u"French"_s), u"Â"_s);

    const auto single = packageOf(
        u"| survey |\n| | type | name | label:English (en) | label:Bangla (bn) |\n| | text | a | A | ক |\n"_s);
    QVERIFY(single);
    QCOMPARE(single->languages, (QStringList{u"en"_s, u"bn"_s}));
    QCOMPARE(single->find(u"/data/a"_s)->label.in(u"bn"_s), u"ক"_s);
}

void CompilerTest::givesTextsWithoutALanguageToTheDefault()
{
    const auto package =
        packageOf(u"| survey |\n| | type | name | label | label::Bangla (bn) |\n| | text | a | A | ক |\n"
                  u"| settings |\n| | default_language |\n| | English (en) |\n"_s);
    QVERIFY(package);
    QCOMPARE(package->languages, (QStringList{u"en"_s, u"bn"_s}));
    QCOMPARE(package->find(u"/data/a"_s)->label.all().value(u"en"_s), u"A"_s);

    const auto plain = packageOf(u"| survey |\n| | type | name | label |\n| | text | a | A |\n"_s);
    QVERIFY(plain);
    QCOMPARE(plain->languages, QStringList{u"default"_s});
    QCOMPARE(plain->defaultLanguage, u"default"_s);
}

void CompilerTest::tellsDefaultsFromExpressions_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("written");
    QTest::addColumn<bool>("expression");
    const auto row = [](const QString& type, const QString& written, bool expression) {
        QTest::newRow(qPrintable(type + u": "_s + written)) << type << written << expression;
    };
    row(u"text"_s, u"Dhaka"_s, false);
    row(u"text"_s, u"plain - text"_s, false);
    row(u"text"_s, u"Dhaka (north)"_s, false);
    row(u"text"_s, u"concat('x', 1+1)"_s, true);
    row(u"text"_s, u"${b}"_s, true);
    row(u"text"_s, u"to ${b}"_s, true);
    row(u"integer"_s, u"5"_s, false);
    row(u"integer"_s, u"-5"_s, false);
    row(u"integer"_s, u"1 + 1"_s, true);
    row(u"integer"_s, u"(2*3) div 4"_s, true);
    row(u"integer"_s, u"10-3"_s, true);
    row(u"text"_s, u"01712345678"_s, false);
    row(u"date"_s, u"2024-01-02"_s, false);
    row(u"text"_s, u"2024-01-02"_s, false);
    row(u"date"_s, u"today()"_s, true);
    row(u"date"_s, u"today()-1"_s, true);
    row(u"date"_s, u"2024-1"_s, false);
    row(u"time"_s, u"10:30"_s, false);
}

void CompilerTest::tellsDefaultsFromExpressions()
{
    QFETCH(QString, type);
    QFETCH(QString, written);
    QFETCH(bool, expression);
    if (written == u"to ${b}") {
        // An expression by the rule, and one that cannot be read.
        const auto compiled =
            compileText(u"| survey |\n| | type | name | label | default |\n| | text | b | B | |\n"
                        u"| | text | a | A | to ${b} |\n"_s);
        QCOMPARE(errorsOf(compiled),
                 QStringList{
                     u"survey:3:default X01 Cannot read the expression at character 4: an operator."_s});
        return;
    }
    const auto package = packageOf(
        u"| survey |\n| | type | name | label | default |\n| | text | b | B | |\n| | %1 | a | A | %2 |\n"_s
            .arg(type, written));
    QVERIFY(package);
    const auto& item = *package->find(u"/data/a"_s);
    QCOMPARE(item.defaultValue, written);
    QCOMPARE(!item.defaultExpression.isEmpty(), expression);
    if (written == u"${b}")
        QCOMPARE(item.defaultExpression.resolved, u"/data/b"_s);
}

void CompilerTest::keepsExtensionColumns()
{
    const auto package = packageOf(
        u"| survey |\n| | type | name | label | bind::ht:type | bind::ht:was | bind::odk:length | save_to |\n"
        u"| | text | a | A | partial_date | b, c | 30 | prop |\n"_s);
    QVERIFY(package);
    const auto& item = *package->find(u"/data/a"_s);
    QCOMPARE(item.type, u"partial_date"_s);
    QCOMPARE(item.ht("was"), u"b, c"_s);
    QCOMPARE(item.extra.value(u"bind::odk:length"_s), u"30"_s);
    QCOMPARE(item.saveTo, u"prop"_s);
}

void CompilerTest::readsChoices()
{
    const auto package =
        packageOf(u"| survey |\n| | type | name | label |\n| | select_one l | a | A |\n"
                  u"| choices |\n| | list name | value | label::English (en) | retired | replaced_by | key | "
                  u"image | Zone |\n"
                  u"| | l | 7 | Seven | | | | 7.png | n |\n| | l | x | Ex | yes | 7 | | | s |\n"
                  u"| | l | y | Why | | | q | | |\n"_s);
    QVERIFY(package);
    const auto list = package->lists.value(u"l"_s);
    QCOMPARE(list.choices.size(), 3);
    QCOMPARE(list.choices.at(0).key, u"7"_s);
    QCOMPARE(list.choices.at(0).media.value(u"image"_s).in(u"en"_s), u"7.png"_s);
    QCOMPARE(list.choices.at(0).cells.value(u"Zone"_s), u"n"_s);
    QVERIFY(list.choices.at(1).retired);
    QCOMPARE(list.choices.at(1).replacedBy, u"7"_s);
    QCOMPARE(list.choices.at(1).key, u"2"_s);
    QCOMPARE(list.choices.at(2).key, u"q"_s);
    QCOMPARE(list.choices.at(2).label.in(u"en"_s), u"Why"_s);

    const auto twice =
        packageOf(u"| survey |\n| | type | name | label |\n| | select_one l | a | A |\n"
                  u"| choices |\n| | list_name | name | label |\n| | l | 1 | A |\n| | l | 1 | B |\n"
                  u"| settings |\n| | allow_choice_duplicates |\n| | yes |\n"_s);
    QVERIFY(twice);
    QCOMPARE(twice->lists.value(u"l"_s).choices.size(), 2);
}

void CompilerTest::addsOther()
{
    const auto package = packageOf(
        u"| survey |\n| | type | name | label::English (en) | label::Bangla (bn) |\n"
        u"| | begin repeat | r | R | র |\n| | select_multiple l or_other | a | A | ক |\n| | end repeat | | | "
        u"|\n"
        u"| | select_one l | b | B | খ |\n"
        u"| choices |\n| | list_name | name | label::English (en) | label::Bangla (bn) |\n| | l | 1 | One | এক |\n"_s);
    QVERIFY(package);
    const auto* select = package->find(u"/data/r/a"_s);
    const auto* other = package->find(u"/data/r/a_other"_s);
    QVERIFY(other);
    QCOMPARE(other->type, u"text"_s);
    QCOMPARE(other->relevant.resolved, u"selected(../a, 'other')"_s);
    QVERIFY(!other->label.in(u"bn"_s).isEmpty());
    QCOMPARE(package->lists.value(select->list).choices.size(), 2);
    QCOMPARE(package->lists.value(select->list).choices.at(1).name, u"other"_s);
    QVERIFY(package->lists.value(select->list).choices.at(1).label.in(u"bn"_s)
            != package->lists.value(select->list).choices.at(1).label.in(u"en"_s));
    // The other question of that list does not offer it.
    QCOMPARE(package->lists.value(package->find(u"/data/b"_s)->list).choices.size(), 1);
}

void CompilerTest::keepsOneListForEachPairOfColumns()
{
    QTemporaryDir folder;
    QVERIFY(writeFile(folder.filePath(u"t.csv"_s), "name,label,code\n1,One,A\n"));
    const auto compiled = compileText(u"| survey |\n| | type | name | label | parameters |\n"
                                      u"| | select_one_from_file t.csv | a | A | |\n"
                                      u"| | select_multiple_from_file t.csv | b | B | |\n"
                                      u"| | select_one_from_file t.csv | c | C | value=code |\n"_s,
                                      folder.path());
    QVERIFY2(compiled.package, qPrintable(linesOf(compiled).join(u'\n')));
    const auto& package = *compiled.package;
    QCOMPARE(package.lists.size(), 2);
    QCOMPARE(package.find(u"/data/a"_s)->list, package.find(u"/data/b"_s)->list);
    QCOMPARE(package.lists.value(package.find(u"/data/a"_s)->list).choices.first().name, u"1"_s);
    QCOMPARE(package.lists.value(package.find(u"/data/c"_s)->list).choices.first().name, u"A"_s);
    QVERIFY(!compileText(
                 u"| survey |\n| | type | name | label |\n| | select_one_from_file ../t.csv | a | A |\n"_s,
                 folder.filePath(u"."_s))
                 .package);
}

void CompilerTest::readsParametersAndAppearances()
{
    const auto package =
        packageOf(u"| survey |\n| | type | name | label | parameters | appearance |\n"
                  u"| | range | a | A | start=0; end=5,step=0.5 | w1  horizontal |\n| | range | b | B | | |\n"
                  u"| | text | c | C | rows = 4 later=7 | multiline |\n"_s);
    QVERIFY(package);
    using Map = QMap<QString, QString>;
    QCOMPARE(package->find(u"/data/a"_s)->parameters,
             (Map{{u"start"_s, u"0"_s}, {u"end"_s, u"5"_s}, {u"step"_s, u"0.5"_s}}));
    QCOMPARE(package->find(u"/data/a"_s)->appearance, (QStringList{u"w1"_s, u"horizontal"_s}));
    QCOMPARE(package->find(u"/data/b"_s)->parameters,
             (Map{{u"start"_s, u"1"_s}, {u"end"_s, u"10"_s}, {u"step"_s, u"1"_s}}));
    QCOMPARE(package->find(u"/data/c"_s)->parameters, (Map{{u"rows"_s, u"4"_s}}));
}

void CompilerTest::readsSettings()
{
    const auto package =
        packageOf(u"| survey |\n| | type | name | label |\n| | text | a | A |\n"
                  u"| settings |\n| | id_string | version | form_title | form_title::Bangla (bn) | "
                  u"instance_name | style | public_key |\n"
                  u"| | tip | 2026010101 | Case | মামলা | concat('x', ${a}) | pages | k |\n"_s);
    QVERIFY(package);
    QCOMPARE(package->formId, u"tip"_s);
    QCOMPARE(package->version, u"2026010101"_s);
    QCOMPARE(package->title, u"Case"_s);
    QCOMPARE(package->titles.in(u"bn"_s), u"মামলা"_s);
    QCOMPARE(package->instanceName.resolved, u"concat('x', /data/a)"_s);
    QCOMPARE(package->style, u"pages"_s);
    QCOMPARE(package->settings.value(u"public_key"_s), u"k"_s);
}

void CompilerTest::namesTheFormAfterItsFile()
{
    const auto package = packageOf(u"| survey |\n| | type | name | label |\n| | text | a | A |\n"_s);
    QVERIFY(package);
    QCOMPARE(package->formId, u"test"_s);
    QCOMPARE(package->sourceName, u"test.md"_s);
    QCOMPARE(package->sourceHash.size(), 32);
    QCOMPARE(package->hash.size(), 64);
}

void CompilerTest::limitsNesting()
{
    const auto nested = [](int levels) {
        QString form = u"| survey |\n| | type | name | label |\n"_s;
        for (int level = 0; level < levels; ++level)
            form += u"| | begin group | g%1 | G |\n"_s.arg(level);
        form += u"| | text | a | A |\n"_s;
        for (int level = 0; level < levels; ++level)
            form += u"| | end group | | |\n"_s;
        return form;
    };
    QVERIFY(compileText(nested(24)).package);
    QVERIFY(readFormJson(writeFormJson(*compileText(nested(24)).package)));
    QCOMPARE(errorsOf(compileText(nested(25))),
             QStringList{
                 u"survey:26:type X06 'more than 24 groups inside each other' is not supported here."_s});
}

void CompilerTest::compilesWhateverThePathIs()
{
    QTemporaryDir folder;
    QVERIFY(
        writeFile(folder.filePath(u"a.md"_s), "| survey |\n| | type | name | label |\n| | text | a | A |\n"));
    const auto markdown = compileForm(folder.filePath(u"a.md"_s));
    QVERIFY2(markdown.package, qPrintable(linesOf(markdown).join(u'\n')));
    QCOMPARE(markdown.package->formId, u"a"_s);
    QVERIFY(QDir(folder.path()).mkdir(u"b"_s));
    QVERIFY(writeFile(folder.filePath(u"b/survey.csv"_s), "type,name,label\ntext,a,A\n"));
    const auto csv = compileForm(folder.filePath(u"b"_s));
    QVERIFY2(csv.package, qPrintable(linesOf(csv).join(u'\n')));
    const auto none = compileForm(folder.filePath(u"none.xlsx"_s));
    QVERIFY(!none.package);
    QCOMPARE(none.messages.size(), 1);
    QCOMPARE(none.messages.first().code, u"F01"_s);
}

QTEST_GUILESS_MAIN(CompilerTest)
#include "CompilerTest.moc"
