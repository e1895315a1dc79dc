// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/UpgradeRules.h"
#include "forms/authoring/FormCompiler.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// How a record comes from one version of a form to the next (forms 12.3): nothing is lost, and everybody gets the same.
class UpgradeRulesTest : public QObject {
    Q_OBJECT

private slots:
    void refusesRulesThatBreakTheFormat_data();
    void refusesRulesThatBreakTheFormat();
    void movesByName();
    void movesByEarlierName();
    void convertsTypesThatHoldTheValue();
    void parksWhatHasNoPlace();
    void renames();
    void parksTheSecondOfTwoForOnePlace();
    void maps();
    void computes();
    void computesInEachInstance();
    void movesIntoARepeat();
    void movesOutOfARepeat();
    void keepsInstancesAndTheirIds();
    void refusesAnotherVersion();
    void losesNothing();
};

namespace {

FormPackagePtr formOf(const QString& rows, const QString& version)
{
    auto form = u"| survey |\n| | type | name | label | bind::ht:was | calculation |\n"_s;
    for (const auto& row : rows.split(u'\n', Qt::SkipEmptyParts))
        form += u"| | "_s + row + u" |\n"_s;
    form += u"| choices |\n| | list_name | name | label |\n| | l | 1 | One |\n| | l | 2 | Two |\n"
            u"| settings |\n| | form_id | version |\n| | f | %1 |\n"_s.arg(version);
    const auto workbook = readMarkdown(form, u"f.md"_s);
    const auto compiled = workbook ? compileWorkbook(*workbook) : CompiledForm();
    for (const auto& message : compiled.messages) {
        if (message.isError())
            qWarning("%s", qPrintable(message.toString()));
    }
    return compiled.package;
}

QJsonObject json(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

struct Case {
    QString before, after;
    QByteArray steps;
    QByteArray data;
};

UpgradedRecord upgraded(const Case& one)
{
    const auto rules = readUpgradeRules(R"({"from": "1", "steps": [)" + one.steps + "]}");
    const auto before = formOf(one.before, u"1"_s);
    const auto after = formOf(one.after, u"2"_s);
    if (!rules || !before || !after) {
        qWarning("%s", rules ? "a form does not compile" : qPrintable(rules.error().detail));
        return {};
    }
    const QJsonObject record{{u"form_id"_s, u"f"_s},
                             {u"form_version"_s, u"1"_s},
                             {u"record_id"_s, u"r1"_s},
                             {u"data"_s, json(one.data)}};
    const auto first = upgradeRecord(record, *before, *after, *rules);
    const auto second = upgradeRecord(record, *before, *after, *rules);
    if (!first || !second || first->record != second->record)
        return {};
    return *first;
}

QByteArray dataOf(const UpgradedRecord& record)
{
    return QJsonDocument(record.record.value(u"data").toObject()).toJson(QJsonDocument::Compact);
}

QByteArray parkedOf(const UpgradedRecord& record)
{
    return QJsonDocument(record.record.value(u"@parked").toArray()).toJson(QJsonDocument::Compact);
}

/// All texts of a JSON value, but for ids and paths.
void collect(const QJsonValue& value, QStringList& texts)
{
    if (value.isString())
        texts.append(value.toString());
    for (const auto& entry : value.toArray())
        collect(entry, texts);
    const auto object = value.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        if (!entry.key().startsWith(u'@'))
            collect(entry.value(), texts);
    }
}

/// Every answer is another number, but a few that a step maps.
QJsonObject randomData(const FormItem& form, SeededRandom& random)
{
    int number = 100;
    const auto fill = [&](const std::vector<FormItem>& items, QJsonObject& object) {
        for (const auto& item : items) {
            if (item.kind == ItemKind::Question && random.chance(70))
                object.insert(item.name,
                              item.name == u"d" && random.chance(30) ? u"7"_s : QString::number(number++));
        }
    };
    QJsonObject data;
    fill(form.children, data);
    QJsonArray rows;
    for (int row = random.below(4); row > 0; --row) {
        QJsonObject instance{{u"@id"_s, u"i%1"_s.arg(row)}};
        fill(form.children.back().children, instance);
        rows.append(instance);
    }
    data.insert(u"r"_s, rows);
    return data;
}

}  // namespace

