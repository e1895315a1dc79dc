// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/KeptResults.h"

#include "CaseBuilder.h"
#include "forms/definition/FormDefinition.h"
#include "tests/support/FakeClock.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What the official form keeps of its own results: the reporting group of a victim, whose kinds of exploitation only a few may read.
class KeptResultsTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);

    /// A case of two victims, as it is typed.
    struct Typed {
        CaseBuilder builder{*officialForm()};
        QString first = builder.addRow(u"victim"_s), second = builder.addRow(u"victim"_s);

        Typed()
        {
            builder.put(u"case.case_class"_s, u"tip"_s);
            for (const QString& victim : {first, second})
                builder.put(u"victim.person_role"_s, u"tip_victim"_s, victim)
                    .put(u"victim.exploitation_types"_s, u"forced_labour"_s, victim)
                    .put(u"victim.exploitation_main"_s, u"forced_labour"_s, victim);
        }
        QString group(const Answers& answers, const QString& victim) const
        {
            return answers.value(builder.path(u"victim.exploitation_group"_s, victim)).text;
        }
    };

private slots:
    void aNewCaseKeepsThemInEachRow()
    {
        Typed typed;
        Answers answers = typed.builder.answers;
        QVERIFY(keepResults(*m_engine, answers));
        QCOMPARE(typed.group(answers, typed.first), u"labour"_s);
        QCOMPARE(typed.group(answers, typed.second), u"labour"_s);
        QVERIFY(!keepResults(*m_engine, answers));
    }

    void anEditChangesThoseOfTheRowsThatItTouches()
    {
        Typed typed;
        const Answers before = typed.builder.answers;
        typed.builder.put(u"victim.exploitation_types"_s, u"sexual_exploitation"_s, typed.first)
            .put(u"victim.exploitation_main"_s, u"sexual_exploitation"_s, typed.first);
        Answers after = typed.builder.answers;
        QVERIFY(keepResults(*m_engine, before, after));
        QCOMPARE(typed.group(after, typed.first), u"sexual"_s);
        QCOMPARE(typed.group(after, typed.second), QString());
        // Any answer of the row: what was missing there comes with it.
        Answers further = after;
        further.set(typed.builder.path(u"victim.age_years"_s, typed.second), {u"15"_s, {}, false});
        QVERIFY(keepResults(*m_engine, after, further));
        QCOMPARE(typed.group(further, typed.second), u"labour"_s);
    }

    void whatNothingLeadsToAnyMoreIsTakenBack()
    {
        Typed typed;
        Answers before = typed.builder.answers;
        QVERIFY(keepResults(*m_engine, before));
        Answers after = before;
        for (const char* field : {"victim.exploitation_types", "victim.exploitation_main"})
            after.set(typed.builder.path(QString::fromLatin1(field), typed.first), {});
        QVERIFY(keepResults(*m_engine, before, after));
        QCOMPARE(typed.group(after, typed.first), QString());
        QCOMPARE(typed.group(after, typed.second), u"labour"_s);
        // Hidden is not gone.
        Answers hidden = before;
        hidden.set(typed.builder.path(u"victim.person_role"_s, typed.first), {u"witness"_s, {}, false});
        keepResults(*m_engine, before, hidden);
        QCOMPARE(typed.group(hidden, typed.first), u"labour"_s);
    }

    void whoWritesElsewhereIsNotTheirAuthor()
    {
        Typed typed;
        const Answers before = typed.builder.answers;
        typed.builder.put(u"case.fir_no"_s, u"12/2026"_s);
        Answers after = typed.builder.answers;
        keepResults(*m_engine, before, after);
        QCOMPARE(typed.group(after, typed.first), QString());
        Answers same = before;
        QVERIFY(!keepResults(*m_engine, before, same));
    }

    /// What hangs on an answer that is sealed to this person stays as somebody who could read it left it.
    void whatCannotBeWorkedOutStays()
    {
        Typed typed;
        typed.builder.put(u"victim.exploitation_group"_s, u"labour"_s, typed.first)
            .putSealed(u"victim.exploitation_types"_s, typed.first)
            .putSealed(u"victim.exploitation_main"_s, typed.first);
        const Answers before = typed.builder.answers;
        typed.builder.put(u"victim.age_years"_s, u"15"_s, typed.first);
        Answers after = typed.builder.answers;
        keepResults(*m_engine, before, after);
        QCOMPARE(typed.group(after, typed.first), u"labour"_s);
    }

    void aResultThatIsSealedIsNotWrittenOver()
    {
        Typed typed;
        typed.builder.putSealed(u"victim.exploitation_group"_s, typed.first);
        Answers answers = typed.builder.answers;
        keepResults(*m_engine, answers);
        QVERIFY(answers.value(typed.builder.path(u"victim.exploitation_group"_s, typed.first)).sealed);
    }
};

QTEST_GUILESS_MAIN(KeptResultsTest)
#include "KeptResultsTest.moc"
