// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormRunFixture.h"

#include <QJsonArray>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// Two victims may be entered, each with any number of referrals.
QString caseForm()
{
    return table({u"type"_s, u"name"_s, u"label"_s, u"relevant"_s, u"calculation"_s, u"required"_s,
                  u"body::ht:code"_s},
                 {{u"integer"_s, u"n"_s, u"N"_s, u""_s, u""_s, u"yes"_s, u"Q1"_s},
                  {u"begin group"_s, u"g"_s, u"G"_s, u"${n} > 1"_s},
                  {u"text"_s, u"t"_s, u"T"_s, u""_s, u""_s, u""_s, u"Q2"_s},
                  {u"end group"_s},
                  {u"begin repeat"_s, u"v"_s, u"V"_s},
                  {u"text"_s, u"nm"_s, u"Name of ${n}"_s, u""_s, u""_s, u"yes"_s, u"V1"_s},
                  {u"begin repeat"_s, u"ref"_s, u"Ref"_s},
                  {u"text"_s, u"to"_s, u"To"_s},
                  {u"end repeat"_s},
                  {u"calculate"_s, u"nref"_s, u""_s, u""_s, u"count(${ref})"_s},
                  {u"end repeat"_s},
                  {u"calculate"_s, u"names"_s, u""_s, u""_s, u"join(',', ${nm})"_s}});
}

QJsonObject reopened(const QString& form, const QJsonObject& record)
{
    FormRun run(programOf(form), fixedSettings());
    return run.open(record) ? run.draft() : QJsonObject();
}

}  // namespace

class FormRunTest : public QObject {
    Q_OBJECT

private slots:
    void refusesWhatIsNotThere();
    void undoTakesBackWholeSteps();
    void undoBringsAnInstanceBackAsItWas();
    void undoOutlivesTheDraft();
    void draftComesBackAsItWas();
    void finalLeavesOutWhatIsHiddenAndParksWhatIsNotOffered();
    void parksWhatHasNoPlace();
    void readsRecordsThatPeopleWrite();
    void reasonsForMissingAnswersReadAsBlank();
    void sealedAnswersDecideNothing();
    void wayGoesThroughWhatCanBeEntered();
    void textsCarryValues();
    void logsWhoChangedWhat();
    void triggersEndAfter32Passes();
    void onlyWhatDependsIsEvaluated();
    void countsInstancesWithinLimits();
    void fillsInWhatTheClientKnows();
    void refusesFormsThatGoInACircle();
};

