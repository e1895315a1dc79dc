// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormBench.h"

#include "BenchFloors.h"

#include "forms/authoring/FormCompiler.h"
#include "forms/engine/FormRun.h"

#include <QElapsedTimer>

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kGroups = 12;
constexpr int kInGroup = 20;
constexpr int kRepeats = 4;
constexpr int kInRepeat = 15;
constexpr int kInstances = 10;
constexpr int kRounds = 40;
constexpr int kTyped = 10;
constexpr int kTimes = 5;

/// Relevance by the answer before, a constraint, a condition for being required, and a sum every third row.
class BigForm {
public:
    QString make()
    {
        m_text =
            u"| survey |\n| | type | name | label | relevant | constraint | required | calculation | bind::ht:check |\n"_s;
        for (int group = 0; group < kGroups; ++group) {
            row(u"begin group"_s, u"g%1"_s.arg(group),
                group == 0 ? QString() : u"${g%1_0} != '99'"_s.arg(group - 1));
            questions(u"g%1"_s.arg(group), kInGroup);
            row(u"end group"_s);
        }
        for (int repeat = 0; repeat < kRepeats; ++repeat) {
            row(u"begin repeat"_s, u"r%1"_s.arg(repeat));
            questions(u"r%1"_s.arg(repeat), kInRepeat);
            row(u"end repeat"_s);
            row(u"calculate"_s, u"s%1"_s.arg(repeat), {}, {}, {}, u"sum(${r%1_0})"_s.arg(repeat));
            row(u"calculate"_s, u"c%1"_s.arg(repeat), {}, {}, {},
                u"count(${r%1}[r%1_0 > 3 and r%1_2 != ''])"_s.arg(repeat));
        }
        return m_text;
    }

    int expressions() const { return m_expressions; }

private:
    void row(const QString& type, const QString& name = {}, const QString& relevant = {},
             const QString& constraint = {}, const QString& required = {}, const QString& calculation = {},
             const QString& check = {})
    {
        const QStringList cells{type, name, name, relevant, constraint, required, calculation, check};
        m_text += u"| | "_s + cells.join(u" | "_s) + u" |\n"_s;
        for (qsizetype i = 3; i < cells.size(); ++i)
            m_expressions += cells[i].isEmpty() ? 0 : 1;
    }

    void questions(const QString& prefix, int count)
    {
        for (int i = 0; i < count; ++i) {
            const QString before = u"${%1_%2}"_s.arg(prefix).arg(i - 1);
            const QString relevant = i == 0 ? QString() : before + u" < 50 or "_s + before + u" = ''"_s;
            if (i % 3 == 2)
                row(u"calculate"_s, u"%1_%2"_s.arg(prefix).arg(i), relevant, {}, {},
                    u"coalesce(%1, 0) + coalesce(${%2_%3}, 0)"_s.arg(before, prefix).arg(i - 2));
            else
                row(u"integer"_s, u"%1_%2"_s.arg(prefix).arg(i), relevant, u". >= 0 and . <= 120"_s,
                    i == 0 ? u"yes"_s : before + u" > 5"_s, {}, i == 0 ? u". != 99"_s : u". != "_s + before);
        }
    }

    QString m_text;
    int m_expressions = 0;
};

double microseconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1000;
}

FormRun filled(const FormProgramPtr& program, QStringList& questions)
{
    FormRun run(program, {});
    run.begin();
    for (int repeat = 0; repeat < kRepeats; ++repeat) {
        for (int i = 1; i < kInstances; ++i)
            (void)run.addInstance(u"/data/r%1"_s.arg(repeat));
    }
    questions = run.entryOrder();
    for (qsizetype i = 0; i < questions.size(); ++i)
        (void)run.set(questions[i], QString::number(i % 50));
    return run;
}

/// What as many comparisons of numbers cost that need no parsing, no tree and no text.
double plainComparisons(qint64 count)
{
    constexpr int kRepeat = 2'000;
    std::vector<double> values(static_cast<size_t>(std::max<qint64>(count, 1)));
    std::iota(values.begin(), values.end(), 0.0);
    volatile int sink = 0;
    QElapsedTimer timer;
    timer.start();
    for (int round = 0; round < kRepeat; ++round) {
        int holds = 0;
        for (const double value : values)
            holds += value < 50 ? 1 : 0;
        sink = sink + holds;
    }
    return microseconds(timer) / kRepeat;
}