void UpgradeRulesTest::refusesRulesThatBreakTheFormat_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("no version") << QByteArray(R"({"steps": []})");
    QTest::newRow("an unknown key") << QByteArray(R"({"from": "1", "stepps": []})");
    QTest::newRow("an unknown step") << QByteArray(
        R"({"from": "1", "steps": [{"step": "fly", "question": "a"}]})");
    QTest::newRow("an unknown detail")
        << QByteArray(R"({"from": "1", "steps": [{"step": "park", "question": "a", "to": "b"}]})");
    QTest::newRow("no question") << QByteArray(R"({"from": "1", "steps": [{"step": "park"}]})");
    QTest::newRow("no new name") << QByteArray(
        R"({"from": "1", "steps": [{"step": "rename", "question": "a"}]})");
    QTest::newRow("no expression") << QByteArray(
        R"j({"from": "1", "steps": [{"step": "compute", "question": "a", "expression": "1 +"}]})j");
    QTest::newRow("not the same every day") << QByteArray(
        R"j({"from": "1", "steps": [{"step": "compute", "question": "a", "expression": "today()"}]})j");
    QTest::newRow("instance 0") << QByteArray(
        R"({"from": "1", "steps": [{"step": "out-of-repeat", "questions": ["a"], "repeat": "r", "instance": 0}]})");
    QTest::newRow("too many steps") << QByteArray(R"({"from": "1", "steps": [)")
                                           + QByteArray("1,").repeated(2000) + "1]}";
}

void UpgradeRulesTest::refusesRulesThatBreakTheFormat()
{
    QFETCH(QByteArray, rules);
    const auto read = readUpgradeRules(rules);
    QVERIFY(!read);
    QCOMPARE(int(read.error().code), int(ErrorCode::Invalid));
}

void UpgradeRulesTest::movesByName()
{
    const auto record = upgraded({u"text | a | A\nbegin group | g | G\ntext | b | B\nend group | | "_s,
                                  u"begin group | h | H\ntext | a | A\nend group | | \ntext | b | B"_s, "",
                                  R"({"a": "x", "g": {"b": {"missing": "refused"}}})"});
    QCOMPARE(dataOf(record), QByteArray(R"({"b":{"missing":"refused"},"h":{"a":"x"}})"));
    QCOMPARE(record.moved, (QStringList{u"/data/a → /data/h/a"_s, u"/data/g/b → /data/b"_s}));
    QVERIFY(record.parked.isEmpty());
    QCOMPARE(record.record.value(u"form_version").toString(), u"2"_s);
    QCOMPARE(record.record.value(u"record_id").toString(), u"r1"_s);
}

void UpgradeRulesTest::movesByEarlierName()
{
    const auto record = upgraded({u"text | a | A"_s, u"text | b | B | z, a"_s, "", R"({"a": "x"})"});
    QCOMPARE(dataOf(record), QByteArray(R"({"b":"x"})"));
}

void UpgradeRulesTest::convertsTypesThatHoldTheValue()
{
    const auto record = upgraded(
        {u"integer | a | A\ndate | b | B\nselect_one l | c | C\ndecimal | d | D\nselect_multiple l | e | E"_s,
         u"decimal | a | A\ntext | b | B\nselect_multiple l | c | C\ninteger | d | D\nselect_one l | e | E"_s,
         "", R"({"a": "5", "b": "2024-01-02", "c": "1", "d": "2.5", "e": "1 2"})"});
    QCOMPARE(dataOf(record), QByteArray(R"({"a":"5","b":"2024-01-02","c":"1"})"));
    QCOMPARE(record.parked, (QStringList{u"/data/d"_s, u"/data/e"_s}));
}

void UpgradeRulesTest::parksWhatHasNoPlace()
{
    const auto record =
        upgraded({u"text | a | A\nbegin repeat | r | R\ntext | b | B\nend repeat | | "_s, u"text | c | C"_s,
                  R"({"step": "park", "question": "c"})",
                  R"({"a": "x", "r": [{"@id": "i1", "b": "y"}, {"@id": "i2"}], "strange": "z"})"});
    QCOMPARE(dataOf(record), QByteArray("{}"));
    QCOMPARE(parkedOf(record), QByteArray(R"([{"path":"/data/a","value":"x","version":"1"},)"
                                          R"({"ids":["i1"],"path":"/data/r[1]/b","value":"y","version":"1"},)"
                                          R"({"path":"/data/strange","value":"z","version":"1"}])"));
}

void UpgradeRulesTest::renames()
{
    const auto record = upgraded(
        {u"text | a | A\nbegin repeat | r | R\ntext | b | B\nend repeat | | "_s,
         u"text | a2 | A\nbegin repeat | s | S\ntext | b | B\nend repeat | | "_s,
         R"({"step": "rename", "question": "a", "to": "a2"}, {"step": "rename", "question": "r", "to": "s"})",
         R"({"a": "x", "r": [{"@id": "i1", "b": "y"}, {"@id": "i2"}]})"});
    QCOMPARE(dataOf(record), QByteArray(R"({"a2":"x","s":[{"@id":"i1","b":"y"},{"@id":"i2"}]})"));
    QVERIFY(record.parked.isEmpty());
}

