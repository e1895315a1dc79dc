// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/AnswersJson.h"

#include "core/base/Json.h"
#include "core/base/RowChain.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QJsonArray>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Answers as JSON, in the shape that scripts read and write.
class AnswersJsonTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);
    SeededRandom m_random{7};

    static QJsonObject json(const QByteArray& text)
    {
        const auto value = readJson(text);
        if (!value)
            qFatal("%s", qPrintable(value.error().detail));
        return value->toObject();
    }
    Result<Answers> read(const QByteArray& text, JsonReading reading = JsonReading::Strict)
    {
        return answersFromJson(*m_engine, json(text), m_random, reading);
    }
    Answers good(const QByteArray& text)
    {
        const auto answers = read(text);
        if (!answers)
            qFatal("%s", qPrintable(answers.error().detail));
        return *answers;
    }
    QString value(const Answers& answers, const char* field, const QString& row = {}) const
    {
        return answers.value(CaseBuilder(*officialForm()).path(QString::fromLatin1(field), row)).text;
    }
    QString rowAt(const Answers& answers, const char* group, int at = 0) const
    {
        QStringList rows;
        for (const AnswerRow& row : answers.rows) {
            if (row.group == officialForm()->group(QString::fromLatin1(group))->id)
                rows.append(row.row);
        }
        return rows.value(at);
    }