/** The time of each answer typed, µs: every question in turn, several rounds with other values.

    All of it is done several times and the shortest time of each answer counts, so that a process in between is not taken for ours.
*/
QList<double> typeAll(FormRun& run, const QStringList& questions)
{
    QList<double> keys(questions.size() * kTyped, std::numeric_limits<double>::max());
    QElapsedTimer timer;
    for (int time = 0; time < kTimes; ++time) {
        for (int round = 0; round < kTyped; ++round) {
            for (qsizetype i = 0; i < questions.size(); ++i) {
                const QString typed = QString::number(i % 17 == 0 ? 99 : (i + round * 7) % 60);
                timer.start();  // 99 hides the group after
                (void)run.set(questions[i], typed);
                double& best = keys[round * questions.size() + i];
                best = std::min(best, microseconds(timer));
            }
        }
    }
    return keys;
}

}  // namespace

void benchForms(Figures& figures)
{
    BigForm form;
    const Result<Workbook> workbook = readMarkdown(form.make(), u"big.md"_s);
    const CompiledForm compiled = workbook ? compileWorkbook(*workbook) : CompiledForm();
    if (!compiled.package)
        throw std::runtime_error("the form of the bench does not compile");
    QElapsedTimer timer;
    timer.start();
    const Result<FormProgramPtr> program = makeFormProgram(compiled.package);
    const double parsing = microseconds(timer);
    if (!program)
        throw std::runtime_error(program.error().detail.toStdString());
    QStringList questions;
    FormRun run = filled(*program, questions);

    const qint64 before = run.evaluations();
    const QList<double> keys = typeAll(run, questions);
    const double perKey =
        static_cast<double>(run.evaluations() - before) / static_cast<double>(keys.size() * kTimes);
    const double mean = std::accumulate(keys.begin(), keys.end(), 0.0) / static_cast<double>(keys.size());
    const double floor = plainComparisons(std::max<qint64>(1, qRound64(perKey)));

    QList<double> all;
    const qint64 start = run.evaluations();
    for (int i = 0; i < kRounds; ++i) {
        timer.start();
        run.recalculateAll();
        all.append(microseconds(timer));
    }
    const qint64 evaluated = (run.evaluations() - start) / kRounds;
    QList<double> reports;
    for (int i = 0; i < kRounds; ++i) {
        timer.start();
        (void)run.report();
        reports.append(microseconds(timer));
    }
    const QJsonObject draft = run.draft();
    timer.start();
    FormRun again(*program, {});
    (void)again.open(draft);
    const double opening = microseconds(timer);

    const auto add = [&](const QString& what, double value, int decimals, const QString& unit,
                         std::optional<double> least, const QString& direction) {
        figures.add({what, value, decimals, unit, least,
                     least ? unit + u": as many comparisons in plain C++"_s : QString(), false, direction});
    };
    add(u"form: %1 expressions, parsed and ordered"_s.arg(form.expressions()), parsing / 1000, 1, u"ms"_s, {},
        u"≤ 25 ms"_s);
    add(u"  one answer typed, mean (%1 expressions)"_s.arg(perKey, 0, 'f', 1), mean, 2, u"µs"_s, floor,
        u"≤ 10 µs"_s);
    add(u"  95 of 100 within"_s, percentiles(keys).p95, 2, u"µs"_s, {}, {});
    add(u"  worst"_s, *std::max_element(keys.begin(), keys.end()), 0, u"µs"_s, {}, u"≤ 200 µs"_s);
    add(u"  everything anew, median (%1 expressions)"_s.arg(evaluated), percentiles(all).median / 1000, 2,
        u"ms"_s, plainComparisons(evaluated) / 1000, u"≤ 2 ms"_s);
    add(u"  report of the whole record, median"_s, percentiles(reports).median / 1000, 2, u"ms"_s, {}, {});
    add(u"  opening a draft"_s, opening / 1000, 2, u"ms"_s, {}, u"≤ 10 ms"_s);
}

}  // namespace prohori