void UpgradeRulesTest::parksTheSecondOfTwoForOnePlace()
{
    const auto record =
        upgraded({u"text | a | A\ntext | b | B"_s, u"text | b | B"_s,
                  R"({"step": "rename", "question": "a", "to": "b"})", R"({"a": "x", "b": "y"})"});
    QCOMPARE(dataOf(record), QByteArray(R"({"b":"x"})"));
    QCOMPARE(parkedOf(record), QByteArray(R"([{"path":"/data/b","value":"y","version":"1"}])"));
}

void UpgradeRulesTest::maps()
{
    const auto record = upgraded({u"select_one l | a | A\nselect_multiple l | b | B\nselect_one l | c | C"_s,
                                  u"select_one l | a | A\nselect_multiple l | b | B\nselect_one l | c | C"_s,
                                  R"({"step": "map", "question": "a", "values": {"1": "2"}},
                                     {"step": "map", "question": "b", "values": {"1": "3", "4": "3"}},
                                     {"step": "map", "question": "c", "values": {"9": "2"}})",
                                  R"({"a": "1", "b": "1 2 4", "c": "1"})"});
    QCOMPARE(dataOf(record), QByteArray(R"({"a":"2","b":"3 2","c":"1"})"));
    QCOMPARE(
        parkedOf(record),
        QByteArray(
            R"([{"path":"/data/a","value":"1","version":"1"},{"path":"/data/b","value":"1 2 4","version":"1"}])"));
}

void UpgradeRulesTest::computes()
{
    const auto fine = upgraded(
        {u"text | first | F\ntext | last | L\ntext | age | A"_s,
         u"text | full | F\ninteger | age | A\ninteger | bad | B"_s,
         R"j({"step": "compute", "question": "full", "expression": "concat(/data/first, ' ', /data/last)"},
                                   {"step": "compute", "question": "age", "expression": "number(/data/age) + 1"},
                                   {"step": "compute", "question": "bad", "expression": "date(/data/first)"})j",
         R"({"first": "Asha", "last": "Begum", "age": "15"})"});
    QCOMPARE(dataOf(fine), QByteArray(R"({"age":"16","full":"Asha Begum"})"));
    QCOMPARE(fine.parked, (QStringList{u"/data/age"_s, u"/data/first"_s, u"/data/last"_s}));
    QCOMPARE(fine.failed, QStringList{u"/data/bad"_s});
}

void UpgradeRulesTest::computesInEachInstance()
{
    const auto rows =
        u"begin repeat | r | R\nbegin group | g | G\ninteger | a | A\nend group | | \nend repeat | | "_s;
    const auto record = upgraded(
        {rows, u"begin repeat | s | S\ninteger | a | A\ninteger | b | B\nend repeat | | "_s,
         R"j({"step": "rename", "question": "r", "to": "s"},
                                     {"step": "compute", "question": "b", "expression": "g/a * 10 + position()"})j",
         R"({"r": [{"@id": "i1", "g": {"a": "1"}}, {"@id": "i2", "g": {"a": "2"}}, {"g": {"a": "3"}}]})"});
    QCOMPARE(
        dataOf(record),
        QByteArray(
            R"({"s":[{"@id":"i1","a":"1","b":"11"},{"@id":"i2","a":"2","b":"21"},{"a":"3","b":"31"}]})"));
}

void UpgradeRulesTest::movesIntoARepeat()
{
    const Case one{u"text | a | A\ntext | b | B"_s,
                   u"begin repeat | r | R\ntext | a | A\ntext | b | B\nend repeat | | "_s,
                   R"({"step": "into-repeat", "questions": ["a", "b"], "repeat": "r"})",
                   R"({"a": "x", "b": "y"})"};
    const auto record = upgraded(one);
    const auto rows = record.record.value(u"data").toObject().value(u"r").toArray();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().toObject().value(u"a").toString(), u"x"_s);
    QCOMPARE(rows.first().toObject().value(u"b").toString(), u"y"_s);
    QCOMPARE(rows.first().toObject().value(u"@id").toString().size(), 36);
    QVERIFY(record.parked.isEmpty());

    auto other = one;
    other.before = u"text | a | A\nbegin repeat | r | R\ntext | b | B\nend repeat | | "_s;
    other.data = R"({"a": "x", "r": [{"@id": "i1", "b": "y"}, {"@id": "i2", "b": "z"}]})";
    QCOMPARE(dataOf(upgraded(other)),
             QByteArray(R"({"r":[{"@id":"i1","a":"x","b":"y"},{"@id":"i2","b":"z"}]})"));
}