void FormRunTest::refusesWhatIsNotThere()
{
    FormRun run = begun(caseForm());
    const QJsonObject before = run.draft();
    for (const QString& path : {u""_s, u"/"_s, u"/data/zz"_s, u"/data/v[2]/nm"_s, u"/data/v[0]/nm"_s,
                                u"/data/v[x]/nm"_s, u"/data/v[1"_s, u"/dataa"_s, u"/data/n/x"_s, u"/data/g"_s,
                                u"/data//n"_s, u"/data/n[2]"_s, u"/data/v[99999999999]/nm"_s}) {
        const Result<> done = run.set(path, u"x"_s);
        QVERIFY2(!done, qPrintable(path));
        QCOMPARE(done.error().code, ErrorCode::NotFound);
    }
    QCOMPARE(run.set(u"/data/names"_s, u"x"_s).error().code, ErrorCode::Refused);
    QCOMPARE(run.addInstance(u"/data/g"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(run.removeInstance(u"/data/v"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(run.removeInstance(u"/data/v[2]"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(run.setMissing(u"/data/n"_s, u"bored"_s).error().code, ErrorCode::Invalid);
    QCOMPARE(run.confirm(u"/data/n"_s, {}).error().code, ErrorCode::NotFound);
    QCOMPARE(run.undo().error().code, ErrorCode::NotFound);
    QCOMPARE(run.draft(), before);
    QCOMPARE(*run.value(u"/data/v/nm"_s), QString());  // without a position: the first
}

void FormRunTest::undoTakesBackWholeSteps()
{
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s, u"calculation"_s, u"trigger"_s},
                              {{u"integer"_s, u"a"_s, u"A"_s},
                               {u"integer"_s, u"b"_s, u"B"_s, u"${a} * 2"_s, u"${a}"_s},
                               {u"calculate"_s, u"c"_s, u""_s, u"${b} + 1"_s}}));
    QVERIFY(!run.canUndo());
    QVERIFY(run.set(u"/data/b"_s, u"7"_s).has_value());
    QVERIFY(run.set(u"/data/a"_s, u"4"_s).has_value());
    QCOMPARE(*run.value(u"/data/c"_s), u"9"_s);
    QCOMPARE(*run.undo(), u"/data/a"_s);  // with what the trigger wrote
    QCOMPARE(*run.value(u"/data/a"_s), QString());
    QCOMPARE(*run.value(u"/data/b"_s), u"7"_s);
    QCOMPARE(*run.value(u"/data/c"_s), u"8"_s);
    QVERIFY(run.canRedo());
    QVERIFY(run.redo().has_value());
    QCOMPARE(*run.value(u"/data/b"_s), u"8"_s);
    QVERIFY(run.undo().has_value());
    QVERIFY(run.set(u"/data/a"_s, u"1"_s).has_value());
    QVERIFY(!run.canRedo());
    QVERIFY(run.set(u"/data/a"_s, u"1"_s).has_value());  // nothing new: no step
    QVERIFY(run.undo().has_value());
    QCOMPARE(*run.value(u"/data/a"_s), QString());
}

void FormRunTest::undoBringsAnInstanceBackAsItWas()
{
    FormRun run = begun(caseForm());
    QCOMPARE(*run.addInstance(u"/data/v"_s), u"/data/v[2]"_s);
    QCOMPARE(*run.count(u"/data/v[2]/ref"_s), 0);
    QVERIFY(run.set(u"/data/v[1]/nm"_s, u"Asha"_s).has_value());
    QVERIFY(run.set(u"/data/v[2]/nm"_s, u"Babul"_s).has_value());
    QVERIFY(run.addInstance(u"/data/v[2]/ref"_s).has_value());
    QVERIFY(run.set(u"/data/v[2]/ref[1]/to"_s, u"shelter"_s).has_value());
    QVERIFY(run.setNote(u"/data/v[2]/nm"_s, u" as he says "_s).has_value());
    const QString id = *run.instanceId(u"/data/v[2]"_s);
    QCOMPARE(*run.addInstance(u"/data/v"_s, 1), u"/data/v[2]"_s);
    QCOMPARE(*run.value(u"/data/names"_s), u"Asha,,Babul"_s);
    const QJsonObject full = run.draft().value(u"data").toObject();
    QVERIFY(run.removeInstance(u"/data/v[3]"_s).has_value());
    QCOMPARE(*run.value(u"/data/names"_s), u"Asha,"_s);
    QCOMPARE(*run.undo(), u"/data/v[3]"_s);
    QCOMPARE(run.draft().value(u"data").toObject(), full);
    QCOMPARE(*run.instanceId(u"/data/v[3]"_s), id);
    QCOMPARE(*run.note(u"/data/v[3]/nm"_s), u"as he says"_s);
    QCOMPARE(*run.value(u"/data/v[3]/nref"_s), u"1"_s);
    QVERIFY(run.undo().has_value());  // the instance in between
    QCOMPARE(*run.value(u"/data/names"_s), u"Asha,Babul"_s);
    QCOMPARE(*run.redo(), u"/data/v[2]"_s);
    QVERIFY(run.redo().has_value());
    QCOMPARE(*run.value(u"/data/names"_s), u"Asha,"_s);
}

void FormRunTest::undoOutlivesTheDraft()
{
    FormRun run = begun(caseForm());
    QVERIFY(run.set(u"/data/n"_s, u"2"_s).has_value());
    QVERIFY(run.addInstance(u"/data/v"_s).has_value());
    QVERIFY(run.set(u"/data/v[2]/nm"_s, u"Babul"_s).has_value());
    QVERIFY(run.removeInstance(u"/data/v[1]"_s).has_value());
    QVERIFY(run.setMissing(u"/data/g/t"_s, u"refused"_s).has_value());
    QVERIFY(run.undo().has_value());
    FormRun again(programOf(caseForm()), fixedSettings());
    QVERIFY(again.open(run.draft()).has_value());
    QVERIFY(again.redo().has_value());
    QCOMPARE(*again.missing(u"/data/g/t"_s), u"refused"_s);
    for (int i = 0; i < 5; ++i)
        QVERIFY(again.undo().has_value());
    QVERIFY(!again.canUndo());
    QCOMPARE(*again.count(u"/data/v"_s), 1);
    QCOMPARE(*again.value(u"/data/n"_s), QString());
    QCOMPARE(*again.count(u"/data/v[1]/ref"_s), 1);
}

void FormRunTest::draftComesBackAsItWas()
{
    FormRun run = begun(caseForm());
    QVERIFY(run.set(u"/data/n"_s, u"2"_s).has_value());
    QVERIFY(run.set(u"/data/g/t"_s, u"hidden soon"_s).has_value());
    QVERIFY(run.set(u"/data/n"_s, u"1"_s).has_value());
    QVERIFY(run.set(u"/data/v/nm"_s, u"আশা"_s).has_value());
    QVERIFY(run.setNote(u"/data/v/nm"_s, u"spelt by herself"_s).has_value());
    run.setPosition(u"/data/v[1]/nm"_s);
    const QJsonObject draft = run.draft();
    QCOMPARE(draft.value(u"form_id").toString(), u"test"_s);
    QCOMPARE(draft.value(u"data").toObject().value(u"g").toObject().value(u"t").toString(), u"hidden soon"_s);
    QVERIFY(!draft.value(u"data")
                 .toObject()
                 .value(u"v")
                 .toArray()
                 .at(0)
                 .toObject()
                 .value(u"@id")
                 .toString()
                 .isEmpty());
    QCOMPARE(reopened(caseForm(), draft), draft);
    FormRun again(programOf(caseForm()), fixedSettings());
    QVERIFY(again.open(draft).has_value());
    QCOMPARE(again.position(), u"/data/v[1]/nm"_s);
    QCOMPARE(*again.note(u"/data/v[1]/nm"_s), u"spelt by herself"_s);
    QCOMPARE(*again.value(u"/data/g/t"_s), QString());
    QCOMPARE(*again.answer(u"/data/g/t"_s), u"hidden soon"_s);
    QCOMPARE(again.recordId(), run.recordId());
}

void FormRunTest::finalLeavesOutWhatIsHiddenAndParksWhatIsNotOffered()
{
    const QString form =
        table({u"type"_s, u"name"_s, u"label"_s, u"relevant"_s, u"choice_filter"_s, u"required"_s},
              {{u"integer"_s, u"n"_s, u"N"_s, u""_s, u""_s, u"yes"_s},
               {u"text"_s, u"t"_s, u"T"_s, u"${n} > 1"_s},
               {u"select_multiple l"_s, u"m"_s, u"M"_s, u""_s, u"k <= ${n}"_s}})
        + table({u"list_name"_s, u"name"_s, u"label"_s, u"k"_s},
                {{u"l"_s, u"a"_s, u"A"_s, u"1"_s}, {u"l"_s, u"b"_s, u"B"_s, u"2"_s}}, u"choices"_s);
    FormRun run = begun(form);
    const Result<QJsonObject> early = run.finalised();
    QCOMPARE(early.error().code, ErrorCode::Refused);
    QCOMPARE(early.error().hint, u"errors"_s);
    QVERIFY(run.set(u"/data/n"_s, u"2"_s).has_value());
    QVERIFY(run.set(u"/data/t"_s, u"secret"_s).has_value());
    QVERIFY(run.set(u"/data/m"_s, u"a b"_s).has_value());
    QVERIFY(run.set(u"/data/n"_s, u"1"_s).has_value());
    const Result<QJsonObject> final = run.finalised();
    QVERIFY(final.has_value());
    QCOMPARE(final->value(u"data").toObject(), (QJsonObject{{u"n"_s, u"1"_s}, {u"m"_s, u"a"_s}}));
    const QJsonArray parked = final->value(u"@parked").toArray();
    QCOMPARE(parked.size(), 1);
    QCOMPARE(parked[0].toObject().value(u"path").toString(), u"/data/m"_s);
    QCOMPARE(parked[0].toObject().value(u"value").toString(), u"a b"_s);
    QVERIFY(!final->contains(u"@entry"_s));
    QCOMPARE(*run.answer(u"/data/t"_s), u"secret"_s);  // the draft keeps it
}

void FormRunTest::parksWhatHasNoPlace()
{
    FormRun run(programOf(caseForm()), fixedSettings());
    const QJsonObject record{
        {u"form_id"_s, u"test"_s},
        {u"form_version"_s, u"1999"_s},
        {u"record_id"_s, u"r1"_s},
        {u"data"_s, QJsonObject{{u"gone"_s, u"x"_s},
                                {u"n"_s, QJsonArray{u"1"_s}},
                                {u"v"_s, QJsonArray{QJsonObject{{u"@id"_s, u"i1"_s}, {u"old"_s, u"y"_s}}}},
                                {u"g"_s, u"no group"_s}}},
        {u"@parked"_s, QJsonArray{QJsonObject{{u"path"_s, u"/data/earlier"_s}, {u"value"_s, u"z"_s}}}}};
    QVERIFY(run.open(record).has_value());
    QCOMPARE(*run.value(u"/data/n"_s), QString());
    QStringList paths;
    const QJsonArray parked = run.draft().value(u"@parked").toArray();
    for (const QJsonValue& one : parked)
        paths.append(one.toObject().value(u"path").toString());
    paths.sort();
    QCOMPARE(paths, (QStringList{u"/data/earlier"_s, u"/data/g"_s, u"/data/gone"_s, u"/data/n"_s,
                                 u"/data/v[1]/old"_s}));
    QCOMPARE(reopened(caseForm(), run.draft()).value(u"@parked").toArray(), parked);
    QJsonObject other = record;
    other[u"form_id"_s] = u"another"_s;
    QCOMPARE(run.open(other).error().code, ErrorCode::Invalid);
    other = record;
    other.remove(u"data"_s);
    QCOMPARE(run.open(other).error().code, ErrorCode::Invalid);
    QCOMPARE(run.recordId(), u"r1"_s);
}

void FormRunTest::readsRecordsThatPeopleWrite()
{
    FormRun run(programOf(caseForm()), fixedSettings());
    QVERIFY(run.open({{u"form_id"_s, u"test"_s},
                      {u"data"_s,
                       QJsonObject{{u"n"_s, 3},
                                   {u"v"_s, QJsonArray{QJsonObject{{u"@id"_s, u"same"_s}, {u"nm"_s, true}},
                                                       QJsonObject{{u"@id"_s, u"same"_s}}}}}}})
                .has_value());
    QCOMPARE(*run.value(u"/data/n"_s), u"3"_s);
    QCOMPARE(*run.value(u"/data/names"_s), u"true,"_s);
    QCOMPARE(*run.count(u"/data/v[1]/ref"_s), 0);
    QVERIFY(*run.instanceId(u"/data/v[1]"_s) != *run.instanceId(u"/data/v[2]"_s));
}

void FormRunTest::reasonsForMissingAnswersReadAsBlank()
{
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s, u"calculation"_s, u"required"_s},
                              {{u"integer"_s, u"a"_s, u"A"_s, u""_s, u"yes"_s},
                               {u"calculate"_s, u"b"_s, u""_s, u"${a} = ''"_s}}));
    QVERIFY(run.set(u"/data/a"_s, u"5"_s).has_value());
    QVERIFY(run.setMissing(u"/data/a"_s, u"refused"_s).has_value());
    QCOMPARE(*run.value(u"/data/a"_s), QString());
    QCOMPARE(*run.value(u"/data/b"_s), u"true"_s);
    QCOMPARE(*run.status(u"/data/a"_s), u"refused"_s);
    QVERIFY(run.report().items.isEmpty());  // the question was asked
    QCOMPARE(run.draft().value(u"data").toObject().value(u"a").toObject(),
             (QJsonObject{{u"missing"_s, u"refused"_s}}));
    QVERIFY(run.undo().has_value());
    QCOMPARE(*run.value(u"/data/a"_s), u"5"_s);
    QVERIFY(run.redo().has_value());
    QVERIFY(run.setMissing(u"/data/a"_s, {}).has_value());
    QCOMPARE(*run.status(u"/data/a"_s), u"blank"_s);
    QCOMPARE(run.report().items.size(), 1);
}