private slots:
    void hasTheShapeThatIsWritten()
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"tip"_s)
            .put(u"case.victims_reported"_s, u"2"_s)
            .put(u"case.act_types"_s, u"recruitment transfer"_s);
        builder.putMissing(u"case.gd_no"_s, u"refused"_s).putSealed(u"case.risk_level"_s);
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, u"15"_s, victim)
            .put(u"victim.person_role"_s, u"tip_victim"_s, victim);
        builder.put(u"victim.money_paid_bdt"_s, u"150000"_s, victim);
        const QString referral = builder.addRow(u"referral"_s, victim);
        builder.put(u"referral.referred_on"_s, u"2026-03-04"_s, referral);
        const QString suspect = builder.addRow(u"suspect"_s);
        const QString charge = builder.addRow(u"charge"_s, suspect);
        builder.put(u"charge.is_principal"_s, u"true"_s, charge);

        const QJsonObject data = answersToJson(*m_engine, builder.answers);
        QCOMPARE(data.keys(), QStringList({u"case"_s, u"suspect"_s, u"victim"_s}));
        const QJsonObject record = data[u"case"_s].toObject();
        QCOMPARE(record[u"case_class"_s], QJsonValue(u"tip"_s));
        QCOMPARE(record[u"victims_reported"_s], QJsonValue(2));
        QCOMPARE(record[u"act_types"_s], QJsonValue(QJsonArray{u"recruitment"_s, u"transfer"_s}));
        QCOMPARE(record[u"gd_no"_s], QJsonValue(QJsonObject{{u"missing"_s, u"refused"_s}}));
        QCOMPARE(record[u"risk_level"_s], QJsonValue(QJsonObject{{u"sealed"_s, true}}));
        QCOMPARE(record[u"victims_recorded"_s], QJsonValue(u"1"_s).toString().toInt());  // worked out
        QVERIFY(!record.contains(u"fir_no"_s));
        const QJsonObject person = data[u"victim"_s].toArray().first().toObject();
        QCOMPARE(person[u"@id"_s], QJsonValue(victim));
        QCOMPARE(person[u"age_years"_s], QJsonValue(15));
        QCOMPARE(person[u"money_paid_bdt"_s], QJsonValue(150000));
        QCOMPARE(person[u"majority"_s], QJsonValue(u"child"_s));
        QCOMPARE(person[u"referral"_s].toArray().first().toObject()[u"referred_on"_s],
                 QJsonValue(u"2026-03-04"_s));
        QVERIFY(!person.contains(u"consent"_s));
        const QJsonObject accused = data[u"suspect"_s].toArray().first().toObject();
        QCOMPARE(accused[u"charge"_s].toArray().first().toObject()[u"is_principal"_s], QJsonValue(true));
    }

    void whatIsWrittenIsReadAsTheSame()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 40; ++round) {
            CaseBuilder builder(*officialForm());
            for (int i = random.below(4); i > 0; --i) {
                const QString victim = builder.addRow(u"victim"_s);
                if (random.chance(50))
                    builder.addRow(u"service"_s, builder.addRow(u"referral"_s, victim));
                builder.addRow(u"suspect"_s);
            }
            fillAtRandom(builder, random);
            const QJsonObject data = answersToJson(*m_engine, builder.answers);
            const auto again = answersFromJson(*m_engine, data, random);
            QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
            QCOMPARE(again->rows.size(), builder.answers.rows.size());
            QCOMPARE(again->values, builder.answers.values);
            QCOMPARE(answersToJson(*m_engine, *again), data);
        }
    }

    void numbersAndChoicesMayBeWrittenAsPeopleDo()
    {
        const Answers answers = good(
            R"({"case": {"victims_reported": "২", "act_types": "transfer recruitment", "reported_on": "5/3/24",
            "case_class": null, "gd_no": "", "district_code": 41}, "victim": [{"age_years": 15.0, "phone": "01712345678"}],
            "som": {"vessel": "Asha"}, "suspect": [{"charge": [{"is_principal": "yes"}]}]})");
        QCOMPARE(value(answers, "case.victims_reported"), u"2"_s);
        QCOMPARE(value(answers, "case.act_types"), u"recruitment transfer"_s);
        QCOMPARE(value(answers, "case.reported_on"), u"2024-03-05"_s);
        QCOMPARE(value(answers, "case.district_code"), u"41"_s);
        QVERIFY(answers.value(CaseBuilder(*officialForm()).path(u"case.case_class"_s)).isBlank());
        QVERIFY(answers.value(CaseBuilder(*officialForm()).path(u"case.gd_no"_s)).isBlank());
        QCOMPARE(value(answers, "victim.age_years", rowAt(answers, "victim")), u"15"_s);
        QCOMPARE(value(answers, "victim.phone", rowAt(answers, "victim")), u"+8801712345678"_s);
        QCOMPARE(value(answers, "som.vessel", rowAt(answers, "som")), u"Asha"_s);
        QCOMPARE(value(answers, "charge.is_principal", rowAt(answers, "charge")), u"true"_s);
        QVERIFY(!rowAt(answers, "victim").isEmpty());
    }

    void rowsMayBeCalledByNames()
    {
        const Answers answers =
            good(R"({"journey_leg": [{"victim_uuids": ["girl", "boy"], "escort_suspects": "broker"}],
            "victim": [{"@id": "girl"}, {"@id": "boy"}, {"@id": "0a1b2c3d-0000-4000-8000-000000000001"}], "suspect": [{"@id": "broker"}]})");
        const QString leg = rowAt(answers, "journey_leg");
        QCOMPARE(value(answers, "journey_leg.victim_uuids", leg),
                 rowAt(answers, "victim") + u' ' + rowAt(answers, "victim", 1));
        QCOMPARE(value(answers, "journey_leg.escort_suspects", leg), rowAt(answers, "suspect"));
        QCOMPARE(rowAt(answers, "victim", 2), u"0a1b2c3d-0000-4000-8000-000000000001"_s);
        // Rows that get their ids here follow one another, from one of chance.
        QCOMPARE(rowAt(answers, "victim", 1),
                 rowAfter(*RowId::fromString(rowAt(answers, "victim"))).toString());
        QVERIFY(rowAt(good(R"({"victim": [{}]})"), "victim") != rowAt(answers, "victim"));
    }

    void whatTheProgramWorksOutIsIgnored()
    {
        const Answers answers = good(
            R"({"case": {"local_ref": "41-2026-01-0001", "victims_recorded": 7}, "victim": [{"majority": "adult", "age_years": 12}]})");
        QVERIFY(value(answers, "case.local_ref").isEmpty());
        QVERIFY(value(answers, "victim.majority", rowAt(answers, "victim")).isEmpty());
        QCOMPARE(value(answers, "victim.age_years", rowAt(answers, "victim")), u"12"_s);
    }

    void wrongInputIsNamedByPath_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* text, const QString& sentence) {
            QTest::newRow(name) << QByteArray(text) << sentence;
        };
        row("unknown group", R"({"victims": []})",
            u"victims: there is no such group; did you mean 'victim'?"_s);
        row("a group far from any", R"({"qqqqqqqq": []})", u"qqqqqqqq: there is no such group"_s);
        row("a nested group at the top", R"({"referral": []})", u"referral: there is no such group"_s);
        row("another record's group", R"({"monthly_return": []})",
            u"monthly_return: there is no such group"_s);
        row("unknown field", R"({"case": {"case_clas": "tip"}})",
            u"case.case_clas: there is no such field; did you mean 'case_class'?"_s);
        row("unknown field in a row", R"({"victim": [{}, {"age_year": 3}]})",
            u"victim[2].age_year: there is no such field; did you mean 'age_years'?"_s);
        row("wrong type", R"({"victim": [{"age_years": "ten"}]})",
            u"victim[1].age_years: enter a whole number"_s);
        row("half a person", R"({"case": {"victims_reported": 1.5}})",
            u"case.victims_reported: a whole number is expected"_s);
        row("out of range", R"({"victim": [{"age_years": 300}]})",
            u"victim[1].age_years: enter a number from 0 to 110"_s);
        row("no choice", R"({"case": {"case_class": "robbery"}})",
            u"case.case_class: not one of the choices"_s);
        row("several where one fits", R"({"case": {"case_class": ["tip", "som"]}})",
            u"case.case_class: a single value is expected"_s);
        row("a list of numbers", R"({"case": {"act_types": [1]}})",
            u"case.act_types: the array must hold texts"_s);
        row("object for a value", R"({"case": {"gd_no": {"x": 1}}})", u"case.gd_no: an object here is"_s);
        row("unknown reason", R"({"case": {"gd_no": {"missing": "lost"}}})",
            u"case.gd_no: an object here is"_s);
        row("a reason and more", R"({"case": {"gd_no": {"missing": "refused", "x": 1}}})",
            u"case.gd_no: an object here is"_s);
        row("rows are an array", R"({"victim": {}})", u"victim: an array is expected"_s);
        row("a row is an object", R"({"victim": ["x"]})", u"victim[1]: an object is expected"_s);
        row("the case is an object", R"({"case": []})", u"case: an object is expected"_s);
        row("an id twice", R"({"victim": [{"@id": "a"}, {"@id": "a"}]})",
            u"victim[2]: this '@id' is used twice"_s);
        row("an id in two groups",
            R"({"suspect": [{"@id": "0a1b2c3d-0000-4000-8000-000000000001"}], "victim": [{"@id": "0A1B2C3D-0000-4000-8000-000000000001"}]})",
            u"victim[1]: this '@id' is used twice"_s);
        row("an id that is a number", R"({"victim": [{"@id": 7}]})", u"victim[1]: '@id' must be a text"_s);
        row("an empty id", R"({"victim": [{"@id": " "}]})", u"victim[1]: '@id' must be a text"_s);
        row("removal in a new case", R"({"victim": [{"@remove": true}]})", u"victim[1]: '@remove' is true"_s);
        row("a reference to nobody", R"({"journey_leg": [{"victim_uuids": ["ghost"]}]})",
            u"journey_leg[1].victim_uuids: "_s);
        row("paths belong to patches", R"({"case.case_class": "tip"})",
            u"case.case_class: there is no such group"_s);
    }

    void wrongInputIsNamedByPath()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, sentence);
        const auto answers = read(text);
        QVERIFY(!answers);
        QVERIFY(answers.error().code == ErrorCode::Invalid);
        QVERIFY2(answers.error().detail.startsWith(sentence), qPrintable(answers.error().detail));
    }

    void aSentenceNeverHoldsTheValue()
    {
        for (const QByteArray& text : {QByteArray(R"({"victim": [{"age_years": "ZQMARK"}]})"),
                                       QByteArray(R"({"victim": [{"phone": "ZQMARK"}]})"),
                                       QByteArray(R"({"case": {"case_class": "ZQMARK"}})"),
                                       QByteArray(R"({"case": {"gd_no": {"missing": "ZQMARK"}}})"),
                                       QByteArray(R"({"journey_leg": [{"victim_uuids": ["ZQMARK"]}]})")}) {
            const auto answers = read(text);
            QVERIFY2(!answers, text.constData());
            QVERIFY2(!answers.error().detail.contains(u"ZQMARK"_s), qPrintable(answers.error().detail));
        }
    }

    void aKeyThatStandsTwiceIsRefusedBeforeItIsRead()
    {
        const auto value = readJson(R"({"case": {"case_class": "tip", "case_class": "som"}})");
        QVERIFY(!value);
        QVERIFY2(value.error().detail.contains(u"case_class"_s), qPrintable(value.error().detail));
    }

    void aDraftKeepsWhatWasTyped()
    {
        const auto answers =
            read(R"({"victim": [{"age_years": "ten or so", "phone": "0171"}]})", JsonReading::Draft);
        QVERIFY(answers);
        QCOMPARE(value(*answers, "victim.age_years", rowAt(*answers, "victim")), u"ten or so"_s);
        QCOMPARE(value(*answers, "victim.phone", rowAt(*answers, "victim")), u"0171"_s);
        const auto again =
            answersFromJson(*m_engine, answersToJson(*m_engine, *answers), m_random, JsonReading::Draft);
        QVERIFY(again);
        QCOMPARE(again->values, answers->values);
    }

    void aPatchChangesWhatItNamesAndNothingElse()
    {
        Answers answers = good(
            R"({"case": {"case_class": "tip", "gd_no": "7"}, "victim": [{"@id": "0a1b2c3d-0000-4000-8000-000000000001", "age_years": 15},
            {"@id": "0a1b2c3d-0000-4000-8000-000000000002", "age_years": 20, "referral": [{"to_name": "Shelter"}]}]})");
        const QString one = rowAt(answers, "victim");
        const QString two = rowAt(answers, "victim", 1);
        QVERIFY(patch(
            answers,
            R"({"case": {"gd_no": null, "fir_no": "9/26"}, "victim[1].age_years": 16, "victim[2].referral[1].to_name": "Home"})"));
        QCOMPARE(value(answers, "case.case_class"), u"tip"_s);
        QCOMPARE(value(answers, "case.gd_no"), QString());
        QCOMPARE(value(answers, "case.fir_no"), u"9/26"_s);
        QCOMPARE(value(answers, "victim.age_years", one), u"16"_s);
        QCOMPARE(value(answers, "referral.to_name", rowAt(answers, "referral")), u"Home"_s);

        QVERIFY(patch(
            answers,
            R"({"victim": [{"@id": "0a1b2c3d-0000-4000-8000-000000000002", "age_years": 21}, {"age_years": 30}]})"));
        QCOMPARE(value(answers, "victim.age_years", two), u"21"_s);
        QCOMPARE(value(answers, "victim.age_years", rowAt(answers, "victim", 2)), u"30"_s);

        QVERIFY(patch(answers,
                      R"({"victim": [{"@id": "0a1b2c3d-0000-4000-8000-000000000002", "@remove": true}]})"));
        QVERIFY(!answers.findRow(two));
        QVERIFY(rowAt(answers, "referral").isEmpty());
    }

    void aPatchFindsARowByTheBeginningOfItsId()
    {
        Answers answers = good(
            R"({"victim": [{"@id": "0a1b2c3d-0000-4000-8000-000000000001"}, {"@id": "0a1b2c3e-0000-4000-8000-000000000002"}]})");
        QVERIFY(patch(answers, R"({"victim": [{"@id": "0A1B2C3E", "age_years": 9}]})"));
        QCOMPARE(answers.rows.size(), 2);
        QCOMPARE(value(answers, "victim.age_years", rowAt(answers, "victim", 1)), u"9"_s);
        const QString sentence = refusal(answers, R"({"victim": [{"@id": "0a1b2c3", "age_years": 9}]})");
        QVERIFY2(sentence.startsWith(u"victim[1]: the row id '0a1b2c3' fits several rows"_s),
                 qPrintable(sentence));
    }

    void aPatchThatFailsChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* text, const QString& sentence) {
            QTest::newRow(name) << QByteArray(text) << sentence;
        };
        row("the second half is wrong", R"({"case": {"gd_no": "8", "victims_reported": "many"}})",
            u"case.victims_reported: "_s);
        row("no such row", R"({"victim[5].age_years": 3})",
            u"victim[5].age_years: there is no victim[5]; there are 1"_s);
        row("no such path", R"({"victim[1].agee_years": 3})",
            u"victim[1].agee_years: 'victim' has no field 'agee_years'; did you mean 'age_years'?"_s);
        row("a row is no field", R"({"victim[1]": 3})", u"victim[1]: this is a row, not a field"_s);
        row("several rows", R"({"victim.age_years": 3})", u"victim.age_years: 'victim' has several rows"_s);
        row("removing nobody", R"({"victim": [{"@id": "ffffffff", "@remove": true}]})",
            u"victim[1]: there is no row with this '@id'"_s);
        row("removing perhaps",
            R"({"victim": [{"@id": "0a1b2c3d-0000-4000-8000-000000000001", "@remove": "yes"}]})",
            u"victim[1]: '@remove' is true"_s);
        row("a row that stands elsewhere",
            R"({"suspect": [{"@id": "0a1b2c3d-0000-4000-8000-000000000001"}]})",
            u"suspect[1]: this '@id' is used twice"_s);
    }

    void aPatchThatFailsChangesNothing()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, sentence);
        Answers answers = good(
            R"({"case": {"gd_no": "7"}, "victim": [{"@id": "0a1b2c3d-0000-4000-8000-000000000001", "age_years": 15}]})");
        const Answers before = answers;
        const QString said = refusal(answers, text);
        QVERIFY2(said.startsWith(sentence), qPrintable(said));
        QCOMPARE(answers.values, before.values);
        QCOMPARE(answers.rows.size(), before.rows.size());
    }

    void whatIsSealedStaysUntilSomebodyWritesOverIt()
    {
        CaseBuilder builder(*officialForm());
        builder.putSealed(u"case.risk_level"_s).put(u"case.case_class"_s, u"tip"_s);
        Answers answers = builder.answers;
        QVERIFY(patch(answers, R"({"case": {"risk_level": {"sealed": true}, "case_class": "som"}})"));
        QVERIFY(answers.value(builder.path(u"case.risk_level"_s)).sealed);
        QCOMPARE(value(answers, "case.case_class"), u"som"_s);
        // An answer that says so without being so changes nothing.
        QVERIFY(patch(answers, R"({"case": {"case_class": {"sealed": true}}})"));
        QCOMPARE(value(answers, "case.case_class"), u"som"_s);
        QVERIFY(patch(answers, R"({"case": {"risk_level": {"missing": "not_asked"}}})"));
        QCOMPARE(answers.value(builder.path(u"case.risk_level"_s)).missing, u"not_asked"_s);
    }

