// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/Condition.h"

#include "forms/engine/FormEngine.h"

#include <QHash>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// Fields by `entity.field`, as a row of answers would give them.
class Table final : public FieldSource {
public:
    QHash<quint32, Reading> readings;
    Reading read(quint32 field) override { return readings.value(field); }
    QDate today() const override { return {2026, 11, 23}; }

    /// `case.flow_type=domestic; victim.age_years=15|20; case.gd_no=*` — several values by |, a sealed one is *.
    static Table from(const QString& text)
    {
        Table table;
        for (const QString& part : text.split(u';', Qt::SkipEmptyParts)) {
            const QString path = part.section(u'=', 0, 0).trimmed();
            const FieldDefinition* field =
                officialForm()->field(path.section(u'.', 0, 0), path.section(u'.', 1));
            if (!field)
                qFatal("no field %s", qPrintable(path));
            Reading reading;
            for (const QString& value : part.section(u'=', 1).trimmed().split(u'|', Qt::SkipEmptyParts)) {
                if (value == u"*")
                    reading.sealed = true;
                else
                    reading.values.append(value);
            }
            table.readings.insert(field->id, reading);
        }
        return table;
    }
};

quint32 groupId(const QString& name)
{
    return officialForm()->group(name)->id;
}

}  // namespace

class ConditionTest : public QObject {
    Q_OBJECT

private slots:
    void everyConditionOfTheOfficialFormIsRead()
    {
        int read = 0;
        const FormPtr form = officialForm();
        for (const FieldDefinition& field : form->fields()) {
            if (field.relevance.isEmpty())
                continue;
            const auto condition = Condition::parse(*form, field.group, field.relevance);
            QVERIFY2(condition, qPrintable(field.name + u": "_s + field.relevance));
            read += 1;
        }
        QVERIFY2(read >= 120, qPrintable(QString::number(read)));
    }