void FormRunTest::sealedAnswersDecideNothing()
{
    const QString form =
        table({u"type"_s, u"name"_s, u"label"_s, u"relevant"_s, u"calculation"_s, u"required"_s,
               u"constraint"_s},
              {{u"integer"_s, u"age"_s, u"Age"_s, u""_s, u""_s, u"yes"_s},
               {u"text"_s, u"g"_s, u"G"_s, u"${age} < 18"_s, u""_s, u"${age} < 18"_s, u"${age} > 99"_s},
               {u"calculate"_s, u"minor"_s, u""_s, u""_s, u"${age} < 18"_s}});
    FormRun run(programOf(form), fixedSettings());
    QVERIFY(run.open({{u"form_id"_s, u"test"_s},
                      {u"data"_s,
                       QJsonObject{{u"age"_s, QJsonObject{{u"sealed"_s, true}}}, {u"minor"_s, u"true"_s}}}})
                .has_value());
    QCOMPARE(*run.status(u"/data/age"_s), u"sealed"_s);
    QVERIFY(*run.isRelevant(u"/data/g"_s));
    QVERIFY(!*run.isRequired(u"/data/g"_s));
    QVERIFY(run.set(u"/data/g"_s, u"x"_s).has_value());
    QVERIFY(run.report().items.isEmpty());
    QCOMPARE(*run.value(u"/data/minor"_s), u"true"_s);  // as it was
    QVERIFY(run.draft().value(u"data").toObject().value(u"age").toObject().value(u"sealed").toBool());
    QVERIFY(run.set(u"/data/age"_s, u"30"_s).has_value());
    QVERIFY(!*run.isRelevant(u"/data/g"_s));
    QCOMPARE(*run.value(u"/data/minor"_s), u"false"_s);
    QVERIFY(run.undo().has_value());
    QCOMPARE(*run.status(u"/data/age"_s), u"sealed"_s);
    QVERIFY(*run.isRelevant(u"/data/g"_s));
}