private:
    bool patch(Answers& answers, const QByteArray& text)
    {
        const auto done = patchFromJson(*m_engine, json(text), m_random, answers);
        if (!done)
            qWarning("%s", qPrintable(done.error().detail));
        return done.has_value();
    }
    QString refusal(Answers& answers, const QByteArray& text)
    {
        const auto done = patchFromJson(*m_engine, json(text), m_random, answers);
        return done ? u"nothing was refused"_s : done.error().detail;
    }

    /// About half of the fields: a valid value, a reason, or a seal.
    void fillAtRandom(CaseBuilder& builder, SeededRandom& random)
    {
        const QList<AnswerRow> rows = builder.answers.rows;
        for (const FieldDefinition& field : officialForm()->fields()) {
            const GroupDefinition& group = *officialForm()->group(field.group);
            if (field.required == RequiredLevel::Auto || group.kind != GroupKind::Case)
                continue;
            QStringList places;
            for (const AnswerRow& row : rows) {
                if (row.group == group.id)
                    places.append(row.row);
            }
            if (!group.repeat)
                places = {QString()};
            for (const QString& row : std::as_const(places)) {
                const AnswerPath path{group.id, row, field.id};
                const int kind = random.below(10);
                if (kind == 0)
                    builder.answers.set(path, {{}, u"refused"_s, false});
                else if (kind == 1)
                    builder.answers.set(path, {{}, {}, true});
                else if (kind < 6)
                    builder.answers.set(path, {validText(field, path, builder.answers, random), {}, false});
            }
        }
    }

    QString validText(const FieldDefinition& field, const AnswerPath& path, const Answers& answers,
                      SeededRandom& random) const
    {
        const QList<Choice> offered = m_engine->offeredChoices(path, answers);
        if (!offered.isEmpty())
            return random.oneOf(offered).code;
        QString typed = u"2026-03-04"_s;
        if (field.type == FieldType::Integer || field.type == FieldType::Money)
            typed = QString::number(field.minimum.value_or(0) + random.below(2));
        else if (field.type == FieldType::Phone)
            typed = u"+8801712345678"_s;
        else if (field.type == FieldType::Text || field.type == FieldType::LongText)
            typed = QString(std::max(field.minLength, 3), u'ক')
                  + (field.type == FieldType::LongText ? u"\nদ্বিতীয় \"লাইন\""_s : QString());
        const auto stored = m_engine->normalise(field.id, typed);
        return stored ? *stored : QString();
    }
};

QTEST_GUILESS_MAIN(AnswersJsonTest)
#include "AnswersJsonTest.moc"
