// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Evaluator.h"
#include "forms/engine/FormCases.h"
#include "forms/expression/FunctionTable.h"
#include "tests/forms/expression/TreeWorld.h"
#include "tests/support/Places.h"
#include "tests/support/TestSeed.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QJsonObject readJson(const QString& name)
{
    QFile file(inSource(u"tests/forms/expression/"_s + name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

QString shown(const QJsonValue& value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
}

Evaluated evaluate(const EvaluationWorld& world, const QString& source, const FormNode* at,
                   qint64 steps = 100'000)
{
    const ParsedExpression parsed = parseExpression(source);
    if (!parsed.expression)
        return parsed.faults.first();
    return Evaluator(world, steps).evaluate(*parsed.expression, at);
}

/// The kind of the fault, or empty.
QString faultOf(const Evaluated& result)
{
    const auto* fault = std::get_if<ExpressionFault>(&result);
    return fault ? fault->kind : QString();
}

QString textOf(const Evaluated& result)
{
    const auto* value = std::get_if<Value>(&result);
    return value ? value->toText() : u"fault "_s + faultOf(result);
}

}  // namespace

class EvaluatorTest : public QObject {
    Q_OBJECT

private slots:
    void givesTheWorkedExamples_data();
    void givesTheWorkedExamples();
    void givesWhatTheRulesSay_data();
    void givesWhatTheRulesSay();
    void takesOddCases();
    void usesEveryFunction();
    void filtersRowsOfAList();
    void asksTheWorldForPaths();
    void tellsWhatItReadSealed();
    void namesWhatIsWrongWithoutAnswers();
    void stopsAtItsBudget();
    void keepsWhatIsTheSameForAllRows();
    void stopsEvilPatterns_data();
    void stopsEvilPatterns();
    void walksLongChains();
    void survivesAnything();
    void ordersNodes();
    void roundsAsDecimals();
    void answersFast();
};

void EvaluatorTest::givesTheWorkedExamples_data()
{
    QTest::addColumn<QJsonObject>("one");
    QTest::addColumn<QJsonObject>("expected");
    const QJsonObject file = readJson(u"examples.json"_s);
    const QJsonArray cases = file.value("cases"_L1).toArray();
    QCOMPARE(cases.size(), 40);
    for (const QJsonValue& example : cases) {
        QJsonObject context = file.value("context"_L1).toObject();
        context.insert("at"_L1, example["at"_L1]);
        QTest::newRow(qPrintable(example["id"_L1].toString()))
            << QJsonObject{{u"expr"_s, example["expr"_L1]}, {u"context"_s, context}}
            << QJsonObject{{u"type"_s, example["type"_L1]}, {u"value"_s, example["value"_L1]}};
    }
}

/// Forms 14: all forty.
void EvaluatorTest::givesTheWorkedExamples()
{
    QFETCH(QJsonObject, one);
    QFETCH(QJsonObject, expected);
    QCOMPARE(shown(evaluateCases({one}).first()), shown(expected));
}

void EvaluatorTest::givesWhatTheRulesSay_data()
{
    QTest::addColumn<QJsonObject>("one");
    QTest::addColumn<QJsonObject>("expected");
    const QJsonObject file = readJson(u"cases.json"_s);
    const QJsonArray cases = file.value("cases"_L1).toArray();
    QVERIFY(cases.size() > 500);
    for (qsizetype at = 0; at < cases.size(); ++at) {
        const QJsonObject rule = cases[at].toObject();
        const QString name = rule.value("in"_L1).toString(u"home"_s);
        QJsonObject context = file.value("contexts"_L1)[name].toObject();
        const QJsonObject with = rule.value("with"_L1).toObject();
        for (auto change = with.begin(); change != with.end(); ++change)
            context.insert(change.key(), *change);
        const QByteArray tag = QByteArray::number(at) + ' ' + rule.value("expr"_L1).toString().toUtf8();
        QTest::newRow(tag.constData())
            << QJsonObject{{u"expr"_s, rule.value("expr"_L1)}, {u"context"_s, context}}
            << QJsonObject{{u"type"_s, rule.value("type"_L1)}, {u"value"_s, rule.value("value"_L1)}};
    }
}

/// Forms 6.1 to 6.3: V1 to V9, paths, every function, every kind of error.
void EvaluatorTest::givesWhatTheRulesSay()
{
    QFETCH(QJsonObject, one);
    QFETCH(QJsonObject, expected);
    QCOMPARE(shown(evaluateCases({one}).first()), shown(expected));
}

/// Forms 10: an odd case gives an error of its own and leaves the others alone.
void EvaluatorTest::takesOddCases()
{
    const QJsonArray cases{QJsonValue(),
                           5,
                           QJsonObject(),
                           QJsonObject{{u"expr"_s, 1}},
                           QJsonObject{{u"expr"_s, u"1 + 1"_s}},
                           QJsonObject{{u"expr"_s, u"."_s}, {u"context"_s, QJsonObject{{u"data"_s, 3}}}}};
    const QJsonArray results = evaluateCases(cases);
    QCOMPARE(results.size(), cases.size());
    for (int at = 0; at < 4; ++at)
        QCOMPARE(shown(results[at]), u"[{\"type\":\"error\",\"value\":\"syntax\"}]"_s);
    QCOMPARE(shown(results[4]), u"[{\"type\":\"number\",\"value\":2}]"_s);
    QCOMPARE(shown(results[5]), u"[{\"type\":\"nodes\",\"value\":[\"\"]}]"_s);
}

void EvaluatorTest::usesEveryFunction()
{
    QString all;
    const QJsonArray cases = readJson(u"cases.json"_s).value("cases"_L1).toArray();
    for (const QJsonValue& one : cases) {
        if (one["type"_L1] != u"error"_s)
            all += u' ' + one["expr"_L1].toString();
    }
    for (int place = 0; place < functionCount(); ++place) {
        const QString name = QString::fromLatin1(functionAt(place).name);
        QVERIFY2(all.contains(
                     QRegularExpression(u"[^-a-z:]"_s + QRegularExpression::escape(name) + u"\\("_s)),
                 functionAt(place).name);
    }
}

void EvaluatorTest::filtersRowsOfAList()
{
    TreeWorld world;
    FormNode* district = TreeWorld::addTo(world.data, u"district"_s, u"30"_s);
    FormNode* list = world.addList(u"places"_s);
    QList<const FormNode*> rows;
    for (const auto& [name, above] : {std::pair{u"a"_s, u"30"_s}, {u"b"_s, u"31"_s}, {u"c"_s, u"30"_s}}) {
        FormNode* row = TreeWorld::addTo(list, u"item"_s);
        TreeWorld::addTo(row, u"name"_s, name);
        TreeWorld::addTo(row, u"above"_s, above);
        rows.append(row);
    }
    const Evaluator evaluator(world);
    const auto offered = [&](const QString& filter) {
        const ParsedExpression parsed = parseExpression(filter);
        QString names;
        for (const FormNode* row : rows) {
            const Evaluated result = evaluator.evaluateRow(*parsed.expression, row, district);
            const auto* value = std::get_if<Value>(&result);
            names += value ? (value->toBoolean() ? row->children()[0]->text : QString()) : u"!"_s;
        }
        return names;
    };
    QCOMPARE(offered(u"above = current()"_s), u"ac"_s);
    QCOMPARE(offered(u"above = /data/district"_s), u"ac"_s);
    QCOMPARE(offered(u"above = current()/../district and name != 'c'"_s), u"a"_s);
    QCOMPARE(offered(u"selected('b c', name)"_s), u"bc"_s);
    QCOMPARE(offered(u"beyond = 1"_s), u"!!!"_s);  // no row has that column
}

/// X04 is for names that can be nowhere; the world knows what may still come.
void EvaluatorTest::asksTheWorldForPaths()
{
    TreeWorld world;
    world.known = {u"/data/victim"_s, u"/data/victim/age"_s};
    QCOMPARE(faultOf(evaluate(world, u"sum(/data/victim/age)"_s, world.data)), QString());
    QCOMPARE(faultOf(evaluate(world, u"sum(victim[age > 1]/age)"_s, world.data)), QString());
    QCOMPARE(faultOf(evaluate(world, u"sum(/data/victim/weight)"_s, world.data)), u"unknown-path"_s);
    QCOMPARE(faultOf(evaluate(world, u"/data/victim/../weight"_s, world.data)), u"unknown-path"_s);
    QCOMPARE(faultOf(evaluate(world, u"/data/victim/../victim/age"_s, world.data)), QString());
    QCOMPARE(faultOf(evaluate(world, u"/data/*/weight"_s, world.data)), QString());
    TreeWorld::addTo(world.data, u"name"_s, u"Asha"_s)->relevant = false;
    QCOMPARE(textOf(evaluate(world, u"/data/name"_s, world.data)), QString());
    const Evaluated near = evaluate(world, u"/data/nam"_s, world.data);
    QCOMPARE(std::get<ExpressionFault>(near).text,
             u"There is no question at /data/nam. Did you mean 'name'?"_s);
    const Evaluated minus = evaluate(world, u"1 + /data/nnnnn-1"_s, world.data);
    QCOMPARE(std::get<ExpressionFault>(minus).text,
             u"There is no question at /data/nnnnn-1. For a subtraction put "
             "spaces around the minus sign."_s);
    QCOMPARE(std::get<ExpressionFault>(minus).offset, 10);
}

void EvaluatorTest::tellsWhatItReadSealed()
{
    TreeWorld world;
    TreeWorld::addTo(world.data, u"open"_s, u"1"_s);
    TreeWorld::addTo(world.data, u"closed"_s)->sealed = true;
    const Evaluator evaluator(world);
    const auto reads = [&](const QString& source) {
        const ParsedExpression parsed = parseExpression(source);
        return std::holds_alternative<Value>(evaluator.evaluate(*parsed.expression, world.data))
            && evaluator.readSealed();
    };
    for (const char* source :
         {"/data/closed", "closed = ''", "concat(open, closed)", "closed > 1", "not(closed)", "sum(closed)",
          "missing(closed)", "count(*[. = ''])", "selected(closed, 'a')"})
        QVERIFY2(reads(QString::fromUtf8(source)), source);
    for (const char* source :
         {"open", "open = 1", "count(closed)", "if(open, 1, closed)", "true() or closed"})
        QVERIFY2(!reads(QString::fromUtf8(source)), source);
}

/// Faults at run time name the part of the expression, never what was answered.
void EvaluatorTest::namesWhatIsWrongWithoutAnswers()
{
    TreeWorld world;
    TreeWorld::addTo(world.data, u"secret"_s, u"Hasina"_s);
    for (const char* source :
         {"date(secret)", "format-date(secret, '%Y')", "instance(secret)/root", "digest('a', secret)",
          "decimal-time(secret)", "pulldata(secret, 'a', 'b', 'c')", "secret/deeper"}) {
        const Evaluated result = evaluate(world, QString::fromUtf8(source), world.data);
        QVERIFY2(std::holds_alternative<ExpressionFault>(result), source);
        QVERIFY2(!std::get<ExpressionFault>(result).text.contains(u"Hasina"_s), source);
    }
    QCOMPARE(std::get<ExpressionFault>(evaluate(world, u"date(/data/secret)"_s, world.data)).text,
             u"'/data/secret' is not a date."_s);
}

/// SEC-85: no form can hang the program.
void EvaluatorTest::stopsAtItsBudget()
{
    TreeWorld world;
    for (int row = 0; row < 400; ++row)
        TreeWorld::addTo(TreeWorld::addTo(world.data, u"row"_s), u"v"_s, QString::number(row));
    QCOMPARE(textOf(evaluate(world, u"count(/data/row[v > 10])"_s, world.data)), u"389"_s);
    QElapsedTimer timer;
    timer.start();
    for (const char* source :
         {"count(/data/row[count(../row[v = 1]/../row[v > 1]) > 0])", "/data/row/v != /data/row[v < 0]/v",
          "count(row[../row[../row[../row[v = 0]/v = 1]/v = 2]])"}) {
        const Evaluated result = evaluate(world, QString::fromUtf8(source), world.data, 20'000);
        if (source[0] == 'c')
            QVERIFY2(faultOf(result) == u"unsupported"_s, source);
    }
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(faultOf(evaluate(world, u"count(/data/row/v)"_s, world.data, 100)), u"unsupported"_s);
    QCOMPARE(faultOf(evaluate(world, u"/data/row/v = /data/row/v + 400"_s, world.data, 1000)), QString());
    QCOMPARE(faultOf(evaluate(world, u"/data/row[v < 200]/v = /data/row[v >= 200]/v"_s, world.data, 20'000)),
             u"unsupported"_s);
}

/// A look-up over a list of villages stays within the budget: what is the same for all rows is evaluated once.
void EvaluatorTest::keepsWhatIsTheSameForAllRows()
{
    TreeWorld world;
    FormNode* wanted = TreeWorld::addTo(world.data, u"village"_s, u"v19999"_s);
    FormNode* list = world.addList(u"villages"_s);
    for (int row = 0; row < 20'000; ++row) {
        FormNode* item = TreeWorld::addTo(list, u"item"_s);
        TreeWorld::addTo(item, u"name"_s, u"v"_s + QString::number(row));
        TreeWorld::addTo(item, u"label"_s, u"Village "_s + QString::number(row));
    }
    QCOMPARE(textOf(evaluate(world, u"instance('villages')/root/item[name = current()/../village]/label"_s,
                             wanted)),
             u"Village 19999"_s);
    QCOMPARE(textOf(evaluate(world, u"instance('villages')/root/item[name = /data/village]/label"_s, wanted)),
             u"Village 19999"_s);
    QCOMPARE(textOf(evaluate(world, u"pulldata('villages', 'label', 'name', /data/village)"_s, wanted)),
             u"Village 19999"_s);
    // What does hang on the row is evaluated for each.
    QCOMPARE(textOf(
                 evaluate(world, u"count(instance('villages')/root/item[position() mod 2 = 0])"_s, wanted)),
             u"10000"_s);
}

void EvaluatorTest::stopsEvilPatterns_data()
{
    QTest::addColumn<QString>("text");
    // The last letter of the pattern does occur: a search for that alone does not settle the matter.
    const auto row = [](const char* pattern, int length, const char* end) {
        QTest::newRow(pattern) << QString(length, u'a') + QString::fromUtf8(end);
    };
    row("(a+)+b", 40000, "b?");
    row("(?:a+)+b", 40, "b?");
    row("(a|a)*b", 40, "b?");
    row("(a|a)*c", 18, "c?");  // within the limit that PCRE has of itself
    row("(a|aa)+b", 4000, "b?");
    row("(.*)*x(.*)*y", 400, "xy\n");
    row("([a-z]+)*!", 4000, "!?");
    row("(a*)*(a*)*(a*)*c", 400, "c?");
    row("(?:a?){60}a{60}c", 60, "c?");
    row("(aa+)+c", 5000, "c?");
    row("((a{1,30}){1,30}){1,30}b", 800, "b?");
    row("^(([a-z])+.)+[A-Z]([a-z])+$", 60, "A?");
    row("(a?){30}a{30}b", 29, "b?");
}

/// SEC-85: a pattern that takes too long is an error, not "does not match", and quickly so.
void EvaluatorTest::stopsEvilPatterns()
{
    QFETCH(QString, text);
    TreeWorld world;
    TreeWorld::addTo(world.data, u"answer"_s, text);
    const QString source = u"regex(/data/answer, '"_s + QString::fromUtf8(QTest::currentDataTag()) + u"')"_s;
    const ParsedExpression parsed = parseExpression(source);
    QVERIFY(parsed.expression);
    QElapsedTimer timer;
    timer.start();
    const Evaluated result = Evaluator(world).evaluate(*parsed.expression, world.data);
    QVERIFY2(timer.elapsed() < 250,
             qPrintable(QString::number(timer.elapsed())));  // 50 ms, and room for slow machines
    QCOMPARE(faultOf(result), u"bad-regex"_s);
}

void EvaluatorTest::walksLongChains()
{
    TreeWorld world;
    TreeWorld::addTo(world.data, u"a"_s, u"2"_s);
    QCOMPARE(textOf(evaluate(world, u"a"_s + u" + a"_s.repeated(9999), world.data)), u"20000"_s);
    QCOMPARE(textOf(evaluate(world, u"a"_s + u" and a"_s.repeated(9999), world.data)), u"true"_s);
    QCOMPARE(textOf(evaluate(world, u"count(a"_s + u" | a"_s.repeated(9999) + u")"_s, world.data)), u"1"_s);
}

/// SEC-85: any expression on any tree gives a value or a fault.
void EvaluatorTest::survivesAnything()
{
    QRandomGenerator chance(testSeed());
    TreeWorld world;
    QList<const FormNode*> places{world.root(), world.data};
    for (int at = 0; at < 12; ++at) {
        FormNode* group = TreeWorld::addTo(world.data, at % 3 == 0 ? u"g"_s : u"h"_s);
        group->relevant = at % 4 != 0;
        for (const char* text : {"", "3", "2024-03-05", "a b", "2024-03-05T10:00", "-0.5"}) {
            FormNode* leaf = TreeWorld::addTo(group, u"x"_s, QString::fromUtf8(text));
            leaf->relevant = group->relevant;
            places.append(leaf);
        }
    }
    const QStringList atoms{
        u"."_s,         u".."_s,      u"/data/g/x"_s, u"h[2]/x"_s,       u"../x[. > 1]"_s,
        u"1"_s,         u"-7.5"_s,    u"'a'"_s,       u"''"_s,           u"'2024-02-29'"_s,
        u"current()"_s, u"/data/*"_s, u"(0 div 0)"_s, u"1000000000000"_s};
    int values = 0;
    for (int round = 0; round < 20000; ++round) {
        const FunctionSignature& function = functionAt(chance.bounded(functionCount()));
        const int most = function.most < 0 ? function.least + 3 : function.most;
        QStringList arguments;
        for (int count = chance.bounded(function.least, most + 1); count > 0; --count)
            arguments.append(atoms[chance.bounded(static_cast<int>(atoms.size()))]);
        const QString source =
            QString::fromLatin1(function.name) + u"("_s + arguments.join(u", "_s) + u") "_s
            + QStringList{u"+ 1"_s, u"= ."_s, u"< /data/g/x"_s, QString()}[chance.bounded(4)];
        const FormNode* at = places[chance.bounded(static_cast<int>(places.size()))];
        const Evaluated result = evaluate(world, source, at);
        values += std::holds_alternative<Value>(result) ? 1 : 0;
        QVERIFY2(std::holds_alternative<Value>(result) || !faultOf(result).isEmpty(), qPrintable(source));
    }
    QVERIFY(values > 5000);
}

void EvaluatorTest::ordersNodes()
{
    TreeWorld world;
    FormNode* first = TreeWorld::addTo(world.data, u"v"_s);
    FormNode* second = TreeWorld::addTo(world.data, u"v"_s);
    first->repeated = second->repeated = true;
    FormNode* leaf = TreeWorld::addTo(second, u"age"_s);
    QVERIFY(precedes(world.data, first) && precedes(first, second) && precedes(second, leaf)
            && precedes(first, leaf));
    QVERIFY(!precedes(leaf, first) && !precedes(first, first) && !precedes(first, world.data));
    QCOMPARE(pathOf(leaf), u"/data/v[2]/age"_s);
    QCOMPARE(second->position(), 2);
    QVERIFY(world.data->contains(leaf) && second->contains(second) && !first->contains(leaf));
    const std::unique_ptr<FormNode> taken = world.data->take(first);
    QCOMPARE(taken.get(), first);
    QVERIFY(!first->parent() && !world.data->take(first));
    QCOMPARE(second->position(), 1);
    FormNode* front = world.data->add(std::make_unique<FormNode>(internName(u"v"_s)), 0);
    QCOMPARE(world.data->indexOf(front), 0);
    QCOMPARE(second->position(), 2);
    QCOMPARE(world.data->child(internName(u"v"_s)), front);
    QCOMPARE(internName(u"v"_s), internName(QString(QChar(u'v'))));
}

/// Numbers of few decimals round as on paper, whatever their double is; any number reads back from its text (V2).
void EvaluatorTest::roundsAsDecimals()
{
    QRandomGenerator chance(testSeed());
    const TimeZone zone(u"UTC"_s);
    TreeWorld world;
    for (int round = 0; round < 2000; ++round) {
        const int thousandths = chance.bounded(-999999, 999999);
        const QString text = numberText(thousandths / 1000.0);
        const double cents = std::floor(thousandths / 10.0 + 0.5);  // half goes up
        QCOMPARE(textOf(evaluate(world, u"round("_s + text + u", 2)"_s, world.data)),
                 numberText(cents / 100));
        const quint64 bits = chance.generate64();
        double any = 0;
        memcpy(&any, &bits, sizeof any);
        if (std::isfinite(any)) {
            QVERIFY(!numberText(any).contains(u'e'));
            QCOMPARE(numberOf(numberText(any), zone), any);
        }
    }
}

/// The bound is far above the rule (2 µs where it is optimised): it catches what got slower by a magnitude.
void EvaluatorTest::answersFast()
{
    TreeWorld world;
    for (int at = 0; at < 300; ++at)
        TreeWorld::addTo(world.data, u"q"_s + QString::number(at), QString::number(at));
    const Evaluator evaluator(world);
    for (const char* source :
         {"../q150 > 100 and ../q20 = '20'", "/data/q299 + /data/q0 * 2", "selected(../q7, '7')",
          "if(../q1, ../q2, ../q3) != ''", "regex(., '[0-9]{1,3}')", "coalesce(../q5, 0) + 1"}) {
        const ParsedExpression parsed = parseExpression(QString::fromUtf8(source));
        const FormNode* at = world.data->children()[200].get();
        constexpr int rounds = 2000;
        QElapsedTimer timer;
        timer.start();
        int values = 0;
        for (int round = 0; round < rounds; ++round)
            values += std::holds_alternative<Value>(evaluator.evaluate(*parsed.expression, at)) ? 1 : 0;
        QCOMPARE(values, rounds);
        const double each = static_cast<double>(timer.nsecsElapsed()) / rounds / 1000;
        QVERIFY2(each < 200, qPrintable(u"%1: %2 µs"_s.arg(QString::fromUtf8(source)).arg(each)));
        qInfo("%s: %.2f us", source, each);
    }
}

QTEST_APPLESS_MAIN(EvaluatorTest)
#include "EvaluatorTest.moc"
