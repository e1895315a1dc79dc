// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormComparison.h"
#include "tests/forms/authoring/CompilerSupport.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The classes of changes between two versions (forms 12.2), F28 and F29.
class FormComparisonTest : public QObject {
    Q_OBJECT

private slots:
    void putsChangesIntoClasses_data();
    void putsChangesIntoClasses();
    void letsARuleUnblock_data();
    void letsARuleUnblock();
    void tellsBlockedChangesAsMessages();
    void wantsAGreaterVersion();
    void takesAnotherFormIdForANewForm();
    void findsNothingBetweenEqualForms();
};

namespace {

FormPackagePtr formOf(const QString& rows, const QString& choices = {}, const QString& version = u"1"_s,
                      const QString& id = u"f"_s)
{
    auto form =
        u"| survey |\n| | type | name | label | bind::ht:was | relevant | constraint | calculation | hint |\n"_s;
    for (const auto& row : rows.split(u'\n', Qt::SkipEmptyParts))
        form += u"| | "_s + row + u" |\n"_s;
    if (!choices.isEmpty()) {
        form += u"| choices |\n| | list_name | name | label | retired | replaced_by |\n"_s;
        for (const auto& row : choices.split(u'\n', Qt::SkipEmptyParts))
            form += u"| | "_s + row + u" |\n"_s;
    }
    form += u"| settings |\n| | form_id | version |\n| | %1 | %2 |\n"_s.arg(id, version);
    const auto compiled = compileText(form);
    if (!compiled.package)
        qWarning("%s\n%s", qPrintable(errorsOf(compiled).join(u'\n')), qPrintable(form));
    return compiled.package;
}

QStringList wordsOf(const FormComparison& comparison)
{
    static const QStringList grades{u"safe"_s, u"review"_s, u"blocked"_s};
    QStringList words;
    for (const auto& change : comparison.changes)
        words.append(grades.at(static_cast<int>(change.grade)) + u": "_s + change.text);
    return words;
}

struct Versions {
    QString before, after, changes;
    QString choicesBefore, choicesAfter;
};

void row(const char* name, const Versions& versions)
{
    QTest::newRow(name) << versions.before << versions.after << versions.choicesBefore
                        << versions.choicesAfter << versions.changes;
}

void columns()
{
    for (const auto* name : {"before", "after", "choicesBefore", "choicesAfter", "changes"})
        QTest::addColumn<QString>(name);
}

const QString kRepeat = u"begin repeat | v | V\n"_s;
const QString kEnd = u"\nend repeat | | "_s;

}  // namespace