void FormRunTest::wayGoesThroughWhatCanBeEntered()
{
    FormRun run = begun(caseForm());
    QVERIFY(run.addInstance(u"/data/v"_s).has_value());
    QCOMPARE(run.entryOrder(),
             (QStringList{u"/data/n"_s, u"/data/v[1]/nm"_s, u"/data/v[1]/ref[1]/to"_s, u"/data/v[2]/nm"_s}));
    QCOMPARE(run.next(u"/data/n"_s), u"/data/v[1]/nm"_s);
    QCOMPARE(run.next(u"/data/g/t"_s), u"/data/v[1]/nm"_s);  // hidden: its place counts
    QCOMPARE(run.previous(u"/data/v[1]/nm"_s), u"/data/n"_s);
    QCOMPARE(run.next(u"/data/v[2]/nm"_s), QString());
    QCOMPARE(run.previous(u"/data/n"_s), QString());
    QCOMPARE(run.nextRequired(u"/data/v[1]/nm"_s), u"/data/v[2]/nm"_s);
    QCOMPARE(run.nextRequired(u"/data/v[2]/nm"_s), u"/data/n"_s);  // from the start again
    QCOMPARE(run.goTo(u" v১ "_s), u"/data/v[1]/nm"_s);
    QCOMPARE(run.goTo(u"q2"_s), u"/data/g/t"_s);
    QCOMPARE(run.goTo(u"to"_s), u"/data/v[1]/ref[1]/to"_s);
    QCOMPARE(run.goTo(u"nothing"_s), QString());
    QVERIFY(run.set(u"/data/n"_s, u"2"_s).has_value());
    QCOMPARE(run.next(u"/data/n"_s), u"/data/g/t"_s);
    QVERIFY(run.set(u"/data/v[1]/nm"_s, u"x"_s).has_value());
    QCOMPARE(run.nextProblem(u"/data/n"_s), u"/data/v[2]/nm"_s);
    QCOMPARE(run.nextProblem(u"/data/v[2]/nm"_s), u"/data/v[2]/nm"_s);
    QVERIFY(run.set(u"/data/v[2]/nm"_s, u"y"_s).has_value());
    QCOMPARE(run.nextProblem(u"/data/n"_s), QString());
}

