// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormRunFixture.h"

#include "forms/engine/FormScenarios.h"
#include "tests/support/Places.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QByteArray scenarios()
{
    QFile file(inSource(u"tests/forms/engine/scenarios.json"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray one(const QJsonObject& scenario)
{
    return QJsonDocument(QJsonArray{scenario}).toJson();
}

}  // namespace

/// Whole forms, step by step (forms 10): the ten of the specification, and more of our own.
class FormScenarioTest : public QObject {
    Q_OBJECT

private slots:
    void holds_data();
    void holds();
    void tellsTheFirstStepThatFails_data();
    void tellsTheFirstStepThatFails();
    void refusesWhatIsNoArrayOfScenarios();
};

void FormScenarioTest::holds_data()
{
    QTest::addColumn<QJsonObject>("scenario");
    const QJsonArray all = QJsonDocument::fromJson(scenarios()).array();
    QVERIFY2(all.size() >= 40, "the file of scenarios is not whole");
    for (const QJsonValue& each : all)
        QTest::newRow(qPrintable(each.toObject().value(u"id").toString())) << each.toObject();
}

void FormScenarioTest::holds()
{
    QFETCH(QJsonObject, scenario);
    const auto results = runScenarios(one(scenario), compileMarkdown, fixedSettings());
    QVERIFY(results.has_value());
    QCOMPARE(results->size(), 1);
    QVERIFY2(results->first().ok, qPrintable(results->first().line));
    QCOMPARE(results->first().line, results->first().id + u": ok"_s);
}

void FormScenarioTest::tellsTheFirstStepThatFails_data()
{
    QTest::addColumn<QJsonArray>("step");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* name, const QJsonArray& step, const QString& found) {
        QTest::newRow(name) << step << found;
    };
    row("another value", {u"get"_s, u"/data/a"_s, u"2"_s}, u"[\"1\"]"_s);
    row("relevance", {u"relevant"_s, u"/data/b"_s, true}, u"false"_s);
    row("a report", {u"report"_s, QJsonArray{}}, u"[[\"/data/a\",\"constraint\"]]"_s);
    row("a count", {u"count"_s, u"/data/r"_s, 3}, u"1"_s);
    row("no such path", {u"get"_s, u"/data/zz"_s, u""_s}, u"There is no /data/zz in this record."_s);
    row("no such step", {u"dance"_s, u"/data/a"_s}, u"there is no step 'dance'"_s);
    row("a form without the error", {u"form-error"_s, u"cycle"_s}, u"no error"_s);
    row("no such instance", {u"remove"_s, u"/data/r[2]"_s}, u"There is no /data/r[2] in this record."_s);
}

void FormScenarioTest::tellsTheFirstStepThatFails()
{
    QFETCH(QJsonArray, step);
    QFETCH(QString, found);
    const QString form = table({u"type"_s, u"name"_s, u"label"_s, u"relevant"_s, u"constraint"_s},
                               {{u"integer"_s, u"a"_s, u"A"_s, u""_s, u". > 5"_s},
                                {u"integer"_s, u"b"_s, u"B"_s, u"${a} > 5"_s},
                                {u"begin repeat"_s, u"r"_s, u"R"_s},
                                {u"text"_s, u"x"_s, u"X"_s},
                                {u"end repeat"_s}});
    const QJsonObject scenario{{u"id"_s, u"s"_s},
                               {u"form"_s, form},
                               {u"steps"_s, QJsonArray{QJsonArray{u"set"_s, u"/data/a"_s, u"1"_s}, step}}};
    const auto results = runScenarios(one(scenario), compileMarkdown, fixedSettings());
    QVERIFY(results.has_value());
    QVERIFY(!results->first().ok);
    QVERIFY2(results->first().line.startsWith(u"s: step 2 "), qPrintable(results->first().line));
    QVERIFY2(results->first().line.endsWith(u"found "_s + found), qPrintable(results->first().line));
}

void FormScenarioTest::refusesWhatIsNoArrayOfScenarios()
{
    for (const char* text : {"", "{}", "[1]", "[[]]", "nonsense"}) {
        const auto results = runScenarios(text, compileMarkdown, fixedSettings());
        QVERIFY2(!results, text);
        QCOMPARE(results.error().code, ErrorCode::Invalid);
    }
    const auto broken =
        runScenarios(one({{u"id"_s, u"b"_s},
                          {u"form"_s, u"no table"_s},
                          {u"steps"_s, QJsonArray{QJsonArray{u"get"_s, u"/data/a"_s, u""_s}}}}),
                     compileMarkdown, fixedSettings());
    QVERIFY(broken.has_value());
    QVERIFY2(broken->first().line.contains(u"does not compile"), qPrintable(broken->first().line));
}

QTEST_GUILESS_MAIN(FormScenarioTest)
#include "FormScenarioTest.moc"
