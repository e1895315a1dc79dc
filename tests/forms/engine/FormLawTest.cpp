// SPDX-License-Identifier: GPL-3.0-or-later
#include "RandomForm.h"
#include "tests/support/TestSeed.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <functional>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// Visits every path of a record: visit(path, item).
void eachPath(const FormRun& run, const FormItem& item, const QString& path,
              const std::function<void(const QString&, const FormItem&)>& visit)
{
    for (const FormItem& child : item.children) {
        const QString below = path + u'/' + child.name;
        if (child.kind != ItemKind::Repeat) {
            visit(below, child);
            eachPath(run, child, below, visit);
            continue;
        }
        for (int i = 1; i <= run.count(below).has_value() * *run.count(below); ++i) {
            visit(below + u"[%1]"_s.arg(i), child);
            eachPath(run, child, below + u"[%1]"_s.arg(i), visit);
        }
    }
}

/// Everything that can be seen of a record, a line each.
QStringList seen(const FormRun& run)
{
    QStringList lines;
    const auto word = [](const Result<bool>& truth) { return *truth ? u"1"_s : u"0"_s; };
    eachPath(run, run.package().data, u"/data"_s, [&](const QString& path, const FormItem& item) {
        const bool relevant = *run.isRelevant(path);
        QString line = path + u" relevant "_s + word(relevant);
        if (!item.isContainer()) {
            line += u" value "_s + *run.value(path) + u" required "_s + word(run.isRequired(path));
            if (relevant && !item.list.isEmpty())
                line += u" choices "_s + run.choices(path)->join(u',');
        }
        lines.append(line + u" readonly "_s + word(run.isReadonly(path)));
    });
    for (const ReportItem& item : run.report().items) {
        if (item.kind != u"defect")  // that triggers went round and round is no matter of the values
            lines.append(item.kind + u' ' + item.path + u' ' + QString::number(item.order));
    }
    return lines;
}

QString firstDifference(const QStringList& left, const QStringList& right)
{
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        if (left.value(i) != right.value(i))
            return u"'%1' is '%2'"_s.arg(left.value(i), right.value(i));
    }
    return {};
}

class Editor {
public:
    Editor(FormRun& run, QRandomGenerator& chance) : m_run(run), m_chance(chance) {}

    /// Does something; tells what.
    QString edit()
    {
        QStringList questions;
        QStringList repeats;
        QStringList instances;
        eachPath(m_run, m_run.package().data, u"/data"_s, [&](const QString& path, const FormItem& item) {
            if (!item.isContainer() && item.kind == ItemKind::Question)
                questions.append(path);
            if (item.kind == ItemKind::Repeat)
                instances.append(path);
            for (const FormItem& child : item.children) {
                if (child.kind == ItemKind::Repeat)
                    repeats.append(path + u'/' + child.name);
            }
        });
        for (const FormItem& child : m_run.package().data.children) {
            if (child.kind == ItemKind::Repeat)
                repeats.append(u"/data/"_s + child.name);
        }
        const int kind = m_chance.bounded(20);
        if (kind < 2 && !repeats.isEmpty())
            return u"add "_s + add(any(repeats));
        if (kind < 3 && !instances.isEmpty())
            return u"remove "_s + remove(any(instances));
        if (kind < 5)
            return m_run.undo().has_value() ? u"undo"_s : u"nothing to undo"_s;
        if (kind < 6)
            return m_run.redo().has_value() ? u"redo"_s : u"nothing to redo"_s;
        if (questions.isEmpty())
            return {};
        const QString path = any(questions);
        if (kind < 7)
            return u"missing "_s + path + (m_run.setMissing(path, u"refused"_s) ? QString() : u" refused"_s);
        const QString text =
            any({u""_s, u"0"_s, u"1"_s, u"2"_s, u"3"_s, u"7"_s, u"a"_s, u"b"_s, u"a c"_s, u"c"_s});
        return u"set %1 to '%2'"_s.arg(path, text) + (m_run.set(path, text) ? QString() : u" refused"_s);
    }

private:
    QString any(const QStringList& of) { return of[m_chance.bounded(static_cast<int>(of.size()))]; }
    QString add(const QString& path)
    {
        const bool few = m_run.count(path).has_value() && *m_run.count(path) < 4;
        return path + (few && m_run.addInstance(path, m_chance.bounded(3) - 1) ? QString() : u" refused"_s);
    }
    QString remove(const QString& path)
    {
        return path + (m_run.removeInstance(path) ? QString() : u" refused"_s);
    }

