// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormShelf.h"

#include "tests/support/VersionForms.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The versions of a form that are installed (forms 12.4): which one a record is shown in, and what each of them knows.
class FormShelfTest : public QObject {
    Q_OBJECT
private slots:
    void theNewestIsCurrent()
    {
        const FormShelfPtr shelf = versionShelf({2, 3, 1});
        QCOMPARE(shelf->versions(), (QStringList{kVersion1, kVersion2, kVersion3}));
        QCOMPARE(shelf->newestVersion(), kVersion3);
        QCOMPARE(shelf->newest()->version(), kVersion3);
        QCOMPARE(shelf->find(kVersion1)->version(), kVersion1);
        QVERIFY(!shelf->find(u"2026020101"_s));
    }

    void anotherVersionStandsInForOneThatIsNotHere_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("shown");
        QTest::addRow("installed") << kVersion2 << kVersion2;
        QTest::addRow("before all") << u"2020010101"_s << kVersion1;
        QTest::addRow("between two") << u"2026120101"_s << kVersion2;
        QTest::addRow("after all") << u"2099010101"_s << kVersion3;
        QTest::addRow("another spelling") << u"9"_s << kVersion1;
    }
    void anotherVersionStandsInForOneThatIsNotHere()
    {
        QFETCH(QString, version);
        QFETCH(QString, shown);
        const FormShelfPtr shelf = versionShelf({1, 2, 3});
        QCOMPARE(shelf->versionFor(version), shown);
        QCOMPARE(shelf->formFor(version)->version(), shown);
    }

    void readsOnlyWhatIsAskedFor()
    {
        QStringList reads;
        const FormShelfPtr shelf = countingShelf(reads);
        QCOMPARE(shelf->newestVersion(), kVersion3);
        QVERIFY(shelf->has(kVersion1));
        QCOMPARE(shelf->newestHash(), u"hash of "_s + kVersion3);
        QVERIFY(reads.isEmpty());
        const FormPtr form = shelf->find(kVersion2);
        QCOMPARE(shelf->find(kVersion2), form);
        QCOMPARE(reads, QStringList{kVersion2});
    }

    void theNewestThatKnowsAQuestionTellsItsName()
    {
        const FormShelfPtr shelf = versionShelf({1, 2, 3});
        QCOMPARE(shelf->whoKnows(106)->version(), kVersion1);
        QCOMPARE(shelf->whoKnows(102)->version(), kVersion3);
        QVERIFY(!shelf->whoKnows(199));
    }

    void aChoiceOfAnotherVersionHasItsLabelAndIsRetired()
    {
        const FormShelfPtr shelf = versionShelf({1, 2});
        const FormPtr plain = shelf->find(kVersion2);
        QVERIFY(!plain->list(u"kind"_s)->find(u"d"_s));
        const FormPtr form =
            shelf->withChoices(kVersion2, {{u"kind"_s, {u"d"_s, u"q"_s, u"a"_s}}, {u"none"_s, {u"d"_s}}});
        const Choice* removed = form->list(u"kind"_s)->find(u"d"_s);
        QVERIFY(removed && removed->retired);
        QCOMPARE(removed->label.in(u"en"_s), u"Fourth kind"_s);
        const Choice* unknown = form->list(u"kind"_s)->find(u"q"_s);
        QVERIFY(unknown && unknown->retired);
        QCOMPARE(unknown->label.in(u"en"_s), u"q (of another version of the form)"_s);
        QVERIFY(unknown->label.in(u"bn"_s).contains(u"অন্য সংস্করণের"_s));
        QVERIFY(!form->list(u"kind"_s)->find(u"a"_s)->retired);  // what is in use stays so
        QCOMPARE(form->fields().size(), plain->fields().size());
        QCOMPARE(form->version(), kVersion2);
    }

    void theRulesStandBesideTheVersion()
    {
        const FormShelfPtr shelf = versionShelf({1, 2});
        const auto rules = shelf->rules(kVersion2);
        QVERIFY(rules && rules->has_value());
        QCOMPARE((*rules)->from, kVersion1);
        const auto none = shelf->rules(kVersion1);
        QVERIFY(none && !none->has_value());
    }

    void refusesRulesThatDoNotBeginAtAnOlderVersion()
    {
        const FormShelf shelf({versionForm(2)}, {{kVersion2, R"({"from": "2027010101", "steps": []})"}});
        const auto rules = shelf.rules(kVersion2);
        QVERIFY(!rules && rules.error().code == ErrorCode::Invalid);
    }

    void everyOfficialVersionCanBeReadWithItsRules()
    {
        const FormShelfPtr shelf = officialForms();
        for (const QString& version : shelf->versions()) {
            QCOMPARE(shelf->find(version)->version(), version);
            const auto rules = shelf->rules(version);
            QVERIFY2(rules, rules ? "" : qPrintable(rules.error().detail));
        }
        QCOMPARE(officialForm(), shelf->newest());
        QCOMPARE(shelf->newestHash(), shelf->newest()->package()->hash);
    }
};

QTEST_GUILESS_MAIN(FormShelfTest)
#include "FormShelfTest.moc"