void FormRunTest::textsCarryValues()
{
    FormRun run =
        begun(table({u"type"_s, u"name"_s, u"label"_s, u"hint"_s},
                    {{u"select_one l"_s, u"c"_s, u"C"_s},
                     {u"begin repeat"_s, u"r"_s, u"R"_s},
                     {u"text"_s, u"x"_s, u"X"_s},
                     {u"text"_s, u"y"_s, u"About ${x} in ${c}"_s, u"${x}"_s},
                     {u"end repeat"_s}})
              + table({u"list_name"_s, u"name"_s, u"label"_s}, {{u"l"_s, u"a"_s, u"Apple"_s}}, u"choices"_s));
    QVERIFY(run.addInstance(u"/data/r"_s).has_value());
    QVERIFY(run.set(u"/data/c"_s, u"apple"_s).has_value());
    QCOMPARE(*run.value(u"/data/c"_s), u"a"_s);
    QVERIFY(run.set(u"/data/r[2]/x"_s, u"two"_s).has_value());
    QCOMPARE(*run.text(u"/data/r[2]/y"_s, u"label"_s), u"About two in Apple"_s);
    QCOMPARE(*run.text(u"/data/r[1]/y"_s, u"label"_s), u"About  in Apple"_s);
    QCOMPARE(*run.text(u"/data/r[2]/y"_s, u"hint"_s), u"two"_s);
    QCOMPARE(run.choiceLabel(u"/data/c"_s, u"a"_s), u"Apple"_s);
    QCOMPARE(run.choiceLabel(u"/data/c"_s, u"unknown"_s), u"unknown"_s);
    QVERIFY(!run.text(u"/data/c"_s, u"smell"_s));
}