    FormRun& m_run;
    QRandomGenerator& m_chance;
};

}  // namespace

/// After a change every value equals what a full recalculation would give (forms 7.9).
class FormLawTest : public QObject {
    Q_OBJECT

private slots:
    void everyValueEqualsAFullRecalculation();
    void undoGoesBackToWhatWas();
};

void FormLawTest::everyValueEqualsAFullRecalculation()
{
    QRandomGenerator chance(testSeed());
    int forms = 0;
    qint64 incremental = 0;
    qint64 full = 0;
    const int wanted =
        qEnvironmentVariableIntValue("LAW_FORMS") > 0 ? qEnvironmentVariableIntValue("LAW_FORMS") : 150;
    while (forms < wanted) {
        const QString markdown = RandomForm(chance).make();
        const ScenarioForm form = compileMarkdown(markdown);
        if (!form.package) {
            for (const QString& code : form.codes)
                QVERIFY2(code == u"F23", qPrintable(code + u'\n' + markdown));
            continue;
        }
        ++forms;
        const Result<FormProgramPtr> program = makeFormProgram(form.package);
        QVERIFY2(program.has_value(), qPrintable(markdown));
        FormRun run(*program, fixedSettings());
        run.begin();
        Editor editor(run, chance);
        QString done = u"begin"_s;
        for (int i = 0; i < 40; ++i) {
            const QStringList now = seen(run);
            FormRun again(*program, fixedSettings());
            QVERIFY(again.open(run.draft()).has_value());
            const QString other = firstDifference(now, seen(again));
            QVERIFY2(other.isEmpty(), qPrintable(u"%1: opened again %2\n%3"_s.arg(done, other, markdown)));
            const qint64 before = run.evaluations();
            run.recalculateAll();
            full += run.evaluations() - before;
            const QString difference = firstDifference(now, seen(run));
            QVERIFY2(difference.isEmpty(),
                     qPrintable(u"%1: recalculated %2\n%3"_s.arg(done, difference, markdown)));
            const qint64 start = run.evaluations();
            done = editor.edit();
            incremental += run.evaluations() - start;
        }
    }
    QVERIFY2(incremental * 3 < full, "a change evaluates much less than everything");
}

void FormLawTest::undoGoesBackToWhatWas()
{
    QRandomGenerator chance(testSeed() + 1);
    for (int forms = 0; forms < 60;) {
        const QString markdown = RandomForm(chance).make();
        const ScenarioForm form = compileMarkdown(markdown);
        if (!form.package)
            continue;
        ++forms;
        FormRun run = begun(markdown);
        Editor editor(run, chance);
        QStringList done;
        for (int i = 0; i < 8; ++i)
            done.append(editor.edit());
        const QString told = u'\n' + done.join(u'\n') + u'\n' + markdown;
        while (run.canRedo())
            QVERIFY(run.redo().has_value());
        const QStringList last = seen(run);
        int steps = 0;
        for (; run.canUndo(); ++steps)
            QVERIFY(run.undo().has_value());
        const QStringList first = seen(begun(markdown));
        QVERIFY2(firstDifference(first, seen(run)).isEmpty(),
                 qPrintable(firstDifference(first, seen(run)) + told));
        for (; run.canRedo(); --steps)
            QVERIFY(run.redo().has_value());
        QCOMPARE(steps, 0);
        QVERIFY2(firstDifference(last, seen(run)).isEmpty(),
                 qPrintable(firstDifference(last, seen(run)) + told));
    }
}

QTEST_GUILESS_MAIN(FormLawTest)
#include "FormLawTest.moc"