    void holds_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("answers");
        QTest::addColumn<char>("truth");  // y, n, ? = only the key could tell
        const auto row = [](const char* name, const char* condition, const char* answers, char truth) {
            QTest::newRow(name) << QString::fromUtf8(condition) << QString::fromUtf8(answers) << truth;
        };
        row("equal", "case.case_origin = 'hotline'", "case.case_origin=hotline", 'y');
        row("not equal", "case.case_origin = 'hotline'", "case.case_origin=media", 'n');
        row("blank is not equal", "case.case_origin = 'hotline'", "", 'n');
        row("differs", "case.flow_type != 'domestic'", "case.flow_type=transit", 'y');
        row("does not differ", "case.flow_type != 'domestic'", "case.flow_type=domestic", 'n');
        row("differs waits for an answer", "case.flow_type != 'domestic'", "", 'n');
        row("has a value", "case.gd_no != ''", "case.gd_no=12", 'y');
        row("has no value", "case.gd_no != ''", "", 'n');
        row("is blank", "case.gd_no = ''", "", 'y');
        row("is not blank", "case.gd_no = ''", "case.gd_no=12", 'n');
        row("a sealed value is one", "case.gd_no != ''", "case.gd_no=*", 'y');
        row("in", "case.case_class in ('som','tip_som')", "case.case_class=tip_som", 'y');
        row("not among", "case.case_class in ('som','tip_som')", "case.case_class=tip", 'n');
        row("in, blank", "case.case_class in ('som','tip_som')", "", 'n');
        row("in with numbers", "victim.age_years in (1, 2)", "victim.age_years=2", 'y');
        row("not in", "case.case_stage not in ('gd','fir')", "case.case_stage=trial", 'y');
        row("not in, but it is", "case.case_stage not in ('gd','fir')", "case.case_stage=gd", 'n');
        row("not in waits for an answer", "case.case_stage not in ('gd')", "", 'n');
        row("has", "victim.control_methods has 'ransom'", "victim.control_methods=debt|ransom", 'y');
        row("has not", "victim.control_methods has 'ransom'", "victim.control_methods=debt", 'n');
        row("has is a whole word", "victim.control_methods has 'ransom'", "victim.control_methods=ransom_2",
            'n');
        row("has any", "victim.exploitation_types has any ('slavery','surrogacy')",
            "victim.exploitation_types=other|surrogacy", 'y');
        row("has none", "victim.exploitation_types has any ('slavery','surrogacy')",
            "victim.exploitation_types=other", 'n');
        row("numbers are numbers", "victim.age_years >= 10", "victim.age_years=9", 'n');
        row("and not words", "victim.age_years < 10", "victim.age_years=9", 'y');
        row("greater", "victim.money_paid_bdt > 0", "victim.money_paid_bdt=150000", 'y');
        row("not greater", "victim.money_paid_bdt > 0", "victim.money_paid_bdt=0", 'n');
        row("greater, blank", "victim.money_paid_bdt > 0", "", 'n');
        row("at most", "victim.age_years <= 17", "victim.age_years=17", 'y');
        row("a negative number", "victim.age_years > -1", "victim.age_years=0", 'y');
        row("after the due date", "today() > trial.due_on", "trial.due_on=2026-11-22", 'y');
        row("on the due date", "today() > trial.due_on", "trial.due_on=2026-11-23", 'n');
        row("before the due date", "today() > trial.due_on", "trial.due_on=2026-11-24", 'n');
        row("two fields", "journey_leg.from_country != journey_leg.to_country",
            "journey_leg.from_country=BD;journey_leg.to_country=IN", 'y');
        row("two fields, equal", "journey_leg.from_country != journey_leg.to_country",
            "journey_leg.from_country=BD;journey_leg.to_country=BD", 'n');
        row("two fields, one blank", "journey_leg.from_country != journey_leg.to_country",
            "journey_leg.from_country=BD", 'n');
        row("a partial date that is wholly before", "case.offence_start < '2026-01-05'",
            "case.offence_start=2025-12", 'y');
        row("a partial date around the day", "case.offence_start < '2026-01-05'",
            "case.offence_start=2026-01", 'n');
        row("… is at most it", "case.offence_start <= '2026-01-05'", "case.offence_start=2026-01", 'y');
        row("and: both", "case.gd_no != '' and case.flow_type = 'transit'",
            "case.gd_no=1;case.flow_type=transit", 'y');
        row("and: one", "case.gd_no != '' and case.flow_type = 'transit'", "case.gd_no=1", 'n');
        row("or: one", "case.gd_no != '' or case.flow_type = 'transit'", "case.gd_no=1", 'y');
        row("or: none", "case.gd_no != '' or case.flow_type = 'transit'", "", 'n');
        row("and binds stronger", "case.gd_no != '' or case.fir_no != '' and case.flow_type = 'transit'",
            "case.gd_no=1", 'y');
        row("parentheses bind first",
            "(case.gd_no != '' or case.fir_no != '') and case.flow_type = 'transit'", "case.gd_no=1", 'n');
        row("one of several values", "victim.age_years >= 18", "victim.age_years=15|30", 'y');
        row("sealed decides nothing", "case.flow_type = 'transit'", "case.flow_type=*", '?');
        row("sealed, but a known value does", "victim.control_methods has 'ransom'",
            "victim.control_methods=ransom|*", 'y');
        row("sealed among others", "victim.control_methods has 'ransom'", "victim.control_methods=debt|*",
            '?');
        row("not in, partly sealed", "case.case_stage not in ('gd')", "case.case_stage=trial|*", '?');
        row("not in, sealed and found", "case.case_stage not in ('gd')", "case.case_stage=gd|*", 'n');
        row("no and sealed", "case.gd_no != '' and case.flow_type = 'transit'", "case.flow_type=*", 'n');
        row("yes and sealed", "case.gd_no != '' and case.flow_type = 'transit'",
            "case.gd_no=1;case.flow_type=*", '?');
        row("yes or sealed", "case.gd_no != '' or case.flow_type = 'transit'",
            "case.gd_no=1;case.flow_type=*", 'y');
        row("spaces do not matter", "  case.gd_no!=''   and\tcase.case_class  in('tip' ,'som')",
            "case.gd_no=1;case.case_class=som", 'y');
    }

    void holds()
    {
        QFETCH(const QString, condition);
        QFETCH(const QString, answers);
        QFETCH(const char, truth);
        const auto parsed = Condition::parse(*officialForm(), groupId(u"case"_s), condition);
        QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().detail));
        Table table = Table::from(answers);
        const Truth so = parsed->holds(table);
        QCOMPARE(so == Truth::Yes ? 'y' : so == Truth::No ? 'n' : '?', truth);
    }

    void namesWithoutEntityStandWhereTheConditionIs()
    {
        const FormPtr form = officialForm();
        QCOMPARE(findField(*form, groupId(u"service"_s), u"start_on"_s)->id,
                 form->field(u"service"_s, u"start_on"_s)->id);
        QCOMPARE(findField(*form, groupId(u"service"_s), u"identified_on"_s)->id,
                 form->field(u"victim"_s, u"identified_on"_s)->id);
        QCOMPARE(findField(*form, groupId(u"trial"_s), u"fir_date"_s)->id,
                 form->field(u"case"_s, u"fir_date"_s)->id);
        QVERIFY(!findField(*form, groupId(u"trial"_s), u"age_years"_s));
        QVERIFY(!findField(*form, groupId(u"case"_s), u"victim.no_such"_s));
    }

    void wrongConditionsSayWhere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing") << QString() << u"character 1"_s;
        QTest::newRow("no such field") << u"case.no_such = 'a'"_s << u"'case.no_such'"_s;
        QTest::newRow("no right side") << u"case.gd_no ="_s << u"character 13"_s;
        QTest::newRow("no operator") << u"case.gd_no 'a'"_s << u"character 13"_s;
        QTest::newRow("a foreign operator") << u"case.gd_no == 'a'"_s << u"character 13"_s;
        QTest::newRow("an open parenthesis") << u"(case.gd_no != ''"_s << u"character 18"_s;
        QTest::newRow("an open list") << u"case.case_class in ('tip'"_s << u"character 26"_s;
        QTest::newRow("an empty list") << u"case.case_class in ()"_s << u"character 21"_s;
        QTest::newRow("an open text") << u"case.case_class = 'tip"_s << u"character 18"_s;
        QTest::newRow("something behind") << u"case.gd_no != '' )"_s << u"character 18"_s;
        QTest::newRow("not without in") << u"case.case_class not 'tip'"_s << u"character 2"_s;
        QTest::newRow("has without a code") << u"victim.control_methods has ransom"_s << u"character 28"_s;
        QTest::newRow("and without a second part") << u"case.gd_no != '' and"_s << u"character 21"_s;
        QTest::newRow("nothing is less than blank") << u"case.gd_no < ''"_s << u"character 1"_s;
    }

    void wrongConditionsSayWhere()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, part);
        const auto parsed = Condition::parse(*officialForm(), groupId(u"case"_s), text);
        QVERIFY(!parsed);
        QVERIFY(parsed.error().code == ErrorCode::Invalid);
        QVERIFY2(parsed.error().detail.contains(part), qPrintable(parsed.error().detail));
    }

    void ordersNumbersAndDates_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("how");
        QTest::newRow("numbers") << u"9"_s << u"10"_s << u"<"_s;
        QTest::newRow("equal numbers") << u"10"_s << u"10"_s << u"="_s;
        QTest::newRow("days") << u"2026-01-31"_s << u"2026-02-01"_s << u"<"_s;
        QTest::newRow("a month before a day") << u"2026-01"_s << u"2026-02-01"_s << u"<"_s;
        QTest::newRow("a day in a month") << u"2026-01-31"_s << u"2026-01"_s << u"="_s;
        QTest::newRow("a year after a month") << u"2026"_s << u"2025-12"_s << u">"_s;
        QTest::newRow("years") << u"2024"_s << u"2026"_s << u"<"_s;
        QTest::newRow("words") << u"a"_s << u"b"_s << u"-"_s;
        QTest::newRow("a word and a number") << u"a"_s << u"1"_s << u"-"_s;
        QTest::newRow("a day that never was") << u"2026-02-30"_s << u"2026-03-01"_s << u"-"_s;
    }

    void ordersNumbersAndDates()
    {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QFETCH(const QString, how);
        const auto sign = [](std::optional<int> o) {
            return !o ? u"-"_s : *o < 0 ? u"<"_s : *o > 0 ? u">"_s : u"="_s;
        };
        QCOMPARE(sign(order(left, right)), how);
        const auto back = order(right, left);
        QCOMPARE(back, how == u"-" ? std::nullopt : std::optional(-*order(left, right)));
    }
};

QTEST_GUILESS_MAIN(ConditionTest)
#include "ConditionTest.moc"