void FormRunTest::logsWhoChangedWhat()
{
    FormRun run = begun(caseForm());
    QVERIFY(run.set(u"/data/n"_s, u"5"_s).has_value());
    QVERIFY(run.set(u"/data/n"_s, u"6"_s).has_value());
    QVERIFY(run.undo().has_value());
    const QList<AnswerChange> log = run.changes();
    QCOMPARE(log.size(), 3);
    QCOMPARE(log[1].path, u"/data/n"_s);
    QCOMPARE(log[1].from, u"5"_s);
    QCOMPARE(log[1].to, u"6"_s);
    QCOMPARE(log[1].by, u"rahima"_s);
    QCOMPARE(log[1].at, fixedSettings().now());
    QCOMPARE(log[2].to, u"5"_s);
}

void FormRunTest::triggersEndAfter32Passes()
{
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s, u"calculation"_s, u"trigger"_s},
                              {{u"integer"_s, u"a"_s, u"A"_s, u"${b} + 1"_s, u"${b}"_s},
                               {u"integer"_s, u"b"_s, u"B"_s, u"${a} + 1"_s, u"${a}"_s}}));
    QVERIFY(run.report().items.isEmpty());
    QVERIFY(run.set(u"/data/a"_s, u"0"_s).has_value());
    const FormReport report = run.report();
    QCOMPARE(report.items.size(), 1);
    QCOMPARE(report.items[0].kind, u"defect"_s);
    QCOMPARE(report.status, u"defect"_s);
    const int reached = std::max(run.value(u"/data/a"_s)->toInt(), run.value(u"/data/b"_s)->toInt());
    QCOMPARE(reached, 31);  // one write of the officer, 31 of triggers, 32 passes
    run.recalculateAll();
    QCOMPARE(run.report().status, u"defect"_s);
}

void FormRunTest::onlyWhatDependsIsEvaluated()
{
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s, u"calculation"_s},
                              {{u"integer"_s, u"a"_s, u"A"_s},
                               {u"calculate"_s, u"big"_s, u""_s, u"${a} > 10"_s},
                               {u"calculate"_s, u"after"_s, u""_s, u"concat(${big}, '!')"_s},
                               {u"begin repeat"_s, u"r"_s, u"R"_s},
                               {u"integer"_s, u"x"_s, u"X"_s},
                               {u"calculate"_s, u"y"_s, u""_s, u"${x} + 1"_s},
                               {u"end repeat"_s}}));
    for (int i = 0; i < 9; ++i)
        QVERIFY(run.addInstance(u"/data/r"_s).has_value());
    const auto cost = [&](const QString& path, const QString& text) {
        const qint64 before = run.evaluations();
        return run.set(path, text) ? run.evaluations() - before : -1;
    };
    QCOMPARE(cost(u"/data/a"_s, u"5"_s), 1);  // `big` stays false and wakes nobody
    QCOMPARE(cost(u"/data/a"_s, u"50"_s), 2);
    QCOMPARE(cost(u"/data/r[3]/x"_s, u"1"_s), 1);  // only in its own instance
    QCOMPARE(cost(u"/data/r[3]/x"_s, u"1"_s), 0);
    const qint64 before = run.evaluations();
    run.recalculateAll();
    QCOMPARE(run.evaluations() - before, 12);
}