void FormComparisonTest::putsChangesIntoClasses_data()
{
    columns();
    row("a label", {u"text | a | A"_s, u"text | a | B"_s, u"safe: label of 'a' changed"_s, {}, {}});
    row("a hint", {u"text | a | A"_s, u"text | a | A | | | | | H"_s, u"safe: hint of 'a' changed"_s, {}, {}});
    row("added", {u"text | a | A"_s, u"text | a | A\ntext | b | B"_s, u"safe: question 'b' added"_s, {}, {}});
    row("removed",
        {u"text | a | A\ntext | b | B"_s, u"text | a | A"_s, u"review: question 'b' removed"_s, {}, {}});
    row("renamed",
        {u"text | a | A"_s, u"text | b | A | a"_s, u"safe: question 'a' renamed to 'b'"_s, {}, {}});
    row("a group around",
        {u"text | a | A"_s, u"begin group | g | G\ntext | a | A\nend group | | "_s, {}, {}, {}});
    row("a condition",
        {u"text | a | A"_s, u"text | a | A | | 1 = 1"_s, u"review: relevant of 'a' changed"_s, {}, {}});
    row("a constraint",
        {u"text | a | A"_s, u"text | a | A | | | . != ''"_s, u"review: constraint of 'a' changed"_s, {}, {}});
    row("a calculation", {u"calculate | a | | | | | 1"_s,
                          u"calculate | a | | | | | 2"_s,
                          u"review: calculate of 'a' changed"_s,
                          {},
                          {}});
    row("to text", {u"integer | a | A"_s,
                    u"text | a | A"_s,
                    u"safe: type of 'a' changed from integer to text"_s,
                    {},
                    {}});
    row("to decimal", {u"integer | a | A"_s,
                       u"decimal | a | A"_s,
                       u"safe: type of 'a' changed from integer to decimal"_s,
                       {},
                       {}});
    row("to integer", {u"decimal | a | A"_s,
                       u"integer | a | A"_s,
                       u"blocked: type of 'a' changed from decimal to integer"_s,
                       {},
                       {}});
    row("one to several", {u"select_one l | a | A"_s, u"select_multiple l | a | A"_s,
                           u"safe: type of 'a' changed from select_one to select_multiple"_s,
                           u"l | 1 | One"_s, u"l | 1 | One"_s});
    row("several to one", {u"select_multiple l | a | A"_s, u"select_one l | a | A"_s,
                           u"blocked: type of 'a' changed from select_multiple to select_one"_s,
                           u"l | 1 | One"_s, u"l | 1 | One"_s});
    row("a choice added",
        {u"select_one l | a | A"_s, u"select_one l | a | A"_s, u"safe: choice '2' of 'a' added"_s,
         u"l | 1 | One"_s, u"l | 1 | One\nl | 2 | Two"_s});
    row("a choice removed",
        {u"select_one l | a | A"_s, u"select_one l | a | A"_s, u"blocked: choice '2' of 'a' removed"_s,
         u"l | 1 | One\nl | 2 | Two"_s, u"l | 1 | One"_s});
    row("a choice retired",
        {u"select_one l | a | A"_s, u"select_one l | a | A"_s, u"safe: choice '2' of 'a' retired"_s,
         u"l | 1 | One\nl | 2 | Two"_s, u"l | 1 | One\nl | 2 | Two | yes"_s});
    row("a choice replaced",
        {u"select_one l | a | A"_s, u"select_one l | a | A"_s,
         u"safe: choice '2' of 'a' retired; safe: choice '3' of 'a' added"_s, u"l | 1 | One\nl | 2 | Two"_s,
         u"l | 1 | One\nl | 2 | Two | yes | 3\nl | 3 | Zwei"_s});
    row("a label of a choice",
        {u"select_one l | a | A"_s, u"select_one l | a | A"_s, u"safe: label of choice '1' of 'a' changed"_s,
         u"l | 1 | One"_s, u"l | 1 | Eins"_s});
    row("into a repeat", {u"text | a | A\n"_s + kRepeat + u"text | b | B"_s + kEnd,
                          kRepeat + u"text | a | A\ntext | b | B"_s + kEnd,
                          u"blocked: question 'a' moved into repeat 'v'"_s,
                          {},
                          {}});
    row("out of a repeat", {kRepeat + u"text | a | A\ntext | b | B"_s + kEnd,
                            u"text | a | A\n"_s + kRepeat + u"text | b | B"_s + kEnd,
                            u"blocked: question 'a' moved out of repeat 'v'"_s,
                            {},
                            {}});
    row("a repeat renamed", {kRepeat + u"text | b | B"_s + kEnd,
                             u"begin repeat | w | V\ntext | b | B"_s + kEnd,
                             u"blocked: repeat 'v' renamed to 'w'"_s,
                             {},
                             {}});
    row("a repeat becomes a group", {kRepeat + u"text | b | B"_s + kEnd,
                                     u"begin group | v | V\ntext | b | B\nend group | | "_s,
                                     u"blocked: repeat 'v' became a group"_s,
                                     {},
                                     {}});
    row("a group becomes a repeat", {u"begin group | v | V\ntext | b | B\nend group | | "_s,
                                     kRepeat + u"text | b | B"_s + kEnd,
                                     u"blocked: group 'v' became a repeat"_s,
                                     {},
                                     {}});
    row("a repeat removed", {u"text | a | A\n"_s + kRepeat + u"text | b | B"_s + kEnd,
                             u"text | a | A"_s,
                             u"review: repeat 'v' removed; review: question 'b' removed"_s,
                             {},
                             {}});
    row("a note removed", {u"text | a | A\nnote | n | N"_s, u"text | a | A"_s, {}, {}, {}});
}

void FormComparisonTest::putsChangesIntoClasses()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, choicesBefore);
    QFETCH(QString, choicesAfter);
    const auto old = formOf(before, choicesBefore);
    const auto now = formOf(after, choicesAfter, u"2"_s);
    QVERIFY(old && now);
    QTEST(wordsOf(compareForms(*old, *now)).join(u"; "_s), "changes");
}

