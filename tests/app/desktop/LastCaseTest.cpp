// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/LastCase.h"
#include "tests/forms/engine/CaseBuilder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What "same as last case" keeps beyond the end of the program: nothing sensitive, nobody's identity, no story.
class LastCaseTest : public QObject {
    Q_OBJECT
private slots:
    void keepsStatisticalAnswersOnly()
    {
        const FormPtr form = officialForm();
        CaseBuilder builder(*form);
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"case.police_station"_s, u"Kotwali"_s)
            .put(u"case.incident_summary"_s, u"story-word"_s)
            .put(u"case.complainant_phone"_s, u"+8801712345678"_s)
            .put(u"victim.full_name"_s, u"Shiuli"_s, victim)
            .put(u"victim.age_years"_s, u"15"_s, victim)
            .putMissing(u"victim.languages"_s, u"unknown"_s, victim)
            .putSealed(u"victim.id_number"_s, victim);
        const QJsonObject saved = lastCaseToJson(*form, builder.answers);
        const QByteArray text = QJsonDocument(saved).toJson();
        for (const char* secret : {"Shiuli", "1712345678", "story-word"})
            QVERIFY2(!text.contains(secret), secret);

        const Answers again = lastCaseFromJson(*form, saved);
        QCOMPARE(again.value(builder.path(u"case.police_station"_s)).text, u"Kotwali"_s);
        QCOMPARE(again.value(builder.path(u"victim.age_years"_s, victim)).text, u"15"_s);
        QCOMPARE(again.value(builder.path(u"victim.languages"_s, victim)).missing, u"unknown"_s);
        QCOMPARE(again.values.size(), 3);
        QCOMPARE(again.rows.size(), 1);
    }

    void everyFieldKeepsToItsTier()
    {
        const FormPtr form = officialForm();
        Answers all;
        for (const FieldDefinition& field : form->fields())
            all.set({field.group, {}, field.id}, {u"x"_s, {}, false});
        const Answers kept = lastCaseFromJson(*form, lastCaseToJson(*form, all));
        for (auto it = kept.values.cbegin(); it != kept.values.cend(); ++it)
            QCOMPARE(form->field(it.key().field)->tier, FieldTier::Statistical);
        QVERIFY(kept.values.size() > 20);
    }

    void whatWasWrittenByHandIsReadByTheSameRules()
    {
        const FormPtr form = officialForm();
        const FieldDefinition* name = form->field(u"victim"_s, u"full_name"_s);
        const QJsonArray odd{static_cast<qint64>(name->id), QString(), u"Shiuli"_s, QString()};
        const Answers read = lastCaseFromJson(*form, {{u"rows"_s, QJsonArray{1, QJsonArray{}}},
                                                      {u"answers"_s, QJsonArray{odd, 5, QJsonArray{99999}}}});
        QCOMPARE(read.values.size(), 0);
        QCOMPARE(read.rows.size(), 0);
    }
};

QTEST_GUILESS_MAIN(LastCaseTest)
#include "LastCaseTest.moc"