void FormRunTest::countsInstancesWithinLimits()
{
    FormRun run = begun(table({u"type"_s, u"name"_s, u"label"_s, u"repeat_count"_s},
                              {{u"integer"_s, u"n"_s, u"N"_s},
                               {u"begin repeat"_s, u"r"_s, u"R"_s, u"${n}"_s},
                               {u"text"_s, u"x"_s, u"X"_s},
                               {u"end repeat"_s}}));
    QVERIFY(run.set(u"/data/n"_s, u"999999999"_s).has_value());
    QCOMPARE(*run.count(u"/data/r"_s), 1000);
    QCOMPARE(run.report().items.size(), 1);
    QCOMPARE(run.report().items[0].kind, u"count"_s);
    QVERIFY(run.report().items[0].error);
    QCOMPARE(run.addInstance(u"/data/r"_s).error().code, ErrorCode::Refused);
    QCOMPARE(run.removeInstance(u"/data/r[1]"_s).error().code, ErrorCode::Refused);
    QVERIFY(run.set(u"/data/n"_s, u"2"_s).has_value());
    QVERIFY(run.report().items.isEmpty());
}

void FormRunTest::fillsInWhatTheClientKnows()
{
    FormRun run = begun(
        table({u"type"_s, u"name"_s, u"label"_s},
              {{u"start"_s, u"s"_s}, {u"today"_s, u"d"_s}, {u"username"_s, u"u"_s}, {u"end"_s, u"e"_s}}));
    const QJsonObject data = run.draft().value(u"data").toObject();
    QCOMPARE(data.value(u"s").toString(), u"2025-03-14T09:26:53.589+06:00"_s);
    QCOMPARE(data.value(u"d").toString(), u"2025-03-14"_s);
    QCOMPARE(data.value(u"u").toString(), u"rahima"_s);
    QCOMPARE(data.value(u"e").toString(), u"2025-03-14T09:26:53.589+06:00"_s);
    RunSettings later = fixedSettings();
    later.now = [] { return QDateTime::fromString(u"2025-03-15T03:26:53.589Z"_s, Qt::ISODateWithMs); };
    FormRun again(programOf(
                      table({u"type"_s, u"name"_s, u"label"_s}, {{u"start"_s, u"s"_s}, {u"end"_s, u"e"_s}})),
                  later);
    QVERIFY(again.open(run.draft()).has_value());
    QCOMPARE(again.draft().value(u"data").toObject().value(u"s"), data.value(u"s"));
    QCOMPARE(again.finalised()->value(u"data").toObject().value(u"e").toString(),
             u"2025-03-15T09:26:53.589+06:00"_s);
}

void FormRunTest::refusesFormsThatGoInACircle()
{
    FormPackage package = *compileMarkdown(caseForm()).package;
    package.data.children[0].calculate = {u"${names}"_s, u"/data/names"_s};
    package.data.children[0].relevant = {u"${names}"_s, u"/data/names != ''"_s};
    package.data.children.back().relevant = {u"${n}"_s, u"/data/n > 1"_s};
    QVERIFY(!makeFormProgram(std::make_shared<const FormPackage>(package)));
    package = *compileMarkdown(caseForm()).package;
    package.data.children[0].constraint = {u"1 +"_s, u"1 +"_s};
    const Result<FormProgramPtr> program = makeFormProgram(std::make_shared<const FormPackage>(package));
    QVERIFY(!program);
    QCOMPARE(program.error().code, ErrorCode::Invalid);
}

QTEST_GUILESS_MAIN(FormRunTest)
#include "FormRunTest.moc"