void FormComparisonTest::letsARuleUnblock_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QByteArray>("step");
    const auto repeat = kRepeat + u"text | b | B"_s + kEnd;
    QTest::newRow("into-repeat") << u"text | a | A\n"_s + repeat
                                 << kRepeat + u"text | a | A\ntext | b | B"_s + kEnd
                                 << QByteArray(
                                        R"({"step": "into-repeat", "questions": ["a"], "repeat": "v"})");
    QTest::newRow("out-of-repeat") << kRepeat + u"text | a | A\ntext | b | B"_s + kEnd
                                   << u"text | a | A\n"_s + repeat
                                   << QByteArray(
                                          R"({"step": "out-of-repeat", "questions": ["a"], "repeat": "v"})");
    QTest::newRow("rename") << repeat << u"begin repeat | w | V\ntext | b | B"_s + kEnd
                            << QByteArray(R"({"step": "rename", "question": "v", "to": "w"})");
    QTest::newRow("a type")
        << u"text | a | A"_s << u"integer | a | A"_s
        << QByteArray(R"j({"step": "compute", "question": "a", "expression": "number(/data/a)"})j");
}

void FormComparisonTest::letsARuleUnblock()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QByteArray, step);
    const auto old = formOf(before);
    const auto now = formOf(after, {}, u"2"_s);
    QVERIFY(old && now);
    QVERIFY(compareForms(*old, *now).isBlocked());
    const auto rules = readUpgradeRules(R"({"from": "1", "steps": [)" + step + "]}");
    QVERIFY2(rules, rules ? "" : qPrintable(rules.error().detail));
    QVERIFY(!compareForms(*old, *now, &*rules).isBlocked());
    QVERIFY(comparisonMessages(*old, *now, &*rules).isEmpty());
}

void FormComparisonTest::tellsBlockedChangesAsMessages()
{
    const auto old =
        formOf(u"text | x | X\ndecimal | a | A\nselect_one l | s | S"_s, u"l | 1 | One\nl | 2 | Two"_s);
    const auto now = formOf(u"text | x | X\ninteger | a | A\nselect_one l | s | S"_s, u"l | 1 | One"_s);
    QVERIFY(old && now);
    QStringList lines;
    for (const auto& message : comparisonMessages(*old, *now))
        lines.append(message.toString());
    QCOMPARE(
        lines,
        (QStringList{
            u"survey:3:type F29 This change is not possible without an upgrade rule: type of 'a' changed from decimal to integer."_s,
            u"survey:4:type F29 This change is not possible without an upgrade rule: choice '2' of 's' removed."_s,
            u"settings:2:version F28 The version '1' must be greater than the published '1'."_s}));
}

void FormComparisonTest::wantsAGreaterVersion()
{
    QVERIFY(compareVersions(u"2026010102"_s, u"2026010101"_s) > 0);
    QVERIFY(compareVersions(u"10"_s, u"9"_s) > 0);
    QVERIFY(compareVersions(u"1.10"_s, u"1.9"_s) > 0);
    QCOMPARE(compareVersions(u"007"_s, u"7"_s), 0);
    QVERIFY(compareVersions(u"v1b"_s, u"v1a"_s) > 0);
    QVERIFY(compareVersions({}, u"1"_s) < 0);
    const auto rows = u"text | a | A"_s;
    QVERIFY(comparisonMessages(*formOf(rows, {}, u"9"_s), *formOf(rows, {}, u"10"_s)).isEmpty());
    const auto messages = comparisonMessages(*formOf(rows, {}, u"10"_s), *formOf(rows, {}, u"9"_s));
    QCOMPARE(messages.size(), 1);
    QCOMPARE(messages.first().code, u"F28"_s);
}

void FormComparisonTest::takesAnotherFormIdForANewForm()
{
    const auto comparison =
        compareForms(*formOf(u"decimal | a | A"_s), *formOf(u"integer | a | A"_s, {}, u"1"_s, u"g"_s));
    QVERIFY(comparison.otherForm);
    QVERIFY(comparison.changes.isEmpty());
}

void FormComparisonTest::findsNothingBetweenEqualForms()
{
    const auto rows = kRepeat + u"select_one l | a | A | x, y | 1 = 1\nnote | n | N"_s + kEnd;
    const auto form = formOf(rows, u"l | 1 | One"_s);
    QVERIFY(form);
    QVERIFY(compareForms(*form, *formOf(rows, u"l | 1 | One"_s, u"2"_s)).changes.isEmpty());
}

QTEST_GUILESS_MAIN(FormComparisonTest)
#include "FormComparisonTest.moc"