void UpgradeRulesTest::movesOutOfARepeat()
{
    const auto record = upgraded(
        {u"begin repeat | r | R\ntext | a | A\ntext | b | B\nend repeat | | "_s,
         u"text | a | A\nbegin repeat | r | R\ntext | b | B\nend repeat | | "_s,
         R"({"step": "out-of-repeat", "questions": ["a"], "repeat": "r", "instance": 2})",
         R"({"r": [{"@id": "i1", "a": "x", "b": "1"}, {"@id": "i2", "a": "y"}, {"@id": "i3", "a": "z"}]})"});
    QCOMPARE(dataOf(record), QByteArray(R"({"a":"y","r":[{"@id":"i1","b":"1"},{"@id":"i2"},{"@id":"i3"}]})"));
    QCOMPARE(record.parked, (QStringList{u"/data/r[1]/a"_s, u"/data/r[3]/a"_s}));
}

void UpgradeRulesTest::keepsInstancesAndTheirIds()
{
    const auto rows =
        u"begin repeat | v | V\ntext | a | A\nbegin repeat | w | W\ntext | b | B\nend repeat | | \nend repeat | | "_s;
    const QByteArray data =
        R"({"v":[{"@id":"1","a":"x","w":[]},{"@id":"2","w":[{"@id":"3","b":"y"},{"@id":"4"}]}]})";
    const auto record = upgraded({rows, rows, "", data});
    QCOMPARE(dataOf(record), data);
    QVERIFY(record.moved.isEmpty() && record.parked.isEmpty());
}

void UpgradeRulesTest::refusesAnotherVersion()
{
    const auto before = formOf(u"text | a | A"_s, u"1"_s);
    const auto after = formOf(u"text | a | A"_s, u"2"_s);
    const QJsonObject record{{u"form_id"_s, u"f"_s}, {u"form_version"_s, u"1"_s}, {u"data"_s, QJsonObject()}};
    QVERIFY(upgradeRecord(record, *before, *after, {u"1"_s, {}}));
    QVERIFY(!upgradeRecord(record, *before, *after, {u"0"_s, {}}));
    QVERIFY(!upgradeRecord(record, *after, *before, {u"2"_s, {}}));
    auto other = record;
    other.insert(u"form_id"_s, u"g"_s);
    QVERIFY(!upgradeRecord(other, *before, *after, {u"1"_s, {}}));
}

void UpgradeRulesTest::losesNothing()
{
    SeededRandom random(testSeed());
    const QStringList names{u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"h"_s};
    const auto randomForm = [&](const QString& version) {
        QString top, inside;
        for (const auto& name : names) {
            const auto line = u"%1 | %2 | X\n"_s.arg(random.chance(30) ? u"integer"_s : u"text"_s, name);
            if (random.chance(40))
                top += line;
            else if (random.chance(70))
                inside += line;
        }
        return formOf(u"note | n | N\n"_s + top + u"begin repeat | r | R\n"_s + inside + u"end repeat | | "_s,
                      version);
    };
    const QByteArrayList steps{R"({"step":"park","question":"a"})",
                               R"({"step":"rename","question":"b","to":"c"})",
                               R"({"step":"map","question":"d","values":{"7":"8"}})",
                               R"({"step":"into-repeat","questions":["a","e"],"repeat":"r"})",
                               R"({"step":"out-of-repeat","questions":["h","b"],"repeat":"r","instance":2})",
                               R"({"step":"compute","question":"e","expression":"/data/a"})"};
    for (int round = 0; round < 60; ++round) {
        const auto before = randomForm(u"1"_s);
        const auto after = randomForm(u"2"_s);
        QVERIFY(before && after);
        const auto data = randomData(before->data, random);
        QByteArrayList chosen;
        for (const auto& step : steps) {
            if (random.chance(40))
                chosen.append(step);
        }
        const auto rules = readUpgradeRules(R"({"from":"1","steps":[)" + chosen.join(',') + "]}");
        QVERIFY(rules);
        const QJsonObject record{{u"form_id"_s, u"f"_s},
                                 {u"form_version"_s, u"1"_s},
                                 {u"record_id"_s, u"r"_s},
                                 {u"data"_s, data}};
        const auto result = upgradeRecord(record, *before, *after, *rules);
        QVERIFY(result);
        QStringList old, kept;
        collect(data, old);
        collect(result->record.value(u"data"), kept);
        for (const auto& parked : result->record.value(u"@parked").toArray())
            collect(parked.toObject().value(u"value"), kept);
        for (const auto& value : old)
            QVERIFY2(kept.removeOne(value),
                     qPrintable(u"%1 is lost: %2"_s.arg(value, QString::fromUtf8(chosen.join(',')))));
    }
}

QTEST_GUILESS_MAIN(UpgradeRulesTest)
#include "UpgradeRulesTest.moc"
