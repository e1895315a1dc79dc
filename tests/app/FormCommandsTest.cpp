// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// `prohorictl form …` as scripts call it (forms.md 10): statuses, what goes to which stream, and versions against each other (12.2).
class FormCommandsTest : public QObject {
    Q_OBJECT
private slots:
    void evaluatesAnArrayOfCases()
    {
        const QJsonArray cases{QJsonObject{{u"expr"_s, u"/data/n + 1"_s},
                                           {u"context"_s,
                                            QJsonObject{{u"data"_s, QJsonObject{{u"n"_s, u"3"_s}}}}}},
                               QJsonObject{{u"expr"_s, u"1 +"_s}}};
        const QString file = m_d.writeFile(u"cases.json"_s, QJsonDocument(cases).toJson());
        const Ran ran = m_d.ctl({u"form"_s, u"eval"_s, file});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.array().size(), 2);
        QCOMPARE(ran.array()[0][u"value"_s].toDouble(), 4.0);
        QCOMPARE(ran.array()[1][u"type"_s].toString(), u"error"_s);
        QCOMPARE(ran.array()[1][u"value"_s].toString(), u"syntax"_s);
        QCOMPARE(m_d.ctl({u"form"_s, u"eval"_s, m_d.writeFile(u"no.json"_s, "{}")}).exit, 1);
        QCOMPARE(m_d.ctl({u"form"_s, u"eval"_s, m_d.path(u"missing.json"_s)}).exit, 1);
        QCOMPARE(m_d.ctl({u"form"_s, u"juggle"_s, file}).exit, 2);
    }

    void runsScenariosAndTellsTheFirstStepThatFails()
    {
        const auto scenarios = [&](const QString& wanted) {
            const QJsonObject one{{u"id"_s, u"one"_s},
                                  {u"form"_s,
                                   u"| survey |\n| | type | name | label |\n| | integer | n | N |"_s},
                                  {u"steps"_s, QJsonArray{QJsonArray{u"set"_s, u"/data/n"_s, u"৭"_s},
                                                          QJsonArray{u"get"_s, u"/data/n"_s, wanted}}}};
            return m_d.writeFile(u"scenarios.json"_s, QJsonDocument(QJsonArray{one}).toJson());
        };
        const Ran good = m_d.ctl({u"form"_s, u"run"_s, scenarios(u"7"_s)});
        QVERIFY2(good.exit == 0, good.out + good.err);
        const Ran bad = m_d.ctl({u"form"_s, u"run"_s, scenarios(u"8"_s)});
        QCOMPARE(bad.exit, 1);
        QVERIFY2(bad.out.contains("one") && bad.out.contains("7"), bad.out);
    }

    void compilesLintsAndExports()
    {
        const QString source = m_d.writeFile(u"small.md"_s, survey("| | text | a | A | |\n"));
        const QString compiled = m_d.path(u"form.json"_s);
        const Ran made = m_d.ctl({u"form"_s, u"compile"_s, source, u"-o"_s, compiled});
        QVERIFY2(made.exit == 0, made.err);
        const Ran exported = m_d.ctl({u"form"_s, u"xform"_s, compiled, u"-o"_s, m_d.path(u"form.xml"_s)});
        QVERIFY2(exported.exit == 0, exported.err);
        QCOMPARE(m_d.ctl({u"form"_s, u"lint"_s, m_d.path(u"form.xml"_s)}).exit, 0);

        const QString broken = m_d.writeFile(u"broken.md"_s, survey("| | text | a | A | ${b} = 1 |\n"));
        const Ran lint = m_d.ctl({u"form"_s, u"lint"_s, broken, u"--json"_s});
        QCOMPARE(lint.exit, 1);
        QCOMPARE(lint.array().size(), 1);
        QCOMPARE(lint.array()[0][u"code"_s].toString(), u"F21"_s);
        const Ran refused = m_d.ctl({u"form"_s, u"compile"_s, broken, u"-o"_s, m_d.path(u"none.json"_s)});
        QCOMPARE(refused.exit, 1);
        QVERIFY2(refused.err.startsWith("survey:2:relevant F21 "), refused.err);
        QVERIFY(!QFile::exists(m_d.path(u"none.json"_s)));
    }

    void anotherVersionIsHeldAgainstThePublishedOne()
    {
        const QString old =
            m_d.writeFile(u"old.md"_s, survey("| | text | a | A | |\n| | date | d | D | |\n", 1));
        const QString published = m_d.path(u"published.json"_s);
        QCOMPARE(m_d.ctl({u"form"_s, u"compile"_s, old, u"-o"_s, published}).exit, 0);
        const auto next = [&](const QByteArray& rows, int version, const QStringList& more = {}) {
            const QString file = m_d.writeFile(u"next.md"_s, survey(rows, version));
            return m_d.ctl(QStringList{u"form"_s, u"compile"_s, file, u"-o"_s, m_d.path(u"next.json"_s),
                                       u"--previous"_s, published}
                           + more);
        };
        const QByteArray same = "| | text | a | A | |\n| | date | d | D | |\n";
        const Ran safe = next(same + "| | text | e | E | |\n", 2);
        QVERIFY2(safe.exit == 0, safe.err);
        QVERIFY2(safe.err.contains("safe /data/e"), safe.err);
        const Ran stale = next(same, 1);
        QCOMPARE(stale.exit, 1);
        QVERIFY2(stale.err.contains(" F28 "), stale.err);
        const QByteArray other = "| | text | a | A | |\n| | integer | d | D | |\n";
        const Ran blocked = next(other, 2);
        QCOMPARE(blocked.exit, 1);
        QVERIFY2(blocked.err.contains(" F29 ") && blocked.err.contains("blocked /data/d"), blocked.err);
        const Ran forced = next(other, 2, {u"--force"_s, u"no record holds a date yet"_s});
        QVERIFY2(forced.exit == 0, forced.err);
        QFile kept(m_d.path(u"next.json"_s));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(kept.readAll().contains("no record holds a date yet"));
    }

private:
    static QByteArray survey(const QByteArray& rows, int version = 1)
    {
        return "| survey |\n| | type | name | label | relevant |\n" + rows
             + "| settings |\n| | form_id | version |\n| | small | " + QByteArray::number(version) + " |\n";
    }

    Deployment m_d;
};

QTEST_GUILESS_MAIN(FormCommandsTest)
#include "FormCommandsTest.moc"
